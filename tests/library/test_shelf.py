"""Choosing from the library's exercises and one's own."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.library import library
from journal.library.shelf import Listed, Shelf
from journal.model.entry import Kind
from journal.model.exercise import Exercise, ExerciseMode, Safety
from journal.model.homework import Assignment
from journal.model.records import Content
from journal.model.sensate_focus import UNGATED, Stage, StageAgreement, open_stages
from journal.model.session import AgendaItem
from tests.strategies import texts

TWO, THREE = Stage.GENITALS_INCLUDED, Stage.AGREED_CLOSENESS
ALL = frozenset(Stage)
DAY = dt.date(2026, 5, 3)


def ids(found: tuple[Listed, ...]) -> list[str]:
    """The ids of what was found."""
    return [one.id for one in found]


def test_the_shelf_begins_with_what_needs_no_agreement() -> None:
    """Without an agreement 32 of the 36 exercises are there, in the order of their numbers."""
    expected = [slug for slug, one in library().exercises.items() if one.gate is None]
    assert ids(Shelf().find()) == expected
    assert len(expected) == 32


def test_own_exercises_stand_beside_those_of_their_kind() -> None:
    """An own exercise follows the library's of its kind, and one without a kind comes last."""
    own = [("a", Exercise(title="Mine")), ("b", Exercise(kind=Kind.EDUCATION)), ("c", Exercise(kind=Kind.EDUCATION))]
    found = Shelf(own).find()
    assert [one.id for one in found if one.own] == ["b", "c", "a"]
    assert ids(found).index("b") == ids(found).index("ask-a-clinician") + 1
    assert found[-1] == Listed("a", own[0][1], own=True)


def test_filters_narrow_together() -> None:
    """Kind, mode, stage and text each leave out what doesn't fit."""
    shelf = Shelf(stages=ALL)
    assert len(shelf.find(kind=Kind.EXPERIMENTATION)) == 9
    assert {one.exercise.kind for one in shelf.find(kind=Kind.EDUCATION)} == {Kind.EDUCATION}
    assert ids(shelf.find(stage=TWO)) == ["guiding-hand", "all-areas-no-aim", "touching-together", "after-talk"]
    assert ids(shelf.find(stage=TWO, text="diagram")) == []
    assert ids(shelf.find(kind=Kind.EDUCATION, mode=ExerciseMode.SOLO, text="diagram")) == ["learning-with-a-mirror"]


@pytest.mark.parametrize("mode", [ExerciseMode.SOLO, ExerciseMode.PARTNERED])
def test_what_can_be_done_either_way_is_found_under_both(mode: ExerciseMode) -> None:
    """The solo filter finds what can be done alone or together, and so does the partnered one."""
    found = {one.exercise.mode for one in Shelf().find(mode=mode)}
    assert found == {mode, ExerciseMode.EITHER}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("camera", ["naming-a-need"]),  # a step
        ("fixed outside", []),  # every word, and not any of them
        ("fixed large", ["weekly-check-in"]),  # the reason
        ("PELÍCAN", ["own"]),
        ("pelican", ["own"]),
        ("peli", ["own"]),
        ("elican", []),  # words, and not pieces of words
        ("check-in", ["weekly-check-in"]),
        ("two-min", ["after-talk"]),
        ("camera !", ["naming-a-need"]),  # what holds no word asks for nothing
    ],
)
def test_text_is_found_by_words(text: str, expected: list[str]) -> None:
    """All words must be there or begin one; capitals and accents don't matter."""
    own = [("own", Exercise(title="The pélican", steps="Sit.", easier="camera"))]
    assert ids(Shelf(own).find(text=text)) == expected


def test_titles_with_the_words_come_first() -> None:
    """What has all the words in its title stands above what has them in its steps, with its kind, kind by kind."""
    assert ids(Shelf().find(text="change one"))[0] == "change-one-thing"
    found = Shelf([("own", Exercise(title="My touch", kind=Kind.COMMUNICATION))]).find(text="touch")
    kinds = [one.exercise.kind for one in found]
    assert [kind for n, kind in enumerate(kinds) if kind not in kinds[:n]] == list(dict.fromkeys(kinds))
    focus = [one.exercise.title for one in found if one.exercise.kind is Kind.SENSATE_FOCUS]
    in_title = ["touch" in title.lower() for title in focus]
    assert in_title == sorted(in_title, reverse=True)
    assert set(in_title) == {True, False}
    assert found[len(focus)].id == "own"


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (Exercise(kind=Kind.SENSATE_FOCUS), "S1 S2 S4 S5"),
        (Exercise(kind=Kind.EXPERIMENTATION), ""),
        (Exercise(kind=Kind.EDUCATION, safety=(Safety.PANIC,)), "S4 S7"),
        (Exercise(), ""),
        (Assignment(kind=Kind.COMMUNICATION), "S5"),
        (Assignment(kind=Kind.EDUCATION, exercise="no longer there"), "S7"),
        (Assignment(kind=Kind.REFLECTION, exercise="own"), "S3"),
        (Assignment(kind=Kind.SENSATE_FOCUS, exercise="agreed-next-step"), "S1 S2 S3 S4 S5"),
        (AgendaItem(text="one"), ""),
    ],
)
def test_safety_notes(content: Content, codes: str) -> None:
    """Homework and exercises have those that all of their kind have, and those of the exercise, whatever its stage."""
    shelf = Shelf([("own", Exercise(safety=(Safety.PAIN,)))])
    assert shelf.safety_notes(content) == tuple(library().safety[Safety.of(code)] for code in codes.split())


