"""Day One: the JSON of its official export."""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec

from journal.errors import BadInput
from journal.model.dates import When
from journal.transfer.incoming.foreign import Gathered, Options, heading_of

NAME = "dayone"

# What has no place here, by its names there; whatever isn't named here or in the shape below is among the details.
_PLACELESS = {
    "photos": "photos",
    "videos": "videos",
    "audios": "audio recordings",
    "pdfAttachments": "PDF files",
    "location": "places",
    "weather": "weather",
    "userActivity": "activities",
    "music": "music",
}
_EMPTY = (b"null", b"[]", b"{}", b'""', b"0", b"false")


class _Entry(msgspec.Struct, rename="camel"):
    creation_date: dt.datetime
    text: str | None = None
    time_zone: str | None = None
    tags: list[str] | None = None
    starred: bool | None = None
    is_all_day: bool | None = None
    uuid: str | None = None
    rich_text: msgspec.Raw = msgspec.Raw()


_KNOWN = frozenset(field.encode_name for field in msgspec.structs.fields(_Entry))


def gather(entries: list[msgspec.Raw], options: Options) -> Gathered:
    """The entries of an export; text stays in Markdown. Raises BadInput for one that isn't as Day One exports it."""
    gathered = Gathered(NAME, options)
    zones: dict[str, ZoneInfo | None] = {}
    for number, raw in enumerate(entries, 1):
        place = f"Entry {number}"
        try:
            entry = msgspec.json.decode(raw, type=_Entry)
            fields = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            raise BadInput(f"{place} is not as Day One exports it.", "Export it from Day One as JSON again.") from None
        _leave_out(gathered, fields)
        text = (entry.text or "").strip("\n")
        if not text.strip() and not entry.tags and not entry.starred:
            gathered.leave_out(
                "entries with formatted text only" if b"text" in bytes(entry.rich_text) else "entries without words"
            )
            continue
        zone = entry.time_zone or ""
        if zone not in zones:
            zones[zone] = _zone(zone)
        if zone and zones[zone] is None:
            gathered.leave_out("time zones that aren't known, so UTC stands in their place")
        when = _when(place, entry, zones[zone], zone)
        title, rest = heading_of(text)
        gathered.add(
            place, when, rest, title=title, tags=entry.tags or (), starred=bool(entry.starred), name=entry.uuid or ""
        )
    return gathered


def _when(place: str, entry: _Entry, zone: ZoneInfo | None, name: str) -> When:
    created = entry.creation_date
    if created.tzinfo is None:
        created = created.replace(tzinfo=dt.UTC)
    try:
        local = created.astimezone(zone or dt.UTC)
    except (OverflowError, ValueError):
        raise BadInput(f"{place} has a date that can't be read.", "Correct it in the file, or take it out.") from None
    time = None if entry.is_all_day else local.time().replace(second=0, microsecond=0, fold=0)
    return When(local.date(), time, name if zone else "UTC")


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError):
        return None


def _leave_out(gathered: Gathered, fields: dict[str, msgspec.Raw]) -> None:
    details = False
    for name, raw in fields.items():
        value = bytes(raw).strip()
        if name in _KNOWN or value in _EMPTY:
            continue
        if what := _PLACELESS.get(name):
            gathered.leave_out(what, _count(raw))
        else:
            details = True
    gathered.leave_out("details such as the device or the last change", details)


def _count(raw: msgspec.Raw) -> int:
    """How many things there are: those of a list, or one."""
    try:
        return len(msgspec.json.decode(raw, type=list[msgspec.Raw]))
    except (msgspec.DecodeError, RecursionError):
        return 1
