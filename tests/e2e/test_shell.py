"""The program as a job of a shell in a real terminal: stopped, continued and left."""

import shlex
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from tests.conftest import ROOT
from tests.e2e.terminal import Terminal
from tests.e2e.test_signals import MARKER, unlock, written

__all__ = ["written"]

Open = Callable[..., Terminal]
_READY = "ready> "


def modes(window: Terminal, into: Path) -> str:
    """What the shell's commands find the terminal set to."""
    window.type(f"clear; stty -g >{shlex.quote(str(into))}.new; mv {shlex.quote(str(into))}.new {into}\n")
    window.until(into.exists, "what stty says")
    return into.read_text()


def test_stopped_and_continued_by_a_shell(written: Path, terminal: Open, tmp_path: Path) -> None:
    """Stopped, it is locked and the shell's terminal as it was; fg leads to the unlock screen, and Ctrl-Q back."""
    env = {"PS1": _READY, "HISTFILE": "", "PYTHONPATH": str(ROOT)}
    window = terminal("--noprofile", "--norc", "--noediting", "-i", command="bash", env=env)
    window.until_text(_READY)
    before = modes(window, tmp_path / "before")
    window.type(f"{shlex.join([sys.executable, '-m', 'tests.program', '--file', str(written)])}\n")
    unlock(window)
    window.signal_foreground(signal.SIGTSTP)
    window.until_text("Stopped")
    window.until_text(_READY)
    assert MARKER not in window.text and MARKER not in window.beneath
    assert modes(window, tmp_path / "stopped") == before
    seen = len(window.stream)
    window.type("fg\n")
    window.until_text("Passphrase")
    assert MARKER.encode() not in window.stream[seen:]
    unlock(window)
    window.press("ctrl+q")
    window.until_gone(MARKER)
    window.until_text(_READY)
    assert modes(window, tmp_path / "after") == before
    window.type("exit\n")
    assert window.until_end() == 0
    assert MARKER not in window.beneath
