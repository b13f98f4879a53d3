"""The place Session: what is listed and read, the agenda by keys, and removing with undo."""

import datetime as dt
import time
from dataclasses import replace
from pathlib import Path

import pytest
import tzlocal
from textual.widgets import OptionList

from journal.errors import NotWritable
from journal.model.session import AgendaItem, AgendaKind, Pace
from journal.safety.text import UNSAFE
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.tui.screens.form.record_screen import RecordFormScreen
from journal.tui.screens.journal.place import JournalPlace
from journal.tui.screens.session.place import SessionPlace
from journal.tui.widgets.page_view import PageView
from journal.tui.widgets.pick_list import PickList
from journal.vault.settings import Preferences
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.hostile import HOSTILE_TEXTS
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.homework import NARROW, WIDE, ago, from_library, keep
from tests.tui.sessions import HARD, QUESTION, Sessions, course, flagged, held, item, make
from tests.tui.writing import paste


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_list(path: Path, journal_app: MakeApp, settle: Settle, until: Wait, size: tuple[int, int]) -> None:
    """The next session is first, then the agenda by its parts, then the past sessions, the latest first."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=size) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        assert place.headings == [
            "Next session", "Questions", "Topics", "Hard to say aloud", "Raise with my therapist", "Past sessions",
        ]  # fmt: skip
        assert place.titles[:5] == [
            "Thu 21 May 2026, 15:00 · in 4 days · with Alex",
            "why touch first", "beginning", "the fear of it", "back and arms",
        ]  # fmt: skip
        assert place.titles[5].startswith("Thu 7 May 2026, 15:00 · We spoke of pauses.")
        assert place.titles[6] == "Thu 23 Apr 2026 · The first of them."
        marks = {pick.title: pick.note for pick in place.picks.picks}
        assert (marks["the fear of it"], marks["back and arms"]) == ("hard to say aloud", "⚑ Thu 14 May")
        assert "in 4 days" in place.page and "Who attended" in place.page


async def test_nothing_yet(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """An empty place says what to do first, and its keys do it."""
    keep(path, lambda vault: None)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        assert "s adds the next session" in place.said("#empty")
        for key in ("space", "x", "w", "a", "d", "e", "u", "enter", "p", "K", "escape", "tab"):
            await place.press(key)
            assert place.screen == "SessionPlace"
        await place.press("q", *"why", "ctrl+s")
        assert place.titles == ["No session is noted ahead. s adds one.", "why"]
        assert place.here == "why"


async def test_none_ahead_and_none_on_the_agenda(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """With past sessions alone it says how to add the next one, and Enter there does it."""
    keep(path, lambda vault: held(vault, 10))
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        assert place.titles[0] == "No session is noted ahead. s adds one."
        assert place.titles[1].startswith("Nothing is on the agenda.")
        await place.press("down", "enter")
        assert place.screen == "SessionPlace"
        await place.press("up", "enter")
        assert isinstance(app.screen, RecordFormScreen)
        await place.press(*"+7", "tab", *"9pm", "tab", *"Alex", "ctrl+s")
        assert place.here == "Sun 24 May 2026, 21:00 · in 7 days · with Alex"


async def test_a_session_of_the_past_is_read_whole(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Its page has notes, pace, what was hard to say, what was talked about and what was assigned in it."""

    def fill(vault: Vault) -> None:
        session = held(vault, 10, notes="One.\n\nTwo.", pace=Pace.TOO_FAST, hard_to_say="the fear", attended=("Alex",))
        item(vault, "a question", QUESTION)
        flagged(vault, "an entry", 12)
        vault.agenda.settle(vault.agenda.open_items(), session)
        vault.assignments.add(from_library("hands-first", 10, session=session))
        vault.assignments.add(from_library("back-and-arms", 3))

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "p")
        page = place.words
        for words in (
            "Session of Thu 7 May 2026", "10 days ago", "too fast", "Alex", "Hard to say aloud the fear",
            "Notes One. Two.", "Talked about · a question · an entry", "Assigned in it · Hands first",
        ):  # fmt: skip
            assert words in page
        assert "Back and arms" not in page
        await place.press("enter")
        assert isinstance(app.focused, PageView)
        await place.press(*["down"] * 30, "enter")
        assert isinstance(app.screen, JournalPlace)


