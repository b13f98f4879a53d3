"""The support page, the help page's few words on what this is not, and the glossary."""

from pathlib import Path

from textual.widgets import Static, TextArea

from journal.library import library
from journal.model.entry import Kind
from journal.tui.app import JournalApp
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.tui.screens.glossary import GlossaryScreen
from journal.tui.screens.help import HelpScreen
from journal.tui.screens.support import SupportScreen
from journal.tui.screens.today.place import TodayScreen
from journal.tui.screens.unlock import UnlockScreen
from journal.vault.settings import Preferences
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.tui.conftest import Settle, Wait

SMALL = (80, 24)


def words(app: JournalApp) -> str:
    """Everything that the screen in front has to say."""
    return "\n".join(str(static.render()) for static in app.screen.query(Static))


def with_contacts(path: Path, contacts: str) -> None:
    """Makes a journal with contacts of its own."""
    vault = new_vault(path, clock=lambda: NOW)
    vault.settings.set(Preferences(support_contacts=contacts))
    vault.close()


async def test_it_is_there_before_unlocking_without_contacts(path: Path, settle: Settle, until: Wait) -> None:
    """F6 at the unlock screen has every line of the library and no word of the journal; F6 again goes back."""
    with_contacts(path, "MARKER")
    app = JournalApp(path, clock=lambda: NOW)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press(*"half", "f6")
        await until(pilot, lambda: isinstance(app.screen, SupportScreen))
        await settle(pilot)
        page, support = words(app), library().support
        for text in (support.emergency, support.elsewhere, support.fear, support.device, support.about):
            assert text in page
        assert all(line.name in page and line.how in page for line in support.lines)
        assert "MARKER" not in page
        await pilot.press("f6")
        await settle(pilot)
        assert isinstance(app.screen, UnlockScreen)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, SupportScreen))


async def test_ones_own_contacts_come_first(path: Path, settle: Settle, until: Wait) -> None:
    """Once unlocked, what the person entered stands before every number, as plain and safe text."""
    with_contacts(path, "[/Alex] \x1b[31m0123\x07\nRobin")
    app = JournalApp(path, passphrase=PASSPHRASE, clock=lambda: NOW)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, SupportScreen))
        await settle(pilot)
        page = words(app)
        assert page.index("[/Alex]") < page.index("Robin") < page.index("911")
        assert "\x1b" not in page and "\x07" not in page


async def test_a_form_below_stays_as_it_is(app: JournalApp, settle: Settle, until: Wait) -> None:
    """The page opens over what is being written, and going back finds it and the cursor where they were."""
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        app.write_entry(Kind.REFLECTION)
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await settle(pilot)
        await pilot.press(*"half", "f6")
        await until(pilot, lambda: isinstance(app.screen, SupportScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await pilot.press(*" a")
        assert app.screen.query_one(TextArea).text == "half a"


async def test_words_never_open_it(app: JournalApp, settle: Settle, until: Wait) -> None:
    """Whatever is written, nothing but its key brings the page up."""
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        app.write_entry(Kind.REFLECTION)
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await settle(pilot)
        await pilot.press(*"I am in danger, help", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)


async def test_help_says_what_this_is_not_and_has_the_glossary(app: JournalApp, settle: Settle, until: Wait) -> None:
    """Once each: adults only, no medical advice, no crisis service, no replacement for therapy; g has the terms."""
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await settle(pilot)
        page = words(app)
        for said in ("adults only", "medical advice", "not a crisis service", "not a replacement for therapy"):
            assert page.count(said) == 1
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, GlossaryScreen))
        await settle(pilot)
        page = words(app)
        assert all(term in page and meaning in page for term, meaning in library().glossary.items())
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
