"""The trash: what was put there, and putting it back or deleting it for good."""

from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Footer, Static

from journal.errors import JournalError
from journal.model.entry import Entry
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import JournalScreen
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.reading_place import BESIDE_FROM_100
from journal.tui.widgets.entry_list import PAGE_ROWS, EntryList
from journal.tui.widgets.entry_page import local_instant
from journal.tui.widgets.entry_view import EntryView
from journal.vault.entries import TrashedEntry
from journal.vault.vault import Vault

_EMPTY = "The trash is empty.\n\nAn entry that is moved here leaves every list and search, and can be put back."
_QUESTION = (
    "Delete this entry and its earlier versions for good?\n\n"
    "This can't be undone. It reaches only this file: backups, synced copies and anything exported before keep what "
    "they hold, and traces of the encrypted file may stay on the disk for a while."
)
_COMMANDS = (
    Command("put_back", "u", "Put back", "Put this entry back where it was (Enter too)"),
    Command("purge", "x,delete", "Delete", "Delete this entry for good, after a question"),
    Command("close", "escape,q", "Back", "Go back to the Journal"),
)


class TrashScreen(JournalScreen[None]):
    """What is in the trash, the latest first."""

    CSS_PATH = "reading.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "EntryList"
    HORIZONTAL_BREAKPOINTS = BESIDE_FROM_100

    def __init__(self) -> None:
        super().__init__()
        self._trashed: tuple[TrashedEntry, ...] = ()

    def compose(self) -> ComposeResult:
        """The entries, and the one under the cursor."""
        yield Static("Trash", classes="heading")
        yield Static("", id="said")
        yield Static(Content(_EMPTY), id="empty")
        with Container(id="both"):
            yield EntryList()
            yield EntryView()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Reads the trash."""
        self.query_one(EntryList).masked = self.query_one(EntryView).masked = self.journal.preferences.masked
        self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        try:
            self._trashed = await self.journal.vault.read(lambda vault: vault.entries.trash())
        except JournalError as error:
            self.journal.complain(error)
            return
        lines, empty = self.query_one(EntryList), not self._trashed
        self.query_one("#empty").display = empty
        self.query_one("#both").display = not empty
        lines.show(len(self._trashed), {0: self._page(0)}, cursor=lines.cursor, year=self.journal.today().year)
        if not empty:
            lines.focus()

    def _page(self, number: int) -> tuple[Entry, ...]:
        return tuple(trashed.entry for trashed in self._trashed[number * PAGE_ROWS :][:PAGE_ROWS])

    @on(EntryList.PagesWanted)
    def _pages_wanted(self, message: EntryList.PagesWanted) -> None:
        for number in message.pages:
            message.entries.put(message.generation, number, self._page(number))

    @on(EntryList.EntryHighlighted)
    def _highlighted(self, message: EntryList.EntryHighlighted) -> None:
        self.query_one(EntryView).show(message.entry)
        place = message.entries.cursor
        when = f"Put here {local_instant(self._trashed[place].deleted)}" if message.entry else ""
        self.query_one("#said", Static).update(Content(when))

    @on(EntryList.EntrySelected)
    def action_put_back(self) -> None:
        """Puts the entry back."""
        if entry := self.query_one(EntryList).highlighted:
            entry_id = entry.id
            self._change(lambda vault: vault.entries.put_back(entry_id), "Put back.")

    def action_purge(self) -> None:
        """Deletes the entry for good, if the answer to a question is yes."""
        entry = self.query_one(EntryList).highlighted
        if entry is None:
            return
        entry_id = entry.id

        def answered(yes: bool | None) -> None:
            if yes:
                self._change(lambda vault: vault.entries.purge(entry_id), "Deleted for good.")

        self.app.push_screen(ConfirmScreen(_QUESTION, "Delete for good", "Keep it"), answered)

    @work(group="write")
    async def _change(self, job: Callable[[Vault], object], said: str) -> None:
        try:
            await self.journal.vault.write(job)
        except JournalError as error:
            self.journal.complain(error)
            return
        self.journal.changed()
        self.journal.say(said)
        self._load()

    def action_close(self) -> None:
        """Goes back."""
        self.dismiss(None)
