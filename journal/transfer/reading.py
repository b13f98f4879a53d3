"""A file of the whole journal, read back. What isn't as it should be is refused by its place, and never quoted."""

import datetime as dt
import re
from dataclasses import asdict
from typing import Annotated, TypeVar

import msgspec

from journal.errors import BadInput
from journal.model.codec import Document, from_whole_document, record_from_whole_document
from journal.model.entry import Entry, EntryContent
from journal.model.records import CONTENT_OF, Content, Record
from journal.model.sharing import Audience
from journal.transfer.data import FORMAT, VERSION, JournalData
from journal.vault.drafts import ENTRY, Draft
from journal.vault.entries import TrashedEntry
from journal.vault.people import Person
from journal.vault.records import RemovedRecord
from journal.vault.settings import Preferences
from journal.vault.summary_choices import LineChoice, Rewording, SavedChoice

# What a file may hold at most, so that one made to do harm is refused before it fills the memory.
MOST_BYTES = 1 << 28
MOST_ITEMS = 1_000_000  # in one list, such as that of the entries
MOST_BYTES_OF_CONTENT = 1 << 24
MOST_LEVELS = 8  # within the content of one entry or record; a rule of a sensate-focus practice is three levels down

# The shapes of the file. The content of an entry or a record stays as bytes until its turn comes.

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
    alias: str = ""  # 0.1.0 wrote neither of these
    kept_out: Annotated[list[str], _Limit] = []


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


class _RecordItem(_EntryItem, forbid_unknown_fields=True, kw_only=True):
    type: str


class _RecordTrashItem(_RecordItem, forbid_unknown_fields=True, kw_only=True):
    deleted: _Instant


class _DraftItem(msgspec.Struct, forbid_unknown_fields=True):
    id: _Id
    type: str
    edits: str
    updated: _Instant
    content: msgspec.Raw
    unread: dict[str, str]


class _RewordingItem(msgspec.Struct, forbid_unknown_fields=True):
    instead_of: str
    words: str


class _ChoiceItem(msgspec.Struct, forbid_unknown_fields=True):
    audience: Audience
    line: str
    shown: bool | None
    seen: str
    wording: dict[str, _RewordingItem]
    following: str
    updated: _Instant


class _File(_Head, forbid_unknown_fields=True):
    exported: _Instant
    settings: msgspec.Raw
    people: Annotated[list[_PersonItem], _Limit]
    entries: Annotated[list[_EntryItem], _Limit]
    trash: Annotated[list[_TrashItem], _Limit]
    records: Annotated[list[_RecordItem], _Limit]
    record_trash: Annotated[list[_RecordTrashItem], _Limit]
    drafts: Annotated[list[_DraftItem], _Limit]
    summary_choices: Annotated[list[_ChoiceItem], _Limit] = []


# A path of the decoder, as long as it has nothing in it but names of ours and numbers.
_OWN_NAMES = "|".join(
    name
    for shape in (_File, _RecordTrashItem, _DraftItem, _PersonItem, _ChoiceItem)
    for name in shape.__struct_fields__
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
    ids = [item.id for item in (*file.entries, *file.trash, *file.records, *file.record_trash)]
    if len(set(ids)) < len(ids):
        raise BadInput("The file can't be read: an id is in it twice.")
    return JournalData(
        exported=_utc(file.exported, "exported"),
        people=tuple(Person(item.nickname, item.is_self, item.alias, tuple(item.kept_out)) for item in file.people),
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
        records=tuple(_record(item, item, f"records[{n}]") for n, item in enumerate(file.records)),
        record_trash=tuple(
            RemovedRecord(_record(item, item, f"record_trash[{n}]"), _utc(item.deleted, f"record_trash[{n}]"))
            for n, item in enumerate(file.record_trash)
        ),
        record_history={
            item.id: tuple(_record(earlier, item, f"{name}[{n}].history") for earlier in item.history)
            for name, items in (("records", file.records), ("record_trash", file.record_trash))
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
        summary_choices=tuple(
            SavedChoice(
                item.audience,
                item.line,
                LineChoice(
                    item.shown,
                    item.seen,
                    {name: Rewording(one.instead_of, one.words) for name, one in item.wording.items()},
                ),
                item.following,
                _utc(item.updated, f"summary_choices[{n}]"),
            )
            for n, item in enumerate(file.summary_choices)
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
        content=_entry_content(item.content, place),
    )


def _record(item: _VersionItem, of: _RecordItem, place: str) -> Record[Content]:
    return Record(
        id=of.id,
        version=item.version,
        created=_utc(item.created, place),
        updated=_utc(item.updated, place),
        content=_record_content(of.type, item.content, place),
    )


def _any_content(kind: str, raw: msgspec.Raw, place: str) -> EntryContent | Content:
    return _entry_content(raw, place) if kind == ENTRY else _record_content(kind, raw, place)


def _entry_content(raw: msgspec.Raw, place: str) -> EntryContent:
    document = _document(raw, place)
    try:
        return from_whole_document(document)
    except BadInput as problem:
        raise BadInput(f"The file can't be read at {place}: {problem.message}") from None


def _record_content(kind: str, raw: msgspec.Raw, place: str) -> Content:
    if kind not in CONTENT_OF:
        raise _unreadable(place)
    document = _document(raw, place)
    try:
        return record_from_whole_document(CONTENT_OF[kind], document)
    except BadInput as problem:
        raise BadInput(f"The file can't be read at {place}: {problem.message}") from None


def _document(raw: msgspec.Raw, place: str) -> Document:
    if len(memoryview(raw)) > MOST_BYTES_OF_CONTENT:
        raise BadInput(f"The file can't be read: there is too much in {place}.")
    document = _decode(raw, Document, place)
    if _deeper_than(MOST_LEVELS, document):
        raise BadInput(f"The file can't be read: {place} is nested too deep.")
    return document


def _preferences(raw: msgspec.Raw) -> Preferences:
    settings = _decode(raw, Preferences, "settings")
    if not _decode(raw, Document, "settings").keys() <= asdict(settings).keys():
        raise _unreadable("settings")
    return settings


def _utc(instant: dt.datetime, place: str) -> dt.datetime:
    # At the ends of the calendar there is no local time.
    if not dt.MINYEAR < instant.year < dt.MAXYEAR:
        raise _unreadable(place)
    return instant.astimezone(dt.UTC)


def _deeper_than(levels: int, value: object) -> bool:
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_deeper_than(levels - 1, part) for part in inner)
