"""Ranges of days to look at, in the words they are chosen by. The clock and the last session are passed in."""

import calendar
import datetime as dt
from dataclasses import dataclass

from journal.model.dates import long_date, short_date
from journal.model.fields import Term


class Span(Term):
    """How a range is chosen."""

    SINCE_SESSION = "since_session", "Since the last session"
    WEEKS = "weeks", "4 weeks"
    MONTHS = "months", "3 months"
    ALL = "all", "All"
    DATES = "dates", "Any two dates"


@dataclass(frozen=True)
class Range:
    """Days from `first` to `last`, both included; None leaves that side open. `words` say which days they are."""

    first: dt.date | None
    last: dt.date | None
    words: str


@dataclass(frozen=True)
class Period(Range):
    """A range that is open on neither side."""

    first: dt.date
    last: dt.date


_WEEKS = 4
_MONTHS = 3


def range_of(
    span: Span,
    today: dt.date,
    last_session: dt.date | None = None,
    dates: tuple[dt.date | None, dt.date | None] = (None, None),
) -> Range:
    """The days of a span, up to today but for everything and for two dates.

    Two dates may be given in either order, and either may be left open.
    """
    match span:
        case Span.SINCE_SESSION:
            return since_session(last_session, today)
        case Span.WEEKS:
            return _weeks(today)
        case Span.MONTHS:
            start = _months_before(today, _MONTHS)
            return Range(start, today, f"the last {_MONTHS} months, {between(start, today)}")
        case Span.ALL:
            return Range(None, None, "all days")
        case Span.DATES:
            first, last = dates
            if first is not None and last is not None and last < first:
                first, last = last, first
            return Range(first, last, between(first, last))


def since_session(session: dt.date | None, last: dt.date) -> Period:
    """The days from a session on; without one, the four weeks that end with the last day, and the words say so."""
    if session is not None:
        return Period(session, last, f"since the last session, {long_date(session)}")
    weeks = _weeks(last)
    return Period(weeks.first, last, f"no earlier session is noted, so {weeks.words}")


def weeks_up_to(last: dt.date) -> dt.date:
    """The first of the four weeks, 28 days, that end with this day and have it among them."""
    return dt.date.fromordinal(max(1, last.toordinal() - 7 * _WEEKS + 1))


def between(first: dt.date | None, last: dt.date | None) -> str:
    """Two days in words: `Mon 20 Apr to Sun 17 May 2026`, `from Mon 20 Apr 2026`, `up to Sun 17 May 2026`."""
    if first is None or last is None:
        only = first or last
        return "all days" if only is None else f"{'from' if first else 'up to'} {short_date(only)}"
    if first == last:
        return short_date(first)
    start = short_date(first)
    return f"{start.rpartition(' ')[0] if first.year == last.year else start} to {short_date(last)}"


def day_month(date: dt.date) -> str:
    """`4 May`."""
    return " ".join(short_date(date).split()[1:3])


def month_year(date: dt.date) -> str:
    """`May 2026`."""
    return " ".join(short_date(date).split()[2:])


def month_before(date: dt.date, months: int) -> dt.date:
    """The first day of the month that lies so many months before that of a date; after it where `months` is negative.

    It stays within the years that dates can have.
    """
    number = date.year * 12 + date.month - 1 - months
    number = max(dt.date.min.year * 12, min(number, dt.date.max.year * 12 + 11))
    return dt.date(number // 12, number % 12 + 1, 1)


def _weeks(today: dt.date) -> Period:
    first = weeks_up_to(today)
    return Period(first, today, f"the last {_WEEKS} weeks, {between(first, today)}")


def _months_before(today: dt.date, months: int) -> dt.date:
    first = month_before(today, months)
    return first.replace(day=min(today.day, calendar.monthrange(first.year, first.month)[1]))
