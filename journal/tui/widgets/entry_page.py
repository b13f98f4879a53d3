"""An entry as lines of text: what the reading pane shows, before it has colours."""

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from rich.cells import cell_len, chop_cells

from journal.model.dates import short_date, short_when
from journal.model.entry import Entry, EntryContent
from journal.model.passages import shared_of
from journal.model.query import Query
from journal.model.rating import BUILT_IN, Scales
from journal.model.reading import Answer, answers
from journal.model.sharing import Audience, filled
from journal.safety.text import UNSAFE, safe, safe_line
from journal.tui.widgets.entry_line import RAISED, SHARED, Piece, lit

_WORDS = re.compile(r"\s+|\S+")
_WIDEST_LABEL = 24
_LEAST_VALUE = 18  # cells that a value beside its label needs; with fewer, or for a third line, it goes below
_GAP = 2
_IN_HEAD = ("when", "topic", "flagged")


@dataclass(frozen=True)
class Names:
    """What the ids in an entry stand for: its scales, and the titles of homework by id."""

    scales: Scales = BUILT_IN
    homework: Mapping[str, str] = field(default_factory=dict)

    def homework_line(self, assignment: str) -> str:
        """The homework that an entry belongs to, in one line that is safe to draw."""
        title = self.homework.get(assignment)
        return "Homework that isn't here any more" if title is None else f"Homework: {safe_line(title)}"


@dataclass(frozen=True)
class Block:
    """A text of the page, safe to draw, that is wrapped by itself.

    `label` stands left of the first line, in `indent` cells. A block that is `marked` has changed. Whoever makes one
    makes its texts safe; where that was forgotten, it is done here.
    """

    text: str
    style: str = ""
    label: str = ""
    indent: int = 0
    marked: bool = False
    spans: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nothing of a page steers the terminal that it is drawn on."""
        for name in ("text", "label"):
            if UNSAFE.search(getattr(self, name)):
                object.__setattr__(self, name, safe(getattr(self, name)))


@dataclass(frozen=True)
class Line:
    """A line of a block: which part of its text, and whether it is the first."""

    block: Block
    start: int
    end: int
    first: bool

    def pieces(self) -> list[Piece]:
        """What is drawn, as (text, style)."""
        block = self.block
        label = block.label if self.first else ""
        margin = label + " " * (block.indent - cell_len(label))
        # Only the spans of this line are looked at, since a long text may have many thousands.
        near = block.spans[max(0, bisect_right(block.spans, (self.start, 0)) - 1) :]
        own = []
        for start, end in near:
            if start >= self.end:
                break
            if end > self.start:
                own.append((max(0, start - self.start), end - self.start))
        return [(margin, "label"), *lit(block.text[self.start : self.end], own, block.style)]


def page(
    entry: Entry,
    width: int,
    *,
    names: Names = Names(),
    query: Query = Query(),
    changed: frozenset[str] = frozenset(),
) -> list[Block]:
    """The page of an entry for lines so wide: its head, every filled field in reading order, and when it was saved.

    `changed` names the fields to be marked, as changed_fields does.
    """
    content = entry.content
    read = answers(content, names.scales)
    body = [answer for answer in read if answer.name not in _IN_HEAD]
    return [*_head(content, names, query, changed), *_body(body, width, query, changed), Block(""), _foot(entry)]


def concealed(entry: Entry) -> list[Block]:
    """What is shown of an entry while titles are masked."""
    content = entry.content
    return [
        Block(content.kind.label, "title"),
        Block(short_when(content.when), "quiet"),
        Block(""),
        Block("Titles are masked. Tab goes into this pane and shows what was written; m shows titles again.", "quiet"),
    ]


def lay_out(blocks: list[Block], width: int) -> list[Line]:
    """The lines of some blocks, each at most so many cells wide."""
    return [
        Line(block, start, end, first=number == 0)
        for block in blocks
        for number, (start, end) in enumerate(wrapped(block.text, max(1, width - block.indent)))
    ]


def wrapped(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where each line of a text starts and ends when it is wrapped between words; longer words are cut by cells.

    Blanks at a wrapped end are left out; all others stay. An empty text has one empty line.
    """
    base = 0
    for paragraph in text.split("\n"):
        line, used = 0, 0
        for match in _WORDS.finditer(paragraph):
            cells = cell_len(match[0])
            if used + cells <= width or (match[0].isspace() and match.end() == len(paragraph)):
                used += cells
            elif match[0].isspace():
                yield base + line, base + match.start()
                line, used = match.end(), 0
            else:
                if used:
                    yield base + line, base + match.start()
                line, used = match.start(), cells
                if cells > width:
                    *whole, rest = chop_cells(match[0], width)
                    for piece in whole:
                        yield base + line, base + line + len(piece)
                        line += len(piece)
                    used = cell_len(rest)
        yield base + line, base + len(paragraph)
        base += len(paragraph) + 1


