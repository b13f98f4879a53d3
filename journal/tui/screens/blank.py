"""The screen with nothing on it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

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
