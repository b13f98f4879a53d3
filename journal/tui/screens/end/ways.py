"""The three ways on from the end of therapy, and what each can and can't promise."""

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from journal.outgoing.ledger import STAYS
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import JournalScreen
from journal.tui.widgets.key_line import KeyLine

_COMMANDS = (Command("close", "escape,q", "Back", "Go back; nothing changes"),)
_INTRO = (
    "There is nothing that has to be decided now. Whoever does nothing keeps the journal, and can come back to this."
)
_KEEP = (
    "Nothing changes. The journal stays on this machine, encrypted, and opens with its passphrase.\n"
    "What staying costs: the passphrase has to be remembered, the lock goes on mattering, and only a backup outlasts "
    "this machine. Whoever learns the passphrase can read all of it."
)
_SEAL = (
    "Everything goes into one archive, encrypted with a passphrase of its own. It is opened again and compared with "
    "the journal; only then, and after a word from you, is the journal removed from this machine.\n"
    "It can promise that the archive has all of it, and that it opens with its passphrase, in journal or in any "
    "program for age. It can't promise that the archive is not lost, and nobody can open it without the passphrase. "
    "Backups, synced folders and other copies stay as they are."
)
_DESTROY = (
    "The journal is removed from this machine, and nothing of it is kept. This can't be taken back.\n"
    f"It can promise that the file is no longer in its place. It can't promise that no trace of it is left. {STAYS}"
)


class WaysScreen(JournalScreen[None]):
    """Keep, seal or destroy. The first of them is in focus, and changes nothing."""

    CSS_PATH = "end.tcss"
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "#keep"

    def compose(self) -> ComposeResult:
        """Each way with its words and its button."""
        yield Static("When therapy ends", classes="heading")
        with VerticalScroll(can_focus=False, classes="end"):
            yield Static(Content(_INTRO), classes="about")
            for name, words, button in (
                ("keep", _KEEP, "Keep it"),
                ("seal", _SEAL, "Seal it …"),
                ("destroy", _DESTROY, "Destroy it …"),
            ):
                yield Static(name.capitalize(), classes="label")
                yield Static(Content(words))
                yield Button(Content(button), id=name, compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        """Begins at the top."""
        self.call_after_refresh(self.query_one(VerticalScroll).scroll_home, animate=False)

    @on(Button.Pressed, "#keep")
    def action_close(self) -> None:
        """Keeps the journal, and goes back."""
        self.dismiss(None)

    @on(Button.Pressed, "#seal")
    def _seal(self) -> None:
        from journal.tui.screens.end.seal import SealScreen

        self.app.push_screen(SealScreen())

    @on(Button.Pressed, "#destroy")
    def _destroy(self) -> None:
        from journal.tui.screens.end.destroy import DestroyScreen

        self.app.push_screen(DestroyScreen())
