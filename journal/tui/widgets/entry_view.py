"""The reading pane: one entry, as it was written."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from journal.model.entry import Entry
from journal.model.query import Query
from journal.tui.widgets.entry_line import letters
from journal.tui.widgets.entry_page import Line, Names, concealed, lay_out, page

_GUTTER = 2


class EntryView(ScrollView, can_focus=True):
    """Shows an entry field by field, wrapped to its width; only the lines in sight are drawn.

    While it is `masked` and not in focus it shows no more than the kind and the date.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "entry-view--title",
        "entry-view--label",
        "entry-view--quiet",
        "entry-view--mark",
        "entry-view--match",
    }
    DEFAULT_CSS = """
    EntryView {
        height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable; scrollbar-size-vertical: 1;
        scrollbar-background: $surface; scrollbar-color: $primary 45%;
        & > .entry-view--title { color: $accent; text-style: bold; }
        & > .entry-view--label { color: $secondary; }
        & > .entry-view--quiet { color: $text-muted; }
        & > .entry-view--mark { color: $accent; }
        & > .entry-view--match { color: $accent; text-style: bold underline; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "scroll_up", show=False),
        Binding("j", "scroll_down", show=False),
    ]

    masked = reactive(False)

    def __init__(self) -> None:
        super().__init__()
        self.entry: Entry | None = None
        self._names = Names()
        self._query = Query()
        self._changed: frozenset[str] = frozenset()
        self._lines: list[Line] = []
        self._laid_out_for = 0

    def show(
        self,
        entry: Entry | None,
        *,
        names: Names = Names(),
        query: Query = Query(),
        changed: frozenset[str] = frozenset(),
    ) -> None:
        """Shows an entry from its top, or stays where it is if it was the one shown; with None, shows nothing.

        `names` are of what the entry refers to. `query` is what gets lit, and `changed` the names of the fields that
        get a mark at the left.
        """
        another = entry is None or self.entry is None or entry.id != self.entry.id
        before = (self.entry, self._names, self._query, self._changed)
        if not another and (entry, names, query, changed) == before:
            return
        self.entry, self._names, self._query, self._changed = entry, names, query, changed
        self._lay_out()
        if another:
            self.scroll_to(y=0, animate=False)

    @property
    def shown_text(self) -> str:
        """Every line of the page, seen or not."""
        return "\n".join("".join(text for text, _ in line.pieces()) for line in self._lines)

    def watch_masked(self) -> None:
        """Shows less or more."""
        self._lay_out()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Shows what is masked while the pane is in focus."""
        super().watch_has_focus(has_focus)
        if self.masked:
            self._lay_out()
            self.scroll_to(y=0, animate=False)

    def on_resize(self) -> None:
        """Wraps the text anew where the width changed."""
        if self._width != self._laid_out_for:
            self._lay_out()

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width - _GUTTER

    def _lay_out(self) -> None:
        self._laid_out_for = self._width
        self._lines = []
        if self.entry is not None and self._width > 0:
            hidden = self.masked and not self.has_focus
            blocks = (
                concealed(self.entry)
                if hidden
                else page(self.entry, self._width, names=self._names, query=self._query, changed=self._changed)
            )
            self._lines = lay_out(blocks, self._width)
        self.virtual_size = Size(0, len(self._lines))
        self._scroll_update(self.virtual_size)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line, from the left edge to the right."""
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        base = self.rich_style
        if row >= len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[row]
        pieces = [("▌ " if line.block.marked else "  ", "mark"), *line.pieces()]
        segments = [Segment(text, base + self._style(name)) for text, name in pieces if text]
        return Strip(segments).adjust_cell_length(width, base)

    def _style(self, name: str) -> Style:
        return letters(self.get_component_rich_style(f"entry-view--{name}")) if name else Style.null()
