"""What is typed wrongly, what nobody foresaw, and output that has nowhere to go."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Talk, run
from tests.conftest import PASSPHRASE, PROGRAM

MARKER = "marker-of-private-text"


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        ((MARKER,), "There is no such command.", "journal --help lists the commands."),
        (("log",), "KIND is missing.", "journal log --help says how."),
        (("show",), "ID is missing.", "journal show --help says how."),
        (("log", "edu", MARKER), "There is more on the line than the command takes.", "journal log --help says how."),
        (("list", "--limit", MARKER), "The value of --limit can't be used.", "journal list --help says how."),
        (("list", "--limit", "0"), "The value of --limit can't be used.", "journal list --help says how."),
        (("list", "--text", MARKER), "There is no option --text.", "journal list --help says how."),
        (("list", f"--{MARKER} and more"), "There is no such option.", "journal list --help says how."),
        (("list", "--file", MARKER), "--file comes before the command.", "journal --file PATH list is the order."),
        (
            ("export", "data", "--passphrase-fd", "3"),
            "--passphrase-fd comes before the command.",
            "journal --passphrase-fd N export data is the order.",
        ),
        (("--file",), "--file needs a value.", "journal --help says how."),
        (
            ("--passphrase-fd", MARKER, "list"),
            "The value of --passphrase-fd can't be used.",
            "journal --help says how.",
        ),
        (("export",), "journal export needs to know what.", "journal export --help lists what there is."),
        (("export", MARKER), "There is no such command.", "journal export --help lists the commands."),
        (
            ("export", "summary", "--format", "docx"),
            "The value of --format can't be used.",
            "It is one of: md, html, pdf, txt.",
        ),
        (
            ("export", "summary", "-o", f"{MARKER}.docx"),
            "The ending of the file is none that a summary can have.",
            "End it in .md, .html, .pdf or .txt, or say what it is to be with --format.",
        ),
        (
            ("export", "summary", "--for", MARKER),
            "The value of --for can't be used.",
            "It is one of: therapist, joint.",
        ),
        (("export", "data", "--format", "xml"), "The value of --format can't be used.", "It is one of: json, csv, md."),
        (("list", "--limit", "9" * 20), "The value of --limit can't be used.", "journal list --help says how."),
        (
            ("--practice-fd", str(2**31), "list"),
            "The value of --practice-fd can't be used.",
            "journal --help says how.",
        ),
        (
            ("--passphrase-fd", str(2**31), "list"),
            "The value of --passphrase-fd can't be used.",
            "journal --help says how.",
        ),
        (
            ("--file", "~nosuchuser/x", "list"),
            "The path begins with ~ and a user that isn't there.",
            "Write ./ before a ~ in a name.",
        ),
        (("homework",), "journal homework needs to know what.", "journal homework --help lists what there is."),
        (("session", MARKER), "There is no such command.", "journal session --help lists the commands."),
        (("homework", "finish"), "ID is missing.", "journal homework finish --help says how."),
        (
            ("homework", "assign", "--stage", "4", "x"),
            "The value of --stage can't be used.",
            "It is one of: 0, 1, 2, 3.",
        ),
        (
            ("homework", "finish", "x", "--as", MARKER),
            "The value of --as can't be used.",
            "It is one of: finished, dropped.",
        ),
        (
            ("stats", MARKER),
            "There is more on the line than the command takes.",
            "journal stats --help says how.",
        ),
    ],
)
def test_usage(arguments: tuple[str, ...], message: str, hint: str) -> None:
    """A usage error has a message and a hint, exit code 2, and nothing of what was typed: it could be journal text."""
    ended = run(*arguments, passphrase=None)
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err == f"journal: error: {message}\njournal: hint: {hint}\n"


def test_no_terminal_for_the_app(made: Path) -> None:
    """Without a terminal the app doesn't start, and it says what does the same."""
    ended = run("--file", made)
    assert (ended.code, ended.out) == (2, b"")
    assert "opens on a terminal" in ended.err and "journal log, list, search, show or export" in ended.err


@pytest.mark.parametrize("arguments", [("--version",), ("--file", "x", "--version")])
def test_version(arguments: tuple[str, ...]) -> None:
    """The version is one line, and needs no journal."""
    ended = run(*arguments, passphrase=None)
    assert (ended.code, ended.err) == (0, "")
    assert ended.text.startswith("journal ") and ended.text.count("\n") == 1


