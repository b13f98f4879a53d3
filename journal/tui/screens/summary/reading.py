"""What the screens of the page read: which page it is, what it could hold, and how long it is."""

import datetime as dt
from dataclasses import dataclass

from journal.model.dates import When
from journal.model.ranges import Period, Span, range_of, since_session
from journal.model.sharing import Audience
from journal.safety.text import safe_line
from journal.summary.build import Draft, read
from journal.summary.length import Length, length
from journal.summary.lines import Line, lines
from journal.vault.vault import Vault

_LONGEST = 300  # characters of a line that a list may show
SPANS = (Span.SINCE_SESSION, Span.WEEKS, Span.MONTHS, Span.DATES)


@dataclass(frozen=True)
class Asked:
    """Whose page, and of which days. `dates` are those of Span.DATES."""

    audience: Audience = Audience.THERAPIST
    span: Span = Span.SINCE_SESSION
    dates: tuple[dt.date | None, dt.date | None] = (None, None)

    def period(self, vault: Vault, today: dt.date) -> Period:
        """The days; a side that was left open ends with the last session or with today."""
        days = range_of(self.span, today, vault.sessions.last_before(today), self.dates)
        last = days.last or today
        first = days.first or since_session(vault.sessions.last_before(last), last).first
        return Period(min(first, last), last, days.words)


@dataclass(frozen=True)
class ShownLine:
    """A line that could be on the page: its section, what it says there with names replaced, and whether it is on."""

    section: str
    line: Line
    words: str
    is_on: bool
    is_reworded: bool


@dataclass(frozen=True)
class Lines:
    """A page that is being chosen, and all that could be on it."""

    draft: Draft
    shown: tuple[ShownLine, ...]


@dataclass(frozen=True)
class Page:
    """A page that is being chosen, and its length."""

    draft: Draft
    length: Length


def read_lines(vault: Vault, asked: Asked, now: When) -> Lines:
    """Reads what the page that was asked for could hold."""
    draft = _read(vault, asked, now)
    return Lines(
        draft,
        tuple(_shown(section.title, line, draft) for section in draft.offer.sections for line in lines(section)),
    )


def read_page(vault: Vault, asked: Asked, now: When) -> Page:
    """Reads the page that was asked for, and measures it."""
    draft = _read(vault, asked, now)
    return Page(draft, length(draft.summary))


def _read(vault: Vault, asked: Asked, now: When) -> Draft:
    period = asked.period(vault, now.date)
    return read(vault, asked.audience, period.first, period.last, now)


def _shown(section: str, line: Line, draft: Draft) -> ShownLine:
    instead = draft.offer.wording(line, draft.choices)
    words = line.words
    if instead:
        parts = (instead.get(part.name, part.words) for part in line.parts)
        words = safe_line(" · ".join(part for part in parts if part.strip()))
    is_on = draft.offer.is_on(line, draft.choices)
    return ShownLine(section, line, draft.names.replace(words[:_LONGEST]), is_on, bool(instead))
