"""Neutral names, and nothing said before a passphrase: what somebody sees who only looks at the machine."""

import datetime as dt
import re
import shutil
import tomllib
from pathlib import Path

import pytest
from typer.core import TyperGroup

from journal.errors import WrongPassphrase
from journal.model.entry import Kind
from journal.vault.backup.making import create
from journal.vault.key import Key
from journal.vault.recovery import sheet_of
from journal.vault.vault import Vault
from tests.cli.running import Talk, run
from tests.conftest import NOW, PASSPHRASE, ROOT
from tests.contract.test_command_line import commands
from tests.journals import new_vault
from tests.markers import marked

# Words that say what the journal is about.
TELLING = re.compile(r"sex|therap|intima|couple|partner|erotic|desire|arous|touch|homework for", re.IGNORECASE)
SEEN = "name", "version", "description", "keywords", "classifiers", "scripts", "urls", "readme"


def test_the_package_says_nothing_of_what_it_is_about() -> None:
    """Neither its name, its one line, its commands nor a page of description that installers keep beside it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    said = repr([project.get(name) for name in SEEN])
    assert not TELLING.search(said)
    assert "readme" not in project
    assert list(project["scripts"]) == ["journal"]


# A sheet and a copy of the journal, as some commands need one; neither is in the way of the wrong passphrase.
SHEET = sheet_of(Key(bytes(range(32)), bytes(16)))
COPY = "{folder}/journal.sync-conflict-20260517-183000-ABCDEFG.db"

# What commands need to be given before they open anything; standard input has the words of the sheet.
NEEDED: dict[str, tuple[str, ...]] = {
    "journal log": ("reflection",),
    "journal search": ("word",),
    "journal show": ("12345678",),
    "journal homework assign": ("body-scan",),
    "journal homework finish": ("12345678",),
    "journal export summary": ("--plaintext", "-o", "-"),
    "journal export data": ("--plaintext", "-o", "-"),
    "journal import": ("-",),
    "journal merge": (COPY,),
    "journal shared clean": ("--all", "--yes"),
    "journal passphrase change": ("--new-passphrase-fd", "0"),
    "journal recovery use": ("--words-fd", "0", "--file-number", SHEET.number, "--new-passphrase-fd", "0"),
    "journal backup restore": ("--yes",),
    "journal seal": ("-o", "{folder}/sealed.age", "--password-fd", "0", "--yes"),
    "journal destroy": ("--yes",),
}
# These open no journal that is there.
WITHOUT = {"journal", "journal init", "journal demo", "journal homework library", "journal backup list"}
ON_A_TERMINAL = {"journal recovery create"}


@pytest.fixture
def full(path: Path) -> tuple[Path, set[str]]:
    """A journal with an entry of every kind in which every field has a marker, and all that it must not tell."""
    vault = new_vault(path, clock=lambda: NOW)
    told: set[str] = set()
    for kind in Kind:
        content, markers = marked(kind)
        vault.entries.add(content)
        told |= {*markers.values(), content.when.date.isoformat()}
    vault.close()
    later = Vault.open(path, PASSPHRASE, clock=lambda: NOW + dt.timedelta(days=40))
    create(later)
    later.close()
    shutil.copy(path, COPY.format(folder=path.parent))
    return path, told


def _tells(said: str, told: set[str]) -> bool:
    return any(word in said for word in told) or bool(re.search(r"\b\d+ entr", said))


def _files(path: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()}


def test_no_command_tells_anything_before_the_passphrase(full: tuple[Path, set[str]]) -> None:
    """Every command that opens the journal comes to the passphrase; with a wrong one it says no word, date or number.

    Nor does it change a file. The list of backups, which opens nothing, says as little of what is in them.
    """
    path, told = full
    before = _files(path)
    for name, command in commands():
        if isinstance(command, TyperGroup) or name in ON_A_TERMINAL or name in WITHOUT - {"journal backup list"}:
            continue
        needed = [one.format(folder=path.parent) for one in NEEDED.get(name, ())]
        words = " ".join(SHEET.words).encode()
        ended = run("--file", path, *name.split()[1:], *needed, passphrase="not this one", stdin=words)
        assert ended.code == (0 if name in WITHOUT else WrongPassphrase.exit_code), name
        assert not _tells(ended.text + ended.err, told), name
    assert _files(path) == before


@pytest.mark.parametrize("name", sorted(ON_A_TERMINAL))
def test_nor_what_needs_a_terminal(full: tuple[Path, set[str]], name: str) -> None:
    """The same for what asks on a terminal alone."""
    path, told = full
    before = _files(path)
    talk = Talk("--file", path, *name.split()[1:])
    talk.hear("Passphrase: ")
    talk.say("not this one")
    assert talk.end() == WrongPassphrase.exit_code
    assert "does not open this journal" in talk.seen and not _tells(talk.seen, told)
    assert _files(path) == before


def test_no_completion_tells_anything(full: tuple[Path, set[str]]) -> None:
    """Nor does completion of any command, which takes no passphrase even where one could be had."""
    path, told = full
    env = {"JOURNAL_FILE": str(path), "JOURNAL_PASSPHRASE_COMMAND": f"echo {PASSPHRASE}"}
    for name, _ in commands():
        line = f"{name} "
        asked = {"_JOURNAL_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
        ended = run(passphrase=None, env=asked | env)
        assert not any(word in ended.text + ended.err for word in told), name
    Vault.open(path, PASSPHRASE).close()
