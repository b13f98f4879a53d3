"""What of one entry is shared, and with whom."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from journal.errors import JournalError
from journal.model.entry import Entry, EntryContent, SharedPassage, Sharing
from journal.model.fields import Guard
from journal.model.passages import in_reading_order
from journal.model.reading import answers
from journal.model.sharing import (
    TASK,
    Audience,
    Preset,
    audience_fields,
    audience_passages,
    filled,
    guard_of,
    is_shared,
    passage_fields,
    preset_names,
    still_shared,
    with_audience_fields,
    with_audience_passages,
)
from journal.safety.text import safe_line
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen
from journal.tui.screens.journal.passages import NO_TEXT, Change, choose_passages
from journal.tui.widgets.entry_line import MASKED
from journal.tui.widgets.entry_page import Names
from journal.tui.widgets.switch_grid import SwitchGrid, SwitchRow

_AROUND_ROWS = 15  # lines of the dialog that aren't rows of the grid
_WITHOUT_ROWS = 10
_PREVIEW = 200  # characters of a field that are looked at
_PASSAGE = "passage "  # before the number of a passage, for the name of its row; no field has a blank in its name
_ABOUT = (
    "What is switched on goes into a summary for that reader, with the date and the kind. "
    "In a joint session a partner is in the room."
)
_NOTHING = "There is nothing in this entry that could be shared."
_PRESETS = "0 nothing · 1 topic only · 2 facts · a all but guarded"
_KEYS = "Space switches · p a passage · x all off · Enter saves · Esc back"
_COLUMNS = {Audience.THERAPIST: "Therapist", Audience.JOINT: "Joint session"}
_ALL_GUARDED = "Everything in this entry is guarded: switch fields one by one."

_COMMANDS = (
    Command("preset('nothing')", "0", "", "Switch off everything in this column"),
    Command("preset('topic')", "1", "", "Switch on the topic label alone in this column"),
    Command("preset('facts')", "2", "", "Switch on the facts alone in this column: homework, how it went, ratings"),
    Command("preset('unguarded')", "a,3", "", "Switch on everything in this column but what is guarded"),
    Command("nothing", "x", "", "Switch off everything, for both readers"),
    Command("passage", "p", "", "Select a passage of the text under the cursor to share"),
    Command("save", "enter,ctrl+s", "", "Save what is chosen; Space switches what is under the cursor"),
    Command("close", "escape", "", "Go back and change nothing"),
)


class ShareScreen(DialogScreen[None]):
    """A switch for each filled field and each reader; all are off until they are switched on.

    Guarded fields are switched one by one only, and what may never leave isn't in the list. Passages that were released
    stand below the text that they are of.
    """

    CSS_PATH = "share.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "SwitchGrid"

    def __init__(self, entry: Entry, names: Names) -> None:
        super().__init__()
        self._entry = entry
        self._names = names
        self._passages: list[SharedPassage] = []
        self._take_up(entry.content.sharing)

    def compose(self) -> ComposeResult:
        """The grid of switches, and what they mean."""
        with Vertical(classes="dialog"):
            yield Static("Share this entry", classes="title")
            if filled(self._entry.content):
                yield Static(Content(_ABOUT), classes="about")
                yield SwitchGrid(self._rows(), list(_COLUMNS.values()), self._chosen(self._entry.content.sharing))
                yield Static("", id="presets", classes="quiet")
                yield Static("", id="within")
                yield Static(Content(_KEYS), id="keys")
            else:
                yield Static(Content(_NOTHING))
            with Horizontal(classes="answers"):
                yield Button("Go back", id="back")
                if filled(self._entry.content):
                    yield Button("Save", id="save", variant="primary")

    def on_mount(self) -> None:
        """Makes the dialog as high as its rows need, and the grid scroll where the screen is lower."""
        self._fit()
        if self.grid:
            self._say_presets()

    @property
    def grid(self) -> SwitchGrid | None:
        """The switches; None where there is nothing to share."""
        return next(iter(self.query(SwitchGrid)), None)

    def _fit(self) -> None:
        rows = len(self._rows())
        self.query_one(".dialog").styles.max_height = rows + _AROUND_ROWS if rows else _WITHOUT_ROWS
        for line in self.query("#within").results(Static):
            line.update(Content("(x) goes with the whole of its text.") if self._passages else "")
            line.display = bool(self._passages)

    @on(SwitchGrid.ColumnEntered)
    def _say_presets(self) -> None:
        if self.grid:
            column = list(_COLUMNS.values())[self.grid.column]
            self.query_one("#presets", Static).update(Content(f"{column}: {_PRESETS}"))

    @on(SwitchGrid.WithinAnother)
    def _within(self, message: SwitchGrid.WithinAnother) -> None:
        label = dict(filled(self._entry.content))[message.row.within]
        self.journal.say(f"It goes with the whole of {label}, which is on.")

    # What is chosen

    def action_preset(self, value: str) -> None:
        """Switches on what a preset has, in the column of the cursor.

        Everything but what is guarded is added to what was chosen one by one; the others are all that is on then.
        """
        grid, content, preset = self.grid, self._entry.content, Preset.of(value)
        if grid is None:
            return
        names = preset_names(content, preset)
        grid.choose(names | grid.chosen[grid.column] if preset is Preset.UNGUARDED else names)
        if names or preset is Preset.NOTHING:
            return
        if preset is Preset.TOPIC:
            self.journal.say("There is no topic label in this entry.")
        elif not preset_names(content, Preset.UNGUARDED):
            self.journal.say(_ALL_GUARDED)
        else:
            self.journal.say("There are no facts in this entry that aren't guarded.")

    def action_nothing(self) -> None:
        """Switches off everything, for both readers."""
        if self.grid:
            self.grid.clear()

    def action_passage(self) -> None:
        """Opens the text under the cursor, or asks for one, so that words of it can be selected."""
        if self.grid is None:
            return
        content, row = self._entry.content, self.grid.here
        field = (row.within or row.name) if row else ""
        if not choose_passages(
            self.app, content, self._sharing(), self._changed, field if field in passage_fields(content) else ""
        ):
            self.journal.say(NO_TEXT)

    def _changed(self, change: Change | None) -> None:
        if change is not None and self.grid:
            sharing = change(self._sharing())
            self._take_up(sharing)
            self.grid.show(self._rows(), self._chosen(sharing))
            self._fit()
            self.journal.say("Not saved yet: Enter saves what is chosen.")

    def _take_up(self, sharing: Sharing) -> None:
        """Keeps the passages of a choice in the order in which they are read, those switched off before included."""
        shown = {*self._passages, *(one for audience in Audience for one in audience_passages(sharing, audience))}
        content = self._entry.content
        there = still_shared(Sharing(therapist_passages=tuple(shown)), content).therapist_passages
        self._passages = in_reading_order(there, passage_fields(content))

    def _chosen(self, sharing: Sharing) -> list[frozenset[str]]:
        """The names of the rows that are on, for each reader."""
        names = {name for name, _ in filled(self._entry.content)}
        return [
            (audience_fields(sharing, audience) & names)
            | {
                f"{_PASSAGE}{number}"
                for number, one in enumerate(self._passages)
                if one in audience_passages(sharing, audience)
            }
            for audience in Audience
        ]

    def _sharing(self) -> Sharing:
        """The choice as the switches stand."""
        sharing = Sharing()
        for audience, names in zip(Audience, self.grid.chosen if self.grid else (), strict=False):
            fields = frozenset(name for name in names if not name.startswith(_PASSAGE))
            passages = (one for number, one in enumerate(self._passages) if f"{_PASSAGE}{number}" in names)
            sharing = with_audience_fields(sharing, audience, fields)
            sharing = with_audience_passages(sharing, audience, passages)
        return sharing

    # Saving

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            self.action_save()
        else:
            self.action_close()

    def action_save(self) -> None:
        """Saves the choice."""
        if self.grid:
            self._save(self._sharing())
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

    # Rows

    def _rows(self) -> list[SwitchRow]:
        content, masked = self._entry.content, self.journal.preferences.masked
        texts = field_texts(content, self._names)
        rows: list[SwitchRow] = []
        for name, label in filled(content, self._names.scales):
            rows.append(
                SwitchRow(name, safe_line(label), _note(content, name), _preview(texts.get(name, ""), masked=masked))
            )
            rows += self._passage_rows(name, masked=masked)
        return rows

    def _passage_rows(self, field: str, *, masked: bool) -> Iterable[SwitchRow]:
        for number, one in enumerate(self._passages):
            if one.field == field:
                words = _preview(one.text, masked=masked)
                yield SwitchRow(f"{_PASSAGE}{number}", f"  “{words}”", within=field)


def field_texts(content: EntryContent, names: Names) -> dict[str, str]:
    """What each field of an entry that could be shared says, by its name, as it was written."""
    texts = {answer.name: answer.text for answer in answers(content, names.scales)}
    texts["time"] = f"{content.when.time:%H:%M}" if content.when.time else ""
    if content.assignment:
        texts[TASK] = names.homework.get(content.assignment, "Homework that isn't here any more")
    return texts


def _note(content: EntryContent, name: str) -> str:
    return "guarded" if guard_of(content.kind, name) is Guard.GUARDED else ""


def _preview(text: str, *, masked: bool) -> str:
    return MASKED if masked else safe_line(text[:_PREVIEW])
