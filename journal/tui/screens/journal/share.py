"""What of one entry is shared, and with whom."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from journal.errors import JournalError
from journal.model.entry import Entry, EntryContent, Sharing
from journal.model.fields import Guard
from journal.model.rating import Scales
from journal.model.reading import answers
from journal.model.sharing import Audience, audience_fields, filled, guard_of, is_shared, open_names
from journal.safety.text import safe_line
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen
from journal.tui.widgets.entry_line import MASKED
from journal.tui.widgets.switch_grid import SwitchGrid, SwitchRow

_AROUND_ROWS = 13  # lines of the dialog that aren't rows of the grid
_WITHOUT_ROWS = 10
_PREVIEW = 200  # characters of a field that are looked at
_ABOUT = (
    "What is switched on goes into a summary for that reader, with the date and the kind. "
    "In a joint session a partner is in the room."
)
_NOTHING = "There is nothing in this entry that could be shared."
_KEYS = "Space switches · a this column but guarded · 0 none · Enter saves · Esc back"

_COMMANDS = (
    Command("all_open", "a", "", "Switch on everything in this column but what is guarded"),
    Command("nothing", "0", "", "Switch off everything, for both readers"),
    Command("save", "enter,ctrl+s", "", "Save what is chosen; Space switches what is under the cursor"),
    Command("close", "escape", "", "Go back and change nothing"),
)


class ShareScreen(DialogScreen[None]):
    """A switch for each filled field and each reader; all are off until they are switched on.

    Guarded fields are switched one by one only, and what may never leave isn't in the list.
    """

    CSS_PATH = "share.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "SwitchGrid"

    def __init__(self, entry: Entry, scales: Scales) -> None:
        super().__init__()
        self._entry = entry
        self._scales = scales

    def compose(self) -> ComposeResult:
        """The grid of switches, and what they mean."""
        content = self._entry.content
        names = frozenset(name for name, _ in filled(content))
        with Vertical(classes="dialog"):
            yield Static("Share this entry", classes="title")
            if names:
                yield Static(Content(_ABOUT), classes="about")
                yield SwitchGrid(
                    _rows(content, self._scales, masked=self.journal.preferences.masked),
                    ("Therapist", "Joint session"),
                    [audience_fields(content.sharing, audience) & names for audience in Audience],
                )
                yield Static(Content(_KEYS), classes="quiet")
            else:
                yield Static(Content(_NOTHING))
            with Horizontal(classes="answers"):
                yield Button("Go back", id="back")
                if names:
                    yield Button("Save", id="save", variant="primary")

    def on_mount(self) -> None:
        """Makes the dialog as high as its rows need, and the grid scroll where the screen is lower."""
        rows = len(filled(self._entry.content))
        self.query_one(".dialog").styles.max_height = rows + _AROUND_ROWS if rows else _WITHOUT_ROWS

    @property
    def grid(self) -> SwitchGrid | None:
        """The switches; None where there is nothing to share."""
        return next(iter(self.query(SwitchGrid)), None)

    def action_all_open(self) -> None:
        """Switches on everything in the column that isn't guarded; what is guarded stays as it is."""
        if self.grid:
            self.grid.choose(self.grid.chosen[self.grid.column] | open_names(self._entry.content))
            if not open_names(self._entry.content):
                self.journal.say("Everything in this entry is guarded: switch fields one by one.")

    def action_nothing(self) -> None:
        """Switches off everything, for both readers."""
        if self.grid:
            self.grid.clear()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            self.action_save()
        else:
            self.action_close()

    def action_save(self) -> None:
        """Saves the choice."""
        if self.grid:
            therapist, joint = self.grid.chosen
            self._save(Sharing(therapist=therapist, joint=joint))
        else:
            self.action_close()

    @work(exclusive=True, group="write")
    async def _save(self, sharing: Sharing) -> None:
        try:
            saved = await self.journal.vault.write(lambda vault: vault.entries.share(self._entry.id, sharing))
        except JournalError as error:
            self.journal.complain(error)
            return
        self.journal.changed()
        shared = "The reading pane says what is shared." if is_shared(saved.content) else "Nothing of it is shared."
        self.journal.say(f"Saved. {shared}")
        self.dismiss(None)


def _rows(content: EntryContent, scales: Scales, *, masked: bool) -> list[SwitchRow]:
    texts = {answer.name: answer.text for answer in answers(content, scales)}
    texts["time"] = f"{content.when.time:%H:%M}" if content.when.time else ""
    return [
        SwitchRow(
            name,
            safe_line(label),
            "guarded" if guard_of(content.kind, name) is Guard.GUARDED else "",
            MASKED if masked else safe_line(texts.get(name, "")[:_PREVIEW]),
        )
        for name, label in filled(content, scales)
    ]
