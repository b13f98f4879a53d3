"""Records that describe their own fields."""

from dataclasses import fields

import pytest

from journal.model.entry import DETAILS, USUAL_SCALES, EntryContent, Kind, SensateFocus, detail_fields
from journal.model.fields import FieldSpec, Guard, Input, fields_of
from journal.model.rating import SCALE, SCALES, Moment, Scale
from journal.model.sensate_focus import RuleSet

# The fields that each kind of entry has. A field that is lost from a kind fails here.
EXPECTED = {
    Kind.SENSATE_FOCUS: {
        "stage", "initiated_by", "touched_first", "minutes_each_way", "ending", "sensations", "sensation_notes",
        "distractions", "came_back", "limits_kept", "partner_observations", "rules",
    },
    Kind.EXPERIMENTATION: {"what", "agreed_limits", "prediction", "what_happened", "decision"},
    Kind.EDUCATION: {"resource", "resource_type", "portion", "takeaway", "believed", "believe_now", "question"},
    Kind.COMMUNICATION: {"skill", "wanted_to_ask", "words_used", "reply", "next_wording", "rehearsal"},
    Kind.REFLECTION: {"prompt", "mood"},
}  # fmt: skip
COMMON = {"mode", "people", "outcome", "minutes", "obstacles", "topic", "text", "tags", "flagged"}
UNDESCRIBED = {"when", "details", "ratings", "assignment", "sharing"}


def _every_spec() -> list[FieldSpec]:
    specs = [*fields_of(EntryContent), *fields_of(RuleSet)]
    for kind in Kind:
        specs += detail_fields(kind)
    return specs


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_its_fields(kind: Kind) -> None:
    """Every field of a kind is described, none is missing, and its class knows its kind."""
    assert {spec.name for spec in detail_fields(kind)} == EXPECTED[kind]
    assert {field.name for field in fields(DETAILS[kind])} == EXPECTED[kind]
    assert DETAILS[kind].kind is kind


def test_the_common_fields_are_described() -> None:
    """Every common field is described, but for those that have a control of their own."""
    assert {spec.name for spec in fields_of(EntryContent)} == COMMON
    assert {field.name for field in fields(EntryContent)} == COMMON | UNDESCRIBED


@pytest.mark.parametrize("kind", Kind)
def test_names_of_fields_are_unique(kind: Kind) -> None:
    """No field of a kind has the name of a common one, since a sharing choice names both in one set."""
    names = [spec.name for spec in (*fields_of(EntryContent), *detail_fields(kind))]
    assert len(set(names)) == len(names)
    assert "time" not in names
    assert not any(":" in name or "." in name for name in names)


def test_every_field_has_a_label_in_plain_words() -> None:
    """Labels begin with a capital, and no label or help text judges."""
    for spec in _every_spec():
        assert spec.label[:1].isupper()
        said = f"{spec.label} {spec.help}".lower()
        for word in ("fail", "missed", "overdue", "should", "normal", "dysfunction", "success"):
            assert word not in said


@pytest.mark.parametrize(
    ("kind", "name", "guard"),
    [
        (Kind.SENSATE_FOCUS, "limits_kept", Guard.GUARDED),
        (Kind.SENSATE_FOCUS, "partner_observations", Guard.GUARDED),
        (Kind.EXPERIMENTATION, "what", Guard.GUARDED),
        (Kind.EDUCATION, "believed", Guard.GUARDED),
        (Kind.EDUCATION, "believe_now", Guard.GUARDED),
        (Kind.COMMUNICATION, "rehearsal", Guard.NEVER),
    ],
)
def test_guards_of_fields(kind: Kind, name: str, guard: Guard) -> None:
    """The fields that are never shared in bulk, or never at all, say so where they are declared."""
    guards = {spec.name: spec.guard for spec in detail_fields(kind)}
    assert guards.pop(name) is guard


def test_no_other_field_is_guarded() -> None:
    """What isn't in the list of guarded fields can be chosen in bulk."""
    guarded = {(kind, spec.name) for kind in Kind for spec in detail_fields(kind) if spec.guard is not Guard.OPEN}
    assert len(guarded) == 6
    assert all(spec.guard is Guard.OPEN for spec in fields_of(EntryContent))


def test_inputs_follow_from_types() -> None:
    """The kind of input is worked out from the declared type, and terms come with it."""
    specs = {spec.name: spec for spec in (*fields_of(EntryContent), *detail_fields(Kind.SENSATE_FOCUS))}
    inputs = {
        "topic": Input.LINE, "text": Input.TEXT, "minutes": Input.NUMBER, "flagged": Input.YES_NO,
        "outcome": Input.CHOICE, "obstacles": Input.CHOICES, "tags": Input.NAMES, "rules": Input.GROUP,
    }  # fmt: skip
    assert {name: specs[name].input for name in inputs} == inputs
    assert len(specs["outcome"].terms) == 8
    assert len(specs["obstacles"].terms) == 12
    assert [spec.name for spec in specs["rules"].group] == [field.name for field in fields(RuleSet)]


@pytest.mark.parametrize("spec", [spec for spec in _every_spec() if spec.terms], ids=lambda spec: spec.name)
def test_terms_are_stored_by_value_and_shown_by_label(spec: FieldSpec) -> None:
    """A stored value leads back to its term, values and labels are unique, and an unknown value is refused."""
    kind = type(spec.terms[0])
    assert [kind.of(term.value) for term in spec.terms] == list(spec.terms)
    assert len({term.value for term in spec.terms}) == len({term.label for term in spec.terms}) == len(spec.terms)
    with pytest.raises(ValueError, match=r"^no such term$"):
        kind.of("kjzq")


def test_built_in_scales() -> None:
    """The ten scales have the ranges, moments and guards of the clinical rules, and anchors that fit."""
    assert {scale.id: scale.highest for scale in SCALES} == {
        "tension": 10, "comfort": 10, "closeness": 10, "discomfort": 10, "confidence": 10,
        "attention": 4, "difficulty": 4, "usefulness": 4, "felt_heard": 4, "pressure": 4,
    }  # fmt: skip
    assert SCALE["tension"].moments == (Moment.BEFORE, Moment.HIGHEST, Moment.AFTER)
    assert [scale.id for scale in SCALES if scale.guard is Guard.GUARDED] == ["discomfort"]
    for scale in SCALES:
        assert len(scale.anchors) in (2, scale.highest + 1)
        assert scale.anchor(0)
        assert scale.anchor(scale.highest)
        assert scale.anchor(-1) == scale.anchor(scale.highest + 1) == ""
    assert set(USUAL_SCALES) == set(Kind)
    assert all(set(ids) <= set(SCALE) for ids in USUAL_SCALES.values())


def test_anchors_between_the_ends() -> None:
    """A scale with a word for each number has them all; one with two ends has none between."""
    assert SCALE["attention"].anchor(2) == "about half"
    assert SCALE["tension"].anchor(5) == ""
    assert Scale("own", "Own", 1, ("no", "yes")).anchor(1) == "yes"


def test_described_fields_are_worked_out_once() -> None:
    """The description of a record is the same object each time, as it is asked for with every row drawn."""
    assert fields_of(SensateFocus) is fields_of(SensateFocus)
