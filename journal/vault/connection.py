"""The SQLCipher connection: how it is opened, its transactions, and its errors in our words.

The only module that imports sqlcipher3. Everything it sets and why is in docs/file-format.md.
"""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar, cast

from sqlcipher3 import dbapi2

from journal.errors import BadInput, JournalError, JournalInUse, MaybeSaved, NotWritable
from journal.model.codec import BROKEN_TEXT, BROKEN_TEXT_HINT
from journal.vault.driver_errors import DAMAGE, DISK_ERROR_HINT, STUCK, code_of, damaged, translated
from journal.vault.key import Key
from journal.vault.stopping import is_stopped, look

_WAIT_SECONDS = 5.0
_PAUSE_SECONDS = 0.001
_PAGES_AT_ONCE = 1000
_STEPS_AT_ONCE = 10_000  # of SQLite's, about a millisecond: how often a long statement looks whether to stop
_ENDS = ("COMMIT", "RELEASE")  # of what was done already

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

_READS_ONLY = ("query_only", "ON", "1")

T = TypeVar("T")
Row = tuple[Any, ...]
Values = Sequence[Any] | Mapping[str, Any]


class Connection:
    """One keyed connection to one file. Belongs to the thread that made it."""

    _damage_noted: ClassVar[int] = 0  # how often `note_damage` was called, whichever connection it was about

    @classmethod
    def note_damage(cls) -> None:
        """Says that a row was not as it was written, though no statement has failed: connections are made anew."""
        cls._damage_noted += 1

    def __init__(self, path: Path, key: Key) -> None:
        """Opens the file, which has to exist. Raises WrongPassphrase, Damaged, JournalInUse or NotWritable."""
        self.path = path
        self.key = key
        self._depth = 0
        self._waiting_since = 0.0
        self._reads_only = False
        self._has_met_damage = False
        self._noted = Connection._damage_noted
        self._file = _identity(path)  # before it is opened: one that replaces it meanwhile is never taken for it
        self._driver = self._opened(key)

    def reopen(self, key: Key) -> None:
        """Goes on with the file that has the name now, which has this key. Nothing may be under way.

        Raises what opening raises; nothing can be saved then, as the file is another.
        """
        file = _identity(self.path)
        before, self._driver = self._driver, self._opened(key)
        self.key, self._file = key, file
        before.close()

    def read_only(self) -> None:
        """From now on nothing is written."""
        self._reads_only = True
        with self._translating():
            _set(self._driver, *_READS_ONLY)

    def _opened(self, key: Key) -> dbapi2.Connection:
        uri = f"{self.path.absolute().as_uri()}?mode=rw"
        try:
            driver = dbapi2.connect(uri, uri=True, isolation_level=None, timeout=_WAIT_SECONDS)
            try:
                for setting in _BEFORE_KEY:
                    _set(driver, *setting)
                driver.execute(f'PRAGMA key = "{key.pragma()}"')
                driver.execute("SELECT count(*) FROM sqlite_master").fetchone()
                for setting in (*_AFTER_KEY, *((_READS_ONLY,) if self._reads_only else ())):
                    _set(driver, *setting)
                driver.set_authorizer(_allow_no_attach)
                driver.set_busy_handler(self._wait)
                driver.set_progress_handler(is_stopped, _STEPS_AT_ONCE)
            except BaseException:
                driver.close()
                raise
        except dbapi2.Error as error:
            raise translated(error, self.path) from None
        return driver

    def _wait(self, tries: int) -> bool:
        # SQLite's own waiting ends up asking ten times a second, and beside a program that saves without a pause it may
        # ask in vain for as long as it is allowed to. This waits just as long, and asks often enough to get its turn.
        if tries == 0:
            self._waiting_since = time.monotonic()
        time.sleep(_PAUSE_SECONDS)
        return time.monotonic() - self._waiting_since < _WAIT_SECONDS and not is_stopped()

    @contextlib.contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except (dbapi2.Error, MemoryError) as error:
            code = code_of(error)
            self._has_met_damage |= code in DAMAGE
            if self._has_met_damage and code in STUCK:
                raise damaged(self.path) from None
            raise translated(error, self.path) from None
        except UnicodeEncodeError:
            raise BadInput(BROKEN_TEXT, BROKEN_TEXT_HINT) from None

    def _ask(self, sql: str, values: Values, take: Callable[[Any], T]) -> T:
        """What is taken of the answer to a statement, which is asked again where the connection had to be made anew."""
        if not sql.startswith(_ENDS):
            look()
        with self._translating():
            try:
                return take(self._driver.execute(sql, values))
            except (dbapi2.Error, MemoryError) as error:
                if self._depth or self._driver.in_transaction or code_of(error) not in STUCK:
                    raise
                self._renew()
                return take(self._driver.execute(sql, values))

    def _renew_if_needed(self) -> None:
        # A block would begin as if nothing were amiss, and then fail.
        damaged = self._has_met_damage or self._noted != Connection._damage_noted
        if damaged and not self._driver.in_transaction:
            self._renew()

    def _renew(self) -> None:
        """Opens the file anew: SQLCipher gives no answer any more once it has met one damaged page."""
        self.check_place()
        before, self._driver = self._driver, self._opened(self.key)
        before.close()
        self._has_met_damage = False
        self._noted = Connection._damage_noted

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """All rows of a query."""
        return self._ask(sql, values, lambda answer: cast(list[Row], answer.fetchall()))

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """The first row of a query, if there is one."""
        return self._ask(sql, values, lambda answer: cast(Row | None, answer.fetchone()))

    def each(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """The rows of a query one by one."""
        with self._translating():
            # Not the answer itself: it would be closed once nobody wants more, when the file may be closed already.
            yield from self._ask(sql, values, lambda answer: cast(Iterator[Row], iter(answer.fetchone, None)))

    def run(self, sql: str, values: Values = ()) -> int:
        """Runs one statement and returns the number of rows it changed."""
        if self._depth and not self._driver.in_transaction:
            # SQLite undid the whole block by itself; what follows would be saved alone.
            raise JournalError("An operation was undone as a whole.", "Nothing was saved by it.")
        return self._ask(sql, values, lambda answer: cast(int, answer.rowcount))

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
        self._renew_if_needed()
        self.run(begin if outermost else f"SAVEPOINT {level}")
        self._depth += 1
        try:
            if outermost:
                self.check_place()
            yield
            if outermost:
                self._commit()
            else:
                self.run(f"RELEASE {level}")
        except BaseException:
            self._undo("ROLLBACK" if outermost else f"ROLLBACK TO {level}")
            raise
        finally:
            self._depth -= 1

    def _undo(self, sql: str) -> None:
        # After some errors, such as a full disk, SQLite has rolled everything back by itself.
        if not self._driver.in_transaction:
            return
        try:
            self._driver.execute(sql)
        except (dbapi2.Error, MemoryError) as error:
            if code_of(error) not in STUCK:
                raise translated(error, self.path) from None
            if sql == "ROLLBACK":  # that the file is closed undoes it, or else its next opening
                self._renew()

    def _commit(self) -> None:
        try:
            self.run("COMMIT")
        except NotWritable as problem:
            if problem.hint == DISK_ERROR_HINT:
                # Where all is written and what would undo it is gone, only making sure of that can fail. The library
                # doesn't say that this is what failed.
                raise MaybeSaved(
                    problem.message,
                    "It may be saved all the same: look for it before you save it again. Check the disk.",
                ) from None
            raise

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

    @property
    def is_in_place(self) -> bool:
        """Whether the file that was opened still has its name."""
        return _identity(self.path) == self._file

    def check_place(self) -> None:
        """Makes sure that the file that was opened still has its name. Raises NotWritable."""
        # What is written to a file without a name is lost, and the rollback journal would be taken for that of the file
        # that has the name now. Programs that synchronise folders replace files in this way.
        if not self.is_in_place:
            raise NotWritable(
                f"{self.path} was moved or replaced while it was open.",
                "Nothing was saved. Close the journal and open it again: what is being written is kept as a draft, if "
                "this journal has its name then. Where a program that synchronises folders did this, journal merge "
                "joins what both machines wrote.",
            )

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Every read in the block sees the file as it was at the first of them. Blocks may be nested."""
        if self._driver.in_transaction:
            yield
            return
        self._renew_if_needed()
        self.run("BEGIN")
        try:
            yield
        finally:
            self._undo("ROLLBACK")

    def copy_to(self, other: "Connection", progress: Callable[[int, int], None] | None = None) -> None:
        """Copies every page into the file of another connection, which is encrypted with that one's key.

        `progress` is told the pages done and the pages in all. Raises JournalInUse where this file is being written to.
        """
        copied, state = -1, dbapi2.SQLITE_OK

        def tell(now: int, remaining: int, pages: int) -> None:
            nonlocal copied, state
            state = now
            busy = state & 0xFF in (dbapi2.SQLITE_BUSY, dbapi2.SQLITE_LOCKED)
            if busy and pages - remaining == copied:  # the driver would try for ever
                raise JournalInUse(f"{self.path} is being written to.", "Wait a moment, and try again.")
            copied = pages - remaining
            look()
            if progress is not None and state in (dbapi2.SQLITE_OK, dbapi2.SQLITE_DONE):
                progress(copied, pages)

        with self._translating():
            try:
                self._driver.backup(other._driver, pages=_PAGES_AT_ONCE, progress=tell)
            except dbapi2.Error as error:
                error.sqlite_errorcode = state  # the driver's own says nothing here
                raise

    def close(self) -> None:
        """Closes the file. Harmless when it is closed already."""
        with self._translating():
            self._driver.close()


def _set(driver: dbapi2.Connection, name: str, value: str, expected: str) -> None:
    driver.execute(f"PRAGMA {name} = {value}").fetchall()
    row = driver.execute(f"PRAGMA {name}").fetchone()
    if row is None or str(row[0]) != expected:
        raise JournalError(f"The encryption library does not support {name}.", "Install journal again.")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _allow_no_attach(action: int, *_: object) -> int:
    # ATTACH with an empty key would write journal text to a file in clear.
    return cast(int, dbapi2.SQLITE_DENY if action == dbapi2.SQLITE_ATTACH else dbapi2.SQLITE_OK)
