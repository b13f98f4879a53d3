"""How the app ends."""

from enum import Enum


class Ending(Enum):
    """How the app ended."""

    QUIT = "quit"
    LOCKED = "locked"  # to be run again at once, at the unlock screen
    SUSPENDED = "suspended"  # the same, after the shell has continued it
