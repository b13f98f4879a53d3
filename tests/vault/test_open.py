"""Opening what is there: each thing that isn't a journal of ours has its own error, and none is touched."""

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from journal.errors import (
    Damaged,
    JournalError,
    JournalInUse,
    NewerVersion,
    NoJournal,
    NotWritable,
    WrongPassphrase,
)
from journal.vault import connection as connections
from journal.vault import schema
from journal.vault.connection import Connection
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.page import PAGE_BYTES
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.making import made

MARKER = "kjzqmarker"


def _journal(path: Path, entries: int = 3) -> None:
    vault = Vault.create(path, PASSPHRASE)
    for number in range(entries):
        vault.entries.add(made(f"text {number} " * 100))
    vault.close()


def _raw(path: Path) -> Connection:
    return Connection(path, derive_key(PASSPHRASE, read_salt(path)))


def _folder(path: Path) -> None:
    path.mkdir(parents=True)


def _bytes(content: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.parent.mkdir()
        path.write_bytes(content)

    return make


def _nothing(path: Path) -> None:
    path.parent.mkdir()


def _dangling_link(path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to(path.with_name("nowhere"))


def _socket(path: Path) -> None:
    path.parent.mkdir()
    before = Path.cwd()
    os.chdir(path.parent)  # the address of a socket has to be short
    with socket.socket(socket.AF_UNIX) as made_socket:
        made_socket.bind(path.name)
    os.chdir(before)


def _plain_sqlite(path: Path) -> None:
    path.parent.mkdir()
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE entry (a)")
    plain.commit()
    plain.close()


def _foreign_cipher(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"")
    other = Connection(path, derive_key(PASSPHRASE, bytes(range(16))))
    other.run("CREATE TABLE entry (a)")
    other.close()


def _newer(path: Path) -> None:
    _journal(path)
    newer = _raw(path)
    newer.run(f"PRAGMA user_version = {schema.newest() + 1}")
    newer.close()


def _cut(size: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        _journal(path)
        os.truncate(path, size)

    return make


def _overwritten(start: int, length: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        _journal(path)
        with path.open("r+b") as file:
            file.seek(start)
            kept = file.read(length)
            file.seek(start)
            file.write(bytes(byte ^ 0x55 for byte in kept))

    return make


CASES: dict[str, tuple[Callable[[Path], None], type[JournalError], str]] = {
    "nothing": (_nothing, NoJournal, "There is no journal at"),
    "a dangling link": (_dangling_link, NoJournal, "There is no journal at"),
    "a folder": (_folder, NoJournal, "is a folder"),
    "a socket": (_socket, NoJournal, "is not a file"),
    "an empty file": (_bytes(b""), NoJournal, "is empty"),
    "a short file": (_bytes(b"Dear diary"), NoJournal, "too short"),
    "one byte short": (_bytes(os.urandom(PAGE_BYTES - 1)), NoJournal, "too short"),
    "a database of another program": (_plain_sqlite, NoJournal, "database of another program"),
    "another encrypted database": (_foreign_cipher, NoJournal, "not a journal"),
    "random bytes": (_bytes(os.urandom(5 * PAGE_BYTES)), WrongPassphrase, "does not open"),
    "random bytes of an odd length": (_bytes(os.urandom(5 * PAGE_BYTES + 7)), Damaged, "is not a journal, or"),
    "a long text": (_bytes(b"Dear diary, " * 1000), Damaged, "is not a journal, or"),
    "a newer version": (_newer, NewerVersion, "newer version"),
    "a damaged first page": (_overwritten(100, 1), Damaged, "the passphrase is right"),
    "a first page of zeros": (_overwritten(16, PAGE_BYTES - 16), Damaged, "the passphrase is right"),
    "a damaged salt": (_overwritten(0, 16), WrongPassphrase, "does not open"),
    "a file cut at a page": (_cut(4 * PAGE_BYTES), Damaged, "is damaged"),
    "a file cut within a page": (_cut(4 * PAGE_BYTES + 99), Damaged, "is damaged"),
    "only the first page": (_cut(PAGE_BYTES), Damaged, "is damaged"),
}


def _state(path: Path) -> object:
    content = path.read_bytes() if path.is_file() else None
    names = sorted(file.name for file in path.parent.iterdir())
    found = path.lstat() if path.is_symlink() or path.exists() else None
    return content, names, found and (found.st_mode, found.st_mtime_ns, found.st_size, found.st_ino)


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("case", CASES)
def test_what_is_no_journal_of_ours(path: Path, case: str, read_only: bool, capfd: pytest.CaptureFixture[str]) -> None:
    """Each has an error of its own with something to do about it, and is left byte for byte as it was."""
    make, kind, message = CASES[case]
    make(path)
    before = _state(path)
    with pytest.raises(kind) as problem:
        Vault.open(path, PASSPHRASE, read_only=read_only)
    assert type(problem.value) is kind
    assert message in problem.value.message
    assert problem.value.hint
    assert problem.value.__cause__ is None
    assert _state(path) == before
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "'",
        '"',
        "\\",
        f"{MARKER}'\"\\",
        f"x'{MARKER}'",
        f"{MARKER}\0",
        "\ud800" + MARKER,
        "ü" * 5000,
        PASSPHRASE + " ",
    ],
)
def test_a_wrong_passphrase(path: Path, typed: str, capfd: pytest.CaptureFixture[str]) -> None:
    """A wrong passphrase says so and nothing more: it is in no message and SQLCipher prints nothing."""
    _journal(path)
    before = _state(path)
    with pytest.raises(WrongPassphrase) as problem:
        Vault.open(path, typed)
    assert problem.value.exit_code == 12
    assert problem.value.message == "That passphrase does not open this journal."
    assert MARKER not in repr(problem.value) + problem.value.hint
    assert problem.value.__suppress_context__
    assert _state(path) == before
    assert capfd.readouterr() == ("", "")


def test_the_right_passphrase_after_wrong_ones(path: Path) -> None:
    """Wrong tries change nothing about the right one."""
    _journal(path)
    for _ in range(5):
        with pytest.raises(WrongPassphrase):
            Vault.open(path, "wrong")
    vault = Vault.open(path, PASSPHRASE)
    assert vault.entries.count() == 3
    vault.close()


def test_the_passphrase_of_another_journal(tmp_path: Path) -> None:
    """Two journals don't open each other, and neither is called damaged."""
    _journal(tmp_path / "one.db")
    Vault.create(tmp_path / "two.db", "another passphrase").close()
    with pytest.raises(WrongPassphrase):
        Vault.open(tmp_path / "two.db", PASSPHRASE)


def test_a_wrong_passphrase_for_a_damaged_file(path: Path) -> None:
    """With a wrong passphrase nothing can be known about damage, and none is claimed."""
    _overwritten(100, 1)(path)
    with pytest.raises(WrongPassphrase):
        Vault.open(path, "wrong")


@pytest.mark.parametrize("page", range(2, 12))
def test_one_flipped_bit_is_found_by_both_checks_together(path: Path, page: int) -> None:
    """A flipped bit of any page is an error of ours when it is read, and the cipher's own check names the page."""
    _journal(path, entries=20)
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE_BYTES + 777)
        (byte,) = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([byte ^ 4]))
    try:
        connection = _raw(path)
    except Damaged:
        return
    assert connection.rows("PRAGMA cipher_integrity_check") == [(f"HMAC verification failed for page {page}",)]
    connection.close()


