"""The connection: its settings, its transactions, and what it refuses."""

import contextlib
import shutil
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from journal.errors import BadInput, JournalError, NotWritable
from journal.vault import connection as connections
from journal.vault import schema
from journal.vault.connection import Connection
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.making import made

MARKER = "kjzqmarker"


@pytest.fixture
def connection(path: Path) -> Iterator[Connection]:
    """A connection to a new journal, with a table to try things on."""
    Vault.create(path, PASSPHRASE).close()
    opened = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
    opened.run("CREATE TABLE trial (a TEXT PRIMARY KEY)")
    yield opened
    opened.close()


def _trial(connection: Connection) -> list[str]:
    return [row[0] for row in connection.rows("SELECT a FROM trial ORDER BY a")]


def _insert(connection: Connection, value: str) -> None:
    connection.run("INSERT INTO trial VALUES (?)", (value,))


def test_settings(connection: Connection) -> None:
    """Every setting that durability and privacy rest on is in force, as the library itself says."""
    expected = {
        "cipher_log_level": "NONE",
        "cipher_memory_security": "1",
        "cipher_page_size": "4096",
        "cipher_use_hmac": "1",
        "cipher_hmac_algorithm": "HMAC_SHA512",
        "cipher_plaintext_header_size": "0",
        "temp_store": 2,
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
        "encoding": "UTF-8",
        "page_size": "4096",
        "locking_mode": "normal",
        "query_only": 0,
        "application_id": 0x6A726E6C,
        "user_version": schema.newest(),
    }
    assert {name: connection.row(f"PRAGMA {name}") for name in expected} == {n: (v,) for n, v in expected.items()}


def test_settings_are_made_in_their_order(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Logging is off and memory protected before the key is given; temporary files are in memory before any is made."""
    Vault.create(path, PASSPHRASE).close()
    seen: list[str] = []

    def execute(driver: Any, sql: str, *values: object) -> object:
        seen.append(sql)
        return dbapi2.Connection.execute(driver, sql, *values)

    recording = type("Recording", (dbapi2.Connection,), {"execute": execute})
    connect = dbapi2.connect
    monkeypatch.setattr(dbapi2, "connect", lambda *args, **options: connect(*args, **options, factory=recording))
    Connection(path, derive_key(PASSPHRASE, read_salt(path))).close()
    made = [sql.partition(" = ")[0].removeprefix("PRAGMA ") for sql in seen if " = " in sql]
    assert made == [
        "cipher_log_level", "cipher_memory_security", "key", "temp_store", "journal_mode", "synchronous",
        "busy_timeout", "foreign_keys", "trusted_schema", "cell_size_check", "secure_delete",
        *(["fullfsync"] if sys.platform == "darwin" else []),
    ]  # fmt: skip
    read_back = [sql.removeprefix("PRAGMA ") for sql in seen if sql.startswith("PRAGMA ") and " = " not in sql]
    assert read_back == [name for name in made if name != "key"]
    assert seen.index("SELECT count(*) FROM sqlite_master") == seen.index("PRAGMA temp_store = MEMORY") - 1


def test_a_setting_that_is_not_in_force_is_an_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that ignores a setting is refused rather than used without it."""
    Vault.create(path, PASSPHRASE).close()
    monkeypatch.setattr(connections, "_AFTER_KEY", (("synchronous", "OFF", "3"),))
    with pytest.raises(JournalError, match="does not support synchronous"):
        Connection(path, derive_key(PASSPHRASE, read_salt(path)))


def test_words_are_deleted_from_the_index_for_good(connection: Connection) -> None:
    """The search index is made with secure deletion, and keeps no copy of the text."""
    assert connection.row("SELECT v FROM entry_search_config WHERE k = 'secure-delete'") == (1,)
    (sql,) = connection.row("SELECT sql FROM sqlite_master WHERE name = 'entry_search'") or ("",)
    assert "content = ''" in sql
    assert not connection.rows("SELECT 1 FROM sqlite_master WHERE name = 'entry_search_content'")


@pytest.mark.parametrize(
    "sql",
    [
        "ATTACH DATABASE '{}' AS plain KEY ''",
        "ATTACH '{}' AS plain",
        "ATTACH ? AS plain",
        "ATTACH ':memory:' AS plain",
        "VACUUM INTO '{}'",
    ],
)
def test_no_other_file_is_attached(connection: Connection, tmp_path: Path, sql: str) -> None:
    """Nothing can be attached, so that no statement writes journal text to a file in clear."""
    _insert(connection, MARKER)
    target = tmp_path / "plain.db"
    with pytest.raises(JournalError) as problem:
        connection.run(sql.format(target), (str(target),) if "?" in sql else ())
    assert problem.value.message == "The journal file refused an operation (SQLITE_AUTH)."
    assert not target.exists()


def test_no_extension_is_loaded(connection: Connection) -> None:
    """SQL can't load a library."""
    with pytest.raises(JournalError):
        connection.run("SELECT load_extension('libc.so.6')")


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        (f"SELECT '{MARKER}", ()),
        (f"SELECT {MARKER}", ()),
        (f'SELECT "{MARKER}" FROM trial WHERE', ()),
        ("INSERT INTO trial VALUES (?)", (MARKER,)),
        ("SELECT json(?)", (MARKER,)),
        ("SELECT * FROM entry_search WHERE entry_search MATCH ?", (f'"{MARKER}',)),
        ("SELECT ?", (MARKER, MARKER)),
        ("SELECT :a", {MARKER: 1}),
    ],
)
def test_errors_do_not_say_what_was_given(connection: Connection, sql: str, values: Any) -> None:
    """No message of ours holds a value or a statement, and the driver's error, which may, is not carried along."""
    _insert(connection, MARKER)
    with pytest.raises(JournalError) as problem:
        connection.run(sql, values)
    assert MARKER not in repr(problem.value) + problem.value.hint
    assert problem.value.__cause__ is None
    assert problem.value.__suppress_context__


