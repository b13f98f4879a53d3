"""The place Homework."""

from journal.tui.commands import PLACE_COMMANDS, bindings
from journal.tui.screens.base import PlaceScreen


class HomeworkPlace(PlaceScreen):
    """The place Homework."""

    PLACE = "homework"
    BINDINGS = bindings(PLACE_COMMANDS)
