"""Backups: made whole or not at all, kept in generations, and made when there is something to keep."""

import datetime as dt
import os
import re
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from journal.errors import NotWritable
from journal.vault.backup import making, places
from journal.vault.backup.making import Closing, create, create_on_closing, lag
from journal.vault.backup.places import (
    Backup,
    backups_in,
    backups_of,
    folder_of,
    is_current,
    others_with_old_secret,
    surplus,
)
from journal.vault.backup.rehearsing import rehearse
from journal.vault.backup.telling import told
from journal.vault.files import put_in_place
from journal.vault.old_secret import backed_up, still_open
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.making import made
from tests.vault.test_stopping import after

DAY = dt.timedelta(days=1)


class Clock:
    """A clock that goes where it is told."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        """The instant it shows."""
        return self.now


def _entries(place: Path) -> int:
    return rehearse(place, PASSPHRASE, near=place).entries


def test_made_and_private(vault: Vault, path: Path) -> None:
    """It is in a folder of its own, for the owner only whatever the umask, opens like the journal and has all of it."""
    vault.entries.add(made("one"))
    before = os.umask(0)
    try:
        backup = create(vault).place
    finally:
        os.umask(before)
    assert backup == path.parent / "journal-backups" / f"journal-{NOW:%Y-%m-%d-%H%M%S}.db"
    assert [stat.S_IMODE(place.stat().st_mode) for place in (backup, backup.parent)] == [0o600, 0o700]
    assert list(backup.parent.iterdir()) == [backup]
    assert _entries(backup) == 1


def test_a_folder_that_was_open_to_others(vault: Vault, path: Path) -> None:
    """It becomes private before anything is put there."""
    folder_of(path).mkdir(mode=0o755)
    assert stat.S_IMODE(create(vault).place.parent.stat().st_mode) == 0o700


def test_two_in_one_second(vault: Vault) -> None:
    """Neither takes the other's name."""
    assert create(vault).place != create(vault).place


def test_only_after_a_change(vault: Vault, path: Path) -> None:
    """Closing makes one where the journal is in no backup as it is now, and then none until it changes again."""
    vault.entries.add(made("one"))
    for _ in range(2):
        assert create_on_closing(vault, Closing.QUIT) == ""
    assert len(backups_of(path)) == 1
    vault.entries.add(made("two"))
    create_on_closing(vault, Closing.LOCK)
    assert len(backups_of(path)) == 1  # the latest of the day
    assert _entries(backups_of(path)[0].place) == 2


def test_two_that_close_at_once(vault: Vault, path: Path) -> None:
    """The second program sees what the first made; nothing is lost by either."""
    vault.entries.add(made("one"))
    other = Vault.open(path, PASSPHRASE, clock=vault.clock)
    try:
        other.entries.add(made("two"))
        create_on_closing(vault, Closing.QUIT)
        create_on_closing(other, Closing.QUIT)
    finally:
        other.close()
    (backup,) = backups_of(path)
    assert _entries(backup.place) == 2


def test_a_command_makes_one_a_day(path: Path) -> None:
    """The first that changes something on a day, in UTC, makes one."""
    clock = Clock()
    vault = new_vault(path, clock=clock)
    for hours, many in ((0, 1), (2, 1), (24, 2)):
        clock.now = NOW + dt.timedelta(hours=hours)
        vault.entries.add(made(f"{hours}"))
        create_on_closing(vault, Closing.COMMAND)
        assert len(backups_of(path)) == many
    vault.close()


