"""What is told of sensate-focus practices: which of them were stopped, and the facts of each stage.

Every place that shows such facts takes them from here. They are counted and listed, and nothing is concluded from them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from journal.model.entry import Ending, EntryContent, LimitsKept, Outcome, SensateFocus, took_place, was_stopped
from journal.model.rating import Moment
from journal.model.sensate_focus import Stage


@dataclass(frozen=True)
class Focus:
    """The facts of one sensate-focus practice, as far as they are shown over time."""

    date: dt.date
    stage: Stage | None
    outcome: Outcome | None
    minutes: int | None
    initiated_by: str
    ending: Ending | None
    limits_kept: LimitsKept | None
    ratings: tuple[tuple[str, Moment, int], ...]

    @property
    def stopped(self) -> bool:
        """Whether it was stopped."""
        return was_stopped(self.outcome, self.ending)


def focus_of(content: EntryContent) -> Focus | None:
    """The facts of an entry, if it is one of sensate focus."""
    details = content.details
    if not isinstance(details, SensateFocus):
        return None
    return Focus(
        date=content.when.date,
        stage=details.stage,
        outcome=content.outcome,
        minutes=content.minutes,
        initiated_by=details.initiated_by,
        ending=details.ending,
        limits_kept=details.limits_kept,
        ratings=tuple((rating.scale, rating.moment, rating.value) for rating in content.ratings),
    )


@dataclass(frozen=True)
class StageFacts:
    """The practices at a stage, in the order they were given; None is for those without one. There is at least one."""

    stage: Stage | None
    practices: tuple[Focus, ...]

    @property
    def minutes(self) -> tuple[int, int] | None:
        """The fewest and the most minutes, where some are known."""
        known = [one.minutes for one in self.practices if one.minutes is not None]
        return (min(known), max(known)) if known else None

    @property
    def stops(self) -> int:
        """How many were stopped."""
        return sum(one.stopped for one in self.practices)

    @property
    def endings(self) -> dict[Ending, int]:
        """How they ended, in the order of the choices."""
        counts = Counter(one.ending for one in self.practices)
        return {ending: counts[ending] for ending in Ending if ending in counts}

    @property
    def limits_kept(self) -> dict[LimitsKept, int]:
        """Whether agreed limits were kept, in the order of the choices."""
        counts = Counter(one.limits_kept for one in self.practices)
        return {answer: counts[answer] for answer in LimitsKept if answer in counts}

    @property
    def initiated_by(self) -> dict[str, int]:
        """Who initiated, by name."""
        return dict(sorted(Counter(name for one in self.practices if (name := one.initiated_by.strip())).items()))

    def values(self, scale: str, moment: Moment) -> list[int]:
        """What was rated on a scale at a moment."""
        return self._values.get((scale, moment), [])

    @cached_property
    def _values(self) -> dict[tuple[str, Moment], list[int]]:
        found: dict[tuple[str, Moment], list[int]] = {}
        for one in self.practices:
            for scale, moment, value in one.ratings:
                found.setdefault((scale, moment), []).append(value)
        return found


def by_stage(practices: Iterable[Focus], today: dt.date) -> tuple[StageFacts, ...]:
    """What was practised at each stage up to today, in the order of the stages; practices without one come last."""
    found: dict[Stage | None, list[Focus]] = {}
    for one in practices:
        if took_place(one.outcome, one.date, today):
            found.setdefault(one.stage, []).append(one)
    return tuple(StageFacts(stage, tuple(found[stage])) for stage in (*Stage, None) if stage in found)
