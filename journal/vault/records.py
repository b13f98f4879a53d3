"""Records: what a journal holds beside entries. One table of the file has all of them, by type."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic

import msgspec

from journal.errors import NewerVersion, NotFound, Overtaken
from journal.model.codec import record_from_document, record_to_document, to_json
from journal.model.fields import check_numbers
from journal.model.goal import GoalProgress
from journal.model.records import CONTENT_OF, C, Content, Record
from journal.vault import draft_past, standing
from journal.vault.connection import Connection, Row
from journal.vault.identity import new_id
from journal.vault.rows import after, as_written, instant
from journal.vault.taking import Taken, without_peer

_COLUMNS = "id, version, created, updated, content"
_NOT_IN_TRASH = "There is no such record in the trash."


@dataclass(frozen=True)
class RemovedRecord:
    """A record in the trash, and the instant in UTC it was put there."""

    record: Record[Content]
    removed: dt.datetime


class Records(Generic[C]):
    """The records of one type. Methods that take an id raise NotFound where no such record is there."""

    def __init__(self, connection: Connection, clock: Callable[[], dt.datetime], content: type[C]) -> None:
        self._connection = connection
        self._clock = clock
        self._content = content

    def add(self, content: C, *, from_draft: str = "") -> Record[C]:
        """Keeps a new record; the draft it was made from goes in the same step.

        Raises BadInput for what can't be kept.
        """
        now = self._clock()
        record = Record(id=new_id(now), version=1, created=now, updated=now, content=content)
        with self._connection.atomic():
            check_numbers(content)
            self._allow(content, None)
            self._connection.run(
                "INSERT INTO record (id, type, version, created, updated, content) VALUES (?, ?, ?, ?, ?, ?)",
                (record.id, self._content.type, 1, instant(now), instant(now), _json(content)),
            )
            draft_past.end(self._connection, "id = ?", (from_draft,), now)
        return record

    def edit(self, record_id: str, content: C, *, from_draft: str = "", over: int | None = None) -> Record[C]:
        """Keeps a new version of a record; where nothing differs from the present one, none is made.

        `over` is the version that the change was made on; Overtaken is raised where another is the present one. Raises
        BadInput for what can't be kept.
        """
        with self._connection.atomic():
            before = self.get(record_id)
            draft_past.end(self._connection, "id = ?", (from_draft,), self._clock())
            if content == before.content:
                return before
            if over not in (None, before.version):
                raise Overtaken
            check_numbers(content)
            self._allow(content, before.content)
            now = after(self._clock(), before.updated)
            self._connection.run(
                "INSERT INTO record_version (id, version, content, updated) "
                "SELECT id, version, content, updated FROM record WHERE id = ?",
                (record_id,),
            )
            self._connection.run(
                "UPDATE record SET content = ?, version = version + 1, updated = ? WHERE id = ?",
                (_json(content), instant(now), record_id),
            )
            return self.get(record_id)

    def get(self, record_id: str) -> Record[C]:
        """One record."""
        row = self._connection.row(
            f"SELECT {_COLUMNS} FROM record WHERE id = ? AND type = ? AND removed IS NULL",
            (record_id, self._content.type),
        )
        if row is None:
            raise NotFound("There is no such record in this journal.")
        return self._record(row)

    def list(self) -> tuple[Record[C], ...]:
        """Every record of the type, in the order in which they were made."""
        return tuple(self.each())

    def each(self) -> Iterator[Record[C]]:
        """The same one by one, without holding them all in memory."""
        rows = self._connection.each(
            f"SELECT {_COLUMNS} FROM record WHERE type = ? AND removed IS NULL ORDER BY created, id",
            (self._content.type,),
        )
        return map(self._record, rows)

    def history(self, record_id: str) -> tuple[Record[C], ...]:
        """Every version of a record, the present one first."""
        present = self.get(record_id)
        return (present, *self.earlier(present))

    def earlier(self, present: Record[C]) -> tuple[Record[C], ...]:
        """The versions of a record before the present one, the latest first; they outlive a stay in the trash."""
        rows = self._connection.rows(
            "SELECT version, updated, content FROM record_version WHERE id = ? ORDER BY version DESC", (present.id,)
        )
        return tuple(
            self._record((present.id, version, instant(present.created), updated, content))
            for version, updated, content in rows
        )

    def restore(self, record_id: str, version: int, *, over: int | None = None) -> Record[C]:
        """Makes an earlier version the present one, as a new version, so that none is lost; `over` is as in `edit`.

        Raises BadInput for what can't be kept now, such as homework whose stage waits for an agreement.
        """
        with self._connection.atomic():
            return self.edit(record_id, self._version(record_id, version), over=over)

    def _version(self, record_id: str, version: int) -> C:
        for one in self.history(record_id):
            if one.version == version:
                return one.content
        raise NotFound("There is no such version of this record.")

    def remove(self, record_id: str) -> None:
        """Puts a record in the trash, from which it can be put back."""
        with self._connection.atomic():
            removed = standing.to_remove(self._connection, record_id, self.get(record_id).updated, self._clock())
            self._connection.run("UPDATE record SET removed = ? WHERE id = ?", (removed, record_id))

    def meets(self, record: Record[C], *, removed: dt.datetime | None = None) -> Taken:
        """What becomes of a record of another copy of the journal; `removed` is when it was put in the trash there."""
        row = self._connection.row(
            f"SELECT removed, {_COLUMNS} FROM record WHERE id = ? AND type = ?", (record.id, self._content.type)
        )
        if row is None:
            return without_peer(self._connection, record.id)
        with as_written():
            here = row[0] and dt.datetime.fromisoformat(row[0])
        return Taken.KNOWN if (self._record(row[1:]), here) == (record, removed) else Taken.DIFFERENT

    def take(
        self, record: Record[C], earlier: tuple[Record[C], ...] = (), *, removed: dt.datetime | None = None
    ) -> None:
        """Takes a new record in as it is, with its earlier versions; `removed` puts it in the trash, as of then.

        It is for what `meets` calls new, and an error in it has to end the block it is in. Nothing is
        refused: it was kept in a journal before.
        """
        gone = None if removed is None else instant(removed)
        with self._connection.joining():
            self._connection.run(
                "INSERT INTO record (id, type, version, created, updated, content, removed) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    record.id, self._content.type, record.version, instant(record.created), instant(record.updated),
                    _json(record.content), gone,
                ),
            )  # fmt: skip
            for one in earlier:
                self._connection.run(
                    "INSERT INTO record_version (id, version, content, updated) VALUES (?, ?, ?, ?)",
                    (record.id, one.version, _json(one.content), instant(one.updated)),
                )

    def _allow(self, content: C, before: C | None) -> None:
        """Raises BadInput for content that may not be kept in the place of `before`; nothing is refused by default."""

    def _allow_back(self, content: C) -> C:
        """The content to leave the trash with; BadInput for what may not leave it. Nothing is refused by default."""
        return content

    def _record(self, row: Row) -> Record[C]:
        record_id, version, created, updated, content = row
        with as_written():
            return Record(
                id=record_id,
                version=version,
                created=dt.datetime.fromisoformat(created),
                updated=dt.datetime.fromisoformat(updated),
                content=record_from_document(self._content, msgspec.json.decode(content)),
            )


class RecordTrash:
    """Removed records of every type. Methods that take an id raise NotFound where no such record is in the trash."""

    def __init__(
        self,
        connection: Connection,
        clock: Callable[[], dt.datetime],
        records_of: Callable[[type[Content]], Records[Content]],
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._records_of = records_of

    def list(self) -> tuple[RemovedRecord, ...]:
        """What is in the trash, the latest first, without what only a newer version of the program knows."""
        rows = self._connection.rows(
            f"SELECT type, removed, {_COLUMNS} FROM record WHERE removed IS NOT NULL ORDER BY removed DESC, id DESC"
        )
        return tuple(self._removed(row) for row in rows if row[0] in CONTENT_OF)

    def put_back(self, record_id: str) -> Record[Content]:
        """Takes a record out of the trash, as it was if that may be. Raises BadInput where its type forbids it now.

        Raises NewerVersion for a type that this version of the program doesn't know.
        """
        with self._connection.atomic():
            row = self._connection.row(
                f"SELECT type, removed, {_COLUMNS} FROM record WHERE id = ? AND removed IS NOT NULL", (record_id,)
            )
            if row is None:
                raise NotFound(_NOT_IN_TRASH)
            if row[0] not in CONTENT_OF:
                raise unknown_type()
            record = self._removed(row).record
            records = self._records_of(type(record.content))
            content = records._allow_back(record.content)
            self._connection.run("UPDATE record SET removed = NULL WHERE id = ?", (record_id,))
            standing.note_return(self._connection, record_id, row[1], self._clock())
            return records.edit(record_id, content)

    def purge(self, record_id: str) -> None:
        """Deletes a removed record, its history and drafts for good: their bytes are overwritten; the ids are kept.

        What was noted of a goal goes with it, wherever it is: nothing else leads there.
        """
        with self._connection.atomic():
            row = self._connection.row(
                "DELETE FROM record WHERE id = ? AND removed IS NOT NULL RETURNING removed", (record_id,)
            )
            if row is None:
                raise NotFound(_NOT_IN_TRASH)
            now = self._clock()
            draft_past.end(
                self._connection,
                "form ->> 'type' = ? AND form ->> '$.content.goal' = ?",
                (GoalProgress.type, record_id),
                now,
            )
            notes = self._connection.rows(
                "DELETE FROM record WHERE type = ? AND content ->> 'goal' = ? RETURNING id, updated, removed",
                (GoalProgress.type, record_id),
            )
            for note, *before in notes:
                erase_rest(self._connection, note, now, *before)
            # The goal is deleted after all that was noted of it.
            erase_rest(self._connection, record_id, now, *row, *(text for note in notes for text in note[1:]))

    def _removed(self, row: Row) -> RemovedRecord:
        kind, removed, *rest = row
        record = self._records_of(CONTENT_OF[kind])._record(tuple(rest))
        with as_written():
            return RemovedRecord(record, dt.datetime.fromisoformat(removed))


def unknown_type() -> NewerVersion:
    """The error for something of a type that only a newer version of the program knows."""
    return NewerVersion("This was made by a newer version of journal.", "Install that version. Nothing was changed.")


def erase_rest(connection: Connection, record_id: str, at: dt.datetime, *before: str | None) -> None:
    """Deletes what is left of a record that was deleted for good: its history and its drafts. The id is kept.

    `before` are instants at which it was changed.
    """
    connection.run("DELETE FROM record_version WHERE id = ?", (record_id,))
    draft_past.end(connection, "form ->> 'edits' = ?", (record_id,), at)
    forget_wordings(connection)
    standing.note_purge(connection, record_id, at, *before)


def forget_wordings(connection: Connection) -> None:
    """Deletes every rewording of a summary: each quotes what it stands for, which may be what is deleted for good."""
    connection.run("UPDATE summary_choice SET wording = NULL")


def contents(records: Iterable[Record[C]]) -> tuple[C, ...]:
    """What the records hold."""
    return tuple(record.content for record in records)


def _json(content: Content) -> str:
    return to_json(record_to_document(content))
