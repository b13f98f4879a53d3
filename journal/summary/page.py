"""What stands on a summary: sections of a few plain shapes that every format can walk line by line.

Strings are as they were written. Each format makes them safe and escapes them in its own way. A `key` names a line for
the choices that are made about it, and is never on the page.
"""

import datetime as dt
from dataclasses import dataclass

from journal.model.dates import long_date
from journal.model.sharing import Audience

# What stands side by side in one place, such as several obstacles. Each part may be a person's own words.
Parts = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    cells: tuple[Parts, ...]
    key: str = ""


@dataclass(frozen=True)
class Table:
    """Rows with as many cells as there are columns; no row and no column is without content."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Item:
    """A line of a list: a person's own words, which may be "", and the date and kind they belong to."""

    text: str
    about: str
    key: str = ""


@dataclass(frozen=True)
class Items:
    """A list, numbered where its order means something."""

    items: tuple[Item, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Fact:
    """A field by its label, and what it holds; a part may be text of several lines."""

    label: str
    value: Parts
    key: str = ""


@dataclass(frozen=True)
class Passage:
    """What was chosen from one entry: its date and kind, its topic or "", its text or "", and its fields."""

    about: str
    title: str
    text: str = ""
    facts: tuple[Fact, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class Passages:
    """Passages in order."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Point:
    """A value on a day."""

    day: dt.date
    value: int


@dataclass(frozen=True)
class Plot:
    """Values on a scale from 0 to `highest`, in the order of their days; there are at least two.

    `words` tell all of them, for a format or a reader without a picture.
    """

    title: str
    highest: int
    points: tuple[Point, ...]
    words: str
    key: str = ""


@dataclass(frozen=True)
class Plots:
    """Small plots, one after the other."""

    plots: tuple[Plot, ...]


Body = Table | Items | Passages | Plots


@dataclass(frozen=True)
class Section:
    """A heading and what is under it."""

    title: str
    body: Body


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One page for a session. `nickname` may be ""; `since` and `until` are the first and last day of the period."""

    nickname: str
    audience: Audience
    since: dt.date
    until: dt.date
    made: dt.date
    sections: tuple[Section, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing from the period was shared for this audience."""
        return not self.sections

    @property
    def period(self) -> str:
        """`3 to 17 May 2026`, with the month and the year said twice only where they differ."""
        since, until = self.since, self.until
        if since == until:
            return _date(until)
        shown = _date(since).split(" ")
        if since.year == until.year:
            shown.pop()
            if since.month == until.month:
                shown.pop()
        return f"{' '.join(shown)} to {_date(until)}"

    @property
    def note(self) -> str:
        """What this page is, for whoever reads it."""
        for_whom = " for a joint session" if self.audience is Audience.JOINT else ""
        return f"Selected by the client{for_whom}; not a clinical record."

    @property
    def nothing(self) -> str:
        """What an empty page says."""
        for_whom = "for a joint session" if self.audience is Audience.JOINT else "for the therapist"
        return f"Nothing from this period has been shared {for_whom} yet."

    @property
    def making(self) -> str:
        """When this page was made."""
        return f"Made on {_date(self.made)}."


def _date(date: dt.date) -> str:
    return long_date(date).split(" ", 1)[1]
