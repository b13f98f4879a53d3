"""Progress as a whole: empty, masked, small, without colour, with hostile text, and what it loads."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from journal.model.entry import Kind
from journal.model.goal import Goal, GoalProgress
from journal.model.homework import Assignment
from journal.model.measures import OutsideScore, OwnScale
from journal.model.rating import Moment, Rating
from journal.tui.app import JournalApp
from journal.tui.screens.help import HelpScreen
from journal.tui.screens.progress.page import SECTIONS
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.journals import new_vault
from tests.making import made
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.progress import LARGE, SMALL, Viewer, ago, fill, once, practice, rows

LETTERS = [section.key for section in SECTIONS]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_an_empty_journal(app: JournalApp, settle: Settle, until: Wait, size: tuple[int, int]) -> None:
    """Every section says what it is for and what to do first; no key does harm there."""
    async with app.run_test(size=size) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until)
        for letter in LETTERS:
            await viewer.press(letter)
            if viewer.place.section.id != "calendar":
                assert len(viewer.said("#empty")) > 40
                assert not viewer.plot.display and not viewer.table.display and not viewer.records.display
            if size == SMALL:
                await viewer.press("t", "enter", "e", "d", "p", "u", "t", "down", "pagedown", "end")
            assert viewer.place.section.key == letter
            assert viewer.fits()


async def test_masked_names(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """While titles are masked, no name of the person's own is on the screen, in any section, table or choice."""
    fill(path)
    vault = Vault.open(path, PASSPHRASE)
    vault.settings.set(replace(vault.settings.get(), masked=True))
    scale = vault.own_scales.list()[0].id
    vault.entries.add(made(date=ago(2), ratings=once(scale, 17)))
    vault.close()
    app = journal_app(path)
    names = ("Less pressure", "Warmth", "A sheet", "Sleep", "Back and arms", "Alex", "note of", "all through")
    async with app.run_test(size=LARGE) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until)
        seen = []
        for letter in LETTERS:
            for keys in ((letter,), ("t",), ("t",)):
                await viewer.press(*keys)
                seen.append(viewer.text)
        for more in (["R", "s"], ["end", "enter"], ["f"], ["end", "enter"]):
            await viewer.press(*more)
            seen.append(viewer.text)
        assert not [(name, text) for text in seen for name in names if name in text]
        assert sum("·····" in text for text in seen) > 8


@pytest.mark.parametrize("size", [(59, 24), (80, 14), (40, 12), (20, 6)])
async def test_tables_on_small_screens(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, size: tuple[int, int]
) -> None:
    """On a screen below 60x15 there are tables instead of plots, and the plots are back when it grows again."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=size) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until)
        for letter in LETTERS:
            await viewer.press(letter)
            assert not viewer.plot.display and not viewer.grid.display
            assert viewer.table.display or viewer.records.display
            assert f"[{viewer.place.section.name}]" in viewer.text
            assert viewer.fits()
        await viewer.press("R")
        assert len(rows(viewer.table)) == 3
        await viewer.resize(*SMALL)
        assert viewer.plot.display and not viewer.table.display
        assert len(viewer.plot.drawing.marks) == 8
        await viewer.resize(*LARGE)
        assert len(viewer.plot.drawing.marks) == 8


async def test_shrinking_to_nothing(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """No size of the terminal, however small, breaks a section."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until)
        for letter in LETTERS:
            await viewer.press(letter)
            for size in ((60, 15), (30, 5), (1, 1), (200, 60)):
                await viewer.resize(*size)
            assert viewer.place.section.key == letter


