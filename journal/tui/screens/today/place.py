"""Today: open homework, the next session, what to go on with, and what was written last."""

from functools import partial
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.errors import JournalError
from journal.model.shared_copy import SharedCopy
from journal.outgoing.lying import is_there
from journal.tui.aside import aside
from journal.tui.commands import PLACE_COMMANDS, Command, bindings
from journal.tui.screens.base import PlaceScreen
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.today.lines import (
    DRAFT,
    ENTRY,
    HOMEWORK,
    SESSION,
    TO_CONFLICTS,
    TO_COPIES,
    TO_HOMEWORK,
    TO_LOG,
    Room,
    sections,
)
from journal.tui.screens.today.reading import Overview, read_overview
from journal.tui.widgets.lines import Lines
from journal.vault.merge.conflicts import conflict_copies

_WELCOME = (
    "Nothing is written yet.\n\n"
    "n logs an entry: after an exercise, or instead of one. A single number is enough, and so is a line on why it "
    "wasn't the week for it.\n\n"
    "3 leads to Homework, to note what your therapist assigned.\n\n"
    "5 leads to Session, to add the next one and what you want to bring up.\n\n"
    "Everything starts private. What your therapist gets to see you choose later, line by line."
)
_DISCARD = "Discard this draft? What was written in it and not saved can't be brought back."
_HIGH = 30  # rows from which there is room for more homework
_LITTLE, _MUCH = 4, 8
_PATIENCE = 2.0  # seconds until a disk with copies that doesn't answer is given up
_AROUND = 7  # cells of padding and scroll bar beside a line
_COMMANDS = (
    Command("log_it", "l", "Log it", "Log the homework under the cursor (Enter too)"),
    Command("discard", "d", "Discard", "Discard the draft under the cursor, after a question"),
)


