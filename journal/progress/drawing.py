"""Where the marks of a plot stand in the cells of a screen.

Cells are counted from the left and from below. Days have equal shares of the width. Where a plot has more days than
columns and far more values, it is thinned: in each column every series is drawn at its middle value, and dots go
from the lowest to the highest value of the column. The table beside a plot has them all.
"""

import datetime as dt
import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from journal.model.ranges import day_month, month_year
from journal.progress.figures import Plot, Series, Stack, counted

SEVERAL = "*"  # where marks of several series meet
LEVEL, JOINED, DOTS = "╌", "│", "·"  # what lines are made of
_DENSE = 3  # values of one series for each column, from which it is thinned
_TICK_GAP = 2  # cells between two labels
_HIGH_STEP = 3  # rows from one letter to the next above it, at most
_LEAST_USED = 2 / 3  # the share of the rows that a plot takes at least, so that its numbers have even steps
_NEARLY = 1e-9  # how far a number may be from a whole one to be it
_LONG = 300  # days from which a label has its year


@dataclass(frozen=True)
class Mark:
    """A mark in a cell. `series` is its number among the series, -1 where several meet."""

    column: int
    row: int
    sign: str
    series: int


@dataclass(frozen=True)
class Line:
    """An upright line in a column, its ends included, and the sign it is made of."""

    column: int
    low: int
    high: int
    sign: str


@dataclass(frozen=True)
class Drawing:
    """A plot in cells: marks, lines behind them, labels of both axes, the row of the level, and what to say of it.

    `rows` are those that it takes, of those that there are.
    """

    rows: int = 0
    marks: tuple[Mark, ...] = ()
    lines: tuple[Line, ...] = ()
    across: tuple[tuple[int, str], ...] = ()
    upward: tuple[tuple[int, str], ...] = ()
    level: int | None = None
    legend: tuple[tuple[str, str], ...] = ()
    note: str = ""


def label_width(plot: Plot | Stack, rows: int) -> int:
    """The cells that the labels of the upright axis take where it has so many rows."""
    if isinstance(plot, Stack):
        return len(str(rows))
    return max(len(label) for _, label in _Rows(plot, rows).ticks)


def drawn(plot: Plot | Stack, columns: int, rows: int) -> Drawing:
    """The plot in this many columns and rows, of which there is at least one."""
    return _drawn_stack(plot, columns, rows) if isinstance(plot, Stack) else _drawn_plot(plot, columns, rows)


class _Axis:
    """How places along the axis become columns: each gets an equal share of the width and stands in its middle."""

    def __init__(self, first: int, last: int, columns: int) -> None:
        self.first = first
        self.span = last - first + 1
        self.columns = columns

    def column(self, place: int) -> int:
        """The column of a place."""
        return (2 * (place - self.first) + 1) * self.columns // (2 * self.span)


def _drawn_plot(plot: Plot, columns: int, rows: int) -> Drawing:
    axis = _Axis(plot.first, plot.last, columns)
    upward = _Rows(plot, rows)
    row = upward.row
    thin = axis.span > columns and any(len(series.at) > _DENSE * columns for series in plot.series)
    found: dict[tuple[int, int], set[int]] = {}
    reach: dict[int, tuple[int, int]] = {}
    for number, series in enumerate(plot.series):
        for column, values in _by_column(series, axis).items():
            for value in [_middle(values)] if thin else set(values):
                found.setdefault((column, row(value)), set()).add(number)
            if thin or plot.joined:
                low, high = reach.get(column, (rows, 0))
                reach[column] = min(low, row(min(values))), max(high, row(max(values)))
    marks = tuple(
        Mark(column, height, SEVERAL if len(numbers) > 1 else plot.series[min(numbers)].mark, _only(numbers))
        for (column, height), numbers in sorted(found.items())
    )
    legend = [(series.mark, series.words) for series in plot.series]
    if any(mark.series < 0 for mark in marks):
        legend.append((SEVERAL, "several at once"))
    if plot.level is not None:
        legend.append((LEVEL, plot.level_words))
    return Drawing(
        rows=row(plot.high) + 1,
        marks=marks,
        lines=tuple(
            Line(column, low, high, DOTS if thin else JOINED)
            for column, (low, high) in sorted(reach.items())
            if high > low
        ),
        across=_order_ticks(plot.dates, axis, columns)
        if plot.dates
        else _date_ticks(plot.first, plot.last, axis, columns),
        upward=upward.ticks,
        level=None if plot.level is None else row(plot.level),
        legend=tuple(legend),
        note=_thinned(axis, "entry" if plot.dates else "day") if thin else "",
    )


