"""Entries: saving, finding and reading them, their history and the trash."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from journal.errors import NotFound, Overtaken
from journal.model.entry import Entry, EntryContent, Sharing, check_entry
from journal.model.query import Query
from journal.model.sharing import still_shared
from journal.vault import search
from journal.vault.connection import Connection, Row
from journal.vault.identity import new_id
from journal.vault.position import TIES, position_of
from journal.vault.practices import erase_logged
from journal.vault.records import forget_wordings
from journal.vault.rows import COLUMNS, as_written, from_row, instant, split, to_row
from journal.vault.taking import Taken, without_peer


@dataclass(frozen=True)
class Page:
    """Some entries of a list, newest first.

    `after` and `before` are where the page ends and begins; None where the list ends or begins there.
    """

    entries: tuple[Entry, ...]
    after: int | None
    before: int | None


@dataclass(frozen=True)
class TrashedEntry:
    """An entry in the trash, and the instant in UTC it was put there."""

    entry: Entry
    deleted: dt.datetime


class Entries:
    """The entries of a vault. Methods that take an id raise NotFound where no such entry is there."""

    def __init__(self, connection: Connection, clock: Callable[[], dt.datetime]) -> None:
        self._connection = connection
        self._clock = clock

    def add(self, content: EntryContent, *, from_draft: str = "") -> Entry:
        """Saves a new entry; the draft it was written in goes in the same transaction, and the practice it logs.

        Raises BadInput for numbers outside the limits of their fields and scales.
        """
        check_entry(content)
        now = self._clock()
        content = replace(content, sharing=still_shared(content.sharing, content))
        entry = Entry(id=new_id(now), version=1, created=now, updated=now, content=content)
        with self._connection.atomic():
            self._insert(entry)
            if from_draft:
                self._discard(from_draft)
                erase_logged(self._connection, from_draft, now)
        return entry

    def edit(self, entry_id: str, content: EntryContent, *, from_draft: str = "", over: int | None = None) -> Entry:
        """Saves an entry's new content and keeps the version before it. The same content again changes nothing.

        Raises BadInput as `add` does.

        `over` is the version that the change was made on; Overtaken is raised where another is the present one.

        What is shared stays as it was chosen with `share`, whatever the content says: neither an old draft nor a
        restored version can release again what was taken back. A field that became empty is shared no more.
        """
        with self._connection.atomic():
            before = self.get(entry_id)
            after = before
            content = replace(content, sharing=still_shared(before.content.sharing, content))
            if content != before.content:
                if over not in (None, before.version):
                    raise Overtaken
                check_entry(content)
                after = Entry(
                    id=entry_id,
                    version=before.version + 1,
                    created=before.created,
                    updated=self._clock(),
                    content=content,
                )
                self._connection.run(
                    f"INSERT INTO entry_version ({COLUMNS}) SELECT {COLUMNS} FROM entry WHERE id = ?", (entry_id,)
                )
                self._insert(after, place=self._remove(entry_id))
            self._discard(from_draft)
        return after

    def flag(self, entry_id: str, *, flagged: bool) -> Entry:
        """Marks an entry to be raised with the therapist, or takes the mark off."""
        with self._connection.atomic():
            return self.edit(entry_id, replace(self.get(entry_id).content, flagged=flagged))

    def share(self, entry_id: str, sharing: Sharing) -> Entry:
        """Chooses what may leave of an entry. It is no change of the entry, so it makes no version."""
        with self._connection.atomic():
            before = self.get(entry_id)
            content = replace(before.content, sharing=still_shared(sharing, before.content))
            after = replace(before, content=content)
            if after != before:
                self._put_in_place(after)
        return after

    def get(self, entry_id: str) -> Entry:
        """One entry."""
        row = self._connection.row(f"SELECT {COLUMNS} FROM entry WHERE id = ?", (entry_id,))
        if row is None:
            raise NotFound("There is no such entry.", "journal list shows the entries with their ids.")
        return from_row(row)

    def find(self, ending: str) -> Entry:
        """The one entry whose id is, or ends in, what was typed. Raises NotFound for none or several."""
        ending = ending.strip().lower()
        if len(ending) == 36:
            return self.get(ending)
        ids: list[Row] = []
        if len(ending) >= 4 and all(char in "0123456789abcdef-" for char in ending):
            ids = self._connection.rows("SELECT id FROM entry WHERE id LIKE ? LIMIT 2", (f"%{ending}",))
        if len(ids) == 1:
            return self.get(ids[0][0])
        problem = "Several entries have" if ids else "No entry has"
        raise NotFound(f"{problem} an id that ends like this.", "journal list shows the ids.")

    def page(
        self, query: Query = Query(), *, after: int | None = None, before: int | None = None, limit: int = 50
    ) -> Page:
        """The newest entries that a query finds, or those next to a place: following `after`, or ahead of `before`."""
        backwards = before is not None
        places, values = self._places(query, after=after, before=before)
        rows = self._connection.rows(
            f"SELECT position, {COLUMNS} FROM entry WHERE position IN ({places} LIMIT ?) ORDER BY position DESC",
            (*values, limit + 1),
        )
        more = len(rows) > limit
        rows = rows[-limit:] if backwards else rows[:limit]
        if not rows:
            return Page((), None, None)
        follows, leads = (True, more) if backwards else (more, after is not None)
        return Page(
            tuple(from_row(row[1:]) for row in rows), rows[-1][0] if follows else None, rows[0][0] if leads else None
        )

    def page_at(self, query: Query, offset: int, limit: int = 50) -> Page:
        """The entries from a place counted from the newest, for a jump into the middle of a list."""
        if offset <= 0:
            return self.page(query, limit=limit)
        places, values = self._places(query)
        start = self._connection.row(f"{places} LIMIT 1 OFFSET ?", (*values, offset))
        return self.page(query, after=start[0] + 1, limit=limit) if start else Page((), None, None)

    def count(self, query: Query = Query()) -> int:
        """How many entries a query finds."""
        places, values = self._places(query, ordered=False)
        row = self._connection.row(f"SELECT count(*) FROM ({places})", values)
        return int(row[0]) if row else 0

    def each(self, query: Query = Query()) -> Iterator[Entry]:
        """Every entry that a query finds, newest first, without holding them all in memory."""
        sql, values = f"SELECT {COLUMNS} FROM entry", list[Any]()
        if query != Query():
            places, values = self._places(query, ordered=False)
            sql += f" WHERE position IN ({places})"
        for row in self._connection.each(f"{sql} ORDER BY position DESC", values):
            yield from_row(row)

    def history(self, entry_id: str) -> tuple[Entry, ...]:
        """The versions of an entry before the present one, the latest first; they outlive a stay in the trash."""
        rows = self._connection.rows(
            f"SELECT {COLUMNS} FROM entry_version WHERE id = ? ORDER BY version DESC", (entry_id,)
        )
        return tuple(from_row(row) for row in rows)

    def restore(self, entry_id: str, version: int, *, over: int | None = None) -> Entry:
        """Makes an earlier version the present one, as a new version, so that none is lost; `over` is as in `edit`."""
        with self._connection.atomic():
            for earlier in self.history(entry_id):
                if earlier.version == version:
                    return self.edit(entry_id, earlier.content, over=over)
        raise NotFound("There is no such version of this entry.")

    def move_to_trash(self, entry_id: str) -> None:
        """Takes an entry out of every list and search. It can be put back."""
        with self._connection.atomic():
            self.get(entry_id)
            self._connection.run(
                f"INSERT INTO trash ({COLUMNS}, position, deleted) "
                f"SELECT {COLUMNS}, position, ? FROM entry WHERE id = ?",
                (instant(self._clock()), entry_id),
            )
            self._remove(entry_id)

    def put_back(self, entry_id: str) -> Entry:
        """Takes an entry out of the trash, as it was."""
        with self._connection.atomic():
            row = self._connection.row(f"SELECT {COLUMNS}, position FROM trash WHERE id = ?", (entry_id,))
            if row is None:
                raise NotFound("There is no such entry in the trash.")
            entry = from_row(row[:-1])
            self._connection.run("DELETE FROM trash WHERE id = ?", (entry_id,))
            self._insert(entry, place=row[-1])
        return entry

    def trash(self) -> tuple[TrashedEntry, ...]:
        """What is in the trash, the latest first."""
        rows = self._connection.rows(f"SELECT {COLUMNS}, deleted FROM trash ORDER BY deleted DESC, id DESC")
        with as_written():
            return tuple(TrashedEntry(from_row(row[:-1]), dt.datetime.fromisoformat(row[-1])) for row in rows)

    def purge(self, entry_id: str) -> None:
        """Deletes a trashed entry, its history and its drafts for good: their bytes are overwritten; the id is kept."""
        with self._connection.atomic():
            if not self._connection.run("DELETE FROM trash WHERE id = ?", (entry_id,)):
                raise NotFound("There is no such entry in the trash.")
            self._connection.run("DELETE FROM entry_version WHERE id = ?", (entry_id,))
            self._connection.run("DELETE FROM draft WHERE form ->> 'edits' = ?", (entry_id,))
            forget_wordings(self._connection)
            self._connection.run("INSERT INTO purged (id, purged) VALUES (?, ?)", (entry_id, instant(self._clock())))

    def meets(self, entry: Entry, *, deleted: dt.datetime | None = None) -> Taken:
        """What becomes of an entry of another copy of the journal; `deleted` is when it was put in the trash there."""
        here, there = self._standing(entry.id)
        if here is None:
            return without_peer(self._connection, entry.id)
        return Taken.KNOWN if (here, there) == (entry, deleted) else Taken.DIFFERENT

    def meets_foreign(self, entry: Entry) -> Taken:
        """What becomes of an entry of another program: known where a version of the one here has what it has.

        What was shared of it since, or which homework it was given, makes no difference.
        """
        here, _ = self._standing(entry.id)
        if here is None:
            return without_peer(self._connection, entry.id)
        versions = (_as_foreign(one.content) for one in (here, *self.history(entry.id)))
        return Taken.KNOWN if entry.content in versions else Taken.DIFFERENT

    def take(self, entry: Entry, earlier: tuple[Entry, ...] = (), *, deleted: dt.datetime | None = None) -> None:
        """Takes a new entry in as it is, with its earlier versions; `deleted` puts it in the trash, as of then.

        It is for what `meets` calls new, and an error in it has to end the block it is in. Among the
        entries of its minute it comes after those that are there.
        """
        with self._connection.joining():
            for one in earlier:
                words, facts = split(one.content)
                marks = ", ".join("?" * len(COLUMNS.split(",")))
                self._connection.run(
                    f"INSERT INTO entry_version ({COLUMNS}) VALUES ({marks})", to_row(one, words, facts)
                )
            if deleted is None:
                self._insert(entry)
                return
            words, facts = split(entry.content)
            self._connection.run(
                f"INSERT INTO trash ({COLUMNS}, position, deleted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*to_row(entry, words, facts), position_of(entry.content.when), instant(deleted)),
            )

    def tags(self) -> tuple[str, ...]:
        """Every tag in use, in order."""
        return search.values_of(self._connection, "tag")

    def _standing(self, entry_id: str) -> tuple[Entry | None, dt.datetime | None]:
        """The entry with this id, and when it was put in the trash where it is there; None where it is nowhere."""
        row = self._connection.row(f"SELECT {COLUMNS} FROM entry WHERE id = ?", (entry_id,))
        if row is not None:
            return from_row(row), None
        row = self._connection.row(f"SELECT {COLUMNS}, deleted FROM trash WHERE id = ?", (entry_id,))
        with as_written():
            return (None, None) if row is None else (from_row(row[:-1]), dt.datetime.fromisoformat(row[-1]))

    def _places(self, query: Query, **how: Any) -> tuple[str, list[Any]]:
        return search.places(search.spelled(self._connection, query), **how)

    def _insert(self, entry: Entry, place: int | None = None) -> None:
        """Puts an entry among the others of its minute: at the place it had before, if it may, or after them all."""
        low = position_of(entry.content.when)
        if place is None or not low <= place < low + TIES or self._is_taken(place):
            (last,) = self._connection.row(
                "SELECT max(position) FROM entry WHERE position BETWEEN ? AND ?", (low, low + TIES - 1)
            ) or (None,)
            place = low if last is None else last + 1
        words, facts = split(entry.content)
        self._add_row(entry, place, words, facts)
        search.index(self._connection, place, words, facts)

    def _put_in_place(self, entry: Entry) -> None:
        """Puts an entry where it was before it was shared otherwise; its words stay, and so the index of them does."""
        (place,) = self._connection.rows("SELECT position FROM entry WHERE id = ?", (entry.id,))[0]
        self._connection.run("DELETE FROM entry WHERE position = ?", (place,))
        self._add_row(entry, place, *split(entry.content))

    def _add_row(self, entry: Entry, place: int, words: dict[str, str], facts: dict[str, Any]) -> None:
        self._connection.run(
            f"INSERT INTO entry (position, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (place, *to_row(entry, words, facts)),
        )

    def _is_taken(self, place: int) -> bool:
        return self._connection.row("SELECT 1 FROM entry WHERE position = ?", (place,)) is not None

    def _remove(self, entry_id: str) -> int:
        """Takes an entry and its words out, and returns the place it had."""
        position, words, facts = self._connection.rows(
            "SELECT position, words, facts FROM entry WHERE id = ?", (entry_id,)
        )[0]
        with as_written():
            search.forget(self._connection, position, msgspec.json.decode(words), msgspec.json.decode(facts))
        self._connection.run("DELETE FROM entry WHERE position = ?", (position,))
        return int(position)

    def _discard(self, draft_id: str) -> None:
        if draft_id:
            self._connection.run("DELETE FROM draft WHERE id = ?", (draft_id,))


def _as_foreign(content: EntryContent) -> EntryContent:
    return replace(content, sharing=Sharing(), assignment=None, flagged=False)
