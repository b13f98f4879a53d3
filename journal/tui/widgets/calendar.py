"""A month, with a mark on the days that have entries."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

Weeks = Sequence[Sequence[dt.date | None]]

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_CELL = 14  # cells of a day, fewer where there is less room
_LEAST_CELL = 5
_TODAY_CELL = 10  # cells in which the word has room beside a number
_WEEK = 2  # rows of a week: the number and the mark
_HIGH = 30  # rows of a screen from which there is one more between two weeks


class MonthGrid(Widget, can_focus=True):
    """The weeks of a month. Arrows move the cursor, also into the months beside it; `MonthWanted` asks for those."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    MonthGrid { height: auto; width: 1fr; pointer: pointer; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1)", show=False),
        Binding("right,l", "move(1)", show=False),
        Binding("up,k", "move(-7)", show=False),
        Binding("down,j", "move(7)", show=False),
        Binding("enter", "choose", show=False),
    ]

    day: reactive[dt.date] = reactive(dt.date.min, init=False)

    @dataclass
    class DayHighlighted(Message):
        """The cursor is on this day now."""

        grid: "MonthGrid"
        date: dt.date

    @dataclass
    class DaySelected(Message):
        """Enter was pressed on this day, or it was clicked twice."""

        grid: "MonthGrid"
        date: dt.date

    def __init__(self) -> None:
        super().__init__()
        self._weeks: Weeks = ()
        self._marks: Mapping[dt.date, str] = {}
        self._today = dt.date.min

    def show(self, weeks: Weeks, marks: Mapping[dt.date, str], *, day: dt.date, today: dt.date) -> None:
        """Shows another month with the cursor on a day. Weeks have seven days, None for those of other months."""
        self._weeks, self._marks, self._today = weeks, marks, today
        self.set_reactive(MonthGrid.day, day)
        self.refresh(layout=True)

    def watch_day(self) -> None:
        """Says which day the cursor is on."""
        self.post_message(self.DayHighlighted(self, self.day))

    def action_move(self, days: int) -> None:
        """Moves the cursor by some days."""
        ordinal = self.day.toordinal() + days
        if 1 <= ordinal <= dt.date.max.toordinal():
            self.day = dt.date.fromordinal(ordinal)

    def action_choose(self) -> None:
        """Says that the day under the cursor was chosen."""
        self.post_message(self.DaySelected(self, self.day))

    def on_click(self, event: events.Click) -> None:
        """Moves the cursor to a day; a second click chooses it."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < 1:
            return
        row, column = (offset.y - 1) // self._rows, offset.x // self._cell
        if row < len(self._weeks) and column < 7 and (date := self._weeks[row][column]):
            self.day = date
            if event.chain == 2:
                self.action_choose()

    @property
    def _cell(self) -> int:
        return max(_LEAST_CELL, min(_CELL, self.content_size.width // 7))

    @property
    def _rows(self) -> int:
        return _WEEK + (self.app.size.height >= _HIGH)

    def render(self) -> Content:
        """The names of the days, then for each week its numbers and its marks. The day of the cursor is in brackets."""
        if not self._weeks:
            return Content("")
        order = [date.weekday() for date in next(week for week in self._weeks if all(week)) if date]
        lines = [Content.styled("".join(_fit(f" {_DAYS[number]}", self._cell) for number in order), "$secondary")]
        for week in self._weeks:
            lines.append(Content("").join(self._number(date) for date in week))
            lines.append(
                Content.styled(
                    "".join(_fit(f" {self._marks.get(date, '')}" if date else "", self._cell) for date in week),
                    "bold $accent",
                )
            )
            lines += [Content("")] * (self._rows - _WEEK)
        return Content("\n").join(lines)

    def _number(self, date: dt.date | None) -> Content:
        if date is None:
            return Content(" " * self._cell)
        today = " today" if date == self._today and self._cell >= _TODAY_CELL else ""
        if date != self.day:
            return Content(_fit(f" {date.day}{today}", self._cell))
        number = Content(f"[{date.day}]").stylize("bold reverse" if self.has_focus else "bold")
        return number + Content(_fit(today, self._cell - number.cell_length))


def _fit(text: str, width: int) -> str:
    return f"{text:<{width}}"[:width]
