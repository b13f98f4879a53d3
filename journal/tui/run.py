"""Runs the app from start to end."""

import os
import signal
from pathlib import Path

from journal.tui.app import Ending, JournalApp

__all__ = ["Ending", "run_app"]


def run_app(path: Path, *, passphrase: str | None = None, demo: bool = False) -> Ending:
    """Runs the app on a journal and returns how it ended: QUIT, or LOCKED to be run again by a fresh process."""
    app = JournalApp(path, passphrase=passphrase, demo=demo)
    ending = app.run() or Ending.QUIT
    if ending is Ending.SUSPENDED:
        os.kill(os.getpid(), signal.SIGSTOP)
        ending = Ending.LOCKED
    return ending
