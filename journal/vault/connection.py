"""The SQLCipher connection: how it is opened, its transactions, and its errors in our words.

The only module that imports sqlcipher3. Everything it sets and why is in docs/file-format.md.
"""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from sqlcipher3 import dbapi2

from journal.errors import BadInput, Damaged, JournalError, JournalInUse, NotWritable, WrongPassphrase
from journal.model.codec import BROKEN_TEXT, BROKEN_TEXT_HINT
from journal.vault.key import Key

_WAIT_SECONDS = 5.0
_PAUSE_SECONDS = 0.001
_PAGES_AT_ONCE = 1000

# In this order, each read back: what it is set to, and what it then has to answer.
_BEFORE_KEY = (("cipher_log_level", "NONE", "NONE"), ("cipher_memory_security", "ON", "1"))
_AFTER_KEY = (
    ("temp_store", "MEMORY", "2"),
    ("journal_mode", "DELETE", "delete"),
    ("synchronous", "EXTRA", "3"),
    ("busy_timeout", f"{_WAIT_SECONDS * 1000:.0f}", f"{_WAIT_SECONDS * 1000:.0f}"),
    ("foreign_keys", "ON", "1"),
    ("trusted_schema", "OFF", "0"),
    ("cell_size_check", "ON", "1"),
    ("secure_delete", "ON", "1"),
    *((("fullfsync", "1", "1"),) if sys.platform == "darwin" else ()),
)

Row = tuple[Any, ...]
Values = Sequence[Any] | Mapping[str, Any]


