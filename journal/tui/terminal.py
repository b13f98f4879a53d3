"""The terminal before and after the app draws on it. Nothing here needs the app."""

import contextlib
import os
import sys

from journal.safety.erasing import ERASE

try:
    import termios
except ImportError:  # Windows
    termios = None  # type: ignore[assignment]


def echo(*, on: bool) -> None:
    """Switches whether the terminal shows what is typed while no app draws on it. What was typed by now is dropped."""
    if termios is None or not sys.stdin.isatty():
        return
    with contextlib.suppress(termios.error):  # the terminal has gone
        attributes = termios.tcgetattr(sys.stdin)
        local = attributes[3]
        attributes[3] = local | termios.ECHO if on else local & ~termios.ECHO
        termios.tcsetattr(sys.stdin, termios.TCSAFLUSH, attributes)


def erase() -> None:
    """Erases the terminal: an entry may have been printed there before."""
    if not sys.stdin.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        return
    with contextlib.suppress(OSError):  # the terminal has gone
        os.write(sys.stdin.fileno(), ERASE.encode())
