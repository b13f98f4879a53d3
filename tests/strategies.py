"""What a person may have written, for property tests: every kind of entry and every type of record with every field,
hostile text included.
"""

import datetime as dt
import types
from dataclasses import fields, is_dataclass, replace
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from journal.model.dates import When
from journal.model.entry import DETAILS, EntryContent, Kind, SharedPassage, Sharing, detail_fields
from journal.model.fields import FieldSpec, Guard, Input, fields_of
from journal.model.rating import SCALES, Moment, Rating
from journal.model.records import CONTENTS, Content
from journal.model.sensate_focus import RuleSet
from journal.model.sharing import RATING, TASK, Audience, passage_fields, still_shared, with_audience_passages
from journal.vault.settings import LEAST_LOCK_MINUTES, MOST_LOCK_MINUTES, Preferences
from tests.hostile import HOSTILE_LINES, HOSTILE_TEXTS

_CHARACTERS = st.characters(codec="utf-8")
_DATES = st.dates(dt.date(1950, 1, 1), dt.date(2149, 12, 31))
_TIMES = st.builds(dt.time, hour=st.integers(0, 23), minute=st.integers(0, 59))
_LINE_CHARACTERS = st.characters(codec="utf-8", exclude_characters="\r\n")


def texts(*, least: int = 0) -> st.SearchStrategy[str]:
    """Text of several lines, as in a field for long text: any character but lone surrogates, and at least so many."""
    piece = st.sampled_from(HOSTILE_TEXTS) | st.text(_CHARACTERS, min_size=least, max_size=20)
    return st.lists(piece, min_size=least, max_size=4).map("\n".join)


def lines(*, least: int = 0) -> st.SearchStrategy[str]:
    """Text without CR and LF, as in a field of one line, of at least so many characters."""
    piece = st.sampled_from(HOSTILE_LINES) | st.text(_LINE_CHARACTERS, min_size=least, max_size=20)
    return st.lists(piece, min_size=least, max_size=3).map(" ".join)


