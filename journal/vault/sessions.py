"""Therapy sessions in the file, by whether they are still to come."""

import datetime as dt
from collections.abc import Callable

from journal.model.records import Record
from journal.model.session import TherapySession
from journal.vault.connection import Connection
from journal.vault.records import Records

_WITHIN = dt.timedelta(days=14)


class Sessions(Records[TherapySession]):
    """The therapy sessions of a vault. One of today is still ahead, whatever its time."""

    def __init__(self, connection: Connection, clock: Callable[[], dt.datetime]) -> None:
        super().__init__(connection, clock, TherapySession)

    def ahead(self, today: dt.date) -> tuple[Record[TherapySession], ...]:
        """Those of today and later, the next one first."""
        return tuple(sorted((one for one in self.list() if _date(one) >= today and one.content.date), key=_when))

    def past(self, today: dt.date) -> tuple[Record[TherapySession], ...]:
        """Those before today, the latest first."""
        found = (one for one in self.list() if one.content.date and _date(one) < today)
        return tuple(sorted(found, key=_when, reverse=True))

    def recent(self, today: dt.date) -> Record[TherapySession] | None:
        """The latest up to today, if it was within the last two weeks: most new homework comes from it."""
        found = [one for one in self.list() if one.content.date and today - _WITHIN <= _date(one) <= today]
        return max(found, key=_when, default=None)

    def undated(self) -> tuple[Record[TherapySession], ...]:
        """Those that have no date."""
        return tuple(one for one in self.list() if one.content.date is None)


def _date(session: Record[TherapySession]) -> dt.date:
    return session.content.date or dt.date.min


def _when(session: Record[TherapySession]) -> tuple[dt.date, dt.time, str]:
    return _date(session), session.content.time or dt.time.min, session.id
