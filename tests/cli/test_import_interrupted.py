"""An import that is ended halfway has brought nothing in, whether it was asked to end or killed."""

import signal
import sys
from pathlib import Path

import pytest

from journal.vault.vault import Vault
from tests.cli.running import run
from tests.conftest import PASSPHRASE

# The real program, which gets a signal after half of the entries, with more of them than memory keeps back.
_HALFWAY = """
import os
from typing import Any
from journal.__main__ import main
from journal.vault.entries import Entries
from tests.cheap import use_cheap_keys

take, taken = Entries.take, []

def halfway(entries: Entries, *what: Any, **how: Any) -> None:
    take(entries, *what, **how)
    taken.append(1)
    if len(taken) == 1:
        entries._connection.run("PRAGMA cache_size = 10")
    if len(taken) == 100:
        os.write(2, b"halfway\\n")
        os.kill(os.getpid(), int(os.environ["NUMBER"]))

Entries.take = halfway
use_cheap_keys()
main()
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, 0])
def test_halfway(made: Path, tmp_path: Path, number: int) -> None:
    """Nothing is there afterwards, the journal can be used at once, and the next import brings all of it in."""
    path = tmp_path / "diary.txt"
    path.write_text("".join(f"[2026-05-01 {n // 60:02}:{n % 60:02}] Entry {n}\n{'calm ' * 200}\n" for n in range(200)))
    ended = run(
        "--file", made, "import", path, program=[sys.executable, "-c", _HALFWAY], env={"NUMBER": str(int(number))}
    )
    assert "halfway" in ended.err and "calm" not in ended.err
    assert ended.code == {signal.SIGKILL: -signal.SIGKILL, 0: 0}.get(number, 128 + number)
    vault = Vault.open(made, PASSPHRASE)
    assert vault.entries.count() == (0 if number else 200)
    vault.close()
    if number:
        assert run("--file", made, "import", path).text == "200  entries, 2026-05-01 to 2026-05-01\n"
