"""A process beside this one that removes what this one was writing, should it be killed."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_OVER = b"over"
# It learns where from its standard input, and that this process is gone from the end of that.
_WATCHING = f"""
import os, shutil, sys
place, _, word = sys.stdin.buffer.read().partition(b"\\0")
if word != {_OVER!r} and os.path.lexists(place):
    shutil.rmtree(place) if os.path.isdir(place) else os.unlink(place)
"""


@contextlib.contextmanager
def removed_if_killed(place: Path) -> Iterator[None]:
    """Inside the block, a file or folder at a place goes away with this process, however that ends.

    Where no other process can be had it stays, until somebody sweeps.
    """
    try:
        watching = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _WATCHING],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # the keys that end this process are not for it
        )
    except OSError:
        yield
        return
    _tell(watching, os.fsencode(place.absolute()) + b"\0")
    try:
        yield
    finally:
        _tell(watching, _OVER)
        with contextlib.suppress(OSError):
            watching.communicate()


def _tell(watching: subprocess.Popen[bytes], words: bytes) -> None:
    if watching.stdin is not None:
        with contextlib.suppress(OSError):  # it was ended by somebody
            watching.stdin.write(words)
            watching.stdin.flush()