def sharing_line(content: EntryContent, scales: Scales) -> str:
    """What of an entry is shared with whom, in one line."""
    parts = []
    for audience in Audience:
        fields, passages = shared_of(content, audience, scales)
        if len(fields) > 2:
            fields = [f"{len(fields)} of {len(filled(content, scales))} fields"]
        if fields or passages:
            parts.append(f"{audience.label}: {', '.join([*fields, *passages])}")
    return f"{SHARED} Shared with {'; with '.join(parts)}" if parts else "Private: shared with nobody"


def _head(content: EntryContent, names: Names, query: Query, changed: frozenset[str]) -> Iterator[Block]:
    topic = safe_line(content.topic)
    if topic:
        yield Block(topic, "title", spans=query.spans(topic), marked="topic" in changed)
        yield Block(f"{content.kind.label} · {short_when(content.when)}", "quiet", marked="when" in changed)
    else:
        yield Block(content.kind.label, "title")
        yield Block(short_when(content.when), "quiet", marked="when" in changed)
    if content.assignment or "assignment" in changed:
        line = names.homework_line(content.assignment) if content.assignment else "Belongs to no homework"
        yield Block(line, "quiet", marked="assignment" in changed)
    yield Block(sharing_line(content, names.scales), "quiet", marked="sharing" in changed)
    if content.flagged:
        yield Block(f"{RAISED} Raise with my therapist", "mark", marked="flagged" in changed)


def _body(body: list[Answer], width: int, query: Query, changed: frozenset[str]) -> Iterator[Block]:
    short = [cell_len(safe_line(answer.label)) for answer in body if not answer.long]
    indent = min(_WIDEST_LABEL, _GAP + max(short, default=0))
    in_table = False
    for answer in body:
        text = safe(answer.text).expandtabs(4) if answer.long else safe_line(answer.text)
        label = safe_line(answer.label)
        spans = query.spans(text)
        marked = answer.name in changed
        if answer.long or not in_table:
            yield Block("")
        in_table = not answer.long
        if in_table and _fits_beside(label, text, indent, width):
            yield Block(text, label=label, indent=indent, spans=spans, marked=marked)
        else:
            yield Block(label, "label", marked=marked)
            yield Block(text, indent=_GAP, spans=spans, marked=marked)


def _fits_beside(label: str, text: str, indent: int, width: int) -> bool:
    room = width - indent
    return cell_len(label) < indent and room >= _LEAST_VALUE and len(list(islice(wrapped(text, room), 3))) <= 2


def _foot(entry: Entry) -> Block:
    parts = [f"Saved {local_instant(entry.updated)}", f"version {entry.version}", safe_line(entry.content.when.zone)]
    return Block(" · ".join(part for part in parts if part), "quiet")


def local_instant(instant: dt.datetime) -> str:
    """`Mon 4 May 2026, 21:30`, on the clock of where the person is."""
    local = instant.astimezone()
    return f"{short_date(local.date())}, {local:%H:%M}"
