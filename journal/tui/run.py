"""Runs the app from start to end."""

from pathlib import Path

from journal.tui.app import JournalApp
from journal.tui.ending import Ended, Ending
from journal.tui.terminal import echo, erase

__all__ = ["Ended", "Ending", "run_app"]

_FAULT = 1


def run_app(
    path: Path,
    *,
    passphrase: str | None = None,
    demo: bool = False,
    practice: bytes = b"",
    not_backed_up: bool = False,
) -> Ended:
    """Runs the app on a journal and returns how it ended: QUIT, or to be run again by a fresh process.

    The exit code is 0, 1 after a fault of the program, or 128 and the number of the signal that asked it to end.
    `practice` is what the one before had to hand over of a running practice; what this one has comes with the ending.
    So it is with `not_backed_up`, which the person is told once the journal is open.
    Unless somebody quit, nothing of what was on the terminal before is left there either.
    """
    app = JournalApp(path, passphrase=passphrase, demo=demo, practice=practice, not_backed_up=not_backed_up)
    ending = None
    echo(on=False)
    try:
        ending = app.run() or Ending.QUIT
        if app.exit_code:
            ending = Ending.QUIT  # a lock may have been under way
        if ending is not Ending.QUIT or app.exit_code > _FAULT:
            erase()
    finally:
        # While the program starts afresh after a lock, keys that are still being typed are not to be seen.
        if ending is not Ending.LOCKED:
            echo(on=True)
    return Ended(ending, app.exit_code, app.practising.to_carry(), bool(app.untold))
