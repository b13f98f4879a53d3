"""Whatever a file has in it, it comes in or is refused in words: no other error, and nothing without end."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.errors import BadInput
from journal.model.dates import When
from journal.model.entry import Sharing
from journal.transfer.data import JournalData, export_json
from journal.transfer.incoming.foreign import Options
from journal.transfer.incoming.recognising import Format, read
from journal.transfer.incoming.taking import take_data, take_entries
from journal.transfer.incoming.whens import Whens, beginning
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.journals import new_vault
from tests.making import made
from tests.strategies import texts

NAMES = ("x", "x.json", "x.csv", "x.md", "2026-05-01.txt")
PIECES = (
    "[2026-05-01 09:30] ", "[2026-05-01 09:30:00 PM] ", "[x] ", "2026-05-01", " *", "@a ", "# ", "---\n", "date: ",
    "tags: [", "date,text\n", '"', ",", ";", "\n", "\r\n", "\r", "\t", "```\n", "\x00", "\ufeff", "9:30 pm", "- ",
    "]", "}", "{",
)  # fmt: skip
PATTERNS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from(("2026-05-01T20:30:00Z", "0001-01-01T00:00:00Z", "Europe/Helsinki", "2026-05-01", "9:30"))
)
KEYS = st.sampled_from(
    ("entries", "metadata", "format", "version", "creationDate", "timeZone", "text", "tags", "starred", "date", "time",
     "title", "body", "photos", "uuid", "richText", "creator", "isAllDay")
)  # fmt: skip
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6))
ENTRIES = st.builds(
    lambda entries: {"metadata": {}, "entries": entries},
    st.lists(st.dictionaries(KEYS, VALUES, max_size=8), max_size=3),
)
DOCUMENTS = (VALUES | ENTRIES).map(lambda value: json.dumps(value).encode("utf-8", "replace"))


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    """A journal that everything is taken into."""
    return new_vault(tmp_path_factory.mktemp("fuzz") / "journal.db", clock=lambda: NOW)


@given(
    data=st.binary(max_size=200) | PATTERNS.map(lambda text: text.encode("utf-8", "replace")) | DOCUMENTS,
    name=st.sampled_from(NAMES),
    form=st.none() | st.sampled_from(Format),
    dated=st.booleans(),
)
def test_any_bytes_come_in_or_are_refused(
    target: Vault, data: bytes, name: str, form: Format | None, dated: bool
) -> None:
    """Any bytes under any name as any format give entries that are taken in, known the second time, or a BadInput."""
    options = Options(date=NOW.date() if dated else None)
    try:
        _, found = read(data, name, form, options)
        if isinstance(found, JournalData):
            take_data(target, found, dry=False)
            return
        would = take_entries(target, found, dry=True)
        report = take_entries(target, found, dry=False)
    except BadInput as problem:
        assert problem.message
        return
    assert would == report
    assert take_entries(target, found, dry=False).new == 0
    for one in found.entries:
        assert target.entries.get(one.id).content.sharing == Sharing()


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in paths(one, (*path, key)))]


@given(data=st.data(), changed=VALUES | st.integers(2**31, 2**80))
def test_own_data_that_was_changed(target: Vault, data: st.DataObject, changed: Any) -> None:
    """Data of journal itself in which any value was put in the place of another comes in or is refused."""
    vault = _source(target)
    document = json.loads(b"".join(export_json(vault, NOW)))
    *parents, last = data.draw(st.sampled_from([place for place in paths(document) if place]))
    inside = document
    for parent in parents:
        inside = inside[parent]
    inside[last] = changed
    try:
        _, found = read(json.dumps(document).encode("utf-8", "replace"), "x.json", Format.JSON, Options())
        assert isinstance(found, JournalData)
        take_data(target, found, dry=False)
    except BadInput as problem:
        assert "mangrove" not in problem.message


def _source(vault: Vault) -> Vault:
    if not vault.entries.count():
        kept = vault.entries.add(made("mangrove", tags=("a",), minutes=5))
        vault.entries.edit(kept.id, made("mangrove twice", topic="x"))
        vault.entries.share(kept.id, Sharing(therapist=frozenset({"topic"})))
        vault.drafts.save(made("mangrove"), edits=kept.id, unread={"minutes": "x"})
    return vault


@given(
    text=texts() | PATTERNS, form=st.text(max_size=12) | st.sampled_from(("%d/%m/%Y", "%Y", "%%", "%", "%j %W", "%Z"))
)
def test_any_date(text: str, form: str) -> None:
    """Any text is a date or none, in any format that can be used."""
    found = beginning(text)
    assert found is None or isinstance(found[0], When)
    try:
        whens = Whens(form)
        assert isinstance(whens.read(text), When | None)
    except BadInput as problem:
        assert "--date-format" in problem.message
