"""An entry or a record as a page of plain text."""

from collections.abc import Iterable, Iterator

from journal.model.entry import Entry, EntryContent
from journal.model.passages import shared_of
from journal.model.rating import BUILT_IN, Scales
from journal.model.reading import Answer, answers, record_answers
from journal.model.records import Content, Record
from journal.model.sharing import Audience
from journal.safety.text import safe, safe_line


def whole(entry: Entry, scales: Scales = BUILT_IN, homework: str = "") -> str:
    """Every filled field in reading order with its label, long texts in full, and what of it is shared.

    `homework` is the title of the assignment that it belongs to, or "".
    """
    content = entry.content
    rows = [content.kind.label, *_fields(answers(content, scales))]
    if content.assignment:
        title = f"{safe_line(homework)} " if homework else ""
        rows += ["", f"Homework: {title}({content.assignment})"]
    rows += ["", *_sharing(content, scales)]
    return page(rows, entry)


def record_rows(name: str, content: Content) -> list[str]:
    """The name of a record's type, and every filled field with its label, long texts in full."""
    return [name, *_fields(record_answers(content))]


def page(rows: Iterable[str], kept: Entry | Record[Content]) -> str:
    """The rows as a page, with the identity of what they show at its end."""
    return "\n".join(_without_double_blanks([*rows, f"Id: {kept.id}", f"Version: {kept.version}"])) + "\n"


def _fields(found: Iterable[Answer]) -> Iterator[str]:
    for answer in found:
        if answer.long:
            yield from ("", answer.label, safe(answer.text), "")
        else:
            yield f"{safe_line(answer.label)}: {safe_line(answer.text)}"


def _sharing(content: EntryContent, scales: Scales) -> Iterator[str]:
    for audience in Audience:
        fields, passages = shared_of(content, audience, scales)
        yield f"Shared with {audience.label}: {', '.join(map(safe_line, (*fields, *passages))) or 'nothing'}"


def _without_double_blanks(rows: list[str]) -> Iterator[str]:
    before = ""
    for row in rows:
        if row or before:
            yield row
        before = row
