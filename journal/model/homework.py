"""Homework: what was assigned, how often it was practised, and what it makes of a new entry."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from journal.model.dates import When, short_date, week_of
from journal.model.entry import (
    DETAILS,
    Communication,
    EntryContent,
    Experimentation,
    Kind,
    LimitsKept,
    Mode,
    Outcome,
    SensateFocus,
    took_place,
    was_stopped,
)
from journal.model.exercise import Exercise, ExerciseMode, Per
from journal.model.fields import Field, Term
from journal.model.sensate_focus import UNGATED, RuleSet, Stage, waiting
from journal.model.session import AgendaItem, AgendaKind


class State(Term):
    """Where an assignment stands."""

    OPEN = "open", "open"
    PAUSED = "paused", "paused"
    FINISHED = "finished", "finished"
    DROPPED = "dropped", "dropped"


class Change(Term):
    """What an adaptation makes of a task."""

    EASIER = "easier", "easier"
    HARDER = "harder", "harder"
    DIFFERENT = "different", "different"


@dataclass(frozen=True, kw_only=True)
class Adaptation:
    """A change of a task with its reason. `instructions` are those that it replaced."""

    on: dt.date
    change: Annotated[Change | None, Field("What changes")] = None
    what: Annotated[str, Field("How it goes from now on", long=True)] = ""
    why: Annotated[str, Field("Why", "So that it can be talked about.", long=True)] = ""
    ask: Annotated[bool, Field("Ask my therapist about it")] = False
    instructions: str = ""


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """Homework as it was assigned, in the person's words.

    `exercise` is the id of an exercise of the library or of the person's own, or "", and `exercise_gate` the stage that
    had to be agreed for it, whatever stage the homework is noted at. `session` is the id of the therapy
    session it came from, or "". `state_since` is the day on which the state was last changed.
    """

    type: ClassVar[str] = "assignment"

    title: Annotated[str, Field("Title")] = ""
    kind: Annotated[Kind | None, Field("Kind")] = None
    instructions: Annotated[str, Field("What to do", "In your own words.", long=True)] = ""
    why: Annotated[str, Field("Why it matters", "To you; it helps on a day when starting is hard.", long=True)] = ""
    assigned_on: Annotated[dt.date | None, Field("Assigned on")] = None
    wanted: Annotated[int | None, Field("How many times", "As agreed; it can be left open.", highest=99, lowest=1)] = (
        None
    )
    per: Annotated[Per | None, Field("Counted")] = None
    mode: Annotated[Mode | None, Field("With whom")] = None
    minutes: Annotated[int | None, Field("Minutes")] = None
    if_then: Annotated[
        str, Field("If I start putting it off, I will", "A small first step, decided beforehand.", long=True)
    ] = ""
    confidence: Annotated[
        int | None, Field("Confidence, 0 to 10", "How sure I am that I can try it: 0 not at all, 10 fully.", highest=10)
    ] = None
    stage: Annotated[Stage | None, Field("Stage", "For sensate focus.")] = None
    rules: Annotated[RuleSet, Field("Rules agreed")] = RuleSet()
    easier: Annotated[str, Field("An easier variant", "For a day with less energy.", long=True)] = ""
    harder: Annotated[str, Field("A harder variant", long=True)] = ""
    state: State = State.OPEN
    state_since: dt.date | None = None
    exercise: str = ""
    exercise_gate: Stage | None = None
    session: str = ""
    adaptations: tuple[Adaptation, ...] = ()

    @property
    def heading(self) -> str:
        """The few words that stand for it in a list."""
        # Where an agreement is needed, the steps may be folded away, so they are no name for it.
        lines = () if self.gates else self.instructions.splitlines()
        first = next((line.strip() for line in lines if line.strip()), "")
        return self.title or first or (self.kind.label if self.kind else "Homework")

    @property
    def gates(self) -> tuple[Stage, ...]:
        """The stages that have to be agreed before this is set, the earliest first: its own and its exercise's."""
        stages = {stage for stage in (self.stage, self.exercise_gate) if stage is not None}
        return tuple(sorted(stages - UNGATED))


# The fields that say how it is done: they stay folded away while its stage waits for an agreement.
STEPS = ("instructions", "easier", "harder")


def waits(assignment: Assignment, stages: frozenset[Stage]) -> str:
    """Why this has to wait while these stages are open: one of its gates isn't among them; "" where none is missing."""
    why = next(filter(None, (waiting(gate, stages) for gate in assignment.gates)), "")
    return f"{why} An earlier stage is always there." if why else ""


def shown(assignment: Assignment, stages: frozenset[Stage]) -> Assignment:
    """The assignment as it is read while these stages are open: where it waits, how it is done is folded away.

    It is for reading alone; what is kept has everything.
    """
    if not waits(assignment, stages):
        return assignment
    adaptations = tuple(replace(one, what="", instructions="") for one in assignment.adaptations)
    return replace(assignment, instructions="", easier="", harder="", adaptations=adaptations)


