"""Data to standard output, everything else to standard error."""

import contextlib
import errno
import io
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from journal.errors import NotWritable
from journal.safety.text import safe_line

READER_GONE = 141  # what a shell shows for a program that a closed pipe ended
_WAIT = 1.0  # seconds before progress is shown
_BETWEEN = 0.2  # seconds between two looks of it


class ReaderGone(Exception):
    """Whoever read our output has closed it, as `head` does."""


def prepare() -> None:
    """Makes a terminal that can't show a character get a mark for it, rather than an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def on_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def columns() -> int:
    """How many cells wide the terminal is that standard output leads to; 0 where it leads to none."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns if on_terminal() else 0
    except OSError:
        return 0


def write(text: str) -> None:
    """Writes text to standard output. It has to be harmless already. Raises ReaderGone and NotWritable."""
    with _translated():
        sys.stdout.write(text)


def write_bytes(pieces: Iterable[bytes]) -> None:
    """Writes bytes to standard output. Raises ReaderGone and NotWritable, and what `pieces` raises."""
    flush()
    for piece in pieces:
        with _translated():
            sys.stdout.buffer.write(piece)


def write_place(place: Path) -> None:
    """Writes the place of a file on a line: byte by byte, but where a terminal shows it. Raises as above."""
    if on_terminal():
        write(f"{safe_line(str(place))}\n")
    else:
        write_bytes([os.fsencode(place) + b"\n"])


def flush() -> None:
    """Makes sure that everything has left. Raises ReaderGone and NotWritable."""
    if sys.stdout is not None:
        with _translated():
            sys.stdout.flush()


def abandon() -> None:
    """Drops what could not be written, so that it raises nothing more when the program ends."""
    if sys.stdout is not None:
        with contextlib.suppress(OSError):
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, sys.stdout.fileno())
            os.close(nothing)


def say(message: str) -> None:
    """Writes a line to standard error, made harmless, after the data so far. What can't be said is left unsaid."""
    with contextlib.suppress(NotWritable, ReaderGone):  # which is told when all is written
        flush()
    if sys.stderr is not None:
        _show(f"{safe_line(message)}\n")


def complain(message: str, hint: str = "") -> None:
    """Says what went wrong, and what to do next."""
    say(f"journal: error: {message}")
    if hint:
        say(f"journal: hint: {hint}")


class Progress:
    """How much was written so far, shown on standard error if it takes long and that is a terminal."""

    def __init__(self) -> None:
        self._shown = False
        self._size = 0
        self._start = self._last = time.monotonic()

    def add(self, size: int) -> None:
        """So many bytes more."""
        self._size += size
        now = time.monotonic()
        if now - self._start > _WAIT and now - self._last > _BETWEEN:
            self._last = now
            if sys.stderr is not None and sys.stderr.isatty():
                _show(f"\rWriting: {self._size / 1e6:.1f} MB")
                self._shown = True

    def end(self) -> None:
        """Takes what was shown off the terminal."""
        if self._shown:
            _show("\r\x1b[K")


@contextlib.contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """Inside the block, how many of how many were done; shown as above if it takes long."""
    shown = False
    start = last = time.monotonic()

    def count(done: int, of: int) -> None:
        nonlocal shown, last
        now = time.monotonic()
        if now - start > _WAIT and now - last > _BETWEEN and sys.stderr is not None and sys.stderr.isatty():
            _show(f"\r{what}: {done:,} of {of:,}")
            shown, last = True, now

    try:
        yield count
    finally:
        if shown:
            _show("\r\x1b[K")


def _show(text: str) -> None:
    with contextlib.suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    if sys.stdout is None:
        raise NotWritable("There is no standard output.", "Send it to a file or to a program.")
    try:
        yield
    except BrokenPipeError:
        raise ReaderGone from None
    except OSError as error:
        full = error.errno == errno.ENOSPC
        reason = "the disk is full" if full else (error.strerror or "it can't be used").lower()
        raise NotWritable(f"The output can't be written: {reason}.", "Send it to another place.") from None
