"""An entry as a row of the file, and back: its words apart from everything else, since search looks in them."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec

from journal.errors import Damaged
from journal.model.codec import from_document, to_document, to_json
from journal.model.entry import Entry, EntryContent, detail_fields
from journal.model.fields import FieldSpec, Input, fields_of
from journal.vault.connection import Connection, Row

COLUMNS = "id, kind, date, time, zone, words, facts, version, created, updated"

_TICK = dt.timedelta(microseconds=1)


@contextlib.contextmanager
def as_written() -> Iterator[None]:
    """Raises Damaged where what is read in the block is not as any version of this program wrote it.

    Where the end of a long text lies on a damaged page, SQLCipher gives it as zeros, and an error only the next time.
    """
    try:
        yield
    except ValueError:
        Connection.note_damage()
        raise Damaged(
            "A part of this journal is damaged and can't be read.",
            "Keep its file as it is, and go back to a backup, or save what can be read with: journal doctor --salvage",
        ) from None


def instant(moment: dt.datetime) -> str:
    """An instant as the file has it: ISO 8601 in UTC, to the microsecond, so that text sorts like time."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def latest(now: dt.datetime, *earlier: dt.datetime | None) -> dt.datetime:
    """The present instant, or a later one that was noted before: a clock that was set back undoes nothing."""
    return max([now, *(one for one in earlier if one is not None)])


def after(now: dt.datetime, *earlier: dt.datetime | None) -> dt.datetime:
    """The present instant, or if something was noted then or later, the instant that follows it."""
    last = max((one for one in earlier if one is not None), default=None)
    if last is None or last < now:
        return now
    try:
        return last + _TICK
    except OverflowError:  # at the end of the calendar, as an import may bring it
        return last


def to_row(entry: Entry, words: dict[str, str], facts: dict[str, Any]) -> tuple[Any, ...]:
    """The values of COLUMNS for an entry whose content was split into these words and facts."""
    when = entry.content.when
    time = when.time.isoformat() if when.time else None
    return (
        entry.id, entry.content.kind.value, when.date.isoformat(), time, when.zone,
        to_json(words), to_json(facts), entry.version, instant(entry.created), instant(entry.updated),
    )  # fmt: skip


def from_row(row: Row) -> Entry:
    """The entry that values of COLUMNS make.

    Raises BadInput for an entry that no version of this program wrote, and Damaged for what is none.
    """
    entry_id, kind, date, time, zone, words, facts, version, created, updated = row
    with as_written():
        document = join(msgspec.json.decode(words), msgspec.json.decode(facts))
        document |= {"kind": kind, "when": {"date": date, "time": time, "zone": zone}}
        return Entry(
            id=entry_id,
            version=version,
            created=dt.datetime.fromisoformat(created),
            updated=dt.datetime.fromisoformat(updated),
            content=from_document(document),
        )


def split(content: EntryContent) -> tuple[dict[str, str], dict[str, Any]]:
    """The text fields of an entry by dotted path, which search looks in, and a document of all the others."""
    facts = to_document(content)
    del facts["kind"], facts["when"]
    words: dict[str, str] = {}
    _move_words(fields_of(EntryContent), facts, "", words)
    _move_words(detail_fields(content.kind), facts.get("details", {}), "details.", words)
    return words, facts


def join(words: dict[str, str], facts: dict[str, Any]) -> dict[str, Any]:
    """The document that `split` took apart."""
    for path, text in words.items():
        *parents, name = path.split(".")
        place = facts
        for parent in parents:
            place = place.setdefault(parent, {})
        place[name] = text
    return facts


def _move_words(specs: tuple[FieldSpec, ...], document: dict[str, Any], path: str, words: dict[str, str]) -> None:
    for spec in specs:
        if spec.name not in document:
            continue
        if spec.input is Input.GROUP:
            _move_words(spec.group, document[spec.name], f"{path}{spec.name}.", words)
        elif spec.input in (Input.LINE, Input.TEXT):
            words[path + spec.name] = document.pop(spec.name)
