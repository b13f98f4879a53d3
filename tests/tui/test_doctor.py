"""Checking the journal in the app."""

import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from journal.tui.app import Ending, JournalApp
from journal.tui.screens.doctor.screen import DoctorScreen
from journal.tui.screens.settings import SettingsScreen
from journal.tui.screens.today.place import TodayScreen
from journal.tui.widgets.pick_list import PickList
from journal.vault.vault import Vault
from tests.making import made
from tests.tui.conftest import Settle, Wait

SMALL = (80, 24)


def _text(app: JournalApp, which: str) -> str:
    return str(app.screen.query_one(which, Static).render())


async def _open(app: JournalApp, pilot: Pilot[Ending], settle: Settle, until: Wait) -> None:
    await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    await settle(pilot)
    await pilot.press("f10", "f12")
    await until(pilot, lambda: isinstance(app.screen, DoctorScreen))


async def test_what_is_found(app: JournalApp, path: Path, settle: Settle, until: Wait) -> None:
    """Each finding has its level in a word; Enter shows what to do, and then so does the cursor; r looks again."""
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await app.vault.write(lambda vault: vault.entries.add(made("a marked text")))
        path.chmod(0o644)
        await _open(app, pilot, settle, until)
        await until(pilot, lambda: "To act on now: 1" in _text(app, "#said"))
        picks = app.screen.query_one(PickList)
        titles = [pick.title for pick in picks.picks]
        assert titles[0].startswith("act now  permissions: Other accounts")
        assert any(title.startswith("good     the file: Every page is") for title in titles)
        assert any(title.startswith("look     backups: There is no backup") for title in titles)
        assert "marked" not in " ".join(titles)
        assert not app.screen.query_one("#advice").display
        await pilot.press("enter")
        await settle(pilot)
        assert f"chmod 600 {path}" in _text(app, "#advice")
        await pilot.press("end")
        await settle(pilot)
        assert "journal backup create" in _text(app, "#advice")
        path.chmod(0o600)
        await pilot.press("r")
        await until(pilot, lambda: "Nothing to act on now" in _text(app, "#said"))
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, SettingsScreen)


async def test_the_lock_does_not_wait(
    app: JournalApp, path: Path, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that takes long to be looked at is left at once when the journal is locked."""
    begun = threading.Event()

    def for_ever(vault: Vault) -> tuple[str, ...]:
        begun.set()
        while True:
            vault.entries.count()

    async with app.run_test(size=SMALL) as pilot:
        monkeypatch.setattr(Vault, "problems", for_ever)
        await _open(app, pilot, settle, until)
        await until(pilot, begun.is_set)
        monkeypatch.undo()
        await app.leave(Ending.LOCKED)
    assert app.return_value is Ending.LOCKED


async def test_leaving_it_leaves_the_rest(
    app: JournalApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Going back stops what is still being looked at, and the journal can be written to."""

    def for_ever(vault: Vault) -> tuple[str, ...]:
        while True:
            vault.entries.count()

    async with app.run_test(size=SMALL) as pilot:
        monkeypatch.setattr(Vault, "problems", for_ever)
        await _open(app, pilot, settle, until)
        await until(pilot, lambda: bool(app.screen.query_one(PickList).picks))
        await pilot.press("escape")
        await app.vault.write(lambda vault: vault.entries.add(made("one")))
        await settle(pilot)
        assert isinstance(app.screen, SettingsScreen)
