"""The JSON Schema of the data format, made from the model so that the two can't drift apart.

`python -m journal.transfer.schema` prints it, for docs/journal-data.schema.json.
"""

import datetime as dt
import json
import sys
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

from journal.model.entry import EntryContent, Kind, detail_fields
from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.rating import SCALES, Moment
from journal.model.records import CONTENT_OF, CONTENTS
from journal.model.sharing import Audience
from journal.transfer.data import FORMAT, VERSION
from journal.vault.drafts import ENTRY
from journal.vault.settings import LEAST_LOCK_MINUTES, MOST_LOCK_MINUTES, Preferences

Schema = dict[str, Any]

_INSTANT = {"type": "string", "format": "date-time", "description": "An instant in UTC."}
_ID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_TIME = {"type": "string", "pattern": "^\\d\\d:\\d\\d:\\d\\d$"}
_PLAIN: dict[Any, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    str: {"type": "string"},
    dt.date: {"type": "string", "format": "date"},
    dt.time: _TIME,
    dt.datetime: _INSTANT,
}


def schema() -> Schema:
    """The schema of a whole file, in JSON Schema 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Journal data",
        "description": "Everything in a journal. See data-format.md.",
        **_record(
            {
                "format": {"const": FORMAT},
                "version": {"const": VERSION},
                "exported": _INSTANT,
                "settings": _settings(),
                "people": _list_of(_person()),
                "entries": _list_of({"$ref": "#/$defs/entry"}, "Newest first."),
                "trash": _list_of({"$ref": "#/$defs/trashed"}, "Latest first."),
                "records": _list_of({"$ref": "#/$defs/record"}, "By type, and then in the order they were made."),
                "record_trash": _list_of({"$ref": "#/$defs/trashed_record"}, "Latest first."),
                "drafts": _list_of({"$ref": "#/$defs/draft"}, "Latest first."),
                "summary_choices": _list_of(_choice(), "What was decided about lines of the next summary."),
            }
        ),
        "$defs": {
            "version": _record(_version()),
            "entry": _record(_kept()) | {"allOf": [{"properties": _each_version(_CONTENT)}]},
            "trashed": _record({"deleted": _INSTANT, **_kept()}) | {"allOf": [{"properties": _each_version(_CONTENT)}]},
            "record": _of_type(_kept_record(), _each_version),
            "trashed_record": _of_type({"deleted": _INSTANT, **_kept_record()}, _each_version),
            "draft": _of_type(_draft(), lambda content: {"content": content}, {ENTRY: _CONTENT}),
            "content": _content(),
            **{kind.value: _specified(detail_fields(kind), kind.label) for kind in Kind},
            **{content.type: _described(content) for content in CONTENTS},
        },
    }


def text() -> str:
    """The schema as it stands in docs/journal-data.schema.json."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


_CONTENT = {"$ref": "#/$defs/content"}  # of an entry


def _person() -> Schema:
    return _record(
        {
            "nickname": _PLAIN[str],
            "is_self": _PLAIN[bool],
            "alias": {"type": "string", "description": "What stands for them in a summary; empty for the nickname."},
            "kept_out": _list_of(_PLAIN[str], "Names of theirs that no summary shows."),
        }
    )


def _choice() -> Schema:
    rewording = _record({"instead_of": _PLAIN[str], "words": _PLAIN[str]})
    return _record(
        {
            "audience": {"enum": [audience.value for audience in Audience]},
            "line": {"type": "string", "description": "Which line it is about."},
            "shown": {"type": ["boolean", "null"], "description": "null where it was not switched."},
            "seen": {"type": "string", "description": "Tells which words were switched on."},
            "wording": {
                "type": "object",
                "additionalProperties": rewording,
                "description": "By the name of a part of the line.",
            },
            "following": {
                "type": "string",
                "description": "The id of the latest session that was when it was decided; empty for none.",
            },
            "updated": _INSTANT,
        }
    )


def _version() -> Schema:
    return {
        "version": {"type": "integer", "minimum": 1, "description": "Counts saves from 1."},
        "created": _INSTANT,
        "updated": _INSTANT,
        "content": {"type": "object", "description": "What a person wrote. A field that was skipped is left out."},
    }


def _kept() -> Schema:
    return {
        "id": _ID,
        **_version(),
        "history": _list_of({"$ref": "#/$defs/version"}, "Earlier versions, latest first."),
    }


def _kept_record() -> Schema:
    return {"id": _ID, "type": {"enum": list(CONTENT_OF)}, **_kept()}


def _draft() -> Schema:
    return {
        "id": _ID,
        "type": {"enum": [ENTRY, *CONTENT_OF]},
        "edits": {
            "type": "string",
            "description": "The id of the entry or record being edited; empty for a new one.",
        },
        "updated": _INSTANT,
        "content": {"type": "object"},
        "unread": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "By field, what was typed where it can't be read as a value yet.",
        },
    }


