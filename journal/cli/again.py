"""Starting the program again in the place of this one, after a lock."""

import contextlib
import os
import signal
import sys
from typing import NoReturn

from journal.cli.passphrase import COMMAND

_MOST_BYTES = 4096  # a pipe takes as many at once on every platform


def start_again(*arguments: str, practice: bytes = b"", stopped: bool = False) -> NoReturn:
    """Replaces this process by a fresh one with these arguments, so that nothing of the journal stays in memory.

    What gave the passphrase without asking is not asked again: a locked journal opens to a person who types it.
    `practice` is all that goes along, through a pipe: the instants and numbers of a running practice. `stopped` is for
    a shell that asked the program to stop: the fresh one does so before anything else.
    """
    os.environ.pop(COMMAND, None)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    program = sys.orig_argv[1 : len(sys.orig_argv) - len(sys.argv) + 1]
    os.execv(sys.executable, [sys.executable, *program, *_stopping(stopped), *_handed_over(practice), *arguments])


def stop() -> None:
    """Stops until the shell continues it; from then on, what is typed is not to be seen."""
    from journal.tui.terminal import echo

    os.kill(os.getpid(), signal.SIGSTOP)
    echo(on=False)


def _stopping(stopped: bool) -> tuple[str, ...]:
    return ("--stop",) if stopped else ()


def read_practice(descriptor: int | None) -> bytes:
    """What `start_again` handed over; nothing where it was not given or can't be read."""
    if descriptor is None or descriptor <= 2:
        return b""
    with contextlib.suppress(OSError), os.fdopen(descriptor, "rb") as pipe:
        return pipe.read(_MOST_BYTES)
    return b""


def _handed_over(practice: bytes) -> tuple[str, ...]:
    # Without a pipe, the practice is in the journal all the same, and seen again once that is open.
    if not practice or len(practice) > _MOST_BYTES or os.name != "posix":
        return ()
    try:
        reading, writing = os.pipe()
    except OSError:
        return ()
    os.write(writing, practice)
    os.close(writing)
    os.set_inheritable(reading, True)
    return ("--practice-fd", str(reading))
