"""What a journal holds at present as CSV, a file for each kind of entry and each type of record, to read elsewhere.

docs/data-format.md describes it. Nothing in it steers a terminal or is a formula for a spreadsheet, so it isn't
lossless: that is the JSON file.
"""

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any, get_type_hints

from journal.model.codec import to_json
from journal.model.entry import DETAILS, Entry, EntryContent, Kind
from journal.model.fields import Term
from journal.model.query import Query
from journal.model.rating import SCALE, Moment, Rating, Scales
from journal.model.records import CONTENTS, Content
from journal.model.sharing import Audience, audience_fields, audience_passages
from journal.safety.text import safe, safe_line
from journal.vault.vault import Vault

_SEVERAL = "; "  # between several values in one cell
_PIECE = 1 << 16

# A cell that begins with one of these, after blanks or not, is a formula or a command somewhere. The apostrophe is
# there so that the one put ahead of a cell can be told from it.
_FORMULA = frozenset("=+-@|'\u2212\t\r\n\x00")

Column = tuple[str, Callable[[Any], object]]  # its name, and what it has of an entry or a record


def csv_files(vault: Vault) -> Generator[tuple[str, Iterable[bytes]]]:
    """Each file by its name, with its content in pieces; all of it as it was when the first was asked for.

    Nothing can be saved in this vault until the last one was taken or the generator is closed. It needs the memory of
    one entry and of the titles of homework, whatever the size of the journal. A content may be gone through again,
    until the next file is asked for.
    """
    with vault.snapshot():
        homework = {record.id: record.content.title for record in vault.assignments.each()}
        scales = vault.scales()
        for kind in Kind:
            columns = tuple(_entry_columns(kind, scales, homework))
            yield f"{kind.value}.csv", _Rows(columns, partial(vault.entries.each, Query(kinds=(kind,))))
        for content in CONTENTS:
            yield f"{content.type}.csv", _Rows(tuple(_record_columns(content)), vault.records_of(content).each)


def defused(text: str) -> str:
    """The text as a cell that no program takes for a formula: with an apostrophe ahead of it where it may be one.

    One that begins with an apostrophe gets another. So whoever takes one off the start of each cell that has one has
    the text again.
    """
    if text[:1].isalnum():  # as nearly all do, and there may be millions
        return text
    start = next((char for char in text if not _is_blank(char)), "")
    starts = (text[:1], start, unicodedata.normalize("NFKC", start))  # full-width signs are read as the plain ones
    return f"'{text}" if any(one in _FORMULA for one in starts) else text


def _is_blank(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Cf", "Zs")


class _Rows:
    """The rows of a file in pieces, as often as they are asked for."""

    def __init__(self, columns: tuple[Column, ...], things: Callable[[], Iterable[object]]) -> None:
        self._columns = columns
        self._things = things

    def __iter__(self) -> Iterator[bytes]:
        written = io.StringIO(newline="")
        writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(name for name, _ in self._columns)
        for thing in self._things():
            writer.writerow(_cell(value(thing)) for _, value in self._columns)
            if written.tell() > _PIECE:
                yield written.getvalue().encode()
                written.seek(0)
                written.truncate()
        yield written.getvalue().encode()


def _entry_columns(kind: Kind, scales: Scales, homework: dict[str, str]) -> Iterator[Column]:
    yield from _KEPT
    yield "date", lambda entry: entry.content.when.date
    yield "time", lambda entry: entry.content.when.time
    yield "zone", lambda entry: entry.content.when.zone
    yield "homework", lambda entry: entry.content.assignment
    yield "homework_title", lambda entry: homework.get(entry.content.assignment or "", "")
    apart = ("when", "details", "ratings", "assignment", "sharing")
    yield from _columns(EntryContent, ("content",), without=apart)
    yield from _columns(DETAILS[kind], ("content", "details"))
    places = {
        (scale.id, moment): _rating_name(scale.id, moment, scales) for scale in scales for moment in scale.moments
    }
    for place, name in places.items():
        yield name, partial(_rating, place)
    yield "other_ratings", partial(_other_ratings, places)
    for audience in Audience:
        yield f"shared_{audience.value}", partial(_shared, audience)


def _record_columns(content: type[Content]) -> Iterator[Column]:
    yield from _KEPT
    yield from _columns(content, ("content",))


_KEPT: tuple[Column, ...] = (
    ("id", lambda one: one.id),
    ("version", lambda one: one.version),
    ("created", lambda one: one.created),
    ("updated", lambda one: one.updated),
)


def _columns(record: type, path: tuple[str, ...], prefix: str = "", without: tuple[str, ...] = ()) -> Iterator[Column]:
    """A column for each field of a record; a group of fields has a column for each of its own."""
    hints = get_type_hints(record)
    for field in fields(record):
        if field.name in without:
            continue
        deeper = (*path, field.name)
        if is_dataclass(hints[field.name]):
            yield from _columns(hints[field.name], deeper, f"{prefix}{field.name}_")
        else:
            yield f"{prefix}{field.name}", partial(_at, deeper)


def _at(path: tuple[str, ...], thing: Any) -> object:
    for name in path:
        thing = getattr(thing, name)
    return thing


def _rating_name(scale: str, moment: Moment, scales: Scales) -> str:
    name = scale if scale in SCALE else f"{safe_line(scales.name(scale))} {scale[-8:]}"
    return defused(f"{name}_{moment.value}")


def _rating(place: tuple[str, Moment], entry: Entry) -> object:
    return next((one.value for one in entry.content.ratings if (one.scale, one.moment) == place), None)


def _other_ratings(places: dict[tuple[str, Moment], str], entry: Entry) -> object:
    others: Iterator[Rating] = (one for one in entry.content.ratings if (one.scale, one.moment) not in places)
    return tuple(f"{one.scale} {one.moment.value} {one.value}" for one in others)


def _shared(audience: Audience, entry: Entry) -> object:
    sharing = entry.content.sharing
    passages = {f"{one.field} (passage)" for one in audience_passages(sharing, audience)}
    return tuple(sorted(audience_fields(sharing, audience) | passages))


def _cell(value: object) -> str:
    match value:
        case None | "" | ():
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case Term():
            return value.value
        case str():
            return defused(safe(value))
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
        case dt.date():
            return value.isoformat()
        case dt.time():
            return value.strftime("%H:%M")
        case tuple() if any(is_dataclass(part) for part in value):
            return safe(to_json(value))
        case tuple():
            return defused(_SEVERAL.join(part.value if isinstance(part, Term) else safe(str(part)) for part in value))
        case _:
            raise TypeError("a field has a type that no cell is known for")
