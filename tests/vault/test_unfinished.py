"""Files that are being made: private, held while that lasts, gone afterwards, and swept when nobody holds them."""

import os
import stat
from pathlib import Path

import pytest

from journal.safety import locks
from journal.vault.unfinished import all_beside, leftovers, sweep, unfinished


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Where a journal would be, in a folder of its own."""
    (tmp_path / "vault").mkdir()
    return tmp_path / "vault" / "journal.db"


def test_a_file_of_ones_own(journal: Path) -> None:
    """It is new, empty and private whatever the umask, and gone after the block with what SQLite put beside it."""
    before = os.umask(0)
    try:
        with unfinished(journal) as place:
            assert (place.stat().st_size, stat.S_IMODE(place.stat().st_mode)) == (0, 0o600)
            place.with_name(f"{place.name}-journal").touch()
            place.with_name(f"{place.name}-wal").touch()
    finally:
        os.umask(before)
    assert list(journal.parent.iterdir()) == []


def test_gone_after_an_error(journal: Path) -> None:
    """Whatever ends the block, nothing of it stays."""
    with pytest.raises(KeyboardInterrupt), unfinished(journal):
        raise KeyboardInterrupt
    assert list(journal.parent.iterdir()) == []


def test_moved_is_kept(journal: Path) -> None:
    """What was given its name inside the block stays there."""
    with unfinished(journal) as place:
        place.write_bytes(b"whole")
        place.replace(journal)
    assert (list(journal.parent.iterdir()), journal.read_bytes()) == ([journal], b"whole")


def test_held_while_it_is_made(journal: Path) -> None:
    """Whoever sweeps meanwhile leaves it and its side file alone."""
    with unfinished(journal) as place:
        side_file = place.with_name(f"{place.name}-journal")
        side_file.touch()
        sweep(journal)
        assert all_beside(journal) == [place, side_file]
        assert leftovers(journal) == ()


def test_what_nobody_holds_is_swept(journal: Path) -> None:
    """A file that a killed process left goes with its side files; other journals' and other files stay."""
    names = (".journal.db.new-1", ".journal.db.new-1-journal", ".journal.db.new-2-wal")
    others = (".other.db.new-1", "journal.db.new-1", ".journal.db")
    for name in (*names, *others):
        journal.with_name(name).touch()
    assert [left.name for left in leftovers(journal)] == [".journal.db.new-1"]
    sweep(journal)
    assert sorted(file.name for file in journal.parent.iterdir()) == sorted(others)


def test_a_link_or_folder_of_that_name_stays(journal: Path) -> None:
    """What no creation ever makes is left, and what a link leads to as well."""
    precious = journal.with_name("precious")
    precious.write_bytes(b"kept")
    journal.with_name(".journal.db.new-link").symlink_to(precious)
    journal.with_name(".journal.db.new-folder").mkdir()
    sweep(journal)
    assert len(list(journal.parent.iterdir())) == 3
    assert leftovers(journal) == ()


def test_where_there_are_no_locks(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There, only what is older than an hour is taken for left over."""
    monkeypatch.setattr(locks, "lock", lambda descriptor: None)
    with unfinished(journal) as place:
        old = journal.with_name(".journal.db.new-old")
        old.touch()
        os.utime(old, (1, 1))
        sweep(journal)
        assert all_beside(journal) == [place]


def test_names_that_mean_something_to_a_pattern(journal: Path) -> None:
    """A journal called like a pattern sweeps its own leftovers alone."""
    strange = journal.with_name("j[1]*.db")
    for name in (".j[1]*.db.new-1", ".j1x.db.new-1"):
        journal.with_name(name).touch()
    sweep(strange)
    assert [file.name for file in journal.parent.iterdir()] == [".j1x.db.new-1"]
