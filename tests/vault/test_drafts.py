"""Drafts: what was written and not saved yet."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given

from journal.errors import NotFound
from journal.model.entry import EntryContent, Kind
from journal.model.query import Query, Words
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.making import made
from tests.markers import marked
from tests.strategies import contents


@given(contents())
def test_a_draft_is_kept_exactly(tmp_path_factory: pytest.TempPathFactory, content: EntryContent) -> None:
    """Every field of every kind comes back from a draft as it was written, after opening again too."""
    path = tmp_path_factory.mktemp("draft") / "journal.db"
    vault = new_vault(path, clock=lambda: NOW)
    draft = vault.drafts.save(content, edits="of an entry", unread={"minutes": "1O", "date": "2026-0\0\u202e"})
    assert draft.content == content
    vault.close()
    vault = Vault.open(path, PASSPHRASE)
    assert vault.drafts.list() == (draft,)
    assert vault.drafts.get(draft.id) == draft
    vault.close()


def test_a_draft_is_saved_over_itself(path: Path) -> None:
    """Each save of a draft replaces the one before and moves it to the front."""
    clock = [NOW]
    vault = new_vault(path, clock=lambda: clock[0])
    first = vault.drafts.save(made("one"))
    clock[0] += dt.timedelta(microseconds=1)
    second = vault.drafts.save(made("two"))
    assert [draft.id for draft in vault.drafts.list()] == [second.id, first.id]
    clock[0] += dt.timedelta(seconds=1)
    again = vault.drafts.save(made("one, longer"), draft_id=first.id)
    assert vault.drafts.list() == (again, second)
    assert (again.id, again.updated) == (first.id, clock[0])
    vault.close()


def test_a_draft_is_no_entry(vault: Vault) -> None:
    """Drafts are in no list, search, count or tag."""
    vault.drafts.save(made("calm", tags=("evening",)))
    assert list(vault.entries.each()) == []
    assert vault.entries.count(Query(words=(Words("calm"),))) == 0
    assert vault.entries.tags() == ()


def test_saving_an_entry_takes_its_draft_along(vault: Vault) -> None:
    """An entry and the end of its draft are one step, for a new entry and for an edit, changed or not."""
    draft = vault.drafts.save(made("one"))
    entry = vault.entries.add(made("one"), from_draft=draft.id)
    assert vault.drafts.list() == ()
    for text in ("two", "two"):
        draft = vault.drafts.save(made(text), edits=entry.id)
        assert vault.drafts.of_edit(entry.id) == draft
        vault.entries.edit(entry.id, made(text), from_draft=draft.id)
        assert vault.drafts.list() == ()
    assert vault.entries.get(entry.id).version == 2


def test_a_draft_survives_a_save_that_was_undone(vault: Vault) -> None:
    """Where an entry can't be saved, its draft is still there."""
    draft = vault.drafts.save(made("one"))
    with pytest.raises(KeyError), vault.atomic():
        vault.entries.add(made("one"), from_draft=draft.id)
        raise KeyError
    with pytest.raises(NotFound):
        vault.entries.edit("no such entry", made("one"), from_draft=draft.id)
    assert vault.drafts.list() == (draft,)
    assert vault.entries.count() == 0


def test_discarding(vault: Vault) -> None:
    """A discarded draft is gone, discarding it again is harmless, and others stay."""
    draft, other = vault.drafts.save(made("one")), vault.drafts.save(made("two"))
    for _ in range(2):
        vault.drafts.discard(draft.id)
    assert vault.drafts.list() == (other,)
    with pytest.raises(NotFound):
        vault.drafts.get(draft.id)


def test_the_draft_of_an_entry(vault: Vault) -> None:
    """The draft of an edit is found by its entry, and drafts of new entries belong to none."""
    vault.drafts.save(made("new"))
    assert vault.drafts.of_edit("an entry") is None
    draft = vault.drafts.save(made("edit"), edits="an entry")
    assert vault.drafts.of_edit("an entry") == draft


@pytest.mark.parametrize("kind", Kind)
def test_every_field_is_in_a_draft(vault: Vault, kind: Kind) -> None:
    """No field that takes text is left out of a draft."""
    content, markers = marked(kind)
    kept = repr(vault.drafts.get(vault.drafts.save(content).id))
    assert all(word in kept for word in markers.values())


def test_a_draft_is_seen_by_another_program(vault: Vault) -> None:
    """A saved draft is in the file at once."""
    draft = vault.drafts.save(made("one"))
    other = Vault.open(vault.path, PASSPHRASE, read_only=True)
    assert other.drafts.list() == (draft,)
    other.close()
