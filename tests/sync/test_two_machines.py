"""The way that docs/two-machines.md goes, with the programs that it names."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from journal.vault.merge.conflicts import conflict_copies
from journal.vault.vault import Vault
from tests.cli.running import run
from tests.conftest import PASSPHRASE, ROOT
from tests.copies import exported, state
from tests.journals import new_vault
from tests.making import made
from tests.sync.syncthing import two, wait_for

DOCUMENT = (ROOT / "docs" / "two-machines.md").read_text("utf-8")


def _texts(path: Path) -> list[str]:
    vault = Vault.open(path, PASSPHRASE, read_only=True)
    try:
        return sorted(entry.content.text for entry in vault.entries.each())
    finally:
        vault.close()


def _write(path: Path, text: str, *, edit: bool = False) -> None:
    vault = Vault.open(path, PASSPHRASE)
    if edit:
        (first,) = [one for one in vault.entries.each() if one.content.text.startswith("both")]
        vault.entries.edit(first.id, made(text))
    else:
        vault.entries.add(made(text))
    vault.close()


@pytest.mark.syncthing
def test_a_conflict_of_syncthing_is_taken_in(tmp_path: Path) -> None:
    """Two machines write while apart; what Syncthing leaves of it is merged, and both have everything in the end."""
    with two(tmp_path) as (one, other):
        mine, yours = one.folder / "journal.db", other.folder / "journal.db"
        vault = new_vault(mine)
        vault.entries.add(made("both have this"))
        vault.close()
        one.scan()
        wait_for(lambda: yours.exists() and other.is_done(one) and one.is_done(other))
        one.pause(paused=True)
        wait_for(lambda: not one.is_connected() and not other.is_connected())
        for path, words in ((mine, "here"), (yours, "there")):
            _write(path, f"both, and {words}", edit=True)
            _write(path, f"{words} alone")
        one.scan()
        other.scan()
        one.pause(paused=False)
        wait_for(lambda: bool(conflict_copies(mine) or conflict_copies(yours)))
        wait_for(lambda: all(a.is_connected() and a.is_done(b) for a, b in ((one, other), (other, one))))
        path = mine if conflict_copies(mine) else yours
        (copy,) = conflict_copies(path)
        ended = run("--file", path, "merge", copy.path)
        assert (ended.code, ended.text) == (0, "1 entry came in.\n1 version was added to what was here.\n")
        copy.path.unlink()
        for each in (one, other):
            each.scan()
        wait_for(lambda: mine.read_bytes() == yours.read_bytes())
        first, second = Vault.open(mine, PASSPHRASE), Vault.open(yours, PASSPHRASE)
        assert state(first) == state(second)
        assert exported(first) == exported(second)
        (edited,) = [one for one in first.entries.each() if one.content.text.startswith("both")]
        texts = {version.content.text for version in (edited, *first.entries.history(edited.id))}
        first.close()
        second.close()
        assert texts == {"both have this", "both, and here", "both, and there"}
        assert _texts(mine) == sorted([edited.content.text, "here alone", "there alone"])


@pytest.mark.restic
def test_an_older_state_comes_back_from_restic(tmp_path: Path) -> None:
    """The commands of the document keep the backups away from the machine, and a snapshot of before can be opened."""
    vault = new_vault(tmp_path / "journal.db")
    vault.entries.add(made("before"))
    vault.close()
    backups = tmp_path / "journal-backups"
    backups.mkdir(mode=0o700)
    (tmp_path / "password").write_text("invented for the test\n")
    env = {
        **os.environ,
        "RESTIC_REPOSITORY": str(tmp_path / "repository"),
        "RESTIC_PASSWORD_FILE": str(tmp_path / "password"),
        "RESTIC_CACHE_DIR": str(tmp_path / "cache"),
    }
    (init, backup, snapshots, restore) = re.findall(r"^\$ (restic .*)$", DOCUMENT, re.MULTILINE)
    shutil.copyfile(tmp_path / "journal.db", backups / "journal-2026-05-04-173000.db")
    _restic(init, tmp_path, env)
    _restic(backup, tmp_path, env)
    (snapshot,) = re.findall(r"^([0-9a-f]{8}) ", _restic(snapshots, tmp_path, env), re.MULTILINE)
    _write(tmp_path / "journal.db", "after")
    (backups / "journal-2026-05-04-173000.db").unlink()
    shutil.copyfile(tmp_path / "journal.db", backups / "journal-2026-05-11-173000.db")
    _restic(backup, tmp_path, env)
    _restic(restore.replace("4f2a91c0", snapshot), tmp_path, env)
    (restored,) = (tmp_path / "restored").rglob("journal-*.db")
    assert _texts(restored) == ["before"]
    assert _texts(tmp_path / "journal.db") == ["after", "before"]
    assert not any(b"before" in file.read_bytes() for file in (tmp_path / "repository").rglob("*") if file.is_file())


def _restic(command: str, cwd: Path, env: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-c", command], cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
