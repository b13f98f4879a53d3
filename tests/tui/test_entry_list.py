"""The list of entries and the reading pane by themselves, over rows that a test makes up."""

import datetime as dt
from collections.abc import Iterator

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual import on
from textual.app import App, ComposeResult
from textual.widget import Widget

from journal.model.dates import When
from journal.model.entry import Entry, EntryContent, Kind, Outcome, Reflection, Sharing, blank
from journal.model.query import Query, parse_query
from journal.safety.text import UNSAFE
from journal.tui.widgets.entry_line import columns
from journal.tui.widgets.entry_list import PAGE_ROWS, EntryList
from journal.tui.widgets.entry_view import EntryView
from tests.hostile import HOSTILE_TEXTS

SIZE = (80, 20)
TODAY = dt.date(2026, 5, 17)
BASE = dt.datetime(2026, 5, 17, tzinfo=dt.UTC)


def entry(row: int, content: EntryContent | None = None) -> Entry:
    """The entry of a row."""
    when = When(TODAY - dt.timedelta(days=row % 20_000), dt.time(21, 30))
    made = content or EntryContent(when=when, details=Reflection(prompt=f"number {row}"), outcome=Outcome.TRIED)
    return Entry(id=f"id-{row}", version=1, created=BASE, updated=BASE, content=made)


class Rows(App[None]):
    """A list whose pages are made up when they are asked for, and the pane."""

    def __init__(self, total: int, *contents: EntryContent, query: Query = Query(), hand_in: bool = True) -> None:
        super().__init__()
        self._total = total or len(contents)
        self._contents = contents
        self._query = query
        self._hand_in = hand_in
        self.asked: list[int] = []
        self.messages: list[Entry | None] = []
        self.chosen: list[Entry] = []

    def compose(self) -> ComposeResult:
        """The list and the pane."""
        yield EntryList()
        yield EntryView()

    def on_mount(self) -> None:
        """Shows the list, of which no page is known yet."""
        lines = self.query_one(EntryList)
        lines.show(self._total, {}, query=self._query, year=TODAY.year)
        lines.focus()

    def page(self, number: int) -> tuple[Entry, ...]:
        """The entries of a page."""
        rows = range(number * PAGE_ROWS, min((number + 1) * PAGE_ROWS, self._total))
        return tuple(entry(row, self._contents[row] if self._contents else None) for row in rows)

    @on(EntryList.PagesWanted)
    def answer(self, message: EntryList.PagesWanted) -> None:
        """Hands in what was asked for."""
        for number in message.pages:
            self.asked.append(number)
            if self._hand_in:
                message.entries.put(message.generation, number, self.page(number))

    @on(EntryList.EntryHighlighted)
    def note(self, message: EntryList.EntryHighlighted) -> None:
        """Shows the entry in the pane."""
        self.messages.append(message.entry)
        self.query_one(EntryView).show(message.entry, query=self._query)

    @on(EntryList.EntrySelected)
    def choose(self, message: EntryList.EntrySelected) -> None:
        """Notes the entry."""
        self.chosen.append(message.entry)

    @property
    def lines(self) -> EntryList:
        """The list."""
        return self.query_one(EntryList)


def drawn(widget: Widget) -> list[str]:
    """The lines of a widget as they are drawn."""
    return ["".join(segment.text for segment in widget.render_line(y)) for y in range(widget.size.height)]


def segments(widget: Widget) -> Iterator[Segment]:
    """Everything that a widget draws, whether it is in sight or not."""
    for y in range(-widget.scroll_offset.y, widget.virtual_size.height - widget.scroll_offset.y):
        yield from widget.render_line(y)


def check_harmless(segment: Segment) -> None:
    """Nothing in it steers a terminal, breaks the line, or can be clicked."""
    assert not UNSAFE.search(segment.text)
    assert not {"\n", "\t"} & set(segment.text)
    assert segment.control is None
    assert segment.style is None or not (segment.style.meta or segment.style.link)


def reflection(*, topic: str = "", text: str = "", sharing: Sharing = Sharing()) -> EntryContent:
    """A reflection of today with some fields."""
    return EntryContent(when=When(TODAY), details=Reflection(), topic=topic, text=text, sharing=sharing)


async def test_three_pages_from_end_to_end() -> None:
    """Keys go through three pages, to the end, to the beginning and by screens; the entry under the cursor is known."""
    app = Rows(150)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert app.lines.highlighted == entry(0)
        await pilot.press("down", "j", "j", "up", "k")
        assert app.lines.highlighted == entry(1)
        await pilot.press("end")
        await pilot.pause()
        assert app.lines.highlighted == entry(149)
        assert "number 149" in drawn(app.lines)[app.lines.size.height - 1]
        await pilot.press("pageup", "pageup", "pageup")
        await pilot.pause()
        assert app.lines.highlighted == entry(149 - 3 * (app.lines.size.height - 1))
        await pilot.press("home")
        assert app.lines.highlighted == entry(0)
        await pilot.press("pagedown", "pageup", "up")
        assert app.lines.cursor == 0
        assert set(app.asked) == {0, 1, 2}


