"""People, by the nicknames that the person uses for them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from journal.vault.connection import Connection


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

    def list(self) -> tuple[Person, ...]:
        """Everybody: the one whose journal this is, then the others in the order they were added."""
        rows = self._connection.rows("SELECT nickname, is_self FROM person ORDER BY is_self DESC, created, nickname")
        return tuple(Person(nickname, bool(is_self)) for nickname, is_self in rows)

    def me(self) -> str:
        """The nickname of the one whose journal this is, or ""."""
        return next((person.nickname for person in self.list() if person.is_self), "")
