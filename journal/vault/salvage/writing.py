"""Rows of a damaged file going into a new one: what is whole, once, and the newest of what is there twice."""

from collections.abc import Iterable
from typing import Any

from journal.vault.connection import Connection
from journal.vault.salvage.catalogue import JSON_COLUMNS, Catalogue, Table, is_json
from journal.vault.salvage.cells import LOST

Values = dict[str, Any]


def readable(values: Values) -> Values:
    """What could be read of a row: without what lies on damaged pages, or was written over."""
    return {
        name: value
        for name, value in values.items()
        if value is not LOST and not (name in JSON_COLUMNS and isinstance(value, str) and value and not is_json(value))
    }


class NewFile:
    """The tables of a new file, which takes rows of an old one.

    `known` has what is known of rows that have to be there, by table and key: from what could be read of a row, and
    from the indexes.
    """

    def __init__(self, connection: Connection, catalogue: Catalogue) -> None:
        self.connection = connection
        self.catalogue = catalogue
        self._filled: set[str] = set()
        self.known: dict[str, dict[tuple[Any, ...], Values]] = {}

    def take(self, table: Table, values: Values) -> None:
        """Takes a row as far as it could be read; where a part of it is lost, it is only known."""
        had = readable(values)
        if len(had) == len(values):
            self.put(table, values)
        else:
            self.know(table, had)

    def know(self, table: Table, values: Values) -> None:
        """Notes that such a row has to be there."""
        if all(name in values for name in table.key):
            key = tuple(values[name] for name in table.key)
            self.known.setdefault(table.name, {}).setdefault(key, {}).update(values)

    def put(self, table: Table, values: Values) -> None:
        """Puts a whole row in. Of two versions of one, the newer is kept there, and the other in its history."""
        while not self._insert(table.name, values):
            before = self.find(table, values)
            if before is None:  # another row has its place; the next one is as good
                assert table.number is not None
                place = table.columns[table.number].name
                values = values | {place: values[place] + 1}
                continue
            if _age(before) >= _age(values):
                self._put_behind(table, values, before)
                return
            self.remove(table, before)
            self._put_behind(table, before, values)

    def find(self, table: Table, values: Values) -> Values | None:
        """The row that has the same key."""
        names = [column.name for column in table.columns]
        row = self.connection.row(
            f'SELECT {_quoted(names)} FROM "{table.name}" WHERE {_matches(table.key)}', self._key(table, values)
        )
        return None if row is None else dict(zip(names, row, strict=True))

    def remove(self, table: Table, values: Values) -> None:
        """Takes the row out that has the same key."""
        self.connection.run(f'DELETE FROM "{table.name}" WHERE {_matches(table.key)}', self._key(table, values))

    def rows(self, table: Table) -> Iterable[Values]:
        """Every row of a table that has come over."""
        names = [column.name for column in table.columns]
        for row in self.connection.each(f'SELECT {_quoted(names)} FROM "{table.name}"'):
            yield dict(zip(names, row, strict=True))

    def count(self, table: Table) -> int:
        """How many rows of a table have come over."""
        if table.name not in self._filled:
            return 0
        (count,) = self.connection.row(f'SELECT count(*) FROM "{table.name}"') or (0,)
        return int(count)

    def history(self, table: Table) -> Table | None:
        """The table of the earlier versions of a table's rows."""
        return self.catalogue.tables.get(f"{table.name}_version")

    def _put_behind(self, table: Table, older: Values, newer: Values) -> None:
        history = self.history(table)
        if history is not None and older["version"] < newer["version"]:
            names = [column.name for column in history.columns]
            self._insert(history.name, {name: older[name] for name in names})

    def _insert(self, table: str, values: Values) -> bool:
        if table not in self._filled:  # what a new file has by itself goes
            self.connection.run(f'DELETE FROM "{table}"')
            self._filled.add(table)
        marks = ", ".join("?" * len(values))
        sql = f'INSERT INTO "{table}" ({_quoted(values)}) VALUES ({marks}) ON CONFLICT DO NOTHING'
        return self.connection.run(sql, tuple(values.values())) == 1

    def _key(self, table: Table, values: Values) -> tuple[Any, ...]:
        return tuple(values[name] for name in table.key)


def _age(values: Values) -> tuple[int, str]:
    return values.get("version", 0), values.get("updated", "")


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _matches(names: Iterable[str]) -> str:
    return " AND ".join(f'"{name}" = ?' for name in names)
