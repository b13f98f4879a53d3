"""Passages that are shared stay as they were chosen, and go where their words do."""

from dataclasses import replace
from pathlib import Path

import pytest

from journal.errors import NotFound
from journal.model.entry import Communication, SharedPassage, Sharing
from journal.model.query import Query
from journal.model.sharing import Audience, released
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.making import made
from tests.vault.decrypting import pages

NOTES = "It was slow. My hand was cold. We laughed."
COLD = SharedPassage("text", "My hand was cold.")
BOTH = Sharing(therapist_passages=(COLD,), joint_passages=(SharedPassage("text", "We laughed."),))
THERAPIST = Query(audiences=(Audience.THERAPIST,))


def shared(vault: Vault, sharing: Sharing = BOTH, text: str = NOTES) -> str:
    """The id of an entry of which this is shared."""
    return vault.entries.share(vault.entries.add(made(text=text, topic="label", tags=("one",))).id, sharing).id


def test_a_passage_makes_no_version_and_is_found(vault: Vault) -> None:
    """Sharing words is no change of the entry, and search knows of it for the right reader; the words stay found."""
    entry_id = shared(vault, Sharing(therapist_passages=(COLD,)))
    assert (vault.entries.get(entry_id).version, vault.entries.history(entry_id)) == (1, ())
    assert [vault.entries.count(Query(audiences=(audience,))) for audience in Audience] == [1, 0]
    assert vault.entries.count(Query(shared=True)) == 1
    vault.entries.share(entry_id, Sharing())
    assert vault.entries.count(Query(shared=False)) == 1
    assert [entry.id for entry in vault.entries.page(Query()).entries] == [entry_id]


def test_an_edit_keeps_passages_whose_words_stay(vault: Vault) -> None:
    """A form that knows nothing of passages drops none; words that were changed are shared no more, nor again."""
    entry_id = shared(vault)
    content = vault.entries.get(entry_id).content
    edited = vault.entries.edit(entry_id, replace(content, sharing=Sharing(), text="Before. " + NOTES)).content
    assert edited.sharing == BOTH
    edited = vault.entries.edit(entry_id, replace(edited, text=NOTES.replace("cold", "warm"))).content
    assert edited.sharing == replace(BOTH, therapist_passages=())
    assert released(edited, Audience.THERAPIST) is None
    assert vault.entries.count(THERAPIST) == 0
    assert vault.entries.edit(entry_id, replace(edited, text=NOTES)).content.sharing == edited.sharing


def test_neither_a_restored_version_nor_an_old_draft_releases_words_again(vault: Vault) -> None:
    """What was taken back stays so, whatever was kept from when it was shared."""
    entry_id = shared(vault)
    begun = vault.entries.get(entry_id).content
    vault.entries.edit(entry_id, replace(begun, topic="another"))
    vault.entries.share(entry_id, Sharing())
    assert vault.entries.edit(entry_id, replace(begun, topic="from a draft")).content.sharing == Sharing()
    assert vault.entries.restore(entry_id, 1).content.sharing == Sharing()


def test_only_words_of_texts_that_may_leave_are_kept(vault: Vault) -> None:
    """Words that stand nowhere, blanks, short fields, unknown fields and what never leaves are nothing to share."""
    entry = vault.entries.add(replace(made(text=NOTES, topic="label"), details=Communication(rehearsal="never")))
    names = (("text", "elsewhere"), ("text", " "), ("text", ""), ("topic", "label"), ("rehearsal", "never"), ("x", "y"))
    wrong = tuple(SharedPassage(*one) for one in names)
    saved = vault.entries.share(entry.id, Sharing(therapist_passages=wrong, joint_passages=(*wrong, COLD, COLD)))
    assert saved.content.sharing == Sharing(joint_passages=(COLD,))
    assert vault.entries.get(entry.id).content.sharing == saved.content.sharing


@pytest.mark.parametrize("only", [None, "topic", COLD], ids=["all of it", "a field", "a passage"])
def test_taking_back_and_sharing_again(vault: Vault, only: str | SharedPassage | None) -> None:
    """One field, one passage or all of an entry is taken back for one reader alone, and can be shared again."""
    before = replace(BOTH, therapist=frozenset({"topic", "tags"}))
    entry_id, other = shared(vault, before), shared(vault, before)
    (taken,) = vault.releases.take_back(Audience.THERAPIST, entry_id, only)
    after = vault.entries.get(entry_id).content.sharing
    assert (taken.names, taken.passages) == (
        before.therapist - after.therapist,
        () if after.therapist_passages else (COLD,),
    )
    assert (
        after
        == {
            None: replace(before, therapist=frozenset(), therapist_passages=()),
            "topic": replace(before, therapist=frozenset({"tags"})),
            COLD: replace(before, therapist_passages=()),
        }[only]
    )
    assert vault.entries.get(other).content.sharing == before
    assert vault.releases.take_back(Audience.THERAPIST, entry_id, only or "nothing") == ()
    assert vault.releases.share_again([taken]) == 1
    assert vault.entries.get(entry_id).content.sharing == before


def test_taking_everything_back_from_one_reader(vault: Vault) -> None:
    """All entries at once, in one step; the other reader keeps theirs; what has gone meanwhile isn't shared again."""
    both, joint, gone = shared(vault), shared(vault, replace(BOTH, therapist_passages=())), shared(vault)
    taken = vault.releases.take_back(Audience.THERAPIST)
    assert {one.entry_id for one in taken} == {both, gone}
    assert vault.entries.count(THERAPIST) == 0
    assert vault.entries.count(Query(audiences=(Audience.JOINT,))) == 3
    vault.entries.move_to_trash(gone)
    assert vault.releases.take_back(Audience.JOINT, gone) == ()
    assert vault.releases.share_again(taken) == 1
    assert vault.entries.count(THERAPIST) == 1
    assert vault.entries.get(joint).content.sharing.therapist_passages == ()
    with pytest.raises(NotFound):
        vault.entries.get(gone)


def test_what_is_shared_again_has_to_be_there_still(vault: Vault) -> None:
    """Words that were changed after they were taken back aren't released by taking that back."""
    entry_id = shared(vault)
    taken = vault.releases.take_back(Audience.THERAPIST, entry_id)
    content = vault.entries.get(entry_id).content
    vault.entries.edit(entry_id, replace(content, text="We laughed."))
    vault.releases.share_again(taken)
    assert vault.entries.get(entry_id).content.sharing == replace(BOTH, therapist_passages=())


def test_nothing_of_a_purged_passage_remains(path: Path, vault: Vault) -> None:
    """Its words are in the decrypted pages while they are shared, and nowhere once they are taken back and purged."""
    words = "zqxkvjwbpyfm"

    def times() -> int:
        clear = b"\n".join(pages(path, derive_key(PASSPHRASE, read_salt(path)).secret()))
        return clear.count(words[3:].encode())

    part = SharedPassage("text", f"The {words}.")
    entry_id = shared(vault, Sharing(therapist_passages=(part,)), text=f"Before. The {words}. After.")
    assert times() == 4  # the text, the index, the passage, and the choice of it
    vault.releases.take_back(Audience.THERAPIST, entry_id, part)
    assert times() == 2
    vault.entries.share(entry_id, Sharing(joint_passages=(part,)))
    vault.entries.edit(entry_id, replace(vault.entries.get(entry_id).content, topic="another"))
    vault.entries.move_to_trash(entry_id)
    vault.entries.purge(entry_id)
    assert times() == 0
