"""Entries and records as plain documents of dicts, lists, strings and numbers, and back.

One shape serves the vault, drafts and exports. What was skipped is left out of a document, and a document that lacks a
field reads as skipped.
"""

from typing import Any, get_type_hints

import msgspec

from journal.errors import BadInput
from journal.model.entry import DETAILS, EntryContent, Kind
from journal.model.records import C, Content

Document = dict[str, Any]

# A lone surrogate: what Python makes of bytes that aren't UTF-8, on a command line for instance.
BROKEN_TEXT = "There is a broken character in what was typed."
BROKEN_TEXT_HINT = "Write it again in UTF-8."

_COMMON = msgspec.defstruct(
    "Common",
    [
        (name, hint) if name == "when" else (name, hint, getattr(EntryContent, name))
        for name, hint in get_type_hints(EntryContent).items()
        if name != "details"
    ],
)


def to_document(content: EntryContent) -> Document:
    """The document of an entry's content: `kind`, `when`, every common field that holds something, and `details`."""
    document: Document = {"kind": content.kind.value}
    return document | _filled(msgspec.to_builtins(content, order="deterministic"))


def from_document(document: Document) -> EntryContent:
    """The content that a document holds. Raises BadInput, naming the field and not what is in it."""
    try:
        kind = Kind.of(document["kind"])
        common = msgspec.convert({k: v for k, v in document.items() if k not in ("kind", "details")}, _COMMON)
        details = msgspec.convert(document.get("details", {}), DETAILS[kind])
    except msgspec.ValidationError as problem:
        raise BadInput(f"An entry has something unexpected at {_place(problem)}.") from None
    except (KeyError, ValueError, TypeError):
        raise BadInput("An entry has no kind, or one that isn't known.") from None
    return EntryContent(details=details, **msgspec.structs.asdict(common))


def from_whole_document(document: Document) -> EntryContent:
    """Like `from_document`, and refuses a document with anything in it that would be lost. Raises BadInput."""
    content = from_document(document)
    if to_document(content) != _filled(document):
        raise BadInput("An entry has a field that this version doesn't know.")
    return content


def record_to_document(content: Content) -> Document:
    """The document of a record's content: every field that holds something."""
    return _filled(msgspec.to_builtins(content, order="deterministic"))


def record_from_document(kind: type[C], document: Document) -> C:
    """The content of a record of this type. Raises BadInput, naming the field and not what is in it."""
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError as problem:
        raise BadInput(f"A record has something unexpected at {_place(problem)}.") from None


def record_from_whole_document(kind: type[C], document: Document) -> C:
    """Like `record_from_document`, and refuses a document with anything in it that would be lost. Raises BadInput."""
    content = record_from_document(kind, document)
    if record_to_document(content) != _filled(document):
        raise BadInput("A record has a field that this version doesn't know.")
    return content


def to_json(value: object) -> str:
    """A document or a part of one as JSON text. Raises BadInput for half a character, which no file can hold."""
    try:
        return msgspec.json.encode(value).decode("utf-8")
    except UnicodeEncodeError:  # its message quotes the text
        raise BadInput(BROKEN_TEXT, BROKEN_TEXT_HINT) from None


def _place(problem: msgspec.ValidationError) -> str:
    return str(problem).rpartition(" - at ")[2].strip("`") if " - at " in str(problem) else "$"


def _filled(document: Document) -> Document:
    kept: Document = {}
    for name, value in document.items():
        if isinstance(value, dict):
            value = _filled(value)
        elif isinstance(value, tuple | list):
            value = [_filled(part) if isinstance(part, dict) else part for part in value]
        if value not in (None, "", [], {}) and value is not False:
            kept[name] = value
    return kept
