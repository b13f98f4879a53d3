"""Which journal a command is about, and opening it."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from journal.errors import BadInput, NotWritable
from journal.vault.files import read_salt
from journal.vault.vault import Vault

if TYPE_CHECKING:
    from journal.vault.backup.making import Closing


@dataclass(frozen=True)
class Place:
    """What was said before the command: the file of the journal, and where its passphrase comes from.

    `practice_fd` has a practice that runs on across a lock, and `not_backed_up` says that a lock made no backup.
    """

    path: Path
    passphrase_fd: int | None = None
    practice_fd: int | None = None
    not_backed_up: bool = False


def expanded(path: Path) -> Path:
    """The path with the home folder in the place of a leading ~. Raises BadInput where there is no such user."""
    try:
        return path.expanduser()
    except RuntimeError:
        raise BadInput(
            "The path begins with ~ and a user that isn't there.", "Write ./ before a ~ in a name."
        ) from None


def place_of(context: typer.Context) -> Place:
    """The place that a command was called with."""
    place = context.find_object(Place)
    if place is None:
        raise LookupError("a command was called without its group")
    return place


@contextlib.contextmanager
def opened(place: Place, *, read_only: bool = False, backing_up: bool = True) -> Iterator[Vault]:
    """The journal, open inside the block. What can't be a journal is said before the passphrase is asked for.

    If it was changed, a backup is made of it afterwards when it is time for one. Raises what `Vault.open` raises.
    """
    from journal.cli.passphrase import passphrase

    read_salt(place.path)
    vault = Vault.open(place.path, passphrase(place.passphrase_fd), read_only=read_only)
    with closing(vault, backing_up=backing_up and not read_only):
        yield vault


@contextlib.contextmanager
def opened_to_note(place: Place) -> Iterator[Vault]:
    """The journal, open inside the block so that what leaves can be noted in it; read-only where it can't be written.

    Raises what `Vault.open` raises.
    """
    from journal.cli.passphrase import passphrase

    read_salt(place.path)
    secret = passphrase(place.passphrase_fd)
    read_only = False
    try:
        vault = Vault.open(place.path, secret)
    except NotWritable:
        vault = Vault.open(place.path, secret, read_only=True)
        read_only = True
    with closing(vault, backing_up=not read_only):
        yield vault


@contextlib.contextmanager
def closing(vault: Vault, *, backing_up: bool) -> Iterator[None]:
    """Closes a journal after the block; with a backup before where the block changed it, and ended well."""
    try:
        before = _changed(vault)
        yield
        if backing_up and _changed(vault) not in (before, None):
            back_up(vault)
    finally:
        vault.close()


def _changed(vault: Vault) -> int | None:
    """When the file was changed last; None where it is no longer there."""
    try:
        return vault.path.stat().st_mtime_ns
    except OSError:
        return None


def back_up(vault: Vault, when: "Closing | None" = None) -> None:
    """Makes a backup if it is time; at the end of a command where nothing else is said. What hinders it is told."""
    from journal.cli import output
    from journal.vault.backup.making import Closing, create_on_closing

    if told := create_on_closing(vault, when or Closing.COMMAND):
        output.say(f"journal: warning: {told}")


@contextlib.contextmanager
def reading(place: Place) -> Iterator[Vault]:
    """The journal as it is at one moment, inside the block; nothing can be saved in it.

    What is read is written after the block: whoever reads our output may stop for an hour, and would keep others from
    saving.
    """
    with opened(place, read_only=True) as vault, vault.snapshot():
        yield vault
