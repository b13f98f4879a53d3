"""Ctrl-C, a closed terminal and a request to end, as exceptions, so that what was typed can be kept first."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

_NUMBERS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGHUP", "SIGTERM") if hasattr(signal, name)
)  # Windows has no SIGHUP


class Interrupted(BaseException):
    """The program was asked to end. `exit_code` is 128 and the number of the signal, as shells have it."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__()
        self.exit_code = 128 + number


@contextlib.contextmanager
def interruptions() -> Iterator[None]:
    """Inside the block, the first of the signals that end a program raises Interrupted.

    The others are ignored from then on: a terminal that is closed sends several, and none may cut short what is kept.
    """

    def interrupt(number: int, _: FrameType | None) -> None:
        ignore()
        raise Interrupted(number)

    before = [(number, signal.signal(number, interrupt)) for number in _NUMBERS]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def ignore() -> None:
    """From now on, the signals that end a program are ignored, for it is ending."""
    for number in _NUMBERS:
        signal.signal(number, signal.SIG_IGN)


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Inside the block, the signals that end a program wait until it is over."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _NUMBERS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
