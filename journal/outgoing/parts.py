"""Parts: what is being written, in the folder where it will be, until it is whole.

Where the system can, a file has no name at all until then, so that nothing of it stays when the process is killed.
Otherwise, and for folders, a part has a name of its own, and another process watches, which removes it when this one is
killed. Both may end at once, with the machine. The process that writes a part holds a lock on it, which the system
takes back when the process ends, however it ends. So a part that nobody has locked is what was left then, and is swept
by whoever writes in that folder next.
"""

import contextlib
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from journal.outgoing.watch import watching
from journal.safety.locks import hold, is_nobodys, lock, nobodys

_NAME = re.compile(r"\.journal-[0-9a-f]{16}\.part")
_PIECE = 1 << 20
_DESCRIPTORS = "/proc/self/fd"
_O_BINARY = getattr(os, "O_BINARY", 0)
_O_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)

Watch = Callable[[Path], None]  # tells a place that is to go away with this process


@contextlib.contextmanager
def new_file(folder: Path) -> Iterator[tuple[int, Callable[[], Path]]]:
    """A descriptor to write a part to, which only its owner can read, and what gives it its name once it is whole.

    It is gone after the block, unless it was moved.
    """
    with contextlib.ExitStack() as stack:
        watch = stack.enter_context(watching())
        part: Path | None = None
        nameless = _nameless(folder)
        if nameless is None:
            part, descriptor = _named(folder, watch)
        else:
            descriptor = nameless
        stack.callback(os.close, descriptor)

        def name() -> Path:
            nonlocal part
            if part is None:
                part = _linked(descriptor, folder, watch)
            if part is None:  # it can't have a name after all
                part, named = _named(folder, watch)
                stack.callback(os.close, named)
                _copy(descriptor, named)
            return part

        try:
            yield descriptor, name
        finally:
            if part is not None:
                part.unlink(missing_ok=True)


def _linked(descriptor: int, folder: Path, watch: Watch) -> Path | None:
    """Gives a file without a name one; None where that can't be."""
    part = _watched_name(folder, watch)
    lock(descriptor)  # before it can be seen by whoever sweeps
    try:
        # With a descriptor, the link leads to the file itself rather than to where it stands in /proc.
        os.link(f"{_DESCRIPTORS}/{descriptor}", part, src_dir_fd=descriptor, follow_symlinks=True)
    except OSError:
        return None
    return part


def _copy(source: int, target: int) -> None:
    os.lseek(source, 0, os.SEEK_SET)
    while piece := os.read(source, _PIECE):
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(target, rest) :]
    os.fsync(target)


def _nameless(folder: Path) -> int | None:
    """A file without a name; None where the system or the file system has no such files."""
    if not hasattr(os, "O_TMPFILE") or not Path(_DESCRIPTORS).is_dir():
        return None
    try:
        return os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
    except OSError:
        return None


def _named(folder: Path, watch: Watch) -> tuple[Path, int]:
    while True:
        part = _watched_name(folder, watch)
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _O_BINARY, 0o600)
        if hold(part, descriptor):
            return part, descriptor
        os.close(descriptor)  # it was swept before the lock was on it


@contextlib.contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """An empty folder as a part, for its owner only; gone after the block with all in it, unless it was moved."""
    with watching() as watch:
        while True:
            part = _watched_name(folder, watch)
            part.mkdir(mode=0o700)
            with contextlib.suppress(FileNotFoundError):
                descriptor = os.open(part, os.O_RDONLY)
                if hold(part, descriptor):
                    break
                os.close(descriptor)
        try:
            yield part
        finally:
            _remove(part)
            os.close(descriptor)


def _watched_name(folder: Path, watch: Watch) -> Path:
    part = new_name(folder)
    watch(part)
    return part


def sweep(folder: Path) -> None:
    """Removes what a process that was killed while it wrote here has left, which may be in clear."""
    with contextlib.suppress(OSError):
        for place in folder.iterdir():
            if _NAME.fullmatch(place.name):
                with contextlib.suppress(OSError):
                    _sweep_one(place)


def left(folder: Path) -> tuple[Path, ...]:
    """The parts in a folder that nobody is writing any more. Raises OSError."""
    return tuple(place for place in folder.iterdir() if _NAME.fullmatch(place.name) and is_nobodys(place))


def new_name(folder: Path) -> Path:
    """A name that nothing has: hidden, and known to `sweep`."""
    return folder / f".journal-{secrets.token_hex(8)}.part"


def _sweep_one(place: Path) -> None:
    with nobodys(place) as so:
        if so:
            _remove(place)


def keep(part: Path) -> int | None:
    """Keeps a part that is not written to from being swept, until the descriptor is closed; None where it can't be."""
    with contextlib.suppress(OSError):
        descriptor = os.open(part, os.O_RDONLY | _O_NOFOLLOW | _O_BINARY)
        lock(descriptor)
        return descriptor
    return None


def _remove(place: Path) -> None:
    if not os.path.lexists(place):
        return
    if stat.S_ISDIR(place.lstat().st_mode):
        import shutil

        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)
