"""The help page: what can be done here."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen

_COMMANDS = (Command("close", "escape,question_mark,f1,q", "Back", "Go back"),)

_ABOUT = (
    "Nothing here is medical advice, and this is no crisis service: in an emergency call your local emergency number. "
    "If you fear someone's reaction, partnered exercises aren't advised; talk to your therapist alone."
)
_SEARCH = (
    ('evening "exact words" pref*', "words, a phrase, the beginning of a word"),
    ("kind:communication  outcome:stopped", "by kind, by how it went"),
    ("tag:evening  with:Alex", "by tag, by nickname"),
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
        self._shown = {command.help: command for command in reversed(tuple(commands))}

    def compose(self) -> ComposeResult:
        """Three short lists and a word on what this is not."""
        with Vertical(classes="dialog -wide"), VerticalScroll():
            yield Static("Keys", classes="title")
            yield Static(self._table([(command.shown_key, command.help) for command in reversed(self._shown.values())]))
            yield Static("Search", classes="title")
            yield Static(self._table(list(_SEARCH)))
            yield Static("What this is not", classes="title")
            yield Static(Content(_ABOUT), classes="about")

    @staticmethod
    def _table(rows: list[tuple[str, str]]) -> Content:
        width = max(len(left) for left, _ in rows)
        lines = [Content.assemble((f"{left:<{width}}  ", "$accent"), right) for left, right in rows]
        return Content("\n").join(lines)
