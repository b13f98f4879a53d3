"""The versions of an entry, and going back to one of them."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from journal.errors import JournalError
from journal.model.entry import Entry
from journal.model.reading import answers, changed_fields
from journal.safety.text import safe_line
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import JournalScreen
from journal.tui.screens.entry_names import entry_names
from journal.tui.screens.reading_place import BESIDE_FROM_100
from journal.tui.widgets.entry_page import Names, local_instant
from journal.tui.widgets.entry_view import EntryView
from journal.tui.widgets.lines import Lines
from journal.vault.vault import Vault

_COMMANDS = (
    Command("restore", "r", "Restore", "Make the version under the cursor the present one; all versions are kept"),
    Command("close", "escape,q", "Back", "Go back to the Journal"),
)


class HistoryScreen(JournalScreen[None]):
    """Every version of an entry, the present one first, each readable with a mark at what it changed."""

    CSS_PATH = "reading.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "OptionList"
    HORIZONTAL_BREAKPOINTS = BESIDE_FROM_100

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self._entry_id = entry.id
        self._versions: tuple[Entry, ...] = (entry,)
        self._names = Names()

    def compose(self) -> ComposeResult:
        """The versions, and the one under the cursor."""
        yield Static("Versions of this entry", classes="heading")
        yield Static("", id="said")
        with Container(id="both"):
            yield Lines()
            yield EntryView()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Reads the versions."""
        self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        def read(vault: Vault) -> tuple[tuple[Entry, ...], Names]:
            versions = (vault.entries.get(self._entry_id), *vault.entries.history(self._entry_id))
            return versions, entry_names(vault)

        try:
            self._versions, self._names = await self.read(read)
        except JournalError as error:
            self.journal.complain(error)
            return
        self.query_one(EntryView).masked = self.journal.preferences.masked
        lines = self.query_one(OptionList)
        lines.clear_options()
        lines.add_options([Option(self._line(place)) for place in range(len(self._versions))])
        lines.highlighted = 0

    def _line(self, place: int) -> Content:
        entry = self._versions[place]
        which = "present" if place == 0 else f"version {entry.version}"
        return Content.assemble(f"{local_instant(entry.updated):<23}", (f"  {which}", "$text-muted"))

    def _changes(self, place: int) -> tuple[frozenset[str], str]:
        if place + 1 >= len(self._versions):
            return frozenset(), "As it was first saved."
        content = self._versions[place].content
        scales = self._names.scales
        changed, gone = changed_fields(self._versions[place + 1].content, content, scales)
        labels = [answer.label for answer in answers(content, scales) if answer.name in changed]
        if "assignment" in changed:
            labels.append("the homework it belongs to")
        if "sharing" in changed:
            labels.append("what is shared")
        parts = [
            f"Changed here (▌): {', '.join(labels)}." if labels else "",
            f"Taken out: {', '.join(gone)}." if gone else "",
        ]
        return changed, safe_line(" ".join(part for part in parts if part))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        changed, said = self._changes(event.option_index)
        self.query_one("#said", Static).update(Content(said))
        self.query_one(EntryView).show(self._versions[event.option_index], names=self._names, changed=changed)

    def action_restore(self) -> None:
        """Makes the version under the cursor the present one."""
        place = self.query_one(OptionList).highlighted
        if place == 0:
            self.journal.say("This is the present version.")
        elif place is not None:
            self._restore(self._versions[place].version)

    @work(group="write")
    async def _restore(self, version: int) -> None:
        try:
            await self.journal.vault.write(lambda vault: vault.entries.restore(self._entry_id, version))
        except JournalError as error:
            self.journal.complain(error)
            return
        self.journal.changed()
        self.journal.say(f"Version {version} is the present one again.")
        self._load()

    def action_close(self) -> None:
        """Goes back."""
        self.dismiss(None)
