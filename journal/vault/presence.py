"""Presence: a program that has a journal open is seen by others, also while it reads and writes nothing.

It is a lock on the folder of the file, shared by all who have a journal there open. The system takes it back when a
program ends, however it ends, and nothing is left in the folder. Where a file system has no such locks, programs are
seen only while they read or write.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from journal.errors import JournalInUse
from journal.safety.locks import lock


class Presence:
    """The presence of this program at one journal. Raises JournalInUse where another one has it for itself alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._folder: int | None = None
        with contextlib.suppress(OSError):
            self._folder = os.open(path.resolve().parent, os.O_RDONLY)
        if not self._lock(shared=True):
            self.end()
            raise self._in_use()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Inside the block, no other program has a journal of this folder open. Raises JournalInUse where one has."""
        if not self._lock(shared=False):
            self._lock(shared=True)  # the attempt may have let go of it
            raise self._in_use()
        try:
            yield
        finally:
            self._lock(shared=True)

    def end(self) -> None:
        """Lets go of it. Harmless when that was done already."""
        folder, self._folder = self._folder, None
        if folder is not None:
            os.close(folder)

    def _in_use(self) -> JournalInUse:
        return JournalInUse(
            f"Another program has a journal in {self._path.parent} open.", "Close it there, then try again."
        )

    def _lock(self, *, shared: bool) -> bool:
        """Whether it was had, or there are no such locks here."""
        return self._folder is None or lock(self._folder, shared=shared) is not False
