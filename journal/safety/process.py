"""Hardening of the process, before anything private is read."""

import ctypes
import os
import sys
import threading
from types import TracebackType

if sys.platform != "win32":
    import resource

_PR_SET_DUMPABLE = 4  # linux/prctl.h


def harden() -> None:
    """Allow no core dump and no debugger of the same user, make new files private, and drop every TEXTUAL_* variable.

    Textual's variables can record keys, save screenshots or open a debugging connection; it reads them on import.
    """
    os.umask(0o077)
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    sys.excepthook = _report
    threading.excepthook = lambda args: _report(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: _report(args.exc_type, args.exc_value, args.exc_traceback)


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
