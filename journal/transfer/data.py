"""The whole journal as one JSON file, without loss. docs/data-format.md describes it, and reading.py reads it back."""

import datetime as dt
from collections.abc import Generator, Iterable, Iterator
from dataclasses import asdict, dataclass

import msgspec

from journal.model.codec import Document, record_to_document, to_document
from journal.model.entry import Entry, EntryContent
from journal.model.records import CONTENTS, Content, Record
from journal.safety.text import safe_json
from journal.vault.drafts import ENTRY, Draft
from journal.vault.entries import TrashedEntry
from journal.vault.people import Person
from journal.vault.records import RemovedRecord
from journal.vault.settings import Preferences
from journal.vault.summary_choices import SavedChoice
from journal.vault.vault import Vault

FORMAT = "journal-data"
VERSION = 1


@dataclass(frozen=True, kw_only=True)
class JournalData:
    """Everything in a journal, in the order of its file.

    `history` and `record_history` have the earlier versions by the id of their entry or record, the latest first; for
    those without any they have no item.
    """

    exported: dt.datetime
    people: tuple[Person, ...]
    settings: Preferences
    entries: tuple[Entry, ...]
    trash: tuple[TrashedEntry, ...]
    history: dict[str, tuple[Entry, ...]]
    records: tuple[Record[Content], ...]
    record_trash: tuple[RemovedRecord, ...]
    record_history: dict[str, tuple[Record[Content], ...]]
    drafts: tuple[Draft, ...]
    summary_choices: tuple[SavedChoice, ...]


def export_json(vault: Vault, now: dt.datetime) -> Generator[bytes]:
    """The journal as JSON in UTF-8, piece by piece: a line for each entry, newest first, and for each record.

    All of it is as it was when the first piece was asked for; nothing can be saved in this vault until the last one is
    taken or the generator is closed. It needs the memory of one entry, whatever the size of the journal.
    """
    with vault.snapshot():
        yield _line("{" + f'"format": {_json(FORMAT)}, "version": {VERSION}, "exported": {_json(now)},')
        yield _line(f'"settings": {_json(vault.settings.get())},')
        yield from _list("people", (asdict(person) for person in vault.people.list()))
        yield from _list("entries", (_entry(vault, entry) for entry in vault.entries.each()))
        trash = vault.entries.trash()
        yield from _list("trash", ({"deleted": one.deleted} | _entry(vault, one.entry) for one in trash))
        yield from _list("records", (_record(vault, one) for kind in CONTENTS for one in _records(vault, kind)))
        removed = vault.record_trash.list()
        yield from _list("record_trash", ({"deleted": one.removed} | _record(vault, one.record) for one in removed))
        yield from _list("drafts", map(_draft, vault.drafts.list()))
        yield from _list("summary_choices", map(_choice, vault.summary_choices.list()), last=True)
        yield _line("}")


def _list(name: str, items: Iterable[Document], *, last: bool = False) -> Iterator[bytes]:
    start = f'"{name}": [\n'
    for item in items:
        yield (start + _json(item)).encode()
        start = ",\n"
    yield _line(f'"{name}": []' if start.startswith('"') else "\n]", "" if last else ",")


def _line(*parts: str) -> bytes:
    return ("".join(parts) + "\n").encode()


def _json(value: object) -> str:
    return safe_json(msgspec.json.encode(value).decode())


def _records(vault: Vault, kind: type[Content]) -> Iterator[Record[Content]]:
    return iter(vault.records_of(kind).each())


def _entry(vault: Vault, entry: Entry) -> Document:
    earlier = vault.entries.history(entry.id) if entry.version > 1 else ()
    return {"id": entry.id} | _version(entry) | {"history": [_version(one) for one in earlier]}


def _record(vault: Vault, record: Record[Content]) -> Document:
    kind = type(record.content)
    earlier = vault.records_of(kind).earlier(record) if record.version > 1 else ()
    named = {"id": record.id, "type": kind.type}
    return named | _version(record) | {"history": [_version(one) for one in earlier]}


def _version(one: Entry | Record[Content]) -> Document:
    return {
        "version": one.version,
        "created": one.created,
        "updated": one.updated,
        "content": _content(one.content),
    }


def _draft(draft: Draft) -> Document:
    content = draft.content
    return {
        "id": draft.id,
        "type": ENTRY if isinstance(content, EntryContent) else content.type,
        "edits": draft.edits,
        "updated": draft.updated,
        "content": _content(content),
        "unread": draft.unread,
    }


def _choice(saved: SavedChoice) -> Document:
    return {
        "audience": saved.audience,
        "line": saved.line,
        "shown": saved.choice.shown,
        "seen": saved.choice.seen,
        "wording": saved.choice.wording,
        "following": saved.following,
        "updated": saved.updated,
    }


def _content(content: EntryContent | Content) -> Document:
    return to_document(content) if isinstance(content, EntryContent) else record_to_document(content)
