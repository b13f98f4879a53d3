"""Workers that can be killed, and what every journal has to be like afterwards."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

from journal.vault.connection import Connection
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from tests.conftest import PASSPHRASE
from tests.faults.disk import mounted


class Worker:
    """A process of tests.faults.worker, from the other side."""

    def __init__(self, job: str, path: Path) -> None:
        command = [sys.executable, "-m", "tests.faults.worker", job, str(path)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self._child = 0

    @property
    def _out(self) -> IO[str]:
        assert self._process.stdout is not None
        return self._process.stdout

    def start(self, seed: int) -> None:
        """Forks a child that does the job."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{seed}\n")

    def read(self) -> list[str]:
        """The words of the next line of the child."""
        words = self._out.readline().split()
        assert words, "the worker ended"
        if words[0] == "pid":
            self._child = int(words[1])
            return self.read()
        return words

    def kill(self) -> list[list[str]]:
        """Kills the child as nothing can prevent, and returns the lines that it had still written."""
        while not self._child:
            words = self._out.readline().split()
            assert words[0] == "pid", "the pid comes first"
            self._child = int(words[1])
        os.kill(self._child, signal.SIGKILL)
        return self.rest()

    def rest(self) -> list[list[str]]:
        """The lines until the child is gone."""
        lines = []
        while (words := self.read()) != ["gone"]:
            lines.append(words)
        self._child = 0
        return lines

    def close(self) -> None:
        """Ends the process."""
        if self._child:
            os.kill(self._child, signal.SIGKILL)
        self._process.communicate()


@pytest.fixture
def worker() -> Iterator[Callable[[str, Path], Worker]]:
    """Starts workers, and ends them with the test."""
    started: list[Worker] = []

    def start(job: str, path: Path) -> Worker:
        started.append(Worker(job, path))
        return started[-1]

    yield start
    for each in started:
        each.close()


def check(path: Path) -> None:
    """Both integrity checks of a journal are clean, the search index included."""
    connection = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
    assert connection.rows("PRAGMA integrity_check") == [("ok",)]
    assert connection.rows("PRAGMA cipher_integrity_check") == []
    connection.run("INSERT INTO entry_search (entry_search) VALUES ('integrity-check')")
    connection.close()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, for tests that are marked `disk`."""
    folder = tmp_path / "disk"
    folder.mkdir()
    with mounted(folder, "1m"):
        yield folder
