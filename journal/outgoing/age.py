"""Encryption in the format of age (age-encryption.org/v1), which several programs open.

For recipients it needs no memory to speak of, whatever the size. With a passphrase the library takes and gives the
whole at once, so it needs the memory of the file several times, and that of making a key of the passphrase: scrypt with
as much work as takes this machine about a second, often half a gigabyte.
"""

import binascii
import queue
import re
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from journal.errors import BadInput, Damaged, JournalError, WrongPassphrase

if TYPE_CHECKING:
    from pyrage import x25519

_START, _ARMOURED = b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----"
_PASSPHRASE = b"\n-> scrypt "
_SECRET, _PUBLIC = "AGE-SECRET-KEY-1", "age1"
_PIECE = 1 << 16
_WORK = re.compile(rb"\A\n-> scrypt \S+ ([0-9]{1,3})\n")
_MOST_WORK = 20  # as a power of two: 1 GiB and some seconds. The other programs take 18 or what lasts a second.


def checked_recipients(recipients: Iterable[str]) -> tuple[str, ...]:
    """The public keys without blanks around them. Raises BadInput for what isn't one, by its number alone."""
    from pyrage import RecipientError, x25519

    tidy = tuple(recipient.strip() for recipient in recipients)
    for number, recipient in enumerate(tidy, start=1):
        if recipient.upper().startswith(_SECRET):
            raise BadInput(
                f"Recipient {number} is a secret key. It opens files, and others may have seen it now.",
                "Make a new key with age-keygen, and name its public key, which begins with age1.",
            )
        try:
            x25519.Recipient.from_str(recipient)
        except RecipientError:
            raise BadInput(
                f"Recipient {number} is not a public key of age.",
                "It begins with age1 and has 62 characters; whoever is to read the file has it from age-keygen.",
            ) from None
    return tidy


def encrypted_for(pieces: Iterable[bytes], recipients: Iterable[str]) -> Generator[bytes]:
    """The same, encrypted for whoever has the secret key of one of these public ones. Raises BadInput."""
    import pyrage

    keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in checked_recipients(recipients)]
    if not keys:
        raise BadInput("There is nobody to encrypt it for.", "Name the public key of whoever is to read it.")
    return _through(pieces, lambda reader, writer: pyrage.encrypt_io(reader, writer, keys))


def encrypted_with(pieces: Iterable[bytes], passphrase: str) -> Generator[bytes]:
    """The same, encrypted with a passphrase. Raises BadInput for an empty one."""
    import pyrage

    if not passphrase:
        raise BadInput("The passphrase is empty.", "Choose one of several words.")
    whole = bytearray()
    for piece in pieces:
        whole += piece
    yield pyrage.passphrase.encrypt(bytes(whole), passphrase)


def is_encrypted(start: bytes) -> bool:
    """Whether a file that begins like this is one of age."""
    return start.startswith(_START) or start.lstrip().startswith(_ARMOURED)


def wants_passphrase(start: bytes) -> bool:
    """Whether such a file opens with a passphrase, rather than with a secret key; its first 200 bytes tell."""
    return _head(start).startswith(_PASSPHRASE)


def _head(start: bytes) -> bytes:
    """What follows the first line of the format, without its armour; b"" for what begins otherwise."""
    if not start.startswith(_START):
        lines = start.lstrip().removeprefix(_ARMOURED).split()
        try:
            start = binascii.a2b_base64(b"".join(lines[:2]))  # each is 64 characters long
        except binascii.Error:
            return b""
    return start[len(_START) - 1 :] if start.startswith(_START) else b""


def _refuse_too_much_work(start: bytes) -> None:
    # The library takes what a fast machine would, which is up to 4 GiB here.
    work = _WORK.match(_head(start))
    if work is None:
        raise _damaged()
    if int(work[1]) > _MOST_WORK:
        raise _too_much_work()


def decrypted(content: bytes | Iterable[bytes], *, passphrase: str = "", identity: str = "") -> Generator[bytes]:
    """What an encrypted file holds, piece by piece, with its passphrase or with a secret key.

    `identity` is the text of a file of age-keygen. Every piece is as it was encrypted; that none is lacking at the end
    is known when the last one has come. Raises BadInput for what isn't such a file or such a key, WrongPassphrase for a
    passphrase or key that doesn't open it, and Damaged.
    """
    pieces = iter((content,) if isinstance(content, bytes) else content)
    start = b""
    while len(start) < 200 and (piece := next(pieces, None)) is not None:
        start += piece
    if not is_encrypted(start):
        raise BadInput("This is not a file that age has encrypted.", "Read it as it is, or name another file.")
    if wants_passphrase(start) and not passphrase:
        raise WrongPassphrase("This file opens with a passphrase.", "Give the one that it was encrypted with.")
    if not wants_passphrase(start) and not identity:
        raise WrongPassphrase(
            "This file was encrypted for a key.", "Give the secret key; the file that age-keygen wrote has it."
        )
    if wants_passphrase(start):
        _refuse_too_much_work(start)
        return _decrypted_with(start, pieces, passphrase)
    return _decrypted_for(start, pieces, identity)


