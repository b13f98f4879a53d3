"""Delivery: what leaves is protected, written, and noted in the ledger, all of it or nothing."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from journal.errors import JournalError, JournalInUse, NotWritable
from journal.model.records import Record
from journal.model.shared_copy import STANDARD_OUTPUT, Protection, SharedCopy
from journal.outgoing.files import Files, ready_file, ready_folder, refuse_journal
from journal.safety.signals import held
from journal.vault.vault import Vault


@dataclass(frozen=True)
class Folder:
    """Several files that belong together; `name` is that of the folder they are in where all of them are one file."""

    name: str
    files: Files


@dataclass(frozen=True)
class InPlain:
    """It leaves as it is: whoever has it can read it."""


@dataclass(frozen=True)
class WithPassword:
    """A PDF that opens with this password, in any program that shows PDF."""

    password: str = field(repr=False)


@dataclass(frozen=True)
class WithPassphrase:
    """Encrypted with age, for whoever knows the passphrase."""

    passphrase: str = field(repr=False)


@dataclass(frozen=True)
class ForRecipients:
    """Encrypted with age, for whoever has the secret key of one of these public ones."""

    recipients: tuple[str, ...]


Lock = InPlain | WithPassword | WithPassphrase | ForRecipients

Sink = Callable[[Iterable[bytes]], None]  # writes all pieces, and makes sure that they have left


def deliver(
    vault: Vault,
    target: Path | Sink,
    content: bytes | Iterable[bytes] | Folder,
    lock: Lock,
    copy: SharedCopy,
    *,
    replace_file: bool = False,
    written: Callable[[int], object] = int,
) -> Record[SharedCopy] | None:
    """Writes a new file, or a new folder, and its line of the ledger in one step; returns the line.

    The file is in its place exactly when the line is in the ledger; whatever goes wrong, also in `content` itself,
    leaves neither. Only where the journal can't be written to, be it read-only or on a full disk, the file is there
    without a line, and None is returned. The `place`, `digest` and `protection` of `copy` are filled in here.

    A folder is one file, a tar, where it is encrypted, where it goes to a sink, or where the name of the target ends in
    .tar. For a sink the line is added when all has left. With `replace_file`, a file that is there is replaced; a
    folder never is. `content` may begin a snapshot, and is closed when it was taken. `written` is told the size of each
    piece that was written.

    Raises BadInput for a place that is taken, is none or is the journal's own, NotWritable for one that can't be
    written to, JournalInUse where somebody else keeps the ledger from being written, and what `content` raises. Raises
    RuntimeError inside a block or a snapshot of the vault, for the line would be committed only after it, or never.
    """
    if vault.in_step:
        raise RuntimeError("what leaves has a step of its own")
    if isinstance(target, Path):
        refuse_journal(target, vault.path)
    copy = replace(copy, protection=protection_of(lock))
    with contextlib.ExitStack() as stack:
        if isinstance(content, Folder):
            _close_after(stack, content.files)
            if isinstance(target, Path) and isinstance(lock, InPlain) and target.suffix.lower() != ".tar":
                files = ((name, _told(pieces, written)) for name, pieces in content.files)
                ready = stack.enter_context(ready_folder(target, files))
                return _put(vault, ready.put, ready.take_back, _placed(copy, target, ready.digest))
            from journal.outgoing.tar import tar

            content = tar(content.files, content.name)
        behind = locked((content,) if isinstance(content, bytes) else content, lock)
        _close_after(stack, content)
        _close_after(stack, behind)
        pieces = _told(behind, written)
        if not isinstance(target, Path):
            target(pieces)
            return _noted(vault, replace(copy, place=STANDARD_OUTPUT, digest=""))
        ready = stack.enter_context(ready_file(target, pieces, replace=replace_file))
        return _put(vault, ready.put, ready.take_back, _placed(copy, target, ready.digest))


def _told(pieces: Iterable[bytes], written: Callable[[int], object]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        written(len(piece))


def _close_after(stack: contextlib.ExitStack, pieces: object) -> None:
    close = getattr(pieces, "close", None)
    if close is not None:
        stack.callback(close)


def protection_of(lock: Lock) -> Protection:
    """How the ledger calls what a lock does."""
    match lock:
        case InPlain():
            return Protection.NONE
        case WithPassword():
            return Protection.PASSWORD
        case WithPassphrase() | ForRecipients():
            return Protection.AGE


def locked(pieces: Iterable[bytes], lock: Lock) -> Iterable[bytes]:
    """The same behind the lock. Raises BadInput for a secret or key that can't be one, at once or while it is taken."""
    match lock:
        case InPlain():
            return pieces
        case WithPassword(password):
            from journal.outgoing.pdf_password import encrypted

            return encrypted(pieces, password)
        case WithPassphrase(passphrase):
            from journal.outgoing.age import encrypted_with

            return encrypted_with(pieces, passphrase)
        case ForRecipients(recipients):
            from journal.outgoing.age import encrypted_for

            return encrypted_for(pieces, recipients)


def _placed(copy: SharedCopy, target: Path, digest: str) -> SharedCopy:
    return replace(copy, place=str(target.absolute()), digest=digest)


def _put(
    vault: Vault, put: Callable[[], None], take_back: Callable[[], None], copy: SharedCopy
) -> Record[SharedCopy] | None:
    """Puts what is ready in its place while its line waits to be committed."""
    refused = is_put = False
    with held():
        try:
            with vault.atomic():
                line = vault.shared_copies.add(copy)
                try:
                    put()
                except JournalError:
                    refused = True
                    raise
                is_put = True
        except NotWritable:
            if refused:
                raise
            if not is_put:
                put()
            return None
        except BaseException:
            if is_put:
                take_back()
            raise
    return line


def _noted(vault: Vault, copy: SharedCopy) -> Record[SharedCopy] | None:
    """The line of what has left already, which nothing can take back."""
    try:
        return vault.shared_copies.add(copy)
    except (NotWritable, JournalInUse):
        return None
