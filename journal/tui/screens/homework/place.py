"""Homework: what was assigned, how it is going, and what can be done with it."""

from collections.abc import Callable
from typing import ClassVar

from textual import work

from journal.errors import BadInput, JournalError
from journal.model.dates import short_date
from journal.model.homework import Assignment, State, waits
from journal.model.records import Record
from journal.model.sensate_focus import Stage
from journal.tui.commands import HISTORY, PLACE_COMMANDS, Command, bindings, unlisted
from journal.tui.screens.homework import page as assignment_page
from journal.tui.screens.homework.assigning import From, assign_again, offer_agreements
from journal.tui.screens.homework.list import HomeworkList
from journal.tui.screens.removed import Removed
from journal.vault.vault import Vault

_COMMANDS = (
    Command("log_it", "l", "Log it", "Log this homework: the form has what is known already"),
    Command("read", "enter", "", "Read all of this homework; Esc goes back to the list"),
    Command("assign", "a", "Assign", "Assign an exercise from the library"),
    Command("scratch", "s", "", "Note homework in my own words"),
    Command("edit", "e", "", "Edit this homework; the version before it is kept"),
    HISTORY,
    Command("adapt", "v", "Adapt", "Make this homework easier, harder or different, and say why"),
    Command("timer", "t", "Timer", "Start the practice timer for this homework"),
    Command("set_state('paused')", "p", "", "Pause this homework"),
    Command("set_state('finished')", "f", "", "Finish this homework"),
    Command("set_state('dropped')", "x", "", "Drop this homework"),
    Command("set_state('open')", "o", "", "Open this homework again"),
    Command("again", "c", "", "Assign this homework again, as something new"),
    Command("discard", "d", "", "Move this homework to the trash; u puts it back"),
    Command("undo", "u", "", "Put back the homework that was moved to the trash last"),
    Command("raise_it", "r", "", "Raise the latest entry of this homework with my therapist"),
    Command("earlier", "b", "", "Look at exercises of an earlier stage"),
    Command("agreements", "g", "", "Show the stages and what is agreed on them"),
    Command("own", "w", "", "Show the exercises of my own, and add one"),
    Command("back", "escape", "", "Go from the page to the list"),
)
_SAID = {
    State.OPEN: "Open again.",
    State.PAUSED: "Paused. o opens it again.",
    State.FINISHED: "Finished. o opens it again.",
    State.DROPPED: "Dropped. o opens it again.",
}