async def test_without_colour(
    path: Path,
    journal_app: MakeApp,
    settle: Settle,
    until: Wait,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With NO_COLOR every section is drawn, and what colour says is said by marks, brackets and words as well."""
    monkeypatch.setenv("NO_COLOR", "1")
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until)
        assert "▲" in viewer.text and "▲ highest" in viewer.text
        for letter in LETTERS:
            await viewer.press(letter)
            assert f"[{viewer.place.section.name}]" in viewer.text
        await viewer.press("C")
        assert "[17]" in viewer.text


async def test_hostile_names(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Names with codes for a terminal, markup, emoji or letters from right to left do no harm in any section."""
    hostile = "\x1b]52;c;aGk=\x07\x1b[2J[@click=app.quit]x[/x] 👩‍👩‍👧 \u202eשלום مرحبا " + "long " * 300
    vault = new_vault(path)
    with vault.atomic():
        task = vault.assignments.add(Assignment(title=hostile, kind=Kind.SENSATE_FOCUS)).id
        goal = vault.goals.add(Goal(wording=hostile, smallest_sign=hostile, baseline=1)).id
        vault.goal_progress.add(GoalProgress(goal=goal, date=ago(1), value=3, note=hostile))
        vault.scores.add(OutsideScore(name=hostile, date=ago(1), number=hostile))
        vault.scores.add(OutsideScore(name=hostile, date=ago(1), number="3"))
        scale = vault.own_scales.add(
            OwnScale(
                name=hostile, highest=1, low_word=hostile, high_word=hostile, moments=(Moment.BEFORE, Moment.AFTER)
            )
        ).id
        ratings = (Rating(scale, Moment.BEFORE, 0), Rating(scale, Moment.AFTER, 1))
        vault.entries.add(replace(practice(2, *ratings, assignment=task), people=(hostile,)))
        vault.entries.add(made(date=ago(3), ratings=once(hostile, 3)))
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until)
        for letter in LETTERS:
            for keys in (
                (letter,),
                ("t",),
                ("enter",),
                ("escape",),
                (letter,),
                ("t",),
                ("s",),
                ("end", "enter"),
                ("f",),
            ):
                await viewer.press(*keys)
                if keys != ("enter",):
                    assert viewer.fits()
                assert not any(mark in viewer.text for mark in ("\x1b", "\x07", "\u202e"))
            await viewer.press("end", "enter", "4")
        assert app.is_running


async def test_the_help_page_has_the_sections(app: JournalApp, settle: Settle, until: Wait) -> None:
    """The help page names each section with the key that leads to it."""
    async with app.run_test(size=(120, 60)) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "question_mark")
        assert isinstance(app.screen, HelpScreen)
        for section in SECTIONS:
            assert section.help in viewer.text


_LOADED = """
import asyncio, sys
from pathlib import Path
from journal.tui.app import JournalApp
from tests.cheap import use_cheap_keys
from tests.conftest import PASSPHRASE

async def run():
    app = JournalApp(Path(sys.argv[1]), passphrase=PASSPHRASE)
    async with app.run_test(size=(80, 24)) as pilot:
        while not app.vault.is_open:
            await pilot.pause(0.01)
        await pilot.press("2", "1")
        print("before", sorted(name for name in sys.modules if "plotext" in name))
        await pilot.press("4")
        print("after", sorted(name for name in sys.modules if "plotext" in name)[:1])

use_cheap_keys()
asyncio.run(run())
"""


def test_the_plotting_library_waits_for_progress(path: Path) -> None:
    """Starting the app, unlocking and going to other places loads no plotting library; going to Progress does."""
    new_vault(path).close()
    done = subprocess.run([sys.executable, "-c", _LOADED, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["before []", "after ['plotext']"]


@pytest.mark.parametrize("command", ["list", "stats"])
def test_no_command_loads_the_plotting_library(path: Path, command: str) -> None:
    """Commands that show entries or figures load neither the plotting library nor the terminal app."""
    new_vault(path).close()
    code = (
        "import sys\n"
        "from journal.__main__ import main\n"
        "from tests.cheap import use_cheap_keys\n"
        "use_cheap_keys()\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "assert not [name for name in sys.modules if 'plotext' in name or name == 'textual']\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--file", str(path), command],
        capture_output=True,
        text=True,
        check=False,
        env={"JOURNAL_PASSPHRASE_COMMAND": f"echo '{PASSPHRASE}'", "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 0, done.stderr
