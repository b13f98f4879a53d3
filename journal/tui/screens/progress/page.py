"""The half of Progress that reads the journal and shows a section of it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from journal.errors import JournalError
from journal.model.dates import long_date
from journal.model.ranges import Span
from journal.progress.drawing import LEVEL, SEVERAL
from journal.progress.figures import Key
from journal.tui.screens.base import PlaceScreen
from journal.tui.screens.progress.dialogs import Dates
from journal.tui.screens.progress.measures import Gad7Section, GoalsSection, ScalesSection, ScoresSection
from journal.tui.screens.progress.practice import (
    CalendarSection,
    FocusSection,
    PairsSection,
    RatingsSection,
    WeeksSection,
)
from journal.tui.screens.progress.section import Asked, Only, Page, Section
from journal.tui.widgets.calendar import MonthGrid
from journal.tui.widgets.entry_line import MASKED
from journal.tui.widgets.entry_page import Block
from journal.tui.widgets.figure_table import FigureTable
from journal.tui.widgets.page_view import PageView
from journal.tui.widgets.plot import PlotView, series_colour
from journal.tui.widgets.section_bar import SectionBar

SECTIONS: tuple[Section, ...] = (
    RatingsSection(), PairsSection(), WeeksSection(), CalendarSection(), FocusSection(),
    GoalsSection(), ScoresSection(), Gad7Section(), ScalesSection(),
)  # fmt: skip

# On a screen smaller than this there are tables only.
_LEAST_WIDTH, _LEAST_HEIGHT = 60, 15


class _FactsView(PageView, inherit_bindings=False):
    """A page to scroll in; Left and Right are left to the sections."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", show=False),
        Binding("down,j", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]


