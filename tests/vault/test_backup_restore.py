"""A backup is rehearsed without being written to, and put in the place of a journal whatever happens on the way."""

import os
import signal
from pathlib import Path

import pytest

from journal.errors import Damaged, JournalError, JournalInUse, NewerVersion, NoJournal, NotWritable, WrongPassphrase
from journal.vault import schema
from journal.vault.backup import restoring
from journal.vault.backup.making import Closing, create, create_on_closing
from journal.vault.backup.places import backups_of, folder_of, is_current
from journal.vault.backup.rehearsing import rehearse
from journal.vault.backup.restoring import restore, restore_over
from journal.vault.connection import Connection
from journal.vault.page import PAGE_BYTES
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.making import made
from tests.vault.some_records import PAIRS


@pytest.fixture
def backup(vault: Vault) -> Path:
    """A backup of a journal with something of each kind."""
    entry = vault.entries.add(made("one"))
    vault.entries.edit(entry.id, made("one and more"))
    vault.entries.move_to_trash(vault.entries.add(made("gone")).id)
    vault.drafts.save(made("begun"))
    place = create(vault).place
    vault.entries.add(made("later"))
    return place


@pytest.fixture
def closed(vault: Vault, path: Path, backup: Path) -> Path:
    """The journal it is of, closed; it has an entry more."""
    vault.close()
    return path


def _opens_with(path: Path, entries: int, passphrase: str = PASSPHRASE) -> None:
    vault = Vault.open(path, passphrase)
    assert vault.entries.count() == entries
    vault.close()


def _left(folder: Path) -> list[str]:
    return [place.name for place in folder.iterdir() if place.name.startswith(".")]


# The rehearsal


def test_read_to_its_end(backup: Path, path: Path) -> None:
    """What it holds is counted; its bytes and its time stay as they were, and nothing is left beside it."""
    before = backup.read_bytes(), backup.stat().st_mtime_ns, set(backup.parent.iterdir())
    found = rehearse(backup, PASSPHRASE, near=path)
    assert (found.entries, found.earlier, found.removed, found.drafts) == (1, 1, 1, 1)
    assert "It has 1 entry, 0 other records, 1 earlier version, 1 draft, 1 in the trash, last saved" in found.told()
    assert (backup.read_bytes(), backup.stat().st_mtime_ns, set(backup.parent.iterdir())) == before
    assert "Key(...)" in repr(found)


