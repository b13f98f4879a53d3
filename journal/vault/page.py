"""The pages of the file as they lie on the disk, read without SQLCipher.

SQLCipher gives one answer both for a wrong key and for a damaged first page. Each page carries a code that only the
right key can have made, so the other pages tell the two apart.
"""

import hashlib
import hmac
from pathlib import Path

from journal.vault.key import Key

PAGE_BYTES = 4096

# SQLCipher 4: at the end of a page, 16 random bytes and then HMAC-SHA512 over the page up to there and its number.
_CODE_BYTES = 64
_SALT_MASK = 0x3A
_CODE_KEY_ROUNDS = 2
_SAMPLE = 32


def any_made_with(path: Path, key: Key) -> bool:
    """Whether one of up to 32 pages across the file, the first left out, was made with this key. Raises OSError."""
    secret = code_key(key)
    with path.open("rb") as file:
        pages = path.stat().st_size // PAGE_BYTES
        for number in range(2, pages + 1, max(1, (pages - 1) // _SAMPLE)):
            file.seek((number - 1) * PAGE_BYTES)
            if is_whole(file.read(PAGE_BYTES), number, secret):
                return True
    return False


def code_key(key: Key) -> bytes:
    """The key of the codes, which SQLCipher derives from the key of the file."""
    salt = bytes(byte ^ _SALT_MASK for byte in key.salt)
    return hashlib.pbkdf2_hmac("sha512", key.secret(), salt, _CODE_KEY_ROUNDS, len(key.secret()))


def is_whole(page: bytes, number: int, code_key: bytes) -> bool:
    """Whether a page after the first, counted from 1, is as it was written."""
    body, code = page[:-_CODE_BYTES], page[-_CODE_BYTES:]
    made = hmac.digest(code_key, body + number.to_bytes(4, "little"), "sha512")
    return len(page) == PAGE_BYTES and hmac.compare_digest(made, code)
