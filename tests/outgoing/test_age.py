"""What is encrypted opens with another program of the same format, and what that program encrypted opens here."""

import base64
import re
import subprocess
import textwrap
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
from pyrage import x25519

from journal.errors import BadInput, Damaged, JournalError, WrongPassphrase
from journal.outgoing.age import (
    checked_recipients,
    decrypted,
    encrypted_for,
    encrypted_with,
    is_encrypted,
    wants_passphrase,
)

PASSPHRASE = "amber kettle by the window"
TEXT = "zażółć 中文 שלום\r\n\x00".encode()

# Files that age 1.1.1 made, for a key that age-keygen made and for PASSPHRASE.
IDENTITY = """# created: 2026-05-17T18:30:00Z
# public key: age1uytrmhqwse96dre4hv48myrqlrnuv5etyjc5x22wt4s4g30e69yqew2eus
AGE-SECRET-KEY-1UUDHL8QAZCGKXZSNHMVZ07F9RJCJ9PMF56WNWD2CLSSUU5YKUAWQGYMTE3
"""
FOR_A_KEY = b"""-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBCaXMrWVAxVEd5c04xTVNj
a0FwTnFEQzlsYSt5Sm1YQTF5b3lCaUFpV25nCjNMcCs1ODZ0MzBPUGg2VXFyY2Vt
WjI2UlhpQ2JOWXJBSS81Mms2QVBDL28KLS0tIEVIMHZ2NVkwWndodzJvZjdFdFNN
eDB6czQyamNUL0c5T201SytwamxmMDgKjLf9b2p9XNd3l2OdI/B/qzJCzBPr4dIc
ExZ+2nkxjPl7HIukFYB+ZNtlXtLx5NQ3ZBDyrH1C1/Z4o+4fhIQ=
-----END AGE ENCRYPTED FILE-----
"""
WITH_A_PASSPHRASE = b"""-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBYOFBFL1ZQY2g4dUdzOWU4
NEg0ejhnIDE4CklkQlZwL05tZ2dvNE1yc1BSMzRiSHAwY3JFNnBUd2FVL3h5UWpC
NC9DdU0KLS0tIHp1Qm9MSGF3ZTZYVkFqT01CU2dXNFI2MlRocE9NNW12aDRxYmZL
dTRrYVUKoL52N7CA1scD+uAwRYjofRfAbtLoVcc8YOyWCJCpKetlll565jzUa9lf
+7OVhWhs7DIobpv+87rri0Fxru8=
-----END AGE ENCRYPTED FILE-----
"""


class Key:
    """A key pair, with the file that the other program reads it from."""

    def __init__(self, path: Path) -> None:
        secret = x25519.Identity.generate()
        self.path, self.recipient = path, str(secret.to_public())
        self.identity = f"# public key: {self.recipient}\n{secret}\n"
        path.write_text(self.identity)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    """A key pair."""
    return Key(tmp_path_factory.mktemp("keys") / "key.txt")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Key:
    """Somebody else's."""
    return Key(tmp_path_factory.mktemp("keys") / "other.txt")


@pytest.fixture(scope="module")
def locked() -> bytes:
    """The text behind the passphrase; made once, for it takes a second on purpose."""
    return b"".join(encrypted_with([TEXT[:5], TEXT[5:]], PASSPHRASE))


def opened_by_age(encrypted: bytes, key: Key) -> bytes:
    """What the other program makes of it."""
    return subprocess.run(["age", "-d", "-i", key.path], input=encrypted, check=True, capture_output=True).stdout


def test_a_file_that_age_made() -> None:
    """What the other program made once, for a key and with a passphrase, opens wherever these tests run."""
    for content, keys in ((FOR_A_KEY, {"identity": IDENTITY}), (WITH_A_PASSPHRASE, {"passphrase": PASSPHRASE})):
        assert is_encrypted(content[:40])
        assert wants_passphrase(content[:200]) == ("passphrase" in keys)
        assert b"".join(decrypted(content, **keys)) == "calm words, zażółć 中文\n".encode()


