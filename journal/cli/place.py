"""Which journal a command is about, and opening it."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from journal.errors import BadInput, NotWritable
from journal.vault.files import read_salt
from journal.vault.vault import Vault


@dataclass(frozen=True)
class Place:
    """What was said before the command: the file of the journal, and where its passphrase comes from.

    `practice_fd` has a practice that runs on across a lock.
    """

    path: Path
    passphrase_fd: int | None = None
    practice_fd: int | None = None


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
def opened(place: Place, *, read_only: bool = False) -> Iterator[Vault]:
    """The journal, open inside the block. What can't be a journal is said before the passphrase is asked for.

    Raises what `Vault.open` raises.
    """
    from journal.cli.passphrase import passphrase

    read_salt(place.path)
    vault = Vault.open(place.path, passphrase(place.passphrase_fd), read_only=read_only)
    try:
        yield vault
    finally:
        vault.close()


@contextlib.contextmanager
def opened_to_note(place: Place) -> Iterator[Vault]:
    """The journal, open inside the block so that what leaves can be noted in it; read-only where it can't be written.

    Raises what `Vault.open` raises.
    """
    from journal.cli.passphrase import passphrase

    read_salt(place.path)
    secret = passphrase(place.passphrase_fd)
    try:
        vault = Vault.open(place.path, secret)
    except NotWritable:
        vault = Vault.open(place.path, secret, read_only=True)
    try:
        yield vault
    finally:
        vault.close()


@contextlib.contextmanager
def reading(place: Place) -> Iterator[Vault]:
    """The journal as it is at one moment, inside the block; nothing can be saved in it.

    What is read is written after the block: whoever reads our output may stop for an hour, and would keep others from
    saving.
    """
    with opened(place, read_only=True) as vault, vault.snapshot():
        yield vault
