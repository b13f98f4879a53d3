"""Where the marks of a plot stand: every value in its place, whatever the room and however many they are."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.progress.drawing import SEVERAL, Drawing, Mark, drawn, label_width
from journal.progress.figures import Plot, Series, Stack

DAY = dt.date(2026, 5, 4).toordinal()
WORDS = {"S": "sensate focus", "R": "reflection"}


def plot(
    *series: list[tuple[int, float]], last: int = 27, high: float = 10, low: float = 0, joined: bool = False
) -> Plot:
    """A plot of 28 days with a series for each list of (day, value)."""
    marks = "○▲●"
    return Plot(
        series=tuple(
            Series(f"series {n}", marks[n], [DAY + day for day, _ in points], [value for _, value in points])
            for n, points in enumerate(series)
        ),
        first=DAY,
        last=DAY + last,
        low=low,
        high=high,
        joined=joined,
    )


def cells(drawing: Drawing) -> set[tuple[int, int, str]]:
    """The marks as (column, row, sign)."""
    return {(mark.column, mark.row, mark.sign) for mark in drawing.marks}


def test_each_day_has_its_column_and_each_number_its_row() -> None:
    """With a cell for each day and a row for each number, the marks are where the values are."""
    assert cells(drawn(plot([(0, 0), (5, 7), (27, 10)]), 28, 11)) == {(0, 0, "○"), (5, 7, "○"), (27, 10, "○")}


def test_whole_numbers_are_evenly_spaced_where_rows_are_scarce() -> None:
    """With 13 rows for 11 numbers, the two that are left over aren't used."""
    drawing = drawn(plot([(day, float(day)) for day in range(11)]), 28, 13)
    assert drawing.rows == 11
    assert [mark.row for mark in drawing.marks] == list(range(11))
    assert [label for _, label in drawing.upward] == [str(n) for n in range(11)]


def test_marks_that_meet() -> None:
    """Where two series stand at one place there is a mark that says so, and a legend for it."""
    drawing = drawn(plot([(3, 5)], [(3, 5)], [(3, 2)]), 28, 11)
    assert cells(drawing) == {(3, 5, SEVERAL), (3, 2, "●")}
    assert (SEVERAL, "several at once") in drawing.legend
    assert [mark.series for mark in drawing.marks] == [2, -1]
    assert (SEVERAL, "several at once") not in drawn(plot([(3, 5)], [(3, 4)]), 28, 11).legend


def test_a_single_point() -> None:
    """One day alone stands in the middle, with its date below and its scale beside it."""
    drawing = drawn(plot([(0, 4)], last=0), 31, 11)
    assert cells(drawing) == {(15, 4, "○")}
    assert drawing.across == ((15, "4 May"),)
    assert drawing.note == ""


def test_equal_values_in_a_scale_without_extent() -> None:
    """Where the lowest and the highest value are one, there is still a row for it and a label."""
    drawing = drawn(plot([(0, 7), (9, 7)], low=7, high=7), 28, 11)
    assert {mark.row for mark in drawing.marks} == {0}
    assert drawing.upward == ((0, "7"),)


def test_pairs_are_joined() -> None:
    """A line joins what belongs together, and there is none where both are the same."""
    drawing = drawn(plot([(0, 8), (1, 4)], [(0, 3), (1, 4)], last=1, joined=True), 4, 11)
    assert [(line.low, line.high, line.sign) for line in drawing.lines] == [(3, 8, "│")]


def test_thinning_keeps_the_middle_and_both_ends() -> None:
    """Far more values than columns: a mark at the middle value, dots over all, and a word on it."""
    values = [(day, float(value)) for day in range(400) for value in (2, 5, 9)]
    drawing = drawn(plot(values, last=399), 40, 11)
    assert {mark.row for mark in drawing.marks} == {5}
    assert {(line.low, line.high, line.sign) for line in drawing.lines} == {(2, 9, "·")}
    assert len(drawing.marks) == 40
    assert drawing.note.startswith("A column is about 10 days: marks at the middle values")


def test_few_values_are_never_thinned() -> None:
    """A few values over years are all drawn, though a column is many days."""
    drawing = drawn(plot([(0, 1), (1, 9), (3000, 4)], last=3000), 40, 11)
    assert cells(drawing) == {(0, 1, "○"), (0, 9, "○"), (39, 4, "○")}
    assert drawing.note == ""


def test_the_level_of_a_plot() -> None:
    """A level has its row and its words."""
    base = plot([(0, 4)])
    levelled = Plot(base.series, base.first, base.last, 0, 10, level=3, level_words="at the start: 3")
    drawing = drawn(levelled, 28, 11)
    assert drawing.level == 3
    assert drawing.legend[-1] == ("╌", "at the start: 3")


def test_words_of_a_scale_beside_its_numbers() -> None:
    """A scale with words shows them beside its numbers, and the axis has room for them."""
    words = dict(enumerate(("hardly ever", "now and then", "about half", "mostly", "nearly all")))
    base = plot([(0, 3)], high=4)
    named = Plot(base.series, base.first, base.last, 0, 4, names=words)
    assert (3 * 2, "3 mostly") in drawn(named, 28, 9).upward
    assert label_width(named, 9) == len("1 now and then")


