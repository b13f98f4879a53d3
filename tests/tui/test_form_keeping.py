"""Drafts: what is written is in the file within moments, and nothing that happens to the form loses it."""

import asyncio
import datetime as dt
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from journal.model.dates import When
from journal.model.entry import EntryContent, Kind, Outcome, Sharing, blank
from journal.model.rating import Moment, Rating
from journal.tui.app import Ending, JournalApp
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.tui.screens.today.place import TodayScreen
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.hostile import HOSTILE_LINES
from tests.journals import new_vault
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.writing import drafts, entries, field, form_of, go_to, look, paste, screen_of, status, written

WHEN = When(NOW.date(), dt.time(21, 0), "Europe/Helsinki")


async def test_a_draft_is_in_the_file_soon_after_the_last_key(
    app: JournalApp, path: Path, settle: Settle, until: Wait
) -> None:
    """Another program that opens the file finds what was typed, and the form says when it was kept."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        assert not drafts(path) and status(app) == ""
        await pilot.press(*"quiet evening")
        await until(pilot, lambda: [content.text for content in written(path)] == ["quiet evening"])
        await until(pilot, lambda: status(app) == f"Draft kept {NOW.astimezone():%H:%M:%S}")
        first = drafts(path)[0].id
        await pilot.press("2")
        await until(pilot, lambda: [content.text for content in written(path)] == ["quiet evening2"])
        assert [draft.id for draft in drafts(path)] == [first]


async def test_a_draft_is_kept_while_typing_goes_on(app: JournalApp, path: Path, settle: Settle) -> None:
    """It does not wait for a pause: somebody who never stops typing has a draft all the same."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        typed = 0
        while not drafts(path) and typed < 500:
            await pilot.press("x")
            typed += 1
        assert written(path)[0].text.startswith("x")


async def test_one_write_at_a_time_and_the_latest_wins(
    app: JournalApp, path: Path, settle: Settle, until: Wait
) -> None:
    """While the file is busy the form goes on; when it is free again, one draft holds everything."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        free = threading.Event()
        busy = asyncio.ensure_future(app.vault.read(lambda _: free.wait(30)))
        for char in "slowly":
            await pilot.press(char)
            screen_of(app).run_worker(screen_of(app).keep())
        assert form_of(app).state().content.text == "slowly"
        free.set()
        await busy
        await settle(pilot)
        assert [content.text for content in written(path)] == ["slowly"]


async def test_a_form_on_its_way_out_can_still_be_kept(app: JournalApp, path: Path, settle: Settle) -> None:
    """After a fault the screens may be gone already when the drafts are kept: the text is in the file all the same."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        await pilot.press("x")
        screen = screen_of(app)
    await screen.keep()
    await app.vault.close()
    assert [content.text for content in written(path)] == ["x"]


async def test_a_fault_keeps_what_was_being_written(app: JournalApp, path: Path, settle: Settle) -> None:
    """A bug ends the app, and the keys right before it are in a draft."""

    def fault() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            app.write_entry(Kind.REFLECTION)
            await settle(pilot)
            await pilot.press("x")
            app.call_later(fault)
            await pilot.pause()
    assert [content.text for content in written(path)] == ["x"]


async def test_going_on_with_a_draft(path: Path, journal_app: MakeApp, settle: Settle) -> None:
    """The form shows the draft, unreadable date included, says so, and saving it leaves an entry and no draft."""
    content = replace(blank(Kind.REFLECTION, WHEN), text="half a thought")
    vault = new_vault(path, clock=lambda: NOW)
    draft = vault.drafts.save(content, unread={"time": "half nine"})
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.go_on_with(draft)
        await settle(pilot)
        assert status(app).startswith("Going on with the draft of Sun 17 May 2026")
        assert form_of(app).state().unread == {"time": "half nine"}
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert not entries(path) and app.focused is field(app, "time")
        await pilot.press("backspace", *"21:30", "ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)
    assert [entry.content for entry in entries(path)] == [
        replace(content, when=replace(content.when, time=dt.time(21, 30)))
    ]
    assert not drafts(path)


async def test_an_edit_goes_on_with_its_draft(path: Path, journal_app: MakeApp, settle: Settle) -> None:
    """Opening the entry again finds what was changed and not saved; saving keeps one entry with its history."""
    content = replace(blank(Kind.REFLECTION, WHEN), text="as saved")
    entry_id = _saved(path, content)
    look(path, lambda vault: vault.drafts.save(replace(content, text="as changed"), edits=entry_id))
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.edit_entry(entry_id, content)
        await settle(pilot)
        assert form_of(app).state().content.text == "as changed"
        assert "Going on with the draft" in status(app)
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert [(entry.id, entry.version, entry.content.text) for entry in entries(path)] == [(entry_id, 2, "as changed")]
    assert [entry.content for entry in look(path, lambda vault: vault.entries.history(entry_id))] == [content]
    assert not drafts(path)


async def test_a_change_taken_back_leaves_no_draft(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """An edit that ends as it began needs no draft; the one that was kept meanwhile goes."""
    content = replace(blank(Kind.REFLECTION, WHEN), text="as saved")
    entry_id = _saved(path, content)
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.edit_entry(entry_id, content)
        await settle(pilot)
        await pilot.press("x")
        await until(pilot, lambda: len(drafts(path)) == 1)
        await pilot.press("backspace")
        await until(pilot, lambda: not drafts(path))
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)
    assert [(entry.version, entry.content) for entry in entries(path)] == [(1, content)]


async def test_a_wrong_date_is_kept_in_the_draft(app: JournalApp, path: Path, settle: Settle, until: Wait) -> None:
    """What can't be read is in the draft as it was typed, beside the date as it was."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.EDUCATION)
        await settle(pilot)
        await go_to(pilot, field(app, "date"))
        await pilot.press(*"31.2.2026")
        await until(pilot, lambda: [draft.unread for draft in drafts(path)] == [{"date": "31.2.2026"}])
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert not entries(path)
        assert isinstance(app.screen, EntryFormScreen)
        assert written(path)[0].when.date == app.today()


async def test_a_file_that_cant_be_written_keeps_the_text_on_the_screen(
    app: JournalApp, path: Path, settle: Settle, until: Wait
) -> None:
    """The folder is gone, as when a stick is pulled out: the form says so and stays; with it back, all is saved."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        away = path.parent.rename(path.parent.with_name("away"))
        await pilot.press(*"still here")
        await until(pilot, lambda: status(app).startswith("Not saved: "))
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, EntryFormScreen)
        assert form_of(app).state().content.text == "still here"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        away.rename(path.parent)
        await until(pilot, lambda: status(app).startswith("Draft kept "))
        assert [content.text for content in written(path)] == ["still here"]
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert [entry.content.text for entry in entries(path)] == ["still here"]
    assert not drafts(path)


