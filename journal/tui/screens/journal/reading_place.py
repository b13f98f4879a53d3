"""The half of the Journal that finds and reads entries: the search line, the list, the pane."""

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from journal.errors import BadInput, JournalError
from journal.model.entry import Entry
from journal.model.query import Query, parse_query
from journal.safety.text import safe_line
from journal.tui.screens.base import PlaceScreen
from journal.tui.screens.entry_names import entry_names
from journal.tui.screens.journal.pages import Opening, PagedList, opening
from journal.tui.widgets.entry_list import PAGE_ROWS, EntryList
from journal.tui.widgets.entry_page import Names
from journal.tui.widgets.entry_view import EntryView
from journal.tui.widgets.line import LineInput
from journal.vault.vault import Vault

_PAUSE = 0.03  # seconds between the last key and the search, so that a word typed fast is searched once
_LONG_PAUSE = 0.15  # seconds until the matches are counted, which takes longer than showing the first of them

BESIDE_FROM_100 = [(0, "-narrow"), (100, "-wide")]  # from which width the pane stands beside the list, not below it
AIRY_FROM_30 = [(0, "-low"), (30, "-high")]  # from which height there are blank lines between the parts

_EMPTY = (
    "Nothing is written yet.\n\n"
    "Press n to log an entry. One number or one line is a whole entry, and every field can be skipped.\n\n"
    "This is where you find it again."
)
_NOTHING_FOUND = (
    "Nothing found for this.\n\n"
    "Fewer words or filters find more, and so does the beginning of a word: eve* finds evening. "
    "Esc clears the search; ? on the list shows what can be typed here."
)