def names(*, least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    """Tags or nicknames, at least so many."""
    return st.lists(lines(least=1).filter(str.strip), min_size=least, max_size=3).map(tuple)


def whens() -> st.SearchStrategy[When]:
    """Any date of two centuries, with or without a time and a zone."""
    return st.builds(
        When,
        date=_DATES,
        time=st.none() | _TIMES,
        zone=st.sampled_from(("", "UTC", "Europe/Helsinki", "America/St_Johns", "Pacific/Apia", "Etc/GMT+12")),
    )


@st.composite
def ratings(draw: st.DrawFn, *, least: int = 0) -> tuple[Rating, ...]:
    """Ratings on the built-in scales and on one that this version doesn't know, at most one for each moment."""
    places = [(scale.id, moment, scale.highest) for scale in SCALES for moment in scale.moments]
    places.append(("a_scale_of_my_own", Moment.ONCE, 100))
    chosen = draw(st.lists(st.sampled_from(places), min_size=least, max_size=6, unique_by=lambda place: place[:2]))
    return tuple(Rating(scale, moment, draw(st.integers(0, highest))) for scale, moment, highest in chosen)


def shareable_names(kind: Kind) -> tuple[str, ...]:
    """Every name that the sharing choice of an entry of this kind can hold."""
    specs = fields_of(EntryContent) + detail_fields(kind)
    own = [spec.name for spec in specs if spec.guard is not Guard.NEVER]
    return ("time", TASK, *own, *(RATING + scale.id for scale in SCALES), RATING + "a_scale_of_my_own")


def sharings(kind: Kind) -> st.SearchStrategy[Sharing]:
    """Any choice of what was released for whom."""
    chosen = st.frozensets(st.sampled_from(shareable_names(kind)))
    return st.builds(Sharing, therapist=chosen, joint=chosen)


def _value(spec: FieldSpec, *, full: bool) -> st.SearchStrategy[Any]:
    least = 1 if full else 0
    match spec.input:
        case Input.LINE:
            return lines(least=least)
        case Input.TEXT:
            return texts(least=least)
        case Input.NUMBER:
            number = st.integers(spec.lowest, spec.highest)
            return number if full else st.none() | number
        case Input.YES_NO:
            return st.just(True) if full else st.booleans()
        case Input.CHOICE:
            term = st.sampled_from(spec.terms)
            return term if full else st.none() | term
        case Input.CHOICES:
            return st.lists(st.sampled_from(spec.terms), min_size=least, max_size=4, unique=True).map(tuple)
        case Input.NAMES:
            return names(least=least)
        case Input.DATE:
            return _DATES if full else st.none() | _DATES
        case Input.TIME:
            return _TIMES if full else st.none() | _TIMES
        case Input.GROUP:
            return st.builds(RuleSet, **{part.name: _value(part, full=full) for part in spec.group})


@st.composite
def contents(draw: st.DrawFn, kind: Kind | None = None, *, full: bool = False) -> EntryContent:
    """An entry of this kind, or of any; with `full`, one in which every field holds something."""
    kind = kind or draw(st.sampled_from(Kind))
    own = {spec.name: draw(_value(spec, full=full)) for spec in detail_fields(kind)}
    common = {spec.name: draw(_value(spec, full=full)) for spec in fields_of(EntryContent)}
    assignment = st.uuids(version=4).map(str)
    content = EntryContent(
        when=draw(whens()),
        details=DETAILS[kind](**own),
        ratings=draw(ratings(least=1 if full else 0)),
        assignment=draw(assignment if full else st.none() | assignment),
        **common,
    )
    sharing = draw(sharings(kind))
    for audience in Audience:
        sharing = with_audience_passages(sharing, audience, draw(_passages(content)))
    return replace(content, sharing=still_shared(sharing, content))


def _passages(content: EntryContent) -> st.SearchStrategy[tuple[SharedPassage, ...]]:
    """A few passages of the texts of an entry."""
    texts = [(name, text) for name, text in passage_fields(content).items() if text]
    if not texts:
        return st.just(())
    part = st.sampled_from(texts).flatmap(
        lambda one: st.tuples(st.integers(0, len(one[1]) - 1), st.integers(1, 40)).map(
            lambda at: SharedPassage(one[0], one[1][at[0] : at[0] + at[1]])
        )
    )
    return st.lists(part, max_size=2).map(tuple)


@st.composite
def records(draw: st.DrawFn, content: type[Content] | None = None, *, full: bool = False) -> Content:
    """What a record of this type holds, or of any; with `full`, one in which every field holds something."""
    made: Content = draw(_filled(content or draw(st.sampled_from(CONTENTS)), full=full))
    return made


def preferences() -> st.SearchStrategy[Preferences]:
    """Settings of a journal: the defaults, or anything that can be set."""
    values = {spec.name: _value(spec, full=True) for spec in fields_of(Preferences)}
    values["lock_minutes"] = st.integers(LEAST_LOCK_MINUTES, MOST_LOCK_MINUTES)
    values["words"] = st.dictionaries(lines(), lines(), max_size=3)
    return st.just(Preferences()) | st.builds(Preferences, **values)


def _filled(record: type, *, full: bool) -> st.SearchStrategy[Any]:
    """A record, or a part of one, with values for its declared fields, and by their type for all others."""
    values = {spec.name: _value(spec, full=full) for spec in fields_of(record)}
    hints = get_type_hints(record)
    other = {one.name: _of_hint(hints[one.name], full=full) for one in fields(record) if one.name not in values}
    return st.builds(record, **values, **other)


def _of_hint(hint: Any, *, full: bool) -> st.SearchStrategy[Any]:
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = (part for part in get_args(hint) if part is not types.NoneType)
        value = _of_hint(inner, full=full)
        return value if full else st.none() | value
    if get_origin(hint) is tuple:
        return st.lists(_of_hint(get_args(hint)[0], full=full), min_size=1 if full else 0, max_size=3).map(tuple)
    if isinstance(hint, type) and is_dataclass(hint):
        return _filled(hint, full=full)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: texts(least=1 if full else 0),
        int: st.integers(0, 1440),
        bool: st.just(True) if full else st.booleans(),
        dt.date: _DATES,
        dt.time: _TIMES,
        dt.datetime: st.datetimes(timezones=st.just(dt.UTC)),
    }
    return plain[hint] if hint in plain else st.sampled_from(hint)
