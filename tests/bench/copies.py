"""How long whole copies of a journal take: backups, another passphrase, and merging with another copy."""

import os
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from sqlcipher3 import dbapi2

from journal.vault.backup.making import create
from journal.vault.backup.rehearsing import rehearse
from journal.vault.key import Key
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
    head = ("entries", "what", "seconds", "of the processor", "against raw")
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
        "raw: the library's backup and both checks": lambda: _raw(path, folder / "raw.db", key),
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
    raw = next(iter(times.values()))[1]
    return [
        (name, f"{clock:.3f}", f"{processor:.3f}", f"{processor / raw:.1f} x")
        for name, (clock, processor) in times.items()
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


def _raw(path: Path, to: Path, key: Key) -> None:
    """What all of them rest on, with the library alone: every page encrypted anew, on the disk, and checked."""
    to.touch(mode=0o600)
    source, made = _opened(path, key), _opened(to, key)
    source.backup(made)
    for check in ("cipher_integrity_check", "integrity_check"):
        made.execute(f"PRAGMA {check}").fetchall()
    source.close()
    made.close()
    with to.open("rb") as file:
        os.fsync(file.fileno())


def _opened(path: Path, key: Key) -> dbapi2.Connection:
    driver = dbapi2.connect(str(path), isolation_level=None)
    for pragma in (f'key = "{key.pragma()}"', "temp_store = MEMORY", "synchronous = EXTRA"):
        driver.execute(f"PRAGMA {pragma}")
    return driver


def _newest(folder: Path) -> Path:
    return max((folder / "journal-backups").glob("*.db"))


def _timed(job: Callable[[], object]) -> _Seconds:
    clock, processor = time.perf_counter(), time.process_time()
    job()
    return time.perf_counter() - clock, time.process_time() - processor
