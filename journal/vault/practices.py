"""The practice under the timer: it goes for good once it is logged or put away."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from journal.errors import NotFound
from journal.model.records import Record
from journal.model.timer import Practice
from journal.vault.connection import Connection
from journal.vault.identity import new_id
from journal.vault.records import Records, RecordTrash, erase_rest


class Practices(Records[Practice]):
    """The practices of a vault, running or waiting to be logged, each known by the instant at which it began.

    There is one, unless another program began its own, or data that came in brought one.
    """

    def __init__(self, connection: Connection, clock: Callable[[], dt.datetime], trash: RecordTrash) -> None:
        super().__init__(connection, clock, Practice)
        self._trash = trash

    def current(self, started: dt.datetime | None = None) -> Record[Practice] | None:
        """The practice that is there; where there are several, the one that began at this instant, or the last one."""
        found = {one.content.started: one for one in self.list() if one.content.started}
        return found.get(started or max(found), found[max(found)]) if found else None

    def begin(self, practice: Practice) -> Record[Practice]:
        """Keeps a practice that has begun, beside any that is there."""
        return self.add(practice)

    def keep(self, practice: Practice) -> Record[Practice]:
        """Keeps a practice as it is now; the draft it is logged in stays its own.

        Raises NotFound where it was logged or put away.
        """
        with self._connection.atomic():
            here = self._kept(practice)
            return self.edit(here.id, replace(practice, draft=here.content.draft or practice.draft))

    def begin_log(self, practice: Practice) -> Practice:
        """The practice with the draft that it is logged in, which is decided once. Raises NotFound as `keep` does."""
        return self.keep(replace(practice, draft=practice.draft or new_id(self._clock()))).content

    def end_logged(self, draft_id: str) -> None:
        """Deletes the practice that was to be logged in this draft, if there is one, for it was logged in another."""
        if draft_id:
            with self._connection.atomic():
                erase_logged(self._connection, draft_id, self._clock())

    def clear(self, practice: Practice) -> None:
        """Deletes a practice with its history for good, if it is there: what it knows is in the entry made of it."""
        with self._connection.atomic():
            for one in self.list():
                if one.content.started == practice.started:
                    self.remove(one.id)
                    self._trash.purge(one.id)

    def _kept(self, practice: Practice) -> Record[Practice]:
        for one in self.list():
            if one.content.started == practice.started:
                return one
        raise NotFound("This practice was logged or put away in another window.")


def erase_logged(connection: Connection, draft_id: str, at: dt.datetime) -> None:
    """Deletes the practice that was logged in this draft, with its history; part of saving the draft as an entry."""
    logged = connection.rows(
        "DELETE FROM record WHERE type = ? AND content ->> 'draft' = ? RETURNING id, updated, removed",
        (Practice.type, draft_id),
    )
    for record_id, *before in logged:
        erase_rest(connection, record_id, at, *before)
