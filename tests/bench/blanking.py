"""How long it takes from a key that hides the screen until the terminal is told to erase it."""

import os
import select
import statistics
import sys
import time
from pathlib import Path

import pexpect

from journal.safety.erasing import ERASE
from journal.vault.vault import Vault
from tests.bench.corpus import corpus
from tests.bench.measuring import table
from tests.e2e.terminal import KEYS

ENTRIES, PRESSES = 1000, 20
_BETWEEN = 0.7  # seconds; longer than a key that is held down takes to come again
_PATIENCE = 60.0
_UNLOCKED = b"[1 Today]"


class _Window:
    """The program in a pseudo-terminal, read as soon as anything comes."""

    def __init__(self, path: Path, busy: Path) -> None:
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "tests.e2e.probing", "--file", str(path)],
            dimensions=(24, 80),
            env={**os.environ, "TERM": "xterm-256color", "TESTS_BUSY": str(busy)},
            timeout=_PATIENCE,
        )
        self._child.delaybeforesend = None

    def send(self, keys: str) -> None:
        self._child.send(keys)

    def until(self, words: bytes) -> float:
        """Reads until these bytes come, and returns when they did."""
        seen, end = b"", time.perf_counter() + _PATIENCE
        while words not in seen:
            if not select.select([self._child.child_fd], [], [], max(0.0, end - time.perf_counter()))[0]:
                raise TimeoutError("it never came")
            seen = seen[-len(words) :] + os.read(self._child.child_fd, 1 << 16)
        return time.perf_counter()

    def drain(self) -> None:
        """Reads until nothing has come for a while."""
        while select.select([self._child.child_fd], [], [], _BETWEEN)[0]:
            os.read(self._child.child_fd, 1 << 16)

    def pressed(self) -> float:
        """Seconds from F8 to the end of the erasing."""
        start = time.perf_counter()
        self.send(KEYS["f8"])
        return self.until(ERASE.encode()) - start

    def close(self) -> None:
        self._child.close(force=True)


def measure(folder: Path, passphrase: str) -> None:
    """Measures with a journal of 1,000 entries: with nothing to do, and with the app kept from doing anything else."""
    path = folder / "journal.db"
    vault = Vault.create(path, passphrase)
    with vault.atomic():
        for content in corpus(ENTRIES):
            vault.entries.add(content)
    vault.close()
    busy = folder / "free"
    window = _Window(path, busy)
    try:
        window.until(b"Passphrase")
        window.send(f"{passphrase}\r")
        window.until(_UNLOCKED)
        times: dict[str, list[float]] = {"idle": [], "busy": []}
        for _ in range(PRESSES):
            window.drain()
            times["idle"].append(window.pressed())
            window.drain()
            window.send(KEYS["f8"])  # shows it again
        for _ in range(PRESSES):
            window.drain()
            window.send(KEYS["f6"])
            while not busy.with_suffix(".busy").exists():
                time.sleep(0.01)
            times["busy"].append(window.pressed())
            busy.touch()
            window.drain()
            busy.unlink()
            busy.with_suffix(".busy").unlink()
            window.send(KEYS["f8"])
    finally:
        window.close()
    rows = [
        (name, *(f"{pick(some) * 1000:.3g}" for pick in (statistics.median, min, max))) for name, some in times.items()
    ]
    table(f"From F8 to an erased screen, {PRESSES} times", ("milliseconds", "median", "lowest", "highest"), rows)
