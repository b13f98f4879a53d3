"""What an entry says, field by field."""

import datetime as dt

from hypothesis import given

from journal.model.dates import When
from journal.model.entry import (
    Communication,
    EntryContent,
    Kind,
    Mode,
    Obstacle,
    Outcome,
    Reply,
    SensateFocus,
    blank,
    detail_fields,
)
from journal.model.fields import fields_of
from journal.model.measures import OwnScale
from journal.model.rating import BUILT_IN, Moment, Rating, Scales
from journal.model.reading import answers, changed_fields
from journal.model.sensate_focus import RuleSet, Talk
from journal.model.sharing import TASK, filled
from tests.strategies import contents

WHEN = When(dt.date(2026, 5, 4), dt.time(21, 30))


def test_reading_order() -> None:
    """An entry is read from how it went, over its ratings and its own fields, to its notes and tags."""
    content = EntryContent(
        when=WHEN,
        details=Communication(wanted_to_ask="slower", reply=Reply.HEARD, rehearsal="a try"),
        mode=Mode.PARTNERED,
        people=("Alex", "Kim"),
        outcome=Outcome.STOPPED_EARLY,
        minutes=0,
        obstacles=(Obstacle.TIRED, Obstacle.CONFLICT),
        text="one\ntwo",
        tags=("evening",),
        flagged=True,
        ratings=(
            Rating("tension", Moment.AFTER, 2),
            Rating("felt_heard", Moment.ONCE, 3),
            Rating("tension", Moment.BEFORE, 10),
            Rating("comfort", Moment.ONCE, 4),
            Rating("mine", Moment.ONCE, 70),
        ),
    )
    assert [(answer.label, answer.text) for answer in answers(content, BUILT_IN)] == [
        ("When", "Mon 4 May 2026, 21:30"),
        ("With whom", "partnered"),
        ("People", "Alex, Kim"),
        ("How it went", "stopped early"),
        ("Minutes in all", "0"),
        ("What got in the way", "tired, conflict"),
        ("Tension", "before 10, after 2 (0 calm, 10 the most I can imagine)"),
        ("Felt heard", "3 of 4: quite"),
        ("Comfort", "4 (0 not at all comfortable, 10 completely comfortable)"),
        ("A scale that isn't here any more", "70"),
        ("What I wanted to ask", "slower"),
        ("Reply", "heard"),
        ("Rehearsal draft", "a try"),
        ("Notes", "one\ntwo"),
        ("Tags", "evening"),
        ("Raise with my therapist", "yes"),
    ]


def test_rules_are_read_line_by_line() -> None:
    """The rules of a sensate-focus practice are one long answer, a line for each rule that was agreed."""
    rules = RuleSet(off_limits="back", talk=Talk.SILENT, turn_length=10)
    (_, answer) = answers(EntryContent(when=WHEN, details=SensateFocus(rules=rules)), BUILT_IN)
    assert answer.text == "Areas off limits: back\nTalk: silent\nMinutes per turn: 10"
    assert answer.long


def test_nothing_written_says_only_when() -> None:
    """What was skipped isn't mentioned, whatever the kind."""
    for kind in Kind:
        assert [answer.name for answer in answers(blank(kind, WHEN), BUILT_IN)] == ["when"]


@given(contents(full=True))
def test_no_field_is_missing(content: EntryContent) -> None:
    """Every field of every kind is read, and a text in it stands there as it was written."""
    read = {answer.name: answer for answer in answers(content, BUILT_IN)}
    specs = fields_of(EntryContent) + detail_fields(content.kind)
    assert {spec.name for spec in specs} <= set(read)
    assert {name for name, _ in filled(content)} <= set(read) | {"time", TASK}
    assert read["text"].text == content.text


def test_own_scales_are_read_by_their_names() -> None:
    """A rating on a scale of one's own has the scale's name and words, at each of its moments."""
    own = OwnScale(name="Ease", highest=20, low_word="stiff", moments=(Moment.BEFORE, Moment.AFTER)).scale("own")
    ratings = (Rating("own", Moment.AFTER, 12), Rating("own", Moment.BEFORE, 0))
    content = EntryContent(when=WHEN, details=Communication(), ratings=ratings)
    (_, answer) = answers(content, Scales([own]))
    assert (answer.name, answer.label) == ("rating:own", "Ease")
    assert answer.text == "before 0, after 12 (0 stiff, 20 highest)"


def test_what_a_version_changed() -> None:
    """Fields that read differently, the homework it went to, and the labels of those that are gone."""
    own = Scales([OwnScale(name="Ease").scale("own")])
    before = EntryContent(
        when=WHEN, details=Communication(skill="asking"), minutes=5, ratings=(Rating("own", Moment.ONCE, 1),)
    )
    after = EntryContent(when=WHEN, details=Communication(skill="telling"), assignment="0190-homework")
    assert changed_fields(before, after, own) == (
        frozenset({"skill", "assignment"}),
        ("Minutes in all", "Ease"),
    )
    assert changed_fields(after, after, own) == (frozenset(), ())