@pytest.mark.age
@pytest.mark.parametrize("pieces", [[], [b""], [TEXT], [b"a" * 65536], [b"a" * 65537, b"", b"b"], [b"ab"] * 99_999])
def test_age_opens_what_was_encrypted_for_a_key(key: Key, other: Key, pieces: list[bytes]) -> None:
    """Whatever the size and the pieces, each of the recipients reads the same; and so does this program."""
    encrypted = b"".join(encrypted_for(pieces, [other.recipient, key.recipient]))
    assert TEXT not in encrypted and is_encrypted(encrypted) and not wants_passphrase(encrypted)
    for one in (key, other):
        assert opened_by_age(encrypted, one) == b"".join(pieces)
        assert b"".join(decrypted([encrypted[:3], encrypted[3:]], identity=one.identity)) == b"".join(pieces)


@pytest.mark.age
def test_age_opens_what_was_encrypted_with_a_passphrase(locked: bytes, tmp_path: Path) -> None:
    """The other program asks for the passphrase on its terminal and reads the same; another opens nothing."""
    assert is_encrypted(locked) and wants_passphrase(locked)
    (tmp_path / "locked.age").write_bytes(locked)
    for passphrase, opens in ((PASSPHRASE, True), ("another", False)):
        child = pexpect.spawn("age", ["-d", "-o", str(tmp_path / passphrase), str(tmp_path / "locked.age")], timeout=60)
        child.expect_exact("Enter passphrase:")
        child.sendline(passphrase)
        child.expect(pexpect.EOF)
        child.close()
        assert (child.exitstatus == 0) == opens
        assert (tmp_path / passphrase).exists() == opens
    assert (tmp_path / PASSPHRASE).read_bytes() == TEXT


@pytest.mark.age
@pytest.mark.parametrize("armoured", [False, True])
def test_what_age_encrypted_opens_here(key: Key, armoured: bool, tmp_path: Path) -> None:
    """With a key and with a passphrase, in bytes and in letters."""
    (tmp_path / "plain").write_bytes(TEXT)
    options = ["-a"] if armoured else []
    for_key = subprocess.run(
        ["age", *options, "-r", key.recipient, tmp_path / "plain"], check=True, capture_output=True
    ).stdout
    assert is_encrypted(for_key) and not wants_passphrase(for_key)
    assert b"".join(decrypted(for_key, identity=key.identity)) == TEXT
    child = pexpect.spawn("age", ["-p", *options, "-o", str(tmp_path / "out"), str(tmp_path / "plain")], timeout=60)
    for question in ("Enter passphrase", "Confirm passphrase"):
        child.expect_exact(question)
        child.sendline(PASSPHRASE)
    child.expect(pexpect.EOF)
    child.close()
    locked = (tmp_path / "out").read_bytes()
    assert is_encrypted(locked) and wants_passphrase(locked[:200])
    assert b"".join(decrypted(locked, passphrase=PASSPHRASE)) == TEXT


def refused(content: bytes, **keys: str) -> JournalError:
    """The error with which decryption is refused."""
    with pytest.raises(JournalError) as caught:
        b"".join(decrypted(content, **keys))
    assert caught.value.hint
    assert PASSPHRASE not in f"{caught.value.message} {caught.value.hint}"
    return caught.value


def test_what_does_not_open(key: Key, other: Key, locked: bytes) -> None:
    """A wrong passphrase or key, none, what is no key, no such file, a file that was cut or changed: each says so."""
    for_key = b"".join(encrypted_for([TEXT * 9000], [key.recipient]))
    assert isinstance(refused(locked, passphrase="another"), WrongPassphrase)
    assert isinstance(refused(locked, identity=key.identity), WrongPassphrase)
    assert isinstance(refused(for_key, passphrase=PASSPHRASE), WrongPassphrase)
    assert isinstance(refused(for_key, identity=other.identity), WrongPassphrase)
    for nothing in (b"", b"{}", b"age", TEXT, b"age-encryption.org/v2\n"):
        assert isinstance(refused(nothing, passphrase=PASSPHRASE), BadInput)
    for no_key in ("# nothing", "AGE-SECRET-KEY-1", key.recipient, "\x1b[31m"):
        error = refused(for_key, identity=no_key)
        assert isinstance(error, BadInput) and no_key not in error.message
    header = for_key.index(b"--- ")
    for spoilt in (
        for_key[:-1], for_key[:30], for_key[: header + 100], for_key + b"x", for_key[:-50] + b"x" + for_key[-49:],
        for_key[:header] + b"-> x y\n\n" + for_key[header:],
    ):  # fmt: skip
        assert isinstance(refused(spoilt, identity=key.identity), Damaged)
    assert isinstance(refused(locked[:-1], passphrase=PASSPHRASE), Damaged)