def test_of_an_earlier_version(backup: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is brought to the newest schema in a copy that is gone afterwards; the backup stays as it was."""
    before = backup.read_bytes()
    asked = iter([True])
    monkeypatch.setattr(schema, "is_behind", lambda connection: next(asked))
    assert rehearse(backup, PASSPHRASE, near=path).entries == 1
    assert backup.read_bytes() == before
    assert _left(path.parent) == _left(backup.parent) == []


def test_with_a_save_that_was_cut_short(backup: Path, path: Path) -> None:
    """What is beside it is undone in a copy, not in it."""
    beside = backup.with_name(f"{backup.name}-journal")
    beside.write_bytes(b"\0" * 512)
    before = backup.read_bytes()
    assert rehearse(backup, PASSPHRASE, near=path).entries == 1
    assert (backup.read_bytes(), beside.exists(), _left(path.parent)) == (before, True, [])


def test_each_fault_has_its_words(backup: Path, path: Path, tmp_path: Path) -> None:
    """Another passphrase, damage, a part that is missing, another file and a newer version are told apart."""
    whole, bad = backup.read_bytes(), tmp_path / "bad.db"
    damaged = bytearray(whole)
    damaged[5 * PAGE_BYTES + 100] ^= 1
    start = bytearray(whole)
    start[100] ^= 1
    cases: list[tuple[bytes, type[JournalError], str]] = [
        (bytes(damaged), Damaged, "damaged"),
        (bytes(start), Damaged, "damaged"),
        (whole[: -3 * PAGE_BYTES], Damaged, "damaged"),
        (whole[:-100], Damaged, "damaged"),
        (b"", NoJournal, "empty"),
        (b"SQLite format 3\0" + bytes(5000), NoJournal, "another program"),
        (b"a text", NoJournal, "too short"),
    ]
    for content, kind, words in cases:
        bad.write_bytes(content)
        with pytest.raises(kind, match=words) as raised:
            rehearse(bad, PASSPHRASE, near=path)
        assert "use another one" in raised.value.hint
        assert bad.read_bytes() == content
    with pytest.raises(WrongPassphrase, match="this backup") as other:
        rehearse(backup, "another passphrase", near=path)
    assert "when it was made" in other.value.hint
    with pytest.raises(NoJournal, match="no backup at"):
        rehearse(tmp_path / "nowhere.db", PASSPHRASE, near=path)


def test_of_a_newer_version(backup: Path, path: Path) -> None:
    """It is left as it is, and which program reads it is told."""
    connection = Connection(backup, rehearse(backup, PASSPHRASE, near=path).key)
    connection.run(f"PRAGMA user_version = {schema.newest() + 1}")
    connection.close()
    with pytest.raises(NewerVersion, match="newer version") as raised:
        rehearse(backup, PASSPHRASE, near=path)
    assert "Install that version" in raised.value.hint


def test_what_no_version_wrote(backup: Path, path: Path) -> None:
    """A file that is whole, with something in it that the program can't read, is not relied on."""
    connection = Connection(backup, rehearse(backup, PASSPHRASE, near=path).key)
    connection.run("UPDATE draft SET form = '{}'")
    connection.close()
    with pytest.raises(Damaged):
        rehearse(backup, PASSPHRASE, near=path)


def test_every_record(vault: Vault, path: Path) -> None:
    """Records of every type are read."""
    for content, _ in PAIRS.values():
        vault.records_of(type(content)).add(content)
    assert rehearse(create(vault).place, PASSPHRASE, near=path).records == len(PAIRS)


# The restore


def test_restored_and_the_old_one_kept(closed: Path, backup: Path) -> None:
    """The journal is as the backup has it, which stays; the one that was there opens too, and is listed as replaced."""
    before = backup.read_bytes()
    restored = restore(closed, rehearse(backup, PASSPHRASE, near=closed), now=NOW)
    _opens_with(closed, 1)
    assert restored.replaced is not None
    assert restored.replaced.name == f"journal-replaced-{NOW:%Y-%m-%d-%H%M%S}.db"
    _opens_with(restored.replaced, 2)
    assert backup.read_bytes() == before
    assert [one.replaced for one in backups_of(closed)] == [True, False]
    assert is_current(closed, [one for one in backups_of(closed) if not one.replaced])
    assert _left(closed.parent) == _left(backup.parent) == []
    assert (closed.stat().st_mode & 0o777, closed.stat().st_nlink) == (0o600, 1)


def test_where_it_is_missing(closed: Path, backup: Path, tmp_path: Path) -> None:
    """It comes back to its place, or to a new one whose folders are made."""
    closed.unlink()
    found = rehearse(backup, PASSPHRASE, near=closed)
    for place in (closed, tmp_path / "new" / "place.db"):
        assert restore(place, found).replaced is None
        _opens_with(place, 1)


def test_where_it_is_damaged(closed: Path, backup: Path) -> None:
    """What was there is kept as it is, with what a save that was cut short left beside it."""
    beside = closed.with_name(f"{closed.name}-journal")
    closed.write_bytes(b"damage")
    beside.write_bytes(b"half")
    replaced = restore(closed, rehearse(backup, PASSPHRASE, near=closed)).replaced
    assert replaced is not None
    assert replaced.read_bytes() == b"damage"
    assert replaced.with_name(f"{replaced.name}-journal").read_bytes() == b"half"
    assert not beside.exists()
    _opens_with(closed, 1)


def test_on_a_disk_without_links(closed: Path, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There, what was in the place is copied."""

    def no_links(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    replaced = restore(closed, rehearse(backup, PASSPHRASE, near=closed)).replaced
    assert replaced is not None
    _opens_with(replaced, 2)
    _opens_with(closed, 1)


def test_while_another_program_has_it_open(vault: Vault, path: Path, backup: Path) -> None:
    """It waits until that is closed; nothing is changed before."""
    with pytest.raises(JournalInUse):
        restore(path, rehearse(backup, PASSPHRASE, near=path))
    assert vault.entries.count() == 2


def test_over_one_that_is_open(vault: Vault, path: Path, backup: Path) -> None:
    """The app restores what it has open, if it is alone, and closes it then."""
    found = rehearse(backup, PASSPHRASE, near=path)
    other = Vault.open(path, PASSPHRASE)
    with pytest.raises(JournalInUse):
        restore_over(vault, found)
    other.close()
    assert vault.entries.count() == 2
    restore_over(vault, found)
    assert create_on_closing(vault, Closing.LOCK) == ""
    assert _count(backup) == 1  # and not what the old file had
    with pytest.raises(JournalError):
        vault.entries.add(made("lost"))
    vault.close()
    _opens_with(path, 1)


def test_a_link_stays(closed: Path, backup: Path, tmp_path: Path) -> None:
    """What it leads to is replaced."""
    link = tmp_path / "link.db"
    link.symlink_to(closed)
    restore(link, rehearse(backup, PASSPHRASE, near=closed))
    assert link.is_symlink()
    _opens_with(closed, 1)


_STEPS = ["write_copy", "make_private", "_keep", "synchronise"]


@pytest.mark.parametrize("step", _STEPS)
@pytest.mark.parametrize("after", [False, True])
def test_killed_on_the_way(closed: Path, backup: Path, step: str, after: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever it is killed, the old journal or the new one is there; a second restore ends well and leaves nothing."""
    found = rehearse(backup, PASSPHRASE, near=closed)
    real = getattr(restoring, step)

    def killed(*arguments: object, **named: object) -> object:
        result = real(*arguments, **named) if after else None
        os.kill(os.getpid(), signal.SIGKILL)
        return result

    child = os.fork()
    if not child:
        monkeypatch.setattr(restoring, step, killed)
        try:
            restore(closed, found)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    copy = Vault.open(closed, PASSPHRASE)
    assert copy.entries.count() in (1, 2)
    copy.close()
    restore(closed, rehearse(backup, PASSPHRASE, near=closed))
    _opens_with(closed, 1)
    assert closed.stat().st_nlink == 1
    assert any(_count(one.place) == 2 for one in backups_of(closed) if one.replaced)
    assert _left(closed.parent) == _left(folder_of(closed)) == []


def _count(place: Path) -> int:
    return rehearse(place, PASSPHRASE, near=place).entries


def test_the_folder_of_the_backups_is_a_file(closed: Path, backup: Path, tmp_path: Path) -> None:
    """That is said of the folder, and the journal stays in its place."""
    apart = tmp_path / "apart.db"
    backup.rename(apart)
    folder_of(closed).rmdir()
    folder_of(closed).touch()
    with pytest.raises(NotWritable, match=folder_of(closed).name):
        restore(closed, rehearse(apart, PASSPHRASE, near=closed))
    _opens_with(closed, 2)
