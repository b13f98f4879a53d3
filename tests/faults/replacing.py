"""What puts a whole file in a place: another passphrase, the recovery sheet, backups, restoring and salvage."""

import datetime as dt
import os
import signal
from functools import partial
from pathlib import Path

from journal.errors import NotWritable
from journal.vault.backup import making, places
from journal.vault.backup.making import Closing
from journal.vault.backup.rehearsing import rehearse
from journal.vault.backup.restoring import restore
from journal.vault.check import problems
from journal.vault.key import SALT_BYTES, derive_key
from journal.vault.page import PAGE_BYTES
from journal.vault.recovery import key_for
from journal.vault.salvage import salvage
from journal.vault.settings import Preferences
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.faults.operation import NEW_PASSPHRASE, Operation, Told, as_it_lies, filled, place, state, ticking
from tests.making import made

# Another passphrase


def _change_passphrase(folder: Path, told: Told) -> None:
    vault = Vault.open(place(folder), PASSPHRASE, clock=ticking())
    vault.change_passphrase(PASSPHRASE, NEW_PASSPHRASE)
    told.done(state(vault._connection))
    vault.close()


# The recovery sheet


def _with_a_sheet(folder: Path) -> None:
    filled(folder)
    vault = Vault.open(place(folder), PASSPHRASE)
    (folder / "words").write_text(" ".join(vault.recovery_sheet(PASSPHRASE).words))
    vault.close()


def _recover(folder: Path, told: Told) -> None:
    key = key_for(place(folder), (folder / "words").read_text())
    vault = Vault.open_with_key(place(folder), key, clock=ticking())
    vault.change_passphrase(key, NEW_PASSPHRASE)
    told.done(state(vault._connection))
    vault.close()


# Backups

BACKUPS = "journal-backups"
_BEFORE = 5  # backups, of the days before


def _backups(folder: Path, least: int = 0, old: str = PASSPHRASE, *, swept: bool = True) -> str:
    """How many backups there are of today, each of which is whole, as are all that were kept before."""
    path = place(folder)
    made = places.backups_of(path)
    for one in made:
        rehearse(one.place, old if one.replaced else PASSPHRASE, near=path)
    assert sum(not one.replaced for one in made) >= least
    ours = {one.place.name for one in made}
    inside = path.parent / BACKUPS
    left = {file.name for file in inside.iterdir()} - ours if inside.is_dir() else set()
    left -= {f"{one.place.name}-journal" for one in made if one.replaced}
    assert not (left and swept), f"left among the backups: {left}"
    return f", {sum(not one.replaced and one.made.date() == NOW.date() for one in made)} backups"


def _back_up(folder: Path, told: Told) -> None:
    vault = Vault.open(place(folder), PASSPHRASE, clock=ticking())
    making.create(vault)
    found = state(vault._connection)
    vault.close()
    told.done(found + _backups(folder, swept=False))


def _back_up_before(folder: Path, days: int) -> None:
    vault = Vault.open(place(folder), PASSPHRASE, clock=lambda: NOW - dt.timedelta(days=days))
    making.create(vault)
    vault.close()


def _with_backups(folder: Path) -> None:
    filled(folder)
    for days in range(_BEFORE, 0, -1):
        _back_up_before(folder, days)
    vault = Vault.open(place(folder), PASSPHRASE, clock=ticking())
    vault.settings.set(Preferences(backups=3))
    vault.close()


def _close(folder: Path, told: Told) -> None:
    vault = Vault.open(place(folder), PASSPHRASE, clock=ticking())
    problem = making.create_on_closing(vault, Closing.QUIT)
    found = state(vault._connection)
    vault.close()
    if problem:
        told.refused(NotWritable(problem, "The journal is whole."))
    else:
        told.done(found + _backups(folder, least=3, swept=False))


# Restoring


def _with_a_backup(folder: Path, new: str = NEW_PASSPHRASE) -> None:
    """A backup, after which the passphrase was changed, and something was written."""
    filled(folder)
    vault = Vault.open(place(folder), PASSPHRASE, clock=lambda: NOW - dt.timedelta(days=1))
    making.create(vault)
    vault.change_passphrase(PASSPHRASE, new)
    vault.entries.add(made("written since"))
    vault.close()


def _with_half_a_save(folder: Path) -> None:
    """The same, and a process was killed when half of its changes were in the file."""
    _with_a_backup(folder)
    if not (child := os.fork()):
        vault = Vault.open(place(folder), NEW_PASSPHRASE, clock=ticking())
        vault._connection.run("PRAGMA cache_size = 10")
        with vault.atomic():
            for entry in list(vault.entries.each()):
                vault.entries.edit(entry.id, made("never saved " * 500))
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert place(folder).with_name("journal.db-journal").stat().st_size > 10 * PAGE_BYTES


def _spoil(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(100)
        file.write(bytes(PAGE_BYTES))


def _with_a_backup_and_damage(folder: Path) -> None:
    _with_a_backup(folder, PASSPHRASE)
    _spoil(place(folder))


def _kept(folder: Path) -> str:
    """The backup and what was replaced are whole."""
    _backups(folder, least=1, old=NEW_PASSPHRASE)
    return ""


def _kept_as_it_lay(folder: Path) -> str:
    replaced = [one for one in places.backups_of(place(folder)) if one.replaced]
    assert len({as_it_lies(one.place) for one in replaced}) <= 1
    return ""


def _restore(folder: Path, told: Told) -> None:
    path = place(folder)
    (backup,) = (one for one in places.backups_of(path) if not one.replaced)
    restore(path, rehearse(backup.place, PASSPHRASE, near=path), now=NOW)
    vault = Vault.open(path, PASSPHRASE, clock=ticking())
    told.done(state(vault._connection))
    vault.close()


# Salvage

_SALVAGED = "salvaged.db"


def _spoilt(folder: Path) -> None:
    filled(folder)
    _spoil(place(folder))


def _saved(folder: Path) -> str:
    path = place(folder).with_name(_SALVAGED)
    if not path.exists():
        return ""
    vault = Vault.open(path, NEW_PASSPHRASE)
    try:
        assert problems(vault._connection) == ()
        return f", and {vault.entries.count()} entries in a new one"
    finally:
        vault.close()


def _salvage(folder: Path, told: Told) -> None:
    path = place(folder)
    before = as_it_lies(path)
    key = derive_key(PASSPHRASE, path.read_bytes()[:SALT_BYTES])
    salvage(path, key, path.with_name(_SALVAGED), NEW_PASSPHRASE)
    told.done(before + _saved(folder))


_WITH_BACKUPS = frozenset({BACKUPS})
_CHANGE = (PASSPHRASE, NEW_PASSPHRASE)
_RESTORE = (NEW_PASSPHRASE, PASSPHRASE)

REPLACING = (
    Operation("passphrase change", filled, _change_passphrase, _CHANGE),
    Operation("recovery", _with_a_sheet, _recover, _CHANGE),
    Operation("backup", filled, _back_up, also=_backups, beside=_WITH_BACKUPS),
    Operation("backup on closing", _with_backups, _close, also=partial(_backups, least=3), beside=_WITH_BACKUPS),
    Operation("restore", _with_a_backup, _restore, _RESTORE, also=_kept, beside=_WITH_BACKUPS),
    Operation("restore over half a save", _with_half_a_save, _restore, _RESTORE, also=_kept, beside=_WITH_BACKUPS),
    Operation("restore over damage", _with_a_backup_and_damage, _restore, also=_kept_as_it_lay, beside=_WITH_BACKUPS),
    Operation("salvage", _spoilt, _salvage, also=_saved, beside=frozenset({_SALVAGED})),
)
