"""The ledger in the app: Today's line, the list of copies, deleting and noting."""

import threading
from pathlib import Path

import pytest
from textual.widgets import Button, OptionList, Static

from journal.model.shared_copy import SharedCopy
from journal.tui.app import JournalApp
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.ledger.screen import LedgerScreen
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.copies import SIZE, Copies


async def test_from_today_to_the_last_copy(
    path: Path, copies: list[Path], journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Today tells of the copies that still lie there, Enter leads to them, and when they are gone it tells no more."""
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        here = Copies(app, pilot, settle)
        await here.unlock(until)
        assert any("2 plain copies still lie on this machine" in line for line in here.today_lines)
        lines = app.screen.query_one(OptionList)
        lines.highlighted = next(n for n, line in enumerate(here.today_lines) if "plain copies" in line)
        await here.press("enter")
        assert isinstance(app.screen, LedgerScreen)
        assert here.found == ["no such folder now", "still there", "still there"]
        await here.press("d")
        assert isinstance(app.screen, LedgerScreen)  # there is nothing to delete
        await here.press("down")
        assert str(copies[1]) in "".join(here.text.split())  # a long path is wrapped
        assert "plain text" in here.text and "Sat 16 May 2026" in here.text
        await here.press("d")
        assert isinstance(app.screen, ConfirmScreen)
        question = str(app.screen.query_one(Static).render())
        assert str(copies[1]) in question and "backups" in question and "SSD" in question
        await here.press("enter")  # the answer in focus changes nothing
        assert copies[1].exists()
        await here.press("d")
        app.screen.query_one("#yes", Button).press()
        await here.press()
        assert not copies[1].exists() and copies[0].exists()
        assert here.found == ["no such folder now", "still there", "gone"]
        await here.press("escape")
        assert any("1 plain copy still lies on this machine" in line for line in here.today_lines)


async def test_noting_that_a_copy_is_gone(
    path: Path, copies: list[Path], journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """g notes it for what isn't there, u takes it back, and neither is for what is; another file is left alone."""
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        here = Copies(app, pilot, settle)
        await here.unlock(until)
        await here.press("5", "L", "g")
        assert here.found == ["still there", "still there", "gone"]
        await here.press("g")
        assert here.found[0] == "still there"
        await here.press("u")
        assert here.found == ["no such folder now", "still there", "still there"]
        await here.press("u")
        copies[0].write_bytes(b"own words")
        await here.press("r")
        assert here.found == ["no such folder now", "still there", "something else there"]
        await here.press("end", "d")
        assert isinstance(app.screen, LedgerScreen) and copies[0].read_bytes() == b"own words"
        await here.press("enter", "escape")
        assert isinstance(app.screen, LedgerScreen)


async def test_an_empty_ledger(app: JournalApp, settle: Settle, until: Wait) -> None:
    """It says what will be here, no key does harm, and Escape goes back."""
    async with app.run_test(size=SIZE) as pilot:
        here = Copies(app, pilot, settle)
        await here.unlock(until)
        await here.press("5", "L")
        assert "Nothing has left" in str(app.screen.query_one("#empty", Static).render())
        await here.press("d", "g", "u", "r", "enter", "tab", "escape")
        assert not isinstance(app.screen, LedgerScreen)


async def test_a_disk_that_does_not_answer(
    path: Path,
    copies: list[Path],
    journal_app: MakeApp,
    settle: Settle,
    until: Wait,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Today is there without a word on copies, and the app doesn't wait, nor does its end."""
    answers, asked = threading.Event(), []

    def never(copy: SharedCopy) -> bool:
        asked.append(copy.place)
        return not answers.wait(30)

    monkeypatch.setattr("journal.tui.screens.today.place.is_there", never)
    monkeypatch.setattr("journal.tui.screens.today.place._PATIENCE", 0.05)
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        here = Copies(app, pilot, settle)
        await here.unlock(until)
        await here.press("5", "1", "m", "m")
        assert here.today_lines and not any("plain cop" in line for line in here.today_lines)
        assert len(asked) == 1  # one thread waits, however often Today is read
    answers.set()
