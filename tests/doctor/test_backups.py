"""What the doctor finds of the backups."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from journal.doctor.finding import Finding, Level
from journal.doctor.inside import inside
from journal.doctor.surroundings import surroundings
from journal.vault.backup.making import create
from journal.vault.backup.places import folder_of, name_of
from journal.vault.backup.rehearsing import rehearse
from journal.vault.backup.restoring import restore_over
from journal.vault.stopping import Stopped, stoppable
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.making import made


def _found(vault: Vault) -> list[Finding]:
    return [finding for finding in inside(vault) if finding.about == "backups"]


def _later(vault: Vault, days: int) -> None:
    vault.clock = lambda: NOW + dt.timedelta(days=days)


def _break(place: Path, at: int = -2000) -> None:
    content = bytearray(place.read_bytes())
    content[at] ^= 4
    place.write_bytes(content)


def _backed_up(vault: Vault) -> Path:
    vault.entries.add(made("one " * 2000))
    return create(vault).place


def test_none(vault: Vault) -> None:
    """It is said how to make one."""
    (finding,) = _found(vault)
    assert (finding.level, "no backup" in finding.found) == (Level.LOOK, True)
    assert "journal backup create" in finding.advice


@pytest.mark.parametrize(
    ("days", "changed", "level", "said"),
    [
        (0, False, Level.GOOD, "of today, is whole"),
        (1, True, Level.GOOD, "of yesterday, is whole"),
        (30, False, Level.GOOD, "Nothing was changed since"),
        (8, True, Level.LOOK, "of 8 days ago, is whole"),
    ],
)
def test_its_age(vault: Vault, days: int, changed: bool, level: Level, said: str) -> None:
    """An old one matters only where something was changed since; nothing of the journal is said."""
    _backed_up(vault)
    _later(vault, days)
    if changed:
        vault.entries.add(made("two"))
    (finding,) = _found(vault)
    assert (finding.level, said in finding.found, bool(finding.advice)) == (level, True, level is Level.LOOK)
    assert "one one" not in finding.found


@pytest.mark.parametrize("at", [-2000, 200])
def test_a_damaged_one(vault: Vault, at: int) -> None:
    """The newest whole one among the older is named, or that there is none."""
    first = _backed_up(vault)
    for days in (1, 2):
        _later(vault, days)
        _break(_backed_up(vault), at)
    (finding,) = _found(vault)
    assert (finding.level, "is damaged" in finding.found, str(first) in finding.advice) == (Level.BAD, True, True)
    _break(first, at)
    assert "No older one is whole" in _found(vault)[0].advice


def test_of_before_a_change_of_passphrase(vault: Vault) -> None:
    """It doesn't count as a backup, and is given up only once one that is whole is later."""
    place = _backed_up(vault)
    vault.change_passphrase(PASSPHRASE, "another one of several words")
    missing, old = _found(vault)
    assert "No backup opens with the key that the journal has now" in missing.found
    assert (old.level, "1 backup opens with another key" in old.found) == (Level.LOOK, True)
    assert "may hold what the journal lacks" in old.found and "rm " not in old.advice
    _later(vault, 1)
    newer = create(vault).place
    good, old = _found(vault)
    assert (good.level, old.level, f"rm {place}" in old.advice) == (Level.GOOD, Level.LOOK, True)
    _break(newer)
    damaged, old = _found(vault)
    assert (damaged.level, "rm " in old.advice) == (Level.BAD, False)


def test_what_was_replaced(path: Path) -> None:
    """A journal that a backup replaced is named; how it is removed, only once there is a backup that is later."""
    vault = new_vault(path, clock=lambda: NOW)
    replaced = restore_over(vault, rehearse(_backed_up(vault), vault.key, near=path)).replaced
    vault.close()
    vault = Vault.open(path, PASSPHRASE, clock=lambda: NOW)
    *_, finding = _found(vault)
    assert (finding.level, "may hold what the journal lacks" in finding.found) == (Level.LOOK, True)
    assert "rm " not in finding.advice and f"journal backup verify {replaced}" in finding.advice
    _later(vault, 1)
    _backed_up(vault)
    assert f"rm {replaced}" in _found(vault)[-1].advice
    vault.close()


def test_newer_than_what_was_restored(path: Path) -> None:
    """A backup of after a change of the passphrase is not given up where an older one was restored."""
    vault = new_vault(path, clock=lambda: NOW)
    older, key = _backed_up(vault), vault.key
    vault.change_passphrase(PASSPHRASE, "another one of several words")
    _later(vault, 1)
    newer = _backed_up(vault)
    restore_over(vault, rehearse(older, key, near=path))
    vault.close()
    vault = Vault.open(path, PASSPHRASE, clock=lambda: NOW + dt.timedelta(days=2))
    whole, other, replaced = _found(vault)
    assert (whole.level, f"journal backup verify {newer}" in other.advice) == (Level.GOOD, True)
    assert "rm " not in other.advice + replaced.advice
    vault.close()


def test_a_folder_that_can_not_be_looked_into(vault: Vault, path: Path, tmp_path: Path) -> None:
    """What is wrong with it is said, and the backups beside the journal are looked at all the same."""
    _backed_up(vault)
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "journal-backups").symlink_to("journal-backups")  # a link to itself
    vault.settings.set(replace(vault.settings.get(), backup_folder=str(tmp_path / "stick")))
    trouble, newest = _found(vault)
    assert (trouble.level, "stick" in trouble.found, newest.level) == (Level.UNKNOWN, True, Level.GOOD)


def test_a_folder_that_is_not_there(vault: Vault, path: Path) -> None:
    """It is said that a disk is missing."""
    vault.settings.set(vault.settings.get().__class__(backup_folder=str(path.parent / "disk")))
    assert "is not there now" in _found(vault)[0].found


def test_being_stopped(vault: Vault) -> None:
    """Whoever stops looking is not told that something couldn't be read."""
    _backed_up(vault)
    with stoppable(lambda: True), pytest.raises(Stopped):
        list(inside(vault))


def test_from_outside(vault: Vault, path: Path) -> None:
    """Who may read them, what was left half made among them, and copies of another machine need no passphrase."""
    place = _backed_up(vault)

    def found(about: str) -> list[str]:
        return [one.advice for one in surroundings(path) if one.about == about]

    assert (found("backups"), found("conflict copies")) == ([], [])
    place.chmod(0o644)
    folder_of(path).chmod(0o755)
    (folder_of(path) / f".{path.name}.new-00aa").touch()
    path.with_name("journal.sync-conflict-20260504-120000-ABCDEFG.db").touch()
    path.with_name("unrelated.db").touch()
    assert found("backups") == [
        f"Take that away: chmod 700 {folder_of(path)}",
        f"Take that away: chmod 600 {place}",
    ]
    assert found("conflict copies") == ["Take it in: journal merge"]
    assert len(found("leftovers")) == 1 and name_of(path, NOW) not in found("leftovers")[0]
