"""The vault: one encrypted file, and what is in it by name."""

import contextlib
import datetime as dt
import errno
import glob
import os
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from journal.errors import BadInput, Damaged, JournalError, NoJournal, NotWritable, WrongPassphrase
from journal.model.exercise import Exercise
from journal.model.goal import Goal, GoalProgress
from journal.model.homework import Assignment
from journal.model.measures import Gad7, OutsideScore, OwnScale
from journal.model.rating import Scales
from journal.model.records import C
from journal.model.sensate_focus import StageAgreement
from journal.model.session import AgendaItem, TherapySession
from journal.model.shared_copy import SharedCopy
from journal.model.timer import Practice
from journal.vault import page, removal, schema
from journal.vault.agenda import Agenda
from journal.vault.connection import Connection
from journal.vault.drafts import Drafts
from journal.vault.entries import Entries
from journal.vault.homework import Agreements, Assignments
from journal.vault.key import SALT_BYTES, Key, derive_key
from journal.vault.people import People
from journal.vault.practices import Practices
from journal.vault.presence import Presence
from journal.vault.records import Records, RecordTrash
from journal.vault.releases import Releases
from journal.vault.sessions import Sessions
from journal.vault.settings import Preferences, Settings
from journal.vault.shared_copies import SharedCopies
from journal.vault.statistics import Statistics
from journal.vault.summary_choices import SummaryChoices

if TYPE_CHECKING:
    from journal.library.shelf import Shelf

Clock = Callable[[], dt.datetime]

_STALE_SECONDS = 3600


def utc_now() -> dt.datetime:
    """The present instant in UTC."""
    return dt.datetime.now(dt.UTC)


def default_path() -> Path:
    """Where the journal is when nobody says otherwise: the platform's folder for a user's data."""
    from platformdirs import user_data_path

    return user_data_path("journal", appauthor=False) / "journal.db"