async def test_the_terminal_gets_no_copy(app: JournalApp, settle: Settle, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copying and cutting write no OSC 52, and nothing else that holds the text, to the terminal."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        written: list[str] = []
        monkeypatch.setattr(app._driver, "write", written.append)
        await pilot.press(*"secret", "ctrl+shift+a", "ctrl+c", "ctrl+shift+a", "ctrl+x")
        await go_to(pilot, field(app, "topic"))
        await pilot.press(*"label", "ctrl+shift+a", "ctrl+c", "ctrl+x", "ctrl+v")
        assert app.clipboard == "label"
        assert not any("\x1b]52" in piece or "c2VjcmV0" in piece for piece in written)


async def test_the_whole_hostile_text_comes_back_through_form_and_file(
    app: JournalApp, path: Path, settle: Settle
) -> None:
    """Pasted into the notes, kept, saved, and opened again, it is the same text."""
    text = "\n".join(HOSTILE_LINES)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        await paste(pilot, text)
        await pilot.press("ctrl+s")
        await settle(pilot)
        (entry,) = entries(path)
        assert entry.content.text == text
        app.edit_entry(entry.id, entry.content)
        await settle(pilot)
        assert form_of(app).state().content == entry.content
        await pilot.press("x", "ctrl+s")
        await settle(pilot)
    assert entries(path)[0].content.text == text + "x"


async def test_an_untouched_edit_changes_nothing(path: Path, journal_app: MakeApp, settle: Settle) -> None:
    """Opened and saved, the entry has the same version, sharing, assignment and unknown ratings."""
    content = replace(
        blank(Kind.COMMUNICATION, WHEN),
        ratings=(Rating("a_scale_of_my_own", Moment.ONCE, 3),),
        assignment="0190-homework",
        sharing=Sharing(joint=frozenset({"outcome"})),
        outcome=Outcome.DONE,
        text="as\r\nit was\x1b",
    )
    entry_id = _saved(path, content)
    app = journal_app(path)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        app.edit_entry(entry_id, content)
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert [(entry.version, entry.content) for entry in entries(path)] == [(1, content)]


def _saved(path: Path, content: EntryContent) -> str:
    vault = new_vault(path, clock=lambda: NOW)
    try:
        return vault.entries.add(content).id
    finally:
        vault.close()


@pytest.mark.parametrize("ending", [Ending.LOCKED, Ending.QUIT])
async def test_a_file_that_was_replaced(
    app: JournalApp, path: Path, settle: Settle, until: Wait, ending: Ending
) -> None:
    """What is written after another machine's copy has taken the file's place is a draft in that, once it is left."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        newer = path.with_name("newer")
        newer.write_bytes(path.read_bytes())
        newer.replace(path)
        await pilot.press(*"quiet evening")
        await until(pilot, lambda: "moved or replaced" in status(app))
        await app.leave(ending)
    assert app.return_value is ending
    assert [content.text for content in written(path)] == ["quiet evening"]


async def test_a_file_that_was_replaced_by_another_journal(
    app: JournalApp, path: Path, settle: Settle, until: Wait
) -> None:
    """Nothing is written into somebody else's; who asks to quit is told, and stays."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        other = path.with_name("other")
        Vault.create(other, "another passphrase").close()
        other.replace(path)
        await pilot.press(*"quiet evening")
        await until(pilot, lambda: "moved or replaced" in status(app))
        await app.leave(Ending.QUIT)
        assert app.is_running and not app.is_leaving and form_of(app).state().content.text == "quiet evening"
