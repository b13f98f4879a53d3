"""A whole copy of a journal in another file, which is checked before it counts."""

import os
from collections.abc import Callable
from pathlib import Path

from journal.errors import Damaged
from journal.vault.check import check
from journal.vault.connection import Connection
from journal.vault.key import Key

Progress = Callable[[int, int], None]  # pages done, pages in all


def write_copy(connection: Connection, place: Path, key: Key, progress: Progress | None = None) -> None:
    """Copies a journal into an empty file, which gets this key, then opens it again, checks it and compares it.

    Nothing of the journal may be changed by this connection meanwhile; what others save waits while it is read. When
    this returns, the copy is on the disk, opens with its key, and has the rows of every table. Raises Damaged where
    either isn't whole, and NotWritable; the file is then of no use.
    """
    with connection.snapshot():
        expected = contents(connection)  # from this first look on others wait, and the copy is of the same moment
        copy = Connection(place, key)
        try:
            connection.copy_to(copy, progress)
        finally:
            copy.close()
    copy = Connection(place, key)
    try:
        check(copy)
        if contents(copy) != expected:
            raise Damaged("What was copied is not what was read.", "Nothing was changed. Check the disk.")
    finally:
        copy.close()
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def contents(connection: Connection) -> dict[str, int]:
    """What a file holds, in figures: its kind and version, and the rows of every table."""
    tables = connection.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    counts = {name: (connection.row(f'SELECT count(*) FROM "{name}"') or (0,))[0] for (name,) in tables}
    for pragma in ("application_id", "user_version"):
        counts[f"PRAGMA {pragma}"] = (connection.row(f"PRAGMA {pragma}") or (0,))[0]
    return counts
