"""Asking for the passphrase of a backup that opens with another one than the journal."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen

_COMMANDS = (Command("close", "escape", "Back", "Go back without typing it"),)
_ABOUT = (
    "This backup was made with another key than the journal has now. Its passphrase is the one that the journal had "
    "when it was made. Enter goes on."
)


class BackupPassphraseScreen(DialogScreen[str]):
    """One line to type in; gives what was typed, or None."""

    CSS_PATH = "../dialogs.tcss"
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "Input"

    def compose(self) -> ComposeResult:
        """Why it is asked for, and the line."""
        with Vertical(classes="dialog"):
            yield Static(Content(_ABOUT))
            yield Input(password=True, placeholder="Passphrase of the backup")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        typed, event.input.value = event.value, ""
        if typed:
            self.dismiss(typed)
