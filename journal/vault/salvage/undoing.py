"""The rollback journal of SQLite that a save leaves when it is cut short: what its pages were like before."""

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
    size = undo.seek(0, 2)
    found: dict[int, int] = {}
    last: int | None = None
    at = 0
    while at + _HEADER_BYTES <= size:
        undo.seek(at)
        header = undo.read(_HEADER_BYTES)
        count, _, pages, sector, page_bytes = (int.from_bytes(header[n : n + 4], "big") for n in range(8, 28, 4))
        whole = header.startswith(_MAGIC) and page_bytes == PAGE_BYTES and _LEAST_SECTOR <= sector <= _MOST_SECTOR
        if not whole:
            break
        last = pages if last is None else last
        at += sector
        if count == _TO_THE_END:
            count = (size - at) // _RECORD_BYTES
        for _ in range(count):
            if at + _RECORD_BYTES > size:
                break
            undo.seek(at)
            found.setdefault(int.from_bytes(undo.read(4), "big"), at + 4)
            at += _RECORD_BYTES
        at += -at % sector
    return found, last
