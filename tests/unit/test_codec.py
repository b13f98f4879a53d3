"""Entries as documents and back."""

import copy
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given

from journal.errors import BadInput
from journal.model.codec import from_document, from_whole_document, to_document, to_json
from journal.model.dates import When
from journal.model.entry import EntryContent, Kind, Reflection, SensateFocus, blank
from journal.model.sensate_focus import RuleSet, Talk
from tests.strategies import contents

WHEN = When(dt.date(2026, 5, 4))
MARKER = "kjzqmarker"


@given(contents())
def test_every_entry_comes_back(content: EntryContent) -> None:
    """An entry made into a document, into JSON and back is the same entry, and nothing of it is called unknown."""
    document = to_document(content)
    assert from_document(document) == content
    read = json.loads(to_json(document))
    assert read == document
    assert from_whole_document(read) == content


@pytest.mark.parametrize("kind", Kind)
def test_a_document_holds_only_what_was_filled(kind: Kind) -> None:
    """What was skipped is left out, and a document without it reads as skipped."""
    document = to_document(blank(kind, WHEN))
    assert document == {"kind": kind.value, "when": {"date": "2026-05-04"}}
    assert from_document(document) == blank(kind, WHEN)


def test_zero_is_not_skipped() -> None:
    """The numbers 0 and a rule set with one rule in it are kept."""
    details = SensateFocus(minutes_each_way=0, rules=RuleSet(talk=Talk.SILENT))
    document = to_document(EntryContent(when=WHEN, details=details, minutes=0))
    assert document["minutes"] == 0
    assert document["details"] == {"minutes_each_way": 0, "rules": {"talk": "silent"}}
    assert from_document(document).details == details


def test_midnight_is_kept() -> None:
    """An entry at midnight keeps its time."""
    at_midnight = EntryContent(when=When(WHEN.date, dt.time(0, 0)), details=Reflection())
    assert from_document(to_document(at_midnight)) == at_midnight


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"when": {"date": MARKER}}, "$.date"),
        ({"when": {"date": "2026-02-30"}}, "$.date"),
        ({"when": MARKER}, "$"),
        ({"outcome": MARKER}, "$.outcome"),
        ({"minutes": MARKER}, "$.minutes"),
        ({"people": [1]}, "$.people"),
        ({"ratings": [{"scale": "tension", "moment": MARKER, "value": 1}]}, "$.ratings[0].moment"),
        ({"ratings": [{"scale": "tension", "moment": "once"}]}, "$.ratings[0]"),
        ({"details": {"mood": 5}}, "$.mood"),
        ({"details": [MARKER]}, "$"),
        ({"details": None}, "$"),
        ({"sharing": {"therapist": MARKER}}, "$.sharing.therapist"),
        ({"text": None}, "$.text"),
    ],
)
def test_a_wrong_value_is_refused_by_its_place(change: dict[str, Any], place: str) -> None:
    """A value of the wrong type is refused; the message names the field and never the value."""
    document = to_document(blank(Kind.REFLECTION, WHEN)) | change
    with pytest.raises(BadInput) as problem:
        from_document(document)
    assert place.lstrip("$.") in problem.value.message
    assert MARKER not in problem.value.message + problem.value.hint


@pytest.mark.parametrize("document", [{}, {"kind": MARKER}, {"kind": None}, {"kind": ["reflection"]}, {"kind": 5}])
def test_a_document_of_no_kind_is_refused(document: dict[str, Any]) -> None:
    """Without one of the five kinds a document is refused."""
    with pytest.raises(BadInput, match=r"^An entry has no kind, or one that isn't known\.$"):
        from_document(document)


@pytest.mark.parametrize(
    "place", [(), ("when",), ("details",), ("details", "rules"), ("sharing",), ("ratings", 0)], ids=str
)
def test_an_unknown_field_is_refused_where_it_would_be_lost(place: tuple[str | int, ...]) -> None:
    """A field of a newer version, wherever it is, is refused by reading in whole, and would be dropped otherwise."""
    document: dict[str, Any] = {
        "kind": "sensate_focus",
        "when": {"date": "2026-05-04"},
        "details": {"rules": {"talk": "silent"}},
        "sharing": {"therapist": ["text"]},
        "ratings": [{"scale": "tension", "moment": "before", "value": 0}],
    }
    assert to_document(from_whole_document(document)) == document
    changed = copy.deepcopy(document)
    part: Any = changed
    for step in place:
        part = part[step]
    part["a_newer_field"] = MARKER
    assert to_document(from_document(changed)) == document
    with pytest.raises(BadInput, match="doesn't know") as problem:
        from_whole_document(changed)
    assert MARKER not in problem.value.message


def test_half_a_character_is_refused() -> None:
    """A lone surrogate, which no file can hold, is refused by an error of ours that doesn't quote the text."""
    with pytest.raises(BadInput) as problem:
        to_json({"text": MARKER + "\ud800"})
    assert MARKER not in repr(problem.value)
    assert problem.value.__cause__ is None
    assert problem.value.__suppress_context__