class HomeworkPlace(HomeworkList):
    """The place of everything that was assigned."""

    CSS_PATH = "homework.tcss"
    PLACE = "homework"
    ACTIONS: ClassVar[tuple[Command, ...]] = (*_COMMANDS, *unlisted(PLACE_COMMANDS, "app.log"))
    BINDINGS = bindings(ACTIONS)

    def __init__(self) -> None:
        super().__init__()
        self._removed = Removed()

    def follow(self, to: str) -> None:
        """Does what is offered on the page."""
        match to:
            case assignment_page.RAISE:
                self.action_raise_it()
            case assignment_page.EARLIER:
                self.action_earlier()
            case assignment_page.EASIER:
                self.action_adapt()
            case assignment_page.AGREEMENTS:
                self.action_agreements()
            case assignment_page.SUPPORT:
                self.call_later(self.app.run_action, "app.support")

    # Writing

    def action_log_it(self) -> None:
        """Opens the form for an entry of this homework."""
        if (one := self.assignment) is not None:
            self.journal.write_practice(one)

    def action_timer(self) -> None:
        """Starts the practice timer, or shows the practice that is there already."""
        from journal.tui.screens.timer.timer import TimerScreen

        if self.journal.practising.practice is not None or not self._has_to_wait():
            self.app.push_screen(TimerScreen(self.assignment))

    def action_edit(self) -> None:
        """Opens the form on this homework."""
        if (one := self.assignment) is not None:
            self.journal.write_record(one.content, one.id)

    def action_history(self) -> None:
        """Shows the versions of this homework."""
        from journal.tui.screens.history import HistoryScreen

        if (one := self.assignment) is not None:
            self.app.push_screen(HistoryScreen(Assignment, one.id))

    def action_adapt(self) -> None:
        """Asks what changes and why."""
        from journal.tui.screens.homework.adapt import AdaptScreen

        if (one := self.assignment) is not None and not self._has_to_wait():
            self.app.push_screen(AdaptScreen(one))

    def _has_to_wait(self) -> bool:
        """Whether this homework waits for an agreement on its stage; then this is said, with where to record one."""
        one = self.assignment
        why = waits(one.content, self.homework.stages) if one else ""
        if why:
            offer_agreements(self.journal, why)
        return bool(why)

    # Assigning

    def action_assign(self) -> None:
        """Opens the library."""
        self._open_library()

    def action_own(self) -> None:
        """Opens the library on the person's own exercises."""
        self._open_library(own=True)

    def action_earlier(self) -> None:
        """Opens the library on sensate focus up to an earlier stage."""
        one, detail = self.assignment, self.detail
        if one is None:
            return
        care = detail.care.earlier if detail and detail.care else None
        stage = care or one.content.stage
        if stage is None:
            self.journal.say("No stage is noted here. a opens the library.")
            return
        before = max((lower for lower in Stage if lower < stage), default=stage)
        self._open_library(highest=care or before)

    def _open_library(self, *, own: bool = False, highest: Stage | None = None) -> None:
        from journal.tui.screens.homework.library import LibraryScreen

        self.app.push_screen(LibraryScreen(own=own, highest=highest), self._assigned)

    def _assigned(self, assignment_id: str | None) -> None:
        if assignment_id:
            self.wish = assignment_id
            self.load()  # the list may have been read by now

    @work(exclusive=True, group="assign")
    async def action_scratch(self) -> None:
        """Opens the form for homework from scratch."""
        today = self.journal.today()
        await self._begin(lambda source: Assignment(assigned_on=today, state_since=today, session=source.session))

    @work(exclusive=True, group="assign")
    async def action_again(self) -> None:
        """Opens the form on the same homework as something new."""
        if (one := self.assignment) is not None:
            today = self.journal.today()
            await self._begin(lambda source: assign_again(one.content, source, today))

    async def _begin(self, make: Callable[[From], Assignment]) -> None:
        now = self.journal.now()
        try:
            session, stages = await self.read(
                lambda vault: (vault.sessions.recent(now), vault.assignments.open_stages())
            )
        except JournalError as error:
            self.journal.complain(error)
            return
        source = From.of(session)
        content = make(source)
        if why := waits(content, stages):
            offer_agreements(self.journal, why)
            return
        self.journal.write_record(content, then=self._assigned)
        if source.words:
            self.journal.say(source.words)

    def action_agreements(self) -> None:
        """Shows the stages and what is agreed on them."""
        from journal.tui.screens.homework.agreements import AgreementsScreen

        self.app.push_screen(AgreementsScreen())

    # Changing

    def action_set_state(self, state: str) -> None:
        """Pauses, finishes or drops this homework, or opens it again."""
        one, wanted = self.assignment, State.of(state)
        if one is None:
            return
        if one.content.state is wanted:
            self.journal.say(f"This is {wanted.label} already.")
        else:
            self._set_state(one, wanted)

    @work(group="write")
    async def _set_state(self, one: Record[Assignment], state: State) -> None:
        await self._write(lambda vault: vault.assignments.set_state(one.id, state), _SAID[state], one.id)

    def action_raise_it(self) -> None:
        """Marks the latest entry of this homework to be raised with the therapist, and says which one that is."""
        latest = self.detail.latest if self.detail else None
        if latest is None:
            return
        which = f"The entry of {short_date(latest.date)}"
        if latest.raised:
            self.journal.say(f"{which} is noted already, to raise with my therapist. r in the Journal takes that back.")
        else:
            self._raise(latest.entry, f"{which} is noted, to raise with my therapist.")

    @work(group="write")
    async def _raise(self, entry_id: str, said: str) -> None:
        await self._write(lambda vault: vault.entries.flag(entry_id, flagged=True), said)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An entry can be raised where there is one."""
        if action == "raise_it" and (self.detail is None or self.detail.latest is None):
            return False
        return super().check_action(action, parameters)

    def action_discard(self) -> None:
        """Moves this homework to the trash; what was logged for it stays."""
        if (one := self.assignment) is not None:
            self._discard(one.id)

    @work(group="write")
    async def _discard(self, assignment_id: str) -> None:
        try:
            removed = await self._removed.remove(self.journal.vault, lambda vault: vault.assignments, assignment_id)
        except JournalError as error:
            self.journal.complain(error)
            return
        if removed:
            self._changed("Moved to the trash; what was logged for it stays. u puts it back.")

    @work(group="write")
    async def action_undo(self) -> None:
        """Puts back what was moved to the trash last."""
        try:
            assignment_id = await self._removed.put_back(self.journal.vault)
        except BadInput as error:
            offer_agreements(self.journal, f"{error.message} {error.hint}")
            return
        except JournalError as error:
            self.journal.complain(error)
            return
        if assignment_id:
            self._changed("Put back.", assignment_id)
        else:
            self.journal.say("There is nothing to put back here.")

    async def _write(self, job: Callable[[Vault], object], said: str, keep: str = "") -> None:
        try:
            await self.journal.vault.write(job)
        except BadInput as error:  # the stage waits for an agreement
            offer_agreements(self.journal, f"{error.message} {error.hint}")
        except JournalError as error:
            self.journal.complain(error)
        else:
            self._changed(said, keep)

    def _changed(self, said: str, keep: str = "") -> None:
        self.journal.say(said)
        self.journal.changed()
        self.shown_revision = self.journal.revision
        self.wish = keep
        self.load()
