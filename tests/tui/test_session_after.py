"""What follows a session: its notes, the checklist of what was talked about, and homework from it."""

import datetime as dt
from pathlib import Path

import pytest

from journal.errors import NotWritable
from journal.model.homework import Assignment
from journal.model.records import Record
from journal.model.session import Pace, TherapySession
from journal.tui.app import JournalApp
from journal.tui.screens.homework.library import LibraryScreen
from journal.tui.screens.session.after import AssignScreen, SessionNotesScreen, TalkedScreen
from journal.tui.screens.session.place import SessionPlace
from journal.tui.widgets.editor import TextEditor
from journal.vault.settings import Preferences
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.homework import NARROW, WIDE, ago, keep
from tests.tui.sessions import HARD, QUESTION, Sessions, course, held, item, make
from tests.tui.writing import look

CHECKLIST = ["[ ] why touch first", "[ ] beginning", "[ ] the fear of it", "[ ] back and arms"]


async def session(app: JournalApp, date: dt.date) -> TherapySession:
    """What is kept of the session on a date."""
    (found,) = await app.vault.read(lambda vault: [one for one in vault.sessions.list() if one.content.date == date])
    return found.content


async def assignments(app: JournalApp) -> tuple[Record[Assignment], ...]:
    """The homework that is in the journal by now."""
    return await app.vault.read(lambda vault: vault.assignments.list())


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_whole_way(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, size: tuple[int, int]
) -> None:
    """One key writes up the latest session: notes, then what was talked about, then homework that names it."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=size) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "w")
        assert isinstance(app.screen, SessionNotesScreen)
        assert isinstance(app.focused, TextEditor)
        await place.press(*"Slowly. ", "tab", "1", "ctrl+s")
        assert isinstance(app.screen, TalkedScreen)
        kept = await session(app, ago(10))
        assert (kept.notes[-8:], kept.pace) == ("Slowly. ", Pace.TOO_FAST)  # after what stood there
        assert place.titles == CHECKLIST
        await place.press("space", "down", "down", "down", "space")
        assert place.titles[0] == "[x] why touch first" and place.titles[3] == "[x] back and arms"
        await place.press("w")
        assert await place.talked(10) == ["why touch first", "back and arms"]
        assert await place.agenda() == ["beginning", "the fear of it"]
        assert isinstance(app.screen, AssignScreen)
        await place.press("1")
        assert isinstance(app.screen, LibraryScreen)
        await place.press("enter", "ctrl+s")
        assert isinstance(app.screen, SessionPlace)
        (homework,) = await assignments(app)
        assert place.here.startswith("Thu 7 May 2026")
        assert "Assigned in it" in place.page and homework.content.title in place.page
        assert "Talked about" in place.page


async def test_homework_of_an_earlier_session(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Homework assigned from the page of a session comes from that one, from the library and in one's own words."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        await place.go_to("The first of them")
        await place.press("a", "1", "enter", "ctrl+s")
        await place.press("a", "2", *"Ten quiet minutes", "ctrl+s")
        assert [one.content.title for one in await assignments(app)].count("Ten quiet minutes") == 1
        sessions = {one.content.session for one in await assignments(app)}
        (first,) = await app.vault.read(
            lambda vault: [one.id for one in vault.sessions.list() if one.content.date == ago(24)]
        )
        assert sessions == {first}
        own = next(one.content for one in await assignments(app) if one.content.title == "Ten quiet minutes")
        assert own.assigned_on == ago(24)
        assert place.page.count("·") >= 2


@pytest.mark.parametrize("keys", [["escape"], ["2", "escape"], ["1", "escape"]])
async def test_leaving_homework(path: Path, journal_app: MakeApp, settle: Settle, until: Wait, keys: list[str]) -> None:
    """Going back from each way of assigning leads to the place, and nothing is assigned."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "a")
        for key in keys:
            await place.press(key)
        assert isinstance(app.screen, SessionPlace)
        assert await assignments(app) == ()


