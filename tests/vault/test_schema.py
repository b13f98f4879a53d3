"""Schema changes: in order, each as a whole, and never by an older program."""

from pathlib import Path

import pytest

from journal.errors import JournalError, NewerVersion, NotWritable
from journal.vault import schema
from journal.vault.connection import Connection
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.making import made

NOW_THERE = schema._migrations()  # those that the program has; the others here come after them
NEWEST = len(NOW_THERE)
SECOND = (NEWEST + 1, "CREATE TABLE second (a TEXT) STRICT;\nINSERT INTO second SELECT id FROM entry;\n")
THIRD = (NEWEST + 2, "-- a comment; with a semicolon\nALTER TABLE second ADD COLUMN b TEXT DEFAULT 'x;y';\n")
BROKEN = (NEWEST + 2, "DROP TABLE second;\nDELETE FROM entry;\nCREATE TABLE half (a) STRICT;\nSELECT nonsense;\n")


@pytest.fixture
def old(path: Path) -> Path:
    """A journal of the present schema, which the changes below make an old one, with an entry in it."""
    vault = Vault.create(path, PASSPHRASE)
    vault.entries.add(made("calm"))
    vault.close()
    return path


def _use(monkeypatch: pytest.MonkeyPatch, *later: tuple[int, str]) -> None:
    monkeypatch.setattr(schema, "_migrations", lambda: (*NOW_THERE, *later))


def _tables(path: Path) -> tuple[object, list[str]]:
    connection = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
    version = connection.row("PRAGMA user_version")
    names = [row[0] for row in connection.rows("SELECT name FROM sqlite_master WHERE name IN ('second', 'half')")]
    connection.close()
    return version, names


def test_an_older_file_is_brought_up_to_date(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every later change is made in its order when the file is opened, once, and the entries stay."""
    _use(monkeypatch, SECOND, THIRD)
    for _ in range(2):
        vault = Vault.open(old, PASSPHRASE)
        (entry,) = vault.entries.each()
        assert vault._connection.rows("SELECT * FROM second") == [(entry.id, "x;y")]
        vault.close()
    assert _tables(old) == ((NEWEST + 2,), ["second"])


def test_a_new_file_has_every_change(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new journal goes through the same changes as an old one."""
    _use(monkeypatch, SECOND, THIRD)
    Vault.create(path, PASSPHRASE).close()
    assert _tables(path) == ((NEWEST + 2,), ["second"])


def test_a_change_that_can_not_be_made_leaves_the_one_before(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change is made as a whole or not at all; those before it stay, and the entries too."""
    _use(monkeypatch, SECOND, BROKEN)
    with pytest.raises(JournalError):
        Vault.open(old, PASSPHRASE)
    assert _tables(old) == ((NEWEST + 1,), ["second"])
    _use(monkeypatch, SECOND)
    vault = Vault.open(old, PASSPHRASE)
    assert vault.entries.count() == 1
    vault.close()


def test_reading_an_older_file(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened for reading, an older file is brought up to date first, and then not changed."""
    _use(monkeypatch, SECOND)
    vault = Vault.open(old, PASSPHRASE, read_only=True)
    assert vault.entries.count() == 1
    with pytest.raises(NotWritable):
        vault.entries.add(made("text"))
    vault.close()
    assert _tables(old) == ((NEWEST + 1,), ["second"])


def test_an_older_file_that_can_not_be_written_to(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it can't be brought up to date, an older file is refused and left as it is."""
    before = old.read_bytes()
    _use(monkeypatch, SECOND)
    monkeypatch.setattr("os.access", lambda *_: False)
    for read_only in (True, False):
        with pytest.raises(NotWritable, match="can't be written to"):
            Vault.open(old, PASSPHRASE, read_only=read_only)
    assert old.read_bytes() == before


def test_an_older_program_leaves_a_newer_file_alone(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that a newer program has changed is refused by this one, untouched."""
    with monkeypatch.context() as newer:
        _use(newer, SECOND)
        Vault.open(old, PASSPHRASE).close()
    before = old.read_bytes()
    for read_only in (False, True):
        with pytest.raises(NewerVersion) as problem:
            Vault.open(old, PASSPHRASE, read_only=read_only)
        assert problem.value.exit_code == 14
    assert old.read_bytes() == before


def test_another_program_was_faster(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two programs that open an older file at once make each change once."""
    _use(monkeypatch, SECOND)
    atomic = Connection.atomic
    beaten: list[bool] = []

    def slowly(connection: Connection) -> object:
        if not beaten:
            beaten.append(True)
            Vault.open(old, PASSPHRASE).close()
        return atomic(connection)

    monkeypatch.setattr(Connection, "atomic", slowly)
    Vault.open(old, PASSPHRASE).close()
    assert beaten
    assert _tables(old) == ((NEWEST + 1,), ["second"])


def test_the_numbers_of_the_changes() -> None:
    """The files are numbered from 1 without a gap, and every statement in them ends."""
    assert [number for number, _ in NOW_THERE] == list(range(1, schema.newest() + 1))
    for _, statements in NOW_THERE:
        assert statements.rstrip().endswith(";")