@pytest.mark.parametrize("text", ["", "  ", "?!"])
def test_no_words_find_everything(text: str) -> None:
    """A text without words doesn't narrow anything."""
    assert Shelf().find(text=text) == Shelf().find()


def test_an_offer_is_behind_the_gate_and_what_is_known_is_not() -> None:
    """By its id an exercise is offered only when its stage is open; to show old homework it is always known."""
    shelf, agreed = Shelf(), Shelf(stages=UNGATED | {TWO})
    assert shelf.offer("touching-together") is None
    assert agreed.offer("touching-together") == shelf.known("touching-together")
    assert agreed.offer("resting-close") is None
    assert shelf.offer("hands-first") == Listed("hands-first", library().exercises["hands-first"], own=False)
    assert shelf.offer("no-such-id") is None
    assert shelf.known("no-such-id") is None


@pytest.mark.parametrize(
    ("stages", "waiting", "words"),
    [
        (UNGATED, (TWO, THREE), "Exercises of stages 2 and 3 are folded away until"),
        (UNGATED | {TWO}, (THREE,), "Exercises of stage 3 are folded away until"),
        (UNGATED | {THREE}, (TWO,), "Exercises of stage 2 are folded away until"),
        (ALL, (), ""),
    ],
)
def test_the_shelf_says_what_waits(stages: frozenset[Stage], waiting: tuple[Stage, ...], words: str) -> None:
    """The stages that wait for an agreement are named, and nothing is said when none does."""
    shelf = Shelf(stages=stages)
    assert shelf.waiting == waiting
    assert shelf.waiting_note.startswith(words)
    assert bool(shelf.waiting_note) == bool(words)


AGREEMENTS = st.lists(
    st.builds(
        StageAgreement,
        stage=st.none() | st.sampled_from(Stage),
        agreed_on=st.none() | st.just(DAY),
        withdrawn_on=st.none() | st.just(DAY),
    ),
    max_size=5,
)
OWN = st.lists(
    st.builds(
        Exercise,
        title=st.sampled_from(["", "Mine", "touch"]),
        kind=st.none() | st.sampled_from(Kind),
        mode=st.none() | st.sampled_from(ExerciseMode),
        stages=st.lists(st.sampled_from(Stage), max_size=4).map(tuple),
    ),
    max_size=4,
)
WORDS = sorted({word for one in library().exercises.values() for word in f"{one.title} {one.steps}".split()})


@given(
    AGREEMENTS,
    OWN,
    st.none() | st.sampled_from(Kind),
    st.none() | st.sampled_from(ExerciseMode),
    st.none() | st.sampled_from(Stage),
    st.just("") | st.sampled_from(WORDS) | texts(),
)
def test_no_filter_and_no_text_reaches_behind_the_gate(
    agreements: list[StageAgreement],
    own: list[Exercise],
    kind: Kind | None,
    mode: ExerciseMode | None,
    stage: Stage | None,
    text: str,
) -> None:
    """Whatever was agreed and whatever is asked for, only exercises of open stages come back, by any way."""
    stages = open_stages(agreements)
    listed = [(f"own-{number}", one) for number, one in enumerate(own)]
    shelf = Shelf(listed, stages)
    for one in shelf.find(kind=kind, mode=mode, stage=stage, text=text):
        assert one.exercise.gate is None or one.exercise.gate in stages
        assert shelf.offer(one.id) == one
    every = [*library().exercises.items(), *listed]
    assert {one.id for one in shelf.find()} == {i for i, one in every if one.gate is None or one.gate in stages}
    assert all(shelf.offer(i) is None for i, one in every if one.gate is not None and one.gate not in stages)
    assert set(shelf.waiting) == {one.gate for _, one in every if one.gate is not None and one.gate not in stages}


@given(AGREEMENTS, st.sampled_from([TWO, THREE]), OWN)
def test_agreeing_opens_and_stepping_back_folds_away(
    agreements: list[StageAgreement], stage: Stage, own: list[Exercise]
) -> None:
    """An agreement brings all exercises of its stage; taking back all of that stage hides them; the rest stays."""
    listed = [(f"own-{number}", one) for number, one in enumerate(own)]
    agreed = [*agreements, StageAgreement(stage=stage, agreed_on=DAY)]
    before = set(ids(Shelf(listed, open_stages(agreed)).find()))
    back = [replace(one, withdrawn_on=DAY) if one.stage is stage else one for one in agreed]
    after = set(ids(Shelf(listed, open_stages(back)).find()))
    of_stage = {i for i, one in (*library().exercises.items(), *listed) if one.gate is stage}
    assert of_stage
    assert of_stage <= before
    assert before - after == of_stage
    assert set(ids(Shelf(listed).find())) <= after
