"""A password on a PDF."""

import io

from journal.errors import BadInput


def with_password(pdf: bytes, password: str) -> bytes:
    """The same pages behind a password, with AES-256; whoever has it may print, copy from and listen to them.

    Raises BadInput for an empty password. Titles and other notes that a PDF carries are encrypted too.
    """
    import pikepdf

    if not password:
        raise BadInput("The password is empty.", "Choose one of several words.")
    # There is one password for both roles: with another for the owner, or none, a file would open in a second way.
    everything = pikepdf.Permissions(modify_assembly=True)
    lock = pikepdf.Encryption(user=password, owner=password, R=6, aes=True, metadata=True, allow=everything)
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(written, encryption=lock)
    return written.getvalue()
