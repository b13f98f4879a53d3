"""What the place Homework shows, read from the vault."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from journal.errors import NotFound
from journal.library.shelf import Shelf
from journal.model.entry import EntryContent, Kind, SensateFocus
from journal.model.exercise import Exercise
from journal.model.homework import Assignment, Occasion, State, practised, progress, shown, waits, wants_care
from journal.model.records import Record
from journal.model.sensate_focus import UNGATED, Stage
from journal.tui.screens.homework.focus_facts import focus_facts
from journal.vault.vault import Vault


@dataclass(frozen=True)
class Homework:
    """Every assignment in the order in which they are listed, and the progress of those that are open, by id.

    `stages` are the stages that are open, and `led` the ids of what is only done where the therapist has set it.
    """

    assignments: tuple[Record[Assignment], ...] = ()
    progress: Mapping[str, str] = field(default_factory=dict)
    stages: frozenset[Stage] = UNGATED
    led: frozenset[str] = frozenset()

    def get(self, assignment_id: str) -> Record[Assignment] | None:
        """The assignment with this id."""
        return next((one for one in self.assignments if one.id == assignment_id), None)


@dataclass(frozen=True)
class Care:
    """What is offered after a stop, pain, or limits that were not kept: from which stage."""

    earlier: Stage | None  # the highest stage of what is offered; None where it was no sensate focus


@dataclass(frozen=True)
class Latest:
    """The entry of homework that can be raised with the therapist, and whether it is noted for that already."""

    entry: str
    date: dt.date
    raised: bool


@dataclass(frozen=True)
class Detail:
    """One assignment with what belongs to it. `session` is the date of the session it came from.

    `waits` says why it has to wait for an agreement, if it has to: then `assignment` is without what tells how it is
    done, and of `exercise` only its time and what is worth rating are shown. `safety` are the safety notes in full.
    """

    assignment: Record[Assignment]
    progress: str
    occasions: tuple[Occasion, ...] = ()
    exercise: Exercise | None = None
    session: dt.date | None = None
    facts: tuple[str, ...] = ()
    care: Care | None = None
    waits: str = ""
    safety: tuple[str, ...] = ()
    latest: Latest | None = None


def read_homework(vault: Vault, today: dt.date, first_weekday: int) -> Homework:
    """Reads the list."""
    assignments, shelf = vault.assignments.in_order(), vault.shelf()
    current = [one for one in assignments if one.content.state is State.OPEN]
    occasions = vault.assignments.occasions(one.id for one in current)
    return Homework(
        assignments,
        {one.id: progress(one.content, occasions.get(one.id, ()), today, first_weekday) for one in current},
        vault.assignments.open_stages(),
        frozenset(one.id for one in assignments if _is_led(shelf, one.content)),
    )


def _is_led(shelf: Shelf, assignment: Assignment) -> bool:
    found = shelf.known(assignment.exercise) if assignment.exercise else None
    return found is not None and found.exercise.therapist_only


def read_detail(vault: Vault, assignment_id: str, today: dt.date, first_weekday: int) -> Detail:
    """Reads an assignment with what belongs to it. Raises NotFound."""
    assignment = vault.assignments.get(assignment_id)
    content = assignment.content
    occasions = vault.assignments.occasions([assignment.id]).get(assignment.id, ())
    stages = vault.assignments.open_stages()
    why = waits(content, stages)
    shelf = vault.shelf()
    exercise = shelf.known(content.exercise) if content.exercise else None
    latest, care = _latest(vault, content, occasions, today)
    return Detail(
        replace(assignment, content=shown(content, stages)),
        progress(content, occasions, today, first_weekday),
        occasions,
        exercise.exercise if exercise else None,
        _session(vault, content.session),
        _facts(vault, assignment, today),
        care,
        why,
        shelf.safety_notes(content),
        latest,
    )


def _session(vault: Vault, session_id: str) -> dt.date | None:
    try:
        return vault.sessions.get(session_id).content.date if session_id else None
    except NotFound:
        return None


def _facts(vault: Vault, assignment: Record[Assignment], today: dt.date) -> tuple[str, ...]:
    if assignment.content.kind is not Kind.SENSATE_FOCUS:
        return ()
    return focus_facts(vault.statistics.focus(assignment=assignment.id), today)


def _latest(
    vault: Vault, assignment: Assignment, occasions: Sequence[Occasion], today: dt.date
) -> tuple[Latest | None, Care | None]:
    """The entry that can be raised: the last practice where it wants care, or else the last entry that isn't ahead."""
    # What is planned, or a week without it, says nothing of how it was, so it doesn't take the place of the last time.
    done = next(iter(practised(occasions, today)), None)
    if done and (content := _entry(vault, done)) and wants_care(content):
        return Latest(done.entry, done.date, content.flagged), Care(_earlier(assignment, content))
    past = next((one for one in occasions if one.date <= today), None)
    content = _entry(vault, past) if past else None
    return Latest(past.entry, past.date, content.flagged) if past and content else None, None


def _entry(vault: Vault, occasion: Occasion) -> EntryContent | None:
    try:
        return vault.entries.get(occasion.entry).content
    except NotFound:
        return None


def _earlier(assignment: Assignment, content: EntryContent) -> Stage | None:
    if not isinstance(content.details, SensateFocus):
        return None
    stages = list(Stage)
    stage = content.details.stage or assignment.stage or stages[0]
    return stages[max(0, stages.index(stage) - 1)]
