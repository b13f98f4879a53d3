"""Keeping what is on a form: as a draft while it is written, as an entry or a record when it is saved."""

import asyncio
from collections.abc import Callable
from typing import Generic

from journal.errors import MaybeSaved
from journal.model.entry import Entry, EntryContent
from journal.model.records import Content, Record
from journal.tui.screens.form.form import F, FormState
from journal.tui.vault_thread import VaultThread
from journal.vault.drafts import Draft
from journal.vault.identity import new_id
from journal.vault.vault import Vault, utc_now


class DraftKeeper(Generic[F]):
    """Writes the state of one form to the vault, one write at a time, so that none overtakes another.

    `look` says what is on the form. It is asked when a write begins, so that the latest state wins. `untouched` is the
    state that needs no draft: an empty new one, or what is edited as it is saved; None where there is none,
    because it has gone. `over` is the version of what is edited; None saves over whatever is there. `draft` is the
    draft that the form goes on with, and `draft_id` the id of one to come where that was decided already. Methods raise
    what the vault raises.
    """

    def __init__(
        self,
        vault: VaultThread,
        look: Callable[[], FormState[F]],
        *,
        edits: str = "",
        over: int | None = None,
        untouched: FormState[F] | None,
        shown: FormState[F],
        draft: Draft | None = None,
        draft_id: str = "",
    ) -> None:
        self.edits = edits
        self.over = over
        self._vault = vault
        self._look = look
        self._untouched = untouched
        self._draft_id = draft.id if draft else draft_id
        self._begun = self._draft_id  # a practice that was to be logged knows the draft by this
        self._updated = draft.updated if draft else None
        self._kept = shown if draft else untouched
        self._one_at_a_time = asyncio.Lock()
        self._done = False

    @property
    def is_touched(self) -> bool:
        """Whether there is anything on the form that isn't saved."""
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
            self._draft_id = self._draft_id or new_id(utc_now())
            edits = self.edits

            def save(vault: Vault) -> Draft:
                try:
                    draft = vault.drafts.save(
                        state.content, draft_id=self._draft_id, over=self._updated, edits=edits, unread=state.unread
                    )
                except MaybeSaved:
                    self._updated = None  # whichever is there is written over then
                    raise
                self._draft_id, self._updated = draft.id, draft.updated
                return draft

            draft = await self._vault.by_itself(save)  # which commits before any of it is noted here
            self._kept = state
            return draft

    async def save(self, make: Callable[[FormState[F]], F] = lambda state: state.content) -> F:
        """Saves what is on the form, and its draft goes; `edits` is its id then. What is typed meanwhile is in it."""
        async with self._one_at_a_time:
            while True:
                state = self._look()
                content = make(state)
                self.edits, self.over = await self._commit(content)
                self._draft_id, self._updated = "", None
                if self._look() == state:
                    self._done = True
                    return content

    async def discard(self) -> None:
        """Deletes the draft for good; nothing is kept after this."""
        async with self._one_at_a_time:
            await self._forget_draft()
            self._done = True

    async def _commit(self, content: F) -> tuple[str, int]:
        edits, over = self.edits, self.over

        def commit(vault: Vault) -> Entry | Record[Content]:
            with vault.atomic():
                draft_id = vault.drafts.id_of(self._draft_id, self._updated)
                saved = _save(vault, content, edits, over, draft_id)
                if draft_id != self._begun:
                    vault.practice.end_logged(self._begun)
            return saved

        saved = await self._vault.write(commit)
        return saved.id, saved.version

    async def _forget_draft(self) -> None:
        def forget(vault: Vault) -> None:
            with vault.atomic():
                vault.drafts.discard(vault.drafts.id_of(self._draft_id, self._updated))

        if self._draft_id:
            await self._vault.write(forget)


def _save(
    vault: Vault, content: EntryContent | Content, edits: str, over: int | None, draft_id: str
) -> Entry | Record[Content]:
    """Saves as a new version of what is edited, or as something new."""
    if isinstance(content, EntryContent):
        if edits:
            return vault.entries.edit(edits, content, from_draft=draft_id, over=over)
        return vault.entries.add(content, from_draft=draft_id)
    records = vault.records_of(type(content))
    if edits:
        return records.edit(edits, content, from_draft=draft_id, over=over)
    return records.add(content, from_draft=draft_id)
