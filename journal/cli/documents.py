"""Entries as JSON: the exact documents, in which characters that could steer a terminal are written as escapes."""

from collections.abc import Iterable, Iterator

import msgspec

from journal.model.codec import to_document
from journal.model.entry import Entry
from journal.safety.text import safe_json


def _encoded(entry: Entry) -> bytes:
    document = {
        "id": entry.id,
        "version": entry.version,
        "created": entry.created,
        "updated": entry.updated,
        "content": to_document(entry.content),
    }
    return safe_json(msgspec.json.encode(document).decode("utf-8")).encode("utf-8")


def one(entry: Entry) -> bytes:
    """One entry as a JSON object on a line, in UTF-8."""
    return _encoded(entry) + b"\n"


def many(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Entries as a JSON array in UTF-8, piece by piece, each entry on a line of its own."""
    start = b"[\n"
    for entry in entries:
        yield start + _encoded(entry)
        start = b",\n"
    yield b"[]\n" if start == b"[\n" else b"\n]\n"