def test_a_large_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it would be noticed, locking makes none, and quitting makes one a day."""
    monkeypatch.setattr(making, "QUICK_BYTES", 1)
    vault = new_vault(path, clock=lambda: NOW)
    vault.entries.add(made("one"))
    create_on_closing(vault, Closing.LOCK)
    assert backups_of(path) == ()
    for text in ("two", "three"):
        create_on_closing(vault, Closing.QUIT)
        vault.entries.add(made(text))
    (backup,) = backups_of(path)
    assert _entries(backup.place) == 1
    vault.close()


def test_given_up(vault: Vault, path: Path) -> None:
    """A program that is to end at once leaves nothing of it, and says nothing."""
    vault.entries.add(made("one"))
    for looks in (1, 5, 25):
        assert create_on_closing(vault, Closing.QUIT, after(looks)) == ""
        assert list(folder_of(path).parent.rglob("*.db*")) == [path]


def test_a_month(path: Path) -> None:
    """After a month with two on most days there are seven, of seven days, the latest of each."""
    clock = Clock()
    vault = new_vault(path, clock=clock)
    days = [day for day in range(30) if day % 5]  # some days without
    for day in days:
        for hours in (0, 3):
            clock.now = NOW + day * DAY + dt.timedelta(hours=hours)
            vault.settings.set(replace(vault.settings.get(), masked=not vault.settings.get().masked))
            create_on_closing(vault, Closing.QUIT)
    vault.close()
    kept = [one.made for one in backups_of(path)]
    assert kept == [NOW + day * DAY + dt.timedelta(hours=3) for day in days[::-1][:7]]


def test_as_many_as_were_set(vault: Vault, path: Path) -> None:
    """The number of days is that of the settings."""
    vault.settings.set(replace(vault.settings.get(), backups=3))
    folder_of(path).mkdir()
    salt = path.read_bytes()[:16]
    for day in range(1, 9):
        (folder_of(path) / f"journal-{NOW - day * DAY:%Y-%m-%d-%H%M%S}.db").write_bytes(salt)
    assert create(vault).removed == 6
    assert len(backups_of(path)) == 3


def test_what_is_not_ours_stays(vault: Vault, path: Path) -> None:
    """Links, folders, other names, what was replaced, and backups with another key are not touched by a new one."""
    folder = folder_of(path)
    folder.mkdir()
    long_ago = [f"journal-20{year}-01-01-000000" for year in range(10, 25)]
    precious = path.parent / "precious"
    precious.write_bytes(path.read_bytes()[:16])
    (folder / f"{long_ago[0]}.db").symlink_to(precious)
    (folder / f"{long_ago[1]}.db").mkdir()
    (folder / "notes.txt").touch()
    (folder / "journal-2010-13-01-000000.db").touch()  # no such month
    for name in long_ago[2:]:
        (folder / f"{name}.db").write_bytes(b"the salt of another one")
    (folder / "journal-replaced-2010-01-01-000000.db").write_bytes(path.read_bytes()[:16])
    there = set(folder.iterdir())
    assert create(vault).removed == 0
    assert there < set(folder.iterdir())
    assert set(others_with_old_secret(path)) == {folder / f"{name}.db" for name in long_ago[2:]}


def test_a_clock_that_goes_back(path: Path) -> None:
    """What has an instant to come is kept and not counted, and neither hides a change nor ousts a new one."""
    clock = Clock()
    vault = new_vault(path, clock=clock)
    for back in range(10):
        clock.now = NOW - back * DAY
        vault.entries.add(made(str(back)))
        assert create_on_closing(vault, Closing.QUIT) == ""
        assert _entries(folder_of(path) / f"journal-{clock.now:%Y-%m-%d-%H%M%S}.db") == back + 1
    vault.close()


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_days_are_those_of_utc(zone: str, monkeypatch: pytest.MonkeyPatch, vault: Vault) -> None:
    """Where somebody is makes no difference to names and generations."""
    monkeypatch.setenv("TZ", zone)
    assert create(vault).place.name == f"journal-{NOW:%Y-%m-%d-%H%M%S}.db"


def test_generations() -> None:
    """Of ten days seven are kept; of a day, the latest; what was replaced, always."""
    every = [Backup(Path(f"{n}"), NOW - n * DAY / 2, 1, 1, b"") for n in range(20)]
    gone = surplus([*every, Backup(Path("r"), NOW - 99 * DAY, 1, 1, b"", replaced=True)], 7, NOW)
    kept = [one for one in every if one not in gone]
    assert (len(kept), kept[0]) == (7, every[0])
    assert len({one.made.date() for one in kept}) == 7


def test_a_disk_without_fine_times(vault: Vault, path: Path) -> None:
    """There, a backup counts for what was changed within its two seconds."""
    backup = create(vault).place
    os.utime(backup, (1_000_000, 1_000_000))
    for late, current in ((0.5, True), (2.5, False), (-0.5, False)):
        os.utime(path, (1_000_000 + late, 1_000_000 + late))
        assert is_current(path, backups_of(path)) is current


def test_another_folder(vault: Vault, path: Path, tmp_path: Path) -> None:
    """It is made inside the one that was chosen; while that isn't there, beside the journal, which is said."""
    chosen = tmp_path / "stick"
    vault.settings.set(replace(vault.settings.get(), backup_folder=str(chosen)))
    absent = create(vault)
    assert (absent.place.parent, str(chosen) in absent.elsewhere) == (folder_of(path), True)
    assert not chosen.exists()
    chosen.mkdir()
    there = create(vault)
    assert (there.place.parent, there.elsewhere) == (chosen / "journal-backups", "")
    assert {one.place for one in backups_of(path, str(chosen))} == {absent.place, there.place}
    assert create_on_closing(vault, Closing.QUIT) == ""


