"""Locks on open files and folders, which the system takes back when their process ends, however it ends."""

import sys

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
