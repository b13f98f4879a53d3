"""Killed at any moment, a program has lost nothing that it said was saved."""

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.errors import NoJournal
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.faults.conftest import Worker, check
from tests.faults.worker import text_of
from tests.making import made

_AT_THE_END = 30  # steps, in which the file comes to its place
Start = Callable[[str, Path], Worker]


def _kill_while_saving(path: Path, start: Start, kills: int) -> str:
    """Kills so many times at any moment, and returns what came of it in a sentence."""
    random_moment = random.Random(20260517)
    Vault.create(path, PASSPHRASE).close()
    worker = start("save", path)
    acknowledged: dict[str, tuple[int, int, set[str]]] = {}
    interrupted = 0
    for seed in range(kills):
        worker.start(seed)
        lines = [worker.read() for _ in range(random_moment.randrange(4))]
        time.sleep(random_moment.uniform(0, 0.004))  # the moment itself: any, and the same ones each time
        lines += worker.kill()
        interrupted += path.with_name(f"{path.name}-journal").exists()
        for what, entry_id, number in lines:
            acknowledged.setdefault(entry_id, (seed, int(number), set()))[2].add(what)

        check(path)
        vault = Vault.open(path, PASSPHRASE)
        kept = {entry.id: entry for entry in vault.entries.each()}
        trashed = {one.entry.id: one.entry for one in vault.entries.trash()}
        for entry_id, (of_seed, of_number, done) in acknowledged.items():
            # What was under way when it was killed may be done or not; what was acknowledged before is.
            entry = trashed[entry_id] if "trashed" in done else kept.get(entry_id) or trashed[entry_id]
            assert entry.content.text == text_of(of_seed, of_number)
            if "edited" in done:
                assert entry.content.topic == f"edit {of_number}"
                assert len(vault.entries.history(entry_id)) == 1
        vault.close()
    assert interrupted  # or no kill was in the middle of a save, and nothing was shown
    assert len(acknowledged) > kills

    vault = Vault.open(path, PASSPHRASE)
    vault.entries.add(made("the next save takes leftovers away"))
    vault.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    return f"saving: killed {kills} times, {interrupted} of them amid a save; {len(acknowledged)} entries, 0 lost"


def test_100_kills_while_saving(path: Path, worker: Start) -> None:
    """After each of 100 kills every acknowledged entry, edit and deletion is there, and all checks are clean."""
    _kill_while_saving(path, worker, 100)


@pytest.mark.long
def test_1000_kills_while_saving(path: Path, worker: Start, figures: Callable[[str], None]) -> None:
    """The same 1,000 times."""
    figures(_kill_while_saving(path, worker, 1000))


def _kill_while_logging(path: Path, worker: Start, kills: int) -> None:
    random_moment = random.Random(20260517)
    Vault.create(path, PASSPHRASE).close()
    logging = worker("log", path)
    waiting = 0
    for seed in range(kills):
        logging.start(seed)
        lines = [logging.read() for _ in range(1 + random_moment.randrange(4))]
        time.sleep(random_moment.uniform(0, 0.004))  # the moment itself
        lines += logging.kill()
        check(path)
        vault = Vault.open(path, PASSPHRASE)
        entries = [entry.content.text for entry in vault.entries.each()]
        current = vault.practice.current()
        if current:
            vault.practice.clear(current.content)
        vault.close()
        assert len(set(entries)) == len(entries)
        left = [current.content.assignment] if current else []
        waiting += bool(current)
        assert not set(left) & set(entries)
        for what, number in lines:
            name = f"practice {seed} {number}"
            assert name in (entries if what == "logged" else entries + left)
    assert 0 < waiting < kills


def test_kills_while_logging_a_practice(path: Path, worker: Start) -> None:
    """Killed at any moment, a practice waits to be logged or is in the journal as its entry: never both, never none."""
    _kill_while_logging(path, worker, 20)


@pytest.mark.long
def test_200_kills_while_logging_a_practice(path: Path, worker: Start) -> None:
    """The same 200 times."""
    _kill_while_logging(path, worker, 200)


def _kill_while_creating(path: Path, worker: Start, every: int, every_at_the_end: int) -> None:
    path.parent.mkdir()
    creator = worker("create", path)
    creator.start(0)
    ((_, steps),) = creator.rest()
    whole = []
    last = int(steps)
    for step in sorted({*range(1, last, every), *range(last, last - _AT_THE_END, -every_at_the_end)}):
        place = path.with_name(f"journal{step}.db")
        creator.start(step)
        assert creator.rest() == []
        whole.append(place.exists())
        if whole[-1]:
            vault = Vault.open(place, PASSPHRASE)
        else:
            with pytest.raises(NoJournal):
                Vault.open(place, PASSPHRASE)
            vault = Vault.create(place, PASSPHRASE)
        assert vault.entries.count() == 0
        vault.close()
        check(place)
        # The first opening takes away a second name of the journal; what is unfinished goes when it is an hour old.
        assert place.stat().st_nlink == 1
        for left in path.parent.glob(f".{place.name}.new-*"):
            os.utime(left, (1, 1))
        Vault.open(place, PASSPHRASE).close()
        assert not list(path.parent.glob(f".{place.name}*"))
    assert whole == sorted(whole) and set(whole) == {False, True}


def test_kills_while_creating(path: Path, worker: Start) -> None:
    """Killed before one of its steps, a journal is there whole or not at all, and its place can be used.

    Most of them are statements of one transaction, of which few are taken, and of those at the end every second.
    """
    _kill_while_creating(path, worker, 25, 2)


@pytest.mark.long
def test_kills_before_every_step_of_creating(path: Path, worker: Start) -> None:
    """The same before every one."""
    _kill_while_creating(path, worker, 1, 1)
