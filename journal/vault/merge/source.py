"""The other copy of a journal, opened without touching it: its bytes are copied beside ours, encrypted as they are."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from journal.errors import BadInput, Damaged, JournalInUse, WrongPassphrase
from journal.vault import schema
from journal.vault.backup.rehearsing import read_through
from journal.vault.check import check
from journal.vault.connection import Connection
from journal.vault.files import file_errors, read_salt, refuse_damaged
from journal.vault.key import Key, derive_key
from journal.vault.unfinished import unfinished

_TIMES = 3  # that a file which changes while it is read is read again
_UNDOES = "-journal"  # ends the name of the file that undoes a save which was cut short

_UNREADABLE = "Nothing of it was taken in. What can be read of it is saved by: journal --file FILE doctor --salvage"
_State = tuple[tuple[int, int, int] | None, ...]


@contextlib.contextmanager
def opened_copy(ours: Connection, other: Path, passphrase: str | None) -> Iterator[Connection]:
    """A copy of the other file, whole and in our schema, for as long as the block lasts.

    Without a passphrase it is opened with the key of ours, which opens every copy made since the passphrase was
    chosen. Raises WrongPassphrase, Damaged, NoJournal, NewerVersion, JournalInUse, NotWritable, and BadInput for ours.
    """
    salt = read_salt(other)
    other = other.resolve()  # what a save that was cut short left is beside the file itself
    ours.check_place()
    with file_errors(ours.path):
        if other.samefile(ours.path):
            raise BadInput(f"{other} is the journal itself.", "Name another copy of it.")
    with file_errors(ours.path), unfinished(ours.path) as place:
        with file_errors(other):
            _copy(other, place)
        key = _key(ours.key, salt, passphrase)
        if key is None:
            raise _refused(other)
        try:
            theirs = Connection(place, key)
        except WrongPassphrase:
            refuse_damaged(other, key)
            raise _refused(other) from None
        try:
            try:
                schema.check(theirs)
                check(theirs)
                if schema.is_behind(theirs):
                    schema.apply(theirs)
                read_through(other, key, Connection(place, key))
            except Damaged:
                raise Damaged(f"{other} is damaged, or was changed by another program.", _UNREADABLE) from None
            _refuse_foreign(ours, theirs, other)
            yield theirs
        finally:
            theirs.close()


def _key(ours: Key, salt: bytes, passphrase: str | None) -> Key | None:
    if passphrase is not None:
        return derive_key(passphrase, salt)
    return ours if ours.salt == salt else None


def _refused(other: Path) -> WrongPassphrase:
    return WrongPassphrase(
        f"The passphrase of this journal does not open {other}.",
        "Type the passphrase that the other copy had. Nothing was changed.",
    )


def _refuse_foreign(ours: Connection, theirs: Connection, other: Path) -> None:
    if ours.row("SELECT id FROM journal") != theirs.row("SELECT id FROM journal"):
        raise BadInput(
            f"{other} is another journal, not a copy of this one, so they can't be merged.",
            f"To take in what it has: journal --file '{other}' export data, then journal import on that file.",
        )


def _copy(other: Path, place: Path) -> None:
    for _ in range(_TIMES):
        before = _state(other)
        undoes = place.with_name(place.name + _UNDOES)
        undoes.unlink(missing_ok=True)
        with contextlib.suppress(FileNotFoundError):
            _write(other.with_name(other.name + _UNDOES), undoes)
        _write(other, place)
        if _state(other) == before:
            return
    raise JournalInUse(
        f"Another program is writing to {other}.", "Close it there, or wait until it is synchronised, and try again."
    )


def _write(source: Path, place: Path) -> None:
    with source.open("rb") as read, os.fdopen(os.open(place, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as to:
        shutil.copyfileobj(read, to, 1 << 20)


def _state(other: Path) -> _State:
    return tuple(_times(place) for place in (other, other.with_name(other.name + _UNDOES)))


def _times(place: Path) -> tuple[int, int, int] | None:
    try:
        found = place.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
