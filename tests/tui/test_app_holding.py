"""What the app holds to when something comes at a bad moment: faults, signals, a full disk, keys pressed twice."""

import asyncio
import logging
import signal
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.command import CommandPalette
from textual.containers import Vertical
from textual.pilot import Pilot
from textual.widgets.option_list import Option

from journal.errors import NotWritable
from journal.model.dates import When
from journal.model.entry import EntryContent, Kind, blank
from journal.model.goal import Goal
from journal.tui.app import Ending, JournalApp
from journal.tui.screens.blank import BlankScreen
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.tui.screens.setup import SetupScreen
from journal.tui.screens.today.place import TodayScreen
from journal.tui.vault_thread import VaultThread
from journal.tui.widgets.lines import Lines
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.writing import drafts, entries, form_of, look, screen_of, status

SMALL = (80, 24)
WHEN = When(NOW.date())
TYPED = PASSPHRASE.replace(" ", "-")
FULL = NotWritable("The disk is full.", "Make some room.")


# Faults


async def ended(app: JournalApp) -> None:
    """Waits until the app has ended by itself; a pilot would wait for a screen that is gone."""
    for _ in range(2000):
        if not app.is_running:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never ended")


async def test_the_loop_logs_no_text(
    app: JournalApp,
    path: Path,
    settle: Settle,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A fault in a call of the event loop ends the app and keeps what was written; its words are in no log."""

    def fault() -> None:
        raise LookupError("MARKER of a text")

    with caplog.at_level(logging.DEBUG), pytest.raises(LookupError):
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            app.write_entry(Kind.REFLECTION)
            await settle(pilot)
            await pilot.press("x")
            asyncio.get_running_loop().call_soon(fault)
            await ended(app)
    app._print_error_renderables()
    captured = capsys.readouterr()
    assert "LookupError at" in captured.err
    assert "MARKER" not in captured.out + captured.err + caplog.text
    assert not [record for record in caplog.records if record.name == "asyncio" and record.levelno >= logging.ERROR]
    assert len(drafts(path)) == 1


async def test_what_the_loop_says_without_a_fault_ends_nothing(app: JournalApp, settle: Settle) -> None:
    """A word of warning from the event loop is no reason to end, and isn't logged either."""
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        asyncio.get_running_loop().call_exception_handler({"message": "a transport was not closed"})
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)


# Blanking


async def test_the_screen_stays_blank_when_unlocking_ends_late(
    app: JournalApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F8 pressed while the key is derived blanks what comes after it too; F8 again shows it."""
    free = threading.Event()
    opening = VaultThread.open

    async def slowly(thread: VaultThread, path: Path, passphrase: str) -> None:
        await asyncio.to_thread(free.wait, 30)
        await opening(thread, path, passphrase)

    monkeypatch.setattr(VaultThread, "open", slowly)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, BlankScreen))
        free.set()
        await until(pilot, lambda: app.vault.is_open)
        await settle(pilot)
        assert isinstance(app.screen, BlankScreen)
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


async def test_the_screen_stays_blank_when_the_set_up_ends_late(
    path: Path, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same while a journal is made."""
    free = threading.Event()
    create = VaultThread.create

    async def slowly(thread: VaultThread, path: Path, passphrase: str) -> None:
        await asyncio.to_thread(free.wait, 30)
        await create(thread, path, passphrase)

    monkeypatch.setattr(VaultThread, "create", slowly)
    app = JournalApp(path, clock=lambda: NOW)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SetupScreen))
        await pilot.press(*TYPED, "tab", *TYPED, "ctrl+s", "f8")
        await until(pilot, lambda: isinstance(app.screen, BlankScreen))
        free.set()
        await until(pilot, lambda: app.vault.is_open)
        await settle(pilot)
        assert isinstance(app.screen, BlankScreen)
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


# A disk that is full when the app ends


async def _with_something_that_cant_be_kept(
    app: JournalApp, pilot: Pilot[Ending], settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_: EntryFormScreen) -> None:
        raise FULL

    await settle(pilot)
    app.write_entry(Kind.REFLECTION)
    await settle(pilot)
    await pilot.press("x")
    monkeypatch.setattr(EntryFormScreen, "keep", full)


