"""Files and folders that leave the journal: whole or not at all, private to their owner, never over another unasked."""

import contextlib
import datetime as dt
import errno
import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from journal.errors import BadInput, NotWritable
from journal.outgoing import parts
from journal.vault.files import own_files

_NO_HARD_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_O_BINARY = getattr(os, "O_BINARY", 0)
_PIECE = 1 << 20

# The files of a folder, one after the other: where each is in there, with / between, and its content piece by piece.
# A content may be gone through more than once, and is the same each time.
Files = Iterable[tuple[str, Iterable[bytes]]]


def default_name(what: str, today: dt.date, ending: str) -> str:
    """A name that says nothing about what is in the file, such as `summary-2026-05-17.html`."""
    return f"{what}-{today.isoformat()}.{ending}"


@dataclass
class Ready:
    """What is on the disk as a whole, but under another name still.

    `digest` is the SHA-256 of the file in hex, or the `folder_digest` of a folder. `put` gives it its name, and
    `take_back` undoes that: what was there before is there again.
    """

    digest: str
    _path: Path
    _part: Path
    _replace: bool
    _kept: Path | None = None
    _hold: int | None = None

    def put(self) -> None:
        """Gives it its name. Raises BadInput where the name was taken meanwhile, and NotWritable."""
        with explained(self._path):
            if self._part.is_dir():
                _put_folder(self._part, self._path)
            else:
                if self._replace and os.path.lexists(self._path):
                    self._kept = _kept(self._path, self._part)
                    self._hold = parts.keep(self._kept)
                _put_file(self._part, self._path, replace=self._replace)
            _synchronise(self._path.parent)

    def read_back(self) -> Iterator[bytes]:
        """What was written, as the disk has it, piece by piece. Raises NotWritable where it can't be read."""
        with explained(self._path), self._part.open("rb") as file:
            if sys.platform == "linux":
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # so that it isn't what memory kept of it
            while piece := file.read(_PIECE):
                yield piece

    def take_back(self) -> None:
        """Undoes `put`."""
        with explained(self._path):
            if self._kept is not None:
                self._kept.replace(self._path)
            elif self._path.is_dir():
                self._path.rename(self._part)
            else:
                self._path.unlink(missing_ok=True)


def folder_digest(digests: Iterable[tuple[str, str]]) -> str:
    """The digest of a folder, from the name of each file in it and its SHA-256 in hex, in any order.

    It is the sum of the SHA-256 of each line that `sha256sum` writes of them, so none has to be remembered.
    """
    return _in_hex(sum(_of_line(name, digest) for name, digest in digests))


