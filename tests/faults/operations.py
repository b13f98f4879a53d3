"""What is interrupted, made to fail and cut off: each thing that the program does to a journal as a whole.

An operation prepares a folder, works in it, and says what has to be true of it afterwards, however far it came. The
journal is at `FOLDER/vault/journal.db`. The tests that go through all of OPERATIONS know nothing else of them.
"""

import datetime as dt
import hashlib
import itertools
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol
from unittest.mock import patch

from journal.errors import JournalError, NoJournal, WrongPassphrase
from journal.model.dates import When
from journal.model.goal import Goal
from journal.model.rating import Moment, Rating
from journal.model.sharing import Audience
from journal.transfer.data import export_json
from journal.transfer.incoming.taking import take_data
from journal.transfer.reading import read_json
from journal.vault import schema
from journal.vault.check import problems
from journal.vault.connection import Connection
from journal.vault.entries import Entries
from journal.vault.key import SALT_BYTES, derive_key
from journal.vault.merge import merge
from journal.vault.people import Person
from journal.vault.settings import Preferences
from journal.vault.summary_choices import LineChoice
from journal.vault.vault import Clock, Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.making import DAY, made

NOTHING = "no journal"


class Told(Protocol):
    """Who hears how far an operation is."""

    def done(self, state: str) -> None:
        """A step is done, and certain to stay; this is the state of the journal now."""

    def refused(self, problem: JournalError) -> None:
        """A step was refused, and is tried once more."""


@dataclass(frozen=True)
class Operation:
    """Something that the program does. Every state is what `state` says."""

    name: str
    prepare: Callable[[Path], None]
    run: Callable[[Path, Told], None]
    passphrases: tuple[str, ...] = (PASSPHRASE,)  # one of them opens the journal at any time, and no other
    also: Callable[[Path], None] | None = None  # what else has to be true
    tries_again: bool = False  # whether what is refused once is tried once more
    beside: frozenset[str] = frozenset()  # what may be next to the journal afterwards


def place(folder: Path) -> Path:
    """The journal of a folder."""
    return folder / "vault" / "journal.db"


def ticking() -> Clock:
    """A clock that goes on by a second whenever it is asked, so that no two runs differ."""
    seconds = itertools.count()
    return lambda: NOW + dt.timedelta(seconds=next(seconds))


def state(connection: Connection) -> str:
    """Everything that is kept, as a number; two journals that differ in anything have different ones."""
    tables = connection.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' "
        "AND name NOT LIKE 'entry!_search%' ESCAPE '!' ORDER BY name"
    )
    kept = [(name, sorted(map(repr, connection.rows(f"SELECT * FROM {name}")))) for (name,) in tables]
    return hashlib.sha256(repr(kept).encode()).hexdigest()


def opens_with(path: Path, passphrases: tuple[str, ...]) -> str:
    """The one of some passphrases that opens a journal."""
    found = []
    for one in passphrases:
        try:
            Vault.open(path, one).close()
            found.append(one)
        except WrongPassphrase:
            pass
    assert len(found) == 1, f"{len(found)} of {len(passphrases)} passphrases open it"
    return found[0]


def examine(folder: Path, operation: Operation) -> str:
    """The state of the journal, which has to open as the program opens it, be sound, and have nothing beside it."""
    path = place(folder)
    try:
        passphrase = opens_with(path, operation.passphrases)
    except NoJournal:
        assert not path.exists()
        return NOTHING
    vault = Vault.open(path, passphrase)
    try:
        found = state(vault._connection)
        assert len(list(vault.entries.each())) == vault.entries.count()
        assert problems(vault._connection) == ()
        assert vault._connection.rows("PRAGMA foreign_key_check") == []
        vault._connection.run("INSERT INTO entry_search (entry_search) VALUES ('integrity-check')")
        for statement in ("CREATE TABLE next (a)", "DROP TABLE next"):  # the next save takes leftovers away
            vault._connection.run(statement)
    finally:
        vault.close()
    if operation.also:
        operation.also(folder)
    left = {file.name for file in path.parent.iterdir()} - {path.name} - operation.beside
    assert not left, f"left behind: {left}"
    return found


def fill(vault: Vault, entries: int = 12) -> None:
    """Some of everything."""
    vault.people.add(Person("Sam", is_self=True))
    vault.settings.set(Preferences(lock_minutes=7))
    for number in range(entries):
        one = vault.entries.add(made(f"entry {number} calm breath " * 20, tags=(f"tag{number % 3}",)))
        if number % 3 == 0:
            vault.entries.edit(one.id, replace(one.content, topic=f"edit {number}"))
        if number % 4 == 3:
            vault.entries.move_to_trash(one.id)
    vault.goals.edit(vault.goals.add(Goal(wording="less hurry")).id, Goal(wording="less pressure"))
    vault.drafts.save(made("begun"))
    vault.summary_choices.set(Audience.THERAPIST, "line", LineChoice(True), When(DAY))


def filled(folder: Path) -> None:
    """A journal with some of everything."""
    vault = new_vault(place(folder), clock=ticking())
    with vault.atomic():
        fill(vault)
    vault.close()


# Creating


def _nowhere(folder: Path) -> None:
    assert not place(folder).parent.exists()


