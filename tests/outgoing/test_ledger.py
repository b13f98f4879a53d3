"""The lines of the ledger with what is at their places."""

import hashlib
from pathlib import Path

from journal.model.shared_copy import STANDARD_OUTPUT, Protection, SharedCopy
from journal.outgoing.ledger import day_of, states_of, still_lying, told
from journal.outgoing.lying import State
from journal.vault.vault import Vault
from tests.conftest import NOW


def test_plain_copies_that_still_lie(vault: Vault, tmp_path: Path) -> None:
    """Those that are as they were written or changed, and not what is encrypted, gone, elsewhere or no file."""
    digest = hashlib.sha256(b"quiet words").hexdigest()
    for name in ("same.md", "changed.md", "gone.md", "away.md", "locked.md.age"):
        (tmp_path / name).write_bytes(b"quiet words")
        protection = Protection.AGE if name.endswith(".age") else Protection.NONE
        vault.shared_copies.add(SharedCopy(place=str(tmp_path / name), digest=digest, protection=protection))
    vault.shared_copies.add(SharedCopy(place=STANDARD_OUTPUT))
    (gone,) = (one for one in vault.shared_copies.list() if one.content.place.endswith("gone.md"))
    vault.shared_copies.note_gone(gone.id, NOW.date())
    (tmp_path / "changed.md").write_bytes(b"other words")
    (tmp_path / "away.md").unlink()
    lines = vault.shared_copies.list()
    assert {Path(one.content.place).name for one in still_lying(lines)} == {"same.md", "changed.md"}
    states = states_of(lines)
    assert {Path(one.content.place).name: states[one.id] for one in lines} == {
        "same.md": State.HERE,
        "changed.md": State.OTHER,
        "gone.md": State.HERE,
        "away.md": State.MISSING,
        "locked.md.age": State.HERE,
        "-": State.NO_FILE,
    }
    assert day_of(lines[0]) == NOW.date()


def test_places_in_words(vault: Vault) -> None:
    """A line for each, in which nothing of its name acts on the terminal or begins another line."""
    hostile = vault.shared_copies.add(SharedCopy(place="/tmp/a\n  /tmp/b\x1b[31m", digest="0" * 64))
    assert told(()) == ""
    assert len(told((hostile,)).splitlines()) == 2 and "\x1b" not in told((hostile,))
