"""What the place Homework shows, read from the vault."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from journal.errors import NotFound
from journal.model.entry import EntryContent, Kind, SensateFocus
from journal.model.exercise import Exercise
from journal.model.focus import took_place
from journal.model.homework import Assignment, Occasion, State, practised, progress, shown, waits, wants_care
from journal.model.records import Record
from journal.model.sensate_focus import UNGATED, Stage
from journal.tui.screens.homework.focus_facts import focus_facts
from journal.vault.vault import Vault


@dataclass(frozen=True)
class Homework:
    """Every assignment in the order in which they are listed, and the progress of those that are open, by id.

    `stages` are the stages that are open.
    """

    assignments: tuple[Record[Assignment], ...] = ()
    progress: Mapping[str, str] = field(default_factory=dict)
    stages: frozenset[Stage] = UNGATED

    def get(self, assignment_id: str) -> Record[Assignment] | None:
        """The assignment with this id."""
        return next((one for one in self.assignments if one.id == assignment_id), None)


@dataclass(frozen=True)
class Care:
    """What is offered after a stop, pain, or limits that were not kept: for which entry, and from which stage."""

    entry: str
    raised: bool
    earlier: Stage | None  # the highest stage of what is offered; None where it was no sensate focus


@dataclass(frozen=True)
class Detail:
    """One assignment with what belongs to it. `session` is the date of the session it came from.

    `waits` says why it has to wait for an agreement, if it has to: then `assignment` is without what tells how it is
    done, and of `exercise` only the safety notes and what is worth rating are shown.
    """

    assignment: Record[Assignment]
    progress: str
    occasions: tuple[Occasion, ...] = ()
    exercise: Exercise | None = None
    session: dt.date | None = None
    facts: tuple[str, ...] = ()
    care: Care | None = None
    waits: str = ""


def read_homework(vault: Vault, today: dt.date, first_weekday: int) -> Homework:
    """Reads the list."""
    assignments = vault.assignments.in_order()
    current = [one for one in assignments if one.content.state is State.OPEN]
    occasions = vault.assignments.occasions(one.id for one in current)
    return Homework(
        assignments,
        {one.id: progress(one.content, occasions.get(one.id, ()), today, first_weekday) for one in current},
        vault.assignments.open_stages(),
    )


def read_detail(vault: Vault, assignment_id: str, today: dt.date, first_weekday: int) -> Detail:
    """Reads an assignment with what belongs to it. Raises NotFound."""
    assignment = vault.assignments.get(assignment_id)
    content = assignment.content
    occasions = vault.assignments.occasions([assignment.id]).get(assignment.id, ())
    stages = vault.assignments.open_stages()
    why = waits(content, stages)
    exercise = vault.shelf().known(content.exercise) if content.exercise else None
    return Detail(
        replace(assignment, content=shown(content, stages)),
        progress(content, occasions, today, first_weekday),
        occasions,
        exercise.exercise if exercise else None,
        _session(vault, content.session),
        _facts(vault, assignment, today),
        _care(vault, content, occasions, today),
        why,
    )


def _session(vault: Vault, session_id: str) -> dt.date | None:
    try:
        return vault.sessions.get(session_id).content.date if session_id else None
    except NotFound:
        return None


def _facts(vault: Vault, assignment: Record[Assignment], today: dt.date) -> tuple[str, ...]:
    if assignment.content.kind is not Kind.SENSATE_FOCUS:
        return ()
    sessions = vault.statistics.focus(assignment=assignment.id)
    return focus_facts(one for one in sessions if took_place(one.outcome, one.date, today))


def _care(vault: Vault, assignment: Assignment, occasions: Sequence[Occasion], today: dt.date) -> Care | None:
    # What is planned, or a week without it, says nothing of how it was, so it doesn't take the place of the last time.
    latest = next(iter(practised(occasions, today)), None)
    if latest is None:
        return None
    try:
        content = vault.entries.get(latest.entry).content
    except NotFound:
        return None
    return Care(latest.entry, content.flagged, _earlier(assignment, content)) if wants_care(content) else None


def _earlier(assignment: Assignment, content: EntryContent) -> Stage | None:
    if not isinstance(content.details, SensateFocus):
        return None
    stages = list(Stage)
    stage = content.details.stage or assignment.stage or stages[0]
    return stages[max(0, stages.index(stage) - 1)]
