"""Opening the journal with its recovery sheet, where the passphrase is forgotten."""

import asyncio
from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from journal.errors import JournalError
from journal.tui.commands import Command, bindings
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.new_secret import NewSecret
from journal.tui.screens.secrets.lines import SheetLines
from journal.tui.screens.secrets.page import SecretPage
from journal.tui.widgets.key_line import KeyLine
from journal.vault.key import Key
from journal.vault.old_secret import backed_up
from journal.vault.recovery import NumberNeeded, WrongWord, key_for
from journal.vault.rotate import STILL_OPEN

_COMMANDS = (
    Command("go_on", "ctrl+s", "Go on", "Go on: open the journal with the sheet, then set a new passphrase"),
    Command("offer", "ctrl+g", "Suggest", "Suggest a passphrase of six random words"),
    Command("close", "escape", "Back", "Go back to the passphrase; nothing is changed"),
)
_WHAT = (
    "Type the 24 words of your recovery sheet, if you made one. Capitals and numbers make no difference, and the first "
    "four letters of a word are enough. Without the passphrase and without a sheet, nobody can open the journal."
)
_NEW = "The sheet opens the journal. Now set a new passphrase; the sheet is void then."
_ANOTHER = "The new passphrase is set, and the sheet is void. {older} Make a new recovery sheet now?"


class RecoverScreen(SecretPage[bool]):
    """The words, the file number where it is needed, and a new passphrase. True when the journal is open."""

    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "#words0"

    def __init__(self) -> None:
        super().__init__()
        self._key: Key | None = None
        self._is_done = False

    def compose(self) -> ComposeResult:
        """The lines of the sheet, and then those of the new passphrase."""
        yield Static("Open with the recovery sheet", classes="heading")
        with VerticalScroll(can_focus=False, classes="secrets"):
            with Vertical(id="first"):
                yield Static(Content(_WHAT), classes="about")
                yield SheetLines(number=False)
            with Vertical(id="second"):
                yield Static(Content(_NEW), classes="about")
                yield NewSecret("passphrase", "file")
            yield Static("", id="said")
        yield KeyLine()

    def on_mount(self) -> None:
        """Begins with the sheet."""
        self.query_one("#second").display = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A passphrase is suggested once one is asked for."""
        return self._key is not None if action == "offer" else super().check_action(action, parameters)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.holds_secret = self.holds_secret or bool(event.value)

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        if event.input.id == "again":
            self.action_go_on()
        else:
            self.focus_next()

    def action_offer(self) -> None:
        """Shows six random words, to be typed into both lines."""
        self.query_one(NewSecret).offer()

    @on(SheetLines.Done)
    def action_go_on(self) -> None:
        """Takes the next step."""
        if not self.is_busy and not self._is_done:
            self._read_sheet() if self._key is None else self._set_new(self._key)

    @work(group="do")
    async def _read_sheet(self) -> None:
        lines = self.query_one(SheetLines)
        words, number = lines.words, lines.number
        self.tell("Opening the journal …")
        try:
            key = await asyncio.to_thread(key_for, self.journal.path, words, number)
        except NumberNeeded as error:
            self.tell_error(error)
            lines.ask_for_number()
        except WrongWord as error:
            self.tell_error(error)
            lines.go_to_word(error.place)
        except JournalError as error:
            self.tell_error(error)
        else:
            self._key = key
            lines.clear()
            self.query_one("#first").display = False
            self.query_one("#second").display = True
            self.query_one("#secret", Input).focus()
            self.tell("")
            self.refresh_bindings()

    @work(group="do")
    async def _set_new(self, key: Key) -> None:
        secret = self.query_one(NewSecret)
        passphrase = secret.answer
        if problem := secret.problem():
            self.tell(problem, problem=True)
        elif await secret.accepted():
            self.tell("Setting the passphrase …")
            try:
                await self.journal.vault.recover(self.journal.path, key, passphrase)
            except JournalError as error:
                self.tell_error(error)
            else:
                self._is_done, self._key = True, None
                secret.clear()
                try:
                    older = await self.journal.vault.at_length(partial(backed_up, before=key.salt))
                except JournalError:
                    older = STILL_OPEN
                if await self.app.push_screen_wait(
                    ConfirmScreen(_ANOTHER.format(older=older), "Make a sheet", "Not now")
                ):
                    await self._make_sheet(passphrase)
                self.dismiss(True)

    async def _make_sheet(self, passphrase: str) -> None:
        from journal.tui.screens.secrets.sheet import SheetScreen

        await self.app.push_screen_wait(SheetScreen(passphrase))

    def action_close(self) -> None:
        """Goes back to the passphrase, unless the new one is just being set."""
        if self.is_busy:
            self.tell("It is just being done. Wait a moment.")
        else:
            self.dismiss(False)
