"""The line of keys at the foot of a screen."""

from typing import Any

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer
from textual.widgets._footer import FooterKey


class KeyLine(Footer):
    """A footer that is made anew only when what it shows has changed, and not whenever the focus moves."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)
        self._shown: list[tuple[str, str, bool]] = []

    def compose(self) -> ComposeResult:
        """The keys of the screen in front, each action once."""
        if not self._bindings_ready:
            return
        seen: set[str] = set()
        for one in self.screen.active_bindings.values():
            binding = one.binding
            if binding.show and binding.action not in seen:
                seen.add(binding.action)
                key = FooterKey(
                    binding.key,
                    self.app.get_key_display(binding),
                    binding.description,
                    binding.action,
                    disabled=not one.enabled,
                    tooltip=one.tooltip,
                )
                # Bound to the footer's, as Textual has it, it would be switched on and off again for each key.
                key.set_reactive(FooterKey.compact, False)
                yield key

    def bindings_changed(self, screen: Screen[Any]) -> None:
        """Compares what is to be shown with what is."""
        if not (self.is_attached and screen is self.screen and self.app.app_focus):
            return
        active = screen.active_bindings.values()
        shown = [(one.binding.key, one.binding.description, one.enabled) for one in active if one.binding.show]
        if shown != self._shown:
            self._shown = shown
            super().bindings_changed(screen)
