"""Making a backup: on demand, and when a journal is closed after a change."""

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from journal.errors import BadInput, JournalError, NotWritable
from journal.safety.signals import held
from journal.vault.backup.places import (
    Backup,
    backups_in,
    discard,
    folders_of,
    folders_there,
    is_current,
    is_there,
    make_private,
    name_of,
    salt_of,
    seen,
    surplus,
)
from journal.vault.copying import Progress
from journal.vault.files import file_errors, put_in_place
from journal.vault.stopping import Stopped, stoppable
from journal.vault.unfinished import sweep, unfinished
from journal.vault.vault import Vault

QUICK_BYTES = 64_000_000  # of a journal that is copied and checked within about two seconds
LAGS = dt.timedelta(days=1)
_HINT = "The journal is whole. Make some room, or choose another folder for backups in the settings."


class Closing(Enum):
    """How a journal is closed."""

    LOCK = "lock"
    QUIT = "quit"
    COMMAND = "command"  # the end of a command in a shell
    NOW = "now"  # not yet: another copy is about to be taken in, or older backups don't open with the passphrase


@dataclass(frozen=True)
class Made:
    """A backup that was made, how many older ones were removed, and why it isn't where it was to be, or ""."""

    place: Path
    removed: int
    elsewhere: str = ""


def create(vault: Vault, progress: Progress | None = None) -> Made:
    """Makes a backup of an open journal, verifies it, and then removes those that are no longer kept.

    It is in the folder that was chosen in the settings; where none was, or nothing can be written there, it is beside
    the journal. Raises NotWritable, Damaged and JournalInUse; nothing is left of it then, and no other is removed.
    """
    preferences = vault.settings.get()
    *chosen, beside = folders_of(vault.path, preferences.backup_folder)
    why = ""
    for folder in chosen:
        if not is_there(preferences.backup_folder):
            why = f"The folder for backups, {folder.parent}, is not there now; this one is beside the journal."
            continue
        try:
            return _create(vault, folder, preferences.backups, progress)
        except NotWritable as error:
            why = f"{error.message.removeprefix(_NOT_MADE)} This backup is beside the journal."
    made = _create(vault, beside, preferences.backups, progress)
    return Made(made.place, made.removed, why)


def create_on_closing(vault: Vault, closing: Closing, stopped: Callable[[], bool] = lambda: False) -> str:
    """Makes a backup of a journal that is about to be closed, if it was changed and this is the time.

    Returns what there is to tell, or "". A command makes one a day at most, for a backup takes longer than most of
    them; so does quitting, and locking makes none, where a journal is so large that one would notice. It is given up
    once `stopped` says so. Raises nothing of what can go wrong with it.
    """
    try:
        for folder in folders_there(vault.path, vault.settings.get().backup_folder):
            sweep(folder / vault.path.resolve().name)
        # What another file has replaced, as a restore does, must never pass for a copy of that.
        if not vault.is_in_place or not _is_time(vault, closing):
            return ""
        with stoppable(stopped):
            return create(vault).elsewhere
    except Stopped:
        return ""
    except JournalError as error:
        return f"{_NOT_MADE}{error.message.removeprefix(_NOT_MADE)} {error.hint}".rstrip()


def lag(path: Path, chosen: str, since: float) -> str:
    """What there is to tell of a journal whose changes have been in no backup for more than a day, or "".

    `since` is when it was changed last, in seconds since 1970.
    """
    there = seen(path, chosen)
    try:
        backups = _latest_first(one for one in there.backups if one.salt == salt_of(path))
        if is_current(path, backups):
            return ""
    except OSError as error:
        return f"Whether there is a backup can't be told: {(error.strerror or 'the file').lower()}. {_CHECK}"
    if there.trouble is not None:
        return f"Whether there is a backup can't be told. {there.trouble.message} {_CHECK}"
    changed = dt.datetime.fromtimestamp(since, dt.UTC)
    late = "What was changed since is in no backup yet. Closing the journal makes one."
    if backups and changed - backups[0].made > LAGS:
        return f"The latest backup is of {backups[0].made.astimezone():%Y-%m-%d}. {late}"
    if not backups and dt.datetime.now(dt.UTC) - changed > LAGS:
        return "There is no backup of this journal yet. Closing it after a change makes one."
    return ""


_NOT_MADE = "No backup was made. "
_CHECK = "Check the disk that the backups are on, or choose another folder in the settings (F10)."


def _latest_first(backups: Iterable[Backup]) -> tuple[Backup, ...]:
    return tuple(sorted((one for one in backups if not one.replaced), key=lambda one: one.made, reverse=True))


def _is_time(vault: Vault, closing: Closing) -> bool:
    with file_errors(vault.path):
        # A folder that can't be looked into has none; nothing can be made there either, so it is made elsewhere.
        backups = _latest_first(seen(vault.path, vault.settings.get().backup_folder).backups)
        if is_current(vault.path, backups):
            return False
        if closing is Closing.NOW:
            return True
        if closing is not Closing.COMMAND and vault.path.stat().st_size <= QUICK_BYTES:
            return True
        mine, today = salt_of(vault.path), vault.clock().astimezone(dt.UTC).date()
        return closing is not Closing.LOCK and not any(one.made.date() == today and one.salt == mine for one in backups)


def _create(vault: Vault, folder: Path, generations: int, progress: Progress | None) -> Made:
    base = folder / vault.path.resolve().name
    try:
        with file_errors(folder):
            make_private(folder)
            sweep(base)
            with unfinished(base) as temporary:
                place, instant = _make(vault, temporary, folder, progress)
    except NotWritable as error:
        message = error.message.replace(f".{base.name}.new-", "").strip()
        raise NotWritable(f"{_NOT_MADE}{message}", _HINT) from None
    return Made(place, _prune(vault, folder, place, instant, generations))


def _make(vault: Vault, temporary: Path, folder: Path, progress: Progress | None) -> tuple[Path, dt.datetime]:
    # Looked at before the copy is begun: what is saved meanwhile makes another backup necessary rather than none.
    changed = vault.path.stat().st_mtime_ns
    try:
        vault.write_copy(temporary, progress)
    except NotWritable as error:
        raise NotWritable(error.message.replace(str(temporary), str(folder))) from None
    os.utime(temporary, ns=(changed, changed))
    instant = vault.clock()
    with held():
        while True:
            while os.path.lexists(place := folder / name_of(vault.path, instant)):
                instant += dt.timedelta(seconds=1)
            with contextlib.suppress(BadInput):  # another program took the name at this moment
                put_in_place(temporary, place)
                return place, instant


def _prune(vault: Vault, folder: Path, made: Path, instant: dt.datetime, generations: int) -> int:
    """Removes those that are no longer kept; what can't be removed now is tried again with the next one."""
    mine = salt_of(vault.path)
    every = [one for one in backups_in(folder, vault.path) if one.salt == mine]
    removed = 0
    for one in surplus(every, generations, max(vault.clock(), instant)):
        if one.place != made:
            try:
                discard(one)
            except NotWritable:
                continue
            removed += 1
    return removed
