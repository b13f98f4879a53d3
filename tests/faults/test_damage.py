"""A damaged file is found out, its passphrase known to be right, and what is off the damaged pages comes back."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.vault import page
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.salvage import Salvaged, salvage
from tests.faults.damage import Original, RowKey, flip, original, rows, swap, write, zero
from tests.vault.decrypting import PAGE

NEW = "another passphrase, for the new one"


def judge(before: Original, lost: set[int], new: Path, said: Salvaged) -> None:
    """Every row off the lost pages is in the new file as it was, and nothing is there that never was."""
    after = rows(new, derive_key(NEW, read_salt(new)))
    expected = before.off(lost)
    for key, row in expected.items():
        assert after.get(key) == row or is_present(key, row, after), key
    for key, row in after.items():
        assert row in before.rows.values() or is_present_again(key, row, before), key
    assert said.counts == {name: sum(key[0] == name for key in after) for name in said.counts}


def _words(table: str, row: tuple[object, ...]) -> object:
    return row[{"entry": 6, "entry_version": 6, "trash": 5, "record": 2, "record_version": 2}[table]]


def is_present(key: RowKey, row: tuple[object, ...], after: dict[RowKey, tuple[object, ...]]) -> bool:
    """Whether an earlier version became the present one."""
    table, name, _ = key
    places = {"entry_version": ("entry", "trash"), "record_version": ("record",)}.get(table, ())
    found = [(place, after[place, name, 0]) for place in places if (place, name, 0) in after]
    return bool(found) and _words(*found[0]) == _words(table, row)


def is_present_again(key: RowKey, row: tuple[object, ...], before: Original) -> bool:
    """Whether it is an earlier version that became the present one."""
    history = {"entry": "entry_version", "trash": "entry_version", "record": "record_version"}.get(key[0])
    return any(
        (one[0], one[1]) == (history, key[1]) and _words(one[0], old) == _words(key[0], row)
        for one, old in before.rows.items()
    )


def _flips(*numbers: int) -> Callable[[bytearray, random.Random], set[int]]:
    def make(content: bytearray, chance: random.Random) -> set[int]:
        for number in numbers:
            flip(content, number, chance)
        return set(numbers)

    return make


def _some(count: int, content: bytearray, chance: random.Random) -> list[int]:
    return chance.sample(range(2, len(content) // PAGE + 1), count)


def _fifty(content: bytearray, chance: random.Random) -> set[int]:
    return _flips(*_some(50, content, chance))(content, chance)


def _zeros(content: bytearray, chance: random.Random) -> set[int]:
    found = _some(20, content, chance)
    for number in found:
        zero(content, number)
    return set(found)


def _swaps(content: bytearray, chance: random.Random) -> set[int]:
    found = _some(20, content, chance)
    for one, other in zip(found[::2], found[1::2], strict=True):
        swap(content, one, other)
    return set()  # a page in the wrong place is found there


def _salt(content: bytearray, chance: random.Random) -> set[int]:
    content[:16] = bytes(16)
    return set()


def _first_page(content: bytearray, chance: random.Random) -> set[int]:
    content[:PAGE] = chance.randbytes(PAGE)
    return {1}


def _cut(start: int, length: int) -> Callable[[bytearray, random.Random], set[int]]:
    """Takes so many bytes out from a place; what comes after lies too far ahead."""

    def make(content: bytearray, chance: random.Random) -> set[int]:
        end = min(start + length, len(content))
        del content[start:end]
        return set(range(start // PAGE + 1, -(-end // PAGE) + 1))

    return make


DAMAGE: dict[str, Callable[[bytearray, random.Random], set[int]]] = {
    "a bit of fifty pages": _fifty,
    "a bit of the first page": _flips(1),
    "the salt": _salt,
    "the whole first page": _first_page,
    "zeroed pages": _zeros,
    "swapped pages": _swaps,
    "cut within a page": _cut(150 * PAGE + 99, 10**9),
    "cut at a page": _cut(150 * PAGE, 10**9),
    "a part missing in the middle": _cut(70 * PAGE + 5, 20 * PAGE + 7),
    "pages missing in the middle": _cut(70 * PAGE, 20 * PAGE),
    "no first page": _cut(0, PAGE),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_what_is_off_the_damaged_pages_comes_back(kind: str, path: Path) -> None:
    """However the file is damaged, that is found, and salvage brings over every row that lies elsewhere."""
    before = original()
    content = bytearray(before.content)
    lost = DAMAGE[kind](content, random.Random(kind))
    write(content, path)
    examined = page.examine(path, before.key)
    assert kind == "the salt" or not examined.is_whole
    new = path.with_name("new.db")
    said = salvage(path, before.key, new, NEW)
    assert path.read_bytes() == content
    judge(before, lost, new, said)
