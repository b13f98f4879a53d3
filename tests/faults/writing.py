"""What writes to a journal: creating, saving, bringing it up to date, and taking in data or another copy."""

import os
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path
from unittest.mock import patch

from journal.errors import JournalError
from journal.model.goal import Goal
from journal.model.rating import Moment, Rating
from journal.transfer.data import export_json
from journal.transfer.incoming.taking import take_data
from journal.transfer.reading import read_json
from journal.vault import schema
from journal.vault.connection import Connection
from journal.vault.key import SALT_BYTES, derive_key
from journal.vault.merge.merging import merge
from journal.vault.settings import Preferences
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.faults.operation import Operation, Told, filled, place, state, ticking
from tests.journals import new_vault
from tests.making import made
from tests.vault.test_migration import copy_to_first

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
    present = new_vault(folder / "present" / "journal.db", clock=ticking())
    entries = present.entries
    for number in range(30):
        one = entries.add(made(f"entry {number} calm breath " * 20, ratings=(Rating("tension", Moment.ONCE, 3),)))
        if number % 3 == 0:
            entries.edit(one.id, replace(one.content, topic=f"edit {number}"))
        if number % 4 == 3:
            entries.move_to_trash(one.id)
    with connection.atomic():
        copy_to_first(present._connection, connection)
    present.close()
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


WRITING = (
    Operation("creating", _nowhere, _create),
    Operation("saving", filled, _saves, tries_again=True),
    Operation("migration", _of_the_first_version, _open),
    Operation("import", _beside_data, _import),
    Operation("merge", _with_a_copy, _merge),
)
# What loses what was saved when the power is cut, to show that this would be seen.
UNSAFE = Operation("saving unsafely", filled, partial(_saves, synchronous="NORMAL"))