def test_a_broken_character_is_an_error_of_ours(connection: Connection) -> None:
    """A lone surrogate, which the driver can't write, is refused without being quoted."""
    with pytest.raises(BadInput) as problem:
        _insert(connection, f"{MARKER}\ud800")
    assert MARKER not in repr(problem.value)


def test_a_block_is_saved_as_a_whole(connection: Connection) -> None:
    """What was done in a block is there when it ends, and nothing of it when it is left by any error."""
    with connection.atomic():
        _insert(connection, "a")
        _insert(connection, "b")
    for error in (KeyError, KeyboardInterrupt, GeneratorExit):
        with pytest.raises(error), connection.atomic():
            _insert(connection, "c")
            connection.run("DELETE FROM trial WHERE a = 'a'")
            raise error
    assert _trial(connection) == ["a", "b"]


def test_an_inner_block_is_undone_alone(connection: Connection) -> None:
    """An error caught between two blocks undoes the inner one exactly, at any depth, and the outer one goes on."""
    with connection.atomic():
        _insert(connection, "a")
        with pytest.raises(KeyError), connection.atomic():
            _insert(connection, "b")
            with connection.atomic():
                _insert(connection, "c")
            raise KeyError
        with connection.atomic():
            _insert(connection, "d")
            with pytest.raises(KeyError), connection.atomic():
                _insert(connection, "e")
                raise KeyError
            _insert(connection, "f")
            with connection.atomic():
                _insert(connection, "g")
    assert _trial(connection) == ["a", "d", "f", "g"]


def test_an_inner_block_is_not_saved_before_the_outer_one(connection: Connection, path: Path) -> None:
    """Nothing is in the file until the outermost block ends."""
    other = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
    with connection.atomic():
        with connection.atomic():
            _insert(connection, "a")
        assert _trial(other) == []
    assert _trial(other) == ["a"]
    other.close()


def test_nothing_is_saved_alone_after_the_whole_was_undone(connection: Connection) -> None:
    """Where SQLite undoes a block by itself, as on a full disk, the rest of the block can't be saved without it."""
    _insert(connection, "a")
    with pytest.raises(JournalError), connection.atomic():
        _insert(connection, "b")
        with pytest.raises(JournalError), connection.atomic():
            connection.run("INSERT OR ROLLBACK INTO trial VALUES ('a')")
        _insert(connection, "c")
    assert _trial(connection) == ["a"]
    with connection.atomic():
        _insert(connection, "d")
    assert _trial(connection) == ["a", "d"]


def test_a_block_begins_by_taking_the_file(connection: Connection, path: Path) -> None:
    """A block is a writer from its beginning, so that it can't fail half way because another wrote first."""
    other = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
    other.run("PRAGMA busy_timeout = 0")  # it doesn't wait
    with connection.atomic(), pytest.raises(JournalError) as problem, other.atomic():
        pass
    assert problem.value.exit_code == 11
    with other.atomic():
        _insert(other, "after")
    other.close()
    assert _trial(connection) == ["after"]


