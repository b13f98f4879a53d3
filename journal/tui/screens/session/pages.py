"""The lines and the pages of the place Session: what is listed, and what is read of the line under the cursor."""

import datetime as dt
from collections.abc import Iterator, Sequence

from journal.model.dates import When, short_date, short_when
from journal.model.entry import Entry, heading
from journal.model.homework import State
from journal.model.reading import record_answers
from journal.model.session import AgendaKind, TherapySession, days_away
from journal.safety.text import safe, safe_line
from journal.tui.screens.session.reading import Detail, Session, Sessions
from journal.tui.widgets.entry_line import MASKED, RAISED
from journal.tui.widgets.entry_page import Block, Names, concealed, page
from journal.tui.widgets.page_view import Lead, listed, paragraph, table, title
from journal.tui.widgets.pick_list import Pick
from journal.vault.agenda import AgendaLine

SESSION, ALOUD, LINE, ENTRY = "session ", "aloud ", "line ", "entry "  # what the ids of picks and leads begin with
ADD, NOTHING = "add", "nothing"

_LONGEST_TITLE = 400  # characters looked at, so that a title of any length costs the same
_PARTS: dict[AgendaKind | None, str] = {
    AgendaKind.QUESTION: "Questions",
    AgendaKind.TOPIC: "Topics",
    AgendaKind.HARD_TO_SAY: "Hard to say aloud",
    None: "Raise with my therapist",
}
_NO_SESSION = "No session is noted ahead. s adds one."
_NO_AGENDA = "Nothing is on the agenda. q adds a question, t a topic, h what is hard to say aloud."


# Lines


def session_rows(shown: Sessions, today: dt.date, *, masked: bool) -> Iterator[Pick | str]:
    """The next session, the agenda, later sessions, and those that were, under their headings."""
    yield "Next session"
    if shown.ahead:
        yield _session_pick(shown.ahead[0], today, masked=masked, ahead=True)
    else:
        yield Pick(ADD, _NO_SESSION, quiet=True)
    yield from _agenda_rows(shown, today.year, masked=masked)
    for words, sessions, ahead in (
        ("Later", shown.ahead[1:], True),
        ("Without a date", shown.undated, False),
        ("Past sessions", shown.past, False),
    ):
        if sessions:
            yield from ("", words)
            yield from (_session_pick(one, today, masked=masked, ahead=ahead) for one in sessions)


def _agenda_rows(shown: Sessions, year: int, *, masked: bool) -> Iterator[Pick | str]:
    rows = [
        ("Top three" if line.top else _PARTS[line.kind], agenda_pick(line, year, masked=masked, number=number))
        for number, line in enumerate(shown.agenda, 1)
    ]
    if shown.hard_to_say:
        place = next((n for n, (part, _) in enumerate(rows) if part == _PARTS[None]), len(rows))
        rows.insert(place, (_PARTS[AgendaKind.HARD_TO_SAY], _aloud_pick(shown.hard_to_say, masked=masked)))
    if not rows:
        rows = [("Agenda", Pick(NOTHING, _NO_AGENDA, quiet=True))]
    more = shown.open_count - len(shown.agenda)
    before = ""
    for part, pick in rows:
        if part != before:
            earlier = f"  (and {more:,} earlier ones: search flagged:yes)" if more and part == _PARTS[None] else ""
            yield from ("", part + earlier)
        before = part
        yield pick


def _aloud_pick(session: Session, *, masked: bool) -> Pick:
    words = _in_one_line(session.content.hard_to_say)
    return Pick(f"{ALOUD}{session.id}", MASKED if masked else words, note="in the session")


def agenda_pick(line: AgendaLine, year: int, *, masked: bool, number: int = 0) -> Pick:
    """A line of the agenda in a list; `number` is its place, which is shown of the top three."""
    words = MASKED if masked else in_words(line)
    return Pick(
        f"{LINE}{line.key}",
        f"{number}  {words}" if line.top and number else words,
        note=_day(line.entry, year) if line.entry else line.kind.label if line.kind else "",
    )


