"""Scales and the ratings given on them. The wording of the scales is the journal's own."""

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

    `anchors` has either one word for every number, or two: for the lowest and for the highest.
    """

    id: str
    name: str
    highest: int
    anchors: tuple[str, ...]
    moments: tuple[Moment, ...] = (Moment.ONCE,)
    guard: Guard = Guard.OPEN

    def anchor(self, value: int) -> str:
        """The word for a value, or "" where the scale has none for it."""
        if len(self.anchors) == self.highest + 1:
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
    Scale("pressure", "Pressure to perform", 4, ("none", "a little", "some", "much", "very much")),
)

SCALE: dict[str, Scale] = {scale.id: scale for scale in SCALES}