def _decrypted_with(start: bytes, pieces: Iterator[bytes], passphrase: str) -> Generator[bytes]:
    import pyrage

    whole = bytearray(start)
    for piece in pieces:
        whole += piece
    try:
        yield pyrage.passphrase.decrypt(bytes(whole), passphrase)
    except pyrage.DecryptError as problem:
        raise _explained(problem) from None


def _decrypted_for(start: bytes, pieces: Iterator[bytes], identity: str) -> Generator[bytes]:
    import pyrage

    keys = _identities(identity)
    yield from _through(_after(start, pieces), lambda reader, writer: pyrage.decrypt_io(reader, writer, keys))


def _after(start: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield start
    yield from pieces


def _identities(text: str) -> "list[x25519.Identity]":
    from pyrage import IdentityError, x25519

    try:
        found = [
            x25519.Identity.from_str(line.strip())
            for line in text.splitlines()
            if line.strip() and not line.lstrip().startswith("#")
        ]
    except IdentityError:
        found = []
    if not found:
        raise BadInput(
            "There is no secret key of age in that.", f"It is the line of age-keygen's file that begins with {_SECRET}."
        )
    return found


def _explained(problem: Exception) -> JournalError:
    # The library tells by words alone what it was; none of them quotes anything.
    words = str(problem).lower()
    if "no matching" in words:
        return WrongPassphrase("That key does not open this file.", "It was encrypted for another one.")
    if words.startswith("decryption") and not words.endswith("error"):  # an error is one of what comes after the head
        return WrongPassphrase(
            "That passphrase does not open this file.", "Check the keyboard and Caps Lock, and try again."
        )
    if "excessive" in words:
        return _too_much_work()
    return _damaged()


def _too_much_work() -> JournalError:
    return BadInput("This file takes too much work to open on this machine.", "Open it with age on a faster one.")


def _damaged() -> JournalError:
    return Damaged("The encrypted file is damaged, or a part of it is lacking.", "Go back to another copy of it.")


# The library pulls from a reader and pushes to a writer until it is done; we are asked for one piece after the other.
# So it runs in a thread of its own, and waits there until it is given what it reads. What comes from the journal is
# read in the thread that asked, where its connection belongs and where signals are raised.


class _Abandoned(Exception):
    """Whoever asked doesn't want the rest."""


class _Ends:
    """What the library reads from and writes to."""

    def __init__(self) -> None:
        self.asked: queue.SimpleQueue[bytes | Exception | None] = queue.SimpleQueue()
        self.given: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._rest = memoryview(b"")
        self._out = bytearray()

    def read(self, size: int) -> bytes:
        """The next bytes; none at the end."""
        if not self._rest:
            self.asked.put(None)
            piece = self.given.get()
            if piece is None:
                raise _Abandoned
            self._rest = memoryview(piece)
        read, self._rest = self._rest[:size], self._rest[size:]
        return bytes(read)

    def write(self, piece: bytes) -> int:
        """Takes what has come out."""
        self._out += piece
        if len(self._out) >= _PIECE:
            self.flush()
        return len(piece)

    def flush(self) -> None:
        """Hands on what has come out so far."""
        if self._out:
            self.asked.put(bytes(self._out))
            self._out.clear()


def _through(pieces: Iterable[bytes], work: Callable[[Any, Any], None]) -> Generator[bytes]:
    import pyrage

    ends = _Ends()
    thread = threading.Thread(target=_run, args=(ends, work), daemon=True)
    thread.start()
    source = _gathered(pieces)
    try:
        while True:
            turn = ends.asked.get()
            if turn is None:
                ends.given.put(next(source, b""))
            elif isinstance(turn, bytes):
                yield turn
            elif isinstance(turn, _Done):
                return
            elif isinstance(turn, pyrage.DecryptError | OSError):  # the latter for what comes after the head
                raise _explained(turn)
            else:
                raise turn
    finally:
        ends.given.put(None)
        thread.join()
        source.close()


class _Done(Exception):
    """Everything has come out."""


def _run(ends: _Ends, work: Callable[[Any, Any], None]) -> None:
    import pyrage

    ended: Exception = RuntimeError("the encryption ended without a word")
    try:
        work(ends, ends)
        ends.flush()
        ended = _Done()
    except (pyrage.EncryptError, pyrage.DecryptError, OSError) as problem:
        ended = problem
    finally:
        ends.asked.put(ended)


def _gathered(pieces: Iterable[bytes]) -> Generator[bytes]:
    """The same in larger pieces, none of them empty, for each is a change of turns."""
    gathered = bytearray()
    for piece in pieces:
        gathered += piece
        if len(gathered) >= _PIECE:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)
