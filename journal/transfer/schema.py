"""The JSON Schema of the data format, made from the model so that the two can't drift apart.

`python -m journal.transfer.schema` prints it, for docs/journal-data.schema.json.
"""

import json
import sys
from dataclasses import fields
from typing import Any

from journal.model.entry import EntryContent, Kind, detail_fields
from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.rating import SCALES, Moment
from journal.model.sharing import Audience
from journal.transfer.data import FORMAT, VERSION
from journal.vault.settings import Preferences

Schema = dict[str, Any]

_INSTANT = {"type": "string", "format": "date-time", "description": "An instant in UTC."}
_ID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_JSON_TYPES: dict[type, str] = {bool: "boolean", int: "integer", str: "string"}


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
                "people": _list_of(_record({"nickname": {"type": "string"}, "is_self": {"type": "boolean"}})),
                "entries": _list_of({"$ref": "#/$defs/entry"}, "Newest first."),
                "trash": _list_of({"$ref": "#/$defs/trashed"}, "Latest first."),
                "drafts": _list_of({"$ref": "#/$defs/draft"}, "Latest first."),
            }
        ),
        "$defs": {
            "entry": _record(_entry()),
            "trashed": _record({"deleted": _INSTANT, **_entry()}),
            "version": _record(_version()),
            "draft": _record(
                {
                    "id": _ID,
                    "entry": {
                        "type": "string",
                        "description": "The id of the entry being edited; empty for a new one.",
                    },
                    "updated": _INSTANT,
                    "content": {"$ref": "#/$defs/content"},
                    "unread": {
                        "type": "object",
                        "additionalProperties": {"type": "string"},
                        "description": "By field, what was typed where it can't be read as a value yet.",
                    },
                }
            ),
            "content": _content(),
            **{kind.value: _details(detail_fields(kind), kind.label) for kind in Kind},
        },
    }


def text() -> str:
    """The schema as it stands in docs/journal-data.schema.json."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _version() -> Schema:
    return {
        "version": {"type": "integer", "minimum": 1, "description": "Counts saves from 1."},
        "created": _INSTANT,
        "updated": _INSTANT,
        "content": {"$ref": "#/$defs/content"},
    }


def _entry() -> Schema:
    return {
        "id": _ID,
        **_version(),
        "history": _list_of({"$ref": "#/$defs/version"}, "Earlier versions, latest first."),
    }


def _content() -> Schema:
    common = {spec.name: _field(spec) for spec in fields_of(EntryContent)}
    rating = _record(
        {
            "scale": {"type": "string", "examples": [scale.id for scale in SCALES]},
            "moment": {"enum": [moment.value for moment in Moment]},
            "value": {"type": "integer"},
        }
    )
    names = {"type": "array", "items": {"type": "string"}}
    return {
        **_record(
            {
                "kind": {"enum": [kind.value for kind in Kind]},
                "when": {
                    **_record(
                        {
                            "date": {"type": "string", "format": "date"},
                            "time": {"type": "string", "pattern": "^\\d\\d:\\d\\d:\\d\\d$"},
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
                    **_record({audience.value: names for audience in Audience}, required=()),
                    "description": "The names of the fields released for each audience; none for those left out.",
                },
            },
            required=("kind", "when"),
        ),
        "description": "What a person wrote. A field that was skipped is left out.",
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind.value}}},
                "then": {"properties": {"details": {"$ref": f"#/$defs/{kind.value}"}}},
            }
            for kind in Kind
        ],
    }


def _details(specs: tuple[FieldSpec, ...], title: str) -> Schema:
    return {"title": title, **_record({spec.name: _field(spec) for spec in specs}, required=())}


def _field(spec: FieldSpec) -> Schema:
    told: Schema = {"title": spec.label} | ({"description": spec.help} if spec.help else {})
    terms = [term.value for term in spec.terms]
    match spec.input:
        case Input.LINE | Input.TEXT:
            return told | {"type": "string"}
        case Input.NUMBER:
            return told | {"type": "integer"}
        case Input.DATE | Input.TIME:
            return told | {"type": "string", "format": spec.input.value}
        case Input.YES_NO:
            return told | {"type": "boolean"}
        case Input.CHOICE:
            return told | {"enum": terms}
        case Input.CHOICES:
            return told | _list_of({"enum": terms})
        case Input.NAMES:
            return told | _list_of({"type": "string"})
        case Input.GROUP:
            return told | _details(spec.group, spec.label)


def _settings() -> Schema:
    return _record({field.name: {"type": _JSON_TYPES[type(field.default)]} for field in fields(Preferences)})


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
