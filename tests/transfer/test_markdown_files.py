"""Everything that a journal holds at present leaves as Markdown files, under names that say nothing of it."""

import datetime as dt
import json
import re
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.model.codec import record_to_document, to_document
from journal.model.entry import EntryContent, Kind, detail_fields
from journal.model.fields import Input, fields_of
from journal.model.homework import Assignment
from journal.model.records import CONTENTS
from journal.safety.text import UNSAFE, safe
from journal.transfer.markdown import markdown_files
from journal.vault import entries
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.examples import few
from tests.hostile import HOSTILE_TEXTS
from tests.making import made, vault_open_to_all
from tests.strategies import contents, records
from tests.vault.some_records import PAIRS

_NAME = re.compile(
    r"(entries/\d{4}/\d\d|records/[a-z0-9_]+)/\d{4}-\d\d-\d\d-[a-z0-9_]+-([0-9a-f]{8}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\.md"
)


def pages(vault: Vault) -> dict[str, str]:
    """Each file with its text."""
    read: dict[str, str] = {}
    for name, content in markdown_files(vault):
        assert _NAME.fullmatch(name)
        assert name not in read
        read[name] = b"".join(content).decode("utf-8")
    return read


def front_matter(page: str) -> tuple[dict[str, Any], str]:
    """What stands ahead of the text, and the text."""
    start, head, body = page.split("---\n", 2)
    assert start == ""
    lines = [line.partition(": ") for line in head.splitlines()]
    assert not re.search("[\ufeff\ufffe\uffff]", head)
    assert all(re.fullmatch("[a-z_]+", name) for name, _, _ in lines)
    return {name: json.loads(value) for name, _, value in lines}, body


@settings(max_examples=few(8))
@given(st.data())
def test_every_field_is_there(data: st.DataObject) -> None:
    """What is short stands in front as it was written, what is long under its label, with marks for what does harm."""
    kind = data.draw(st.sampled_from(Kind))
    content = data.draw(contents(kind, full=True))
    with vault_open_to_all() as vault:
        entry = vault.entries.add(content)
        (page,) = (text for name, text in pages(vault).items() if name.startswith("entries/"))
    assert not UNSAFE.search(page)
    front, body = front_matter(page)
    document = to_document(entry.content)
    document |= document.pop("when") | document.pop("details")
    for spec in (*fields_of(EntryContent), *detail_fields(kind)):
        if spec.input is Input.TEXT and (text := document.pop(spec.name, "")):
            label = "" if spec.name == "text" else f"## {spec.label}\n\n"
            assert f"\n\n{label}{safe(text)}\n" in body
    assert {name: front[name] for name in document} == document
    assert front["id"] == entry.id and front["version"] == 1


@settings(max_examples=few(8))
@given(st.data())
def test_every_record_is_there(data: st.DataObject) -> None:
    """The same holds for every type of record."""
    content = data.draw(records(data.draw(st.sampled_from(CONTENTS)), full=True))
    with vault_open_to_all() as vault:
        record = vault.records_of(type(content)).add(content)
        found = pages(vault)
    (page,) = (text for text in found.values() if f'id: "{record.id}"' in text)
    assert not UNSAFE.search(page)
    front, body = front_matter(page)
    document = record_to_document(content)
    kind: type = type(content)
    for spec in fields_of(kind):
        if spec.input is Input.TEXT and (text := document.pop(spec.name, "")):
            label = "" if spec.name == "text" else f"## {spec.label}\n\n"
            assert f"\n\n{label}{safe(text)}\n" in body
    assert {name: front[name] for name in document} == document


def test_names_say_nothing_of_what_is_in_them(vault: Vault) -> None:
    """Whatever is written in titles, texts, tags and names, the names of the files are days, kinds and ids."""
    for text in HOSTILE_TEXTS:
        vault.entries.add(made(text, topic=" ".join(text.split()), tags=(" ".join(text.split()),)))
        vault.assignments.add(Assignment(title=" ".join(text.split())))
    assert len(pages(vault)) == 2 * len(HOSTILE_TEXTS)


def test_homework_is_named_and_every_type_has_its_folder(vault: Vault) -> None:
    """An entry says the title of its homework; records are in a folder for each type, by the day they were made."""
    for content, _ in PAIRS.values():
        vault.records_of(type(content)).add(content)
    homework = vault.assignments.list()[0]
    entry = vault.entries.add(made("calm", date=dt.date(2026, 5, 4), assignment=homework.id))
    found = pages(vault)
    front, body = front_matter(found[f"entries/2026/05/2026-05-04-reflection-{entry.id[-8:]}.md"])
    assert front["homework_title"] == homework.content.title
    assert body == "\n# Reflection, Mon 4 May 2026\n\ncalm\n"
    made_on = NOW.date().isoformat()
    folders = {name.rpartition("-")[0] for name in found if name.startswith("records/")}
    assert folders == {f"records/{kind.type}/{made_on}-{kind.type}" for kind in PAIRS}


def test_ids_that_end_alike(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of one day and kind whose ids end in the same way have files of their own."""
    ids = [f"019e3718-7d2f-75ba-9d0{number}-57c3b8a1e2f4" for number in range(3)]
    for alike in ids:
        monkeypatch.setattr(entries, "new_id", lambda _, alike=alike: alike)
        vault.entries.add(made("calm"))
    assert sorted(front_matter(page)[0]["id"] for page in pages(vault).values()) == ids


def test_what_is_not_in_it(vault: Vault) -> None:
    """History, the trash and drafts are not."""
    edited = vault.entries.add(made("first"))
    vault.entries.edit(edited.id, made("second"))
    vault.entries.move_to_trash(vault.entries.add(made("gone")).id)
    vault.drafts.save(made("begun"))
    (page,) = pages(vault).values()
    assert front_matter(page)[1].endswith("\n\nsecond\n")


def test_it_needs_no_memory_to_speak_of(vault: Vault) -> None:
    """Hundreds of long entries take the memory of a few."""
    with vault.atomic():
        for _ in range(400):
            vault.entries.add(made("calm breath " * 500))
    tracemalloc.start()
    size = sum(len(piece) for _, content in markdown_files(vault) for piece in content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 2_400_000
    assert peak < 800_000
