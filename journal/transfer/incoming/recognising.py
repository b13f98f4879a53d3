"""Which format a file has, by what is in it and by its ending, and what it holds."""

from collections.abc import Callable
from pathlib import Path, PurePath
from typing import TypeVar

import msgspec

from journal.errors import BadInput
from journal.model.fields import Term
from journal.transfer.data import FORMAT, JournalData
from journal.transfer.incoming import dayone, jrnl, markdown, table
from journal.transfer.incoming.foreign import Gathered, Options
from journal.transfer.incoming.source import text_of, walk
from journal.transfer.incoming.whens import Whens
from journal.transfer.reading import MOST_ITEMS, read_json


class Format(Term):
    """What can come in."""

    JSON = "json", "journal's own JSON"
    CSV = "csv", "CSV"
    JRNL = "jrnl", "jrnl"
    DAYONE = "dayone", "Day One"
    MARKDOWN = "markdown", "Markdown"


Read = JournalData | Gathered
_T = TypeVar("_T")

_UNKNOWN = f"Name the format with --format: {', '.join(Format)}."


class _Peek(msgspec.Struct):
    metadata: msgspec.Raw = msgspec.Raw()
    entries: msgspec.Raw = msgspec.Raw()


def read(data: bytes, name: str, wanted: Format | None, options: Options) -> tuple[Format, Read]:
    """What a file of this name holds, and its format, which is recognised where none is wanted.

    Raises BadInput, naming the place and nothing that is there.
    """
    text = text_of(data)
    found = wanted or _recognised(text, PurePath(name).suffix.lower(), options.whens)
    return found, _READERS[found](text, name, options)


def read_folder(path: Path, wanted: Format | None, options: Options) -> tuple[Format, Gathered]:
    """What the files of a folder hold. Raises BadInput as `read` does, and for formats that have one file."""
    folder = walk(path)
    found = wanted or (Format.JRNL if jrnl.is_folder_of(folder) else Format.MARKDOWN)
    if found is Format.JRNL:
        return found, jrnl.gather_folder(path, folder, options)
    if found is Format.MARKDOWN:
        if wanted is None and any(name.endswith(".doentry") for name in folder.files):
            raise BadInput(
                "This is a journal of Day One itself.", "Export it from Day One as JSON, and name that file."
            )
        return found, markdown.gather_folder(path, folder, options)
    raise BadInput(f"{path} is a folder.", f"Name a file inside it; {found} has one.")


def _is_whole(text: str) -> bool:
    try:
        msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return False
    return True


def _recognised(text: str, ending: str, whens: Whens) -> Format:
    if text.lstrip()[:1] in ("{", "[") and (form := _json_format(text)):
        return form
    if ending == ".json":
        if not _is_whole(text):
            raise BadInput("This JSON breaks off, or isn't well-formed.", "Export it again, and copy the whole file.")
        raise BadInput("This JSON has none of the formats that are known here.", _UNKNOWN)
    if ending in table.ENDINGS:
        return Format.CSV
    if jrnl.looks_like(text, whens):
        return Format.JRNL
    if ending in (".md", ".markdown", ".mdown") or markdown.looks_like(text):
        return Format.MARKDOWN
    if table.looks_like(text):
        return Format.CSV
    raise BadInput("The format of this can't be told.", _UNKNOWN)


def _json_format(text: str) -> Format | None:
    if FORMAT in text[:200]:  # even where it is broken, so that its place is told
        return Format.JSON
    peek = _decoded(text, _Peek)
    if peek is None:
        return None
    first = _decoded(peek.entries, list[msgspec.Raw]) or []
    names = _decoded(first[0], dict[str, msgspec.Raw]) if first else None
    if names is None:
        return Format.DAYONE if bytes(peek.metadata) else None
    if "creationDate" in names:
        return Format.DAYONE
    return Format.JRNL if "date" in names and "body" in names else None


def _decoded(data: str | msgspec.Raw, shape: type[_T]) -> _T | None:
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def _entries(text: str) -> list[msgspec.Raw]:
    peek = _decoded(text, _Peek)
    entries = _decoded(peek.entries, list[msgspec.Raw]) if peek else None
    if entries is None:
        raise BadInput("The file can't be read: it isn't JSON with a list of entries.", "Export it again.")
    if len(entries) > MOST_ITEMS:
        raise BadInput("There are too many entries.", f"Up to {MOST_ITEMS} can be taken in at a time.")
    return entries


def _read_jrnl(text: str, name: str, options: Options) -> Gathered:
    if text.lstrip().startswith("{"):
        return jrnl.gather_json(_entries(text), options)
    return jrnl.gather_text(text, options)


_READERS: dict[Format, Callable[[str, str, Options], Read]] = {
    Format.JSON: lambda text, name, options: read_json(text),
    Format.CSV: lambda text, name, options: table.gather(text, options),
    Format.JRNL: _read_jrnl,
    Format.DAYONE: lambda text, name, options: dayone.gather(_entries(text), options),
    Format.MARKDOWN: lambda text, name, options: markdown.gather_text(text, options, name=name),
}
