"""The person's own words in the texts of the library, and nowhere else."""

import re
from collections.abc import Iterator
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.library import library
from journal.library.shelf import Shelf
from journal.library.words import OwnWords
from journal.model.exercise import Exercise
from journal.model.homework import Adaptation, Assignment, adapted, assignment_of
from journal.model.sensate_focus import Stage
from journal.safety.text import UNSAFE, safe_line
from tests.conftest import NOW
from tests.hostile import HOSTILE_LINES
from tests.strategies import lines, records, texts

TERMS = tuple(library().words)
CHANGING = ("steps", "why", "easier", "harder")
STEMS = r"genital|chest|breast|arous|releas|penetrat|trainer|dilator"
ANY_TERM = re.compile(rf"\b({'|'.join(TERMS)})\b")


def shipped() -> Iterator[str]:
    """Every text that a person's words may stand in, line by line."""
    for exercise in library().exercises.values():
        for name in CHANGING:
            yield from getattr(exercise, name).split("\n")
    yield from library().glossary.values()
    for group in library().prompt_groups:
        yield from group.prompts
    yield from library().scaffolds


SHIPPED = tuple(shipped())
CHOSEN = st.dictionaries(st.sampled_from(TERMS), lines(), max_size=len(TERMS))


def made(exercise: str) -> Assignment:
    """The homework that an exercise of the library begins as."""
    return assignment_of(library().exercises[exercise], exercise, NOW.date())


# The list


def test_each_term_is_used() -> None:
    """No word is asked for that no text has."""
    assert {found for text in SHIPPED for found in ANY_TERM.findall(text)} == set(TERMS)


def test_each_term_is_used_in_one_form() -> None:
    """A person's word can stand where the term does: no text has another form of it, or an article that may not fit."""
    forms = {found.casefold() for text in SHIPPED for found in re.findall(rf"\b(?:{STEMS})\w*", text, re.IGNORECASE)}
    assert forms == {*TERMS, "dilator"}  # which the glossary says that a trainer is also called
    assert not [text for text in SHIPPED if re.search(rf"\ban? (?:{'|'.join(TERMS)})\b", text, re.IGNORECASE)]


def test_safety_notes_have_none_of_the_terms() -> None:
    """What must not change has nothing in it that a person may be used to read otherwise."""
    assert not [text for text in library().safety.values() if ANY_TERM.search(text.lower())]


# In a text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Include chest and genitals.", "Include top and down there."),
        ("Genitals, then the rest.", "Down there, then the rest."),
        ("genitals", "down there"),
        ("The chest's warmth", "The top's warmth"),
        ("chestnut, hope-chest, chest-high, treasurechest", "chestnut, hope-chest, chest-high, treasurechest"),
        ("chests and genital", "chests and genital"),
        ("arousal", "arousal"),  # no word was given for it
    ],
)
def test_whole_words_are_replaced(text: str, expected: str) -> None:
    """A word stands only where the whole term does, with a capital where the term has one."""
    assert OwnWords({"chest": "top", "genitals": "down there"}).in_text(text) == expected


def test_a_word_is_put_in_as_it_was_written() -> None:
    """Capitals within a word stay, terms inside a word aren't replaced again, and nothing in it is a pattern."""
    words = OwnWords({"chest": "my genitals", "genitals": r"\g<0>XL", "arousal": "Über-Lust"})
    assert words.in_text("chest, genitals, arousal") == r"my genitals, \g<0>XL, Über-Lust"
    assert OwnWords({"arousal": "énergie"}).in_text("Arousal") == "Énergie"


@pytest.mark.parametrize("word", ["", "  ", "\t", "\u200f"])
def test_a_word_that_says_nothing_is_none(word: str) -> None:
    """Blanks leave the program's word where it is."""
    assert OwnWords({"chest": word}).in_text("chest") == "chest"
    assert OwnWords({"chest": word}).of("chest") == ""


def test_only_terms_of_the_list_are_replaced() -> None:
    """Whatever else an imported file has for words, the empty one included, does nothing."""
    words = OwnWords({"": "x", "pain": "y", "no reason": "z", "Chest": "w"})
    assert [words.in_text(text) for text in SHIPPED] == list(SHIPPED)


@pytest.mark.parametrize("word", HOSTILE_LINES)
def test_a_word_is_safe_to_draw(word: str) -> None:
    """No word steers a terminal or breaks a line."""
    said = OwnWords({"chest": word})
    assert not UNSAFE.search(said.of("Chest"))
    assert not UNSAFE.search(said.in_text("chest"))
    assert "\n" not in said.in_text("chest")


