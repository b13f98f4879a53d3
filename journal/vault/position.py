"""An entry's place in time as a number: the key of the table of entries, so that time order is a walk along it."""

import datetime as dt

from journal.model.dates import When

TIES = 1 << 30  # how many entries one minute has places for
DAY = 24 * 60 * TIES


def position_of(when: When) -> int:
    """The first of the places of a minute, counted in minutes from the year 1; a date without a time is at midnight."""
    time = when.time or dt.time()
    return day_of(when.date) + (time.hour * 60 + time.minute) * TIES


def day_of(date: dt.date) -> int:
    """The first of the places of a day."""
    return date.toordinal() * DAY


def date_of(position: int) -> dt.date:
    """The day of a place."""
    return dt.date.fromordinal(position // DAY)
