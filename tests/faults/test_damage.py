"""A damaged file is found out, its passphrase known to be right, and what is off the damaged pages comes back."""

import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from journal.errors import BadInput, Damaged, JournalInUse, NewerVersion, NoJournal, WrongPassphrase
from journal.vault import page, schema
from journal.vault.check import problems
from journal.vault.connection import Connection
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.salvage import Salvaged, salvage
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.faults.damage import Original, RowKey, flip, original, rows, swap, write, zero
from tests.peers.test_lossless import exported
from tests.vault.decrypting import PAGE
from tests.vault.test_migration import first

__all__ = ["first"]

NEW = "another passphrase, for the new one"


def judge(before: Original, lost: set[int], new: Path, said: Salvaged) -> None:
    """Every row off the lost pages is in the new file as it was, and nothing is there that never was."""
    after = rows(new, derive_key(NEW, read_salt(new)))
    expected = before.off(lost)
    for key, row in expected.items():
        assert after.get(key) == row or is_present(key, row, after), key
    for key, row in after.items():
        assert row in before.rows.values() or is_present_again(key, row, before), key
    counted = [name for name in said.counts if name != "journal"]  # its one row is there even where it was lost
    assert [said.counts[name] for name in counted] == [sum(key[0] == name for key in after) for name in counted]


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
SALT_LOST = ("the salt", "the whole first page", "no first page")


@pytest.mark.parametrize("kind", DAMAGE)
def test_what_is_off_the_damaged_pages_comes_back(kind: str, path: Path) -> None:
    """However the file is damaged, that is found, and salvage brings over every row that lies elsewhere."""
    before = original()
    content = bytearray(before.content)
    lost = DAMAGE[kind](content, random.Random(kind))
    write(content, path)
    examined = page.examine(path, before.key)
    assert examined.is_whole is (kind == "the salt")  # which is not on any page, and damaged for whoever derives a key
    new = path.with_name("new.db")
    said = salvage(path, before.key, new, NEW)
    assert path.read_bytes() == content
    assert said.damaged == examined.damaged
    judge(before, lost, new, said)


@pytest.mark.parametrize("kind", ["internal", "leaf", "overflow", "schema"])
def test_every_page_of_a_kind(kind: str, path: Path) -> None:
    """Where all pages of a kind are damaged, in every tree, the rows on all the others come back."""
    before = original()
    lost = {
        number for (name, one), numbers in before.kinds.items() for number in numbers
        if one == kind or (kind == "schema" and name == "sqlite_schema")
    }  # fmt: skip
    content = bytearray(before.content)
    _flips(*lost)(content, random.Random(1))
    new = path.with_name("new.db")
    said = salvage(write(content, path), before.key, new, NEW)
    assert set(said.damaged) == lost
    judge(before, lost, new, said)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(40))
def test_any_damage(seed: int, path: Path) -> None:
    """The same with any number of damaged pages of any kind."""
    chance = random.Random(seed)
    before = original(1 + seed % 4)
    content = bytearray(before.content)
    lost = set(chance.sample(range(1, before.count + 1), chance.choice((1, 5, 20, 50, 120))))
    for number in lost:
        chance.choice((zero, lambda content, number: flip(content, number, chance)))(content, number)
    new = path.with_name("new.db")
    said = salvage(write(content, path), before.key, new, NEW)
    assert set(said.damaged) == lost
    judge(before, lost, new, said)


@pytest.mark.parametrize("kind", DAMAGE)
def test_the_right_passphrase_is_told_from_a_wrong_one(kind: str, path: Path) -> None:
    """With the right one a file is damaged, or the checks say so; with a wrong one nothing is claimed."""
    before = original()
    content = bytearray(before.content)
    DAMAGE[kind](content, random.Random(kind))
    write(content, path)
    assert page.examine(path, before.key).opens is (kind != "no first page")  # after that, every page lies elsewhere
    wrong = derive_key("wrong", before.key.salt)
    assert not page.examine(path, wrong).opens
    assert not page.sample(path, wrong).opens
    with pytest.raises((Damaged, WrongPassphrase)) as problem:
        Vault.open(path, "wrong")
    assert problem.type is WrongPassphrase or len(content) % PAGE
    if kind in SALT_LOST:
        assert page.sample(path, before.key).opens is (kind != "no first page")
        return
    try:
        connection = Connection(path, before.key)
    except (Damaged, WrongPassphrase):
        with pytest.raises(Damaged):
            Vault.open(path, PASSPHRASE)
    else:
        assert problems(connection)
        connection.close()


def test_what_is_not_damaged_is_whole(path: Path) -> None:
    """A file as it was written is whole by every measure, and a sample of it too."""
    before = original()
    write(before.content, path)
    assert page.examine(path, before.key) == page.Examined(
        pages=before.count, looked_at=before.count, damaged=(), ragged=0, missing=0
    )
    assert page.sample(path, before.key).is_whole


def test_what_salvage_says(path: Path) -> None:
    """What is lost is counted with the days of the entries, and what comes back as an earlier version too."""
    before = original()
    lost = set(before.kinds["entry", "leaf"])
    content = bytearray(before.content)
    _flips(*lost)(content, random.Random(1))
    new = path.with_name("new.db")
    steps: list[tuple[int, int]] = []
    said = salvage(write(content, path), before.key, new, NEW, lambda done, of: steps.append((done, of)))
    entries = {key[1] for key in before.rows if key[0] == "entry"}
    edited = {key[1] for key in before.rows if key[0] == "entry_version"}
    assert said.older == len(entries & edited)
    assert said.missing == {"entry": len(entries - edited)}
    days = sorted(row[3] for key, row in before.rows.items() if key[0] == "entry" and key[1] not in edited)
    assert [day.isoformat() for day in said.missing_days] == days
    assert said.unsure == ()  # the index of the ids is whole, and tells them all
    assert steps == sorted(steps)
    assert steps[0] == (1, 2 * before.count)


