"""How much of a large journal salvage brings over, and in which time; -s shows the figures."""

import random
import time
from pathlib import Path

import pytest

from journal.errors import Damaged
from journal.vault.connection import Connection
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.salvage import salvage
from tests.bench.corpus import corpus
from tests.conftest import PASSPHRASE
from tests.faults.damage import flip, rows
from tests.journals import new_vault
from tests.vault.decrypting import PAGE

pytestmark = pytest.mark.long


@pytest.mark.parametrize("count", [3_000, 10_000])
def test_fifty_pages_of_a_large_journal(count: int, path: Path) -> None:
    """Everything that SQL alone can still read comes over, and what lies behind damaged pages too."""
    vault = new_vault(path)
    with vault.atomic():
        for entry in corpus(count):
            vault.entries.add(entry)
    vault.close()
    key = derive_key(PASSPHRASE, read_salt(path))
    before = rows(path, key)
    content = bytearray(path.read_bytes())
    chance = random.Random(count)
    for number in chance.sample(range(2, len(content) // PAGE + 1), 50):
        flip(content, number, chance)
    path.write_bytes(content)
    by_sql = set()
    connection = Connection(path, key)
    for row in [row for name, row in before.items() if name[0] == "entry"]:
        try:
            found = connection.row("SELECT id, position FROM entry WHERE position = ? AND words <> ''", (row[1],))
        except Damaged:
            continue
        by_sql |= {row[0]} if found == row[:2] else set()
    connection.close()
    new = path.with_name("new.db")
    started = time.monotonic()
    said = salvage(path, key, new, PASSPHRASE)
    took = time.monotonic() - started
    after = rows(new, derive_key(PASSPHRASE, read_salt(new)))
    came = {name[1] for name in after if name[0] == "entry"}
    assert by_sql <= came
    assert all(after[name] == before[name] for name in after)
    print(
        f"\n{count:,} entries on {said.pages:,} pages, 50 of them flipped: {len(came):,} came over in {took:.1f} s, "
        f"{len(by_sql):,} by SQL alone; {sum(said.missing.values())} known to be missing."
    )