@pytest.mark.parametrize("bad", ["", "age1", "alex", "age1" + "q" * 58, "ssh-ed25519 AAAA", "\x1b[31m"])
def test_no_such_recipient(key: Key, bad: str) -> None:
    """A public key that isn't one is told by its number, and not quoted."""
    with pytest.raises(BadInput, match="Recipient 2 is not a public key") as caught:
        encrypted_for([], [key.recipient, bad])
    assert not bad or bad not in caught.value.message


def test_a_secret_key_is_no_recipient(key: Key) -> None:
    """Whoever gives a secret key is told that it is one now that others may have seen."""
    secret = next(line for line in key.identity.splitlines() if line.startswith("AGE-SECRET"))
    with pytest.raises(BadInput, match="is a secret key") as caught:
        checked_recipients([secret])
    assert secret not in caught.value.message + caught.value.hint
    assert checked_recipients([f" {key.recipient}\n"]) == (key.recipient,)
    with pytest.raises(BadInput):
        encrypted_for([], [])


def test_pieces_that_break_off(key: Key, locked: bytes) -> None:
    """An error in what is to be encrypted comes through as it is, also one that asks the program to end."""

    class Ended(BaseException):
        """As if somebody had pressed Ctrl-C."""

    def pieces(error: BaseException) -> Iterator[bytes]:
        yield b"a" * 200_000
        raise error

    for error in (BadInput("not readable"), Ended()):
        with pytest.raises(type(error)):
            list(encrypted_for(pieces(error), [key.recipient]))
        with pytest.raises(type(error)):
            list(encrypted_with(pieces(error), PASSPHRASE))
        with pytest.raises(type(error)):
            list(decrypted(_before(locked, error), passphrase=PASSPHRASE))


def _before(content: bytes, error: BaseException) -> Iterator[bytes]:
    yield content
    raise error


def test_whoever_takes_no_more_leaves_nothing_running(key: Key) -> None:
    """The rest is never asked for once the reader has gone, and what was being read is closed."""
    closed = []

    def pieces() -> Iterator[bytes]:
        try:
            while True:
                yield b"a" * 50_000
        finally:
            closed.append(True)

    encrypting = encrypted_for(pieces(), [key.recipient])
    next(encrypting)
    encrypting.close()
    assert closed == [True]


def test_it_needs_no_memory_to_speak_of(key: Key) -> None:
    """Encrypting for a key and decrypting again takes the memory of a few pieces, whatever the size."""
    piece = b"a" * 10_000
    tracemalloc.start()
    encrypting = encrypted_for((piece for _ in range(5000)), [key.recipient])
    size = sum(map(len, decrypted(encrypting, identity=key.identity)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == 50_000_000
    assert peak < 2_000_000


@pytest.mark.parametrize("armoured", [False, True])
def test_more_work_than_a_machine_has_memory_for(locked: bytes, armoured: bool) -> None:
    """A file made to use up the memory of whoever opens it is refused before any of that work is done."""
    for work, problem in ((b"21", BadInput), (b"22", BadInput), (b"255", BadInput), (b"x", Damaged)):
        made = re.sub(rb"(-> scrypt \S+) [0-9]+\n", rb"\1 " + work + b"\n", locked, count=1)
        assert made != locked
        if armoured:
            lines = textwrap.wrap(base64.b64encode(made).decode(), 64)
            lines = ["-----BEGIN AGE ENCRYPTED FILE-----", *lines, "-----END AGE ENCRYPTED FILE-----", ""]
            made = "\n".join(lines).encode()
        tracemalloc.start()
        with pytest.raises(problem):
            b"".join(decrypted(made, passphrase=PASSPHRASE))
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
        tracemalloc.stop()
