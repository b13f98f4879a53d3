"""What rows each table of the file can have, learned from an empty file of each version of the schema."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from journal.vault.connection import Connection
from journal.vault.salvage.cells import LOST, Row, Shape

SCHEMA = "sqlite_schema"
_TYPES: dict[str, type | tuple[type, ...]] = {"TEXT": str, "INTEGER": int, "INT": int, "BLOB": bytes}
_UUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")  # the id of a journal has no hyphens


def _is_id(value: str) -> bool:
    return bool(_UUID.fullmatch(value))


def _is_instant(value: str) -> bool:
    try:
        return dt.datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def is_json(value: str) -> bool:
    """Whether a text is a value in JSON."""
    try:
        msgspec.json.decode(value)
    except msgspec.DecodeError:
        return False
    return True


# What is known of a value by the name of its column.
JSON_COLUMNS = frozenset({"words", "facts", "content", "form", "value", "kept_out", "kept_since", "wording", "sharing"})
_INSTANTS = ("created", "updated", "deleted", "removed", "returned", "purged", "over")
_KINDS: dict[str, Callable[[str], bool]] = {
    "id": _is_id,
    **dict.fromkeys(_INSTANTS, _is_instant),
    **dict.fromkeys(JSON_COLUMNS, is_json),
}


@dataclass(frozen=True)
class Column:
    """A column: its type, whether it has to have a value, and whether a row from before it was added lacks it."""

    name: str
    type: str
    must: bool
    added: bool = False

    def takes(self, value: Any) -> bool:
        """Whether the column can have this value."""
        if value is None:
            return not self.must
        return value is LOST or isinstance(value, _TYPES.get(self.type, object))


@dataclass(frozen=True)
class Table:
    """A table or an index: how its tree goes, and its columns in the order in which they lie in a row.

    `key` are the columns that tell two rows apart, `number` is the place of the column that is the number of a row, or
    None. `derived` ones are made from others; `of` is the table that an index is of.
    """

    name: str
    shape: Shape
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    number: int | None = None
    derived: bool = False
    of: str = ""

    def fits(self, row: Row) -> bool:
        """Whether a row can be one of this table."""
        if (row.number is None) is not (self.shape is Shape.INDEX) or len(row.values) > len(self.columns):
            return False
        if not all(column.added for column in self.columns[len(row.values) :]):
            return False
        return all(
            place == self.number or column.takes(value)
            for place, (column, value) in enumerate(zip(self.columns, row.values, strict=False))
        )

    def likeness(self, row: Row) -> int:
        """How many values are as the names of their columns let expect; -1 where one of them isn't."""
        values = self.named(row).items()
        told = [_KINDS[name](value) for name, value in values if name in _KINDS and isinstance(value, str) and value]
        return len(told) if all(told) else -1

    def named(self, row: Row) -> dict[str, Any]:
        """The values of a row by column."""
        named = {column.name: value for column, value in zip(self.columns, row.values, strict=False)}
        if self.number is not None:
            named[self.columns[self.number].name] = row.number
        return named


@dataclass(frozen=True)
class Catalogue:
    """The tables of one version of the schema by name, and its statements by name."""

    version: int
    tables: dict[str, Table]
    statements: dict[str, str]


# The table of the tables is the same in every database.
SCHEMA_TABLE = Table(
    SCHEMA,
    Shape.TABLE,
    (
        Column("type", "TEXT", must=True),
        Column("name", "TEXT", must=True),
        Column("tbl_name", "TEXT", must=True),
        Column("rootpage", "INTEGER", must=True),
        Column("sql", "TEXT", must=False),
    ),
    derived=True,
)


def catalogue(connection: Connection) -> Catalogue:
    """The tables of a file as it is at present."""
    (version,) = connection.row("PRAGMA user_version") or (0,)
    objects = connection.rows("SELECT type, name, tbl_name, sql FROM sqlite_schema")
    views = {name for kind, name, _, _ in objects if kind == "view"}
    virtual = [name for _, name, _, sql in objects if sql and sql.upper().startswith("CREATE VIRTUAL TABLE")]
    tables = {SCHEMA: SCHEMA_TABLE}
    for kind, name, of, _ in objects:
        if kind == "table" and name not in virtual:
            # What a view named `..._source` gives, triggers keep; the parts of a virtual table are named after it.
            derived = f"{name}_source" in views or any(name.startswith(f"{one}_") for one in virtual)
            tables[name] = _table(connection, name, derived=derived)
        elif kind == "index":
            tables[name] = _index(connection, name, of)
    return Catalogue(version, tables, {name: sql for _, name, _, sql in objects if sql})


def _table(connection: Connection, name: str, *, derived: bool) -> Table:
    info = connection.rows('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)', (name,))
    (without_numbers,) = connection.row("SELECT wr FROM pragma_table_list(?)", (name,)) or (0,)
    key = sorted((one for one in info if one[4]), key=lambda one: one[4])
    if without_numbers:  # the key comes first, in its own order
        info = key + [one for one in info if not one[4]]
    columns = tuple(
        Column(column, kind, must=bool(must or (pk and without_numbers)), added=default is not None)
        for column, kind, must, default, pk in info
    )
    names = tuple(one[0] for one in key)
    if without_numbers:
        return Table(name, Shape.INDEX, columns, names, derived=derived)
    number = info.index(key[0]) if len(key) == 1 and key[0][1] == "INTEGER" else None
    if "id" in (one[0] for one in info) and not derived:
        names = ("id",)  # where a row has an id, its number is only its place
    return Table(name, Shape.TABLE, columns, names, number, derived=derived)


def _index(connection: Connection, name: str, of: str) -> Table:
    info = connection.rows('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (of,))
    types = {column: (kind, bool(must or pk)) for column, kind, must, pk in info}
    number = next((column for column, kind, _, pk in info if pk == 1 and kind == "INTEGER"), "")
    columns = tuple(
        Column(column or number, *types.get(column, ("INTEGER", True)))
        for (column,) in connection.rows("SELECT name FROM pragma_index_xinfo(?)", (name,))
    )
    return Table(name, Shape.INDEX, columns, derived=True, of=of)


def likeliest(catalogues: Iterable[Catalogue], statements: dict[str, str]) -> Catalogue:
    """The version that a file was of, by what could be read of its schema; the newest where nothing tells."""

    def known(one: Catalogue) -> tuple[bool, int, int]:
        return statements == one.statements, len(statements.items() & one.statements.items()), one.version

    return max(catalogues, key=known)
