"""Benchmarks: `python -m tests.bench [ENTRIES]`, with 10,000 entries if nothing else is said.

`python -m tests.bench --exports [ENTRIES]...` measures exports alone, of 1,000, 10,000 and 100,000 entries.
`python -m tests.bench --imports [ENTRIES]...` measures imports alone, of 1,000 and 10,000 entries.
`python -m tests.bench --blanking` measures alone how soon the screen is erased after the key that blanks.
`python -m tests.bench --copies [ENTRIES]...` measures backups, another passphrase and merging, of as many.

Everything is compared with the same job done directly with the driver, or with a bare Python, in the same run and in
turns. Figures are medians in milliseconds with the lowest and the highest. The key derivation, slow on purpose, is
measured once by itself and left out of everything else on both sides.
"""

import datetime as dt
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from journal.model.query import Query, Words
from journal.transfer.data import export_json
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.vault import Vault, utc_now
from tests.bench import blanking, copies, exports, imports, places
from tests.bench.corpus import COMMON, LAST_DAY, RARE, corpus
from tests.bench.measuring import Job, interleaved, ratio, shown, table
from tests.bench.raw import PAGE, Raw
from tests.cheap import use_cheap_keys
from tests.making import made

PASSPHRASE = "a passphrase for measuring"
STARTS, RUNS = 15, 31
SMALL, DEFAULT = 1000, 10_000


def main() -> None:
    """Measures and prints."""
    if sys.argv[1:2] == ["--peak-of"]:
        return _peak_of(sys.argv[2], Path(sys.argv[3]))
    if sys.argv[1:2] == ["--export"]:
        use_cheap_keys()
        return exports.export(sys.argv[2], Path(sys.argv[3]), PASSPHRASE, _peak)
    if sys.argv[1:2] == ["--exports"]:
        return _exports([int(count) for count in sys.argv[2:]])
    if sys.argv[1:2] == ["--import"]:
        use_cheap_keys()
        return imports.take(Path(sys.argv[2]), PASSPHRASE, _peak)
    if sys.argv[1:2] == ["--imports"]:
        return _imports([int(count) for count in sys.argv[2:]])
    if sys.argv[1:2] == ["--blanking"]:
        return _blanking()
    if sys.argv[1:2] == ["--copies"]:
        return _copies([int(count) for count in sys.argv[2:]])
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    _starts()
    _derivation()
    use_cheap_keys()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for count in sorted({SMALL, entries}):
            _store(Path(folder) / str(count), count)
        places.measure(Path(folder), PASSPHRASE)
    _exports([])
    _imports([])
    _blanking()
    return _copies([])


def _blanking() -> None:
    use_cheap_keys()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        blanking.measure(Path(folder), PASSPHRASE)


def _copies(counts: list[int]) -> None:
    use_cheap_keys()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        copies.measure(Path(folder), PASSPHRASE, counts or copies.SIZES)


def _imports(counts: list[int]) -> None:
    use_cheap_keys()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        imports.measure(Path(folder), PASSPHRASE, counts or imports.SIZES)


def _exports(counts: list[int]) -> None:
    use_cheap_keys()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        exports.measure(Path(folder), PASSPHRASE, counts or exports.SIZES)


def _compare(title: str, head: str, pairs: Mapping[str, tuple[Job, Job]], runs: int = RUNS) -> None:
    """A table of jobs, each against its floor."""
    jobs = {(name, side): job for name, both in pairs.items() for side, job in enumerate(both)}
    times = interleaved(jobs, runs)
    rows = [
        (name, shown(times[name, 0]), shown(times[name, 1]), ratio(times[name, 0], times[name, 1])) for name in pairs
    ]
    table(title, ("milliseconds", "journal", head, "ratio"), rows)


def _starts() -> None:
    def run(*command: str) -> Job:
        return lambda: subprocess.run(command, check=True, capture_output=True)

    program = str(Path(sys.executable).with_name("journal"))
    _compare(
        "Starting",
        "bare python",
        {"journal --version": (run(program, "--version"), run(sys.executable, "-c", "pass"))},
        STARTS,
    )


def _derivation() -> None:
    times = interleaved({"key": lambda: derive_key(PASSPHRASE, bytes(16))}, 5)
    table("Deriving the key, once for each opening", ("", "milliseconds"), [("key derivation", shown(times["key"]))])


def _store(folder: Path, count: int) -> None:
    path = folder / "journal.db"
    vault = Vault.create(path, PASSPHRASE)
    text_bytes = 0
    with vault.atomic():
        for content in corpus(count):
            vault.entries.add(content)
            text_bytes += len(content.text.encode())
    vault.close()
    size = path.stat().st_size
    copy = Path(shutil.copy(path, folder / "raw.db"))
    key = derive_key(PASSPHRASE, read_salt(copy))
    vault, raw = Vault.open(path, PASSPHRASE), Raw(copy, key)

    rare, common = (Query(words=(Words(word),)) for word in (RARE, COMMON))
    deep = vault.entries.page_at(Query(), count * 9 // 10, 1).before or 0
    text = next(corpus(1)).text
    entry = made(text, date=LAST_DAY - dt.timedelta(days=3), tags=("evening",))
    _compare(
        f"With {count:,} entries",
        "raw SQLCipher",
        {
            "save one": (lambda: vault.entries.add(entry), lambda: raw.save(text)),
            "first page": (lambda: vault.entries.page(limit=PAGE), raw.page),
            "page at nine tenths": (lambda: vault.entries.page(after=deep, limit=PAGE), lambda: raw.page(deep)),
            "rare word": (lambda: vault.entries.page(rare, limit=PAGE), lambda: raw.find(RARE)),
            "common word": (lambda: vault.entries.page(common, limit=PAGE), lambda: raw.find(COMMON)),
            "count all": (vault.entries.count, raw.count),
            "count a common word": (lambda: vault.entries.count(common), lambda: raw.count_with(COMMON)),
        },
    )
    _compare(f"Export of {count:,} entries", "raw SQLCipher", {"as JSON": (lambda: _export(vault), raw.export)}, 7)
    vault.close()
    peaks = {job: int(_run_for_peak(job, path)) for job in ("open", "export")}
    table(
        f"Room for {count:,} entries",
        ("", "size", "against"),
        [
            ("text", f"{text_bytes / 1e6:.2f} MB", ""),
            ("file", f"{size / 1e6:.2f} MB", f"{size / text_bytes:.2f} x the text"),
            ("peak memory, opened", f"{peaks['open'] / 1024:.0f} MB", ""),
            ("peak memory, exporting", f"{peaks['export'] / 1024:.0f} MB", ""),
        ],
    )


def _export(vault: Vault) -> None:
    with Path(os.devnull).open("wb") as out:
        out.writelines(export_json(vault, utc_now()))


def _run_for_peak(job: str, path: Path) -> str:
    command = [sys.executable, "-m", "tests.bench", "--peak-of", job, str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _peak_of(job: str, path: Path) -> None:
    """In a process of its own: opens a journal, exports it if told to, and prints the peak of its memory in KiB."""
    use_cheap_keys()
    vault = Vault.open(path, PASSPHRASE)
    if job == "export":
        _export(vault)
    vault.close()
    print(_peak())


def _peak() -> int:
    """The peak of this process's memory so far, in KiB."""
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage calls the peak is never below that of the process that started this one.
        return int(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)


if __name__ == "__main__":
    main()
