"""The real program with cheap keys, for tests that run it in a process of its own: `python -m tests.program ARGS`."""

import os

from journal.__main__ import main
from tests.cheap import IMPATIENT, use_cheap_keys, use_short_waits


def start() -> None:
    """Runs it with the arguments of this process."""
    use_cheap_keys()
    if IMPATIENT.items() <= os.environ.items():
        use_short_waits()
    main()


if __name__ == "__main__":
    start()
