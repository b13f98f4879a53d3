"""The schema of the file: numbered SQL files, applied in order, each in one transaction with its number."""

import functools
import hashlib
from importlib import resources

from journal.errors import NewerVersion, NoJournal
from journal.vault.connection import Connection

_WITH_IDENTITY = 4  # the number with which a journal got its id

APPLICATION_ID = 0x6A726E6C  # "jrnl" in ASCII, so that the decrypted file can be told from others


@functools.cache
def _migrations() -> tuple[tuple[int, str], ...]:
    files = sorted(file.name for file in resources.files(__name__).iterdir() if file.name.endswith(".sql"))
    return tuple(
        (int(name[:4]), resources.files(__name__).joinpath(name).read_text(encoding="utf-8")) for name in files
    )


def newest() -> int:
    """The schema version that this program writes."""
    return _migrations()[-1][0]


def check(connection: Connection) -> None:
    """Raises NoJournal for a database that isn't a journal and NewerVersion for one that is ahead of this program."""
    (application_id,) = connection.row("PRAGMA application_id") or (0,)
    (version,) = connection.row("PRAGMA user_version") or (0,)
    if application_id != APPLICATION_ID:
        raise NoJournal(f"{connection.path} is an encrypted database, but not a journal.", "Name another file.")
    if version > newest():
        raise NewerVersion(
            f"{connection.path} was last used by a newer version of journal.",
            "Install that version. Nothing was changed.",
        )


def is_behind(connection: Connection) -> bool:
    """Whether an earlier version of the program made the file, so that `apply` has something to do."""
    (version,) = connection.row("PRAGMA user_version") or (0,)
    return bool(version < newest())


def apply(connection: Connection, *, to: int | None = None, salt: bytes = b"") -> None:
    """Brings the file to the newest schema, or to an earlier one, from an empty database or any version before it.

    `salt` is that of the file which this one stands for, where it is another.
    """
    for number, statements in _migrations()[:to]:
        (version,) = connection.row("PRAGMA user_version") or (0,)
        if number <= version:
            continue
        with connection.atomic():
            (version,) = connection.row("PRAGMA user_version") or (0,)
            if number > version:  # no other process was faster
                connection.script(statements)
                if number == _WITH_IDENTITY:
                    connection.run("INSERT INTO journal (id) VALUES (?)", (_identity(connection, salt),))
                connection.run(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.run(f"PRAGMA user_version = {number}")


def _identity(connection: Connection, salt: bytes) -> str:
    """The id of a journal: of its salt, which is random and which the copies that were made before have as well."""
    (own,) = connection.row("PRAGMA cipher_salt") or ("",)
    return hashlib.sha256(b"journal " + (salt or bytes.fromhex(own))).hexdigest()[:32]
