"""The tables of a story's data files: dates in them count back from today, and keys stand for ids.

Every table has the shape of a document (see journal/model/codec.py) with a few names beside: `days_ago` and `key` in
all of them, and in those of records `edited` and `removed`, which count back in the same way.
"""

import datetime as dt
import functools
import tomllib
import types
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from importlib import resources
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from journal.model.codec import Document, from_whole_document, record_from_whole_document
from journal.model.entry import EntryContent
from journal.model.records import CONTENT_OF, Content
from journal.model.sharing import RATING
from journal.vault.people import Person

# What a person set, beside who they are.
_SETTINGS = ("support_contacts", "words")

# What a table of a record has beside the fields of the record.
_BESIDE = frozenset({"earlier", "key", "days_ago", "edited", "removed"})

# How long after a practice an entry is written.
_WRITING = dt.timedelta(minutes=8)
_EVENING = dt.time(21, 0)
_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Told:
    """What the files of a story tell: who is in it, what they set, and tables of entries and of records.

    The first of the people is the one whose journal it is.
    """

    people: tuple[Person, ...]
    settings: Document
    tables: dict[str, list[Document]]

    def of(self, name: str) -> list[Document]:
        """The tables of this name; there may be none."""
        return self.tables.get(name, [])


def read(story: str) -> Told:
    """The sum of a story's files. Raises ValueError for what no file of a story has."""
    me, people, settings = Person(""), list[Person](), Document()
    tables: dict[str, list[Document]] = {}
    for file in sorted(resources.files("journal.demo").iterdir(), key=lambda file: file.name):
        if file.name.startswith(story) and file.name.endswith(".toml"):
            document = tomllib.loads(file.read_text("utf-8"))
            me = msgspec.convert(document.pop("me", me), Person)
            people += msgspec.convert(document.pop("partners", []), list[Person])
            settings |= {name: document.pop(name) for name in _SETTINGS if name in document}
            for name, added in msgspec.convert(document, dict[str, list[Document]]).items():
                if name not in ("entry", "draft", "trash", *CONTENT_OF):
                    raise ValueError(f"{file.name}: there is nothing of the name {name}")
                tables.setdefault(name, []).extend(added)
    return Told((replace(me, is_self=True), *people), settings, tables)


@dataclass(frozen=True)
class WrittenEntry:
    """An entry as it is now, the instant in UTC at which it was first written, and how it read then if it differed."""

    key: str
    created: dt.datetime
    content: EntryContent
    earlier: EntryContent | None


@dataclass(frozen=True)
class WrittenRecord:
    """A record as it is now, with the instants in UTC at which it was made, changed from `earlier`, and removed."""

    created: dt.datetime
    content: Content
    earlier: Content | None
    edited: dt.datetime
    removed: dt.datetime | None


@dataclass(frozen=True)
class Calendar:
    """The day the demo is opened, and the zone it is opened in: an IANA name, or "" where it isn't known."""

    today: dt.date
    zone: str

    def date(self, days_ago: int) -> dt.date:
        """A day that counts back from today."""
        return self.today - dt.timedelta(days=days_ago)

    def instant(self, date: dt.date, time: dt.time) -> dt.datetime:
        """The instant of a time of a day there, in UTC; what is planned was written the evening before today."""
        if date >= self.today:
            date, time = self.date(1), _EVENING
        return dt.datetime.combine(date, time, tzinfo=_zone(self.zone)).astimezone(dt.UTC)


def entries(tables: list[Document], calendar: Calendar, ids: Mapping[str, str]) -> list[WrittenEntry]:
    """The entries that tables stand for, in the order they were written. Keys without an id stay as they are.

    Raises BadInput for an entry that isn't one.
    """
    written = []
    for table in tables:
        now = {name: value for name, value in table.items() if name not in ("earlier", "key")}
        content = from_whole_document(_entry_document(now, calendar, ids))
        earlier = None
        if "earlier" in table:
            earlier = from_whole_document(_entry_document(now | table["earlier"], calendar, ids))
        created = calendar.instant(content.when.date, content.when.time or _EVENING)
        created += dt.timedelta(minutes=content.minutes or 0) + _WRITING
        written.append(WrittenEntry(table.get("key", ""), created, content, earlier))
    return sorted(written, key=lambda one: one.created)


def record(
    kind: type[Content], table: Document, calendar: Calendar, ids: Mapping[str, str], place: int
) -> WrittenRecord:
    """The record that a table stands for; `place` keeps apart those of one evening. Raises BadInput for none.

    It was made on the day that its first date names where the table doesn't say `days_ago`.
    """
    now = {name: value for name, value in table.items() if name not in _BESIDE}
    made = _made_on(kind, table)

    def instant(days_ago: int) -> dt.datetime:
        return calendar.instant(calendar.date(days_ago), _EVENING) + place * _MINUTE

    def content(document: Document) -> Content:
        return record_from_whole_document(kind, _record_document(kind, document, calendar, ids))

    return WrittenRecord(
        created=instant(made),
        content=content(now),
        earlier=content(now | table["earlier"]) if "earlier" in table else None,
        edited=instant(table.get("edited", made)),
        removed=instant(table["removed"]) if "removed" in table else None,
    )


def _entry_document(table: Document, calendar: Calendar, ids: Mapping[str, str]) -> Document:
    document = dict(table)
    when = {"date": calendar.date(document.pop("days_ago")).isoformat(), "zone": calendar.zone}
    if "time" in document:
        when["time"] = document.pop("time").isoformat()
    if "assignment" in document:
        document["assignment"] = _id(document["assignment"], ids)
    if "ratings" in document:
        document["ratings"] = [one | {"scale": _id(one["scale"], ids)} for one in document["ratings"]]
    sharing = {
        name: released if name.endswith("_passages") else sorted(_field(one, ids) for one in released)
        for name, released in document.get("sharing", {}).items()
    }
    return document | {"when": when, "sharing": sharing}


def _field(name: str, ids: Mapping[str, str]) -> str:
    return RATING + _id(name.removeprefix(RATING), ids) if name.startswith(RATING) else name


def _record_document(kind: type, table: Document, calendar: Calendar, ids: Mapping[str, str]) -> Document:
    hints = _hints(kind)
    return {name: _value(hints[name], value, calendar, ids) for name, value in table.items()}


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(hint: Any, value: Any, calendar: Calendar, ids: Mapping[str, str]) -> Any:
    if isinstance(value, int) and _holds_date(hint):
        return calendar.date(value).isoformat()
    if isinstance(value, dt.time):
        return value.isoformat()
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [_record_document(get_args(hint)[0], part, calendar, ids) for part in value]
    return _id(value, ids) if isinstance(value, str) else value


def _made_on(kind: type, table: Document) -> int:
    if "days_ago" in table:
        return int(table["days_ago"])
    hints = _hints(kind)
    return next(int(table[one.name]) for one in fields(kind) if one.name in table and _holds_date(hints[one.name]))


def _holds_date(hint: Any) -> bool:
    return hint is dt.date or (get_origin(hint) is types.UnionType and dt.date in get_args(hint))


def _id(key: str, ids: Mapping[str, str]) -> str:
    return ids.get(key, key)


def _zone(name: str) -> dt.tzinfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return dt.UTC  # no name, or no zone data on this machine
