"""Creating a journal."""

import os
import re
import shlex
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.vault.vault import Vault
from tests.cli.running import Talk, run
from tests.conftest import PASSPHRASE

Start = Callable[..., Talk]
Reopened = Callable[[], Vault]


def test_without_a_terminal(path: Path, reopened: Reopened) -> None:
    """A passphrase that is given makes the journal without a question; standard output gets its place."""
    ended = run("--file", path, "init")
    assert (ended.code, ended.text) == (0, f"{path}\n")
    assert ended.err == f"The journal is there. Open it with: journal --file {shlex.quote(str(path))}\n"
    vault = reopened()
    assert vault.entries.count() == 0
    assert vault.people.list() == ()


def test_a_place_from_the_surroundings_opens_without_its_name(path: Path) -> None:
    """Where the place wasn't typed, it needn't be typed to open the journal either."""
    ended = run("init", env={"JOURNAL_FILE": str(path)})
    assert (ended.code, ended.text) == (0, f"{path}\n")
    assert ended.err == "The journal is there. Open it with: journal\n"


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_private(path: Path, umask: int) -> None:
    """Nobody else can look into the folder or the file, whatever the umask was."""
    assert run("--file", path, "init", before=lambda: void(os.umask(umask))).code == 0
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def void(_: object) -> None:
    """Nothing."""


def test_from_a_command(path: Path, reopened: Reopened, tmp_path: Path) -> None:
    """A command can give it too; its first line counts."""
    (tmp_path / "pass").write_text(f"{PASSPHRASE}\nuser: nobody\n")
    env = {"JOURNAL_PASSPHRASE_COMMAND": f"cat '{tmp_path}/pass'"}
    assert run("--file", path, "init", passphrase=None, env=env).code == 0
    assert reopened().entries.count() == 0


def test_weak_one_is_warned_about(path: Path) -> None:
    """A weak passphrase that is given is used, with a plain warning that doesn't repeat it."""
    ended = run("--file", path, "init", passphrase="monkey1")
    assert ended.code == 0
    assert "journal: warning: This passphrase is weak" in ended.err
    assert "monkey1" not in ended.err + ended.text


def test_no_terminal_and_no_passphrase(path: Path) -> None:
    """Without either it says where a passphrase can come from, and makes nothing."""
    ended = run("--file", path, "init", passphrase=None)
    assert (ended.code, ended.out) == (2, b"")
    assert "no terminal" in ended.err and "--passphrase-fd N" in ended.err
    assert not path.parent.exists()


@pytest.mark.parametrize("what", ["journal", "file", "folder", "link"])
def test_taken(path: Path, what: str) -> None:
    """Whatever is at the place stays as it was."""
    path.parent.mkdir()
    match what:
        case "journal":
            Vault.create(path, "another one entirely").close()
        case "file":
            path.write_bytes(b"something else")
        case "folder":
            path.mkdir()
        case _:
            path.symlink_to(path.parent / "nowhere")
    before = what_is_at(path)
    ended = run("--file", path, "init")
    assert (ended.code, ended.out) == (2, b"")
    assert "left as it is" in ended.err
    assert what_is_at(path) == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def what_is_at(path: Path) -> object:
    """The content of a file, the target of a link, the names in a folder."""
    if path.is_symlink():
        return path.readlink()
    return path.read_bytes() if path.is_file() else sorted(path.iterdir())


def test_generate_and_given(path: Path) -> None:
    """A passphrase that is given and one that is to be made don't go together."""
    assert run("--file", path, "init", "--generate").code == 2
    assert not path.exists()


def test_by_prompt(talk: Start, path: Path, reopened: Reopened) -> None:
    """It asks twice, then for a nickname; what is typed is never shown, and it opens with it."""
    one = talk("--file", path, "init")
    one.hear("Nobody can open the journal without it")
    one.hear("Passphrase: ")
    one.say(PASSPHRASE)
    one.hear("Again: ")
    one.say(PASSPHRASE)
    one.hear("Your nickname")
    one.say("  Sam ")
    one.hear(str(path))
    assert one.end() == 0
    assert PASSPHRASE not in one.seen
    assert reopened().people.me() == "Sam"


def test_typed_differently(talk: Start, path: Path, reopened: Reopened) -> None:
    """Two that differ are asked for again."""
    one = talk("--file", path, "init")
    for typed, again in ((PASSPHRASE, PASSPHRASE + "x"), (PASSPHRASE, PASSPHRASE)):
        one.hear("Passphrase: ")
        one.say(typed)
        one.hear("Again: ")
        one.say(again)
    one.hear("Your nickname")
    one.say()
    assert one.end() == 0
    assert "These two were different." in one.seen
    assert reopened().people.list() == ()


@pytest.mark.parametrize("wanted", [True, False])
def test_weak_by_prompt(talk: Start, path: Path, wanted: bool) -> None:
    """A weak one is called weak, and used only where yes is typed; else another is asked for."""
    one = talk("--file", path, "init")
    one.hear("Passphrase: ")
    one.say("monkey1")
    one.hear("This passphrase is weak")
    one.hear("Type yes to use it all the same")
    one.say("yes" if wanted else "")
    if not wanted:
        one.hear("Passphrase: ")
        one.say(PASSPHRASE)
    chosen = "monkey1" if wanted else PASSPHRASE
    one.hear("Again: ")
    one.say(chosen)
    one.hear("Your nickname")
    one.say()
    assert one.end() == 0
    Vault.open(path, chosen).close()


@pytest.mark.parametrize("options", [("--generate",), ()])
def test_generated(talk: Start, path: Path, options: tuple[str, ...]) -> None:
    """Six words are shown once, apart from what stays on the terminal, and have to be typed before they are used."""
    one = talk("--file", path, "init", *options)
    if not options:
        one.hear("Passphrase: ")
        one.say()
    one.hear("\x1b[?1049h")
    shown = one.hear("Type them: ")
    words = next(line.strip() for line in shown.splitlines() if re.fullmatch(r"    [a-z]+( [a-z]+){5}", line))
    one.say("something else")
    one.hear("That was something else.")
    one.hear("Type them: ")
    one.say(words)
    one.hear("\x1b[?1049l")
    after = one.hear("Your nickname")
    one.say()
    assert one.end() == 0
    assert words not in after
    Vault.open(path, words).close()


def test_leaving(talk: Start, path: Path) -> None:
    """Ctrl-C leaves nothing behind, and ends the second screen too."""
    one = talk("--file", path, "init", "--generate")
    one.hear("Type them: ")
    one.type("\x03")
    one.hear("\x1b[?1049l")
    assert one.end() == 130
    assert not path.parent.exists()
