"""What is done to a journal as a whole, and what has to be true of it afterwards, however far it came.

An operation prepares a folder, works in it, and tells what it has done. The journal is at `FOLDER/vault/journal.db`.
"""

import datetime as dt
import hashlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from journal.errors import Damaged, JournalError, NoJournal, WrongPassphrase
from journal.model.dates import When
from journal.model.goal import Goal
from journal.model.sharing import Audience
from journal.vault.check import problems
from journal.vault.connection import Connection
from journal.vault.people import Person
from journal.vault.settings import Preferences
from journal.vault.summary_choices import LineChoice
from journal.vault.vault import Clock, Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.making import DAY, made

NOTHING = "no journal"
NEW_PASSPHRASE = "nine grey stones under the pier"


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
    also: Callable[[Path], str] | None = None  # what else there is, which has to be in order, as a part of the state
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


def examine(folder: Path, operation: Operation, *, swept: bool = False) -> str:
    """The state of the journal, which has to open as the program opens it, be sound, and have nothing beside it.

    One that was damaged before is to be as it was, until another is in its place; opening it can't sweep anything, so
    `swept` says whether something did.
    """
    path = place(folder)
    also = operation.also or (lambda _: "")
    try:
        passphrase = opens_with(path, operation.passphrases)
    except NoJournal:
        assert not path.exists()
        return NOTHING
    except Damaged:
        found = as_it_lies(path)
        swept_by_now = swept
    else:
        found = _examine_open(path, passphrase)
        swept_by_now = True
    found += also(folder)
    left = {file.name for file in path.parent.iterdir()} - {path.name} - operation.beside
    assert not (left and swept_by_now), f"left behind: {left}"
    return found


def _examine_open(path: Path, passphrase: str) -> str:
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
    return found


def as_it_lies(path: Path) -> str:
    """The state of a journal that can't be opened."""
    return f"damaged {hashlib.sha256(path.read_bytes()).hexdigest()}"


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
