"""Reading a long list of entries page by page, each from the nearest place that is known."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from textual import on, work

from journal.errors import JournalError, NotFound
from journal.model.entry import Entry
from journal.model.query import Query
from journal.tui.screens.base import JournalScreen
from journal.tui.widgets.entry_list import PAGE_ROWS, EntryList
from journal.vault.entries import Page
from journal.vault.vault import Vault

Reading = Callable[[Vault], Page]


@dataclass
class Pages:
    """Where the pages of one list begin and end, as far as they were read.

    A page next to a known one, the first and the last are found by key, at the same cost at any depth. Any other is
    counted to from the newest entry.
    """

    query: Query = Query()
    total: int = 0
    _ends: dict[int, int] = field(default_factory=dict)
    _starts: dict[int, int] = field(default_factory=dict)

    def note(self, number: int, page: Page) -> None:
        """Notes where a page that was read begins and ends."""
        if page.after is not None:
            self._ends[number] = page.after
        if page.before is not None:
            self._starts[number] = page.before

    def best(self, wanted: set[int]) -> int:
        """The page to read first: one next to a known one, which then makes its neighbour known."""
        return next((number for number in sorted(wanted) if self._by_key(number)), min(wanted))

    def reading(self, number: int) -> Reading:
        """What reads a page."""
        return self._by_key(number) or (lambda vault: vault.entries.page_at(self.query, number * PAGE_ROWS, PAGE_ROWS))

    def _by_key(self, number: int) -> Reading | None:
        query, last = self.query, (self.total - 1) // PAGE_ROWS
        if number == 0:
            return lambda vault: vault.entries.page(query, limit=PAGE_ROWS)
        if (after := self._ends.get(number - 1)) is not None:
            return lambda vault: vault.entries.page(query, after=after, limit=PAGE_ROWS)
        if (before := self._starts.get(number + 1)) is not None:
            return lambda vault: vault.entries.page(query, before=before, limit=PAGE_ROWS)
        if number == last:
            return lambda vault: vault.entries.page(query, before=0, limit=self.total - last * PAGE_ROWS)
        return None


def row_of(vault: Vault, query: Query, entry_id: str, near: int) -> int | None:
    """The row of an entry in the list that a query finds, or None if it isn't in it.

    It is looked for around a row first; then among the entries of its date, after those that are newer were counted.
    """
    start = max(0, near - PAGE_ROWS // 2)
    row = _within(vault.entries.page_at(query, start, PAGE_ROWS), entry_id)
    if row is not None:
        return start + row
    try:
        date = vault.entries.get(entry_id).content.when.date
    except NotFound:
        return None
    newer = 0
    if date < dt.date.max:
        next_day = date + dt.timedelta(days=1)
        newer = vault.entries.count(replace(query, after=max(query.after or next_day, next_day)))
    page = vault.entries.page_at(query, newer, PAGE_ROWS)
    while page.entries:
        row = _within(page, entry_id)
        if row is not None:
            return newer + row
        if page.after is None or page.entries[-1].content.when.date < date:
            return None
        newer += len(page.entries)
        page = vault.entries.page(query, after=page.after, limit=PAGE_ROWS)
    return None


def _within(page: Page, entry_id: str) -> int | None:
    return next((row for row, entry in enumerate(page.entries) if entry.id == entry_id), None)


@dataclass(frozen=True)
class Opening:
    """The beginning of a list: its length, the row that the cursor belongs on, and the page with that row."""

    total: int
    row: int
    number: int
    page: Page


def opening(vault: Vault, query: Query, keep: Entry | None, near: int) -> Opening:
    """Reads a list again with the cursor on an entry that it was on, or on the nearest row to where it was."""
    total = vault.entries.count(query)
    row = row_of(vault, query, keep.id, near) if keep else None
    if row is None:
        row = max(0, min(near, total - 1))
    number = row // PAGE_ROWS
    return Opening(total, row, number, Pages(query, total).reading(number)(vault))


class PagedList(JournalScreen[None]):
    """A screen with a list of entries that is read page by page, as the list comes to need them."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = Pages()

    @property
    def lines(self) -> EntryList:
        """The list."""
        return self.query_one(EntryList)

    def show_opening(self, query: Query, found: Opening) -> None:
        """Shows the beginning of what a query finds, with its words lit."""
        self.pages = Pages(query, found.total)
        self.pages.note(found.number, found.page)
        self.lines.show(
            found.total,
            {found.number: found.page.entries},
            query=query,
            cursor=found.row,
            year=self.journal.today().year,
        )

    @on(EntryList.PagesWanted)
    def _pages_wanted(self, message: EntryList.PagesWanted) -> None:
        self._read_pages(message.generation, set(message.pages))

    @work(exclusive=True, group="pages")
    async def _read_pages(self, generation: int, wanted: set[int]) -> None:
        pages = self.pages
        try:
            while wanted and generation == self.lines.generation:
                number = pages.best(wanted)
                page = await self.read(pages.reading(number))
                pages.note(number, page)
                self.lines.put(generation, number, page.entries)
                wanted.discard(number)
        except JournalError as error:
            self.journal.complain(error)
