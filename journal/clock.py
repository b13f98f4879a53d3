"""The date, time and zone where the person is."""

import datetime as dt

from journal.model.dates import When


def zone() -> str:
    """The IANA name of the local time zone, or "" where the machine doesn't say, or not reliably."""
    import warnings
    from zoneinfo import ZoneInfo

    from tzlocal import get_localzone_name

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # it warns where it guesses
            name = get_localzone_name()
        present = dt.datetime.now().astimezone()
        return name if present.astimezone(ZoneInfo(name)).utcoffset() == present.utcoffset() else ""
    except (LookupError, ValueError, OSError, Warning):
        return ""


def today(instant: dt.datetime | None = None) -> dt.date:
    """The local date, of now or of another instant in UTC."""
    return _local(instant).date()


def now(instant: dt.datetime | None = None) -> When:
    """The local date and time to the minute with the zone, of now or of another instant in UTC."""
    local = _local(instant)
    return When(local.date(), local.time().replace(second=0, microsecond=0), zone())


def _local(instant: dt.datetime | None) -> dt.datetime:
    instant = instant or dt.datetime.now(dt.UTC)
    try:
        return instant.astimezone()
    except OverflowError:  # at either end of the calendar, as an import may bring it
        return instant
