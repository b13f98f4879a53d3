"""What a command loads, seen in a process of its own."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from journal.model.dates import When
from journal.model.entry import Education, EntryContent, Sharing
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE

HEAVY = {"textual", "zxcvbn", "mnemonic", "jinja2", "typst", "pikepdf"}


def loaded_by(*arguments: str) -> set[str]:
    """The modules that are loaded when the program has run with these arguments and done what they say."""
    code = (
        "import sys\n"
        "from journal.__main__ import main\n"
        "from tests.cheap import use_cheap_keys\n"
        "'--version' in sys.argv or use_cheap_keys()\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "sys.stderr.write('\\n'.join(['', 'LOADED', *sys.modules]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, input="a line", check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.partition("\nLOADED\n")[2].splitlines())


def test_the_version_loads_next_to_nothing() -> None:
    """`journal --version` answers without Typer, Rich or Textual."""
    loaded = loaded_by("--version")
    assert "journal" in loaded
    assert not loaded & {"typer", "rich", "textual", "platformdirs"}


@pytest.mark.parametrize(
    "command",
    [
        "log reflection", "list", "search line", "stats", "homework list", "homework library", "session agenda",
        "homework assign hands-first", "session add", "export data --plaintext --format json",
        "import - --format markdown --date today",
    ],
)  # fmt: skip
def test_a_command_loads_only_what_it_needs(command: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command does its work without Textual, and without what only other commands need."""
    vault = Vault.create(path, PASSPHRASE)
    today = dt.datetime.now().astimezone().date()
    shared = Sharing(therapist=frozenset({"text"}))
    vault.entries.add(EntryContent(when=When(today), details=Education(), text="a line", sharing=shared))
    vault.close()
    monkeypatch.setenv("JOURNAL_PASSPHRASE_COMMAND", f"echo '{PASSPHRASE}'")
    monkeypatch.chdir(path.parent)
    loaded = loaded_by("--file", str(path), *command.split())
    assert "typer" in loaded
    assert not {name for name in loaded if name.split(".")[0] in HEAVY}


@pytest.mark.parametrize("form", ["txt", "md"])
def test_a_page_is_measured_with_what_makes_pdf(form: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A summary loads what sets it on paper, to know how long it is, and nothing else that its format doesn't need."""
    vault = Vault.create(path, PASSPHRASE)
    today = dt.datetime.now().astimezone().date()
    shared = Sharing(therapist=frozenset({"text"}))
    vault.entries.add(EntryContent(when=When(today), details=Education(), text="a line", sharing=shared))
    vault.close()
    monkeypatch.setenv("JOURNAL_PASSPHRASE_COMMAND", f"echo '{PASSPHRASE}'")
    monkeypatch.chdir(path.parent)
    loaded = loaded_by("--file", str(path), "export", "summary", "--plaintext", "--format", form)
    assert {name.split(".")[0] for name in loaded} & HEAVY == {"typst", "pikepdf"}
