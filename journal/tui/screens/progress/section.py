"""What the sections of Progress have in common: what is asked of one, and the page that it makes of the journal."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from journal.model.entry import Kind
from journal.model.ranges import Range, Span, range_of
from journal.model.rating import SCALE, Scale, Scales
from journal.model.records import Content
from journal.progress.figures import Figures, Key, Table
from journal.safety.text import safe_line
from journal.vault.vault import Vault

_LONGEST = 200  # characters of a name that are looked at
_ID_END = 8  # characters of an id in a search, which shows no title even while titles are masked
Weeks = tuple[tuple[dt.date | None, ...], ...]


@dataclass(frozen=True)
class Only:
    """Entries of one kind, or of one assignment by its id; of neither, all of them."""

    kind: Kind | None = None
    assignment: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a section is to show. `mask` stands for names of the person's own; "" shows them.

    `key` is what the cursor among its records is on; `day` is that of the calendar.
    """

    today: dt.date
    span: Span
    dates: tuple[dt.date | None, dt.date | None] = (None, None)
    only: Only = Only()
    scale: str = ""
    key: Key | None = None
    day: dt.date
    first_weekday: int = 0
    mask: str = ""

    def range(self, vault: Vault) -> Range:
        """The days that were asked for."""
        last_session = vault.sessions.last_before(self.today) if self.span is Span.SINCE_SESSION else None
        return range_of(self.span, self.today, last_session, self.dates)


@dataclass(frozen=True)
class Month:
    """A month of the calendar: its weeks, the marks and the words of its days, and what the letters of marks mean.

    `small` says what small letters mean, where there are some.
    """

    weeks: Weeks
    marks: dict[dt.date, str]
    words: dict[dt.date, str]
    legend: tuple[tuple[str, str], ...]
    small: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a section shows: a title, what it is about, then records, figures, facts by themselves, or a month.

    `records` can be added to and edited; `empty` says what to do where there is nothing. `scale` is the scale that is
    shown in the end, and `choices` are those that there are, by id. `only` and `days` are what the figures are of.
    """

    title: str
    about: str = ""
    empty: str = ""
    records: Table | None = None
    figures: Figures = Figures()
    facts: tuple[str, ...] | None = None
    month: Month | None = None
    scale: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    only: Only = Only()
    days: Range = Range(None, None, "")


class Section(ABC):
    """A part of Progress. It reads the journal and makes a page of it; it holds nothing."""

    id: ClassVar[str]
    name: ClassVar[str]
    key: ClassVar[str]
    help: ClassVar[str]
    ranged: ClassVar[bool] = True
    filtered: ClassVar[bool] = False  # whether it can be narrowed to a kind or an assignment
    scaled: ClassVar[bool] = False  # whether it is of one scale at a time
    measures: ClassVar[bool] = False  # whether it is of measures, which have a range of their own
    follows: ClassVar[bool] = False  # whether its figures are of the record that the cursor is on
    record: ClassVar[type[Content] | None] = None  # what is listed in it

    @abstractmethod
    def read(self, vault: Vault, asked: Asked) -> Page:
        """The page, read at one moment."""

    def behind(self, key: Key) -> tuple[dt.date, dt.date]:
        """The first and the last day that a row of its table stands for."""
        day = dt.date.fromisoformat(str(key))
        return day, day

    def query(self, key: Key, page: Page) -> str:
        """The search that finds the entries behind a row of the table: those of its days that the figures are of."""
        first, last = self.behind(key)
        kind, homework = page.only.kind, page.only.assignment
        parts = (
            f"kind:{kind.value.replace('_', '-')}" if kind else "",
            f"homework:{homework[-_ID_END:]}" if homework else "",
            f"after:{max(first, page.days.first or first)} before:{min(last, page.days.last or last)}",
        )
        return " ".join(filter(None, parts))

    def new(self, vault: Vault, asked: Asked) -> Content | None:
        """What adding to its records begins with."""
        return None


def sentence(*parts: str) -> str:
    """Parts in one line with a capital at its beginning."""
    line = " · ".join(part for part in parts if part)
    return line[:1].upper() + line[1:]


def only_words(vault: Vault, only: Only, mask: str) -> str:
    """What the figures are narrowed to."""
    if only.kind is not None:
        return f"{only.kind.label.lower()} only"
    if only.assignment:
        headings = {one.id: one.content.heading for one in vault.assignments.list()}
        heading = headings.get(only.assignment, "homework that isn't here any more")
        return f"homework: {shown(heading, mask)}"
    return "all entries"


def scale_title(scale: Scale | None, mask: str) -> str:
    """A scale with the words of its ends."""
    if scale is None:
        return "A scale that isn't here any more"
    if scale.id not in SCALE and mask:
        return mask
    ends = f"0 {scale.anchors[0]}, {scale.highest} {scale.anchors[-1]}"
    return safe_line(f"{scale.name[:_LONGEST]} ({ends[:_LONGEST]})")


def scale_choices(
    offered: Sequence[Scale], used: tuple[str, ...], scales: Scales, mask: str
) -> tuple[tuple[str, str], ...]:
    """Scales by id and name: those that some rating is on first, the others behind them."""
    known = [scale.id for scale in offered]
    order = [scale for scale in known if scale in used]
    order += [scale for scale in used if scales.get(scale) is None]
    order += [scale for scale in known if scale not in used]
    return tuple((scale, shown(scales.name(scale), mask if scale not in SCALE else "")) for scale in order)


def shown(name: str, mask: str) -> str:
    """A name of the person's own, safe to draw on one line, or the mask."""
    return mask or safe_line(name[:_LONGEST])
