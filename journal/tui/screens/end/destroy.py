"""Destroying the journal, after a word, with an offer to delete the plain copies first."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from journal.errors import JournalError
from journal.model.fields import Term
from journal.outgoing.ledger import STAYS, Line, told
from journal.safety.text import safe
from journal.sealing import destroy
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import JournalScreen
from journal.tui.screens.end.copies import delete_all, lying
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.options import OptionsInput
from journal.vault.backup.telling import told as told_of_backups
from journal.vault.vault import Vault

_COMMANDS = (Command("close", "escape", "Back", "Go back; the journal stays"),)
_WORD = "destroy"
_WHAT = (
    "The journal, and what belongs to it beside its file, is removed from this machine. Nothing of it is kept, and "
    "this can't be taken back.\n\n"
    f"{STAYS} To keep something of it, seal it instead."
)


class _First(Term):
    """What may be done before."""

    DELETE = "delete", "delete them first, as far as they are as they were written"


class DestroyScreen(JournalScreen[None]):
    """What goes, what can't be promised, and the word that does it."""

    CSS_PATH = "end.tcss"
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "#word"

    def __init__(self) -> None:
        super().__init__()
        self._lying: tuple[Line, ...] = ()

    def compose(self) -> ComposeResult:
        """What is to be known, the copies that lie about, and the word."""
        yield Static("Destroy the journal", classes="heading")
        with VerticalScroll(can_focus=False, classes="end"):
            yield Static(Content(_WHAT), classes="about")
            yield Static("", id="backups")
            yield Static("", id="copies")
            yield OptionsInput((_First.DELETE,), several=True)
            yield Static(
                Content(f"Type {_WORD} and press Enter to remove the journal from this machine"), classes="label"
            )
            yield Input(id="word")
            yield Button("Destroy the journal", variant="warning", id="destroy", compact=True)
            yield Static("", id="said")
        yield KeyLine()

    def on_mount(self) -> None:
        """Looks for plain copies, and whether another program has the journal open."""
        self.query_one(OptionsInput).display = False
        self._look()

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        try:
            words = await self.journal.vault.by_itself(told_of_backups)
            self.query_one("#backups", Static).update(Content(safe(words)))
            self._lying = await lying(self.journal)
            await self.journal.vault.by_itself(Vault.refuse_others)
        except JournalError as error:
            self._say(f"{error.message} {error.hint}")
        self.query_one("#copies", Static).update(Content(safe(told(self._lying))))
        self.query_one(OptionsInput).display = bool(self._lying)

    @on(Input.Submitted)
    @on(Button.Pressed, "#destroy")
    def _once(self) -> None:
        if not any(worker.group == "end" and not worker.is_finished for worker in self.workers):
            self._destroy()

    @work(group="end")
    async def _destroy(self) -> None:
        if self.query_one("#word", Input).value.strip().lower() != _WORD:
            self._say(f"It takes the word {_WORD}. Esc goes back.")
            return
        left: list[str] = []
        try:
            await self.journal.vault.by_itself(Vault.refuse_others)
            if self.query_one(OptionsInput).answer:
                left = await delete_all(self.journal, self._lying)
            await self.journal.vault.by_itself(destroy)
        except JournalError as error:
            self._say(f"{error.message} {error.hint}")
            return
        await self.journal.end_for_good("\n".join(["The journal is no longer on this machine.", *left]))

    def action_close(self) -> None:
        """Goes back; the journal stays."""
        self.dismiss(None)

    def _say(self, words: str) -> None:
        said = self.query_one("#said", Static)
        said.update(Content(safe(words)))
        said.set_class(True, "-problem")
        said.scroll_visible()
