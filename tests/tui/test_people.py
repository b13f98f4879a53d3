"""People: nicknames, aliases, and the names that no summary shows."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from journal.safety.text import UNSAFE
from journal.tui.app import Ending, JournalApp
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.people.people import PeopleScreen
from journal.tui.screens.people.person import PersonScreen
from journal.tui.screens.settings import SettingsScreen
from journal.tui.screens.today.place import TodayScreen
from journal.tui.widgets.page_view import PageView
from journal.tui.widgets.pick_list import PickList
from journal.vault.people import Person
from journal.vault.settings import Preferences
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.making import made
from tests.tui.conftest import MakeApp, Settle, Wait

SMALL = (80, 24)
HOSTILE = "[/x]\x1b[31m\u202eשם"


class People:
    """The people of an app that is running, as a test looks at them."""

    def __init__(self, app: JournalApp, pilot: Pilot[Ending], settle: Settle) -> None:
        self.app, self._pilot, self._settle = app, pilot, settle

    async def open(self, until: Wait) -> None:
        """Unlocks, and goes to the people by way of the settings."""
        await until(self._pilot, lambda: isinstance(self.app.screen, TodayScreen))
        await self.press("f10")
        assert isinstance(self.app.screen, SettingsScreen)
        await self.press("f4", "f4")
        assert isinstance(self.app.screen, PeopleScreen)

    async def press(self, *keys: str) -> None:
        """Presses keys one by one, and waits until everything has come to rest."""
        for key in keys:
            await self._pilot.press(key)
        await self._settle(self._pilot)

    @property
    def titles(self) -> list[str]:
        """Everybody who is listed."""
        return [pick.title for pick in self.app.screen.query_one(PickList).picks]

    @property
    def page(self) -> str:
        """What is said of the one under the cursor."""
        return self.app.screen.query_one(PageView).shown_text

    def said(self, selector: str) -> str:
        """What a line of the form says."""
        return str(self.app.screen.query_one(selector, Static).render())


def fill(path: Path, *people: Person, masked: bool = False) -> None:
    """Makes a journal with these people, and an entry that names somebody else."""
    vault = new_vault(path, clock=lambda: NOW)
    for person in people:
        vault.people.add(person)
    vault.entries.add(made("one", people=("Robin",)))
    vault.settings.set(Preferences(masked=masked))
    vault.close()


def kept(path: Path) -> tuple[Person, ...]:
    """Everybody in the file."""
    vault = Vault.open(path, PASSPHRASE)
    people = vault.people.list()
    vault.close()
    return people


async def test_somebody_is_added_edited_and_removed(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """By keys from the settings; what can't be kept is said as it is typed, with an example of what can."""
    fill(path, Person("Sam", is_self=True))
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        people = People(app, pilot, settle)
        await people.open(until)
        assert people.titles == ["Sam (me)", "Robin"]
        await people.press("a", *"sam", "ctrl+s")
        assert "already" in people.said("#status")
        assert isinstance(app.screen, PersonScreen)
        await people.press("backspace", "backspace", "backspace", *"Alex", "tab", *"my Lexi", "tab", *"Lexi, A Smith")
        assert "The alias has a name" in people.said("#status")
        await people.press("shift+tab", *["backspace"] * 4, *"love")
        assert people.said("#status") == ""
        assert people.said("#example") == "In a summary, “It was Lexi’s idea” reads “It was my love’s idea”."
        await people.press("ctrl+s")
        alex = Person("Alex", alias="my love", kept_out=("Lexi", "A Smith"))
        assert people.titles == ["Sam (me)", "Alex", "Robin"]
        assert "my love" in people.page and "A Smith" in people.page
        assert kept(path) == (Person("Sam", is_self=True), alex)
        # Only the nickname changes, and an edit that is left changes nothing.
        await people.press("e", "x", "ctrl+s", "i")
        assert kept(path) == (replace(alex, nickname="Alexx", is_self=True), Person("Sam"))
        await people.press("e", "y", "escape")
        assert isinstance(app.screen, ConfirmScreen)
        await people.press("tab", "enter", "d", "enter", "d", "tab", "enter")
        assert people.titles == ["Sam", "Robin"]
        # A name from entries is added as it is.
        await people.press("end", "d", "i", "enter", "ctrl+s")
        assert sorted(people.titles) == ["Robin", "Sam"]
    assert set(kept(path)) == {Person("Sam"), Person("Robin")}


async def test_masked_and_hostile_names(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Masked, the list and the page show no name until the page is in focus; no name steers the terminal."""
    fill(path, Person(HOSTILE, alias=HOSTILE[::-1], kept_out=(HOSTILE + "n" * 3000,)), masked=True)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        people = People(app, pilot, settle)
        await people.open(until)
        assert people.titles == ["·····"] * 2
        assert "שם" not in people.page
        await people.press("tab")
        assert "שם" in people.page
        await people.press("escape", "e")
        assert isinstance(app.screen, PersonScreen)
        for _ in range(2):
            drawn = "".join(strip.text for strip in app.screen._compositor.render_strips())
            assert not UNSAFE.search(drawn.replace("\n", ""))
            await people.press("escape")
    assert kept(path)[0].nickname == HOSTILE


@pytest.mark.parametrize("typed", ["Alex", ""])
async def test_the_lock_keeps_whom_it_can(app: JournalApp, path: Path, settle: Settle, until: Wait, typed: str) -> None:
    """Somebody who is being typed when the lock comes is kept; a form without a nickname is not."""
    async with app.run_test(size=SMALL) as pilot:
        people = People(app, pilot, settle)
        await people.open(until)
        assert "Nobody is here yet" in people.said("#empty")
        await people.press("a", *typed, "tab", *"P")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: not app.vault.is_open)
    assert kept(path) == ((Person("Alex", alias="P"),) if typed else ())
