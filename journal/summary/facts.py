"""What a field of an entry holds, in words for a reader who doesn't know the program."""

from journal.model.entry import EntryContent, detail_fields
from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.rating import SCALE, Moment, Scales, rating_word
from journal.model.sharing import RATING
from journal.safety.text import safe_line
from journal.summary.page import Parts


def label(content: EntryContent, name: str, scales: Scales) -> str:
    """What a field is called; `name` is one that `sharing.filled` gives, but the time and the homework."""
    return _scale_label(name.removeprefix(RATING), scales) if name.startswith(RATING) else _spec(content, name).label


def words(content: EntryContent, name: str, scales: Scales) -> Parts:
    """The words for what a field holds; empty where there is nothing to be seen in it."""
    if name.startswith(RATING):
        return _rated(content, name.removeprefix(RATING), scales)
    holder = content if hasattr(content, name) else content.details
    return _words(getattr(holder, name), _spec(content, name))


def _spec(content: EntryContent, name: str) -> FieldSpec:
    specs = fields_of(EntryContent) + detail_fields(content.kind)
    return next(spec for spec in specs if spec.name == name)


def _words(value: object, spec: FieldSpec) -> Parts:
    match spec.input, value:
        case Input.NUMBER, int():
            found: tuple[str, ...] = (str(value),)
        case Input.YES_NO, True:
            found = ("yes",)
        case (Input.CHOICE, _) if value is not None:
            found = _labels((value,), spec)
        case Input.CHOICES, tuple():
            found = _labels(value, spec)
        case Input.NAMES, tuple():
            found = value
        case ((Input.LINE | Input.TEXT), str()):
            found = (value,)
        case Input.GROUP, _:
            inner = ((part, _words(getattr(value, part.name), part)) for part in spec.group)
            found = tuple(f"{part.label.lower()}: {' · '.join(holds)}" for part, holds in inner if holds)
        case _:
            found = ()
    return tuple(part for part in found if safe_line(part))


def _labels(chosen: tuple[object, ...], spec: FieldSpec) -> Parts:
    return tuple(term.label for one in chosen for term in spec.terms if term == one)


def _scale_label(scale: str, scales: Scales) -> str:
    known = scales.get(scale)
    if known is None or known.has_words:
        return scales.name(scale)
    if scale in SCALE:
        return f"{known.name}, 0 to {known.highest}"
    # Nobody else knows a scale of the person's own, nor which of its ends is which.
    return f"{known.name}, 0 ({known.anchors[0]}) to {known.highest} ({known.anchors[-1]})"


def _rated(content: EntryContent, scale: str, scales: Scales) -> Parts:
    known = scales.get(scale)
    return tuple(
        (f"{rating.moment.label} " if rating.moment is not Moment.ONCE else "") + rating_word(rating.value, known)
        for rating in content.ratings
        if rating.scale == scale
    )
