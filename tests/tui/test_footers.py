"""The keys at the foot of every screen on the smallest terminal that is promised: all of them are there, and whole."""

from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets._footer import FooterKey

from journal.model.session import AgendaItem
from journal.tui.app import Ending, JournalApp
from journal.tui.places import PLACES
from journal.tui.screens.progress.page import SECTIONS
from journal.tui.screens.timer.timer import TimerScreen
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.making import made
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.progress import SMALL, fill

ALWAYS = {"Lock", "Blank", "Help"}
MAIN = {
    "1": {"Log it", "Discard", "Log"},
    "2": {"Edit", "Share", "Delete", "Log"},
    "3": {"Log it", "Assign", "Adapt", "Timer"},
    "4": {"Next", "Table", "Days", "Scale", "Filter"},
    "5": {"Session", "Summary", "Write up"},
}


@pytest.fixture
def full(path: Path, journal_app: MakeApp) -> JournalApp:
    """The app over a journal with something in every place, so that no key is left out for want of it."""
    fill(path)
    vault = Vault.open(path, PASSPHRASE, clock=lambda: NOW)
    vault.drafts.save(made("begun"))
    vault.agenda.add(AgendaItem(text="One"))
    vault.close()
    return journal_app(path)


def keys(app: JournalApp) -> set[str]:
    """The words of the keys at the foot of the screen in front, each of which has to be there whole."""
    shown = list(app.screen.query(FooterKey))
    foot = app.screen._compositor.render_strips()[-1].text
    for key in shown:
        assert key.region.right <= SMALL[0] and key.description in foot, foot
    return {key.description for key in shown}


def _are_there(app: JournalApp, expected: set[str]) -> bool:
    return expected <= keys(app)


async def pressed(pilot: Pilot[Ending], settle: Settle, *names: str) -> None:
    """Presses keys, and waits until everything has come to rest."""
    for name in names:
        await pilot.press(name)
        await settle(pilot)


async def test_the_places(full: JournalApp, settle: Settle, until: Wait) -> None:
    """What is done most in a place, and the lock, the blank screen and the help; above, the whole day."""
    async with full.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: full.current_mode == "today")
        for place in PLACES:
            await pressed(pilot, settle, place.key)
            await until(pilot, partial(_are_there, full, ALWAYS | MAIN[place.key]))
            bar = full.screen._compositor.render_strips()[0].text
            assert bar.rstrip().endswith(" Sun 17 May 2026"), place


async def test_the_sections_of_progress(full: JournalApp, settle: Settle, until: Wait) -> None:
    """Whatever can be added and chosen in each."""
    async with full.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: full.current_mode == "today")
        for section in SECTIONS:
            await pressed(pilot, settle, "4", section.key)
            await until(pilot, partial(_are_there, full, ALWAYS))


WAYS = {
    "the search line of the Journal": ("slash",),
    "the trash": ("T",),
    "what is shared": ("V",),
    "the page for a session": ("5", "v"),
    "a passage": ("2", "down", "p"),
    "the settings": ("comma",),
    "the library": ("3", "a"),
    "the search line of the library": ("3", "a", "slash"),
    "the agreements": ("3", "g"),
    "a change of homework": ("3", "v"),
    "an entry": ("3", "l"),
    "homework": ("3", "s"),
    "the notes of a session": ("5", "w"),
    "what was talked about": ("5", "w", "ctrl+s"),
    "GAD-7": ("4", "7", "a"),
    "earlier versions": ("2", "h"),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
async def test_what_opens_from_a_place(full: JournalApp, settle: Settle, until: Wait, way: tuple[str, ...]) -> None:
    """The lock, the blank screen and the help are there on every screen that has a foot."""
    async with full.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: full.current_mode == "today")
        await settle(pilot)
        await pressed(pilot, settle, *way)
        await until(pilot, lambda: keys(full) >= ALWAYS)


async def test_the_timer(full: JournalApp, settle: Settle, until: Wait) -> None:
    """While it is set, while it runs with turns to swap, and at its end."""
    async with full.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: full.current_mode == "today")
        await pressed(pilot, settle, "3", "t")
        assert isinstance(full.screen, TimerScreen)
        await until(pilot, lambda: {*ALWAYS, "Begin", "Back"} <= keys(full))
        await pressed(pilot, settle, "tab", "2", "enter")
        await until(pilot, lambda: {*ALWAYS, "Pause", "Swap", "Stop", "Back"} <= keys(full))
        await pressed(pilot, settle, "x", "enter")
        await until(pilot, lambda: {*ALWAYS, "Log", "Leave unlogged", "Back"} <= keys(full))
