"""What the tests of Homework, the library and the agreements have in common."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from textual.pilot import Pilot
from textual.widgets import Static

from journal.library import library
from journal.model.dates import When
from journal.model.entry import EntryContent, Outcome
from journal.model.homework import Assignment, State, assignment_of, prefilled
from journal.model.rating import Moment, Rating
from journal.model.records import Record
from journal.model.sensate_focus import Stage, StageAgreement
from journal.tui.app import Ending, JournalApp
from journal.tui.screens.homework.place import HomeworkPlace
from journal.tui.widgets.page_view import PageView
from journal.tui.widgets.pick_list import PickList
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.journals import new_vault
from tests.tui.conftest import Settle, Wait

T = TypeVar("T")

TODAY = NOW.date()
WIDE, NARROW = (120, 40), (80, 24)


def ago(days: int) -> dt.date:
    """A day before that of the tests."""
    return TODAY - dt.timedelta(days=days)


def keep(path: Path, job: Callable[[Vault], T]) -> T:
    """Makes a journal and fills it in one step."""
    vault = new_vault(path, clock=lambda: NOW)
    try:
        with vault.atomic():
            return job(vault)
    finally:
        vault.close()


def from_library(exercise: str, days: int = 0, **changes: Any) -> Assignment:
    """The assignment that an exercise of the library makes, assigned some days ago."""
    return replace(assignment_of(library().exercises[exercise], exercise, ago(days)), **changes)


def logged(assignment: Record[Assignment], days: int, outcome: Outcome | None, **ratings: int) -> EntryContent:
    """An entry of an assignment some days ago, with ratings by the names of their scales."""
    moments = {"tension": Moment.HIGHEST}
    return replace(
        prefilled(assignment.content, assignment.id, When(ago(days), dt.time(20, 15))),
        outcome=outcome,
        ratings=tuple(Rating(scale, moments.get(scale, Moment.ONCE), value) for scale, value in ratings.items()),
    )


def agreed(stage: Stage, days: int = 0) -> StageAgreement:
    """An agreement on a stage that was made some days ago."""
    return StageAgreement(stage=stage, agreed_on=ago(days))


class Place:
    """The app as a test of Homework looks at it."""

    def __init__(self, app: JournalApp, pilot: Pilot[Ending], settle: Settle) -> None:
        self.app = app
        self.pilot = pilot
        self._settle = settle

    async def open(self, until: Wait, *keys: str) -> None:
        """Unlocks, goes to Homework, and presses some keys there."""
        await until(self.pilot, lambda: self.app.vault.is_open)
        await self._settle(self.pilot)
        await self.press("3")
        assert isinstance(self.app.screen, HomeworkPlace)
        for key in keys:
            await self.press(key)

    async def press(self, *keys: str) -> None:
        """Presses keys, and waits until everything has come to rest."""
        await self.pilot.press(*keys)
        await self._settle(self.pilot)

    async def records(self) -> dict[str, Record[Assignment]]:
        """The assignments that are in the journal by now, by their titles."""
        kept = await self.app.vault.read(lambda vault: vault.assignments.list())
        return {one.content.title: one for one in kept}

    async def states(self) -> dict[str, State]:
        """Their states, by their titles."""
        return {title: one.content.state for title, one in (await self.records()).items()}

    @property
    def screen(self) -> str:
        """The name of the screen in front."""
        return type(self.app.screen).__name__

    @property
    def picks(self) -> PickList:
        """The list in front."""
        return self.app.screen.query_one(PickList)

    @property
    def titles(self) -> list[str]:
        """The titles in the list in front."""
        return [pick.title for pick in self.picks.picks]

    @property
    def here(self) -> str:
        """The title under the cursor; "" where there is none."""
        return self.picks.highlighted.title if self.picks.highlighted else ""

    @property
    def page(self) -> str:
        """What is on the page in front."""
        return self.app.screen.query_one(PageView).shown_text

    @property
    def words(self) -> str:
        """The same with every wrapped line in one."""
        return " ".join(self.page.split())

    @property
    def drawn(self) -> str:
        """Every line of the list in front that is in sight."""
        return "\n".join(self.picks.render_line(y).text for y in range(self.picks.size.height))

    def said(self, selector: str) -> str:
        """What a line of the screen in front says; "" where it isn't shown."""
        line = self.app.screen.query_one(selector, Static)
        return str(line.render()) if line.display else ""

    @property
    def notes(self) -> list[str]:
        """The messages that are shown, the latest last."""
        return [notification.message for notification in self.app._notifications]
