"""What a form keeps while its draft is merged with that of another copy."""

from contextlib import closing
from pathlib import Path

import pytest

from journal.model.entry import EntryContent
from journal.tui.screens.form.draft_keeper import DraftKeeper
from journal.tui.screens.form.form import FormState
from journal.tui.vault_thread import VaultThread
from journal.vault.drafts import Draft
from journal.vault.merge.merging import merge
from tests.conftest import PASSPHRASE
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
