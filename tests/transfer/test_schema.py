"""The schema in docs/ is current, and an export is what it says."""

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from journal.demo import DEMO_PASSPHRASE, Story, create
from journal.model.dates import When
from journal.model.entry import Kind, blank
from journal.model.records import CONTENTS, Content
from journal.model.session import TherapySession
from journal.transfer.data import export_json
from journal.transfer.schema import schema, text
from journal.vault.settings import Preferences
from journal.vault.vault import Vault
from tests.conftest import NOW, ROOT
from tests.examples import few
from tests.making import vault_open_to_all
from tests.strategies import records


def validate(document: Any) -> None:
    """Raises jsonschema.ValidationError for what the schema doesn't allow."""
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema(), format_checker=checker).validate(document)


def exported(vault: Vault) -> Any:
    """The whole export, parsed."""
    return json.loads(b"".join(export_json(vault, NOW)))


def test_the_file_in_docs_is_current() -> None:
    """docs/journal-data.schema.json is what the model gives; print it anew with: python -m journal.transfer.schema."""
    assert (ROOT / "docs" / "journal-data.schema.json").read_text("utf-8") == text()


def test_every_type_of_record_is_described() -> None:
    """docs/data-format.md says of every list of the file, and of every type of record, what it is."""
    page = (ROOT / "docs" / "data-format.md").read_text("utf-8")
    for name in (*schema()["properties"], *(kind.type for kind in CONTENTS)):
        assert f"\n| `{name}` | " in page, name


def test_every_setting_is_in_the_schema() -> None:
    """No setting is without its place in the schema."""
    settings = schema()["properties"]["settings"]
    assert set(settings["required"]) == settings["properties"].keys() == asdict(Preferences()).keys()


def test_it_is_a_schema() -> None:
    """The schema itself is valid JSON Schema 2020-12."""
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("story", Story)
def test_an_export_is_valid(tmp_path: Path, story: Story) -> None:
    """Four months of entries of every kind, with history, trash and a draft, are what the schema says."""
    vault = Vault.open(create(tmp_path, story, dt.date(2026, 5, 17), "Europe/Helsinki"), DEMO_PASSPHRASE)
    try:
        document = exported(vault)
    finally:
        vault.close()
    assert {entry["content"]["kind"] for entry in document["entries"]} == {kind.value for kind in Kind}
    validate(document)


@pytest.mark.parametrize("kind", CONTENTS, ids=lambda kind: kind.type)
def test_an_export_of_records_is_valid(kind: type[Content]) -> None:
    """Records of every type with every field, their history, the trash and drafts are what the schema says."""

    @settings(max_examples=few(5))
    @given(full=records(kind, full=True), other=records(kind))
    def is_valid(full: Content, other: Content) -> None:
        with vault_open_to_all() as vault:
            mine = vault.records_of(kind)
            mine.edit(mine.add(full).id, other)
            mine.remove(mine.add(full).id)
            vault.drafts.save(full)
            document = exported(vault)
        validate(document)

    is_valid()


def test_what_the_schema_refuses(vault: Vault) -> None:
    """A field that isn't known, a wrong answer, and details of another kind are against the schema."""
    entry = vault.entries.add(blank(Kind.EDUCATION, When(dt.date(2026, 5, 4))))
    vault.entries.edit(entry.id, blank(Kind.EDUCATION, When(dt.date(2026, 5, 5))))
    good = exported(vault)
    validate(good)
    item = good["entries"][0]
    for holder in (item, item["history"][0]):
        content = holder["content"]
        for fault in (
            {"unknown": 1},
            {"outcome": "unheard of"},
            {"details": {"stage": "1"}},
            {"when": {"date": "May"}},
        ):
            holder["content"] = content | fault
            with pytest.raises(jsonschema.ValidationError):
                validate(good)
        holder["content"] = content


def test_what_the_schema_refuses_of_records(vault: Vault) -> None:
    """A type that isn't known, and content of another type, are against the schema: in records, trash and drafts."""
    session = TherapySession(time=dt.time(17, 0))
    vault.sessions.add(session)
    vault.sessions.remove(vault.sessions.add(session).id)
    vault.drafts.save(session)
    good = exported(vault)
    validate(good)
    for name in ("records", "record_trash", "drafts"):
        (item,) = good[name]
        kept = dict(item)
        for fault in (
            {"type": "unheard of"},
            {"type": "goal"},
            {"content": {"wording": "x"}},
            {"content": {"time": "5"}},
        ):
            item.update(fault)
            with pytest.raises(jsonschema.ValidationError):
                validate(good)
            item.update(kept)
