"""Long work that can be stopped from outside: by whoever closes the journal, and can't wait for its end.

What is done inside `stoppable` looks now and then whether it is to stop: before every statement, during long ones, and
between the pages of a copy. It raises `Stopped` then, and is undone like after any other error.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator

from journal.errors import JournalError


class Stopped(JournalError):
    """Work was stopped before its end. Nothing was changed by it."""

    def __init__(self) -> None:
        super().__init__("It was stopped, for the journal was to be closed.", "Nothing was changed by it.")


class _OfThread(threading.local):
    asked: tuple[Callable[[], bool], ...] = ()


_here = _OfThread()


@contextlib.contextmanager
def stoppable(stopped: Callable[[], bool]) -> Iterator[None]:
    """Inside the block, and on this thread, work stops once `stopped` says so. Blocks may be nested."""
    before = _here.asked
    _here.asked = (*before, stopped)
    try:
        yield
    finally:
        _here.asked = before


def is_stopped() -> bool:
    """Whether the work of this thread is to stop."""
    return any(stopped() for stopped in _here.asked)


def look() -> None:
    """Raises Stopped where the work of this thread is to stop."""
    if is_stopped():
        raise Stopped