async def test_a_jump_into_the_middle() -> None:
    """A row anywhere can be gone to at once, and what lies before it isn't asked for."""
    app = Rows(1_000_000)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.asked.clear()
        app.lines.move_to(500_000)
        await pilot.pause()
        assert app.lines.highlighted == entry(500_000)
        assert any("number 500000" in line for line in drawn(app.lines))
        assert set(app.asked) <= {500_000 // PAGE_ROWS + near for near in (-1, 0, 1)}


async def test_a_long_list_asks_for_little_and_keeps_little() -> None:
    """A journey through 100,000 rows asks for the pages around where it stops and no others, and forgets old ones."""
    app = Rows(100_000)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert len(app.asked) == 1
        await pilot.press("end", "home")
        for row in range(0, 100_000, 2_000):
            app.lines.move_to(row)
            await pilot.pause()
            assert app.lines.highlighted == entry(row)
        assert len(app.asked) <= 3 * (50 + 3)
        assert app.lines.rows_kept <= 24 * PAGE_ROWS
        assert not app.lines.children


async def test_rows_that_are_not_there_yet() -> None:
    """Until a page is handed in its rows are placeholders, no entry is under the cursor, and it is asked for once."""
    app = Rows(1_000, hand_in=False)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert drawn(app.lines)[0].strip(" ›") == "…"
        await pilot.press("down", "down", "enter")
        assert app.asked == [0]
        assert app.lines.highlighted is None
        assert not app.chosen
        app.lines.put(app.lines.generation, 0, app.page(0))
        await pilot.press("enter")
        assert app.chosen == [entry(2)]


async def test_pages_of_a_list_that_is_gone_are_dropped() -> None:
    """A page that comes late, for a list that isn't shown any more, changes nothing."""
    app = Rows(1_000, hand_in=False)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        old = app.lines.generation
        app.lines.show(1, {0: (entry(7),)})
        app.lines.put(old, 0, app.page(0))
        await pilot.pause()
        assert app.lines.highlighted == entry(7)
        assert app.lines.entry_at(1) is None


async def test_another_list_keeps_the_cursor_where_it_was_on_the_screen() -> None:
    """When rows come in above the cursor, the row that it is on stays at its height."""
    app = Rows(1_000)
    async with app.run_test(size=SIZE) as pilot:
        app.lines.move_to(200)
        await pilot.press("up", "up", "up")
        await pilot.pause()
        height = app.lines.cursor - app.lines.scroll_offset.y
        app.lines.show(1_003, {}, cursor=200)
        await pilot.pause()
        assert (app.lines.cursor, app.lines.cursor - app.lines.scroll_offset.y) == (200, height)


async def test_mouse() -> None:
    """A click moves the cursor, a second one chooses, and the wheel scrolls without moving it."""
    app = Rows(100)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.click(EntryList, offset=(10, 4))
        assert app.lines.highlighted == entry(4)
        assert not app.chosen
        await pilot.click(EntryList, offset=(10, 5), times=2)
        assert app.chosen == [entry(5)]
        app.lines.scroll_down(animate=False)
        app.lines.scroll_down(animate=False)
        await pilot.click(EntryList, offset=(10, 0))
        assert app.lines.highlighted == entry(2)


async def test_a_click_below_the_last_row_does_nothing() -> None:
    """Where there is no row, a click chooses none."""
    app = Rows(2)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.click(EntryList, offset=(10, 6))
        assert app.lines.cursor == 0


async def test_an_empty_list() -> None:
    """With nothing to show, no key does harm and nothing is asked for."""
    app = Rows(0)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "end", "pageup", "home", "enter")
        assert app.lines.cursor == 0
        assert app.lines.highlighted is None
        assert not app.asked
        assert not app.chosen


@pytest.mark.parametrize("width", [20, 30, 45, 52, 60, 66, 72, 78, 79, 120, 200])
async def test_lines_fill_their_width_and_no_more(width: int) -> None:
    """At any width every line, of any text, is as wide as the list; a heading that is too long ends in an ellipsis."""
    contents = [reflection(topic=text) for text in HOSTILE_TEXTS] + [blank(kind, When(TODAY)) for kind in Kind]
    app = Rows(0, *contents)
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        room = app.lines.scrollable_content_region.width
        for y in range(len(contents)):
            strip = app.lines.render_line(y)
            assert strip.cell_length == room
            assert cell_len(strip.text) == room
        long = next(y for y, text in enumerate(HOSTILE_TEXTS) if text.startswith("wwww"))
        assert app.lines.render_line(long).text.endswith("w…" if width > 20 else "…")


def test_columns_give_way_to_the_heading() -> None:
    """Narrow lists leave out the time first, then the outcome, then the kind, and the heading keeps its room."""
    wide, narrow, small, least = columns(78), columns(70), columns(55), columns(40)
    assert (wide.time > 0, wide.outcome > 0, wide.kind > 0) == (True, True, True)
    assert (narrow.time > 0, narrow.outcome > 0, narrow.kind > 0) == (False, True, True)
    assert (small.time > 0, small.outcome > 0, small.kind > 0) == (False, False, True)
    assert (least.time, least.outcome, least.kind) == (0, 0, 0)
    assert min(wide.heading, narrow.heading, small.heading, least.heading) >= 20