def in_words(line: AgendaLine) -> str:
    """What a line says, on one line and safe to draw; for an entry without words, its kind."""
    words = _in_one_line(line.text)
    if line.entry:
        return words or line.entry.content.kind.label
    return words or "An item"


def _in_one_line(text: str) -> str:
    return safe_line(text[:_LONGEST_TITLE].lstrip().partition("\n")[0])


def _day(entry: Entry, year: int) -> str:
    date = entry.content.when.date
    return f"{RAISED} {short_date(date).rsplit(' ', 1)[0] if date.year == year else short_date(date)}"


def _session_pick(session: Session, today: dt.date, *, masked: bool, ahead: bool) -> Pick:
    content = session.content
    parts = [_when(content)]
    if content.date and ahead:
        parts.append(days_away(content.date, today))
        if content.attended and not masked:
            parts.append(f"with {', '.join(content.attended)}")
    else:
        parts.append(_first_line(content.notes, masked=masked))
    note = content.pace.label if content.pace else ""
    return Pick(f"{SESSION}{session.id}", safe_line(" · ".join(filter(None, parts))), note=note)


def _when(content: TherapySession) -> str:
    return short_when(When(content.date, content.time)) if content.date else "A session without a date"


def _first_line(notes: str, *, masked: bool) -> str:
    first = notes.strip()[:_LONGEST_TITLE].partition("\n")[0]
    return (MASKED if masked else first) if first else "no notes yet"


# Pages


def session_page(detail: Detail, today: dt.date) -> Iterator[Block]:
    """A session with everything that was noted, what was talked about in it and what was assigned."""
    content = detail.session.content
    yield from title(*_session_title(content, today))
    answers = [answer for answer in record_answers(content) if answer.name != "date"]
    yield from table((answer.label, answer.text) for answer in answers if not answer.long)
    for answer in answers:
        if answer.long:
            yield from paragraph(answer.label, answer.text)
    yield from _talked(detail.talked)
    yield from listed("Assigned in it", (_homework(one.content.heading, one.content.state) for one in detail.assigned))
    if content.date and content.date <= today and not (content.notes and detail.talked and detail.assigned):
        yield Block("")
        yield Block("w writes it up · x marks what was talked about · a assigns homework from it", "quiet")


def concealed_session(session: Session, today: dt.date) -> Iterator[Block]:
    """What is shown of a session while titles are masked."""
    yield from title(*_session_title(session.content, today))
    yield from _masked()


def line_page(line: AgendaLine, width: int, names: Names) -> Sequence[Block]:
    """What is to be brought up, as it was written; the whole entry where it is about one."""
    if line.entry:
        return page(line.entry, width, names=names)
    top = "One of the top three. " if line.top else ""
    guarded = "It is never shared in bulk." if line.kind is AgendaKind.HARD_TO_SAY else ""
    return [*title(_kind(line), (top + guarded).strip()), Block(""), Block(safe(line.text).expandtabs(4))]


def concealed_line(line: AgendaLine) -> Sequence[Block]:
    """What is shown of it while titles are masked."""
    return concealed(line.entry) if line.entry else [*title(_kind(line)), *_masked()]


def _kind(line: AgendaLine) -> str:
    return line.kind.label.capitalize() if line.kind else ""


def _masked() -> Iterator[Block]:
    yield Block("")
    yield Block("Titles are masked. Tab goes into this pane and shows what was written.", "quiet")


def _session_title(content: TherapySession, today: dt.date) -> tuple[str, str]:
    if content.date is None:
        return "A session without a date", "e gives it one"
    return f"Session of {short_date(content.date)}", days_away(content.date, today)


def _talked(lines: Sequence[AgendaLine]) -> Iterator[Block]:
    for number, line in enumerate(lines):
        if number == 0:
            yield Block("")
            yield Block("Talked about", "label")
        if line.entry:
            words = heading(line.entry.content) or line.entry.content.kind.label
            yield Lead(safe_line(words), label="  ·", indent=4, to=f"{ENTRY}{line.entry.id}")
        else:
            yield Block(safe(line.text).expandtabs(4), label="  ·", indent=4)


def _homework(words: str, state: State) -> str:
    return words if state is State.OPEN else f"{words} ({state.label})"
