"""Changing the passphrase."""

from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from journal.errors import JournalError, WrongPassphrase
from journal.tui.commands import SHEET, Command, bindings
from journal.tui.screens.new_secret import NewSecret
from journal.tui.screens.secrets.page import SecretPage
from journal.tui.widgets.key_line import KeyLine
from journal.vault.copying import Progress
from journal.vault.old_secret import backed_up
from journal.vault.rotate import SHEET_IS_VOID, STILL_OPEN
from journal.vault.vault import Vault

_COMMANDS = (
    Command("change", "ctrl+s", "Change", "Change the passphrase"),
    Command("offer", "ctrl+g", "Suggest", "Suggest a passphrase of six random words"),
    SHEET,
    Command("close", "escape", "Back", "Go back without changing it"),
)
_WHAT = (
    "The journal is copied into a new file, which takes its place once the new passphrase has opened it. "
    "Older copies and backups still open with the old one. A recovery sheet that was made before becomes void; "
    "F3 makes a new one."
)
_DONE = f"The passphrase is changed: the journal was opened with the new one. {{older}} {SHEET_IS_VOID} F3 makes one."
_LOOK_EVERY = 0.2  # seconds between two looks at how far it is


class ChangePassphraseScreen(SecretPage[None]):
    """The present passphrase, and the new one twice."""

    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "#current"

    def __init__(self) -> None:
        super().__init__()
        self._pages = (0, 0)

    def compose(self) -> ComposeResult:
        """What follows from it, and the lines."""
        yield Static("Change the passphrase", classes="heading")
        with VerticalScroll(can_focus=False, classes="secrets"):
            yield Static(Content(_WHAT), classes="about")
            yield Static("The present passphrase", classes="label")
            yield Input(password=True, id="current")
            yield Static("The new one", classes="label")
            yield NewSecret("passphrase", "file")
            yield Static("", id="said")
        yield KeyLine()

    def on_mount(self) -> None:
        """Says now and then how far it is."""
        self.set_interval(_LOOK_EVERY, self._say_how_far)

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        if event.input.id == "again":
            self.action_change()
        else:
            self.focus_next()

    def action_offer(self) -> None:
        """Shows six random words, to be typed into both lines."""
        self.query_one(NewSecret).offer()

    def action_change(self) -> None:
        """Changes it, after a warning where the new one is weak."""
        if not self.is_busy:
            self._change()

    @work(group="do")
    async def _change(self) -> None:
        current, secret = self.query_one("#current", Input), self.query_one(NewSecret)
        now, new = current.value, secret.answer
        if not now:
            self.tell("Type the present passphrase first.", problem=True)
            current.focus()
        elif problem := secret.problem():
            self.tell(problem, problem=True)
        elif await secret.accepted():
            await self._change_to(now, new)

    async def _change_to(self, now: str, new: str) -> None:
        self.tell("Changing the passphrase …")
        try:
            before = await self.journal.vault.at_length(partial(_changed, now=now, new=new, progress=self._note_pages))
        except JournalError as error:
            self._pages = (0, 0)
            self.tell_error(error)
            if isinstance(error, WrongPassphrase):
                self.query_one("#current", Input).value = ""
                self.query_one("#current", Input).focus()
            return
        self._pages = (0, 0)
        self.query_one("#current", Input).value = ""
        self.query_one(NewSecret).clear()
        try:
            older = await self.journal.vault.at_length(partial(backed_up, before=before))
        except JournalError:
            older = STILL_OPEN
        self.tell(_DONE.format(older=older))

    def _note_pages(self, done: int, pages: int) -> None:
        self._pages = (done, pages)  # from the thread of the vault

    def _say_how_far(self) -> None:
        done, pages = self._pages
        if pages and self.is_busy:
            self.tell(f"Changing the passphrase … {done:,} of {pages:,} pages")

    def action_close(self) -> None:
        """Goes back, unless it is just being changed."""
        if self.is_busy:
            self.tell("It is just being changed. Wait a moment.")
        else:
            self.dismiss(None)


def _changed(vault: Vault, now: str, new: str, progress: Progress) -> bytes:
    """Changes the passphrase, and gives the salt of the key of before."""
    before = vault.key.salt
    vault.change_passphrase(now, new, progress)
    return before
