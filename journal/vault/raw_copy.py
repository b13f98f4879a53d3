"""Copies of encrypted files as they are, byte by byte, for which no key is needed."""

import os
from pathlib import Path

from journal.vault.files import open_regular, require_room
from journal.vault.stopping import look

_PIECE = 1 << 20


def copy_raw(source: Path, place: Path, *, durable: bool = False) -> None:
    """Copies a file over what is at a place, for its owner only.

    One that is `durable` is on the disk then, and isn't stopped on the way: it is a part of what is done as a whole.
    Raises OSError, also for what isn't a file, NotWritable without the room for it, and otherwise Stopped.
    """
    with open_regular(source) as read, open(place, "wb", opener=_private) as to:
        require_room(place.parent, os.fstat(read.fileno()).st_size)
        while piece := read.read(_PIECE):
            if not durable:
                look()
            to.write(piece)
        if durable:
            to.flush()
            os.fsync(to.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
