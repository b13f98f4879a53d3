"""The real program with cheap keys and handles for tests: `python -m tests.e2e.probing ARGS`.

F1 says what protection is missing. F6 keeps the app from doing anything else until the file that TESTS_BUSY names is
there. TESTS_CLOCK names a file with two numbers: how many seconds have gone by for a clock that goes on while the
machine sleeps, and for one that doesn't. TESTS_BEFORE is on the terminal before the program is.
"""

import os
import sys
import time
import types
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from journal.__main__ import main
from journal.safety.process import harden, missing
from tests.cheap import use_cheap_keys

if TYPE_CHECKING:
    from journal.tui.app import JournalApp


def _say_what_is_missing(app: "JournalApp") -> None:
    app.say(f"missing: {len(missing())}")


def _be_busy(_: "JournalApp") -> None:
    free = Path(os.environ["TESTS_BUSY"])
    free.with_suffix(".busy").touch()
    while not free.exists():
        sum(range(1000))


def _gone_by(which: int) -> float:
    clock = Path(os.environ.get("TESTS_CLOCK", ""))
    return float(clock.read_text().split()[which]) if clock.is_file() else 0.0


def _start() -> None:
    harden()  # as the program does before it imports any of what follows
    from journal.tui import lock
    from journal.tui.app import JournalApp

    use_cheap_keys()
    if before := os.environ.pop("TESTS_BEFORE", ""):
        sys.stdout.write(f"{before}\n")
        sys.stdout.flush()
    clock = types.SimpleNamespace(
        CLOCK_BOOTTIME=time.CLOCK_BOOTTIME,
        clock_gettime=lambda which: time.clock_gettime(which) + _gone_by(0),
        monotonic=lambda: time.monotonic() + _gone_by(1),
    )
    with (
        patch.object(lock, "time", clock),
        patch.object(JournalApp, "action_help", _say_what_is_missing),
        patch.object(JournalApp, "action_support", _be_busy),
    ):
        main()


if __name__ == "__main__":
    _start()
