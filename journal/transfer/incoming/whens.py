"""Dates as other programs write them."""

import datetime as dt
import re
from dataclasses import dataclass

from journal.errors import BadInput
from journal.model.dates import When

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_MONTH = rf"(?P<word>{'|'.join(_NAMES)})[a-z]*\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?"
_TIME = (
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?:[:.]\d{2}(?:[.,]\d{1,9})?)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?\s*(?P<offset>z|utc|gmt|[+-]\d{2}:?\d{2})?"
)
_DATES = (
    r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})",
    rf"(?P<day>\d{{1,2}})\.?\s+{_MONTH},?\s+(?P<year>\d{{4}})",
    rf"{_MONTH}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})",
    r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
)
_STARTS = tuple(re.compile(_WEEKDAY + date, re.IGNORECASE | re.ASCII) for date in _DATES)
_AFTER = re.compile(rf"(?:t|,?\s+(?:at\s+)?){_TIME}(?!\w)", re.IGNORECASE | re.ASCII)
_WITH_TIME = re.compile(r"%[-#]?[HIMTRrcX]")
_MOST = 100  # characters of a date
_SAMPLES = (dt.datetime(2026, 10, 25, 21, 30), dt.datetime(2026, 10, 25, 21, 30, tzinfo=dt.UTC))
_AS_IN = "Write it as in: --date-format '%d/%m/%Y %H:%M'"


@dataclass(frozen=True)
class Whens:
    """How dates are read: in the format that was given, or in those that leave no doubt about day and month."""

    format: str = ""

    def __post_init__(self) -> None:
        """Raises BadInput for a format in which no date, or no whole one, can be written and read."""
        if self.format and not any(self._reads_back(sample) for sample in _SAMPLES):
            raise BadInput("The value of --date-format can't be used.", _AS_IN)

    def read(self, text: str) -> When | None:
        """The date in a text that has nothing else in it, with its time where it has one; None where it is none."""
        text = text.strip()
        if len(text) > _MOST:
            return None
        if self.format:
            return self._by_format(text)
        found = beginning(text)
        return found[0] if found and not found[1].strip() else None

    def _reads_back(self, sample: dt.datetime) -> bool:
        try:
            read = self._by_format(sample.strftime(self.format))
        except (ValueError, UnicodeError):
            return False
        return read is not None and read.date == sample.date() and read.time in (None, sample.time())

    def _by_format(self, text: str) -> When | None:
        try:
            read = dt.datetime.strptime(text, self.format)
        except (ValueError, OverflowError, IndexError, KeyError, re.error):
            return None
        time = read.time().replace(second=0, microsecond=0) if _WITH_TIME.search(self.format) else None
        return When(read.date(), time)


def beginning(text: str) -> tuple[When, str] | None:
    """The date, with its time, that a text begins with, and the rest of the text; None where it begins with none."""
    for pattern in _STARTS:
        if found := pattern.match(text):
            break
    else:
        return None
    parts = found.groupdict()
    month = int(parts["month"]) if parts.get("month") else _MONTHS[parts["word"].lower()]
    try:
        date = dt.date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        return None
    rest = text[found.end() :]
    if rest[:1].isalnum() and rest[:1].lower() != "t":
        return None
    timed = _AFTER.match(rest)
    if timed and (timed["minute"] or timed["half"]):
        time = _time(timed)
        if time is None:
            return None
        zone = "UTC" if (timed["offset"] or "").lower() in ("z", "utc", "gmt", "+00:00", "+0000") else ""
        return When(date, time, zone), rest[timed.end() :]
    return (When(date), rest) if not rest[:1].isalnum() else None


def _time(found: re.Match[str]) -> dt.time | None:
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return dt.time(hour, minute)
    except ValueError:
        return None
