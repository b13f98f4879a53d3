"""Exercises that can be given as homework: those of the library and the person's own have one shape."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, ClassVar

from journal.model.entry import Kind
from journal.model.fields import Field, Term
from journal.model.sensate_focus import UNGATED, Stage, waiting


class ExerciseMode(Term):
    """With whom an exercise can be done."""

    SOLO = "solo", "solo"
    PARTNERED = "partnered", "partnered"
    EITHER = "either", "alone or together"


class Per(Term):
    """What a number of times is counted in."""

    WEEK = "week", "a week"
    IN_ALL = "in_all", "in all"


class Safety(Term):
    """The safety notes by code; their full texts are in the library, and are shown wherever an exercise is."""

    STOPPING = "S1", "pausing and stopping"
    ALCOHOL = "S2", "alcohol and drugs"
    PAIN = "S3", "pain, bleeding or numbness"
    PANIC = "S4", "panic and memories"
    FREEDOM = "S5", "speaking and refusing freely"
    HEALTH = "S6", "asking a clinician first"
    MATERIAL = "S7", "choosing material"


class Rated(Term):
    """What an exercise asks to be rated: the ids of built-in scales."""

    TENSION = "tension", "tension"
    ATTENTION = "attention", "attention on sensation"
    COMFORT = "comfort", "comfort"
    CLOSENESS = "closeness", "closeness"
    DISCOMFORT = "discomfort", "discomfort or pain"
    DIFFICULTY = "difficulty", "difficulty"
    USEFULNESS = "usefulness", "usefulness"
    FELT_HEARD = "felt_heard", "felt heard"
    CONFIDENCE = "confidence", "confidence"
    PRESSURE = "pressure", "pressure to perform"


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """An exercise. `steps` has one step on each line; `time` is its suggested length and frequency in words."""

    type: ClassVar[str] = "exercise"

    title: Annotated[str, Field("Title")] = ""
    kind: Annotated[Kind | None, Field("Kind")] = None
    mode: Annotated[ExerciseMode | None, Field("With whom")] = None
    stages: Annotated[tuple[Stage, ...], Field("Stages", "For sensate focus: the stages that it belongs to.")] = ()
    therapist_only: Annotated[bool, Field("Only where my therapist has set it")] = False
    steps: Annotated[str, Field("Steps", "One on each line.", long=True)] = ""
    time: Annotated[str, Field("Suggested time", "Such as: 20 min, 2 a week.")] = ""
    minutes: Annotated[int | None, Field("Minutes")] = None
    wanted: Annotated[int | None, Field("How many times", highest=99, lowest=1)] = None
    per: Annotated[Per | None, Field("Counted")] = None
    rate: Annotated[tuple[Rated, ...], Field("Worth rating")] = ()
    safety: Annotated[tuple[Safety, ...], Field("Safety notes")] = ()
    why: Annotated[str, Field("Why it may help", long=True)] = ""
    easier: Annotated[str, Field("An easier variant", long=True)] = ""
    harder: Annotated[str, Field("A harder variant", long=True)] = ""

    @property
    def heading(self) -> str:
        """The few words that stand for it in a list."""
        return self.title or next(iter(self.step_list), "") or "An exercise"

    @property
    def step_list(self) -> tuple[str, ...]:
        """The steps one by one."""
        return tuple(line.strip() for line in self.steps.splitlines() if line.strip())

    @property
    def gate(self) -> Stage | None:
        """The stage that has to be agreed before this is offered, or None where none has to be."""
        first = min(self.stages, default=None)
        return None if first is None or first in UNGATED else first


def offered(exercises: Iterable[Exercise], stages: frozenset[Stage]) -> tuple[Exercise, ...]:
    """The exercises that may be offered where these stages are open."""
    return tuple(one for one in exercises if not waiting(one.gate, stages))
