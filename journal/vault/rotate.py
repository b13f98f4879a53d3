"""Another passphrase for a journal: all of it is copied into a new file with a new key, which then takes its place.

The old file is only read until the new one was opened with the new passphrase as it was typed.
"""

import math
import os
from dataclasses import dataclass
from pathlib import Path

from journal.errors import JournalError, NotWritable
from journal.safety.signals import held
from journal.vault.connection import Connection
from journal.vault.copying import Progress, write_copy
from journal.vault.files import SIDE_FILES, file_errors, is_confirmed, read_salt, require_room
from journal.vault.key import SALT_BYTES, Key, derive_key
from journal.vault.unfinished import unfinished

STILL_OPEN = "Backups and other copies of the file that are older still open with the old passphrase."
SHEET_IS_VOID = "A recovery sheet that was made before is void now."

_ROOM = 2.2  # of the file's size: the new file, what is written beside it meanwhile, and some to spare
_NOT_CHANGED = "The passphrase was not changed."
_CHANGED = "The passphrase was changed, but the disk reported an error right after."
_CHANGED_HINT = "Keep the old one too until the journal has opened with the new one after a restart of the machine."


@dataclass
class _Step:
    """Whether the new file has taken the place of the old one by now."""

    is_taken: bool = False


def rotate(connection: Connection, key: Key, passphrase: str, progress: Progress | None = None) -> None:
    """Gives the journal of a connection a new key, made of this passphrase and a new salt.

    `key` is the one it has now. No other program may have it open. When this returns, the connection is one to the new
    file, which was opened with the passphrase and compared. Raises WrongPassphrase where the key is another, Damaged,
    JournalInUse and NotWritable; the journal is then as it was, except where the message says otherwise.
    """
    place = connection.path.resolve()  # a link stays, and what it leads to is replaced
    step = _Step()
    try:
        new, confirmed = _replaced(connection, place, key, passphrase, progress, step)
    except JournalError as error:
        if step.is_taken:  # what went wrong came right after
            raise NotWritable(_CHANGED, _CHANGED_HINT) from None
        error.hint = f"{_NOT_CHANGED} {error.hint}".rstrip()
        raise
    try:
        connection.reopen(new)
    except JournalError as error:
        raise NotWritable(
            f"The passphrase was changed. {error.message}", "Close the journal, and open it with the new passphrase."
        ) from None
    if not confirmed:
        raise NotWritable(_CHANGED, _CHANGED_HINT)


def _replaced(
    connection: Connection, place: Path, key: Key, passphrase: str, progress: Progress | None, step: _Step
) -> tuple[Key, bool]:
    """The new key of the file, and whether the disk confirmed that it has its place."""
    # Who is in a transaction that writes can't be copied from, so one connection keeps others from writing, and another
    # one reads.
    with file_errors(place), connection.atomic():
        source = Connection(place, key)
        try:
            require_room(place.parent, math.ceil(place.stat().st_size * _ROOM))
            with unfinished(place) as made:
                write_copy(source, made, derive_key(passphrase, os.urandom(SALT_BYTES)), progress)
                new = _reopened(made, passphrase)
                _keep_owner(made, place)
                with held():
                    connection.check_place()
                    _take_place(made, place)
                    step.is_taken = True
                    return new, is_confirmed(place.parent)
        finally:
            source.close()


def _reopened(made: Path, passphrase: str) -> Key:
    """The key that the passphrase makes with the salt that is in the file now, after it has opened the file."""
    key = derive_key(passphrase, read_salt(made))
    Connection(made, key).close()
    return key


def _keep_owner(made: Path, place: Path) -> None:
    # Somebody who was given the rights of another user for this must not lock the owner out.
    before, now = place.stat(), made.stat()
    if os.name == "posix" and before.st_uid != now.st_uid:
        os.chown(made, before.st_uid, before.st_gid)


def _take_place(made: Path, place: Path) -> None:
    # A rollback journal that is still there undoes nothing, for then the old file would have been mended with it on
    # opening. It must not come to lie beside the new file all the same.
    for ending in SIDE_FILES:
        place.with_name(place.name + ending).unlink(missing_ok=True)
    made.replace(place)
