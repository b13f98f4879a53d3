"""The vault: one encrypted file, and what is in it by name."""

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from journal.errors import BadInput, NotWritable, WrongPassphrase
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
from journal.vault import check, removal, schema
from journal.vault.agenda import Agenda
from journal.vault.backup.places import (
    Backup,
    backups_in,
    backups_of,
    folder_of,
    folders_there,
    remove_all,
    sweep_backups,
)
from journal.vault.connection import Connection
from journal.vault.copying import Progress, write_copy
from journal.vault.drafts import Drafts
from journal.vault.entries import Entries
from journal.vault.files import (
    file_errors,
    make_folder,
    put_in_place,
    read_salt,
    refuse_damaged,
    refuse_taken,
    refuse_unwritable,
)
from journal.vault.following import follow
from journal.vault.homework import Agreements, Assignments
from journal.vault.key import SALT_BYTES, Key, derive_key
from journal.vault.people import People
from journal.vault.practices import Practices
from journal.vault.presence import Presence
from journal.vault.records import Records, RecordTrash
from journal.vault.recovery import Sheet, sheet_of
from journal.vault.releases import Releases
from journal.vault.rotate import rotate
from journal.vault.sessions import Sessions
from journal.vault.settings import Preferences, Settings
from journal.vault.shared_copies import SharedCopies
from journal.vault.statistics import Statistics
from journal.vault.summary_choices import SummaryChoices
from journal.vault.unfinished import sweep, unfinished

if TYPE_CHECKING:
    from journal.library.shelf import Shelf

Clock = Callable[[], dt.datetime]


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
        self.settings = Settings(connection, clock)

    @classmethod
    def create(cls, path: Path, passphrase: str, *, clock: Clock = utc_now) -> "Vault":
        """A new, empty journal, made whole under another name and then put in its place, where nothing may be yet.

        Raises BadInput for an empty passphrase or a taken place, and NotWritable.
        """
        if not passphrase:
            raise BadInput("The passphrase is empty.", "Choose one of several words.")
        with file_errors(path):
            refuse_taken(path)
            make_folder(path.parent)
            sweep(path)
            with unfinished(path) as temporary:
                key = derive_key(passphrase, os.urandom(SALT_BYTES))
                connection = Connection(temporary, key)
                try:
                    schema.apply(connection)
                finally:
                    connection.close()
                put_in_place(temporary, path)
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
            refuse_unwritable(path)
        try:
            return cls.open_with_key(path, derive_key(passphrase, salt), read_only=read_only, clock=clock)
        except WrongPassphrase:
            _refuse_lost_salt(path, passphrase, salt)
            raise

    @classmethod
    def open_with_key(cls, path: Path, key: Key, *, read_only: bool = False, clock: Clock = utc_now) -> "Vault":
        """The same with the key itself, as a recovery sheet has it. Raises the same."""
        if not read_only:
            refuse_unwritable(path)
        try:
            connection = Connection(path, key)
        except WrongPassphrase:
            refuse_damaged(path, key)
            raise
        try:
            schema.check(connection)
            if schema.is_behind(connection):
                refuse_unwritable(path)
                schema.apply(connection)
            if read_only:
                connection.read_only()
            vault = cls(connection, clock)
            if not read_only:  # from here on nobody restores another one in its place
                sweep(path.resolve())
                sweep_backups(path)
            return vault
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

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the file, in plain words without anything of its text; () where it is whole."""
        return check.problems(self._connection)

    def sorts_in_memory(self) -> bool:
        """Whether nothing of what is sorted or undone is ever written to a temporary file."""
        return check.sorts_in_memory(self._connection)

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

    def backups(self) -> tuple[Backup, ...]:
        """All backups of it, and the journals that they replaced. No transaction may be under way.

        Raises NotWritable.
        """
        return backups_of(self.path, self.settings.get().backup_folder)

    @property
    def key(self) -> Key:
        """The key that opens it, and every copy with the same salt. Its repr shows nothing of it."""
        return self._connection.key

    @property
    def is_in_place(self) -> bool:
        """Whether the file that is open still has the journal's name; it doesn't once it was replaced by another."""
        return self._connection.is_in_place

    def follow(self) -> bool:
        """Goes on with the file that has the journal's name now, if it is this journal too; see `following.follow`."""
        return follow(self._connection)

    def write_copy(self, place: Path, progress: Progress | None = None) -> None:
        """Writes a copy that opens with the same passphrase into an empty file, verified; see `copying.write_copy`."""
        self._connection.check_place()
        write_copy(self._connection, place, self.key, progress)

    def change_passphrase(self, now: str | Key, new: str, progress: Progress | None = None) -> None:
        """Gives the journal another passphrase, and with it another key; a recovery sheet of before is void then.

        `now` is the passphrase that opens it, or the key of its sheet. It stays open. Raises BadInput for an empty new
        one, JournalInUse where another program has it open, and what `rotate` raises. No snapshot may be under way.
        """
        if not new:
            raise BadInput("The new passphrase is empty.", "Choose one of several words.")
        key = derive_key(now, read_salt(self.path)) if isinstance(now, str) else now
        with self._presence.alone():
            rotate(self._connection, key, new, progress)

    def recovery_sheet(self, passphrase: str) -> Sheet:
        """The words and the number that open the journal without its passphrase. Raises WrongPassphrase for another.

        No snapshot may be under way.
        """
        key = derive_key(passphrase, read_salt(self.path))
        Connection(self.path, key).close()
        return sheet_of(key)

    def remove(self, allow: Callable[[], None]) -> None:
        """Removes the journal from the disk, with its backups and what belongs to it beside the file, and closes it.

        `allow` is called when nobody else can read or write any more; whatever it raises leaves everything as it was.
        The file itself goes last, so that one that is interrupted leaves the journal whole, or gone. Raises
        JournalInUse, and NotWritable where it can't be removed.
        """
        # Listed before, since that opens and closes the file, which lets go of every lock on it.
        # What opens with another key may be all that there is of another journal.
        backups = [one for one in self.backups() if one.salt == self.key.salt]
        folders = folders_there(self.path, self.settings.get().backup_folder)

        def remove_files() -> None:
            with file_errors(self.path):
                remove_all(backups, folders, self.path.resolve().name)
                removal.remove(self.path, default_path())

        with self.alone():
            allow()
            if os.name == "posix":
                remove_files()
        self.close()
        if os.name != "posix":  # a file that is open can't be removed there
            remove_files()

    def close(self) -> None:
        """Closes the file."""
        try:
            self._connection.close()
        finally:
            self._presence.end()


def _refuse_lost_salt(path: Path, passphrase: str, salt: bytes) -> None:
    """Raises Damaged where the salt of a backup, instead of that of the file, makes a key that opens the file."""
    kept: list[bytes] = []
    with contextlib.suppress(NotWritable):
        kept = [one.salt for one in backups_in(folder_of(path), path) if not one.replaced and one.salt]
    if kept and salt not in kept:
        refuse_damaged(path, derive_key(passphrase, kept[0]))
