"""Entries to make summaries of, the summaries made of them, and what stands in those."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from journal.model.dates import When
from journal.model.entry import (
    DETAILS,
    Communication,
    Education,
    Entry,
    EntryContent,
    Kind,
    Reflection,
    Sharing,
    detail_fields,
)
from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.measures import OwnScale
from journal.model.rating import SCALES, Moment, Rating, Scale, Scales
from journal.model.sensate_focus import RuleSet
from journal.model.sharing import Audience, filled, released, with_audience_fields
from journal.safety.text import safe
from journal.summary.beside import Beside
from journal.summary.build import build, in_order, off_at_first
from journal.summary.offer import Offer
from journal.summary.page import Items, Passages, Plot, Plots, Point, Section, Summary, Table
from journal.summary.sections import arrange
from journal.vault.vault import Vault
from tests.conftest import NOW

SINCE, UNTIL = dt.date(2026, 5, 3), dt.date(2026, 5, 17)


def day(number: int, time: dt.time | None = None) -> When:
    """A day of May 2026."""
    return When(dt.date(2026, 5, number), time, "Europe/Helsinki")


def reflection(number: int, text: str = "", topic: str = "", flagged: bool = False) -> EntryContent:
    """A reflection on a day of May."""
    return EntryContent(when=day(number), details=Reflection(), text=text, topic=topic, flagged=flagged)


def shared(content: EntryContent, *names: str, audience: Audience = Audience.THERAPIST) -> EntryContent:
    """The entry with these fields released for an audience and none for the other."""
    return replace(content, sharing=with_audience_fields(Sharing(), audience, frozenset(names)))


def all_shared(content: EntryContent) -> EntryContent:
    """The entry with every field released for the therapist."""
    return shared(content, *(name for name, _ in filled(content)))


def summary_of(vault: Vault, *contents: EntryContent, audience: Audience = Audience.THERAPIST) -> Summary:
    """Saves the entries and gives the summary of 3 to 17 May 2026."""
    for content in contents:
        vault.entries.add(content)
    return build(vault, audience, SINCE, UNTIL, When(UNTIL))


def page_of(*contents: EntryContent, nickname: str = "Sam", own_scales: tuple[Scale, ...] = ()) -> Summary:
    """The summary of entries for the therapist, for a format to write; made without a vault."""
    entries = [
        Entry(id=f"entry-{number}", version=1, created=NOW, updated=NOW, content=content)
        for number, whole in enumerate(contents)
        if (content := released(whole, Audience.THERAPIST))
    ]
    found = arrange(entries, {}, with_year=False, scales=Scales(own_scales), today=UNTIL)
    offer = Offer(
        nickname=nickname,
        audience=Audience.THERAPIST,
        since=SINCE,
        until=UNTIL,
        made=UNTIL,
        sections=in_order(found, Beside()),
        off=off_at_first(found, Beside()),
    )
    return offer.summary({})


def section(summary: Summary, title: str) -> Section:
    """The section with this title, which has to be there."""
    (found,) = [one for one in summary.sections if one.title == title]
    return found


def rows(summary: Summary, title: str) -> list[dict[str, str]]:
    """The rows of a table, each by column, without the empty cells."""
    body = section(summary, title).body
    assert isinstance(body, Table)
    return [
        {column: " · ".join(cell) for column, cell in zip(body.columns, row.cells, strict=True) if cell}
        for row in body.rows
    ]


def items(summary: Summary, title: str) -> list[tuple[str, str]]:
    """The lines of a list, each with what it is about."""
    body = section(summary, title).body
    assert isinstance(body, Items)
    return [(item.text, item.about) for item in body.items]


def passages(summary: Summary, title: str) -> dict[str, dict[str, str]]:
    """The fields in passages, and their text as "text", by what each is about with its title."""
    body = section(summary, title).body
    assert isinstance(body, Passages)
    found = {}
    for passage in body.passages:
        about = " · ".join(part for part in (passage.about, passage.title) if part)
        found[about] = {fact.label: " · ".join(fact.value) for fact in passage.facts}
        if passage.text:
            found[about]["text"] = passage.text
    return found


def marked(kind: Kind) -> tuple[EntryContent, dict[str, str]]:
    """An entry in which every field holds something that no other does, and the markers by the name of the field.

    A field with a closed list of answers has no marker of its own, and neither has a rating.
    """
    marks: dict[str, str] = {}

    def value(spec: FieldSpec) -> Any:
        mark = f"{spec.name.replace('_', '').title()}Mark"
        match spec.input:
            case Input.LINE | Input.TEXT:
                marks[spec.name] = mark
                return mark
            case Input.NAMES:
                marks[spec.name] = mark
                return (mark,)
            case Input.NUMBER:
                marks[spec.name] = str(1001 + len(marks))
                return int(marks[spec.name])
            case Input.YES_NO:
                return True
            case Input.CHOICE:
                return spec.terms[0]
            case Input.CHOICES:
                return spec.terms[:2]
            case Input.GROUP:
                mine = {part.name: value(part) for part in spec.group}
                for part in spec.group:
                    marks.pop(part.name, None)
                marks[spec.name] = str(mine["stop_signal"])
                return RuleSet(**mine)

    own = {spec.name: value(spec) for spec in detail_fields(kind)}
    common = {spec.name: value(spec) for spec in fields_of(EntryContent)}
    content = EntryContent(
        when=day(4, dt.time(21, 47)),
        details=DETAILS[kind](**own),
        ratings=tuple(Rating(scale.id, Moment.ONCE, 1) for scale in SCALES),
        assignment="AssignmentMark",
        **common,
    )
    return content, marks | {"time": "21:47"}


PLAIN_WORDS = "plain words"


def everywhere(words: str) -> Summary:
    """A page with words in every place that words can reach: header, tables, lists, excerpts, fields, plots."""
    details = Communication(skill=words, wanted_to_ask=words, words_used=words, next_wording=words)
    summary = page_of(
        all_shared(
            EntryContent(
                when=day(4),
                details=details,
                topic=words,
                text=words,
                people=(words,),
                tags=(words, words),
                flagged=True,
                minutes=5,
                ratings=(Rating("own", Moment.ONCE, 1), Rating("yes or no", Moment.ONCE, 1)),
            )
        ),
        all_shared(EntryContent(when=day(5), details=Reflection(prompt=words, mood=words), text=words)),
        all_shared(EntryContent(when=day(6), details=Education(question=words, takeaway=words, resource=words))),
        nickname=words,
        own_scales=tuple(
            OwnScale(name=words, highest=highest, low_word=words, high_word=words).scale(scale)
            for scale, highest in (("own", 10), ("yes or no", 1))
        ),
    )
    plot = Plot(words, 10, (Point(SINCE, 3), Point(UNTIL, 5)), words)
    return replace(summary, sections=(*summary.sections, Section("Ratings", Plots((plot,)))))


def without_marks(words: str) -> str:
    """Text of the same length and with the same lines, in which nothing can be a mark."""
    return re.sub(r"\S", "x", safe(words))
