"""What the screens of the page read: which page it is, what it could hold, and how long it is."""

import datetime as dt
from dataclasses import dataclass

from journal.model.dates import When
from journal.model.ranges import Period, Span, range_of, since_session
from journal.model.sharing import Audience
from journal.summary.build import Draft, read
from journal.summary.length import Length, length
from journal.vault.vault import Vault

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
class Page:
    """A page that is being chosen, and its length."""

    draft: Draft
    length: Length


def read_page(vault: Vault, asked: Asked, now: When) -> Page:
    """Reads the page that was asked for."""
    period = asked.period(vault, now.date)
    draft = read(vault, asked.audience, period.first, period.last, now)
    return Page(draft, length(draft.summary))
