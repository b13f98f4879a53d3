"""Drafts: writing that was not saved yet as an entry or a record, kept in the same encrypted file."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from journal.errors import NotFound
from journal.model.codec import from_document, record_from_document, record_to_document, to_document, to_json
from journal.model.entry import EntryContent
from journal.model.records import CONTENT_OF, Content
from journal.vault import draft_past
from journal.vault.connection import Connection, Row
from journal.vault.identity import new_id
from journal.vault.records import unknown_type
from journal.vault.rows import after, as_written, instant
from journal.vault.taking import Taken, is_purged

ENTRY = "entry"  # the type of a draft of an entry; those of records have their own


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An entry or a record as far as it was written.

    `edits` is the id of what is being edited, or "" for something new. `unread` holds, by field, what was typed where
    it can't be read as a value yet, such as half a date, so that nothing typed is lost. `updated` is in UTC.
    """

    id: str
    content: EntryContent | Content
    edits: str = ""
    unread: dict[str, str]
    updated: dt.datetime


class Drafts:
    """The drafts of a vault."""

    def __init__(self, connection: Connection, clock: Callable[[], dt.datetime]) -> None:
        self._connection = connection
        self._clock = clock

    def save(
        self,
        content: EntryContent | Content,
        *,
        draft_id: str = "",
        over: dt.datetime | None = None,
        edits: str = "",
        unread: dict[str, str] | None = None,
    ) -> Draft:
        """Saves a draft, a new one where no id is given.

        `over` is the instant of the state that is written over. Where a merge gave the id to another state, that one
        stays, and this is a draft with an id of its own.
        """
        with self._connection.atomic():
            before = self.id_of(draft_id, over)
            row = self._connection.row("SELECT updated, origin FROM draft WHERE id = ?", (before,))
            now = after(self._clock(), dt.datetime.fromisoformat(row[0]) if row else None, over)
            if before != draft_id or (row and row[1]):  # an id that was made of a state is of no other
                draft_past.end(self._connection, "id = ?", (before,), now)
                draft_id = ""
            draft = Draft(id=draft_id or new_id(now), content=content, edits=edits, unread=unread or {}, updated=now)
            self.take(draft)
        return draft

    def id_of(self, draft_id: str, updated: dt.datetime | None) -> str:
        """The id that this state of a draft has by now; "" where it is over, and the id as it is without an instant.

        A merge gives the id of a draft to the latest of its states.
        """
        if updated is None:
            return draft_id
        row = self._connection.row(
            "SELECT id FROM draft WHERE updated = ? AND (id = ? OR origin = ?) ORDER BY id = ? DESC",
            (instant(updated), draft_id, draft_id, draft_id),
        )
        return row[0] if row else ""

    def meets(self, draft: Draft) -> Taken:
        """What becomes of a draft of another copy of the journal; one of an edit goes the way of what it edits."""
        row = self._connection.row("SELECT id, form, updated FROM draft WHERE id = ?", (draft.id,))
        if row is not None:
            return Taken.KNOWN if _draft(row) == draft else Taken.DIFFERENT
        gone = draft.edits and is_purged(self._connection, draft.edits)
        return Taken.PURGED if gone else Taken.NEW

    def take(self, draft: Draft) -> None:
        """Keeps a draft as it is, in the place of any with its id."""
        content = draft.content
        if isinstance(content, EntryContent):
            form: dict[str, Any] = {"type": ENTRY, "content": to_document(content)}
        else:
            form = {"type": content.type, "content": record_to_document(content)}
        form |= {"edits": draft.edits, "unread": draft.unread}
        with self._connection.atomic():
            draft_past.end(self._connection, "id = ?", (draft.id,), draft.updated)
            self._connection.run(
                "INSERT INTO draft (id, form, updated) VALUES (?, ?, ?)",
                (draft.id, to_json(form), instant(draft.updated)),
            )

    def list(self) -> tuple[Draft, ...]:
        """Every draft, the latest first, without those that only a newer version of the program knows."""
        rows = self._connection.rows("SELECT id, form, updated FROM draft ORDER BY updated DESC, id DESC")
        return tuple(draft for row in rows if (draft := _draft(row)) is not None)

    def get(self, draft_id: str) -> Draft:
        """One draft. Raises NotFound, and NewerVersion for one that only a newer version of the program knows."""
        row = self._connection.row("SELECT id, form, updated FROM draft WHERE id = ?", (draft_id,))
        if row is None:
            raise NotFound("There is no such draft.")
        if (draft := _draft(row)) is None:
            raise unknown_type()
        return draft

    def of_edit(self, edited: str) -> Draft | None:
        """The draft of an edit of the entry or record with this id, if there is one."""
        rows = self._connection.rows(
            "SELECT id, form, updated FROM draft WHERE form ->> 'edits' = ? ORDER BY updated DESC, id DESC", (edited,)
        )
        return next(filter(None, map(_draft, rows)), None)

    def discard(self, draft_id: str) -> None:
        """Deletes a draft for good; harmless when it is gone already."""
        with self._connection.atomic():
            draft_past.end(self._connection, "id = ?", (draft_id,), self._clock())


def _draft(row: Row) -> Draft | None:
    """The draft in a row; None where this version of the program doesn't know what it is of."""
    draft_id, form, updated = row
    with as_written():
        kept = msgspec.json.decode(form)
        if kept["type"] != ENTRY and kept["type"] not in CONTENT_OF:
            return None
        return Draft(
            id=draft_id,
            content=(
                from_document(kept["content"])
                if kept["type"] == ENTRY
                else record_from_document(CONTENT_OF[kept["type"]], kept["content"])
            ),
            edits=kept["edits"],
            unread=kept["unread"],
            updated=dt.datetime.fromisoformat(updated),
        )
