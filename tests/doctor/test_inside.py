"""What the doctor sees in an open journal."""

import datetime as dt
from pathlib import Path

import pytest

from journal.doctor.finding import Finding, Level
from journal.doctor.inside import inside
from journal.model.shared_copy import SharedCopy
from journal.vault import check
from journal.vault.settings import Preferences
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.making import made


def _of(vault: Vault, about: str) -> list[Finding]:
    return [finding for finding in inside(vault) if finding.about == about]


def test_a_journal_that_is_whole(vault: Vault) -> None:
    """There is nothing to act on."""
    vault.entries.add(made("text"))
    assert {finding.level for finding in inside(vault) if finding.about != "backups"} == {Level.GOOD}


def test_a_damaged_page(vault: Vault) -> None:
    """A bit that turned is found, and the way to a backup and to salvage is said."""
    for _ in range(40):
        vault.entries.add(made("text " * 300))
    with vault.path.open("r+b") as file:
        file.seek(-2000, 2)
        file.write(b"turned")
    (finding,) = _of(vault, "the file")
    assert finding.level is Level.BAD
    assert ("backup restore" in finding.advice, "--salvage" in finding.advice) == (True, True)


@pytest.mark.parametrize(("age", "said"), [(0, "today"), (1, "yesterday"), (9, "9 days ago")])
def test_plain_copies(vault: Vault, tmp_path: Path, age: int, said: str) -> None:
    """What lies in plain is counted, with the age of the oldest; what is encrypted or gone is not."""
    there = tmp_path / "page.txt"
    there.write_text("a page")
    vault.shared_copies.add(SharedCopy(format="txt", place=str(there)))
    vault.shared_copies.add(SharedCopy(format="txt", place=str(tmp_path / "gone.txt")))
    vault.clock = lambda: NOW + dt.timedelta(days=age)
    (finding,) = _of(vault, "plain copies")
    assert (finding.level, said in finding.found, str(there) in finding.found) == (Level.LOOK, True, True)
    there.unlink()
    assert _of(vault, "plain copies")[0].level is Level.GOOD


def test_a_lock_that_comes_late(vault: Vault) -> None:
    """More than half an hour without a key is to be looked at."""
    assert _of(vault, "lock") == []
    vault.settings.set(Preferences(lock_minutes=45))
    assert [finding.level for finding in _of(vault, "lock")] == [Level.LOOK]


def test_temporary_files(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that would sort in files in clear is to be acted on."""
    assert _of(vault, "temporary files")[0].level is Level.GOOD
    monkeypatch.setattr(check, "sorts_in_memory", lambda connection: False)
    assert _of(vault, "temporary files")[0].level is Level.BAD
