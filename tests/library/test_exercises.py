"""The exercises, held against the checklist of what the library has to have."""

import datetime as dt
import re

import pytest

from journal.library import library
from journal.model.entry import Kind
from journal.model.exercise import Exercise, ExerciseMode, Per, Rated, Safety
from journal.model.homework import assignment_of
from journal.model.rating import SCALES
from journal.model.sensate_focus import Stage

LETTERS = {
    "T": Rated.TENSION, "A": Rated.ATTENTION, "C": Rated.COMFORT, "P": Rated.DISCOMFORT, "D": Rated.DIFFICULTY,
    "U": Rated.USEFULNESS, "H": Rated.FELT_HEARD, "F": Rated.CONFIDENCE,
}  # fmt: skip
MODES = {"S": ExerciseMode.SOLO, "P": ExerciseMode.PARTNERED, "E": ExerciseMode.EITHER}
GROUP_SAFETY = {
    Kind.SENSATE_FOCUS: "S1 S2 S4 S5",
    Kind.EXPERIMENTATION: "",
    Kind.EDUCATION: "S7",
    Kind.COMMUNICATION: "S5",
}

# number, kind, title, mode, stages, minutes, wanted, what to rate, safety beside that of the kind
CHECKLIST = """
 1 | sensate_focus   | Agree our rules                | P | 0    | 20 |   | F     |
 2 | sensate_focus   | Hands first                    | P | 0    | 10 | 2 | T A   |
 3 | sensate_focus   | My own touch                   | S | 0    | 10 | 3 | T A   |
 4 | sensate_focus   | Back and arms                  | P | 1    | 20 | 2 | T A C |
 5 | sensate_focus   | Wider touch                    | P | 1    | 20 | 2 | T A C |
 6 | sensate_focus   | Guiding hand                   | P | 12   | 15 | 1 | C H   |
 7 | sensate_focus   | All areas, no aim              | P | 2    | 30 | 2 | T A C |
 8 | sensate_focus   | Touching together              | P | 2    | 20 | 1 | T A   |
 9 | sensate_focus   | Resting close                  | P | 3    | 15 | 1 | T C   |
10 | sensate_focus   | Agreed next step               | P | 3    |    |   | T P C | S3
11 | sensate_focus   | Two-minute after-talk          | P | 0123 | 5  |   | H     |
12 | experimentation | Yes / maybe / not for me       | E |      | 20 |   | C     | S5
13 | experimentation | Change one thing               | P |      |    | 1 | C U   | S1
14 | experimentation | Comfort plan                   | E |      | 20 |   | P C   | S3 S6
15 | experimentation | Trying an aid                  | E |      | 20 |   | C U   | S1 S3 S6
16 | experimentation | Play a part                    | P |      | 15 |   | C D   | S1 S5
17 | experimentation | Affection that stays affection | P |      | 10 |   | C     | S1
18 | experimentation | Trainer practice               | S |      |    |   | T P   | S3 S4 S6
19 | experimentation | Pause and resume               | E |      |    |   | A D   | S1
20 | experimentation | Small-steps ladder             | E |      | 20 | 1 | T U   | S1 S4
21 | education       | Read and note                  | E |      | 20 | 1 | U     |
22 | education       | Watch or listen                | E |      | 20 | 1 | U     |
23 | education       | Question a belief              | S |      | 15 |   | U     |
24 | education       | Learning with a mirror         | S |      | 10 | 1 | T C   | S4
25 | education       | Body scan                      | S |      | 10 |   | T A   | S4
26 | education       | Helps and gets in the way      | E |      | 15 |   | U     |
27 | education       | What I was taught              | S |      | 20 |   | D     | S4
28 | education       | Ask a clinician                | E |      | 10 |   | F     |
29 | communication   | One small request              | P |      | 10 | 2 | D H   |
30 | communication   | Speaker, listener              | P |      | 15 | 1 | H     |
31 | communication   | Gentle opening                 | E |      | 10 |   | D F   |
32 | communication   | Saying and hearing no          | P |      | 10 | 1 | D C   |
33 | communication   | Noticing out loud              | P |      | 5  |   | C     |
34 | communication   | Inviting, declining            | P |      | 15 |   | C F   |
35 | communication   | Naming a need                  | S |      | 10 |   | U     |
36 | communication   | Weekly check-in                | P |      | 20 | 1 | H     |
"""
TIMES = """
 1 20 min, at each stage
 2 10 min, 2 a week
 3 10 min, 3 a week
 4 20 min, 2 a week
 5 20-40 min, 2 a week
 6 15 min, 1 a week
 7 30 min, 2 a week
 8 20 min, 1-2 a week
 9 15 min, 1-2 a week
10 as your therapist says
11 5 min, after a practice
12 20 min, once a month
13 1 a week
14 20 min
15 20 min
16 15 min
17 10 min, most days
18 as your clinician says
19 as your therapist says
20 20 min, 1-2 a week
21 20 min, 1 a week
22 20 min, 1 a week
23 15 min
24 10 min, 1 a week
25 10-20 min, most days
26 15 min
27 20 min
28 10 min
29 10 min, 2 a week
30 15 min, 1 a week
31 10 min
32 10 min, 1 a week
33 5 min, most days
34 15 min
35 10 min
36 20 min, 1 a week
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in CHECKLIST.strip().splitlines()]
EXERCISES = list(library().exercises.items())


def test_there_are_36_with_ids_and_titles_of_their_own() -> None:
    """The whole list is there once, and an id is a short slug that can be typed."""
    assert len(EXERCISES) == len(ROWS) == 36
    assert len({one.title.casefold() for _, one in EXERCISES}) == 36
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) and len(slug) <= 26 for slug, _ in EXERCISES)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_is_as_the_checklist_says(row: list[str]) -> None:
    """Kind, mode, stages, minutes, number of times, ratings and safety notes of the exercise with this number."""
    number, kind, title, mode, stages, minutes, wanted, rate, safety = row
    _, one = EXERCISES[int(number) - 1]
    assert (one.title, one.kind, one.mode) == (title, Kind.of(kind), MODES[mode])
    assert one.stages == tuple(Stage.of(stage) for stage in stages)
    assert (one.minutes, one.wanted) == (int(minutes) if minutes else None, int(wanted) if wanted else None)
    assert set(one.rate) == {LETTERS[letter] for letter in rate.split()}
    wanted_safety = f"{GROUP_SAFETY[Kind.of(kind)]} {safety}".split()
    assert one.safety == tuple(Safety.of(code) for code in sorted(wanted_safety))
    assert one.therapist_only == (number == "10")


@pytest.mark.parametrize("row", TIMES.strip().splitlines())
def test_each_has_the_time_of_the_checklist(row: str) -> None:
    """The suggested time in words of the exercise with this number, which has steps to spend it on."""
    number, time = row.split(maxsplit=1)
    _, one = EXERCISES[int(number) - 1]
    assert one.time == time
    assert len(one.step_list) >= 3


@pytest.mark.parametrize(("slug", "one"), EXERCISES, ids=[slug for slug, _ in EXERCISES])
def test_each_is_complete(slug: str, one: Exercise) -> None:
    """Three to six steps that are sentences, a time, ratings, a reason, and something easier."""
    assert 3 <= len(one.step_list) <= 6
    sentences = [*one.step_list, one.why, *one.easier.splitlines(), *one.harder.splitlines()]
    assert all(re.fullmatch(r'["A-Z].{9,118}[.?]"?', sentence) for sentence in sentences)
    assert one.time
    assert one.rate
    assert one.easier
    assert one.harder != one.easier


@pytest.mark.parametrize(("slug", "one"), EXERCISES, ids=[slug for slug, _ in EXERCISES])
def test_numbers_are_those_of_the_time_in_words(slug: str, one: Exercise) -> None:
    """Minutes and times a week are the lower ends of what is said in words, and are left out where nothing is said."""
    minutes = re.match(r"(\d+)(-\d+)? min", one.time)
    times = re.search(r"(\d+)(-\d+)? a week", one.time)
    assert one.minutes == (int(minutes[1]) if minutes else None)
    assert one.wanted == (int(times[1]) if times else None)
    assert (one.per is Per.WEEK) == (times is not None or "most days" in one.time)


def test_sensate_focus_alone_has_stages() -> None:
    """Each sensate-focus exercise has a stage, and no other exercise has one."""
    assert all(bool(one.stages) == (one.kind is Kind.SENSATE_FOCUS) for _, one in EXERCISES)


def test_what_waits_for_an_agreement() -> None:
    """Exercises that begin at stage 2 or 3 are behind the gate; those that begin earlier are not."""
    gates = {number: one.gate.value for number, (_, one) in enumerate(EXERCISES, 1) if one.gate}
    assert gates == {7: "2", 8: "2", 9: "3", 10: "3"}


def test_homework_keeps_the_gate_of_its_exercise() -> None:
    """What is assigned from the library waits for the same agreement as the exercise that it comes from."""
    day = dt.date(2026, 5, 3)
    assert all(one.gate in {None, *assignment_of(one, slug, day).gates} for slug, one in EXERCISES)
    assert all(one.gate or not assignment_of(one, slug, day).gates for slug, one in EXERCISES)


def test_nothing_harder_is_offered_behind_the_gate() -> None:
    """At stages 2 and 3, and where a clinician leads, there is an easier variant and none that asks for more."""
    led = ("trainer-practice", "pause-and-resume", "learning-with-a-mirror", "what-i-was-taught")
    assert not any(one.harder for slug, one in EXERCISES if one.gate or slug in led)


def test_variants_never_name_a_later_stage() -> None:
    """A variant mentions no stage and no exercise that comes after its own within sensate focus."""
    titles = [one.title for _, one in EXERCISES if one.kind is Kind.SENSATE_FOCUS]
    for place, title in enumerate(titles):
        variants = f"{EXERCISES[place][1].easier} {EXERCISES[place][1].harder}"
        assert not re.search(r"stage \d", variants), title
        assert not any(later in variants for later in titles[place + 1 :]), title


def test_what_can_be_rated_are_the_built_in_scales() -> None:
    """An exercise asks for ratings on scales that exist, and could ask for each of them."""
    assert {rated.value for rated in Rated} == {scale.id for scale in SCALES}


def test_variants_are_there_for_many_lives() -> None:
    """Among them are variants for being alone, for pain, for little energy, and without any wish for sex."""
    easier = [one.easier for _, one in EXERCISES]
    assert sum("Alone: " in text for text in easier) >= 6
    assert sum("Without any wish for sex: " in text for text in easier) >= 4
    assert sum("pain" in text or "hurts" in text for text in easier) >= 8
    assert sum("little energy" in text for text in easier) >= 8
