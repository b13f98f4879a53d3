"""A process beside this one that removes what this one was writing, should it be killed."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

_OVER = b"over"
# It learns of places from its standard input, and that this process is gone from the end of that.
_WATCHING = f"""
import os, shutil, sys
*places, word = sys.stdin.buffer.read().split(b"\\0")
for place in places if word != {_OVER!r} else ():
    if os.path.lexists(place):
        shutil.rmtree(place) if os.path.isdir(place) else os.unlink(place)
"""


@contextlib.contextmanager
def watching() -> Iterator[Callable[[Path], None]]:
    """Inside the block, what is at the places that are told goes away with this process, however that ends.

    Tell a place before anything is there. Where no other process can be had, it stays until somebody sweeps.
    """
    try:
        watch = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _WATCHING],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # the keys that end this process are not for it
        )
    except OSError:
        yield lambda place: None
        return
    try:
        yield lambda place: _tell(watch, os.fsencode(place.absolute()) + b"\0")
    finally:
        _tell(watch, _OVER)
        with contextlib.suppress(OSError):
            watch.communicate()


def _tell(watch: subprocess.Popen[bytes], words: bytes) -> None:
    if watch.stdin is not None:
        with contextlib.suppress(OSError):  # it was ended by somebody
            watch.stdin.write(words)
            watch.stdin.flush()
