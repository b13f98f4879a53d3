"""What the tests of Progress have in common: a journal to look at, and looking at it."""

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Static

from journal.model.entry import Ending, EntryContent, Kind, Outcome
from journal.model.goal import Goal, GoalProgress, Ownership
from journal.model.homework import Assignment
from journal.model.measures import Frequency, Gad7, OutsideScore, OwnScale
from journal.model.rating import Moment, Rating
from journal.model.sensate_focus import Stage
from journal.model.session import TherapySession
from journal.tui.app import Ending as AppEnding
from journal.tui.app import JournalApp
from journal.tui.screens.progress.place import ProgressPlace
from journal.tui.widgets.calendar import MonthGrid
from journal.tui.widgets.figure_table import FigureTable
from journal.tui.widgets.plot import PlotView
from tests.conftest import NOW
from tests.journals import new_vault
from tests.making import made
from tests.tui.conftest import Settle, Wait

TODAY = NOW.date()
SMALL, LARGE = (80, 24), (120, 40)


def ago(days: int) -> dt.date:
    """A day before that of the tests."""
    return TODAY - dt.timedelta(days=days)


def around(before: int, highest: int, after: int) -> tuple[Rating, ...]:
    """Ratings of tension before, at its highest and after."""
    moments = zip((Moment.BEFORE, Moment.HIGHEST, Moment.AFTER), (before, highest, after), strict=True)
    return tuple(Rating("tension", moment, value) for moment, value in moments)


def once(scale: str, value: int) -> tuple[Rating, ...]:
    """One rating on a scale."""
    return (Rating(scale, Moment.ONCE, value),)


def practice(days: int, *ratings: Rating, **more: Any) -> EntryContent:
    """A sensate-focus practice at stage 1."""
    own = {"stage": Stage.NON_SEXUAL, "initiated_by": "Alex", "ending": Ending.AS_PLANNED}
    return made(date=ago(days), kind=Kind.SENSATE_FOCUS, own=own, outcome=Outcome.DONE, ratings=ratings, **more)


def fill(path: Path) -> None:
    """A journal with something in every section: two months of entries, a session two weeks ago, and measures."""
    ticks = itertools.count()
    # What was added first is the first in every list, and all of it was before the tests begin.
    vault = new_vault(path, clock=lambda: NOW - dt.timedelta(seconds=1000 - next(ticks)))
    with vault.atomic():
        vault.sessions.add(TherapySession(date=ago(14)))
        task = vault.assignments.add(Assignment(title="Back and arms", kind=Kind.SENSATE_FOCUS, assigned_on=ago(60))).id
        vault.entries.add(practice(60, *around(8, 9, 6), *once("comfort", 4), minutes=20))
        vault.entries.add(practice(25, *around(6, 8, 3), *once("comfort", 5), minutes=30, assignment=task))
        vault.entries.add(practice(3, *around(5, 6, 5), *once("attention", 3), assignment=task))
        vault.entries.add(made("A word", date=ago(3), outcome=Outcome.CHOSE_NOT_TO))
        vault.entries.add(made("Asked", date=ago(10), kind=Kind.COMMUNICATION, ratings=once("felt_heard", 2)))
        goal = vault.goals.add(
            Goal(
                wording="Less pressure",
                ownership=Ownership.OWN,
                started_on=ago(50),
                baseline=2,
                smallest_sign="Warmth first",
            )
        ).id
        vault.goals.add(Goal(wording="A slow evening"))
        for days, value in ((40, 3), (5, 6)):
            vault.goal_progress.add(GoalProgress(goal=goal, date=ago(days), value=value, note=f"note of {days}"))
        for days, name, number in ((40, "A sheet", "24"), (5, "A sheet", "20"), (8, "Sleep", "7")):
            vault.scores.add(OutsideScore(name=name, date=ago(days), number=number))
        vault.gad7.add(gad7(ago(50), 2))
        vault.gad7.add(gad7(ago(4), 1))
        vault.own_scales.add(OwnScale(name="Warmth", highest=20, low_word="none", high_word="all through"))
    vault.close()


def gad7(date: dt.date, answer: int) -> Gad7:
    """GAD-7 with one answer to every question."""
    given = Frequency.of(str(answer))
    return Gad7(
        date=date, nervous=given, control=given, worry=given, relaxing=given, restless=given, irritable=given,
        afraid=given,
    )  # fmt: skip


class Viewer:
    """Progress in an app that is running, as a test looks at it."""

    def __init__(self, app: JournalApp, pilot: Pilot[AppEnding], settle: Settle) -> None:
        self.app = app
        self._pilot = pilot
        self._settle = settle

    async def open(self, until: Wait, *keys: str) -> None:
        """Unlocks, goes to Progress and presses keys."""
        await until(self._pilot, lambda: self.app.vault.is_open)
        await self._settle(self._pilot)
        await self.press("4", *keys)

    async def press(self, *keys: str) -> None:
        """Presses keys one by one, and waits after each until everything has come to rest."""
        for key in keys:
            await self._pilot.press(key)
            await self._settle(self._pilot)

    async def type(self, text: str) -> None:
        """Types a text."""
        await self.press(*text)

    async def resize(self, width: int, height: int) -> None:
        """Gives the terminal another size."""
        await self._pilot.resize_terminal(width, height)
        await self._settle(self._pilot)

    @property
    def place(self) -> ProgressPlace:
        """The place, which has to be in front."""
        assert isinstance(self.app.screen, ProgressPlace)
        return self.app.screen

    @property
    def text(self) -> str:
        """What is on the screen, a line per row."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    def said(self, selector: str) -> str:
        """What a line says; "" where it isn't shown."""
        line = self.place.query_one(selector, Static)
        return str(line.render()) if line.display else ""

    @property
    def plot(self) -> PlotView:
        """The plot."""
        return self.place.query_one(PlotView)

    @property
    def table(self) -> FigureTable:
        """The table of figures."""
        return self.place.table

    @property
    def records(self) -> FigureTable:
        """The list of records."""
        return self.place.records

    @property
    def grid(self) -> MonthGrid:
        """The calendar."""
        return self.place.query_one(MonthGrid)

    @property
    def notes(self) -> list[str]:
        """The messages that are shown, the latest last."""
        return [notification.message for notification in self.app._notifications]

    def fits(self) -> bool:
        """Whether no line of the screen is wider than the screen."""
        return all(cell_len(line) <= self.app.size.width for line in self.text.split("\n"))


def rows(table: FigureTable) -> list[tuple[str, ...]]:
    """The rows of a table."""
    return list(table.table.rows)
