"""A record in full, to be read."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content as Text
from textual.widgets import Static

from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen
from journal.tui.widgets.entry_page import Block
from journal.tui.widgets.page_view import PageView, paragraph, title

_COMMANDS = (
    Command("edit", "e", "Edit", "Edit it; the version before it is kept"),
    Command("close", "escape,q", "Back", "Go back"),
)


class RecordScreen(DialogScreen[bool]):
    """The answers of a record, as (label, text). It ends with True where it is to be edited."""

    CSS_PATH: ClassVar = ["dialogs.tcss", "progress.tcss"]
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "PageView"

    def __init__(self, heading: str, answers: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self._heading, self._answers = heading, tuple(answers)

    def compose(self) -> ComposeResult:
        """The page, and its keys."""
        with Vertical(classes="dialog -wide"):
            yield PageView()
            yield Static(Text("e edits it.  Esc goes back."), classes="quiet")

    def on_mount(self) -> None:
        """Shows the answers."""
        self.query_one(PageView).show("", self._blocks)

    def _blocks(self, width: int) -> Iterator[Block]:
        yield from title(self._heading)
        for label, text in self._answers:
            yield from paragraph(label, text)

    def action_edit(self) -> None:
        """Goes to the form."""
        self.dismiss(True)
