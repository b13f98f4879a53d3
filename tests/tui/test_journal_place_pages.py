"""Reading a long list page by page, from wherever the nearest known place is."""

import datetime as dt
import random
from collections.abc import Sequence

import pytest

from journal.model.dates import When
from journal.model.entry import Entry, EntryContent, Kind, Reflection, blank
from journal.model.query import Query
from journal.tui.screens.journal.pages import Pages, opening, row_of
from journal.tui.widgets.entry_list import PAGE_ROWS
from journal.vault.vault import Vault

FIRST = dt.date(2026, 1, 1)
KINDS = tuple(Kind)


@pytest.fixture
def entries(vault: Vault) -> tuple[Entry, ...]:
    """Three and a half pages of entries, several a day and some in the same minute; newest first."""
    with vault.atomic():
        for number in range(PAGE_ROWS * 7 // 2):
            time = dt.time(20, number % 3) if number % 4 else None
            when = When(FIRST + dt.timedelta(days=number // 9), time)
            vault.entries.add(
                EntryContent(when=when, details=blank(KINDS[number % 5], when).details, topic=str(number))
            )
    return tuple(vault.entries.each())


def ids(entries: Sequence[Entry]) -> list[str]:
    """The ids of entries, in their order."""
    return [entry.id for entry in entries]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("query", [Query(), Query(kinds=(Kind.EDUCATION, Kind.REFLECTION))])
def test_pages_read_in_any_order_are_the_list(
    vault: Vault, entries: tuple[Entry, ...], query: Query, seed: int
) -> None:
    """Whichever pages are asked for first, each has the entries of its rows."""
    wanted = [entry for entry in entries if not query.kinds or entry.content.kind in query.kinds]
    pages = Pages(query, len(wanted))
    numbers = list(range((len(wanted) - 1) // PAGE_ROWS + 1))
    random.Random(seed).shuffle(numbers)
    for number in numbers:
        page = pages.reading(number)(vault)
        pages.note(number, page)
        assert ids(page.entries) == ids(wanted[number * PAGE_ROWS :][:PAGE_ROWS])


def test_neighbours_and_both_ends_are_not_counted_to(
    vault: Vault, entries: tuple[Entry, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a page far from every known one is counted to from the newest entry; those next to it are found by key."""
    pages = Pages(Query(), len(entries))
    last = (len(entries) - 1) // PAGE_ROWS
    counted: list[int] = []
    page_at = vault.entries.page_at

    def counting(query: Query, offset: int, limit: int = 50) -> object:
        counted.append(offset)
        return page_at(query, offset, limit)

    monkeypatch.setattr(vault.entries, "page_at", counting)
    for number in (0, 1, last, last - 1):
        pages.note(number, pages.reading(number)(vault))
    assert not counted
    far = Pages(Query(), len(entries))
    assert far.best({1, 2}) == 1
    far.note(2, far.reading(2)(vault))
    assert counted == [2 * PAGE_ROWS]
    assert far.best({0, 1, 3}) == 0
    assert far.best({1, 3}) == 1
    far.reading(3)(vault)
    assert counted == [2 * PAGE_ROWS]


@pytest.mark.parametrize("near", [0, 100, 223])
def test_the_row_of_an_entry(vault: Vault, entries: tuple[Entry, ...], near: int) -> None:
    """An entry is found at its row, wherever the search for it begins."""
    for row in (0, 1, 63, 64, 65, 130, len(entries) - 1):
        assert row_of(vault, Query(), entries[row].id, near) == row


def test_the_row_of_an_entry_among_matches(vault: Vault, entries: tuple[Entry, ...]) -> None:
    """In a search, the row counts only what is found; an entry that isn't found, or isn't there, has none."""
    query = Query(kinds=(Kind.REFLECTION,), before=FIRST + dt.timedelta(days=20), after=FIRST + dt.timedelta(days=2))
    matches = list(vault.entries.each(query))
    assert len(matches) > 20
    for row, entry in enumerate(matches):
        assert row_of(vault, query, entry.id, 0) == row
        assert row_of(vault, query, entry.id, 5_000) == row
    assert row_of(vault, query, entries[0].id, 0) is None
    vault.entries.move_to_trash(matches[3].id)
    assert row_of(vault, query, matches[3].id, 3) is None


def test_the_row_of_an_entry_among_many_of_one_day(vault: Vault) -> None:
    """A day with more entries than a page is walked through until the entry is found."""
    when = When(FIRST)
    with vault.atomic():
        for _ in range(PAGE_ROWS * 3):
            vault.entries.add(blank(Kind.REFLECTION, when))
        for _ in range(PAGE_ROWS):
            vault.entries.add(blank(Kind.REFLECTION, When(FIRST + dt.timedelta(days=1))))
    entries = tuple(vault.entries.each())
    assert row_of(vault, Query(), entries[200].id, 0) == 200


def test_the_last_date_there_is(vault: Vault) -> None:
    """An entry dated on the last day of the calendar has no next day to count from, and is found all the same."""
    for date in (dt.date.max, FIRST):
        vault.entries.add(blank(Kind.REFLECTION, When(date)))
    newest = vault.entries.page().entries[0]
    assert row_of(vault, Query(), newest.id, 5_000) == 0


def test_opening_keeps_the_cursor_on_its_entry(vault: Vault, entries: tuple[Entry, ...]) -> None:
    """A list that is read again has the cursor on the entry that it was on, though rows came and the entry moved."""
    for _ in range(3):
        vault.entries.add(blank(Kind.EDUCATION, When(FIRST + dt.timedelta(days=400))))
    kept = entries[130]
    found = opening(vault, Query(), kept, 130)
    assert (found.total, found.row) == (len(entries) + 3, 133)
    assert found.page.entries[found.row % PAGE_ROWS] == kept
    moved = vault.entries.edit(kept.id, EntryContent(when=When(FIRST - dt.timedelta(days=1)), details=Reflection()))
    found = opening(vault, Query(), kept, 133)
    assert found.row == found.total - 1
    assert found.page.entries[-1] == moved


def test_opening_without_the_entry_stays_near(vault: Vault, entries: tuple[Entry, ...]) -> None:
    """Where the entry is gone, the cursor stays at its row; past the end, at the last; in an empty list, at none."""
    gone = entries[-1]
    vault.entries.move_to_trash(gone.id)
    assert opening(vault, Query(), gone, len(entries) - 1).row == len(entries) - 2
    nothing = opening(vault, Query(tags=("none",)), entries[5], 5)
    assert (nothing.total, nothing.row, nothing.page.entries) == (0, 0, ())
