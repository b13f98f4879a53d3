"""A password on a PDF: without it, nothing in the file can be read."""

import io
import secrets
import stringprep
import unicodedata
from collections.abc import Generator, Iterable

import pikepdf

from journal.errors import BadInput

_LONGEST = 127  # bytes of UTF-8; programs that open a PDF look at no more


def encrypt(pdf: bytes, password: str) -> bytes:
    """The PDF encrypted with AES-256, its metadata too. Raises BadInput for a password that a PDF can't have.

    Whoever has the password may print it, have it read aloud and copy from it: limits on that stop nobody, and stand in
    the way of those who need it.
    """
    encryption = pikepdf.Encryption(
        user=prepared(password),
        owner=secrets.token_urlsafe(32),  # the other way into the file, which nobody is to have
        R=6,
        aes=True,
        metadata=True,
    )
    with pikepdf.open(io.BytesIO(pdf)) as file:
        # It is in clear, and was made from what is in the file.
        file.trailer.ID = pikepdf.Array([pikepdf.String(secrets.token_bytes(16))] * 2)
        done = io.BytesIO()
        # Objects in streams are encrypted as a whole; else names of fonts and the number of lines of a table are not.
        file.save(done, encryption=encryption, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return done.getvalue()


def encrypted(pieces: Iterable[bytes], password: str) -> Generator[bytes]:
    """The same for a PDF that comes piece by piece."""
    yield encrypt(b"".join(pieces), password)


def prepared(password: str) -> str:
    """The password as PDF wants it (SASLprep), so that it opens the file however it is typed. Raises BadInput."""
    mapped = "".join(
        " " if stringprep.in_table_c12(char) else char for char in password if not stringprep.in_table_b1(char)
    )
    normal = unicodedata.normalize("NFKC", mapped)
    if not normal:
        raise BadInput("An empty password protects nothing.", "Choose one with at least a few words.")
    if any(_forbidden(char) for char in normal) or _mixes_directions(normal):
        raise BadInput("The password has a character that can't be typed everywhere.", "Use letters, digits and signs.")
    if len(normal.encode()) > _LONGEST:
        raise BadInput(f"The password is longer than a PDF can have: {_LONGEST} bytes.", "Choose a shorter one.")
    return normal


def _forbidden(char: str) -> bool:
    return (
        stringprep.in_table_a1(char)
        or stringprep.in_table_c21_c22(char)
        or stringprep.in_table_c3(char)
        or stringprep.in_table_c4(char)
        or stringprep.in_table_c5(char)
        or stringprep.in_table_c6(char)
        or stringprep.in_table_c7(char)
        or stringprep.in_table_c8(char)
        or stringprep.in_table_c9(char)
    )


def _mixes_directions(text: str) -> bool:
    right_to_left = [stringprep.in_table_d1(char) for char in text]
    if not any(right_to_left):
        return False
    return any(map(stringprep.in_table_d2, text)) or not (right_to_left[0] and right_to_left[-1])
