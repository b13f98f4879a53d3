"""The agenda in the file: what is to be brought up, with the entries that are flagged, and what was talked about."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from journal.errors import BadInput
from journal.model.entry import Entry, heading
from journal.model.records import Record
from journal.model.session import MOST_TOP_ITEMS, AgendaItem, AgendaKind, TherapySession
from journal.vault.connection import Connection
from journal.vault.records import Records
from journal.vault.rows import COLUMNS, from_row

_ENTRY = ", ".join(f"entry.{column}" for column in COLUMNS.split(", "))

# The items of the agenda; those of them that were talked about, in a session that is still there; and the entries that
# need not be brought up any more: they were talked about, and not flagged anew after that.
_ITEMS = """
    WITH item AS (
        SELECT id, updated, content ->> 'entry' AS entry, content ->> 'session' AS session
        FROM record WHERE type = 'agenda_item' AND removed IS NULL
    ),
    settled AS (
        SELECT item.* FROM item
        JOIN record AS session ON session.id = item.session
        WHERE session.type = 'session' AND session.removed IS NULL
    ),
    done AS (
        SELECT DISTINCT entry FROM settled WHERE entry IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM entry_version AS version
            WHERE version.id = settled.entry AND version.updated > settled.updated
            AND NOT coalesce(version.facts ->> 'flagged', FALSE)
        )
    )
