"""What Today shows, read from the vault."""

import datetime as dt
from dataclasses import dataclass, replace

from journal.model import homework
from journal.model.dates import When
from journal.model.entry import Entry
from journal.model.homework import Assignment, State, progress
from journal.model.query import Query
from journal.model.records import Record
from journal.model.session import TherapySession
from journal.model.shared_copy import SharedCopy
from journal.vault.drafts import Draft
from journal.vault.vault import Vault

_LATEST = 8
_PLANNED = 3
_HOMEWORK = 10


@dataclass(frozen=True)
class OpenHomework:
    """An assignment that is open, what was done so far in words, and the first line of how it goes."""

    assignment: Record[Assignment]
    progress: str

    @property
    def how_to(self) -> str:
        """The first line of its instructions, or ""."""
        lines = (line.strip() for line in self.assignment.content.instructions.splitlines())
        return next((line for line in lines if line), "")


@dataclass(frozen=True)
class Overview:
    """What Today shows. `homework_in_all` counts what is open; `is_new` says that nothing at all is in the journal.

    `copies` are those in plain text that may still lie somewhere after their session.
    """

    session: Record[TherapySession] | None = None
    agenda: int = 0
    homework: tuple[OpenHomework, ...] = ()
    homework_in_all: int = 0
    drafts: tuple[Draft, ...] = ()
    planned: tuple[Entry, ...] = ()
    latest: tuple[Entry, ...] = ()
    copies: tuple[Record[SharedCopy], ...] = ()
    is_new: bool = True


def read_overview(vault: Vault, now: When, first_weekday: int) -> Overview:
    """Reads it: homework, the latest assigned first; entries that lie ahead are planned, the others the latest."""
    today = now.date
    assignments = vault.assignments.in_order()
    sessions = vault.sessions.list()
    still_open = [one for one in assignments if one.content.state is State.OPEN]
    stages = vault.assignments.open_stages()
    shown = [replace(one, content=homework.shown(one.content, stages)) for one in still_open[:_HOMEWORK]]
    occasions = vault.assignments.occasions([one.id for one in shown])
    agenda = vault.agenda.open_count() + (vault.sessions.hard_to_say(now) is not None)
    drafts = vault.drafts.list()
    planned = vault.entries.page(Query(after=today + dt.timedelta(days=1)), limit=_PLANNED).entries[::-1]
    latest = vault.entries.page(Query(before=today), limit=_LATEST).entries
    copies = vault.shared_copies.due(now)
    return Overview(
        session=next(iter(vault.sessions.ahead(now)), None),
        agenda=agenda,
        homework=tuple(
            OpenHomework(one, progress(one.content, occasions.get(one.id, ()), today, first_weekday)) for one in shown
        ),
        homework_in_all=len(still_open),
        drafts=drafts,
        planned=planned,
        latest=latest,
        copies=copies,
        is_new=not (assignments or sessions or agenda or drafts or planned or latest or copies),
    )
