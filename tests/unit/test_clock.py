"""The local date and time, of now and of instants that come from elsewhere."""

import datetime as dt
import time

import pytest

from journal import clock


@pytest.mark.parametrize(
    "instant",
    [
        dt.datetime(1, 1, 1, tzinfo=dt.UTC),
        dt.datetime(2026, 5, 17, 18, 30, tzinfo=dt.UTC),
        dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_a_date_for_every_instant(instant: dt.datetime, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a day away at the most; an instant that has no local date in a zone keeps its own."""
    with monkeypatch.context() as there:
        there.setenv("TZ", zone)
        time.tzset()
        day = clock.today(instant)
    time.tzset()
    assert abs(day - instant.date()) <= dt.timedelta(days=1)
