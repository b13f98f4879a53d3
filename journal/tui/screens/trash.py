"""The trash: what was put there, and putting it back or deleting it for good."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from journal.errors import JournalError
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import JournalScreen
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.journal.reading_place import BESIDE_FROM_100
from journal.tui.screens.trash_reading import Trashed, read_trash
from journal.tui.widgets.entry_page import Block, Names, local_instant
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.page_view import PageView
from journal.tui.widgets.pick_list import PickList
from journal.vault.vault import Vault

_EMPTY = (
    "The trash is empty.\n\n"
    "What is moved here, an entry or homework or anything else, leaves every list and search, and can be put back."
)
_QUESTION = (
    "Delete this and its earlier versions for good?\n\n"
    "This can't be undone. It reaches only this file: backups, synced copies and anything exported before keep what "
    "they hold, and traces of the encrypted file may stay on the disk for a while."
)
_COMMANDS = (
    Command("put_back", "u", "Put back", "Put this back where it was (Enter too)"),
    Command("purge", "x,delete", "Delete", "Delete this for good, after a question"),
    Command("close", "escape,q", "Back", "Go back"),
)


class TrashScreen(JournalScreen[None]):
    """What is in the trash, entries and everything else, the latest first."""

    CSS_PATH = "reading.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "PickList"
    HORIZONTAL_BREAKPOINTS = BESIDE_FROM_100

    def __init__(self) -> None:
        super().__init__()
        self._trashed: dict[str, Trashed] = {}
        self._names = Names()

    def compose(self) -> ComposeResult:
        """The list, and what is under the cursor."""
        yield Static("Trash", classes="heading")
        yield Static("", id="said")
        yield Static(Content(_EMPTY), id="empty")
        with Container(id="both"):
            yield PickList()
            yield PageView()
        yield KeyLine()

    def on_mount(self) -> None:
        """Reads the trash."""
        self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        try:
            trashed, self._names = await self.read(read_trash)
        except JournalError as error:
            self.journal.complain(error)
            return
        self._trashed = {one.id: one for one in trashed}
        year, masked = self.journal.today().year, self.journal.preferences.masked
        picks = [one.pick(year, masked=masked) for one in trashed]
        self.query_one("#empty").display = not picks
        self.query_one("#both").display = bool(picks)
        lines = self.query_one(PickList)
        lines.show(picks)
        if picks and self.focused is not self.query_one(PageView):
            lines.focus()

    @on(PickList.Highlighted)
    def _highlighted(self, message: PickList.Highlighted) -> None:
        one = self._trashed.get(message.pick.id) if message.pick else None
        said = f"Put here {local_instant(one.removed)}" if one else ""
        self.query_one("#said", Static).update(Content(said))
        view = self.query_one(PageView)

        def blocks(width: int) -> Iterable[Block]:
            masked = self.journal.preferences.masked and not view.has_focus
            return one.blocks(width, self._names, masked=masked) if one else ()

        view.show(one.id if one else "", blocks)

    @property
    def _chosen(self) -> Trashed | None:
        pick = self.query_one(PickList).highlighted
        return self._trashed.get(pick.id) if pick else None

    @on(PickList.Chosen)
    def action_put_back(self) -> None:
        """Puts it back."""
        if one := self._chosen:
            self._change(one.put_back, "Put back.")

    def action_purge(self) -> None:
        """Deletes it for good, if the answer to a question is yes."""
        one = self._chosen
        if one is None:
            return

        def answered(one: Trashed, yes: bool | None) -> None:
            if yes:
                self._change(one.purge, "Deleted for good.")

        self.app.push_screen(ConfirmScreen(_QUESTION, "Delete for good", "Keep it"), partial(answered, one))

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
