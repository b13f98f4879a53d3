"""Entries: saving, finding and reading them, their history and the trash."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from journal.errors import NotFound, Overtaken
from journal.model.entry import Entry, EntryContent, Sharing, check_entry
from journal.model.query import Query
from journal.model.sharing import still_shared
from journal.vault import choices, draft_past, search, standing
from journal.vault.connection import Connection, Row
from journal.vault.entry_rows import EntryRows
from journal.vault.identity import new_id
from journal.vault.position import position_of
from journal.vault.practices import erase_logged
from journal.vault.records import forget_wordings
from journal.vault.rows import COLUMNS, after, as_written, from_row, instant, split, to_row
from journal.vault.taking import Taken, without_peer

_THERE = "position, came, deleted"  # what the trash has beside COLUMNS


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
        self._rows = EntryRows(connection)

    def add(self, content: EntryContent, *, from_draft: str = "") -> Entry:
        """Saves a new entry; the draft it was written in goes in the same transaction, and the practice it logs.

        Raises BadInput for numbers outside the limits of their fields and scales.
        """
        check_entry(content)
        now = self._clock()
        content = replace(content, sharing=still_shared(content.sharing, content))
        entry = Entry(id=new_id(now), version=1, created=now, updated=now, content=content)
        with self._connection.atomic():
            self._rows.insert(entry)
            if entry.content.sharing != Sharing():
                choices.note(self._connection, entry, now)
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
            entry = before = self.get(entry_id)
            content = replace(content, sharing=still_shared(before.content.sharing, content))
            if content != before.content:
                if over not in (None, before.version):
                    raise Overtaken
                check_entry(content)
                updated = after(self._clock(), before.updated)
                entry = replace(before, version=before.version + 1, updated=updated, content=content)
                self._connection.run(
                    f"INSERT INTO entry_version ({COLUMNS}) SELECT {COLUMNS} FROM entry WHERE id = ?", (entry_id,)
                )
                self._rows.insert(entry, self._rows.remove(entry_id))
                self._keep_choice(before, entry)
            self._discard(from_draft)
        return entry

    def flag(self, entry_id: str, *, flagged: bool) -> Entry:
        """Marks an entry to be raised with the therapist, or takes the mark off."""
        with self._connection.atomic():
            return self.edit(entry_id, replace(self.get(entry_id).content, flagged=flagged))

    def share(self, entry_id: str, sharing: Sharing) -> Entry:
        """Chooses what may leave of an entry. It is no change of the entry, so it makes no version."""
        with self._connection.atomic():
            before = self.get(entry_id)
            content = replace(before.content, sharing=still_shared(sharing, before.content))
            entry = replace(before, content=content)
            if entry != before:
                self._rows.replace_sharing(entry)
                choices.note(self._connection, entry, self._clock())
        return entry

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
            deleted = standing.to_remove(self._connection, entry_id, self.get(entry_id).updated, self._clock())
            self._connection.run(
                f"INSERT INTO trash ({COLUMNS}, position, came, deleted) "
                f"SELECT {COLUMNS}, position, came, ? FROM entry WHERE id = ?",
                (deleted, entry_id),
            )
            self._rows.remove(entry_id)

    def put_back(self, entry_id: str) -> Entry:
        """Takes an entry out of the trash, as it was."""
        with self._connection.atomic():
            row = self._connection.row(f"DELETE FROM trash WHERE id = ? RETURNING {COLUMNS}, {_THERE}", (entry_id,))
            if row is None:
                raise NotFound("There is no such entry in the trash.")
            *columns, position, came, deleted = row
            entry = from_row(tuple(columns))
            standing.note_return(self._connection, entry_id, deleted, self._clock())
            self._rows.insert(entry, (position, came))
        return entry

    def trash(self) -> tuple[TrashedEntry, ...]:
        """What is in the trash, the latest first."""
        rows = self._connection.rows(f"SELECT {COLUMNS}, deleted FROM trash ORDER BY deleted DESC, id DESC")
        with as_written():
            return tuple(TrashedEntry(from_row(row[:-1]), dt.datetime.fromisoformat(row[-1])) for row in rows)

    def purge(self, entry_id: str) -> None:
        """Deletes a trashed entry, its history and its drafts for good: their bytes are overwritten; the id is kept."""
        with self._connection.atomic():
            row = self._connection.row("DELETE FROM trash WHERE id = ? RETURNING deleted", (entry_id,))
            if row is None:
                raise NotFound("There is no such entry in the trash.")
            now = self._clock()
            self._connection.run("DELETE FROM entry_version WHERE id = ?", (entry_id,))
            choices.forget(self._connection, entry_id)
            draft_past.end(self._connection, "form ->> 'edits' = ?", (entry_id,), now)
            forget_wordings(self._connection)
            standing.note_purge(self._connection, entry_id, now, *row)

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
            if entry.content.sharing != Sharing():
                choices.note(self._connection, entry, entry.updated)
            if deleted is None:
                self._rows.insert(entry)
                return
            words, facts = split(entry.content)
            place = (position_of(entry.content.when), instant(entry.updated), instant(deleted))
            self._connection.run(
                f"INSERT INTO trash ({COLUMNS}, {_THERE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*to_row(entry, words, facts), *place),
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

    def _keep_choice(self, before: Entry, entry: Entry) -> None:
        """Makes what is shared of a new version a choice where it isn't what the choices so far make of it."""
        made = still_shared(choices.holding(choices.of(self._connection, entry.id)), entry.content)
        if not made == entry.content.sharing == before.content.sharing:
            choices.note(self._connection, entry, entry.updated)

    def _discard(self, draft_id: str) -> None:
        if draft_id:
            draft_past.end(self._connection, "id = ?", (draft_id,), self._clock())


def _as_foreign(content: EntryContent) -> EntryContent:
    return replace(content, sharing=Sharing(), assignment=None, flagged=False)
