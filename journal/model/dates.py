"""Dates and times as a person chose them, and the words they may be typed in. The clock is passed in."""

import datetime as dt
import re
from dataclasses import dataclass

from journal.errors import BadInput

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?")


@dataclass(frozen=True)
class When:
    """The date, the time if one was given, and the zone that a person chose.

    They are kept as they were chosen and never converted, so neither travel nor a change of clocks can move an entry.
    `zone` is an IANA name, or "" where it isn't known; `time` has minutes and no zone of its own.
    """

    date: dt.date
    time: dt.time | None = None
    zone: str = ""


def week_of(date: dt.date, first_weekday: int) -> tuple[dt.date, dt.date]:
    """The first and the last day of the week around a date; `first_weekday` is 0 for Monday to 6 for Sunday."""
    first = date.toordinal() - (date.weekday() - first_weekday) % 7
    low, high = dt.date.min.toordinal(), dt.date.max.toordinal()
    return dt.date.fromordinal(max(low, first)), dt.date.fromordinal(min(high, first + 6))


def parse_date(text: str, today: dt.date) -> dt.date:
    """A date from `2026-05-01`, `1.5.2026`, `today`, `yesterday`, `tomorrow`, `-3` (days ago), `+7` (days ahead) or a
    weekday (the latest one, today included). Raises BadInput.
    """
    word = text.strip().lower()
    try:
        if word in ("today", "t"):
            return today
        if word in ("yesterday", "y"):
            return today - dt.timedelta(days=1)
        if word == "tomorrow":
            return today + dt.timedelta(days=1)
        if re.fullmatch(r"[-+]\d{1,5}", word):
            return today + dt.timedelta(days=int(word))
        days = [n for n, day in enumerate(_WEEKDAYS) if len(word) >= 2 and day.startswith(word)]
        if len(days) == 1:
            return today - dt.timedelta(days=(today.weekday() - days[0]) % 7)
        if dotted := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", word):
            day, month, year = map(int, dotted.groups())
            return dt.date(year, month, day)
        if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", word):
            return dt.date(*map(int, iso.groups()))
    except (ValueError, OverflowError):
        pass
    raise BadInput(
        "That date can't be read.",
        "Write it as 2026-05-01, or: today, yesterday, -3 for three days ago, or a weekday.",
    )


def parse_time(text: str) -> dt.time:
    """A time from `21:30`, `9.30`, `21h05`, `9pm` or `21`. Raises BadInput."""
    match = _TIME.fullmatch(text.strip().lower())
    if match:
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif half:
            hour = 99
        if hour < 24 and minute < 60:
            return dt.time(hour, minute)
    raise BadInput("That time can't be read.", "Write it as 21:30 or 9pm, or leave it empty.")


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FULL_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def short_date(date: dt.date) -> str:
    """`Mon 4 May 2026`, the same in every locale."""
    return f"{_WEEKDAYS[date.weekday()][:3].title()} {date.day} {_MONTHS[date.month - 1]} {date.year}"


def long_date(date: dt.date) -> str:
    """`Monday 4 May 2026`."""
    return f"{_WEEKDAYS[date.weekday()].title()} {date.day} {_FULL_MONTHS[date.month - 1]} {date.year}"


def short_when(when: When) -> str:
    """`Mon 4 May 2026, 21:30`, without the time where none was given."""
    return short_date(when.date) + (f", {when.time:%H:%M}" if when.time else "")
