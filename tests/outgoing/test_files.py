"""Files that leave are whole or absent, private, and never replace another unasked."""

import datetime as dt
import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.errors import BadInput, JournalError, NotWritable
from journal.outgoing import default_name, write_file
from journal.outgoing.files import ready_file, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    made = tmp_path / "outgoing"
    made.mkdir()
    return made


def refused(path: Path, *, replace: bool = False) -> JournalError:
    """The error with which a write to this place is refused; it has to have a hint."""
    with pytest.raises(JournalError) as caught:
        write_file(path, b"new", replace=replace)
    assert caught.value.hint
    return caught.value


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(file.name for file in folder.iterdir())


def broken_pieces() -> Iterator[bytes]:
    """Content that breaks off half-way."""
    yield b"one"
    raise BadInput("Something in the journal can't be read.")


@pytest.mark.parametrize("content", [b"one two", [b"one", b" ", b"", b"two"], iter([b"one two"])])
def test_content_arrives(folder: Path, content: bytes) -> None:
    """Bytes, a list and an iterator of pieces arrive as they are, and nothing else is left in the folder."""
    write_file(folder / "a.html", content)
    assert (folder / "a.html").read_bytes() == b"one two"
    assert names(folder) == ["a.html"]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
@pytest.mark.parametrize("replace", [False, True])
def test_only_the_owner_can_read_it(folder: Path, umask: int, replace: bool) -> None:
    """The file has mode 0600 under any umask, also in the place of one that everybody could read."""
    if replace:
        (folder / "a").write_bytes(b"old")
        (folder / "a").chmod(0o644)
    before = os.umask(umask)
    try:
        write_file(folder / "a", b"new", replace=replace)
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "a").stat().st_mode) == 0o600


def test_while_it_is_written_with_a_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is written there is one hidden file under another name, private too, and none under the final name."""
    monkeypatch.setattr("journal.outgoing.parts._nameless", lambda folder: None)
    seen: list[tuple[str, int]] = []

    def pieces() -> Iterator[bytes]:
        yield b"one"
        seen.extend((file.name, stat.S_IMODE(file.stat().st_mode)) for file in folder.iterdir())
        yield b"two"

    write_file(folder / "summary-2026-05-17.html", pieces())
    ((name, mode),) = seen
    assert name.startswith(".") and "summary" not in name and mode == 0o600


def test_a_file_that_is_there_stays(folder: Path) -> None:
    """A taken name is refused with exit code 2 and the file is left as it was."""
    (folder / "a").write_bytes(b"old")
    assert isinstance(refused(folder / "a"), BadInput)
    assert (folder / "a").read_bytes() == b"old"
    assert names(folder) == ["a"]


def test_replacing_has_to_be_asked_for(folder: Path) -> None:
    """With `replace`, the file is another one afterwards."""
    (folder / "a").write_bytes(b"old")
    write_file(folder / "a", b"new", replace=True)
    assert (folder / "a").read_bytes() == b"new"


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_appears_meanwhile_stays(folder: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    """A file that another program made while this one was written is not replaced, with hard links or without."""
    if not links:
        monkeypatch.setattr("journal.outgoing.parts._nameless", lambda folder: None)
        monkeypatch.setattr(os, "link", no_links)

    def pieces() -> Iterator[bytes]:
        yield b"new"
        (folder / "a").write_bytes(b"of another program")

    with pytest.raises(BadInput):
        write_file(folder / "a", pieces())
    assert (folder / "a").read_bytes() == b"of another program"
    assert names(folder) == ["a"]


def no_links(*_: object) -> None:
    """A file system without hard links, as many USB sticks have."""
    raise OSError(errno.EPERM, "Operation not permitted")


def test_without_hard_links(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system without hard links gets the file all the same."""
    monkeypatch.setattr("journal.outgoing.parts._nameless", lambda folder: None)
    monkeypatch.setattr(os, "link", no_links)
    write_file(folder / "a", b"new")
    assert (folder / "a").read_bytes() == b"new"
    assert names(folder) == ["a"]


@pytest.mark.parametrize("replace", [False, True])
def test_places_that_are_no_file(folder: Path, tmp_path: Path, replace: bool) -> None:
    """A folder, a link, a broken link, a pipe and a place in a folder that isn't there are refused and left alone."""
    (tmp_path / "elsewhere").write_bytes(b"old")
    (folder / "inner").mkdir()
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    (folder / "broken").symlink_to(tmp_path / "nowhere")
    os.mkfifo(folder / "pipe")
    before = names(folder)
    for name in ("inner", "link", "broken", "pipe", "missing/a", "link/a"):
        assert isinstance(refused(folder / name, replace=replace), BadInput), name
    assert names(folder) == before
    assert (tmp_path / "elsewhere").read_bytes() == b"old"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("there", [False, True])
def test_content_that_breaks_off(folder: Path, there: bool) -> None:
    """An error in the content itself comes through as it is, and leaves no part of a file and the old one whole."""
    if there:
        (folder / "a").write_bytes(b"old")
    with pytest.raises(BadInput, match="in the journal"):
        write_file(folder / "a", broken_pieces(), replace=there)
    assert names(folder) == (["a"] if there else [])
    assert not there or (folder / "a").read_bytes() == b"old"


