"""The practice under the timer, as the journal keeps it."""

import datetime as dt
from pathlib import Path

from journal.model.entry import Ending
from journal.model.timer import Practice, begun, paused, stopped
from journal.vault.key import derive_key
from journal.vault.vault import Vault, read_salt
from tests.conftest import NOW, PASSPHRASE
from tests.vault.decrypting import pages


def later(minutes: int) -> dt.datetime:
    """The instant so many minutes later."""
    return NOW + dt.timedelta(minutes=minutes)


def test_there_is_one_at_most(vault: Vault) -> None:
    """A practice is kept as it goes on, and one that begins anew takes the place of the other."""
    assert vault.practice.current() is None
    first = begun(Practice(turns=2, assignment="homework"), NOW)
    kept = vault.practice.keep(first)
    assert vault.practice.keep(paused(first, later(2))).id == kept.id
    vault.practice.keep(stopped(first, later(3), Ending.CHOICE))
    second = begun(Practice(), later(9))
    vault.practice.keep(second)
    assert [one.content for one in vault.practice.list()] == [second]
    assert not vault.record_trash.list()


def test_what_was_logged_is_gone_for_good(path: Path) -> None:
    """Nothing of a practice is in the file any more, its earlier versions included, once it is cleared."""
    vault = Vault.create(path, PASSPHRASE, clock=lambda: NOW)
    practice = begun(Practice(assignment="MARKER"), NOW)
    vault.practice.keep(practice)
    vault.practice.keep(paused(practice, later(2)))
    assert b"MARKER" in _clear(path)
    vault.practice.clear()
    vault.practice.clear()
    assert vault.practice.current() is None and not vault.record_trash.list()
    vault.close()
    assert b"MARKER" not in _clear(path)


def _clear(path: Path) -> bytes:
    return b"\n".join(pages(path, derive_key(PASSPHRASE, read_salt(path)).secret()))
