"""The palette, and what opens over a blank screen."""

import pytest
from textual import events
from textual.command import CommandPalette

from journal.tui.app import JournalApp
from journal.tui.screens.blank import BlankScreen
from tests.tui.conftest import Settle, Wait


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_a_key_pressed_twice_closes_it_once(app: JournalApp, settle: Settle, until: Wait, key: str) -> None:
    """Two quick Enters run one command, two quick Escapes none; the app goes on."""
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.current_mode == "today")
        await settle(pilot)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await pilot.pause()
        if key == "enter":
            await pilot.press(*"settings", "down", "enter")
        for _ in range(3):
            app.post_message(events.Key(key, None))
        await settle(pilot)
        await until(pilot, lambda: not isinstance(app.screen, CommandPalette))
        assert len(app.screen_stack) <= 3
        assert app.is_running


@pytest.mark.parametrize("key", ["f1", "f6", "f7", "f10", "ctrl+p", "n", "1", "comma"])
async def test_nothing_opens_over_a_blank_screen(app: JournalApp, settle: Settle, until: Wait, key: str) -> None:
    """Whatever key is found in the dark, the screen stays blank until F8."""
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.current_mode == "today")
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, BlankScreen))
        await pilot.press(key)
        await settle(pilot)
        assert isinstance(app.screen, BlankScreen)
        await pilot.press("f8")
        assert not isinstance(app.screen, BlankScreen)
