"""Therapy sessions in the file, by whether they are still to come."""

import datetime as dt
from collections.abc import Callable

from journal.model.dates import When
from journal.model.records import Record
from journal.model.session import TherapySession
from journal.vault.connection import Connection
from journal.vault.records import Records

_WITHIN = dt.timedelta(days=14)


class Sessions(Records[TherapySession]):
    """The therapy sessions of a vault. `TherapySession.is_past` says on which side of now one is."""

    def __init__(self, connection: Connection, clock: Callable[[], dt.datetime]) -> None:
        super().__init__(connection, clock, TherapySession)

    def ahead(self, now: When) -> tuple[Record[TherapySession], ...]:
        """Those that are still to come, the next one first."""
        return tuple(sorted((one for one in self._dated() if not one.content.is_past(now)), key=_when))

    def past(self, now: When) -> tuple[Record[TherapySession], ...]:
        """Those that were, the latest first."""
        found = (one for one in self._dated() if one.content.is_past(now))
        return tuple(sorted(found, key=_when, reverse=True))

    def recent(self, now: When) -> Record[TherapySession] | None:
        """The latest that has begun, if it was within the last two weeks: most new homework comes from it."""
        begun = (one for one in self._dated() if one.content.has_begun(now) and now.date - _WITHIN <= _date(one))
        return max(begun, key=_when, default=None)

    def hard_to_say(self, now: When) -> Record[TherapySession] | None:
        """The session with words on what is hard to say in it that are to be brought up: the next one.

        One of today comes before it until it was written up, for those words are wanted while it lasts.
        """
        today = (one for one in self.past(now) if one.content.date == now.date and not one.content.is_written_up)
        return next((one for one in (*today, *self.ahead(now)[:1]) if one.content.hard_to_say.strip()), None)

    def latest_before(self, day: dt.date) -> Record[TherapySession] | None:
        """The latest session before a day."""
        return max((one for one in self._dated() if _date(one) < day), key=_when, default=None)

    def last_before(self, day: dt.date) -> dt.date | None:
        """The day of the latest session before a day: what a period that leads up to that day begins with."""
        session = self.latest_before(day)
        return session.content.date if session else None

    def undated(self) -> tuple[Record[TherapySession], ...]:
        """Those that have no date."""
        return tuple(one for one in self.list() if one.content.date is None)

    def _dated(self) -> list[Record[TherapySession]]:
        return [one for one in self.list() if one.content.date is not None]


def _date(session: Record[TherapySession]) -> dt.date:
    return session.content.date or dt.date.min


def _when(session: Record[TherapySession]) -> tuple[dt.date, dt.time, str]:
    return _date(session), session.content.time or dt.time.min, session.id
