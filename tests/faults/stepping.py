"""A process with the shim that does operations until they are cut short: `python -m tests.faults.stepping`.

It imports everything once. For each line of JSON that it reads it forks a child that does what is asked, and answers
with one line when the child has ended, however it ended.
"""

import atexit
import functools
import json
import os
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journal.errors import JournalError
from tests.cheap import use_cheap_keys
from tests.faults import shim
from tests.faults.operations import OPERATIONS, UNSAFE
from tests.faults.shim import How, Step, steps_of


@dataclass(frozen=True)
class Ended:
    """How a run ended: minus the signal that ended it or 0, and what it did and told until then."""

    code: int
    steps: list[Step]
    refused: list[dict[str, str]]  # the errors, as the person is told them, the last of them where it gave up
    crash: str  # the name of an error that is none of ours

    @property
    def done(self) -> list[str]:
        """The states that it told."""
        return [step.name for step in self.steps if step.what == "mark"]

    @property
    def count(self) -> int:
        """How many steps there were."""
        return sum(step.what != "mark" for step in self.steps)


class Stepper:
    """The process, from the other side."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.stepping"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            env={**os.environ, "LD_PRELOAD": str(shim.built())},
        )

    def run(self, operation: str, folder: Path, how: How = How.RECORD, step: int = 0, code: int = 0) -> Ended:
        """Does an operation in a folder, and what `how` says at a step of it."""
        assert self._process.stdin is not None and self._process.stdout is not None
        with tempfile.TemporaryDirectory() as beside:
            log = Path(beside) / "log"
            request = {
                "operation": operation, "folder": str(folder), "log": str(log), "how": how, "step": step, "code": code
            }  # fmt: skip
            self._process.stdin.write(json.dumps(request) + "\n")
            told: list[dict[str, Any]] = []
            while "ended" not in (line := json.loads(self._process.stdout.readline())):
                told.append(line)
            steps = steps_of(log)
        crash = "".join(one["crash"] for one in told if "crash" in one)
        return Ended(line["ended"], steps, [one for one in told if "crash" not in one], crash)

    def close(self) -> None:
        """Ends the process."""
        self._process.communicate()


@functools.cache
def stepper() -> Stepper:
    """The one of this process, which ends with it."""
    started = Stepper()
    atexit.register(started.close)
    return started


class _Telling:
    def done(self, state: str) -> None:
        shim.mark(state)

    def refused(self, problem: JournalError) -> None:
        _report(error=type(problem).__name__, message=problem.message, hint=problem.hint)


def _report(**words: object) -> None:
    """One line to whoever asked, at once and in one piece."""
    os.write(1, (json.dumps(words) + "\n").encode())


def _do(request: dict[str, Any]) -> None:
    os.urandom = random.Random(20260517).randbytes  # so that every run is the same, and its states are known
    operation = OPERATIONS.get(request["operation"], UNSAFE)
    telling = _Telling()
    folder = Path(request["folder"])
    shim.arm(folder, Path(request["log"]), How(request["how"]), request["step"], request["code"])
    try:
        operation.run(folder, telling)
    except JournalError as problem:
        telling.refused(problem)
    except Exception as problem:
        _report(crash=repr(problem))
        raise
    shim.disarm()


def main() -> None:
    """Forks a child for each line on stdin."""
    use_cheap_keys()
    del os.environ["LD_PRELOAD"]  # what it starts is none of this
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            _do(json.loads(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        _report(ended=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
