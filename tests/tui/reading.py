"""What the tests of the Journal, the trash, the history and sharing have in common."""

import datetime as dt
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Static

from journal.model.dates import When
from journal.model.entry import Entry, EntryContent
from journal.tui.app import Ending, JournalApp
from journal.tui.screens.journal.place import JournalPlace
from journal.tui.widgets.entry_list import EntryList
from journal.tui.widgets.entry_view import EntryView
from tests.conftest import NOW
from tests.journals import new_vault
from tests.tui.conftest import Settle, Wait

TODAY = NOW.date()
SIZE = (120, 40)


def days_ago(days: int) -> When:
    """A date before that of the tests."""
    return When(TODAY - dt.timedelta(days=days), dt.time(20, 15))


def fill(path: Path, *contents: EntryContent) -> tuple[Entry, ...]:
    """Makes a journal of these entries."""
    vault = new_vault(path, clock=lambda: NOW)
    with vault.atomic():
        made = tuple(vault.entries.add(content) for content in contents)
    vault.close()
    return made


class Reader:
    """The Journal of an app that is running, as a test looks at it."""

    def __init__(self, app: JournalApp, pilot: Pilot[Ending], settle: Settle) -> None:
        self.app = app
        self._pilot = pilot
        self._settle = settle

    async def open(self, until: Wait) -> None:
        """Unlocks, and goes to the Journal."""
        await until(self._pilot, lambda: self.app.vault.is_open)
        await self._settle(self._pilot)
        await self.press("2")
        assert isinstance(self.app.screen, JournalPlace)

    async def press(self, *keys: str) -> None:
        """Presses keys, and waits until everything has come to rest."""
        await self._pilot.press(*keys)
        await self._settle(self._pilot)

    async def vault(self) -> tuple[Entry, ...]:
        """The entries that are in the journal by now."""
        return await self.app.vault.read(lambda vault: tuple(vault.entries.each()))

    @property
    def lines(self) -> EntryList:
        """The list in front."""
        return self.app.screen.query_one(EntryList)

    @property
    def pane(self) -> str:
        """What is in the reading pane."""
        return self.app.screen.query_one(EntryView).shown_text

    @property
    def topic(self) -> str | None:
        """The topic of the entry under the cursor; None where there is no entry."""
        return self.lines.highlighted.content.topic if self.lines.highlighted else None

    def said(self, selector: str) -> str:
        """What a line of the screen in front says; "" where it isn't shown."""
        line = self.app.screen.query_one(selector, Static)
        return str(line.render()) if line.display else ""

    @property
    def notes(self) -> list[str]:
        """The messages that are shown, the latest last."""
        return [notification.message for notification in self.app._notifications]
