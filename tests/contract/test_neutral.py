"""Neutral names, and nothing said before a passphrase: what somebody sees who only looks at the machine."""

import re
import tomllib
from pathlib import Path

import pytest
from typer.core import TyperGroup

from journal.model.entry import Kind
from journal.vault.vault import Vault
from tests.cli.running import run
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


# What commands need to be given before they open anything.
NEEDED = {
    "journal log": ("reflection",),
    "journal search": ("word",),
    "journal show": ("12345678",),
    "journal homework assign": ("body-scan",),
    "journal homework finish": ("12345678",),
    "journal export summary": ("--plaintext", "-o", "-"),
    "journal export data": ("--plaintext", "-o", "-"),
    "journal import": ("-",),
}
# These open no journal that is there.
WITHOUT = {"journal", "journal init", "journal demo", "journal homework library"}


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
    return path, told


def test_no_command_tells_anything_before_the_passphrase(full: tuple[Path, set[str]]) -> None:
    """With a wrong passphrase no command says a word, a date or a number of what is in the journal."""
    path, told = full
    before = path.read_bytes()
    for name, command in commands():
        if name in WITHOUT or isinstance(command, TyperGroup):
            continue
        ended = run("--file", path, *name.split()[1:], *NEEDED.get(name, ()), passphrase="not this one", stdin=b"text")
        said = ended.text + ended.err
        assert not any(word in said for word in told) and not re.search(r"\b\d+ entr", said), name
    assert path.read_bytes() == before


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
