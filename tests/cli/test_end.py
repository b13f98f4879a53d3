"""Sealing and destroying on the command line."""

import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from pyrage import x25519

from journal.outgoing.age import decrypted
from journal.transfer.reading import read_json
from journal.vault.vault import Vault
from tests.cli.running import Ended, Talk, run
from tests.conftest import PASSPHRASE
from tests.making import made as entry

SECRET = "nine grey stones under the pier"


@pytest.fixture
def full(made: Path) -> Path:
    """A journal with something in it."""
    vault = Vault.open(made, PASSPHRASE)
    vault.entries.add(entry("calm breath", topic="marker"))
    vault.close()
    return made


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where an archive goes, in a folder of its own."""
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "archive.age"


def seal(
    journal: Path, *options: object, stdin: bytes = f"{SECRET}\n".encode(), before: Callable[[], None] | None = None
) -> Ended:
    """`journal seal` with the passphrase of the archive on standard input."""
    return run("--file", journal, "seal", *options, stdin=stdin, before=before)


def test_sealing(full: Path, target: Path) -> None:
    """The archive holds everything and opens with its passphrase; the journal is gone, and it is said how to go on."""
    ended = seal(full, "-o", target, "--password-fd", "0", "--yes")
    assert (ended.code, ended.text) == (0, f"{target}\n")
    assert "journal import archive.age" in ended.err and "age -d archive.age" in ended.err
    assert "backups" in ended.err and SECRET not in ended.err
    data = read_json(b"".join(decrypted(target.read_bytes(), passphrase=SECRET)))
    assert [one.content.topic for one in data.entries] == ["marker"]
    assert list(full.parent.iterdir()) == []
    assert run("--file", full, "list").code == 10


def test_sealing_for_a_key(full: Path, target: Path, tmp_path: Path) -> None:
    """It takes the secret key, with which the archive is read back; without it, or with another, the journal stays."""
    key, other = x25519.Identity.generate(), x25519.Identity.generate()
    file = tmp_path / "key.txt"
    options = ("-o", target, "--yes", "--recipient", str(key.to_public()))
    refused = seal(full, *options)
    assert refused.code == 2 and "can't be read back" in refused.err
    file.write_text(f"# a comment\n{other}\n")
    assert seal(full, *options, "--identity", file).code == 12
    file.write_bytes(b"\xff\xfe")
    assert seal(full, *options, "--identity", file).code == 2
    assert seal(full, *options, "--identity", tmp_path / "none").code == 2
    assert seal(full, "-o", target, "--identity", file, "--yes").code == 2
    assert full.exists() and list(target.parent.iterdir()) == []
    file.write_text(f"# a comment\n{key}\n")
    ended = seal(full, *options, "--identity", file)
    assert ended.code == 0 and not full.exists()
    assert "journal init, then age -d -i KEY archive.age | journal import -" in ended.err
    assert "journal import archive.age" not in ended.err and str(key) not in ended.err
    within = b"".join(decrypted(target.read_bytes(), identity=str(key)))
    read_json(within)
    assert run("--file", full, "init", stdin=b"").code == 0
    assert run("--file", full, "import", "-", stdin=within).code == 0
    vault = Vault.open(full, PASSPHRASE)
    assert [one.content.topic for one in vault.entries.each()] == ["marker"]
    vault.close()


def test_what_stands_against_it(full: Path, target: Path) -> None:
    """Another program that has it open, a place that is taken, the journal itself, no folder, no room."""
    options = ("--password-fd", "0", "--yes")
    vault = Vault.open(full, PASSPHRASE)
    assert seal(full, "-o", target, *options).code == 11
    assert run("--file", full, "destroy", "--yes").code == 11
    vault.close()
    before = full.read_bytes()
    target.write_bytes(b"as it was")
    assert seal(full, "-o", target, *options).code == 2
    assert target.read_bytes() == b"as it was"
    target.unlink()
    assert seal(full, "-o", full, *options).code == 2
    assert seal(full, "-o", target.parent / "none" / "a.age", *options).code == 2

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    assert seal(full, "-o", target, *options, before=no_room).code == 15
    assert full.read_bytes() == before and list(target.parent.iterdir()) == []


def test_the_word_on_the_terminal(full: Path, target: Path, talk: Callable[..., Talk]) -> None:
    """Any other word keeps the journal, and the archive; the right one removes the journal."""
    for word, code in (("yes", 1), ("seal", 0)):
        one = talk("--file", full, "seal", "-o", target)
        one.hear("Passphrase: ")
        one.say(PASSPHRASE)
        one.hear("six random words): ")
        one.say(SECRET)
        one.hear("Again: ")
        one.say(SECRET)
        one.hear("Type seal to remove the journal from this machine: ")
        assert target.exists()
        one.say(word)
        assert one.end() == code
        assert full.exists() == bool(code) and target.exists()
        if code:
            target.unlink()


def test_destroying(full: Path, tmp_path: Path, talk: Callable[..., Talk]) -> None:
    """It says what can't be promised, lists plain copies and offers to delete them, and takes the word."""
    copy = tmp_path / "data.json"
    assert run("--file", full, "export", "data", "--plaintext", "-o", copy).code == 0
    for word, code in (("no", 1), ("destroy", 0)):
        one = talk("--file", full, "destroy", columns=200)
        one.hear("Passphrase: ")
        one.say(PASSPHRASE)
        assert "SSD" in one.hear("Delete these copies first? [y/N] ")
        assert str(copy) in one.seen
        one.say("y")
        one.hear("Type destroy to remove the journal from this machine: ")
        assert copy.exists()
        one.say(word)
        assert one.end() == code
        assert full.exists() == copy.exists() == bool(code)


def test_destroying_without_a_terminal(full: Path, tmp_path: Path) -> None:
    """It takes --yes; copies go with it only where that was said. A wrong passphrase destroys nothing."""
    copy = tmp_path / "data.json"
    assert run("--file", full, "export", "data", "--plaintext", "-o", copy).code == 0
    assert run("--file", full, "destroy").code == 2
    assert run("--file", full, "destroy", "--yes", passphrase="another one").code == 12
    assert full.exists()
    ended = run("--file", full, "destroy", "--yes")
    assert (ended.code, ended.out) == (0, b"") and str(copy) in ended.err
    assert copy.exists() and not os.path.lexists(full)
