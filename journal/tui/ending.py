"""How the app ends."""

from enum import Enum
from typing import NamedTuple


class Ending(Enum):
    """How the app ended."""

    QUIT = "quit"
    LOCKED = "locked"  # to be run again at once, at the unlock screen
    SUSPENDED = "suspended"  # the same, once the shell has continued what is run again


class Ended(NamedTuple):
    """What is left of an app that has ended: how it did, the exit code, and what it hands over of a practice.

    `not_backed_up` says that no backup could be made as it closed the journal, which nobody was told yet.
    """

    ending: Ending
    exit_code: int
    practice: bytes
    not_backed_up: bool = False
