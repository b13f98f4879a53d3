"""Journal files as the file system has them: what may be opened, and how one gets its name."""

import contextlib
import errno
import math
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from journal.errors import BadInput, Damaged, JournalError, NoJournal, NotWritable
from journal.vault import page
from journal.vault.key import SALT_BYTES, Key

_O_NOFOLLOW, _O_NONBLOCK = getattr(os, "O_NOFOLLOW", 0), getattr(os, "O_NONBLOCK", 0)
SIDE_FILES = ("-journal", "-wal", "-shm")  # what SQLite may have beside a file


def own_files(path: Path) -> tuple[Path, ...]:
    """Where a journal's file is and what may be beside it, by the name it is called by and by its own."""
    return tuple(
        place.with_name(place.name + ending) for place in (path, path.resolve()) for ending in ("", *SIDE_FILES)
    )


def read_salt(path: Path) -> bytes:
    """The salt at the start of a journal file. Raises NoJournal for what can't be a journal, and NotWritable."""
    with file_errors(path):
        if not path.exists():
            backups = path.with_name(f"{path.name.removesuffix('.db')}-backups")
            hint = (
                "Its backups are there: journal backup restore" if backups.is_dir() else "Create one with: journal init"
            )
            raise NoJournal(f"There is no journal at {path}.", hint)
        if path.is_dir():
            raise NoJournal(f"{path} is a folder, not a journal.", "Name the file inside it.")
        if not path.is_file():
            raise NoJournal(f"{path} is not a file.", "Name another one.")
        _refuse_odd_side_files(path.resolve())
        # Closing a file lets go of every lock that this process has on it, so none may be in a transaction here.
        with open_regular(path.resolve()) as file:
            start = file.read(page.PAGE_BYTES)
    if not start:
        raise NoJournal(f"{path} is empty: there is no journal in it.", "Name another file, or go back to a backup.")
    if start.startswith(b"SQLite format 3\0"):
        raise NoJournal(f"{path} is a database of another program, not a journal.", "Name another file.")
    if len(start) < page.PAGE_BYTES:
        raise NoJournal(f"{path} is too short to be a journal.", "Name another file, or go back to a backup.")
    return start[:SALT_BYTES]


def open_regular(path: Path) -> BinaryIO:
    """Opens a file to be read, where it is one itself, and no link. Raises OSError.

    What somebody else put there, such as a pipe, would otherwise be waited for without an end.
    """
    return open(path, "rb", opener=_regular)


def _regular(name: str, flags: int) -> int:
    descriptor = os.open(name, flags | _O_NOFOLLOW | _O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is not a file", name)
    return descriptor


def _refuse_odd_side_files(file: Path) -> None:
    for ending in SIDE_FILES:
        beside = file.with_name(file.name + ending)
        try:
            mode = beside.lstat().st_mode
        except FileNotFoundError:  # as it comes and goes with every save of another program
            continue
        if not stat.S_ISREG(mode):
            # SQLite would open it without a look, and wait for ever where it is a pipe.
            raise NotWritable(
                f"{beside} is not a file, so {file.name} can't be opened beside it.",
                "Move it elsewhere, then try again.",
            )


def require_room(folder: Path, needed: int) -> None:
    """Raises NotWritable where the disk of a folder has no room for a new file of so many bytes, and OSError."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        missing = math.ceil((needed - free) / 1_000) / 1_000
        raise NotWritable(
            f"There is not enough room on the disk to make the new file: {missing:,.3f} MB are missing.",
            "Make some room, then try again.",
        )


def refuse_taken(path: Path) -> None:
    """Raises BadInput where something is at a place already."""
    if path.is_dir():
        raise BadInput(f"{path} is a folder.", "Name a file inside it.")
    if path.exists() or path.is_symlink():
        raise BadInput(f"There is a file at {path} already. It was left as it is.", "Name another place with --file.")


def refuse_unwritable(path: Path) -> None:
    """Raises NotWritable where a journal or its folder may not be written to."""
    # Asked before the passphrase is put to use, so that nobody writes for an hour what can't be saved.
    file = path.resolve()
    for place in (file, file.parent):
        if not os.access(place, os.W_OK):
            raise NotWritable(f"{place} can't be written to.", "Change its permissions, or copy the journal elsewhere.")


def refuse_damaged(path: Path, key: Key) -> None:
    """Raises Damaged for a file that a wrong passphrase doesn't explain. A file that it does is left to the caller."""
    with file_errors(path):
        if page.sample(path, key).opens:
            raise Damaged(
                f"{path} is damaged at its start; the passphrase is right.",
                "Keep this file as it is, and go back to a backup, or save what can be read with: "
                "journal doctor --salvage",
            )
        if path.stat().st_size % page.PAGE_BYTES:
            raise Damaged(
                f"{path} is not a journal, or a part of it is missing.",
                "Name another file, or go back to a backup of this one.",
            )


def make_folder(folder: Path) -> None:
    """Makes a folder, and those above it that are missing, for their owner only. Raises OSError."""
    # Each of them private: whoever may write to one of the folders above can put another file in the journal's place.
    for missing in reversed([place for place in (folder, *folder.parents) if not place.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
        with contextlib.suppress(PermissionError):  # a folder that may be written to, but not listed
            synchronise(missing.parent)


def put_in_place(temporary: Path, path: Path) -> None:
    """Gives a whole file its name, which nothing may have yet. Raises BadInput where something has it, and OSError."""
    # A hard link can't replace a file that appeared meanwhile, as a rename would.
    try:
        os.link(temporary, path)
    except FileExistsError:
        refuse_taken(path)
        raise  # it was there a moment ago
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS):
            raise
        refuse_taken(path)
        temporary.rename(path)  # a file system without hard links
    try:
        synchronise(path.parent)
    except OSError:
        path.unlink()  # what is said not to be there isn't
        raise


@contextlib.contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Errors of the system in the block, as those of a journal at a path."""
    try:
        yield
    except JournalError:
        raise
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise NotWritable("The disk is full.", "Make some room, then try again.") from None
        reason = (error.strerror or "it can't be used").lower()
        raise NotWritable(f"{path} can't be used: {reason}.", "Check the path and its permissions.") from None


def is_confirmed(folder: Path) -> bool:
    """Whether the disk confirms which files a folder has, as `synchronise` asks it to."""
    try:
        synchronise(folder)
    except OSError:
        return False
    return True


def synchronise(folder: Path) -> None:
    """Writes to the disk which files a folder has, where the system has such a thing. Raises OSError."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
