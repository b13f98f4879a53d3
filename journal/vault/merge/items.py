"""Entries and records as two copies of a journal compare them: everything that the file has of one id."""

import heapq
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from journal.vault.choices import Choice
from journal.vault.connection import Connection, Row

ENTRY = "entry"

# Each source of rows in the order of ids, and what it is: the columns after the id are read in `_item`.
_FIELDS = "kind, date, time, zone, words, facts"
_SOURCES = (
    ("entry", f"SELECT id, version, updated, created, {_FIELDS}, came FROM entry ORDER BY id"),
    ("trash", f"SELECT id, version, updated, created, {_FIELDS}, came, deleted FROM trash ORDER BY id"),
    ("entry_version", f"SELECT id, version, updated, created, {_FIELDS} FROM entry_version ORDER BY id, version"),
    ("record", "SELECT id, version, updated, created, content, type, removed FROM record ORDER BY id"),
    ("record_version", "SELECT id, version, updated, content FROM record_version ORDER BY id, version"),
    ("sharing_choice", "SELECT id, over, chosen, sharing FROM sharing_choice ORDER BY id, over"),
    ("standing", "SELECT id, removed, returned FROM standing ORDER BY id"),
    ("purged", "SELECT id, purged FROM purged ORDER BY id"),
)


@dataclass(frozen=True)
class Version:
    """One version: its number, the instant at which it was saved, and its columns. `created` is '' for a record's."""

    number: int
    updated: str
    created: str
    fields: tuple[Any, ...]


@dataclass(frozen=True)
class Item:
    """An entry or a record, or what is left of one. `type` is ENTRY, that of the record, or '' where nothing is left.

    `versions` are in their order, the last one is the present one. `came` orders an entry within its minute, `created`
    is that of a record.
    """

    id: str
    type: str = ""
    versions: tuple[Version, ...] = ()
    came: str = ""
    created: str = ""
    removed: str | None = None
    returned: str | None = None
    purged: str | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether it is there, and not in the trash."""
        return bool(self.versions) and self.removed is None


def items(connection: Connection) -> Iterator[Item]:
    """Everything that a file has an id for, in the order of ids, one at a time."""
    streams = [_stream(connection, number) for number in range(len(_SOURCES))]
    for item_id, rows in itertools.groupby(heapq.merge(*streams, key=lambda row: row[:2]), key=lambda row: row[0]):
        yield _item(item_id, [(_SOURCES[number][0], row) for _, number, row in rows])


def _stream(connection: Connection, number: int) -> Iterator[tuple[str, int, Row]]:
    for row in connection.each(_SOURCES[number][1]):
        yield row[0], number, row[1:]


def _item(item_id: str, rows: list[tuple[str, Row]]) -> Item:
    found: dict[str, Any] = {}
    earlier: list[Version] = []
    choices: list[Choice] = []
    for table, row in rows:
        match table:
            case "entry" | "trash":
                found |= {"type": ENTRY, "came": row[9], "removed": row[10] if table == "trash" else None}
                present = Version(row[0], row[1], row[2], tuple(row[3:9]))
            case "record":
                found |= {"type": row[4], "created": row[2], "removed": row[5]}
                present = Version(row[0], row[1], "", (row[3],))
            case "entry_version":
                earlier.append(Version(row[0], row[1], row[2], tuple(row[3:9])))
            case "record_version":
                earlier.append(Version(row[0], row[1], "", (row[2],)))
            case "sharing_choice":
                choices.append((row[0], row[1], row[2]))
            case "standing":
                found["returned"] = row[1]
                found["removed"] = found.get("removed") or row[0]
            case "purged":
                found["purged"] = row[0]
    if "type" in found:
        found["versions"] = (*earlier, present)
    return Item(item_id, choices=tuple(choices), **found)
