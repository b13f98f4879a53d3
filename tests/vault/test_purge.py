"""What is deleted for good is nowhere in the file, as its decrypted pages show."""

from pathlib import Path

import pytest

from journal.errors import NotFound
from journal.model.entry import Kind
from journal.model.goal import Goal, GoalProgress
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.making import made
from tests.markers import marked, marker
from tests.vault.decrypting import pages


def _clear(path: Path) -> bytes:
    """Every page in clear, one after the other; nothing of one can be read together with the next."""
    return b"\n".join(pages(path, derive_key(PASSPHRASE, read_salt(path)).secret()))


def _found(path: Path, markers: list[str]) -> set[str]:
    # The index leaves out letters that a word shares with the one before it, and a word may go on on the next page, so
    # either of two parts of a marker, without its first letters, stands for it.
    content = _clear(path)
    return {word for word in markers if word[6:15].encode() in content or word[15:].encode() in content}


@pytest.mark.parametrize("kind", Kind)
def test_nothing_of_a_purged_entry_remains(path: Path, vault: Vault, kind: Kind) -> None:
    """Texts, tags, names, history, drafts and words of the index are overwritten, on free pages too."""
    stays, staying = marked(kind, "stays")
    first, first_markers = marked(kind, "first")
    second, second_markers = marked(kind, "second")
    long_markers = [marker(f"long {number}") for number in range(400)]
    vault.entries.add(stays)
    gone = vault.entries.add(first)
    vault.entries.edit(gone.id, second)
    vault.entries.edit(gone.id, made(" ".join(long_markers) + "\n" + "w" * 20_000, tags=("x" * 6 + "tagged",)))
    draft, draft_markers = marked(kind, "draft")
    vault.drafts.save(draft, edits=gone.id, unread={"minutes": draft_markers["zone"]})

    markers = [*first_markers.values(), *second_markers.values(), *draft_markers.values(), *long_markers]
    assert _found(path, markers) == set(markers)

    vault.entries.move_to_trash(gone.id)
    vault.entries.purge(gone.id)
    assert _found(path, markers) == set()
    assert _found(path, list(staying.values())) == set(staying.values())
    assert gone.id.encode() in _clear(path)


def test_an_entry_in_the_trash_is_out_of_the_index(path: Path, vault: Vault) -> None:
    """Words of an entry in the trash are in the trash alone: once, and not among the words that can be found."""
    entry = vault.entries.add(made("zqxkvjwbpyfm"))
    assert _clear(path).count(b"kvjwbpyfm") == 2
    vault.entries.move_to_trash(entry.id)
    assert _clear(path).count(b"kvjwbpyfm") == 1
    vault.entries.put_back(entry.id)
    assert _clear(path).count(b"kvjwbpyfm") == 2


def test_a_discarded_draft_is_gone(path: Path, vault: Vault) -> None:
    """Nothing of a draft remains once it is discarded, saved as an entry and purged, or written over."""
    draft = vault.drafts.save(made("zqxkvjwbpyfm"))
    vault.drafts.save(made("zqxkmfypbwjv"), draft_id=draft.id)
    assert b"kvjwbpyfm" not in _clear(path)
    vault.drafts.discard(draft.id)
    assert b"kmfypbwjv" not in _clear(path)


def test_purging_knows_the_trash_alone(vault: Vault) -> None:
    """An entry that is not in the trash can't be purged, and a purged one is nowhere."""
    entry = vault.entries.add(made("calm"))
    with pytest.raises(NotFound):
        vault.entries.purge(entry.id)
    vault.entries.move_to_trash(entry.id)
    vault.entries.purge(entry.id)
    for job in (vault.entries.get, vault.entries.purge, vault.entries.put_back, vault.entries.move_to_trash):
        with pytest.raises(NotFound):
            job(entry.id)
    assert vault.entries.history(entry.id) == ()
    assert vault.entries.trash() == ()


def test_purging_keeps_drafts_of_other_entries(vault: Vault) -> None:
    """Only drafts of the purged entry go with it."""
    gone, other = vault.entries.add(made("one")), vault.entries.add(made("two"))
    for entry in (gone.id, other.id, ""):
        vault.drafts.save(made("draft"), edits=entry)
    vault.entries.move_to_trash(gone.id)
    vault.entries.purge(gone.id)
    assert {draft.edits for draft in vault.drafts.list()} == {other.id, ""}


def test_what_was_noted_of_a_purged_goal_goes_with_it(path: Path, vault: Vault) -> None:
    """Notes of a goal, their history, those in the trash and drafts are overwritten; those of other goals stay."""
    goal, other = (vault.goals.add(Goal(wording=word)) for word in ("zqxkvjgoalone", "zqxkvjgoaltwo"))
    words = [f"zqxkvjnote{number}bpyfm" for number in range(5)]
    first, second = (vault.goal_progress.add(GoalProgress(goal=goal.id, note=word)) for word in words[:2])
    vault.goal_progress.edit(first.id, GoalProgress(goal=goal.id, note=words[2]))
    vault.goal_progress.remove(second.id)
    vault.drafts.save(GoalProgress(goal=goal.id, note=words[3]))
    vault.goal_progress.add(GoalProgress(goal=other.id, note=words[4]))
    vault.goals.remove(goal.id)
    assert all(word.encode() in _clear(path) for word in words)
    vault.record_trash.purge(goal.id)
    assert [word for word in words if word.encode() in _clear(path)] == words[4:]
    assert not vault.drafts.list() and not vault.record_trash.list()
    with pytest.raises(NotFound):
        vault.goal_progress.get(first.id)
