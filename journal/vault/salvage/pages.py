"""The pages of a damaged file in clear, as many as can be had, without a byte of it changed."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from journal.vault.cipher import decrypted
from journal.vault.key import SALT_BYTES, Key
from journal.vault.page import CODE_BYTES, IV_BYTES, PAGE_BYTES, code_key, is_whole
from journal.vault.salvage.undoing import kept_pages

_MOST_SWAPPED = 300  # every damaged page is tried in the place of every other, which takes the square of their number
_FROM_THE_END = 2  # pages at the end that are tried in other places; where all are damaged, nothing is found
_FARTHEST = 4_000  # the numbers that are tried for them
_COUNT_AT = slice(28, 32)  # in the header of the first page: how many pages there are


class ClearPages:
    """The pages of a file that were made with a key, by their numbers from 1.

    A page is known by its code, which covers its number: so one that lies in another's place is found, and all of them
    where the file lost a part, after which everything lies too far ahead. Pages are as they were before a half-done
    save where the rollback journal has them.

    `slots` is how many pages the file has room for, `damaged` the numbers of those that are not in their place, and
    `lacking` how many there should be beyond the end, as far as that is known.
    """

    def __init__(self, file: BinaryIO, undo: BinaryIO | None, key: Key, step: Callable[[int], None]) -> None:
        """Looks at every page; `step` is called with the number of each. Raises OSError."""
        self._file = file
        self._key = key
        self.salt = key.salt
        self._code_key = code_key(key)
        self._size = file.seek(0, 2)
        self._place: dict[int, tuple[BinaryIO, int]] = {}
        self.slots = self._size // PAGE_BYTES
        self._last: int | None = None
        if undo:
            self._take_back(undo)
        last = self.slots if self._last is None else min(self._last, self.slots)
        for number in range(1, self.slots + 1):
            self._try(number, (number - 1) * PAGE_BYTES)
            step(number)
        self.damaged = tuple(number for number in range(1, last + 1) if number not in self._place)
        if self.damaged or self._size % PAGE_BYTES:
            self._find_moved()
            self._find_swapped()
        first = self(1)
        self.lacking = 0 if first is None else max(0, int.from_bytes(first[_COUNT_AT], "big") - self.slots)

    def __call__(self, number: int) -> bytes | None:
        """A page in clear without its last 80 bytes, or None where it is damaged or missing."""
        if number not in self._place:
            return None
        page = self._read(*self._place[number])
        start = SALT_BYTES if number == 1 else 0
        iv = page[-CODE_BYTES - IV_BYTES : -CODE_BYTES]
        return page[:start] + decrypted(page[start : -CODE_BYTES - IV_BYTES], iv, self._key.secret())

    def __iter__(self) -> Iterator[int]:
        """The numbers of the pages that there are, in order."""
        return iter(sorted(self._place))

    def __len__(self) -> int:
        return len(self._place)

    @staticmethod
    def _read(file: BinaryIO, place: int) -> bytes:
        file.seek(place)
        return file.read(PAGE_BYTES)

    def _try(self, number: int, place: int) -> bool:
        if self._last is not None and number > self._last:
            return False  # of the half-done save alone
        whole = number not in self._place and self._is_whole(self._read(self._file, place), number)
        if whole:
            self._place[number] = self._file, place
        return whole

    def _is_whole(self, page: bytes, number: int) -> bool:
        return is_whole(page, number, self._code_key)

    def _take_back(self, undo: BinaryIO) -> None:
        """Takes the pages that a half-done save changed as they were, and as many as there were."""
        kept, self._last = kept_pages(undo)
        for number, place in kept.items():
            if self._is_whole(self._read(undo, place), number):
                self._place[number] = undo, place

    def _find_moved(self) -> None:
        """Finds the pages at the end of the file under other numbers, and then those ahead of them likewise."""
        taken = {place for file, place in self._place.values() if file is self._file}
        for place in range(self._size - PAGE_BYTES, -1, -PAGE_BYTES)[:_FROM_THE_END]:
            if place in taken:
                return
            page = self._read(self._file, place)
            near = place // PAGE_BYTES
            for number in range(max(1, near - _FARTHEST), near + _FARTHEST):
                if self._is_whole(page, number):
                    while place >= 0 and number > 0 and self._try(number, place):
                        place, number = place - PAGE_BYTES, number - 1
                    return

    def _find_swapped(self) -> None:
        lacking = [number for number in self.damaged if number not in self._place]
        if len(lacking) > _MOST_SWAPPED:
            return
        for slot in lacking:
            page = self._read(self._file, (slot - 1) * PAGE_BYTES)
            number = next((number for number in lacking if self._is_whole(page, number)), None)
            if number is not None:
                self._place.setdefault(number, (self._file, (slot - 1) * PAGE_BYTES))
