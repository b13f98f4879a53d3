"""The half of Homework that reads: the list of assignments, and the page of one."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from journal.errors import JournalError, NotFound
from journal.library.words import OwnWords
from journal.model.dates import short_date
from journal.model.homework import Assignment, State
from journal.model.records import Record
from journal.safety.text import safe_line
from journal.tui.screens.base import PlaceScreen
from journal.tui.screens.homework.exercise_page import LED
from journal.tui.screens.homework.page import ENTRY, assignment_page, concealed_assignment
from journal.tui.screens.homework.reading import Detail, Homework, read_detail, read_homework
from journal.tui.screens.list_and_page import ListAndPage
from journal.tui.widgets.entry_line import MASKED
from journal.tui.widgets.entry_page import Block
from journal.tui.widgets.page_view import PageView
from journal.tui.widgets.pick_list import Pick, PickList

_LONGEST_TITLE = 400  # characters looked at, so that a title of any length costs the same
_EMPTY = (
    "No homework is noted yet.\n\n"
    "a opens the library: exercises to choose from, each with its steps and its safety notes.\n"
    "s notes in your own words what you and your therapist agreed on.\n\n"
    "Each homework then shows how it is going, and one key logs it."
)


class HomeworkList(ListAndPage[None], PlaceScreen):
    """Every assignment by its state, and the page of the one under the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self.homework = Homework()
        self.detail: Detail | None = None
        self.wish = ""  # the id that the cursor goes to when the list is read next

    def compose_place(self) -> ComposeResult:
        """The list and the page."""
        yield Static(Content(_EMPTY), id="empty")
        yield from self.compose_both()

    @property
    def assignment(self) -> Record[Assignment] | None:
        """The assignment under the cursor."""
        pick = self.picks.highlighted
        return self.homework.get(pick.id) if pick else None

    # Reading

    def load(self) -> None:
        """Starts reading the list, with the cursor on the same assignment."""
        self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        today, first = self._today_and_first_weekday()
        try:
            self.homework = await self.read(lambda vault: read_homework(vault, today, first))
        except JournalError as error:
            self.journal.complain(error)
            return
        empty = not self.homework.assignments
        self.query_one("#empty").display = empty
        keep = self.wish or (self.picks.highlighted.id if self.picks.highlighted else "")
        self.wish = ""
        self.picks.show(list(self._rows()), keep=keep)
        self.show_both(shown=not empty)

    def show_homework(self, assignment_id: str) -> None:
        """Puts the cursor on an assignment."""
        self.wish = assignment_id
        self.go_to_list()
        self.load()

    def _rows(self) -> Iterator[Pick | str]:
        before = None
        for one in self.homework.assignments:
            state = one.content.state
            if state is not before:
                yield from ("", state.label.capitalize()) if before else (state.label.capitalize(),)
            before = state
            yield self._pick(one)

    def _pick(self, one: Record[Assignment]) -> Pick:
        content = one.content
        kind = content.kind.label if content.kind else ""
        rests = content.state is not State.OPEN
        since = f"since {short_date(content.state_since)}" if content.state_since else ""
        return Pick(
            one.id,
            MASKED if self.journal.preferences.masked else safe_line(content.heading[:_LONGEST_TITLE]),
            aside=LED if one.id in self.homework.led else kind,
            note=since if rests else self.homework.progress[one.id],
            quiet=rests,
        )

    @on(PickList.Highlighted)
    def _highlighted(self) -> None:
        self.detail = None
        if (one := self.assignment) is not None:
            self._read_detail(one.id)
        else:
            self.page.show("", lambda width: ())

    @work(exclusive=True, group="detail")
    async def _read_detail(self, assignment_id: str) -> None:
        today, first = self._today_and_first_weekday()
        try:
            detail = await self.read(lambda vault: read_detail(vault, assignment_id, today, first))
        except NotFound:
            self.load()  # it was removed since the list was read
            return
        except JournalError as error:
            self.journal.complain(error)
            return
        self.detail = detail

        def compose(width: int) -> Iterator[Block]:
            hidden = self.journal.preferences.masked and not self.page.has_focus
            shown = detail.assignment
            return concealed_assignment(shown) if hidden else assignment_page(self._in_own_words(detail))

        self.page.show(assignment_id, compose)

    def _in_own_words(self, detail: Detail) -> Detail:
        words, content = OwnWords(self.journal.preferences.words), detail.assignment.content
        exercise = detail.exercise and words.in_exercise(content.exercise, detail.exercise)
        return replace(
            detail, assignment=replace(detail.assignment, content=words.in_assignment(content)), exercise=exercise
        )

    def _today_and_first_weekday(self) -> tuple[dt.date, int]:
        return self.journal.today(), self.journal.preferences.week_start.first_weekday

    # Moving about

    @on(PickList.Chosen)
    def action_read(self) -> None:
        """Goes into the page, which takes the whole screen where it is narrow."""
        self.go_to_page()

    def action_back(self) -> None:
        """Goes from the page to the list."""
        self.go_to_list()

    @on(PageView.LeadChosen)
    def _lead_chosen(self, message: PageView.LeadChosen) -> None:
        if message.to.startswith(ENTRY):
            self._read_entry(message.to.removeprefix(ENTRY))
        else:
            self.follow(message.to)

    def follow(self, to: str) -> None:
        """Does what a line of the page leads to; overridden."""

    @work(exclusive=True, group="entry")
    async def _read_entry(self, entry_id: str) -> None:
        try:
            entry = await self.read(lambda vault: vault.entries.get(entry_id))
        except NotFound:
            self.journal.say("This entry isn't in the journal any more.")
            return
        except JournalError as error:
            self.journal.complain(error)
            return
        await self.journal.read_entry(entry)
