"""Progress: what was rated, practised, aimed at and measured, as plots and tables of the same figures."""

import datetime as dt
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.widget import Widget

from journal.errors import JournalError, NotFound
from journal.model.entry import Entry
from journal.model.goal import Goal, GoalProgress
from journal.model.measures import Gad7
from journal.model.ranges import month_before
from journal.model.reading import record_answers
from journal.model.records import Content, Record
from journal.progress.figures import Key
from journal.progress.measures import gad7_answers
from journal.tui.commands import HISTORY, PLACE_COMMANDS, Command, bindings, unlisted
from journal.tui.screens.form.record_screen import NAMES
from journal.tui.screens.journal.reading_place import AIRY_FROM_30
from journal.tui.screens.progress.choices import ProgressChoices
from journal.tui.screens.progress.page import SECTIONS
from journal.tui.screens.record_reading import RecordScreen
from journal.tui.screens.removed import Removed
from journal.tui.widgets.calendar import MonthGrid
from journal.tui.widgets.figure_table import FigureTable
from journal.tui.widgets.section_bar import SectionBar
from journal.vault.vault import Vault

_COMMANDS = (
    Command("go_section(1)", "right", "Next", "Go to the next section (Tab too)"),
    Command("go_section(-1)", "left", "", "Go to the section before (Shift-Tab too)"),
    Command("swap", "t", "Table", "Show the table instead of the plot, or the plot again"),
    Command("choose_range", "r", "Days", "Choose the days that are shown"),
    Command("choose_scale", "s", "Scale", "Choose the scale that is shown"),
    Command("choose_only", "f", "Filter", "Show the entries of one kind or of one homework only"),
    Command("add", "a", "Add", "Add a goal, a score or a scale, or fill in GAD-7"),
    Command("note_progress", "p", "Note", "Note how near the goal feels now"),
    Command("read", "enter", "", "Read what the cursor is on"),
    Command("edit", "e", "", "Edit what the cursor is on; the version before it is kept"),
    HISTORY,
    Command("discard", "d", "", "Move what the cursor is on to the trash; u puts it back"),
    Command("undo", "u", "", "Put back what was moved to the trash last"),
    Command("shift(8)", "shift+right", "More", "Show what lies further to the right in a table"),
    Command("shift(-8)", "shift+left", "", "Show what lies further to the left in a table"),
    Command("go_month(-1)", "pageup", "", "Calendar: go to the month before"),
    Command("go_month(1)", "pagedown", "", "Calendar: go to the next month"),
    Command("go_month(0)", "home", "", "Calendar: go to today"),
    *(Command(f"go_to('{section.id}')", section.key, "", section.help) for section in SECTIONS),
)

_BACK = "4 goes back to Progress."


