"""How homework stands: every assignment in the order it is listed in, with its progress in words."""

import datetime as dt
from dataclasses import dataclass

from journal.cli.documents import Document, record_document
from journal.clock import today
from journal.model.homework import Assignment, Occasion, State, progress
from journal.model.records import Record
from journal.vault.vault import Vault


@dataclass(frozen=True)
class Standing:
    """An assignment, its entries with the latest first, and its progress today."""

    assignment: Record[Assignment]
    occasions: tuple[Occasion, ...]
    progress: str


def standings(vault: Vault) -> list[Standing]:
    """What is open first, then what is paused, finished and dropped; of each the latest first."""
    day, first_weekday = today(), vault.settings.get().week_start.first_weekday
    occasions, states = vault.assignments.occasions(), list(State)
    latest_first = sorted(vault.assignments.list(), key=_latest, reverse=True)
    return [
        Standing(one, done, progress(one.content, done, day, first_weekday))
        for one in sorted(latest_first, key=lambda one: states.index(one.content.state))
        for done in (occasions.get(one.id, ()),)
    ]


def standing_document(one: Standing) -> Document:
    """An assignment for JSON, with its progress and its entries."""
    entries = [{"id": done.entry, "date": done.date, "outcome": done.outcome} for done in one.occasions]
    return record_document(one.assignment) | {"progress": one.progress, "entries": entries}


def _latest(assignment: Record[Assignment]) -> tuple[dt.date, str]:
    content = assignment.content
    rested = content.state_since if content.state is not State.OPEN else None
    return rested or content.assigned_on or assignment.created.date(), assignment.id
