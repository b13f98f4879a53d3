"""The whole journal as one JSON file, without loss, and back. docs/data-format.md describes it."""

import datetime as dt
import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Annotated, Any, TypeVar

import msgspec

from journal.errors import BadInput
from journal.model.codec import (
    Document,
    from_whole_document,
    record_from_whole_document,
    record_to_document,
    to_document,
)
from journal.model.entry import Entry, EntryContent
from journal.model.records import CONTENT_OF, Content
from journal.safety.text import safe_json
from journal.vault.drafts import ENTRY, Draft
from journal.vault.entries import TrashedEntry
from journal.vault.people import Person
from journal.vault.settings import Preferences
from journal.vault.vault import Vault

FORMAT = "journal-data"
VERSION = 1

# What a file may hold at most, so that one made to do harm is refused before it fills the memory.
MOST_BYTES = 1 << 28
MOST_ITEMS = 1_000_000  # in one list, such as that of the entries
MOST_BYTES_OF_CONTENT = 1 << 24
MOST_LEVELS = 8  # within the content of one entry; a rule of a sensate-focus practice is three levels down


@dataclass(frozen=True, kw_only=True)
class JournalData:
    """Everything in a journal, in the order of its file.

    `history` has the earlier versions by the id of their entry, the latest first; for those without any it has no item.
    """

    exported: dt.datetime
    people: tuple[Person, ...]
    settings: Preferences
    entries: tuple[Entry, ...]
    trash: tuple[TrashedEntry, ...]
    history: dict[str, tuple[Entry, ...]]
    drafts: tuple[Draft, ...]


def export_json(vault: Vault, now: dt.datetime) -> Generator[bytes]:
    """The journal as JSON in UTF-8, piece by piece: a line for each entry, newest first.

    All of it is as it was when the first piece was asked for; nothing can be saved in this vault until the last one is
    taken or the generator is closed. It needs the memory of one entry, whatever the size of the journal.
    """
    with vault.snapshot():
        yield _line("{" + f'"format": {_json(FORMAT)}, "version": {VERSION}, "exported": {_json(now)},')
        yield _line(f'"settings": {_json(vault.settings.get())},')
        yield from _list("people", (asdict(person) for person in vault.people.list()))
        yield from _list("entries", (_versions(vault, entry) for entry in vault.entries.each()))
        trash = vault.entries.trash()
        yield from _list("trash", ({"deleted": one.deleted} | _versions(vault, one.entry) for one in trash))
        yield from _list("drafts", map(_draft, vault.drafts.list()), last=True)
        yield _line("}")


def _list(name: str, items: Iterable[dict[str, Any]], *, last: bool = False) -> Iterator[bytes]:
    start = f'"{name}": [\n'
    for item in items:
        yield (start + _json(item)).encode()
        start = ",\n"
    yield _line(f'"{name}": []' if start.startswith('"') else "\n]", "" if last else ",")


def _line(*parts: str) -> bytes:
    return ("".join(parts) + "\n").encode()


def _json(value: object) -> str:
    return safe_json(msgspec.json.encode(value).decode())


def _version(entry: Entry) -> dict[str, Any]:
    return {
        "version": entry.version,
        "created": entry.created,
        "updated": entry.updated,
        "content": to_document(entry.content),
    }


def _versions(vault: Vault, entry: Entry) -> dict[str, Any]:
    earlier = vault.entries.history(entry.id) if entry.version > 1 else ()
    return {"id": entry.id} | _version(entry) | {"history": [_version(one) for one in earlier]}


def _draft(draft: Draft) -> dict[str, Any]:
    content = draft.content
    return {
        "id": draft.id,
        "type": ENTRY if isinstance(content, EntryContent) else content.type,
        "edits": draft.edits,
        "updated": draft.updated,
        "content": to_document(content) if isinstance(content, EntryContent) else record_to_document(content),
        "unread": draft.unread,
    }


# The shapes of the file, for reading. The content of an entry stays as bytes until its turn comes.

_Id = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
_Instant = Annotated[dt.datetime, msgspec.Meta(tz=True)]
_Count = Annotated[int, msgspec.Meta(ge=1)]
_Limit = msgspec.Meta(max_length=MOST_ITEMS)


class _Head(msgspec.Struct):
    format: str
    version: _Count


class _PersonItem(msgspec.Struct, forbid_unknown_fields=True):
    nickname: str
    is_self: bool


class _VersionItem(msgspec.Struct, forbid_unknown_fields=True):
    version: _Count
    created: _Instant
    updated: _Instant
    content: msgspec.Raw


class _EntryItem(_VersionItem, forbid_unknown_fields=True, kw_only=True):
    id: _Id
    history: Annotated[list[_VersionItem], _Limit]


class _TrashItem(_EntryItem, forbid_unknown_fields=True, kw_only=True):
    deleted: _Instant


class _DraftItem(msgspec.Struct, forbid_unknown_fields=True):
    id: _Id
    type: str
    edits: str
    updated: _Instant
    content: msgspec.Raw
    unread: dict[str, str]


