"""How long it takes to bring in a journal of another program or of this one, and how much memory."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from journal.transfer.data import JournalData, export_json
from journal.transfer.incoming.foreign import Options
from journal.transfer.incoming.recognising import read
from journal.transfer.incoming.source import read_file
from journal.transfer.incoming.taking import take_data, take_entries
from journal.vault.vault import Vault
from tests.bench.corpus import corpus
from tests.bench.measuring import table

SIZES = (1000, 10_000)
FILES = {"JSON": "data.json", "jrnl": "journal.txt"}


def measure(folder: Path, passphrase: str, sizes: Iterable[int] = SIZES) -> None:
    """Makes files of each size, imports each into an empty journal, and prints a table; expects cheap keys."""
    rows = []
    for count in sizes:
        place = folder / f"import-{count}"
        place.mkdir()
        _make_files(place, passphrase, count)
        for name, file in FILES.items():
            command = [sys.executable, "-m", "tests.bench", "--import", str(place / file)]
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            reading, taking, processor, opened, peak = map(float, said)
            size = (place / file).stat().st_size
            rows.append(
                (f"{count:,}", name, f"{size / 1e6:.1f} MB", f"{reading:.2f} s", f"{taking:.2f} s",
                 f"{processor:.2f} s", f"{peak / 1024:.0f} MB", f"{(peak - opened) / 1024:.0f} MB")
            )  # fmt: skip
    head = (
        "entries",
        "from",
        "read",
        "reading",
        "taking in",
        "of both, processor",
        "peak memory",
        "of it for the import",
    )
    table("Import into an empty journal", head, rows)


def take(file: Path, passphrase: str, peak_kilobytes: Callable[[], int]) -> None:
    """In a process of its own: imports once, and prints seconds, and the peak in KiB before and after."""
    vault = Vault.create(file.with_suffix(".db"), passphrase)
    opened, start, processor = peak_kilobytes(), time.perf_counter(), time.process_time()
    _, found = read(read_file(file), file.name, None, Options())
    middle = time.perf_counter()
    if isinstance(found, JournalData):
        take_data(vault, found, dry=False)
    else:
        take_entries(vault, found, dry=False)
    end = time.perf_counter()
    vault.close()
    print(middle - start, end - middle, time.process_time() - processor, opened, peak_kilobytes())


def _make_files(folder: Path, passphrase: str, count: int) -> None:
    vault = Vault.create(folder / "source.db", passphrase)
    with vault.atomic():
        for content in corpus(count):
            vault.entries.add(content)
    with (folder / FILES["JSON"]).open("wb") as file:
        file.writelines(export_json(vault, vault.clock()))
    vault.close()
    with (folder / FILES["jrnl"]).open("w", encoding="utf-8") as file:
        for content in corpus(count):
            file.write(f"[{content.when.date} {content.when.time:%H:%M}] {content.text[:40]}\n{content.text}\n\n")
