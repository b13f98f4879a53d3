"""The pages of the file as they lie on the disk, read without SQLCipher.

SQLCipher gives one answer both for a wrong key and for a damaged first page. Each page carries a code that only the
right key can have made, so the pages tell the two apart, and which of them are damaged.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from journal.vault.key import SALT_BYTES, Key

PAGE_BYTES = 4096

# SQLCipher 4: at the end of a page, 16 random bytes and then HMAC-SHA512 over the page up to there and its number.
IV_BYTES = 16
CODE_BYTES = 64
_SALT_MASK = 0x3A
_CODE_KEY_ROUNDS = 2
_SAMPLE = 256
_LOCK_PAGE = (1 << 30) // PAGE_BYTES + 1  # on which SQLite puts its locks, and nothing else
_COUNT_AT = slice(12, 16)  # in the first block after the salt: how many pages there are


@dataclass(frozen=True)
class Examined:
    """What a file is like, by the codes of its pages.

    `pages` are the whole ones that are there, `damaged` the numbers of those, from 1, whose code is wrong, `ragged` the
    bytes after the last whole one. `missing` is how many more pages there should be, as far as the first one says it.
    `looked_at` is how many were looked at.
    """

    pages: int
    looked_at: int
    damaged: tuple[int, ...]
    ragged: int
    missing: int

    @property
    def opens(self) -> bool:
        """Whether the key made any page that was looked at; if not, it is a wrong one, or the salt is damaged."""
        return len(self.damaged) < self.looked_at

    @property
    def is_whole(self) -> bool:
        """Whether every page that was looked at is as it was written, and none is missing."""
        return not self.damaged and not self.ragged and not self.missing


def examine(path: Path, key: Key) -> Examined:
    """What the file is like with this key; every page is looked at. Raises OSError."""
    return _examine(path, key, 1)


def sample(path: Path, key: Key) -> Examined:
    """The same, in a time that doesn't grow with the file: some 256 pages all over it are looked at. Raises OSError."""
    return _examine(path, key, max(1, path.stat().st_size // PAGE_BYTES // _SAMPLE))


def _examine(path: Path, key: Key, step: int) -> Examined:
    # Closing a file lets go of every lock that this process has on it, so none may be in a transaction here.
    with path.open("rb") as file:
        pages, ragged = divmod(path.stat().st_size, PAGE_BYTES)
        numbers = range(1, pages + 1, step)
        damaged = tuple(find_damaged(file, numbers, key))
        missing = max(0, _pages_by_the_first(file, key) - pages) if pages and 1 not in damaged else 0
    return Examined(pages=pages, looked_at=len(numbers), damaged=damaged, ragged=ragged, missing=missing)


def find_damaged(file: BinaryIO, numbers: Iterable[int], key: Key) -> Iterable[int]:
    """Those of the pages that are not as they were written with this key."""
    secret = code_key(key)
    for number in numbers:
        file.seek((number - 1) * PAGE_BYTES)
        if number != _LOCK_PAGE and not is_whole(file.read(PAGE_BYTES), number, secret):
            yield number


def _pages_by_the_first(file: BinaryIO, key: Key) -> int:
    from journal.vault.cipher import decrypted  # what most openings don't need

    file.seek(SALT_BYTES)
    start = file.read(16)
    file.seek(PAGE_BYTES - CODE_BYTES - IV_BYTES)
    return int.from_bytes(decrypted(start, file.read(IV_BYTES), key.secret())[_COUNT_AT], "big")


def code_key(key: Key) -> bytes:
    """The key of the codes, which SQLCipher derives from the key of the file."""
    salt = bytes(byte ^ _SALT_MASK for byte in key.salt)
    return hashlib.pbkdf2_hmac("sha512", key.secret(), salt, _CODE_KEY_ROUNDS, len(key.secret()))


def is_whole(page: bytes, number: int, code_key: bytes) -> bool:
    """Whether a page, counted from 1, is as it was written; of the first one, the salt is not looked at."""
    body, code = page[SALT_BYTES if number == 1 else 0 : -CODE_BYTES], page[-CODE_BYTES:]
    made = hmac.digest(code_key, body + number.to_bytes(4, "little"), "sha512")
    return len(page) == PAGE_BYTES and hmac.compare_digest(made, code)
