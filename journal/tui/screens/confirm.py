"""A question with two answers."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from journal.safety.text import safe
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen

_COMMANDS = (Command("close", "escape", "Back", "Go back without doing it"),)


class ConfirmScreen(DialogScreen[bool]):
    """Asks before something that can't be taken back. The answer in focus is the one that changes nothing."""

    CSS_PATH = "dialogs.tcss"
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "#no"

    def __init__(self, question: str, yes: str, no: str = "Go back") -> None:
        super().__init__()
        self._question, self._yes, self._no = question, yes, no

    def compose(self) -> ComposeResult:
        """The question and its two answers."""
        with Vertical(classes="dialog"):
            yield Static(Content(safe(self._question)))
            with Horizontal(classes="answers"):
                yield Button(Content(self._no), id="no")
                yield Button(Content(self._yes), id="yes", variant="warning")

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_close(self) -> None:
        """Answers no."""
        self.dismiss(False)
