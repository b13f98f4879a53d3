"""An export to a disk without room: said plainly, nothing of it stays, and the journal has no line of it."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from journal.errors import NotWritable
from journal.model.shared_copy import SharedCopy
from journal.outgoing.delivery import Folder, ForRecipients, InPlain, Lock, WithPassphrase, deliver
from journal.transfer.csv import csv_files
from journal.transfer.data import export_json
from journal.transfer.markdown import markdown_files
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.faults.conftest import check
from tests.faults.disk import room_of
from tests.making import made

_KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
CONTENTS: tuple[Callable[[Vault], Iterable[bytes] | Folder], ...] = (
    lambda vault: export_json(vault, NOW),
    lambda vault: Folder("data", csv_files(vault)),
    lambda vault: Folder("data", markdown_files(vault)),
)

pytestmark = pytest.mark.disk


@pytest.mark.parametrize("every", [60, pytest.param(10, marks=pytest.mark.long)])
def test_exporting_at_every_degree_of_fullness(every: int, disk: Path, path: Path, vault: Vault) -> None:
    """Whichever write is the one without room, an export is there as a whole with its line, or neither is."""
    with vault.atomic():
        for number in range(40):
            vault.entries.add(made(f"{number} calm breath " * 100))
    whole = refused = 0
    for content in CONTENTS:
        locks: tuple[Lock, ...] = (InPlain(), ForRecipients((_KEY,)))
        for lock in locks:
            for kilobytes in range(0, 480, every):
                before = {one.id for one in vault.shared_copies.list()}
                with room_of(kilobytes, disk):
                    try:
                        line = deliver(vault, disk / "data", content(vault), lock, SharedCopy())
                    except NotWritable as problem:
                        refused += 1
                        assert problem.exit_code == 15 and problem.message.startswith("The disk is full.")
                        assert [one.name for one in disk.iterdir()] == ["ballast"]
                        assert {one.id for one in vault.shared_copies.list()} == before
                    else:
                        whole += 1
                        assert line is not None
                        assert {one.id for one in vault.shared_copies.list()} == before | {line.id}
                        target = disk / "data"
                        files = [*target.rglob("*")][::-1] if target.is_dir() else []
                        for one in (*files, target):
                            if one.is_dir():
                                one.rmdir()
                            else:
                                one.unlink()
    assert whole > 10 and refused > 10
    check(path)


def test_a_journal_without_room_for_a_line(disk: Path, tmp_path: Path) -> None:
    """A journal on a full disk can still be saved elsewhere, as a whole; there is no line of it then."""
    vault = Vault.create(disk / "journal.db", "quiet lantern")
    vault.entries.add(made("calm breath"))
    with room_of(0, disk):
        lock = WithPassphrase("amber kettle by the window")
        for number, content in enumerate(CONTENTS):
            locks: tuple[Lock, ...] = (InPlain(), lock) if number == 0 else (InPlain(),)
            for one in locks:
                target = tmp_path / f"{number}{type(one).__name__}"
                assert deliver(vault, target, content(vault), one, SharedCopy()) is None
                assert target.exists()
    assert vault.shared_copies.list() == ()
    assert deliver(vault, tmp_path / "a", CONTENTS[0](vault), InPlain(), SharedCopy()) is not None
    vault.close()
