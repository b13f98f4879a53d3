"""What a field of an entry holds, in words for a reader who doesn't know the program."""

from journal.model.entry import EntryContent, detail_fields
from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.rating import SCALE, Moment
from journal.model.sharing import RATING
from journal.safety.text import safe_line
from journal.summary.page import Fact, Parts


def fact(content: EntryContent, name: str) -> Fact:
    """A field by its label with its words; `name` is one that `sharing.filled` gives, but the time."""
    if name.startswith(RATING):
        return Fact(_scale_label(name.removeprefix(RATING)), words(content, name))
    return Fact(_spec(content, name).label, words(content, name))


def words(content: EntryContent, name: str) -> Parts:
    """The words for what a field holds; empty where there is nothing to be seen in it."""
    if name.startswith(RATING):
        return _rated(content, name.removeprefix(RATING))
    holder = content if hasattr(content, name) else content.details
    return _words(getattr(holder, name), _spec(content, name))


def rating_range(values: list[int], scale: str) -> str:
    """`5 to 7`, or `about half to mostly` on a scale with a word for each number. There is at least one value."""
    lowest, highest = (_rating_word(scale, value) for value in (min(values), max(values)))
    return lowest if lowest == highest else f"{lowest} to {highest}"


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


def _scale_label(scale: str) -> str:
    known = SCALE.get(scale)
    if known is None:
        return scale
    return known.name if _has_words(scale) else f"{known.name}, 0 to {known.highest}"


def _rated(content: EntryContent, scale: str) -> Parts:
    given = [rating for rating in content.ratings if rating.scale == scale]
    return tuple(
        (f"{rating.moment.label} " if rating.moment is not Moment.ONCE else "") + _rating_word(scale, rating.value)
        for rating in given
    )


def _has_words(scale: str) -> bool:
    return scale in SCALE and len(SCALE[scale].anchors) > 2


def _rating_word(scale: str, value: int) -> str:
    return (SCALE[scale].anchor(value) if _has_words(scale) else "") or str(value)
