"""The real program with cheap keys in a session of its own, below a process that has the terminal, so without SIGHUP.

The file that TESTS_ENDED names gets its exit code.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path


def _start() -> None:
    if os.fork():
        while True:  # until this is killed, or the terminal closed
            signal.pause()
    os.setsid()
    command = [sys.executable, "-m", "tests.program", *sys.argv[1:]]
    code = subprocess.run(command, check=False).returncode
    made = Path(os.environ["TESTS_ENDED"])
    made.with_suffix(".new").write_text(str(code))
    made.with_suffix(".new").replace(made)


if __name__ == "__main__":
    _start()
