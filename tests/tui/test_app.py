"""The frame of the app: set-up, unlocking, Today, the lock, and faults."""

import datetime as dt
import io
import time
from pathlib import Path

import pytest
import tzlocal
from rich.console import Console
from rich.table import Table
from textual import events
from textual.widgets import Button, Input, OptionList, Static

from journal.errors import NotWritable
from journal.model.dates import When
from journal.model.entry import EntryContent, Kind, Reflection
from journal.tui.app import Ending, JournalApp
from journal.tui.commands import PALETTE_COMMANDS
from journal.tui.screens.blank import BlankScreen
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.tui.screens.help import HelpScreen
from journal.tui.screens.setup import SetupScreen
from journal.tui.screens.today.place import TodayScreen
from journal.tui.screens.unlock import UnlockScreen
from journal.tui.widgets.editor import TextEditor
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.tui.conftest import MakeApp, Settle, Wait

SMALL = (80, 24)
TYPED = PASSPHRASE.replace(" ", "-")


def words_of(app: JournalApp, selector: str) -> str:
    """The text that a Static shows."""
    return str(app.screen.query_one(selector, Static).render())


async def test_first_run_creates_a_journal(path: Path, settle: Settle, until: Wait) -> None:
    """The set-up makes a journal with nicknames and minutes to lock, and goes to Today."""
    app = JournalApp(path, clock=lambda: NOW)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, SetupScreen)
        await pilot.press(*TYPED, "tab", *TYPED, "tab", "S", "a", "m")
        await pilot.press("tab", *"Alex,Robin", "tab", "backspace", "5", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await settle(pilot)
        assert app.screen.query_one("#welcome").display
        await app.action_leave()
    assert app.return_value is Ending.QUIT
    vault = Vault.open(path, TYPED)
    assert [(person.nickname, person.is_self) for person in vault.people.list()] == [
        ("Sam", True), ("Alex", False), ("Robin", False),
    ]  # fmt: skip
    assert vault.settings.get().lock_minutes == 5
    vault.close()


async def test_set_up_refuses_two_different_passphrases(path: Path, settle: Settle) -> None:
    """Nothing is created while the second passphrase differs, and the screen says so."""
    app = JournalApp(path, clock=lambda: NOW)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press(*"lantern", "tab", *"lanterm", "ctrl+s")
        await settle(pilot)
        assert "differ" in words_of(app, "#said")
        assert app.focused is not None and app.focused.id == "again"
    assert not path.exists()


async def test_a_weak_passphrase_is_used_only_after_a_warning(path: Path, until: Wait) -> None:
    """A weak passphrase brings up a question whose first answer goes back; the second one creates the journal."""
    app = JournalApp(path, clock=lambda: NOW)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press(*"password", "tab", *"password", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        assert isinstance(app.focused, Button) and app.focused.id == "no"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SetupScreen))
        assert not path.exists()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    Vault.open(path, "password").close()


async def test_a_suggested_passphrase_has_six_words(path: Path, settle: Settle) -> None:
    """Ctrl-G shows six words to be typed."""
    app = JournalApp(path, clock=lambda: NOW)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+g")
        await settle(pilot)
        assert len(words_of(app, "#offer").splitlines()[1].split()) == 6


async def test_unlocking_says_what_is_wrong_and_nothing_of_the_content(path: Path, until: Wait) -> None:
    """A wrong passphrase is said and may be typed again; before unlocking no word of an entry is on the screen."""
    vault = new_vault(path, clock=lambda: NOW)
    vault.entries.add(EntryContent(when=When(NOW.date()), details=Reflection(), topic="MARKER"))
    vault.close()
    app = JournalApp(path, clock=lambda: NOW)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, UnlockScreen)
        for _ in range(3):
            await pilot.press(*"wrong", "enter")
            await until(pilot, lambda: "does not open" in words_of(app, "#said"))
        assert app.screen.query_one(Input).value == ""
        assert "MARKER" not in app.export_screenshot()
        await pilot.press(*PASSPHRASE, "enter")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count > 0)
        assert "MARKER" in app.export_screenshot()


class Seconds:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def unlocked(path: Path, seconds: Seconds) -> JournalApp:
    """The app over a new journal, with hands on its clock."""
    new_vault(path, clock=lambda: NOW).close()
    return JournalApp(path, passphrase=PASSPHRASE, clock=lambda: NOW, seconds=seconds)


async def test_it_locks_after_the_set_minutes_without_a_key(path: Path, until: Wait) -> None:
    """A key puts the lock off; two minutes without one end the app as locked."""
    seconds = Seconds()
    app = await unlocked(path, seconds)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        for _ in range(12):
            seconds.now += 9
            await app._look_at_clock()
        await pilot.press("2", "1")
        for _ in range(12):
            seconds.now += 9
            await app._look_at_clock()
        assert app.vault.is_open
        seconds.now += 12
        await app._look_at_clock()
        assert not app.vault.is_open
    assert app.return_value is Ending.LOCKED


async def test_it_locks_when_the_machine_has_slept(path: Path, until: Wait) -> None:
    """A gap between two looks at the clock that only sleep explains locks at once."""
    seconds = Seconds()
    app = await unlocked(path, seconds)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await app._look_at_clock()
        seconds.now += 30
        await app._look_at_clock()
    assert app.return_value is Ending.LOCKED


