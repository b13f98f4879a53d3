"""What Progress shows, built from what the vault read: facts, tables, and plots of the same figures."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal.model.dates import When, short_date
from journal.model.entry import Ending, Kind, LimitsKept, Outcome
from journal.model.focus import Focus
from journal.model.ranges import Range
from journal.model.rating import BUILT_IN, Moment, Scale
from journal.model.sensate_focus import Stage
from journal.progress.figures import Made, Plot, Stack
from journal.progress.practice import (
    day_mark,
    day_words,
    letters,
    month_days,
    month_table,
    small_letters,
    week_figures,
    weeks_of_month,
)
from journal.progress.ratings import pair_figures, rating_figures
from journal.progress.sensate_focus import focus_figures
from journal.vault.position import position_of
from journal.vault.statistics import DayCount, Ratings

DAY = dt.date(2026, 5, 4)  # a Monday
MAY = Range(dt.date(2026, 5, 1), dt.date(2026, 5, 31), "May")
ALL = Range(None, None, "all days")
TENSION, ATTENTION, COMFORT = BUILT_IN.get("tension"), BUILT_IN.get("attention"), BUILT_IN.get("comfort")


def rated(*entries: tuple[int, dict[Moment, int]]) -> Ratings:
    """Ratings of entries that lie so many days after DAY."""
    places = [position_of(When(DAY + dt.timedelta(days=days))) + n for n, (days, _) in enumerate(entries)]
    values: dict[Moment, dict[int, int]] = {}
    for moment in Moment:
        found = {place: given[moment] for place, (_, given) in zip(places, entries, strict=True) if moment in given}
        if found:
            values[moment] = found
    return Ratings(tuple(places), values)


AROUND = rated(
    (0, {Moment.BEFORE: 6, Moment.HIGHEST: 8, Moment.AFTER: 3}),
    (0, {Moment.AFTER: 2}),
    (9, {Moment.BEFORE: 4, Moment.AFTER: 4}),
)


def test_a_table_has_what_the_plot_has() -> None:
    """Every rating stands in the table on its day, and every point of the plot is a rating of the table."""
    figures = rating_figures(AROUND, TENSION, MAY)
    assert figures.table.titles == ("Date", "before", "highest", "after")
    assert list(figures.table.rows) == [
        ("Wed 13 May 2026", "4", "", "4"),
        ("Mon 4 May 2026", "", "", "2"),
        ("Mon 4 May 2026", "6", "8", "3"),
    ]
    assert list(figures.table.keys) == list(AROUND.places[::-1])
    assert isinstance(figures.plot, Plot)
    drawn = {
        (short_date(dt.date.fromordinal(at)), series.words, str(value))
        for series in figures.plot.series
        for at, value in zip(series.at, series.values, strict=True)
    }
    tabled = {
        (row[0], title, cell)
        for row in figures.table.rows
        for title, cell in zip(figures.table.titles[1:], row[1:], strict=True)
        if cell
    }
    assert drawn == tabled


def test_facts_of_ratings() -> None:
    """The facts are a count and ranges; with one rating it is that, and with none nothing is said or drawn."""
    assert rating_figures(AROUND, TENSION, MAY).facts == ("3 entries: before 4 to 6, highest 8, after 2 to 4",)
    once = rated((0, {Moment.ONCE: 7}))
    assert rating_figures(once, COMFORT, MAY).facts == ("1 entry: 7",)
    empty = rating_figures(rated(), TENSION, MAY)
    assert (empty.facts, empty.plot, len(empty.table.rows)) == ((), None, 0)


def test_a_scale_with_words() -> None:
    """A scale with a word for each number shows them in the facts, in the table and beside the plot."""
    figures = rating_figures(rated((0, {Moment.ONCE: 2}), (1, {Moment.ONCE: 3})), ATTENTION, MAY)
    assert figures.facts == ("2 entries: about half to mostly",)
    assert [row[1] for row in figures.table.rows] == ["3 mostly", "2 about half"]
    assert isinstance(figures.plot, Plot)
    assert figures.plot.names[0] == "hardly ever"


def test_words_of_an_own_scale_stay_out_of_the_plot() -> None:
    """The words that a person gave a scale never reach the plot, even where there are as many as numbers."""
    own = Scale("0199-own", "Ease", 1, ("[red]none", "all\x1b[2J"), (Moment.ONCE,))
    figures = rating_figures(rated((0, {Moment.ONCE: 1})), own, MAY)
    assert isinstance(figures.plot, Plot)
    assert figures.plot.names == {}
    assert list(figures.table.rows) == [("Mon 4 May 2026", "1")]


def test_values_beyond_the_scale() -> None:
    """A value that came from elsewhere and lies beyond the scale is drawn, and the facts say so."""
    figures = rating_figures(rated((0, {Moment.ONCE: 14}), (1, {Moment.ONCE: -2}), (2, {Moment.ONCE: 5})), COMFORT, MAY)
    assert isinstance(figures.plot, Plot)
    assert (figures.plot.low, figures.plot.high) == (-2, 14)
    assert figures.facts == ("3 entries: -2 to 14", "2 ratings beyond the scale, which goes from 0 to 10")


def test_a_scale_that_is_gone() -> None:
    """Ratings on a scale that isn't known any more are shown as plain numbers."""
    figures = rating_figures(rated((0, {Moment.ONCE: 3})), None, ALL)
    assert isinstance(figures.plot, Plot)
    assert (figures.plot.low, figures.plot.high) == (0, 3)
    assert figures.facts == ("1 entry: 3",)


