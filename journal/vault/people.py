"""People, by the nicknames that the person uses for them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from journal.vault.connection import Connection
from journal.vault.taking import Taken


@dataclass(frozen=True)
class Person:
    """Somebody by a nickname; `is_self` marks the one whose journal this is."""

    nickname: str
    is_self: bool = False


class People:
    """The people of a vault."""

    def __init__(self, connection: Connection, clock: Callable[[], dt.datetime]) -> None:
        self._connection = connection
        self._clock = clock

    def add(self, person: Person) -> None:
        """Adds somebody; the same nickname again, in whatever capitals, replaces what was said before."""
        with self._connection.atomic():
            if person.is_self:
                self._connection.run("UPDATE person SET is_self = 0")
            self._connection.run(
                "INSERT OR REPLACE INTO person (nickname, is_self, created) VALUES (?, ?, ?)",
                (person.nickname, int(person.is_self), self._clock().isoformat()),
            )

    def meets(self, person: Person) -> Taken:
        """What becomes of somebody from another copy of the journal, by the nickname in whatever capitals."""
        row = self._connection.row("SELECT nickname, is_self FROM person WHERE nickname = ?", (person.nickname,))
        if row is None:
            return Taken.NEW
        return Taken.KNOWN if Person(row[0], bool(row[1])) == person else Taken.DIFFERENT

    def take(self, person: Person) -> None:
        """Adds somebody new after all who are here; whose journal this is stays, where that was said."""
        with self._connection.atomic():
            now = self._clock()
            (last,) = self._connection.row("SELECT max(created) FROM person") or (None,)
            if last is not None:
                now = max(now, dt.datetime.fromisoformat(last) + dt.timedelta(microseconds=1))
            self._connection.run(
                "INSERT INTO person (nickname, is_self, created) "
                "SELECT ?, ? AND NOT EXISTS (SELECT 1 FROM person WHERE is_self), ?",
                (person.nickname, int(person.is_self), now.isoformat()),
            )

    def list(self) -> tuple[Person, ...]:
        """Everybody: the one whose journal this is, then the others in the order they were added."""
        rows = self._connection.rows("SELECT nickname, is_self FROM person ORDER BY is_self DESC, created, nickname")
        return tuple(Person(nickname, bool(is_self)) for nickname, is_self in rows)

    def me(self) -> str:
        """The nickname of the one whose journal this is, or ""."""
        return next((person.nickname for person in self.list() if person.is_self), "")
