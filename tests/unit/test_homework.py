"""What homework makes of an exercise, of an entry and of a change."""

import datetime as dt

import pytest

from journal.model.dates import When
from journal.model.entry import (
    Communication,
    Details,
    Education,
    Ending,
    EntryContent,
    Experimentation,
    Kind,
    LimitsKept,
    Mode,
    Outcome,
    Reflection,
    SensateFocus,
)
from journal.model.exercise import Exercise, ExerciseMode, Per, offered
from journal.model.fields import Guard
from journal.model.homework import (
    Adaptation,
    Assignment,
    Change,
    State,
    adapted,
    assignment_of,
    prefilled,
    waits,
    wants_care,
)
from journal.model.rating import BUILT_IN, Moment, Rating
from journal.model.reading import answers
from journal.model.sensate_focus import UNGATED, RuleSet, Stage, StageAgreement, Talk, open_stages
from journal.model.sharing import filled, guard_of, open_names
from tests.making import DAY, made

WHEN = When(DAY, dt.time(21, 30), "Europe/Helsinki")
TWO, THREE = Stage.GENITALS_INCLUDED, Stage.AGREED_CLOSENESS
RULES = RuleSet(talk=Talk.SILENT, turn_length=10)


def test_an_exercise_becomes_homework() -> None:
    """Everything that the exercise says is taken over, to be changed; the rest is as for anything new."""
    exercise = Exercise(
        title="Back and arms",
        kind=Kind.SENSATE_FOCUS,
        mode=ExerciseMode.PARTNERED,
        stages=(Stage.NON_SEXUAL,),
        steps="One.\nTwo.",
        minutes=20,
        wanted=2,
        per=Per.WEEK,
        why="because",
        easier="clothed",
        harder="longer",
    )
    assignment = assignment_of(exercise, "back-and-arms", DAY)
    assert assignment == Assignment(
        title="Back and arms",
        kind=Kind.SENSATE_FOCUS,
        mode=Mode.PARTNERED,
        stage=Stage.NON_SEXUAL,
        instructions="One.\nTwo.",
        minutes=20,
        wanted=2,
        per=Per.WEEK,
        why="because",
        easier="clothed",
        harder="longer",
        assigned_on=DAY,
        state_since=DAY,
        exercise="back-and-arms",
    )
    assert assignment.state is State.OPEN


@pytest.mark.parametrize(
    ("mode", "expected"), [(ExerciseMode.SOLO, Mode.SOLO), (ExerciseMode.EITHER, None), (None, None)]
)
def test_alone_or_together_is_left_open(mode: ExerciseMode | None, expected: Mode | None) -> None:
    """Where an exercise can be done either way, the homework doesn't say which."""
    assert assignment_of(Exercise(mode=mode), "", DAY).mode is expected


def test_an_exercise_of_every_stage_says_none() -> None:
    """One that belongs to some stages begins with the lowest; one of all of them has no stage."""
    assert assignment_of(Exercise(stages=(TWO, Stage.NON_SEXUAL)), "", DAY).stage is Stage.NON_SEXUAL
    assert assignment_of(Exercise(stages=tuple(Stage)), "", DAY).stage is None


def test_gates() -> None:
    """What begins at a stage that was agreed is offered, what begins later isn't, and the rest always is."""
    free, low, wide, high, highest = (
        Exercise(title=str(stages), stages=stages)
        for stages in ((), (Stage.NON_SEXUAL,), (Stage.NON_SEXUAL, TWO), (TWO,), (THREE, TWO))
    )
    everything = (free, low, wide, high, highest)
    assert [one.gate for one in everything] == [None, None, None, TWO, TWO]
    assert offered(everything, UNGATED) == (free, low, wide)
    assert offered(everything, UNGATED | {THREE}) == (free, low, wide)
    assert offered(everything, UNGATED | {TWO}) == everything


def test_gates_of_homework() -> None:
    """Homework needs what its stage and its exercise need; an earlier stage of its own takes neither away."""
    assert [Assignment(stage=stage).gates for stage in (None, *Stage)] == [(), (), (), (TWO,), (THREE,)]
    of_two = [Assignment(stage=stage, exercise_gate=TWO).gates for stage in (None, *Stage)]
    assert of_two == [(TWO,), (TWO,), (TWO,), (TWO,), (TWO, THREE)]
    both = Assignment(stage=THREE, exercise_gate=TWO)
    assert "Stage 2 waits" in waits(both, UNGATED | {THREE}) and "Stage 3 waits" in waits(both, UNGATED | {TWO})
    assert not waits(both, UNGATED | {TWO, THREE})


