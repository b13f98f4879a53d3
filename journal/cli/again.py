"""Starting the program again in the place of this one, after a lock."""

import os
import sys
from typing import NoReturn

from journal.cli.passphrase import COMMAND


def start_again(*arguments: str) -> NoReturn:
    """Replaces this process by a fresh one with these arguments, so that nothing of the journal stays in memory.

    What gave the passphrase without asking is not asked again: a locked journal opens to a person who types it.
    """
    os.environ.pop(COMMAND, None)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    program = sys.orig_argv[1 : len(sys.orig_argv) - len(sys.argv) + 1]
    os.execv(sys.executable, [sys.executable, *program, *arguments])
