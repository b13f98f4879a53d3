"""What may leave, and what never does."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.model.dates import When
from journal.model.entry import Communication, EntryContent, Kind, Reflection, Sharing, detail_fields
from journal.model.fields import Guard, fields_of
from journal.model.rating import SCALES, Moment, Rating
from journal.model.sharing import (
    RATING,
    TASK,
    Audience,
    audience_fields,
    filled,
    guard_of,
    is_shared,
    open_names,
    released,
    with_audience_fields,
)
from tests.strategies import contents

WHEN = When(dt.date(2026, 5, 4), dt.time(21, 30), "UTC")
NAMES = frozenset(
    ["time", "sharing", "assignment", "ratings", "when", "details", "nonsense", "", RATING]
    + [spec.name for spec in fields_of(EntryContent)]
    + [spec.name for kind in Kind for spec in detail_fields(kind)]
    + [RATING + scale.id for scale in SCALES]
    + [RATING + "a_scale_of_my_own"]
)


def _names_in(content: EntryContent) -> set[str]:
    return {name for name, _ in filled(content)}


@pytest.mark.parametrize("name", ["time", "text", "topic", "tags", "outcome", "prompt", "mood", "rating:tension"])
def test_all_of_a_reflection_is_guarded(name: str) -> None:
    """No field of a reflection can go with a choice in bulk."""
    assert guard_of(Kind.REFLECTION, name) is Guard.GUARDED


@pytest.mark.parametrize("kind", Kind)
def test_pain_and_unknown_scales_are_guarded(kind: Kind) -> None:
    """A rating of pain is guarded in every kind, and so is one on a scale that this version doesn't know."""
    assert guard_of(kind, "rating:discomfort") is Guard.GUARDED
    assert guard_of(kind, "rating:a_scale_of_my_own") is Guard.GUARDED


def test_a_rehearsal_never_leaves_even_where_the_rest_is_open() -> None:
    """A rehearsal is in no choice, and stays when its name is put into one by force."""
    details = Communication(skill="a request", rehearsal="kjzq")
    for audience in Audience:
        sharing = with_audience_fields(Sharing(), audience, NAMES)
        content = EntryContent(when=WHEN, details=details, sharing=sharing)
        assert "rehearsal" not in _names_in(content) | open_names(content)
        shown = released(content, audience)
        assert shown is not None
        assert shown.details == Communication(skill="a request")
        assert "kjzq" not in repr(shown)
    assert guard_of(Kind.COMMUNICATION, "rehearsal") is Guard.NEVER


@pytest.mark.parametrize("kind", Kind)
def test_every_name_of_a_choice_has_a_guard(kind: Kind) -> None:
    """Every field that can be filled has a guard, and an unknown name is an error rather than open."""
    for spec in (*fields_of(EntryContent), *detail_fields(kind)):
        assert guard_of(kind, spec.name) in Guard
    with pytest.raises(KeyError):
        guard_of(kind, "nonsense")


def test_a_choice_for_one_audience_leaves_the_other_alone() -> None:
    """What a therapist may see and what a joint session may see are chosen apart."""
    sharing = with_audience_fields(Sharing(), Audience.THERAPIST, frozenset({"text"}))
    assert audience_fields(sharing, Audience.THERAPIST) == {"text"}
    assert audience_fields(sharing, Audience.JOINT) == frozenset()
    sharing = with_audience_fields(sharing, Audience.JOINT, frozenset({"topic"}))
    assert sharing == Sharing(therapist=frozenset({"text"}), joint=frozenset({"topic"}))
    content = EntryContent(when=WHEN, details=Reflection(), text="kept", topic="label", sharing=sharing)
    assert released(content, Audience.JOINT) == EntryContent(
        when=replace(WHEN, time=None), details=Reflection(), topic="label"
    )


@given(contents())
def test_nothing_leaves_by_default(content: EntryContent) -> None:
    """An entry about which nothing was chosen is not in any summary."""
    private = replace(content, sharing=Sharing())
    assert released(private, Audience.THERAPIST) is None
    assert released(private, Audience.JOINT) is None
    assert not is_shared(private)


@given(contents(), st.frozensets(st.sampled_from(sorted(NAMES))), st.sampled_from(Audience))
def test_only_what_was_chosen_leaves(content: EntryContent, names: frozenset[str], audience: Audience) -> None:
    """What is released holds the chosen fields unchanged and nothing else; the homework only where it was chosen."""
    content = replace(content, sharing=with_audience_fields(Sharing(), audience, names))
    chosen = names & _names_in(content)
    shown = released(content, audience)
    if shown is None:
        assert not chosen
        return
    assert _names_in(shown) == chosen
    assert shown.sharing == Sharing()
    assert shown.assignment == (content.assignment if TASK in chosen else None)
    assert (shown.when.date, shown.kind) == (content.when.date, content.kind)
    for spec in fields_of(EntryContent):
        if spec.name in chosen:
            assert getattr(shown, spec.name) == getattr(content, spec.name)
    for spec in detail_fields(content.kind):
        if spec.name in chosen:
            assert getattr(shown.details, spec.name) == getattr(content.details, spec.name)
    assert shown.ratings == tuple(r for r in content.ratings if RATING + r.scale in chosen)


@given(contents())
def test_a_choice_in_bulk_holds_nothing_guarded(content: EntryContent) -> None:
    """Choosing everything at once releases no guarded field, and nothing at all of a reflection."""
    names = open_names(content)
    assert names <= _names_in(content)
    assert all(guard_of(content.kind, name) is Guard.OPEN for name in names)
    if content.kind is Kind.REFLECTION:
        assert not names


def test_zero_is_an_answer() -> None:
    """No minutes, and a rating of 0, are answers that can be shared; what was skipped isn't offered."""
    content = EntryContent(
        when=replace(WHEN, time=None), details=Reflection(), minutes=0, ratings=(Rating("tension", Moment.AFTER, 0),)
    )
    assert _names_in(content) == {"minutes", "rating:tension"}


def test_one_name_stands_for_all_moments_of_a_scale() -> None:
    """Ratings before and after are one choice, offered once."""
    ratings = (Rating("tension", Moment.BEFORE, 6), Rating("tension", Moment.AFTER, 3), Rating("own", Moment.ONCE, 1))
    content = EntryContent(when=WHEN, details=Communication(), ratings=ratings)
    gone = "A scale that isn't here any more"
    assert filled(content) == (("time", "Time"), ("rating:tension", "Tension"), ("rating:own", gone))
