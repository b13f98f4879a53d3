"""The pages of a journal file decrypted without SQLCipher, as docs/file-format.md describes them.

Short and simple on purpose: it shows what is in the file without asking the library that wrote it, free pages and the
remains of deleted rows included.
"""

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, IV, CODE = 4096, 16, 64


def pages(path: Path, secret: bytes) -> Iterator[bytes]:
    """Each page of a file in clear, without its last 80 bytes; the first begins with its salt. Checks every code."""
    content = path.read_bytes()
    salt = content[:16]
    code_key = hashlib.pbkdf2_hmac("sha512", secret, bytes(byte ^ 0x3A for byte in salt), 2, 32)
    for number in range(1, len(content) // PAGE + 1):
        page = content[(number - 1) * PAGE : number * PAGE]
        start = 16 if number == 1 else 0
        signed = page[start:-CODE] + number.to_bytes(4, "little")
        assert hmac.digest(code_key, signed, "sha512") == page[-CODE:], f"page {number}"
        text, iv = page[start : -CODE - IV], page[-CODE - IV : -CODE]
        cipher = Cipher(algorithms.AES256(secret), modes.CBC(iv)).decryptor()
        yield page[:start] + cipher.update(text)
