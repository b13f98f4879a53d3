"""What can't be opened: the app says what it is and what to do, and touches nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Static

from journal.tui.app import JournalApp
from journal.tui.screens.setup import SetupScreen
from journal.tui.screens.unlock import UnlockScreen
from tests.cli.test_refusals import REFUSALS, fingerprint, nothing
from tests.conftest import NOW, PASSPHRASE
from tests.tui.conftest import Settle, Wait


def said(app: JournalApp) -> str:
    """What stands below the line for the passphrase, on one line."""
    return " ".join(str(app.screen.query_one("#said", Static).render()).split())


@pytest.mark.parametrize("make", [one for one in REFUSALS if one is not nothing])
async def test_refused(path: Path, until: Wait, make: Callable[[Path], None]) -> None:
    """The same words as on the command line, below the line for the passphrase, however often it is typed."""
    _, words = REFUSALS[make]
    make(path)
    before = fingerprint(path.parent)
    app = JournalApp(path, clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for _ in range(2):
            assert isinstance(app.screen, UnlockScreen)
            await pilot.press(*PASSPHRASE, "enter")
            await until(pilot, lambda: words in said(app))
            assert said(app).endswith(".") and said(app).count(". ") >= 1  # what it is, and what to do
        assert fingerprint(path.parent) == before
    assert fingerprint(path.parent) == before


async def test_nothing_there(path: Path, settle: Settle) -> None:
    """Where no journal is, in a folder that is missing too, setting one up is offered, and leaving makes nothing."""
    app = JournalApp(path, clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, SetupScreen)
        await pilot.press("escape")
        await settle(pilot)
    assert not path.parent.exists()
