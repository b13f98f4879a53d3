"""Another passphrase: all of the journal in a new file, which opens with the new one alone, or nothing at all."""

import contextlib
import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.errors import BadInput, Damaged, JournalInUse, NotWritable, WrongPassphrase
from journal.vault.check import check
from journal.vault.connection import Connection
from journal.vault.copying import contents
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.page import PAGE_BYTES
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.faults.conftest import Worker
from tests.faults.disk import mounted, room_of
from tests.journals import new_vault
from tests.making import made

NEW = "nine grey stones under the pier"


def opens(path: Path, *passphrases: str) -> list[str]:
    """Those of the passphrases that open a journal."""
    found = []
    for passphrase in passphrases:
        try:
            Vault.open(path, passphrase).close()
        except WrongPassphrase:
            continue
        found.append(passphrase)
    return found


def in_it(path: Path, passphrase: str) -> dict[str, int]:
    """What a journal holds, in figures; it is whole."""
    connection = Connection(path, derive_key(passphrase, read_salt(path)))
    check(connection)
    found = contents(connection)
    connection.close()
    return found


def fill(vault: Vault) -> None:
    """Something of everything that counts: entries with history, the trash, drafts, settings."""
    entries = [vault.entries.add(made(f"entry {number} " + "slowly " * 200)) for number in range(30)]
    vault.entries.edit(entries[0].id, made("edited"))
    vault.entries.move_to_trash(entries[1].id)
    vault.entries.move_to_trash(entries[2].id)
    vault.entries.purge(entries[2].id)
    vault.drafts.save(made("begun"))


def test_the_new_one_opens_it_and_the_old_one_does_not(path: Path, vault: Vault) -> None:
    """Everything is there, with another salt; the open journal goes on in the new file."""
    fill(vault)
    before, salt, file = in_it(path, PASSPHRASE), read_salt(path), path.stat().st_ino
    told: list[tuple[int, int]] = []
    vault.change_passphrase(PASSPHRASE, NEW, lambda done, pages: told.append((done, pages)))
    assert told[-1][0] == told[-1][1] > 0
    assert in_it(path, NEW) == before
    assert opens(path, PASSPHRASE, NEW) == [NEW]
    assert read_salt(path) != salt and path.stat().st_ino != file
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    entry = vault.entries.add(made("written after"))
    with vault.snapshot():
        assert vault.entries.get(entry.id) == entry
    vault.change_passphrase(NEW, PASSPHRASE)
    vault.close()
    assert opens(path, PASSPHRASE, NEW) == [PASSPHRASE]
    assert in_it(path, PASSPHRASE)["entry"] == before["entry"] + 1
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_the_same_passphrase_again(path: Path, vault: Vault) -> None:
    """It may stay the same: the key is another all the same, so that a lost sheet opens nothing."""
    sheet = vault.recovery_sheet(PASSPHRASE)
    vault.change_passphrase(PASSPHRASE, PASSPHRASE)
    assert vault.recovery_sheet(PASSPHRASE) != sheet
    assert opens(path, PASSPHRASE) == [PASSPHRASE]


@pytest.mark.parametrize(("new", "typed"), [("Caf\u00e9", "Cafe\u0301"), ("Cafe\u0301", "Caf\u00e9")])
def test_however_its_letters_are_composed(path: Path, vault: Vault, new: str, typed: str) -> None:
    """Both ways to write an accent open it, as they do for a journal that was created."""
    vault.change_passphrase(PASSPHRASE, new)
    assert opens(path, new, typed) == [new, typed]
    vault.change_passphrase(typed, NEW)
    assert opens(path, new, NEW) == [NEW]


@pytest.mark.parametrize(
    ("now", "new", "error"),
    [("something else", NEW, WrongPassphrase), ("", NEW, WrongPassphrase), (PASSPHRASE, "", BadInput)],
)
def test_refused(path: Path, vault: Vault, now: str, new: str, error: type[Exception]) -> None:
    """Another one than the present, and an empty one, change nothing; the journal goes on."""
    before = path.read_bytes()
    with pytest.raises(error):
        vault.change_passphrase(now, new)
    assert path.read_bytes() == before and [one.name for one in path.parent.iterdir()] == [path.name]
    vault.entries.add(made("as before"))
    assert opens(path, PASSPHRASE, NEW) == [PASSPHRASE]


