"""The pages of a journal file decrypted with Python alone, as docs/file-format.md describes them.

Slow and simple on purpose: it shows what is in the file without asking the library that wrote it, free pages and the
remains of deleted rows included.
"""

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path

PAGE, IV, CODE = 4096, 16, 64


def pages(path: Path, secret: bytes) -> Iterator[bytes]:
    """Each page of a file in clear, without its last 80 bytes; the first begins with its salt. Checks every code."""
    content = path.read_bytes()
    salt = content[:16]
    code_key = hashlib.pbkdf2_hmac("sha512", secret, bytes(byte ^ 0x3A for byte in salt), 2, 32)
    cipher = _Decryption(secret)
    for number in range(1, len(content) // PAGE + 1):
        page = content[(number - 1) * PAGE : number * PAGE]
        start = 16 if number == 1 else 0
        signed = page[start:-CODE] + number.to_bytes(4, "little")
        assert hmac.digest(code_key, signed, "sha512") == page[-CODE:], f"page {number}"
        text, iv = page[start : -CODE - IV], page[-CODE - IV : -CODE]
        yield page[:start] + cipher.cbc(text, iv)


def _field_times(a: int, b: int) -> int:
    """The product in the field of AES, where 0x11B is zero."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def _substitution() -> list[int]:
    table = [0x63] * 256
    for value in range(1, 256):
        inverse = next(other for other in range(1, 256) if _field_times(value, other) == 1)
        for shift in range(5):
            table[value] ^= (inverse << shift | inverse >> (8 - shift)) & 0xFF
    return table


def _rows(word: bytes) -> int:
    return int.from_bytes(word, "big")


class _Decryption:
    """AES-256 backwards, as the equivalent inverse cipher of FIPS 197, 5.3.5, its steps merged into four tables."""

    def __init__(self, key: bytes) -> None:
        table = _substitution()
        self._inverse = bytes(table.index(value) for value in range(256))
        self._mixed: list[list[int]] = [
            [_rows(bytes(_field_times(value, factor) for factor in factors)) for value in self._inverse]
            for factors in ((14, 9, 13, 11), (11, 14, 9, 13), (13, 11, 14, 9), (9, 13, 11, 14))
        ]
        words = [key[n : n + 4] for n in range(0, 32, 4)]
        constant = 1
        for n in range(8, 60):
            word = words[-1]
            if n % 8 == 0:
                word = bytes(table[byte] for byte in word[1:] + word[:1])
                word = bytes([word[0] ^ constant]) + word[1:]
                constant = _field_times(constant, 2)
            elif n % 8 == 4:
                word = bytes(table[byte] for byte in word)
            words.append(bytes(a ^ b for a, b in zip(word, words[n - 8], strict=True)))
        self._first = [_rows(word) for word in words[56:]]
        self._middle = [
            [self._unmix(bytes(table[byte] for byte in word)) for word in words[n : n + 4]] for n in range(52, 0, -4)
        ]
        self._last = [_rows(word) for word in words[:4]]

    def _unmix(self, word: bytes) -> int:
        return self._mixed[0][word[0]] ^ self._mixed[1][word[1]] ^ self._mixed[2][word[2]] ^ self._mixed[3][word[3]]

    def cbc(self, text: bytes, iv: bytes) -> bytes:
        """The plain text of whole blocks that were chained."""
        clear = []
        before = int.from_bytes(iv, "big")
        for start in range(0, len(text), 16):
            block = int.from_bytes(text[start : start + 16], "big")
            clear.append((self._block(block) ^ before).to_bytes(16, "big"))
            before = block
        return b"".join(clear)

    def _block(self, block: int) -> int:
        t0, t1, t2, t3 = self._mixed
        s0, s1, s2, s3 = (
            block >> shift & 0xFFFFFFFF ^ key for shift, key in zip((96, 64, 32, 0), self._first, strict=True)
        )
        for k0, k1, k2, k3 in self._middle:
            s0, s1, s2, s3 = (
                t0[s0 >> 24] ^ t1[s3 >> 16 & 255] ^ t2[s2 >> 8 & 255] ^ t3[s1 & 255] ^ k0,
                t0[s1 >> 24] ^ t1[s0 >> 16 & 255] ^ t2[s3 >> 8 & 255] ^ t3[s2 & 255] ^ k1,
                t0[s2 >> 24] ^ t1[s1 >> 16 & 255] ^ t2[s0 >> 8 & 255] ^ t3[s3 & 255] ^ k2,
                t0[s3 >> 24] ^ t1[s2 >> 16 & 255] ^ t2[s1 >> 8 & 255] ^ t3[s0 & 255] ^ k3,
            )
        clear, box = 0, self._inverse
        for (a, b, c, d), key in zip(
            ((s0, s3, s2, s1), (s1, s0, s3, s2), (s2, s1, s0, s3), (s3, s2, s1, s0)), self._last, strict=True
        ):
            word = box[a >> 24] << 24 | box[b >> 16 & 255] << 16 | box[c >> 8 & 255] << 8 | box[d & 255]
            clear = clear << 32 | word ^ key
        return clear