def translated(error: Exception, path: Path) -> JournalError:
    """A driver's error as one of ours. Nothing of the driver's message is kept, for it may quote what it was given."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case 5 | 6:
            return JournalInUse(f"Another program is using {path}.", "Close it there, or wait a moment, and try again.")
        case 8 | 14:
            return NotWritable(
                f"{path} or its folder can't be written to.", "Check the permissions of the file and of its folder."
            )
        case 10:
            return NotWritable(
                f"The disk reported an error at {path}.", "Nothing was saved. Check the disk, then try again."
            )
        case 13:
            return NotWritable("The disk is full.", "Nothing was saved. Make some room, then save again.")
        case 26:
            return WrongPassphrase(
                "That passphrase does not open this journal.", "Check the keyboard and Caps Lock, and try again."
            )
        case 11:
            return Damaged(
                f"{path} is damaged.", "Keep this file as it is, and go back to a backup or another copy of it."
            )
        case _:
            code = getattr(error, "sqlite_errorname", type(error).__name__)
            return JournalError(f"The journal file refused an operation ({code}).", "Nothing was saved by it.")


class Connection:
    """One keyed connection to one file. Belongs to the thread that made it."""

    def __init__(self, path: Path, key: Key) -> None:
        """Opens the file, which has to exist. Raises WrongPassphrase, Damaged, JournalInUse or NotWritable."""
        self.path = path
        self._key = key
        self._depth = 0
        self._waiting_since = 0.0
        with self._translating():
            uri = f"{path.absolute().as_uri()}?mode=rw"
            self._driver = dbapi2.connect(uri, uri=True, isolation_level=None, timeout=_WAIT_SECONDS)
            try:
                for setting in _BEFORE_KEY:
                    self._set(*setting)
                self._driver.execute(f'PRAGMA key = "{key.pragma()}"')
                self._driver.execute("SELECT count(*) FROM sqlite_master").fetchone()
                for setting in _AFTER_KEY:
                    self._set(*setting)
                self._driver.set_authorizer(_allow_no_attach)
                self._driver.set_busy_handler(self._wait)
                self._file = _identity(path)
            except BaseException:
                self._driver.close()
                raise

    def _set(self, name: str, value: str, expected: str) -> None:
        self._driver.execute(f"PRAGMA {name} = {value}").fetchall()
        row = self._driver.execute(f"PRAGMA {name}").fetchone()
        if row is None or str(row[0]) != expected:
            raise JournalError(f"The encryption library does not support {name}.", "Install journal again.")

    def _wait(self, tries: int) -> bool:
        # SQLite's own waiting ends up asking ten times a second, and beside a program that saves without a pause it may
        # ask in vain for as long as it is allowed to. This waits just as long, and asks often enough to get its turn.
        if tries == 0:
            self._waiting_since = time.monotonic()
        time.sleep(_PAUSE_SECONDS)
        return time.monotonic() - self._waiting_since < _WAIT_SECONDS

    @property
    def key(self) -> Key:
        """The key of the file, for copies that are to open with the same passphrase."""
        return self._key

    @contextlib.contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except dbapi2.Error as error:
            raise translated(error, self.path) from None
        except UnicodeEncodeError:
            raise BadInput(BROKEN_TEXT, BROKEN_TEXT_HINT) from None

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """All rows of a query."""
        with self._translating():
            return cast(list[Row], self._driver.execute(sql, values).fetchall())

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """The first row of a query, if there is one."""
        with self._translating():
            return cast(Row | None, self._driver.execute(sql, values).fetchone())

    def each(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """The rows of a query one by one."""
        with self._translating():
            yield from self._driver.execute(sql, values)

    def run(self, sql: str, values: Values = ()) -> int:
        """Runs one statement and returns the number of rows it changed."""
        if self._depth and not self._driver.in_transaction:
            # SQLite undid the whole block by itself; what follows would be saved alone.
            raise JournalError("An operation was undone as a whole.", "Nothing was saved by it.")
        with self._translating():
            return cast(int, self._driver.execute(sql, values).rowcount)

    def script(self, sql: str) -> None:
        """Runs several statements inside the transaction under way; `executescript` would commit it first."""
        statement = ""
        for line in sql.splitlines(keepends=True):
            statement += line
            if dbapi2.complete_statement(statement):
                self.run(statement)
                statement = ""

    @contextlib.contextmanager
    def atomic(self, *, alone: bool = False) -> Iterator[None]:
        """Everything in the block is committed when it ends, or nothing of it. Blocks may be nested.

        An outermost one that is `alone` keeps every other program from reading too.
        """
        outermost = self._depth == 0
        level = f"level_{self._depth}"
        begin = "BEGIN EXCLUSIVE" if alone else "BEGIN IMMEDIATE"
        self.run(begin if outermost else f"SAVEPOINT {level}")
        self._depth += 1
        try:
            if outermost:
                self._check_place()
            yield
            self.run("COMMIT" if outermost else f"RELEASE {level}")
        except BaseException:
            # After some errors, such as a full disk, SQLite has rolled everything back by itself.
            if self._driver.in_transaction:
                self.run("ROLLBACK" if outermost else f"ROLLBACK TO {level}")
            raise
        finally:
            self._depth -= 1

    @property
    def in_transaction(self) -> bool:
        """Whether a block or a snapshot is under way."""
        return cast(bool, self._driver.in_transaction)

    @contextlib.contextmanager
    def joining(self) -> Iterator[None]:
        """A part of the block under way, or a block of its own where there is none.

        An error in it has to end the block under way. Unlike a nested block it costs nothing, and doesn't make the
        full-text index write down what it has gathered so far.
        """
        if self._depth:
            yield
        else:
            with self.atomic():
                yield

    def _check_place(self) -> None:
        # What is written to a file without a name is lost, and the rollback journal would be taken for that of the file
        # that has the name now. Programs that synchronise folders replace files in this way.
        if _identity(self.path) != self._file:
            raise NotWritable(
                f"{self.path} was moved or replaced while it was open.",
                "Nothing was saved. Copy what you are writing, then close the journal and open it again.",
            )

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Every read in the block sees the file as it was at the first of them. Blocks may be nested."""
        if self._driver.in_transaction:
            yield
            return
        self.run("BEGIN")
        try:
            yield
        finally:
            if self._driver.in_transaction:
                self.run("ROLLBACK")

    def copy_to(self, other: "Connection", progress: Callable[[int, int], None] | None = None) -> None:
        """Copies every page into the file of another connection, which is encrypted with that one's key.

        `progress` is told the pages done and the pages in all. Raises JournalInUse where this file is being written to.
        """
        copied = -1

        def tell(_: int, remaining: int, pages: int) -> None:
            nonlocal copied
            if pages - remaining == copied:  # the driver would try for ever
                raise JournalInUse(f"{self.path} is being written to.", "Wait a moment, and try again.")
            copied = pages - remaining
            if progress is not None:
                progress(copied, pages)

        with self._translating():
            self._driver.backup(other._driver, pages=_PAGES_AT_ONCE, progress=tell)

    def close(self) -> None:
        """Closes the file. Harmless when it is closed already."""
        with self._translating():
            self._driver.close()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _allow_no_attach(action: int, *_: object) -> int:
    # ATTACH with an empty key would write journal text to a file in clear.
    return cast(int, dbapi2.SQLITE_DENY if action == dbapi2.SQLITE_ATTACH else dbapi2.SQLITE_OK)
