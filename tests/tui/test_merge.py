"""Conflict copies in the app: Today's line, taking one in, its passphrase, and deleting its file."""

import threading
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Button, Input, OptionList, Static

from journal.tui.app import JournalApp
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.merge import screen
from journal.tui.screens.merge.screen import MergeScreen
from journal.tui.widgets.pick_list import PickList
from journal.vault.merge.merging import Merged, merge
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.copies import copied
from tests.journals import new_vault
from tests.making import made
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.copies import SIZE, Copies

NAME = "journal.sync-conflict-20260518-090000-ABCDEFG.db"


def _apart(path: Path) -> Path:
    """A journal, and a conflict copy of it with an entry of its own."""
    vault = new_vault(path, clock=lambda: NOW)
    vault.entries.add(made("both have this"))
    other = copied(vault, NAME, lambda: NOW)
    other.entries.add(made("written there"))
    for each in (vault, other):
        each.close()
    return other.path


def _said(app: JournalApp) -> str:
    return str(app.screen.query_one("#said", Static).render())


def _listed(app: JournalApp) -> int:
    """How many copies stand in the list."""
    lists = list(app.screen.query(PickList)) if isinstance(app.screen, MergeScreen) else []
    return sum(len(one.picks) for one in lists)


async def test_from_today_to_what_came_in(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Today tells of a copy, Enter leads to it and takes it in; its file goes only when that is asked for."""
    copy = _apart(path)
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        here = Copies(app, pilot, settle)
        await here.unlock(until)
        await until(pilot, lambda: any("Another copy lies beside the journal" in line for line in here.today_lines))
        lines = app.screen.query_one(OptionList)
        lines.highlighted = next(n for n, line in enumerate(here.today_lines) if "Another copy" in line)
        await here.press("enter")
        await until(pilot, lambda: _listed(app) == 1)
        await here.press("d")
        assert isinstance(app.screen, MergeScreen) and copy.exists()  # not before it is taken in
        await here.press("enter")
        await until(pilot, lambda: "1 entry came in." in _said(app))
        assert copy.exists() and here.found == ["taken in"]
        await here.press("enter")
        await until(pilot, lambda: "There was nothing new in it." in _said(app))
        await here.press("d")
        assert isinstance(app.screen, ConfirmScreen)
        app.screen.query_one("#yes", Button).press()
        await until(pilot, lambda: not copy.exists())
        await here.press()
        assert "There is no other copy" in str(app.screen.query_one("#about", Static).render())
        await here.press("escape")
        assert any("written there" in line for line in here.today_lines)
        assert not any("Another copy" in line for line in here.today_lines)


async def test_another_passphrase(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A file that this journal's key doesn't open is asked for; Esc leaves it, and a wrong one is asked for again."""
    new_vault(path, clock=lambda: NOW).close()
    Vault.create(path.with_name(NAME), "another passphrase").close()
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        here = Copies(app, pilot, settle)
        await here.unlock(until)
        app.action_merge()
        await until(pilot, lambda: _listed(app) == 1)
        await here.press("enter")
        await until(pilot, lambda: "It has another passphrase" in _said(app))
        app.screen.query_one(Input).value = "wrong"
        await here.press("enter")
        await until(pilot, lambda: "does not open" in _said(app))
        app.screen.query_one(Input).value = "another passphrase"
        await here.press("enter")
        await until(pilot, lambda: "is another journal" in _said(app))
        await here.press("escape")
        assert not isinstance(app.screen, MergeScreen)


async def test_without_a_backup_it_is_asked_first(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What hindered the backup is shown, and nothing is taken in unasked. Esc waits for a merge that is under way."""
    copy = _apart(path)
    path.with_name("journal-backups").touch()
    goes_on = threading.Event()

    def held(*given: Any) -> Merged:
        assert goes_on.wait(30)
        return merge(*given)

    monkeypatch.setattr(screen, "merge", held)
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        here = Copies(app, pilot, settle)
        await here.unlock(until)
        app.action_merge()
        await until(pilot, lambda: _listed(app) == 1)
        await here.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        assert any("No backup was made." in str(one.render()) for one in app.screen.query(Static))
        await here.press("escape")
        await until(pilot, lambda: isinstance(app.screen, MergeScreen) and "left as it is" in _said(app))
        await here.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        app.screen.query_one("#yes", Button).press()
        await until(pilot, lambda: isinstance(app.screen, MergeScreen))
        await pilot.press("escape")
        await until(pilot, lambda: "Wait a moment" in _said(app))
        goes_on.set()
        await until(pilot, lambda: "1 entry came in." in _said(app) and "No backup was made." in _said(app))
        await until(pilot, lambda: here.found == ["taken in"])
        assert copy.exists()
