"""The demo, with and without a terminal."""

from collections.abc import Callable
from pathlib import Path

import pytest

from journal.safety.text import UNSAFE
from tests.cli.running import run
from tests.e2e.terminal import Terminal

Open = Callable[..., Terminal]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for temporary files of its own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.mark.parametrize(("options", "name"), [((), "Sam"), (("--solo",), "Noor")])
def test_without_a_terminal(temporary: Path, options: tuple[str, ...], name: str) -> None:
    """It prints the summary of the demo's client, asks for nothing, and leaves nothing behind."""
    ended = run("demo", *options, passphrase=None)
    assert ended.code == 0
    assert ended.text.startswith(f"Session summary\n{name} · ")
    assert not UNSAFE.search(ended.text)
    assert "everything in it is invented" in ended.err
    assert list(temporary.iterdir()) == []


def test_the_journal_of_whoever_runs_it_is_not_touched(temporary: Path, made: Path) -> None:
    """The demo has nothing to do with the journal that --file names."""
    before = made.read_bytes()
    assert run("--file", made, "demo", passphrase=None).code == 0
    assert made.read_bytes() == before


def test_a_folder_that_is_no_demo(temporary: Path, tmp_path: Path) -> None:
    """A folder to go on in that isn't one of this demo is left alone."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").touch()
    ended = run("demo", "--resume", tmp_path / "mine", passphrase=None)
    assert (ended.code, ended.out) == (2, b"")
    assert (tmp_path / "mine" / "file").exists()


def test_on_a_terminal(temporary: Path, terminal: Open) -> None:
    """It opens at Today without asking, locks to a screen that asks, opens again, and is gone at the end."""
    one = terminal("demo")
    one.until_text("[1 Today]")
    assert b"Making a journal to look at" in one.stream and b"Passphrase" not in one.stream
    (folder,) = temporary.iterdir()
    one.press("ctrl+l")
    one.until_text("Its passphrase is: demo")
    assert list(temporary.iterdir()) == [folder]
    one.type("demo")
    one.press("enter")
    one.until_text("Today")
    one.press("ctrl+q")
    assert one.until_end() == 0
    assert list(temporary.iterdir()) == []
