"""Words that stand in no ordinary text, one for each field, to look for where no text may be."""

import hashlib
from dataclasses import fields, replace
from typing import Any, get_type_hints

from journal.model.entry import EntryContent, Kind, detail_fields
from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.homework import Adaptation
from journal.model.rating import Moment, Rating
from journal.model.records import Content
from journal.model.sensate_focus import RuleSet
from tests.making import DAY, made


def marker(name: str) -> str:
    """A word of 24 letters and digits that only this name gives."""
    return hashlib.sha256(name.encode()).hexdigest()[:24]


def marked(kind: Kind, seed: str = "") -> tuple[EntryContent, dict[str, str]]:
    """An entry of a kind in which every field that takes text holds a marker, and the markers by field."""
    markers: dict[str, str] = {}

    def mark(name: str) -> str:
        markers[name] = marker(f"{seed} {kind.value} {name}")
        return markers[name]

    def value(spec: FieldSpec, path: str) -> Any:
        match spec.input:
            case Input.LINE | Input.TEXT:
                return f"Some words about {mark(path)} and more."
            case Input.NAMES:
                return (mark(path),)
            case Input.GROUP:
                return RuleSet(**values(spec.group, f"{path}."))
            case _:
                return None

    def values(specs: tuple[FieldSpec, ...], path: str = "") -> dict[str, Any]:
        found = {spec.name: value(spec, path + spec.name) for spec in specs}
        return {name: text for name, text in found.items() if text is not None}

    common = values(fields_of(EntryContent))
    content = made(common.pop("text"), kind=kind, own=values(detail_fields(kind)), **common)
    marked_content = replace(
        content,
        when=replace(content.when, zone=mark("zone")),
        ratings=(Rating(mark("scale"), Moment.ONCE, 1),),
        assignment=mark("assignment"),
    )
    return marked_content, markers


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
