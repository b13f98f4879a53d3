"""Closing screens once and from the front, and the palette while its list comes and goes."""

from textual import events
from textual.command import CommandList
from textual.widgets import Input

from journal.model.entry import Kind
from journal.tui.app import JournalApp
from journal.tui.screens.blank import BlankScreen
from journal.tui.screens.kinds import KindsScreen
from journal.tui.screens.palette import Palette
from journal.tui.screens.today.place import TodayScreen
from journal.tui.screens.trash import TrashScreen
from tests.tui.conftest import Settle, Wait

SMALL = (80, 24)


async def test_a_screen_under_another_closes_when_it_is_in_front(app: JournalApp, settle: Settle, until: Wait) -> None:
    """What is chosen just as the screen is blanked doesn't take the blank screen away, and counts afterwards, once."""
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        chosen: list[Kind | None] = []
        kinds = KindsScreen()
        await app.push_screen(kinds, chosen.append)
        await app.push_screen(BlankScreen())
        kinds.dismiss(Kind.REFLECTION)
        kinds.dismiss(None)
        await settle(pilot)
        assert isinstance(app.screen, BlankScreen)
        assert chosen == []
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await settle(pilot)
        assert chosen == [Kind.REFLECTION]
        kinds.dismiss(None)
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)


async def test_keys_after_the_end_are_for_nobody(app: JournalApp, until: Wait) -> None:
    """Keys that are still on their way when the screens have gone are no fault."""
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await app._close_all()
        for key in ("a", "escape", "ctrl+l"):
            await app.on_event(events.Key(key, key if len(key) == 1 else None))
    assert app.exit_code == 0


async def test_the_palette_searches_no_more_once_it_closes(app: JournalApp, settle: Settle, until: Wait) -> None:
    """A letter that arrives just after Escape starts no search in a list that is being taken away."""
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        app.action_command_palette()
        await until(pilot, lambda: isinstance(app.screen, Palette) and bool(app.screen.query(CommandList)))
        palette = app.screen
        await settle(pilot)
        line = palette.query_one(Input)
        palette.dismiss()
        line.post_message(Input.Changed(line, "lo"))
        assert not [worker for worker in app.workers if worker.node is palette and not worker.is_finished]
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await settle(pilot)
    assert app.exit_code == 0


async def test_who_leaves_the_trash_while_it_is_read_meets_no_fault(
    app: JournalApp, settle: Settle, until: Wait
) -> None:
    """What the trash holds comes too late for a screen whose widgets have gone, and nothing is drawn."""
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        trash = TrashScreen()
        await app.push_screen(trash)
        await settle(pilot)
        await trash.query("*").remove()
        trash.display = False
        trash._load()
        await settle(pilot)
    assert app.exit_code == 0


async def test_paging_in_the_palette_before_its_list_is_laid_out(app: JournalApp, settle: Settle, until: Wait) -> None:
    """Page Up while the list has commands but isn't on the screen does nothing."""
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        app.action_command_palette()
        await until(pilot, lambda: isinstance(app.screen, Palette) and bool(app.screen.query(CommandList)))
        listed = app.screen.query_one(CommandList)
        await until(pilot, lambda: listed.option_count > 0)
        listed.highlighted = 0
        listed.display = False
        await until(pilot, lambda: not listed.size.height)
        listed._clear_caches()
        await pilot.press("pageup", "pagedown")
        await settle(pilot)
    assert app.exit_code == 0
