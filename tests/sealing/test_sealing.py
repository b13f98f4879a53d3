"""Sealing: an archive that has all of the journal before anything is removed, and a journal that stays otherwise."""

import errno
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pyrage import x25519

from journal.errors import BadInput, Damaged, JournalError, JournalInUse, NotWritable, WrongPassphrase
from journal.model.shared_copy import Protection, Shared
from journal.outgoing.age import decrypted
from journal.outgoing.delivery import ForRecipients, WithPassphrase
from journal.sealing import Archive, destroy, remove_sealed, write_archive
from journal.transfer.data import export_json
from journal.transfer.reading import read_json
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.making import made

KEY = x25519.Identity.generate()
LOCK = ForRecipients((str(KEY.to_public()),))
OTHER_KEY = x25519.Identity.generate()


@pytest.fixture
def target(vault: Vault, tmp_path: Path) -> Path:
    """Where the archive goes, in a folder of its own; the journal has something in it."""
    for number in range(20):
        vault.entries.add(made(f"calm breath {number} " * 40, tags=("evening",)))
    vault.drafts.save(made("begun"))
    folder = tmp_path / "out"
    folder.mkdir()
    return folder / "archive.json.age"


def seal(vault: Vault, target: Path) -> Archive:
    """An archive for the key of these tests."""
    return write_archive(vault, target, LOCK, identity=str(KEY))


def in_journal(vault: Vault) -> bytes:
    """All that is in the journal."""
    return b"".join(export_json(vault, NOW))


def in_archive(target: Path) -> bytes:
    """All that is in the archive."""
    return b"".join(decrypted(target.read_bytes(), identity=str(KEY)))


def test_the_archive_has_everything_and_the_journal_is_gone(vault: Vault, target: Path) -> None:
    """What is in it is the export of the journal, its own line of the ledger included; it is for its owner only."""
    archive = seal(vault, target)
    assert in_archive(target) == in_journal(vault)
    assert target.stat().st_mode & 0o777 == 0o600 and list(target.parent.iterdir()) == [target]
    (line,) = vault.shared_copies.list()
    assert line in read_json(in_archive(target)).records
    assert (line.content.what, line.content.protection) == (Shared.ARCHIVE, Protection.AGE)
    remove_sealed(vault, archive)
    assert list(vault.path.parent.iterdir()) == []


def test_an_archive_with_a_passphrase(vault: Vault, target: Path) -> None:
    """It opens with the passphrase."""
    archive = write_archive(vault, target, WithPassphrase("nine calm grey stones"))
    remove_sealed(vault, archive)
    read_json(b"".join(decrypted(target.read_bytes(), passphrase="nine calm grey stones")))
    assert not vault.path.exists()


def unchanged(vault: Vault, before: bytes, target: Path) -> None:
    """The journal is as it was and open, and no archive or part of one is there."""
    assert in_journal(vault) == before
    assert [one for one in target.parent.iterdir() if one.name != "there"] == []


def test_without_the_secret_key_nothing_is_written(vault: Vault, target: Path) -> None:
    """An archive that can't be read back doesn't take the place of a journal; nor does one for another key."""
    before = in_journal(vault)
    with pytest.raises(BadInput, match="can't be read back"):
        write_archive(vault, target, LOCK)
    with pytest.raises(WrongPassphrase):
        write_archive(vault, target, LOCK, identity=str(OTHER_KEY))
    unchanged(vault, before, target)


def _given(back: bytes, *_: object) -> Iterator[bytes]:
    yield back