def test_another_writer_is_waited_for(connection: Connection, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A block waits, asking again after a short pause, until the other has saved; then both are there."""
    other = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 7:
            other.run("COMMIT")

    monkeypatch.setattr("journal.vault.connection.time.sleep", pause)
    other.run("BEGIN IMMEDIATE")
    _insert(other, "first")
    with connection.atomic():
        _insert(connection, "second")
    assert len(pauses) == 7
    assert max(pauses) <= 0.01
    other.close()
    assert _trial(connection) == ["first", "second"]


@pytest.mark.parametrize("waiting", [4.9, 5.1])
def test_waiting_ends_after_five_seconds(
    connection: Connection, path: Path, monkeypatch: pytest.MonkeyPatch, waiting: float
) -> None:
    """Nobody waits longer than five seconds, and nobody gives up before."""
    other = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
    clock = [0.0]
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        clock[0] = waiting
        if len(pauses) == 2:
            other.run("COMMIT")

    monkeypatch.setattr("journal.vault.connection.time.monotonic", lambda: clock[0])
    monkeypatch.setattr("journal.vault.connection.time.sleep", pause)
    other.run("BEGIN IMMEDIATE")
    if waiting < 5:
        with connection.atomic():
            _insert(connection, "saved")
        assert len(pauses) == 2
    else:
        with pytest.raises(JournalError) as problem, connection.atomic():
            _insert(connection, "saved")
        assert problem.value.exit_code == 11
        assert len(pauses) == 1
    other.close()


def test_a_snapshot_stands_still(connection: Connection, path: Path) -> None:
    """Reads in a snapshot see one state; a writer waits for its end, and both go on afterwards."""
    _insert(connection, "a")
    other = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
    other.run("PRAGMA busy_timeout = 0")  # it doesn't wait
    with connection.snapshot():
        assert _trial(connection) == ["a"]
        with pytest.raises(JournalError) as problem:
            _insert(other, "b")
        assert problem.value.exit_code == 11
        assert _trial(connection) == ["a"]
    _insert(other, "b")
    assert _trial(connection) == ["a", "b"]
    with pytest.raises(KeyError), connection.snapshot():
        raise KeyError
    _insert(connection, "c")
    other.close()


def test_snapshots_may_be_nested(connection: Connection, path: Path) -> None:
    """The outermost one ends it, however an inner one was left; one inside a block that saves ends nothing."""
    _insert(connection, "a")
    other = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
    other.run("PRAGMA busy_timeout = 0")  # it doesn't wait
    with connection.snapshot():
        with contextlib.suppress(KeyError), connection.snapshot():
            assert _trial(connection) == ["a"]
            raise KeyError
        with pytest.raises(JournalError):
            _insert(other, "b")
        assert _trial(connection) == ["a"]
    _insert(other, "b")
    with connection.atomic():
        _insert(connection, "c")
        with connection.snapshot():
            assert _trial(connection) == ["a", "b", "c"]
        _insert(connection, "d")
    assert _trial(other) == ["a", "b", "c", "d"]
    other.close()


@pytest.mark.parametrize("what", ["deleted", "moved", "replaced", "replaced by an older copy", "folder moved"])
def test_a_file_that_is_gone_from_its_place(path: Path, tmp_path: Path, what: str) -> None:
    """Where the open file was moved or replaced, as by a program that synchronises folders, nothing is saved to it."""
    vault = Vault.create(path, PASSPHRASE)
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    vault.entries.add(made("saved"))
    match what:
        case "deleted":
            path.unlink()
        case "moved":
            path.rename(tmp_path / "moved.db")
        case "folder moved":
            path.parent.rename(tmp_path / "moved")
        case "replaced":
            copy.write_bytes(b"another file")
            copy.replace(path)
        case _:
            copy.replace(path)
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(NotWritable, match="was moved or replaced while it was open") as problem:
        vault.entries.add(made(MARKER))
    assert problem.value.hint.startswith("Nothing was saved.")
    with pytest.raises(NotWritable):
        vault.drafts.save(made(MARKER))
    assert [entry.content.text for entry in vault.entries.each()] == ["saved"]
    vault.close()
    assert (path.read_bytes() if path.exists() else None) == before
    assert not list(tmp_path.rglob("*-journal"))


def test_a_file_that_came_back(path: Path, tmp_path: Path) -> None:
    """A file that was moved away and back is the same file, and is saved to again."""
    vault = Vault.create(path, PASSPHRASE)
    path.rename(tmp_path / "moved.db")
    with pytest.raises(NotWritable):
        vault.entries.add(made("one"))
    (tmp_path / "moved.db").rename(path)
    vault.entries.add(made("two"))
    assert [entry.content.text for entry in vault.entries.each()] == ["two"]
    vault.close()


def test_the_file_has_no_text_in_clear(connection: Connection, path: Path) -> None:
    """Another SQLite can't read the file, and nothing in it says what program made it."""
    _insert(connection, MARKER)
    content = path.read_bytes()
    assert MARKER.encode() not in content
    for word in (b"SQLite", b"journal", b"CREATE", b"entry"):
        assert word not in content
    plain = sqlite3.connect(path)
    with pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM sqlite_master")
    plain.close()


def test_a_connection_belongs_to_its_thread(connection: Connection) -> None:
    """Used from another thread, a connection refuses with an error of ours."""
    errors: list[JournalError] = []

    def use() -> None:
        try:
            connection.rows("SELECT 1")
        except JournalError as error:
            errors.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert [error.exit_code for error in errors] == [1]
