"""The other copy of a journal, opened without touching it: its bytes are copied beside ours, encrypted as they are."""

import contextlib
import shlex
from collections.abc import Iterator
from pathlib import Path

from journal.errors import BadInput, Damaged, JournalInUse, WrongPassphrase
from journal.vault import schema
from journal.vault.backup.rehearsing import read_through
from journal.vault.check import check
from journal.vault.connection import Connection
from journal.vault.files import file_errors, read_salt, refuse_damaged
from journal.vault.key import Key, derive_key
from journal.vault.page import sample
from journal.vault.raw_copy import copy_raw
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
    # What a save that was cut short left is beside the file itself, and so is what an ended merge left of its copy.
    other, mine = other.resolve(), ours.path.resolve()
    ours.check_place()
    with file_errors(mine):
        if other.samefile(mine):
            raise BadInput(f"{other} is the journal itself.", "Name another copy of it.")
    key = _key(ours.key, salt, passphrase)
    if key is None:
        raise _refused(other)
    with file_errors(other):
        _refuse_uncopied(other, key)
    with file_errors(mine), unfinished(mine) as place:
        with file_errors(other):
            _copy(other, place)
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
                raise _damaged(other) from None
            _refuse_foreign(ours, theirs, other)
            yield theirs
        finally:
            theirs.close()


def _key(ours: Key, salt: bytes, passphrase: str | None) -> Key | None:
    if passphrase is not None:
        return derive_key(passphrase, salt)
    return ours if ours.salt == salt else None


def _refuse_uncopied(other: Path, key: Key) -> None:
    """Refuses what a look at a few pages tells enough of, before all of it is copied."""
    before = _state(other)
    found = sample(other, key)
    if not found.opens:
        refuse_damaged(other, key)
        raise _refused(other)
    # What a save that was cut short left mends some damage, and what is being written may look damaged.
    if not found.is_whole and 1 not in found.damaged and before[1] is None and _state(other) == before:
        raise _damaged(other)


def _damaged(other: Path) -> Damaged:
    return Damaged(f"{other} is damaged, or was changed by another program.", _UNREADABLE)


def _refused(other: Path) -> WrongPassphrase:
    return WrongPassphrase(
        f"The passphrase of this journal does not open {other}.",
        "Type the passphrase that the other copy had. Nothing was changed.",
    )


def _refuse_foreign(ours: Connection, theirs: Connection, other: Path) -> None:
    if ours.row("SELECT id FROM journal") != theirs.row("SELECT id FROM journal"):
        name = shlex.quote(str(other))
        raise BadInput(
            f"{other} is another journal, not a copy of this one, so they can't be merged.",
            f"To take in what it has: journal --file {name} export data, then journal import on that file.",
        )


def _copy(other: Path, place: Path) -> None:
    for _ in range(_TIMES):
        before = _state(other)
        undoes = place.with_name(place.name + _UNDOES)
        undoes.unlink(missing_ok=True)
        with contextlib.suppress(FileNotFoundError):
            copy_raw(other.with_name(other.name + _UNDOES), undoes)
        copy_raw(other, place)
        if _state(other) == before:
            return
    raise JournalInUse(
        f"Another program is writing to {other}.", "Close it there, or wait until it is synchronised, and try again."
    )


def _state(other: Path) -> _State:
    return tuple(_times(place) for place in (other, other.with_name(other.name + _UNDOES)))


def _times(place: Path) -> tuple[int, int, int] | None:
    try:
        found = place.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
