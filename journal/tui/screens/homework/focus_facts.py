"""What can be said of the sensate-focus practices of an assignment: a line of facts for each stage."""

import datetime as dt
from collections.abc import Iterable

from journal.model.focus import Focus, StageFacts, by_stage
from journal.model.rating import SCALE, Moment, rating_range
from journal.progress.figures import counted

_RATED = (
    ("attention", "attention", Moment.ONCE),
    ("comfort", "comfort", Moment.ONCE),
    ("tension", "highest tension", Moment.HIGHEST),
)


def focus_facts(practices: Iterable[Focus], today: dt.date) -> tuple[str, ...]:
    """A line for each stage that was practised: `3 practices at stage 1; attention mostly; comfort 5 to 7`."""
    return tuple(map(_line, by_stage(practices, today)))


def _line(facts: StageFacts) -> str:
    where = f"at stage {facts.stage.value}" if facts.stage else "without a stage"
    parts = [f"{counted(len(facts.practices), 'practice')} {where}"]
    for scale, words, moment in _RATED:
        if values := facts.values(scale, moment):
            parts.append(f"{words} {rating_range(values, SCALE[scale])}")
    if facts.stops:
        parts.append(f"{facts.stops} stopped early")
    return "; ".join(parts)
