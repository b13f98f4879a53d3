"""The line of keys at the foot of a screen."""

from typing import Any

from textual.screen import Screen
from textual.widgets import Footer


class KeyLine(Footer):
    """A footer that is made anew only when what it shows has changed, and not whenever the focus moves."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)
        self._shown: list[tuple[str, str, bool]] = []

    def bindings_changed(self, screen: Screen[Any]) -> None:
        """Compares what is to be shown with what is."""
        if not (self.is_attached and screen is self.screen and self.app.app_focus):
            return
        active = screen.active_bindings.values()
        shown = [(one.binding.key, one.binding.description, one.enabled) for one in active if one.binding.show]
        if shown != self._shown:
            self._shown = shown
            super().bindings_changed(screen)
