"""The support page: whom to turn to, offline, always a key away."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from journal.library import Support, library
from journal.safety.text import safe
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen
from journal.tui.widgets.key_line import KeyLine

_COMMANDS = (Command("close", "escape,q", "Back", "Go back to where you were"),)


class SupportScreen(DialogScreen[None]):
    """The person's own contacts, where the journal is open, then local emergency numbers and known lines by country.

    Nothing opens it but its key, and what is being written stays as it is.
    """

    CSS_PATH = "support.tcss"
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "VerticalScroll"

    def compose(self) -> ComposeResult:
        """The page, top to bottom in the order in which it may be needed."""
        support = library().support
        own = self.journal.preferences.support_contacts.strip() if self.journal.vault.is_open else ""
        with Vertical(classes="page"), VerticalScroll():
            yield Static("Support", classes="title")
            yield Static(Content(support.opening), classes="quiet")
            if own:
                yield Static("People I can turn to", classes="part")
                yield Static(Content(safe(own)), classes="own")
            yield Static("In danger now", classes="part")
            yield Static(Content(support.emergency))
            yield Static("Lines to call or text", classes="part")
            yield Static(Content("\n").join(_lines(support)))
            yield Static(Content(support.elsewhere), classes="quiet")
            yield Static("At home", classes="part")
            yield Static(Content(support.fear))
            yield Static(Content(support.device))
            yield Static("What this is", classes="part")
            yield Static(Content(support.about), classes="quiet")
            if self.journal.vault.is_open and not own:
                yield Static("The settings, F10, have a place for names and numbers of your own.", classes="quiet")
        yield KeyLine()


def _lines(support: Support) -> list[Content]:
    width = max(len(line.name) for line in support.lines)
    return [Content.assemble(f"{line.country}  {line.name:<{width}}  ", (line.how, "bold")) for line in support.lines]
