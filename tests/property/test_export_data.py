"""Whatever a person wrote survives the export of data and its reading."""

import tempfile
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.model.codec import record_to_document, to_document
from journal.model.entry import EntryContent, Kind, detail_fields
from journal.model.homework import Assignment
from journal.model.records import CONTENTS, Content
from journal.transfer.data import export_json
from journal.transfer.reading import read_json
from journal.vault.settings import Preferences
from tests.conftest import NOW
from tests.examples import few
from tests.journals import new_vault
from tests.making import vault_open_to_all
from tests.strategies import contents, lines, preferences, records


@pytest.mark.parametrize("kind", Kind)
def test_every_field_survives(kind: Kind) -> None:
    """Every field of every kind, in entries, earlier versions, the trash and drafts, is read back as it was written."""

    @settings(max_examples=few(6))
    @given(full=contents(kind, full=True), other=contents(), unread=st.dictionaries(lines(), lines(), max_size=3))
    def survives(full: EntryContent, other: EntryContent, unread: dict[str, str]) -> None:
        assert set(to_document(full)["details"]) == {spec.name for spec in detail_fields(kind)}
        with tempfile.TemporaryDirectory() as folder:
            vault = new_vault(Path(folder) / "journal.db", clock=lambda: NOW)
            with vault.atomic():
                plain, edited, trashed = (vault.entries.add(content).id for content in (full, full, full))
                vault.entries.edit(edited, other)
                vault.entries.share(edited, other.sharing)
                vault.entries.move_to_trash(trashed)
                vault.drafts.save(full, edits=plain, unread=unread)
            read = read_json(b"".join(export_json(vault, NOW)))
            vault.close()
        assert {entry.id: entry.content for entry in read.entries} == {plain: full, edited: other}
        assert {one.entry.id: one.entry.content for one in read.trash} == {trashed: full}
        if other != full:
            assert [earlier.content for earlier in read.history[edited]] == [full]
        (draft,) = read.drafts
        assert (draft.content, draft.edits, draft.unread) == (full, plain, unread)

    survives()


@pytest.mark.parametrize("kind", CONTENTS, ids=lambda kind: kind.type)
def test_every_field_of_a_record_survives(kind: type[Content]) -> None:
    """Every field of every type of record, earlier versions, the trash and drafts come back as they were written."""

    @settings(max_examples=few(6))
    @given(full=records(kind, full=True), other=records(kind), unread=st.dictionaries(lines(), lines(), max_size=3))
    def survives(full: Content, other: Content, unread: dict[str, str]) -> None:
        assert set(record_to_document(full)) == {one.name for one in fields(kind)}
        if isinstance(full, Assignment) and isinstance(other, Assignment):  # no edit changes its state
            other = replace(other, state=full.state, state_since=full.state_since)
        with vault_open_to_all() as vault:
            mine = vault.records_of(kind)
            with vault.atomic():
                plain, edited, removed = (mine.add(content).id for content in (full, full, full))
                mine.edit(edited, other)
                mine.edit(removed, other)
                mine.remove(removed)
                vault.drafts.save(full, edits=plain, unread=unread)
            read = read_json(b"".join(export_json(vault, NOW)))
            assert [one for one in read.records if type(one.content) is kind] == list(mine.list())
            assert read.record_trash == vault.record_trash.list()
        kept = {one.id: one.content for one in read.records}
        assert (kept[plain], kept[edited]) == (full, other)
        assert {one.record.id: one.record.content for one in read.record_trash} == {removed: other}
        if other != full:
            assert {key: [one.content for one in earlier] for key, earlier in read.record_history.items()} == {
                edited: [full],
                removed: [full],
            }
        (draft,) = read.drafts
        assert (draft.content, draft.edits, draft.unread) == (full, plain, unread)

    survives()


@settings(max_examples=few(10))
@given(wanted=preferences())
def test_every_setting_survives(wanted: Preferences) -> None:
    """Whatever is set, contacts with hostile text included, comes back as it was set."""
    with vault_open_to_all() as vault:
        vault.settings.set(wanted)
        assert read_json(b"".join(export_json(vault, NOW))).settings == wanted
