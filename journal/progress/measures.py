"""Goals, scores from outside, GAD-7 and scales of one's own, as lists, tables and plots."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypeVar

from journal.clock import today as local_date
from journal.model.dates import short_date
from journal.model.fields import Input, fields_of
from journal.model.goal import Goal, GoalProgress, GoalState
from journal.model.measures import Frequency, Gad7, OutsideScore, OwnScale
from journal.model.ranges import Range
from journal.model.records import Record
from journal.progress.drawing import number_words
from journal.progress.figures import DATE, Column, Figures, Plot, Series, Table, counted

D = TypeVar("D", GoalProgress, OutsideScore, Gad7)

MARK = "●"
_HIGHEST_GOAL = 10
_HIGHEST_GAD7 = 21
_QUESTIONS = 7


def day_of(record: Record[D]) -> dt.date:
    """The day of a record: the one it has, or that on which it was written."""
    return record.content.date or local_date(record.created)


def within(records: Iterable[Record[D]], days: Range) -> list[Record[D]]:
    """Those of the range, in the order of their days."""
    found = [
        record
        for record in records
        if (days.first is None or day_of(record) >= days.first) and (days.last is None or day_of(record) <= days.last)
    ]
    return sorted(found, key=lambda record: (day_of(record), record.created))


def ordered(goals: Iterable[Record[Goal]]) -> list[Record[Goal]]:
    """Current goals first, then those reached and those put aside, each in the order they were written down."""
    states = list(GoalState)
    return sorted(goals, key=lambda goal: states.index(goal.content.state or GoalState.CURRENT))


def goal_list(goals: Sequence[Record[Goal]], progress: Iterable[Record[GoalProgress]], mask: str = "") -> Table:
    """A row for each goal, with how near it felt last and at the start, where it stands, and its wording."""
    latest: dict[str, int] = {}
    for record in sorted(progress, key=lambda record: (day_of(record), record.created)):
        if record.content.value is not None:
            latest[record.content.goal] = record.content.value
    return Table(
        (
            Column("Now", 3, number=True),
            Column("At the start", 12, number=True),
            Column("", 9),
            Column("Goal", 20, wide=True),
        ),
        [
            (
                _number(latest.get(goal.id)),
                _number(goal.content.baseline),
                goal.content.state.label if goal.content.state else "",
                mask or goal.content.heading,
            )
            for goal in goals
        ],
        [goal.id for goal in goals],
    )


def goal_figures(goal: Goal, progress: Iterable[Record[GoalProgress]], days: Range, mask: str = "") -> Figures:
    """How near a goal felt, over time; `progress` is that of this goal."""
    found = within(progress, days)
    rows = [
        (short_date(day_of(one)), _number(one.content.value), mask if mask and one.content.note else one.content.note)
        for one in reversed(found)
    ]
    table = Table(
        (DATE, Column("Now", 3, number=True), Column("Note", 20, wide=True)), rows, [one.id for one in reversed(found)]
    )
    points = [(day_of(one).toordinal(), one.content.value) for one in found if one.content.value is not None]
    level = goal.baseline
    plot = _plot(points, days, 0, _HIGHEST_GOAL, "how near it felt")
    if plot is not None and level is not None:
        plot = Plot(
            series=plot.series, first=plot.first, last=plot.last, low=min(plot.low, level), high=max(plot.high, level),
            level=level, level_words=f"at the start: {level}",
        )  # fmt: skip
    return Figures(table=table, plot=plot)


def score_list(scores: Iterable[Record[OutsideScore]], mask: str = "") -> Table:
    """A row for each score: those of one name together, the latest first."""
    ordered = sorted(scores, key=lambda one: (day_of(one), one.created), reverse=True)
    ordered.sort(key=lambda one: score_name(one.content).casefold())
    return Table(
        (DATE, Column("Score", 12, number=True), Column("Name", 20, wide=True)),
        [(short_date(day_of(one)), one.content.number, mask or score_name(one.content)) for one in ordered],
        [one.id for one in ordered],
    )


def score_figures(scores: Iterable[Record[OutsideScore]], name: str, days: Range) -> Figures:
    """The scores of one name over time; those that aren't numbers stand in the list only."""
    named = [one for one in scores if score_name(one.content).casefold() == name.casefold()]
    found = within(named, days)
    points = [(day_of(one).toordinal(), value) for one in found if (value := one.content.value) is not None]
    facts = []
    if len(points) < len(found):
        others = len(found) - len(points)
        they = "isn't a number and stands" if others == 1 else "aren't numbers and stand"
        facts.append(f"{counted(others, 'score')} {they} in the list only")
    values = [value for _, value in points]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if low == high:
        low, high = low - 1, high + 1
    return Figures(facts=tuple(facts), plot=_plot(points, days, low, high, "score"))


