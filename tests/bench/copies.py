"""How long whole copies of a journal take: backups, another passphrase, and merging with another copy."""

import os
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from journal.vault.backup.making import create
from journal.vault.backup.rehearsing import rehearse
from journal.vault.merge.merging import merge
from journal.vault.unfinished import unfinished
from journal.vault.vault import Vault
from tests.bench.corpus import corpus
from tests.bench.measuring import table

SIZES = (1000, 10_000)
_CHANGED = 10  # one of so many entries is edited in the other copy, and one for so many is new in it

_Seconds = tuple[float, float]  # on the clock, and of the processor


def measure(folder: Path, passphrase: str, sizes: Iterable[int] = SIZES) -> None:
    """Makes a journal of each size, and prints a table; expects cheap keys."""
    rows = []
    for count in sizes:
        place = folder / f"copies-{count}"
        place.mkdir()
        rows += [(f"{count:,}", *row) for row in _measured(place, passphrase, count)]
    head = ("entries", "what", "seconds", "of the processor", "against the raw copy")
    table("Whole copies, without the derivation of keys", head, rows)


def _measured(folder: Path, passphrase: str, count: int) -> list[tuple[str, str, str, str]]:
    path, other = folder / "journal.db", folder / "other.db"
    vault = Vault.create(path, passphrase)
    with vault.atomic():
        for content in corpus(count):
            vault.entries.add(content)
    shutil.copyfile(path, other)
    _change(other, passphrase, count)
    key = vault.key

    def copy() -> None:
        with unfinished(path) as made:
            vault.write_copy(made)

    jobs: dict[str, Callable[[], object]] = {
        "raw copy: the bytes, fsync": lambda: _raw(path, folder / "raw.db"),
        "a copy, checked and compared": copy,
        "backup create": lambda: create(vault),
        "backup verify": lambda: rehearse(_newest(folder), key, near=path),
        "merge, nothing but what is here": lambda: merge(vault, path.with_name("raw.db")),
        "merge, 10 % new and 10 % edited": lambda: merge(vault, other),
        "the same again": lambda: merge(vault, other),
        "passphrase change": lambda: vault.change_passphrase(passphrase, f"{passphrase} again"),
    }
    times = {name: _timed(job) for name, job in jobs.items()}
    vault.close()
    raw = next(iter(times.values()))[0]
    return [
        (name, f"{clock:.3f}", f"{processor:.3f}", f"{clock / raw:.1f} x") for name, (clock, processor) in times.items()
    ]


def _change(other: Path, passphrase: str, count: int) -> None:
    """Adds entries to a copy, and edits some that it has."""
    vault = Vault.open(other, passphrase)
    here = [entry.id for entry in vault.entries.each()]
    with vault.atomic():
        for number, content in enumerate(corpus(count)):
            if number % _CHANGED == 0:
                vault.entries.add(content)
                edited = vault.entries.get(here[number]).content
                vault.entries.edit(here[number], replace(edited, text=f"{edited.text} {content.text[:40]}"))
    vault.close()


def _raw(path: Path, to: Path) -> None:
    shutil.copyfile(path, to)
    with to.open("rb") as made:
        os.fsync(made.fileno())


def _newest(folder: Path) -> Path:
    return max((folder / "journal-backups").glob("*.db"))


def _timed(job: Callable[[], object]) -> _Seconds:
    clock, processor = time.perf_counter(), time.process_time()
    job()
    return time.perf_counter() - clock, time.process_time() - processor
