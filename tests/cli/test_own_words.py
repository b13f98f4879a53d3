"""Words that a person uses for their body stay in the app: no command prints them, and no summary has them."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from journal.library import library
from journal.model.dates import When
from journal.model.entry import Kind, Outcome, Sharing, blank
from journal.model.homework import assignment_of
from journal.vault.settings import Preferences
from journal.vault.vault import Vault
from tests.cli.running import run

TODAY = dt.datetime.now().astimezone().date()


@pytest.fixture(autouse=True)
def words(vault: Vault) -> None:
    """Words of their own, homework whose steps have the program's, and an entry that is shared."""
    vault.settings.set(Preferences(words={"chest": "MARKER", "genitals": "MARKER", "arousal": "MARKER"}))
    vault.assignments.add(assignment_of(library().exercises["wider-touch"], "wider-touch", TODAY))
    written = replace(blank(Kind.EDUCATION, When(TODAY)), text="On arousal.", outcome=Outcome.DONE)
    vault.entries.add(replace(written, sharing=Sharing(therapist=frozenset({"text", "outcome"}))))


@pytest.mark.parametrize(
    ("arguments", "shipped"),
    [
        (("homework", "library", "wider-touch"), "chest and genitals are left out"),
        (("homework", "library", "wider-touch", "--json"), "chest and genitals are left out"),
        (("homework", "list", "--json"), "chest and genitals are left out"),
        (("export", "summary", "--plaintext", "--format", "md", "-o", "-"), "On arousal."),
    ],
)
def test_no_command_prints_them(path: Path, arguments: tuple[str, ...], shipped: str) -> None:
    """What leaves the app has the words it was shipped or typed with."""
    ended = run("--file", path, *arguments)
    assert ended.code == 0, ended.err
    assert shipped in ended.text
    assert "MARKER" not in ended.text + ended.err
