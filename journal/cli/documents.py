"""What a journal holds as JSON: the exact documents, with characters that could steer a terminal written as escapes."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from journal.model.codec import record_to_document, to_document
from journal.model.entry import Entry
from journal.model.records import Content, Record
from journal.safety.text import safe_json

Document = dict[str, Any]


def entry_document(entry: Entry) -> Document:
    """An entry with its identity."""
    return _identity(entry) | {"content": to_document(entry.content)}


def record_document(record: Record[Content]) -> Document:
    """A record with its identity and its type."""
    content = record_to_document(record.content)
    return _identity(record) | {"type": record.content.type, "content": content}


def one(document: Document) -> bytes:
    """One document as a JSON object on a line, in UTF-8."""
    return _encoded(document) + b"\n"


def many(documents: Iterable[Document]) -> Iterator[bytes]:
    """Documents as a JSON array in UTF-8, piece by piece, each on a line of its own."""
    start = b"[\n"
    for document in documents:
        yield start + _encoded(document)
        start = b",\n"
    yield b"[]\n" if start == b"[\n" else b"\n]\n"


def _identity(kept: Entry | Record[Content]) -> Document:
    return {"id": kept.id, "version": kept.version, "created": kept.created, "updated": kept.updated}


def _encoded(document: Document) -> bytes:
    try:
        encoded = msgspec.json.encode(document).decode("utf-8")
    except UnicodeEncodeError:  # a name of the file system that isn't UTF-8: its bytes are escapes then
        encoded = json.dumps(msgspec.to_builtins(document), ensure_ascii=False, separators=(",", ":"))
    return safe_json(encoded).encode("utf-8")
