"""The page for a session in the app: its lines are switched and reworded, and it is written or shown as it was seen."""

from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from textual.widgets import Input

from journal.errors import NotWritable
from journal.model.homework import Assignment
from journal.model.session import AgendaItem, AgendaKind
from journal.model.shared_copy import Protection
from journal.safety.text import UNSAFE
from journal.summary import render
from journal.summary.text import text
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.summary.screen import SummaryScreen
from journal.tui.screens.today.place import TodayScreen
from journal.vault.connection import Connection
from journal.vault.people import Person
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.hostile import HOSTILE_TEXTS
from tests.summary.made import all_shared, reflection
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.homework import NARROW, WIDE, keep
from tests.tui.sessions import Sessions, held
from tests.tui.writing import paste


def fill(vault: Vault) -> None:
    """A session, something on the agenda, and shared texts with a name that is kept out."""
    held(vault, 10)
    vault.people.add(Person("Alex", alias="my partner", kept_out=("Alexandra",)))
    vault.assignments.add(Assignment(title="Back and arms"))
    vault.agenda.add(AgendaItem(text="starting", kind=AgendaKind.TOPIC, top=True, rank=1))
    for number in (10, 11, 12, 13):
        vault.entries.add(all_shared(reflection(number, f"text {number}: Alexandra's idea")))


class Summaries(Sessions):
    """The app as a test of the page looks at it."""

    async def open_page(self, until: Wait) -> None:
        """Goes to the page."""
        await self.open(until, "v")
        assert isinstance(self.app.screen, SummaryScreen)

    @property
    def leaving(self) -> str:
        """The page as it would leave, as text."""
        screen = self.app.screen
        assert isinstance(screen, SummaryScreen) and screen.shown is not None
        return text(screen.shown.draft.summary)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_lines_are_chosen(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, size: tuple[int, int]
) -> None:
    """Space switches a line, e rewords it, and the page shows it so, with names replaced; both stay when it is left."""
    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=size) as pilot:
        page = Summaries(app, pilot, settle)
        await page.open_page(until)
        assert page.said(".heading") == "Page for my therapist · 7 to 17 May 2026 · 1 page"
        assert page.titles[:2] == ["[ ] starting", "[ ] Anything urgent: e writes it"]
        await page.press("space")
        assert page.here == "[x] starting" and "1. starting (topic)" in page.leaving
        await page.press("e")
        await paste(pilot, " at all")
        await page.press("ctrl+s")
        assert page.here == "[x] starting at all"
        await page.go_to("text 10")
        await page.press("space")
        assert page.here == "[ ] text 10: my partner's idea" and "3" in page.notes[-1]
        await page.go_to("text 13")
        await page.press("enter")
        assert page.here == "[ ] text 13: my partner's idea"
        await page.press("p")
        assert [line.strip() for line in page.page.splitlines()] == [line.strip() for line in page.leaving.splitlines()]
        assert "Alexandra" not in page.page and "text 13" not in page.page
        await page.press("escape", "escape", "v")
        assert "[x] starting at all" in page.titles and "[ ] text 13: my partner's idea" in page.titles
        await page.press("t")
        assert "A couple therapist may not keep" in page.said(".about")
        assert not any(title.startswith("[x]") for title in page.titles)


async def test_the_page_is_written_as_it_was_seen(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, home: Path
) -> None:
    """A PDF opens with its password alone and has what was seen; plain text takes a word; both are in the ledger."""
    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        page = Summaries(app, pilot, settle)
        await page.open_page(until)
        seen = page.leaving
        await page.press("o", "tab", "tab", *"secret", "tab", *"secret")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await page.press("enter")
        assert page.screen == "ExportScreen" and not any(home.iterdir())
        await page.press("ctrl+g", "ctrl+u", "tab", "ctrl+u", "shift+tab")
        await paste(pilot, "quiet lantern by the river")
        await page.press("tab")
        await paste(pilot, "quiet lantern by the river")
        await page.press("ctrl+s")
        assert page.screen == "SummaryScreen"
        file = home / "summary-2026-05-17.pdf"
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(file)
        read = pypdf.PdfReader(file, password="quiet lantern by the river").pages[0].extract_text()
        assert "text 12: my partner" in read and "Alex" not in read
        await page.press("o", "3", "tab", "3", "tab", "ctrl+s")
        assert "It takes the word plain" in page.said("#said")
        await page.press("enter")  # what is typed next is still the word, and not the name of the file
        await page.press(*"plain", "ctrl+s")
        assert (home / "summary-2026-05-17.txt").read_text() == seen
        await page.press("o", "3", "tab", "3", "tab", *"plain", "ctrl+s")
        assert "There is something at" in page.said("#said")
        kept = await app.vault.read(lambda vault: [one.content for one in vault.shared_copies.list()])
        assert {(one.protection, one.format) for one in kept} == {
            (Protection.PASSWORD, "pdf"),
            (Protection.NONE, "txt"),
        }


