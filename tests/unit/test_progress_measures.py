"""Goals, scores, GAD-7 and own scales as lists, tables and plots."""

import datetime as dt
from dataclasses import replace
from typing import Any

from journal.model.goal import Goal, GoalProgress, GoalState
from journal.model.measures import Frequency, Gad7, Impact, OutsideScore, OwnScale
from journal.model.ranges import Range
from journal.model.rating import Moment
from journal.model.records import C, Record
from journal.progress.figures import Plot
from journal.progress.measures import (
    gad7_answers,
    gad7_figures,
    gad7_list,
    goal_figures,
    goal_list,
    scale_list,
    score_figures,
    score_list,
)
from tests.conftest import NOW

DAY = dt.date(2026, 5, 4)
ALL = Range(None, None, "all days")
MASK = "·····"


def record(content: C, record_id: str = "", days: int = 0) -> Record[C]:
    """A record that was written so many days before now."""
    written = NOW - dt.timedelta(days=days)
    return Record(id=record_id or f"id-{days}", version=1, created=written, updated=written, content=content)


def points(plot: object) -> list[tuple[dt.date, float]]:
    """The points of a plot of one series."""
    assert isinstance(plot, Plot)
    (series,) = plot.series
    return [(dt.date.fromordinal(at), value) for at, value in zip(series.at, series.values, strict=True)]


def gad7(date: dt.date | None, *answers: int | None) -> Gad7:
    """GAD-7 with these answers."""
    names = ("nervous", "control", "worry", "relaxing", "restless", "irritable", "afraid")
    given: dict[str, Any] = {
        name: None if one is None else Frequency.of(str(one)) for name, one in zip(names, answers, strict=False)
    }
    return replace(Gad7(date=date), **given)


PROGRESS = [
    record(GoalProgress(goal="a", date=DAY, value=3, note="slow\nbut there"), "p1"),
    record(GoalProgress(goal="a", date=DAY + dt.timedelta(days=9), value=5), "p2"),
    record(GoalProgress(goal="a", value=4), "p3", days=10),
    record(GoalProgress(goal="a", date=DAY, note="no number"), "p4", days=1),
    record(GoalProgress(goal="b", date=DAY, value=0), "p5"),
]


def test_the_list_of_goals() -> None:
    """A goal stands with how near it felt last and at the start; 0 is a number like any other."""
    goals = [
        record(Goal(wording="Less pressure", baseline=0), "a"),
        record(Goal(wording="An evening", state=GoalState.PUT_ASIDE), "b"),
        record(Goal(), "c"),
    ]
    table = goal_list(goals, PROGRESS)
    assert list(table.rows) == [
        ("5", "0", "", "Less pressure"),
        ("0", "", "put aside", "An evening"),
        ("", "", "", "A goal"),
    ]
    assert list(table.keys) == ["a", "b", "c"]
    assert {row[-1] for row in goal_list(goals, PROGRESS, MASK).rows} == {MASK}


def test_a_goal_over_time() -> None:
    """Its progress is drawn by day above the line of its start, and stands in the table with its notes.

    What has no date counts for the day it was written on, and what has no number stands in the table only.
    """
    own = [one for one in PROGRESS if one.content.goal == "a"]
    figures = goal_figures(Goal(baseline=2), own, ALL)
    assert points(figures.plot) == [(DAY, 3), (dt.date(2026, 5, 7), 4), (dt.date(2026, 5, 13), 5)]
    assert isinstance(figures.plot, Plot)
    assert (figures.plot.low, figures.plot.high, figures.plot.level) == (0, 10, 2)
    assert [row[:2] for row in figures.table.rows] == [
        ("Wed 13 May 2026", "5"),
        ("Thu 7 May 2026", "4"),
        ("Mon 4 May 2026", "3"),
        ("Mon 4 May 2026", ""),
    ]
    assert list(figures.table.keys) == ["p2", "p3", "p1", "p4"]
    assert {row[2] for row in goal_figures(Goal(), own, ALL, MASK).table.rows} == {"", MASK}


def test_a_goal_within_a_range() -> None:
    """Only what lies in the range is drawn and listed, and the axis is the range."""
    days = Range(DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=20), "some days")
    figures = goal_figures(Goal(), [one for one in PROGRESS if one.content.goal == "a"], days)
    assert [value for _, value in points(figures.plot)] == [4, 5]
    assert len(figures.table.rows) == 2
    assert isinstance(figures.plot, Plot)
    assert (figures.plot.first, figures.plot.last) == (DAY.toordinal() + 1, DAY.toordinal() + 20)


