"""The versions of an entry."""

import datetime as dt
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import OptionList

from journal.model.dates import When
from journal.model.entry import EntryContent, Obstacle, Reflection, Sharing
from journal.model.rating import BUILT_IN
from journal.model.reading import changed_fields
from journal.safety.text import UNSAFE
from journal.tui.screens.history import HistoryScreen
from journal.tui.screens.journal.place import JournalPlace
from journal.tui.widgets.page_view import PageView
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.hostile import HOSTILE_TEXTS
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.reading import SIZE, TODAY, Reader, fill

FIRST = EntryContent(
    when=When(TODAY, dt.time(20, 0)), details=Reflection(mood="calm"), topic="a walk", text="first words", minutes=10
)
SECOND = replace(FIRST, text="second words", minutes=None, obstacles=(Obstacle.TIRED,))
THIRD = replace(SECOND, flagged=True)


@pytest.fixture
def edited(path: Path) -> Path:
    """A journal with an entry that was edited twice, a day apart."""
    (entry,) = fill(path, FIRST)
    for days, content in ((1, SECOND), (2, THIRD)):
        instant = NOW + dt.timedelta(days=days)
        vault = Vault.open(path, PASSPHRASE, clock=partial(lambda now: now, instant))
        vault.entries.edit(entry.id, content)
        vault.close()
    return path


def versions(reader: Reader) -> list[str]:
    """The lines of the list of versions."""
    return [str(option.prompt) for option in reader.app.screen.query_one(OptionList).options]


def shown(reader: Reader) -> str:
    """What is on the page."""
    return reader.app.screen.query_one(PageView).shown_text


def said(reader: Reader) -> str:
    """What the page says of what was changed."""
    return " ".join(shown(reader).partition("\n\n")[0].split())


def marked(reader: Reader) -> str:
    """The lines of the pane that are marked as changed."""
    view = reader.app.screen.query_one(PageView)
    lines = [view.render_line(y).text for y in range(view.size.height)]
    return "\n".join(line.strip("▌ ") for line in lines if line.startswith("▌"))


async def test_versions_can_be_read_with_what_each_changed(
    edited: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Versions are listed by when they were saved, the present one first, and read with marks at what they changed."""
    app = journal_app(edited)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("h")
        assert isinstance(app.screen, HistoryScreen)
        lines = versions(reader)
        assert [line.split("  ")[-1].strip() for line in lines] == ["present", "version 2", "version 1"]
        assert [line[:10] for line in lines] == ["Tue 19 May", "Mon 18 May", "Sun 17 May"]
        assert marked(reader).splitlines() == ["⚑ Raise with my therapist"]
        assert "Raise with my therapist" in said(reader)
        await reader.press("down")
        assert "second words" in shown(reader)
        assert "shared with nobody" in shown(reader)
        assert marked(reader).splitlines() == ["What got in the way  tired", "Notes", "second words"]
        assert said(reader) == "Changed here (▌): What got in the way; Notes. Taken out: Minutes in all."
        await reader.press("end")
        assert "first words" in shown(reader)
        assert marked(reader) == ""
        assert said(reader) == "As it was first saved."
        await reader.press("escape")
        assert isinstance(app.screen, JournalPlace)


async def test_restoring_makes_a_new_version(edited: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """r makes an earlier version the present one and keeps all others; the Journal shows it then."""
    app = journal_app(edited)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("h", "r")
        assert reader.notes[-1] == "This is the present version."
        await reader.press("end", "r")
        assert reader.notes[-1] == "Version 1 is the present one again."
        assert len(versions(reader)) == 4
        assert "first words" in shown(reader)
        (entry,) = await reader.vault()
        assert (entry.version, entry.content) == (4, FIRST)
        await reader.press("escape")
        assert "first words" in reader.pane
        history = await app.vault.read(lambda vault: vault.entries.history(entry.id))
        assert [version.content for version in history] == [THIRD, SECOND, FIRST]


async def test_versions_of_an_entry_are_masked(edited: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """While titles are masked, a version is no more than its kind and its date until Tab goes into the page."""
    app = journal_app(edited)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("m", "h", "end")
        assert "Titles are masked" in shown(reader)
        assert not any(words in shown(reader) for words in ("a walk", "first words", "first saved"))
        await reader.press("tab")
        assert "first words" in shown(reader)


async def test_hostile_versions_are_drawn_as_text(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Whatever earlier versions hold, only safe characters are drawn."""
    (entry,) = fill(path, FIRST)
    vault = Vault.open(path, PASSPHRASE, clock=lambda: NOW)
    with vault.atomic():
        for text in HOSTILE_TEXTS:
            vault.entries.edit(entry.id, replace(FIRST, text=text, topic=text, tags=(text,)))
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("h")
        for _ in HOSTILE_TEXTS:
            await pilot.press("down")
            for strip in app.screen._compositor.render_strips():
                assert not UNSAFE.search(strip.text)
        assert isinstance(app.screen, HistoryScreen)


def test_changes_between_two_versions() -> None:
    """A field that reads differently or is new has changed; one that holds nothing any more is gone."""
    assert changed_fields(FIRST, FIRST, BUILT_IN) == (frozenset(), ())
    assert changed_fields(FIRST, SECOND, BUILT_IN) == (frozenset({"text", "obstacles"}), ("Minutes in all",))
    shared = replace(THIRD, sharing=Sharing(therapist=frozenset({"topic"})))
    assert changed_fields(SECOND, shared, BUILT_IN) == (frozenset({"flagged", "sharing"}), ())
    moved = replace(FIRST, when=When(TODAY - dt.timedelta(days=1)))
    assert changed_fields(FIRST, moved, BUILT_IN) == (frozenset({"when"}), ())
