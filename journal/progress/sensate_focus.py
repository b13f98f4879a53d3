"""The facts of sensate focus by stage. They are counted and listed; nothing is compared and nothing concluded."""

import datetime as dt
from collections.abc import Iterable

from journal.model.dates import short_date
from journal.model.entry import took_place
from journal.model.fields import Term
from journal.model.focus import Focus, StageFacts, by_stage
from journal.model.rating import SCALE, Moment, rating_range
from journal.progress.figures import DATE, Cells, Column, Figures, Made, Table, counted
from journal.safety.text import safe_line

_RANGES = ("attention", "comfort", "tension")
_COLUMNS = (
    DATE,
    Column("Stage", 5),
    Column("Tension", 8),
    Column("Attention", 12),
    Column("Comfort", 7, number=True),
    Column("Min", 4, number=True),
    Column("How it ended", 16),
    Column("Limits kept", 11),
    Column("Started by", 12, wide=True),
)


def focus_figures(focus: Iterable[Focus], today: dt.date, mask: str = "") -> Figures:
    """The practices of each stage in facts, and all of them in a table, the latest first.

    `mask` stands for nicknames if it is set.
    """
    practices = [one for one in focus if took_place(one.outcome, one.date, today)]
    facts: list[str] = []
    for at in by_stage(practices, today):
        facts += [f"Stage {at.stage.label}" if at.stage else "Without a stage", *_facts(at, mask), ""]
    latest = practices[::-1]
    rows = Made(len(latest), lambda number: _row(latest[number], mask))
    return Figures(
        tuple(facts[:-1]), Table(_COLUMNS, rows, Made(len(latest), lambda number: latest[number].date.isoformat()))
    )


def _facts(at: StageFacts, mask: str) -> Iterable[str]:
    ratings = [words for scale in _RANGES if (words := _ranges(at, scale))]
    stops = [f"{at.stops:,} stopped early"] if at.stops else []
    yield "; ".join([counted(len(at.practices), "practice"), *ratings, *stops])
    starters = at.initiated_by
    parts = []
    if at.minutes:
        low, high = at.minutes
        parts.append(f"{low} minutes" if low == high else f"{low} to {high} minutes")
    if starters:
        parts.append(f"started by {mask or ', '.join(map(safe_line, starters))}")
    parts += _counts("ended", at.endings.items())
    parts += _counts("limits kept", at.limits_kept.items())
    if parts:
        yield "; ".join(parts)


def _ranges(at: StageFacts, scale: str) -> str:
    """`attention mostly`, `tension before 4 to 7, highest 5 to 8`."""
    known = SCALE[scale]
    name = known.name.partition(" ")[0].lower()
    ranges = [
        ("" if moment is Moment.ONCE else f"{moment.label} ") + rating_range(values, known)
        for moment in Moment
        if (values := at.values(scale, moment))
    ]
    return f"{name} {', '.join(ranges)}" if ranges else ""


def _counts(title: str, counts: Iterable[tuple[Term, int]]) -> list[str]:
    """`ended as planned 3, by choice 1`."""
    said = ", ".join(f"{term.label} {count:,}" for term, count in counts)
    return [f"{title} {said}"] if said else []


def _row(practice: Focus, mask: str) -> Cells:
    rated = {(scale, moment): value for scale, moment, value in practice.ratings}
    attention = rated.get(("attention", Moment.ONCE))
    return (
        short_date(practice.date),
        practice.stage.value if practice.stage else "",
        "/".join(str(rated[one]) for moment in Moment if (one := ("tension", moment)) in rated),
        "" if attention is None else SCALE["attention"].anchor(attention) or str(attention),
        str(rated.get(("comfort", Moment.ONCE), "")),
        "" if practice.minutes is None else str(practice.minutes),
        ", ".join(("early",) * practice.stopped + ((practice.ending.label,) if practice.ending else ())),
        practice.limits_kept.label if practice.limits_kept else "",
        mask if mask and practice.initiated_by else practice.initiated_by,
    )
