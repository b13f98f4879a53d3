"""The ledger in the file: which copies have left, which session a copy is for, and which are to be thought of again."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from journal.clock import today as local_date
from journal.model.dates import When
from journal.model.records import Record
from journal.model.session import TherapySession
from journal.model.shared_copy import SharedCopy
from journal.vault.connection import Connection
from journal.vault.records import Records
from journal.vault.sessions import Sessions

_DUE_AFTER = dt.timedelta(days=7)  # for a copy that is for no session


class SharedCopies(Records[SharedCopy]):
    """The copies that left a vault, as lines of its ledger."""

    def __init__(self, connection: Connection, clock: Callable[[], dt.datetime], sessions: Sessions) -> None:
        super().__init__(connection, clock, SharedCopy)
        self._sessions = sessions

    def session_for(self, now: When) -> str:
        """The id of the session that a copy made now is for: the next one, or "" where none is noted ahead."""
        return next((one.id for one in self._sessions.ahead(now)), "")

    def due(self, now: When) -> tuple[Record[SharedCopy], ...]:
        """Files in plain text whose session is over, the oldest first.

        For a copy without a session, or whose session isn't dated or there any more, that is after seven days.
        """
        sessions = {one.id: one.content for one in self._sessions.list()}
        return tuple(
            one
            for one in self.list()
            if one.content.lies_in_plain and _is_over(one, sessions.get(one.content.session), now)
        )

    def note_gone(self, copy_id: str, on: dt.date) -> Record[SharedCopy]:
        """Notes that a copy is gone since a day; one that was noted earlier stays. Raises NotFound."""
        with self._connection.atomic():
            copy = self.get(copy_id)
            return copy if copy.content.gone else self.edit(copy_id, replace(copy.content, gone=on))

    def note_there(self, copy_id: str) -> Record[SharedCopy]:
        """Takes back that a copy is gone. Raises NotFound."""
        with self._connection.atomic():
            return self.edit(copy_id, replace(self.get(copy_id).content, gone=None))


def _is_over(copy: Record[SharedCopy], session: TherapySession | None, now: When) -> bool:
    if session is not None and session.date is not None:
        return session.is_past(now)
    return now.date - local_date(copy.created) >= _DUE_AFTER
