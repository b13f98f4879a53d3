"""Other words for a line of the page."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from journal.safety.text import safe_line
from journal.summary.lines import Line
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen
from journal.tui.widgets.editor import TextEditor

_COMMANDS = (
    Command("save", "ctrl+s", "Save", "Keep these words for this page", priority=True),
    Command("as_written", "ctrl+r", "As written", "Go back to the words in the journal", priority=True),
    Command("close", "escape", "Back", "Go back and change nothing"),
)
_ABOUT = "For this page alone; the journal keeps its own words. What is emptied is left out of the line."


class RewordScreen(DialogScreen[dict[str, str] | None]):
    """A field for each part of a line. It ends with the words of each by its name, or None for no change."""

    CSS_PATH: ClassVar = ["../dialogs.tcss", "summary.tcss"]
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "TextEditor"

    def __init__(self, line: Line, instead: dict[str, str]) -> None:
        super().__init__()
        self._line, self._instead = line, instead

    def compose(self) -> ComposeResult:
        """The parts, each with its label."""
        with Vertical(classes="dialog"):
            yield Static("In other words", classes="title")
            yield Static(Content(_ABOUT), classes="about")
            with VerticalScroll(can_focus=False):
                for part in self._line.parts:
                    yield Static(Content(safe_line(part.label)), classes="label")
                    yield TextEditor(self._instead.get(part.name, part.words))
            yield Static("Ctrl-S keeps them · Ctrl-R as written · Tab next · Esc back", classes="quiet")
            with Horizontal(classes="answers"):
                yield Button("Go back", id="back")
                yield Button("Keep", id="save", variant="primary")

    def on_mount(self) -> None:
        """Begins at the end of what is written."""
        for editor in self.query(TextEditor):
            editor.action_text_end()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            self.action_save()
        else:
            self.action_close()

    def action_save(self) -> None:
        """Ends with the words as they are."""
        editors = self.query(TextEditor)
        self.dismiss(
            {part.name: editor.answer.strip("\n") for part, editor in zip(self._line.parts, editors, strict=True)}
        )

    def action_as_written(self) -> None:
        """Ends with the words of the journal."""
        self.dismiss({part.name: part.words for part in self._line.parts})
