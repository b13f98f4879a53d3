"""The schema in docs/ is current, and an export is what it says."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from journal.demo import DEMO_PASSPHRASE, Story, create
from journal.model.dates import When
from journal.model.entry import Kind, blank
from journal.transfer.data import export_json
from journal.transfer.schema import schema, text
from journal.vault.vault import Vault
from tests.conftest import NOW, ROOT


def validate(document: Any) -> None:
    """Raises jsonschema.ValidationError for what the schema doesn't allow."""
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema(), format_checker=checker).validate(document)


def test_the_file_in_docs_is_current() -> None:
    """docs/journal-data.schema.json is what the model gives; print it anew with: python -m journal.transfer.schema."""
    assert (ROOT / "docs" / "journal-data.schema.json").read_text("utf-8") == text()


def test_it_is_a_schema() -> None:
    """The schema itself is valid JSON Schema 2020-12."""
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("story", Story)
def test_an_export_is_valid(tmp_path: Path, story: Story) -> None:
    """Four months of entries of every kind, with history, trash and a draft, are what the schema says."""
    vault = Vault.open(create(tmp_path, story, dt.date(2026, 5, 17), "Europe/Helsinki"), DEMO_PASSPHRASE)
    try:
        document = json.loads(b"".join(export_json(vault, NOW)))
    finally:
        vault.close()
    assert {entry["content"]["kind"] for entry in document["entries"]} == {kind.value for kind in Kind}
    validate(document)


def test_what_the_schema_refuses(vault: Vault) -> None:
    """A field that isn't known, a wrong answer, and details of another kind are against the schema."""
    vault.entries.add(blank(Kind.EDUCATION, When(dt.date(2026, 5, 4))))
    good = json.loads(b"".join(export_json(vault, NOW)))
    validate(good)
    content = good["entries"][0]["content"]
    for fault in ({"unknown": 1}, {"outcome": "unheard of"}, {"details": {"stage": "1"}}, {"when": {"date": "May"}}):
        good["entries"][0]["content"] = content | fault
        with pytest.raises(jsonschema.ValidationError):
            validate(good)
