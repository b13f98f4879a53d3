"""Where the passphrase comes from."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Talk, run
from tests.conftest import PASSPHRASE

MARKER = "marker-of-a-secret"


def from_command(made: Path, command: str, *arguments: object) -> tuple[int, str]:
    """Runs `list` with a command that gives the passphrase."""
    env = {"JOURNAL_PASSPHRASE_COMMAND": command}
    ended = run("--file", made, *(arguments or ("list",)), passphrase=None, env=env)
    return ended.code, ended.err + ended.text


@pytest.mark.parametrize("ending", ["\n", "\r\n", "", "\nsecond line\n"])
def test_first_line_of_a_descriptor(made: Path, ending: str) -> None:
    """The first line counts, without its end."""
    ended = run("--passphrase-fd", 0, "--file", made, "list", stdin=f"{PASSPHRASE}{ending}".encode(), passphrase=None)
    assert ended.code == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [(b"", "gave no passphrase"), (b"\nsecond", "gave no passphrase"), (b"\xff\xfe\n", "not text in UTF-8")],
)
def test_useless_descriptor(made: Path, given: bytes, words: str) -> None:
    """Nothing, and what is no text, are said to be that."""
    ended = run("--passphrase-fd", 0, "--file", made, "list", stdin=given, passphrase=None)
    assert ended.code == 2
    assert words in ended.err


def test_closed_descriptor(made: Path) -> None:
    """A descriptor that isn't open is named as the fault."""
    ended = run("--passphrase-fd", 77, "--file", made, "list", passphrase=None)
    assert ended.code == 2
    assert "--passphrase-fd names a descriptor that can't be read" in ended.err


def test_descriptor_on_a_terminal(talk: Callable[..., Talk], made: Path) -> None:
    """It is not read from a terminal, which would show it."""
    one = talk("--passphrase-fd", 0, "--file", made, "list")
    one.hear("where the passphrase would be seen")
    assert one.end() == 2


def test_command_without_a_shell(made: Path, tmp_path: Path) -> None:
    """Its words are taken as they stand: no shell looks at them."""
    (tmp_path / "a b").write_text(PASSPHRASE)
    assert from_command(made, f"cat '{tmp_path}/a b'")[0] == 0
    assert from_command(made, f"cat '{tmp_path}/a b' > {tmp_path}/copy; true")[0] == 1
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        (f"sh -c 'echo {MARKER}; exit 3'", 1, "ended with code 3"),
        (f"echo {MARKER}", 12, "does not open this journal"),
        ("true", 2, "gave no passphrase"),
        ("no-such-command-at-all", 2, "can't be run"),
        ("unclosed 'quote", 2, "can't be run"),
        (" ", 2, "can't be run"),
    ],
)
def test_command_that_fails(made: Path, command: str, code: int, words: str) -> None:
    """Each failure says what happened and repeats nothing of what the command wrote."""
    ended, said = from_command(made, command)
    assert ended == code
    assert words in said
    assert MARKER not in said


@pytest.mark.parametrize("command", ["yes", "head -c 65537 /dev/zero", f"yes {MARKER}"])
def test_command_without_an_end(made: Path, command: str) -> None:
    """A command that writes without an end is cut off, and what it wrote is no passphrase."""
    ended, said = from_command(made, command)
    assert ended == 2
    assert "says too much to be a passphrase" in said and "journal: hint: " in said
    assert MARKER not in said


def test_command_with_more_lines(made: Path) -> None:
    """Of several lines the first one is the passphrase."""
    assert from_command(made, f"printf '{PASSPHRASE}\\nlogin: somebody\\n'")[0] == 0


def test_command_leaves_the_text_alone(made: Path) -> None:
    """A command that reads its input doesn't take the text of an entry."""
    env = {"JOURNAL_PASSPHRASE_COMMAND": f"sh -c 'cat >/dev/null; echo {PASSPHRASE}'"}
    assert run("--file", made, "log", "edu", stdin=b"the text", passphrase=None, env=env).code == 0
    assert "the text" in run("--file", made, "list").text


def test_descriptor_comes_first(made: Path) -> None:
    """Where both are given, the command isn't run."""
    assert run("--file", made, "list", env={"JOURNAL_PASSPHRASE_COMMAND": "false"}).code == 0


def test_no_terminal(made: Path) -> None:
    """With nothing given and no terminal it says what can be done."""
    ended = run("--file", made, "list", passphrase=None)
    assert (ended.code, ended.out) == (2, b"")
    assert "--passphrase-fd N" in ended.err and "JOURNAL_PASSPHRASE_COMMAND" in ended.err


@pytest.mark.parametrize(
    "passphrase", ["quote ' and \" here", "back\\slash", "Größe ñ 中文 🌿", "%s {0} $HOME `id`", "' OR 1=1 --"]
)
def test_any_characters(path: Path, passphrase: str) -> None:
    """A passphrase may hold anything, and opens what it made."""
    assert run("--file", path, "init", passphrase=passphrase).code == 0
    assert run("--file", path, "list", passphrase=passphrase).code == 0
    assert run("--file", path, "list", passphrase=passphrase + "x").code == 12


def test_accents_composed_or_not(path: Path) -> None:
    """The same letters open the journal however a keyboard composes them."""
    assert run("--file", path, "init", passphrase="caf\u00e9 by the sea wall").code == 0
    assert run("--file", path, "list", passphrase="cafe\u0301 by the sea wall").code == 0


def test_neither_arguments_nor_environment(talk: Callable[..., Talk], made: Path, tmp_path: Path) -> None:
    """While the journal is open and text is being typed, the process shows neither to others."""
    (tmp_path / "pass").write_text(PASSPHRASE)
    one = talk("--file", made, "log", "refl", env={"JOURNAL_PASSPHRASE_COMMAND": f"cat {tmp_path}/pass"})
    one.hear("> ")
    one.type(MARKER)
    one.hear(MARKER)
    shown = Path(f"/proc/{one.pid}/cmdline").read_bytes() + environment(one.pid)
    assert b"log" in shown
    for secret in (PASSPHRASE, MARKER):
        assert secret.encode() not in shown


def environment(process: int) -> bytes:
    """What another process of the same user can see of the environment: for all but root, nothing."""
    try:
        return Path(f"/proc/{process}/environ").read_bytes()
    except PermissionError:
        assert os.geteuid() != 0
        return b""
