"""The list to pick from and the page that can be read, by themselves; and the facts of a stage in words."""

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.widget import Widget

from journal.model.dates import When
from journal.model.entry import EntryContent, Outcome, SensateFocus
from journal.model.focus import focus_of
from journal.model.rating import Moment, Rating
from journal.model.sensate_focus import Stage
from journal.tui.screens.homework.focus_facts import focus_facts
from journal.tui.widgets.entry_page import Block
from journal.tui.widgets.page_view import Lead, PageView, listed, paragraph, table, title
from journal.tui.widgets.pick_list import Pick, PickList
from tests.tui.homework import TODAY


class One(App[None]):
    """An app with one widget, which has the focus, and what it said."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget
        self.heard: list[Any] = []

    def compose(self) -> ComposeResult:
        yield self._widget

    def on_mount(self) -> None:
        self._widget.focus()

    def on_pick_list_highlighted(self, message: PickList.Highlighted) -> None:
        self.heard.append(message.pick.id if message.pick else None)

    def on_pick_list_chosen(self, message: PickList.Chosen) -> None:
        self.heard.append(f"chosen {message.pick.id}")

    def on_page_view_lead_chosen(self, message: PageView.LeadChosen) -> None:
        self.heard.append(message.to)


ROWS: list[Pick | str] = [
    "First",
    Pick("a", "apple"),
    Pick("b", "bread"),
    "",
    "Second",
    Pick("c", "cheese"),
    Pick("d", "dates"),
]


def drawn(widget: PickList | PageView) -> list[str]:
    """The lines in sight."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


async def test_the_cursor_passes_over_headings() -> None:
    """Arrows, letters, page keys and Home and End move over what can be picked, and each is told of; Enter chooses."""
    picks = PickList()
    app = One(picks)
    async with app.run_test(size=(40, 10)) as pilot:
        picks.show(ROWS)
        assert picks.highlighted == ROWS[1]
        await pilot.press("down", "j", "k", "up", "end", "home", "pagedown", "pageup", "up", "enter")
        await pilot.pause()
        assert app.heard == ["a", "b", "c", "b", "a", "d", "a", "d", "a", "a", "chosen a"]
        assert drawn(picks)[:3] == [" First", "› apple", "  bread"]


async def test_the_cursor_stays_on_its_pick() -> None:
    """Other rows keep the cursor on the pick that is asked for, or else near where it was, or on none."""
    picks = PickList()
    app = One(picks)
    async with app.run_test(size=(40, 10)):
        picks.show(ROWS, keep="c")
        assert picks.cursor == 2
        picks.show([Pick("x", "x"), *ROWS], keep="c")
        assert picks.cursor == 3
        picks.show(ROWS, keep="gone")
        assert picks.cursor == 3
        picks.show(["Nothing"])
        assert picks.highlighted is None
        picks.action_move(1)
        picks.action_choose()
        picks.show(ROWS)
        assert picks.cursor == 0


async def test_the_heading_comes_into_sight_with_its_first_pick() -> None:
    """Going up to the first of some picks shows the heading above it, where there is room for both."""
    picks = PickList()
    app = One(picks)
    async with app.run_test(size=(40, 3)) as pilot:
        picks.show(ROWS, keep="d")
        await pilot.press("up")
        await pilot.pause()
        assert drawn(picks)[:3] == ["", " Second", "› cheese"]
        await pilot.press("home")
        await pilot.pause()
        assert drawn(picks)[:2] == [" First", "› apple"]


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (60, "› a title that is long enough to… aside 3 of 3 this week"),
        (50, "› a title that is long enough… 3 of 3 this week"),
        (30, "› a title that is long enoug…"),
    ],
)
async def test_what_stands_beside_gives_way(width: int, line: str) -> None:
    """The title keeps its room: what stands beside it goes where it gets narrow, the less needed first."""
    picks = PickList()
    async with One(picks).run_test(size=(width, 5)) as pilot:
        picks.show([Pick("a", "a title that is long enough to be cut", aside="aside", note="3 of 3 this week")])
        await pilot.pause()
        assert " ".join(drawn(picks)[0].split()) == " ".join(line.split())


async def test_a_row_without_more_has_all_the_room() -> None:
    """What stands beside other rows takes nothing from one that has nothing beside it."""
    picks = PickList()
    async with One(picks).run_test(size=(40, 10)):
        picks.show([Pick("a", "a title of some thirty-odd letters"), Pick("b", "b", note="3 of 3 this week")])
        assert drawn(picks)[0] == "› a title of some thirty-odd letters"


