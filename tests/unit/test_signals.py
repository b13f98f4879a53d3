"""Signals that must not come between two steps."""

import os
import signal
import threading
from contextlib import ExitStack

import pytest

from journal.safety.signals import ENDING, held


def test_what_came_meanwhile_comes_afterwards() -> None:
    """A signal waits until the block is over, also where the process has another thread that could take it."""
    done, over = [], threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    with ExitStack() as stack:
        stack.callback(over.set)
        with pytest.raises(KeyboardInterrupt), held():
            os.kill(os.getpid(), signal.SIGINT)
            done = [number for number in range(100_000) if number % 50_000 == 0]
    other.join()
    assert done == [0, 50_000]


def test_what_a_signal_did_it_does_again() -> None:
    """After the block, or blocks within one another, each signal has the handler that it had, and came once."""
    came: list[int] = []
    before = {number: signal.signal(number, lambda which, _: came.append(which)) for number in ENDING}
    try:
        with held(), held():
            for number in ENDING:
                os.kill(os.getpid(), number)
            assert came == []
        assert sorted(came) == sorted(ENDING)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_in_another_thread_nothing_is_changed() -> None:
    """Where no handler can be set, the block is as any other."""
    ran: list[object] = []

    def hold() -> None:
        with held():
            ran.append(signal.getsignal(signal.SIGINT))

    before = signal.getsignal(signal.SIGINT)
    other = threading.Thread(target=hold)
    other.start()
    other.join()
    assert ran == [before]