async def test_what_a_line_says() -> None:
    """A line has the date, the time, the kind, the outcome and the heading; marks for raised and shared; the cursor."""
    raised = EntryContent(
        when=When(TODAY, dt.time(7, 5)),
        details=Reflection(),
        outcome=Outcome.STOPPED_EARLY,
        topic="A pause",
        flagged=True,
        sharing=Sharing(therapist=frozenset({"topic"})),
    )
    older = EntryContent(when=When(dt.date(2025, 9, 4)), details=Reflection(), text="\n first line\nsecond")
    # What was released and is empty now doesn't leave, so it isn't called shared.
    hollow = reflection(topic="x", sharing=Sharing(joint=frozenset({"minutes"})))
    app = Rows(0, raised, older, hollow)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        first, second, third = drawn(app.lines)[:3]
        assert first.split() == [
            "›", "⚑→", "Sun", "17", "May", "07:05", "Reflection", "stopped", "early", "A", "pause",
        ]  # fmt: skip
        assert second.startswith("      4 Sep 2025")
        assert "first line" in second
        assert "second" not in second
        assert "→" not in third


async def test_matches_are_lit_without_colour_too() -> None:
    """What was searched for is bold and underlined in the heading, also where accents and capitals differ."""
    app = Rows(0, reflection(topic="Café in the Evening, unhurried"), query=parse_query("CAFE even*", TODAY))
    async with app.run_test(size=(120, 20)) as pilot:
        await pilot.pause()
        lit = [s.text for s in app.lines.render_line(0) if s.style and s.style.underline and s.style.bold]
        assert lit == ["Café", "Evening"]
        await pilot.press("tab")
        pane = [s.text for s in segments(app.query_one(EntryView)) if s.style and s.style.underline]
        assert pane == ["Café", "Evening"]


async def test_masked_titles() -> None:
    """Masked, the list has no heading, and the pane shows what was written only while it is in focus."""
    app = Rows(0, reflection(topic="quiet words", text="the long text"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        view = app.query_one(EntryView)
        app.lines.masked = view.masked = True
        await pilot.pause()
        assert "quiet words" not in "".join(drawn(app.lines) + drawn(view))
        assert "·····" in drawn(app.lines)[0]
        assert "the long text" not in view.shown_text
        await pilot.press("tab")
        assert "the long text" in view.shown_text
        await pilot.press("shift+tab")
        assert "the long text" not in view.shown_text
        app.lines.masked = view.masked = False
        await pilot.pause()
        assert "quiet words" in drawn(app.lines)[0]


async def test_hostile_text_is_drawn_as_text() -> None:
    """Markup, control sequences and reordering marks in any field are drawn as harmless characters and run nothing."""
    contents = [
        EntryContent(
            when=When(TODAY, zone=text),
            details=Reflection(prompt=text, mood=text),
            topic=text,
            text=text,
            people=(text,),
        )
        for text in HOSTILE_TEXTS
    ]
    app = Rows(0, *contents, query=parse_query("a* [/foo] x", TODAY))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        view = app.query_one(EntryView)
        for row in range(len(contents)):
            app.lines.move_to(row)
            await pilot.pause()
            assert view.entry == entry(row, contents[row])
            for segment in segments(view):
                check_harmless(segment)
            await pilot.click(view, offset=(3, 0))
        for segment in segments(app.lines):
            check_harmless(segment)
        assert app.is_running


@pytest.mark.parametrize("piece", ["w", "word ", "漢字", "🌿 e\u0301"])
async def test_a_line_of_200_kilobytes(piece: str) -> None:
    """A text of 200,000 characters in one line is wrapped to the pane, whole, and the end can be gone to."""
    text = (piece * 200_000)[:200_000]
    app = Rows(0, reflection(text=text), query=parse_query("word", TODAY))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        view = app.query_one(EntryView)
        body = view.shown_text.partition("Notes\n")[2].rpartition("\n\nSaved")[0]
        assert "".join(body.split()) == "".join(text.split())
        await pilot.press("tab", "end")
        await pilot.pause()
        assert "Saved" in "".join(drawn(view))
        assert all(cell_len(line) <= view.size.width for line in drawn(view))


async def test_an_empty_pane() -> None:
    """With no entry, the pane shows nothing."""
    app = Rows(1)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        view = app.query_one(EntryView)
        view.show(None)
        assert view.shown_text == ""


async def test_nothing_can_be_selected_into_the_clipboard() -> None:
    """Dragging over the list or the pane selects nothing, so that no key copies journal text out of the program."""
    app = Rows(10)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for widget in (EntryList, EntryView):
            await pilot.mouse_down(widget, offset=(5, 1))
            await pilot.hover(widget, offset=(30, 3))
            await pilot.mouse_up(widget, offset=(30, 3))
            await pilot.press("ctrl+c")
        assert app.screen.get_selected_text() is None
        assert app.clipboard == ""
