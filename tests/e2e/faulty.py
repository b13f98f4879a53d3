"""The real program with cheap keys, whose help page has a fault: `python -m tests.e2e.faulty ARGS`."""

from unittest.mock import patch

from journal.__main__ import main
from journal.tui.app import JournalApp
from tests.cheap import use_cheap_keys


def _fail(_: JournalApp) -> None:
    raise ValueError("heron on the weir")


if __name__ == "__main__":
    use_cheap_keys()
    with patch.object(JournalApp, "action_help", _fail):
        main()
