"""GAD-7, scales of one's own, and scores from outside."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.model.fields import Guard, Input, fields_of
from journal.model.measures import Frequency, Gad7, Impact, OutsideScore, OwnScale
from journal.model.rating import BUILT_IN, SCALES, Moment, Scales

QUESTIONS = [
    "Feeling nervous, anxious or on edge",
    "Not being able to stop or control worrying",
    "Worrying too much about different things",
    "Trouble relaxing",
    "Being so restless that it is hard to sit still",
    "Becoming easily annoyed or irritable",
    "Feeling afraid as if something awful might happen",
]
frequencies = st.lists(st.sampled_from(Frequency), min_size=7, max_size=7)


def _answered(frequencies: list[Frequency | None], impact: Impact | None = None) -> Gad7:
    names = [spec.name for spec in fields_of(Gad7) if spec.terms and spec.terms[0] in Frequency]
    answers: dict[str, Any] = dict(zip(names, frequencies, strict=True))
    return Gad7(impact=impact, **answers)


def test_gad7_has_the_words_of_the_instrument() -> None:
    """Seven questions in their order, the four answers from 'Not at all', and the question on difficulty at the end."""
    specs = fields_of(Gad7)
    assert [spec.label for spec in specs[1:8]] == QUESTIONS
    assert [spec.name for spec in specs] == [
        "date", "nervous", "control", "worry", "relaxing", "restless", "irritable", "afraid", "impact",
    ]  # fmt: skip
    for spec in specs[1:8]:
        assert [term.label for term in spec.terms] == [
            "Not at all", "Several days", "More than half the days", "Nearly every day",
        ]  # fmt: skip
        assert [term.value for term in spec.terms] == ["0", "1", "2", "3"]
    assert specs[-1].label.startswith(
        "If you checked off any problems, how difficult have these problems made it for you"
    )
    assert [term.label for term in specs[-1].terms] == [
        "Not difficult at all", "Somewhat difficult", "Very difficult", "Extremely difficult",
    ]  # fmt: skip


@given(frequencies, st.none() | st.sampled_from(Impact))
def test_the_score_is_the_sum(answers: list[Frequency], impact: Impact | None) -> None:
    """The seven numbers are added, and the last question isn't."""
    gad7 = _answered(list(answers), impact)
    assert gad7.answers == tuple(answers)
    assert gad7.score == sum(int(answer.value) for answer in answers)
    assert 0 <= gad7.score <= 21
    assert gad7.heading == f"GAD-7: {gad7.score} of 21"


@given(frequencies, st.integers(0, 6))
def test_there_is_no_score_while_an_answer_is_missing(answers: list[Frequency], missing: int) -> None:
    """A question that was skipped counts as nothing, not as 0, so there is no sum."""
    some: list[Frequency | None] = [*answers]
    some[missing] = None
    gad7 = _answered(some)
    assert gad7.score is None
    assert gad7.heading == "GAD-7"


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("24", 24.0), (" 3.5 ", 3.5), ("22,5", 22.5), ("-4", -4.0), ("0", 0.0), ("", None), ("about 20", None),
        ("1.234,5", None), ("nan", None), ("inf", None), ("1e400", None), ("9" * 400, None), ("24/30", None),
    ],
)  # fmt: skip
def test_a_score_is_a_number_where_it_can_be_read_as_one(number: str, value: float | None) -> None:
    """A comma is a point; what isn't a number is kept as it was typed and drawn nowhere."""
    score = OutsideScore(name="A sheet", number=number)
    assert (score.value, score.number) == (value, number)


@given(st.text())
def test_no_score_breaks_anything(number: str) -> None:
    """Whatever stands there, it is a plain number or none."""
    value = OutsideScore(number=number).value
    assert value is None or abs(value) < 1e12


def test_an_own_scale_with_nothing_said() -> None:
    """What was left open has a usual value: 0 to 10, overall, with plain words at the ends; guarded like pain."""
    scale = OwnScale(name="Ease").scale("id")
    assert (scale.id, scale.name, scale.highest, scale.anchors) == ("id", "Ease", 10, ("lowest", "highest"))
    assert (scale.moments, scale.guard) == ((Moment.ONCE,), Guard.GUARDED)
    assert OwnScale(highest=0).scale("id").highest == 10
    assert OwnScale().scale("id").name == "A scale"


def test_words_stand_at_the_ends_of_an_own_scale() -> None:
    """Between them is no word, but for a scale of 0 and 1, whose two words are for its two numbers."""
    scale = OwnScale(highest=5, low_word="stiff", high_word="at ease").scale("id")
    assert [scale.anchor(value) for value in range(6)] == ["stiff", "", "", "", "", "at ease"]
    assert [OwnScale(highest=1, low_word="no", high_word="yes").scale("id").anchor(n) for n in (0, 1)] == ["no", "yes"]


def test_own_scales_come_after_those_of_the_program() -> None:
    """None of them takes the place of a built-in one or of another."""
    one, two = (OwnScale(name="Ease").scale(name) for name in ("one", "two"))
    scales = Scales([one, two])
    assert list(scales) == [*SCALES, one, two]
    assert scales.get("two") == two and BUILT_IN.get("two") is None
    assert (scales.name("one"), scales.name("tension")) == ("Ease", "Tension")


def test_own_scales_are_asked_plainly() -> None:
    """A form can make one from five answers, of which none is required."""
    inputs = {spec.name: spec.input for spec in fields_of(OwnScale)}
    assert inputs == {
        "name": Input.LINE, "highest": Input.NUMBER, "low_word": Input.LINE, "high_word": Input.LINE,
        "moments": Input.CHOICES,
    }  # fmt: skip
