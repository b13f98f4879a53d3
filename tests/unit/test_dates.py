"""Dates and times as they are typed and written."""

import datetime as dt

import pytest

from journal.errors import BadInput
from journal.model.dates import When, long_date, parse_date, parse_time, short_date, short_when

SUNDAY = dt.date(2026, 5, 17)
FIRST_DAY, LAST_DAY = dt.date(1, 1, 1), dt.date(9999, 12, 31)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", SUNDAY),
        ("T", SUNDAY),
        (" Yesterday ", dt.date(2026, 5, 16)),
        ("y", dt.date(2026, 5, 16)),
        ("-3", dt.date(2026, 5, 14)),
        ("-0", SUNDAY),
        ("-365", dt.date(2025, 5, 17)),
        ("2026-05-01", dt.date(2026, 5, 1)),
        ("2026-5-1", dt.date(2026, 5, 1)),
        ("1.5.2026", dt.date(2026, 5, 1)),
        ("01.05.2026", dt.date(2026, 5, 1)),
        ("2024-02-29", dt.date(2024, 2, 29)),
        ("+3", dt.date(2026, 5, 20)),
        (" +14 ", dt.date(2026, 5, 31)),
        ("0001-01-01", FIRST_DAY),
        ("9999-12-31", LAST_DAY),
    ],
)
def test_a_date_in_each_spelling(typed: str, meant: dt.date) -> None:
    """Every spelling that the docstring promises is read, whatever its capitals."""
    assert parse_date(typed, SUNDAY) == meant


@pytest.mark.parametrize(
    ("typed", "days_ago"),
    [("sunday", 0), ("sat", 1), ("Friday", 2), ("th", 3), ("wed", 4), ("tues", 5), ("monday", 6)],
)
def test_a_weekday_is_the_latest_one(typed: str, days_ago: int) -> None:
    """A weekday, or the beginning of one, is its latest occurrence, today included."""
    assert parse_date(typed, SUNDAY) == SUNDAY - dt.timedelta(days=days_ago)


@pytest.mark.parametrize(
    "typed",
    [
        "", "m", "s", "mondays", "2026-02-29", "2026-13-01", "31.4.2026", "0000-01-01", "10000-01-01", "2026/05/01",
        "05-01", "-", "+", "--3", "+-3", "+ 3", "-999999", "+999999", "2026-05-01T10:00", "\0", "1.5.26",
    ],
)  # fmt: skip
def test_no_date(typed: str) -> None:
    """What is no date is refused with examples, and the message does not repeat what was typed."""
    with pytest.raises(BadInput) as problem:
        parse_date(typed, SUNDAY)
    assert problem.value.message == "That date can't be read."
    assert "2026-05-01" in problem.value.hint


@pytest.mark.parametrize("typed", ["yesterday", "-1", "-99999", "sunday"])
def test_before_the_first_day_of_all(typed: str) -> None:
    """Counting back past the year 1 is refused like any other date that can't be."""
    with pytest.raises(BadInput):
        parse_date(typed, FIRST_DAY)


def test_counting_back_from_the_last_day_of_all() -> None:
    """The year 9999 is an ordinary year."""
    assert parse_date("-1", LAST_DAY) == dt.date(9999, 12, 30)


@pytest.mark.parametrize("typed", ["tomorrow", "+1", "+99999"])
def test_after_the_last_day_of_all(typed: str) -> None:
    """Counting on past the year 9999 is refused like any other date that can't be."""
    with pytest.raises(BadInput):
        parse_date(typed, LAST_DAY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("21:30", dt.time(21, 30)),
        ("9.30", dt.time(9, 30)),
        ("21h05", dt.time(21, 5)),
        ("9pm", dt.time(21)),
        ("9 PM", dt.time(21)),
        ("12am", dt.time(0)),
        ("12pm", dt.time(12)),
        ("12:30am", dt.time(0, 30)),
        ("21", dt.time(21)),
        (" 0:00 ", dt.time(0)),
        ("23:59", dt.time(23, 59)),
    ],
)
def test_a_time_in_each_spelling(typed: str, meant: dt.time) -> None:
    """Every spelling that the docstring promises is read."""
    assert parse_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "24:00", "21:60", "13pm", "0am", "9:3", "930", "noon", "21:30:00", "-1"])
def test_no_time(typed: str) -> None:
    """What is no time is refused, and the message does not repeat what was typed."""
    with pytest.raises(BadInput) as problem:
        parse_time(typed)
    assert problem.value.message == "That time can't be read."


def test_written_dates_do_not_depend_on_the_locale() -> None:
    """Dates are written in words of our own, in far years too."""
    assert short_date(SUNDAY) == "Sun 17 May 2026"
    assert long_date(SUNDAY) == "Sunday 17 May 2026"
    assert short_date(FIRST_DAY) == "Mon 1 Jan 1"
    assert long_date(LAST_DAY) == "Friday 31 December 9999"


def test_midnight_is_a_time() -> None:
    """An entry at midnight shows its time, and one without a time shows none."""
    assert short_when(When(SUNDAY, dt.time(0, 0))) == "Sun 17 May 2026, 00:00"
    assert short_when(When(SUNDAY)) == "Sun 17 May 2026"
