"""The ledger: which copies left the journal, which still lie there, and deleting those."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from journal.errors import JournalError, NotFound
from journal.outgoing.ledger import NOT_PROMISED, PATIENCE, Line, states_of
from journal.outgoing.lying import State, delete
from journal.tui.aside import aside
from journal.tui.commands import Command, bindings
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.ledger.pages import Ledger, ledger_page, ledger_rows, read_ledger
from journal.tui.screens.list_and_page import ListAndPage
from journal.tui.widgets.entry_page import Block
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.pick_list import PickList
from journal.vault.vault import Vault

_EMPTY = (
    "Nothing has left this journal yet.\n\n"
    "What you export is noted here: what it was, when, for which session, and where it was put. Plain copies that "
    "still lie there can be deleted from here."
)
_LONGER = 15.0  # seconds until a place that doesn't answer is given up
_COMMANDS = (
    Command("read", "enter", "", "Read what is noted of this copy; Esc goes back to the list"),
    Command("delete", "d,delete", "Delete", "Delete this copy, after a question"),
    Command("gone", "g", "Gone", "Note that this copy is gone, as you know yourself"),
    Command("undo", "u", "", "Take back that a copy is gone"),
    Command("look", "r", "", "Look again whether the copies still lie there"),
    Command("close", "escape,q", "Back", "Go back"),
)


class LedgerScreen(ListAndPage[None]):
    """Every copy that left, the latest first, with what is at its place now."""

    CSS_PATH = "ledger.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self._ledger = Ledger()
        self._states: dict[str, State] = {}
        self._noted: list[str] = []  # what was noted as gone here, the latest last

    def compose(self) -> ComposeResult:
        """The list, and the page of what is under the cursor."""
        yield Static("What left the journal", classes="heading")
        yield Static(Content(_EMPTY), id="empty")
        yield from self.compose_both()
        yield KeyLine()

    def on_mount(self) -> None:
        """Reads the ledger, then looks at the places."""
        self.load(look=True)

    # Reading and looking

    @work(exclusive=True, group="load")
    async def load(self, *, look: bool = False) -> None:
        """Reads the ledger again, with the cursor on the same copy."""
        try:
            self._ledger = await self.read(read_ledger)
        except JournalError as error:
            self.journal.complain(error)
            return
        self.query_one("#empty").display = not self._ledger.lines
        self._draw()
        self.show_both(shown=bool(self._ledger.lines))
        if look:
            self._look()

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        lines = [one for one in self._ledger.lines if one.content.gone is None]
        silent = dict.fromkeys((one.id for one in lines), State.SILENT)
        self._states = await aside(partial(states_of, lines), 2 * PATIENCE) or silent
        self._draw()

    def _draw(self) -> None:
        keep = self.picks.highlighted.id if self.picks.highlighted else ""
        self.picks.show(list(ledger_rows(self._ledger, self._states, self.journal.today().year)), keep=keep)

    @on(PickList.Highlighted)
    def _highlighted(self) -> None:
        one = self._chosen
        if one is None:
            self.page.show("", lambda width: ())
            return
        session = self._ledger.sessions.get(one.content.session)

        def blocks(width: int) -> Iterator[Block]:
            yield from ledger_page(one, session, self._states.get(one.id), self.journal.today())

        self.page.show(one.id, blocks)

    @property
    def _chosen(self) -> Line | None:
        pick = self.picks.highlighted
        return next((one for one in self._ledger.lines if pick and one.id == pick.id), None)

    # What can be done with a copy

    def action_delete(self) -> None:
        """Deletes the file if the answer to a question is yes."""
        one = self._chosen
        if one is None:
            return
        state = self._states.get(one.id)
        if one.content.gone or state is not State.HERE:
            self.journal.say("There is no file as it was written at its place, so there is nothing to delete.")
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._delete(one)

        question = f"Delete this copy?\n\n{one.content.place}\n\n{NOT_PROMISED}"
        self.app.push_screen(ConfirmScreen(question, "Delete it", "Keep it"), answered)

    @work(group="write")
    async def _delete(self, one: Line) -> None:
        try:
            state = await aside(partial(delete, one.content, self.journal.path), _LONGER)
            if state is State.HERE:
                today = self.journal.today()
                await self._write(lambda vault: vault.shared_copies.note_gone(one.id, today), "Deleted.")
                return
        except JournalError as error:
            self.journal.complain(error)
            return
        self._states[one.id] = state or State.SILENT
        self._draw()
        self.journal.say(f"Not deleted: {(state or State.SILENT).value}.")

    @work(group="write")
    async def action_gone(self) -> None:
        """Notes that it is gone."""
        one = self._chosen
        if one is None or one.content.gone:
            return
        if not one.content.has_file or self._states.get(one.id) is State.HERE:
            self.journal.say("It is still there, as it was written." if one.id in self._states else "It is not a file.")
            return
        today = self.journal.today()
        try:
            await self._write(lambda vault: vault.shared_copies.note_gone(one.id, today), "Noted. u takes it back.")
        except JournalError as error:
            self.journal.complain(error)
        else:
            self._noted.append(one.id)

    @work(group="write")
    async def action_undo(self) -> None:
        """Takes back the latest note that a copy is gone."""
        if not self._noted:
            self.journal.say("There is nothing to take back here. What was deleted can't be.")
            return
        copy_id = self._noted.pop()
        try:
            await self._write(lambda vault: vault.shared_copies.note_there(copy_id), "Taken back.")
        except NotFound:
            self.load()
        except JournalError as error:
            self._noted.append(copy_id)
            self.journal.complain(error)

    async def _write(self, job: Callable[[Vault], object], said: str) -> None:
        await self.journal.vault.write(job)
        self.journal.changed()
        self.journal.say(said)
        self.load()

    def action_look(self) -> None:
        """Looks at the places again."""
        self._states = {}
        self.load(look=True)

    # Moving about

    @on(PickList.Chosen)
    def action_read(self) -> None:
        """Goes into the page, which takes the whole screen where it is narrow."""
        self.go_to_page()

    def action_close(self) -> None:
        """Goes from the page to the list, and from there back."""
        if self.has_class("-reading"):
            self.go_to_list()
        else:
            self.dismiss(None)
