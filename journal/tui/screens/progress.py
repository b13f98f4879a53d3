"""The place Progress."""

from journal.tui.commands import PLACE_COMMANDS, bindings
from journal.tui.screens.base import PlaceScreen


class ProgressPlace(PlaceScreen):
    """The place Progress."""

    PLACE = "progress"
    BINDINGS = bindings(PLACE_COMMANDS)