class ProgressPage(PlaceScreen):
    """One section at a time. What belongs to practice and what is measured have a range of days each."""

    def __init__(self) -> None:
        super().__init__()
        self.number = 0
        self.page = Page(title="")
        self.as_table = False
        self.only = Only()
        self.ranges: dict[bool, tuple[Span, Dates]] = {
            False: (Span.MONTHS, (None, None)),
            True: (Span.ALL, (None, None)),
        }
        self.scales: dict[str, str] = {}
        self.keys: dict[tuple[str, str], Key | None] = {}  # by section and table, what the cursor is on
        self.day: dt.date | None = None
        self._anew = True  # whether what is shown next is something else than before

    def compose_place(self) -> ComposeResult:
        """The names of the sections, and all that one of them may show."""
        yield SectionBar([section.name for section in SECTIONS])
        yield Static("", id="head")
        yield Static("", id="facts")
        yield FigureTable("records")
        yield Static("", id="empty")
        yield _FactsView()
        yield MonthGrid()
        yield Static("", id="day")
        yield Static("", id="legend")
        yield PlotView()
        yield FigureTable("table")

    @property
    def section(self) -> Section:
        """The section in front."""
        return SECTIONS[self.number]

    @property
    def records(self) -> FigureTable:
        """What can be added to and edited."""
        return self.query_one("#records", FigureTable)

    @property
    def table(self) -> FigureTable:
        """The table of the figures."""
        return self.query_one("#table", FigureTable)

    @property
    def can_swap(self) -> bool:
        """Whether there are both a table and something else to show, and room for both."""
        page = self.page
        other = page.figures.plot is not None or page.month is not None or bool(page.facts)
        return other and not self._is_small

    @property
    def asked(self) -> Asked:
        """What the section in front is to show."""
        section, today = self.section, self.journal.today()
        span, dates = self.ranges[section.measures]
        return Asked(
            today=today,
            span=span,
            dates=dates,
            only=self.only if section.filtered else Only(),
            scale=self.scales.get(section.id, ""),
            key=self.keys.get((section.id, "records")),
            day=self.day or today,
            first_weekday=self.journal.preferences.week_start.first_weekday,
            mask=MASKED if self.journal.preferences.masked else "",
        )

    # Reading

    def load(self) -> None:
        """Starts reading the section in front."""
        self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        section, asked = self.section, self.asked
        try:
            self._show(await self.read(lambda vault: section.read(vault, asked)))
        except JournalError as error:
            self.journal.complain(error)

    def show_section(self, number: int) -> None:
        """Goes to another section; after the last one comes the first."""
        self.number, self._anew = number % len(SECTIONS), True
        self.query_one(SectionBar).chosen = self.number
        self.load()

    # Showing

    def _show(self, page: Page) -> None:
        self.page = page
        head = Content.assemble((page.title, "bold $accent"), "   ", (page.about, "$foreground 65%"))
        self.query_one("#head", Static).update(head)
        self.query_one("#facts", Static).update(Content("\n".join(page.figures.facts)))
        self.query_one("#empty", Static).update(Content(page.empty))
        if page.records is not None:
            self.records.show(page.records, keep=self.keys.get((self.section.id, "records")))
        self.table.show(page.figures.table, keep=self.keys.get((self.section.id, "table")))
        self.query_one(PageView).show(self.section.id, self._facts)
        if page.month is not None:
            self.query_one(MonthGrid).show(
                page.month.weeks, page.month.marks, day=self.asked.day, today=self.journal.today()
            )
            self._show_day()
            self.query_one("#legend", Static).update(_legend(page.month.legend, page.month.small))
        self._arrange()

    def _facts(self, width: int) -> Iterator[Block]:
        before = ""
        for fact in self.page.facts or ():
            yield Block(fact, "label" if not before else "")
            before = fact

    def _arrange(self) -> None:
        """Shows what the page has and hides the rest."""
        page = self.page
        as_table = self.as_table or self._is_small
        rows = bool(page.figures.table.rows)
        has_records = page.records is not None and bool(page.records.rows)
        plot = page.figures.plot if not as_table else None
        parts = {
            "#records": has_records,
            "#table": as_table and rows,
            "PlotView": plot is not None,
            "#legend": plot is not None or (page.month is not None and not as_table),
            "MonthGrid": page.month is not None and not as_table,
            "#day": page.month is not None and not as_table,
            "PageView": bool(page.facts) and not as_table,
        }
        below = any(shown for name, shown in parts.items() if name != "#records")
        full = has_records and (as_table or page.records is None or not self.section.ranged) and not parts["#table"]
        parts["#empty"] = not below and not full
        parts["#facts"] = bool(page.figures.facts) and not self._is_small
        for name, displayed in parts.items():
            self.query_one(name).display = displayed
        self.set_class(self._is_small, "-small")
        self.records.set_class(full, "-full")
        self.query_one("#legend").set_class(self.section.measures, "-short")
        self.query_one(PlotView).show(plot)
        self._focus_first(parts)
        self.refresh_bindings()

    def _focus_first(self, parts: dict[str, bool]) -> None:
        """Puts the cursor where the section begins; it stays where it is if it was there already."""
        order = ("#table", "#records", "MonthGrid", "PageView")
        takers = [self.query_one(name) for name in order if parts[name]]
        if self.app.screen is self and (self._anew or self.focused not in takers):
            self.set_focus(takers[0] if takers else None)
            self._anew = False

    @property
    def _is_small(self) -> bool:
        return self.size.width < _LEAST_WIDTH or self.size.height < _LEAST_HEIGHT

    def on_resize(self) -> None:
        """Goes over to the table, or back to the plot, where the room changed."""
        if self.is_mounted and self.page.title:
            self._arrange()

    def action_swap(self) -> None:
        """Shows the table instead of the plot, or the plot again."""
        self.as_table, self._anew = not self.as_table, True
        self._arrange()

    @on(PlotView.Drawn)
    def _drawn(self, message: PlotView.Drawn) -> None:
        if self.page.figures.plot is not None:
            self.query_one("#legend", Static).update(_legend(message.drawing.legend, message.drawing.note))

    @on(FigureTable.RowHighlighted)
    def _highlighted(self, message: FigureTable.RowHighlighted) -> None:
        table, place = message.table, (self.section.id, message.table.id or "")
        if message.key != table.key or not table.display:
            return  # it was overtaken
        before, self.keys[place] = self.keys.get(place), message.key
        if table is self.records and before != message.key and self.section.follows:
            self.load()

    @on(FigureTable.EndPassed)
    def _end_passed(self, message: FigureTable.EndPassed) -> None:
        other = self.table if message.table is self.records else self.records
        if other.display and (message.way > 0) == (other is self.table):
            self.set_focus(other)
            self.refresh_bindings()

    @on(MonthGrid.DayHighlighted)
    def _day_highlighted(self, message: MonthGrid.DayHighlighted) -> None:
        before, self.day = self.asked.day, message.date
        if (before.year, before.month) != (message.date.year, message.date.month):
            self.load()
        else:
            self._show_day()

    def _show_day(self) -> None:
        day = self.asked.day
        words = self.page.month.words.get(day, "") if self.page.month else ""
        self.query_one("#day", Static).update(Content(f"{long_date(day)}{': ' if words else ''}{words}"))


def _legend(signs: Sequence[tuple[str, str]], note: str = "") -> Content:
    """What the marks mean, and below it what there is to say of the plot as a whole."""
    parts = []
    for number, (sign, words) in enumerate(signs):
        style = "bold" if sign == SEVERAL else "$foreground 45%" if sign == LEVEL else series_colour(number)
        parts.append(Content.assemble((sign, style), f" {words}"))
    return Content("  ").join(parts) + Content.styled(f"\n{note}", "$foreground 65%")
