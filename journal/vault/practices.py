"""The practice under the timer: there is one at most, and it goes for good once it is logged or put away."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from journal.model.records import Record
from journal.model.timer import Practice
from journal.vault.connection import Connection
from journal.vault.records import Records, RecordTrash, erase_rest


class Practices(Records[Practice]):
    """The practice of a vault, running or waiting to be logged."""

    def __init__(self, connection: Connection, clock: Callable[[], dt.datetime], trash: RecordTrash) -> None:
        super().__init__(connection, clock, Practice)
        self._trash = trash

    def current(self) -> Record[Practice] | None:
        """The practice that is there; where data that came in brought another, the last one."""
        return next((one for one in reversed(self.list()) if one.content.started), None)

    def keep(self, practice: Practice) -> Record[Practice]:
        """Keeps a practice as it is now; another one that was there goes. The draft it is logged in stays its own."""
        with self._connection.atomic():
            here = self.current()
            if here is not None and here.content.started == practice.started:
                return self.edit(here.id, replace(practice, draft=practice.draft or here.content.draft))
            self.clear()
            return self.add(practice)

    def clear(self) -> None:
        """Deletes the practice with its history for good: what it knows is in the entry that was made of it."""
        with self._connection.atomic():
            for one in self.list():
                self.remove(one.id)
                self._trash.purge(one.id)


def erase_logged(connection: Connection, draft_id: str, at: dt.datetime) -> None:
    """Deletes the practice that was logged in this draft, with its history; part of saving the draft as an entry."""
    logged = connection.rows(
        "DELETE FROM record WHERE type = ? AND content ->> 'draft' = ? RETURNING id", (Practice.type, draft_id)
    )
    for (record_id,) in logged:
        erase_rest(connection, record_id, at)