def score_name(score: OutsideScore) -> str:
    """The name by which scores belong together."""
    return " ".join(score.heading.split())


def gad7_list(results: Iterable[Record[Gad7]]) -> Table:
    """A row for each time it was filled in, the latest first."""
    ordered = sorted(results, key=lambda one: (day_of(one), one.created), reverse=True)
    return Table(
        (DATE, Column("Score", 46, wide=True)),
        [(short_date(day_of(one)), gad7_words(one.content)) for one in ordered],
        [one.id for one in ordered],
    )


def gad7_words(result: Gad7) -> str:
    """`12 of 21`, or how many answers there are where the score can't be made."""
    if result.score is not None:
        return f"{result.score} of {_HIGHEST_GAD7}"
    given = sum(answer is not None for answer in result.answers)
    return f"{given} of {_QUESTIONS} answered; the score needs all seven"


def gad7_answers(result: Gad7) -> Iterable[tuple[str, str]]:
    """Each question with its answer and the number it counts; then the score, or what it lacks."""
    for spec in fields_of(Gad7):
        answer = getattr(result, spec.name)
        if isinstance(answer, Frequency):
            yield spec.label, f"{answer.label}: {answer.value}"
        elif spec.input is Input.CHOICE:
            yield spec.label, answer.label if answer is not None else "not answered"
    yield "The seven numbers added", gad7_words(result)


def gad7_figures(results: Iterable[Record[Gad7]], days: Range) -> Figures:
    """The scores over time."""
    found = within(results, days)
    points = [(day_of(one).toordinal(), score) for one in found if (score := one.content.score) is not None]
    return Figures(plot=_plot(points, days, 0, _HIGHEST_GAD7, "score"))


def scale_list(scales: Iterable[Record[OwnScale]], mask: str = "") -> Table:
    """A row for each scale of one's own."""
    rows, keys = [], []
    for one in scales:
        scale = one.content.scale(one.id)
        ends = f"0 {scale.anchors[0]}, {scale.highest} {scale.anchors[-1]}"
        moments = ", ".join(moment.label for moment in scale.moments)
        rows.append((f"0 to {scale.highest}", moments, mask or scale.name, mask or ends))
        keys.append(one.id)
    columns = (
        Column("Numbers", 8), Column("Rated", 22), Column("Name", 14, wide=True), Column("Ends", 14, wide=True),
    )  # fmt: skip
    return Table(columns, rows, keys)


def _plot(points: Sequence[tuple[int, float]], days: Range, low: float, high: float, words: str) -> Plot | None:
    if not points:
        return None
    values = [value for _, value in points]
    return Plot(
        series=(Series(words, MARK, [day for day, _ in points], values),),
        first=days.first.toordinal() if days.first else points[0][0],
        last=days.last.toordinal() if days.last else points[-1][0],
        low=min(low, *values),
        high=max(high, *values),
    )


def _number(value: float | None) -> str:
    return "" if value is None else number_words(value)
