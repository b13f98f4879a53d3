"""What is shared stays as it was chosen, whatever becomes of the entry."""

from dataclasses import replace

from journal.model.entry import EntryContent, Reflection, Sharing
from journal.model.query import Query
from journal.vault.vault import Vault
from tests.making import made

TEXT_AND_TOPIC = Sharing(therapist=frozenset({"text", "topic"}))


def _entry(vault: Vault) -> str:
    return vault.entries.add(made(text="a line", topic="label")).id


def test_a_choice_makes_no_version(vault: Vault) -> None:
    """Sharing is no change of the entry: its version and its history stay, and search knows at once."""
    entry_id = _entry(vault)
    shared = vault.entries.share(entry_id, TEXT_AND_TOPIC)
    assert (shared.version, vault.entries.history(entry_id)) == (1, ())
    assert vault.entries.count(Query(shared=True)) == 1
    vault.entries.share(entry_id, Sharing())
    assert vault.entries.count(Query(shared=True)) == 0


def test_a_restored_version_releases_nothing_again(vault: Vault) -> None:
    """What was taken back stays so when an earlier version, from when it was shared, becomes the present one."""
    entry_id = _entry(vault)
    vault.entries.share(entry_id, TEXT_AND_TOPIC)
    content = vault.entries.get(entry_id).content
    vault.entries.edit(entry_id, replace(content, text="another line"))
    vault.entries.share(entry_id, Sharing())
    restored = vault.entries.restore(entry_id, 1)
    assert restored.content.text == "a line"
    assert restored.content.sharing == Sharing()


def test_an_old_draft_releases_nothing_again(vault: Vault) -> None:
    """An edit that was begun while a field was shared can't share it after it was taken back."""
    entry_id = _entry(vault)
    begun = vault.entries.share(entry_id, TEXT_AND_TOPIC).content
    vault.entries.share(entry_id, Sharing())
    saved = vault.entries.edit(entry_id, replace(begun, text="written meanwhile"))
    assert saved.content.sharing == Sharing()


def test_a_field_that_was_emptied_is_private_when_it_is_filled_again(vault: Vault) -> None:
    """New words in a field whose old words were shared are not shared by that."""
    entry_id = _entry(vault)
    content = vault.entries.share(entry_id, TEXT_AND_TOPIC).content
    content = vault.entries.edit(entry_id, replace(content, text="")).content
    assert content.sharing == Sharing(therapist=frozenset({"topic"}))
    assert vault.entries.edit(entry_id, replace(content, text="new words")).content.sharing == content.sharing


def test_only_filled_fields_that_may_leave_are_kept_in_a_choice(vault: Vault) -> None:
    """Names of empty fields, unknown names, and all of an empty entry are nothing to share."""
    empty = EntryContent(when=made().when, details=Reflection(), sharing=Sharing(joint=frozenset({"text", "nothing"})))
    entry = vault.entries.add(empty)
    assert entry.content.sharing == Sharing()
    assert vault.entries.count(Query(shared=True)) == 0
