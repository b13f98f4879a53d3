"""Words selected in a text: which they are, how they add to those that are shared, and that nothing else goes."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.model.dates import When
from journal.model.entry import DETAILS, Education, EntryContent, Kind, SharedPassage, Sharing, detail_fields
from journal.model.fields import FieldSpec, Guard, Input, fields_of
from journal.model.passages import (
    in_reading_order,
    lit_spans,
    occurrences,
    passages_at,
    selected,
    shared_of,
    with_selected,
)
from journal.model.rating import BUILT_IN
from journal.model.sharing import (
    TASK,
    Audience,
    Preset,
    audience_fields,
    audience_passages,
    filled,
    guard_of,
    passage_fields,
    preset_names,
    released,
    still_shared,
    with_audience_fields,
    with_audience_passages,
)
from tests.hostile import HOSTILE_TEXTS
from tests.markers import marker
from tests.strategies import contents, shareable_names

TEXT = "It was slow. My hand was cold.\n\nWe laughed."
DAY = When(dt.date(2026, 5, 4))


def shared(*texts: str) -> tuple[SharedPassage, ...]:
    """Passages of the notes."""
    return tuple(sorted(SharedPassage("text", text) for text in texts))


def with_words(passages: tuple[SharedPassage, ...], words: str, text: str = TEXT) -> tuple[SharedPassage, ...]:
    """The passages after these words of a text were selected."""
    start = text.index(words)
    return with_selected(passages, "text", text, start, start + len(words))


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("  one two  ", 0, 11, "one two"),
        ("one two", 3, 4, ""),
        ("one two", 7, 4, "two"),
        ("a\r\nb", 0, 2, "a"),
        ("ae\u0301b", 0, 2, "ae\u0301"),
        ("ae\u0301b", 2, 4, "e\u0301b"),
        ("\U0001f469\u200d\U0001f33e!", 2, 4, "\U0001f469\u200d\U0001f33e!"),
        ("\U0001f44d\U0001f3fd!", 0, 1, "\U0001f44d\U0001f3fd"),
        ("\U0001f1eb\U0001f1ee\U0001f1f8\U0001f1ea", 1, 2, "\U0001f1eb\U0001f1ee"),
        ("\U0001f1eb\U0001f1ee\U0001f1f8\U0001f1ea", 2, 3, "\U0001f1f8\U0001f1ea"),
        ("\u05e9\u05dc\u05d5\u05dd \u05e2\u05dd", 0, 4, "\u05e9\u05dc\u05d5\u05dd"),
    ],
)
def test_what_is_selected(text: str, start: int, end: int, words: str) -> None:
    """Blanks around it stay out, and what is drawn as one character is never cut."""
    first, last = selected(text, start, end)
    assert text[first:last] == words


@given(st.sampled_from(HOSTILE_TEXTS), st.data())
def test_any_selection_is_words_of_the_text(text: str, data: st.DataObject) -> None:
    """Whatever is selected is a part of the text as stored, and can be shared just like that."""
    start, end = (data.draw(st.integers(0, len(text))) for _ in range(2))
    first, last = selected(text, start, end)
    assert 0 <= first <= last <= len(text)
    assert text[first:last].strip() == text[first:last]
    added = with_selected((), "text", text, start, end)
    content = EntryContent(when=DAY, details=DETAILS[Kind.EDUCATION](), text=text)
    kept = still_shared(Sharing(therapist_passages=added), content).therapist_passages
    assert kept == added == (shared(text[first:last]) if first < last else ())


def test_passages_beside_each_other_stay_apart_and_overlapping_ones_become_one() -> None:
    """No words go twice, and no word goes that wasn't selected."""
    one = with_words((), "It was slow.")
    two = with_words(one, "We laughed.")
    assert two == shared("It was slow.", "We laughed.")
    assert with_words(two, "It was slow.") == two
    assert with_words(two, "was") == two
    assert with_words(two, "slow. My hand") == shared("It was slow. My hand", "We laughed.")
    assert with_words(two, "cold.\n\nWe") == shared("It was slow.", "cold.\n\nWe laughed.")
    assert with_words(two, TEXT) == shared(TEXT)
    other = (SharedPassage("takeaway", "It was"),)
    assert with_words(other, "It was slow.") == tuple(sorted((*other, *one)))
    assert with_words(two, "\n\n") == two


