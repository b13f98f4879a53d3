"""The ledger in the vault: whom a copy is for, when it is due, and that it is gone."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from journal.errors import JournalInUse, NotFound, NotWritable
from journal.model.dates import When
from journal.model.session import TherapySession
from journal.model.shared_copy import Protection, Shared, SharedCopy
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.making import made

TODAY = NOW.date()
NOON = When(TODAY, dt.time(12))


def in_days(days: int) -> When:
    """Noon, so many days from now."""
    return When(TODAY + dt.timedelta(days=days), dt.time(12))


def copy(**fields: Any) -> SharedCopy:
    """A summary in plain text at a place."""
    return SharedCopy(**{"place": "/tmp/summary.html", "digest": "0" * 64, **fields})


def test_a_copy_is_for_the_next_session(vault: Vault) -> None:
    """The first of those ahead, or none."""
    assert vault.shared_copies.session_for(NOON) == ""
    vault.sessions.add(TherapySession(date=TODAY - dt.timedelta(days=7)))
    vault.sessions.add(TherapySession(date=TODAY + dt.timedelta(days=14)))
    soon = vault.sessions.add(TherapySession(date=TODAY + dt.timedelta(days=2)))
    assert vault.shared_copies.session_for(NOON) == soon.id


def test_a_plain_copy_is_due_when_its_session_is_over(vault: Vault) -> None:
    """Not before; and one for no session, or for one that isn't there any more, after seven days."""
    session = vault.sessions.add(TherapySession(date=TODAY + dt.timedelta(days=10)))
    with_session = vault.shared_copies.add(copy(session=session.id))
    alone = vault.shared_copies.add(copy(what=Shared.DATA))
    assert vault.shared_copies.due(in_days(6)) == ()
    assert vault.shared_copies.due(in_days(7)) == (alone,)
    assert vault.shared_copies.due(in_days(10)) == (alone,)
    both = {with_session.id, alone.id}  # of one instant, so in any order
    assert {one.id for one in vault.shared_copies.due(in_days(11))} == both
    vault.sessions.remove(session.id)
    assert {one.id for one in vault.shared_copies.due(in_days(7))} == both


def test_what_is_never_due(vault: Vault) -> None:
    """What is encrypted, what went to standard output, and what is gone."""
    vault.shared_copies.add(copy(protection=Protection.AGE))
    vault.shared_copies.add(copy(protection=Protection.PASSWORD))
    vault.shared_copies.add(copy(place="-", digest=""))
    gone = vault.shared_copies.add(copy())
    noted = vault.shared_copies.note_gone(gone.id, TODAY)
    assert noted.content.gone == TODAY
    assert vault.shared_copies.due(in_days(99)) == ()
    assert vault.shared_copies.note_gone(gone.id, TODAY + dt.timedelta(days=3)) == noted
    assert vault.shared_copies.note_there(gone.id).content.gone is None
    assert [one.id for one in vault.shared_copies.due(in_days(99))] == [gone.id]
    with pytest.raises(NotFound):
        vault.shared_copies.note_gone("01900000-0000-7000-8000-000000000000", TODAY)


# Alone


def test_alone_only_where_nobody_else_has_it_open(path: Path, vault: Vault) -> None:
    """One that has it open and does nothing is in the way until it closes; saving goes on for both afterwards."""
    other = Vault.open(path, PASSPHRASE)
    with pytest.raises(JournalInUse), vault.alone():
        raise AssertionError("it was not alone")
    other.entries.add(made("saved all the same"))
    other.close()
    with vault.alone():
        vault.entries.add(made("saved alone"))
        with pytest.raises(JournalInUse):
            Vault.open(path, PASSPHRASE)
    Vault.open(path, PASSPHRASE, read_only=True).close()
    assert vault.entries.count() == 2


def test_what_fails_alone_is_undone(vault: Vault) -> None:
    """An error in the block leaves nothing of it, and others may open the journal again."""
    with pytest.raises(ZeroDivisionError), vault.alone():
        vault.entries.add(made("never saved"))
        raise ZeroDivisionError
    assert vault.entries.count() == 0
    Vault.open(vault.path, PASSPHRASE).close()


# Removing


def test_everything_of_the_journal_is_removed(path: Path, vault: Vault) -> None:
    """The file, what is beside it and what a creation left; other files of the folder stay."""
    for name in (f".{path.name}.new-0011aabb", f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).write_bytes(b"left")
    path.with_name("another.db").write_bytes(b"of somebody else")
    vault.remove(lambda: None)
    assert [file.name for file in path.parent.iterdir()] == ["another.db"]


def test_a_removal_that_is_not_allowed_removes_nothing(path: Path, vault: Vault) -> None:
    """Whatever the last look raises, the journal stays, and is open."""

    def refuse() -> None:
        raise NotWritable("no")

    vault.entries.add(made("kept"))
    with pytest.raises(NotWritable):
        vault.remove(refuse)
    assert vault.entries.count() == 1 and path.exists()


def test_a_link_to_the_journal_goes_with_it(tmp_path: Path, path: Path) -> None:
    """The file behind it is removed as well, and the folder of the link stays."""
    new_vault(path).close()
    link = tmp_path / "link.db"
    link.symlink_to(path)
    Vault.open(link, PASSPHRASE).remove(lambda: None)
    assert not path.exists() and not link.is_symlink() and path.parent.is_dir()
