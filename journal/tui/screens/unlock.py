"""Asking for the passphrase."""

import asyncio
import shlex
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from journal.errors import Damaged, JournalError, WrongPassphrase
from journal.model.timer import Face
from journal.safety.text import safe, safe_line
from journal.tui.commands import Command, bindings
from journal.tui.screens.timer.keys import PRACTICE_COMMANDS, PracticeScreen
from journal.tui.widgets.key_line import KeyLine

_COMMANDS = (
    *PRACTICE_COMMANDS,
    # With priority it is done before the key after it is looked at, which is the first letter of the passphrase.
    Command("ask", "enter", "Unlock", "Type the passphrase; the practice goes on meanwhile", priority=True),
    Command("recover", "f3", "Forgotten?", "Forgotten the passphrase? Open the journal with its recovery sheet"),
    Command("quit", "escape", "", "Quit without opening the journal, or go back to the running practice"),
)


class UnlockScreen(PracticeScreen[bool]):
    """Opens the journal with a passphrase. It shows nothing of what is in it; True when it is open.

    While a practice runs, its face is here, and its keys; the line for the passphrase is one key away.
    """

    CSS_PATH = "door.tcss"
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)

    def __init__(self, passphrase: str | None = None) -> None:
        super().__init__()
        self._given = passphrase
        self._opened = False

    def compose(self) -> ComposeResult:
        """The face of a practice, the name, the place of the file, and one line to type in."""
        yield from self.compose_face()
        with Vertical(id="door"):
            yield Static("journal", classes="name")
            yield Static(Content(safe_line(str(self.journal.path))), classes="quiet")
            yield Input(password=True, placeholder="Passphrase", id="passphrase")
            yield Static(
                Content("This is the demo. Its passphrase is: demo") if self.journal.demo else Content(""), id="said"
            )
        yield KeyLine()

    def on_mount(self) -> None:
        """Opens at once where the passphrase is known already."""
        if self._given is not None:
            self.query_one(Input).display = False  # an empty line would ask for what is known
            self._open(self._given)
            self._given = None

    # The practice

    def changed_over(self) -> None:
        """Shows the line for the passphrase unless a practice runs."""
        self.set_class(self.face is not None, "-practice")
        self._ask(not self.runs)

    def _ask(self, wanted: bool) -> None:
        self.set_class(not wanted, "-practising")
        self.set_focus(self.query_one(Input) if wanted else None)
        if self.face is not None:
            self._say("Esc goes back to the practice." if self.runs and wanted else "")
        self.refresh_bindings()

    def state_words(self, face: Face) -> str:
        """What is said below the digits."""
        return "The practice has ended." if face.over else super().state_words(face)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The passphrase is asked for by a key where only the face is shown."""
        return self.has_class("-practising") if action == "ask" else super().check_action(action, parameters)

    def action_ask(self) -> None:
        """Shows the line for the passphrase."""
        self._ask(True)

    # The passphrase

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        passphrase, event.input.value = event.value, ""
        if passphrase:
            self._open(passphrase)

    @work(group="open", exclusive=True)
    async def _open(self, passphrase: str) -> None:
        line = self.query_one(Input)
        line.disabled = self.holds_secret = True
        self._say("Opening the journal …")
        try:
            await self.journal.vault.open(self.journal.path, passphrase)
        except WrongPassphrase as error:
            self._say(f"{error.message} {error.hint}", problem=True)
        except Damaged as error:
            self._say(f"{error.message}\n{await asyncio.to_thread(_ways_on, self.journal.path)}", problem=True)
        except JournalError as error:
            self._say(f"{error.message}\n{error.hint}", problem=True)
        else:
            self._opened = True
            self._end_when_in_front()
            return
        line.disabled, line.display = False, True
        line.focus()

    def action_recover(self) -> None:
        """Opens the page for the recovery sheet, unless the journal is just being opened."""
        from journal.tui.screens.secrets.recover import RecoverScreen

        def opened(done: bool | None) -> None:
            self._opened = self._opened or bool(done)
            self._end_when_in_front()

        if not any(worker.group == "open" and not worker.is_finished for worker in self.workers):
            self.query_one(Input).value = ""
            self.app.push_screen(RecoverScreen(), opened)

    def on_screen_resume(self) -> None:
        """Goes on to the journal if it was opened while the screen was blanked; the other handlers are called too."""
        self._end_when_in_front()

    def _end_when_in_front(self) -> None:
        if self._opened and self.app.screen is self:
            self.dismiss(True)

    def _say(self, words: str, *, problem: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.set_class(problem, "-problem")
        said.update(Content(safe(words)))

    def action_quit(self) -> None:
        """Leaves without opening, or goes back to the practice."""
        if self.runs:
            self.query_one(Input).value = ""
            self._ask(False)
        else:
            self.dismiss(False)


def _ways_on(path: Path) -> str:
    """What can be done about a damaged journal, the best first; the latest of the backups beside it is named."""
    from journal.vault.backup.places import backups_in, folder_of
    from journal.vault.vault import default_path

    try:
        backups = [one for one in backups_in(folder_of(path), path) if not one.replaced]
    except JournalError:
        backups = []
    named = "" if path == default_path() else f" --file {shlex.quote(str(path))}"
    latest = f" The latest backup is of {backups[0].made.astimezone():%Y-%m-%d %H:%M}." if backups else ""
    return (
        f"Nothing is lost by waiting: keep this file as it is.{latest}\n"
        f"To go back to a backup, quit and type: journal{named} backup restore\n"
        f"To save what can still be read: journal{named} doctor --salvage"
    )
