"""What the command line promises: no private text in its options, and documentation of all that it has."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer._click.core import Command, Parameter
from typer.core import TyperGroup
from typer.main import get_command

from journal.cli.app import app
from tests.conftest import PASSPHRASE, PROGRAM, ROOT

DOCS = ROOT / "docs" / "cli.md"

# What may be given on the command line, where others can see it. None of it is journal text or a passphrase.
# QUERY is what a person looks for; `search` asks for it where it is left out, and `homework library` lists everything.
# A recipient is a public key, and a file number the salt that a file begins with: nothing can be opened with either.
_LEAVING = {"encrypt", "recipient", "password_fd", "file", "plaintext", "force"}
ALLOWED = {
    "journal": {"file", "passphrase_fd", "practice_fd", "not_backed_up", "stop_first", "version"},
    "journal init": {"generated"},
    "journal log": {"kind", "homework", "on", "at"},
    "journal list": {"query", "limit", "as_json"},
    "journal search": {"query", "limit", "as_json"},
    "journal show": {"entry_id", "as_json"},
    "journal homework": set(),
    "journal homework list": {"everything", "as_json"},
    "journal homework library": {"query", "kind", "mode", "stage", "as_json"},
    "journal homework assign": {"exercise", "from_scratch", "times", "per", "minutes", "stage", "on", "session"},
    "journal homework finish": {"homework_id", "ended_as"},
    "journal session": set(),
    "journal session add": {"on", "at"},
    "journal session list": {"as_json"},
    "journal session agenda": {"add_kind", "as_json"},
    "journal stats": {"since", "until", "as_json"},
    "journal export": set(),
    "journal export summary": {"since", "until", "audience", "form", "paper", *_LEAVING, "keep_names"},
    "journal export data": {"form", *_LEAVING},
    "journal import": {
        "file", "form", "dry", "mapping", "on", "date_format", "tag_symbols", "password_fd", "as_json",
    },
    "journal merge": {"file", "other_passphrase_fd"},
    "journal shared": set(),
    "journal shared list": {"as_json"},
    "journal shared clean": {"ids", "everything", "yes", "gone"},
    "journal passphrase": set(),
    "journal passphrase change": {"new_passphrase_fd"},
    "journal recovery": set(),
    "journal recovery create": set(),
    "journal recovery use": {"words_fd", "file_number", "new_passphrase_fd"},
    "journal backup": set(),
    "journal backup create": set(),
    "journal backup list": {"folder", "as_json"},
    "journal backup verify": {"file", "folder"},
    "journal backup restore": {"file", "folder", "yes"},
    "journal seal": {"file", "recipient", "identity", "password_fd", "yes"},
    "journal destroy": {"copies", "yes"},
    "journal doctor": {"salvage", "file", "words_fd", "file_number", "new_passphrase_fd", "as_json"},
    "journal demo": {"solo", "resume"},
}  # fmt: skip
_OF_TYPER = {"help", "install_completion", "show_completion"}


def commands(command: Command | None = None, name: str = "journal") -> Iterator[tuple[str, Command]]:
    """Every command with its full name."""
    command = command or get_command(app)
    yield name, command
    if isinstance(command, TyperGroup):
        for part, inner in command.commands.items():
            yield from commands(inner, f"{name} {part}")


def section(name: str) -> str:
    """What the documentation says of a command."""
    text = DOCS.read_text("utf-8")
    if name == "journal":
        return text.partition("\n## Before the command\n")[2].partition("\n## ")[0]
    found = re.search(rf"^## `{name}(?: [^`]*)?`\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def test_no_option_takes_private_text() -> None:
    """Every parameter of every command is one of those known to hold neither journal text nor a passphrase."""
    found = {name: {str(p.name) for p in command.params} - _OF_TYPER for name, command in commands()}
    assert found == ALLOWED


@pytest.mark.parametrize("name", list(dict(commands())))
def test_everything_has_help(name: str) -> None:
    """Every command and every parameter says what it is for."""
    command = dict(commands())[name]
    assert command.help
    for parameter in command.params:
        assert vars(parameter).get("help") or vars(parameter).get("hidden"), parameter.name


@pytest.mark.parametrize("name", list(dict(commands())))
def test_everything_is_documented(name: str) -> None:
    """docs/cli.md has a section for every command, and in it every option."""
    command = dict(commands())[name]
    if isinstance(command, TyperGroup) and name != "journal":
        return
    documented = section(name)
    assert documented, name
    for parameter in command.params:
        for option in visible_options(parameter):
            assert f"`{option}" in documented, f"{name} {option}"


def visible_options(parameter: Parameter) -> list[str]:
    """The ways to write an option; none for an argument and for a hidden one."""
    if parameter.param_type_name != "option" or vars(parameter).get("hidden") or parameter.name == "help":
        return []
    return list(parameter.opts)


def test_nothing_else_is_documented() -> None:
    """docs/cli.md names no command that isn't there."""
    known = {name for name, _ in commands()}
    headings = re.findall(r"^## `(journal[^`]*)`", DOCS.read_text("utf-8"), re.MULTILINE)
    assert {re.sub(r" [\[A-Z].*", "", heading) for heading in headings} <= known


def transcripts() -> list[tuple[str, list[str]]]:
    """Each command of the documentation's transcripts, and the lines that follow it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```", DOCS.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        for row in block.splitlines():
            if row.startswith("$ "):
                found.append((row[2:], []))
            else:
                found[-1][1].append(row)
    # The journal is made before anything else, whichever transcript comes first on the page.
    return sorted(found, key=lambda one: not one[0].startswith("journal init"))


_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|^[0-9a-f]{8}(?=  )")


def test_transcripts(tmp_path: Path) -> None:
    """The transcripts in docs/cli.md are what the program does, but for the ids, which differ in every journal."""
    (tmp_path / "pass").write_text(PASSPHRASE)
    env = {**os.environ, "JOURNAL_PASSPHRASE_COMMAND": f"cat {tmp_path}/pass", "JOURNAL_FILE": "journal.db"}
    ids: dict[str, str] = {}
    for command, expected in transcripts():
        script = f'journal() {{ {" ".join(PROGRAM)} "$@"; }}; {with_ids(command, ids)}'
        ended = subprocess.run(
            ["bash", "-c", script], cwd=tmp_path, env=env, check=False, start_new_session=True, timeout=60,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        shown = ended.stdout.splitlines() + ([f"[{ended.returncode}]"] if ended.returncode else [])
        for ours, theirs in zip(expected, shown, strict=False):
            for known, real in zip(_ID.findall(ours), _ID.findall(theirs), strict=False):
                ids[known], ids[known[-8:]] = real, real[-8:]
        assert shown == [with_ids(row, ids) for row in expected], command


def with_ids(text: str, ids: dict[str, str]) -> str:
    """The text with the ids of this run in the place of those in the documentation."""
    return re.sub("|".join(map(re.escape, ids)) or r"(?!)", lambda found: ids[found[0]], text)
