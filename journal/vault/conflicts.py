"""Copies that a program which synchronises folders has put beside a journal, because two machines wrote at a time."""

import contextlib
import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path


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


def _is_copy(name: str, path: Path) -> bool:
    if not (name.startswith(path.stem) and name.endswith(path.suffix)) or name == path.name:
        return False
    return "conflict" in name[len(path.stem) : len(name) - len(path.suffix)].lower()
