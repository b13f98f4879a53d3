"""Scales and the ratings given on them. The wording of the scales is the journal's own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from journal.model.fields import Guard, Term


class Moment(Term):
    """When during a practice a rating applies."""

    BEFORE = "before", "before"
    HIGHEST = "highest", "highest"
    AFTER = "after", "after"
    ONCE = "once", "overall"


@dataclass(frozen=True)
class Scale:
    """A scale of whole numbers from 0.

    `anchors` has either one word for every number, or two: for the lowest and for the highest. A scale of the person's
    own has two.
    """

    id: str
    name: str
    highest: int
    anchors: tuple[str, ...]
    moments: tuple[Moment, ...] = (Moment.ONCE,)
    guard: Guard = Guard.OPEN

    @property
    def has_words(self) -> bool:
        """Whether it has a word for every number, which stands in place of the number; only the program's have."""
        return len(self.anchors) == self.highest + 1 > 2

    def anchor(self, value: int) -> str:
        """The word for a value, or "" where the scale has none for it."""
        if self.has_words:
            return self.anchors[value] if 0 <= value <= self.highest else ""
        return {0: self.anchors[0], self.highest: self.anchors[-1]}.get(value, "")


@dataclass(frozen=True)
class Rating:
    """A value on a scale at a moment of the practice; the value is from 0 to the scale's highest."""

    scale: str
    moment: Moment
    value: int


_AROUND = (Moment.BEFORE, Moment.HIGHEST, Moment.AFTER)
_AMOUNT = ("not at all", "a little", "somewhat", "quite", "very")

SCALES: tuple[Scale, ...] = (
    Scale("tension", "Tension", 10, ("calm", "the most I can imagine"), _AROUND),
    Scale("comfort", "Comfort", 10, ("not at all comfortable", "completely comfortable")),
    Scale("closeness", "Closeness", 10, ("far apart", "as close as I can imagine")),
    Scale("discomfort", "Discomfort or pain", 10, ("none", "the most I can imagine"), guard=Guard.GUARDED),
    Scale(
        "attention", "Attention on sensation", 4, ("hardly ever", "now and then", "about half", "mostly", "nearly all")
    ),
    Scale("difficulty", "Difficulty", 4, _AMOUNT),
    Scale("usefulness", "Usefulness", 4, _AMOUNT),
    Scale("felt_heard", "Felt heard", 4, _AMOUNT),
    Scale("confidence", "Confidence", 10, ("not at all sure", "completely sure")),
    Scale("pressure", "Pressure to perform", 4, ("none", "a little", "some", "much", "very much")),
)


class Scales:
    """The scales of one journal: those that come with the program, then the person's own."""

    def __init__(self, own: Iterable[Scale] = ()) -> None:
        self._by_id = {scale.id: scale for scale in (*SCALES, *own)}

    def __iter__(self) -> Iterator[Scale]:
        return iter(self._by_id.values())

    def get(self, scale: str) -> Scale | None:
        """The scale with this id; None for one that isn't known here."""
        return self._by_id.get(scale)

    def name(self, scale: str) -> str:
        """The name of a scale, or what it is known by where it isn't known here."""
        return known.name if (known := self.get(scale)) else "A scale that isn't here any more"


BUILT_IN = Scales()

SCALE: dict[str, Scale] = {scale.id: scale for scale in SCALES}


def rating_word(value: int, scale: Scale | None) -> str:
    """The word that stands for a value on a scale that has one for every number, or the number."""
    return (scale.anchor(value) if scale is not None and scale.has_words else "") or str(value)


def rating_range(values: Iterable[int], scale: Scale | None) -> str:
    """`5 to 7`, or `about half to mostly` on a scale with a word for every number. There is at least one value."""
    found = tuple(values)
    low, high = (rating_word(value, scale) for value in (min(found), max(found)))
    return low if low == high else f"{low} to {high}"