def _of_type(properties: Schema, parts: Callable[[Schema], Schema], others: Schema | None = None) -> Schema:
    """An object whose `type` says what its content is; `parts` are the properties that a content has a say in."""
    contents = {**(others or {}), **{name: {"$ref": f"#/$defs/{name}"} for name in CONTENT_OF}}
    return _record(properties) | {
        "allOf": [
            {"if": {"properties": {"type": {"const": name}}}, "then": {"properties": parts(content)}}
            for name, content in contents.items()
        ]
    }


def _each_version(content: Schema) -> Schema:
    return {"content": content, "history": {"items": {"properties": {"content": content}}}}


def _content() -> Schema:
    common = {spec.name: _field(spec) for spec in fields_of(EntryContent)}
    rating = _record(
        {
            "scale": {"type": "string", "examples": [scale.id for scale in SCALES]},
            "moment": {"enum": [moment.value for moment in Moment]},
            "value": {"type": "integer"},
        }
    )
    names = _list_of(_PLAIN[str])
    passages = _list_of(_record({"field": _PLAIN[str], "text": _PLAIN[str]}))
    released = {audience.value: names for audience in Audience}
    released |= {f"{audience.value}_passages": passages for audience in Audience}
    return {
        **_record(
            {
                "kind": {"enum": [kind.value for kind in Kind]},
                "when": {
                    **_record(
                        {
                            "date": {"type": "string", "format": "date"},
                            "time": _TIME,
                            "zone": {"type": "string", "description": "An IANA name."},
                        },
                        required=("date",),
                    ),
                    "description": "As the person chose it; never converted.",
                },
                "details": {"type": "object", "description": "The fields of the kind's own."},
                **common,
                "ratings": _list_of(rating),
                "assignment": {"type": "string", "description": "The id of the homework it belongs to."},
                "sharing": {
                    **_record(released, required=()),
                    "description": "The names of the fields and the passages of texts released for each audience.",
                },
            },
            required=("kind", "when"),
        ),
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind.value}}},
                "then": {"properties": {"details": {"$ref": f"#/$defs/{kind.value}"}}},
            }
            for kind in Kind
        ],
    }


def _specified(specs: tuple[FieldSpec, ...], title: str) -> Schema:
    return {"title": title, **_record({spec.name: _field(spec) for spec in specs}, required=())}


def _described(content: type) -> Schema:
    """The fields of a record class: as they are declared for forms, or else as their type has them."""
    told = {spec.name: _field(spec) for spec in fields_of(content)}
    hints = get_type_hints(content)
    return _record(
        {one.name: told[one.name] if one.name in told else _plain(hints[one.name]) for one in fields(content)},
        required=(),
    )


def _plain(hint: Any) -> Schema:
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = (part for part in get_args(hint) if part is not types.NoneType)
    if get_origin(hint) is tuple:
        return _list_of(_plain(get_args(hint)[0]))
    if isinstance(hint, type) and is_dataclass(hint):
        return _described(hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    return {"enum": [term.value for term in hint]}


def _field(spec: FieldSpec) -> Schema:
    told: Schema = {"title": spec.label} | ({"description": spec.help} if spec.help else {})
    terms = [term.value for term in spec.terms]
    match spec.input:
        case Input.LINE | Input.TEXT:
            return told | _PLAIN[str]
        case Input.NUMBER:
            return told | _PLAIN[int]
        case Input.DATE:
            return told | _PLAIN[dt.date]
        case Input.TIME:
            return told | _TIME
        case Input.YES_NO:
            return told | _PLAIN[bool]
        case Input.CHOICE:
            return told | {"enum": terms}
        case Input.CHOICES:
            return told | _list_of({"enum": terms})
        case Input.NAMES:
            return told | _list_of(_PLAIN[str])
        case Input.GROUP:
            return told | _specified(spec.group, spec.label)


def _settings() -> Schema:
    words = {
        "title": "Words I use for my body",
        "description": "By the word that the program has.",
        "type": "object",
        "additionalProperties": _PLAIN[str],
    }
    settings = _record({**{spec.name: _field(spec) for spec in fields_of(Preferences)}, "words": words})
    settings["properties"]["lock_minutes"] |= {"minimum": LEAST_LOCK_MINUTES, "maximum": MOST_LOCK_MINUTES}
    return settings


def _list_of(items: Schema, description: str = "") -> Schema:
    return {"type": "array", "items": items} | ({"description": description} if description else {})


def _record(properties: Schema, *, required: tuple[str, ...] | None = None) -> Schema:
    """An object with these properties and no others; all of them are required unless it is said which are."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties if required is None else required),
        "additionalProperties": False,
    }


if __name__ == "__main__":
    sys.stdout.write(text())