class TodayScreen(PlaceScreen):
    """The first place after unlocking."""

    CSS_PATH = "today.tcss"
    PLACE = "today"
    AUTO_FOCUS = "OptionList"
    ACTIONS: ClassVar[tuple[Command, ...]] = (*_COMMANDS, *PLACE_COMMANDS)
    BINDINGS = bindings(ACTIONS)

    def __init__(self) -> None:
        super().__init__()
        self.shown = Overview()
        self._room = Room(0, 0)
        self._copies = 0  # how many of those that are due still lie there
        self._looking = False
        self._conflicts = 0  # copies beside the journal that another machine wrote to

    def compose_place(self) -> ComposeResult:
        """One list under its headings, or a word of welcome."""
        yield Static(Content(_WELCOME), id="welcome")
        yield Lines(id="overview")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys for drafts and homework are told where there are some."""
        there = {"log_it": bool(self.shown.homework), "discard": bool(self.shown.drafts)}
        return there.get(action, True) and super().check_action(action, parameters)

    @property
    def is_old(self) -> bool:
        """Whether the next session has begun since this was read."""
        return self.shown.session is not None and self.shown.session.content.is_past(self.journal.now())

    def load(self) -> None:
        """Starts reading what is shown."""
        self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        now, first = self.journal.now(), self.journal.preferences.week_start.first_weekday
        try:
            self.shown = await self.read(lambda vault: read_overview(vault, now, first))
        except JournalError as error:
            self.journal.complain(error)
            return
        self._show()
        self._look_for_copies()
        self._look_for_conflicts()

    @work(group="look")
    async def _look_for_copies(self) -> None:
        """Counts the copies that still lie there, unless their disk takes too long to answer; then none is told of."""
        if self._looking:
            return  # at a disk that has not answered yet
        looked_for = None
        while looked_for != self.shown.copies:  # another list may have been read meanwhile
            looked_for = self.shown.copies
            copies = await self._count({one.content.place: one.content for one in looked_for})
            if copies != self._copies:
                self._copies = copies
                self._show()

    @work(exclusive=True, group="look for conflicts")
    async def _look_for_conflicts(self) -> None:
        """Looks at the names in the folder of the journal, after everything is shown; no opening waits for it."""
        found = len(await aside(partial(conflict_copies, self.journal.path), _PATIENCE) or ())
        if found != self._conflicts:
            self._conflicts = found
            self._show()

    async def _count(self, places: dict[str, SharedCopy]) -> int:
        def count() -> int:
            try:
                return sum(map(is_there, places.values()))
            finally:
                self._looking = False

        self._looking = bool(places)
        return (await aside(count, _PATIENCE) or 0) if places else 0

    def on_resize(self, event: events.Resize) -> None:
        """Lays the lines out anew where there is more room for them, or less."""
        if (
            self.shown_revision >= 0
            and self._room.width
            and self._room_in(event.size.width, event.size.height) != self._room
        ):
            self._show()

    def _room_in(self, width: int, height: int) -> Room:
        return Room(max(0, width - _AROUND), _MUCH if height >= _HIGH else _LITTLE)

    def _show(self) -> None:
        lines = self.query_one(OptionList)
        here = self._under_cursor
        self._room = self._room_in(self.size.width, self.size.height)
        lines.clear_options()
        masked = self.journal.preferences.masked
        if not self.shown.is_new:
            today = self.journal.today()
            there = {"copies": self._copies, "conflicts": self._conflicts}
            for title, options in sections(self.shown, self._room, today, masked=masked, **there):
                lines.add_options([*([None] if lines.option_count else []), Option(title, disabled=True), *options])
        self.query_one("#welcome").display = self.shown.is_new
        lines.display = not self.shown.is_new
        if not self.shown.is_new:
            lines.highlighted = self._place_of(here)
            lines.focus()
        self.refresh_bindings()

    def _place_of(self, here: str) -> int:
        """Where the cursor goes: to the line it was on, or to what most people come for."""
        places = {option.id: place for place, option in enumerate(self.query_one(OptionList).options) if option.id}
        if here in places:
            return places[here]
        wanted = (place for id_, place in places.items() if id_.startswith((HOMEWORK, DRAFT)))
        return next(wanted, min(places.values()))

    @property
    def _under_cursor(self) -> str:
        lines = self.query_one(OptionList)
        return (lines.highlighted_option.id or "") if lines.highlighted_option else ""

    # What can be done with a line

    @on(OptionList.OptionSelected)
    async def _chosen(self, event: OptionList.OptionSelected) -> None:
        chosen = event.option.id or ""
        if chosen.startswith(HOMEWORK):
            self._log(chosen)
        elif chosen.startswith(DRAFT):
            draft = next(one for one in self.shown.drafts if one.id == chosen.removeprefix(DRAFT))
            self.journal.go_on_with(draft)
        elif chosen.startswith(ENTRY):
            entries = (*self.shown.planned, *self.shown.latest)
            await self.journal.read_entry(next(one for one in entries if one.id == chosen.removeprefix(ENTRY)))
        elif chosen == TO_LOG:
            self.journal.action_log()
        elif chosen == TO_COPIES:
            self.journal.action_ledger()
        elif chosen == TO_CONFLICTS:
            self.journal.action_merge()
        else:
            await self.journal.action_go({SESSION: "session", TO_HOMEWORK: "homework"}[chosen])

    def action_log_it(self) -> None:
        """Opens the form for an entry of the homework under the cursor, or of the only one there is."""
        here = self._under_cursor
        if here.startswith(HOMEWORK):
            self._log(here)
        elif len(self.shown.homework) == 1:
            self._log(f"{HOMEWORK}{self.shown.homework[0].assignment.id}")
        else:
            self.journal.say("Put the cursor on the homework to log. n logs anything else.")

    def _log(self, chosen: str) -> None:
        found = (one.assignment for one in self.shown.homework if f"{HOMEWORK}{one.assignment.id}" == chosen)
        self.journal.write_practice(next(found))

    def action_discard(self) -> None:
        """Deletes the draft under the cursor, if the answer to a question is yes."""
        here = self._under_cursor
        if not here.startswith(DRAFT):
            self.journal.say("Put the cursor on the draft to discard.")
            return
        draft_id = here.removeprefix(DRAFT)

        def answered(yes: bool | None) -> None:
            if yes:
                self._discard(draft_id)

        self.app.push_screen(ConfirmScreen(_DISCARD, "Discard it", "Keep it"), answered)

    @work(group="write")
    async def _discard(self, draft_id: str) -> None:
        try:
            await self.journal.vault.write(lambda vault: vault.drafts.discard(draft_id))
        except JournalError as error:
            self.journal.complain(error)
            return
        self.journal.say("Discarded.")
        self.journal.changed()
        self.look_again()
