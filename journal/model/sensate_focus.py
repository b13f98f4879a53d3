"""Sensate-focus stages, the rules that a practice is done under, and agreements on going to a stage."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, ClassVar

from journal.model.fields import Field, Term


class Stage(Term):
    """The stages of sensate focus; facts of a practice, never a measure of progress."""

    PREPARATION = "0", "0 preparation"
    NON_SEXUAL = "1", "1 non-sexual touch"
    GENITALS_INCLUDED = "2", "2 genitals included"
    AGREED_CLOSENESS = "3", "3 agreed closeness"


class Intercourse(Term):
    """What was agreed about intercourse."""

    AVOID = "avoid", "avoid"
    NOT_THE_AIM = "not_the_aim", "not the aim"
    ALLOWED = "allowed", "allowed"


class Talk(Term):
    """What was agreed about talking during the practice."""

    SILENT = "silent", "silent"
    ONLY_DISCOMFORT = "only_discomfort", "only discomfort"
    FREE = "free", "free"


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """The rules agreed for a practice; practitioners differ on each of them, so they are fields and none is code."""

    off_limits: Annotated[str, Field("Areas off limits", "No reason is needed.")] = ""
    intercourse: Annotated[Intercourse | None, Field("Intercourse", "As agreed; practitioners differ.")] = None
    talk: Annotated[Talk | None, Field("Talk", "During the practice.")] = None
    solo_pleasure: Annotated[
        str, Field("Solo pleasure", "What was agreed about touching oneself between practices.")
    ] = ""
    clothing: Annotated[str, Field("Clothing", "Whatever is comfortable for everyone.")] = ""
    turn_length: Annotated[int | None, Field("Minutes per turn", "The timer begins with it.")] = None
    frequency: Annotated[
        str,
        Field("How often", "As agreed; two or three times a week is common."),
    ] = ""
    stop_signal: Annotated[str, Field("Stop word and gesture", "Anyone can use it at any moment.")] = ""


# Stages that are there from the start; the others wait for an agreement.
UNGATED = frozenset({Stage.PREPARATION, Stage.NON_SEXUAL})


@dataclass(frozen=True, kw_only=True)
class StageAgreement:
    """That the person and the therapist agreed on a stage, and when; taken back where `withdrawn_on` is set."""

    type: ClassVar[str] = "agreement"

    stage: Annotated[Stage | None, Field("Stage")] = None
    agreed_on: Annotated[dt.date | None, Field("Agreed on", "The day my therapist and I agreed on this.")] = None
    note: Annotated[str, Field("What was agreed", long=True)] = ""
    withdrawn_on: Annotated[dt.date | None, Field("Taken back on")] = None

    @property
    def heading(self) -> str:
        """The few words that stand for it in a list."""
        return f"Stage {self.stage.label}" if self.stage else "Stage agreement"

    @property
    def stands(self) -> bool:
        """Whether it opens its stage: it has its date, and wasn't taken back."""
        return self.agreed_on is not None and self.withdrawn_on is None


def open_stages(agreements: Iterable[StageAgreement]) -> frozenset[Stage]:
    """The stages whose exercises may be offered: the first two, and those agreed on and not taken back."""
    return UNGATED | {one.stage for one in agreements if one.stage and one.stands}


def stages_in_words(stages: Iterable[Stage]) -> str:
    """`stage 1`, `stages 1 to 2`, `any stage`; "" where there is none."""
    numbers = sorted({stage.value for stage in stages})
    if len(numbers) == len(Stage):
        return "any stage"
    return f"stages {numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else "".join(f"stage {one}" for one in numbers)


def waiting(gate: Stage | None, stages: frozenset[Stage]) -> str:
    """Why what needs this stage has to wait while these are open, in one sentence; "" where nothing is in the way."""
    if gate is None or gate in stages:
        return ""
    return f"Stage {gate.value} waits until you and your therapist have agreed on it."
