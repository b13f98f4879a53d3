"""Another passphrase and the recovery sheet in the app."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, Static

from journal.tui.app import Ending, JournalApp
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.secrets.change import ChangePassphraseScreen
from journal.tui.screens.secrets.recover import RecoverScreen
from journal.tui.screens.secrets.sheet import SheetScreen
from journal.tui.screens.settings import SettingsScreen
from journal.tui.screens.setup import SetupScreen
from journal.tui.screens.today.place import TodayScreen
from journal.tui.screens.unlock import UnlockScreen
from journal.vault.backup.places import folder_of
from journal.vault.key import SALT_BYTES
from journal.vault.recovery import Sheet
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.making import made
from tests.tui.conftest import Settle, Wait
from tests.tui.test_footers import ALWAYS, keys
from tests.vault.test_rotate import opens

SMALL = (80, 24)
NEW = "nine grey stones under the pier"


class Secrets:
    """The app as a test of these pages uses it."""

    def __init__(self, app: JournalApp, pilot: Pilot[Ending], settle: Settle) -> None:
        self.app, self.pilot, self._settle = app, pilot, settle

    async def press(self, *names: str) -> None:
        """Presses keys, and waits until everything has come to rest."""
        for name in names:
            await self.pilot.press(name)
            await self._settle(self.pilot)

    def fill(self, **lines: str) -> None:
        """Types into lines."""
        for name, text in lines.items():
            self.app.screen.query_one(f"#{name}", Input).value = text

    def fill_sheet(self, words: tuple[str, ...], number: str = "") -> None:
        """Types a sheet as it is laid out, six words to a line."""
        self.fill(**{f"words{line}": " ".join(words[line * 6 : line * 6 + 6]) for line in range(4)}, number=number)

    @property
    def foot(self) -> str:
        """What stands at the foot of the page."""
        return str(self.app.screen.query_one("#said", Static).render())

    @property
    def drawn(self) -> str:
        """The screen as it is drawn."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())


def sheet_of(path: Path, passphrase: str = PASSPHRASE) -> Sheet:
    """The sheet of a journal that is closed."""
    vault = Vault.open(path, passphrase)
    sheet = vault.recovery_sheet(passphrase)
    vault.close()
    return sheet


async def test_changing(app: JournalApp, path: Path, settle: Settle, until: Wait) -> None:
    """From the settings: what is lacking is said, and the journal goes on in the new file."""
    async with app.run_test(size=SMALL) as pilot:
        here = Secrets(app, pilot, settle)
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await here.press("f10")
        assert isinstance(app.screen, SettingsScreen) and {*ALWAYS, "Passphrase"} <= keys(app)
        await here.press("f2")
        assert isinstance(app.screen, ChangePassphraseScreen)
        assert {*ALWAYS, "Change", "Suggest", "Back"} <= keys(app)
        await here.press("ctrl+s")
        assert "present passphrase first" in here.foot
        here.fill(current="something else", secret=NEW, again=NEW + "x")
        await here.press("ctrl+s")
        assert "differ" in here.foot
        here.fill(again=NEW)
        await here.press("ctrl+s")
        assert "does not open this journal" in here.foot and "was not changed" in here.foot
        other = Vault.open(path, PASSPHRASE)
        here.fill(current=PASSPHRASE)
        await here.press("ctrl+s")
        assert "Another program" in here.foot and "Close it there" in here.foot
        other.close()
        await here.press("ctrl+s")
        assert "The passphrase is changed" in here.foot and "open with the old" in here.foot
        assert not any(line.value for line in app.screen.query(Input))
        await app.vault.write(lambda vault: vault.entries.add(made("after")))
    assert opens(path, PASSPHRASE, NEW) == [NEW]


async def test_a_weak_one(app: JournalApp, path: Path, settle: Settle, until: Wait) -> None:
    """It takes a yes after a warning; six words are suggested, and are gone when the page is left."""
    async with app.run_test(size=SMALL) as pilot:
        here = Secrets(app, pilot, settle)
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await app.push_screen(ChangePassphraseScreen())
        here.fill(current=PASSPHRASE, secret="monkey1", again="monkey1")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ChangePassphraseScreen))
        await here.press("ctrl+g")
        assert "Write these down" in here.drawn
        await here.press("escape")
        assert isinstance(app.screen, TodayScreen)
    assert opens(path, PASSPHRASE, "monkey1") == [PASSPHRASE]


