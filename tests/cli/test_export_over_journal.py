"""An export can't replace the journal, whatever it is told."""

import os
from pathlib import Path

import pytest

from tests.cli.running import run


@pytest.mark.parametrize("what", [["summary", "--format", "md"], ["data"]], ids=["summary", "data"])
@pytest.mark.parametrize("way", ["itself", "link", "journal-file"])
def test_force_never_reaches_the_journal(made: Path, tmp_path: Path, what: list[str], way: str) -> None:
    """With --force too, the journal, a link to it and SQLite's file beside it are refused, and nothing changes."""
    before = made.read_bytes()
    target = {"itself": made, "link": tmp_path / "link", "journal-file": made.with_name(made.name + "-journal")}[way]
    if way == "link":
        os.link(made, target)
    ended = run("--file", made, "export", *what, "--plaintext", "--force", "-o", target)
    assert ended.code == 2
    assert "is the journal itself" in ended.err
    assert made.read_bytes() == before