def _left(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir())


def test_what_salvage_refuses(path: Path) -> None:
    """A wrong key, a taken place, an empty passphrase and a journal in use are refused, and nothing is left behind."""
    before = original()
    new = path.with_name("new.db")
    write(before.content, path)
    with pytest.raises(WrongPassphrase):
        salvage(path, derive_key("wrong", before.key.salt), new, NEW)
    with pytest.raises(BadInput):
        salvage(path, before.key, new, "")
    with pytest.raises(BadInput):
        salvage(path, before.key, path, NEW)
    with pytest.raises(NoJournal):
        salvage(new, before.key, path.with_name("other.db"), NEW)
    vault = Vault.open(path, PASSPHRASE)
    with pytest.raises(JournalInUse):
        salvage(path, before.key, new, NEW)
    vault.close()
    assert _left(path) == ["journal.db"]
    assert path.read_bytes() == before.content


def test_where_nothing_is_left(path: Path) -> None:
    """Where no row can be read, no empty journal is made that looks like a rescued one."""
    before = original()
    content = bytearray(before.content)
    for number in range(2, before.count + 1):
        zero(content, number)
    with pytest.raises(Damaged):
        salvage(write(content, path), before.key, path.with_name("new.db"), NEW)
    assert _left(path) == ["journal.db"]


def test_a_newer_journal(path: Path) -> None:
    """A file of a newer version is left to that version."""
    write(original().content, path)
    connection = Connection(path, original().key)
    connection.run(f"PRAGMA user_version = {schema.newest() + 1}")
    connection.close()
    with pytest.raises(NewerVersion):
        salvage(path, original().key, path.with_name("new.db"), NEW)


def test_half_a_save(path: Path) -> None:
    """What a save that was cut short has written is taken back, also where another page is damaged."""
    before = original()
    write(before.content, path)
    subprocess.run([sys.executable, "-c", _HALF_A_SAVE, str(path)], check=True)
    undo = path.with_name("journal.db-journal").read_bytes()
    content = bytearray(path.read_bytes())
    assert undo and content != before.content
    lost = before.kinds["draft", "leaf"][-1]
    flip(content, lost, random.Random(1))
    new = path.with_name("new.db")
    said = salvage(write(content, path), before.key, new, NEW)
    judge(before, {lost}, new, said)
    assert path.with_name("journal.db-journal").read_bytes() == undo


_HALF_A_SAVE = """
import os, sys
from pathlib import Path
from tests.cheap import use_cheap_keys
use_cheap_keys()
from journal.vault.vault import Vault
from tests.journals import PASSPHRASE
from tests.making import made

vault = Vault.open(Path(sys.argv[1]), PASSPHRASE)
vault._connection.run("PRAGMA cache_size = 5")
vault._connection.run("BEGIN IMMEDIATE")
for number in range(60):
    vault._connection.run("INSERT INTO setting (name, value) VALUES (?, ?)", (str(number), "never saved" * 500))
    vault._connection.run("UPDATE person SET alias = 'never saved'")
os._exit(0)
"""


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 20))])
def test_pages_from_some_time_ago(seed: int, path: Path) -> None:
    """Where the disk lost writes, so that pages are as they were before, each entry is there once, and whole."""
    before = original()
    chance = random.Random(seed)
    write(before.content, path)
    vault = Vault.open(path, PASSPHRASE, clock=lambda: NOW)
    with vault.atomic():
        every = list(vault.entries.each())
        for entry in chance.sample(every, 40):
            vault.entries.edit(entry.id, replace(entry.content, text="changed " * chance.randrange(1, 900)))
    vault.close()
    content = bytearray(path.read_bytes())
    for number in chance.sample(
        [n for name, kind in before.kinds if name != "sqlite_schema" for n in before.kinds[name, kind]], 12
    ):
        content[(number - 1) * PAGE : number * PAGE] = before.content[(number - 1) * PAGE : number * PAGE]
    new = path.with_name("new.db")
    salvage(write(content, path), before.key, new, NEW)
    rescued = Vault.open(new, NEW)
    found = [entry.id for entry in rescued.entries.each()]
    assert len(set(found)) == len(found)
    for entry in rescued.entries.each():
        assert all(earlier.version < entry.version for earlier in rescued.entries.history(entry.id))
    rescued.close()


@pytest.mark.parametrize("spoilt", [0, 1])
def test_a_journal_of_the_first_version(first: Path, spoilt: int) -> None:
    """It comes over as it would have been brought up to date, also where the page that says its version is damaged."""
    content = bytearray(first.read_bytes())
    key = derive_key(PASSPHRASE, read_salt(first))
    vault = Vault.open(first, PASSPHRASE)
    wanted = exported(vault)
    vault.close()
    if spoilt:
        flip(content, 1, random.Random(1))
    new = first.with_name("new.db")
    said = salvage(write(content, first.with_name("old.db")), key, new, NEW)
    assert not said.missing
    rescued = Vault.open(new, NEW)
    assert exported(rescued) == wanted
    rescued.close()