async def test_later_sessions_and_those_without_a_date(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """The earliest session ahead is the next one, by date and then by time; none of the others is left out."""

    def fill(vault: Vault) -> None:
        held(vault, -9)
        held(vault, -2, time=dt.time(16))
        held(vault, -2, time=dt.time(9))
        held(vault, None)

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        assert place.headings == ["Next session", "Agenda", "Later", "Without a date"]
        titles = [title for title in place.titles if not title.startswith("Nothing")]
        assert titles[0] == "Tue 19 May 2026, 09:00 · in 2 days"
        assert titles[1:3] == ["Tue 19 May 2026, 16:00 · in 2 days", "Tue 26 May 2026 · in 9 days"]
        assert titles[3].startswith("A session without a date")


async def test_adding_by_key(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """q, t and h open a small form of their kind; what is saved is on the agenda with the cursor on it."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        for key, kind in (("q", AgendaKind.QUESTION), ("t", AgendaKind.TOPIC), ("h", AgendaKind.HARD_TO_SAY)):
            await place.press(key, *"new", *key, "ctrl+s")
            assert place.here == f"new{key}"
            kept = await app.vault.read(lambda vault: [one.content for one in vault.agenda.list()])
            assert AgendaItem(text=f"new{key}", kind=kind) in kept


async def test_an_item_without_words_is_not_saved(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Saving an empty question says so and keeps the form; leaving it leaves nothing on the agenda."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "q", "ctrl+s")
        assert isinstance(app.screen, RecordFormScreen)
        assert "Nothing is filled in yet" in place.notes[-1]
        await place.press("escape")
        assert len(await place.agenda()) == 4


async def test_editing(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """e opens a session, an item and an entry, each with what is saved of it."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "e")
        assert isinstance(app.screen, RecordFormScreen)
        await place.press(*"+5", "ctrl+s")
        assert place.here.startswith("Fri 22 May 2026")
        await place.go_to("beginning")
        await place.press("e", *" again", "ctrl+s")
        assert place.here == "beginning again"
        await place.go_to("back and arms")
        await place.press("e")
        assert isinstance(app.screen, EntryFormScreen)


async def test_the_top_three(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Space puts a line among them or takes it off; a fourth is refused in a sentence; an entry can be one of them."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "space")
        assert place.notes == ["Put the cursor on something of the agenda first."]
        for title in ("the fear", "back and arms", "beginning"):
            await place.go_to(title)
            await place.press("space")
            assert title in place.here
        assert await place.agenda() == ["*the fear of it", "*back and arms", "*beginning", "why touch first"]
        assert place.titles[1:4] == ["1  the fear of it", "2  back and arms", "3  beginning"]
        assert [pick.note for pick in place.picks.picks][1:4] == ["hard to say aloud", "⚑ Thu 14 May", "topic"]
        await place.go_to("why")
        await place.press("space")
        assert "3 are chosen already" in place.notes[-1] and "Take one of them off first." in place.notes[-1]
        assert len([one for one in await place.agenda() if one.startswith("*")]) == 3
        await place.go_to("back and arms")
        await place.press("space")
        assert await place.agenda() == ["*the fear of it", "*beginning", "why touch first", "back and arms"]


@pytest.mark.parametrize(("up", "down"), [("K", "J"), ("shift+up", "shift+down")])
async def test_the_order_of_the_top_three(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, up: str, down: str
) -> None:
    """Two keys move a line among the top three, and say so where it isn't one of them."""

    def fill(vault: Vault) -> None:
        for text in ("other", "a", "b", "c"):
            item(vault, text)
        by_text = {line.text: line for line in vault.agenda.open_items()}
        for text in ("a", "b", "c"):
            vault.agenda.choose(by_text[text])

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        await place.go_to("3  c")
        await place.press(up)
        assert place.here == "2  c"
        await place.press(up, up)
        assert await place.agenda() == ["*c", "*a", "*b", "other"]
        await place.press(down)
        assert await place.agenda() == ["*a", "*c", "*b", "other"]
        await place.go_to("other")
        await place.press(up)
        assert "Only the top three" in place.notes[-1]
        assert await place.agenda() == ["*a", "*c", "*b", "other"]


async def test_talked_about(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """x on a line settles it in the latest session that was, whatever it is about, and u takes that back."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        for title in ("beginning", "back and arms"):
            await place.go_to(title)
            await place.press("x")
        assert "session of Thu 7 May 2026" in place.notes[-1]
        assert await place.agenda() == ["why touch first", "the fear of it"]
        assert await place.talked(10) == ["beginning", "back and arms"]
        await place.press("u")
        assert await place.agenda() == ["why touch first", "the fear of it", "back and arms"]
        await place.press("u", "u")
        assert "nothing to take back" in place.notes[-1]
        assert await place.talked(10) == []
        assert len(await place.agenda()) == 4


async def test_talked_about_before_any_session(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Where no session was yet, x and w say so and change nothing."""

    def fill(vault: Vault) -> None:
        held(vault, -3)
        item(vault, "beginning")

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "down")
        for key in ("x", "w", "a"):
            await place.press(key)
            assert place.notes == ["No session is noted up to now. s adds one, in the past too."]
        assert await place.agenda() == ["beginning"]


async def test_a_key_pressed_twice_at_once(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Two presses before the list is read again settle or remove one thing once, and are no error."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        await place.go_to("back and arms")
        app.screen.run_worker(app.run_action("talked", app.screen))
        app.screen.run_worker(app.run_action("talked", app.screen))
        await place.press()
        assert await place.talked(10) == ["back and arms"]
        await place.go_to("beginning")
        app.screen.run_worker(app.run_action("discard", app.screen))
        app.screen.run_worker(app.run_action("discard", app.screen))
        await place.press()
        assert await place.agenda() == ["why touch first", "the fear of it"]
        assert not any("no such" in note for note in place.notes)


async def test_removing_and_taking_back(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """d moves an item or a session to the trash and takes the flag off an entry; u takes each of them back."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        before = place.titles
        for title in ("beginning", "back and arms", "Thu 21 May", "The first of them"):
            await place.go_to(title)
            await place.press("d")
            assert not any(title in one for one in place.titles)
        entries = await app.vault.read(lambda vault: [one.content.flagged for one in vault.entries.each()])
        assert entries == [False]
        for _ in range(4):
            await place.press("u")
        assert place.titles == before


async def test_what_was_talked_about_in_a_session_that_is_removed(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """It is open again and the message says so; with the session back, it is settled as before."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        await place.go_to("beginning")
        await place.press("x", "p", "d")
        assert "open again" in place.notes[-1]
        assert "beginning" in await place.agenda()
        await place.press("u")
        assert "beginning" not in await place.agenda()
        assert await place.talked(10) == ["beginning"]


async def test_an_entry_that_was_purged_meanwhile(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Taking back its flag finds nothing to take back, and that is no error."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        await place.go_to("back and arms")
        await place.press("d")

        def purge(vault: Vault) -> None:
            (entry,) = vault.entries.each()
            vault.entries.move_to_trash(entry.id)
            vault.entries.purge(entry.id)

        await app.vault.write(purge)
        await place.press("u")
        assert place.notes[-1] == "There is nothing to take back here."


async def test_a_flag_set_and_taken_off_in_the_journal(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """r in the Journal puts an entry on the agenda and off it; the trash takes it off too; no error comes of it."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        await place.go_to("back and arms")
        await place.press("space", "2", "r", "5")
        assert not any("back and arms" in title for title in place.titles)
        await place.press("2", "r", "5")
        assert place.titles[1] == "1  back and arms"
        await place.press("2", "d", "5")
        assert "back and arms" not in place.page and not any("back" in title for title in place.titles)
        await place.press("2", "u", "5")
        assert place.titles[1] == "1  back and arms"


async def test_masked(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """With titles masked no text of the agenda, the notes or an entry is seen until the page is in focus."""

    def fill(vault: Vault) -> None:
        course(vault)
        vault.settings.set(Preferences(masked=True))

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        secrets = ("why touch", "beginning", "the fear", "back and arms", "pauses", "Alex", "first of them")
        for n in range(len(place.titles)):
            place.picks.move_to(n)
            await place.press()
            seen = place.drawn + place.page
            assert not any(secret in seen for secret in secrets)
        assert "hard to say aloud" in place.drawn
        place.picks.move_to(3)
        await place.press("tab")
        assert "the fear of it" in place.page
        await place.press("tab")
        assert "the fear of it" not in place.page


async def test_narrow_reading_takes_the_whole_screen(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Where it is narrow the page takes the place of the list while it is read, and Escape brings the list back."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "p", "enter")
        assert not app.screen.query_one(PickList).region
        assert app.screen.query_one(PageView).region.height >= 20
        await place.press("escape")
        assert isinstance(app.focused, PickList)
        assert app.screen.query_one(PickList).region.height >= 10


async def test_the_past_and_back(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """p goes to the latest past session, and from any of them to the top."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "p")
        assert place.here.startswith("Thu 7 May")
        await place.press("down", "p")
        assert place.here.startswith("Thu 21 May")


async def test_a_session_becomes_past_when_it_begins(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """One of today is the next until its time; without a time, until the day ends or it is written up."""

    def fill(vault: Vault) -> None:
        held(vault, 0, time=dt.time(19), hard_to_say="Before it.")
        held(vault, 0)
        held(vault, -7)

    keep(path, fill)
    instants = [NOW]
    app = journal_app(path, clock=lambda: instants[0])
    async with app.run_test(size=WIDE) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        assert place.titles[:1] + place.titles[-2:] == [
            "Sun 17 May 2026 · today", "Sun 17 May 2026, 19:00 · today", "Sun 24 May 2026 · in 7 days"
        ]  # fmt: skip
        instants[0] = dt.datetime(2026, 5, 17, 19, 0, tzinfo=dt.UTC)
        await place.press("1", "5")
        assert place.titles[0] == "Sun 17 May 2026 · today"
        assert place.headings[-1] == "Past sessions"
        assert place.titles[-1] == "Sun 17 May 2026, 19:00 · no notes yet"
        instants[0] = dt.datetime(2026, 5, 18, 0, 1, tzinfo=dt.UTC)
        await place.press("1", "5")
        assert place.titles[0] == "Sun 24 May 2026 · in 6 days"
        assert place.here.startswith("Sun 17 May 2026")
        assert "yesterday" in place.page


async def test_a_session_of_today_that_was_written_up(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """It makes way for the one after it, here and on Today, although it had no time."""

    def fill(vault: Vault) -> None:
        held(vault, 0)
        held(vault, -7)

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "w", *"Spoken", "ctrl+s", "escape")
        assert place.titles[0] == "Sun 24 May 2026 · in 7 days"
        assert place.titles[-1] == "Sun 17 May 2026 · Spoken"
        await place.press("1")
        options = [str(option.prompt) for option in app.screen.query_one("#overview", OptionList).options]
        assert options[1] == "Sun 24 May 2026 · in 7 days · nothing on the agenda yet"


async def test_a_day_that_ends_while_it_is_in_front(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Without a key pressed, a look at the date brings the list and the date in the bar up to date."""
    keep(path, lambda vault: held(vault, 0))
    instants = [NOW]
    app = journal_app(path, clock=lambda: instants[0])
    async with app.run_test(size=WIDE) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        instants[0] += dt.timedelta(days=1)
        assert isinstance(app.screen, SessionPlace)
        app.screen.look_again()
        await place.press()
        assert place.titles[0].startswith("No session is noted ahead")
        assert "Mon 18 May 2026" in str(app.screen.query_one(".note").render())


async def test_the_day_is_that_of_the_person(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a zone where it is the next day already, a session of that day is today's, and the one before is past."""

    def fill(vault: Vault) -> None:
        held(vault, 0)
        held(vault, -1)

    keep(path, fill)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    tzlocal.reload_localzone()
    try:
        app = journal_app(path)
        async with app.run_test(size=WIDE) as pilot:
            place = Sessions(app, pilot, settle)
            await place.open(until)
            assert place.titles[0] == "Mon 18 May 2026 · today"
            assert place.headings[-1] == "Past sessions"
    finally:
        monkeypatch.setenv("TZ", "UTC")
        time.tzset()
        tzlocal.reload_localzone()


async def test_an_error_is_said(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change that can't be written is said, what is shown stays, and taking back can be tried again."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        await place.go_to("beginning")
        await place.press("d")
        before = place.titles

        async def full(job: object) -> None:
            raise NotWritable("The disk is full.", "Make some room.")

        with monkeypatch.context() as patched:
            patched.setattr(app.vault, "write", full)
            await place.go_to("why")
            for key in ("space", "x", "d", "u"):
                await place.press(key)
                assert "The disk is full. Make some room." in place.notes
        assert place.titles == before
        await place.press("u")
        assert "beginning" in await place.agenda()


async def test_hostile_text(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Whatever the text is, nothing unsafe is drawn, no markup acts, and nothing breaks."""

    def fill(vault: Vault) -> None:
        for text in HOSTILE_TEXTS:
            session = held(vault, 3, notes=text, hard_to_say=text, attended=(text,))
            vault.agenda.settle([], session)
            item(vault, text, HARD)
            flagged(vault, text)
        vault.agenda.settle(vault.agenda.open_items()[:10], session)

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        for n in range(len(place.titles)):
            place.picks.move_to(n)
            await place.press()
            assert not UNSAFE.search((place.drawn + place.page).replace("\n", ""))


async def test_long_text(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A long text is cut in the list and whole on the page."""
    words = "word " * 2000 + "end"
    keep(path, lambda vault: item(vault, words))
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "down")
        assert all(len(line) <= NARROW[0] for line in place.drawn.splitlines())
        assert place.words.endswith("end")


async def test_many(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Hundreds of sessions, items and entries are all there and can be gone through; beyond that, search is named."""

    def fill(vault: Vault) -> None:
        for n in range(200):
            held(vault, n * 7 + 1)
        for n in range(300):
            item(vault, f"item {n}")
        for n in range(305):
            flagged(vault, f"entry {n}", n)

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        assert len(place.titles) == 1 + 300 + 300 + 200
        assert any("and 5 earlier ones: search flagged:yes" in row for row in place.picks._rows if isinstance(row, str))
        await place.press("end")
        assert place.here.startswith(short(ago(199 * 7 + 1)))
        await place.press("p")
        assert place.here.startswith("No session")


def short(date: dt.date) -> str:
    """The beginning of a line for a session on a date."""
    return f"{date:%a} {date.day} {date:%b %Y}"


async def test_a_pasted_item_of_several_lines(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """The list has the first line of an item, the page all of it."""
    keep(path, lambda vault: None)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until, "t")
        await paste(pilot, "one\ntwo")
        await place.press("ctrl+s")
        assert place.here == "one"
        assert "two" in place.page


async def test_what_another_program_changed(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A page is read whole when it is shown, whatever the list knew; a session that is gone leaves the list."""
    make(path)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)

        def change(vault: Vault) -> None:
            latest, first = vault.sessions.past(app.now())
            vault.sessions.edit(latest.id, replace(latest.content, notes="Written elsewhere."))
            vault.sessions.remove(first.id)

        await app.vault.write(change)
        await place.go_to("Thu 7 May")
        assert "Written elsewhere." in place.page
        await place.go_to("Thu 23 Apr")
        assert not any("Thu 23 Apr" in title for title in place.titles)
        assert place.here.startswith("Thu 7 May")


async def test_hard_to_say_in_the_session_itself(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """What is written in the next session stands with the items of the agenda, and counts as one; e leads to it."""

    def fill(vault: Vault) -> None:
        held(vault, -4, hard_to_say="What I could not say.\nMore of it.")
        held(vault, -9, hard_to_say="For later.")
        item(vault, "why touch first", QUESTION)
        item(vault, "the fear of it", HARD)
        flagged(vault, "back and arms", 3)

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        assert place.titles[1:5] == ["why touch first", "the fear of it", "What I could not say.", "back and arms"]
        assert place.headings[:4] == ["Next session", "Questions", "Hard to say aloud", "Raise with my therapist"]
        assert place.headings.count("Hard to say aloud") == 1
        await place.go_to("What I could not say.")
        assert "Session of Thu 21 May 2026" in place.page and "More of it." in place.page
        for key in ("d", "space"):
            await place.press(key)
            assert place.notes == ["This is written in the session itself: e changes it there."]
        await place.press("e")
        assert isinstance(app.screen, RecordFormScreen)
        await place.press("escape", "m")
        assert "What I could not say." not in place.drawn
        await place.press("1")
        options = [str(option.prompt) for option in app.screen.query_one("#overview", OptionList).options]
        assert options[1] == "Thu 21 May 2026 · in 4 days · 4 on the agenda"


async def test_one_notice_at_a_time(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A fourth and a fifth that don't fit among the top three are refused without one notice over another."""
    keep(path, lambda vault: [item(vault, words, top=len(words) == 1) for words in ("a", "b", "c", "fourth", "fifth")])
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        await place.go_to("fourth")
        await place.press("space", "space", "down", "space")
        assert len(place.notes) == 1 and place.notes[0].startswith("3 are chosen already")
