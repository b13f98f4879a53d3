"""What can be said of sensate-focus practices at each stage: facts, and nothing that is concluded from them."""

from collections.abc import Iterable

from journal.model.entry import EntryContent, Outcome, SensateFocus
from journal.model.rating import Moment
from journal.model.sensate_focus import Stage
from journal.summary.facts import rating_range

_RATED = (
    ("attention", "attention", (Moment.ONCE,)),
    ("comfort", "comfort", (Moment.ONCE,)),
    ("tension", "highest tension", (Moment.HIGHEST,)),
)


def focus_facts(practices: Iterable[EntryContent]) -> tuple[str, ...]:
    """A line for each stage that was practised: `3 sessions at stage 1; attention mostly; comfort 5 to 7`."""
    found: dict[Stage | None, list[EntryContent]] = {}
    for content in practices:
        if isinstance(content.details, SensateFocus):
            found.setdefault(content.details.stage, []).append(content)
    stages: list[Stage | None] = [*Stage, None]
    return tuple(_line(stage, found[stage]) for stage in stages if stage in found)


def _line(stage: Stage | None, practices: list[EntryContent]) -> str:
    count = len(practices)
    where = f"at stage {stage.value}" if stage else "without a stage"
    parts = [f"{count} {'session' if count == 1 else 'sessions'} {where}"]
    for scale, words, moments in _RATED:
        values = [
            rating.value
            for content in practices
            for rating in content.ratings
            if rating.scale == scale and rating.moment in moments
        ]
        if values:
            parts.append(f"{words} {rating_range(values, scale)}")
    if stopped := sum(content.outcome is Outcome.STOPPED_EARLY for content in practices):
        parts.append(f"{stopped} stopped early")
    return "; ".join(parts)
