"""Words that a person uses for their body: set in the settings, read where the library is, kept out of the rest."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Collapsible, OptionList, Static

from journal.library import library
from journal.model.entry import Kind
from journal.model.exercise import Exercise
from journal.model.sensate_focus import Stage
from journal.tui.app import JournalApp
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.tui.screens.form.prompts import PromptsScreen, Taken
from journal.tui.screens.glossary import GlossaryScreen
from journal.tui.screens.homework.adapt import AdaptScreen
from journal.tui.screens.settings import SettingsForm, SettingsScreen
from journal.tui.screens.today.place import TodayScreen
from journal.vault.settings import Preferences
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.homework import NARROW, WIDE, Place, agreed, from_library, keep

WORDS = {"chest": "top", "genitals": "[b]petals[/b]\x1b[31m"}
SAID = "Agree which areas are part of it today; top and [b]petals[/b]␛[31m are left out."
SHIPPED = "chest and genitals are left out"


def with_words(vault: Vault) -> None:
    """A journal of somebody who has words of their own."""
    vault.settings.set(Preferences(words=WORDS))


def kept(path: Path) -> dict[str, str]:
    """The words in the journal's file."""
    vault = Vault.open(path, PASSPHRASE)
    words = vault.settings.get().words
    vault.close()
    return words


async def test_they_are_set_by_keys(app: JournalApp, path: Path, settle: Settle, until: Wait) -> None:
    """They are folded away at first; opened, each has its line, and one that is emptied is taken out."""
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await settle(pilot)
        assert app.screen.query_one(Collapsible).collapsed
        await pilot.press("shift+tab", "enter", "tab", *"down there", "tab", "tab", *" Heat ", "escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert app.preferences.words == {"genitals": "down there", "arousal": " Heat "}
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await settle(pilot)
        assert app.screen.query_one(Collapsible).collapsed
        await pilot.press("shift+tab", "enter", "tab", *["delete"] * 10, *["backspace"] * 10, "escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert kept(path) == {"arousal": " Heat "}


async def test_words_for_terms_of_another_version_are_kept(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Setting something else leaves a word in place whose term this version doesn't have."""
    keep(path, lambda vault: vault.settings.set(Preferences(words={"of another": "x", **WORDS})))
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await settle(pilot)
        assert set(app.screen.query_one(SettingsForm).fields) >= {f"words.{term}" for term in library().words}
        await pilot.press("9", "escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert app.preferences == Preferences(lock_minutes=9, words={"of another": "x", **WORDS})


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_an_exercise_has_them_and_its_list_and_safety_notes_do_not(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, size: tuple[int, int]
) -> None:
    """The library is found by the person's word, its page has it, and titles and safety notes are as they shipped."""
    keep(path, with_words)
    app = journal_app(path)
    async with app.run_test(size=size) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "a", "slash", *"petals", "enter")
        assert place.titles == ["Wider touch"]
        assert SAID in place.words and SHIPPED not in place.words
        for code in library().exercises["wider-touch"].safety:
            assert library().safety[code] in place.words
        await place.press("escape", "slash", *"chest", "enter")
        assert place.titles == ["Wider touch"]


async def test_an_exercise_of_ones_own_is_left_alone(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """What the person wrote is read as they wrote it, even where it has a word of the program."""

    def fill(vault: Vault) -> None:
        with_words(vault)
        vault.own_exercises.add(Exercise(title="My chest", steps="Breathe into the chest.", why="arousal"))

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "a", "o")
        assert place.titles == ["My chest"]
        assert "Breathe into the chest." in place.words


async def test_homework_from_the_library_has_them_and_is_stored_as_it_shipped(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Steps as they shipped are numbered and in the person's words; what they added isn't; the file has neither."""
    wider = from_library("wider-touch", if_then="mind the chest")
    added = f"{wider.instructions}\nThe chest is fine."

    def fill(vault: Vault) -> list[str]:
        with_words(vault)
        vault.agreements.add(agreed(Stage.GENITALS_INCLUDED, 1))
        return [vault.assignments.add(one).id for one in (wider, replace(wider, title="Mine", instructions=added))]

    ids = keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        pages = {}
        for _ in place.titles:
            pages[place.here] = place.words
            await place.press("down")
        assert f"1 {SAID}" in pages["Wider touch"] or f"1. {SAID}" in pages["Wider touch"]
        assert SAID in pages["Mine"] and "The chest is fine." in pages["Mine"]
        assert all("mind the chest" in page and SHIPPED not in page for page in pages.values())
        stored = await app.vault.read(lambda vault: [vault.assignments.get(one).content for one in ids])
        assert stored == [wider, replace(wider, title="Mine", instructions=added)]


async def test_a_change_of_homework_shows_them_and_stores_none(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """The task as it is now is read in the person's words; what is saved with the change has the program's."""

    def fill(vault: Vault) -> str:
        with_words(vault)
        return vault.assignments.add(from_library("wider-touch")).id

    homework = keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "v")
        assert isinstance(app.screen, AdaptScreen)
        assert any(SAID in str(line.render()) for line in app.screen.query(Static))
        await place.press("1", "ctrl+s")
        stored = await app.vault.read(lambda vault: vault.assignments.get(homework).content)
        assert stored.adaptations
        assert SHIPPED in stored.adaptations[0].instructions
        assert "petals" not in repr(stored)


async def test_plain_words_have_both(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """The term stands with the person's word beside it, and meanings are told in their words."""
    keep(path, lambda vault: vault.settings.set(Preferences(words={"arousal": "warmth", **WORDS})))
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("question_mark", "g")
        await until(pilot, lambda: isinstance(app.screen, GlossaryScreen))
        await settle(pilot)
        page = [str(line.render()) for line in app.screen.query(Static)]
        assert "Arousal, in my words: warmth" in page
        assert "Trainer" in page
        assert any("2 [b]petals[/b]␛[31m included" in text for text in page)


async def test_prompts_are_read_in_them_and_taken_as_they_shipped(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A prompt is shown with the person's word, and is stored as the program has it."""
    monkeypatch.setattr(library(), "words", {"sensation": "what was felt"})
    keep(path, lambda vault: vault.settings.set(Preferences(words={"sensation": "tingle"})))
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await settle(pilot)
        taken: list[Taken | None] = []
        app.push_screen(PromptsScreen(), taken.append)
        await until(pilot, lambda: isinstance(app.screen, PromptsScreen) and app.focused is not None)
        options = app.screen.query_one(OptionList).options
        place = [str(option.prompt) for option in options].index("Which tingle was easiest to notice?")
        app.screen.query_one(OptionList).highlighted = place
        await pilot.press("enter")
        await until(pilot, lambda: bool(taken))
        assert taken == [Taken("Which sensation was easiest to notice?", False)]


async def test_an_entry_is_read_as_it_was_written(app: JournalApp, settle: Settle, until: Wait) -> None:
    """A form goes on with exactly what was typed, whatever words are chosen."""
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await settle(pilot)
        app.preferences = replace(app.preferences, words=WORDS)
        app.write_entry(Kind.REFLECTION)
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await settle(pilot)
        await pilot.press(*"my chest", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await settle(pilot)
        await pilot.press("2")
        await settle(pilot)
        shown = "\n".join(line.text for line in app.screen._compositor.render_strips())
        assert "my chest" in shown and "my top" not in shown
