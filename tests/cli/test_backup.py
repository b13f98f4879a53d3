"""Backups on the command line."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from journal.cli.backup import app, restore
from journal.cli.interrupts import Interrupted
from journal.cli.place import Place
from journal.vault.backup import restoring
from journal.vault.backup.making import create
from journal.vault.backup.places import backups_of, folder_of
from journal.vault.vault import Vault
from tests.cli.running import Talk, run
from tests.conftest import PASSPHRASE
from tests.journals import new_vault
from tests.making import made as entry


def _log(journal: Path, text: str) -> None:
    assert run("--file", journal, "log", "reflection", stdin=text.encode()).code == 0


def _named(out: bytes) -> Path:
    return Path(os.fsdecode(out.removesuffix(b"\n")))


def test_from_the_first_entry_to_a_restored_journal(made: Path) -> None:
    """The first entry of a day makes one; it is listed without a passphrase, verified, and restored."""
    _log(made, "one")
    _log(made, "two")
    (backup,) = backups_of(made)
    listed = run("--file", made, "backup", "list", passphrase=None)
    assert (listed.code, backup.place.name in listed.text) == (0, True)
    created = run("--file", made, "backup", "create")
    assert (created.code, created.text.startswith(str(backup.place.parent))) == (0, True)
    assert "opened again and verified. 1 older one was removed." in created.err
    verified = run("--file", made, "backup", "verify")
    assert (verified.code, verified.text) == (0, created.text)
    assert "It has 2 entries" in verified.err
    _log(made, "three")
    restored = run("--file", made, "backup", "restore", "--yes")
    assert (restored.code, restored.text) == (0, f"{made}\n")
    assert "-replaced-" in restored.err
    assert len(json.loads(run("--file", made, "list", "--json").out)) == 2
    (one, other) = json.loads(run("--file", made, "backup", "list", "--json", passphrase=None).out)
    assert (one["replaced"], other["replaced"], other["same_key"]) == (True, False, True)


def test_restoring_one_by_its_name_on_a_terminal(made: Path, talk: Callable[..., Talk]) -> None:
    """It says what the backup holds and asks; anything but a yes leaves the journal as it is."""
    _log(made, "one")
    (backup,) = backups_of(made)
    _log(made, "two")
    for answer, entries in (("", 2), ("y", 1)):
        here = talk("--file", made, "backup", "restore", backup.place.name)
        here.hear("Passphrase of the backup: ")
        here.say(PASSPHRASE)
        here.hear("It has 1 entry")
        here.hear("Restore this backup? [y/N] ")
        here.say(answer)
        assert here.end() == (0 if answer else 1)
        assert len(json.loads(run("--file", made, "list", "--json").out)) == entries


def test_a_folder_with_a_name_of_bytes(made: Path) -> None:
    """The list as JSON has the bytes as escapes, and a place is printed so that it can be used."""
    place = made.parent / "fol\udcffder" / "journal.db"
    place.parent.mkdir()
    made.rename(place)
    created = run("--file", place, "backup", "create")
    assert (created.code, _named(created.out).is_file()) == (0, True)
    (listed,) = json.loads(run("--file", place, "backup", "list", "--json", passphrase=None).out)
    assert Path(listed["place"]).is_file()


def test_a_restore_that_is_interrupted(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once the backup is in the place of the journal, that is said, and where the old one is, before it ends."""
    vault = new_vault(path)
    create(vault)
    vault.entries.add(entry("one"))
    vault.close()
    end_save = restoring._end_save

    def interrupted(file: Path) -> None:
        signal.raise_signal(signal.SIGINT)
        end_save(file)

    monkeypatch.setattr(restoring, "_end_save", interrupted)
    reading, writing = os.pipe()
    os.write(writing, f"{PASSPHRASE}\n".encode())
    os.close(writing)
    with pytest.raises(Interrupted):
        restore(typer.Context(get_command(app), obj=Place(path, reading)), yes=True)
    said = capsys.readouterr()
    assert said.out == f"{path}\n" and "The journal was restored." in said.err and "-replaced-" in said.err
    vault = Vault.open(path, PASSPHRASE)
    assert vault.entries.count() == 0
    vault.close()


