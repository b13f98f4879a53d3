"""Folders that leave are whole or absent, private, and never touch what is there; as a tar they are one file."""

import errno
import io
import os
import stat
import subprocess
import tarfile
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journal.errors import BadInput, NotWritable
from journal.outgoing import parts
from journal.outgoing.files import Files, write_file, write_folder
from journal.outgoing.tar import tar
from journal.safety.locks import hold

FILES: Files = (
    ("README.txt", [b"one"]),
    ("entries/2026/05/2026-05-04-education-3f9a12c4.md", [b"two", b"", b" three"]),
    ("entries/2026/04/a.md", [b"a" * 1000]),
    ("records/goal/b.md", []),
)
CONTENT = {name: b"".join(content) for name, content in FILES}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    made = tmp_path / "outgoing"
    made.mkdir()
    return made


def read(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, by its place in there."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_the_owner_can_open_it(place: Path, umask: int) -> None:
    """All is there, and private under any umask: folders 0700, files 0600; nothing else is left beside it."""
    before = os.umask(umask)
    try:
        write_folder(place / "data", FILES)
    finally:
        os.umask(before)
    assert read(place / "data") == CONTENT
    assert [one.name for one in place.iterdir()] == ["data"]
    modes = {(one.is_dir(), stat.S_IMODE(one.stat().st_mode)) for one in [place / "data", *place.rglob("*")]}
    assert modes == {(True, 0o700), (False, 0o600)}


@pytest.mark.parametrize("there", ["file", "empty folder", "folder", "link", "broken link"])
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_what_is_there_stays(place: Path, tmp_path: Path, there: str, when: str) -> None:
    """A taken name is refused and what has it is left alone, also where it appears while the folder is written."""
    target = place / "data"

    def take() -> None:
        if there == "file":
            target.write_bytes(b"old")
        elif there == "empty folder":
            target.mkdir()
        elif there == "folder":
            target.mkdir()
            (target / "old").write_bytes(b"old")
        else:
            (tmp_path / "elsewhere").mkdir()
            target.symlink_to(tmp_path / ("elsewhere" if there == "link" else "nowhere"))

    def meanwhile() -> Iterator[tuple[str, list[bytes]]]:
        yield "a", [b"new"]
        take()

    if when == "before":
        take()
    with pytest.raises(BadInput, match="It was left as it is"):
        write_folder(target, meanwhile() if when == "meanwhile" else FILES)
    assert [one.name for one in place.iterdir()] == ["data"]
    if there in ("file", "folder"):
        assert (target if there == "file" else target / "old").read_bytes() == b"old"
    elif there == "empty folder":
        assert list(target.iterdir()) == []
    else:
        assert target.is_symlink() and not (tmp_path / "nowhere").exists()


def test_content_that_breaks_off(place: Path) -> None:
    """An error in the content comes through as it is, and leaves nothing."""

    def broken() -> Iterator[tuple[str, list[bytes]]]:
        yield from (("a/b", [b"one"]), ("a/c", [b"two"]))
        raise BadInput("Something in the journal can't be read.")

    with pytest.raises(BadInput, match="in the journal"):
        write_folder(place / "data", broken())
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("function", ["mkdir", "open", "write", "close", "rename"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_disk_that_refuses(place: Path, monkeypatch: pytest.MonkeyPatch, function: str, code: int) -> None:
    """Whatever step the disk refuses, also when much of it is there: exit code 15, a hint, and nothing left behind."""
    real = getattr(os, function)
    calls = 0

    def refuse(*arguments: object, **options: object) -> object:
        nonlocal calls
        if function == "close" and not stat.S_ISREG(os.fstat(int(str(arguments[0]))).st_mode):
            return real(*arguments, **options)
        calls += 1
        reading = function == "open" and not int(str(arguments[1])) & os.O_CREAT
        if reading or (calls != 3 and function != "rename"):
            return real(*arguments, **options)
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patched:
        patched.setattr(os, function, refuse)
        with pytest.raises(NotWritable) as caught:
            write_folder(place / "data", FILES)
    assert caught.value.hint
    assert ("disk is full" if code == errno.ENOSPC else os.strerror(code).lower()) in caught.value.message
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("write", [lambda path: write_folder(path, FILES), lambda path: write_file(path, b"one")])
def test_a_part_that_somebody_sweeps_as_it_begins(
    place: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], object]
) -> None:
    """A part whose lock another program has, which is about to remove it, is left to that, and another one is begun."""
    held, swept = hold, list[Path]()

    def not_at_first(part: Path, descriptor: int) -> bool:
        if swept:
            return held(part, descriptor)
        swept.append(part)
        return False

    monkeypatch.setattr(parts, "_nameless", lambda folder: None)
    monkeypatch.setattr(parts, "hold", not_at_first)
    write(place / "data")
    assert {one.name for one in place.iterdir()} == {"data", swept[0].name}
    parts.sweep(place)
    assert [one.name for one in place.iterdir()] == ["data"]


@pytest.mark.parametrize("name", ["", ".", "..", "/etc/passwd", "a/../../b", "a//b", "a/", "./a"])
def test_no_file_is_elsewhere(place: Path, name: str) -> None:
    """A name that leads out of the folder, or isn't written in the one way, is refused by both."""
    with pytest.raises(ValueError, match="inside it"):
        write_folder(place / "data", [(name, [b"one"])])
    with pytest.raises(ValueError, match="inside it"):
        list(tar([("b", []), (f"../{name}", [b"one"])], "data"))
    assert list(place.iterdir()) == []


def test_a_tar_says_nothing_of_who_made_it() -> None:
    """Its members are private, in one folder, have neither an owner nor a time of their own, and are what went in."""
    whole = b"".join(tar(FILES, "data-2026-05-17-md"))
    with tarfile.open(fileobj=io.BytesIO(whole)) as opened:
        members = opened.getmembers()
        files = {one.name: file.read() for one in members if (file := opened.extractfile(one))}
    assert files == {f"data-2026-05-17-md/{name}": content for name, content in CONTENT.items()}
    assert {(one.uid, one.gid, one.uname, one.gname, one.mtime) for one in members} == {(0, 0, "", "", 946_684_800)}
    assert {(one.isdir(), one.mode) for one in members} == {(True, 0o700), (False, 0o600)}
    assert len({one.name for one in members}) == len(members)
    assert members[0].name == "data-2026-05-17-md"
    assert whole == b"".join(tar(FILES, "data-2026-05-17-md"))


def test_another_tar_unpacks_it(place: Path) -> None:
    """The system's own program reads it to its end without a word."""
    long = "/".join(("n" * 200, "m" * 200, "żółć"))
    whole = b"".join(tar((*FILES, (long, [b"long"])), "data"))
    done = subprocess.run(["tar", "-xf", "-"], input=whole, cwd=place, capture_output=True, check=True)
    assert done.stderr == b""
    assert read(place / "data") == CONTENT | {long: b"long"}


def test_it_needs_no_memory_to_speak_of(place: Path) -> None:
    """A tar of a large file takes the memory of a piece."""

    class Large:
        """Fifty megabytes."""

        def __iter__(self) -> Iterator[bytes]:
            return (b"a" * 10_000 for _ in range(5000))

    tracemalloc.start()
    size = sum(map(len, tar([("a", Large())], "data")))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 50_000_000
    assert peak < 1_000_000
