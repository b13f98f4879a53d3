"""Making an assignment: from an exercise or from scratch, with the facts that were given, and by questions."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from journal.cli.exercises import find, refuse_gated
from journal.cli.ids import one_of
from journal.cli.questions import Question, record_questions
from journal.cli.stdin import is_terminal, read_text, saying_unsaved
from journal.cli.writing import Writing
from journal.clock import now
from journal.errors import BadInput, NotFound
from journal.model.dates import When
from journal.model.entry import Kind
from journal.model.exercise import Per
from journal.model.homework import Assignment, assignment_of
from journal.model.sensate_focus import RuleSet, Stage
from journal.model.session import TherapySession
from journal.vault.vault import Vault

NO_SESSION = "none"
_ONLY_FOCUS = ("stage", "rules")
_OWN_WORDS = ("if_then", "confidence")


@dataclass(frozen=True)
class Facts:
    """The facts of an assignment that were given beforehand; None for those that were not."""

    on: dt.date
    wanted: int | None = None
    per: Per | None = None
    minutes: int | None = None
    stage: Stage | None = None
    session: str | None = None

    def applied(self, assignment: Assignment) -> Assignment:
        """The assignment with these facts in it. Raises BadInput for a stage of what has none."""
        if self.stage is not None and assignment.kind is not Kind.SENSATE_FOCUS:
            raise BadInput("Only sensate focus has stages.", "Leave out --stage.")
        return replace(
            assignment,
            assigned_on=self.on,
            state_since=self.on,
            wanted=assignment.wanted if self.wanted is None else self.wanted,
            per=self.per or assignment.per,
            minutes=assignment.minutes if self.minutes is None else self.minutes,
            stage=self.stage or assignment.stage,
        )


def assign_exercise(vault: Vault, typed: str, facts: Facts) -> str:
    """Assigns an exercise that may be offered; returns the id. Raises JournalError and Interrupted."""
    found = find(vault, typed)
    if found is None:
        raise NotFound("No exercise has this id.", "journal homework library lists the exercises with their ids.")
    content = _noted(vault, facts.applied(assignment_of(found.exercise, found.id, facts.on)), facts)
    if is_terminal():
        return AssignmentWriting(vault, content, whole=True).write()
    return vault.assignments.add(content).id


def assign_from_scratch(vault: Vault, kind: Kind, facts: Facts) -> str:
    """Assigns what is written now; returns the id. Raises JournalError and Interrupted."""
    content = _noted(vault, facts.applied(Assignment(kind=kind)), facts)
    if is_terminal():
        return AssignmentWriting(vault, content, whole=False).write()
    text = read_text()
    if not text.strip():
        raise BadInput(
            "There is no text to keep, so nothing was assigned.",
            "Send what to do to standard input, or name an exercise of the library.",
        )
    with saying_unsaved():
        return vault.assignments.add(replace(content, instructions=text)).id


class AssignmentWriting(Writing[Assignment]):
    """A new assignment. One that is `whole` already asks for what only the person can say."""

    name = "homework"

    def __init__(self, vault: Vault, content: Assignment, *, whole: bool) -> None:
        super().__init__(vault, content)
        self.whole = whole
        self._given = content

    def head(self) -> str:
        """Its title, or its kind."""
        return f"Homework: {self.content.heading}"

    def questions(self) -> Iterator[Question]:
        """Every one that wasn't answered beforehand; only the open stages can be chosen."""
        if self.whole:
            yield from record_questions(self.content, *_OWN_WORDS)
            return
        stages = self.vault.assignments.open_stages()
        for question in record_questions(self.content):
            name = question.spec.name
            if name == "kind" or (name in _ONLY_FOCUS and self.content.kind is not Kind.SENSATE_FOCUS):
                continue
            if getattr(self._given, name) not in (None, "", RuleSet()):
                continue
            if name == "stage":
                open_ones = tuple(stage for stage in Stage if stage in stages)
                question = replace(question, spec=replace(question.spec, terms=open_ones))
            yield question

    def add(self, draft: str) -> str:
        """Assigns it."""
        return self.vault.assignments.add(self.content, from_draft=draft).id


def _noted(vault: Vault, content: Assignment, facts: Facts) -> Assignment:
    """The assignment with the session it came from: the one that was named, or the latest if it was lately.

    Raises BadInput behind the gate, before anything is asked, and NotFound.
    """
    for gate in content.gates:
        refuse_gated(vault, gate)
    if facts.session == NO_SESSION:
        return content
    present = now()
    source = (
        vault.sessions.recent(When(facts.on) if facts.on < present.date else present)
        if facts.session is None
        else one_of(vault.sessions, facts.session, TherapySession)
    )
    return replace(content, session=source.id) if source else content
