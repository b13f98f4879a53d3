"""Shell completion, which knows the commands and nothing of the journal."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import Ended, run
from tests.conftest import PROGRAM


def complete(line: str, env: dict[str, str] | None = None) -> Ended:
    """What bash is offered for the last word of a line."""
    words = line.split(" ")
    asked = {"_JOURNAL_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    return run(passphrase=None, env=asked | (env or {}))


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        (
            "journal ",
            {
                "init",
                "log",
                "list",
                "search",
                "show",
                "homework",
                "session",
                "stats",
                "export",
                "import",
                "shared",
                "backup",
                "passphrase",
                "recovery",
                "merge",
                "doctor",
                "seal",
                "destroy",
                "demo",
            },
        ),
        ("journal li", {"list"}),
        ("journal export ", {"summary", "data"}),
        ("journal log e", {"experimentation", "education"}),
        ("journal export summary --for ", {"therapist", "joint"}),
        ("journal export summary --format h", {"html"}),
        ("journal list --l", {"--limit"}),
        ("journal homework ", {"list", "library", "assign", "finish"}),
        ("journal session ", {"add", "list", "agenda"}),
        ("journal homework assign bo", {"body-scan"}),
        ("journal homework library hands", {"hands-first"}),
        ("journal homework assign all-a", set()),
        ("journal homework library all-a", set()),
        ("journal homework assign --from-scratch e", {"experimentation", "education"}),
        ("journal homework finish --as ", {"finished", "dropped"}),
        ("journal homework finish ", set()),
        ("journal log --homework ", set()),
        ("journal stats --since ", {"last-session"}),
        ("journal session agenda --add ", {"question", "topic", "hard-to-say"}),
        ("journal show ", set()),
        ("journal search ", set()),
    ],
)
def test_offers(made: Path, line: str, offered: set[str]) -> None:
    """Commands, options and closed choices are offered."""
    ended = complete(line, {"JOURNAL_FILE": str(made)})
    assert set(ended.text.split()) == offered
    assert ended.err == ""


def test_it_opens_nothing(made: Path, tmp_path: Path) -> None:
    """It fetches no passphrase and doesn't look at the journal's file: a broken one makes no difference."""
    ran = tmp_path / "ran"
    made.write_bytes(b"broken")
    env = {"JOURNAL_FILE": str(made), "JOURNAL_PASSPHRASE_COMMAND": f"touch {ran}"}
    for line in (
        "journal ", "journal show ", "journal list tag:", "journal search with:", "journal homework assign ",
        "journal homework finish ", "journal stats --since ",
    ):  # fmt: skip
        assert complete(line, env).err == ""
    assert not ran.exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts(shell: str) -> None:
    """The script for a shell comes without a passphrase too."""
    ended = run("--show-completion", shell, passphrase=None, env={"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"})
    assert ended.code == 0
    assert "_JOURNAL_COMPLETE=complete_" in ended.text


def test_in_bash(tmp_path: Path) -> None:
    """The script works in a real bash."""
    script = run(
        "--show-completion", "bash", passphrase=None, env={"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    ).text
    program = tmp_path / "journal"
    program.write_text(f'#!/bin/sh\nexec {" ".join(PROGRAM)} "$@"\n')
    program.chmod(0o700)
    (tmp_path / "completion").write_text(script)
    asked = (
        'source completion; COMP_WORDS=(journal ex); COMP_CWORD=1; _journal_completion journal; echo "${COMPREPLY[@]}"'
    )
    ended = subprocess.run(
        ["bash", "--norc", "-c", f"source completion; {asked}"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert (ended.stdout, ended.stderr) == ("export\n", "")
