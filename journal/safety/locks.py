"""Locks on open files and folders, which the system takes back when their process ends, however it ends.

Who makes a file or a folder that is to have its name later holds a lock on it. What nobody holds was left by a process
that was ended.
"""

import contextlib
import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_STALE_SECONDS = 3600  # where a file system has no locks, what is older than this is nobody's
_O_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)


@contextlib.contextmanager
def nobodys(place: Path) -> Iterator[bool]:
    """Whether nobody holds a file or a folder; inside the block nobody begins to. Raises OSError.

    A link, or what is neither file nor folder, is never nobody's.
    """
    there = place.lstat()
    if not (stat.S_ISREG(there.st_mode) or stat.S_ISDIR(there.st_mode)):
        yield False
        return
    descriptor = os.open(place, os.O_RDONLY | _O_NOFOLLOW)
    try:
        locked = lock(descriptor)
        yield time.time() - there.st_mtime > _STALE_SECONDS if locked is None else locked
    finally:
        os.close(descriptor)


def is_nobodys(place: Path) -> bool:
    """The same at this moment; False for what can't be looked at."""
    with contextlib.suppress(OSError), nobodys(place) as so:
        return so
    return False


def hold(place: Path, descriptor: int) -> bool:
    """Locks a file or folder of our own. False where it is gone already, or about to be: whoever sweeps was faster."""
    if lock(descriptor) is False:
        return False
    try:
        return os.path.samestat(os.fstat(descriptor), place.lstat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":

    def lock(descriptor: int, *, shared: bool = False) -> bool | None:
        """None: there are no such locks here."""
        return None

else:
    import fcntl

    def lock(descriptor: int, *, shared: bool = False) -> bool | None:
        """Whether the lock is ours now, alone or with others; False where another has it, None where there are none.

        A descriptor has one lock at most. Where the kind of it can't be changed, it may be gone.
        """
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return None
        return True
