"""`journal merge`, away from a terminal and on one."""

import os
import shutil
from pathlib import Path

import pytest

from journal.vault.vault import Vault
from tests.cli.running import Talk, run
from tests.conftest import PASSPHRASE
from tests.copies import Ticking, copied
from tests.journals import new_vault
from tests.making import made

NAME = "journal.sync-conflict-20260518-090000-ABCDEFG.db"


@pytest.fixture
def apart(path: Path) -> Path:
    """A journal, with a conflict copy beside it that has an entry of its own."""
    clock = Ticking()
    mine = new_vault(path, clock=clock)
    yours = copied(mine, NAME, clock)
    yours.entries.add(made("there"))
    yours.close()
    mine.close()
    return path.with_name(NAME)


def _texts(path: Path) -> list[str]:
    vault = Vault.open(path, PASSPHRASE, read_only=True)
    texts = [entry.content.text for entry in vault.entries.each()]
    vault.close()
    return texts


def test_a_named_copy(path: Path, apart: Path) -> None:
    """What came in is on standard output, the copy stays, and again there is nothing new."""
    before = apart.read_bytes()
    ended = run("--file", path, "merge", apart)
    assert (ended.code, ended.text) == (0, "1 entry came in.\n")
    assert "The other file was left as it is." in ended.err
    assert apart.read_bytes() == before and _texts(path) == ["there"]
    ended = run("--file", path, "merge", apart)
    assert (ended.code, ended.text) == (0, "") and "nothing new" in ended.err


def test_without_a_terminal_they_are_only_listed(path: Path, apart: Path) -> None:
    """Nothing is taken in unasked."""
    ended = run("--file", path, "merge")
    assert ended.code == 2 and NAME in ended.text and "journal merge FILE" in ended.err
    assert _texts(path) == []


def test_refusals_come_before_the_passphrase(path: Path, apart: Path) -> None:
    """What can't be a journal is said at once."""
    ended = run("--file", path, "merge", path.with_name("nowhere.db"), passphrase=None)
    assert (ended.code, ended.text) == (10, "")
    assert "There is no journal at" in ended.err


def test_another_passphrase_comes_from_its_descriptor(path: Path, apart: Path) -> None:
    """It is used where ours doesn't open the copy; without it and a terminal, that is said."""
    apart.unlink()
    Vault.create(apart, "another passphrase").close()
    ended = run("--file", path, "merge", apart)
    assert ended.code == 2 and "--other-passphrase-fd" in ended.err
    ended = run("--file", path, "merge", apart, "--other-passphrase-fd", 0, stdin=b"another passphrase\n")
    assert ended.code == 2 and "is another journal" in ended.err


def test_on_a_terminal_each_is_offered(path: Path, apart: Path) -> None:
    """One is left, one is taken in and its file deleted because that was asked for."""
    shutil.copyfile(apart, left := path.with_name("journal (conflicted copy 2026-05-18).db"))
    os.utime(left, (1, 1))
    talk = Talk("--file", path, "merge")
    talk.hear("Passphrase: ")
    talk.say(PASSPHRASE)
    talk.hear("Take in journal (conflicted copy 2026-05-18).db? [Y/n] ")
    talk.say("n")
    talk.hear(f"Take in {NAME}? [Y/n] ")
    talk.say()
    talk.hear("1 entry came in.")
    talk.hear("Delete the file of this copy? [y/N] ")
    talk.say("y")
    talk.hear("Deleted.")
    assert talk.end() == 0
    assert left.exists() and not apart.exists()
    assert _texts(path) == ["there"]


def test_without_a_backup_it_is_asked_first(path: Path, apart: Path) -> None:
    """A merge may delete for good, so nothing is taken in unasked on a terminal; away from one it is told."""
    path.with_name("journal-backups").touch()
    for answer, code, there in (("", 2, []), ("y", 0, ["there"])):
        talk = Talk("--file", path, "merge", apart)
        talk.hear("Passphrase: ")
        talk.say(PASSPHRASE)
        talk.hear("No backup was made.")
        talk.hear("Take the copy in without a backup? [y/N] ")
        talk.say(answer)
        assert talk.end() == code
        assert _texts(path) == there
    ended = run("--file", path, "merge", apart)
    assert ended.code == 0 and "No backup was made." in ended.err
