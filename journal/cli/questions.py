"""The questions that `log` asks: which there are for a kind, and where their answers go."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from journal.cli.answers import Value, numbered
from journal.model.entry import USUAL_SCALES, EntryContent, Kind, detail_fields
from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.rating import SCALE, Moment, Rating, Scale

_RATINGS = "ratings"


@dataclass(frozen=True)
class Question:
    """One question. `path` leads from an entry's content to the field: `mode`, `details.stage`, `details.rules.talk`.

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

    def put(self, content: EntryContent, value: Value) -> EntryContent:
        """The content with this answer in it."""
        if self.moment is not None and isinstance(value, int):
            return replace(content, ratings=(*content.ratings, Rating(self.spec.name, self.moment, value)))
        changed: EntryContent = _with(content, self.path, value)
        return changed


def questions(kind: Kind) -> Iterator[Question]:
    """Every question for a kind: what all kinds share, the kind's own fields, and ratings on its usual scales."""
    for spec in fields_of(EntryContent):
        yield _question((spec.name,), spec)
    for spec in detail_fields(kind):
        yield _question(("details", spec.name), spec)
    for scale in USUAL_SCALES[kind]:
        yield from _ratings(SCALE[scale])


def _question(path: tuple[str, ...], spec: FieldSpec) -> Question:
    return Question(path, spec, group=tuple(_question((*path, inner.name), inner) for inner in spec.group))


def _ratings(scale: Scale) -> Iterator[Question]:
    words = scale.anchors
    if len(words) == scale.highest + 1:
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