class Vault:
    """An open journal. It belongs to the thread that opened it.

    Every method of its tables raises JournalInUse, NotWritable or Damaged where the file can't be read or written; a
    method that has returned has committed.
    """

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._presence = Presence(connection.path)
        self.path = connection.path
        self.clock = clock
        self.entries = Entries(connection, clock)
        self.releases = Releases(connection, self.entries)
        self.assignments = Assignments(connection, clock)
        self.agreements = Agreements(connection, clock)
        self.sessions = Sessions(connection, clock)
        self.agenda = Agenda(connection, clock)
        self.goals = Records(connection, clock, Goal)
        self.goal_progress = Records(connection, clock, GoalProgress)
        self.own_scales = Records(connection, clock, OwnScale)
        self.scores = Records(connection, clock, OutsideScore)
        self.gad7 = Records(connection, clock, Gad7)
        self.own_exercises = Records(connection, clock, Exercise)
        self.shared_copies = SharedCopies(connection, clock, self.sessions)
        self.summary_choices = SummaryChoices(connection, clock, self.sessions)
        self.record_trash = RecordTrash(connection, clock, self.records_of)
        self.practice = Practices(connection, clock, self.record_trash)
        self.statistics = Statistics(connection)
        self.drafts = Drafts(connection, clock)
        self.people = People(connection, clock)
        self.settings = Settings(connection)

    @classmethod
    def create(cls, path: Path, passphrase: str, *, clock: Clock = utc_now) -> "Vault":
        """A new, empty journal, made whole under another name and then put in its place, where nothing may be yet.

        Raises BadInput for an empty passphrase or a taken place, and NotWritable.
        """
        if not passphrase:
            raise BadInput("The passphrase is empty.", "Choose one of several words.")
        with _file_errors(path):
            _refuse_taken(path)
            _make_folder(path.parent)
            _sweep(path)
            temporary = path.with_name(f".{path.name}.new-{secrets.token_hex(4)}")
            os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            try:
                key = derive_key(passphrase, os.urandom(SALT_BYTES))
                connection = Connection(temporary, key)
                try:
                    schema.apply(connection)
                finally:
                    connection.close()
                _put_in_place(temporary, path)
            finally:
                for name in (temporary.name, f"{temporary.name}-journal"):
                    temporary.with_name(name).unlink(missing_ok=True)
        connection = Connection(path, key)
        try:
            return cls(connection, clock)
        except BaseException:
            connection.close()
            raise

    @classmethod
    def open(cls, path: Path, passphrase: str, *, read_only: bool = False, clock: Clock = utc_now) -> "Vault":
        """The journal at a place, brought to the newest schema, and then not changed if it is only to be read.

        The file is untouched by NoJournal, WrongPassphrase, Damaged, NewerVersion, JournalInUse and NotWritable.
        """
        salt = read_salt(path)
        if not read_only:
            _refuse_unwritable(path)
        key = derive_key(passphrase, salt)
        try:
            connection = Connection(path, key)
        except WrongPassphrase:
            _refuse_damaged(path, key)
            raise
        try:
            schema.check(connection)
            if schema.is_behind(connection):
                _refuse_unwritable(path)
                schema.apply(connection)
            if read_only:
                connection.run("PRAGMA query_only = ON")
            else:
                _sweep(path)
            return cls(connection, clock)
        except BaseException:
            connection.close()
            raise

    def records_of(self, content: type[C]) -> Records[C]:
        """The records of a type."""
        mine = {
            Assignment: self.assignments,
            StageAgreement: self.agreements,
            TherapySession: self.sessions,
            AgendaItem: self.agenda,
            Goal: self.goals,
            GoalProgress: self.goal_progress,
            OwnScale: self.own_scales,
            OutsideScore: self.scores,
            Gad7: self.gad7,
            Exercise: self.own_exercises,
            Practice: self.practice,
            SharedCopy: self.shared_copies,
        }
        return cast(Records[C], mine[content])

    def has_nothing(self) -> bool:
        """Whether nothing was written or set yet; nicknames may be there, which the first start asks for."""
        row = self._connection.row(
            "SELECT 1 FROM entry UNION ALL SELECT 1 FROM trash UNION ALL SELECT 1 FROM record UNION ALL "
            "SELECT 1 FROM draft UNION ALL SELECT 1 FROM purged LIMIT 1"
        )
        return row is None and self.settings.get() == Preferences()

    def scales(self) -> Scales:
        """The scales that come with the program, and the person's own."""
        return Scales(one.content.scale(one.id) for one in self.own_scales.list())

    def shelf(self) -> "Shelf":
        """The exercises of the library and the person's own, behind the gate."""
        from journal.library.shelf import Shelf  # what most openings don't need

        own = ((one.id, one.content) for one in self.own_exercises.list())
        return Shelf(own, self.assignments.open_stages(), self.settings.get().words)

    @contextlib.contextmanager
    def atomic(self) -> Iterator[None]:
        """Everything in the block is committed together when it ends, or nothing of it."""
        with self._connection.atomic():
            yield

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Every read in the block sees the journal as it was at the first of them; blocks may be nested.

        Nothing can be saved in it.
        """
        with self._connection.snapshot():
            yield

    @property
    def in_step(self) -> bool:
        """Whether a block of `atomic`, `snapshot` or `alone` is under way, so that nothing new is committed in it."""
        return self._connection.in_transaction

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Like `atomic`, while no other program has the journal open. Raises JournalInUse where one has.

        No snapshot may be under way.
        """
        with self._presence.alone(), self._connection.atomic(alone=True):
            yield

    def refuse_others(self) -> None:
        """Makes sure that no other program has the journal open, without keeping it from that. Raises JournalInUse."""
        with self.alone():
            pass

    def remove(self, allow: Callable[[], None]) -> None:
        """Removes the journal from the disk, with what belongs to it beside the file, and closes it.

        `allow` is called when nobody else can read or write any more; whatever it raises leaves everything as it was.
        The file itself goes last, so that one that is interrupted leaves the journal whole, or gone. Raises
        JournalInUse, and NotWritable where it can't be removed.
        """
        with self.alone():
            allow()
            if os.name == "posix":
                self._remove_files()
        self.close()
        if os.name != "posix":  # a file that is open can't be removed there
            self._remove_files()

    def _remove_files(self) -> None:
        with _file_errors(self.path):
            removal.remove(self.path, default_path())

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()
        self._presence.end()


