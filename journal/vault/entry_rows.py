"""The rows of entries that aren't in the trash, each with its place in its minute and its words in the search index."""

import datetime as dt
from typing import Any

import msgspec

from journal.model.entry import Entry
from journal.vault import search
from journal.vault.connection import Connection, Row
from journal.vault.position import TIES, position_of
from journal.vault.rows import COLUMNS, after, as_written, instant, split, to_row

Place = tuple[int, str]  # a position, and the text that orders it within its minute (`came`)

_INSTANT = 32  # characters


class EntryRows:
    """Puts entries into the table and takes them out. Within a minute, `came` has the order that the positions have."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def insert(self, entry: Entry, place: Place | None = None) -> None:
        """Puts an entry among the others of its minute: at the place it had before, if it may, or after them all."""
        low = position_of(entry.content.when)
        if place is None or not low <= place[0] < low + TIES or not self._fits(place):
            place = self._last(entry, low)
        words, facts = split(entry.content)
        self._add_row(entry, place, words, facts)
        search.index(self._connection, place[0], words, facts)

    def replace_sharing(self, entry: Entry) -> None:
        """Puts an entry where it was before it was shared otherwise; its words stay, and so the index of them does."""
        (place,) = self._connection.rows("SELECT position, came FROM entry WHERE id = ?", (entry.id,))
        self._connection.run("DELETE FROM entry WHERE position = ?", (place[0],))
        self._add_row(entry, (place[0], place[1]), *split(entry.content))

    def remove(self, entry_id: str) -> Place:
        """Takes an entry and its words out, and returns the place it had."""
        place, words, facts = self.lift(entry_id)
        self.forget(place[0], words, facts)
        return place

    def put(self, place: Place, row: Row) -> None:
        """Puts the values of COLUMNS at a place where nothing is, as they are, but not the words into the index."""
        self._connection.run(
            f"INSERT INTO entry (position, came, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*place, *row)
        )

    def lift(self, entry_id: str) -> tuple[Place, str, str]:
        """Takes an entry out but not its words, and returns its place, and its words and facts as they were written."""
        position, came, words, facts = self._connection.rows(
            "SELECT position, came, words, facts FROM entry WHERE id = ?", (entry_id,)
        )[0]
        self._connection.run("DELETE FROM entry WHERE position = ?", (position,))
        return (int(position), came), words, facts

    def index(self, position: int, words: str, facts: str) -> None:
        """Makes the words of an entry that was put at a position findable."""
        search.index(self._connection, position, msgspec.json.decode(words), msgspec.json.decode(facts))

    def forget(self, position: int, words: str, facts: str) -> None:
        """Takes the words of an entry that was lifted from a position out of the index."""
        with as_written():
            search.forget(self._connection, position, msgspec.json.decode(words), msgspec.json.decode(facts))

    def index_anew(self) -> None:
        """Empties the index, and makes the words of every entry findable again."""
        search.forget_all(self._connection)
        for position, words, facts in self._connection.each(
            "SELECT position, words, facts FROM entry ORDER BY position"
        ):
            with as_written():
                search.index(self._connection, position, msgspec.json.decode(words), msgspec.json.decode(facts))

    def _add_row(self, entry: Entry, place: Place, words: dict[str, str], facts: dict[str, Any]) -> None:
        self._connection.run(
            f"INSERT INTO entry (position, came, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*place, *to_row(entry, words, facts)),
        )

    def _fits(self, place: Place) -> bool:
        """Whether nobody is at a place, and those of its minute around it came before and after."""
        position, came = place
        low = position - position % TIES
        around = self._connection.row(
            "SELECT 1 FROM entry WHERE position BETWEEN ? AND ? AND "
            "(position = ? OR (position < ? AND came >= ?) OR (position > ? AND came <= ?))",
            (low, low + TIES - 1, position, position, came, position, came),
        )
        return around is None

    def _last(self, entry: Entry, low: int) -> Place:
        last = self._connection.row(
            "SELECT position, came FROM entry WHERE position BETWEEN ? AND ? ORDER BY position DESC LIMIT 1",
            (low, low + TIES - 1),
        )
        if last is None:
            return low, instant(entry.updated)
        came = dt.datetime.fromisoformat(last[1][:_INSTANT]) if last[1] else None
        return last[0] + 1, instant(after(entry.updated, came))
