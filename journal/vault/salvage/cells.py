"""Rows as they lie in the pages of an SQLite database, once these are decrypted: b-tree pages, cells and records.

https://www.sqlite.org/fileformat2.html describes all of it. What is not as described there raises Unreadable.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from journal.vault.page import CODE_BYTES, IV_BYTES, PAGE_BYTES

USABLE = PAGE_BYTES - IV_BYTES - CODE_BYTES
_HEADER_BYTES = 100  # of the database, on its first page
_LEAST_LOCAL = (USABLE - 12) * 32 // 255 - 23
_MOST_LOCAL_IN_INDEX = (USABLE - 12) * 64 // 255 - 23
_MOST_LOCAL_IN_TABLE = USABLE - 35
_INTEGER_BYTES = (0, 1, 2, 3, 4, 6, 8)

Clear = Callable[[int], bytes | None]  # a page in clear by its number, or None where it is damaged


class Unreadable(Exception):
    """What lies there is not what it should be."""


class Lost(Enum):
    """The value of a column that lies on a damaged page."""

    LOST = "lost"


LOST = Lost.LOST


class Shape(Enum):
    """The two kinds of b-trees: by row number, or by what is in the row."""

    TABLE = "table"
    INDEX = "index"


_KINDS = {2: (Shape.INDEX, False), 5: (Shape.TABLE, False), 10: (Shape.INDEX, True), 13: (Shape.TABLE, True)}


@dataclass(frozen=True)
class Row:
    """One row: its number, where the tree goes by that, and its values; those on damaged pages are LOST."""

    number: int | None
    values: tuple[Any, ...]


class Node:
    """One page of a b-tree."""

    def __init__(self, page: bytes, number: int) -> None:
        """Raises Unreadable for what is no page of a b-tree."""
        self._page = page[:USABLE]
        start = _HEADER_BYTES if number == 1 else 0
        if page[start] not in _KINDS:
            raise Unreadable
        self.number = number
        self.shape, self.is_leaf = _KINDS[page[start]]
        count = int.from_bytes(page[start + 3 : start + 5], "big")
        first = start + (8 if self.is_leaf else 12)
        if first + 2 * count > USABLE:
            raise Unreadable
        self._cells = [int.from_bytes(page[at : at + 2], "big") for at in range(first, first + 2 * count, 2)]
        self._last_child = () if self.is_leaf else (_number(page, start + 8),)

    def children(self) -> tuple[int, ...]:
        """The pages below this one, in order."""
        if self.is_leaf:
            return ()
        return (*(_number(self._page, at) for at in self._cells), *self._last_child)

    def rows(self, clear: Clear) -> Iterator[Row | None]:
        """The rows on the page, with what is on other pages of each of them; None for one that can't be read at all."""
        if self.shape is Shape.TABLE and not self.is_leaf:
            return
        for at in self._cells:
            try:
                yield self._row(at, clear)
            except (Unreadable, IndexError):
                yield None

    def _row(self, at: int, clear: Clear) -> Row:
        size, at = _varint(self._page, at if self.is_leaf else at + 4)
        number = None
        most = _MOST_LOCAL_IN_INDEX
        if self.shape is Shape.TABLE:
            number, at = _varint(self._page, at)
            number -= (number >> 63) << 64
            most = _MOST_LOCAL_IN_TABLE
        local = size
        if size > most:
            local = _LEAST_LOCAL + (size - _LEAST_LOCAL) % (USABLE - 4)
            local = local if local <= most else _LEAST_LOCAL
        payload = self._page[at : at + local]
        if len(payload) < local:
            raise Unreadable
        if local < size:
            payload += _overflow(_number(self._page, at + local), size - local, clear)
        return Row(number, _values(payload))


def _overflow(number: int, size: int, clear: Clear) -> bytes:
    """What lies on overflow pages of a row, as far as the chain of them is whole."""
    parts = []
    while size > 0 and number and (page := clear(number)) is not None:
        parts.append(page[4 : 4 + min(size, USABLE - 4)])
        size -= USABLE - 4
        number = _number(page, 0)
    return b"".join(parts)


def _values(payload: bytes) -> tuple[Any, ...]:
    """The values of a record; those that the end of it is lacking are LOST."""
    end, at = _varint(payload, 0)
    if end > len(payload):
        raise Unreadable
    kinds = []
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values = []
    for kind in kinds:
        size = _size(kind)
        values.append(_value(kind, payload[at : at + size]) if at + size <= len(payload) else LOST)
        at += size
    return tuple(values)


def _size(kind: int) -> int:
    if kind >= 12:
        return (kind - 12) // 2
    return 8 if kind == 7 else _INTEGER_BYTES[kind] if kind < 7 else 0


def _value(kind: int, content: bytes) -> Any:
    if kind in (0, 8, 9):
        return (None, 0, 1)[(0, 8, 9).index(kind)]
    if kind < 7:
        return int.from_bytes(content, "big", signed=True)
    if kind < 12:
        raise Unreadable  # no column of ours has a fraction
    if kind % 2 == 0:
        return content
    try:
        return content.decode()
    except UnicodeDecodeError:
        return LOST


def _number(page: bytes, at: int) -> int:
    return int.from_bytes(page[at : at + 4], "big")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(at, at + 8):
        byte = data[place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + 1
    return value << 8 | data[at + 8], at + 9