class ProgressPlace(ProgressChoices):
    """The place Progress: what can be done in it."""

    CSS_PATH = "progress.tcss"
    VERTICAL_BREAKPOINTS = AIRY_FROM_30
    PLACE = "progress"
    ACTIONS: ClassVar[tuple[Command, ...]] = (*_COMMANDS, *unlisted(PLACE_COMMANDS, "app.log"))
    BINDINGS = bindings(ACTIONS)

    def __init__(self) -> None:
        super().__init__()
        self._removed = Removed()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leaves out what the section in front has no use for."""
        section, is_shown = self.section, bool(self.page.title)
        needed = {
            "swap": self.can_swap,
            "choose_range": section.ranged,
            "choose_scale": section.scaled,
            "choose_only": section.filtered,
            "add": section.record is not None,
            "note_progress": section.record is Goal and self.record_key is not None,
            "read": is_shown and (self._row_key is not None or self._marked_day is not None),
            "shift": is_shown and self._cursor_table.display and self._cursor_table.is_wide,
            "edit": self.record_key is not None,
            "history": self.record_key is not None,
            "discard": self.record_key is not None,
            "undo": section.record is not None,
            "go_month": section.id == "calendar",
        }
        return needed.get(action, True)

    @property
    def record_key(self) -> str | None:
        """The id of the record that the cursor is on: of the section, or the progress of a goal in its table."""
        key = self._row_key if self._record_type is not None else None
        return key if isinstance(key, str) else None

    @property
    def _row_key(self) -> Key | None:
        """What the row under the cursor stands for, where a table is shown."""
        return self._cursor_table.key if self._cursor_table.display else None

    @property
    def _marked_day(self) -> dt.date | None:
        """The day of the calendar that the cursor is on, where it is shown and the day has entries."""
        month, day = self.page.month, self.asked.day
        return day if month is not None and not self.table.display and day in month.marks else None

    @property
    def _cursor_table(self) -> FigureTable:
        return self.table if self.table.display and not self.records.has_focus else self.records

    @property
    def _record_type(self) -> type[Content] | None:
        is_progress = self.section.record is Goal and self._cursor_table is self.table
        return GoalProgress if is_progress else self.section.record

    # Getting around

    def focus_next(self, selector: str | type[Widget] = "*") -> Widget | None:
        """Goes to the next section: Tab has no other use here."""
        self.show_section(self.number + 1)
        return None

    def focus_previous(self, selector: str | type[Widget] = "*") -> Widget | None:
        """Goes to the section before."""
        self.show_section(self.number - 1)
        return None

    def action_go_section(self, sections: int) -> None:
        """Goes some sections on."""
        self.show_section(self.number + sections)

    def action_go_to(self, section: str) -> None:
        """Goes to a section by its id."""
        self.show_section([one.id for one in SECTIONS].index(section))

    @on(SectionBar.Chosen)
    def _section_chosen(self, message: SectionBar.Chosen) -> None:
        self.show_section(message.number)

    def action_shift(self, cells: int) -> None:
        """Shows what lies further to the right or the left in a table that is wider than the screen."""
        self._cursor_table.action_shift(cells)

    def action_go_month(self, months: int) -> None:
        """Goes to the first day of another month, or to today."""
        day = self.asked.day
        self.day = month_before(day, -months) if months else self.journal.today()
        self.load()

    # Reading what is shown

    @on(FigureTable.RowSelected)
    def action_read(self) -> None:
        """Shows what the cursor is on: the entries behind a row or of a day, or a record in full."""
        key = self._row_key
        if key is None and self._marked_day is not None:
            key = self._marked_day.isoformat()
        if key is None:
            return
        if self._record_type is not None:
            self._read_record(str(key))
        elif self.section.scaled and isinstance(key, int):
            self._read_entry(key)
        else:
            self._look_for(self.section.query(key, self.page))

    @on(MonthGrid.DaySelected)
    def _day_selected(self) -> None:
        self.action_read()

    @work(exclusive=True, group="read")
    async def _look_for(self, query: str) -> None:
        from journal.tui.screens.journal.place import JournalPlace

        await self.journal.switch_mode("journal")
        if isinstance(self.app.screen, JournalPlace):
            self.app.screen.search_line.fill(query)
        self.journal.say(_BACK)

    @work(exclusive=True, group="read")
    async def _read_entry(self, place: int) -> None:
        def read(vault: Vault) -> Entry:
            return vault.entries.get(vault.statistics.entry_at(place))

        try:
            entry = await self.read(read)
        except JournalError as error:
            self.journal.complain(error)
            return
        await self.journal.read_entry(entry)
        self.journal.say(_BACK)

    @work(exclusive=True, group="read")
    async def _read_record(self, record_id: str) -> None:
        if (record := await self._record(record_id)) is None:
            return
        content = record.content
        answers = [(answer.label, answer.text) for answer in record_answers(content)]
        if isinstance(content, Gad7):
            answers = [*(answer for answer in answers[:1] if content.date), *gad7_answers(content)]

        def done(edit: bool | None) -> None:
            if edit:
                self.journal.write_record(content, record_id)

        self.app.push_screen(RecordScreen(NAMES[type(content)], answers), done)

    async def _record(self, record_id: str) -> Record[Content] | None:
        kind = self._record_type
        if kind is None:
            return None
        try:
            return await self.read(lambda vault: vault.records_of(kind).get(record_id))
        except NotFound:
            self.journal.say("This isn't in the journal any more.")
        except JournalError as error:
            self.journal.complain(error)
        return None

    # Changing

    @work(exclusive=True, group="read")
    async def action_add(self) -> None:
        """Opens the form for something new of what the section lists."""
        section, asked = self.section, self.asked
        try:
            content = await self.read(lambda vault: section.new(vault, asked))
        except JournalError as error:
            self.journal.complain(error)
            return
        if content is not None:
            self.journal.write_record(content, then=partial(self._added, section.id, "records"))

    def _added(self, section: str, table: str, record_id: str | None) -> None:
        """Puts the cursor of a table on what was added to it."""
        if record_id is not None:
            self.keys[section, table] = record_id
            self.load()  # the list may have been read by now

    def action_note_progress(self) -> None:
        """Opens the form for how near the goal under the cursor feels now."""
        goal = self.records.key
        if isinstance(goal, str):
            content = GoalProgress(goal=goal, date=self.journal.today())
            self.journal.write_record(content, then=partial(self._added, self.section.id, "table"))

    @work(exclusive=True, group="read")
    async def action_edit(self) -> None:
        """Opens the form on what the cursor is on."""
        if self.record_key is not None and (record := await self._record(self.record_key)):
            self.journal.write_record(record.content, record.id)

    def action_history(self) -> None:
        """Shows the versions of what the cursor is on."""
        from journal.tui.screens.history import HistoryScreen

        if self._record_type is not None and self.record_key is not None:
            self.app.push_screen(HistoryScreen(self._record_type, self.record_key))

    @work(group="write")
    async def action_discard(self) -> None:
        """Moves what the cursor is on to the trash."""
        kind, record_id = self._record_type, self.record_key
        if kind is None or record_id is None:
            return
        try:
            if await self._removed.remove(self.journal.vault, lambda vault: vault.records_of(kind), record_id):
                self._changed("Moved to the trash. u puts it back.")
        except JournalError as error:
            self.journal.complain(error)

    @work(group="write")
    async def action_undo(self) -> None:
        """Puts back what was moved to the trash last."""
        try:
            back = await self._removed.put_back(self.journal.vault)
        except JournalError as error:
            self.journal.complain(error)
            return
        if back:
            self._changed("Put back.")
        else:
            self.journal.say("There is nothing to put back here.")

    def _changed(self, said: str) -> None:
        self.journal.say(said)
        self.journal.changed()
        self.look_again()