def test_another_folder_that_is_a_file(vault: Vault, path: Path, tmp_path: Path) -> None:
    """What can't be written there is written beside the journal."""
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "journal-backups").touch()
    vault.settings.set(replace(vault.settings.get(), backup_folder=str(tmp_path / "stick")))
    made_there = create(vault)
    assert made_there.place.parent == folder_of(path)
    assert "can't be used" in made_there.elsewhere


def test_a_chosen_folder_that_can_not_be_looked_into(vault: Vault, path: Path, tmp_path: Path) -> None:
    """The backup is made beside the journal, once, and the change of a passphrase still says what it can."""
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "journal-backups").symlink_to("journal-backups")  # a link to itself
    vault.settings.set(replace(vault.settings.get(), backup_folder=str(tmp_path / "stick")))
    assert "This backup is beside the journal" in create_on_closing(vault, Closing.QUIT)
    assert create_on_closing(vault, Closing.QUIT) == ""
    assert len(backups_in(folder_of(path), path)) == 1
    with pytest.raises(NotWritable):
        vault.backups()
    assert lag(path, str(tmp_path / "stick"), NOW.timestamp() + 3 * 86400) == ""
    vault.entries.add(made("one"))
    assert "choose another folder" in lag(path, str(tmp_path / "stick"), NOW.timestamp() + 3 * 86400)
    before = vault.key.salt
    vault.change_passphrase(PASSPHRASE, "nine grey stones under the pier")
    told = backed_up(vault, before)
    assert "beside the journal" in told and "1 older backup still opens" in told


def test_what_still_opens_with_the_key_of_before(vault: Vault, path: Path, tmp_path: Path) -> None:
    """It is what has that key, wherever it is; what another journal has in the same folder is not counted."""
    (tmp_path / "stick").mkdir()
    other = new_vault(tmp_path / "elsewhere" / "journal.db", clock=lambda: NOW)
    other.change_passphrase(PASSPHRASE, "another passphrase")
    for one in (vault, other):
        one.settings.set(replace(one.settings.get(), backup_folder=str(tmp_path / "stick")))
        create(one)
    other.close()
    before = vault.key.salt
    vault.change_passphrase(PASSPHRASE, "nine grey stones under the pier")
    assert "1 older backup still opens" in still_open(vault, before)