class SearchLine(LineInput):
    """The line that a search is typed into."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.to_list", show=False),
        Binding("up", "screen.to_list", show=False),
        Binding("enter", "submit", show=False),
        Binding("escape", "screen.back", "To the list"),
    ]


class ReadingPlace(PlaceScreen, PagedList):
    """Every entry, newest first, with live search and a reading pane."""

    AUTO_FOCUS = "EntryList"
    HORIZONTAL_BREAKPOINTS = BESIDE_FROM_100
    VERTICAL_BREAKPOINTS = AIRY_FROM_30

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._strict = False
        self.wish: Entry | None = None
        self.names = Names()
        self._all = 0
        self._is_read = False  # the names and the count of every entry, since they were asked for last

    def compose_place(self) -> ComposeResult:
        """The search line, and below it the list and the pane."""
        with Horizontal(id="search"):
            yield Static("/ Search", id="search-label")
            yield SearchLine(placeholder='words  "exact words"  begin*  kind:  tag:  with:  after:  flagged:yes')
            yield Static("", id="count")
        yield Static("", id="said")
        yield Static("", id="empty")
        with Container(id="both"):
            yield EntryList()
            yield EntryView()

    @property
    def pane(self) -> EntryView:
        """The reading pane."""
        return self.query_one(EntryView)

    @property
    def search_line(self) -> SearchLine:
        """The line that a search is typed into."""
        return self.query_one(SearchLine)

    # Reading

    def load(self) -> None:
        """Reads the list again, with the cursor on the same entry."""
        self._is_read = False
        self._read_again(self.wish or self.lines.highlighted)

    def show_entry(self, entry: Entry) -> None:
        """Puts the cursor on an entry, without a search."""
        self.wish = entry
        self._clear()
        self.lines.focus()
        self.load()

    @on(Input.Changed)
    def _typing(self) -> None:
        if self.search_line.answer != self._typed:
            self._typed, self._strict = self.search_line.answer, False
            self._search()

    @on(Input.Submitted)
    def _submit(self) -> None:
        try:
            parse_query(self._typed, self.journal.today())
        except BadInput as problem:
            self._say(problem)
            return
        if self._typed and not self._strict:
            self._strict = True
            self._search()
        self.action_to_list()

    def _query(self) -> Query:
        today = self.journal.today()
        self._say(None)
        if self._strict:
            return parse_query(self._typed, today)
        try:
            parse_query(self._typed, today)
        except BadInput as problem:
            self._say(problem)
        return parse_query(self._typed, today, unfinished=True)

    @work(exclusive=True, group="search")
    async def _search(self) -> None:
        await asyncio.sleep(_PAUSE)
        if not self._is_read:  # this took the place of what was to read it
            await self._read(None, 0)
            return
        query = self._query()
        try:
            page = await self.read(lambda vault: vault.entries.page(query, limit=PAGE_ROWS))
            self._show(query, Opening(len(page.entries), 0, 0, page), counted=page.after is None)
            if page.after is not None:
                await asyncio.sleep(_LONG_PAUSE)
                self.pages.total = await self.read(lambda vault: vault.entries.count(query))
                self.lines.set_total(self.pages.total)
                self._show_count(counted=True)
        except JournalError as error:
            self.journal.complain(error)

    @work(exclusive=True, group="search")
    async def _read_again(self, keep: Entry | None) -> None:
        await self._read(keep, self.lines.cursor)

    async def _read(self, keep: Entry | None, near: int) -> None:
        query = self._query()

        def read(vault: Vault) -> tuple[int, Names, Opening]:
            return vault.entries.count(), entry_names(vault), opening(vault, query, keep, near)

        try:
            self._all, self.names, found = await self.read(read)
            self._is_read = True
            self._show(query, found)
            self.wish = None
        except JournalError as error:
            self.journal.complain(error)

    def _show(self, query: Query, found: Opening, *, counted: bool = True) -> None:
        empty = not found.total
        if empty and self.focused is not self.search_line:
            self.set_focus(None)  # else hiding the list would lead keys into the search line
        self.query_one("#empty", Static).update(Content(_NOTHING_FOUND if self._all else _EMPTY))
        self.query_one("#empty").display = empty
        self.query_one("#both").display = not empty
        self.show_opening(query, found)
        if not empty and self.focused is None:
            self.lines.focus()
        self._show_count(counted=counted)

    def _show_count(self, *, counted: bool) -> None:
        entries = f"{self._all:,} {'entry' if self._all == 1 else 'entries'}" if self._all else ""
        found = f"{self.pages.total:,}{'' if counted else '+'} of "
        self.query_one("#count", Static).update(Content(entries if self.pages.query == Query() else found + entries))

    def _say(self, problem: JournalError | None) -> None:
        said = self.query_one("#said", Static)
        said.update(Content(safe_line(f"{problem.message} {problem.hint}") if problem else ""))
        said.display = problem is not None

    # Moving about

    @on(EntryList.EntryHighlighted)
    def _highlighted(self, message: EntryList.EntryHighlighted) -> None:
        self.pane.show(message.entry, names=self.names, query=self.pages.query)

    def focus_next(self, selector: str | type[Widget] = "EntryList, EntryView") -> Widget | None:
        """Goes from the list to the pane and back; the search line has a key of its own."""
        return super().focus_next(selector)

    def focus_previous(self, selector: str | type[Widget] = "EntryList, EntryView") -> Widget | None:
        """Goes from the pane to the list and back."""
        return super().focus_previous(selector)

    def action_focus_search(self) -> None:
        """Puts the cursor into the search line."""
        self.search_line.focus()

    def action_to_list(self) -> None:
        """Goes back to the list, if there is anything in it."""
        if self.lines.total:
            self.lines.focus()

    def action_newest(self) -> None:
        """Goes to the newest entry."""
        self.lines.move_to(0)

    def action_oldest(self) -> None:
        """Goes to the oldest entry."""
        self.lines.move_to(self.lines.total - 1)

    def action_back(self) -> None:
        """Leaves the search line or the pane; from the list, clears the search."""
        if self._typed and (self.focused is self.lines or not self.lines.total):
            self.wish = self.lines.highlighted
            self._clear()
            self.load()
        self.set_focus(self.lines if self.lines.total else None)

    def _clear(self) -> None:
        self._typed, self._strict = "", False
        self.search_line.fill("")
