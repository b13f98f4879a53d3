"""Invented journals: read from the data files beside this module, and made into an encrypted file."""

import datetime as dt
import tomllib
import zoneinfo
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from journal.model.codec import Document, from_whole_document
from journal.model.entry import EntryContent
from journal.model.fields import Term
from journal.vault.people import Person
from journal.vault.vault import Vault

DEMO_PASSPHRASE, _FILE = "demo", "journal.db"

# How long after a practice an entry is written, an edit follows, and an entry is put in the trash.
_WRITING = dt.timedelta(minutes=8)
_EDITING = dt.timedelta(hours=22)
_REGRETTING = dt.timedelta(minutes=15)
_EVENING = dt.time(21, 0)


class Story(Term):
    """Whose journal the demo is."""

    COUPLE = "couple", "Sam, with Alex"
    SOLO = "solo", "Noor, alone"


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """What a data file may have in it; a story is the sum of its files."""

    me: str = ""
    partners: list[str] = []
    entry: list[Document] = []
    draft: list[Document] = []
    trash: list[Document] = []


class _Written(msgspec.Struct, frozen=True):
    """An entry as it is now, the instant in UTC at which it was first written, and how it read then if it differed."""

    created: dt.datetime
    content: EntryContent
    earlier: EntryContent | None


class _Pen:
    """A clock for the vault: the instant of whatever is being written."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now


def load(story: Story, today: dt.date, zone: str) -> list[tuple[dt.datetime, EntryContent]]:
    """The entries of a story with the instants in UTC at which they were written, in that order.

    Dates count back from `today`; `zone` is an IANA name, or "" where it isn't known. Raises BadInput for an entry that
    isn't an entry, and msgspec.ValidationError for a file of another shape.
    """
    return [(written.created, written.content) for written in _written(_read(story).entry, today, zone)]


def create(folder: Path, story: Story, today: dt.date, zone: str) -> Path:
    """Makes the encrypted journal of a story in a folder, with its history, trash and draft; it is left closed.

    Opens with DEMO_PASSPHRASE. Raises what Vault.create raises.
    """
    told = _read(story)
    entries = _written(told.entry, today, zone)
    pen = _Pen(entries[0].created - dt.timedelta(hours=1))
    vault = Vault.create(folder / _FILE, DEMO_PASSPHRASE, clock=pen)
    try:
        with vault.atomic():
            vault.people.add(Person(told.me, is_self=True))
            for nickname in told.partners:
                pen.now += dt.timedelta(seconds=20)
                vault.people.add(Person(nickname))
            for written in entries:
                _add(vault, pen, written)
            for written in _written(told.trash, today, zone):
                pen.now = written.created
                trashed = vault.entries.add(written.content)
                pen.now += _REGRETTING
                vault.entries.move_to_trash(trashed.id)
            for written in _written(told.draft, today, zone):
                pen.now = written.created
                vault.drafts.save(written.content)
    finally:
        vault.close()
    return vault.path


def _add(vault: Vault, pen: _Pen, written: _Written) -> None:
    pen.now = written.created
    entry = vault.entries.add(written.earlier or written.content)
    if written.earlier:
        pen.now += _EDITING
        vault.entries.edit(entry.id, written.content)
        vault.entries.share(entry.id, written.content.sharing)


def _read(story: Story) -> _File:
    whole = _File()
    for file in sorted(resources.files("journal.demo").iterdir(), key=lambda file: file.name):
        if file.name.startswith(story.value) and file.name.endswith(".toml"):
            part = msgspec.convert(tomllib.loads(file.read_text("utf-8")), _File)
            whole.me = whole.me or part.me
            whole.partners += part.partners
            whole.entry += part.entry
            whole.draft += part.draft
            whole.trash += part.trash
    return whole


def _written(tables: list[Document], today: dt.date, zone: str) -> list[_Written]:
    written = []
    for table in tables:
        now = {name: value for name, value in table.items() if name != "earlier"}
        content = from_whole_document(_document(now, today, zone))
        earlier = None
        if "earlier" in table:
            earlier = from_whole_document(_document(now | table["earlier"], today, zone))
        written.append(_Written(_written_at(content, today, zone), content, earlier))
    return sorted(written, key=lambda one: one.created)


def _document(table: dict[str, Any], today: dt.date, zone: str) -> Document:
    """The document of an entry's content that a table stands for."""
    document = dict(table)
    when = {"date": (today - dt.timedelta(days=document.pop("days_ago"))).isoformat(), "zone": zone}
    if "time" in document:
        when["time"] = document.pop("time").isoformat()
    sharing = {audience: sorted(names) for audience, names in document.get("sharing", {}).items()}
    return document | {"when": when, "sharing": sharing}


def _written_at(content: EntryContent, today: dt.date, zone: str) -> dt.datetime:
    """Soon after what is written about; what is planned was written the evening before `today`."""
    date, time = content.when.date, content.when.time or _EVENING
    if date >= today:
        date, time = today - dt.timedelta(days=1), _EVENING
    local = dt.datetime.combine(date, time, tzinfo=_zone(zone))
    return local.astimezone(dt.UTC) + dt.timedelta(minutes=content.minutes or 0) + _WRITING


def _zone(name: str) -> dt.tzinfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return dt.UTC  # no name, or no zone data on this machine
