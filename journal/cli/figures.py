"""The figures of a period as values to write as JSON: plain facts, made of what Progress and the vault count."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from journal.cli.standing import Standing, standings
from journal.model.entry import Ending, Kind, LimitsKept, Outcome
from journal.model.focus import Focus, StageFacts, by_stage
from journal.model.goal import GoalState
from journal.model.homework import State
from journal.model.ranges import Period, Range
from journal.model.rating import Moment, Scales
from journal.model.sensate_focus import Stage
from journal.progress.measures import day_of, ordered, within
from journal.vault.vault import Vault


@dataclass(frozen=True)
class Homework:
    """An assignment, its progress today in words, and how many entries it has in the period."""

    id: str
    title: str
    kind: Kind | None
    state: State
    progress: str
    entries: int


@dataclass(frozen=True)
class Ratings:
    """The ratings on a scale at a moment. `of` is the highest number of the scale, or None where it isn't known."""

    scale: str
    name: str
    of: int | None
    moment: Moment
    count: int
    lowest: int
    highest: int
    latest: int
    latest_on: dt.date


@dataclass(frozen=True)
class FocusStage:
    """The sessions at a stage; None is for those without one. `minutes` has the fewest and the most."""

    stage: Stage | None
    practices: int
    minutes: tuple[int, int] | None
    stopped_early: int
    endings: dict[Ending, int]
    limits_kept: dict[LimitsKept, int]
    initiated_by: dict[str, int]
    ratings: tuple[Ratings, ...]


@dataclass(frozen=True)
class Progress:
    """A goal, how near it felt at the start, and how near it felt last by the end of the period; 0 to 10."""

    id: str
    goal: str
    state: GoalState
    baseline: int | None
    latest: int | None
    latest_on: dt.date | None


@dataclass(frozen=True)
class Gad7Score:
    """The sum of a GAD-7, 0 to 21; None where an answer is missing."""

    id: str
    date: dt.date
    score: int | None


@dataclass(frozen=True)
class Score:
    """A score from outside, as it was written down."""

    id: str
    date: dt.date
    name: str
    number: str


@dataclass(frozen=True)
class Figures:
    """All of it. In `outcomes` and `kinds` what no entry has is left out."""

    since: dt.date
    until: dt.date
    entries: int
    kinds: dict[Kind, int]
    outcomes: dict[Outcome, int]
    homework: tuple[Homework, ...]
    ratings: tuple[Ratings, ...]
    sensate_focus: tuple[FocusStage, ...]
    goals: tuple[Progress, ...]
    gad7: tuple[Gad7Score, ...]
    scores: tuple[Score, ...]


def figures(vault: Vault, period: Period, today: dt.date) -> Figures:
    """The figures of a period. Several reads: they are of one moment where this is called in a snapshot."""
    scales = vault.scales()
    counts = vault.statistics.days(period.first, period.last)
    kinds = {kind: sum(day.entries for day in counts if day.kind is kind) for kind in Kind}
    return Figures(
        since=period.first,
        until=period.last,
        entries=sum(kinds.values()),
        kinds={kind: count for kind, count in kinds.items() if count},
        outcomes=vault.statistics.outcomes(period.first, period.last),
        homework=tuple(_homework(standings(vault), period)),
        ratings=_ratings(vault, scales, period),
        sensate_focus=_focus(vault.statistics.focus(period.first, period.last), scales, today),
        goals=tuple(_goals(vault, period)),
        gad7=tuple(Gad7Score(one.id, day_of(one), one.content.score) for one in within(vault.gad7.list(), period)),
        scores=tuple(
            Score(one.id, day_of(one), one.content.heading, one.content.number)
            for one in within(vault.scores.list(), period)
        ),
    )


def _homework(known: Iterable[Standing], period: Period) -> Iterable[Homework]:
    for one in known:
        content = one.assignment.content
        entries = sum(period.first <= done.date <= period.last for done in one.occasions)
        changed = content.state_since is not None and period.first <= content.state_since <= period.last
        is_open = content.state is State.OPEN and (content.assigned_on or period.first) <= period.last
        if entries or changed or is_open:
            yield Homework(one.assignment.id, content.heading, content.kind, content.state, one.progress, entries)


def _ratings(vault: Vault, scales: Scales, period: Period) -> tuple[Ratings, ...]:
    points = (
        (scale, moment, value, rated.date(place))
        for scale in vault.statistics.scales()
        for rated in (vault.statistics.rated(scale, period.first, period.last),)
        for moment, values in rated.values.items()
        for place, value in values.items()
    )
    return _summed(points, scales)


def _summed(points: Iterable[tuple[str, Moment, int, dt.date]], scales: Scales) -> tuple[Ratings, ...]:
    """Ratings by scale and moment, in the order of the scales and of a practice; what comes last is the latest."""
    found: dict[tuple[str, Moment], list[tuple[int, dt.date]]] = {}
    for scale, moment, value, date in points:
        found.setdefault((scale, moment), []).append((value, date))
    order, moments = [scale.id for scale in scales], list(Moment)
    order += sorted({scale for scale, _ in found} - set(order))
    return tuple(
        Ratings(
            scale=scale,
            name=scales.name(scale),
            of=known.highest if (known := scales.get(scale)) else None,
            moment=moment,
            count=len(given),
            lowest=min(value for value, _ in given),
            highest=max(value for value, _ in given),
            latest=given[-1][0],
            latest_on=given[-1][1],
        )
        for (scale, moment), given in sorted(
            found.items(), key=lambda item: (order.index(item[0][0]), moments.index(item[0][1]))
        )
    )


def _focus(practices: Iterable[Focus], scales: Scales, today: dt.date) -> tuple[FocusStage, ...]:
    return tuple(_at_stage(at, scales) for at in by_stage(practices, today))


def _at_stage(at: StageFacts, scales: Scales) -> FocusStage:
    return FocusStage(
        stage=at.stage,
        practices=len(at.practices),
        minutes=at.minutes,
        stopped_early=at.stops,
        endings=at.endings,
        limits_kept=at.limits_kept,
        initiated_by=at.initiated_by,
        ratings=_summed(
            ((scale, moment, value, one.date) for one in at.practices for scale, moment, value in one.ratings), scales
        ),
    )


def _goals(vault: Vault, period: Period) -> Iterable[Progress]:
    noted = within(vault.goal_progress.list(), Range(None, period.last, ""))
    latest = {one.content.goal: one for one in noted if one.content.value is not None}
    for goal in ordered(vault.goals.list()):
        near = latest.get(goal.id)
        yield Progress(
            id=goal.id,
            goal=goal.content.heading,
            state=goal.content.state or GoalState.CURRENT,
            baseline=goal.content.baseline,
            latest=near.content.value if near else None,
            latest_on=day_of(near) if near else None,
        )
