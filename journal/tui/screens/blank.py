"""The screen with nothing on it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from journal.tui.screens.base import DialogScreen


class BlankScreen(DialogScreen[None]):
    """Hides everything until F8 or Escape. The lock goes on counting behind it."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = ""
    IS_CLOSED = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]

    def compose(self) -> ComposeResult:
        """Nothing."""
        yield from ()

    def _extend_compose(self, widgets: list[Widget]) -> None:
        """Not even the messages and tips that Textual lays over every screen."""
