"""Keeping what is on a form: as a draft while it is written, as an entry when it is saved."""

import asyncio
from collections.abc import Callable

from journal.model.entry import Entry, EntryContent
from journal.tui.screens.form import FormState
from journal.tui.vault_thread import VaultThread
from journal.vault.drafts import Draft
from journal.vault.identity import new_id
from journal.vault.vault import Vault, utc_now


class DraftKeeper:
    """Writes the state of one form to the vault, one write at a time, so that none overtakes another.

    `look` says what is on the form. It is asked when a write begins, so that the latest state wins. `untouched` is the
    state that needs no draft: an empty new entry, or the entry being edited as it is saved; None where there is none,
    because the entry has gone. `draft` is the draft that the form goes on with. Methods raise what the vault raises.
    """

    def __init__(
        self,
        vault: VaultThread,
        look: Callable[[], FormState],
        *,
        entry_id: str = "",
        untouched: FormState | None,
        draft: Draft | None = None,
    ) -> None:
        self.entry_id = entry_id
        self._vault = vault
        self._look = look
        self._untouched = untouched
        self._draft_id = draft.id if draft else ""
        self._kept = FormState(draft.content, draft.unread) if draft else untouched
        self._one_at_a_time = asyncio.Lock()
        self._done = False

    @property
    def is_touched(self) -> bool:
        """Whether there is anything on the form that isn't saved as an entry."""
        return not self._done and self._look() != self._untouched

    async def keep(self) -> Draft | None:
        """Keeps the form as a draft; None where nothing was to be done. What ends as it began leaves no draft."""
        async with self._one_at_a_time:
            state = self._look()
            if self._done or not self._vault.is_open or state == self._kept:
                return None
            if state == self._untouched:
                await self._forget_draft()
                self._kept = state
                return None
            # Known before the write, so that a write that nobody waited for is not followed by a second draft.
            self._draft_id = draft_id = self._draft_id or new_id(utc_now())
            entry_id = self.entry_id

            def save(vault: Vault) -> Draft:
                return vault.drafts.save(state.content, draft_id=draft_id, entry=entry_id, unread=state.unread)

            draft = await self._vault.write(save)
            self._kept = state
            return draft

    async def save(self, make: Callable[[FormState], EntryContent] = lambda state: state.content) -> Entry:
        """Saves the form as an entry, and its draft goes. What is typed meanwhile is saved with it."""
        async with self._one_at_a_time:
            while True:
                state = self._look()
                entry = await self._commit(make(state))
                self.entry_id, self._draft_id = entry.id, ""
                if self._look() == state:
                    self._done = True
                    return entry

    async def discard(self) -> None:
        """Deletes the draft for good; nothing is kept after this."""
        async with self._one_at_a_time:
            await self._forget_draft()
            self._done = True

    async def _commit(self, content: EntryContent) -> Entry:
        draft_id, entry_id = self._draft_id, self.entry_id
        if entry_id:
            return await self._vault.write(lambda vault: vault.entries.edit(entry_id, content, from_draft=draft_id))
        return await self._vault.write(lambda vault: vault.entries.add(content, from_draft=draft_id))

    async def _forget_draft(self) -> None:
        draft_id = self._draft_id
        if draft_id:
            await self._vault.write(lambda vault: vault.drafts.discard(draft_id))
