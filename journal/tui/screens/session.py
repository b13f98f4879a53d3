"""The place Session."""

from journal.tui.commands import PLACE_COMMANDS, bindings
from journal.tui.screens.base import PlaceScreen


class SessionPlace(PlaceScreen):
    """The place Session."""

    PLACE = "session"
    BINDINGS = bindings(PLACE_COMMANDS)