@dataclass(frozen=True)
class Occasion:
    """One entry of an assignment, as far as counting goes."""

    entry: str
    date: dt.date
    outcome: Outcome | None


def practised(occasions: Iterable[Occasion], today: dt.date) -> tuple[Occasion, ...]:
    """The occasions on which something was tried, up to today. Stopping early counts."""
    return tuple(one for one in occasions if took_place(one.outcome, one.date, today))


def progress(assignment: Assignment, occasions: Iterable[Occasion], today: dt.date, first_weekday: int) -> str:
    """How it is going in plain words: `2 of 3 this week`, `4 so far`, `not yet`. `first_weekday` has Monday as 0.

    Of what isn't open it says what was done in all: `3 in all`, `none in all`.
    """
    done = practised(occasions, today)
    if assignment.state is not State.OPEN:
        return f"{len(done) or 'none'} in all"
    if assignment.per is Per.WEEK:
        first, last = week_of(today, first_weekday)
        count = sum(first <= one.date <= last for one in done)
        return f"{count} of {assignment.wanted} this week" if assignment.wanted else f"{count} this week"
    if assignment.wanted:
        return f"{len(done)} of {assignment.wanted} in all"
    return f"{len(done)} so far" if done else "not yet"


def assignment_of(exercise: Exercise, exercise_id: str, on: dt.date) -> Assignment:
    """The assignment that an exercise begins as; every field of it can be changed."""
    mode = {ExerciseMode.SOLO: Mode.SOLO, ExerciseMode.PARTNERED: Mode.PARTNERED}
    return Assignment(
        title=exercise.title,
        kind=exercise.kind,
        instructions=exercise.steps,
        why=exercise.why,
        assigned_on=on,
        wanted=exercise.wanted,
        per=exercise.per,
        mode=mode.get(exercise.mode) if exercise.mode else None,
        minutes=exercise.minutes,
        stage=min(exercise.stages, default=None) if len(set(exercise.stages)) < len(Stage) else None,
        easier=exercise.easier,
        harder=exercise.harder,
        state_since=on,
        exercise=exercise_id,
        exercise_gate=exercise.gate,
    )


def prefilled(assignment: Assignment, assignment_id: str, when: When, *, kind: Kind | None = None) -> EntryContent:
    """The entry that logging an assignment begins with: what is known already, and nothing about how it went.

    It is of the assignment's kind unless another is named. The title of an experiment goes into the field that is
    guarded, and nowhere else, since other fields may be shared in bulk.
    """
    kind = kind or assignment.kind or Kind.REFLECTION
    title = "" if assignment.kind is Kind.EXPERIMENTATION is not kind else assignment.title
    details, topic = DETAILS[kind](), title
    match details:
        case SensateFocus():
            details = replace(details, stage=assignment.stage, rules=assignment.rules)
        case Communication():
            details = replace(details, skill=title)
        case Experimentation():
            details, topic = replace(details, what=title), ""
    return EntryContent(when=when, details=details, mode=assignment.mode, topic=topic, assignment=assignment_id)


def state_in_words(assignment: Assignment) -> str:
    """Where it stands, and since when unless it is open: `paused since Sat 16 May 2026`, `finished on …`."""
    state, since = assignment.state, assignment.state_since
    if since is None or state is State.OPEN:
        return state.label
    return f"{state.label} {'since' if state is State.PAUSED else 'on'} {short_date(since)}"


def adapted(assignment: Assignment, adaptation: Adaptation) -> Assignment:
    """The assignment after a change: its instructions are the new ones, and what they replaced is kept."""
    kept = replace(adaptation, instructions=assignment.instructions)
    return replace(
        assignment,
        instructions=adaptation.what if adaptation.what.strip() else assignment.instructions,
        adaptations=(*assignment.adaptations, kept),
    )


def question_of(assignment: Assignment, change: Adaptation) -> AgendaItem:
    """What goes on the agenda where the therapist is to be asked about a change."""
    made = change.change.label if change.change in (Change.EASIER, Change.HARDER) else "different"
    lines = [
        f"I made this homework {made}: {assignment.heading}. What do you think?",
        f"How it goes now: {change.what}" if change.what else "",
        f"Why: {change.why}" if change.why else "",
    ]
    return AgendaItem(text="\n".join(filter(None, lines)), kind=AgendaKind.QUESTION)


def wants_care(content: EntryContent) -> bool:
    """Whether an entry tells of a stop, of pain of 4 or more, or of limits that were not kept.

    What follows from it is an offer, and never a judgement.
    """
    focus = content.details if isinstance(content.details, SensateFocus) else None
    stopped = was_stopped(content.outcome, focus.ending if focus else None)
    limits_passed = focus is not None and focus.limits_kept is LimitsKept.NO
    return (
        stopped
        or limits_passed
        or any(rating.scale == "discomfort" and rating.value >= 4 for rating in content.ratings)
    )
