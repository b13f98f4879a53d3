"""The rehearsal of a restore: a backup is opened, checked and read to its end, and nothing is written to it."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from journal.errors import BadInput, Damaged, NewerVersion, NoJournal, WrongPassphrase
from journal.model.records import CONTENTS
from journal.vault import schema
from journal.vault.check import check
from journal.vault.connection import Connection
from journal.vault.files import SIDE_FILES, file_errors, read_salt, refuse_damaged
from journal.vault.key import Key, derive_key
from journal.vault.raw_copy import copy_raw
from journal.vault.unfinished import unfinished
from journal.vault.vault import Vault, utc_now

_ANOTHER = "Keep it as it is, and use another one: journal backup list shows them."


@dataclass(frozen=True)
class Rehearsed:
    """What was read in a backup, in figures, and the key that opens it.

    `earlier` counts the earlier versions of entries and records, `removed` what is in the trash, and `latest` is when
    something in it was saved last.
    """

    place: Path
    key: Key
    entries: int
    earlier: int
    removed: int
    records: int
    drafts: int
    people: int
    latest: dt.datetime | None

    def told(self) -> str:
        """What it holds, in a sentence."""
        parts = (
            _counted(self.entries, "entry", "entries"),
            _counted(self.records, "other record"),
            _counted(self.earlier, "earlier version"),
            _counted(self.drafts, "draft"),
            f"{self.removed:,} in the trash",
        )
        last = f", last saved {self.latest.astimezone():%Y-%m-%d %H:%M}" if self.latest else ""
        return f"It has {', '.join(parts)}{last}."


def rehearse(place: Path, secret: str | Key, *, near: Path) -> Rehearsed:
    """Opens a backup, checks the file, and reads everything in it as the program does.

    `secret` is its passphrase or its key. What has to be changed for that, as in a backup of an earlier version, is
    changed in an encrypted copy beside the file `near`, which is gone afterwards. Raises NoJournal, WrongPassphrase,
    Damaged, NewerVersion, JournalInUse and NotWritable, each with what to do.
    """
    place = place.resolve()  # what a save that was cut short left is beside the file itself
    key = _key(place, secret)
    with opened(place, key, near=near) as connection, _explained(place):
        check(connection)
        with contextlib.ExitStack() as until_read:
            if schema.is_behind(connection):
                connection = until_read.enter_context(_newest(place, key, near))
            return _read(place, key, connection)


@contextlib.contextmanager
def opened(place: Path, key: Key, *, near: Path) -> Iterator[Connection]:
    """A connection to a backup of any version up to ours, in which nothing is written. Raises what `rehearse` does."""
    with contextlib.ExitStack() as stack:
        if any(_beside(place, ending).exists() for ending in SIDE_FILES):
            # Opening it would end what was begun in it, and so write to it.
            file = stack.enter_context(_copied(place, near))
        else:
            file = place
        with _explained(place, key):
            connection = Connection(file, key)
        stack.callback(connection.close)
        with _explained(place):
            schema.check(connection)
            connection.read_only()
        yield connection


def salt_at(place: Path) -> bytes:
    """The salt of a backup. Raises NoJournal for what can't be one, and NotWritable; it needs no passphrase."""
    try:
        return read_salt(place)
    except NoJournal as error:
        hint = _ANOTHER if place.is_file() else "journal backup list shows those that there are."
        raise NoJournal(error.message.replace("no journal at", "no backup at"), hint) from None


def _key(place: Path, secret: str | Key) -> Key:
    salt = salt_at(place)
    return derive_key(secret, salt) if isinstance(secret, str) else secret


@contextlib.contextmanager
def _newest(place: Path, key: Key, near: Path) -> Iterator[Connection]:
    with _copied(place, near) as copy:
        connection = Connection(copy, key)
        try:
            schema.apply(connection)
            yield connection
        finally:
            connection.close()


@contextlib.contextmanager
def _copied(place: Path, near: Path) -> Iterator[Path]:
    """The bytes of a backup and of what is beside it, in a file that may be written to."""
    near = near.resolve()  # what is left of a copy is looked for beside the file itself
    with file_errors(near.parent), unfinished(near if near.parent.is_dir() else place) as copy:
        for ending in ("", *SIDE_FILES):
            if _beside(place, ending).exists():
                copy_raw(_beside(place, ending), _beside(copy, ending))
        yield copy


def _beside(place: Path, ending: str) -> Path:
    return place.with_name(place.name + ending)


@contextlib.contextmanager
def _explained(place: Path, key: Key | None = None) -> Iterator[None]:
    """Errors in the block, as those of this backup."""
    try:
        yield
    except WrongPassphrase:
        with _explained(place):
            if key is not None:
                refuse_damaged(place, key)
        raise WrongPassphrase(
            "That passphrase does not open this backup.",
            "A backup opens with the passphrase that the journal had when it was made.",
        ) from None
    except Damaged:
        raise Damaged(f"{place} is damaged, so it can't be relied on.", _ANOTHER) from None
    except NewerVersion:
        raise NewerVersion(
            f"{place} was made by a newer version of journal.", "Install that version to use it. Nothing was changed."
        ) from None
    except NoJournal:
        raise NoJournal(f"{place} is encrypted, but it is not a journal.", _ANOTHER) from None
    except (BadInput, ValueError, KeyError, TypeError, AttributeError, msgspec.MsgspecError):
        raise Damaged(f"Something in {place} can't be read, although the file is whole.", _ANOTHER) from None


def read_through(place: Path, key: Key, connection: Connection) -> Rehearsed:
    """Reads everything in a file of our version, called by this name in errors, and closes its connection.

    Raises Damaged where something in it is not what any version of the program writes.
    """
    with _explained(place):
        return _read(place, key, connection)


def _read(place: Path, key: Key, connection: Connection) -> Rehearsed:
    vault = Vault(connection, utc_now)
    try:
        with vault.snapshot():
            return _read_all(place, key, vault)
    finally:
        vault.close()


def _read_all(place: Path, key: Key, vault: Vault) -> Rehearsed:
    entries = earlier = records = 0
    latest: dt.datetime | None = None
    trash, record_trash, drafts = vault.entries.trash(), vault.record_trash.list(), vault.drafts.list()
    for entry in vault.entries.each():
        entries += 1
        latest = max(latest or entry.updated, entry.updated)
        if entry.version > 1:
            earlier += len(vault.entries.history(entry.id))
    earlier += sum(len(vault.entries.history(one.entry.id)) for one in trash if one.entry.version > 1)
    for kind in CONTENTS:
        of_kind = vault.records_of(kind)
        for record in of_kind.each():
            records += 1
            latest = max(latest or record.updated, record.updated)
            earlier += len(of_kind.earlier(record))
    for removed in record_trash:
        earlier += len(vault.records_of(type(removed.record.content)).earlier(removed.record))
    vault.settings.get()
    vault.summary_choices.list()
    people = vault.people.list()
    if vault.entries.count() != entries:
        raise Damaged("What was counted is not what was read.")
    return Rehearsed(
        place, key, entries, earlier, len(trash) + len(record_trash), records, len(drafts), len(people), latest
    )


def _counted(number: int, one: str, several: str = "") -> str:
    return f"{number:,} {one if number == 1 else several or one + 's'}"
