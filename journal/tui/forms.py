"""Opening what is written and read: the forms, and an entry in the Journal."""

from collections.abc import Callable
from dataclasses import replace

from textual.app import App

from journal.errors import JournalError
from journal.model.dates import When
from journal.model.entry import Entry, EntryContent, Kind, Sharing, blank
from journal.model.homework import Assignment, prefilled, waits
from journal.model.records import Content as Records
from journal.model.records import Record
from journal.model.sensate_focus import UNGATED
from journal.tui.ending import Ending
from journal.tui.practising import Practising
from journal.tui.vault_thread import VaultThread
from journal.vault.drafts import Draft


class Forms(App[Ending]):
    """The part of the app that opens forms. It reads none of what they hold."""

    practising: Practising
    vault: VaultThread

    def now(self) -> When:
        """The date, time and zone where the person is; overridden."""
        raise NotImplementedError

    async def read_entry(self, entry: Entry) -> None:
        """Goes to the Journal with the cursor on this entry."""
        from journal.tui.screens.journal.place import JournalPlace

        await self.switch_mode("journal")
        if isinstance(self.screen, JournalPlace):
            self.screen.show_entry(entry)

    async def read_homework(self, assignment_id: str) -> None:
        """Goes to Homework with the cursor on this assignment."""
        from journal.tui.screens.homework.place import HomeworkPlace

        await self.switch_mode("homework")
        if isinstance(self.screen, HomeworkPlace):
            self.screen.show_homework(assignment_id)

    def write_entry(self, kind: Kind) -> None:
        """Opens the form for a new entry of a kind, dated now."""
        self._open_form(blank(kind, self.now()))

    def write_copy(self, content: EntryContent) -> None:
        """Opens the form for a new entry with the content of another, dated now and shared with nobody."""
        self._open_form(replace(content, when=self.now(), sharing=Sharing()))

    def write_practice(self, assignment: Record[Assignment]) -> None:
        """Opens the form for a new entry of an assignment, with what is known already filled in."""
        self._open_form(prefilled(assignment.content, assignment.id, self.now()))

    def write_prepared(self, content: EntryContent, draft_id: str, then: Callable[[str | None], None]) -> None:
        """Opens the form for a new entry that begins with this, kept in this draft; `then` as in `write_record`."""
        self._open_form(content, draft_id=draft_id, then=then)

    def edit_entry(self, entry_id: str, content: EntryContent) -> None:
        """Opens the form for an entry; if a draft of an earlier edit is there, the form goes on with it."""
        self._open_form(content, edits=entry_id)

    def write_record(
        self, content: Records, record_id: str = "", then: Callable[[str | None], None] | None = None
    ) -> None:
        """Opens the form for a record: a new one that begins with `content`, or the one with this id.

        `then` is called with the id it was saved under, or None where it was left.
        """
        self._open_form(content, edits=record_id, then=then)

    def go_on_with(self, draft: Draft, then: Callable[[str | None], None] | None = None) -> None:
        """Opens the form on a draft; `then` as in `write_record`. A practice whose entry it is, is logged with it."""
        if then is None and self.practising.is_of(draft):
            then = self._logged
        if isinstance(draft.content, Assignment) and draft.content.adaptations and draft.edits:
            self.run_worker(self._go_on_with_homework(draft, draft.content, then))
        else:
            self._open_form(draft.content, edits=draft.edits, draft=draft, then=then)

    async def _go_on_with_homework(
        self, draft: Draft, written: Assignment, then: Callable[[str | None], None] | None
    ) -> None:
        """Opens the form that the draft was written on: the one for a change, where it has a change more.

        A change of homework that waits for an agreement waits with it.
        """
        from journal.tui.screens.homework.adapt import AdaptScreen
        from journal.tui.screens.homework.assigning import offer_agreements

        try:
            saved, stages = await self.vault.read(
                lambda vault: (vault.assignments.get(draft.edits), vault.assignments.open_stages())
            )
        except JournalError:  # it isn't there any more, and the form says so
            saved, stages = None, UNGATED
        if saved and len(written.adaptations) > len(saved.content.adaptations):
            if why := waits(saved.content, stages):
                offer_agreements(self, f"{why} The draft stays as it is until then.")
            else:
                self.push_screen(AdaptScreen(saved), then)
        else:
            self._open_form(written, edits=draft.edits, draft=draft, then=then)

    def _logged(self, entry_id: str | None) -> None:
        if entry_id is not None:
            self.practising.forget()

    def _open_form(
        self,
        content: EntryContent | Records,
        *,
        edits: str = "",
        draft: Draft | None = None,
        draft_id: str = "",
        then: Callable[[str | None], None] | None = None,
    ) -> None:
        from journal.tui.screens.form.entry_screen import EntryFormScreen
        from journal.tui.screens.form.record_screen import RecordFormScreen

        if isinstance(content, EntryContent):
            self.push_screen(EntryFormScreen(content, edits=edits, draft=draft, draft_id=draft_id), then)
        else:
            self.push_screen(RecordFormScreen(content, edits=edits, draft=draft), then)
