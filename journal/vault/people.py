"""People, by the nicknames that the person uses for them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import msgspec

from journal.errors import BadInput, NotFound
from journal.model.codec import to_json
from journal.vault import person_marks
from journal.vault.connection import Connection, Row
from journal.vault.rows import after, as_written, instant
from journal.vault.search import values_of
from journal.vault.taking import Taken


@dataclass(frozen=True)
class Person:
    """Somebody by a nickname; `is_self` marks the one whose journal this is.

    `kept_out` are names of theirs that no summary shows. `alias` is what stands for them and for the nickname in one;
    where it is "", the nickname stands for the names that are kept out.
    """

    nickname: str
    is_self: bool = False
    alias: str = ""
    kept_out: tuple[str, ...] = ()


_TICK = dt.timedelta(microseconds=1)
_COLUMNS = "nickname, is_self, alias, kept_out"


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
            now = self._clock()
            updated, since = self._changed(person.nickname, person, now)
            self._connection.run(
                f"INSERT INTO person ({_COLUMNS}, created, updated, kept_since) VALUES (?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (nickname) DO UPDATE SET nickname = excluded.nickname, is_self = excluded.is_self, "
                "alias = excluded.alias, kept_out = excluded.kept_out, updated = excluded.updated, "
                "kept_since = excluded.kept_since",
                (*_values(person), instant(now), updated, since),
            )

    def edit(self, nickname: str, person: Person) -> None:
        """Changes somebody, who stays in their place, the nickname too; what was written keeps the one it has.

        Raises NotFound where nobody has the nickname any more, and BadInput where somebody else has the new one.
        """
        with self._connection.atomic():
            now = self._clock()
            if self._connection.row("SELECT 1 FROM person WHERE nickname = ?", (nickname,)) is None:
                raise NotFound("This person is not there any more.", "Add them again.")
            if self._connection.row(
                "SELECT 1 FROM person WHERE nickname = ? AND nickname <> ?", (person.nickname, nickname)
            ):
                raise BadInput("Somebody else has this nickname.", "Choose another one.")
            if person.is_self:
                self._connection.run("UPDATE person SET is_self = 0")
            updated, since = self._changed(nickname, person, now)
            self._connection.run(
                "UPDATE person SET nickname = ?, is_self = ?, alias = ?, kept_out = ?, updated = ?, kept_since = ? "
                "WHERE nickname = ?",
                (*_values(person), updated, since, nickname),
            )
            if person_marks.folded(nickname) != person_marks.folded(person.nickname):
                person_marks.note_removal(self._connection, nickname, now, updated)

    def meets(self, person: Person) -> Taken:
        """What becomes of somebody from another copy of the journal, by the nickname in whatever capitals."""
        row = self._connection.row(f"SELECT {_COLUMNS} FROM person WHERE nickname = ?", (person.nickname,))
        if row is None:
            return Taken.NEW
        return Taken.KNOWN if _person(row) == person else Taken.DIFFERENT

    def take(self, person: Person) -> None:
        """Adds somebody new after all who are here; whose journal this is stays, where that was said."""
        with self._connection.atomic():
            now = self._clock()
            (last,) = self._connection.row("SELECT max(created) FROM person") or (None,)
            if last is not None:
                now = max(now, dt.datetime.fromisoformat(last) + dt.timedelta(microseconds=1))
            if self.me():
                person = replace(person, is_self=False)
            updated, since = self._changed(person.nickname, person, now)
            self._connection.run(
                f"INSERT INTO person ({_COLUMNS}, created, updated, kept_since) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*_values(person), instant(now), updated, since),
            )

    def remove(self, nickname: str) -> None:
        """Forgets somebody; what was written about them stays. Nobody of that nickname is no error."""
        with self._connection.atomic():
            row = self._connection.row(
                "DELETE FROM person WHERE nickname = ? RETURNING updated, kept_since", (nickname,)
            )
            if row is not None:
                done = max(row[0], *msgspec.json.decode(row[1]), "")
                person_marks.note_removal(self._connection, nickname, self._clock(), done)

    def list(self) -> tuple[Person, ...]:
        """Everybody: the one whose journal this is, then the others in the order they were added."""
        rows = self._connection.rows(f"SELECT {_COLUMNS} FROM person ORDER BY is_self DESC, created, nickname")
        return tuple(map(_person, rows))

    def named(self) -> tuple[str, ...]:
        """The nicknames that entries name and nobody has, each in one spelling."""
        known = {person.nickname.casefold() for person in self.list()}
        named = {name.casefold(): name for name in reversed(values_of(self._connection, "with"))}
        return tuple(sorted((named[folded] for folded in named.keys() - known), key=str.casefold))

    def me(self) -> str:
        """The nickname of the one whose journal this is, or ""."""
        return next((person.nickname for person in self.list() if person.is_self), "")

    def _changed(self, nickname: str, person: Person, now: dt.datetime) -> tuple[str, str]:
        """The instant of a change of somebody, and since when each of their names is kept out.

        Whose journal this is is noted apart from them, where the change says something else of it.
        """
        row = self._connection.row("SELECT updated, is_self FROM person WHERE nickname = ?", (nickname,))
        was, was_self = row or ("", 0)
        removed = person_marks.removal(self._connection, person.nickname)
        updated = after(now, *(dt.datetime.fromisoformat(one) for one in (was, removed) if one))
        if person.is_self or was_self:
            person_marks.note_self(self._connection, person.nickname if person.is_self else "", now)
        # Each name an instant later than the one before it, so that they stay in order.
        since = [instant(updated + number * _TICK) for number, _ in enumerate(person.kept_out)]
        return instant(updated), to_json(since)


def _values(person: Person) -> tuple[str, int, str, str]:
    return person.nickname, int(person.is_self), person.alias, to_json(person.kept_out)


def _person(row: Row) -> Person:
    nickname, is_self, alias, kept_out = row
    with as_written():
        return Person(nickname, bool(is_self), alias, tuple(msgspec.json.decode(kept_out)))
