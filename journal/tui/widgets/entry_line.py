"""One line of a list for one entry, in as many columns as there is room for."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from rich.cells import cell_len, set_cell_size
from rich.style import Style

from journal.model.dates import short_date
from journal.model.entry import EntryContent, heading
from journal.model.query import Query
from journal.model.sharing import is_shared
from journal.safety.text import safe_line

MASKED = "·····"
RAISED = "⚑"
SHARED = "→"

_LONGEST_HEADING = 400  # characters looked at, so that a heading of any length costs the same
_LEAST_HEADING = 20  # cells; columns give way until the heading has them
_MARKS = 4  # a blank, the two marks and a blank
_DATE, _TIME, _KIND, _OUTCOME = 11, 5, 15, 13
_GAP = 2

Piece = tuple[str, str]


@dataclass(frozen=True)
class Columns:
    """The widths of a line's columns in cells; 0 where there is no room for one."""

    date: int
    time: int
    kind: int
    outcome: int
    heading: int


def columns(width: int) -> Columns:
    """The columns of a line this wide. Where it gets narrow the time goes first, then the outcome, then the kind."""
    room = width - _MARKS - _DATE - _GAP
    for time, kind, outcome in ((_TIME, _KIND, _OUTCOME), (0, _KIND, _OUTCOME), (0, _KIND, 0), (0, 0, 0)):
        taken = sum(column + _GAP for column in (time, kind, outcome) if column)
        if room - taken >= _LEAST_HEADING:
            return Columns(_DATE, time, kind, outcome, room - taken)
    return Columns(_DATE, 0, 0, 0, max(0, room))


def entry_line(content: EntryContent, widths: Columns, *, year: int, query: Query, masked: bool) -> list[Piece]:
    """The line of an entry after the place for the cursor, as (text, style) with the names of EntryList's styles.

    `year` is the one that needs no saying. Only safe characters are in it.
    """
    when = content.when
    pieces = [
        (f" {RAISED if content.flagged else ' '}{SHARED if is_shared(content) else ' '}", "mark"),
        (f" {line_date(when.date, year):>{widths.date}}", "quiet"),
    ]
    if widths.time:
        pieces.append((_column(f"{when.time:%H:%M}" if when.time else "", widths.time), "quiet"))
    if widths.kind:
        pieces.append((_column(content.kind.label, widths.kind), "kind"))
    if widths.outcome:
        pieces.append((_column(content.outcome.label if content.outcome else "", widths.outcome), "quiet"))
    pieces.append((" " * _GAP, ""))
    return pieces + (_masked(widths.heading) if masked else _heading(content, widths.heading, query))


def cut(text: str, width: int) -> str:
    """The text in at most so many cells, with an ellipsis where something was left out."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""


def lit(text: str, spans: list[tuple[int, int]], style: str = "") -> list[Piece]:
    """A text in pieces, those within the spans with the style `match`. What lies behind its end is left out."""
    pieces = []
    place = 0
    for start, end in spans:
        start, end = min(start, len(text)), min(end, len(text))
        pieces += [(text[place:start], style), (text[start:end], "match")]
        place = end
    pieces.append((text[place:], style))
    return [piece for piece in pieces if piece[0]]


@cache
def letters(style: Style) -> Style:
    """A style without its background, to be laid over that of a line."""
    return Style(color=style.color, bold=style.bold or None, underline=style.underline or None, reverse=style.reverse)


def _heading(content: EntryContent, width: int, query: Query) -> list[Piece]:
    whole = safe_line(heading(content)[:_LONGEST_HEADING])
    return lit(cut(whole, width), query.spans(whole))


def _masked(width: int) -> list[Piece]:
    return [(MASKED[:width], "quiet")]


def _column(text: str, width: int) -> str:
    return " " * _GAP + set_cell_size(cut(text, width), width)


def line_date(date: dt.date, year: int) -> str:
    """`Mon 4 May`, or `4 May 2025` in another year than the one that needs no saying."""
    weekday, day, month, its_year = short_date(date).split()
    return f"{weekday} {day:>2} {month}" if date.year == year else f"{day} {month} {its_year}"
