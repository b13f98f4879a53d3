"""The questions that are asked on a terminal: which there are for what is written, and where their answers go."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from journal.cli.answers import Value, numbered
from journal.model.entry import USUAL_SCALES, EntryContent, Kind, detail_fields
from journal.model.fields import FieldSpec, Guard, Input, fields_of
from journal.model.rating import BUILT_IN, SCALE, Moment, Rating, Scale, Scales
from journal.model.reading import record_answers
from journal.model.records import Content
from journal.safety.text import safe_line

_RATINGS = "ratings"
_MINE = FieldSpec(_RATINGS, "My own scales", "", Guard.GUARDED, Input.GROUP)

W = TypeVar("W", bound=EntryContent | Content)


@dataclass(frozen=True)
class Question:
    """One question. `path` leads from what is written to the field: `mode`, `details.stage`, `details.rules.talk`.

    A question about a group asks whether its own questions are to be asked; `group` has them.
    """

    path: tuple[str, ...]
    spec: FieldSpec
    moment: Moment | None = None
    group: tuple["Question", ...] = ()

    @property
    def title(self) -> str:
        """What is asked for, with the help beside it."""
        help_text = self.spec.help or ("y or n" if self.spec.input is Input.YES_NO else "")
        return f"{self.spec.label} ({help_text.rstrip('.')})" if help_text else self.spec.label

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be chosen, each with its number."""
        return tuple(
            term.label if term.value == number else f"{number} {term.label}"
            for number, term in numbered(self.spec.terms)
        )

    def present(self, content: EntryContent | Content) -> str:
        """What is there already, on one line; "" where nothing is."""
        holder: Any = content
        for name in self.path[:-1]:
            holder = getattr(holder, name)
        if self.moment is not None or self.path[-1] == _RATINGS:
            return ""
        return next((safe_line(known.text) for known in record_answers(holder) if known.name == self.spec.name), "")

    def put(self, content: W, value: Value) -> W:
        """The content with this answer in it."""
        if self.moment is not None and isinstance(value, int) and isinstance(content, EntryContent):
            return replace(content, ratings=(*content.ratings, Rating(self.spec.name, self.moment, value)))
        changed: W = _with(content, self.path, value)
        return changed


def questions(kind: Kind, scales: Scales = BUILT_IN, worth_rating: Iterable[str] = ()) -> Iterator[Question]:
    """Every question for a kind: what all kinds share, the kind's own fields, and ratings.

    Those are on the scales that are usual for the kind and on those worth rating, and, for whoever says so, on the
    person's own.
    """
    for spec in fields_of(EntryContent):
        yield _question((spec.name,), spec)
    for spec in detail_fields(kind):
        yield _question(("details", spec.name), spec)
    for scale in dict.fromkeys((*USUAL_SCALES[kind], *worth_rating)):
        yield from _ratings(SCALE[scale])
    own = tuple(question for scale in scales if scale.id not in SCALE for question in _ratings(scale))
    if own:
        yield Question((_RATINGS,), _MINE, group=own)


def record_questions(content: Content, *names: str) -> Iterator[Question]:
    """The questions for these fields of a record, in the order its class declares them; for all of them without one."""
    record: type = type(content)
    for spec in fields_of(record):
        if not names or spec.name in names:
            yield _question((spec.name,), spec)


def _question(path: tuple[str, ...], spec: FieldSpec) -> Question:
    return Question(path, spec, group=tuple(_question((*path, inner.name), inner) for inner in spec.group))


def _ratings(scale: Scale) -> Iterator[Question]:
    words = scale.anchors
    if scale.has_words:
        help_text = ", ".join(f"{value} {word}" for value, word in enumerate(words))
    else:
        help_text = f"0 {words[0]}, {scale.highest} {words[-1]}"
    for moment in scale.moments:
        label = scale.name if moment is Moment.ONCE else f"{scale.name}, {moment.label}"
        spec = FieldSpec(scale.id, label, help_text, scale.guard, Input.NUMBER, highest=scale.highest)
        yield Question((_RATINGS, scale.id), spec, moment)


def _with(record: Any, path: tuple[str, ...], value: Value) -> Any:
    name, *deeper = path
    return replace(record, **{name: _with(getattr(record, name), tuple(deeper), value) if deeper else value})