def _drawn_stack(stack: Stack, columns: int, rows: int) -> Drawing:
    axis = _Axis(0, len(stack.weeks) - 1, columns)
    piles: dict[int, Counter[str]] = {}
    for number, counts in stack.counts.items():
        piles.setdefault(axis.column(number), Counter()).update(counts)
    unit = _unit(piles.values(), rows)
    letters = list(stack.words)
    towers = {
        column: "".join(letter * math.ceil(pile[letter] / unit) for letter in letters)[:rows]
        for column, pile in sorted(piles.items())
    }
    highest = max(map(len, towers.values()), default=1)
    step = max(1, min(_HIGH_STEP, rows // highest))
    marks = [
        Mark(column, step * number, letter, letters.index(letter))
        for column, tower in towers.items()
        for number, letter in enumerate(tower)
    ]
    used = {mark.sign for mark in marks}
    labels = range(1, highest + 1) if highest <= rows // 2 else range(5, highest + 1, 5)
    return Drawing(
        rows=step * (highest - 1) + 1,
        marks=tuple(marks),
        across=_order_ticks(stack.weeks, axis, columns),
        upward=tuple((step * (number - 1), str(number)) for number in labels) if unit == 1 else (),
        legend=tuple((letter, words) for letter, words in stack.words.items() if letter in used),
        note=f"A letter stands for up to {unit:,} entries." if unit > 1 else "",
    )


def _by_column(series: Series, axis: _Axis) -> dict[int, Sequence[float]]:
    """The values that stand in each column. Where a column begins is looked up, not counted: there may be 100,000."""
    found: dict[int, Sequence[float]] = {}
    places = range(axis.first, axis.first + axis.span)
    start = 0
    while start < len(series.at):
        column = axis.column(series.at[start])
        behind = bisect_right(places, column, key=axis.column)
        end = bisect_left(series.at, axis.first + behind, start)
        found[column] = series.values[start:end]
        start = end
    return found


def _middle(values: Sequence[float]) -> float:
    return sorted(values)[(len(values) - 1) // 2]


def _only(numbers: set[int]) -> int:
    return min(numbers) if len(numbers) == 1 else -1


def _unit(piles: Iterable[Counter[str]], rows: int) -> int:
    """How many entries a letter has to stand for, so that every pile has room."""
    unit = 1
    for pile in piles:
        while sum(math.ceil(count / unit) for count in pile.values()) > rows and unit < pile.total():
            unit += 1
    return unit


def _thinned(axis: _Axis, what: str) -> str:
    many = counted(round(axis.span / axis.columns), what, "entries" if what == "entry" else "")
    return f"A column is about {many}: marks at the middle values, dots from the lowest to the highest."


# Upward


class _Rows:
    """Which row a value has, and the labels of rows.

    From a label to the next there are always as many rows, and as much in values: the labels are at the smallest round
    step with which the plot takes most of the rows. A label's row has the values from it up to those of the next row.
    """

    def __init__(self, plot: Plot, rows: int) -> None:
        self._low, span = plot.low, plot.high - plot.low
        self._each = (rows - 1) / span if span else 0.0  # rows for 1
        values = [plot.low, plot.high] if self._each else [plot.high]
        for step in _steps(span):
            apart = math.floor(step * self._each + _NEARLY)
            found = _multiples(plot.low, plot.high, step) if apart else []
            if len(found) > 1 and math.floor(span * apart / step + _NEARLY) + 1 >= _LEAST_USED * rows:
                self._each, values = apart / step, found
                break
        self.ticks = tuple((self.row(value), _value(value, plot)) for value in values)

    def row(self, value: float) -> int:
        """The row of a value."""
        return math.floor((value - self._low) * self._each + _NEARLY)


def _steps(span: float) -> Iterable[float]:
    size = 1.0 if span >= 2 else 10.0 ** math.floor(math.log10(span or 1)) / 10
    while size <= span:
        yield from (size, 2 * size, 5 * size)
        size *= 10


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [number * step for number in range(math.ceil(low / step - _NEARLY), math.floor(high / step + _NEARLY) + 1)]


def _value(value: float, plot: Plot) -> str:
    number = number_words(value)
    name = plot.names.get(int(value)) if value == int(value) else None
    return f"{number} {name}" if name else number


def number_words(value: float) -> str:
    """A number without needless zeros: `24`, `3.5`."""
    return f"{value:,.0f}" if value == int(value) else f"{value:.10g}"


# Across


def _order_ticks(dates: Sequence[dt.date], axis: _Axis, columns: int) -> tuple[tuple[int, str], ...]:
    """Labels at some of the dates, as many as there is room for."""
    label = month_year if (dates[-1] - dates[0]).days > _LONG else day_month
    numbers = range(0, len(dates), max(1, len(dates) // columns))
    return _fitting(((axis.column(number), label(dates[number])) for number in numbers), columns)


def _date_ticks(first: int, last: int, axis: _Axis, columns: int) -> tuple[tuple[int, str], ...]:
    """Labels at days, at the beginnings of months or at those of years, whichever there is room for."""
    start, end = dt.date.fromordinal(first), dt.date.fromordinal(last)
    days = last - first + 1
    for step in (1, 2, 7, 14):
        if step / days * columns >= len("20 May") + _TICK_GAP or days == 1:
            places = range(first, last + 1, step)
            return _fitting(((axis.column(n), day_month(dt.date.fromordinal(n))) for n in places), columns)
    for months in (1, 2, 3, 6):
        if months * 30 / days * columns >= len("May 2026") + _TICK_GAP:
            return _fitting(_months(start, end, months, axis), columns)
    return _fitting(_years(start, end, axis), columns)


def _months(start: dt.date, end: dt.date, step: int, axis: _Axis) -> Iterable[tuple[int, str]]:
    for number in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        month = dt.date(number // 12, number % 12 + 1, 1)
        if month >= start and number % step == 0:
            yield axis.column(month.toordinal()), month_year(month)


def _years(start: dt.date, end: dt.date, axis: _Axis) -> Iterable[tuple[int, str]]:
    for year in range(start.year + (start > dt.date(start.year, 1, 1)), end.year + 1):
        yield axis.column(dt.date(year, 1, 1).toordinal()), str(year)


def _fitting(ticks: Iterable[tuple[int, str]], columns: int) -> tuple[tuple[int, str], ...]:
    """Those labels that stand clear of the one before and of the right edge, each centred at its column."""
    kept: list[tuple[int, str]] = []
    free = -_TICK_GAP
    for column, label in ticks:
        left = column - len(label) // 2
        if left >= free and left + len(label) <= columns:
            kept.append((column, label))
            free = left + len(label) + _TICK_GAP
    return tuple(kept)
