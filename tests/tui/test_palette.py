"""The palette, and what opens over a blank screen."""

from pathlib import Path

import pytest
from textual import events
from textual.command import CommandPalette

from journal.tui.app import JournalApp
from journal.tui.screens.blank import BlankScreen
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.progress import SMALL, Viewer, fill


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


async def test_it_is_drawn_in_plain_text(app: JournalApp, settle: Settle, until: Wait) -> None:
    """The line to type into begins with a character of text, and no picture stands anywhere."""
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.current_mode == "today")
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await settle(pilot)
        drawn = "".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "> " in drawn
        assert not [char for char in drawn if ord(char) >= 0x1F000]


@pytest.mark.parametrize("key", ["f1", "f6", "f7", "f10", "ctrl+p", "n", "1", "comma", "T", "V"])
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


async def test_it_has_what_applies_in_progress(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Reading what the cursor is on and shifting a wide table are offered only where there is such a thing."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "R")
        offered = []
        for keys in ((), ("t",), ("F",), ("C", "t"), ("G",)):
            await viewer.press(*keys)
            shown = {command.title for command in app.get_system_commands(app.screen)}
            offered.append(
                (
                    "Read what the cursor is on" in shown,
                    "Show what lies further to the right in a table" in shown,
                )
            )
        # The plot of the ratings, their table, that of the stages, the calendar on a day without entries, the goals.
        assert offered == [(False, False), (True, False), (True, True), (False, False), (True, False)]