@pytest.mark.parametrize(
    ("low", "high"), [(0, 21), (24, 38), (22.5, 38), (0, 100), (0, 4), (3.5, 4.5), (-1e9, 1e9), (0.001, 0.002)]
)
@pytest.mark.parametrize("rows", [1, 2, 5, 9, 11, 14, 25])
def test_labels_upward_stand_apart(low: float, high: float, rows: int) -> None:
    """Each label has a row of its own, with as many rows and as much in values to the next; few rows are left over."""
    drawing = drawn(plot([(0, low), (1, high)], low=low, high=high), 28, rows)
    found = [row for row, _ in drawing.upward]
    assert found and all(0 <= row < drawing.rows <= rows for row in found)
    assert len(set(found)) == len(found)
    assert len({after - before for before, after in itertools.pairwise(found)}) <= 1
    numbers = [float(label.replace(",", "")) for _, label in drawing.upward]
    assert len({round(after - before, 9) for before, after in itertools.pairwise(numbers)}) <= 1
    assert drawing.rows == max(mark.row for mark in drawing.marks) + 1 > rows / 2


def test_a_row_begins_at_its_label() -> None:
    """Where numbers share rows, the row of a label has that number and what follows: 9 isn't where 10 is."""
    drawing = drawn(plot([(0, 9), (1, 10), (2, 11), (3, 21)], high=21, last=3), 4, 10)
    assert [(mark.row, mark.column) for mark in drawing.marks] == [(3, 0), (4, 1), (4, 2), (8, 3)]
    assert drawing.upward == ((0, "0"), (2, "5"), (4, "10"), (6, "15"), (8, "20"))


@pytest.mark.parametrize("days", [1, 2, 9, 28, 92, 400, 4000, 40000])
@pytest.mark.parametrize("columns", [5, 30, 72, 200])
def test_labels_across_stand_apart(days: int, columns: int) -> None:
    """Labels below never touch nor leave the plot, and there is one wherever there is room for one."""
    across = drawn(plot([(0, 1)], last=days - 1), columns, 11).across
    edges = [(column - len(label) // 2, column - len(label) // 2 + len(label)) for column, label in across]
    assert all(end + 2 <= start for (_, end), (start, _) in itertools.pairwise(edges))
    assert all(end <= columns for _, end in edges)
    assert across or columns < 30


@given(
    st.lists(st.tuples(st.integers(0, 3000), st.integers(-5, 30).map(float)), max_size=60),
    st.integers(1, 130),
    st.integers(1, 40),
)
def test_every_value_is_drawn_within_the_plot(points: list[tuple[int, float]], columns: int, rows: int) -> None:
    """Whatever the values and the room, every mark and line is in it, and no value is left out or moved to another day.

    Later days are never further to the left, higher values never lower.
    """
    points = sorted(points)
    drawing = drawn(plot(points, last=3000, low=-5, high=30), columns, rows)
    assert all(0 <= mark.column < columns and 0 <= mark.row < rows for mark in drawing.marks)
    assert all(0 <= line.low < line.high < rows and 0 <= line.column < columns for line in drawing.lines)
    places = {
        point: next(iter(drawn(plot([point], last=3000, low=-5, high=30), columns, rows).marks)) for point in points
    }
    if len(points) <= 3 * columns:
        assert {(mark.column, mark.row) for mark in drawing.marks} == {(one.column, one.row) for one in places.values()}
    for (day, value), one in places.items():
        for (other_day, other_value), other in places.items():
            assert not (day < other_day and one.column > other.column)
            assert not (value < other_value and one.row > other.row)


def stack(*counts: dict[str, int]) -> Stack:
    """Weeks with so many entries for each letter."""
    weeks = [dt.date.fromordinal(DAY + 7 * n) for n in range(len(counts))]
    return Stack(weeks, {n: count for n, count in enumerate(counts) if count}, WORDS)


def test_a_letter_for_each_entry() -> None:
    """Letters stand one on the other in the order of the kinds, a letter for each entry."""
    drawing = drawn(stack({"S": 2, "R": 1}, {}, {"R": 1}), 3, 3)
    assert drawing.marks == (Mark(0, 0, "S", 0), Mark(0, 1, "S", 0), Mark(0, 2, "R", 1), Mark(2, 0, "R", 1))
    assert drawing.legend == (("S", "sensate focus"), ("R", "reflection"))
    assert drawing.note == ""


def test_a_letter_for_several_entries() -> None:
    """Where piles are higher than the plot, a letter stands for several entries, and the plot says for how many."""
    drawing = drawn(stack({"S": 40, "R": 1}), 3, 10)
    assert max(mark.row for mark in drawing.marks) < 10
    assert "R" in {mark.sign for mark in drawing.marks}
    assert drawing.note == "A letter stands for up to 5 entries."


def test_weeks_that_share_a_column() -> None:
    """With more weeks than columns, the entries of a column are added."""
    drawing = drawn(stack(*({"S": 1} for _ in range(20))), 5, 10)
    assert len(drawing.marks) == 20
    assert {mark.column for mark in drawing.marks} == set(range(5))