def test_a_journal_that_is_open_elsewhere(path: Path, vault: Vault) -> None:
    """It says so and what to do; nothing is changed."""
    other = Vault.open(path, PASSPHRASE)
    with pytest.raises(JournalInUse, match="Another program") as problem:
        vault.change_passphrase(PASSPHRASE, NEW)
    assert problem.value.hint == "Close it there, then try again."
    other.close()
    vault.change_passphrase(PASSPHRASE, NEW)


def test_another_tool_that_writes(path: Path, vault: Vault, short_waits: None) -> None:
    """One that shows no presence is seen by its lock on the file."""
    other = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
    with other.atomic(), pytest.raises(JournalInUse) as problem:
        vault.change_passphrase(PASSPHRASE, NEW)
    assert problem.value.hint.startswith("The passphrase was not changed.")
    other.close()
    assert opens(path, PASSPHRASE, NEW) == [PASSPHRASE]


def test_nobody_writes_meanwhile(path: Path, vault: Vault, short_waits: None) -> None:
    """While it is copied others may read and not write, so that nothing is lost that was acknowledged."""
    fill(vault)
    other = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
    tried = []

    def write(_done: int, _pages: int) -> None:
        assert other.row("SELECT count(*) FROM entry") == (28,)
        with pytest.raises(JournalInUse):
            other.run("DELETE FROM draft")
        tried.append(True)

    vault.change_passphrase(PASSPHRASE, NEW, write)
    assert tried
    with pytest.raises(NotWritable, match="moved or replaced"), other.atomic():
        pass
    other.close()


def test_through_a_link(path: Path, vault: Vault, tmp_path: Path) -> None:
    """The file that a link leads to is replaced, in its folder; the link stays."""
    vault.close()
    link = tmp_path / "link.db"
    link.symlink_to(path)
    through = Vault.open(link, PASSPHRASE)
    through.change_passphrase(PASSPHRASE, NEW)
    through.entries.add(made("through the link"))
    through.close()
    assert link.is_symlink() and opens(path, PASSPHRASE, NEW) == [NEW]
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["home", "link.db", "vault"]


@pytest.mark.parametrize("stale", [b"\0" * 512, b"a journal of who knows what " * 40])
def test_a_rollback_journal_beside_it(path: Path, vault: Vault, stale: bytes) -> None:
    """Whatever lies there by the name of one is never taken for the new file's."""
    fill(vault)
    before = in_it(path, PASSPHRASE)
    path.with_name(f"{path.name}-journal").write_bytes(stale)
    vault.change_passphrase(PASSPHRASE, NEW)
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert in_it(path, NEW) == before