def test_agreements_in_force() -> None:
    """An agreement counts from when it has its stage and its date until it is taken back; one that stands is enough."""
    agreed = StageAgreement(stage=TWO, agreed_on=DAY)
    taken_back = StageAgreement(stage=TWO, agreed_on=DAY, withdrawn_on=DAY)
    assert open_stages([]) == UNGATED
    assert open_stages([StageAgreement(stage=TWO), StageAgreement(agreed_on=DAY), taken_back]) == UNGATED
    assert open_stages([taken_back, agreed]) == UNGATED | {TWO}
    assert open_stages([agreed, StageAgreement(stage=THREE, agreed_on=DAY)]) == frozenset(Stage)


def test_logging_begins_with_what_is_known() -> None:
    """Each kind has the title where its own field for it is; how it went, minutes and words are left to be written."""
    begun: dict[Kind | None, Details] = {
        Kind.SENSATE_FOCUS: SensateFocus(stage=Stage.NON_SEXUAL, rules=RULES),
        Kind.EXPERIMENTATION: Experimentation(what="one"),
        Kind.EDUCATION: Education(),
        Kind.COMMUNICATION: Communication(skill="one"),
        Kind.REFLECTION: Reflection(),
        None: Reflection(),
    }
    for kind, details in begun.items():
        assignment = Assignment(
            title="one", kind=kind, mode=Mode.SOLO, stage=Stage.NON_SEXUAL, rules=RULES, minutes=20, why="x"
        )
        topic = "" if kind is Kind.EXPERIMENTATION else "one"
        assert prefilled(assignment, "id", WHEN) == EntryContent(
            when=WHEN, details=details, mode=Mode.SOLO, topic=topic, assignment="id"
        )


@pytest.mark.parametrize("kind", Kind)
def test_no_guarded_words_leave_in_an_open_field(kind: Kind) -> None:
    """Sharing everything but what is guarded gives away nothing that logging homework put into a guarded field."""
    begun = prefilled(Assignment(title="one", kind=kind, instructions="one", why="one"), "id", WHEN)
    texts = {answer.name: answer.text for answer in answers(begun, BUILT_IN)}
    guarded = {texts[name] for name, _ in filled(begun) if name in texts and guard_of(kind, name) is not Guard.OPEN}
    assert not guarded & {texts[name] for name in open_names(begun) & texts.keys()}


def test_a_change_keeps_what_it_replaced() -> None:
    """The new way is what to do from now on, with the reason and what was there before; several follow each other."""
    first = Adaptation(on=DAY, change=Change.EASIER, what="clothed", why="tired", ask=True)
    second = Adaptation(on=DAY, change=Change.DIFFERENT, why="only to note it")
    assignment = adapted(adapted(Assignment(title="one", instructions="as agreed"), first), second)
    assert assignment.instructions == "clothed"
    assert [(one.instructions, one.what, one.why, one.ask) for one in assignment.adaptations] == [
        ("as agreed", "clothed", "tired", True),
        ("clothed", "", "only to note it", False),
    ]


@pytest.mark.parametrize(
    "content",
    [
        made(outcome=Outcome.STOPPED_EARLY),
        made(kind=Kind.COMMUNICATION, ratings=(Rating("discomfort", Moment.ONCE, 4),)),
        made(kind=Kind.SENSATE_FOCUS, own={"ending": Ending.STOP_WORD}, outcome=Outcome.DONE),
        made(kind=Kind.SENSATE_FOCUS, own={"limits_kept": LimitsKept.NO}),
    ],
    ids=["stopped", "pain", "stop word", "limits"],
)
def test_what_wants_care(content: EntryContent) -> None:
    """A stop, pain of 4 or more, and limits that were not kept."""
    assert wants_care(content)


@pytest.mark.parametrize("outcome", [None, *(one for one in Outcome if one is not Outcome.STOPPED_EARLY)])
def test_what_wants_none(outcome: Outcome | None) -> None:
    """No other answer does, pain of 3 and the highest tension included, and being unsure of limits neither."""
    ratings = (Rating("discomfort", Moment.ONCE, 3), Rating("tension", Moment.HIGHEST, 10))
    own = {"ending": Ending.CHOICE, "limits_kept": LimitsKept.UNSURE}
    assert not wants_care(made(kind=Kind.SENSATE_FOCUS, own=own, outcome=outcome, ratings=ratings))


@pytest.mark.parametrize(
    ("assignment", "words"),
    [
        (Assignment(title="one", instructions="two"), "one"),
        (Assignment(instructions="\n  two \nthree"), "two"),
        (Assignment(kind=Kind.EDUCATION), "Education"),
        (Assignment(), "Homework"),
    ],
)
def test_what_stands_for_homework(assignment: Assignment, words: str) -> None:
    """Its title, else the first line of what to do, else its kind."""
    assert assignment.heading == words
