"""The lines of Today, section by section, as they are drawn."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.widgets.option_list import Option

from journal.model.dates import When, short_when
from journal.model.entry import Entry, EntryContent, heading
from journal.model.query import Query
from journal.model.records import Content as Record
from journal.model.session import days_away
from journal.safety.text import safe_line
from journal.tui.screens.form.record_screen import name_of
from journal.tui.screens.today.reading import OpenHomework, Overview
from journal.tui.widgets.entry_line import MASKED, Columns, columns, cut, entry_line, line_date
from journal.vault.drafts import Draft

HOMEWORK, DRAFT, ENTRY = "homework ", "draft ", "entry "  # what the ids of lines begin with, before the id of the thing
SESSION, TO_HOMEWORK, TO_LOG = "session", "to homework", "to log"
TO_COPIES, TO_CONFLICTS = "to copies", "to conflicts"

_LONGEST = 400  # characters looked at, so that a text of any length costs the same
_PROGRESS, _WIDEST_TITLE = 22, 60  # cells
_DATE, _TIME, _KIND, _STATE = 11, 5, 13, 13
_LEAST_WORDS = 16  # cells that the words of a draft keep beside its name
_QUIET = "$foreground 70%"  # the variable for muted text takes its colour from a background that this list has not
_STYLES = {"quiet": _QUIET, "kind": "$secondary", "mark": "$accent", "match": "bold", "": ""}
_NO_SESSION = "No session is noted ahead. Enter goes to where one is added."
_NO_HOMEWORK = "Nothing is open. Enter goes to Homework, where a assigns from the library."
_NO_ENTRIES = "Nothing is written yet. n logs an entry: one number or one line is enough."

Section = tuple[Content, list[Option]]


@dataclass(frozen=True)
class Room:
    """How wide a line may be in cells, and how much homework there is room for."""

    width: int
    homework: int


def sections(
    shown: Overview, room: Room, today: dt.date, *, masked: bool, copies: int = 0, conflicts: int = 0
) -> Iterator[Section]:
    """The sections with their titles, the most useful first; an empty one says what to do, or is left out.

    `copies` are plain copies that still lie there, `conflicts` copies of the journal that another machine wrote to.
    """
    widths = columns(room.width)
    lying = [_quiet(f"{_lying(copies)} on this machine. Enter shows where.", TO_COPIES)] if copies else []
    if conflicts:
        lying.append(_quiet(f"{_conflicting(conflicts)} beside the journal. Enter shows what to do.", TO_CONFLICTS))
    yield _title("Next session"), [_session(shown, today), *lying]
    yield _homework(shown, room, masked=masked)
    entries = {"Planned": shown.planned, "Latest": shown.latest}
    found = {
        "To go on with": list(_drafts(shown.drafts, room.width, widths, today.year, masked=masked)),
        **{
            words: [_entry(entry, widths, today.year, masked=masked) for entry in some]
            for words, some in entries.items()
        },
    }
    if not (shown.planned or shown.latest):
        found["Latest"] = [_quiet(_NO_ENTRIES, TO_LOG)]
    yield from ((_title(words), options) for words, options in found.items() if options)


def _title(words: str, quiet: str = "") -> Content:
    return Content.assemble((words, "bold $accent"), (quiet, _QUIET))


def _lying(copies: int) -> str:
    return "1 plain copy still lies" if copies == 1 else f"{copies:,} plain copies still lie"


def _conflicting(conflicts: int) -> str:
    return "Another copy lies" if conflicts == 1 else f"{conflicts:,} other copies lie"


def _quiet(words: str, to: str) -> Option:
    return Option(Content.styled(words, _QUIET), id=to)


def _session(shown: Overview, today: dt.date) -> Option:
    agenda = f"{shown.agenda:,} on the agenda" if shown.agenda else ""
    if shown.session is None or shown.session.content.date is None:
        return _quiet(f"{agenda}, and no session is noted ahead. Enter goes there." if agenda else _NO_SESSION, SESSION)
    date, time = shown.session.content.date, shown.session.content.time
    away = f" · {days_away(date, today)} · {agenda or 'nothing on the agenda yet'}"
    return Option(Content.assemble(short_when(When(date, time)), (away, _QUIET)), id=SESSION)


def _homework(shown: Overview, room: Room, *, masked: bool) -> Section:
    if not shown.homework:
        return _title("Homework"), [_quiet(_NO_HOMEWORK, TO_HOMEWORK)]
    some = shown.homework[: room.homework]
    more = shown.homework_in_all - len(some)
    rest = f"   and {more:,} more: 3 has all of it" if more else "   Enter logs it"
    return _title("Homework", rest), [_assignment(one, room.width, masked=masked) for one in some]


def _assignment(one: OpenHomework, width: int, *, masked: bool) -> Option:
    content = one.assignment.content
    words = safe_line(content.heading[:_LONGEST])
    if masked:
        words = f"{MASKED}  {content.kind.label}" if content.kind else MASKED
    room = max(0, min(width - _PROGRESS, _WIDEST_TITLE))
    line = Content.assemble(set_cell_size(cut(words, room - 2), room), (cut(one.progress, _PROGRESS), "$secondary"))
    how_to = "" if masked else cut(safe_line(one.how_to[:_LONGEST]), width - 3)
    if how_to and how_to != words:
        line = Content.assemble(line, (f"\n   {how_to}", _QUIET))
    return Option(line, id=f"{HOMEWORK}{one.assignment.id}")


def _drafts(drafts: Iterable[Draft], width: int, widths: Columns, year: int, *, masked: bool) -> Iterator[Option]:
    """A line for each draft: its date, what it is, whether it is new, and its words."""
    written = [(draft, *_what(draft.content)) for draft in drafts]
    time = " " * (2 + _TIME) if widths.time else ""
    # Entries have short names, and stand below each other; those of other things have what room they need.
    room = width - 4 - _DATE - len(time) - 2 - 2 - _STATE - 2 - _LEAST_WORDS
    longest = max(_KIND, min(room, max((cell_len(name) for _, name, _ in written), default=0)))
    for draft, name, words in written:
        kept = draft.updated.astimezone()
        date = draft.content.when.date if isinstance(draft.content, EntryContent) else kept.date()
        state = f"{'edited' if draft.edits else 'draft'}, {kept:%H:%M}"
        yield Option(
            Content.assemble(
                (f"    {line_date(date, year):>{_DATE}}", _QUIET),
                (f"{time}  {_column(name, longest)}", "$secondary"),
                (f"  {_column(state, _STATE)}  ", _QUIET),
                (MASKED, _QUIET) if masked else safe_line(words[:_LONGEST]),
            ),
            id=f"{DRAFT}{draft.id}",
        )


def _what(content: EntryContent | Record) -> tuple[str, str]:
    """The name and the words of what a draft holds; no words where they would say the name again."""
    if isinstance(content, EntryContent):
        return content.kind.label, heading(content)
    name = name_of(content)
    return name, content.heading if content.heading != name else ""


def _entry(entry: Entry, widths: Columns, year: int, *, masked: bool) -> Option:
    pieces = entry_line(entry.content, widths, year=year, query=Query(), masked=masked)
    return Option(Content.assemble(*((text, _STYLES[style]) for text, style in pieces)), id=f"{ENTRY}{entry.id}")


def _column(words: str, width: int) -> str:
    return set_cell_size(cut(safe_line(words), width), width)
