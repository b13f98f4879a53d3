"""Invented journals, made from the data files beside this module into an encrypted file."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from journal.demo import tables
from journal.demo.tables import Calendar, Told, WrittenEntry, WrittenRecord
from journal.model.entry import EntryContent
from journal.model.exercise import Exercise
from journal.model.fields import Term
from journal.model.goal import Goal, GoalProgress
from journal.model.homework import Assignment
from journal.model.measures import Gad7, OutsideScore, OwnScale
from journal.model.records import Content
from journal.model.sensate_focus import StageAgreement
from journal.model.session import AgendaItem, TherapySession
from journal.vault.vault import Vault

DEMO_PASSPHRASE, _FILE = "demo", "journal.db"

# How long after it was written an entry is edited, and one is put in the trash.
_EDITING = dt.timedelta(hours=22)
_REGRETTING = dt.timedelta(minutes=15)

# What is told of by others comes before them: a session before what was assigned in it, a scale before its ratings.
_BEFORE_ENTRIES: tuple[type[Content], ...] = (
    OwnScale, Exercise, TherapySession, StageAgreement, Assignment, Goal, GoalProgress, OutsideScore, Gad7,
)  # fmt: skip
_AFTER_ENTRIES: tuple[type[Content], ...] = (AgendaItem,)


class Story(Term):
    """Whose journal the demo is."""

    COUPLE = "couple", "Sam, with Alex"
    SOLO = "solo", "Noor, alone"


class _Pen:
    """A clock for the vault: the instant of whatever is being written."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now


def load(story: Story, today: dt.date, zone: str) -> list[tuple[dt.datetime, EntryContent]]:
    """The entries of a story with the instants in UTC at which they were written, in that order.

    Dates count back from `today`; `zone` is an IANA name, or "" where it isn't known. What an entry belongs to has its
    key in the data files where a journal has an id. Raises BadInput for an entry that isn't one.
    """
    written = tables.entries(tables.read(story).of("entry"), Calendar(today, zone), {})
    return [(one.created, one.content) for one in written]


def create(folder: Path, story: Story, today: dt.date, zone: str) -> Path:
    """Makes the encrypted journal of a story in a folder, with its history, trash and draft; it is left closed.

    Opens with DEMO_PASSPHRASE. Raises what Vault.create raises.
    """
    told, calendar = tables.read(story), Calendar(today, zone)
    pen = _Pen(calendar.instant(calendar.date(120), dt.time()))
    vault = Vault.create(folder / _FILE, DEMO_PASSPHRASE, clock=pen)
    try:
        with vault.atomic():
            _Writer(vault, pen, told, calendar).write()
    finally:
        vault.close()
    return vault.path


class _Writer:
    """Writes a story into a vault, and keeps the ids that its keys stand for."""

    def __init__(self, vault: Vault, pen: _Pen, told: Told, calendar: Calendar) -> None:
        self._vault, self._pen, self._told, self._calendar = vault, pen, told, calendar
        self._ids: dict[str, str] = {}

    def write(self) -> None:
        """Writes all of it."""
        self._people()
        self._vault.settings.set(replace(self._vault.settings.get(), **self._told.settings))
        self._records(_BEFORE_ENTRIES)
        self._entries()
        self._records(_AFTER_ENTRIES)
        for draft in self._written("draft"):
            self._pen.now = draft.created
            self._vault.drafts.save(draft.content)

    def _people(self) -> None:
        for person in self._told.people:
            self._vault.people.add(person)
            self._pen.now += dt.timedelta(seconds=20)

    def _records(self, kinds: Iterable[type[Content]]) -> None:
        for kind in kinds:
            for place, table in enumerate(self._told.of(kind.type)):
                written = tables.record(kind, table, self._calendar, self._ids, place)
                self._name(table.get("key", ""), self._record(written))

    def _record(self, written: WrittenRecord) -> str:
        records = self._vault.records_of(type(written.content))
        self._pen.now = written.created
        record = records.add(written.earlier or written.content)
        if written.earlier:
            self._pen.now = written.edited
            records.edit(record.id, written.content)
            if isinstance(written.content, Assignment):
                self._vault.assignments.set_state(record.id, written.content.state)
        if written.removed:
            self._pen.now = written.removed
            records.remove(record.id)
        return record.id

    def _entries(self) -> None:
        # Changing the search index costs by its size, so what is changed or thrown away is written first.
        for trashed in self._written("trash"):
            self._pen.now = trashed.created
            entry = self._vault.entries.add(trashed.content)
            self._pen.now += _REGRETTING
            self._vault.entries.move_to_trash(entry.id)
        for written in sorted(self._written("entry"), key=lambda one: one.earlier is None):
            self._name(written.key, self._entry(written))

    def _entry(self, written: WrittenEntry) -> str:
        self._pen.now = written.created
        entry = self._vault.entries.add(written.earlier or written.content)
        if written.earlier:
            self._pen.now += _EDITING
            self._vault.entries.edit(entry.id, written.content)
            self._vault.entries.share(entry.id, written.content.sharing)
        return entry.id

    def _written(self, name: str) -> list[WrittenEntry]:
        return tables.entries(self._told.of(name), self._calendar, self._ids)

    def _name(self, key: str, its_id: str) -> None:
        if key in self._ids:
            raise ValueError(f"the key {key} is there twice")
        if key:
            self._ids[key] = its_id
