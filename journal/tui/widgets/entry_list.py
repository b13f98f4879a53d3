"""A list of entries that draws only the lines that can be seen, and holds a million."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from journal.model.entry import Entry
from journal.model.query import Query
from journal.tui.widgets.entry_line import columns, entry_line, letters

PAGE_ROWS = 64
_PAGES_KEPT = 24

Rows = tuple[Entry, ...]


class EntryList(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines of entries by number, newest first.

    It knows how many there are, keeps some pages of them, and asks for the pages that it lacks with `PagesWanted`; they
    are handed in with `put`. A page is PAGE_ROWS entries, the last one fewer.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "entry-list--quiet",
        "entry-list--kind",
        "entry-list--mark",
        "entry-list--match",
        "entry-list--cursor",
    }
    DEFAULT_CSS = """
    EntryList {
        height: 1fr; overflow-x: hidden; scrollbar-gutter: stable; scrollbar-size-vertical: 1;
        scrollbar-background: $surface; scrollbar-color: $primary 45%;
        & > .entry-list--quiet { color: $text-muted; }
        & > .entry-list--kind { color: $secondary; }
        & > .entry-list--mark { color: $accent; }
        & > .entry-list--match { color: $accent; text-style: bold underline; }
        & > .entry-list--cursor { background: $primary 12%; }
        &:focus > .entry-list--cursor { background: $primary 28%; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("enter", "choose", show=False),
    ]

    masked = reactive(False)

    @dataclass
    class PagesWanted(Message):
        """Pages that are missing on the screen or close to it, the most needed first; it replaces the one before it."""

        entries: "EntryList"
        generation: int
        pages: tuple[int, ...]

    @dataclass
    class EntryHighlighted(Message):
        """The cursor is on this entry now, or on none that is known yet."""

        entries: "EntryList"
        entry: Entry | None

    @dataclass
    class EntrySelected(Message):
        """Enter was pressed on an entry, or it was clicked twice."""

        entries: "EntryList"
        entry: Entry

    def __init__(self) -> None:
        super().__init__()
        self.total = 0
        self.cursor = 0
        self.query_shown = Query()
        self.year = 0
        self.highlighted: Entry | None = None
        self.generation = 0
        self._pages: OrderedDict[int, Rows] = OrderedDict()
        self._asked: tuple[int, ...] = ()

    # What it shows

    def show(
        self, total: int, pages: Mapping[int, Rows], *, query: Query = Query(), cursor: int = 0, year: int = 0
    ) -> None:
        """Shows another list: how long it is, the pages known of it, and the row that the cursor is on.

        The cursor's row stays at the height on the screen where the cursor was. `query` is what gets lit.
        """
        height_before = self.cursor - self.scroll_offset.y
        self.generation += 1
        self._asked = ()
        self._pages.clear()
        self._pages.update(pages)
        self.query_shown, self.year = query, year
        self._set_length(total)
        self.cursor = self._within(cursor)
        self.scroll_to(y=max(0, self.cursor - height_before), animate=False)
        self._moved()
        self.refresh()

    def set_total(self, total: int) -> None:
        """Corrects how long the list is."""
        self._set_length(total)
        if self.cursor >= total:
            self.cursor = self._within(self.cursor)
            self._moved()
        self.refresh()

    def _set_length(self, total: int) -> None:
        self.total = total
        self.virtual_size = Size(0, total)
        self._scroll_update(self.virtual_size)

    def put(self, generation: int, page: int, rows: Rows) -> None:
        """Hands in a page that was asked for; one that was asked for another list is dropped."""
        if generation != self.generation:
            return
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        self.refresh()
        if self.highlighted is None and self.cursor // PAGE_ROWS == page:
            self._highlight()

    def entry_at(self, row: int) -> Entry | None:
        """The entry in a row, or None where it isn't known yet."""
        rows = self._pages.get(row // PAGE_ROWS, ())
        return rows[row % PAGE_ROWS] if 0 <= row % PAGE_ROWS < len(rows) else None

    @property
    def rows_kept(self) -> int:
        """How many entries it holds at the moment."""
        return sum(len(rows) for rows in self._pages.values())

    # Moving

    def move_to(self, row: int) -> None:
        """Puts the cursor on a row, or on the nearest there is."""
        before, self.cursor = self.cursor, self._within(row)
        self.refresh_line(before)
        self._moved()

    def action_move(self, rows: int) -> None:
        """Moves the cursor by some rows."""
        self.move_to(self.cursor + rows)

    def action_turn(self, pages: int) -> None:
        """Moves the cursor by what is seen at once."""
        self.move_to(self.cursor + pages * max(1, self._height - 1))

    def action_first(self) -> None:
        """Moves to the newest entry."""
        self.move_to(0)

    def action_last(self) -> None:
        """Moves to the oldest entry."""
        self.move_to(self.total - 1)

    def action_choose(self) -> None:
        """Says that the entry under the cursor was chosen."""
        if self.highlighted is not None:
            self.post_message(self.EntrySelected(self, self.highlighted))

    def on_click(self, event: events.Click) -> None:
        """Moves the cursor to the row; a second click chooses it."""
        row = event.y + self.scroll_offset.y
        if row < self.total:
            self.move_to(row)
            if event.chain == 2:
                self.action_choose()

    def on_resize(self) -> None:
        """Keeps the cursor in sight."""
        self._moved()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Asks for what comes into sight."""
        super().watch_scroll_y(old_value, new_value)
        self._want()

    @property
    def _height(self) -> int:
        return self.scrollable_content_region.height

    def _within(self, row: int) -> int:
        return max(0, min(row, self.total - 1))

    def _moved(self) -> None:
        if self._height:
            self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)
        self.refresh_line(self.cursor)
        self._highlight()
        self._want()

    def _highlight(self) -> None:
        self.highlighted = self.entry_at(self.cursor)
        self.post_message(self.EntryHighlighted(self, self.highlighted))

    def _want(self) -> None:
        if not self.total or not self._height:
            return
        top = self.scroll_offset.y
        # One screen on either side comes along, so that moving on rarely meets a row that isn't there.
        first, last = self._within(top - self._height), self._within(top + 2 * self._height)
        near = set(range(first // PAGE_ROWS, last // PAGE_ROWS + 1)) | {self.cursor // PAGE_ROWS}
        middle = (top + self._height // 2) // PAGE_ROWS
        for page in near & self._pages.keys():
            self._pages.move_to_end(page)
        wanted = tuple(sorted(near - self._pages.keys(), key=lambda page: (abs(page - middle), page)))
        if wanted and wanted != self._asked:
            self.post_message(self.PagesWanted(self, self.generation, wanted))
        self._asked = wanted

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One line, from the left edge to the right."""
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        if row >= self.total:
            return Strip.blank(width, self.rich_style)
        here = row == self.cursor
        base = self.get_component_rich_style("entry-list--cursor") if here else self.rich_style
        entry = self.entry_at(row)
        pieces = [("›" if here else " ", "mark")]
        if entry is None:
            pieces.append(("  …", "quiet"))
        else:
            widths = columns(width - 1)
            pieces += entry_line(entry.content, widths, year=self.year, query=self.query_shown, masked=self.masked)
        segments = [Segment(text, base + self._style(name)) for text, name in pieces if text]
        return Strip(segments).adjust_cell_length(width, base)

    def _style(self, name: str) -> Style:
        return letters(self.get_component_rich_style(f"entry-list--{name}")) if name else Style.null()
