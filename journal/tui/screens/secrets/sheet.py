"""Making a recovery sheet: it is shown, hidden, and typed back."""

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from journal.errors import BadInput, JournalError
from journal.tui.commands import Command, bindings
from journal.tui.screens.secrets.lines import SheetLines
from journal.tui.screens.secrets.page import SecretPage
from journal.tui.widgets.key_line import KeyLine
from journal.vault.recovery import WORDS, Sheet, WrongWord, compare, in_columns, read_words, salt_of

_COMMANDS = (
    Command("go_on", "ctrl+s", "Go on", "Go on: show the sheet, hide it, or compare what was typed with it"),
    Command("show", "f2", "Show again", "Show the sheet again", priority=True),
    Command("close", "escape", "Back", "Go back; the sheet is thrown away here"),
)
_WHAT = (
    f"A recovery sheet is {WORDS} words and a number, written down by hand. Whoever holds it can read everything in "
    "the journal without the passphrase. Keep it where nobody looks, and away from this machine. The program doesn't "
    "keep it, and the next change of the passphrase makes it void."
)
_WRITE = "Write all of this down by hand; Enter, once it is done. A key now and then holds off the lock."
_TYPE = "Type it back from what you wrote. F2 shows it again."
_RIGHT = "The sheet is right, and nothing of it is kept here. Keep it where nobody looks."
_LEFT = "Nothing of the sheet is kept here. What was written down opens the journal all the same: destroy it."


class SheetScreen(SecretPage[bool]):
    """A sheet for the journal that is open. The passphrase is asked for unless it was typed just before.

    True once it was typed back.
    """

    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)

    def __init__(self, passphrase: str = "") -> None:
        super().__init__()
        self._given = passphrase
        self._sheet: Sheet | None = None
        self._is_shown = False

    def compose(self) -> ComposeResult:
        """What a sheet is, the passphrase, the sheet and the lines to type it back, one of these at a time."""
        yield Static("Recovery sheet", classes="heading")
        with VerticalScroll(can_focus=False, classes="secrets"):
            yield Static(Content(_WHAT), id="about", classes="about")
            yield Input(password=True, placeholder="Your passphrase, to make a sheet", id="current")
            yield Static("", id="sheet")
            yield SheetLines(number=True)
            yield Static("", id="said")
        yield KeyLine()

    def on_mount(self) -> None:
        """Begins with the passphrase, or with the sheet where that is known."""
        self._draw()
        if self._given:
            self._make(self._given)
            self._given = ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """It can be shown again once it was hidden."""
        if action == "show":
            return self._sheet is not None and not self._is_shown
        return super().check_action(action, parameters)

    @on(Input.Submitted, "#current")
    @on(SheetLines.Done)
    def action_go_on(self) -> None:
        """Takes the next step."""
        if self._sheet is None:
            if (typed := self.query_one("#current", Input).value) and not self.is_busy:
                self._make(typed)
        elif self._is_shown:
            self._is_shown = False
            self._draw()
        else:
            self._compare(self._sheet)

    def key_enter(self, event: events.Key) -> None:
        """Hides the sheet, where no line is there to type in."""
        if self._is_shown:
            event.stop()  # or the line that is in focus then would have it too
            self.action_go_on()

    def action_show(self) -> None:
        """Shows the sheet again; what was typed stays."""
        self._is_shown = True
        self._draw()

    @work(group="do")
    async def _make(self, passphrase: str) -> None:
        line = self.query_one("#current", Input)
        line.value = ""
        self.tell("Making a sheet …")
        try:
            self._sheet = await self.journal.vault.by_itself(lambda vault: vault.recovery_sheet(passphrase))
        except JournalError as error:
            self.tell_error(error)
            line.focus()
        else:
            self._is_shown = True
            self._draw()

    def _compare(self, sheet: Sheet) -> None:
        lines = self.query_one(SheetLines)
        try:
            words = read_words(lines.words)
            compare(sheet, words)
            if len(words) < WORDS:
                raise WrongWord(f"Word {len(words) + 1} and those after it are missing.", len(words) + 1)
            if salt_of(lines.number) != salt_of(sheet.number):
                raise BadInput("The file number on the sheet is another one.", "Compare it with the sheet.")
        except WrongWord as error:
            self.tell_error(error)
            lines.go_to_word(error.place)
        except BadInput as error:
            self.tell_error(error)
            self.query_one("#number", Input).focus()
        else:
            self._forget()
            self.journal.say(_RIGHT)
            self.dismiss(True)

    def _draw(self) -> None:
        """Shows the part that is next, and nothing of the others."""
        sheet, typing = self._sheet, self._sheet is not None and not self._is_shown
        words = ""
        if sheet is not None and self._is_shown:
            words = "\n".join((*in_columns(sheet.words), "", f"File number: {sheet.number}"))
        self.query_one("#about").display = not typing
        self.query_one("#current").display = sheet is None
        self.query_one("#sheet", Static).update(Content(words))
        self.query_one("#sheet").display = bool(words)
        self.query_one(SheetLines).display = typing
        self.tell("" if sheet is None else _TYPE if typing else _WRITE)
        if typing:
            self.query_one(SheetLines).begin()
        else:
            self.set_focus(self.query_one("#current", Input) if sheet is None and not self._given else None)
        self.refresh_bindings()

    def _forget(self) -> None:
        self._sheet, self._is_shown = None, False
        self.query_one("#sheet", Static).update("")
        self.query_one(SheetLines).clear()

    def action_close(self) -> None:
        """Goes back, and throws the sheet away."""
        if self._sheet is not None:
            self.journal.say(_LEFT)
        self._forget()
        self.dismiss(False)