def test_a_save_that_was_cut_short(path: Path, worker: Callable[[str, Path], Worker]) -> None:
    """What a killed save left is undone in the old file before that is copied."""
    vault = new_vault(path)
    fill(vault)
    before = in_it(path, PASSPHRASE)
    vault.close()
    killed = worker("stay_half_way", path)
    killed.start(0)
    assert killed.read() == ["half", "way"]
    killed.kill()
    assert path.with_name(f"{path.name}-journal").exists()
    vault = Vault.open(path, PASSPHRASE)
    vault.change_passphrase(PASSPHRASE, NEW)
    vault.close()
    assert in_it(path, NEW) == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_damaged_journal(path: Path, vault: Vault) -> None:
    """It isn't copied, nor is it changed; the message says that it is damaged."""
    fill(vault)
    with path.open("r+b") as file:
        file.seek(20 * PAGE_BYTES + 100)
        file.write(os.urandom(8))
    before = path.read_bytes()
    with pytest.raises(Damaged) as problem:
        vault.change_passphrase(PASSPHRASE, NEW)
    assert problem.value.hint.startswith("The passphrase was not changed.")
    assert path.read_bytes() == before and [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_file_that_was_replaced(path: Path, vault: Vault) -> None:
    """Another file that came to its place, as when folders are synchronised, is left there."""
    other = path.read_bytes()
    path.unlink()
    path.write_bytes(other)
    with pytest.raises(NotWritable, match="moved or replaced"):
        vault.change_passphrase(PASSPHRASE, NEW)
    assert path.read_bytes() == other


@pytest.mark.disk
def test_too_little_room(tmp_path: Path) -> None:
    """It is said before anything is made, with how much is missing; with enough room it is done."""
    folder = tmp_path / "disk"
    folder.mkdir()
    path = folder / "journal.db"
    with mounted(folder, "8m"), contextlib.closing(new_vault(path)) as vault:
        fill(vault)
        before = path.read_bytes()
        with room_of(len(before) * 2 // 1024, folder):
            with pytest.raises(NotWritable, match=r"0\.\d\d\d MB are missing") as problem:
                vault.change_passphrase(PASSPHRASE, NEW)
            assert problem.value.exit_code == 15
            assert problem.value.hint == "The passphrase was not changed. Make some room, then try again."
        assert path.read_bytes() == before
        assert sorted(one.name for one in folder.iterdir()) == [path.name]
        vault.change_passphrase(PASSPHRASE, NEW)
        assert opens(path, PASSPHRASE, NEW) == [NEW]


@pytest.mark.disk
def test_a_disk_that_fills_up_meanwhile(tmp_path: Path) -> None:
    """What another program takes during the copy is missed then; the old file is as it was."""
    folder = tmp_path / "disk"
    folder.mkdir()
    path, taken = folder / "journal.db", folder / "taken"

    def take(_done: int, _pages: int) -> None:
        if not taken.exists():
            state = os.statvfs(folder)
            taken.write_bytes(bytes(state.f_bavail * state.f_frsize))

    with mounted(folder, "32m"), contextlib.closing(new_vault(path)) as vault:
        for number in range(200):
            vault.drafts.save(made(f"{number} " + "slowly " * 5000))
        before = path.read_bytes()
        with pytest.raises(NotWritable, match="The disk is full") as problem:
            vault.change_passphrase(PASSPHRASE, NEW, take)
        assert problem.value.hint.startswith("The passphrase was not changed.")
        assert path.read_bytes() == before
        assert sorted(one.name for one in folder.iterdir()) == [path.name, "taken"]
        taken.unlink()
        vault.entries.add(made("goes on"))
        assert opens(path, PASSPHRASE, NEW) == [PASSPHRASE]


def test_kills(path: Path, worker: Callable[[str, Path], Worker]) -> None:
    """Killed before one of its steps, exactly one passphrase opens it, with everything; nothing is left beside it."""
    kills(path, worker, every=150, ends=4)


@pytest.mark.long
def test_kills_before_every_step(path: Path, worker: Callable[[str, Path], Worker]) -> None:
    """The same before every one."""
    kills(path, worker, every=1, ends=12)


def kills(path: Path, worker: Callable[[str, Path], Worker], every: int, ends: int) -> None:
    """Kills the change before every so many of its steps, and before each of the last, which replace the file."""
    vault = new_vault(path)
    fill(vault)
    vault.close()
    whole, before = path.read_bytes(), in_it(path, PASSPHRASE)
    changing = worker("change_passphrase", path)
    changing.start(0)
    ((_, steps),) = changing.rest()
    last, changed = int(steps), []
    for step in sorted({*range(1, last, every), *range(last - ends, last + 1)}):
        path.write_bytes(whole)
        changing.start(step)
        assert changing.rest() == []
        (opening,) = opens(path, PASSPHRASE, NEW)
        changed.append(opening == NEW)
        assert in_it(path, opening) == before
        assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert changed == sorted(changed) and set(changed) == {False, True}


def test_a_request_to_end_waits_for_the_replacement(path: Path, vault: Vault) -> None:
    """It comes between no two steps of taking the place, and is not lost."""
    came: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: came.append(number))
    try:
        vault.change_passphrase(PASSPHRASE, NEW, lambda _done, _pages: os.kill(os.getpid(), signal.SIGTERM))
    finally:
        signal.signal(signal.SIGTERM, before)
    assert came and opens(path, PASSPHRASE, NEW) == [NEW]
