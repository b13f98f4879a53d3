"""Killed at any moment while a journal is sealed: the journal is there, or an archive of all of it; never neither."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pyrage import x25519

from journal.outgoing import parts
from journal.outgoing.age import decrypted
from journal.transfer.reading import read_json
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.faults.conftest import Worker, check
from tests.making import made

Start = Callable[[str, Path], Worker]

_NEVER = 1_000_000


def _kill_while_sealing(path: Path, start: Start, choose: Callable[[int], Iterable[int]]) -> None:
    vault = Vault.create(path, PASSPHRASE)
    ids = {vault.entries.add(made(f"calm breath {number} " * 40)).id for number in range(5)}
    vault.close()
    key = str(x25519.Identity.generate())
    worker = start("seal", path)

    def sealed_until(step: int) -> tuple[Path, list[list[str]]]:
        folder = path.parent / str(step)
        folder.mkdir()
        shutil.copy(path, folder)
        (folder / "key").write_text(key)
        worker.start(step)
        return folder, worker.rest()

    (words,) = [words for words in sealed_until(_NEVER)[1] if words[0] == "sealed"]
    ends = set()
    for step in choose(int(words[1])):
        folder, _ = sealed_until(step)
        journal, archive = folder / path.name, folder / "archive.age"
        if archive.exists():
            data = read_json(b"".join(decrypted(archive.read_bytes(), identity=key)))
            assert {entry.id for entry in data.entries} == ids
        if journal.exists():
            check(journal)
            vault = Vault.open(journal, PASSPHRASE)
            assert {entry.id for entry in vault.entries.each()} == ids
            vault.entries.add(made("the next save takes leftovers away"))
            vault.close()
        ends.add((journal.exists(), archive.exists()))
        parts.sweep(folder)
        assert {one.name for one in folder.iterdir()} <= {journal.name, archive.name, "key"}
    assert ends == {(True, False), (True, True), (False, True)}


def test_kills_while_sealing(path: Path, worker: Start) -> None:
    """Before some of its steps, and each of the last ones, when files get their names and lose them."""
    _kill_while_sealing(
        path, worker, lambda steps: [*range(1, steps - 12, max(1, steps // 12)), *range(steps - 12, steps + 1)]
    )


@pytest.mark.long
def test_a_kill_before_each_step_of_sealing(path: Path, worker: Start) -> None:
    """The same before each of them."""
    _kill_while_sealing(path, worker, lambda steps: range(1, steps + 1))
