"""Several programs on one journal, and one that was killed half way through a save."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.errors import JournalInUse, WrongPassphrase
from journal.model.query import Query
from journal.vault.salvage.undoing import undo_into
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.faults.conftest import Worker, check
from tests.making import made

Start = Callable[[str, Path], Worker]


_LONGEST = 5.0  # seconds that a save may wait for the other program


def _save_together(path: Path, start: Start, many: int) -> float:
    """Two processes that save at once; returns the longest that a save took."""
    Vault.create(path, PASSPHRASE).close()
    workers = [start(f"save_{many}", path) for _ in range(2)]
    for seed, each in enumerate(workers):
        each.start(seed)
    lines = [line for each in workers for line in each.rest()]
    acknowledged = {line[1] for line in lines if line[0] == "added"}
    assert len(acknowledged) == 2 * many
    vault = Vault.open(path, PASSPHRASE)
    assert {entry.id for entry in vault.entries.each()} == acknowledged
    for seed in range(2):
        texts = {entry.content.text for entry in vault.entries.each(Query(tags=(f"from{seed}",)))}
        assert texts == {f"entry {seed} {number}" for number in range(many)}
    vault.close()
    check(path)
    return max(float(line[1]) for line in lines if line[0] == "longest")


def test_two_programs_save_50_entries_each(path: Path, worker: Start) -> None:
    """Two processes that save at once lose nothing of each other, and neither is turned away."""
    _save_together(path, worker, 50)


@pytest.mark.long
def test_two_programs_save_1000_entries_each(path: Path, worker: Start, figures: Callable[[str], None]) -> None:
    """The same with 1,000 each, and none waits long for its turn."""
    longest = _save_together(path, worker, 1000)
    assert longest < _LONGEST
    figures(f"two processes: 2,000 of 2,000 saved, longest wait {longest:.2f} s")


@pytest.fixture
def half_way(path: Path, worker: Start) -> Worker:
    """A journal of 20 entries in which another process stands half way through changing them all."""
    vault = Vault.create(path, PASSPHRASE)
    for number in range(20):
        vault.entries.add(made(f"entry {number}"))
    vault.close()
    before = path.read_bytes()
    started = worker("stay_half_way", path)
    started.start(0)
    assert started.read() == ["half", "way"]
    assert path.read_bytes() != before  # or there is nothing to undo
    return started


def _assert_as_before(path: Path, *, read_only: bool = False) -> None:
    vault = Vault.open(path, PASSPHRASE, read_only=read_only)
    assert [entry.content.text for entry in vault.entries.each()] == [f"entry {n}" for n in range(19, -1, -1)]
    assert vault.entries.trash() == ()
    vault.close()


@pytest.mark.parametrize("read_only", [True, False])
def test_half_of_a_save_is_undone_at_the_next_opening(path: Path, half_way: Worker, read_only: bool) -> None:
    """Killed half way, a save leaves nothing behind, even where the journal is then only opened for reading."""
    half_way.kill()
    assert path.with_name("journal.db-journal").stat().st_size > 0
    _assert_as_before(path, read_only=read_only)
    assert [file.name for file in path.parent.iterdir()] == ["journal.db"]
    check(path)


def test_a_wrong_passphrase_does_not_spoil_the_undoing(path: Path, half_way: Worker) -> None:
    """A wrong passphrase tried on a journal that was left half way harms neither it nor what undoes the half."""
    half_way.kill()
    for _ in range(3):
        with pytest.raises(WrongPassphrase):
            Vault.open(path, "wrong")
    _assert_as_before(path)
    check(path)


def test_half_way_in_a_copy(path: Path, half_way: Worker, tmp_path: Path) -> None:
    """A folder copied after the kill opens elsewhere as it was before the save."""
    half_way.kill()
    shutil.copytree(path.parent, tmp_path / "copy")
    _assert_as_before(tmp_path / "copy" / path.name)
    _assert_as_before(path)


def test_half_a_save_is_undone_without_the_key(path: Path, half_way: Worker, tmp_path: Path) -> None:
    """By our own reading of what undoes it, the file becomes byte for byte what SQLite makes of it."""
    half_way.kill()
    shutil.copytree(path.parent, tmp_path / "copy")
    copy = tmp_path / "copy" / path.name
    with copy.open("r+b") as file, copy.with_name(f"{copy.name}-journal").open("rb") as undo:
        undo_into(file, undo)
    assert copy.read_bytes() != path.read_bytes()
    _assert_as_before(path)
    assert copy.read_bytes() == path.read_bytes()


@pytest.mark.usefixtures("short_waits")
def test_a_program_that_is_half_way_is_waited_for(path: Path, half_way: Worker) -> None:
    """While the other process lives, its half is never read, never undone, and the file is said to be in use."""
    with pytest.raises(JournalInUse):
        Vault.open(path, PASSPHRASE)
    half_way.kill()
    _assert_as_before(path)