@given(CHOSEN, st.sampled_from(SHIPPED))
def test_no_text_loses_its_other_words(chosen: dict[str, str], text: str) -> None:
    """What stands before, between and after the terms is as it was, and each term is itself or the person's word."""
    parts = ANY_TERM.split(text)
    expected = [safe_line(chosen.get(part, "")) or part if place % 2 else part for place, part in enumerate(parts)]
    assert OwnWords(chosen).in_text(text) == "".join(expected)


# In exercises and homework


@given(CHOSEN)
def test_titles_safety_and_all_else_of_an_exercise_stay(chosen: dict[str, str]) -> None:
    """Only steps, reason and variants change; and they do where a term is in them that has a word."""
    words = OwnWords(chosen)
    for slug, exercise in library().exercises.items():
        said = words.in_exercise(slug, exercise)
        assert {name for name, value in asdict(said).items() if value != getattr(exercise, name)} <= set(CHANGING)
        assert all(getattr(said, name) == words.in_text(getattr(exercise, name)) for name in CHANGING)
        assert len(said.step_list) == len(exercise.step_list)


@given(CHOSEN, records(Exercise), st.uuids().map(str))
def test_own_exercises_stay(chosen: dict[str, str], own: Exercise, own_id: str) -> None:
    """Nothing is replaced in an exercise that the person wrote."""
    own = replace(own, steps=f"{own.steps}\nchest and genitals", why="arousal")
    assert OwnWords(chosen).in_exercise(own_id, own) is own


@given(CHOSEN, records(Assignment), st.sampled_from(["", "0190-own", "wider-touch", "all-areas-no-aim"]), texts())
def test_what_the_person_wrote_in_homework_stays(
    chosen: dict[str, str], homework: Assignment, exercise: str, text: str
) -> None:
    """Lines of the person's own are as they wrote them, the terms in them too, wherever the homework came from."""
    theirs = f"{text}\nMy chest, my genitals, my arousal.\nArousal"
    homework = replace(
        homework,
        exercise=exercise,
        instructions=theirs,
        why=theirs,
        if_then=theirs,
        easier=theirs,
        harder=theirs,
        adaptations=(Adaptation(on=NOW.date(), what=theirs, why=theirs, instructions=theirs),),
    )
    assert OwnWords(chosen).in_assignment(homework) == homework


def test_homework_from_the_library_is_in_the_persons_words() -> None:
    """Steps as they shipped have the person's words; a step that was rewritten has none, and the title stays."""
    words = OwnWords({"chest": "top", "trainer": "dilator"})
    homework = made("all-areas-no-aim")
    rewritten = homework.instructions.replace("Begin as in stage 1", "Begin with the chest")
    said = words.in_assignment(replace(homework, instructions=rewritten, if_then="mind the chest"))
    assert "Include top and genitals like any other area." in said.instructions
    assert "Begin with the chest" in said.instructions
    assert said.if_then == "mind the chest"
    practice = made("trainer-practice")
    assert words.in_assignment(practice).title == "Trainer practice"
    assert "leave the dilator for another day" in words.in_assignment(practice).easier


def test_a_variant_that_was_taken_is_in_the_persons_words() -> None:
    """After a change to the easier variant, it and what it replaced are still texts of the library."""
    homework = made("trainer-practice")
    easier = homework.easier.split("\n")[0]
    said = OwnWords({"trainer": "dilator"}).in_assignment(adapted(homework, Adaptation(on=NOW.date(), what=easier)))
    (change,) = said.adaptations
    assert said.instructions == change.what == "Stay with the breathing, and leave the dilator for another day."


def test_without_words_everything_is_itself() -> None:
    """Nobody has to choose a word: then every text is the one that shipped."""
    words, homework = OwnWords({}), made("wider-touch")
    assert words.in_assignment(homework) is homework
    assert all(words.in_exercise(slug, one) is one for slug, one in library().exercises.items())
    assert all(words.in_text(text) is text for text in SHIPPED)


# Finding


@pytest.mark.parametrize("text", ["petals", "PÉT", "genitals", "genitals petals", "chest petals"])
def test_the_library_is_found_by_both_words(text: str) -> None:
    """The person's word finds what the program's does, and the program's still does."""
    shelf = Shelf(stages=frozenset(Stage), words={"genitals": "petals"})
    assert [one.id for one in shelf.find(text=text)] == ["wider-touch", "all-areas-no-aim"]


def test_own_words_reach_nothing_behind_the_gate_and_nothing_of_ones_own() -> None:
    """A word finds only what is offered, and not what the person wrote with the program's word."""
    own = [("own", Exercise(title="Mine", steps="My genitals"))]
    shelf = Shelf(own, words={"genitals": "petals", "penetration": "nearing"})
    assert [one.id for one in shelf.find(text="petals")] == ["wider-touch"]
    assert not shelf.find(text="nearing")
