"""A disk without room: said plainly, with everything that was saved before intact."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.errors import NotWritable
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.faults.conftest import check
from tests.faults.disk import room_of
from tests.making import made

FULL = "The disk is full."


@contextlib.contextmanager
def _limit_of_pages(vault: Vault) -> Iterator[None]:
    """No page more than there are: what SQLite says when the disk has no room."""
    (pages,) = vault._connection.row("PRAGMA page_count") or (0,)
    vault._connection.run(f"PRAGMA max_page_count = {pages}")
    yield
    vault._connection.run("PRAGMA max_page_count = 4294967294")


def _save_until_full(vault: Vault) -> list[str]:
    saved: list[str] = []
    with pytest.raises(NotWritable) as problem:
        while True:
            saved.append(vault.entries.add(made(f"entry {len(saved)} " * 50)).id)
    assert problem.value.exit_code == 15
    assert problem.value.message == FULL
    assert problem.value.hint.startswith("Nothing was saved")
    return saved


def test_what_was_saved_before_stays(path: Path, vault: Vault) -> None:
    """An entry that doesn't fit is not saved in part, those before it stay, and saving goes on once there is room."""
    with _limit_of_pages(vault):
        saved = _save_until_full(vault)
        assert [entry.id for entry in vault.entries.each()] == saved[::-1]
    check(path)
    saved.append(vault.entries.add(made("there is room again")).id)
    assert {entry.id for entry in vault.entries.each()} == set(saved)
    check(path)


def test_every_kind_of_change_without_room(path: Path, vault: Vault) -> None:
    """Edits, deletions and drafts without room change nothing at all."""
    long = "calm breath " * 2000
    kept = vault.entries.add(made("kept", tags=("evening",)))
    draft = vault.drafts.save(made("draft"))
    before = path.read_bytes()
    with _limit_of_pages(vault):
        for job in (
            lambda: vault.entries.add(made(long), from_draft=draft.id),
            lambda: vault.entries.edit(kept.id, made(long)),
            lambda: vault.drafts.save(made(long), draft_id=draft.id),
        ):
            with pytest.raises(NotWritable, match=FULL):
                job()
            assert list(vault.entries.each()) == [kept]
            assert vault.drafts.list() == (draft,)
            assert vault.entries.history(kept.id) == ()
    assert path.read_bytes() == before
    check(path)


_SAVE_UNTIL_FULL = """
import resource, sys
from pathlib import Path
from journal.errors import JournalError
from journal.vault.vault import Vault
from tests.cheap import use_cheap_keys
from tests.conftest import PASSPHRASE
from tests.making import made

use_cheap_keys()
path = Path(sys.argv[1])
vault = Vault.open(path, PASSPHRASE)
room = path.stat().st_size + 40_000
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
saved = 0
while True:
    try:
        vault.entries.add(made(f"entry {saved} " * 200))
    except JournalError as error:
        print(saved, vault.entries.count(), error.exit_code, error.message)
        break
    saved += 1
"""


def test_a_file_that_may_not_grow(path: Path) -> None:
    """Where the system lets the file grow no more, the same holds: a plain error, and nothing is lost."""
    Vault.create(path, PASSPHRASE).close()
    command = [sys.executable, "-c", _SAVE_UNTIL_FULL, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    saved, counted, exit_code, message = done.stdout.strip().split(" ", 3)
    assert (counted, exit_code, done.stderr) == (saved, "15", "")
    assert int(saved) > 3
    assert message in (FULL, f"The disk reported an error at {path}.")
    check(path)
    vault = Vault.open(path, PASSPHRASE)
    texts = [entry.content.text for entry in vault.entries.each()]
    assert texts == [f"entry {number} " * 200 for number in range(int(saved) - 1, -1, -1)]
    vault.close()


@pytest.mark.disk
def test_saving_at_every_degree_of_fullness(disk: Path) -> None:
    """Whichever write is the one without room, a save is done or not done, says which, and the file stays sound."""
    path = disk / "journal.db"
    vault = Vault.create(path, PASSPHRASE)
    kept = [vault.entries.add(made("first")).id]
    full = 0
    for kilobytes in range(0, 160, 4):
        with room_of(kilobytes, disk):
            try:
                kept.append(vault.entries.add(made("calm breath " * 1500, tags=("evening",))).id)
            except NotWritable as problem:
                full += 1
                assert problem.exit_code == 15
                assert problem.hint.startswith("Nothing was saved")
            assert [entry.id for entry in vault.entries.each()] == kept[::-1]
        check(path)
    vault.close()
    assert 5 < full < 40
    check(path)
    vault = Vault.open(path, PASSPHRASE)
    assert [entry.id for entry in vault.entries.each()] == kept[::-1]
    vault.close()


@pytest.mark.disk
@pytest.mark.parametrize("every", [12, pytest.param(4, marks=pytest.mark.long)])
def test_creating_at_every_degree_of_fullness(every: int, disk: Path) -> None:
    """A journal that doesn't fit is not made, nothing of it is left, and the error says why."""
    made_whole = 0
    for kilobytes in range(0, 160, every):
        path = disk / "folder" / f"journal{kilobytes}.db"
        with room_of(kilobytes, disk):
            try:
                Vault.create(path, PASSPHRASE).close()
                made_whole += 1
            except NotWritable as problem:
                assert problem.exit_code == 15
                assert not path.parent.exists() or not list(path.parent.iterdir())
        if path.exists():
            check(path)
            path.unlink()
    assert 0 < made_whole < 160 // every
