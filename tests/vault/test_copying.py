"""A copy of a journal, with its own key or another, is whole before it counts."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.errors import Damaged, JournalInUse, WrongPassphrase
from journal.vault import copying
from journal.vault.check import check, problems
from journal.vault.connection import Connection
from journal.vault.copying import contents, write_copy
from journal.vault.files import read_salt
from journal.vault.key import Key, derive_key
from journal.vault.page import PAGE_BYTES
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.making import made


@pytest.fixture
def key(vault: Vault, path: Path) -> Key:
    """The key of a journal with entries, one of them removed and one purged."""
    entries = [vault.entries.add(made(f"entry {number} " + "of some length " * 40)) for number in range(60)]
    vault.entries.move_to_trash(entries[3].id)
    vault.entries.move_to_trash(entries[4].id)
    vault.entries.purge(entries[4].id)
    return derive_key(PASSPHRASE, read_salt(path))


@pytest.fixture
def source(key: Key, path: Path) -> Iterator[Connection]:
    """A connection to that journal."""
    connection = Connection(path, key)
    yield connection
    connection.close()


@pytest.fixture
def place(path: Path) -> Path:
    """An empty file to copy to."""
    place = path.with_name("copy")
    place.touch(mode=0o600)
    return place


def _flip(place: Path, page: int) -> None:
    with place.open("r+b") as file:
        file.seek((page - 1) * PAGE_BYTES + 100)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))


def test_a_copy_with_the_same_key(source: Connection, key: Key, place: Path) -> None:
    """The same passphrase opens it, and every table has the same rows."""
    told: list[tuple[int, int]] = []
    write_copy(source, place, key, lambda done, pages: told.append((done, pages)))
    assert told[-1][0] == told[-1][1] > 0
    with_rows = contents(source)
    copy = Vault.open(place, PASSPHRASE)
    assert (copy.entries.count(), with_rows["trash"], with_rows["purged"]) == (58, 1, 1)
    copy.close()
    assert sorted(file.name for file in place.parent.iterdir()) == ["copy", "journal.db"]


def test_a_copy_with_another_key(source: Connection, key: Key, place: Path) -> None:
    """It has the salt of the new key, and the old one doesn't open it."""
    other = derive_key("another", os.urandom(16))
    write_copy(source, place, other)
    assert read_salt(place) == other.salt
    Vault.open(place, "another").close()
    with pytest.raises(WrongPassphrase):
        Vault.open(place, PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        Connection(place, key)


def test_a_damaged_journal_is_not_copied(source: Connection, key: Key, place: Path, path: Path) -> None:
    """A page that can't be read ends the copying."""
    _flip(path, 5)
    with pytest.raises(Damaged):
        write_copy(source, place, key)


def test_a_copy_that_lacks_something_does_not_count(
    source: Connection, key: Key, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of other contents is refused, though it is whole."""

    def check_and_remove(copy: Connection) -> None:
        check(copy)
        copy.run("DELETE FROM trash")

    monkeypatch.setattr(copying, "check", check_and_remove)
    with pytest.raises(Damaged, match="not what was read"):
        write_copy(source, place, key)


def test_a_copy_that_is_damaged_does_not_count(
    source: Connection, key: Key, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written is read back from the file."""
    copied = Connection.copy_to

    def copy_badly(self: Connection, other: Connection, progress: object) -> None:
        copied(self, other)
        _flip(place, 7)

    monkeypatch.setattr(Connection, "copy_to", copy_badly)
    with pytest.raises(Damaged, match="damaged"):
        write_copy(source, place, key)


def test_beside_a_save(vault: Vault, source: Connection, key: Key, place: Path) -> None:
    """While another connection is about to save, what was saved before is copied, and that save is made after it."""
    with vault.atomic():
        vault.entries.add(made("on its way"))
        write_copy(source, place, key)
    copy = Vault.open(place, PASSPHRASE)
    assert (copy.entries.count(), vault.entries.count()) == (58, 59)
    copy.close()


def test_a_save_while_it_is_checked(
    vault: Vault, source: Connection, key: Key, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another connection saves once all is read neither waits nor counts."""

    def check_and_save(copy: Connection) -> None:
        vault.entries.add(made("meanwhile"))
        check(copy)

    monkeypatch.setattr(copying, "check", check_and_save)
    write_copy(source, place, key)
    copy = Vault.open(place, PASSPHRASE)
    assert (copy.entries.count(), vault.entries.count()) == (58, 59)
    copy.close()


def test_a_save_while_it_is_copied(
    vault: Vault, source: Connection, key: Key, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another connection would save while it is read waits."""
    monkeypatch.setattr("journal.vault.connection._PAGES_AT_ONCE", 5)
    monkeypatch.setattr("journal.vault.connection._WAIT_SECONDS", 0.0)
    refused = []

    def progress(_: int, __: int) -> None:
        with pytest.raises(JournalInUse):
            vault.entries.add(made("meanwhile"))
        refused.append(True)

    write_copy(source, place, key, progress)
    assert len(refused) > 1 and vault.entries.count() == 58


def test_in_a_block_of_its_own(source: Connection, key: Key, place: Path) -> None:
    """Inside a write transaction of the same connection it ends with an error instead of never."""
    with source.atomic(), pytest.raises(JournalInUse):
        write_copy(source, place, key)


def test_whole_and_not(source: Connection, path: Path) -> None:
    """A journal is whole until a bit of it turns or its end is cut off, also at the edge of a page."""
    assert problems(source) == ()
    check(source)
    content = path.read_bytes()
    for damage in (content[:-PAGE_BYTES], content[:-100], content[: 3 * PAGE_BYTES]):
        path.write_bytes(damage)
        with pytest.raises(Damaged):
            check(source)
    path.write_bytes(content)
    _flip(path, 9)
    assert problems(source)
