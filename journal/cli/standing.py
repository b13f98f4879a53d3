"""How homework stands: every assignment in the order it is listed in, with its progress in words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from journal.cli import output
from journal.cli.documents import Document, record_document
from journal.clock import today
from journal.model.homework import Assignment, Occasion, progress, shown, waits
from journal.model.records import Record
from journal.model.sensate_focus import Stage
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
    """How all homework stands, in the order it is listed in."""
    day, first_weekday = today(), vault.settings.get().week_start.first_weekday
    occasions, stages = vault.assignments.occasions(), vault.assignments.open_stages()
    return [
        _standing(one, occasions.get(one.id, ()), stages, day, first_weekday) for one in vault.assignments.in_order()
    ]


def standing_of(vault: Vault, assignment_id: str) -> Standing:
    """How one assignment stands. Raises NotFound."""
    day, first_weekday = today(), vault.settings.get().week_start.first_weekday
    one, occasions = vault.assignments.get(assignment_id), vault.assignments.occasions([assignment_id])
    return _standing(one, occasions.get(one.id, ()), vault.assignments.open_stages(), day, first_weekday)


def _standing(
    one: Record[Assignment],
    occasions: tuple[Occasion, ...],
    stages: frozenset[Stage],
    day: dt.date,
    first_weekday: int,
) -> Standing:
    return Standing(
        replace(one, content=shown(one.content, stages)),
        occasions,
        progress(one.content, occasions, day, first_weekday),
        waits(one.content, stages),
    )


def standing_document(one: Standing) -> Document:
    """An assignment for JSON, with its progress and its entries."""
    entries = [{"id": done.entry, "date": done.date, "outcome": done.outcome} for done in one.occasions]
    return record_document(one.assignment) | {"progress": one.progress, "entries": entries}


def say_waiting(some: Iterable[Standing]) -> None:
    """Says that something was left out of what was written, if it was."""
    if any(one.waits for one in some):
        output.say("What to do is left out of homework that waits for an agreement on its stage.")
