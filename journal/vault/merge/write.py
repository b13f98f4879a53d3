"""Puts what two copies make together into the file, with the search index, each entry at its place in its minute."""

import datetime as dt
from collections.abc import Iterable

from journal.model.dates import When
from journal.vault.connection import Connection, Row
from journal.vault.entry_rows import EntryRows
from journal.vault.merge.items import ENTRY, Item, Version
from journal.vault.position import TIES, position_of
from journal.vault.rows import COLUMNS

_Words = tuple[int, str, str]  # the position of an entry, and its words and facts as they are written

_WORDS = COLUMNS.split(", ").index("words")
_TIMES = 20  # as long as indexing an entry takes it to forget one so that nothing of it stays in the file
_MARKS = ", ".join("?" * len(COLUMNS.split(",")))


class ItemWriter:
    """Writes what a merge makes of items.

    The search index is told of it at the end, in the order of places. It writes down what it has gathered whenever a
    place comes before the last one, and whenever an entry is put or removed, and that takes ten times as long as all
    the rest.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows = EntryRows(connection)
        self._arrivals: dict[int, list[tuple[str, str, Row]]] = {}
        self._lifted: list[_Words] = []
        self._put: list[_Words] = []

    def write(self, changes: Iterable[tuple[Item | None, Item]]) -> None:
        """Puts each item in the place of what the file has of it."""
        for before, item in changes:
            if before is not None:
                self._erase(before)
            self._write(item)
        for low, arrivals in self._arrivals.items():
            self._place(low, arrivals)
        self._tell_index()

    def _tell_index(self) -> None:
        (entries,) = self._connection.row("SELECT count(*) FROM entry") or (0,)
        if len(self._lifted) * _TIMES > entries:
            self._rows.index_anew()
            return
        told = [(*one, self._rows.forget) for one in self._lifted] + [(*one, self._rows.index) for one in self._put]
        for position, words, facts, tell in sorted(told, key=lambda one: one[0]):  # what is forgotten stays before
            tell(position, words, facts)

    def _write(self, item: Item) -> None:
        run = self._connection.run
        if item.purged is not None:
            run("INSERT INTO purged (id, purged) VALUES (?, ?)", (item.id, item.purged))
        removed = None if item.versions else item.removed
        if removed is not None or item.returned is not None:
            run("INSERT INTO standing (id, removed, returned) VALUES (?, ?, ?)", (item.id, removed, item.returned))
        for choice in item.choices:
            run("INSERT INTO sharing_choice (id, over, chosen, sharing) VALUES (?, ?, ?, ?)", (item.id, *choice))
        if item.versions and item.type == ENTRY:
            self._write_entry(item)
        elif item.versions:
            self._write_record(item)

    def _erase(self, item: Item) -> None:
        run = self._connection.run
        if item.type == ENTRY and item.is_live:
            self._lift(item.id)
        tables = ["standing", "purged", "sharing_choice"]
        if item.versions:
            tables += ["trash", "entry_version"] if item.type == ENTRY else ["record", "record_version"]
        for table in tables:
            run(f"DELETE FROM {table} WHERE id = ?", (item.id,))

    def _write_entry(self, item: Item) -> None:
        for one in item.versions[:-1]:
            self._connection.run(f"INSERT INTO entry_version ({COLUMNS}) VALUES ({_MARKS})", _columns(item.id, one))
        row = _columns(item.id, item.versions[-1])
        low = _minute(item.versions[-1])
        if item.is_live:
            self._arrivals.setdefault(low, []).append((item.came, item.id, row))
        else:
            self._connection.run(
                f"INSERT INTO trash ({COLUMNS}, came, deleted, position) VALUES ({_MARKS}, ?, ?, ?)",
                (*row, item.came, item.removed, low),
            )

    def _write_record(self, item: Item) -> None:
        *earlier, last = item.versions
        self._connection.run(
            "INSERT INTO record (id, type, content, version, created, updated, removed) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (item.id, item.type, last.fields[0], last.number, item.created, last.updated, item.removed),
        )
        for one in earlier:
            self._connection.run(
                "INSERT INTO record_version (id, version, content, updated) VALUES (?, ?, ?, ?)",
                (item.id, one.number, one.fields[0], one.updated),
            )

    def _place(self, low: int, arrivals: list[tuple[str, str, Row]]) -> None:
        """Puts entries into a minute in the order of `came`; those that are there move only as far as they have to."""
        there = self._connection.rows(
            f"SELECT came, id, position, {COLUMNS} FROM entry WHERE position BETWEEN ? AND ? ORDER BY position",
            (low, low + TIES - 1),
        )
        everybody: list[tuple[str, str, int | None, Row]] = [
            (came, name, at, tuple(row)) for came, name, at, *row in there
        ]
        everybody += [(came, name, None, row) for came, name, row in arrivals]
        last, put = low - 1, list[tuple[tuple[int, str], Row]]()
        for came, name, position, row in sorted(everybody, key=lambda one: one[:2]):
            if position is not None and position > last:
                last = position
                continue
            if position is not None:
                self._lift(name)
            last += 1
            put.append(((last, came), row))
        for place, row in put:
            self._rows.put(place, row)
            words, facts = row[_WORDS : _WORDS + 2]
            self._put.append((place[0], words, facts))

    def _lift(self, entry_id: str) -> None:
        (position, _), words, facts = self._rows.lift(entry_id)
        self._lifted.append((position, words, facts))


def _columns(item_id: str, version: Version) -> Row:
    return (item_id, *version.fields, version.number, version.created, version.updated)


def _minute(version: Version) -> int:
    _, date, time, *_ = version.fields
    return position_of(When(dt.date.fromisoformat(date), dt.time.fromisoformat(time) if time else None, ""))
