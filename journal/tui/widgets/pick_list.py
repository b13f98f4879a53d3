"""A list to pick from: titles under headings, with a word or two beside each; only the lines in sight are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from journal.tui.widgets.entry_line import cut, letters

_GAP = 2
_LEAST_TITLE = 24  # cells; what stands beside gives way until the title has them
_WIDEST_BESIDE = 22


@dataclass(frozen=True)
class Pick:
    """Something to pick: its id, its title, and what stands beside it; all of it safe to draw, on one line each.

    `aside` goes first where it gets narrow, then `note`. A `quiet` one is drawn with less weight.
    """

    id: str
    title: str
    aside: str = ""
    note: str = ""
    quiet: bool = False


class PickList(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines of picks, with lines of text between them that the cursor passes over."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "pick-list--heading",
        "pick-list--quiet",
        "pick-list--mark",
        "pick-list--cursor",
    }
    DEFAULT_CSS = """
    PickList {
        height: 1fr; overflow-x: hidden; scrollbar-gutter: stable; scrollbar-size-vertical: 1;
        scrollbar-background: $surface; scrollbar-color: $primary 45%;
        & > .pick-list--heading { color: $accent; text-style: bold; }
        & > .pick-list--quiet { color: $text-muted; }
        & > .pick-list--mark { color: $accent; }
        & > .pick-list--cursor { background: $primary 12%; }
        &:focus > .pick-list--cursor { background: $primary 28%; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("home", "move(-100000)", show=False),
        Binding("end", "move(100000)", show=False),
        Binding("enter", "choose", show=False),
    ]

    @dataclass
    class Highlighted(Message):
        """The cursor is on this pick now, or on none because there is none."""

        picks: "PickList"
        pick: Pick | None

    @dataclass
    class Chosen(Message):
        """Enter was pressed on a pick, or it was clicked twice."""

        picks: "PickList"
        pick: Pick

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Pick | str, ...] = ()
        self._places: list[int] = []  # the rows that can be picked
        self._aside = self._note = 0
        self.cursor = 0

    @property
    def highlighted(self) -> Pick | None:
        """The pick under the cursor; None where there is none."""
        row = self._rows[self._places[self.cursor]] if self._places else None
        return row if isinstance(row, Pick) else None

    @property
    def picks(self) -> tuple[Pick, ...]:
        """Everything that can be picked, in order."""
        return tuple(row for row in self._rows if isinstance(row, Pick))

    def show(self, rows: Sequence[Pick | str], *, keep: str = "") -> None:
        """Shows other rows, with the cursor on the pick with this id, or else near where it was. Texts are headings."""
        self._rows = tuple(rows)
        self._places = [place for place, row in enumerate(rows) if isinstance(row, Pick)]
        picks = self.picks
        self._aside = min(_WIDEST_BESIDE, max((cell_len(pick.aside) for pick in picks), default=0))
        self._note = min(_WIDEST_BESIDE, max((cell_len(pick.note) for pick in picks), default=0))
        kept = next((place for place, pick in enumerate(picks) if pick.id == keep), self.cursor)
        self.virtual_size = Size(0, len(self._rows))
        self._scroll_update(self.virtual_size)
        self.cursor = 0
        self.move_to(kept)

    def move_to(self, place: int) -> None:
        """Puts the cursor on the n-th pick, or on the nearest there is."""
        self.cursor = max(0, min(place, len(self._places) - 1))
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Highlighted(self, self.highlighted))

    def action_move(self, picks: int) -> None:
        """Moves the cursor by some picks."""
        self.move_to(self.cursor + picks)

    def action_turn(self, pages: int) -> None:
        """Moves the cursor by what is seen at once."""
        self.move_to(self.cursor + pages * max(1, self.scrollable_content_region.height - 1))

    def action_choose(self) -> None:
        """Says that the pick under the cursor was chosen."""
        if (pick := self.highlighted) is not None:
            self.post_message(self.Chosen(self, pick))

    def on_click(self, event: events.Click) -> None:
        """Moves the cursor to the row; a second click chooses it."""
        row = event.y + self.scroll_offset.y
        if row in self._places:
            self.move_to(self._places.index(row))
            if event.chain == 2:
                self.action_choose()

    def on_resize(self) -> None:
        """Keeps the cursor in sight."""
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        if not self._places or not self.scrollable_content_region.height:
            return
        row = self._places[self.cursor]
        # With the heading above it, which says where the cursor is.
        first = next((n for n in range(row - 1, -1, -1) if isinstance(self._rows[n], Pick)), -1) + 1
        top = first if row - first < self.scrollable_content_region.height else row
        self.scroll_to_region(Region(0, top, 1, row - top + 1), animate=False, force=True)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One line, from the left edge to the right."""
        width = self.scrollable_content_region.width
        place = y + self.scroll_offset.y
        if place >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[place]
        here = bool(self._places) and place == self._places[self.cursor]
        base = self.get_component_rich_style("pick-list--cursor") if here else self.rich_style
        pieces = self._pick(row, width, here) if isinstance(row, Pick) else [(f" {cut(row, width - 1)}", "heading")]
        segments = [Segment(text, base + self._style(name)) for text, name in pieces if text]
        return Strip(segments).adjust_cell_length(width, base)

    def _pick(self, pick: Pick, width: int, here: bool) -> list[tuple[str, str]]:
        room = width - 2
        columns = [self._aside, self._note] if pick.aside or pick.note else [0, 0]
        for n in (0, 1):
            if room - sum(column + _GAP for column in columns if column) < _LEAST_TITLE:
                columns[n] = 0
        title = room - sum(column + _GAP for column in columns if column)
        pieces = [
            ("› " if here else "  ", "mark"),
            (set_cell_size(cut(pick.title, title), title), "quiet" if pick.quiet else ""),
        ]
        for column, text in zip(columns, (pick.aside, pick.note), strict=True):
            if column:
                pieces.append((" " * _GAP + set_cell_size(cut(text, column), column), "quiet"))
        return pieces

    def _style(self, name: str) -> Style:
        return letters(self.get_component_rich_style(f"pick-list--{name}")) if name else Style.null()
