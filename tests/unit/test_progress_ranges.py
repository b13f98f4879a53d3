"""Ranges of days: which days they are, and the words that say so."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.model.ranges import Range, Span, between, day_month, month_before, month_year, range_of, weeks_up_to

TODAY = dt.date(2026, 5, 17)
dates = st.dates()


def test_since_the_last_session() -> None:
    """It goes from the day of the session to today, and says which day that was."""
    found = range_of(Span.SINCE_SESSION, TODAY, dt.date(2026, 5, 3))
    assert (found.first, found.last) == (dt.date(2026, 5, 3), TODAY)
    assert found.words == "since the last session, Sunday 3 May 2026"


def test_since_a_session_that_never_was() -> None:
    """Without a session it is four weeks, and the words say both."""
    found = range_of(Span.SINCE_SESSION, TODAY)
    assert (found.first, found.last) == (dt.date(2026, 4, 20), TODAY)
    assert found.words == "no earlier session is noted, so the last 4 weeks, Mon 20 Apr to Sun 17 May 2026"


def test_four_weeks_are_28_days() -> None:
    """Four weeks end today and have each day of the week four times."""
    found = range_of(Span.WEEKS, TODAY, dt.date(2026, 5, 3))
    assert found.first is not None
    assert (TODAY - found.first).days == 27
    assert found.words == "the last 4 weeks, Mon 20 Apr to Sun 17 May 2026"


@given(dates)
def test_four_weeks_up_to_any_day(last: dt.date) -> None:
    """They are 28 days with that day among them, fewer only where dates begin; a span of four weeks is the same."""
    first = weeks_up_to(last)
    assert (last - first).days + 1 == min(28, last.toordinal())
    assert range_of(Span.WEEKS, last).first == range_of(Span.SINCE_SESSION, last).first == first


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (dt.date(2026, 5, 17), dt.date(2026, 2, 17)),
        (dt.date(2026, 5, 31), dt.date(2026, 2, 28)),
        (dt.date(2024, 5, 31), dt.date(2024, 2, 29)),
        (dt.date(2026, 1, 15), dt.date(2025, 10, 15)),
    ],
)
def test_three_months(today: dt.date, first: dt.date) -> None:
    """Three months begin on the same day of the month, or on its last one where it is shorter."""
    assert range_of(Span.MONTHS, today).first == first


def test_all_days_are_open_on_both_sides() -> None:
    """Everything leaves out nothing, what lies ahead included."""
    assert range_of(Span.ALL, TODAY) == Range(None, None, "all days")


def test_two_dates_in_either_order() -> None:
    """Two dates are put in their order; either may be missing, and both."""
    early, late = dt.date(2025, 12, 30), dt.date(2026, 1, 2)
    for typed in ((early, late), (late, early)):
        found = range_of(Span.DATES, TODAY, dates=typed)
        assert (found.first, found.last) == (early, late)
        assert found.words == "Tue 30 Dec 2025 to Fri 2 Jan 2026"
    assert range_of(Span.DATES, TODAY, dates=(early, None)).words == "from Tue 30 Dec 2025"
    assert range_of(Span.DATES, TODAY, dates=(None, late)).words == "up to Fri 2 Jan 2026"
    assert range_of(Span.DATES, TODAY).words == "all days"


def test_one_day_in_words() -> None:
    """A range of one day is that day."""
    assert between(TODAY, TODAY) == "Sun 17 May 2026"


def test_the_first_days_there_are() -> None:
    """At the beginning and at the end of all dates nothing falls off the edge."""
    assert range_of(Span.WEEKS, dt.date.min).first == dt.date.min
    assert range_of(Span.MONTHS, dt.date.min).first == dt.date.min
    assert month_before(dt.date.max, -5) == dt.date(9999, 12, 1)


@given(dates, st.integers(-30000, 30000))
def test_months_before_and_after(date: dt.date, months: int) -> None:
    """A month is always given by its first day, and going back as many leads to the month one came from."""
    month = month_before(date, months)
    assert month.day == 1
    if dt.date.min < month < dt.date(9999, 12, 1):
        assert month_before(month, -months) == date.replace(day=1)


@given(dates, st.sampled_from(Span), st.none() | dates, st.none() | dates, st.none() | dates)
def test_a_range_never_ends_before_it_begins(
    today: dt.date, span: Span, session: dt.date | None, first: dt.date | None, last: dt.date | None
) -> None:
    """Whatever is asked, the days are in order and there are words for them."""
    past = min(session, today) if session else None
    found = range_of(span, today, past, (first, last))
    assert found.first is None or found.last is None or found.first <= found.last
    assert found.words


def test_parts_of_a_date() -> None:
    """Days and months are written without what stands elsewhere."""
    assert day_month(dt.date(2026, 5, 4)) == "4 May"
    assert month_year(dt.date(2026, 5, 4)) == "May 2026"