def test_where_the_journal_is_gone(made: Path) -> None:
    """The latest backup brings it back."""
    _log(made, "one")
    made.unlink()
    assert run("--file", made, "list").code == 10
    assert run("--file", made, "backup", "restore", "--yes").code == 0
    assert len(json.loads(run("--file", made, "list", "--json").out)) == 1


def test_refusals(made: Path, tmp_path: Path) -> None:
    """No backup, another passphrase, a damaged one and nobody to ask: each is said, and nothing is changed."""
    none = run("--file", made, "backup", "verify")
    assert (none.code, "There is no backup in" in none.err) == (10, True)
    empty = run("--file", made, "backup", "list", passphrase=None)
    assert (empty.code, empty.text) == (0, "")
    _log(made, "one")
    (backup,) = backups_of(made)
    asked = run("--file", made, "backup", "restore")
    assert (asked.code, "--yes" in asked.err) == (2, True)
    wrong = run("--file", made, "backup", "restore", "--yes", passphrase="another one")
    assert (wrong.code, "does not open this backup" in wrong.err) == (12, True)
    whole = backup.place.read_bytes()
    backup.place.write_bytes(whole[: len(whole) // 2 // 4096 * 4096])
    before = made.read_bytes()
    damaged = run("--file", made, "backup", "restore", "--yes")
    assert (damaged.code, "damaged" in damaged.err, "journal backup list" in damaged.err) == (13, True, True)
    assert run("--file", made, "backup", "verify", tmp_path / "no.db").code == 10
    assert made.read_bytes() == before


def test_a_backup_that_can_not_be_made(made: Path) -> None:
    """What the command was for is done, and a warning says that there is no backup."""
    folder_of(made).touch()
    ended = run("--file", made, "log", "reflection", stdin=b"one")
    assert (ended.code, "journal: warning: No backup was made." in ended.err) == (0, True)
    assert run("--file", made, "backup", "create").code == 15


def test_none_for_what_only_reads(made: Path) -> None:
    """Reading makes none."""
    assert run("--file", made, "list").code == 0
    assert not folder_of(made).exists()


def test_destroyed_with_the_journal(made: Path) -> None:
    """How many there are and where is said, and they go with it."""
    vault = Vault.open(made, PASSPHRASE)
    vault.entries.add(entry("one"))
    create(vault)
    vault.close()
    assert run("--file", made, "backup", "restore", "--yes").code == 0  # so that there is a replaced one
    ended = run("--file", made, "destroy", "--yes")
    assert f"The journal has 2 backups, in {folder_of(made)}. They go with it." in ended.err
    assert (ended.code, list(made.parent.iterdir())) == (0, [])


def test_what_others_put_there_stays_when_it_is_destroyed(made: Path) -> None:
    """The folder stays then, with that alone."""
    _log(made, "one")
    (folder_of(made) / "notes.txt").touch()
    assert run("--file", made, "destroy", "--yes").code == 0
    assert [file.name for file in folder_of(made).iterdir()] == ["notes.txt"]


def test_another_folder(made: Path, tmp_path: Path) -> None:
    """The list and the rest look where --folder says."""
    _log(made, "one")
    (tmp_path / "stick").mkdir()
    folder_of(made).rename(tmp_path / "stick" / folder_of(made).name)
    for folder in (tmp_path / "stick", tmp_path / "stick" / folder_of(made).name):
        listed = run("--file", made, "backup", "list", "--folder", folder, passphrase=None)
        assert listed.text.startswith("journal-")
    assert run("--file", made, "backup", "verify", "--folder", tmp_path / "stick").code == 0
