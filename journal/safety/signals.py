"""The signals that end a program, and what they must not come between."""

import contextlib
import signal
import threading
from collections.abc import Iterator

# Windows has no SIGHUP.
ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGHUP", "SIGTERM") if hasattr(signal, name))


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Inside the block, the signals that end a program wait; what they do, they do when it is over.

    They are taken by a handler rather than masked: a mask is a thread's own, and some library has always a thread more
    that would take them. In other threads than the main one, which no handler ever interrupts, there is nothing to do.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {number: signal.getsignal(number) or signal.SIG_DFL for number in ENDING}
    try:
        for number in ENDING:
            signal.signal(number, lambda which, _: came.append(which))
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)
