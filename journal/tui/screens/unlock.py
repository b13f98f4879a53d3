"""Asking for the passphrase."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Footer, Input, Static

from journal.errors import JournalError, WrongPassphrase
from journal.safety.text import safe_line
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import JournalScreen

_COMMANDS = (Command("quit", "escape", "", "Quit without opening the journal"),)


class UnlockScreen(JournalScreen[bool]):
    """Opens the journal with a passphrase. It shows nothing of what is in it; True when it is open."""

    CSS_PATH = "door.tcss"
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "Input"

    def __init__(self, passphrase: str | None = None) -> None:
        super().__init__()
        self._given = passphrase

    def compose(self) -> ComposeResult:
        """The name, the place of the file, and one line to type in."""
        with Vertical(id="door"):
            yield Static("journal", classes="name")
            yield Static(Content(safe_line(str(self.journal.path))), classes="quiet")
            yield Input(password=True, placeholder="Passphrase", id="passphrase")
            yield Static(
                Content("This is the demo. Its passphrase is: demo") if self.journal.demo else Content(""), id="said"
            )
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Opens at once where the passphrase is known already."""
        if self._given is not None:
            self._open(self._given)
            self._given = None

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        passphrase, event.input.value = event.value, ""
        if passphrase:
            self._open(passphrase)

    @work(group="open", exclusive=True)
    async def _open(self, passphrase: str) -> None:
        line = self.query_one(Input)
        line.disabled = True
        self._say("Opening …")
        try:
            await self.journal.vault.open(self.journal.path, passphrase)
        except WrongPassphrase as error:
            self._say(f"{error.message} {error.hint}", problem=True)
        except JournalError as error:
            self._say(f"{error.message}\n{error.hint}", problem=True)
        else:
            self.dismiss(True)
            return
        line.disabled = False
        line.focus()

    def _say(self, words: str, *, problem: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.set_class(problem, "-problem")
        said.update(Content(words))

    def action_quit(self) -> None:
        """Leaves without opening."""
        self.dismiss(False)
