"""What a newer version of the program put into the file is left alone, and keeps nothing else from being read."""

import datetime as dt

import pytest

from journal.errors import NewerVersion
from journal.model.goal import Goal
from journal.vault.rows import instant
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.making import made


@pytest.fixture
def newer(vault: Vault) -> Vault:
    """A journal with a record in the trash, one that is kept, and a draft, all of a type that isn't known."""
    known = vault.goals.add(Goal(wording="less pressure"))
    vault.goals.remove(known.id)
    vault.drafts.save(made("known"))
    for record_id, removed in (("0190-kept", None), ("0190-removed", instant(NOW))):
        vault._connection.run(
            "INSERT INTO record (id, type, content, version, created, updated, removed) "
            "VALUES (?, 'tide', '{\"moon\": 3}', 1, ?, ?, ?)",
            (record_id, instant(NOW), instant(NOW), removed),
        )
    form = '{"type": "tide", "content": {"moon": 3}, "edits": "0190-kept", "unread": {}}'
    later = (NOW + dt.timedelta(minutes=1)).isoformat()
    vault._connection.run("INSERT INTO draft (id, form, updated) VALUES (?, ?, ?)", ("0190-draft", form, later))
    return vault


def test_lists_leave_it_out(newer: Vault) -> None:
    """The trash and the drafts have what is known, and what isn't stays in the file."""
    assert [one.record.content for one in newer.record_trash.list()] == [Goal(wording="less pressure")]
    assert [draft.content for draft in newer.drafts.list()] == [made("known")]
    assert newer.drafts.of_edit("0190-kept") is None
    assert newer._connection.row("SELECT count(*) FROM record WHERE type = 'tide'") == (2,)
    assert newer._connection.row("SELECT count(*) FROM draft") == (2,)


def test_asked_for_by_its_id_it_says_what_it_is(newer: Vault) -> None:
    """Neither is opened, and both say that a newer version made them; nothing changes."""
    with pytest.raises(NewerVersion):
        newer.record_trash.put_back("0190-removed")
    with pytest.raises(NewerVersion):
        newer.drafts.get("0190-draft")
    assert newer._connection.row("SELECT removed FROM record WHERE id = '0190-removed'") == (instant(NOW),)


def test_it_can_be_deleted_for_good(newer: Vault) -> None:
    """Deleting for good needs no knowledge of what is in it."""
    newer.record_trash.purge("0190-removed")
    newer.drafts.discard("0190-draft")
    assert newer._connection.row("SELECT count(*) FROM record WHERE type = 'tide'") == (1,)
    assert newer._connection.row("SELECT count(*) FROM draft") == (1,)
