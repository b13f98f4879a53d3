"""A page of text in blocks that can be read by keys, with lines in it that lead somewhere."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from journal.safety.text import safe, safe_line
from journal.tui.widgets.entry_line import letters
from journal.tui.widgets.entry_page import Block, Line, lay_out

_GUTTER = 2
_GAP = 2
_WIDEST_LABEL = 22


@dataclass(frozen=True)
class Lead(Block):
    """A block that can be chosen; `to` says what it leads to."""

    to: str = ""


class PageView(ScrollView, can_focus=True):
    """Shows a page wrapped to its width; only the lines in sight are drawn.

    Up and Down go to the next line that leads somewhere while one is in sight, and scroll otherwise.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "page-view--title",
        "page-view--label",
        "page-view--quiet",
        "page-view--mark",
        "page-view--cursor",
    }
    DEFAULT_CSS = """
    PageView {
        height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable; scrollbar-size-vertical: 1;
        scrollbar-background: $surface; scrollbar-color: $primary 45%;
        & > .page-view--title { color: $accent; text-style: bold; }
        & > .page-view--label { color: $secondary; }
        & > .page-view--quiet { color: $text-muted; }
        & > .page-view--mark { color: $accent; }
        & > .page-view--cursor { background: $primary 28%; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    @dataclass
    class LeadChosen(Message):
        """Enter was pressed on a line that leads somewhere, or it was clicked."""

        page: "PageView"
        to: str

    def __init__(self) -> None:
        super().__init__()
        self._key = ""
        self._blocks: Callable[[int], Iterable[Block]] = lambda width: ()
        self._lines: list[Line] = []
        self._laid_out_for = 0
        self._leads: list[int] = []  # the lines at which those that lead somewhere begin
        self._lead: int | None = None

    def show(self, key: str, blocks: Callable[[int], Iterable[Block]]) -> None:
        """Shows the blocks that `blocks` makes for a width; from the top if the page has another key than before."""
        another, self._key, self._blocks = key != self._key, key, blocks
        if another:
            self._lead = None
        self._lay_out()
        if another:
            self.scroll_to(y=0, animate=False)

    @property
    def shown_text(self) -> str:
        """Every line of the page, seen or not."""
        return "\n".join("".join(text for text, _ in line.pieces()) for line in self._lines)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Lays the page out anew, for it may show more while it is in focus."""
        super().watch_has_focus(has_focus)
        self._lay_out()

    def on_resize(self) -> None:
        """Wraps the text anew where the width changed."""
        if self._width != self._laid_out_for:
            self._lay_out()

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width - _GUTTER

    def _lay_out(self) -> None:
        self._laid_out_for = self._width
        self._lines = lay_out(list(self._blocks(self._width)), self._width) if self._width > 0 else []
        self._leads = [n for n, line in enumerate(self._lines) if line.first and isinstance(line.block, Lead)]
        if self._lead is not None and self._lead >= len(self._leads):
            self._lead = None
        self.virtual_size = Size(0, len(self._lines))
        self._scroll_update(self.virtual_size)
        self.refresh()

    # Moving about

    def action_step(self, way: int) -> None:
        """Goes to the next line that leads somewhere, down for 1 and up for -1, or scrolls by a line."""
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        in_sight = range(top, top + height)
        here = self._leads[self._lead] if self._lead is not None else None
        if here is None or here not in in_sight:
            here = top - 1 if way > 0 else top + height
        ahead = [n for n, line in enumerate(self._leads) if (line - here) * way > 0 and line in in_sight]
        if ahead:
            self._lead = ahead[0] if way > 0 else ahead[-1]
            self.scroll_to_region(self._region(self._lead), animate=False, force=True)
        else:
            self.scroll_relative(y=way, animate=False)
        self.refresh()

    @property
    def lead(self) -> str:
        """Where the line under the cursor leads; "" while the cursor is on none that is in sight."""
        if self._lead is not None and self._leads[self._lead] in range(
            self.scroll_offset.y, self.scroll_offset.y + self.scrollable_content_region.height
        ):
            block = self._lines[self._leads[self._lead]].block
            return block.to if isinstance(block, Lead) else ""
        return ""

    def action_choose(self) -> None:
        """Goes where the line under the cursor leads."""
        if to := self.lead:
            self.post_message(self.LeadChosen(self, to))

    def on_click(self, event: events.Click) -> None:
        """Goes where the line that was clicked leads."""
        row = event.y + self.scroll_offset.y
        if row < len(self._lines) and isinstance(block := self._lines[row].block, Lead):
            self._lead = next((n for n, line in enumerate(self._leads) if self._lines[line].block is block), None)
            self.action_choose()

    def _region(self, lead: int) -> Region:
        first = self._leads[lead]
        block = self._lines[first].block
        height = sum(line.block is block for line in self._lines[first : first + 20])
        return Region(0, first, 1, height)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One line, from the left edge to the right."""
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        if row >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[row]
        here = self.has_focus and self._lead is not None and line.block is self._lines[self._leads[self._lead]].block
        base = self.get_component_rich_style("page-view--cursor") if here else self.rich_style
        gutter = "› " if here and line.first else "▌ " if line.block.marked else "  "
        pieces = [(gutter, "mark"), *line.pieces()]
        segments = [Segment(text, base + self._style(name)) for text, name in pieces if text]
        return Strip(segments).adjust_cell_length(width, base)

    def _style(self, name: str) -> Style:
        return letters(self.get_component_rich_style(f"page-view--{name}")) if name else Style.null()


# Blocks for a page. Texts come as they were written, and are made safe here.


def title(words: str, quiet: str = "") -> Iterator[Block]:
    """The head of a page: what it is about, and a quiet line on it."""
    yield Block(safe_line(words), "title")
    if quiet:
        yield Block(safe_line(quiet), "quiet")


def paragraph(label: str, text: str, style: str = "") -> Iterator[Block]:
    """A text below its label; nothing where it is empty."""
    if text.strip():
        yield Block("")
        yield Block(safe_line(label), "label")
        yield Block(safe(text).expandtabs(4), style, indent=_GAP)


def listed(label: str, texts: Iterable[str], *, numbered: bool = False) -> Iterator[Block]:
    """Texts one below the other under a label, with numbers or bullets; nothing where there are none."""
    for number, text in enumerate(texts, 1):
        if number == 1:
            yield Block("")
            yield Block(safe_line(label), "label")
        bullet = f"  {number}." if numbered else "  ·"
        yield Block(safe(text).expandtabs(4), label=bullet, indent=5 if numbered else 4)


def table(rows: Iterable[tuple[str, str]]) -> Iterator[Block]:
    """Short answers beside their labels; those that are empty are left out, and nothing stands for none."""
    filled = [(safe_line(label), safe(text).expandtabs(4).strip()) for label, text in rows if text.strip()]
    indent = min(_WIDEST_LABEL, _GAP + max((cell_len(label) for label, _ in filled), default=0))
    if filled:
        yield Block("")
    for label, text in filled:
        yield Block(text, label=label, indent=indent)
