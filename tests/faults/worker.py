"""A process that works on a journal until it is killed: `python -m tests.faults.worker JOB PATH`.

It imports everything once. For each line it reads, a seed, it forks a child that does the job and reports on stdout,
line by line; "pid N" comes first and "gone" when the child has ended, however it ended.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from pyrage import x25519
from sqlcipher3 import dbapi2

from journal.model.timer import Practice
from journal.outgoing.delivery import ForRecipients
from journal.sealing import remove_sealed, write_archive
from journal.vault.vault import Vault
from tests.cheap import use_cheap_keys
from tests.conftest import NOW, PASSPHRASE
from tests.making import DAY, made

_CHANGES = ("mkdir", "open", "link", "rename", "replace", "fsync", "close", "unlink")  # calls of the system


def report(*words: object) -> None:
    """One line to whoever started this, at once and in one piece."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def text_of(seed: int, number: int) -> str:
    """What the entry of this number says; from a few words to more than the page cache of a small save."""
    size = random.Random(seed * 1_000_003 + number).choice((1, 3, 40, 400))
    return f"entry {seed} {number} calm breath " * size


def save(path: Path, seed: int) -> None:
    """Saves, edits and deletes entries for ever, and reports each after the vault has returned."""
    vault = Vault.open(path, PASSPHRASE)
    number = 0
    while True:
        entry = vault.entries.add(made(text_of(seed, number), date=DAY, tags=(f"tag{number % 7}",)))
        report("added", entry.id, number)
        if number % 3 == 1:
            draft = vault.drafts.save(made(text_of(seed, number)), edits=entry.id)
            changed = replace(entry.content, topic=f"edit {number}")
            vault.entries.edit(entry.id, changed, from_draft=draft.id)
            report("edited", entry.id, number)
        if number % 5 == 4:
            vault.entries.move_to_trash(entry.id)
            report("trashed", entry.id, number)
        number += 1


def save_many(path: Path, seed: int, many: int) -> None:
    """Saves so many entries one by one, and reports the longest that one of them took, in seconds."""
    vault = Vault.open(path, PASSPHRASE)
    longest = 0.0
    for number in range(many):
        before = time.monotonic()
        entry = vault.entries.add(made(f"entry {seed} {number}", tags=(f"from{seed}",)))
        longest = max(longest, time.monotonic() - before)
        report("added", entry.id)
    report("longest", longest)
    vault.close()


def log(path: Path, seed: int) -> None:
    """Practises and logs for ever, and reports each practice and each entry after the vault has returned."""
    vault = Vault.open(path, PASSPHRASE)
    number = 0
    while True:
        name = f"practice {seed} {number}"
        vault.practice.begin(Practice(started=NOW, assignment=name, draft=f"draft {seed} {number}"))
        draft = vault.drafts.save(made(name, date=DAY), draft_id=f"draft {seed} {number}")
        report("practised", number)
        vault.entries.add(made(name, date=DAY), from_draft=draft.id)
        report("logged", number)
        number += 1


def create(path: Path, seed: int) -> None:
    """Makes a journal, and is killed before the step whose number is the seed, or else reports how many there are.

    A step is a call of the encryption library, or one of the system that changes a folder or a file.
    """
    steps = _killed_before(seed, lambda: Vault.create(path.with_name(f"journal{seed}.db"), PASSPHRASE))
    report("created", steps)


def _killed_before(step: int, job: Callable[[], object]) -> int:
    """Does a job and returns its number of steps, unless this is killed before one of them."""
    steps = 0

    def before(_frame: FrameType, event: str, called: Any) -> None:
        nonlocal steps
        if event == "c_call" and (
            isinstance(getattr(called, "__self__", None), dbapi2.Connection)
            or (called.__module__ == "posix" and called.__name__ in _CHANGES)
        ):
            steps += 1
            if steps == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(before)
    job()
    sys.setprofile(None)
    return steps


def seal(path: Path, seed: int) -> None:
    """Seals the journal of the folder with this number for the key there, and is killed as in `create`."""
    folder = path.parent / str(seed)
    key = (folder / "key").read_text("ascii")
    vault = Vault.open(folder / path.name, PASSPHRASE)
    lock = ForRecipients((str(x25519.Identity.from_str(key).to_public()),))
    archive = folder / "archive.age"
    report(
        "sealed",
        _killed_before(seed, lambda: remove_sealed(vault, write_archive(vault, archive, lock, identity=key))),
    )


def change_passphrase(path: Path, seed: int) -> None:
    """Sets another passphrase, and is killed as in `create`."""
    vault = Vault.open(path, PASSPHRASE)
    new = "nine grey stones under the pier"
    report("changed", _killed_before(seed, lambda: vault.change_passphrase(PASSPHRASE, new)))


def stay_half_way(path: Path, seed: int) -> None:
    """Writes more than memory keeps back, so that half of a transaction is in the file, and stays there."""
    vault = Vault.open(path, PASSPHRASE)
    vault._connection.run("PRAGMA cache_size = 10")
    with vault.atomic():
        for entry in list(vault.entries.each()):
            vault.entries.edit(entry.id, made(f"never saved {seed} " * 100))
        for number in range(50):
            vault.entries.add(made(f"never saved {number} " * 100))
        report("half way")
        signal.pause()


JOBS: dict[str, Callable[[Path, int], None]] = {
    "save": save,
    "save_50": partial(save_many, many=50),
    "save_1000": partial(save_many, many=1000),
    "log": log,
    "create": create,
    "seal": seal,
    "change_passphrase": change_passphrase,
    "stay_half_way": stay_half_way,
}


def main() -> None:
    """Forks a child for each seed on stdin."""
    use_cheap_keys()
    job, path = JOBS[sys.argv[1]], Path(sys.argv[2])
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            job(path, int(line))
            os._exit(0)
        report("pid", child)
        os.waitpid(child, 0)
        report("gone")


if __name__ == "__main__":
    main()
