"""A file that is being made for a journal's folder: hidden until it is whole, and swept when its maker was killed.

Who makes one holds a lock on it. What nobody has locked was left by a process that was ended, and the next opening of
the journal removes it.
"""

import contextlib
import glob
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from journal.safety.locks import hold, is_nobodys, nobodys
from journal.vault.files import SIDE_FILES


@contextlib.contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """A new, empty file beside a journal, for its owner only; gone after the block with its side files unless moved.

    Every connection to it has to be closed inside the block. Raises OSError.
    """
    place, descriptor = _new(path)
    try:
        yield place
    finally:
        # The name is taken away before the lock, so that nobody meets a file that is neither held nor gone. Where the
        # disk refuses that, what was made is no worse for it, and the next opening sweeps.
        with contextlib.suppress(OSError):
            remove(place)
        os.close(descriptor)


def sweep(path: Path) -> None:
    """Removes what a process that was ended while it made a file for this journal has left. Raises nothing."""
    with contextlib.suppress(OSError):
        for left in all_beside(path):
            with contextlib.suppress(OSError):
                if left.name.endswith(SIDE_FILES):
                    if not os.path.lexists(_main(left)):
                        left.unlink()
                elif stat.S_ISREG(left.lstat().st_mode):
                    with nobodys(left) as so:
                        if so:
                            remove(left)


def leftovers(path: Path) -> tuple[Path, ...]:
    """The unfinished files beside a journal that nobody is making any more. Raises OSError."""
    return tuple(
        left for left in all_beside(path) if not left.name.endswith(SIDE_FILES) and left.is_file() and is_nobodys(left)
    )


def remove(place: Path) -> None:
    """Removes an unfinished file and what is beside it; the file goes last. Raises OSError."""
    for ending in (*SIDE_FILES, ""):
        place.with_name(place.name + ending).unlink(missing_ok=True)


def _new(path: Path) -> tuple[Path, int]:
    while True:
        place = path.with_name(f".{path.name}.new-{secrets.token_hex(4)}")
        descriptor = os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        if hold(place, descriptor):
            return place, descriptor
        os.close(descriptor)  # it was swept before the lock was on it


def all_beside(path: Path) -> list[Path]:
    """The unfinished files beside a journal, with their side files."""
    return sorted(path.parent.glob(f".{glob.escape(path.name)}.new-*"))


def _main(side_file: Path) -> Path:
    ending = next(ending for ending in SIDE_FILES if side_file.name.endswith(ending))
    return side_file.with_name(side_file.name.removesuffix(ending))