def test_damage_that_is_met_later(path: Path) -> None:
    """Damage in a page that opening doesn't read is an error of ours when it is met, and nothing is written over it."""
    _overwritten(PAGE_BYTES + 100, 1)(path)
    before = _state(path)
    for job in (
        lambda vault: list(vault.entries.each()),
        lambda vault: vault.entries.page(),
        lambda vault: vault.entries.add(made(MARKER)),
    ):
        vault = Vault.open(path, PASSPHRASE)
        with pytest.raises(Damaged) as problem:
            job(vault)
        assert MARKER not in repr(problem.value)
        vault.close()
    assert _state(path) == before


_HOLDER = """
import sys
from pathlib import Path
from journal.vault.connection import Connection
from journal.vault.key import derive_key
from journal.vault.files import read_salt
from tests.cheap import use_cheap_keys
from tests.conftest import PASSPHRASE

use_cheap_keys()
path = Path(sys.argv[1])
connection = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
connection.run("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.usefixtures("short_waits")
@pytest.mark.parametrize("read_only", [False, True])
def test_in_use_elsewhere(path: Path, read_only: bool, capfd: pytest.CaptureFixture[str]) -> None:
    """While another process holds the file, opening says so, changes nothing, and works once it is let go."""
    _journal(path)
    command = [sys.executable, "-c", _HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        before = _state(path)
        with pytest.raises(JournalInUse) as problem:
            Vault.open(path, PASSPHRASE, read_only=read_only)
        assert problem.value.exit_code == 11
        assert _state(path) == before
        holder.stdin.close()
        assert holder.wait() == 0
    vault = Vault.open(path, PASSPHRASE, read_only=read_only)
    assert vault.entries.count() == 3
    vault.close()
    assert capfd.readouterr() == ("", "")


def test_opening_waits_as_long_as_saving(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a journal waits five seconds for another program too, before and after its settings are made."""
    _journal(path)
    waits: list[float] = []
    connect = dbapi2.connect

    def recorded(*place: Any, timeout: float, **options: Any) -> Any:
        waits.append(timeout)
        return connect(*place, timeout=timeout, **options)

    monkeypatch.setattr(dbapi2, "connect", recorded)
    Vault.open(path, PASSPHRASE).close()
    assert waits == [5.0]
    assert ("busy_timeout", "5000", "5000") in connections._AFTER_KEY


