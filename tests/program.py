"""The real program with cheap keys, for tests that run it in a process of its own: `python -m tests.program ARGS`."""

from journal.__main__ import main
from tests.cheap import use_cheap_keys

if __name__ == "__main__":
    use_cheap_keys()
    main()
