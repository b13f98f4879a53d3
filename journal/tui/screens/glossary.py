"""The glossary: plain words for terms, for those who want them."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from journal.library import library
from journal.library.words import OwnWords
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen
from journal.tui.widgets.key_line import KeyLine

_COMMANDS = (Command("close", "escape,q,g", "Back", "Go back"),)


class GlossaryScreen(DialogScreen[None]):
    """Every term of the library with its meaning, and with the person's own word beside it."""

    CSS_PATH = "support.tcss"
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "VerticalScroll"

    def compose(self) -> ComposeResult:
        """The terms in the order of the alphabet."""
        words = OwnWords(self.journal.preferences.words)
        with Vertical(classes="page"), VerticalScroll():
            yield Static("Plain words", classes="title")
            for term, meaning in library().glossary.items():
                own = words.of(term)
                yield Static(Content(f"{term}, in my words: {own}" if own else term), classes="part")
                yield Static(Content(words.in_text(meaning)))
        yield KeyLine()
