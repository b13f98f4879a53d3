"""The two keys that record a stop."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen

_COMMANDS = (
    Command("stop", "enter,f9", "Stop here", "Record the stop, save and close"),
    Command("close", "escape", "Back", "Go back without recording it"),
)


class StopHereScreen(DialogScreen[bool]):
    """Says what a second key will do: record that it was stopped and that it should be talked about."""

    CSS_PATH: ClassVar = ["../dialogs.tcss", "form.tcss"]
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        """One sentence and two keys."""
        with Vertical(classes="dialog"):
            yield Static("Stop here", classes="title")
            yield Static(
                Content(
                    "Stopping is a complete answer. This saves the entry as it is, as stopped early, marked to raise "
                    "with your therapist. Nothing else is asked."
                )
            )
            yield Static(Content("Enter or F9  save and close      Esc  go back"), classes="quiet")

    def action_stop(self) -> None:
        """Records the stop."""
        self.dismiss(True)

    def action_close(self) -> None:
        """Goes back."""
        self.dismiss(False)
