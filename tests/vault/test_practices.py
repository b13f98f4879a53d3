"""The practice under the timer, as the journal keeps it."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from journal.errors import NotFound, NotWritable
from journal.model.entry import Ending
from journal.model.timer import Practice, begun, paused, stopped
from journal.vault import practices
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.making import made
from tests.vault.decrypting import pages


def later(minutes: int) -> dt.datetime:
    """The instant so many minutes later."""
    return NOW + dt.timedelta(minutes=minutes)


def test_none_takes_the_place_of_another(vault: Vault) -> None:
    """A practice is kept as it goes on; one that another program begins stands beside it, and each goes by itself."""
    assert vault.practice.current() is None
    first = begun(Practice(turns=2, assignment="homework"), NOW)
    kept = vault.practice.begin(first)
    assert vault.practice.keep(paused(first, later(2))).id == kept.id
    first = vault.practice.keep(stopped(first, later(3), Ending.CHOICE)).content
    second = vault.practice.begin(begun(Practice(), later(9))).content
    assert {one.content for one in vault.practice.list()} == {first, second}
    assert (last := vault.practice.current()) and last.content == second
    assert (asked := vault.practice.current(first.started)) and asked.content == first
    vault.practice.clear(second)
    assert [one.content for one in vault.practice.list()] == [first]
    assert not vault.record_trash.list()


def test_it_is_logged_once(vault: Vault) -> None:
    """Two programs that log a practice do so in one draft; once that was saved, it neither goes on nor begins anew."""
    practice = begun(Practice(), NOW)
    vault.practice.begin(practice)
    one = vault.practice.begin_log(practice)
    other = vault.practice.begin_log(stopped(practice, later(3), Ending.CHOICE))
    assert one.draft and other.draft == one.draft
    vault.entries.add(made("logged"), from_draft=one.draft)
    for act in (vault.practice.keep, vault.practice.begin_log):
        with pytest.raises(NotFound):
            act(practice)
    assert vault.practice.list() == ()


def test_what_was_logged_is_gone_for_good(path: Path) -> None:
    """Nothing of a practice is in the file any more, its earlier versions included, once it is cleared."""
    vault = new_vault(path, clock=lambda: NOW)
    practice = begun(Practice(assignment="MARKER"), NOW)
    vault.practice.begin(practice)
    vault.practice.keep(paused(practice, later(2)))
    assert b"MARKER" in _clear(path)
    vault.practice.clear(practice)
    vault.practice.clear(practice)
    assert vault.practice.current() is None and not vault.record_trash.list()
    vault.close()
    assert b"MARKER" not in _clear(path)


def _clear(path: Path) -> bytes:
    return b"\n".join(pages(path, derive_key(PASSPHRASE, read_salt(path)).secret()))


def test_saving_its_draft_takes_it_away(vault: Vault) -> None:
    """The entry that is saved from its draft logs a practice, in one step; one from another draft leaves it alone."""
    practice = begun(Practice(draft="0190-draft"), NOW)
    kept = vault.practice.begin(practice)
    vault.practice.keep(replace(paused(practice, later(1)), draft=""))
    vault.entries.add(made("another"), from_draft="0190-other")
    vault.entries.add(made("another"))
    current = vault.practice.current()
    assert current is not None and (current.content.draft, current.content.paused_at) == ("0190-draft", later(1))
    vault.entries.add(made("logged"), from_draft="0190-draft")
    assert vault.practice.current() is None and not vault.record_trash.list()
    assert vault._connection.rows("SELECT id FROM purged") == [(kept.id,)]
    assert vault._connection.rows("SELECT * FROM record_version") == []


def test_neither_happens_without_the_other(path: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where taking the practice away fails, the entry isn't saved, and draft and practice are as they were."""
    draft = vault.drafts.save(made("as far as it goes"))
    practice = vault.practice.begin(begun(Practice(draft=draft.id), NOW))

    def broken(*_: object) -> None:
        raise NotWritable("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(practices, "erase_rest", broken)
        with pytest.raises(NotWritable):
            vault.entries.add(made("logged"), from_draft=draft.id)
    assert vault.entries.count() == 0
    assert vault.drafts.list() == (draft,) and vault.practice.current() == practice
    vault.entries.add(made("logged"), from_draft=draft.id)
    assert (vault.entries.count(), vault.drafts.list(), vault.practice.current()) == (1, (), None)
