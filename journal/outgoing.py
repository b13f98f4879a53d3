"""Files that leave the journal: whole or not at all, private to their owner, and never over another file unasked."""

import contextlib
import datetime as dt
import errno
import os
import re
import secrets
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from journal.errors import BadInput, NotWritable

_TEMPORARY = re.compile(r"\.journal-[0-9a-f]{16}\.part")
_STALE_SECONDS = 3600
_NO_HARD_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS)
_FULL = (errno.ENOSPC, errno.EDQUOT)


def default_name(what: str, today: dt.date, ending: str) -> str:
    """A name that says nothing about what is in the file, such as `summary-2026-05-17.html`."""
    return f"{what}-{today.isoformat()}.{ending}"


def write_file(path: Path, content: bytes | Iterable[bytes], *, replace: bool = False) -> None:
    """Writes a new file that only its owner can read; with `replace`, in the place of the one that is there.

    The file appears under its name when all of it is on the disk. Whatever goes wrong, also in `content` itself, leaves
    neither a part of it nor a change to what was there. Raises BadInput where the place is taken or is no place for a
    file, and NotWritable.
    """
    _refuse(path, replace=replace)
    _sweep(path.parent)
    temporary = path.with_name(f".journal-{secrets.token_hex(8)}.part")
    with _explained(path):
        descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    try:
        try:
            for piece in (content,) if isinstance(content, bytes) else content:
                _write_all(path, descriptor, piece)
            with _explained(path):
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        with _explained(path):
            _put_in_place(temporary, path, replace=replace)
    finally:
        temporary.unlink(missing_ok=True)


def _refuse(path: Path, *, replace: bool) -> None:
    # Asked before anything is written, so that nobody waits for an export that has no place to go.
    with _explained(path):
        try:
            there = path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            there = None
        if not path.parent.is_dir():
            raise BadInput(f"There is no folder {path.parent}.", "Create it first, or name another place.")
    if there is None:
        return
    if stat.S_ISDIR(there.st_mode):
        raise BadInput(f"{path} is a folder.", "Name a file inside it.")
    if stat.S_ISLNK(there.st_mode):
        raise BadInput(f"{path} is a link to another place.", "Name that place itself, or another one.")
    if not stat.S_ISREG(there.st_mode):
        raise BadInput(f"{path} is not an ordinary file.", "Name another place.")
    if not replace:
        raise _taken(path)


def _taken(path: Path) -> BadInput:
    return BadInput(f"There is a file at {path} already. It was left as it is.", "Name another place, or move it away.")


def _write_all(path: Path, descriptor: int, piece: bytes) -> None:
    rest = memoryview(piece)
    with _explained(path):
        while rest:
            rest = rest[os.write(descriptor, rest) :]


def _put_in_place(temporary: Path, path: Path, *, replace: bool) -> None:
    if replace:
        temporary.replace(path)
    else:
        try:
            os.link(temporary, path)  # a rename would replace a file that appeared meanwhile
        except FileExistsError:
            raise _taken(path) from None
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            _put_in_place_without_links(temporary, path)
    # The file is whole by now, and some file systems can't synchronise a folder.
    with contextlib.suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _put_in_place_without_links(temporary: Path, path: Path) -> None:
    # The name is taken by an empty file of our own first, so that what is replaced is nobody else's.
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise _taken(path) from None
    try:
        temporary.replace(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _sweep(folder: Path) -> None:
    """Removes what a process that was killed while it wrote here has left, which is in clear."""
    with contextlib.suppress(OSError):
        for file in folder.iterdir():
            if _TEMPORARY.fullmatch(file.name):
                with contextlib.suppress(OSError):
                    if time.time() - file.lstat().st_mtime > _STALE_SECONDS:
                        file.unlink()


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NotWritable("The disk is full. Nothing was written.", "Make some room, then try again.") from None
        reason = (error.strerror or "it can't be used").lower()
        raise NotWritable(
            f"{path} can't be written: {reason}.", "Check the path and the permissions of its folder."
        ) from None
