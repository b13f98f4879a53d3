"""What a form keeps while its draft is merged with that of another copy."""

from contextlib import closing
from pathlib import Path

import pytest

from journal.errors import JournalError, MaybeSaved, NotWritable
from journal.model.entry import EntryContent
from journal.model.timer import Practice
from journal.tui.screens.form.draft_keeper import DraftKeeper
from journal.tui.screens.form.form import FormState
from journal.tui.vault_thread import VaultThread
from journal.vault.connection import Connection
from journal.vault.drafts import Draft
from journal.vault.merge.merging import merge
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.copies import Ticking, copied
from tests.journals import new_vault
from tests.making import made


@pytest.mark.parametrize("ending", ["keep", "save", "discard"])
async def test_a_merge_beneath_an_open_form_loses_nothing(path: Path, ending: str) -> None:
    """The other machine's state of the draft stays whatever the form does; the form goes on with its own."""
    clock = Ticking()
    other = path.with_name("other.db")
    with closing(new_vault(path, clock=clock)) as vault:
        begun = vault.drafts.save(made("begun"))
        yours = copied(vault, other.name, clock)
    thread = VaultThread(clock)
    await thread.open(path, PASSPHRASE)
    state: FormState[EntryContent] = FormState(made("begun"), {})
    keeper = DraftKeeper(thread, lambda: state, untouched=FormState(made(""), {}), shown=state, draft=begun)
    state = FormState(made("here"), {})
    await keeper.keep()
    with closing(yours):
        yours.drafts.save(made("there"), draft_id=begun.id, over=begun.updated)
    await thread.write(lambda vault: merge(vault, other))
    if ending == "keep":
        for text in ("here, on", "here, and on"):
            state = FormState(made(text), {})
            await keeper.keep()
    else:
        await getattr(keeper, ending)()
    left: tuple[Draft, ...] = await thread.read(lambda vault: vault.drafts.list())
    assert [one.content for one in left] == [*([made("here, and on")] if ending == "keep" else ()), made("there")]
    await thread.close()


@pytest.mark.parametrize("trouble", [NotWritable, MaybeSaved])
@pytest.mark.parametrize("times", [1, 2])
async def test_a_draft_that_the_disk_refused_once_is_one_draft(
    path: Path, monkeypatch: pytest.MonkeyPatch, trouble: type[JournalError], times: int
) -> None:
    """Whether or not it was saved all the same, the next time goes on with it, and a practice is logged but once."""
    thread, logged = await _logging(path)
    state: FormState[EntryContent] = FormState(made("begun"), {})
    keeper = DraftKeeper(thread, lambda: state, untouched=FormState(made(""), {}), shown=state, draft_id=logged.draft)
    for number in range(times):
        state = FormState(made(f"here {number}"), {})
        if number:
            await keeper.keep()
    commit = Connection._commit

    def refused(connection: Connection) -> None:
        if trouble is MaybeSaved:
            commit(connection)
        raise trouble("The disk is full.", "Make some room.")

    with monkeypatch.context() as full:
        full.setattr(Connection, "_commit", refused)
        state = FormState(made("here, on"), {})
        with pytest.raises(trouble):
            await keeper.keep()
    state = FormState(made("here, and on"), {})
    await keeper.keep()
    assert [one.content for one in await thread.read(_drafts)] == [made("here, and on")]
    await keeper.save()
    assert await thread.read(_drafts) == () and await thread.read(lambda vault: vault.practice.current()) is None
    await thread.close()


async def test_a_draft_that_another_window_discarded(path: Path) -> None:
    """What is saved after that is an entry, and the practice that it logs is over."""
    thread, logged = await _logging(path)
    state: FormState[EntryContent] = FormState(made("here"), {})
    keeper = DraftKeeper(thread, lambda: state, untouched=FormState(made(""), {}), shown=state, draft_id=logged.draft)
    state = FormState(made("here, on"), {})
    await keeper.keep()
    await thread.write(lambda vault: vault.drafts.discard(logged.draft))
    await keeper.save()
    assert await thread.read(_drafts) == () and await thread.read(lambda vault: vault.practice.current()) is None
    assert await thread.read(lambda vault: vault.entries.count()) == 1
    await thread.close()


async def _logging(path: Path) -> tuple[VaultThread, Practice]:
    """A new journal that is open, with a practice whose draft is decided."""
    new_vault(path).close()
    thread = VaultThread(lambda: NOW)
    await thread.open(path, PASSPHRASE)
    await thread.write(lambda vault: vault.practice.begin(Practice(started=NOW)))
    return thread, await thread.write(lambda vault: vault.practice.begin_log(Practice(started=NOW)))


def _drafts(vault: Vault) -> tuple[Draft, ...]:
    return vault.drafts.list()
