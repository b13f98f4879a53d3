"""The key that blanks, and what the fresh program after a lock is like."""

import resource
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.safety.erasing import ERASE
from tests.e2e.terminal import Terminal
from tests.e2e.test_signals import MARKER, unlock, written

__all__ = ["written"]

Open = Callable[..., Terminal]


@pytest.mark.parametrize("key", ["f8", "ctrl+l"])
def test_a_busy_app_is_hidden_all_the_same(written: Path, terminal: Open, tmp_path: Path, key: str) -> None:
    """While the app can do nothing else, the key erases the screen; once it can, it draws what belongs there."""
    free = tmp_path / "free"
    window = terminal("--file", written, program="tests.e2e.probing", env={"TESTS_BUSY": str(free)})
    unlock(window)
    window.press("f6")
    window.until(free.with_suffix(".busy").exists, "the app to be busy")
    window.press(key)
    window.until_gone(MARKER)
    assert not window.text.strip() and window.stream.endswith(ERASE.encode())
    seen = len(window.stream)
    free.touch()
    if key == "f8":
        window.until(lambda: len(window.stream) > seen, "the blank screen")
        window.pause()
        assert not window.text.strip()
        window.press("f8")
        window.until_text(MARKER)
    else:
        window.until_text("Passphrase")
        assert MARKER.encode() not in window.stream[seen:]


def test_a_key_that_is_held_down_shows_nothing(written: Path, terminal: Open) -> None:
    """F8 that comes many times at once, as from a key that is held down, hides; pressed again it shows."""
    window = terminal("--file", written)
    unlock(window)
    window.press(*["f8"] * 20)
    window.until_gone(MARKER)
    seen = len(window.stream)
    window.pause()
    assert MARKER.encode() not in window.stream[seen:]
    window.press("f8")
    window.until_text(MARKER)


def test_the_fresh_program_is_hardened_and_holds_nothing_open(
    written: Path, terminal: Open, home: Path, tmp_path: Path
) -> None:
    """After a lock no protection is missing, no file of the journal is open, and no variable of Textual has come back.

    And none of them has left a log or a picture.
    """
    variables = {
        "TEXTUAL": "devtools,debug", "TEXTUAL_LOG": str(tmp_path / "log"), "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path), "TEXTUAL_SCREENSHOT_FILENAME": "picture.svg",
    }  # fmt: skip
    before = {*tmp_path.iterdir()}
    window = terminal("--file", written, env=variables | {"PYTHONFAULTHANDLER": "1"}, program="tests.e2e.probing")
    unlock(window)
    window.press("ctrl+l")
    window.until_text("Passphrase")
    process = Path(f"/proc/{window.pid}")
    assert not [one for one in process.joinpath("fd").iterdir() if str(written.parent) in str(one.readlink())]
    environment = process.joinpath("environ").read_bytes()
    assert b"TEXTUAL" not in environment and b"PYTHONFAULTHANDLER" not in environment
    assert resource.prlimit(window.pid, resource.RLIMIT_CORE) == (0, 0)
    unlock(window)
    window.press("f1")
    window.until_text("missing: 0")
    window.press("ctrl+q")
    assert window.until_end() == 0
    assert {*tmp_path.iterdir()} == before and not any(home.iterdir())
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
