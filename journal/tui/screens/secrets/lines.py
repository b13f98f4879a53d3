"""The lines that a recovery sheet is typed into."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from journal.vault.recovery import WORDS, tokens

_LINES = 4
_EACH = WORDS // _LINES


class SheetLines(Vertical):
    """Six words to a line, and the file number. What is typed can be read, as the sheet beside it can."""

    class Done(Message):
        """Enter was pressed in the last line."""

    def __init__(self, *, number: bool) -> None:
        super().__init__()
        self._with_number = number

    def compose(self) -> ComposeResult:
        """The lines with their labels; the one for the number may come later."""
        for line in range(_LINES):
            with Horizontal(classes="line"):
                yield Static(f"Words {line * _EACH + 1} to {(line + 1) * _EACH}")
                yield Input(id=f"words{line}", select_on_focus=False)
        with Horizontal(classes="line", id="number-line"):
            yield Static("File number")
            yield Input(id="number", select_on_focus=False)

    def on_mount(self) -> None:
        """Leaves the number out where it isn't asked for."""
        self.query_one("#number-line").display = self._with_number

    @property
    def words(self) -> str:
        """What was typed for the words."""
        return "\n".join(line.value for line in self._lines())

    @property
    def number(self) -> str:
        """What was typed for the file number."""
        return self.query_one("#number", Input).value

    def begin(self) -> None:
        """Puts the cursor into the first line."""
        self._lines()[0].focus()

    def go_to_word(self, place: int) -> None:
        """Puts the cursor into the line with the word at a place on the sheet."""
        before = 0
        for line in self._lines():
            before += len(tuple(tokens(line.value)))
            if place <= before:
                line.focus()
                return

    def ask_for_number(self) -> None:
        """Shows the line for the number, and puts the cursor into it."""
        self._with_number = True
        self.query_one("#number-line").display = True
        self.query_one("#number", Input).focus()

    def clear(self) -> None:
        """Forgets what was typed."""
        for line in self.query(Input):
            line.value = ""

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        event.stop()
        last = "number" if self._with_number else f"words{_LINES - 1}"
        if event.input.id == last:
            self.post_message(self.Done())
        else:
            self.screen.focus_next(Input)

    def _lines(self) -> list[Input]:
        return [self.query_one(f"#words{line}", Input) for line in range(_LINES)]
