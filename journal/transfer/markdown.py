"""What a journal holds at present as a folder of Markdown files, one for each entry and each record, to read elsewhere.

docs/data-format.md describes it. In texts, characters that steer a terminal are replaced by marks, so it isn't
lossless: that is the JSON file.
"""

import datetime as dt
import re
from collections.abc import Generator, Iterable, Iterator

import msgspec

from journal.model.codec import Document, record_to_document, to_document
from journal.model.dates import short_when
from journal.model.entry import Entry, EntryContent, detail_fields
from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.records import CONTENTS, Content, Record
from journal.safety.text import safe, safe_json
from journal.vault.vault import Vault

_NOT_IN_YAML = re.compile("[\ufeff\ufffe\uffff]")  # which JSON has as they are, and YAML as escapes alone
_SHORT = 8


def markdown_files(vault: Vault) -> Generator[tuple[str, Iterable[bytes]]]:
    """Each file by its place in the folder, with its content; all of it as it was when the first was asked for.

    Nothing can be saved in this vault until the last one was taken or the generator is closed. It needs the memory of
    one entry and of the titles of homework, whatever the size of the journal.
    """
    with vault.snapshot():
        homework = {record.id: record.content.title for record in vault.assignments.each()}
        name = _Names()
        for entry in vault.entries.each():
            date = entry.content.when.date
            place = f"entries/{date.year:04}/{date.month:02}/{name(date, entry.content.kind.value, entry.id)}"
            yield place, (_entry(entry, homework).encode(),)
        for content in CONTENTS:
            for record in vault.records_of(content).each():
                place = f"records/{content.type}/{name(record.created.date(), content.type, record.id)}"
                yield place, (_record(record).encode(),)


class _Names:
    """Names of files that tell the day and the kind, and of an id as much as it takes to be the only one.

    Of one kind and day they have to follow one another, so that no others need to be remembered.
    """

    def __init__(self) -> None:
        self._day = dt.date.min
        self._taken: set[str] = set()

    def __call__(self, day: dt.date, kind: str, thing_id: str) -> str:
        if day != self._day:
            self._day = day
            self._taken.clear()
        start = f"{day.isoformat()}-{kind}"
        short = f"{start}-{thing_id[-_SHORT:]}.md"
        name = f"{start}-{thing_id}.md" if short in self._taken else short
        self._taken.add(name)
        return name


def _entry(entry: Entry, homework: dict[str, str]) -> str:
    content = entry.content
    document = to_document(content)
    document |= document.pop("when")
    document |= document.pop("details", {})
    if title := homework.get(content.assignment or ""):
        document["homework_title"] = title
    specs = sorted((*fields_of(EntryContent), *detail_fields(content.kind)), key=lambda spec: spec.name != "text")
    return _page(entry, f"{content.kind.label}, {short_when(content.when)}", document, specs)


def _record(record: Record[Content]) -> str:
    kind: type[Content] = type(record.content)
    document: Document = {"type": kind.type} | record_to_document(record.content)
    return _page(record, kind.type.replace("_", " ").capitalize(), document, fields_of(kind))


def _page(one: Entry | Record[Content], title: str, document: Document, specs: Iterable[FieldSpec]) -> str:
    """Front matter with everything that is short, then the long texts, each under the label of its field."""
    texts = [(spec, document.pop(spec.name)) for spec in specs if spec.input is Input.TEXT and spec.name in document]
    kept = {"id": one.id, "version": one.version, "created": one.created, "updated": one.updated}
    lines = ["---", *_front_matter(kept | document), "---", "", f"# {title}"]
    for spec, text in texts:
        if spec.name != "text":
            lines += ["", f"## {spec.label}"]
        lines += ["", safe(text)]
    return "\n".join(lines) + "\n"


def _front_matter(document: Document) -> Iterator[str]:
    # A value in JSON is one in YAML too.
    for name, value in document.items():
        yield f"{name}: {_NOT_IN_YAML.sub(_escape, safe_json(msgspec.json.encode(value).decode()))}"


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