FAULTY = f"""
from tests.cheap import use_cheap_keys
use_cheap_keys()
from journal.vault.entries import Entries
def fail(self, *_, **__):
    text = "{MARKER}"
    raise RuntimeError(text)
Entries.page = fail
from journal.__main__ import main
main()
"""


def test_unforeseen(made: Path) -> None:
    """A fault of the program's own is one line that says where, without the message, the values or a traceback."""
    ended = run("--file", made, "list", program=[sys.executable, "-c", FAULTY])
    assert (ended.code, ended.out) == (1, b"")
    assert ended.err.startswith("journal: error: The program met a fault of its own (RuntimeError at journal.cli.")
    assert ended.err.count("\n") == 1
    assert MARKER not in ended.err


def shell(command: str, path: Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Runs a pipeline in which `journal` is the program on a journal."""
    (tmp_path / "pass").write_text(PASSPHRASE)
    script = f'journal() {{ {" ".join(PROGRAM)} --file "{path}" "$@"; }}; set -o pipefail; {command}'
    return subprocess.run(
        ["bash", "-c", script],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, start_new_session=True, timeout=60,
        env={**os.environ, "JOURNAL_PASSPHRASE_COMMAND": f"cat {tmp_path}/pass"},
    )  # fmt: skip


@pytest.mark.parametrize("command", ["list --limit 100000", "list --json", "export data --plaintext -o -"])
def test_reader_that_stops(made: Path, tmp_path: Path, command: str) -> None:
    """A reader that has enough, as `head` does, ends the program without a word."""
    for _ in range(3):
        assert run("--file", made, "log", "edu", stdin=b"w" * 100_000).code == 0
    ended = shell(f"journal {command} | true", made, tmp_path)
    assert ended.stderr == ""
    assert ended.returncode in (0, 141)


@pytest.mark.parametrize("command", ["list", "list --json", "export data --plaintext -o -"])
def test_full_disk_behind_standard_output(made: Path, tmp_path: Path, command: str) -> None:
    """Output that doesn't fit is an error, not a success."""
    assert run("--file", made, "log", "edu", stdin=b"text").code == 0
    ended = shell(f"journal {command} > /dev/full", made, tmp_path)
    assert ended.returncode == 15
    assert ended.stderr.startswith("journal: error: The output can't be written: the disk is full.\njournal: hint: ")
    assert ended.stderr.count("\n") == 2


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-"])
def test_closed_streams(made: Path, tmp_path: Path, closed: str) -> None:
    """A stream that isn't there harms nothing: it is said, or left unsaid, and no traceback is shown."""
    ended = shell(f"journal list {closed}", made, tmp_path)
    assert ended.returncode in (0, 15)
    assert "fault" not in ended.stderr and "Traceback" not in ended.stderr
    assert run("--file", made, "list").code == 0


def test_home_of_nobody_in_the_environment() -> None:
    """The same where the environment names the file."""
    ended = run("list", passphrase=None, env={"JOURNAL_FILE": "~nosuchuser/x"})
    assert ended.code == 2 and "a user that isn't there" in ended.err


def test_highest_numbers(made: Path) -> None:
    """The highest numbers that are taken do what they say."""
    assert run("--file", made, "list", "--limit", 1_000_000_000).code == 0
    ended = run("--passphrase-fd", 2**31 - 1, "--file", made, "list", passphrase=None)
    assert ended.code == 2 and "can't be read" in ended.err


@pytest.mark.parametrize("command", [("list",), ("init",), ("export", "data", "--plaintext", "-o", "-")])
@pytest.mark.parametrize("name", ["n" * 300, f"{'n' * 300}/x"])
def test_name_that_is_too_long(tmp_path: Path, command: tuple[str, ...], name: str) -> None:
    """A journal can't have a name that no file may have, and nothing is made."""
    ended = run("--file", tmp_path / name, *command)
    assert (ended.code, ended.out) == (15, b"")
    assert "file name too long" in ended.err and "\njournal: hint: " in ended.err


def test_odd_file_name(tmp_path: Path) -> None:
    """A name with control characters in it is said in harmless form."""
    ended = run("--file", tmp_path / "a\x1b[31mb", "list")
    assert ended.code == 10
    assert "\x1b" not in ended.err and "a\u241b[31mb" in ended.err


def test_quit_at_the_prompt(talk: Callable[..., Talk], made: Path) -> None:
    """Ctrl-D at the passphrase ends it, as Ctrl-C does."""
    one = talk("--file", made, "list")
    one.hear("Passphrase: ")
    one.type("\x04")
    assert one.end() == 130
    assert one.seen.strip() == "Passphrase:"
