"""A real pseudo-terminal with the program in it, read the way a person reads a screen."""

import os
import re
import signal
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pexpect
import pyte

from tests.ending import end_all_of

KEYS = {
    "enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "escape": "\x1b", "backspace": "\x7f", "space": " ",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f10": "\x1b[21~",
    "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~",
}  # fmt: skip

# pyte doesn't know the sequences with a > or = or < after CSI, and would print them.
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")
_HELD = 0.6  # seconds
_PATIENCE = 120.0  # seconds until a wait is given up; nothing is measured by it


class Terminal:
    """A program in a pseudo-terminal of `columns` x `rows`. `stream` holds every byte that it wrote.

    It is a module of Python, unless there is a command.
    """

    def __init__(
        self,
        arguments: list[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: dict[str, str] | None = None,
        program: str = "tests.program",
        command: str = "",
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = b""
        self._echo = True
        self._pyte = pyte.ByteStream(self.screen)
        self._child = pexpect.spawn(
            command or sys.executable,
            arguments if command else ["-m", program, *arguments],
            dimensions=(rows, columns),
            env={**os.environ, "TERM": "xterm-256color", **(env or {})},
            timeout=_PATIENCE,
        )

    @property
    def pid(self) -> int:
        """The process in the terminal."""
        return cast(int, self._child.pid)

    @property
    def text(self) -> str:
        """What is on the screen, a line per row."""
        return "\n".join(self.screen.display)

    @property
    def left_behind(self) -> str:
        """What is on a terminal without a second screen after all of this, and what scrolled off it."""
        return self._seen_on_one_screen(self.stream)

    @property
    def beneath(self) -> str:
        """What is on the screen that the program never drew on, and what scrolled off that."""
        before, *others = self.stream.split(b"\x1b[?1049h")
        return self._seen_on_one_screen(before + b"".join(part.partition(b"\x1b[?1049l")[2] for part in others))

    def _seen_on_one_screen(self, stream: bytes) -> str:
        screen = pyte.HistoryScreen(self.screen.columns, self.screen.lines, history=1000)
        pyte.ByteStream(screen).feed(_UNKNOWN_TO_PYTE.sub(b"", stream))
        scrolled = ("".join(row[column].data for column in range(screen.columns)) for row in screen.history.top)
        return "\n".join((*scrolled, *screen.display))

    def press(self, *keys: str) -> None:
        """Sends keys: a name of KEYS, `ctrl+x`, or a single character."""
        for key in keys:
            if key.startswith("ctrl+"):
                self._child.send(chr(ord(key[5].upper()) - 64))
            else:
                self._child.send(KEYS.get(key, key))

    def type(self, words: str) -> None:
        """Sends text as it stands."""
        self._child.send(words.encode("utf-8"))

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Reads the terminal until something holds; AssertionError with the screen if it never does."""
        end = time.monotonic() + _PATIENCE
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"never came: {what}\n{self.text}")
            self._read()

    def until_text(self, words: str) -> None:
        """Reads until the words stand on the screen."""
        self.until(lambda: words in self.text, words)

    def until_gone(self, words: str) -> None:
        """Reads until the words stand there no more."""
        self.until(lambda: words not in self.text, f"not {words}")

    def until_end(self) -> int:
        """Reads until the program has ended and returns its exit code, or minus the signal that ended it."""
        self.until(lambda: not self._read() and not self._child.isalive(), "the end of the program")
        if not self._child.closed:
            self._echo = bool(termios.tcgetattr(self._child.child_fd)[3] & termios.ECHO)
        self._child.close()
        if self._child.exitstatus is not None:
            return int(self._child.exitstatus)
        return -int(self._child.signalstatus or 0)

    def pause(self) -> None:
        """Reads for longer than a key that is held down takes to come again."""
        end = time.monotonic() + _HELD
        self.until(lambda: time.monotonic() > end, "the end of a pause")

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to the program."""
        os.kill(self.pid, number)

    def signal_foreground(self, number: int) -> None:
        """Sends a signal to whatever is in the foreground of the terminal, as the terminal does for Ctrl-Z."""
        os.killpg(os.tcgetpgrp(self._child.child_fd), number)

    def hang_up(self) -> None:
        """Closes the terminal, as closing its window does."""
        process = vars(self._child)["ptyproc"]  # owns the descriptor; its number alone would be closed twice
        process.fileobj.close()
        process.closed = self._child.closed = True

    @property
    def echoes(self) -> bool:
        """Whether the terminal shows what is typed, as it does for a shell."""
        return self._echo

    def alive(self) -> bool:
        """Whether the process is there and not a zombie."""
        return self._state() not in ("", "Z")

    def stopped(self) -> bool:
        """Whether the process was stopped by a signal."""
        return self._state() == "T"

    def _state(self) -> str:
        status = Path(f"/proc/{self.pid}/stat")
        return status.read_text().rpartition(")")[2].split()[0] if status.exists() else ""

    def end(self) -> None:
        """Ends the program if it is still there, and whatever it has started."""
        if not self._child.closed:
            end_all_of(self.pid)
            self._child.close(force=True)

    def _read(self) -> bool:
        if self._child.closed:
            time.sleep(0.01)
            return False
        try:
            chunk = cast(bytes, self._child.read_nonblocking(65536, timeout=0.05))
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            return False
        self.stream += chunk
        # pyte has no alternate screen either: leaving it shows what was there before, which is nothing.
        *before, last = _UNKNOWN_TO_PYTE.sub(b"", chunk).split(b"\x1b[?1049l")
        for part in before:
            self._pyte.feed(part)
            self.screen.reset()
        self._pyte.feed(last)
        return True
