"""Reading what was typed in answer to a question."""

import datetime as dt

import pytest

from journal.cli.answers import read_answer, read_kind, read_term
from journal.errors import BadInput
from journal.model.entry import Ending, EntryContent, Kind, Obstacle, Outcome, SensateFocus
from journal.model.fields import FieldSpec, fields_of
from journal.model.measures import OwnScale
from journal.model.sensate_focus import Stage
from journal.model.session import TherapySession

TODAY = dt.date(2026, 5, 17)


def spec(record: type, name: str) -> FieldSpec:
    """The description of one field."""
    return next(spec for spec in fields_of(record) if spec.name == name)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("sensate-focus", Kind.SENSATE_FOCUS),
        ("Sensate Focus", Kind.SENSATE_FOCUS),
        ("ex", Kind.EXPERIMENTATION),
        ("ed", Kind.EDUCATION),
        ("c", Kind.COMMUNICATION),
        ("refl", Kind.REFLECTION),
    ],
)
def test_kinds(typed: str, kind: Kind) -> None:
    """A kind is known by its beginning, with or without the hyphen."""
    assert read_kind(typed) is kind


@pytest.mark.parametrize("typed", ["", " ", "e", "x", "reflections"])
def test_no_kind(typed: str) -> None:
    """What fits no kind, or two, is refused."""
    with pytest.raises(BadInput):
        read_kind(typed)


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("1", Outcome.PLANNED),
        ("8", Outcome.CHANGED_WITH_THERAPIST),
        ("Not", Outcome.NOT_THIS_WEEK),
        ("done", Outcome.DONE),
    ],
)
def test_outcomes(typed: str, outcome: Outcome) -> None:
    """A choice is known by its number or its beginning."""
    assert read_answer(spec(EntryContent, "outcome"), typed, TODAY) is outcome


def test_exact_wins() -> None:
    """A whole word is taken where it is also the beginning of another."""
    assert read_term((Ending.STOP_WORD, Ending.AS_PLANNED), "stop word") is Ending.STOP_WORD


def test_stages_have_their_own_numbers() -> None:
    """Stage 0 is 0, not 1."""
    assert read_answer(spec(SensateFocus, "stage"), "0", TODAY) is Stage.PREPARATION


@pytest.mark.parametrize("typed", ["0", "9", "p", "xyz", "ch"])
def test_no_choice(typed: str) -> None:
    """Numbers and beginnings that fit nothing, or several, are refused."""
    with pytest.raises(BadInput):
        read_answer(spec(EntryContent, "outcome"), typed, TODAY)


def test_choices() -> None:
    """Several are told apart by commas, in any order, each once."""
    read = read_answer(spec(EntryContent, "obstacles"), "tired, 1, TIRED,,", TODAY)
    assert read == (Obstacle.TIRED, Obstacle.NO_TIME_OR_PRIVACY)


@pytest.mark.parametrize("typed", ["-1", "1441", "1.5", "ten", "٣", "1e3", "²"])
def test_no_number(typed: str) -> None:
    """Only whole numbers in range, in plain digits."""
    with pytest.raises(BadInput):
        read_answer(spec(EntryContent, "minutes"), typed, TODAY)


def test_a_number_has_a_lowest_too() -> None:
    """The highest number of a scale begins at 1, and the words for what can't be read say so."""
    highest = spec(OwnScale, "highest")
    assert read_answer(highest, "1", TODAY) == 1
    with pytest.raises(BadInput, match="a whole number from 1 to 100"):
        read_answer(highest, "0", TODAY)


def test_names_and_tags() -> None:
    """Names are told apart by commas; a tag loses its #."""
    assert read_answer(spec(EntryContent, "people"), " Alex,  Sam  T ,alex", TODAY) == ("Alex", "Sam T")
    assert read_answer(spec(EntryContent, "tags"), "#evening, at home", TODAY) == ("evening", "at home")


@pytest.mark.parametrize(("typed", "read"), [("y", True), ("YES", True), ("n", False), (" no ", False)])
def test_yes_no(typed: str, read: bool) -> None:
    """Yes and no, and their beginnings."""
    assert read_answer(spec(EntryContent, "flagged"), typed, TODAY) is read


@pytest.mark.parametrize(
    ("typed", "read"),
    [("2026-05-04", dt.date(2026, 5, 4)), ("yesterday", dt.date(2026, 5, 16)), ("+7", dt.date(2026, 5, 24))],
)
def test_dates(typed: str, read: dt.date) -> None:
    """Dates are read as everywhere else, with words counted from today."""
    assert read_answer(spec(TherapySession, "date"), typed, TODAY) == read


def test_times() -> None:
    """Times are read as everywhere else, and what is none is refused."""
    assert read_answer(spec(TherapySession, "time"), "3pm", TODAY) == dt.time(15)
    with pytest.raises(BadInput):
        read_answer(spec(TherapySession, "time"), "late", TODAY)
