"""Every channel by which text could leak has its defence and its tests, and they are there."""

import ast
import functools
import re
import tomllib

import pytest

from journal.tui.app import JournalApp
from tests.conftest import ROOT

_ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
_NODE = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ROWS = {int(row[1]): row for row in _ROW.finditer((ROOT / "docs" / "leaks.md").read_text("utf-8"))}


@functools.cache
def named_in(path: str) -> dict[str, bool]:
    """The names of the tests in a file, those of one platform alone too, and whether the suite runs each."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    tests = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {one.name: "pytest.mark.long" not in map(ast.unparse, one.decorator_list) for one in tests}


def test_every_channel_has_a_row() -> None:
    """None of the 35 is left out."""
    assert set(ROWS) == set(range(1, 36))


@pytest.mark.parametrize("number", ROWS)
def test_a_channel_has_its_defence_and_its_tests(number: int) -> None:
    """The place of the defence is there, each test that is named exists, and the suite runs at least one of them."""
    _, channel, defence, where, named = ROWS[number].groups()
    assert channel.strip() and defence.strip()
    assert (ROOT / where.strip().strip("`")).is_file(), where
    found = _NODE.findall(named)
    assert found and " ".join(f"`{path}::{name}`" for path, name in found) == named.strip()
    for path, name in found:
        assert name in named_in(path), f"{path}::{name}"
    assert any(named_in(path)[name] for path, name in found)


def test_only_these_run_programs() -> None:
    """No editor, viewer or shell is run: but for these, no module can run a program at all.

    The command that gives the passphrase is one that the person named; the rest starts this program again, or a watch
    over a folder of parts.
    """
    running = re.compile(r"\bos\.(exec|spawn|posix_spawn|system|popen|startfile)|subprocess|webbrowser|\bimport pty\b")
    modules = {
        str(file.relative_to(ROOT / "journal"))
        for file in (ROOT / "journal").rglob("*.py")
        if running.search(file.read_text("utf-8"))
    }
    assert modules == {"safety/process.py", "cli/passphrase.py", "cli/again.py", "outgoing/watch.py"}


def test_names_are_neutral() -> None:
    """Neither the command, nor the package, nor the window says what it is for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    said = [
        project["name"],
        project["description"],
        *project["scripts"],
        *project.get("keywords", ()),
        JournalApp.TITLE,
    ]
    assert JournalApp.TITLE == "journal" and set(project["scripts"]) == {"journal"}
    assert not re.search(r"sex|therap|intim|couple|homework(?!-journal)", " ".join(said), re.IGNORECASE)
