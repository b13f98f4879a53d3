"""The end of a journal on this machine: sealed into an archive that was read back, or destroyed.

Whatever happens on the way, and at whatever moment the program is ended, the journal is whole in its place, or a whole
archive of all of it is in its own.
"""

import datetime as dt
import hashlib
import shlex
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from journal.errors import BadInput, Damaged, JournalError
from journal.model.shared_copy import Shared, SharedCopy
from journal.outgoing import parts
from journal.outgoing.age import decrypted
from journal.outgoing.delivery import ForRecipients, WithPassphrase, locked, protection_of
from journal.outgoing.files import Ready, default_name, explained, ready_file, refuse_journal
from journal.outgoing.lying import State, look
from journal.safety.signals import held
from journal.transfer.data import export_json
from journal.transfer.reading import read_json
from journal.vault.vault import Vault

_KEPT = "The journal was kept."


@dataclass(frozen=True)
class Archive:
    """An archive that is in its place, was opened again, and held all of the journal at the instant `made`.

    `digest` is the SHA-256 of the file, and `content` that of what is in it, in hex.
    """

    place: Path
    made: dt.datetime
    digest: str
    content: str


def archive_name(today: dt.date) -> str:
    """The neutral name of an archive."""
    return default_name("archive", today, "json.age")


def write_archive(vault: Vault, place: Path, lock: WithPassphrase | ForRecipients, *, identity: str = "") -> Archive:
    """Writes everything, encrypted, to a new file, which is read back before it has its name.

    It is opened with the passphrase, or with the secret key `identity` where it is for recipients, compared with the
    journal byte for byte, and read as an import reads it. Its own line of the ledger is in it. While this lasts, no
    other program can use the journal. Where anything goes wrong, there is neither an archive nor a line.

    Raises JournalInUse where another program has the journal open, WrongPassphrase where the key is another one,
    Damaged where what is read back is not what was written, BadInput for a place that is none, and NotWritable.
    """
    if isinstance(lock, ForRecipients) and not identity:
        raise BadInput(
            "Without the secret key the archive can't be read back, so it doesn't take the place of the journal.",
            "Give the file that age-keygen wrote, or use a passphrase.",
        )
    refuse_journal(place, vault.path)
    put: Ready | None = None
    with ExitStack() as until_committed:
        try:
            with vault.alone():
                vault.shared_copies.add(_line(place, lock))
                made = vault.clock()
                with closing(export_json(vault, made)) as pieces, ready_file(place, locked(pieces, lock)) as ready:
                    content = _check(vault, made, ready, lock, identity)
                    until_committed.enter_context(held())
                    ready.put()
                    put = ready
        except BaseException:
            if put is not None:
                put.take_back()
            raise
    return Archive(place.absolute(), made, put.digest, content)


def remove_sealed(vault: Vault, archive: Archive) -> None:
    """Removes the journal from this machine if the archive still has all of it, and closes it.

    Raises JournalInUse where another program has it open, JournalError where the journal or the archive isn't as it was
    when that was written or the journal has another name on its disk, and NotWritable. The journal is kept then.
    """

    def allow() -> None:
        copy = SharedCopy(place=str(archive.place), digest=archive.digest)
        if look(copy) is not State.HERE:
            raise JournalError(f"The archive at {archive.place} is not as it was written. {_KEPT}", "Seal it again.")
        if _digest(export_json(vault, archive.made)) != archive.content:
            raise JournalError(
                f"The journal was changed after the archive was written. {_KEPT}",
                "Seal it again; the archive lacks what came later.",
            )

    _remove(vault, allow)


def destroy(vault: Vault) -> None:
    """Removes the journal from this machine, and closes it.

    Raises JournalInUse, JournalError where it has another name on its disk, and NotWritable. The journal is kept then.
    """
    _remove(vault, lambda: None)


def _remove(vault: Vault, allow: Callable[[], None]) -> None:
    def allow_then_sweep() -> None:
        _refuse_other_names(vault.path)
        allow()
        parts.sweep(vault.path.resolve().parent)

    vault.remove(allow_then_sweep)


def _refuse_other_names(journal: Path) -> None:
    with explained(journal):
        names = journal.stat().st_nlink
    if names > 1:
        raise JournalError(
            f"The journal has another name on this disk, under which all of it would stay. {_KEPT}",
            f"Remove that one first: find / -xdev -samefile {shlex.quote(str(journal.absolute()))}",
        )


def _line(place: Path, lock: WithPassphrase | ForRecipients) -> SharedCopy:
    return SharedCopy(what=Shared.ARCHIVE, format="json", protection=protection_of(lock), place=str(place.absolute()))


def _check(vault: Vault, made: dt.datetime, ready: Ready, lock: WithPassphrase | ForRecipients, identity: str) -> str:
    """The digest of what is in the archive, once that is what is in the journal and can be read."""
    passphrase = lock.passphrase if isinstance(lock, WithPassphrase) else ""
    read = b"".join(decrypted(ready.read_back(), passphrase=passphrase, identity=identity))
    at = 0
    with closing(export_json(vault, made)) as pieces:
        for piece in pieces:
            if read[at : at + len(piece)] != piece:
                break
            at += len(piece)
        else:
            if at == len(read):
                read_json(read)
                return hashlib.sha256(read).hexdigest()
    raise Damaged(f"What was read back from the archive is not the journal. {_KEPT}", "Name another disk, try again.")


def _digest(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()
