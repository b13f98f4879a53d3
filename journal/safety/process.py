"""Hardening of the process, before anything private is read."""

import ctypes
import faulthandler
import os
import signal
import sys
import threading
import time
from types import TracebackType

if sys.platform != "win32":
    import resource

_PR_GET_DUMPABLE, _PR_SET_DUMPABLE = 3, 4  # linux/prctl.h

# With these, Python says or writes what it runs, or stays with all that it holds when the program has ended.
TELLING = (
    "PYTHONASYNCIODEBUG", "PYTHONBREAKPOINT", "PYTHONDEBUG", "PYTHONDEVMODE", "PYTHONDUMPREFS", "PYTHONDUMPREFSFILE",
    "PYTHONFAULTHANDLER", "PYTHONINSPECT", "PYTHONMALLOC", "PYTHONMALLOCSTATS", "PYTHONPERFSUPPORT",
    "PYTHONPROFILEIMPORTTIME", "PYTHONTRACEMALLOC", "PYTHONVERBOSE", "PYTHONWARNDEFAULTENCODING", "PYTHONWARNINGS",
)  # fmt: skip


def harden() -> None:
    """Allow no core dump and no debugger of the same user, make new files private, and keep what would tell quiet.

    Variables of Python that tell are dropped, and the program starts afresh without them; so is every TEXTUAL_*.
    Textual's variables can record keys, save screenshots or open a debugging connection; it reads them on import.
    """
    _start_without(TELLING)
    os.umask(0o077)
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    faulthandler.disable()
    sys.excepthook = _report
    threading.excepthook = lambda args: _report(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: _report(args.exc_type, args.exc_value, args.exc_traceback)


def missing() -> tuple[str, ...]:
    """What this platform lacks of the protection that `harden` and the lock give, in plain sentences; () for nothing.

    It asks the system what holds, in a process that is hardened.
    """
    found = []
    if sys.platform == "win32" or resource.getrlimit(resource.RLIMIT_CORE) != (0, 0):
        found.append("If the program crashes, the system may write what it holds to a file.")
    if sys.platform != "linux" or ctypes.CDLL(None).prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0) != 0:
        found.append("While the journal is open, another program that you run may be able to read what it holds.")
    if os.name != "posix":
        found.append("New files are only as private as the folder that they are in.")
    if not hasattr(signal, "SIGTSTP"):
        found.append("The journal does not lock when a shell stops the program.")
    if not hasattr(time, "CLOCK_BOOTTIME"):
        found.append("The journal locks after sleep only if the machine slept for more than a few seconds.")
    return tuple(found)


def _start_without(names: tuple[str, ...]) -> None:
    """Starts the program again if any of these is in its environment, for Python has acted on them already."""
    told = [name for name in names if name in os.environ]
    for name in told:
        del os.environ[name]
    if told and sys.executable:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def failure(error: BaseException) -> str:
    """Where in the program an unexpected error arose, without its message, which could hold journal text.

    "KeyError at journal.tui.app:12", or with the line of a library it came from: "... in textual.screen:34".
    """
    error = getattr(error, "error", error)  # what made a worker of the app fail is in what the app is told
    return _place(type(error), error.__traceback__)


def _place(kind: type[BaseException], traceback: TracebackType | None) -> str:
    ours = deepest = ""
    while traceback is not None:
        module = traceback.tb_frame.f_globals.get("__name__", "?")
        deepest = f"{module}:{traceback.tb_lineno}"
        if module.partition(".")[0] == "journal":
            ours = deepest
        traceback = traceback.tb_next
    # Much of ours is called by a library and calls it again: without its line, one could not tell what was asked of it.
    place = f"{ours} in {deepest}" if ours and deepest != ours else deepest
    return f"{kind.__name__} at {place or '?'}"


def _report(kind: type[BaseException], error: BaseException | None, traceback: TracebackType | None) -> None:
    sys.stderr.write(f"journal: error: The program met a fault of its own ({_place(kind, traceback)}).\n")
