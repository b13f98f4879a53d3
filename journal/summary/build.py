"""From the vault to a summary. Only what was released for the audience, or switched on for the page, gets into it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from journal.errors import BadInput
from journal.model.dates import When
from journal.model.entry import Entry
from journal.model.query import Query
from journal.model.sharing import Audience, released
from journal.summary.beside import Beside, read_beside
from journal.summary.offer import ALSO, EXCERPTS, IMPORTANT, MOST, Choices, Offer
from journal.summary.page import Body, Item, Items, Passages, Plots, Section, Summary, Table
from journal.summary.redact import Names, redacted
from journal.summary.sections import EntrySections, arrange
from journal.vault.vault import Vault

__all__ = ["Draft", "Summary", "build", "read"]


@dataclass(frozen=True)
class Draft:
    """A page that is being chosen: what it could hold, what was chosen, and whose names are kept out of it."""

    offer: Offer
    choices: Choices
    names: Names

    @cached_property
    def summary(self) -> Summary:
        """The page as it would leave."""
        return redacted(self.offer.summary(self.choices), self.names)


def build(vault: Vault, audience: Audience, since: dt.date, until: dt.date, now: When) -> Summary:
    """The summary of a period for an audience; both days belong to it. Raises BadInput where it ends before it begins.

    It holds what the client released or switched on, line by line, and no sign of anything else.
    """
    return read(vault, audience, since, until, now).summary


def read(vault: Vault, audience: Audience, since: dt.date, until: dt.date, now: When) -> Draft:
    """Reads what a summary could hold, and what was chosen for it. Raises BadInput as `build` does."""
    if until < since:
        raise BadInput("The period ends before it begins.", "Give the earlier day as its start.")
    with vault.snapshot():
        entries = list(_released(vault, audience, since, until))
        entries.reverse()  # a period is told from its first day on
        tasks = {one.id: one.content for one in vault.assignments.list()}
        found = arrange(
            entries,
            tasks,
            with_year=since.year != until.year,
            scales=vault.scales(),
            today=now.date,
        )
        beside = read_beside(vault, tasks, since, until, now)
        offer = Offer(
            nickname=vault.people.me(),
            audience=audience,
            since=since,
            until=until,
            made=now.date,
            sections=in_order(found, beside),
            off=off_at_first(found, beside),
        )
        return Draft(offer, vault.summary_choices.get(audience, now), Names(vault.people.list()))


def _released(vault: Vault, audience: Audience, since: dt.date, until: dt.date) -> Iterator[Entry]:
    for entry in vault.entries.each(Query(audiences=(audience,), after=since, before=until)):
        if content := released(entry.content, audience):
            yield replace(entry, content=content)


def in_order(found: EntrySections, beside: Beside) -> tuple[Section, ...]:
    """The sections in the order in which they are read."""
    bodies: tuple[tuple[str, Body | None], ...] = (
        (IMPORTANT, _items((*beside.important, *found.important), numbered=True)),
        (ALSO, _items(beside.also)),
        ("Since the last session", _items(beside.since)),
        ("Homework", found.homework),
        ("Sensate focus", found.focus),
        ("Communication", found.communication),
        (EXCERPTS, Passages(found.excerpts) if found.excerpts else None),
        ("Goals, from 0 to 10", Table(("Goal", "Now", "Before"), beside.goals) if beside.goals else None),
        ("Ratings", Plots(found.plots) if found.plots else None),
        ("Questions on health or medicine", _items(found.health)),
        ("Questions for the therapist", _items((*beside.questions, *found.questions))),
        ("What comes next", _items(beside.next)),
        ("Topics", _items(found.topics)),
        ("Details chosen", Passages(found.details) if found.details else None),
    )
    return tuple(Section(title, body) for title, body in bodies if body)


def _items(items: list[Item] | tuple[Item, ...], *, numbered: bool = False) -> Items | None:
    return Items(tuple(items), numbered) if items else None


def off_at_first(found: EntrySections, beside: Beside) -> frozenset[str]:
    """Everything that was not released by itself; and of the excerpts all but the latest three."""
    items = (*beside.important, *beside.also, *beside.since, *beside.questions, *beside.next)
    older = found.excerpts[:-MOST]
    keys = [item.key for item in items] + [row.key for row in beside.goals] + [plot.key for plot in found.plots]
    return frozenset([*keys, *(passage.key for passage in older)])