"""


@dataclass(frozen=True)
class AgendaLine:
    """One line of the agenda: an item, or an entry that is flagged.

    `id` is that of the item, or "" for a flagged entry that has none. `text` is as it was written; that of an entry is
    its heading, and may be "". `kind` is None for an entry. What is `hard to say aloud` is guarded.
    """

    id: str
    text: str
    kind: AgendaKind | None
    top: bool
    entry: Entry | None = None

    @property
    def key(self) -> str:
        """What it is known by as long as it is on the agenda."""
        return self.entry.id if self.entry else self.id


class Agenda(Records[AgendaItem]):
    """The agenda of a vault, of which at most three items are the top ones."""

    def __init__(self, connection: Connection, clock: Callable[[], dt.datetime]) -> None:
        super().__init__(connection, clock, AgendaItem)
        self._sessions: Records[TherapySession] = Records(connection, clock, TherapySession)

    def open_items(self, most_flagged: int | None = None) -> tuple[AgendaLine, ...]:
        """What is still to be brought up: the top three, questions, topics, what is hard to say, flagged entries.

        The latest flagged entries come first; with `most_flagged` there are no more of them than that, but for those
        among the top three.
        """
        done = self._ids("settled")
        items = [one for one in self.list() if one.id not in done]
        of_entries = {one.content.entry: one for one in items if one.content.entry}
        of_entries |= {one.content.entry: one for one in items if one.content.entry and one.content.top}
        flagged = self._flagged(most_flagged, {entry for entry, one in of_entries.items() if one.content.top})
        lines = [_line(one) for one in items if not one.content.entry]
        lines += [_entry_line(entry, of_entries.get(entry.id)) for entry in flagged]
        ranks = {one.id: _rank(one) for one in items}
        top = sorted((line for line in lines if line.top), key=lambda line: ranks[line.id])
        places = {line.key: place for place, line in enumerate(top[:MOST_TOP_ITEMS])}
        lines = [replace(line, top=line.key in places) for line in lines]
        return tuple(sorted(lines, key=lambda line: (places.get(line.key, MOST_TOP_ITEMS), _part(line))))

    def open_count(self) -> int:
        """How many lines `open_items` has."""
        (count,) = self._connection.rows(
            f"""
            {_ITEMS}
            SELECT
                (SELECT count(*) FROM item WHERE entry IS NULL AND id NOT IN (SELECT id FROM settled))
                + (SELECT count(*) FROM entry_label WHERE name = 'flagged' AND value = 'yes')
                - (
                    SELECT count(*) FROM done
                    JOIN entry ON entry.id = done.entry
                    JOIN entry_label AS label
                    ON label.name = 'flagged' AND label.value = 'yes' AND label.position = entry.position
                )
            """
        )[0]
        return int(count)

    def talked_about(self, session_id: str) -> tuple[AgendaLine, ...]:
        """What was talked about in a session, in the order of the agenda, without entries that aren't there now."""
        lines = []
        for one in self.list():
            if one.content.session != session_id:
                continue
            if not one.content.entry:
                lines.append(_line(one))
            elif entry := self._entry(one.content.entry):
                lines.append(_entry_line(entry, one))
        return tuple(sorted(lines, key=lambda line: (not line.top, _part(line))))

    def choose(self, line: AgendaLine) -> None:
        """Puts a line among the top three, as the last of them. Raises BadInput where three are there already."""
        with self._connection.atomic():
            top = self._top()
            if line.key in top:
                return
            if len(top) >= MOST_TOP_ITEMS:
                raise _full()
            for one in self.list():  # one whose entry is off the agenda holds no place
                if one.content.top and not one.content.session and one.id not in top.values():
                    self.edit(one.id, replace(one.content, top=False, rank=0))
            last = max((self.get(one).content.rank for one in top.values()), default=0)
            self._put(line, lambda item: replace(item, top=True, rank=last + 1))

    def leave(self, line: AgendaLine) -> None:
        """Takes a line off the top three; it stays on the agenda."""
        if line.id:
            with self._connection.atomic():
                self._put(line, lambda item: replace(item, top=False, rank=0))

    def move(self, line: AgendaLine, places: int) -> None:
        """Moves a line up or down among the top three."""
        with self._connection.atomic():
            top = self._top()
            order = list(top)
            if line.key not in top:
                return
            order.remove(line.key)
            order.insert(max(0, list(top).index(line.key) + places), line.key)
            for rank, key in enumerate(order, 1):
                self.edit(top[key], replace(self.get(top[key]).content, rank=rank))

    def settle(self, lines: Iterable[AgendaLine], session_id: str) -> None:
        """Notes that these were talked about in a session. Raises NotFound where the session isn't there."""
        with self._connection.atomic():
            self._sessions.get(session_id)
            standing = self._standing()
            for line in lines:
                self._put(line, lambda item: replace(item, session=session_id), standing)

    def reopen(self, session_id: str, *keys: str) -> None:
        """Takes back that these were talked about in a session; what was among the top three is again if it has room.

        `keys` are those of the lines; what isn't there any more is left out.
        """
        with self._connection.atomic():
            for one in self.list():
                if one.content.session == session_id and (one.content.entry or one.id) in keys:
                    room = len(self._top()) < MOST_TOP_ITEMS
                    self.edit(one.id, replace(one.content, session="", top=one.content.top and room))

    def _put(
        self, line: AgendaLine, change: Callable[[AgendaItem], AgendaItem], standing: dict[str, str] | None = None
    ) -> None:
        item_id = line.id
        if line.entry and not item_id:
            item_id = (self._standing() if standing is None else standing).get(line.entry.id, "")
        if item_id:
            self.edit(item_id, change(self.get(item_id).content))
        elif line.entry:
            self.add(change(AgendaItem(entry=line.entry.id)))

    def _standing(self) -> dict[str, str]:
        """The items that stand for entries by now, by the id of the entry, so that none gets a second one.

        One of an earlier time, that was talked about before the entry was flagged anew, stays what it is.
        """
        done = {entry for (entry,) in self._connection.rows(f"{_ITEMS} SELECT entry FROM done")}
        settled = self._ids("settled")
        items = [one for one in self.list() if one.content.entry]
        return {one.content.entry: one.id for one in items if one.content.entry in done or one.id not in settled}

    def _top(self) -> dict[str, str]:
        """The ids of the items among the top three by the key of their line, in order."""
        return {line.key: line.id for line in self.open_items(most_flagged=0) if line.top}

    def _allow(self, content: AgendaItem, before: AgendaItem | None) -> None:
        was = before is not None and before.top and not before.session
        if content.top and not content.session and not was and len(self._top()) >= MOST_TOP_ITEMS:
            raise _full()

    def _allow_back(self, content: AgendaItem) -> AgendaItem:
        full = content.top and not content.session and len(self._top()) >= MOST_TOP_ITEMS
        return replace(content, top=False, rank=0) if full else content

    def _ids(self, part: str) -> frozenset[str]:
        return frozenset(row[0] for row in self._connection.rows(f"{_ITEMS} SELECT id FROM {part}"))

    def _flagged(self, most: int | None, always: set[str]) -> list[Entry]:
        latest = self._connection.rows(
            f"""
            {_ITEMS}
            SELECT {_ENTRY} FROM entry_label AS label
            JOIN entry ON entry.position = label.position
            WHERE label.name = 'flagged' AND label.value = 'yes' AND entry.id NOT IN (SELECT entry FROM done)
            ORDER BY label.position DESC LIMIT ?
            """,
            (-1 if most is None else most,),
        )
        entries = [from_row(row) for row in latest]
        known = {entry.id for entry in entries}
        others = (self._entry(entry_id) for entry_id in sorted(always - known))
        return entries + [entry for entry in others if entry is not None and entry.content.flagged]

    def _entry(self, entry_id: str) -> Entry | None:
        row = self._connection.row(f"SELECT {COLUMNS} FROM entry WHERE id = ?", (entry_id,))
        return from_row(row) if row else None


def _line(item: Record[AgendaItem]) -> AgendaLine:
    return AgendaLine(item.id, item.content.text, item.content.kind or AgendaKind.TOPIC, item.content.top)


def _entry_line(entry: Entry, item: Record[AgendaItem] | None) -> AgendaLine:
    return AgendaLine(
        item.id if item else "", heading(entry.content), None, item is not None and item.content.top, entry
    )


_PARTS = (AgendaKind.QUESTION, AgendaKind.TOPIC, AgendaKind.HARD_TO_SAY, None)


def _part(line: AgendaLine) -> int:
    return _PARTS.index(line.kind)


def _rank(item: Record[AgendaItem]) -> tuple[bool, int, str]:
    # One that got its place in the form has no number yet, and comes after those that have.
    return item.content.rank == 0, item.content.rank, item.id


def _full() -> BadInput:
    return BadInput(
        f"{MOST_TOP_ITEMS} are chosen already: a session rarely has room for more.", "Take one of them off first."
    )