@pytest.mark.parametrize("undone", [False, True])
async def test_a_line_that_is_not_committed(
    path: Path,
    journal_app: MakeApp,
    settle: Settle,
    until: Wait,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    undone: bool,
) -> None:
    """On a full disk the page is written, and it is said that the ledger lacks it; where all was undone, it isn't."""
    keep(path, fill)
    run = Connection.run
    saves_meanwhile: list[bool] = []

    def full(connection: Connection, sql: str, *values: Any) -> int:
        if sql != "COMMIT":
            return run(connection, sql, *values)
        run(connection, "ROLLBACK")
        if undone:
            return run(connection, sql)
        raise NotWritable("The disk is full.", "Nothing was saved.")

    def render_while_another_saves(*given: Any) -> bytes:
        other = Vault.open(path, PASSPHRASE)
        other.agenda.add(AgendaItem(text="saved in another window"))
        other.close()
        saves_meanwhile.append(True)
        monkeypatch.setattr(Connection, "run", full)
        return render(*given)

    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        page = Summaries(app, pilot, settle)
        await page.open_page(until)
        await page.press("o", "3", "tab", "3", "tab", *"plain")
        beside = path.with_name(path.name + "-wal")
        app.screen.query_one("#place", Input).value = str(beside)
        await page.press("ctrl+s")
        assert "is the journal itself" in page.said("#said") and not beside.exists()
        file = home / "page.txt"
        app.screen.query_one("#place", Input).value = str(file)
        monkeypatch.setattr("journal.tui.screens.summary.export.render", render_while_another_saves)
        await page.press("ctrl+s")
        monkeypatch.setattr(Connection, "run", run)
        assert saves_meanwhile == [True] and file.exists() is not undone
        if undone:
            assert "Nothing was saved by it" in page.said("#said")
        else:
            assert page.screen == "SummaryScreen" and "isn't in its ledger" in page.notes[-1]
        assert await app.vault.read(lambda vault: len(vault.shared_copies.list())) == 0


async def test_the_page_in_the_room(path: Path, journal_app: MakeApp, settle: Settle, until: Wait, home: Path) -> None:
    """One thing at a time or the whole page, nothing else opens over it, no file is written, and leaving locks."""
    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        page = Summaries(app, pilot, settle)
        await page.open_page(until)
        await page.press("i")
        assert page.screen == "RoomScreen" and "text 11: my partner's idea" in page.said("#said")
        for key in ("f1", "f6", "f7", "f10", "ctrl+p", "f4", "1", "2", "slash", "T", "e", "o"):
            await page.press(key)
            assert page.screen == "RoomScreen", key
        await page.press("right")
        assert "text 12" in page.said("#said")
        await page.press("p")
        assert "CHOSEN EXCERPTS" in page.said("#said")
        before = path.read_bytes()
        await page.press("escape")
        await until(pilot, lambda: not app.vault.is_open)
    assert not any(home.iterdir()) and path.read_bytes() == before


async def test_a_page_of_hostile_text(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Text of every kind is listed, reworded, previewed and shown in the room without reaching the terminal raw."""

    def hostile(vault: Vault) -> None:
        for number, words in enumerate(HOSTILE_TEXTS):
            vault.entries.add(all_shared(reflection(8 + number % 9, words, words.replace("\n", " "), flagged=True)))

    keep(path, hostile)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        page = Summaries(app, pilot, settle)
        await page.open_page(until)
        assert "Too long" in page.said(".about") and "The longest parts" in page.said(".about")
        drawn = [page.drawn, page.page]
        await page.press("e")
        assert page.screen == "RewordScreen"
        await page.press("ctrl+s", "p")
        drawn.append(page.page)
        await page.press("p", "o", "3", "tab", "3", "tab", *"plain", "ctrl+s")
        assert "The page is too long" in page.said("#said")
        await page.press("escape", "i")
        for _ in range(6):
            drawn.append(page.said("#said"))
            await page.press("right")
        assert not any(UNSAFE.search(words.replace("\n", "")) for words in drawn)


async def test_an_empty_page(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Where nothing is shared it says what to do, and neither writes nor shows anything."""
    keep(path, lambda vault: held(vault, 10))
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        page = Summaries(app, pilot, settle)
        await page.open_page(until)
        assert "s on an entry in the Journal" in page.said(".about")
        await page.press("o", "i")
        assert page.screen == "SummaryScreen"
        await page.press("escape", "1")
        assert isinstance(app.screen, TodayScreen)
