"""The Journal: every entry, newest first, and what can be done with one."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on, work

from journal.errors import JournalError, NotFound
from journal.model.entry import Entry
from journal.tui.commands import PLACE_COMMANDS, Command, bindings
from journal.tui.screens.journal.reading_place import ReadingPlace
from journal.tui.widgets.entry_list import EntryList
from journal.vault.vault import Vault

_COMMANDS = (
    Command("edit", "e,enter", "Edit", "Edit this entry (Enter too); the version before it is kept"),
    Command("share", "s", "Share", "Choose what of this entry is shared, and with whom"),
    Command("passage", "p", "", "Share a passage of this entry: words that you select in a text"),
    Command("raise_it", "r", "", "Raise this entry with my therapist, or not after all"),
    Command("homework", "o", "", "Go to the homework that this entry belongs to"),
    Command("history", "h", "", "Show the earlier versions of this entry, and restore one"),
    Command("copy", "c", "", "Copy this entry as a new one, dated now and shared with nobody"),
    Command("discard", "d", "Delete", "Move this entry to the trash; u puts it back"),
    Command("undo", "u", "", "Put back what was moved to the trash last"),
    Command("app.trash", "t", "", "Show the trash"),
    Command("newest", "home", "", "Go to the newest entry"),
    Command("oldest", "end", "", "Go to the oldest entry"),
    Command("back", "escape", "", "Leave the search line; once more clears the search"),
)


class JournalPlace(ReadingPlace):
    """The place of every entry."""

    CSS_PATH = "../reading.tcss"
    PLACE = "journal"
    ACTIONS: ClassVar[tuple[Command, ...]] = (*_COMMANDS, *PLACE_COMMANDS)
    BINDINGS = bindings(ACTIONS)

    def __init__(self) -> None:
        super().__init__()
        self._trashed: list[str] = []

    def on_screen_resume(self) -> None:
        """Masks titles as it was chosen. What changed is read again too: Textual calls the handler of every class."""
        self._show_masks()

    @on(EntryList.EntrySelected)
    def _selected(self) -> None:
        self.action_edit()

    def action_edit(self) -> None:
        """Opens the form on the entry."""
        if entry := self.lines.highlighted:
            self.journal.edit_entry(entry.id, entry.content)

    def action_copy(self) -> None:
        """Opens the form on a new entry with the same content."""
        if entry := self.lines.highlighted:
            self.journal.write_copy(entry.content)

    async def action_homework(self) -> None:
        """Goes to the homework that the entry belongs to."""
        if (entry := self.lines.highlighted) and entry.content.assignment:
            await self.journal.read_homework(entry.content.assignment)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Its homework can be gone to where an entry has one that is there."""
        if action == "homework":
            entry = self.lines.highlighted
            return entry is not None and entry.content.assignment in self.names.homework
        return super().check_action(action, parameters)

    def action_history(self) -> None:
        """Shows the versions of the entry."""
        from journal.tui.screens.history import HistoryScreen

        if entry := self.lines.highlighted:
            self.app.push_screen(HistoryScreen(Entry, entry.id))

    def action_share(self) -> None:
        """Asks what of the entry is shared with whom."""
        from journal.tui.screens.journal.share import ShareScreen

        if entry := self.lines.highlighted:
            self.app.push_screen(ShareScreen(entry, self.names))

    def action_passage(self) -> None:
        """Asks for words of a text to be shared."""
        from journal.tui.screens.journal.passages import NO_TEXT, Change, choose_passages

        entry = self.lines.highlighted
        if entry is None:
            return
        entry_id = entry.id

        def chosen(change: Change | None) -> None:
            if change is not None:
                self._change(
                    lambda vault: vault.entries.share(entry_id, change(vault.entries.get(entry_id).content.sharing)),
                    "Saved. The reading pane says what is shared.",
                )

        if not choose_passages(self.app, entry.content, entry.content.sharing, chosen):
            self.journal.say(NO_TEXT)

    def action_raise_it(self) -> None:
        """Marks the entry to be raised with the therapist, or takes the mark off."""
        if entry := self.lines.highlighted:
            flagged = not entry.content.flagged
            self._change(
                lambda vault: vault.entries.flag(entry.id, flagged=flagged),
                "To raise with my therapist." if flagged else "No longer to raise with my therapist.",
            )

    def action_discard(self) -> None:
        """Moves the entry to the trash."""
        if entry := self.lines.highlighted:
            # Until the list is read again, no key may act on what isn't there any more.
            self.lines.highlighted = None
            self._discard(entry.id)

    @work(group="write")
    async def _discard(self, entry_id: str) -> None:
        if await self._write(
            lambda vault: vault.entries.move_to_trash(entry_id), "Moved to the trash. u puts it back."
        ):
            self._trashed.append(entry_id)
        else:
            self.lines.move_to(self.lines.cursor)

    @work(group="write")
    async def action_undo(self) -> None:
        """Puts back what was moved to the trash last."""
        while self._trashed:
            entry_id = self._trashed.pop()
            try:
                self.wish = await self.journal.vault.write(partial(_put_back, entry_id))
            except NotFound:
                continue  # put back or deleted for good in the trash
            except JournalError as error:
                self._trashed.append(entry_id)
                self.journal.complain(error)
                return
            self._changed("Put back.")
            return
        self.journal.say("There is nothing to put back here. t shows the trash.")

    @work(group="write")
    async def _change(self, job: Callable[[Vault], object], said: str) -> None:
        await self._write(job, said)

    async def _write(self, job: Callable[[Vault], object], said: str) -> bool:
        try:
            await self.journal.vault.write(job)
        except JournalError as error:
            self.journal.complain(error)
            return False
        self._changed(said)
        return True

    def _changed(self, said: str) -> None:
        self.journal.say(said)
        self.journal.changed()
        self.shown_revision = self.journal.revision
        self.load()

    def action_mask(self) -> None:
        """Masks titles, or shows them again."""
        super().action_mask()
        self._show_masks()

    def _show_masks(self) -> None:
        self.lines.masked = self.pane.masked = self.journal.preferences.masked


def _put_back(entry_id: str, vault: Vault) -> Entry:
    return vault.entries.put_back(entry_id)