async def test_a_list_of_thousands_draws_what_is_in_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the list is, no more lines are made than are seen."""
    picks = PickList()
    made: list[str] = []
    make = PickList._pick

    def noting(picks: PickList, pick: Pick, width: int, here: bool) -> list[tuple[str, str]]:
        made.append(pick.id)
        return make(picks, pick, width, here)

    monkeypatch.setattr(PickList, "_pick", noting)
    async with One(picks).run_test(size=(40, 10)) as pilot:
        picks.show([Pick(str(n), f"number {n}") for n in range(20_000)])
        await pilot.press("end")
        await pilot.pause()
        assert 0 < len(made) <= 40
        assert drawn(picks)[-1] == "› number 19999"


def blocks(width: int) -> list[Block]:
    """A page with three lines that lead somewhere, far from each other."""
    filler = [Block(f"line {n}") for n in range(12)]
    return [Lead("one", to="1"), *filler, Lead("two " * 15, to="2"), Lead("three", to="3"), *filler]


async def test_going_to_the_lines_that_lead_somewhere() -> None:
    """Down goes to the next one in sight and scrolls while there is none; Up goes back; Enter leads on."""
    page = PageView()
    app = One(page)
    async with app.run_test(size=(40, 8)) as pilot:
        page.show("k", blocks)
        await pilot.press("enter", "down", "enter")
        assert app.heard == ["1"]
        await pilot.press(*["down"] * 5)
        assert page.scroll_offset.y == 5
        await pilot.press("enter")
        assert app.heard == ["1"]
        await pilot.press("down", "down", "enter", "down", "down", "enter")
        assert app.heard == ["1", "2", "3"]
        await pilot.press("up", "enter")
        assert app.heard == ["1", "2", "3", "2"]
        await pilot.press("home", "up", "enter")
        assert app.heard == ["1", "2", "3", "2", "1"]
        await pilot.click(PageView, offset=(4, 0))
        assert app.heard[-1] == "1"


async def test_a_page_of_another_thing_begins_at_its_top() -> None:
    """The same thing read again stays where it was; another begins at its top, with no line chosen."""
    page = PageView()
    app = One(page)
    async with app.run_test(size=(40, 8)) as pilot:
        page.show("k", blocks)
        await pilot.press("pagedown")
        place = page.scroll_offset.y
        assert place > 0
        page.show("k", blocks)
        assert page.scroll_offset.y == place
        page.show("other", blocks)
        assert page.scroll_offset.y == 0
        await pilot.press("enter")
        assert app.heard == []


async def test_blocks_are_wrapped_and_safe() -> None:
    """Texts are wrapped to the width beside their labels, line ends stay, and what steers a terminal is a mark."""
    page = PageView()
    texts = [
        *title("A\nhead", "quiet"),
        *paragraph("Label", "first\nsecond\x1b[31m"),
        *paragraph("Nothing", " \n "),
        *listed("Steps", ["one step", "another that is wrapped"], numbered=True),
        *listed("None", []),
        *table([("How", "3 a week"), ("Empty", ""), ("Where", "in the\ngarden")]),
    ]
    async with One(page).run_test(size=(24, 30)) as pilot:
        page.show("k", lambda width: texts)
        await pilot.pause()
        assert [line.rstrip() for line in page.shown_text.splitlines()] == [
            "A head",
            "quiet",
            "",
            "Label",
            "  first",
            "  second␛[31m",
            "",
            "Steps",
            "  1. one step",
            "  2. another that is",
            "     wrapped",
            "",
            "How    3 a week",
            "Where  in the",
            "       garden",
        ]


def practice(stage: Stage | None, outcome: Outcome = Outcome.DONE, **values: int) -> EntryContent:
    """A practice at a stage, with ratings by the names of their scales."""
    moments = {"tension": Moment.HIGHEST}
    ratings = tuple(Rating(scale, moments.get(scale, Moment.ONCE), value) for scale, value in values.items())
    return EntryContent(when=When(TODAY), details=SensateFocus(stage=stage), outcome=outcome, ratings=ratings)


def test_facts_of_each_stage() -> None:
    """A line for each stage with how often, and the ranges of what was rated; nothing is concluded from it."""
    practices = [
        practice(Stage.NON_SEXUAL, attention=3, comfort=5),
        practice(Stage.NON_SEXUAL, attention=3, comfort=7),
        practice(Stage.NON_SEXUAL, Outcome.STOPPED_EARLY, tension=8),
        practice(None),
        practice(Stage.PREPARATION, attention=2),
        practice(Stage.PREPARATION, attention=4),
    ]
    assert focus_facts(filter(None, map(focus_of, practices)), TODAY) == (
        "2 practices at stage 0; attention about half to nearly all",
        "3 practices at stage 1; attention mostly; comfort 5 to 7; highest tension 8; 1 stopped early",
        "1 practice without a stage",
    )
    assert focus_facts([], TODAY) == ()