async def test_a_sheet(app: JournalApp, path: Path, settle: Settle, until: Wait) -> None:
    """It takes the passphrase, is shown whole on a small terminal, hidden, and typed back; nothing of it is saved."""
    before = path.read_bytes()
    async with app.run_test(size=SMALL) as pilot:
        here = Secrets(app, pilot, settle)
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await here.press("f10", "f3")
        assert isinstance(app.screen, SheetScreen) and keys(app) >= {*ALWAYS, "Go on", "Back"}
        here.fill(current="something else")
        await here.press("enter")
        assert "does not open" in here.foot
        here.fill(current=PASSPHRASE)
        await here.press("enter")
        shown = here.drawn
        sheet = await app.vault.by_itself(lambda vault: vault.recovery_sheet(PASSPHRASE))
        numbered = [f"{place:2}. {word}" for place, word in enumerate(sheet.words, 1)]
        assert all(word in shown for word in numbered) and sheet.number in shown
        assert "journal" not in shown.partition("1. ")[2].partition(sheet.number)[0]
        await here.press("f8")
        assert sheet.words[0] not in here.drawn
        await here.press("f8", "enter")
        assert not any(word in here.drawn for word in numbered)
        assert app.focused is app.screen.query_one("#words0")
        wrong = list(sheet.words)
        wrong[8] = "zoo" if wrong[8] != "zoo" else "zone"
        here.fill_sheet(tuple(wrong), sheet.number)
        await here.press("ctrl+s")
        assert "Word 9 is another one" in here.foot and app.focused is app.screen.query_one("#words1")
        here.fill_sheet(sheet.words[:20], sheet.number)
        await here.press("ctrl+s")
        assert "Word 21 and those after it are missing" in here.foot
        here.fill_sheet(sheet.words, sheet.number[:-1] + ("0" if sheet.number[-1] != "0" else "1"))
        await here.press("ctrl+s")
        assert "file number is not as it is" in here.foot and app.focused is app.screen.query_one("#number")
        await here.press("f2")
        assert sheet.number in here.drawn
        await here.press("enter")
        here.fill(number=sheet.number)
        app.screen.query_one("#number").focus()
        await here.press("enter")
        assert isinstance(app.screen, SettingsScreen)
    assert path.read_bytes() == before


async def test_a_sheet_that_is_left_or_locked_away(app: JournalApp, settle: Settle, until: Wait) -> None:
    """Leaving throws it away and says what was written down still does; the lock takes it like any screen."""
    async with app.run_test(size=SMALL) as pilot:
        here = Secrets(app, pilot, settle)
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        for way in ("escape", "ctrl+l"):
            await app.push_screen(SheetScreen())
            here.fill(current=PASSPHRASE)
            await here.press("enter")
            assert "File number" in here.drawn
            screen = app.screen
            await pilot.press(way)
            if way == "escape":
                await settle(pilot)
                assert "destroy it" in " ".join(note.message for note in app._notifications)
                assert isinstance(screen, SheetScreen) and screen._sheet is None
        await until(pilot, lambda: app.return_value is Ending.LOCKED)


@pytest.fixture
def locked(path: Path) -> JournalApp:
    """The app at the unlock screen of a journal with an entry."""
    vault = new_vault(path, clock=lambda: NOW)
    vault.entries.add(made("calm breath"))
    vault.close()
    return JournalApp(path, clock=lambda: NOW)


