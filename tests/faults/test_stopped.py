"""Everything that is done to a journal, stopped at any step: killed, refused by the disk, or cut off from power.

Each operation of the table is done with the shim between the program and the system, so that every change of the folder
is a step that can be chosen, and what was saved before it is known.
"""

import errno
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.operations import OPERATIONS, UNSAFE
from tests.faults.shim import How
from tests.faults.trial import Trial

Figures = Callable[[str], None]

pytestmark = pytest.mark.compiler

_AT_THE_END = 4  # steps, in which files come to their places
_WAYS = tuple(itertools.product((How.FAIL_ONCE, How.FAIL_FOR_GOOD), (errno.EIO, errno.ENOSPC)))


@pytest.fixture(scope="module", params=OPERATIONS)
def trial(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """One of the operations."""
    return Trial(OPERATIONS[request.param], tmp_path_factory.mktemp("trial") / "trial")


def _some(count: int, number: int) -> list[int]:
    """Some of so many steps, evenly spread, the last ones among them."""
    last = range(max(1, count - min(_AT_THE_END, number // 2) + 1), count + 1)
    rest = max(0, min(number, count) - len(last))
    return sorted({*last, *(1 + place * (count - len(last)) // max(1, rest) for place in range(rest))})


def _kill(trial: Trial, number: int, figures: Figures) -> None:
    steps = _some(trial.whole.count, number)
    for step in steps:
        trial.kill(step)
    figures(f"{trial.operation.name}: killed before {len(steps)} of {trial.whole.count} steps; 0 lost, 0 left behind")


def test_killed(trial: Trial, figures: Figures) -> None:
    """Killed before a step, it is done or not done, one passphrase opens it, nothing else stays, and it goes on."""
    _kill(trial, 5, figures)


@pytest.mark.long
def test_killed_at_60_steps(trial: Trial, figures: Figures) -> None:
    """The same before 60 of its steps, or all it has."""
    _kill(trial, 60, figures)


def _fail(trial: Trial, steps: list[int], figures: Figures) -> None:
    refused = 0
    for step, (how, code) in zip(steps, itertools.cycle(_WAYS), strict=False):
        refused += trial.fail(how, step, code)
    figures(f"{trial.operation.name}: {len(steps)} writes and syncs refused, {refused} of them told; 0 lost, 0 corrupt")


def test_refused_by_the_disk(trial: Trial, figures: Figures) -> None:
    """A write or sync that fails is told, what was saved before is there, and where it fails once the next is saved."""
    _fail(trial, _some(trial.whole.count, 8 if trial.operation.name == "saving" else 4), figures)


@pytest.mark.long
def test_every_nth_step_refused_by_the_disk(trial: Trial, figures: Figures) -> None:
    """The same at steps all over it, each with every error, once and for good."""
    some = _some(trial.whole.count, 100 if trial.operation.name == "saving" else 20)
    _fail(trial, [step for step in some for _ in _WAYS], figures)


def _cut(trial: Trial, number: int, figures: Figures) -> None:
    lost = [cut for cut in trial.cuts(number) if cut]
    assert not lost
    assert trial.early_names() == []
    figures(f"{trial.operation.name}: power cut {number} times in {trial.whole.count} steps; 0 lost, 0 unopenable")


def test_power_cuts(trial: Trial, figures: Figures) -> None:
    """Whatever the disk kept of what was not synchronised, all that was saved is there, and the journal is sound."""
    _cut(trial, 30 if trial.operation.name == "saving" else 5, figures)


@pytest.mark.long
def test_300_power_cuts(trial: Trial, figures: Figures) -> None:
    """The same 300 times for each."""
    _cut(trial, 300, figures)


def test_the_cuts_find_what_is_not_synchronised(tmp_path: Path) -> None:
    """The same cuts lose something where what is saved is not waited for, so they would show it."""
    trial = Trial(UNSAFE, tmp_path / "trial")
    assert any(trial.cuts(60))
