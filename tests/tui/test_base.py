"""What every screen over the vault does alike."""

import asyncio
import threading

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from journal.tui.app import JournalApp
from journal.tui.screens.base import DialogScreen, JournalScreen
from journal.vault.vault import Vault
from tests.tui.conftest import Settle, Wait


class _Reader:
    """What is read, and whether it may be found now."""

    def __init__(self) -> None:
        self.begun, self.may_end = threading.Event(), threading.Event()
        self.shown = False

    def job(self, _: Vault) -> None:
        """Reads until it may end."""
        self.begun.set()
        self.may_end.wait()


class _Screen(JournalScreen[None]):
    def __init__(self, reader: _Reader) -> None:
        super().__init__()
        self.reader = reader

    def compose(self) -> ComposeResult:
        yield Static("nothing yet", id="line")

    @work
    async def load(self) -> None:
        await self.read(self.reader.job)
        self.query_one("#line", Static).update("read")
        self.reader.shown = True


class _Dialog(DialogScreen[None]):
    def __init__(self, reader: _Reader) -> None:
        super().__init__()
        self.reader = reader

    async def read_it(self) -> None:
        await self.read(self.reader.job)
        self.reader.shown = True


async def test_what_is_read_for_a_screen_is_drawn(app: JournalApp, settle: Settle, until: Wait) -> None:
    """A screen that is still there gets what it read."""
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.current_mode == "today")
        screen = _Screen(_Reader())
        await app.push_screen(screen)
        screen.reader.may_end.set()
        screen.load()
        await settle(pilot)
        assert screen.reader.shown


async def test_a_screen_that_went_is_not_drawn(app: JournalApp, settle: Settle, until: Wait) -> None:
    """A read that ends after its screen was closed is forgotten, and the app goes on."""
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.current_mode == "today")
        screen = _Screen(_Reader())
        await app.push_screen(screen)
        screen.load()
        await until(pilot, screen.reader.begun.is_set)
        gone = screen.dismiss(None)
        screen.reader.may_end.set()
        await gone
        await settle(pilot)
        assert not screen.reader.shown
        assert app.is_running


async def test_a_dialog_that_went_is_told_nothing(app: JournalApp, until: Wait) -> None:
    """Who awaits a read for a dialog that was closed is cancelled."""
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.current_mode == "today")
        dialog = _Dialog(_Reader())
        await app.push_screen(dialog)
        waiting = asyncio.create_task(dialog.read_it())
        await until(pilot, dialog.reader.begun.is_set)
        await dialog.dismiss(None)
        dialog.reader.may_end.set()
        await asyncio.wait([waiting])
        assert waiting.cancelled()
