"""Merging copies that were changed at random: nothing is lost or done twice, and the order makes no difference."""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from journal.vault.check import check
from journal.vault.merge.merging import merge
from journal.vault.vault import Vault
from tests.copies import Ticking, change, copied, exported, started, state, versions

SHORT = (*range(4), 57, 79)  # the last two purge a goal whose notes another copy has trashed or brought back
LONG = [pytest.param(seed, marks=pytest.mark.long) for seed in range(200) if seed not in SHORT]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """Closes what a test opened."""
    with ExitStack() as opened:
        yield opened


def _three(tmp_path: Path, stack: ExitStack, seed: int) -> tuple[Vault, Vault, Vault, Ticking]:
    """Three copies of one journal that were changed by turns, some of them twice."""
    chance, clock = random.Random(seed), Ticking()
    first = started(tmp_path, clock)
    stack.callback(first.close)
    change(first, chance, 40)
    others = [copied(first, f"{name}.db", clock) for name in "bc"]
    for other in others:
        stack.callback(other.close)
    for _ in range(3):
        for vault in (first, *others):
            change(vault, chance, 12)
    return first, others[0], others[1], clock


def _merged(stack: ExitStack, clock: Ticking, one: Vault, *others: Vault) -> Vault:
    """A new copy of the first with the others taken in one after the other."""
    result = copied(one, f"{random.Random().randrange(10**12)}.db", clock)
    stack.callback(result.close)
    for other in others:
        merge(result, other.path)
    return result


@pytest.mark.parametrize("seed", [*SHORT, *LONG])
def test_copies_merge_in_any_order(tmp_path: Path, stack: ExitStack, seed: int) -> None:
    """Two copies and three make the same in whatever order, again and both ways, with every version of either in it."""
    a, b, c, clock = _three(tmp_path, stack, seed)
    ab, ba = _merged(stack, clock, a, b), _merged(stack, clock, b, a)
    assert state(ab) == state(ba)
    assert exported(ab) == exported(ba)
    before = state(ab)
    assert merge(ab, b.path).lines == merge(ab, a.path).lines == merge(ab, ba.path).lines == ()
    assert state(ab) == before
    one_way, other_way = _merged(stack, clock, ab, c), _merged(stack, clock, a, _merged(stack, clock, b, c))
    assert state(one_way) == state(other_way)
    assert exported(one_way) == exported(other_way)
    purged: dict[str, str] = dict(one_way._connection.rows("SELECT id, purged FROM purged"))
    lost = {one for vault in (a, b, c) for one in versions(vault)} - versions(one_way)
    assert [one for one in lost if one[1] > _deleted(one, purged)] == []
    check(one_way._connection)


def _deleted(version: tuple[str, str, str], purged: dict[str, str]) -> str:
    """When a version, or the goal that it was noted of, was deleted for good."""
    goals = [instant for goal, instant in purged.items() if goal in version[2]]
    return max([purged.get(version[0], ""), *goals])
