"""The settings: what is set takes effect at once and is kept in the journal."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import TextArea

from journal.model.entry import Kind
from journal.tui.app import JournalApp
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.tui.screens.settings import SettingsForm, SettingsScreen
from journal.tui.screens.today.place import TodayScreen
from journal.tui.screens.unlock import UnlockScreen
from journal.vault.settings import Preferences, WeekStart
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.tui.conftest import Settle, Wait

SMALL = (80, 24)


def kept(path: Path) -> Preferences:
    """The settings in the journal's file."""
    vault = Vault.open(path, PASSPHRASE)
    preferences = vault.settings.get()
    vault.close()
    return preferences


@pytest.mark.parametrize("key", ["comma", "f10"])
async def test_everything_can_be_set_by_keys(
    app: JournalApp, path: Path, settle: Settle, until: Wait, key: str
) -> None:
    """Minutes, masks, the week, the bell and contacts are in effect when the screen is left, and in the file."""
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await settle(pilot)
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await settle(pilot)
        await pilot.press("1", "5", "tab", "space", "tab", "3", "tab", "space", "tab", *"Alex", "enter", *"0123")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        expected = Preferences(
            lock_minutes=15, masked=True, week_start=WeekStart.SUNDAY, bell=True, support_contacts="Alex\n0123"
        )
        assert app.preferences == expected
    assert kept(path) == expected


async def test_it_takes_effect_before_it_is_left(app: JournalApp, path: Path, settle: Settle, until: Wait) -> None:
    """A moment after a change it is in the journal and in force, and the screen says so."""
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await settle(pilot)
        await pilot.press("9")
        await until(pilot, lambda: app.preferences.lock_minutes == 9)
        await settle(pilot)
        assert "Kept." in str(app.screen.query_one("#status").render())
        assert kept(path).lock_minutes == 9


@pytest.mark.parametrize("typed", ["0", "61", "soon", "-1", "999999999999"])
async def test_minutes_out_of_bounds_are_explained(
    app: JournalApp, path: Path, settle: Settle, until: Wait, typed: str
) -> None:
    """Bad minutes are told of under their field and change nothing; what else was set is kept."""
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await settle(pilot)
        await pilot.press(*typed, "tab", "space")
        await settle(pilot)
        field = app.screen.query_one(SettingsForm).fields["lock_minutes"]
        assert "from 1 to 60" in str(field.row.query_one(".problem").render())
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert ["stays as it was" in note.message for note in app._notifications] == [True]
    assert kept(path) == Preferences(masked=True)


async def test_what_is_left_empty_stays(path: Path, settle: Settle, until: Wait) -> None:
    """Emptied minutes and a day that is taken back leave what was there."""
    vault = new_vault(path, clock=lambda: NOW)
    given = Preferences(lock_minutes=7, week_start=WeekStart.SATURDAY, support_contacts="[/x]\x1b]52;c;aGVs\x07\r\nb")
    vault.settings.set(given)
    vault.close()
    app = JournalApp(path, passphrase=PASSPHRASE, clock=lambda: NOW)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await settle(pilot)
        assert app.screen.query_one(TextArea)
        await pilot.press("backspace", "tab", "tab", "backspace", "tab", "space", "escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert kept(path) == replace(given, bell=True)


async def test_what_another_program_set_stays(app: JournalApp, path: Path, settle: Settle, until: Wait) -> None:
    """Masking titles, and a setting changed on the form, leave what was set elsewhere since the journal was opened."""
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        elsewhere = Vault.open(path, PASSPHRASE)
        elsewhere.settings.set(Preferences(support_contacts="Robin", words={"arousal": "warmth"}))
        elsewhere.close()
        await pilot.press("m")
        await until(pilot, lambda: kept(path).masked)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await settle(pilot)
        await pilot.press("9", "escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert kept(path) == Preferences(lock_minutes=9, masked=True, support_contacts="Robin", words={"arousal": "warmth"})


async def test_the_lock_keeps_what_was_typed(app: JournalApp, path: Path, settle: Settle, until: Wait) -> None:
    """Contacts that are being typed when the lock comes are in the journal."""
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await settle(pilot)
        await pilot.press(*["shift+tab"] * 4, *"Robin")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: not app.vault.is_open)
    assert kept(path).support_contacts == "Robin"


async def test_there_are_none_before_unlocking(path: Path, settle: Settle) -> None:
    """F10 does nothing at the unlock screen."""
    new_vault(path, clock=lambda: NOW).close()
    app = JournalApp(path, clock=lambda: NOW)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("f10", "f7")
        await settle(pilot)
        assert isinstance(app.screen, UnlockScreen)


async def test_a_form_below_stays_as_it_is(app: JournalApp, settle: Settle, until: Wait) -> None:
    """The settings open over what is being written, and leave it alone."""
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        app.write_entry(Kind.REFLECTION)
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await settle(pilot)
        await pilot.press(*"half, a", "f10")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await settle(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        assert app.screen.query_one(TextArea).text == "half, a"


@pytest.mark.usefixtures("short_waits")
async def test_what_cannot_be_kept_can_be_left(app: JournalApp, path: Path, settle: Settle, until: Wait) -> None:
    """Where the journal can't be written, leaving asks first; staying loses nothing, and leaving keeps what was set."""
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await settle(pilot)
        before = app.preferences
        other = Vault.open(path, PASSPHRASE)
        with other.atomic():
            await pilot.press("9")
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
            await pilot.press("tab", "enter")
            await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        other.close()
        assert app.preferences == before
    assert kept(path) == before
