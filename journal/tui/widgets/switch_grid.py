"""A grid of switches: a row for each thing, a column for each whom it may go to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from journal.tui.widgets.entry_line import cut, letters

_COLUMN = 13
_NOTE = 9
_LEAST_PREVIEW = 12


@dataclass(frozen=True)
class SwitchRow:
    """A row: its name, its label, a note such as `guarded`, and a few words of what it stands for; all safe to draw.

    `within` names a row that this one is a part of: where that is on, this goes with it, switched on or not. Its label
    has the room of the whole row.
    """

    name: str
    label: str
    note: str = ""
    preview: str = ""
    within: str = ""


class SwitchGrid(ScrollView, can_focus=True, inherit_bindings=False):
    """Switches that are all off, but for those in `chosen`: for each column, the names of its rows that are on."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "switch-grid--head",
        "switch-grid--quiet",
        "switch-grid--on",
        "switch-grid--row",
        "switch-grid--cursor",
    }
    DEFAULT_CSS = """
    SwitchGrid {
        overflow-x: hidden; scrollbar-gutter: stable; scrollbar-size-vertical: 1;
        scrollbar-background: $surface; scrollbar-color: $primary 45%;
        & > .switch-grid--head { color: $secondary; text-style: bold; }
        & > .switch-grid--quiet { color: $text-muted; }
        & > .switch-grid--on { color: $accent; text-style: bold; }
        & > .switch-grid--row { background: $primary 12%; }
        & > .switch-grid--cursor { text-style: reverse; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1, 0)", show=False),
        Binding("down,j", "step(1, 0)", show=False),
        Binding("left", "step(0, -1)", show=False),
        Binding("right", "step(0, 1)", show=False),
        Binding("home,pageup", "step(-1000, 0)", show=False),
        Binding("end,pagedown", "step(1000, 0)", show=False),
        Binding("space", "switch", show=False),
    ]

    @dataclass
    class ColumnEntered(Message):
        """The cursor is in another column now."""

        column: int

    @dataclass
    class WithinAnother(Message):
        """The row goes with the one that it is a part of, so it can't be switched."""

        row: SwitchRow

    def __init__(self, rows: Sequence[SwitchRow], columns: Sequence[str], chosen: Sequence[frozenset[str]]) -> None:
        super().__init__()
        self._rows = tuple(rows)
        self._columns = tuple(columns)
        self.chosen = list(chosen)
        self.row = self.column = 0

    def on_mount(self) -> None:
        """Takes the height of its rows and their heading."""
        self._fit()

    def _fit(self) -> None:
        self.virtual_size = Size(0, len(self._rows) + 1)
        self._scroll_update(self.virtual_size)

    @property
    def here(self) -> SwitchRow | None:
        """The row under the cursor; None where there is none."""
        return self._rows[self.row] if self._rows else None

    def show(self, rows: Sequence[SwitchRow], chosen: Sequence[frozenset[str]]) -> None:
        """Shows other rows, with the cursor on the one it was on, if that is among them."""
        here = self.here
        self._rows, self.chosen = tuple(rows), list(chosen)
        self._fit()
        self.row = next((n for n, row in enumerate(self._rows) if here and row.name == here.name), 0)
        self.action_step(0, 0)

    def choose(self, names: frozenset[str]) -> None:
        """Switches on exactly these in the column of the cursor."""
        self.chosen[self.column] = names
        self.refresh()

    def clear(self) -> None:
        """Switches off everything in every column."""
        self.chosen = [frozenset() for _ in self.chosen]
        self.refresh()

    def action_step(self, rows: int, columns: int) -> None:
        """Moves the cursor."""
        self.row = max(0, min(self.row + rows, len(self._rows) - 1))
        self._enter(max(0, min(self.column + columns, len(self._columns) - 1)))
        # Two lines, because the heading always covers the uppermost.
        self.scroll_to_region(Region(0, self.row, 1, 2), animate=False, force=True)
        self.refresh()

    def action_switch(self) -> None:
        """Switches what is under the cursor."""
        row = self.here
        if row and self._goes_along(row, self.column):
            self.post_message(self.WithinAnother(row))
        elif row:
            self.choose(self.chosen[self.column] ^ {row.name})

    def on_click(self, event: events.Click) -> None:
        """Switches what was clicked."""
        row = event.y - 1 + self.scroll_offset.y
        column = (event.x - self._text_width) // _COLUMN
        if event.y > 0 and row < len(self._rows):
            self.row = row
            if 0 <= column < len(self._columns):
                self._enter(column)
                self.action_switch()
            self.refresh()

    def _enter(self, column: int) -> None:
        if column != self.column:
            self.column = column
            self.post_message(self.ColumnEntered(column))

    def _goes_along(self, row: SwitchRow, column: int) -> bool:
        return row.within in self.chosen[column]

    @property
    def _text_width(self) -> int:
        return self.scrollable_content_region.width - _COLUMN * len(self._columns)

    def render_line(self, y: int) -> Strip:
        """The heading, or a row."""
        row = y - 1 + self.scroll_offset.y
        if y and row >= len(self._rows):
            return Strip.blank(self.scrollable_content_region.width, self.rich_style)
        here = y > 0 and row == self.row
        base = self.get_component_rich_style("switch-grid--row") if here else self.rich_style
        pieces = self._row(self._rows[row], here) if y else self._head()
        segments = [Segment(text, base + self._style(name)) for text, name in pieces if text]
        return Strip(segments).adjust_cell_length(self.scrollable_content_region.width, base)

    def _head(self) -> list[tuple[str, str]]:
        return [(" " * self._text_width, ""), *((f"{column:^{_COLUMN}}", "head") for column in self._columns)]

    def _row(self, row: SwitchRow, here: bool) -> list[tuple[str, str]]:
        pieces = [("› " if here else "  ", "on"), *(self._part(row) if row.within else self._whole(row))]
        for number, names in enumerate(self.chosen):
            along = self._goes_along(row, number)
            on = row.name in names and not along
            at_cursor = here and number == self.column
            box = "(x)" if along else "[x]" if on else "[ ]"
            side = (_COLUMN - 3) // 2
            style = "cursor" if at_cursor else "on" if on else "quiet"
            pieces += [(" " * side, ""), (box, style), (" " * (_COLUMN - 3 - side), "")]
        return pieces

    def _whole(self, row: SwitchRow) -> list[tuple[str, str]]:
        longest = max(len(row.label) for row in self._rows if not row.within)
        label_width = min(2 + longest, max(0, self._text_width - 2 - _NOTE))
        preview_width = max(0, self._text_width - 2 - label_width - _NOTE)
        preview = cut(row.preview, preview_width - 1) if preview_width >= _LEAST_PREVIEW else ""
        return [
            (set_cell_size(cut(row.label, label_width - 1), label_width), ""),
            (set_cell_size(row.note, _NOTE), "quiet"),
            (set_cell_size(preview, preview_width), "quiet"),
        ]

    def _part(self, row: SwitchRow) -> list[tuple[str, str]]:
        width = max(0, self._text_width - 2)
        return [(set_cell_size(cut(row.label, width - 1), width), "quiet")]

    def _style(self, name: str) -> Style:
        return letters(self.get_component_rich_style(f"switch-grid--{name}")) if name else Style.null()
