"""Runs the app from start to end."""

import contextlib
import os
import signal
import sys
from pathlib import Path

from journal.tui.app import JournalApp
from journal.tui.ending import Ended, Ending

try:
    import termios
except ImportError:  # Windows
    termios = None  # type: ignore[assignment]

__all__ = ["Ended", "Ending", "run_app"]


def run_app(
    path: Path,
    *,
    passphrase: str | None = None,
    demo: bool = False,
    practice: bytes = b"",
    not_backed_up: bool = False,
) -> Ended:
    """Runs the app on a journal and returns how it ended: QUIT, or LOCKED to be run again by a fresh process.

    The exit code is 0, 1 after a fault of the program, or 128 and the number of the signal that asked it to end.
    `practice` is what the one before had to hand over of a running practice; what this one has comes with the ending.
    So it is with `not_backed_up`, which the person is told once the journal is open.
    """
    app = JournalApp(path, passphrase=passphrase, demo=demo, practice=practice, not_backed_up=not_backed_up)
    ending = None
    _echo(on=False)
    try:
        ending = app.run() or Ending.QUIT
        if app.exit_code:
            ending = Ending.QUIT  # a lock may have been under way
        if ending is Ending.SUSPENDED:
            _echo(on=True)
            os.kill(os.getpid(), signal.SIGSTOP)
            _echo(on=False)
            ending = Ending.LOCKED
    finally:
        # While the program starts afresh after a lock, keys that are still being typed are not to be seen.
        if ending is not Ending.LOCKED:
            _echo(on=True)
    return Ended(ending, app.exit_code, app.practising.to_carry(), bool(app.untold))


def _echo(*, on: bool) -> None:
    """Switches whether the terminal shows what is typed while no app draws on it. What was typed by now is dropped."""
    if termios is None or not sys.stdin.isatty():
        return
    with contextlib.suppress(termios.error):  # the terminal has gone
        attributes = termios.tcgetattr(sys.stdin)
        local = attributes[3]
        attributes[3] = local | termios.ECHO if on else local & ~termios.ECHO
        termios.tcsetattr(sys.stdin, termios.TCSAFLUSH, attributes)