def test_scores_by_name() -> None:
    """Scores of one name stand together whatever their capitals, the latest first; all of them are listed."""
    scores = [
        record(OutsideScore(name="Sleep", date=DAY, number="6"), "s1"),
        record(OutsideScore(name="A sheet", date=DAY, number="22,5"), "s2"),
        record(OutsideScore(name="a  sheet", date=DAY + dt.timedelta(days=7), number="24"), "s3"),
        record(OutsideScore(name="A sheet", date=DAY, number="not given"), "s4", days=1),
        record(OutsideScore(name="A sheet", number="1e999"), "s5", days=2),
        record(OutsideScore(number="3"), "s6"),
    ]
    table = score_list(scores)
    assert list(table.keys) == ["s6", "s5", "s3", "s2", "s4", "s1"]
    figures = score_figures(scores, "A SHEET", ALL)
    assert points(figures.plot) == [(DAY, 22.5), (DAY + dt.timedelta(days=7), 24)]
    assert figures.facts == ("2 scores aren't numbers and stand in the list only",)
    assert {row[-1] for row in score_list(scores, MASK).rows} == {MASK}


def test_equal_scores() -> None:
    """Scores that are all the same have room above and below."""
    scores = [
        record(OutsideScore(name="A", date=DAY, number="7")),
        record(OutsideScore(name="A", date=DAY, number="7")),
    ]
    plot = score_figures(scores, "A", ALL).plot
    assert isinstance(plot, Plot)
    assert (plot.low, plot.high) == (6, 8)
    assert score_figures([], "A", ALL).plot is None


def test_gad7_results() -> None:
    """A finished one has its sum of 21; an unfinished one says how many answers there are and that it needs seven."""
    results = [
        record(gad7(DAY, 3, 3, 3, 3, 3, 3, 3), "g1"),
        record(gad7(DAY + dt.timedelta(days=1), 0, 0, 0, 0, 0, 0, 0), "g2"),
        record(gad7(DAY + dt.timedelta(days=2), 1, 1, 1, None, 1, 1, 1), "g3"),
        record(gad7(None, 1, 0, 0, 0, 0, 0, 0), "g4"),
    ]
    assert [row[1] for row in gad7_list(results).rows] == [
        "1 of 21", "6 of 7 answered; the score needs all seven", "0 of 21", "21 of 21",
    ]  # fmt: skip
    assert points(gad7_figures(results, ALL).plot) == [
        (DAY, 21), (DAY + dt.timedelta(days=1), 0), (NOW.date(), 1),
    ]  # fmt: skip
    plot = gad7_figures(results, ALL).plot
    assert isinstance(plot, Plot)
    assert (plot.low, plot.high) == (0, 21)


def test_how_a_gad7_score_is_made() -> None:
    """Each question stands with its answer and the number it counts, then the sum; nothing is concluded."""
    answers = list(gad7_answers(replace(gad7(DAY, 3, 2, 1, 0, None, 1, 1), impact=Impact.SOMEWHAT)))
    assert answers[0] == ("Feeling nervous, anxious or on edge", "Nearly every day: 3")
    assert answers[4] == ("Being so restless that it is hard to sit still", "not answered")
    assert answers[7][1] == "Somewhat difficult"
    assert answers[-1] == ("The seven numbers added", "6 of 7 answered; the score needs all seven")
    assert list(gad7_answers(gad7(DAY, 3, 2, 1, 0, 0, 1, 1)))[-1][1] == "8 of 21"


def test_own_scales() -> None:
    """A scale stands with its numbers, when it is rated, its name and the words of its ends."""
    scale = OwnScale(name="Ease", highest=20, low_word="none", moments=(Moment.BEFORE, Moment.AFTER))
    table = scale_list([record(scale, "a"), record(OwnScale(), "b")])
    assert list(table.rows) == [
        ("0 to 20", "before, after", "Ease", "0 none, 20 highest"),
        ("0 to 10", "overall", "A scale", "0 lowest, 10 highest"),
    ]
    assert {cell for row in scale_list([record(scale)], MASK).rows for cell in row[2:]} == {MASK}
