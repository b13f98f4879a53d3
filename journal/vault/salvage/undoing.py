"""The rollback journal of SQLite that a save leaves when it is cut short: what its pages were like before."""

from collections.abc import Iterator
from typing import BinaryIO

from journal.vault.page import PAGE_BYTES

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEADER_BYTES = 28
_LEAST_SECTOR, _MOST_SECTOR = 32, 65536
_RECORD_BYTES = 4 + PAGE_BYTES + 4  # a page's number, what was on it, a sum over it
_TO_THE_END = 0xFFFFFFFF


def kept_pages(undo: BinaryIO) -> tuple[dict[int, int], int | None]:
    """Where in the file each page lies, by its number, and how many pages there were, or None where nothing is known.

    The first that is there of a page is what it was like; its code tells whether it is whole.
    """
    found: dict[int, int] = {}
    last: int | None = None
    for pages, _, records in _parts(undo):
        last = pages if last is None else last
        for at in records:
            undo.seek(at)
            found.setdefault(_number(undo.read(4)), at + 4)
    return found, last


def undo_into(copy: BinaryIO, undo: BinaryIO) -> None:
    """Makes a copy of the file what it was before the save, exactly as SQLite would, for which no key is needed.

    It stops where a record isn't as it was written, which was then not yet certain to be there, and neither was any
    change of the file that it would undo.
    """
    done: set[int] = set()
    last: int | None = None
    for pages, nonce, records in _parts(undo):
        if last is None:
            last = pages
            copy.truncate(last * PAGE_BYTES)
        for at in records:
            undo.seek(at)
            record = undo.read(_RECORD_BYTES)
            number, content = _number(record[:4]), record[4:-4]
            if not number or _number(record[-4:]) != _sum(nonce, content):
                return
            if number <= last and number not in done:
                done.add(number)
                copy.seek((number - 1) * PAGE_BYTES)
                copy.write(content)


def _parts(undo: BinaryIO) -> Iterator[tuple[int, int, list[int]]]:
    """The parts of the file: the pages that there were, what its sums begin with, and where its records begin."""
    size = undo.seek(0, 2)
    at = 0
    while at + _HEADER_BYTES <= size:
        undo.seek(at)
        header = undo.read(_HEADER_BYTES)
        count, nonce, pages, sector, page_bytes = (_number(header[n : n + 4]) for n in range(8, 28, 4))
        whole = header.startswith(_MAGIC) and page_bytes == PAGE_BYTES and _LEAST_SECTOR <= sector <= _MOST_SECTOR
        if not whole:
            return
        at += sector
        there = max(0, size - at) // _RECORD_BYTES
        records = [at + place * _RECORD_BYTES for place in range(there if count == _TO_THE_END else min(count, there))]
        yield pages, nonce, records
        if count > there and count != _TO_THE_END:
            return
        at += len(records) * _RECORD_BYTES
        at += -at % sector


def _number(four: bytes) -> int:
    return int.from_bytes(four, "big")


def _sum(nonce: int, content: bytes) -> int:
    return (nonce + sum(content[PAGE_BYTES - 200 : 0 : -200])) & 0xFFFFFFFF