def test_through_a_link(path: Path, tmp_path: Path) -> None:
    """A journal is opened through a symbolic link, and its side files are beside the real file."""
    _journal(path)
    link = tmp_path / "link.db"
    link.symlink_to(path)
    vault = Vault.open(link, PASSPHRASE)
    with vault.atomic():
        vault.entries.add(made("more"))
        assert path.with_name("journal.db-journal").exists()
    vault.close()
    assert link.is_symlink()


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_can_not_be_written_to(
    ordinary_folder: Path, as_ordinary_user: Callable[[str, Path], str], what: str
) -> None:
    """A read-only file or folder is said before anything is typed, is left as it is, and can still be read."""
    path = ordinary_folder / "journal.db"
    as_ordinary_user("Vault.create(path, PASSPHRASE).entries.add(made('calm'))", path)
    if what == "file":
        path.chmod(0o400)
    else:
        ordinary_folder.chmod(0o500)
    before = _state(path)
    printed = as_ordinary_user(
        """
try:
    Vault.open(path, PASSPHRASE)
except JournalError as error:
    print(error.exit_code, error.message)
vault = Vault.open(path, PASSPHRASE, read_only=True)
print([entry.content.text for entry in vault.entries.each()])
try:
    vault.entries.add(made("kjzq"))
except JournalError as error:
    print(error.exit_code, "kjzq" in error.message)
""",
        path,
    )
    place = path if what == "file" else ordinary_folder
    assert printed == f"15 {place} can't be written to.\n['calm']\n15 False\n"
    assert _state(path) == before


def test_a_file_that_may_not_be_read(ordinary_folder: Path, as_ordinary_user: Callable[[str, Path], str]) -> None:
    """A file without permission to read it says so, rather than that there is no journal."""
    path = ordinary_folder / "journal.db"
    as_ordinary_user("Vault.create(path, PASSPHRASE)", path)
    path.chmod(0o000)
    printed = as_ordinary_user(
        """
try:
    Vault.open(path, PASSPHRASE)
except JournalError as error:
    print(error.exit_code, error.message)
""",
        path,
    )
    assert printed == f"15 {path} can't be used: permission denied.\n"


def test_half_a_save_where_nothing_can_be_written(
    ordinary_folder: Path, as_ordinary_user: Callable[[str, Path], str]
) -> None:
    """Where a half-done save can't be undone, it isn't shown either; once it can be written to, it is undone."""
    path = ordinary_folder / "journal.db"
    as_ordinary_user(
        """
vault = Vault.create(path, PASSPHRASE)
vault.entries.add(made("calm"))
vault._connection.run("PRAGMA cache_size = 5")
vault._connection.run("BEGIN IMMEDIATE")
for number in range(100):
    vault._connection.run("INSERT INTO setting (name, value) VALUES (?, ?)", (str(number), "never saved" * 500))
os._exit(0)
""",
        path,
    )
    path.chmod(0o400)
    ordinary_folder.chmod(0o500)
    before = _state(path)
    try_to_read = """
try:
    vault = Vault.open(path, PASSPHRASE, read_only=True)
    print([entry.content.text for entry in vault.entries.each()])
    print(vault._connection.rows("SELECT count(*) FROM setting"))
except JournalError as error:
    print(error.exit_code)
"""
    assert as_ordinary_user(try_to_read, path) == "15\n"
    assert _state(path) == before
    ordinary_folder.chmod(0o700)
    path.chmod(0o600)
    assert as_ordinary_user(try_to_read, path) == "['calm']\n[(0,)]\n"


def test_read_only_writes_nothing(path: Path) -> None:
    """Opened for reading, a journal that could be written to is not written to either."""
    _journal(path)
    before = _state(path)
    vault = Vault.open(path, PASSPHRASE, read_only=True)
    with pytest.raises(NotWritable):
        vault.entries.add(made("text"))
    with pytest.raises(NotWritable):
        vault.drafts.save(made("text"))
    assert vault.entries.count() == 3
    vault.close()
    assert _state(path) == before


def test_closed_twice(path: Path) -> None:
    """Closing again is harmless, and using what is closed is an error of ours."""
    _journal(path)
    vault = Vault.open(path, PASSPHRASE)
    vault.close()
    vault.close()
    with pytest.raises(JournalError):
        vault.entries.count()
