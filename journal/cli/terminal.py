"""Asking on the terminal: single questions wherever standard input leads, and a conversation of many."""

import contextlib
import os
import sys
from collections.abc import Iterator

from journal.cli.interrupts import Interrupted, interruptions
from journal.errors import BadInput
from journal.safety.text import safe

_ALTERNATE, _BACK = "\x1b[?1049h\x1b[2J\x1b[H", "\x1b[?1049l"


def ask(question: str, *, otherwise: str) -> str:
    """One line of answer from the controlling terminal. `otherwise` is the hint where there is none.

    Raises BadInput without a terminal, and Interrupted.
    """
    with _tty(otherwise) as tty, interruptions():
        os.write(tty, safe(question).encode())
        answer = os.read(tty, 4096)
        if not answer:
            raise Interrupted
    return answer.decode("utf-8", "replace").strip()


def ask_secret(question: str, *, otherwise: str) -> str:
    """The same for what must not be seen while it is typed."""
    from getpass import getpass

    require(otherwise=otherwise)  # where there is none, getpass would show what is typed
    with interruptions():
        try:
            return getpass(question)
        except EOFError:
            raise Interrupted from None
        except UnicodeDecodeError:
            raise BadInput("That has characters that can't be read here.", "Type it on a terminal in UTF-8.") from None


def require(*, otherwise: str) -> None:
    """Makes sure that there is a terminal to ask on. Raises BadInput with the hint where there is none."""
    with _tty(otherwise):
        pass


def tell(text: str, *, otherwise: str) -> None:
    """Writes a line to the controlling terminal."""
    with _tty(otherwise) as tty:
        os.write(tty, f"{safe(text)}\n".encode())


@contextlib.contextmanager
def aside(*, otherwise: str) -> Iterator[None]:
    """What is told inside the block is gone from the terminal after it, where the terminal has a second screen."""
    plain = os.environ.get("TERM", "dumb") == "dumb"
    with _tty(otherwise) as tty:
        try:
            os.write(tty, b"" if plain else _ALTERNATE.encode())
            yield
        finally:
            with contextlib.suppress(OSError):
                os.write(tty, b"" if plain else _BACK.encode())


@contextlib.contextmanager
def _tty(otherwise: str) -> Iterator[int]:
    try:
        tty = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        raise BadInput("There is no terminal to ask on.", otherwise) from None
    try:
        yield tty
    finally:
        os.close(tty)


class Conversation:
    """Questions and answers on the terminal that standard input is.

    `unfinished` is the line that was being typed when the conversation was interrupted.
    """

    def __init__(self) -> None:
        self.unfinished = ""
        self._reading = False

    def say(self, text: str = "") -> None:
        """Writes a line. Raises EOFError where the terminal is gone."""
        try:
            sys.stdout.write(f"{safe(text)}\n")
            sys.stdout.flush()
        except OSError:
            raise EOFError from None

    def line(self, prompt: str) -> str:
        """The line that was typed, without its end, of any length. Raises EOFError, Interrupted and BadInput."""
        self._reading = True
        try:
            typed = input(prompt)
        except UnicodeDecodeError:
            raise _UNREADABLE from None
        except OSError:
            raise EOFError from None
        finally:
            self._reading = False
        if any("\ud800" <= char <= "\udfff" for char in typed):
            raise _UNREADABLE
        return typed

    def remember(self) -> None:
        """Keeps the line that is being typed as `unfinished`."""
        import readline

        if self._reading:
            self.unfinished = readline.get_line_buffer().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


_UNREADABLE = BadInput("That line has characters that can't be read here.", "Type it again without them.")


@contextlib.contextmanager
def conversation() -> Iterator[Conversation]:
    """A conversation on the terminal; inside it, Ctrl-C, a closed terminal and a request to end raise Interrupted.

    Lines are edited by readline. Between two of them the terminal stays out of its line mode, in which the kernel cuts
    lines at 4,096 bytes: pasted text comes in while nobody reads. Standard output leads to the terminal inside the
    block, even where data is to go elsewhere.
    """
    import readline
    import termios

    for setting in ("convert-meta off", "input-meta on", "output-meta on"):  # other locales would lose accents
        readline.parse_and_bind(f"set {setting}")
    readline.set_auto_history(False)

    talk = Conversation()
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    without_lines = termios.tcgetattr(terminal)
    without_lines[3] &= ~termios.ICANON
    without_lines[6][termios.VMIN], without_lines[6][termios.VTIME] = 1, 0
    with _stdout_on_terminal(terminal), interruptions(talk.remember):
        try:
            termios.tcsetattr(terminal, termios.TCSADRAIN, without_lines)
            yield talk
        finally:
            with contextlib.suppress(termios.error):  # it is gone
                termios.tcsetattr(terminal, termios.TCSADRAIN, before)


@contextlib.contextmanager
def _stdout_on_terminal(terminal: int) -> Iterator[None]:
    if sys.stdout is None:
        raise BadInput("There is no standard output.", "Run it on a terminal.")
    if sys.stdout.isatty():
        yield
        return
    sys.stdout.flush()
    data = os.dup(1)
    shown = os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NOCTTY)
    os.dup2(shown, 1)
    os.close(shown)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
        os.dup2(data, 1)
        os.close(data)
