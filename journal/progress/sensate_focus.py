"""The facts of sensate focus by stage. They are counted and listed; nothing is compared and nothing concluded."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from journal.model.dates import short_date
from journal.model.entry import Ending, LimitsKept, Outcome
from journal.model.homework import Occasion, practised
from journal.model.rating import SCALE, Moment
from journal.model.sensate_focus import Stage
from journal.progress.figures import DATE, Cells, Column, Figures, Made, Table, counted
from journal.progress.ratings import value_range
from journal.vault.statistics import Focus

_RANGES = ("attention", "comfort", "tension")
_COLUMNS = (
    DATE,
    Column("Stage", 5),
    Column("Tension", 8),
    Column("Attention", 12),
    Column("Comfort", 7, number=True),
    Column("Min", 4, number=True),
    Column("How it ended", 13),
    Column("Limits kept", 11),
    Column("Started by", 12, wide=True),
)


def focus_figures(focus: Iterable[Focus], today: dt.date, mask: str = "") -> Figures:
    """The practices of each stage in facts, and all of them in a table, the latest first.

    What was only planned, or not practised for a reason, isn't among them. `mask` stands for nicknames if it is set.
    """
    sessions = [one for one in focus if practised((Occasion("", one.date, one.outcome),), today)]
    facts: list[str] = []
    for stage in (*Stage, None):
        found = [one for one in sessions if one.stage is stage]
        if found:
            facts += [f"Stage {stage.label}" if stage else "Without a stage", *_facts(found, mask), ""]
    latest = sessions[::-1]
    rows = Made(len(latest), lambda number: _row(latest[number], mask))
    return Figures(tuple(facts[:-1]), Table(_COLUMNS, rows, [one.date.isoformat() for one in latest]))


def _facts(sessions: Sequence[Focus], mask: str) -> Iterable[str]:
    ratings = [words for scale in _RANGES if (words := _ranges(sessions, scale))]
    yield "; ".join([counted(len(sessions), "session"), *ratings])
    minutes = [one.minutes for one in sessions if one.minutes is not None]
    starters = sorted({mask or one.initiated_by.strip() for one in sessions if one.initiated_by.strip()})
    parts = []
    if minutes:
        low, high = min(minutes), max(minutes)
        parts.append(f"{low} minutes" if low == high else f"{low} to {high} minutes")
    if starters:
        parts.append(f"started by {', '.join(starters)}")
    parts += _counts("ended", [_ended(one) for one in sessions])
    parts += _counts("limits kept", [one.limits_kept.label for one in sessions if one.limits_kept])
    if parts:
        yield "; ".join(parts)


def _ranges(sessions: Sequence[Focus], scale: str) -> str:
    """`attention mostly`, `tension before 4 to 7, highest 5 to 8`."""
    found: dict[Moment, list[int]] = {}
    for session in sessions:
        for rated, moment, value in session.ratings:
            if rated == scale:
                found.setdefault(moment, []).append(value)
    known = SCALE[scale]
    name = known.name.partition(" ")[0].lower()
    ranges = (
        ("" if moment is Moment.ONCE else f"{moment.label} ") + value_range(found[moment], known)
        for moment in Moment
        if moment in found
    )
    return f"{name} {', '.join(ranges)}" if found else ""


def _ended(session: Focus) -> str:
    if session.ending is not None:
        return session.ending.label
    return Outcome.STOPPED_EARLY.label if session.outcome is Outcome.STOPPED_EARLY else ""


def _counts(title: str, words: Iterable[str]) -> list[str]:
    """`ended as planned 3, by choice 1`, always in one order."""
    order = [*(one.label for one in Ending), Outcome.STOPPED_EARLY.label, *(one.label for one in LimitsKept)]
    counts = Counter(filter(None, words))
    said = [f"{word} {counts[word]}" for word in order if word in counts]
    return [f"{title} {', '.join(said)}"] if said else []


def _row(session: Focus, mask: str) -> Cells:
    rated = {(scale, moment): value for scale, moment, value in session.ratings}
    attention = rated.get(("attention", Moment.ONCE))
    return (
        short_date(session.date),
        session.stage.value if session.stage else "",
        "/".join(str(rated[one]) for moment in Moment if (one := ("tension", moment)) in rated),
        "" if attention is None else SCALE["attention"].anchor(attention) or str(attention),
        str(rated.get(("comfort", Moment.ONCE), "")),
        "" if session.minutes is None else str(session.minutes),
        _ended(session),
        session.limits_kept.label if session.limits_kept else "",
        mask if mask and session.initiated_by else session.initiated_by,
    )
