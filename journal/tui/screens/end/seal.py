"""Sealing the journal: the archive first, read back; then, after a word, the journal is removed."""

from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from journal.errors import BadInput, JournalError
from journal.outgoing.delivery import WithPassphrase
from journal.safety.text import safe, safe_line
from journal.sealing import Archive, archive_name, remove_sealed, write_archive
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import JournalScreen
from journal.tui.screens.end.copies import lying, told
from journal.tui.screens.new_secret import NewSecret
from journal.tui.widgets.key_line import KeyLine
from journal.vault.backup.telling import told as told_of_backups

_COMMANDS = (
    Command("go_on", "ctrl+s", "Go on", "Write the archive; then, after the word, remove the journal", priority=True),
    Command("offer", "ctrl+g", "Suggest", "Suggest a passphrase of six random words", priority=True),
    Command("close", "escape", "Back", "Go back; the journal stays"),
)
_WHAT = (
    "All of the journal is written to one new file, encrypted: every entry with its history, the trash, drafts, "
    "settings and the ledger. It is opened again and compared before anything else happens. Other windows that have "
    "the journal open have to be closed first. For a key instead of a passphrase, there is: journal seal --recipient"
)
_CARE = "Nobody can open the archive without this passphrase, and nothing can reset it. It is for a long time."
_WORD = "seal"
_NOW = (
    "The archive is there. It was opened again, and all of the journal is in it.\n"
    "Now the journal can be removed from this machine. Until you do so, both stay, and Esc leaves it at that. What is "
    "out of reach stays in any case: copies elsewhere, synced folders, and traces on a disk, an SSD above all."
)


class SealScreen(JournalScreen[None]):
    """Where to and behind what, then the archive, then the word that removes the journal."""

    CSS_PATH = "end.tcss"
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "#secret"

    def __init__(self) -> None:
        super().__init__()
        self._archive: Archive | None = None

    def compose(self) -> ComposeResult:
        """Both steps; the second is shown when the first is done."""
        yield Static("Seal the journal", classes="heading")
        with VerticalScroll(can_focus=False, classes="end"):
            with VerticalScroll(can_focus=False, id="first"):
                yield Static(Content(_WHAT), classes="about")
                yield Static("Passphrase of the archive", classes="label")
                yield Static(Content(_CARE), classes="quiet")
                yield NewSecret("passphrase", "archive")
                yield Static("Where to", classes="label")
                yield Input(str(Path.home() / archive_name(self.journal.today())), id="place")
                yield Button("Write the archive", variant="primary", id="write", compact=True)
            with VerticalScroll(can_focus=False, id="second"):
                yield Static(Content(_NOW), classes="about")
                yield Static("", id="where", classes="label")
                yield Static("", id="backups", classes="quiet")
                yield Static("", id="copies", classes="quiet")
                yield Static(Content(f"Type {_WORD} to remove the journal from this machine"), classes="label")
                yield Input(id="word")
                yield Button("Remove the journal", variant="warning", id="remove", compact=True)
            yield Static("", id="said")
        yield KeyLine()

    def on_mount(self) -> None:
        """Begins at the top, although the first line to type in is further down."""
        self.call_after_refresh(self.query_one(".end").scroll_home, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A passphrase is suggested while there is one to choose."""
        return self._archive is None if action == "offer" else super().check_action(action, parameters)

    # The archive

    def action_offer(self) -> None:
        """Shows six random words, to be typed into both lines."""
        self.query_one(NewSecret).offer()

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        if event.input.id == "word":
            self._remove_once()
        else:
            self.focus_next()

    def action_go_on(self) -> None:
        """Does what the step in front is for."""
        if self._archive is None:
            self._write_once()
        else:
            self._remove_once()

    @on(Button.Pressed, "#write")
    def _write_once(self) -> None:
        if not self._is_at_it:
            self._write()

    @property
    def _is_at_it(self) -> bool:
        return any(worker.group == "end" and not worker.is_finished for worker in self.workers)

    @work(group="end")
    async def _write(self) -> None:
        secret, place = self.query_one(NewSecret), self.query_one("#place", Input).value.strip()
        passphrase = secret.answer
        if problem := secret.problem():
            self._say(problem)
        elif not place:
            self._say("Say where the archive goes.", "place")
        elif await secret.accepted():
            self._say("Writing the archive, and reading it back …", problem=False)
            try:
                await self._write_to(Path(place), passphrase)
            except JournalError as error:
                self._say(f"{error.message} {error.hint}", "place" if isinstance(error, BadInput) else "")

    async def _write_to(self, place: Path, passphrase: str) -> None:
        place = _in_full(place)
        await self.journal.keep_drafts()
        lock = WithPassphrase(passphrase)
        archive = await self.journal.vault.by_itself(lambda vault: write_archive(vault, place, lock))
        self.journal.changed()
        self._archive = archive
        lines = await lying(self.journal)
        backups = await self.journal.vault.by_itself(told_of_backups)
        self.query_one(NewSecret).clear()
        self.query_one("#where", Static).update(Content(safe_line(str(archive.place))))
        self.query_one("#backups", Static).update(Content(safe(backups)))
        self.query_one("#copies", Static).update(Content(safe(told(lines))))
        self.query_one("#first").display = False
        self.query_one("#second").display = True
        self._say("")
        self.refresh_bindings()
        self.query_one("#word", Input).focus()

    # The removal

    @on(Button.Pressed, "#remove")
    def _remove_once(self) -> None:
        if not self._is_at_it and self._archive is not None:
            self._remove(self._archive)

    @work(group="end")
    async def _remove(self, archive: Archive) -> None:
        if self.query_one("#word", Input).value.strip().lower() != _WORD:
            self._say(f"It takes the word {_WORD}. Esc keeps both the journal and the archive.", "word")
            return
        try:
            await self.journal.vault.by_itself(lambda vault: remove_sealed(vault, archive))
        except JournalError as error:
            self._say(f"{error.message} {error.hint}", "word")
            return
        place = str(archive.place)
        await self.journal.end_for_good(
            f"The journal is no longer on this machine. The archive is at {place}\n"
            f"To use it again: journal init, then journal import {archive.place.name}\n"
            f"To read it without journal: age -d {archive.place.name}, which gives JSON."
        )

    def _say(self, words: str, focus: str = "", *, problem: bool = True) -> None:
        said = self.query_one("#said", Static)
        said.update(Content(safe(words)))
        said.set_class(problem, "-problem")
        if focus:
            self.query_one(f"#{focus}", Input).focus()
        said.scroll_visible()

    def action_close(self) -> None:
        """Goes back; the journal stays, and so does an archive that is there already."""
        if self._is_at_it:
            self._say("The archive is still being written.", problem=False)
            return
        if self._archive is not None:
            self.journal.say(f"The journal stays. So does the archive at {self._archive.place}")
        self.dismiss(None)


def _in_full(place: Path) -> Path:
    """The place from the root on. Raises BadInput."""
    try:
        return place.expanduser().absolute()
    except RuntimeError:
        raise BadInput("The path begins with ~ and a user that isn't there.", "Write it in full.") from None