def _create(folder: Path, told: Told) -> None:
    vault = Vault.create(place(folder), PASSPHRASE, clock=ticking())
    told.done(state(vault._connection))
    vault.close()


# Saving


def _save(vault: Vault, number: int) -> None:
    """One change of many kinds; which one follows from its number and what is there, so it can be tried again."""
    entries, text = vault.entries, f"entry {number} calm breath " * (1, 3, 40, 400)[number // 8 % 4]
    (newest,) = entries.page(limit=1).entries
    match number % 8:
        case 0:
            entries.add(made(text, tags=(f"tag{number % 7}",)))
        case 1:
            vault.drafts.save(made(text), draft_id=f"draft {number}", edits=newest.id)
        case 2:
            changed = replace(newest.content, topic=f"edit {number}")
            entries.edit(newest.id, changed, from_draft=f"draft {number - 1}")
        case 3:
            entries.move_to_trash(list(entries.each())[-1].id)
        case 4:
            entries.purge(entries.trash()[-1].entry.id)
        case 5:
            entries.put_back(entries.trash()[0].entry.id)
        case 6:
            vault.goals.add(Goal(wording=text[:80]))
        case 7:
            vault.settings.set(Preferences(lock_minutes=number % 50 + 1))


SAVES = 24


def _saves(folder: Path, told: Told, synchronous: str = "EXTRA") -> None:
    vault = Vault.open(place(folder), PASSPHRASE, clock=ticking())
    vault._connection.run(f"PRAGMA synchronous = {synchronous}")
    for number in range(SAVES):
        before = state(vault._connection)
        try:
            _save(vault, number)
        except JournalError as problem:
            told.refused(problem)
            if state(vault._connection) == before:  # as the error says: look, then save again
                _save(vault, number)
        told.done(state(vault._connection))
    vault.close()


# Bringing a file of the first version to the present one


def _of_the_first_version(folder: Path) -> None:
    path = place(folder)
    path.parent.mkdir(mode=0o700)
    path.touch(mode=0o600)
    connection = Connection(path, derive_key(PASSPHRASE, os.urandom(SALT_BYTES)))
    with patch.object(schema, "_migrations", lambda only=schema._migrations()[:1]: only):
        schema.apply(connection)
    entries = Entries(connection, ticking())
    with connection.atomic():
        for number in range(30):
            one = entries.add(made(f"entry {number} calm breath " * 20, ratings=(Rating("tension", Moment.ONCE, 3),)))
            if number % 3 == 0:
                entries.edit(one.id, replace(one.content, topic=f"edit {number}"))
            if number % 4 == 3:
                entries.move_to_trash(one.id)
    connection.close()


def _open(folder: Path, told: Told) -> None:
    vault = Vault.open(place(folder), PASSPHRASE, clock=ticking())
    told.done(state(vault._connection))
    vault.close()


# Taking in the data of another journal


def _data(folder: Path) -> Path:
    return folder / "data.json"


def _beside_data(folder: Path) -> None:
    filled(folder)
    other = new_vault(folder / "other" / "journal.db", clock=ticking())
    for number in range(60):
        other.entries.add(made(f"from elsewhere {number} " * 30, tags=("elsewhere",)))
    _data(folder).write_bytes(b"".join(export_json(other, NOW)))
    other.close()


def _import(folder: Path, told: Told) -> None:
    vault = Vault.open(place(folder), PASSPHRASE, clock=ticking())
    take_data(vault, read_json(_data(folder).read_bytes()), dry=False)
    told.done(state(vault._connection))
    vault.close()


# Another passphrase

NEW_PASSPHRASE = "nine grey stones under the pier"


def _change_passphrase(folder: Path, told: Told) -> None:
    vault = Vault.open(place(folder), PASSPHRASE, clock=ticking())
    vault.change_passphrase(PASSPHRASE, NEW_PASSPHRASE)
    told.done(state(vault._connection))
    vault.close()


# Taking in another copy of the same journal


def _with_a_copy(folder: Path) -> None:
    filled(folder)
    shutil.copytree(place(folder).parent, folder / "other")
    for path in (place(folder), folder / "other" / "journal.db"):
        vault = Vault.open(path, PASSPHRASE, clock=ticking())
        for number in range(20):
            vault.entries.add(made(f"written in {path.parent.name} {number} " * 30))
        vault.close()


def _merge(folder: Path, told: Told) -> None:
    vault = Vault.open(place(folder), PASSPHRASE, clock=ticking())
    merge(vault, folder / "other" / "journal.db")
    told.done(state(vault._connection))
    vault.close()


OPERATIONS: dict[str, Operation] = {
    one.name: one
    for one in (
        Operation("creating", _nowhere, _create),
        Operation("saving", filled, _saves, tries_again=True),
        Operation("migration", _of_the_first_version, _open),
        Operation("import", _beside_data, _import),
        Operation("passphrase change", filled, _change_passphrase, passphrases=(PASSPHRASE, NEW_PASSPHRASE)),
        Operation("merge", _with_a_copy, _merge),
    )
}
# What loses what was saved when the power is cut, to show that this would be seen.
UNSAFE = Operation("saving unsafely", filled, partial(_saves, synchronous="NORMAL"))
