"""The versions of an entry or of a record, and going back to one of them."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content as Text
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.errors import BadInput, JournalError, Overtaken
from journal.model.entry import Entry
from journal.model.homework import Assignment
from journal.model.records import Content
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import JournalScreen
from journal.tui.screens.form.record_screen import NAMES
from journal.tui.screens.history_reading import Version, read_versions
from journal.tui.screens.homework.assigning import offer_agreements
from journal.tui.screens.journal.reading_place import BESIDE_FROM_100
from journal.tui.widgets.entry_page import Block, local_instant
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.lines import Lines
from journal.tui.widgets.page_view import PageView

_COMMANDS = (
    Command("restore", "r", "Restore", "Make the version under the cursor the present one; all versions are kept"),
    Command("close", "escape,q", "Back", "Go back"),
)


class HistoryScreen(JournalScreen[None]):
    """Every version of an entry or of a record, the present one first, each readable with marks at what it changed."""

    CSS_PATH = "reading.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "OptionList"
    HORIZONTAL_BREAKPOINTS = BESIDE_FROM_100

    def __init__(self, kind: type[Entry] | type[Content], its_id: str) -> None:
        super().__init__()
        self._kind, self._of = kind, its_id
        self._versions: tuple[Version, ...] = ()

    def compose(self) -> ComposeResult:
        """The versions, and the one under the cursor."""
        name = "Entry" if issubclass(self._kind, Entry) else NAMES[self._kind]
        yield Static(Text(f"Versions · {name}"), classes="heading")
        with Container(id="both"):
            yield Lines()
            yield PageView()
        yield KeyLine()

    def on_mount(self) -> None:
        """Reads the versions."""
        self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        kind, its_id = self._kind, self._of
        try:
            self._versions = await self.read(lambda vault: read_versions(vault, kind, its_id))
        except JournalError as error:
            self.journal.complain(error)
            return
        lines = self.query_one(OptionList)
        lines.clear_options()
        lines.add_options([Option(self._line(place)) for place in range(len(self._versions))])
        lines.highlighted = 0

    def _line(self, place: int) -> Text:
        kept = self._versions[place].kept
        which = "present" if place == 0 else f"version {kept.version}"
        return Text.assemble(f"{local_instant(kept.updated):<23}", (f"  {which}", "$text-muted"))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        version, page = self._versions[event.option_index], self.query_one(PageView)

        def blocks(width: int) -> Iterable[Block]:
            hidden = self.journal.preferences.masked and not page.has_focus
            return version.concealed() if hidden else version.blocks(width)

        page.show(self._of, blocks)

    def action_restore(self) -> None:
        """Makes the version under the cursor the present one."""
        place = self.query_one(OptionList).highlighted
        if place == 0:
            self.journal.say("This is the present version.")
        elif place is not None:
            self._restore(self._versions[place], self._versions[0].kept.version)

    @work(group="write")
    async def _restore(self, version: Version, present: int) -> None:
        try:
            made = await self.journal.vault.write(lambda vault: version.restore(vault, present))
        except JournalError as error:
            if isinstance(error, BadInput) and self._kind is Assignment:  # its stage waits for an agreement
                offer_agreements(self.app, f"{error.message} {error.hint}")
            else:
                self.journal.complain(error)
            if isinstance(error, Overtaken):
                self._load()
            return
        if made == present:
            self.journal.say("It reads as the present version does.")
            return
        self.journal.changed()
        self.journal.say(f"Version {version.kept.version} is the present one again.")
        self._load()

    def action_close(self) -> None:
        """Goes back."""
        self.dismiss(None)
