"""The end of therapy in the app: keep, seal or destroy."""

from pathlib import Path

import pytest
from textual.widgets import Button, Input, Static

from journal.outgoing.age import decrypted
from journal.transfer.reading import read_json
from journal.tui.app import Ending, JournalApp
from journal.tui.screens.end.copies import delete_all, lying
from journal.tui.screens.end.destroy import DestroyScreen
from journal.tui.screens.end.seal import SealScreen
from journal.tui.screens.end.ways import WaysScreen
from journal.tui.screens.settings import SettingsScreen
from journal.tui.widgets.options import OptionsInput
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.copies import SIZE, Copies

SECRET = "nine grey stones under the pier"


class Ends(Copies):
    """The app as a test of the end looks at it."""

    async def to_ways(self, until: Wait) -> None:
        """Unlocks, and goes through the settings to the three ways."""
        await self.unlock(until)
        await self.press("f10", "f9")
        assert isinstance(self.app.screen, WaysScreen)

    async def push(self, button: str) -> None:
        """Presses a button."""
        self.app.screen.query_one(f"#{button}", Button).press()
        await self.press()

    def fill(self, **lines: str) -> None:
        """Types into lines."""
        for name, text in lines.items():
            self.app.screen.query_one(f"#{name}", Input).value = text

    @property
    def foot(self) -> str:
        """What stands at the foot of the page."""
        return str(self.app.screen.query_one("#said", Static).render())


async def test_keeping(app: JournalApp, settle: Settle, until: Wait) -> None:
    """The way in focus changes nothing, and says what staying costs."""
    async with app.run_test(size=SIZE) as pilot:
        here = Ends(app, pilot, settle)
        await here.to_ways(until)
        words = " ".join(str(one.render()) for one in app.screen.query(Static))
        assert "What staying costs" in words and words.count("can't promise") == 2
        await here.press("enter")
        assert isinstance(app.screen, SettingsScreen) and app.vault.is_open


async def test_sealing(
    path: Path,
    copies: list[Path],
    tmp_path: Path,
    journal_app: MakeApp,
    settle: Settle,
    until: Wait,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The archive first; the journal goes after the word alone; what was changed meanwhile isn't lost."""
    app = journal_app(path)
    place = tmp_path / "archive.age"
    async with app.run_test(size=SIZE) as pilot:
        here = Ends(app, pilot, settle)
        await here.to_ways(until)
        await here.push("seal")
        assert isinstance(app.screen, SealScreen)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "Choose a passphrase" in here.foot
        here.fill(secret=SECRET, again="another", place=str(place))
        await here.push("write")
        assert "differ" in here.foot
        here.fill(again=SECRET, place=str(copies[0]))
        await here.push("write")
        assert "already" in here.foot and copies[0].read_bytes() == b"quiet words"
        other = Vault.open(path, PASSPHRASE)
        here.fill(place=str(place))
        await here.push("write")
        assert "Another program" in here.foot and not place.exists()
        other.close()
        await here.push("write")
        assert place.exists() and path.exists() and app.vault.is_open
        assert str(copies[0]) in str(app.screen.query_one("#copies", Static).render())
        here.fill(word="yes")
        await here.push("remove")
        assert path.exists() and "It takes the word" in here.foot
        here.fill(word="seal")
        await here.push("remove")
        await until(pilot, lambda: app.return_value is Ending.QUIT)
    assert list(path.parent.iterdir()) == []
    read_json(b"".join(decrypted(place.read_bytes(), passphrase=SECRET)))
    assert str(place) in capsys.readouterr().err


async def test_destroying(
    path: Path,
    copies: list[Path],
    journal_app: MakeApp,
    settle: Settle,
    until: Wait,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Plain copies are shown and go first where that was chosen; those that were changed stay, and the end says so."""
    copies[1].write_bytes(b"own words")
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        here = Ends(app, pilot, settle)
        await here.to_ways(until)
        await here.push("destroy")
        assert isinstance(app.screen, DestroyScreen)
        assert str(copies[0]) in str(app.screen.query_one("#copies", Static).render())
        here.fill(word="destroy it")
        await here.push("destroy")
        assert path.exists() and "It takes the word" in here.foot
        await here.press("escape")
        await here.push("destroy")
        app.screen.query_one(OptionsInput).action_choose()
        here.fill(word="destroy")
        await here.push("destroy")
        await until(pilot, lambda: app.return_value is Ending.QUIT)
    assert not path.exists() and not copies[0].exists() and copies[1].exists()
    said = capsys.readouterr().err
    assert "no longer on this machine" in said and str(copies[1]) in said


async def test_a_copy_that_is_deleted_is_noted(
    path: Path, copies: list[Path], journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Before the journal goes, for it may stay after all: the ledger says which copies are gone, and no more."""
    copies[1].write_bytes(b"own words")
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        await Ends(app, pilot, settle).unlock(until)
        left = await delete_all(app, await lying(app))
        noted = await app.vault.read(lambda vault: vault.shared_copies.list())
    assert left == [f"{copies[1]}: something else there."]
    gone = {one.content.place for one in noted if one.content.gone}
    assert gone == {str(copies[0])} and not copies[0].exists() and copies[1].exists()
