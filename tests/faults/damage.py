"""A journal with something of everything, on which pages each of its rows lies, and ways to damage its file.

Where a row lies is found without our own reader of pages: SQLite says of which table a page is, and which pages a row
goes on with, and what is on a page is seen by the mark that each text has all over.
"""

import functools
import random
import re
import sqlite3
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from journal.model.entry import Kind
from journal.model.goal import Goal
from journal.model.homework import Assignment
from journal.model.sharing import Audience
from journal.vault.connection import Connection
from journal.vault.key import Key, derive_key
from journal.vault.people import Person
from journal.vault.settings import Preferences
from journal.vault.summary_choices import LineChoice
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.making import DAY, made
from tests.vault.decrypting import PAGE, pages

_DERIVED = ("entry_label", "entry_rating")
_MARK = re.compile(r"q[a-z]\d{5}q")

Row = tuple[Any, ...]
RowKey = tuple[str, Any, Any]  # the table, and what its key is made of


@dataclass
class Original:
    """A journal as it was: its bytes, its rows, the pages of each, and the pages by what they are."""

    content: bytes
    key: Key
    rows: dict[RowKey, Row]
    pages: dict[RowKey, set[int]]
    kinds: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self.content) // PAGE

    def off(self, damaged: set[int]) -> dict[RowKey, Row]:
        """The rows of which nothing lies on these pages."""
        return {key: row for key, row in self.rows.items() if not self.pages[key] & damaged}


def fill(vault: Vault, seed: int, entries: int = 110) -> None:
    """Something of everything in a journal, each text marked."""
    chance = random.Random(seed)
    marks = iter(range(100_000))

    def text(longest: int) -> str:
        size = chance.choice((40, 300, longest // 2, longest))
        mark = f"q{chance.choice('abc')}{next(marks):05}q "
        return mark * (1 + chance.randrange(size) // len(mark))

    vault.settings.set(Preferences(lock_minutes=7))
    with vault.atomic():
        for number in range(entries):
            kind = chance.choice(list(Kind))
            content = made(text(14_000), kind=kind, tags=(f"tag {number % 7}",), people=("Alex",))
            entry = vault.entries.add(
                replace(content, when=replace(content.when, date=DAY.replace(year=2000 + number % 26)))
            )
            for _ in range(chance.choice((0, 0, 1, 2))):
                vault.entries.edit(entry.id, replace(entry.content, text=text(9_000)))
            if number % 6 == 0:
                vault.entries.move_to_trash(entry.id)
            if number % 18 == 0:
                vault.entries.purge(entry.id)
        for _ in range(entries // 2):
            goal = vault.goals.add(Goal(wording=text(2_000)))
            homework = vault.assignments.add(Assignment(title=text(300), instructions=text(6_000)))
            if chance.random() < 0.5:
                vault.goals.edit(goal.id, replace(goal.content, wording=text(2_000)))
                vault.assignments.edit(homework.id, replace(homework.content, title=text(300)))
            vault.drafts.save(made(text(9_000)))
            vault.people.add(Person(text(40).strip(), alias=text(40).strip(), kept_out=(text(900),)))
            vault.summary_choices.set(Audience.JOINT, text(200), LineChoice(True, "seen"), made().when)


@functools.cache
def original(seed: int = 1, entries: int = 110) -> Original:
    """The journal of a seed, made once in a process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        vault = new_vault(path, clock=lambda: NOW)
        fill(vault, seed, entries)
        vault.close()
        content = path.read_bytes()
        key = derive_key(PASSPHRASE, content[:16])
        found = Original(content, key, rows(path, key), {})
        clear = Path(folder) / "clear.db"
        every = list(pages(path, key.secret()))
        every[0] = b"SQLite format 3\0" + every[0][16:]
        clear.write_bytes(b"".join(page + bytes(80) for page in every))
        with sqlite3.connect(clear) as database:
            stat = database.execute("SELECT name, pageno, pagetype, path FROM dbstat ORDER BY path").fetchall()
    _place(found, every, stat)
    return found


def rows(path: Path, key: Key) -> dict[RowKey, Row]:
    """Every row of the tables that aren't made from others."""
    found: dict[RowKey, Row] = {}
    connection = Connection(path, key)
    tables = connection.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'entry_search%'")
    for (table,) in tables:
        if table in _DERIVED:
            continue
        info = connection.rows("SELECT name, pk FROM pragma_table_info(?) ORDER BY pk = 0, pk", (table,))
        names = [name for name, _ in info]
        if table == "entry":  # its key is only its place
            names.sort(key=lambda name: name != "id")
        keyed = sum(bool(pk) for _, pk in info)
        for row in connection.rows(f"SELECT {', '.join(names)} FROM {table}"):
            found[table, row[0], row[1] if keyed == 2 else 0] = row
    connection.close()
    return found


def _place(found: Original, every: list[bytes], stat: list[tuple[str, int, str, str]]) -> None:
    marks = {number: set(_MARK.findall(page.decode("latin-1"))) for number, page in enumerate(every, 1)}
    by_mark: dict[tuple[str, str], set[int]] = {}
    at = {(name, path): number for name, number, _, path in stat}
    chains: dict[tuple[str, str], list[int]] = {}
    for name, number, kind, path in stat:
        found.kinds.setdefault((name, kind), []).append(number)
        if kind == "overflow":
            chains.setdefault((name, path.partition("+")[0]), []).append(number)
        else:
            for mark in marks[number]:
                by_mark.setdefault((name, mark), set()).add(number)
    for (name, cell), chain in chains.items():
        # A short end of a row may have no mark: whatever is on the page that it began on may be of that row.
        own = set[str]().union(*(marks[number] for number in chain)) or marks[at[name, cell.rpartition("/")[0] + "/"]]
        for mark in own:
            by_mark.setdefault((name, mark), set()).update(chain)
    for key, row in found.rows.items():
        own = set(_MARK.findall(" ".join(map(str, row))))
        if own:
            found.pages[key] = set[int]().union(*(by_mark[key[0], mark] for mark in own))
        else:  # what has no text lies where its table is
            found.pages[key] = {number for name, number, *_ in stat if name == key[0]}


def flip(content: bytearray, page: int, chance: random.Random) -> None:
    """Flips one bit of a page; of the first one, not in the salt."""
    at = chance.randrange(16 if page == 1 else 0, PAGE)
    content[(page - 1) * PAGE + at] ^= 1 << chance.randrange(8)


def zero(content: bytearray, page: int) -> None:
    """Makes a page one of zeros, as a file system may leave it; the salt of the first one stays."""
    start = (page - 1) * PAGE + (16 if page == 1 else 0)
    content[start : page * PAGE] = bytes(page * PAGE - start)


def swap(content: bytearray, one: int, other: int) -> None:
    """Puts two pages in each other's place."""
    first, second = (slice((page - 1) * PAGE, page * PAGE) for page in (one, other))
    content[first], content[second] = content[second], content[first]


def write(content: bytes | bytearray, path: Path) -> Path:
    """Puts a file in a folder like a journal's."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)
    return path