@pytest.mark.parametrize("is_destroyed", [False, True])
async def test_opening_with_a_sheet(
    locked: JournalApp, path: Path, settle: Settle, until: Wait, is_destroyed: bool
) -> None:
    """Words, the number where the salt is gone, a new passphrase; a new sheet is offered, and the journal is open."""
    sheet = sheet_of(path)
    if is_destroyed:
        with path.open("r+b") as file:
            file.write(bytes(SALT_BYTES))
    async with locked.run_test(size=SMALL) as pilot:
        here = Secrets(locked, pilot, settle)
        await until(pilot, lambda: isinstance(locked.screen, UnlockScreen))
        await settle(pilot)
        assert {*ALWAYS, "Forgotten?"} <= keys(locked)
        await here.press("f3")
        assert isinstance(locked.screen, RecoverScreen) and {*ALWAYS, "Go on", "Back"} <= keys(locked)
        here.fill_sheet(("zzzz", *sheet.words[1:]))
        await here.press("ctrl+s")
        assert "Word 1 is not one of those" in here.foot and "zzzz" not in here.foot
        here.fill_sheet(sheet.words)
        await here.press("ctrl+s")
        if is_destroyed:
            assert "file number on the sheet can tell" in here.foot
            here.fill(number=sheet.number[:-1])
            await here.press("ctrl+s")
            assert "these are 35" in here.foot
            here.fill(number=sheet.number)
            await here.press("ctrl+s")
        assert locked.screen.query_one("#secret").has_focus and not locked.vault.is_open
        assert not locked.screen.query_one("#words0", Input).value
        assert opens(path, PASSPHRASE) == ([] if is_destroyed else [PASSPHRASE])
        here.fill(secret=NEW, again=NEW)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(locked.screen, ConfirmScreen))
        if is_destroyed:
            locked.screen.query_one("#yes", Button).press()
            await until(pilot, lambda: isinstance(locked.screen, SheetScreen))
            await until(pilot, lambda: "File number" in here.drawn)
            await pilot.press("escape")
        else:
            await pilot.press("enter")
        await until(pilot, lambda: isinstance(locked.screen, TodayScreen))
        assert await locked.vault.read(lambda vault: vault.entries.count()) == 1
    assert opens(path, PASSPHRASE, NEW) == [NEW]
    assert {file.name for file in path.parent.iterdir()} == {path.name, folder_of(path).name}
    assert len(list(folder_of(path).iterdir())) == 1  # which opens with the new passphrase


async def test_a_sheet_that_does_not_open_it(
    locked: JournalApp, path: Path, tmp_path: Path, settle: Settle, until: Wait
) -> None:
    """One of another journal is refused, the file untouched; going back leads to the passphrase."""
    new_vault(tmp_path / "other.db").close()
    vault = Vault.open(tmp_path / "other.db", PASSPHRASE)
    vault.change_passphrase(PASSPHRASE, NEW)
    sheet = vault.recovery_sheet(NEW)
    vault.close()
    before = path.read_bytes()
    async with locked.run_test(size=SMALL) as pilot:
        here = Secrets(locked, pilot, settle)
        await until(pilot, lambda: isinstance(locked.screen, UnlockScreen))
        await settle(pilot)
        await here.press("f3")
        here.fill_sheet(sheet.words)
        await here.press("ctrl+s")
        here.fill(number=sheet.number)
        await here.press("ctrl+s")
        assert "does not open this journal" in here.foot and "made it void" in here.foot
        await here.press("escape")
        assert isinstance(locked.screen, UnlockScreen) and not locked.vault.is_open
    assert path.read_bytes() == before


@pytest.mark.parametrize("button", ["create", "sheet"])
async def test_the_set_up_offers_one(path: Path, settle: Settle, until: Wait, button: str) -> None:
    """A button of its own makes one; whoever doesn't press it has no step more."""
    app = JournalApp(path, clock=lambda: NOW)
    async with app.run_test(size=SMALL) as pilot:
        here = Secrets(app, pilot, settle)
        await until(pilot, lambda: isinstance(app.screen, SetupScreen))
        await settle(pilot)
        here.fill(secret=NEW, again=NEW, minutes="9")
        app.screen.query_one(f"#{button}", Button).press()
        if button == "sheet":
            await until(pilot, lambda: isinstance(app.screen, SheetScreen) and "File number" in here.drawn)
            assert app.preferences.lock_minutes == 9
            await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert opens(path, NEW) == [NEW]
