"""Asking on the terminal: single questions wherever standard input leads, and a conversation of many."""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator

from journal.cli.interrupts import Interrupted, ignore, interruptions
from journal.cli.line_editor import Line, LineEditor
from journal.errors import BadInput
from journal.safety.erasing import ERASE
from journal.safety.text import safe

_ALTERNATE, _BACK = b"\x1b[?1049h\x1b[2J\x1b[H", ERASE.encode() + b"\x1b[?1049l"
_PASTES_MARKED, _PASTES_UNMARKED = b"\x1b[?2004h", b"\x1b[?2004l"


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
        except (Interrupted, EOFError) as reason:
            with contextlib.suppress(BadInput, OSError):
                tell("", otherwise=otherwise)  # what comes next begins on a line of its own
            raise (reason if isinstance(reason, Interrupted) else Interrupted()) from None
        except UnicodeDecodeError:
            raise BadInput("That has characters that can't be read here.", "Type it on a terminal in UTF-8.") from None


def require(*, otherwise: str) -> None:
    """Makes sure that there is a terminal to ask on. Raises BadInput with the hint where there is none."""
    with _tty(otherwise):
        pass


def has_terminal() -> bool:
    """Whether there is a terminal to ask on."""
    try:
        require(otherwise="")
    except BadInput:
        return False
    return True


def tell(text: str, *, otherwise: str) -> None:
    """Writes a line to the controlling terminal."""
    with _tty(otherwise) as tty:
        os.write(tty, f"{safe(text)}\n".encode())


@contextlib.contextmanager
def aside(*, otherwise: str) -> Iterator[None]:
    """What is told inside the block is erased after it, from a second screen where the terminal has one."""
    plain = os.environ.get("TERM", "dumb") == "dumb"
    with _tty(otherwise) as tty:
        try:
            os.write(tty, b"" if plain else _ALTERNATE)
            yield
        finally:
            with contextlib.suppress(OSError):
                os.write(tty, b"" if plain else _BACK)


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
    """Questions and answers on the terminal that standard input is."""

    def __init__(self, terminal: int, shown: int) -> None:
        self._terminal = terminal
        self._shown = shown
        self._editor = LineEditor(terminal, self._write, self.columns)

    @property
    def unfinished(self) -> str:
        """The line that was being typed when the conversation was interrupted, or ""."""
        return self._editor.unfinished

    def columns(self) -> int:
        """How many cells wide the terminal is."""
        try:
            return os.get_terminal_size(self._terminal).columns or 80
        except OSError:
            return 80

    def say(self, text: str = "") -> None:
        """Writes a line. Raises Interrupted where the terminal is gone."""
        try:
            self._write(f"{safe(text)}\n")
        except OSError:
            raise self._ended() from None

    def line(self, prompt: str, *, many: bool = False) -> Line:
        """The line that is typed next, of any length; `many` where it is one of several. Raises Interrupted."""
        try:
            return self._editor.line(prompt, many=many)
        except (EOFError, OSError):
            raise self._ended() from None

    def leave(self) -> None:
        """Goes on below whatever is being typed, if the terminal is still there."""
        with contextlib.suppress(OSError):
            self._editor.leave()

    def _write(self, text: str) -> None:
        rest = memoryview(text.encode("utf-8", "replace"))
        while rest:
            rest = rest[os.write(self._shown, rest) :]

    def _ended(self) -> Interrupted:
        ignore()  # a terminal that is closed sends a signal too, which may not cut short what is kept now
        return Interrupted(signal.SIGINT if self._is_there() else signal.SIGHUP)

    def _is_there(self) -> bool:
        try:
            os.get_terminal_size(self._terminal)
        except OSError:
            return False
        return True


@contextlib.contextmanager
def conversation() -> Iterator[Conversation]:
    """A conversation on the terminal; inside it, Ctrl-C, a closed terminal and a request to end raise Interrupted.

    It is on that terminal even where standard output leads elsewhere.
    """
    import termios

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    by_key = termios.tcgetattr(terminal)
    by_key[0] &= ~termios.ICRNL
    by_key[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
    by_key[6][termios.VMIN], by_key[6][termios.VTIME] = 1, 0
    shown = _writable(terminal)
    talk = Conversation(terminal, shown)
    plain = os.environ.get("TERM", "dumb") == "dumb"
    with interruptions():
        try:
            termios.tcsetattr(terminal, termios.TCSADRAIN, by_key)
            os.write(shown, b"" if plain else _PASTES_MARKED)
            yield talk
        finally:
            talk.leave()
            with contextlib.suppress(OSError, termios.error):  # it is gone
                os.write(shown, b"" if plain else _PASTES_UNMARKED)
                termios.tcsetattr(terminal, termios.TCSADRAIN, before)
            os.close(shown)


def _writable(terminal: int) -> int:
    # A terminal that somebody else owns, as under sudo, can't be opened by its name.
    import fcntl

    for descriptor in (terminal, 2, 1):
        if os.isatty(descriptor) and fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE != os.O_RDONLY:
            return os.dup(descriptor)
    return os.open("/dev/tty", os.O_WRONLY | os.O_NOCTTY)
