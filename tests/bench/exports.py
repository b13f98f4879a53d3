"""How long an export of everything takes, and how much memory, over journals of three sizes."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from journal.model.shared_copy import SharedCopy
from journal.outgoing.delivery import Folder, ForRecipients, InPlain, Lock, WithPassphrase, deliver
from journal.transfer.csv import csv_files
from journal.transfer.data import export_json
from journal.transfer.markdown import markdown_files
from journal.vault.vault import Vault
from tests.bench.corpus import corpus
from tests.bench.measuring import table

SIZES = (1000, 10_000, 100_000)
_KEY = ForRecipients(("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",))

Content = Callable[[Vault], Iterable[bytes] | Folder]


def _json(vault: Vault) -> Iterable[bytes]:
    return export_json(vault, vault.clock())


def _csv(vault: Vault) -> Folder:
    return Folder("data", csv_files(vault))


def _markdown(vault: Vault) -> Folder:
    return Folder("data", markdown_files(vault))


JOBS: dict[str, tuple[Content, Lock]] = {
    "JSON": (_json, InPlain()),
    "CSV": (_csv, InPlain()),
    "Markdown": (_markdown, InPlain()),
    "JSON, age for a key": (_json, _KEY),
    "CSV, age for a key": (_csv, _KEY),
    "Markdown, age for a key": (_markdown, _KEY),
    "JSON, age with a passphrase": (_json, WithPassphrase("a passphrase for measuring")),
}


def measure(folder: Path, passphrase: str, sizes: Iterable[int] = SIZES) -> None:
    """Makes a journal of each size, exports it in each way, and prints a table; expects cheap keys."""
    rows = []
    for count in sizes:
        path = folder / f"{count}.db"
        vault = Vault.create(path, passphrase)
        with vault.atomic():
            for content in corpus(count):
                vault.entries.add(content)
        vault.close()
        for job in JOBS:
            command = [sys.executable, "-m", "tests.bench", "--export", job, str(path)]
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            seconds, size, opened, peak = map(float, said)
            rows.append(
                (f"{count:,}", job, f"{seconds:.2f} s", f"{size / 1e6:.1f} MB",
                 f"{peak / 1024:.0f} MB", f"{(peak - opened) / 1024:.0f} MB")
            )  # fmt: skip
    head = ("entries", "as", "time", "written", "peak memory", "of it for the export")
    table("Export of everything to a new file or folder, with its line in the ledger", head, rows)


def export(job: str, path: Path, passphrase: str, peak_kilobytes: Callable[[], int]) -> None:
    """In a process of its own: exports once, and prints seconds, bytes, and the peak in KiB before and after."""
    vault = Vault.open(path, passphrase)
    content, lock = JOBS[job]
    target = path.with_name("exported")
    opened = peak_kilobytes()
    start = time.perf_counter()
    deliver(vault, target, content(vault), lock, SharedCopy())
    seconds = time.perf_counter() - start
    vault.close()
    files = [file for file in target.rglob("*") if file.is_file()] if target.is_dir() else [target]
    print(seconds, sum(file.stat().st_size for file in files), opened, peak_kilobytes())
    if target.is_dir():
        shutil.rmtree(target)
    else:
        target.unlink()
