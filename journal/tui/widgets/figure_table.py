"""A table that draws only the lines that can be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from journal.progress.figures import Column, Key, Table
from journal.safety.text import safe_line
from journal.tui.widgets.entry_line import cut

_GAP = 2
_CURSOR = 2  # cells of the mark of the row that the cursor is on
_MORE = " →"  # at the right end of the titles, where there are more of them
_LONGEST = 400  # characters looked at, so that a cell of any length costs the same


class FigureTable(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows under their titles, with a cursor. Texts are made safe here.

    Where it is wider than there is room for, `action_shift` shows the rest beside the first column, which stays.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"figure-table--title", "figure-table--cursor"}
    DEFAULT_CSS = """
    FigureTable {
        height: 1fr; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0;
        scrollbar-background: $surface; scrollbar-color: $primary 45%;
        & > .figure-table--title { color: $secondary; text-style: bold; }
        & > .figure-table--cursor { background: $primary 12%; }
        &:focus > .figure-table--cursor { background: $primary 28%; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("home", "move_to(0)", show=False),
        Binding("end", "move_to(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    @dataclass
    class RowHighlighted(Message):
        """The cursor is on the row with this key now, or on none."""

        table: "FigureTable"
        key: Key | None

        @property
        def control(self) -> "FigureTable":
            """The widget."""
            return self.table

    @dataclass
    class RowSelected(Message):
        """Enter was pressed on the row with this key, or it was clicked twice."""

        table: "FigureTable"
        key: Key

        @property
        def control(self) -> "FigureTable":
            """The widget."""
            return self.table

    @dataclass
    class EndPassed(Message):
        """The cursor was to be moved up from the first row, with -1, or down from the last one, with 1."""

        table: "FigureTable"
        way: int

        @property
        def control(self) -> "FigureTable":
            """The widget."""
            return self.table

    def __init__(self, table_id: str) -> None:
        super().__init__(id=table_id)
        self.table = Table()
        self.cursor = 0
        self._widths: list[int] = []

    @property
    def key(self) -> Key | None:
        """What the row under the cursor stands for."""
        keys = self.table.keys
        return keys[self.cursor] if self.cursor < len(keys) else None

    @property
    def is_wide(self) -> bool:
        """Whether there is not room for all of its columns."""
        return self.virtual_size.width > self.scrollable_content_region.width

    def show(self, table: Table, *, keep: Key | None = None) -> None:
        """Shows another table with the cursor on the row with this key, or else where it was; on the first for None."""
        if keep is None:
            self.cursor = 0
        elif keep in table.keys:
            self.cursor = table.keys.index(keep)
        self.table = table
        self.cursor = max(0, min(self.cursor, len(table.rows) - 1))
        self._lay_out()
        self._moved()

    def _lay_out(self) -> None:
        self._widths = _widths(self.table.columns, self.scrollable_content_region.width - _CURSOR)
        wide = _CURSOR + sum(self._widths) + _GAP * max(0, len(self._widths) - 1)
        self.virtual_size = Size(wide, len(self.table.rows) + 1)
        self.refresh()

    # Moving

    def action_move(self, rows: int) -> None:
        """Moves the cursor by some rows."""
        before = self.cursor
        self.action_move_to(max(0, before + rows))
        if self.cursor == before:
            self.post_message(self.EndPassed(self, 1 if rows > 0 else -1))

    def action_turn(self, pages: int) -> None:
        """Moves the cursor by what is seen at once."""
        self.action_move(pages * max(1, self.scrollable_content_region.height - 2))

    def action_move_to(self, row: int) -> None:
        """Puts the cursor on a row, or on the nearest there is; -1 is the last."""
        last = len(self.table.rows) - 1
        self.cursor = max(0, last if row < 0 else min(row, last))
        self._moved()

    def action_shift(self, cells: int) -> None:
        """Shows what lies further to the right or the left."""
        self.scroll_to(x=self.scroll_offset.x + cells, animate=False, force=True)

    def action_choose(self) -> None:
        """Says that the row under the cursor was chosen."""
        if self.key is not None:
            self.post_message(self.RowSelected(self, self.key))

    def on_click(self, event: events.Click) -> None:
        """Moves the cursor to the row; a second click chooses it."""
        row = event.y - 1 + self.scroll_offset.y
        if event.y >= 1 and row < len(self.table.rows):
            self.action_move_to(row)
            if event.chain == 2:
                self.action_choose()

    def on_resize(self) -> None:
        """Uses the room there is, and keeps the cursor in sight."""
        self._lay_out()
        self._see_cursor()

    def _moved(self) -> None:
        self._see_cursor()
        self.refresh()
        self.post_message(self.RowHighlighted(self, self.key))

    def _see_cursor(self) -> None:
        # The line of the titles lies over the first line that is scrolled to.
        height = self.scrollable_content_region.height - 1
        if height > 0:
            top = self.scroll_offset.y
            wanted = min(max(top, self.cursor - height + 1), self.cursor)
            if wanted != top:
                self.scroll_to(y=wanted, animate=False, force=True)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One line, from the left edge to the right; the first has the titles, wherever it is scrolled to."""
        width = self.scrollable_content_region.width
        row = y - 1 + self.scroll_offset.y
        if y == 0:
            title = self.get_component_rich_style("figure-table--title")
            return self._line(self.table.titles, "  ", width, title, _MORE)
        if not self.table.columns or row >= len(self.table.rows):
            return Strip.blank(width, self.rich_style)
        here = row == self.cursor
        style = self.get_component_rich_style("figure-table--cursor") if here else self.rich_style
        return self._line(self.table.rows[row], "› " if here else "  ", width, style)

    def _line(self, cells: Sequence[str], start: str, width: int, style: Style, more: str = "") -> Strip:
        columns = zip(cells, self.table.columns, self._widths, strict=True)
        line = start + (" " * _GAP).join(_cell(cell, column, room) for cell, column, room in columns)
        left, whole = self.scroll_offset.x, Strip([Segment(line, style)])
        fixed = _CURSOR + self._widths[0] + _GAP if self._widths else 0
        if fixed > width // 2:
            fixed = 0  # no room for others beside it
        strip = Strip([*whole.crop(0, fixed), *whole.crop(left + fixed, left + width)]).adjust_cell_length(width, style)
        if more and left + width < self.virtual_size.width:
            strip = Strip([*strip.crop(0, width - cell_len(more)), Segment(more, style)])
        return strip


def _cell(text: str, column: Column, width: int) -> str:
    shown = cut(safe_line(text[:_LONGEST]), width)
    blanks = " " * (width - cell_len(shown))
    return blanks + shown if column.number else shown + blanks


def _widths(columns: Sequence[Column], room: int) -> list[int]:
    """The cells of each column: those that are wide share what room is left."""
    widths = [column.width for column in columns]
    wide = [number for number, column in enumerate(columns) if column.wide]
    left = room - sum(widths) - _GAP * (len(widths) - 1)
    for place, number in enumerate(wide):
        share = max(0, left) // (len(wide) - place)
        widths[number] += share
        left -= share
    return widths
