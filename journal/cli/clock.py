"""The date and time where the person is."""

import datetime as dt

from journal.model.dates import When


def today() -> dt.date:
    """The local date."""
    return dt.datetime.now().astimezone().date()


def zone() -> str:
    """The IANA name of the local time zone, or "" where the machine doesn't say, or not reliably."""
    import warnings
    from zoneinfo import ZoneInfo

    from tzlocal import get_localzone_name

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # it warns where it guesses
            name = get_localzone_name()
        now = dt.datetime.now().astimezone()
        return name if now.astimezone(ZoneInfo(name)).utcoffset() == now.utcoffset() else ""
    except (LookupError, ValueError, OSError, Warning):
        return ""


def now() -> When:
    """The local date and time, to the minute."""
    local = dt.datetime.now().astimezone()
    return When(local.date(), local.time().replace(second=0, microsecond=0), zone())
