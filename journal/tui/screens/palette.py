"""The list of commands to choose from by typing their words."""

from typing import Any

from textual import on
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.widgets import Input


class Palette(CommandPalette):
    """Textual's palette, which closes once and runs one command, however often Enter or Escape is pressed."""

    _is_closing = False

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Closes the palette, the first time."""
        if self._is_closing:
            return AwaitComplete()
        self._is_closing = True
        return super().dismiss(result)

    @on(Input.Submitted)
    def _take_one(self, event: Input.Submitted) -> None:
        if self._is_closing:
            event.stop()
            event.prevent_default()