def test_a_disk_that_gives_back_something_else(vault: Vault, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read back is another archive, one of an earlier state, or cut short: nothing is left of it."""
    first = seal(vault, target).place.read_bytes()
    target.unlink()
    before = in_journal(vault)
    for back in (first, first[:-40], b"nothing of the kind"):
        monkeypatch.setattr("journal.outgoing.files.Ready.read_back", partial(_given, back))
        with pytest.raises((Damaged, BadInput)):
            seal(vault, target)
        unchanged(vault, before, target)


def test_places_that_are_none(vault: Vault, target: Path) -> None:
    """The journal itself, a file beside it that it needs, one that is there, and a folder that isn't."""
    before = in_journal(vault)
    there = target.with_name("there")
    there.write_bytes(b"as it was")
    beside, other = (vault.path.with_name(vault.path.name + side) for side in ("-journal", "-wal"))
    for place in (vault.path, beside, other, there, target.parent / "none" / "a.age"):
        with pytest.raises(BadInput):
            seal(vault, place)
    assert there.read_bytes() == b"as it was"
    unchanged(vault, before, target)


def test_nothing_comes_between_the_archive_and_its_line(
    vault: Vault, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request to end that comes when the archive has its name waits until its line is committed."""
    before, link = in_journal(vault), os.link

    def link_then_end(source: Path, place: Path) -> None:
        link(source, place)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr("journal.outgoing.parts._nameless", lambda folder: None)
    monkeypatch.setattr(os, "link", link_then_end)
    with pytest.raises(KeyboardInterrupt):
        seal(vault, target)
    assert in_archive(target) == in_journal(vault) != before
    assert len(vault.shared_copies.list()) == 1


def test_while_another_program_has_it_open(vault: Vault, target: Path) -> None:
    """Neither an archive nor a removal; nor when it was opened in between."""
    other = Vault.open(vault.path, PASSPHRASE)
    before = in_journal(vault)
    with pytest.raises(JournalInUse):
        seal(vault, target)
    unchanged(vault, before, target)
    other.close()
    archive = seal(vault, target)
    other = Vault.open(vault.path, PASSPHRASE)
    with pytest.raises(JournalInUse):
        remove_sealed(vault, archive)
    with pytest.raises(JournalInUse):
        destroy(vault)
    other.close()
    assert vault.path.exists()


def test_a_journal_with_another_name_on_the_disk(vault: Vault, target: Path) -> None:
    """As long as all of it would stay under that, it isn't said to be gone."""
    archive = seal(vault, target)
    other = target.with_name("other")
    os.link(vault.path, other)
    for end in (destroy, lambda one: remove_sealed(one, archive)):
        with pytest.raises(JournalError, match="another name on this disk"):
            end(vault)
    assert vault.entries.count() == 20
    other.unlink()
    remove_sealed(vault, archive)
    assert not vault.path.exists()


def test_what_was_saved_after_the_archive_is_not_lost(vault: Vault, target: Path) -> None:
    """A journal that was changed since is kept, whoever changed it; so is one whose archive was."""
    archive = seal(vault, target)
    other = Vault.open(vault.path, PASSPHRASE)
    other.entries.add(made("written in another window"))
    other.close()
    with pytest.raises(JournalError, match="was changed after"):
        remove_sealed(vault, archive)
    assert vault.entries.count() == 21
    target.unlink()
    again = seal(vault, target)
    target.write_bytes(target.read_bytes()[:-1])
    with pytest.raises(JournalError, match="not as it was written"):
        remove_sealed(vault, again)
    with pytest.raises(JournalError, match="not as it was written"):
        remove_sealed(vault, replace(again, place=target.with_name("elsewhere")))
    assert vault.entries.count() == 21


@pytest.mark.parametrize(("call", "code"), [("write", errno.ENOSPC), ("fsync", errno.EIO), ("link", errno.EIO)])
def test_a_disk_that_refuses(vault: Vault, target: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int) -> None:
    """Whichever call it is that the disk refuses, the journal stays and no part of an archive does."""
    monkeypatch.setattr("journal.outgoing.parts._nameless", lambda folder: None)
    before = in_journal(vault)
    real: Callable[..., Any] = getattr(os, call)
    done = refused = at = 0

    def count(*asked: Any, **more: Any) -> Any:
        nonlocal done
        done += 1
        if done == at:
            raise OSError(code, os.strerror(code))
        return real(*asked, **more)

    for nth in range(1, 30):
        done, at = 0, nth
        monkeypatch.setattr(os, call, count)
        try:
            seal(vault, target)
        except NotWritable:
            refused += 1
            monkeypatch.undo()
            unchanged(vault, before, target)
        else:
            break
    monkeypatch.undo()
    assert refused and in_archive(target) == in_journal(vault)


def test_a_full_disk_under_the_journal(vault: Vault, target: Path) -> None:
    """Where the line of the ledger can't be saved, no archive stays."""
    before = in_journal(vault)
    (pages,) = vault._connection.row("PRAGMA page_count") or (0,)
    vault._connection.run(f"PRAGMA max_page_count = {pages}")
    refused = 0
    for _ in range(40):  # until there is no room in the last page
        try:
            seal(vault, target)
        except NotWritable as problem:
            refused += 1
            assert problem.message == "The disk is full."
            break
        target.unlink()
        before = in_journal(vault)
    assert refused
    unchanged(vault, before, target)


def test_destroying(vault: Vault, target: Path) -> None:
    """The journal and what a killed export left beside it are gone; what others have there stays."""
    (vault.path.parent / ".journal-00112233aabbccdd.part").write_bytes(b"left in clear")
    (vault.path.parent / "letter.txt").write_bytes(b"mine")
    destroy(vault)
    assert [one.name for one in vault.path.parent.iterdir()] == ["letter.txt"]


def test_nothing_remembers_a_journal_at_the_usual_place(home: Path) -> None:
    """Made there, used and destroyed, it leaves nothing in the home of its owner, not even its folder."""
    from journal.vault.vault import default_path

    before = sorted(home.rglob("*"))
    Vault.create(default_path(), PASSPHRASE).close()
    assert default_path().is_relative_to(home)
    destroy(Vault.open(default_path(), PASSPHRASE))
    assert not default_path().parent.exists()
    assert [one for one in sorted(home.rglob("*")) if one.name == "journal"] == before
