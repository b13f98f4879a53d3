"""What was practised when: entries by week and kind, how they went, and the days of a month."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from journal.model.dates import short_date
from journal.model.entry import Kind, Outcome
from journal.model.ranges import Range
from journal.progress.figures import DATE, Cells, Column, Figures, Made, Stack, Table, counted
from journal.vault.statistics import DayCount

LETTERS = {
    Kind.SENSATE_FOCUS: "S",
    Kind.EXPERIMENTATION: "X",
    Kind.EDUCATION: "E",
    Kind.COMMUNICATION: "C",
    Kind.REFLECTION: "R",
}
LETTER_WORDS = {LETTERS[kind]: kind.label.lower() for kind in Kind} | {LETTERS[Kind.EXPERIMENTATION]: "experiment"}
_TITLES = {kind: kind.label for kind in Kind} | {Kind.SENSATE_FOCUS: "Focus", Kind.EXPERIMENTATION: "Experiment"}

Counts = dict[Kind, int]


def week_figures(days: Iterable[DayCount], outcomes: dict[Outcome, int], first_weekday: int, among: Range) -> Figures:
    """Entries by week and kind, and how they went. Weeks begin on `first_weekday`, with Monday as 0.

    The plot has a place for every week of the range, the table a row for every week that has entries, the newest first.
    """
    weeks: dict[int, Counter[Kind]] = {}
    for day in days:
        weeks.setdefault(_week(day.date, first_weekday), Counter())[day.kind] += day.entries
    if not weeks:
        return Figures()
    first = _week(among.first, first_weekday) if among.first else min(weeks)
    last = _week(among.last, first_weekday) if among.last else max(weeks)
    stack = Stack(
        weeks=Made((last - first) // 7 + 1, lambda number: _date(first + 7 * number)),
        counts={
            (week - first) // 7: {LETTERS[kind]: count for kind, count in counts.items()}
            for week, counts in sorted(weeks.items())
        },
        words=LETTER_WORDS,
    )
    total = sum(counts.total() for counts in weeks.values())
    return Figures(
        facts=(counted(total, "entry", "entries"), *outcome_facts(outcomes, total)), table=_weeks(weeks), plot=stack
    )


def outcome_facts(outcomes: dict[Outcome, int], total: int) -> tuple[str, ...]:
    """How entries went, counted in words and always in the same order; those that don't say so come last."""
    said = [f"{outcome.label} {outcomes[outcome]:,}" for outcome in Outcome if outcome in outcomes]
    unsaid = total - sum(outcomes.values())
    if unsaid and said:
        said.append(f"not said {unsaid:,}")
    return (f"How it went: {', '.join(said)}",) if said else ()


def month_days(days: Iterable[DayCount]) -> dict[dt.date, Counts]:
    """How many entries of each kind the days have, in the order of the kinds."""
    found: dict[dt.date, Counts] = {}
    for day in days:
        found.setdefault(day.date, {})[day.kind] = day.entries
    return {date: {kind: counts[kind] for kind in Kind if kind in counts} for date, counts in found.items()}


def day_mark(counts: Counts) -> str:
    """The letters of a day's entries, with how many of a kind there are where there are several: `S2C`."""
    return "".join(LETTERS[kind] + (str(count) if count > 1 else "") for kind, count in counts.items())


def day_words(counts: Counts) -> str:
    """`sensate focus 2, communication 1`."""
    return ", ".join(f"{kind.label.lower()} {count}" for kind, count in counts.items())


def letters(days: dict[dt.date, Counts]) -> tuple[tuple[str, str], ...]:
    """The letters that stand in the marks of some days, with what they mean."""
    used = {kind for counts in days.values() for kind in counts}
    return tuple((LETTERS[kind], LETTER_WORDS[LETTERS[kind]]) for kind in Kind if kind in used)


def month_table(days: dict[dt.date, Counts]) -> Table:
    """The days that have entries, in order."""
    dates = sorted(days)
    rows = [(short_date(date), day_words(days[date])) for date in dates]
    return Table((DATE, Column("Entries", 40, wide=True)), rows, [date.isoformat() for date in dates])


def weeks_of_month(month: dt.date, first_weekday: int) -> tuple[tuple[dt.date | None, ...], ...]:
    """The weeks of a month, whose first day is given, from Monday or whichever day they begin on.

    Days of the months beside it are None.
    """
    start = month.toordinal() - (month.weekday() - first_weekday) % 7
    weeks: list[tuple[dt.date | None, ...]] = []
    while True:
        week = tuple(
            date if day >= 1 and (date := _date(day)).month == month.month and date.year == month.year else None
            for day in range(start, start + 7)
        )
        if not any(week):
            return tuple(weeks)
        weeks.append(week)
        start += 7


def _weeks(weeks: dict[int, Counter[Kind]]) -> Table:
    kinds = [kind for kind in Kind if any(kind in counts for counts in weeks.values())]
    newest = sorted(weeks, reverse=True)

    def row(number: int) -> Cells:
        counts = weeks[newest[number]]
        return (
            short_date(_date(newest[number])).partition(" ")[2],  # every week begins on the same weekday
            *(f"{counts[kind]:,}" if kind in counts else "" for kind in kinds),
            f"{counts.total():,}",
        )

    titles = [*(_TITLES[kind] for kind in kinds), "All"]
    columns = tuple(Column(title, max(4, len(title)), number=True) for title in titles)
    keys = Made(len(newest), lambda number: _date(newest[number]).isoformat())
    return Table((Column("Week from", 11), *columns), Made(len(newest), row), keys)


def _week(date: dt.date, first_weekday: int) -> int:
    """The first day of a week, as an ordinal, which may lie before the first date there is."""
    return date.toordinal() - (date.weekday() - first_weekday) % 7


def _date(ordinal: int) -> dt.date:
    return dt.date.fromordinal(max(1, min(ordinal, dt.date.max.toordinal())))
