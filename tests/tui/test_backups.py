"""Backups in the app: made as it closes the journal, and its screen of them."""

from dataclasses import replace
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Button, Input, Static

from journal.tui.app import Ending, JournalApp
from journal.tui.screens.backups.passphrase import BackupPassphraseScreen
from journal.tui.screens.backups.screen import BackupsScreen
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.secrets.change import ChangePassphraseScreen
from journal.tui.screens.today.place import TodayScreen
from journal.tui.widgets.pick_list import PickList
from journal.vault.backup.making import create
from journal.vault.backup.places import backups_of, folder_of
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.making import made
from tests.tui.conftest import MakeApp, Settle, Wait

SMALL = (80, 24)
NEW = "nine grey stones under the pier"


def _notices(app: JournalApp) -> str:
    return " ".join(notice.message for notice in app._notifications)


def _said(app: JournalApp) -> str:
    return str(app.screen.query_one("#said", Static).render())


async def _open(app: JournalApp, pilot: Pilot[Ending], settle: Settle, until: Wait) -> None:
    await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    await settle(pilot)
    await pilot.press("f10", "f5")
    await until(pilot, lambda: isinstance(app.screen, BackupsScreen))
    await settle(pilot)


async def _log(app: JournalApp) -> None:
    await app.vault.write(lambda vault: vault.entries.add(made("one")))


async def test_quitting_and_locking_make_one(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """After a change, and none without; a signal makes none."""
    new_vault(path, clock=lambda: NOW).close()
    for ending, changes, backups in ((Ending.SUSPENDED, True, 0), (Ending.LOCKED, False, 1), (Ending.QUIT, False, 1)):
        app = journal_app(path)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            if changes:
                await _log(app)
            await app.leave(ending)
            await settle(pilot)
        assert (len(backups_of(path)), app.untold) == (backups, "")


async def test_a_backup_that_can_not_be_made(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """It holds up neither; whoever quits is told at once, and whoever locked is told when it is open again."""
    new_vault(path, clock=lambda: NOW).close()
    folder_of(path).touch()
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await _log(app)
        await app.leave(Ending.LOCKED)
        await settle(pilot)
    assert app.untold.startswith("No backup was made.")
    again = JournalApp(path, passphrase=PASSPHRASE, clock=lambda: NOW, not_backed_up=True)
    async with again.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "No backup could be made" in _notices(again))


async def test_made_and_verified(app: JournalApp, path: Path, settle: Settle, until: Wait) -> None:
    """An empty list says what it is for; b makes one, v reads it to its end."""
    async with app.run_test(size=SMALL) as pilot:
        await _open(app, pilot, settle, until)
        assert app.screen.query_one("#empty").display
        await pilot.press("b")
        await settle(pilot)
        assert "Made and verified" in _said(app)
        (pick,) = app.screen.query_one(PickList).picks
        assert pick.id == str(backups_of(path)[0].place)
        await pilot.press("v")
        await settle(pilot)
        assert "It is whole" in _said(app)
        backups_of(path)[0].place.write_bytes(b"x" * 8192)
        await pilot.press("escape", "f5")
        await until(pilot, lambda: isinstance(app.screen, BackupsScreen))
        await settle(pilot)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, BackupPassphraseScreen))
        await pilot.press(*"abc", "enter")
        await until(pilot, lambda: "does not open this backup" in _said(app))


async def test_a_folder_that_can_not_be_looked_into(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, tmp_path: Path
) -> None:
    """What is wrong with it is said, the backups beside the journal are shown, and the passphrase can be changed."""
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "journal-backups").symlink_to("journal-backups")  # a link to itself
    vault = new_vault(path, clock=lambda: NOW)
    vault.settings.set(replace(vault.settings.get(), backup_folder=str(tmp_path / "stick")))
    create(vault)
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        await _open(app, pilot, settle, until)
        await until(pilot, lambda: len(app.screen.query_one(PickList).picks) == 1)
        assert "can't be used" in _said(app)
        await pilot.press("escape", "f2")
        await until(pilot, lambda: isinstance(app.screen, ChangePassphraseScreen))
        for line, typed in (("#current", PASSPHRASE), ("#secret", NEW), ("#again", NEW)):
            app.screen.query_one(line, Input).value = typed
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "1 older backup still opens" in _said(app))
        assert "This backup is beside the journal" in _said(app)


async def test_restored(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """After a question the journal is as the backup has it, and the app locks; the answer in focus changes nothing."""
    vault = new_vault(path, clock=lambda: NOW)
    vault.entries.add(made("one"))
    create(vault)
    vault.entries.add(made("two"))
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        await _open(app, pilot, settle, until)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        assert "It has 1 entry" in str(app.screen.query_one(Static).render())
        await pilot.press("enter")
        await settle(pilot)
        assert "Nothing was changed" in _said(app)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        app.screen.query_one("#yes", Button).press()
        await until(pilot, lambda: not app.is_running)
    assert app.return_value is Ending.LOCKED
    reopened = Vault.open(path, PASSPHRASE)
    assert reopened.entries.count() == 1
    reopened.close()
    assert [one.replaced for one in backups_of(path)] == [True, False]  # and none of what was replaced


async def test_destroying_tells_of_them(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Before the word is typed, it is said how many there are and where."""
    vault = new_vault(path, clock=lambda: NOW)
    create(vault)
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("f10", "f9")
        await settle(pilot)
        app.screen.query_one("#destroy", Button).press()
        await until(pilot, lambda: bool(app.screen.query("#backups")))
        await until(pilot, lambda: "1 backup, in" in str(app.screen.query_one("#backups", Static).render()))
