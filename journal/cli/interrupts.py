"""Ctrl-C, a closed terminal and a request to end, as exceptions, so that what was typed can be kept first."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

from journal.safety.signals import ENDING


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

    before = [(number, signal.signal(number, interrupt)) for number in ENDING]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def ignore() -> None:
    """From now on, the signals that end a program are ignored, for it is ending."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
