"""Taking a journal off the disk: its file, and everything of its own beside it."""

import contextlib
from pathlib import Path

from journal.vault.files import SIDE_FILES, synchronise
from journal.vault.unfinished import all_beside


def remove(path: Path, default: Path) -> None:
    """Removes the file after what is beside it; a link that leads to it goes as well.

    The folder that is made for a journal at its `default` place goes too when nothing else is in it. Raises OSError.
    """
    file = path.resolve()
    for left in all_beside(file):
        left.unlink(missing_ok=True)
    for ending in SIDE_FILES:
        file.with_name(file.name + ending).unlink(missing_ok=True)
    file.unlink()
    if path.is_symlink():
        path.unlink()
    for folder in {file.parent, path.parent}:
        with contextlib.suppress(OSError):
            synchronise(folder)
    if file == default.resolve():
        with contextlib.suppress(OSError):
            file.parent.rmdir()
