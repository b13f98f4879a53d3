"""Ending a program that a test has started, with everything that it has started in turn."""

import contextlib
import os
import signal


def end_all_of(pid: int) -> None:
    """Kills what is left of a session of its own, also where the program that began it, as strace, is gone already."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS says the latter where all of it has ended
        os.killpg(pid, signal.SIGKILL)
