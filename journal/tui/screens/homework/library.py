"""The library: exercises to assign, and those of the person's own to write down."""

from dataclasses import replace
from typing import ClassVar

from textual import on, work

from journal.errors import JournalError
from journal.model.exercise import Exercise
from journal.model.homework import assignment_of
from journal.model.sensate_focus import Stage
from journal.tui.commands import HISTORY, Command, bindings
from journal.tui.screens.homework.assigning import From
from journal.tui.screens.homework.library_list import LibraryList
from journal.tui.screens.removed import Removed
from journal.tui.widgets.pick_list import PickList

_COMMANDS = (
    Command("assign", "a,enter", "Assign", "Assign this exercise (Enter too); every field can be changed first"),
    Command("focus_search", "slash", "Search", "Find exercises by words of their title, steps or reason"),
    Command("next_kind", "t", "", "Show exercises of another kind"),
    Command("next_mode", "w", "", "Show exercises to do alone, together, or either way"),
    Command("next_stage", "s", "", "Show exercises of another stage"),
    Command("own", "o", "", "Show exercises of my own, or all"),
    Command("add", "n", "New", "Write down an exercise of my own"),
    Command("edit", "e", "", "Edit this exercise of my own"),
    HISTORY,
    Command("discard", "d", "", "Move this exercise of my own to the trash; u puts it back"),
    Command("undo", "u", "", "Put back the exercise that was moved to the trash last"),
    Command("agreements", "g", "", "Show the stages and what is agreed on them"),
    Command("back", "escape", "Back", "Go back; the first time, clear the filters"),
)
_NOT_MINE = "This one belongs to the library and stays as it is. a assigns it, and everything can be changed then."


class LibraryScreen(LibraryList):
    """The exercises, and what can be done with one. It ends with the id of what was assigned from it."""

    CSS_PATH = "homework.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)

    def __init__(self, *, own: bool = False, highest: Stage | None = None, source: From | None = None) -> None:
        super().__init__(own=own, highest=highest, source=source)
        self._removed = Removed()

    @on(PickList.Chosen)
    def action_assign(self) -> None:
        """Opens the form for homework that begins as this exercise."""
        if (one := self.listed) is not None:
            content = assignment_of(one.exercise, one.id, self.journal.today())
            self.journal.write_record(replace(content, session=self.source.session), then=self._assigned)
            if self.source.words:
                self.journal.say(self.source.words)

    def _assigned(self, assignment_id: str | None) -> None:
        if assignment_id:
            self.dismiss(assignment_id)

    def action_agreements(self) -> None:
        """Shows the stages and what is agreed on them."""
        from journal.tui.screens.homework.agreements import AgreementsScreen

        self.app.push_screen(AgreementsScreen())

    def action_add(self) -> None:
        """Opens the form for an exercise of the person's own."""
        self.journal.write_record(Exercise(kind=self.kind), then=self._kept)

    def _kept(self, exercise_id: str | None) -> None:
        if exercise_id:
            self.wish = exercise_id
            self.load()  # the exercises may have been read by now

    def action_edit(self) -> None:
        """Opens the form on an exercise of the person's own."""
        if (one := self.listed) is not None:
            if one.own:
                self.journal.write_record(one.exercise, one.id, then=self._kept)
            else:
                self.journal.say(_NOT_MINE)

    def action_history(self) -> None:
        """Shows the versions of an exercise of the person's own."""
        from journal.tui.screens.history import HistoryScreen

        if (one := self.listed) is not None:
            if one.own:
                self.app.push_screen(HistoryScreen(Exercise, one.id))
            else:
                self.journal.say(_NOT_MINE)

    @work(group="write")
    async def action_discard(self) -> None:
        """Moves an exercise of the person's own to the trash."""
        one = self.listed
        if one is None:
            return
        if not one.own:
            self.journal.say(_NOT_MINE)
            return
        try:
            removed = await self._removed.remove(self.journal.vault, lambda vault: vault.own_exercises, one.id)
        except JournalError as error:
            self.journal.complain(error)
            return
        if removed:
            self._changed("Moved to the trash. u puts it back.")

    @work(group="write")
    async def action_undo(self) -> None:
        """Puts back what was moved to the trash last."""
        try:
            self.wish = await self._removed.put_back(self.journal.vault)
        except JournalError as error:
            self.journal.complain(error)
            return
        if self.wish:
            self._changed("Put back.")
        else:
            self.journal.say("There is nothing to put back here.")

    def _changed(self, said: str) -> None:
        self.journal.say(said)
        self.journal.changed()
        self.load()