@pytest.mark.parametrize("function", ["open", "write", "fsync", "link"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EACCES, errno.EROFS])
def test_a_disk_that_refuses(folder: Path, monkeypatch: pytest.MonkeyPatch, function: str, code: int) -> None:
    """Whatever step the disk refuses: exit code 15, a hint, the reason in words, and nothing left behind."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patched:
        patched.setattr(os, function, refuse)
        error = refused(folder / "a")
    assert isinstance(error, NotWritable)
    full = code in (errno.ENOSPC, errno.EDQUOT)
    assert ("disk is full" if full else os.strerror(code).lower()) in error.message
    assert names(folder) == []


def test_a_disk_that_takes_a_little_at_a_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that took only a part of a piece is gone on with."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, piece: write(descriptor, piece[:3]))
    write_file(folder / "a", [b"one two three", b" four"])
    assert (folder / "a").read_bytes() == b"one two three four"


def test_what_a_killed_process_left_is_swept(folder: Path, tmp_path: Path) -> None:
    """The next file in a folder takes with it the remains of one that was never finished, and nothing else."""
    (tmp_path / "elsewhere").write_bytes(b"old")
    (folder / ".journal-0123456789abcdef.part").write_bytes(b"in clear")
    (folder / ".journal-1123456789abcdef.part" / "entries").mkdir(parents=True)
    (folder / ".journal-1123456789abcdef.part" / "entries" / "a.md").write_bytes(b"in clear")
    (folder / ".journal-1123456789abcdef.part" / "link").symlink_to(tmp_path)
    (folder / ".journal-2123456789abcdef.part").symlink_to(tmp_path / "elsewhere")
    (folder / ".journal-notes.part").write_bytes(b"somebody else's")
    write_file(folder / "a", b"new")
    assert names(folder) == [".journal-2123456789abcdef.part", ".journal-notes.part", "a"]
    assert (tmp_path / "elsewhere").read_bytes() == b"old"


@pytest.mark.parametrize("nameless", [True, False])
def test_a_file_has_no_name_while_it_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, nameless: bool
) -> None:
    """Where a file without a name can't be, it has a hidden one; either way it is whole, and its owner's alone."""
    seen = []
    if not nameless:
        monkeypatch.setattr("journal.outgoing.parts._nameless", lambda folder: None)

    def pieces() -> Iterator[bytes]:
        yield b"one"
        seen.extend(names(folder))
        yield b"two"

    write_file(folder / "a", pieces())
    assert [name.startswith(".journal-") for name in seen] == [True] * (not nameless)
    assert names(folder) == ["a"] and (folder / "a").read_bytes() == b"onetwo"
    assert stat.S_IMODE((folder / "a").stat().st_mode) == 0o600 and (folder / "a").stat().st_nlink == 1


def test_what_is_being_written_is_not_swept(folder: Path) -> None:
    """Two that write in one folder at the same time leave each other's parts alone, those of folders too."""

    def pieces() -> Iterator[bytes]:
        yield b"one"
        write_file(folder / "b", b"within")
        write_folder(folder / "c", [("inner", inner())])
        yield b"two"

    def inner() -> Iterator[bytes]:
        write_file(folder / "d", b"within")
        yield b"three"

    write_file(folder / "a", pieces())
    assert names(folder) == ["a", "b", "c", "d"]
    assert (folder / "a").read_bytes() == b"onetwo"
    assert (folder / "c" / "inner").read_bytes() == b"three"


def test_what_is_replaced_is_not_swept_before_it_is_settled(folder: Path) -> None:
    """Another export to the same folder leaves what may have to be put back, and it is put back."""
    (folder / "a").write_bytes(b"old")
    with ready_file(folder / "a", b"new", replace=True) as ready:
        ready.put()
        write_file(folder / "b", b"within")
        ready.take_back()
    assert names(folder) == ["a", "b"] and (folder / "a").read_bytes() == b"old"


def test_without_locks_only_what_is_old_is_swept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file system has no locks, a part may still be written to, unless it is an hour old."""

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    remains, young = ".journal-0123456789abcdef.part", ".journal-fedcba9876543210.part"
    for name in (remains, young):
        (folder / name).write_bytes(b"in clear")
    os.utime(folder / remains, (0, 0))
    write_file(folder / "a", b"new")
    assert names(folder) == [young, "a"]


def test_names_are_neutral() -> None:
    """The name of a file is made of what it is in general, a date and an ending."""
    assert default_name("summary", dt.date(2026, 5, 17), "html") == "summary-2026-05-17.html"
    assert default_name("journal-data", dt.date(2026, 5, 7), "json") == "journal-data-2026-05-07.json"


def test_a_folder_that_cannot_be_synchronised(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file system can't synchronise a folder, the file is written all the same."""
    fsync = os.fsync

    def only_files(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", only_files)
    write_file(folder / "a", b"new")
    assert names(folder) == ["a"]
