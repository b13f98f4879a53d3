"""Opening the journal on the terminal."""

from collections.abc import Callable
from pathlib import Path

import pytest

from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.e2e.terminal import Terminal

Open = Callable[..., Terminal]


def test_the_command_opens_it(made: Path, terminal: Open, tmp_path: Path) -> None:
    """Where the passphrase is given, the app opens at once; after a lock only a person opens it."""
    (tmp_path / "pass").write_text(PASSPHRASE)
    one = terminal("--file", made, env={"JOURNAL_PASSPHRASE_COMMAND": f"cat {tmp_path}/pass"})
    one.until_text("Today")
    one.press("ctrl+l")
    one.until_text("Passphrase")
    one.type(PASSPHRASE)
    one.press("enter")
    one.until_text("Today")
    one.press("ctrl+q")
    assert one.until_end() == 0


def test_a_lock_starts_afresh_on_the_same_file(made: Path, terminal: Open) -> None:
    """After a lock the same process runs again on the same journal, also where the environment named it."""
    one = terminal(env={"JOURNAL_FILE": str(made)})
    one.until_text("Passphrase")
    one.type(PASSPHRASE)
    one.press("enter")
    one.until_text("Today")
    one.until_gone("Passphrase")  # a screen may arrive in pieces
    one.press("ctrl+l")
    one.until_text("Passphrase")
    assert str(made).encode() in Path(f"/proc/{one.pid}/cmdline").read_bytes()
    one.press("escape")
    assert one.until_end() == 0


@pytest.mark.parametrize("what", ["a folder", "an empty file"])
def test_what_is_no_journal(path: Path, terminal: Open, what: str) -> None:
    """What can't be a journal is said on the plain terminal, and the app doesn't start."""
    path.parent.mkdir()
    if what == "a folder":
        path.mkdir()
    else:
        path.touch()
    one = terminal("--file", path)
    assert one.until_end() == 10
    assert "journal: error: " in one.text
    assert b"\x1b[?1049h" not in one.stream


def test_no_journal_yet(path: Path, terminal: Open) -> None:
    """Where there is no journal yet, the set-up opens and a passphrase that was given is not used for it."""
    one = terminal("--file", path, env={"JOURNAL_PASSPHRASE_COMMAND": "echo not this one"})
    one.until_text("This is a private place")
    one.press("escape")
    assert one.until_end() == 0
    assert not path.exists()


def test_wrong_passphrase_from_a_command(made: Path, terminal: Open) -> None:
    """A passphrase that is given and wrong leads to the screen that asks for it."""
    one = terminal("--file", made, env={"JOURNAL_PASSPHRASE_COMMAND": "echo wrong"})
    one.until_text("does not open this journal")
    one.press("escape")
    assert one.until_end() == 0
    Vault.open(made, PASSPHRASE).close()
