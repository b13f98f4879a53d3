"""The ledger as it is drawn: a line for each copy, and the page of one."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from journal.model.dates import short_date
from journal.model.session import days_away
from journal.model.shared_copy import Protection, SharedCopy
from journal.outgoing.ledger import Line, day_of
from journal.outgoing.lying import State
from journal.safety.text import safe_line
from journal.tui.widgets.entry_line import line_date
from journal.tui.widgets.entry_page import Block
from journal.tui.widgets.page_view import paragraph, table, title
from journal.tui.widgets.pick_list import Pick
from journal.vault.vault import Vault

_HINTS = {
    State.HERE: (
        "d deletes it. Today tells of it from the end of its session on, or, where it was for none, after seven days."
    ),
    State.OTHER: "It was changed, or it is another file. The journal doesn't delete it. g notes that the copy is gone.",
    State.UNCOMPARED: "It can't be compared with what was written, so the journal doesn't delete it.",
    State.MISSING: "Deleted or moved, or on a disk that isn't there. g notes that it is gone.",
    State.OUT_OF_REACH: "It may be on a disk that isn't connected. r looks again; g notes that it is gone.",
    State.UNREADABLE: "r looks again.",
    State.SILENT: "The disk or network that it is on doesn't answer. r looks again.",
}


@dataclass(frozen=True)
class Ledger:
    """The copies that left, the latest first, and the days of the sessions that they were for, by id."""

    lines: tuple[Line, ...] = ()
    sessions: Mapping[str, dt.date | None] = field(default_factory=dict)


def read_ledger(vault: Vault) -> Ledger:
    """Reads the ledger."""
    return Ledger(vault.shared_copies.list()[::-1], {one.id: one.content.date for one in vault.sessions.list()})


def ledger_rows(ledger: Ledger, states: Mapping[str, State], year: int) -> Iterator[Pick | str]:
    """What may still lie somewhere in plain text, then the others, then what is gone."""
    plain = [one for one in ledger.lines if one.content.lies_in_plain]
    others = [one for one in ledger.lines if not one.content.lies_in_plain and one.content.gone is None]
    gone = [one for one in ledger.lines if one.content.gone is not None]
    for heading, lines in (("Plain copies", plain), ("Encrypted, or not a file", others), ("Gone", gone)):
        if lines:
            yield heading
        for one in lines:
            day = line_date(day_of(one), year)
            yield Pick(one.id, safe_line(_capital(one.content)), day, _note(one, states), quiet=bool(one.content.gone))


def ledger_page(one: Line, session: dt.date | None, state: State | None, today: dt.date) -> Iterator[Block]:
    """All that is noted of a copy, and what is at its place now; `state` is None until that is known."""
    copy = one.content
    yield from title(_capital(copy), f"{short_date(day_of(one))}, {days_away(day_of(one), today)}")
    yield from paragraph("Where to", "standard output" if not copy.has_file else copy.place)
    days = " to ".join(short_date(day) for day in (copy.since, copy.until) if day)
    for_session = ""
    if copy.session:
        for_session = short_date(session) if session else "one that isn't noted any more"
    yield from table(
        (
            ("Now", _now(copy, state)),
            ("For", copy.audience.label if copy.audience else ""),
            ("Days", days),
            ("Session", for_session),
            ("Format", copy.format),
            ("Kept by", "nothing: plain text" if copy.protection is Protection.NONE else copy.protection.label),
        )
    )
    if copy.gone is None and state in _HINTS and not (copy.protection is not Protection.NONE and state is State.HERE):
        yield from (Block(""), Block(_HINTS[state], "quiet"))
    elif copy.gone is None and state is State.HERE:
        yield from (Block(""), Block("Nobody can read it without what opens it. d deletes it all the same.", "quiet"))


def _capital(copy: SharedCopy) -> str:
    return copy.about[:1].upper() + copy.about[1:]


def _note(one: Line, states: Mapping[str, State]) -> str:
    copy = one.content
    if copy.gone:
        return "gone"
    if not copy.has_file:
        return State.NO_FILE.value
    return states[one.id].value if one.id in states else "looking …"


def _now(copy: SharedCopy, state: State | None) -> str:
    if copy.gone:
        return f"gone since {short_date(copy.gone)}"
    if not copy.has_file:
        return "not a file, so it can't be looked for"
    return state.value if state else "looking …"