def test_the_axis_is_the_range_or_what_there_is() -> None:
    """The plot goes over the days that were asked for; where all are, from the first rating to the last."""
    for days, first, last in ((MAY, MAY.first, MAY.last), (ALL, DAY, DAY + dt.timedelta(days=9))):
        plot = rating_figures(AROUND, TENSION, days).plot
        assert isinstance(plot, Plot) and first and last
        assert (plot.first, plot.last) == (first.toordinal(), last.toordinal())


def test_pairs() -> None:
    """Only entries with both ratings are pairs; they stand in order, one beside the other, with their dates."""
    figures = pair_figures(AROUND, TENSION)
    assert figures.facts == ("2 entries with both: before 4 to 6, after 3 to 4",)
    assert list(figures.table.rows) == [("Wed 13 May 2026", "4", "4"), ("Mon 4 May 2026", "6", "3")]
    plot = figures.plot
    assert isinstance(plot, Plot) and plot.joined
    assert [(series.words, list(series.at), list(series.values)) for series in plot.series] == [
        ("before", [0, 1], [6, 4]),
        ("after", [0, 1], [3, 4]),
    ]
    assert list(plot.dates) == [DAY, DAY + dt.timedelta(days=9)]
    assert pair_figures(rated((0, {Moment.BEFORE: 3}), (1, {Moment.AFTER: 3})), TENSION).plot is None


@given(
    st.lists(st.tuples(st.integers(0, 400), st.dictionaries(st.sampled_from(Moment), st.integers(0, 10), min_size=1)))
)
def test_every_rating_is_in_the_table_and_in_the_plot(entries: list[tuple[int, dict[Moment, int]]]) -> None:
    """Whatever was rated, the table and the plot have as many figures as there are ratings."""
    ratings = rated(*sorted(entries, key=lambda entry: entry[0]))
    figures = rating_figures(ratings, TENSION, ALL)
    count = sum(len(given) for _, given in entries)
    assert sum(cell != "" for row in figures.table.rows for cell in row[1:]) == count
    assert (figures.plot is None) == (count == 0)
    if isinstance(figures.plot, Plot):
        assert sum(len(series.at) for series in figures.plot.series) == count


