"""What people lost in journals of others while they wrote: each of these is a bug that was reported there."""

import datetime as dt
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from journal.errors import WrongPassphrase
from journal.model.dates import When
from journal.model.entry import EntryContent, Kind, blank
from journal.model.rating import Moment, Rating
from journal.tui.app import JournalApp
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.tui.screens.form.prompts import PromptsScreen
from journal.tui.screens.unlock import UnlockScreen
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.writing import drafts, entries, field, form_of, go_to, written
from tests.zones import living_in

WHEN = When(NOW.date(), dt.time(21, 0), "Europe/Helsinki")


async def test_a_wrong_passphrase_again_and_again_keeps_the_draft(
    app: JournalApp, path: Path, settle: Settle, until: Wait
) -> None:
    """Locked in the middle of a sentence, then unlocked at the fifth try: the sentence is there to go on with."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        await pilot.press(*"half a sentence", "ctrl+l")
        await until(pilot, lambda: not app.vault.is_open)
    before = path.read_bytes()
    again = JournalApp(path, clock=lambda: NOW)
    async with again.run_test(size=(80, 24)) as pilot:
        for wrong in ("x", PASSPHRASE.upper(), f"{PASSPHRASE} ", "half a sentence"):
            await _type_passphrase(pilot, until, wrong)
            await until(pilot, lambda: "does not open" in _said(again))
            assert path.read_bytes() == before
        await _type_passphrase(pilot, until, PASSPHRASE)
        await until(pilot, lambda: again.current_mode == "today")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert form_of(again).state().content.text == "half a sentence"


def test_a_wrong_passphrase_changes_nothing_of_the_file(path: Path) -> None:
    """However often it is tried, the draft is as it was, and so is every byte."""
    vault = new_vault(path)
    draft = vault.drafts.save(replace(blank(Kind.REFLECTION, WHEN), text="half a sentence"))
    vault.close()
    before = path.read_bytes()
    for wrong in range(20):
        try:
            Vault.open(path, f"wrong {wrong}")
            raise AssertionError("it opened")
        except WrongPassphrase:
            assert path.read_bytes() == before
    assert [(kept.id, kept.content) for kept in drafts(path)] == [(draft.id, draft.content)]


async def test_keys_right_before_the_lock_are_kept(app: JournalApp, path: Path, settle: Settle, until: Wait) -> None:
    """The lock comes straight after the first keys, as from a script or a very quick hand."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        for key in "first words":
            app.post_message(events.Key("space" if key == " " else key, key))
        app.post_message(events.Key("ctrl+l", None))
        await pilot.pause()
        await until(pilot, lambda: not app.is_running)
    assert [content.text for content in written(path)] == ["first words"]


async def test_a_lock_while_editing_keeps_the_body(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Locked three times in the course of one edit, nothing of it is lost or doubled; what was saved is untouched."""
    content = replace(blank(Kind.REFLECTION, WHEN), text="as saved")
    entry_id = _saved(path, content)
    for word in (" one", " two", " three"):
        app = journal_app(path)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            app.edit_entry(entry_id, content)
            await settle(pilot)
            await go_to(pilot, field(app, "text"))
            await pilot.press("ctrl+end", *word, "ctrl+l")
            await until(pilot, partial(_is_closed, app))
        assert [entry.content.text for entry in entries(path)] == ["as saved"]
    assert [draft.text for draft in written(path)] == ["as saved one two three"]
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.edit_entry(entry_id, content)
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert [(entry.version, entry.content.text) for entry in entries(path)] == [(2, "as saved one two three")]
    assert drafts(path) == ()


async def test_ratings_without_text_are_an_entry(app: JournalApp, path: Path, settle: Settle, until: Wait) -> None:
    """One number is drafted, survives a lock, is saved and read back; it is never taken for an empty form."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.EDUCATION)
        await settle(pilot)
        await go_to(pilot, field(app, "rating:usefulness:once"))
        await pilot.press("0", "ctrl+l")
        await until(pilot, lambda: not app.vault.is_open)
    (draft,) = written(path)
    assert draft.ratings == (Rating("usefulness", Moment.ONCE, 0),) and not draft.text
    again = JournalApp(path, passphrase=PASSPHRASE, clock=lambda: NOW)
    async with again.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: again.current_mode == "today")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert [entry.content.ratings for entry in entries(path)] == [draft.ratings]


async def test_midnight_keeps_the_date_and_the_text(path: Path, journal_app: MakeApp, settle: Settle) -> None:
    """A form opened before midnight and saved after it is dated when it was opened."""
    new_vault(path).close()
    now = NOW.replace(hour=23, minute=59)
    app = journal_app(path, clock=lambda: now)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        opened = app.now()
        await pilot.press(*"before ")
        now += dt.timedelta(minutes=2)
        await pilot.press(*"after", "ctrl+s")
        await settle(pilot)
    assert [(entry.content.when, entry.content.text) for entry in entries(path)] == [(opened, "before after")]


async def test_midnight_and_a_journey_keep_the_date_of_an_edit(
    path: Path, journal_app: MakeApp, settle: Settle
) -> None:
    """An entry that is edited across midnight, in another zone, keeps the date, time and zone that were chosen."""
    content = replace(blank(Kind.REFLECTION, WHEN), text="as saved")
    entry_id = _saved(path, content)
    now = NOW.replace(hour=23, minute=59)
    app = journal_app(path, clock=lambda: now)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        with living_in("Asia/Kolkata"):
            app.edit_entry(entry_id, content)
            await settle(pilot)
            await pilot.press("x")
            now += dt.timedelta(minutes=2)
        with living_in("America/St_Johns"):
            await pilot.press("x", "ctrl+s")
            await settle(pilot)
    assert [(entry.content.when, entry.content.text) for entry in entries(path)] == [(WHEN, "as savedxx")]


async def test_a_dialog_puts_no_older_text_over_newer(app: JournalApp, settle: Settle, until: Wait) -> None:
    """Coming back from the prompts, the notes are as they were typed."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        await pilot.press(*"one", "f2")
        await until(pilot, lambda: isinstance(app.screen, PromptsScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await pilot.press(*" two")
        assert form_of(app).state().content.text == "one two"


async def _type_passphrase(pilot: Pilot[Any], until: Wait, words: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, UnlockScreen) and pilot.app.focused is not None)
    await pilot.press(*words, "enter")
    await until(pilot, lambda: pilot.app.focused is not None or not isinstance(pilot.app.screen, UnlockScreen))


def _is_closed(app: JournalApp) -> bool:
    return not app.vault.is_open


def _said(app: JournalApp) -> str:
    return str(app.screen.query_one("#said", Static).render())


def _saved(path: Path, content: EntryContent) -> str:
    vault = new_vault(path, clock=lambda: NOW)
    try:
        return vault.entries.add(content).id
    finally:
        vault.close()