def read_salt(path: Path) -> bytes:
    """The salt at the start of a journal file. Raises NoJournal for what can't be a journal, and NotWritable."""
    with _file_errors(path):
        if not path.exists():
            raise NoJournal(f"There is no journal at {path}.", "Create one with: journal init")
        if path.is_dir():
            raise NoJournal(f"{path} is a folder, not a journal.", "Name the file inside it.")
        if not path.is_file():
            raise NoJournal(f"{path} is not a file.", "Name another one.")
        # Closing a file lets go of every lock that this process has on it, so none may be in a transaction here.
        with path.open("rb") as file:
            start = file.read(page.PAGE_BYTES)
    if not start:
        raise NoJournal(f"{path} is empty: there is no journal in it.", "Name another file, or go back to a backup.")
    if start.startswith(b"SQLite format 3\0"):
        raise NoJournal(f"{path} is a database of another program, not a journal.", "Name another file.")
    if len(start) < page.PAGE_BYTES:
        raise NoJournal(f"{path} is too short to be a journal.", "Name another file, or go back to a backup.")
    return start[:SALT_BYTES]


def _refuse_taken(path: Path) -> None:
    if path.is_dir():
        raise BadInput(f"{path} is a folder.", "Name a file inside it.")
    if path.exists() or path.is_symlink():
        raise BadInput(f"There is a file at {path} already. It was left as it is.", "Name another place with --file.")


def _refuse_unwritable(path: Path) -> None:
    # Asked before the passphrase is put to use, so that nobody writes for an hour what can't be saved.
    file = path.resolve()
    for place in (file, file.parent):
        if not os.access(place, os.W_OK):
            raise NotWritable(f"{place} can't be written to.", "Change its permissions, or copy the journal elsewhere.")


def _refuse_damaged(path: Path, key: Key) -> None:
    with _file_errors(path):
        if page.any_made_with(path, key):
            raise Damaged(
                f"{path} is damaged at its start; the passphrase is right.",
                "Keep this file as it is, and go back to a backup or another copy of it.",
            )
        if path.stat().st_size % page.PAGE_BYTES:
            raise Damaged(
                f"{path} is not a journal, or a part of it is missing.",
                "Name another file, or go back to a backup of this one.",
            )


def _make_folder(folder: Path) -> None:
    # Each of them private: whoever may write to one of the folders above can put another file in the journal's place.
    for missing in reversed([place for place in (folder, *folder.parents) if not place.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)


def _sweep(path: Path) -> None:
    """Removes what a creation that was cut short left behind: its unfinished file, or a second name of the journal."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.new-*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE_SECONDS or (path.exists() and left.samefile(path)):
                left.unlink()


def _put_in_place(temporary: Path, path: Path) -> None:
    # A hard link can't replace a file that appeared meanwhile, as a rename would.
    try:
        os.link(temporary, path)
    except FileExistsError:
        _refuse_taken(path)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS):
            raise
        _refuse_taken(path)
        temporary.rename(path)  # a file system without hard links
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextlib.contextmanager
def _file_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except JournalError:
        raise
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise NotWritable("The disk is full.", "Make some room, then try again.") from None
        reason = (error.strerror or "it can't be used").lower()
        raise NotWritable(f"{path} can't be used: {reason}.", "Check the path and its permissions.") from None
