"""An operation done again and again from one beginning, and cut short in every way."""

import contextlib
import copy
import errno
import random
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from journal.errors import JournalError
from tests.faults.operation import Operation, examine, opens_with
from tests.faults.operation import place as path_of
from tests.faults.powercut import Disk
from tests.faults.shim import How
from tests.faults.stepping import Ended, stepper

_WAS_DONE = ("right after",)  # said where only what makes sure of it was refused
_MAY_BE_DONE = "may be saved all the same"
_BY_THE_DISK = {"NotWritable", "MaybeSaved", "Damaged"}  # errors for what a disk refuses


class Trial:
    """An operation, with every state that it goes through when nothing keeps it from that."""

    def __init__(self, operation: Operation, folder: Path) -> None:
        """Prepares it below an empty folder."""
        self.operation = operation
        self._folder = folder
        self._beginning = folder / "beginning"
        self._beginning.mkdir(parents=True)
        operation.prepare(self._beginning)
        with self.copy() as place:
            before = examine(place, operation)
        with self.copy() as place:
            self._disk = Disk(place)
            self.whole = self._run(place)
            assert examine(place, operation) == self.whole.done[-1]
        self.states = [before, *self.whole.done]

    @contextlib.contextmanager
    def copy(self) -> Iterator[Path]:
        """A folder as it was prepared, for a while."""
        with _emptied(self._folder / "copy") as place:
            shutil.copytree(self._beginning, place, dirs_exist_ok=True)
            yield place

    def _run(self, place: Path) -> Ended:
        ended = stepper().run(self.operation.name, place)
        assert (ended.code, ended.refused, ended.crash) == (0, [], "")
        return ended

    def kill(self, step: int) -> None:
        """Kills it before a step: what is there then is one of two states, and doing it again does the rest."""
        with self.copy() as place:
            ended = stepper().run(self.operation.name, place, How.KILL, step)
            assert ended.code == -signal.SIGKILL, "it ended before this step"
            found = examine(place, self.operation)
            assert found in self.states[len(ended.done) :][:2], f"after step {step}"
            changed = self.operation.passphrases[1:] and opens_with(path_of(place), self.operation.passphrases)
            if found == self.states[0] and changed in ((), self.operation.passphrases[0]):
                self._run(place)
                assert examine(place, self.operation, swept=True) == self.states[-1]

    def fail(self, how: How, step: int, code: int) -> bool:
        """Makes a step of it fail: what was done before is there, and whether this was refused, it says."""
        with self.copy() as place:
            ended = stepper().run(self.operation.name, place, how, step, code)
            told = f"{how.name} {errno.errorcode[code]} at step {step}: {ended.refused} {ended.crash}"
            assert (ended.code, ended.crash) == (0, ""), told
            for one in ended.refused:
                assert one["error"] in _BY_THE_DISK and one["message"].endswith(".") and one["hint"], told
            found = examine(place, self.operation)
            whole = len(ended.done) == len(self.whole.done)
            if how is How.FAIL_ONCE and self.operation.tries_again:
                assert whole, told
            assert whole or ended.refused, told
            expected = {ended.done[-1] if ended.done else self.states[0]}
            if any(words in one["message"] for one in ended.refused for words in _WAS_DONE):
                expected = {self.states[len(ended.done) + 1]}
            if any(_MAY_BE_DONE in one["hint"] for one in ended.refused):
                expected.update(self.states[len(ended.done) :][:2])
            if how is How.FAIL_FOR_GOOD and not ended.done:
                expected.add(self.states[1])  # it was done, and taking it back was refused as well
            assert found in expected, told
            return bool(ended.refused)

    def cuts(self, number: int, seed: int = 20260517) -> Iterator[str]:
        """Cuts the power so many times at random, and tells of each what was lost or can't be opened, or ""."""
        chance, disk, done = random.Random(seed), copy.deepcopy(self._disk), 0
        times = Counter(chance.randrange(len(self.whole.steps) + 1) for _ in range(number))
        for place in range(len(self.whole.steps) + 1):
            for _ in range(times[place]):
                lost = self._lost(disk, chance, self.states[done:][:2])
                yield lost and f"cut after {place} steps: {lost}"
            for step in self.whole.steps[place : place + 1]:
                done += step.what == "mark"
                disk.take(step)

    def early_names(self) -> list[str]:
        """The names that it gives to files before all of them is synchronised, so that a cut may leave half of one."""
        disk = copy.deepcopy(self._disk)
        for step in self.whole.steps:
            disk.take(step)
        return disk.early

    def _lost(self, disk: Disk, chance: random.Random, states: list[str]) -> str:
        with _emptied(self._folder / "left") as left:
            disk.cut(chance, left)
            try:
                found = examine(left, self.operation)
            except (AssertionError, JournalError) as problem:
                return repr(problem)
            return "" if found in states else "something that was saved"


@contextlib.contextmanager
def _emptied(folder: Path) -> Iterator[Path]:
    """A new folder, gone after the block."""
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
