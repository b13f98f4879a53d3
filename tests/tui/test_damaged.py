"""The terminal app over a journal with a damaged page: it says so, goes on, and what is written is kept."""

import random
from pathlib import Path

from textual.widgets import Input, Static

from journal.model.entry import Kind
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.tui.screens.journal.place import JournalPlace
from journal.tui.screens.today.place import TodayScreen
from journal.vault.backup.making import create
from tests.conftest import NOW
from tests.faults.damage import flip, original, write
from tests.journals import new_vault
from tests.making import made
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.reading import Reader
from tests.tui.writing import field, go_to, written

SIZE = (80, 24)


def _damage(path: Path, name: str, kind: str) -> None:
    content = bytearray(original().content)
    for number in original().kinds[name, kind]:
        flip(content, number, random.Random(number))
    write(content, path)


async def test_entries_that_cannot_be_read(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A list that can't be read is no empty journal; a search isn't either, and the other places are there."""
    _damage(path, "entry", "leaf")
    content = path.read_bytes()
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        assert "is damaged" in reader.notes[-1]
        assert "journal doctor --salvage" in reader.notes[-1]
        assert not app.screen.query_one("#empty").display
        app.clear_notifications()
        await reader.press("slash", *"alex")
        assert isinstance(app.focused, Input)
        assert "is damaged" in reader.notes[-1]
        await reader.press("escape", "3")
        assert not isinstance(app.screen, JournalPlace)
        assert app.is_running
    assert path.read_bytes() == content


async def test_a_place_with_escapes(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """What is said of a file that can't be opened has nothing of its name that a terminal acts on."""
    place = path.with_name("j\x1b]52;c;aGk=\x07.db")
    new_vault(place, clock=lambda: NOW).close()
    place.write_bytes(place.read_bytes()[:-100])
    content = bytearray(place.read_bytes())
    content[100:200] = bytes(100)
    place.write_bytes(content)
    app = journal_app(place)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "damaged" in str(app.screen.query_one("#said", Static).render()))
        assert "\x1b" not in str(app.screen.query_one("#said", Static).render())


async def test_an_entry_that_cannot_be_saved(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A save that meets the damage says so; the text stays in the form, and is kept as a draft on leaving it."""
    _damage(path, "entry_search_data", "leaf")
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.vault.is_open)
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        await go_to(pilot, field(app, "text"))
        await pilot.press(*"kept", "ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, EntryFormScreen)
        assert "is damaged" in [note.message for note in app._notifications][-1]
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)
    assert written(path)[0].text == "kept"


async def test_a_journal_that_does_not_open(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Where its first page is damaged, the ways on are said, with the backup that there is."""
    vault = new_vault(path, clock=lambda: NOW)
    create(vault)
    for _ in range(20):
        vault.entries.add(made("text " * 500))
    vault.close()
    content = bytearray(path.read_bytes())
    content[100] ^= 4
    path.write_bytes(content)
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "--salvage" in str(app.screen.query_one("#said", Static).render()))
        said = str(app.screen.query_one("#said", Static).render())
        assert "the passphrase is right" in said and f"journal --file {path} backup restore" in said
        assert f"The latest backup is of {NOW.astimezone():%Y-%m-%d %H:%M}" in said
        assert not app.vault.is_open
        assert app.screen.query_one("#said").region.bottom < SIZE[1]
    assert path.read_bytes() == bytes(content)
