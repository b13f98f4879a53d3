"""Files to take in, read within limits: ordinary files alone, and no links out of a folder."""

import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from journal.errors import BadInput
from journal.transfer.reading import MOST_BYTES

MOST_FILES = 100_000  # that are looked at in a folder, whatever they are
MOST_FOLDERS_DEEP = 16
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)

# What a file that is no text has where, and what to do about it.
_JRNL = "Export it from jrnl to a file in a private folder (jrnl --export json), import that file, then delete it."
_SIGNS: tuple[tuple[int, bytes, str, str], ...] = (
    (257, b"ustar", "The file is a TAR archive.", "Unpack it in a private folder, and name that folder."),
    (0, b"JRNLv3", "The file is encrypted by jrnl, so it can't be read here.", _JRNL),
    (0, b"gAAAAA", "The file is encrypted by jrnl, so it can't be read here.", _JRNL),
    (0, b"PK\x03\x04", "The file is a ZIP archive.", "Unpack it in a private folder, and name the file inside it."),
    (0, b"\x1f\x8b", "The file is compressed.", "Unpack it in a private folder, and name the file inside it."),
    (0, b"%PDF-", "The file is a PDF, which can't be read here.", "Name a file of text, JSON or CSV."),
    (
        0,
        b"SQLite format 3\0",
        "The file is a database of another program.",
        "Export it there to JSON, CSV or text first.",
    ),
    (0, b"\xff\xfe", "The file is text in UTF-16.", "Save it as UTF-8 first."),
    (0, b"\xfe\xff", "The file is text in UTF-16.", "Save it as UTF-8 first."),
)
_BLOCK = 16  # bytes of AES, of which the journal of jrnl 1 is a multiple


@dataclass
class Folder:
    """What is in a folder: its files by their path within it, in order, and how much else there is by what it is."""

    files: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def read_file(path: Path, *, room: int = MOST_BYTES, follow: bool = True) -> bytes:
    """The bytes of an ordinary file. Raises BadInput for anything else, and for one that is larger than the room."""
    try:
        descriptor = os.open(path, _FLAGS | (0 if follow else _NO_LINK))
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise BadInput(f"{path} is not an ordinary file.", "Name a file, a folder, or - for standard input.")
    with os.fdopen(descriptor, "rb") as file:
        try:
            return _all_of(file, room)
        except OSError as error:
            raise _unreadable(path, error) from None


def read_stream(stream: BinaryIO) -> bytes:
    """All that comes on a stream. Raises BadInput where that is more than there is room for."""
    try:
        return _all_of(stream, MOST_BYTES)
    except OSError as error:
        raise BadInput(f"Standard input can't be read: {_reason(error)}.", "Name a file instead.") from None


def walk(folder: Path) -> Folder:
    """What is in a folder and the folders in it. Links are counted, and never followed.

    Raises BadInput for a folder that can't be read, that is too deep, or that has more in it than can be taken in.
    """
    found = Folder()
    seen = 0
    try:
        for entry, name in _entries(folder, "", MOST_FOLDERS_DEEP):
            seen += 1
            if seen > MOST_FILES:
                raise BadInput(
                    f"There is too much in {folder}.", f"Up to {MOST_FILES} files can be taken in at a time."
                )
            if entry.is_symlink():
                found.left_out["links to other places"] += 1
            elif entry.is_file(follow_symlinks=False):
                found.files.append(name)
            else:
                found.left_out["what is no ordinary file"] += 1
    except OSError as error:
        raise _unreadable(folder, error) from None
    found.files.sort()
    return found


def text_of(data: bytes, place: str = "The file") -> str:
    """The text in these bytes, without a byte-order mark. Raises BadInput for what is no text in UTF-8."""
    for offset, start, problem, hint in _SIGNS:
        if data.startswith(start, offset):
            raise BadInput(problem if place == "The file" else f"{place}: {problem}", hint)
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as problem:
        if len(data) >= 2 * _BLOCK and len(data) % _BLOCK == 0:
            raise BadInput(f"{place} is no text; it may be encrypted, as jrnl 1 did it.", _JRNL) from None
        line = data.count(b"\n", 0, problem.start) + 1
        raise BadInput(f"{place} is not text in UTF-8: see line {line}.", "Save it as UTF-8 first.") from None


def _all_of(file: BinaryIO, room: int) -> bytes:
    data = file.read(room + 1)
    if len(data) > room:
        raise BadInput("There is too much to be read.", f"Up to {MOST_BYTES >> 20} MiB can be taken in at a time.")
    return data


def _entries(folder: Path, within: str, levels: int) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Everything in a folder that is no folder, with its path; hidden folders such as .git are passed over."""
    if levels == 0:
        raise BadInput(f"The folders in {folder} go too deep.", f"Up to {MOST_FOLDERS_DEEP} levels can be taken in.")
    with os.scandir(folder) as entries:
        for entry in entries:
            name = within + entry.name
            if not entry.is_dir(follow_symlinks=False):
                yield entry, name
            elif not entry.name.startswith("."):
                yield from _entries(Path(entry.path), f"{name}/", levels - 1)


def _unreadable(path: Path, error: OSError | ValueError) -> BadInput:
    return BadInput(f"{path} can't be read: {_reason(error)}.", "Check the path and its permissions.")


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or "it can't be used").lower()