def test_the_same_words_twice_in_a_text() -> None:
    """They are one passage, lit wherever they stand, and found at either place."""
    text = "yes, and yes"
    one = with_selected((), "text", text, 9, 12)
    assert one == with_words((), "yes", text) == shared("yes")
    assert lit_spans(["yes", "s, a"], text) == [(0, 6), (9, 12)]
    assert [len(passages_at(one, "text", text, place)) for place in (0, 2, 3, 9, 11)] == [1, 1, 0, 1, 1]
    assert passages_at(one, "takeaway", text, 0) == ()
    assert occurrences(text, "") == []
    assert with_words(one, "s, and y", text) == shared("yes, and y")


def test_what_is_shared_in_words() -> None:
    """Fields by their labels, passages counted by theirs; those of a field that goes as a whole aren't counted."""
    passages = (*shared("It was slow.", "We laughed.", "elsewhere"), SharedPassage("takeaway", "none"))
    content = EntryContent(
        when=DAY, details=Education(takeaway="none is one"), topic="label", text=TEXT,
        sharing=Sharing(therapist=frozenset({"topic", "takeaway"}), therapist_passages=passages),
    )  # fmt: skip
    assert shared_of(content, Audience.THERAPIST, BUILT_IN) == (["Topic label", "Takeaway"], ["2 passages of Notes"])
    assert shared_of(content, Audience.JOINT, BUILT_IN) == ([], [])
    joint = replace(content, sharing=Sharing(joint_passages=shared("slow")))
    assert shared_of(joint, Audience.JOINT, BUILT_IN) == ([], ["1 passage of Notes"])
    ordered = in_reading_order(shared("We laughed.", "It was slow.", "elsewhere"), passage_fields(content))
    assert [one.text for one in ordered] == ["It was slow.", "We laughed."]


def sentences(kind: Kind) -> tuple[EntryContent, dict[str, list[str]]]:
    """An entry whose long texts are three sentences with a marker each and whose lines have one, and these by field."""
    found: dict[str, list[str]] = {TASK: [marker("homework")]}

    def values(specs: tuple[FieldSpec, ...]) -> dict[str, Any]:
        texts = {}
        for spec in specs:
            if spec.input in (Input.LINE, Input.TEXT):
                found[spec.name] = [
                    marker(f"{kind} {spec.name} {n}") for n in range(3 if spec.input is Input.TEXT else 1)
                ]
                texts[spec.name] = "\n".join(f"About {word} today." for word in found[spec.name])
        return texts

    details = DETAILS[kind](**values(detail_fields(kind)))
    return EntryContent(
        when=DAY, details=details, assignment=marker("homework"), **values(fields_of(EntryContent))
    ), found


@given(st.sampled_from(Kind), st.data())
def test_no_word_leaves_that_was_not_chosen(kind: Kind, data: st.DataObject) -> None:
    """With a marker in every sentence of every field: those of chosen fields and passages leave, and no other one."""
    content, markers = sentences(kind)
    texts = passage_fields(content)
    sharing, meant = Sharing(), dict[Audience, set[str]]()
    for audience in Audience:
        names = data.draw(st.frozensets(st.sampled_from((*shareable_names(kind), "rehearsal"))))
        passages: tuple[SharedPassage, ...] = ()
        for field, sentence in data.draw(
            st.lists(st.tuples(st.sampled_from(sorted(texts)), st.integers(0, 2)), max_size=5)
        ):
            start = texts[field].index(f"About {markers[field][sentence]}")
            length = data.draw(st.integers(0, 60))
            passages = with_selected(passages, field, texts[field], start, min(len(texts[field]), start + length))
        sharing = with_audience_passages(with_audience_fields(sharing, audience, names), audience, passages)
        meant[audience] = {
            word for name in names for word in markers.get(name, ()) if guard_of(kind, name) is not Guard.NEVER
        } | {word for passage in passages for word in markers[passage.field] if word in passage.text}
    content = replace(content, sharing=sharing)
    for audience in Audience:
        shown = repr(released(content, audience))
        assert {word for words in markers.values() for word in words if word in shown} == meant[audience]
        kept = still_shared(sharing, content)
        assert audience_passages(kept, audience) == audience_passages(sharing, audience)
        assert audience_fields(kept, audience) == audience_fields(sharing, audience) & {n for n, _ in filled(content)}


@given(contents(), st.sampled_from(Preset))
def test_a_preset_holds_nothing_guarded_but_a_topic_asked_for_alone(content: EntryContent, preset: Preset) -> None:
    """Choosing several fields at once never releases a guarded one, and only fields that are there."""
    names = preset_names(content, preset)
    assert names <= {name for name, _ in filled(content)}
    guarded = {name for name in names if guard_of(content.kind, name) is not Guard.OPEN}
    assert guarded <= ({"topic"} if preset is Preset.TOPIC else set())
    assert not names if preset is Preset.NOTHING else names <= preset_names(content, Preset.UNGUARDED) | {"topic"}
