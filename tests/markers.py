"""Words that stand in no ordinary text, one for each field, to look for where no text may be."""

import hashlib
from dataclasses import fields, replace
from typing import Any, get_type_hints

from journal.model.entry import EntryContent, Kind, detail_fields
from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.homework import Adaptation, Assignment
from journal.model.homework import Adaptation
from journal.model.rating import Moment, Rating
from journal.model.records import Content
from journal.model.records import Content
from journal.model.sensate_focus import RuleSet
from tests.making import DAY, made


def marker(name: str) -> str:
    """A word of 24 letters and digits that only this name gives."""
    return hashlib.sha256(name.encode()).hexdigest()[:24]


class _Marks:
    """Makes values that hold markers, and keeps these by field."""

    def __init__(self, seed: str) -> None:
        self.found: dict[str, str] = {}
        self._seed = seed

    def mark(self, path: str) -> str:
        """A new marker for a field."""
        self.found[path] = marker(f"{self._seed} {path}")
        return self.found[path]

    def values(self, specs: tuple[FieldSpec, ...], path: str = "") -> dict[str, Any]:
        """A value with a marker for each field that takes text."""
        found = {spec.name: self._value(spec, path + spec.name) for spec in specs}
        return {name: text for name, text in found.items() if text is not None}

    def _value(self, spec: FieldSpec, path: str) -> Any:
        match spec.input:
            case Input.LINE | Input.TEXT:
                return f"Some words about {self.mark(path)} and more."
            case Input.NAMES:
                return (self.mark(path),)
            case Input.GROUP:
                return RuleSet(**self.values(spec.group, f"{path}."))
            case _:
                return None


def marked(kind: Kind, seed: str = "") -> tuple[EntryContent, dict[str, str]]:
    """An entry of a kind in which every field that takes text holds a marker, and the markers by field."""
    marks = _Marks(f"{seed} {kind.value}")
    common = marks.values(fields_of(EntryContent))
    content = made(common.pop("text"), kind=kind, own=marks.values(detail_fields(kind)), **common)
    marked_content = replace(
        content,
        when=replace(content.when, zone=marks.mark("zone")),
        ratings=(Rating(marks.mark("scale"), Moment.ONCE, 1),),
        assignment=marks.mark("assignment"),
    )
    return marked_content, marks.found


def marked_record(kind: type[Content], seed: str = "") -> tuple[Content, dict[str, str]]:
    """A record of a type in which every field that takes text, ids too, holds a marker, and the markers by field."""
    marks = _Marks(f"{seed} {kind.type}")
    record: type = kind
    values = marks.values(fields_of(record))
    hints = get_type_hints(kind)
    ids = [field.name for field in fields(kind) if field.name not in values and hints[field.name] is str]
    values |= {name: marks.mark(name) for name in ids}
    if kind is Assignment:
        change = marks.values(fields_of(Adaptation), "adaptation.")
        values["adaptations"] = (Adaptation(on=DAY, instructions=marks.mark("adaptation.instructions"), **change),)
    content: Content = kind(**values)
    return content, marks.found


def marked_record(kind: type[Content], seed: str = "") -> tuple[Content, dict[str, str]]:
    """A record of a type in which every field that takes text holds a marker, adaptations too, and the markers."""
    markers: dict[str, str] = {}

    def mark(name: str) -> str:
        markers[name] = marker(f"{seed} {kind.type} {name}")
        return markers[name]

    def values(record: type, path: str = "") -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, hint in get_type_hints(record).items():
            if hint is str:
                found[name] = f"Some words about {mark(path + name)} and more."
            elif hint == tuple[str, ...]:
                found[name] = (mark(path + name),)
            elif hint is RuleSet:
                found[name] = RuleSet(**values(RuleSet, f"{path}{name}."))
            elif hint == tuple[Adaptation, ...]:
                found[name] = (Adaptation(on=DAY, **values(Adaptation, f"{path}{name}.")),)
        return {one.name: found[one.name] for one in fields(record) if one.name in found}

    return kind(**values(kind)), markers
