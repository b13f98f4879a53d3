"""Assignments, sessions and items of the agenda as pages of plain text."""

from collections.abc import Iterator

from journal.cli.ids import SHORT
from journal.cli.page import page, record_rows
from journal.cli.standing import Standing, standing_of
from journal.errors import NotFound
from journal.model.dates import short_date
from journal.model.homework import Adaptation, Assignment, state_in_words
from journal.model.records import Content, Record
from journal.model.session import AgendaItem, TherapySession
from journal.safety.text import safe, safe_line
from journal.vault.vault import Vault

_MOST_OCCASIONS = 50

# What `show` finds beside entries. Exercises are not among them: they are behind the gate of their stage.
SHOWN: tuple[type[Content], ...] = (Assignment, TherapySession, AgendaItem)


def record_page(vault: Vault, record: Record[Content]) -> str:
    """One of the records that are shown, in full."""
    content = record.content
    match content:
        case Assignment():
            standing = standing_of(vault, record.id)
            content = homework = standing.assignment.content
            rows = ["", *_assignment(vault, standing, homework)]
            name = "Homework"
        case TherapySession():
            rows = ["", *_session(vault, record.id)]
            name = "Session"
        case _:
            name, rows = "Agenda", []
    return page([*record_rows(name, content), *rows, ""], record)


def _assignment(vault: Vault, standing: Standing, content: Assignment) -> Iterator[str]:
    from journal.cli.exercises import block, safety_notes

    if standing.waits:
        yield from (f"What to do is folded away. {standing.waits}", "")
    yield f"State: {state_in_words(content)}"
    yield f"So far: {standing.progress}"
    if content.session:
        yield from _came_from(vault, content.session)
    yield from block("Safety", safety_notes(vault.shelf().safety_notes(content)))
    for adaptation in reversed(content.adaptations):
        yield from _adaptation(adaptation)
    if standing.occasions:
        yield from ("", "What was done")
    for one in standing.occasions[:_MOST_OCCASIONS]:
        yield f"{one.entry[-SHORT:]}  {one.date.isoformat()}  {one.outcome.label if one.outcome else 'logged'}"
    if len(standing.occasions) > _MOST_OCCASIONS:
        yield f"and {len(standing.occasions) - _MOST_OCCASIONS} before that"


def _came_from(vault: Vault, session_id: str) -> Iterator[str]:
    try:
        date = vault.sessions.get(session_id).content.date
    except NotFound:
        return
    yield f"From the session: {f'{short_date(date)} ' if date else ''}({session_id})"


def _adaptation(adaptation: Adaptation) -> Iterator[str]:
    change = f", {adaptation.change.label}" if adaptation.change else ""
    yield from ("", f"Changed on {short_date(adaptation.on)}{change}")
    for label, text in (("To", adaptation.what), ("Why", adaptation.why), ("Before", adaptation.instructions)):
        if text:
            yield f"{label}: {safe(text)}"
    if adaptation.ask:
        yield "Ask my therapist about it: yes"


def _session(vault: Vault, session_id: str) -> Iterator[str]:
    for label, lines in (
        ("Talked about", [line.text or "an entry" for line in vault.agenda.talked_about(session_id)]),
        ("Assigned", [one.content.heading for one in vault.assignments.of_session(session_id)]),
    ):
        if lines:
            yield from ("", label, *(f"- {safe_line(line)}" for line in lines))