def _of_line(name: str, digest: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{digest}  {name}\n".encode("utf-8", "surrogateescape")).digest())


def _in_hex(digests: int) -> str:
    return f"{digests % (1 << 256):064x}"


def write_file(path: Path, content: bytes | Iterable[bytes], *, replace: bool = False) -> None:
    """Writes a new file that only its owner can read; with `replace`, in the place of the one that is there.

    The file appears under its name when all of it is on the disk. Whatever goes wrong, also in `content` itself, leaves
    neither a part of it nor a change to what was there. Raises BadInput where the place is taken or is no place for a
    file, and NotWritable.
    """
    with ready_file(path, content, replace=replace) as file:
        file.put()


def write_folder(path: Path, files: Files) -> None:
    """Writes a new folder that only its owner can open, with these files in it; never into or over one that is there.

    Like `write_file`, it is there as a whole or not at all.
    """
    with ready_folder(path, files) as folder:
        folder.put()


@contextlib.contextmanager
def ready_file(path: Path, content: bytes | Iterable[bytes], *, replace: bool = False) -> Iterator[Ready]:
    """A file that is all on the disk inside the block, and has its name when `put` was called; see `write_file`."""
    _refuse(path, replace=replace)
    parts.sweep(path.parent)
    with contextlib.ExitStack() as stack:
        with explained(path):
            descriptor, name = stack.enter_context(parts.new_file(path.parent))
        digest = _fill(path, descriptor, (content,) if isinstance(content, bytes) else content)
        with explained(path):
            os.fsync(descriptor)
            part = name()
        file = Ready(digest, path, part, replace)
        try:
            yield file
        finally:
            if file._kept is not None:
                file._kept.unlink(missing_ok=True)
            if file._hold is not None:
                os.close(file._hold)


@contextlib.contextmanager
def ready_folder(path: Path, files: Files) -> Iterator[Ready]:
    """The same for a folder; see `write_folder`."""
    _refuse(path, replace=False, folder=True)
    parts.sweep(path.parent)
    made: set[Path] = set()
    digests = 0
    with contextlib.ExitStack() as stack:
        with explained(path):
            part = stack.enter_context(parts.new_folder(path.parent))
        for name, content in files:
            inner = part / inner_name(name)
            with explained(path):
                if inner.parent not in made:
                    _make_folders(part, inner.parent)
                    made.add(inner.parent)
                descriptor = os.open(inner, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _O_BINARY, 0o600)
            try:
                digests += _of_line(name, _fill(path, descriptor, content))
            finally:
                with explained(path):
                    os.close(descriptor)
        if hasattr(os, "sync"):
            os.sync()  # once for all of them: one by one, thousands of small files would take minutes
        yield Ready(_in_hex(digests), path, part, _replace=False)


def inner_name(name: str) -> PurePosixPath:
    """The place of a file inside a folder that leaves. Raises ValueError for one that would be elsewhere."""
    inner = PurePosixPath(name)
    if inner.is_absolute() or not inner.parts or ".." in inner.parts or inner.as_posix() != name:
        raise ValueError("a file of a folder has to be inside it")
    return inner


def _make_folders(part: Path, folder: Path) -> None:
    for missing in reversed([folder, *folder.parents]):
        if missing != part and missing.is_relative_to(part):
            missing.mkdir(mode=0o700, exist_ok=True)


def _refuse(path: Path, *, replace: bool, folder: bool = False) -> None:
    # Asked before anything is written, so that nobody waits for an export that has no place to go.
    with explained(path):
        try:
            there = path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            there = None
        if not path.parent.is_dir():
            raise BadInput(f"There is no folder {path.parent}.", "Create it first, or name another place.")
    if there is None:
        return
    if folder:
        raise _taken(path)
    if stat.S_ISDIR(there.st_mode):
        raise BadInput(f"{path} is a folder.", "Name a file inside it.")
    if stat.S_ISLNK(there.st_mode):
        raise BadInput(f"{path} is a link to another place.", "Name that place itself, or another one.")
    if not stat.S_ISREG(there.st_mode):
        raise BadInput(f"{path} is not an ordinary file.", "Name another place.")
    if not replace:
        raise _taken(path)


def _taken(path: Path) -> BadInput:
    return BadInput(
        f"There is something at {path} already. It was left as it is.", "Name another place, or move it away."
    )


def _fill(path: Path, descriptor: int, content: Iterable[bytes]) -> str:
    """Writes all of the content, and returns its digest."""
    digest = hashlib.sha256()
    for piece in content:
        digest.update(piece)
        rest = memoryview(piece)
        with explained(path):
            while rest:
                rest = rest[os.write(descriptor, rest) :]
    return digest.hexdigest()


def _put_file(part: Path, path: Path, *, replace: bool) -> None:
    if replace:
        part.replace(path)
        return
    try:
        os.link(part, path)  # a rename would replace a file that appeared meanwhile
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        _put_file_without_links(part, path)


def _put_file_without_links(part: Path, path: Path) -> None:
    # The name is taken by an empty file of our own first, so that what is replaced is nobody else's.
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise _taken(path) from None
    try:
        part.replace(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _put_folder(part: Path, path: Path) -> None:
    if os.path.lexists(path):
        raise _taken(path)
    try:
        part.rename(path)  # which replaces nothing but an empty folder that appeared meanwhile
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            raise _taken(path) from None
        raise


def _kept(path: Path, part: Path) -> Path:
    """What is to be replaced, under a second name, so that it can be put back."""
    kept = parts.new_name(part.parent)
    try:
        os.link(path, kept, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        import shutil

        shutil.copy2(path, kept, follow_symlinks=False)
    return kept


def _synchronise(folder: Path) -> None:
    # What is in it is whole by now, and some file systems can't synchronise a folder.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def refuse_journal(place: Path, journal: Path, hint: str = "Name another file.") -> None:
    """Refuses a place that is the journal's, or that of a file which may be beside it, or a folder that has it inside.

    Whether anything is there or not: what is beside a journal is taken for its own at the next opening. Raises BadInput
    with this hint, and NotWritable where the place can't be looked at.
    """
    with explained(place):
        try:
            resolved = Path(os.path.realpath(place))
        except ValueError:
            raise BadInput("That place has a character that no path can have.", hint) from None
        for own in own_files(journal):
            file = Path(os.path.realpath(own))
            # A file system may know no capitals, and then what isn't there yet has the same name all the same.
            if _is_beside(resolved, file) and resolved.name.casefold() == file.name.casefold():
                break
            if file.is_relative_to(resolved) or (place.exists() and own.exists() and own.samefile(place)):
                break
        else:
            return
    what = "has the journal inside" if place.is_dir() else "is the journal itself"
    raise BadInput(f"{place} {what}. It was left as it is.", hint)


def _is_beside(one: Path, other: Path) -> bool:
    return one.parent == other.parent or (
        one.parent.exists() and other.parent.exists() and one.parent.samefile(other.parent)
    )


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns an error of the system at this place into NotWritable."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NotWritable("The disk is full. Nothing was written.", "Make some room, then try again.") from None
        reason = (error.strerror or "it can't be used").lower()
        raise NotWritable(
            f"{path} can't be written: {reason}.", "Check the path and the permissions of its folder."
        ) from None
