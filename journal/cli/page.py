"""One entry as a page of plain text."""

from collections.abc import Iterator

from journal.model.entry import Entry, EntryContent
from journal.model.reading import answers
from journal.model.sharing import Audience, audience_fields, filled
from journal.safety.text import safe, safe_line


def whole(entry: Entry) -> str:
    """Every filled field in reading order with its label, long texts in full, and what of it is shared."""
    content = entry.content
    rows = [content.kind.label]
    for answer in answers(content):
        if answer.long:
            rows += ["", answer.label, safe(answer.text), ""]
        else:
            rows.append(f"{answer.label}: {safe_line(answer.text)}")
    rows += ["", *_sharing(content), f"Id: {entry.id}", f"Version: {entry.version}"]
    return "\n".join(_without_double_blanks(rows)) + "\n"


def _sharing(content: EntryContent) -> Iterator[str]:
    for audience in Audience:
        names = audience_fields(content.sharing, audience)
        labels = [label for name, label in filled(content) if name in names]
        yield f"Shared with {audience.label}: {', '.join(labels) or 'nothing'}"


def _without_double_blanks(rows: list[str]) -> Iterator[str]:
    before = ""
    for row in rows:
        if row or before:
            yield row
        before = row