class _File(_Head, forbid_unknown_fields=True):
    exported: _Instant
    settings: msgspec.Raw
    people: Annotated[list[_PersonItem], _Limit]
    entries: Annotated[list[_EntryItem], _Limit]
    trash: Annotated[list[_TrashItem], _Limit]
    drafts: Annotated[list[_DraftItem], _Limit]


# A path of the decoder, as long as it has nothing in it but names of ours and numbers.
_OWN_NAMES = "|".join(
    _File.__struct_fields__ + _TrashItem.__struct_fields__ + _DraftItem.__struct_fields__ + ("nickname", "is_self")
)
_PLACE = re.compile(rf" - at `\$\.?((?:\.?(?:{_OWN_NAMES})|\[\d+\])*)`$")


def read_json(data: bytes | str) -> JournalData:
    """What a file of `export_json` holds. Raises BadInput, naming the place and nothing that is there.

    Strict, so that nothing is lost without a word: a field, a format or a version that isn't known is refused. So is a
    file beyond the limits above.
    """
    if len(data) > MOST_BYTES:
        raise BadInput("The file is too large to be read.", f"Files of up to {MOST_BYTES >> 20} MiB can be.")
    head = _decode(data, _Head)
    if head.format != FORMAT:
        raise BadInput("This is not a file of journal data.", "Name one that journal export data has written.")
    if head.version > VERSION:
        raise BadInput("This file was made by a newer version of journal.", "Install that version, then try again.")
    file = _decode(data, _File)
    ids = [item.id for item in (*file.entries, *file.trash)]
    if len(set(ids)) < len(ids):
        raise BadInput("The file can't be read: an id is in it twice.")
    return JournalData(
        exported=_utc(file.exported, "exported"),
        people=tuple(Person(item.nickname, item.is_self) for item in file.people),
        settings=_preferences(file.settings),
        entries=tuple(_entry(item, item.id, f"entries[{n}]") for n, item in enumerate(file.entries)),
        trash=tuple(
            TrashedEntry(_entry(item, item.id, f"trash[{n}]"), _utc(item.deleted, f"trash[{n}]"))
            for n, item in enumerate(file.trash)
        ),
        history={
            item.id: tuple(_entry(earlier, item.id, f"{name}[{n}].history") for earlier in item.history)
            for name, items in (("entries", file.entries), ("trash", file.trash))
            for n, item in enumerate(items)
            if item.history
        },
        drafts=tuple(
            Draft(
                id=item.id,
                content=_any_content(item.type, item.content, f"drafts[{n}]"),
                edits=item.edits,
                unread=item.unread,
                updated=_utc(item.updated, f"drafts[{n}]"),
            )
            for n, item in enumerate(file.drafts)
        ),
    )


_T = TypeVar("_T")


def _unreadable(place: str) -> BadInput:
    return BadInput(f"The file can't be read: there is something unexpected at {place}.")


def _decode(data: bytes | str | msgspec.Raw, shape: type[_T], place: str = "its outermost level") -> _T:
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as problem:
        found = _PLACE.search(str(problem))
        raise _unreadable(found[1] if found else place) from None


def _entry(item: _VersionItem, entry_id: str, place: str) -> Entry:
    return Entry(
        id=entry_id,
        version=item.version,
        created=_utc(item.created, place),
        updated=_utc(item.updated, place),
        content=_content(item.content, place),
    )


def _content(raw: msgspec.Raw, place: str) -> EntryContent:
    if len(memoryview(raw)) > MOST_BYTES_OF_CONTENT:
        raise BadInput(f"The file can't be read: there is too much in {place}.")
    document = _decode(raw, Document, place)
    if _deeper_than(MOST_LEVELS, document):
        raise BadInput(f"The file can't be read: {place} is nested too deep.")
    try:
        return from_whole_document(document)
    except BadInput as problem:
        raise BadInput(f"The file can't be read at {place}: {problem.message}") from None


def _any_content(kind: str, raw: msgspec.Raw, place: str) -> EntryContent | Content:
    if kind == ENTRY:
        return _content(raw, place)
    if kind not in CONTENT_OF:
        raise _unreadable(place)
    try:
        return record_from_whole_document(CONTENT_OF[kind], _decode(raw, Document, place))
    except BadInput as problem:
        raise BadInput(f"The file can't be read at {place}: {problem.message}") from None


def _preferences(raw: msgspec.Raw) -> Preferences:
    settings = _decode(raw, Preferences, "settings")
    if not _decode(raw, Document, "settings").keys() <= asdict(settings).keys():
        raise _unreadable("settings")
    return settings


def _utc(instant: dt.datetime, place: str) -> dt.datetime:
    try:
        return instant.astimezone(dt.UTC)
    except OverflowError:
        raise _unreadable(place) from None


def _deeper_than(levels: int, value: object) -> bool:
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_deeper_than(levels - 1, part) for part in inner)