def test_weeks() -> None:
    """Entries are counted by week and kind; the table has the weeks with entries, the plot a place for each week."""
    days = [
        DayCount(dt.date(2026, 5, 3), Kind.REFLECTION, 1),
        DayCount(dt.date(2026, 5, 4), Kind.SENSATE_FOCUS, 2),
        DayCount(dt.date(2026, 5, 10), Kind.REFLECTION, 1),
        DayCount(dt.date(2026, 5, 19), Kind.REFLECTION, 3),
    ]
    outcomes = {Outcome.STOPPED_EARLY: 1, Outcome.TRIED: 2, Outcome.CHOSE_NOT_TO: 1}
    figures = week_figures(days, outcomes, 0, MAY)
    assert figures.facts == ("7 entries", "How it went: tried 2, stopped early 1, chose not to 1, not said 3")
    assert figures.table.titles == ("Week from", "Focus", "Reflection", "All")
    assert list(figures.table.rows) == [
        ("18 May 2026", "", "3", "3"),
        ("4 May 2026", "2", "1", "3"),
        ("27 Apr 2026", "", "1", "1"),
    ]
    stack = figures.plot
    assert isinstance(stack, Stack)
    assert list(stack.weeks) == [dt.date(2026, 4, 27) + dt.timedelta(days=7 * n) for n in range(5)]
    assert stack.counts == {0: {"R": 1}, 1: {"S": 2, "R": 1}, 3: {"R": 3}}


def test_weeks_begin_where_it_was_chosen() -> None:
    """With weeks from Sunday, a Sunday and the Monday after it are in one week."""
    days = [DayCount(dt.date(2026, 5, 3), Kind.REFLECTION, 1), DayCount(dt.date(2026, 5, 4), Kind.REFLECTION, 1)]
    assert list(week_figures(days, {}, 6, ALL).table.rows) == [("3 May 2026", "2", "2")]
    assert len(week_figures(days, {}, 0, ALL).table.rows) == 2
    assert week_figures(days, {}, 6, ALL).facts == ("2 entries",)
    assert week_figures([], {}, 0, MAY).plot is None


@pytest.mark.parametrize("date", [dt.date.min, dt.date.max])
def test_weeks_at_the_ends_of_all_dates(date: dt.date) -> None:
    """An entry on the first or the last day that there is has its week."""
    figures = week_figures([DayCount(date, Kind.REFLECTION, 1)], {}, 3, ALL)
    assert len(figures.table.rows) == 1


def test_the_marks_of_days() -> None:
    """A day has the letters of its kinds in their order, with a number where there are several."""
    days = month_days(
        [
            DayCount(DAY, Kind.REFLECTION, 1),
            DayCount(DAY, Kind.SENSATE_FOCUS, 2),
            DayCount(DAY + dt.timedelta(days=1), Kind.EXPERIMENTATION, 1),
        ],
        [],
        DAY + dt.timedelta(days=1),
    )
    assert day_mark(days[DAY]) == "S2R"
    assert day_words(days[DAY]) == "sensate focus 2, reflection 1"
    assert letters(days) == (("S", "sensate focus"), ("X", "experiment"), ("R", "reflection"))
    assert list(month_table(days).rows) == [
        ("Mon 4 May 2026", "sensate focus 2, reflection 1"),
        ("Tue 5 May 2026", "experiment 1"),
    ]
    assert small_letters(days) == ""


def test_what_was_not_practised_has_small_letters() -> None:
    """What was planned, left out for a reason or lies ahead differs from what was practised in marks and words."""
    tomorrow = DAY + dt.timedelta(days=1)
    days = month_days(
        [
            DayCount(DAY, Kind.SENSATE_FOCUS, 3),
            DayCount(DAY, Kind.COMMUNICATION, 1),
            DayCount(tomorrow, Kind.SENSATE_FOCUS, 1),
        ],
        [DayCount(DAY, Kind.SENSATE_FOCUS, 2), DayCount(DAY, Kind.COMMUNICATION, 1)],
        DAY,
    )
    assert (day_mark(days[DAY]), day_mark(days[tomorrow])) == ("Ss2c", "s")
    assert day_words(days[DAY]) == (
        "sensate focus 1, sensate focus 2 (planned, or not this time), communication 1 (planned, or not this time)"
    )
    assert day_words(days[tomorrow]) == "sensate focus 1 (planned, or not this time)"
    assert small_letters(days) == "Small letters: planned, or not this time."


