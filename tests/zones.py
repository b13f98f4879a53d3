"""Being somewhere else: the time zone of this process, changed for a while."""

import contextlib
import os
import time
from collections.abc import Iterator

import tzlocal

# Zones whose clocks change in both hemispheres, by half an hour, at midnight, across the date line, and never.
ZONES = (
    "UTC",
    "Europe/Helsinki",
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Asia/Beirut",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "Etc/GMT+12",
)


@contextlib.contextmanager
def living_in(zone: str) -> Iterator[None]:
    """The process is in this zone while the block runs."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    _look()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        _look()


def _look() -> None:
    time.tzset()
    tzlocal.reload_localzone()