@pytest.mark.parametrize("keys", [["n"], ["question_mark"], ["ctrl+p"], ["f8"], ["n", "5"], ["2", "slash"]])
async def test_the_lock_key_works_over_every_dialog(path: Path, until: Wait, settle: Settle, keys: list[str]) -> None:
    """Neither a dialog, the palette, a blank screen, a form nor the search line holds up the lock."""
    app = await unlocked(path, Seconds())
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press(*keys)
        await settle(pilot)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: not app.vault.is_open)
    assert app.return_value is Ending.LOCKED


async def test_locking_keeps_what_was_being_written(path: Path, until: Wait, settle: Settle) -> None:
    """A form that is open when the lock comes leaves its text as a draft."""
    app = await unlocked(path, Seconds())
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        await pilot.press(*"first keys", "ctrl+l")
        await until(pilot, lambda: not app.vault.is_open)
    vault = Vault.open(path, PASSPHRASE)
    assert ["first keys" in repr(draft.content) for draft in vault.drafts.list()] == [True]
    vault.close()


async def test_blank_hides_everything_until_its_key(path: Path, until: Wait, settle: Settle) -> None:
    """F8 leaves nothing to read on the screen, and F8 again brings it back."""
    app = await unlocked(path, Seconds())
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("f8")
        await settle(pilot)
        assert isinstance(app.screen, BlankScreen)
        assert not "".join(
            segment.text for strip in app.screen._compositor.render_strips() for segment in strip
        ).strip()
        await pilot.press("f8")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)


async def test_palette_and_help_come_from_the_same_commands(path: Path, until: Wait) -> None:
    """The palette offers what the help page lists and what is rarely wanted, and nothing of Textual's own."""
    app = await unlocked(path, Seconds())
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        palette = {command.title for command in app.get_system_commands(app.screen)}
        listed = {command.help for command in app.commands_here()}
        assert listed - palette == {"Find a command by typing its words"}
        assert palette - listed == {command.help for command in PALETTE_COMMANDS}
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        paper = Console(file=io.StringIO(), width=300, record=True)
        for static in app.screen.query(Static):
            paper.print(static.content if isinstance(static.content, Table) else str(static.content))
        shown = paper.export_text()
        assert all(help_words in shown for help_words in listed)


async def test_a_fault_shows_its_place_and_no_text(path: Path, until: Wait, capsys: pytest.CaptureFixture[str]) -> None:
    """A bug ends the app with its place; its message and local variables, which hold text, are not shown."""

    def fault() -> None:
        marker = "MARKER"
        raise ValueError(f"about {marker}")

    app = await unlocked(path, Seconds())
    with pytest.raises(ValueError, match="MARKER"):
        async with app.run_test(size=SMALL) as pilot:
            await until(pilot, lambda: isinstance(app.screen, TodayScreen))
            app.write_entry(Kind.REFLECTION)
            await until(pilot, lambda: isinstance(app.focused, TextEditor))
            await pilot.press(*"kept")
            app.call_later(fault)
            await until(pilot, lambda: not app.vault.is_open)
    app._print_error_renderables()
    captured = capsys.readouterr()
    assert "MARKER" not in captured.out + captured.err
    assert "ValueError at" in captured.err
    vault = Vault.open(path, PASSPHRASE)
    assert ["kept" in repr(draft.content) for draft in vault.drafts.list()] == [True]
    vault.close()


async def test_dates_are_those_of_the_person(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Today is the local date, whatever the date in UTC is, and `now` names the zone."""
    app = JournalApp(path, clock=lambda: dt.datetime(2026, 5, 17, 23, 30, tzinfo=dt.UTC))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    tzlocal.reload_localzone()
    try:
        assert app.today() == dt.date(2026, 5, 18)
        assert app.now() == When(dt.date(2026, 5, 18), dt.time(8, 30), "Asia/Tokyo")
    finally:
        monkeypatch.setenv("TZ", "UTC")
        time.tzset()
        tzlocal.reload_localzone()


async def test_errors_are_said_with_what_to_do_next(path: Path, until: Wait, settle: Settle) -> None:
    """An error of the vault comes up as its message and hint, drawn as plain text."""
    app = await unlocked(path, Seconds())
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        app.complain(NotWritable("[/The disk] is full.", "Make room."))
        await settle(pilot)
        shown = [notification.message for notification in app._notifications]
        assert shown == ["[/The disk] is full. Make room."]


async def test_keys_pressed_before_the_form_is_there_reach_it(path: Path, until: Wait) -> None:
    """Somebody who types on at once after choosing a kind loses no letter."""
    app = await unlocked(path, Seconds())
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        app.write_entry(Kind.REFLECTION)
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        for key in "right away":
            app.post_message(events.Key("space" if key == " " else key, key))
        await until(pilot, lambda: isinstance(app.focused, TextEditor) and len(app.focused.text) > 8)
        assert isinstance(app.focused, TextEditor) and app.focused.text == "right away"


async def test_masked_titles_are_masked_everywhere_at_once(path: Path, journal_app: MakeApp, until: Wait) -> None:
    """m in the Journal hides the titles on Today too, though that was drawn before."""
    vault = new_vault(path, clock=lambda: NOW)
    vault.entries.add(EntryContent(when=When(NOW.date()), details=Reflection(), topic="MARKER"))
    vault.close()
    app = journal_app(path)

    def lines() -> list[str]:
        return [str(option.prompt) for option in app.screen.query_one(OptionList).options]

    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen) and "Latest" in lines())
        assert "MARKER" in lines()[lines().index("Latest") + 1]
        await pilot.press("2", "m", "1")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen) and "·····" in "".join(lines()))
        assert "MARKER" not in "".join(lines())