async def test_the_notes_can_be_left(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Leaving the notes asks nothing more and keeps them as a draft, with which the form goes on."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "w")
        await place.press(*"half a ", "escape")
        assert isinstance(app.screen, SessionPlace)
        assert "half" not in (await session(app, ago(10))).notes
        await place.press("w")
        assert isinstance(app.focused, TextEditor) and app.focused.text.endswith("half a ")


async def test_what_was_marked_can_be_taken_back(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """x on a session shows what was talked about in it as marked; without its mark it is open again."""

    def fill(vault: Vault) -> None:
        course(vault)
        last = next(one for one in vault.sessions.list() if one.content.date == ago(10))
        vault.agenda.settle(vault.agenda.open_items()[:2], last.id)

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "p", "x")
        assert place.titles == ["[x] why touch first", "[x] beginning", "[ ] the fear of it", "[ ] back and arms"]
        await place.press("enter", "down", "down", "space", "ctrl+s")
        assert isinstance(app.screen, SessionPlace)
        assert place.notes[-1] == "Saved. 2 things stay on the agenda."
        assert await place.talked(10) == ["beginning", "the fear of it"]
        assert await place.agenda() == ["why touch first", "back and arms"]


async def test_all_or_nothing(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """a marks everything, and again nothing; Escape changes nothing."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "p", "x", "a")
        assert all(title.startswith("[x]") for title in place.titles)
        await place.press("a")
        assert place.titles == CHECKLIST
        await place.press("a", "escape")
        assert len(await place.agenda()) == 4
        await place.press("x", "a", "ctrl+s")
        assert place.notes[-1] == "Saved. Nothing is left on the agenda."
        assert await place.agenda() == []


async def test_one_thing_left(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """One thing that stays is told of as one."""

    def fill(vault: Vault) -> None:
        held(vault, 3)
        item(vault, "one", QUESTION)

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "p", "x", "ctrl+s")
        assert place.notes[-1] == "Saved. One thing stays on the agenda."


async def test_with_an_empty_agenda(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Where nothing is on the agenda the checklist says so, and goes on to homework all the same."""
    keep(path, lambda vault: held(vault, 3))
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "w", "ctrl+s")
        assert place.said(".about") == "Nothing is on the agenda. w goes on to homework."
        await place.press("space", "a", "enter", "w")
        assert isinstance(app.screen, AssignScreen)


async def test_which_session_is_written_up(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """The one under the cursor if it was; from elsewhere one of today once it has begun, or else the one before."""

    def fill(vault: Vault) -> None:
        held(vault, -3)
        held(vault, 0, time=dt.time(15))
        held(vault, 7)
        held(vault, 14)
        item(vault, "a topic")

    keep(path, fill)
    instants = [NOW.replace(hour=14)]
    app = journal_app(path, clock=lambda: instants[0])

    async with app.run_test(size=WIDE) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)

        async def written_up_from(title: str) -> str:
            await place.go_to(title)
            await place.press("w")
            words = str(app.screen.query_one(".what").render())
            await place.press("escape")
            return words.removeprefix("After the session of ")

        assert await written_up_from("a topic") == "Sun 10 May 2026"
        assert await written_up_from("Wed 20 May") == "Sun 10 May 2026"
        assert await written_up_from("Sun 3 May") == "Sun 3 May 2026"
        assert await written_up_from("Sun 17 May") == "Sun 17 May 2026"
        instants[0] = NOW.replace(hour=15)
        assert await written_up_from("a topic") == "Sun 17 May 2026"
        assert await written_up_from("Wed 20 May") == "Sun 17 May 2026"


async def test_masked_checklist(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """With titles masked the checklist tells what kind each thing is, and nothing of what it says."""

    def fill(vault: Vault) -> None:
        held(vault, 3)
        item(vault, "the fear of it", HARD)
        vault.settings.set(Preferences(masked=True))

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "p", "x")
        assert place.titles == ["[ ] ·····"]
        assert "hard to say aloud" in place.drawn


async def test_an_item_that_went_meanwhile(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Where the session or an item isn't there any more, nothing is saved by half, and it is said."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "p", "x", "a")

        def remove(vault: Vault) -> None:
            vault.sessions.remove(next(one.id for one in vault.sessions.list() if one.content.date == ago(10)))

        await app.vault.write(remove)
        await place.press("ctrl+s")
        assert isinstance(app.screen, TalkedScreen)
        assert "no such record" in place.notes[-1]
        assert len(await place.agenda()) == 4


async def test_a_save_that_fails(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was marked stays marked where it can't be saved, and can be saved afterwards."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "p", "x", "space")

        async def full(job: object) -> None:
            raise NotWritable("The disk is full.", "Make some room.")

        with monkeypatch.context() as patched:
            patched.setattr(app.vault, "write", full)
            await place.press("ctrl+s")
            assert isinstance(app.screen, TalkedScreen)
            assert "The disk is full. Make some room." in place.notes
        assert place.titles[0] == "[x] why touch first"
        await place.press("ctrl+s")
        assert await place.talked(10) == ["why touch first"]


@pytest.mark.parametrize(("keys", "drafts"), [(["w", "M"], 1), (["p", "x", "space"], 0), (["a"], 0)])
async def test_locking_on_the_way(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, keys: list[str], drafts: int
) -> None:
    """The lock takes the notes into a draft, and neither the checklist nor the question after it holds it up."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, *keys)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: not app.vault.is_open)
    kept = look(path, lambda vault: [one.content for one in vault.drafts.list()])
    assert [isinstance(one, TherapySession) and one.notes.endswith("M") for one in kept] == [True] * drafts
    assert len(look(path, lambda vault: vault.agenda.open_items())) == 4
