"""Entries as values."""

import dataclasses
import datetime as dt

import pytest

from journal.model.dates import When
from journal.model.entry import (
    DETAILS,
    Communication,
    Details,
    Education,
    EntryContent,
    Experimentation,
    Kind,
    Reflection,
    SensateFocus,
    Sharing,
    blank,
    heading,
)
from journal.model.rating import Moment, Rating
from journal.model.sensate_focus import Stage

WHEN = When(dt.date(2026, 5, 4))


@pytest.mark.parametrize("kind", Kind)
def test_a_blank_entry_has_nothing_in_it(kind: Kind) -> None:
    """Every field can be skipped, and nothing of a new entry is shared."""
    content = blank(kind, WHEN)
    assert content.kind is kind
    assert content.details == DETAILS[kind]()
    assert content.sharing == Sharing() == Sharing(therapist=frozenset(), joint=frozenset())
    for field in dataclasses.fields(EntryContent):
        if field.name not in ("when", "details", "sharing"):
            assert not getattr(content, field.name)


def test_entries_are_frozen_and_compare_by_value() -> None:
    """An entry can't be changed in place, and two with the same content are equal."""
    one = EntryContent(when=WHEN, details=Reflection(mood="calm"), ratings=(Rating("tension", Moment.BEFORE, 3),))
    two = EntryContent(when=WHEN, details=Reflection(mood="calm"), ratings=(Rating("tension", Moment.BEFORE, 3),))
    assert one == two
    assert hash(one) == hash(two)
    for field in dataclasses.fields(one):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(one, field.name, None)


@pytest.mark.parametrize(
    ("details", "own"),
    [
        (SensateFocus(stage=Stage.NON_SEXUAL), "Stage 1 non-sexual touch"),
        (SensateFocus(), ""),
        (Experimentation(what="another room"), "another room"),
        (Education(resource="a chapter"), "a chapter"),
        (Communication(skill="a request"), "a request"),
        (Reflection(prompt="What surprised me?"), "What surprised me?"),
    ],
)
def test_heading(details: Details, own: str) -> None:
    """An entry is headed by its topic, else by what its kind is about, else by its first line, else by nothing."""
    text = "\n  \n  First line.  \nSecond line."
    assert heading(EntryContent(when=WHEN, details=details, topic="label", text=text)) == "label"
    assert heading(EntryContent(when=WHEN, details=details, text=text)) == (own or "First line.")
    assert heading(EntryContent(when=WHEN, details=details)) == own


def test_heading_of_a_very_long_line() -> None:
    """Only the beginning of a text is looked at for its first line."""
    assert heading(EntryContent(when=WHEN, details=Reflection(), text="w" * 5_000_000)) == "w" * 400
