"""What an entry or a record says, field by field, in the order it is read."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from journal.model.dates import short_date, short_when
from journal.model.entry import EntryContent, detail_fields
from journal.model.fields import FieldSpec, Input, Term, fields_of
from journal.model.homework import Adaptation
from journal.model.rating import Moment, Rating, Scales
from journal.model.records import Content
from journal.model.sharing import RATING

_LAST = ("text", "tags", "flagged")


@dataclass(frozen=True)
class Answer:
    """A filled field of an entry.

    `name` is the name it has in a sharing choice (see sharing.py). `text` is as it was written, with no character
    changed, so it has to be made safe before it is drawn. `long` answers are read as a block of their own.
    """

    name: str
    label: str
    text: str
    long: bool = False


def answers(content: EntryContent, scales: Scales) -> tuple[Answer, ...]:
    """Every filled field of an entry in reading order, the one that may never leave included.

    First how it went, with whom and what got in the way; then the ratings, what is the kind's own, the notes, tags and
    the flag.
    """
    specs = fields_of(EntryContent)
    first = (spec for spec in specs if spec.name not in _LAST)
    last = (spec for spec in specs if spec.name in _LAST)
    return (
        Answer("when", "When", short_when(content.when)),
        *_of_record(content, first),
        *_ratings(content.ratings, scales),
        *_of_record(content.details, detail_fields(content.kind)),
        *_of_record(content, last),
    )


def record_answers(content: Content | Adaptation) -> tuple[Answer, ...]:
    """Every filled field of a record, or of a change of homework, in the order its class declares them."""
    record: type = type(content)
    return tuple(_of_record(content, fields_of(record)))


def changed_fields(before: EntryContent, after: EntryContent, scales: Scales) -> tuple[frozenset[str], tuple[str, ...]]:
    """What a later version of an entry changed: the names of fields that read differently, the labels of those gone.

    Names are those of answers, `sharing` where the sharing choice changed, and `assignment` where it went to other
    homework.
    """
    changed, gone = differing(answers(before, scales), answers(after, scales))
    if before.sharing != after.sharing:
        changed |= {"sharing"}
    if before.assignment != after.assignment:
        changed |= {"assignment"}
    return changed, gone


def differing(before: Iterable[Answer], after: Iterable[Answer]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The names of answers that read differently than before or are new, and the labels of those that are gone."""
    old = {answer.name: answer for answer in before}
    new = {answer.name: answer for answer in after}
    changed = frozenset(name for name, answer in new.items() if answer != old.get(name))
    return changed, tuple(answer.label for name, answer in old.items() if name not in new)


def _of_record(record: object, specs: Iterator[FieldSpec] | tuple[FieldSpec, ...]) -> Iterator[Answer]:
    for spec in specs:
        if text := _text(getattr(record, spec.name), spec):
            yield Answer(spec.name, spec.label, text, long=spec.input in (Input.TEXT, Input.GROUP))


def _text(value: object, spec: FieldSpec) -> str:
    match value:
        case None | False | () | "":
            return ""
        case True:
            return "yes"
        case Term():
            return value.label
        case str():
            return value
        case dt.date():
            return short_date(value)
        case dt.time():
            return f"{value:%H:%M}"
        case int():
            return str(value)
        case tuple():
            return ", ".join(item.label if isinstance(item, Term) else item for item in value)
        case _:
            return "\n".join(f"{part.label}: {part.text}" for part in _of_record(value, spec.group))


def _ratings(ratings: tuple[Rating, ...], scales: Scales) -> Iterator[Answer]:
    for scale in dict.fromkeys(rating.scale for rating in ratings):
        given = sorted((r for r in ratings if r.scale == scale), key=lambda rating: list(Moment).index(rating.moment))
        yield Answer(RATING + scale, scales.name(scale), rating_text(given, scales))


def rating_text(given: list[Rating], scales: Scales) -> str:
    """The ratings on one scale in one line, with the words that stand at its ends.

    `before 3, highest 6, after 2 (0 calm, 10 the most I can imagine)`, or `3 of 4: mostly`.
    """
    scale = scales.get(given[0].scale)
    if scale is None:
        return ", ".join(_at(rating) for rating in given)
    if len(given) == 1 and given[0].moment is Moment.ONCE and scale.anchor(given[0].value):
        return f"{given[0].value} of {scale.highest}: {scale.anchor(given[0].value)}"
    ends = f"(0 {scale.anchors[0]}, {scale.highest} {scale.anchors[-1]})"
    return f"{', '.join(_at(rating) for rating in given)} {ends}"


def _at(rating: Rating) -> str:
    return str(rating.value) if rating.moment is Moment.ONCE else f"{rating.moment.label} {rating.value}"