async def test_somebody_who_quits_is_told_of_a_full_disk(
    app: JournalApp, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a draft can't be kept, quitting stops with the reason, and the text is still there."""
    async with app.run_test(size=SMALL) as pilot:
        await _with_something_that_cant_be_kept(app, pilot, settle, monkeypatch)
        await app.leave(Ending.QUIT)
        await settle(pilot)
        assert isinstance(app.screen, EntryFormScreen) and app.vault.is_open
        assert form_of(app).state().content.text == "x"
        assert [note.message for note in app._notifications][-1] == "The disk is full. Make some room."


@pytest.mark.parametrize("ending", [Ending.QUIT, Ending.SUSPENDED, Ending.LOCKED])
async def test_a_full_disk_holds_up_no_signal_and_no_lock(
    app: JournalApp, path: Path, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch, ending: Ending
) -> None:
    """A request to end from outside is followed: the journal is closed and the screen left, draft or no draft."""
    async with app.run_test(size=SMALL) as pilot:
        await _with_something_that_cant_be_kept(app, pilot, settle, monkeypatch)
        await app.leave(ending, asked=ending is Ending.LOCKED)
        await until(pilot, lambda: not app.is_running)
        assert not app.vault.is_open
    assert app.return_value is ending
    assert not entries(path)


async def test_a_signal_after_the_question_ends_all_the_same(
    app: JournalApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Having stayed for a full disk once, the app still ends when a signal comes."""
    async with app.run_test(size=SMALL) as pilot:
        await _with_something_that_cant_be_kept(app, pilot, settle, monkeypatch)
        await app.leave(Ending.QUIT)
        await settle(pilot)
        app._on_signal(signal.SIGTERM, Ending.QUIT)
        await until(pilot, lambda: not app.is_running)
    assert (app.return_value, app.exit_code) == (Ending.QUIT, 128 + signal.SIGTERM)


async def test_a_signal_outweighs_the_question(
    app: JournalApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signal that comes while somebody is quitting ends the app, even if a draft can't be kept."""
    async with app.run_test(size=SMALL) as pilot:
        await _with_something_that_cant_be_kept(app, pilot, settle, monkeypatch)
        quitting = asyncio.create_task(app.leave(Ending.QUIT))
        app._on_signal(signal.SIGHUP, Ending.QUIT)
        await quitting
        await until(pilot, lambda: not app.is_running)
    assert (app.return_value, app.exit_code) == (Ending.QUIT, 128 + signal.SIGHUP)


# Drafts that were overtaken


def _edited_elsewhere(path: Path, *, later: bool) -> tuple[str, EntryContent]:
    """An entry with a draft of an edit, and a change saved by another program before or after the draft."""
    content = replace(blank(Kind.REFLECTION, WHEN), text="as saved")
    vault = new_vault(path, clock=lambda: NOW.replace(minute=0))
    entry = vault.entries.add(content)
    vault.close()
    for minute, what in ((1, "change"), (2, "draft")) if not later else ((1, "draft"), (2, "change")):
        vault = Vault.open(path, PASSPHRASE, clock=partial(NOW.replace, minute=minute))
        if what == "draft":
            vault.drafts.save(replace(content, text="as drafted"), edits=entry.id)
        else:
            vault.entries.edit(entry.id, replace(content, text="as changed"))
        vault.close()
    return entry.id, content


@pytest.mark.parametrize("later", [True, False])
async def test_a_draft_that_was_overtaken_says_so(
    path: Path, journal_app: MakeApp, settle: Settle, later: bool
) -> None:
    """Where the entry was changed after its draft was kept, the form says what saving would do; else nothing."""
    entry_id, content = _edited_elsewhere(path, later=later)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        app.edit_entry(entry_id, content)
        await settle(pilot)
        assert form_of(app).state().content.text == "as drafted"
        assert "Going on with the draft" in status(app)
        said = [note.message for note in app._notifications]
        assert [("changed after the draft was kept" in message) for message in said] == ([True] if later else [])
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert [entry.content.text for entry in entries(path)] == ["as drafted"]
    history = look(path, lambda vault: vault.entries.history(entry_id))
    assert [entry.content.text for entry in history] == ["as changed", "as saved"]


async def test_an_overtaken_record_says_so_too(path: Path, journal_app: MakeApp, settle: Settle) -> None:
    """The same goes for the draft of a record."""
    vault = new_vault(path, clock=lambda: NOW.replace(minute=0))
    goal = vault.goals.add(Goal(wording="as saved"))
    vault.drafts.save(Goal(wording="as drafted"), edits=goal.id)
    vault.close()
    vault = Vault.open(path, PASSPHRASE, clock=lambda: NOW)
    vault.goals.edit(goal.id, Goal(wording="as changed"))
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        app.write_record(goal.content, goal.id)
        await settle(pilot)
        assert "changed after the draft was kept" in [note.message for note in app._notifications][-1]
        await pilot.press("ctrl+s")
        await settle(pilot)
    versions = look(path, lambda vault: vault.goals.history(goal.id))
    assert [one.content.wording for one in versions] == ["as drafted", "as changed", "as saved"]


# Keys pressed twice


async def test_the_set_up_creates_once(path: Path, until: Wait, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-S pressed again while the journal is made does nothing more, and no second question comes up."""
    made: list[Path] = []
    free = threading.Event()
    create = VaultThread.create

    async def slowly(thread: VaultThread, path: Path, passphrase: str) -> None:
        made.append(path)
        await asyncio.to_thread(free.wait, 30)
        await create(thread, path, passphrase)

    monkeypatch.setattr(VaultThread, "create", slowly)
    app = JournalApp(path, clock=lambda: NOW)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SetupScreen))
        await pilot.press(*TYPED, "tab", *TYPED, "ctrl+s", "ctrl+s")
        await until(pilot, lambda: bool(made))
        await pilot.press("ctrl+s", "ctrl+s")
        free.set()
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert made == [path]
        assert not any(isinstance(screen, SetupScreen) for screen in app.screen_stack)
    Vault.open(path, TYPED).close()


async def test_saving_twice_saves_once(app: JournalApp, path: Path, settle: Settle) -> None:
    """Ctrl-S pressed twice makes one entry, and leaves the screen below alone."""
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        await pilot.press("x")
        screen_of(app).action_save()
        screen_of(app).action_save()
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)
    assert [entry.content.text for entry in entries(path)] == ["x"]
    assert not drafts(path)


async def test_there_is_one_palette(app: JournalApp, settle: Settle, until: Wait) -> None:
    """Ctrl-P in the palette, or below a dialog that it opened, opens no second one; Escape leads back to the place."""
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p", "ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        app.action_command_palette()
        await pilot.pause()
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, BlankScreen))
        app.action_command_palette()
        await pilot.pause()
        assert sum(isinstance(screen, CommandPalette) for screen in app.screen_stack) == 1
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


# Small places


class Low(App[None]):
    """A list with so little room that Textual's own page keys fail in it."""

    def __init__(self, height: int, lines: int) -> None:
        super().__init__()
        self._height = height
        self.lines = Lines(*(Option(f"line {number}\nits second") for number in range(lines)))

    def compose(self) -> ComposeResult:
        """The list in its place."""
        with Vertical() as place:
            place.styles.height = self._height
            yield self.lines


@pytest.mark.parametrize("height", [0, 1, 2, 3])
@pytest.mark.parametrize("lines", [0, 1, 40])
async def test_page_keys_in_a_list_without_room(height: int, lines: int) -> None:
    """PageUp and PageDown do no harm however low a list is, at its ends too, and the other keys still work."""
    app = Low(height, lines)
    app.lines.styles.border = ("none", "black")
    app.lines.styles.height = height
    async with app.run_test(size=SMALL) as pilot:
        app.lines.focus()
        await pilot.press("pageup", "pagedown", "end", "pagedown", "pageup", "home", "pageup", "pagedown")
        await pilot.press("end")
        assert app.lines.highlighted == (lines - 1 if lines else None)


async def test_page_keys_before_a_list_is_laid_out() -> None:
    """A page key that comes before the first drawing is forgotten, and ends nothing."""
    app = Low(10, 40)
    async with app.run_test(size=SMALL):
        unmounted = Lines(*(Option(f"line {number}") for number in range(40)))
        await app.mount(unmounted)
        await unmounted.run_action("page_up")
        await unmounted.run_action("page_down")
