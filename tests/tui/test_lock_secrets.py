"""The lock over what holds a secret: before the journal is open, and while a passphrase is asked for or changed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input

from journal.tui.app import Ending, JournalApp
from journal.tui.screens.backups.passphrase import BackupPassphraseScreen
from journal.tui.screens.backups.screen import BackupsScreen
from journal.tui.screens.base import DialogScreen, JournalScreen
from journal.tui.screens.merge.screen import MergeScreen
from journal.tui.screens.secrets.change import ChangePassphraseScreen
from journal.tui.screens.secrets.recover import RecoverScreen
from journal.tui.screens.secrets.sheet import SheetScreen
from journal.tui.screens.setup import SetupScreen
from journal.tui.screens.unlock import UnlockScreen
from journal.vault.backup.making import create
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.resting import amid
from tests.tui.test_lock_everywhere import every_screen
from tests.vault.test_rotate import opens

SMALL = (80, 24)
NEW = "nine grey stones under the pier"


def test_none_of_them_is_left_out() -> None:
    """The pages of passphrases, sheets, backups and other copies are among those that the lock is tried over."""
    assert every_screen() >= {
        ChangePassphraseScreen, SheetScreen, RecoverScreen, BackupsScreen, BackupPassphraseScreen, MergeScreen,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("is_there", "keys", "where"),
    [
        (True, ["x"], UnlockScreen),
        (True, ["f3", "x"], RecoverScreen),
        (False, ["x"], SetupScreen),
        (False, ["ctrl+g"], SetupScreen),
    ],
)
async def test_a_secret_that_was_left_is_taken_away(
    path: Path, settle: Settle, until: Wait, is_there: bool, keys: list[str], where: type[JournalScreen[bool]]
) -> None:
    """A passphrase, a word of a sheet or a suggestion, left for the minutes to lock; an empty line may wait."""
    if is_there:
        new_vault(path, clock=lambda: NOW).close()
    now = [0.0]
    app = JournalApp(path, clock=lambda: NOW, seconds=lambda: now[0])
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, UnlockScreen | SetupScreen))
        await settle(pilot)
        now[0] += 600
        await app._look_at_clock()
        assert not app.is_leaving
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(app.screen, where)
        now[0] += 10
        await app._look_at_clock()
        assert not app.is_leaving
        now[0] += 110
        await until(pilot, lambda: not app.is_running)
    assert app.return_value is Ending.LOCKED
    assert path.exists() is is_there


@pytest.mark.parametrize("has_begun", [False, True])
async def test_locked_while_the_passphrase_is_changed(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, has_begun: bool
) -> None:
    """It is changed to its end, or not begun: one passphrase opens the journal, and nothing else is left."""
    new_vault(path, clock=lambda: NOW).close()
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: app.current_mode == "today")
        screen = ChangePassphraseScreen()
        await app.push_screen(screen)
        await settle(pilot)
        for line, typed in zip(screen.query(Input), (PASSPHRASE, NEW, NEW), strict=True):
            line.value = typed
        await settle(pilot)
        assert screen.holds_secret
        app.simulate_key("ctrl+s")
        if has_begun:
            await amid(lambda: screen._pages != (0, 0))
        app.simulate_key("ctrl+l")
        await until(pilot, lambda: not app.is_running)
    assert (app.return_value, app.exit_code) == (Ending.LOCKED, 0)
    assert len(opens(path, PASSPHRASE, NEW)) == 1
    assert not [file for file in path.parent.iterdir() if ".new-" in file.name]


def _copied(path: Path) -> None:
    vault = Vault.open(path, PASSPHRASE)
    vault.change_passphrase(PASSPHRASE, NEW)
    vault.close()


@pytest.mark.parametrize("make", [BackupsScreen, MergeScreen])
async def test_locked_while_another_passphrase_is_asked_for(
    path: Path, settle: Settle, until: Wait, make: Callable[[], JournalScreen[None]]
) -> None:
    """Typed and not sent, the passphrase of a backup or of another copy is hidden and locked away like all else."""
    vault = new_vault(path, clock=lambda: NOW)
    create(vault)
    vault.close()
    path.with_name("journal.sync-conflict-20260517-183000-ABCDEFG.db").write_bytes(path.read_bytes())
    _copied(path)
    app = JournalApp(path, passphrase=NEW, clock=lambda: NOW)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: app.current_mode == "today")
        await app.push_screen(make())
        await settle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.focused, Input))
        screen = app.screen
        assert isinstance(screen, JournalScreen | DialogScreen) and not screen.holds_secret
        await pilot.press("x")
        await until(pilot, lambda: screen.holds_secret)
        await pilot.press("f8")
        await until(pilot, lambda: app.is_blank)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: not app.is_running)
    assert (app.return_value, app.exit_code) == (Ending.LOCKED, 0)
    assert opens(path, PASSPHRASE, NEW) == [NEW]
