"""What has become of a copy that left: whether its file still lies where it was put, and deleting it.

Its place may be on a disk that isn't there, or on a network that doesn't answer. Whoever can't wait has others look.
"""

import contextlib
import hashlib
import os
import queue
import stat
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from journal.errors import NotWritable
from journal.model.shared_copy import SharedCopy
from journal.outgoing.files import folder_digest, refuse_journal

# What desktops leave in folders that were looked at. They are nobody's writing, and are neither compared nor deleted.
_DROPPINGS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".directory"})
_PIECE = 1 << 20
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class State(Enum):
    """What is at the place of a copy now; its value says it in words."""

    HERE = "still there"
    OTHER = "something else there"
    UNCOMPARED = "there, not compared"
    MISSING = "not there"
    OUT_OF_REACH = "no such folder now"
    UNREADABLE = "can't be looked at"
    SILENT = "no answer from there"
    NO_FILE = "no file"

    @property
    def is_there(self) -> bool:
        """Whether something is there that could be the copy, as it was or changed."""
        return self in (State.HERE, State.OTHER, State.UNCOMPARED)


@dataclass(frozen=True)
class _File:
    """A file that was read, and what it was then: it is deleted only while it is still the same."""

    path: Path
    digest: str
    status: os.stat_result

    @property
    def is_same(self) -> bool:
        now = self.path.lstat()
        return os.path.samestat(now, self.status) and (now.st_size, now.st_mtime_ns) == (
            self.status.st_size,
            self.status.st_mtime_ns,
        )


def look(copy: SharedCopy) -> State:
    """What is at the place of a copy now. It is read to be compared; no link is followed to another file."""
    if not copy.has_file:
        return State.NO_FILE
    try:
        found = _read(copy)
    except (OSError, ValueError):  # the latter for a place that no file can have, as an import may bring it
        return _absence(Path(copy.place))
    if not copy.digest and found is not None:
        return State.UNCOMPARED
    return State.HERE if found and found[0] == copy.digest else State.OTHER


def is_there(copy: SharedCopy) -> bool:
    """Whether anything is at the place of a copy, without reading it."""
    return copy.has_file and os.path.lexists(copy.place)


def delete(copy: SharedCopy, journal: Path) -> State:
    """Deletes the file of a copy, or its folder, if it is as it was written, and only then; returns what was there.

    HERE means that it is deleted. Of a folder, nothing is deleted where any file of it is another one, or new. Raises
    BadInput where it is the journal, and NotWritable.
    """
    if not copy.has_file:
        return State.NO_FILE
    place = Path(copy.place)
    try:
        found = _read(copy)
    except (OSError, ValueError):
        return _absence(place)
    if found is None or found[0] != copy.digest:
        return State.UNCOMPARED if found and not copy.digest else State.OTHER
    refuse_journal(place, journal, hint="")
    return _delete(place, found[1])


def look_aside(copies: Mapping[str, SharedCopy], told: Callable[[str, State], None]) -> None:
    """Looks at copies by their ids, on threads that hold nobody up, one for each folder; `told` is called there."""
    by_folder: dict[Path, list[str]] = {}
    for copy_id, copy in copies.items():
        by_folder.setdefault(Path(copy.place).parent, []).append(copy_id)

    def run(ids: list[str]) -> None:
        for copy_id in ids:
            told(copy_id, look(copies[copy_id]))

    for ids in by_folder.values():
        threading.Thread(target=run, args=(ids,), daemon=True).start()


def look_at_all(copies: Mapping[str, SharedCopy], patience: float = 5.0) -> dict[str, State]:
    """What is at the place of each copy; SILENT where that isn't known after so many seconds."""
    found: queue.SimpleQueue[tuple[str, State]] = queue.SimpleQueue()
    states = dict.fromkeys(copies, State.SILENT)
    until = time.monotonic() + patience
    look_aside(copies, lambda copy_id, state: found.put((copy_id, state)))
    with contextlib.suppress(queue.Empty):
        for _ in copies:
            copy_id, state = found.get(timeout=max(0.0, until - time.monotonic()))
            states[copy_id] = state
    return states


def _absence(place: Path) -> State:
    try:
        os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return State.MISSING if place.parent.is_dir() else State.OUT_OF_REACH
    except (OSError, ValueError):
        return State.UNREADABLE
    return State.UNREADABLE


def _read(copy: SharedCopy) -> tuple[str, list[_File]] | None:
    """The digest of the file or the folder that is there, and all its files; None where it is neither.

    Raises OSError.
    """
    place = Path(copy.place)
    status = place.lstat()
    if stat.S_ISREG(status.st_mode):
        file = _read_file(place)
        return (file.digest, [file]) if file and status.st_size else None
    if not stat.S_ISDIR(status.st_mode):
        return None
    files: dict[str, _File] = {}
    for inner in _inside(place):
        read = _read_file(inner)
        if read is None:
            return None
        files[inner.relative_to(place).as_posix()] = read
    if not files:  # nothing that was written has no file in it
        return None
    return folder_digest((name, file.digest) for name, file in files.items()), list(files.values())


def _inside(folder: Path) -> Iterator[Path]:
    """Every file in a folder and below it; links are files here. Raises OSError."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _inside(Path(entry.path))
            elif entry.name not in _DROPPINGS:
                yield Path(entry.path)


def _read_file(path: Path) -> _File | None:
    """A file that was read; None for what isn't an ordinary one, such as a link. Raises OSError."""
    if not stat.S_ISREG(path.lstat().st_mode):
        return None
    descriptor = os.open(path, _OPEN)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return None
        digest = hashlib.sha256()
        while piece := os.read(descriptor, _PIECE):
            digest.update(piece)
    finally:
        os.close(descriptor)
    return _File(path, digest.hexdigest(), status)


def _delete(place: Path, files: Sequence[_File]) -> State:
    folder = place.is_dir() and not place.is_symlink()
    with _said_of_deleting(place):
        if not all(file.is_same for file in files):
            return State.OTHER
        for file in files:
            file.path.unlink()
        if folder:
            _remove_folders(place)
        with contextlib.suppress(OSError):
            parent = os.open(place.parent, os.O_RDONLY)
            try:
                os.fsync(parent)
            finally:
                os.close(parent)
    return State.HERE


def _remove_folders(folder: Path) -> None:
    """Removes a folder and those in it, as far as nothing is in them any more."""
    with os.scandir(folder) as entries:
        inner = [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    for one in inner:
        _remove_folders(one)
    with contextlib.suppress(OSError):
        folder.rmdir()


@contextlib.contextmanager
def _said_of_deleting(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "it can't be used").lower()
        raise NotWritable(f"{place} can't be deleted: {reason}.", "Check the permissions of its folder.") from None
