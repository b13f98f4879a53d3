"""What a page could hold beside entries. None of it was released before, so none is on until it is switched on."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from journal.model.dates import When, short_date
from journal.model.goal import Goal, GoalState
from journal.model.homework import Assignment
from journal.model.records import Record
from journal.model.session import AgendaKind, TherapySession
from journal.summary.lines import GOAL
from journal.summary.offer import OWN
from journal.summary.page import Item, Parts, Row
from journal.vault.agenda import AgendaLine
from journal.vault.vault import Vault


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Lines by their section: from the agenda, from the latest session, of goals, and those still to be written."""

    important: tuple[Item, ...] = ()
    also: tuple[Item, ...] = ()
    since: tuple[Item, ...] = ()
    questions: tuple[Item, ...] = ()
    goals: tuple[Row, ...] = ()
    next: tuple[Item, ...] = ()


def read_beside(vault: Vault, tasks: Mapping[str, Assignment], since: dt.date, until: dt.date, now: When) -> Beside:
    """Reads them for a period; `tasks` are homework by its ids."""
    session = vault.sessions.latest_before(until)
    agenda = [line for line in vault.agenda.open_items(0) if line.entry is None]
    others = [line for line in agenda if not line.top]
    return Beside(
        important=(*(_agenda_item(line) for line in agenda if line.top), Item("", "urgent", f"{OWN}urgent")),
        also=(
            *(_agenda_item(line) for line in others if line.kind is not AgendaKind.QUESTION),
            *_hard_to_say(vault.sessions.hard_to_say(now)),
        ),
        since=(*_notes(session), *_adapted(tasks, since, until)),
        questions=tuple(_agenda_item(line) for line in others if line.kind is AgendaKind.QUESTION),
        goals=tuple(_goals(vault, until)),
        next=(Item("", "what I want next", f"{OWN}next"), *_pace(session)),
    )


def _agenda_item(line: AgendaLine) -> Item:
    return Item(line.text, line.kind.label if line.kind else "to bring up", f"agenda:{line.id}")


def _hard_to_say(session: Record[TherapySession] | None) -> Iterator[Item]:
    if session:
        kind = AgendaKind.HARD_TO_SAY
        yield Item(session.content.hard_to_say, kind.label, f"session:{session.id}:{kind.value}")


def _notes(session: Record[TherapySession] | None) -> Iterator[Item]:
    if session and session.content.notes.strip():
        yield Item(session.content.notes, f"notes on {_session(session)}", f"session:{session.id}:notes")


def _pace(session: Record[TherapySession] | None) -> Iterator[Item]:
    if session and session.content.pace:
        yield Item(session.content.pace.label, f"the pace, {_session(session)}", f"session:{session.id}:pace")


def _session(session: Record[TherapySession]) -> str:
    return f"the session of {short_date(session.content.date)}" if session.content.date else "a session"


def _adapted(tasks: Mapping[str, Assignment], since: dt.date, until: dt.date) -> Iterator[Item]:
    for task_id, task in tasks.items():
        for number, one in enumerate(task.adaptations):
            if one.on is not None and since <= one.on <= until and one.change:
                why = f": {one.why}" if one.why.strip() else ""
                about = f"{short_date(one.on)} · made {one.change.label}"
                yield Item(f"{task.heading}{why}", about, f"adapted:{task_id}:{number}")


def _goals(vault: Vault, until: dt.date) -> Iterator[Row]:
    values: dict[str, list[tuple[dt.date, dt.datetime, int]]] = {}
    for one in vault.goal_progress.list():
        day, value = one.content.date or one.created.date(), one.content.value
        if value is not None and day <= until:
            values.setdefault(one.content.goal, []).append((day, one.created, value))
    for goal in vault.goals.list():
        if goal.content.state is not GoalState.PUT_ASIDE and goal.content.wording.strip():
            yield Row(_goal(goal.content, [value for *_, value in sorted(values.get(goal.id, ()))]), f"{GOAL}{goal.id}")


def _goal(goal: Goal, values: list[int]) -> tuple[Parts, ...]:
    known = [value for value in (goal.baseline, *values) if value is not None]
    now = (str(known[-1]),) if known else ()
    before = (str(known[-2]),) if len(known) > 1 else ()
    return (goal.heading,), now, before
