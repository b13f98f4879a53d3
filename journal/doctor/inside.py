"""The open journal: whether its file is whole, where it keeps what it sorts, and which plain copies of it lie about."""

from collections.abc import Iterator
from pathlib import Path

from journal.clock import today
from journal.doctor.backups import backups
from journal.doctor.finding import Finding, Level, bad, good, look, unknown
from journal.doctor.words import ago
from journal.errors import JournalError
from journal.outgoing.ledger import Line, day_of, still_lying
from journal.safety.text import safe_line
from journal.vault import schema
from journal.vault.connection import Connection
from journal.vault.key import Key
from journal.vault.stopping import Stopped
from journal.vault.vault import Vault

_LONG_MINUTES = 30  # until it locks by itself

_OLDER = unknown(
    "the file",
    "An earlier version of journal made it. It is looked at from inside once it was brought to this one.",
    "Open it, which does that: journal. Then look again.",
)
SALVAGE = (
    "Keep this file as it is. Go back to a backup with: journal backup restore. What can still be read is saved into "
    "a new file by: journal doctor --salvage"
)


def inside(vault: Vault) -> Iterator[Finding]:
    """What is found in an open journal, one by one. What can't be read is a finding too."""
    file = _whole(vault)
    yield file
    yield _temporary_files(vault)
    try:
        yield _plain_copies(vault)
        yield from _lock(vault)
        yield from backups(vault)
    except Stopped:
        raise
    except JournalError as error:
        if file.level is not Level.BAD:
            yield bad("the file", error.message, error.hint or SALVAGE)


def of_before(path: Path, key: Key) -> Finding | None:
    """That an earlier version of the program made the file, which looking inside would change; or None."""
    try:
        connection = Connection(path, key)
    except JournalError:  # opening it tells more of that
        return None
    try:
        schema.check(connection)
        behind = schema.is_behind(connection)
    finally:
        connection.close()
    return _OLDER if behind else None


def _whole(vault: Vault) -> Finding:
    try:
        problems = vault.problems()
    except Stopped:
        raise
    except JournalError as error:
        return unknown("the file", error.message, error.hint)
    if problems:
        return bad("the file", f"The journal is damaged. {' '.join(problems)}", SALVAGE)
    return good("the file", "Every page is as it was written, and its parts fit together.")


def _temporary_files(vault: Vault) -> Finding:
    if vault.sorts_in_memory():
        return good("temporary files", "Sorting and searching write nothing to temporary files.")
    return bad(
        "temporary files",
        "Sorting may write text to temporary files in clear.",
        "Install journal again, as it was made.",
    )


def _plain_copies(vault: Vault) -> Finding:
    about = "plain copies"
    lying = still_lying(vault.shared_copies.list())
    if not lying:
        return good(about, "No plain copy that left the journal still lies where it was put.")
    oldest = min(lying, key=_age)
    days = (today(vault.clock()) - day_of(oldest)).days
    many = "A plain copy still lies" if len(lying) == 1 else f"{len(lying)} plain copies still lie"
    return look(
        about,
        f"{many} where anybody who uses this machine can read it; the oldest is of {ago(days)}: "
        f"{safe_line(oldest.content.place)}",
        "Delete what is no longer needed: journal shared clean",
    )


def _age(line: Line) -> str:
    return line.created.isoformat()


def _lock(vault: Vault) -> Iterator[Finding]:
    minutes = vault.settings.get().lock_minutes
    if minutes > _LONG_MINUTES:
        yield look(
            "lock",
            f"The journal locks by itself only after {minutes} minutes without a key.",
            "Set fewer in the settings (F10), or lock with Ctrl-L when you leave it.",
        )
