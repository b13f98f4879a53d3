"""The folder of a demo: private, gone at the end, swept when its process is gone, and taken over by nobody else."""

import errno
import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.demo import temporary
from journal.errors import BadInput, NotWritable

STAY = """
import sys
from journal.demo import temporary
with temporary() as folder:
    (folder / "journal.db").write_bytes(b"x")
    print(folder, flush=True)
    sys.stdin.read()
"""

AGAIN = """
import os, sys
from pathlib import Path
from journal.demo import temporary
resume = Path(sys.argv[1]) if sys.argv[1:] else None
with temporary(resume) as folder:
    print(folder, flush=True)
    if resume is None:
        os.execv(sys.executable, [sys.executable, "-c", os.environ["SCRIPT"], str(folder)])
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for temporary files of this test's own, for this process and those it starts."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def other() -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another process that is showing a demo, and the demo's folder."""
    with subprocess.Popen(
        [sys.executable, "-c", STAY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process, Path(process.stdout.readline().strip())
        process.kill()


def owned_folder(place: Path, name: str, process: int) -> Path:
    """A folder as a demo of some process leaves it."""
    folder = place / name
    folder.mkdir(mode=0o700)
    (folder / "process").write_text(f"{process}\n")
    return folder


@pytest.fixture
def gone() -> int:
    """The id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_the_folder_is_private_and_neutrally_named(place: Path) -> None:
    """Nobody else may enter it, and its name says nothing."""
    before = os.umask(0)
    try:
        with temporary() as folder:
            assert folder.parent == place
            assert folder.name.startswith("journal-")
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert [stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()] == [0o600]
    finally:
        os.umask(before)


def test_the_folder_is_gone_at_the_end(place: Path) -> None:
    """With everything in it."""
    with temporary() as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "journal.db").write_bytes(b"x")
    assert list(place.iterdir()) == []


def test_the_folder_is_gone_after_an_exception(place: Path) -> None:
    """An error in the block comes out as it was, and leaves no folder."""
    with pytest.raises(ZeroDivisionError), temporary() as folder:
        (folder / "journal.db").write_bytes(b"x")
        raise ZeroDivisionError
    assert list(place.iterdir()) == []


def test_the_folder_of_a_killed_demo_is_swept(other: tuple[subprocess.Popen[str], Path]) -> None:
    """The next demo removes what a killed one could not."""
    process, left = other
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert left.exists()
    with temporary():
        assert not left.exists()


def test_the_folder_of_a_running_demo_is_left(other: tuple[subprocess.Popen[str], Path]) -> None:
    """Two demos at once don't disturb each other."""
    theirs = other[1]
    with temporary() as ours:
        assert ours != theirs
    assert (theirs / "journal.db").exists()


def test_only_folders_of_demos_are_swept(place: Path, gone: int) -> None:
    """Other names, folders without the note of a process, files, and notes that say something else are left."""
    owned_folder(place, "notes-1", gone)
    (place / "journal-plain").mkdir()
    (place / "journal-file").write_text(f"{gone}\n")
    for name, note in (("journal-words", "a diary"), ("journal-signed", f"-{gone}"), ("journal-long", "9" * 40)):
        (owned_folder(place, name, gone) / "process").write_text(note)
    swept = owned_folder(place, "journal-swept", gone)
    left = set(place.iterdir()) - {swept}
    with temporary() as folder:
        assert set(place.iterdir()) == left | {folder}


def test_sweeping_follows_no_link(place: Path, tmp_path: Path, gone: int) -> None:
    """A link to a folder, a link in place of the note, and what a link inside leads to are all left alone."""
    elsewhere = owned_folder(tmp_path, "elsewhere", gone)
    (elsewhere / "kept").write_text("kept")
    (place / "journal-link").symlink_to(elsewhere)
    (place / "journal-note").mkdir()
    (place / "journal-note" / "process").symlink_to(elsewhere / "process")
    swept = owned_folder(place, "journal-inside", gone)
    (swept / "link").symlink_to(elsewhere)
    with temporary():
        assert (place / "journal-link").is_symlink()
        assert (place / "journal-note" / "process").is_symlink()
        assert not swept.exists()
    assert sorted(file.name for file in elsewhere.iterdir()) == ["kept", "process"]


def test_what_another_user_owns_is_left(place: Path, gone: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that belongs to somebody else is neither swept nor taken over."""
    theirs = owned_folder(place, "journal-theirs", gone)
    claimed = owned_folder(place, "journal-claimed", os.getpid())
    owner = theirs.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with temporary():
        assert theirs.exists()
    with pytest.raises(BadInput), temporary(claimed):
        raise AssertionError("the folder of another user was taken over")
    assert claimed.exists()


def test_a_program_that_executes_itself_keeps_its_folder(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After execv the same process takes its folder over, and removes it at the end."""
    monkeypatch.setenv("SCRIPT", AGAIN)
    ran = subprocess.run([sys.executable, "-c", AGAIN], capture_output=True, text=True, check=True)
    first, second = ran.stdout.split()
    assert first == second
    assert list(place.iterdir()) == []


def test_a_folder_that_is_not_this_demos_is_refused(
    place: Path, tmp_path: Path, gone: int, other: tuple[subprocess.Popen[str], Path]
) -> None:
    """A running demo's folder, one elsewhere, a link, a way around, and one that isn't there stay as they are."""
    own = owned_folder(place, "journal-own", os.getpid())
    (place / "journal-link").symlink_to(own)
    refused = [
        other[1],
        owned_folder(tmp_path, "journal-elsewhere", os.getpid()),
        owned_folder(place, "notes", os.getpid()),
        place / "journal-link",
        own / "..",
        place / "journal-none",
        tmp_path,
    ]
    for folder in refused:
        existed = folder.exists()
        with pytest.raises(BadInput), temporary(folder):
            raise AssertionError(f"{folder} was taken over")
        assert folder.exists() == existed
    assert (own / "process").exists()


def test_no_room_for_a_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no folder can be made, the person is told so."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    with pytest.raises(NotWritable), temporary():
        raise AssertionError("a folder was made in no place")


def test_a_full_disk_leaves_no_folder(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder whose note can't be written is taken away again: no sweep would know it."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(NotWritable), temporary():
        raise AssertionError("a folder was made on a full disk")
    assert list(place.iterdir()) == []