@given(st.dates(), st.integers(0, 6))
@example(dt.date.min, 3)
@example(dt.date.max, 3)
def test_the_weeks_of_a_month(date: dt.date, first_weekday: int) -> None:
    """A month has each of its days once, in order, and each week begins on the day that was chosen."""
    month = date.replace(day=1)
    weeks = weeks_of_month(month, first_weekday)
    days = [day for week in weeks for day in week if day]
    assert days[0] == month
    assert days == [month + dt.timedelta(days=n) for n in range(len(days))]
    assert len(days) >= 28 and {day.month for day in days} == {month.month}
    assert all(len(week) == 7 for week in weeks)
    assert all(
        day is None or (day.weekday() - first_weekday) % 7 == place for week in weeks for place, day in enumerate(week)
    )


def practice(days: int, stage: Stage | None, **more: Any) -> Focus:
    """A sensate-focus practice so many days after DAY."""
    given: dict[str, Any] = {
        "outcome": None,
        "minutes": None,
        "initiated_by": "",
        "ending": None,
        "limits_kept": None,
        "ratings": (),
    }
    return Focus(date=DAY + dt.timedelta(days=days), stage=stage, **(given | more))


PRACTICES = [
    practice(0, Stage.NON_SEXUAL, minutes=20, initiated_by="me", ending=Ending.AS_PLANNED, limits_kept=LimitsKept.YES,
             ratings=(("attention", Moment.ONCE, 3), ("comfort", Moment.ONCE, 5), ("tension", Moment.BEFORE, 6))),
    practice(2, Stage.NON_SEXUAL, minutes=15, initiated_by="Alex", ending=Ending.STOP_WORD,
             ratings=(("attention", Moment.ONCE, 3), ("comfort", Moment.ONCE, 7), ("tension", Moment.BEFORE, 4))),
    practice(3, Stage.NON_SEXUAL, outcome=Outcome.NOT_THIS_WEEK),
    practice(4, None, outcome=Outcome.STOPPED_EARLY),
    practice(40, Stage.PREPARATION),
]  # fmt: skip


def test_facts_of_sensate_focus() -> None:
    """Each stage has its practices, ranges, minutes, who started and how it ended; nobody is counted against another.

    What wasn't practised, and what lies ahead, is no practice.
    """
    figures = focus_figures(PRACTICES, DAY + dt.timedelta(days=20))
    assert figures.facts == (
        "Stage 1 non-sexual touch",
        "2 practices; attention mostly; comfort 5 to 7; tension before 4 to 6; 1 stopped early",
        "15 to 20 minutes; started by Alex, me; ended as planned 1, stop word 1; limits kept yes 1",
        "",
        "Without a stage",
        "1 practice; 1 stopped early",
    )
    assert [(row[0], row[1], row[6]) for row in figures.table.rows] == [
        ("Fri 8 May 2026", "", "early"),
        ("Wed 6 May 2026", "1", "early, stop word"),
        ("Mon 4 May 2026", "1", "as planned"),
    ]
    assert figures.plot is None


def test_sensate_focus_masked() -> None:
    """While names are masked, no nickname stands in the facts or in the table."""
    figures = focus_figures(PRACTICES, DAY + dt.timedelta(days=20), "·····")
    everything = [*figures.facts, *(cell for row in figures.table.rows for cell in row)]
    assert not any("Alex" in cell for cell in everything)
    assert "15 to 20 minutes; started by ·····; ended as planned 1, stop word 1; limits kept yes 1" in figures.facts


def test_a_sequence_made_as_it_is_read() -> None:
    """Rows are made one by one, from both ends and in slices, and there are no more than there are."""
    made = Made(5, lambda n: n * n)
    assert (len(made), made[1], made[-1], made[1:3], list(made)) == (5, 1, 16, (1, 4), [0, 1, 4, 9, 16])
    for beyond in (5, -6):
        with pytest.raises(IndexError):
            made[beyond]
