"""How homework stands: every assignment in the order it is listed in, with its progress in words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from journal.cli import output
from journal.cli.documents import Document, record_document
from journal.clock import today
from journal.model.homework import Assignment, Occasion, State, progress, shown, waits
from journal.model.records import Record
from journal.vault.vault import Vault


@dataclass(frozen=True)
class Standing:
    """An assignment, its entries with the latest first, and its progress today.

    `waits` says why it has to wait for an agreement, if it has to: then it is without what tells how it is done.
    """

    assignment: Record[Assignment]
    occasions: tuple[Occasion, ...]
    progress: str
    waits: str


def standings(vault: Vault) -> list[Standing]:
    """What is open first, then what is paused, finished and dropped; of each the latest first."""
    day, first_weekday = today(), vault.settings.get().week_start.first_weekday
    occasions, states = vault.assignments.occasions(), list(State)
    stages = vault.assignments.open_stages()
    latest_first = sorted(vault.assignments.list(), key=_latest, reverse=True)
    return [
        Standing(
            replace(one, content=shown(one.content, stages)),
            done,
            progress(one.content, done, day, first_weekday),
            waits(one.content, stages),
        )
        for one in sorted(latest_first, key=lambda one: states.index(one.content.state))
        for done in (occasions.get(one.id, ()),)
    ]


def standing_of(vault: Vault, assignment_id: str) -> Standing:
    """How one assignment stands, whose id has to be there."""
    return next(one for one in standings(vault) if one.assignment.id == assignment_id)


def standing_document(one: Standing) -> Document:
    """An assignment for JSON, with its progress and its entries."""
    entries = [{"id": done.entry, "date": done.date, "outcome": done.outcome} for done in one.occasions]
    return record_document(one.assignment) | {"progress": one.progress, "entries": entries}


def say_waiting(some: Iterable[Standing]) -> None:
    """Says that something was left out of what was written, if it was."""
    if any(one.waits for one in some):
        output.say("What to do is left out of homework that waits for an agreement on its stage.")


def _latest(assignment: Record[Assignment]) -> tuple[dt.date, str]:
    content = assignment.content
    rested = content.state_since if content.state is not State.OPEN else None
    return rested or content.assigned_on or assignment.created.date(), assignment.id
