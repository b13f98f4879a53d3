"""The help page: what can be done here."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen

_COMMANDS = (
    Command("close", "escape,question_mark,f1,q", "Back", "Go back"),
    Command("glossary", "g", "Plain words", "Read what terms mean, in plain words"),
)

_ABOUT = (
    "For adults only. Nothing here is medical advice; it is not a crisis service, and not a replacement for therapy. "
    "F6 opens the support page, anywhere and at any time."
)
_SEARCH = (
    ('evening "exact words" pref*', "words, a phrase, the beginning of a word"),
    ("kind:communication  outcome:stopped", "by kind, by how it went"),
    ("tag:evening  with:Alex", "by tag, by nickname"),
    ('homework:"back and arms"', "by the beginning of its title, or the end of its id"),
    ("after:2026-05-01  before:yesterday", "by date; both days are included"),
    ("flagged:yes  shared:no", "to raise with my therapist; shared or not"),
)


class HelpScreen(DialogScreen[None]):
    """The keys of the screen that was in front, then those of the whole app, then the search grammar."""

    CSS_PATH = "dialogs.tcss"
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, commands: Iterable[Command]) -> None:
        super().__init__()
        # A command that a screen repeats for a second key stands once.
        commands = tuple(commands)
        self._searches = any(command.action == "app.search" for command in commands)
        self._shown = {command.help: command for command in reversed(commands)}

    def compose(self) -> ComposeResult:
        """Short lists and a word on what this is not."""
        with Vertical(classes="dialog -wide"), VerticalScroll():
            yield Static("Keys", classes="title")
            yield Static(self._table([(command.shown_key, command.help) for command in reversed(self._shown.values())]))
            if self._searches:
                yield Static("Search", classes="title")
                yield Static(self._table(_SEARCH))
            yield Static("What this is not", classes="title")
            yield Static(Content(_ABOUT), classes="about")
            yield Static(Content("g has plain words for terms."), classes="about")

    def action_glossary(self) -> None:
        """Opens the glossary."""
        from journal.tui.screens.glossary import GlossaryScreen

        self.app.push_screen(GlossaryScreen())

    @staticmethod
    def _table(rows: Iterable[tuple[str, str]]) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(style="bold", no_wrap=True)
        for row in rows:
            table.add_row(*map(Text, row))
        return table
