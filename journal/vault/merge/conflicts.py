"""Copies that a program which synchronises folders has put beside a journal, because two machines wrote at a time."""

import contextlib
import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from journal.errors import BadInput
from journal.vault.files import SIDE_FILES, file_errors


@dataclass(frozen=True)
class ConflictCopy:
    """A conflict copy: its place, and the instant in UTC at which it was last written to."""

    path: Path
    changed: dt.datetime


def conflict_copies(path: Path) -> tuple[ConflictCopy, ...]:
    """The conflict copies beside a journal, the oldest first. Looks at the names of the folder alone; raises nothing.

    Their names begin and end like that of the journal and say between that they are one:
    `journal.sync-conflict-20260504-173000-ABCDEFG.db`, `journal (conflicted copy 2026-05-04).db`.
    """
    found = []
    with contextlib.suppress(OSError), os.scandir(path.resolve().parent) as folder:
        for one in folder:
            if _is_copy(one.name, path.resolve()):
                with contextlib.suppress(OSError):
                    if one.is_file(follow_symlinks=False):
                        changed = dt.datetime.fromtimestamp(one.stat().st_mtime, dt.UTC)
                        found.append(ConflictCopy(Path(one.path), changed))
    return tuple(sorted(found, key=lambda copy: (copy.changed, copy.path.name)))


def is_as_it_was(copy: ConflictCopy) -> bool:
    """Whether nobody has written to a copy since it was found."""
    try:
        return dt.datetime.fromtimestamp(copy.path.stat().st_mtime, dt.UTC) == copy.changed
    except OSError:
        return False


def remove(copy: ConflictCopy) -> None:
    """Removes the file of a copy that was taken in, unless it was written to since. Raises BadInput and NotWritable."""
    if not is_as_it_was(copy):
        raise BadInput(f"{copy.path.name} was written to meanwhile, so it was kept.", "Take it in once more.")
    with file_errors(copy.path):
        for ending in ("", *SIDE_FILES):
            copy.path.with_name(copy.path.name + ending).unlink(missing_ok=True)


def _is_copy(name: str, path: Path) -> bool:
    if not (name.startswith(path.stem) and name.endswith(path.suffix)) or name == path.name:
        return False
    return "conflict" in name[len(path.stem) : len(name) - len(path.suffix)].lower()