def test_two_that_are_named_at_once(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that another program took at the last moment makes it the next second's."""
    taken: list[Path] = []

    def taking(temporary: Path, place: Path) -> None:
        if not taken:
            taken.append(place)
            place.touch()
        put_in_place(temporary, place)

    monkeypatch.setattr(making, "put_in_place", taking)
    assert create(vault).place != taken[0]


def test_a_chosen_folder_that_does_not_answer(
    vault: Vault, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that hangs holds up neither closing nor what is listed, and is asked again only once it has answered."""
    chosen, asked, answers, look = tmp_path / "stick", [], threading.Event(), Path.is_dir
    chosen.mkdir()

    def hanging(folder: Path) -> bool:
        if folder == chosen:
            asked.append(folder)
            answers.wait()
        return look(folder)

    monkeypatch.setattr(Path, "is_dir", hanging)
    monkeypatch.setattr(places, "_PATIENCE", 0.05)
    vault.settings.set(replace(vault.settings.get(), backup_folder=str(chosen)))
    assert "is not there now" in create_on_closing(vault, Closing.LOCK)
    assert f"{chosen}, can't be looked into now: what is in it stays." in told(vault)
    assert len(backups_in(folder_of(path), path)) == 1 and len(asked) == 1
    answers.set()
    places._silent[chosen].join()
    monkeypatch.undo()
    assert create(vault).place.parent == chosen / "journal-backups"


def test_other_journals_in_the_chosen_folder(vault: Vault, tmp_path: Path) -> None:
    """Two journals may be backed up in one folder: neither sees or removes what the other has there."""
    (tmp_path / "stick").mkdir()
    other = Vault.create(tmp_path / "elsewhere" / "journal.db", "another passphrase", clock=lambda: NOW)
    for one in (vault, other):
        one.settings.set(replace(one.settings.get(), backup_folder=str(tmp_path / "stick")))
        create(one)
    assert [len(one.backups()) for one in (vault, other)] == [1, 1]
    other.close()


def test_no_folder_can_be_made(vault: Vault, path: Path) -> None:
    """That is said in a sentence, and the journal goes on."""
    folder_of(path).touch()
    vault.entries.add(made("one"))
    told = create_on_closing(vault, Closing.QUIT)
    assert told.startswith("No backup was made. ")
    assert ".new-" not in told
    assert vault.entries.count() == 1


def test_a_full_disk(vault: Vault, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left, no older one is removed, and it is told what to do."""
    create(vault)
    vault.entries.add(made("one"))

    def full(*_: object) -> None:
        raise NotWritable("The disk is full.", "Nothing was saved. Make some room, then save again.")

    monkeypatch.setattr(vault, "write_copy", full)
    assert create_on_closing(vault, Closing.QUIT) == (
        "No backup was made. The disk is full. The journal is whole. Make some room, or choose another folder for "
        "backups in the settings."
    )
    assert len(list(folder_of(path).iterdir())) == 1


def test_what_was_half_made_is_swept(vault: Vault, path: Path) -> None:
    """What a killed program left in the folder goes with the next backup."""
    folder_of(path).mkdir()
    (folder_of(path) / ".journal.db.new-00000000").touch()
    create(vault)
    assert len(list(folder_of(path).iterdir())) == 1


def test_told_when_there_was_none_for_long(vault: Vault, path: Path) -> None:
    """Where changes of more than a day are in no backup, the next opening says so, and not before."""
    real = dt.datetime.now(dt.UTC).timestamp()
    assert lag(path, "", real) == ""
    assert "no backup" in lag(path, "", real - 2 * 86400)
    create(vault)
    assert lag(path, "", real) == ""
    vault.entries.add(made("one"))
    assert lag(path, "", NOW.timestamp() + 3600) == ""
    assert f"{NOW.astimezone():%Y-%m-%d}" in lag(path, "", NOW.timestamp() + 2 * 86400)


def test_pipes_are_not_waited_for(vault: Vault, path: Path) -> None:
    """One in the place of a journal has no salt, and one beside a backup is named."""
    os.mkfifo(pipe := path.with_name("pipe.db"))
    assert places.salt_of(pipe) == b""
    place = create(vault).place
    os.mkfifo(beside := place.with_name(f"{place.name}-wal"))
    with pytest.raises(NotWritable, match=re.escape(f"{beside} is not a file")):
        rehearse(place, PASSPHRASE, near=path)


def test_no_folder() -> None:
    """Where there is none, there are no backups."""
    assert backups_in(Path("/nowhere/journal-backups"), Path("/nowhere/journal.db")) == ()
