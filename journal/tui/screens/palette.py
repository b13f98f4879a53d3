"""The list of commands to choose from by typing their words."""

from typing import Any

from textual import on
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette, SearchIcon
from textual.widgets import Input

from journal.tui.screens.closing import ClosesOnce


class Palette(CommandPalette, ClosesOnce[Any]):
    """Textual's palette, which closes once and runs one command, however often Enter or Escape is pressed."""

    def on_mount(self) -> None:
        """Puts plain text where Textual draws a picture."""
        self.query_one(SearchIcon).icon = ">"

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Closes the palette, the first time, and stops its search, which would look for a list that has gone."""
        self.workers.cancel_node(self)
        return super().dismiss(result)

    @on(Input.Changed)
    @on(Input.Submitted)
    def _take_one(self, event: Input.Changed | Input.Submitted) -> None:
        if self.is_closing:
            event.stop()
            event.prevent_default()

    def _action_command_list(self, action: str) -> None:
        # A list that isn't laid out has options but no lines yet, and paging in it is a KeyError.
        if self.query_one(CommandList).size.height:
            super()._action_command_list(action)
