"""What was practised when: entries by week and kind, how they went, and the days of a month."""

import calendar
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

# For each kind, how many entries are of a practice, and how many only say what is planned or why it was not the time.
Counts = dict[Kind, tuple[int, int]]
NOT_DONE = "planned, or not this time"


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


def month_days(days: Iterable[DayCount], not_practised: Iterable[DayCount], today: dt.date) -> dict[dt.date, Counts]:
    """How many entries of each kind the days have, in the order of the kinds; what lies ahead isn't practised yet."""
    told = {(day.date, day.kind): day.entries for day in not_practised}
    found: dict[dt.date, Counts] = {}
    for day in days:
        others = told.get((day.date, day.kind), 0) if day.date <= today else day.entries
        found.setdefault(day.date, {})[day.kind] = day.entries - others, others
    return {date: {kind: counts[kind] for kind in Kind if kind in counts} for date, counts in found.items()}


def day_mark(counts: Counts) -> str:
    """The letters of a day's entries, small for what was not practised, and how many there are of several: `S2Cc`."""
    return "".join(
        letter + (str(count) if count > 1 else "")
        for kind, both in counts.items()
        for letter, count in zip((LETTERS[kind], LETTERS[kind].lower()), both, strict=True)
        if count
    )


def day_words(counts: Counts) -> str:
    """`sensate focus 2, communication 1, communication 1 (planned, or not this time)`."""
    return ", ".join(
        f"{LETTER_WORDS[LETTERS[kind]]} {count}{more}"
        for kind, both in counts.items()
        for more, count in zip(("", f" ({NOT_DONE})"), both, strict=True)
        if count
    )


def letters(days: dict[dt.date, Counts]) -> tuple[tuple[str, str], ...]:
    """The letters that stand in the marks of some days, with what they mean."""
    used = {kind for counts in days.values() for kind in counts}
    return tuple((LETTERS[kind], LETTER_WORDS[LETTERS[kind]]) for kind in Kind if kind in used)


def small_letters(days: dict[dt.date, Counts]) -> str:
    """What small letters in the marks of some days mean; "" where there are none."""
    return f"Small letters: {NOT_DONE}." if any(n for counts in days.values() for _, n in counts.values()) else ""


def month_table(days: dict[dt.date, Counts]) -> Table:
    """The days that have entries, in order."""
    dates = sorted(days)
    rows = [(short_date(date), day_words(days[date])) for date in dates]
    return Table((DATE, Column("Entries", 40, wide=True)), rows, [date.isoformat() for date in dates])


def weeks_of_month(month: dt.date, first_weekday: int) -> tuple[tuple[dt.date | None, ...], ...]:
    """The weeks of a month, whose first day is given, from Monday or whichever day they begin on.

    Days of the months beside it are None.
    """
    first = month.toordinal()
    days = range(first, first + calendar.monthrange(month.year, month.month)[1])
    return tuple(
        tuple(_date(day) if day in days else None for day in range(start, start + 7))
        for start in range(_week(month, first_weekday), days.stop, 7)
    )


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
