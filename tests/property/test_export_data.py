"""Whatever a person wrote survives the export of data and its reading."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal.model.codec import to_document
from journal.model.entry import EntryContent, Kind, detail_fields
from journal.transfer.data import export_json, read_json
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.strategies import contents, lines


@pytest.mark.parametrize("kind", Kind)
def test_every_field_survives(kind: Kind) -> None:
    """Every field of every kind, in entries, earlier versions, the trash and drafts, is read back as it was written."""

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(full=contents(kind, full=True), other=contents(), unread=st.dictionaries(lines(), lines(), max_size=3))
    def survives(full: EntryContent, other: EntryContent, unread: dict[str, str]) -> None:
        assert set(to_document(full)["details"]) == {spec.name for spec in detail_fields(kind)}
        with tempfile.TemporaryDirectory() as folder:
            vault = Vault.create(Path(folder) / "journal.db", PASSPHRASE, clock=lambda: NOW)
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
