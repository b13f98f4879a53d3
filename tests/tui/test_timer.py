"""The practice timer on the screen: by keys, with a clock that the test moves."""

import datetime as dt
from functools import partial
from pathlib import Path

import msgspec
import pytest
from textual.pilot import Pilot
from textual.widgets import Digits, Static

from journal.model.codec import record_to_document
from journal.model.entry import Ending as HowItEnded
from journal.model.entry import Kind, Mode, Outcome, SensateFocus
from journal.model.homework import Assignment
from journal.model.sensate_focus import RuleSet, Stage
from journal.model.timer import Practice, begun
from journal.tui.app import Ending, JournalApp
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.tui.screens.journal.place import JournalPlace
from journal.tui.screens.kinds import KindsScreen
from journal.tui.screens.timer.ending import HowItEndedScreen
from journal.tui.screens.timer.timer import TimerScreen
from journal.tui.screens.today.place import TodayScreen
from journal.tui.widgets.place_bar import PracticeTab
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.tui.conftest import Settle, Wait

SMALL = (80, 24)
TOUCH = Assignment(
    title="MARKER",
    instructions="MARKER",
    kind=Kind.SENSATE_FOCUS,
    stage=Stage.NON_SEXUAL,
    mode=Mode.PARTNERED,
    rules=RuleSet(turn_length=10),
)


class Clock:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now

    def turn(self, app: JournalApp, minutes: float) -> None:
        """Lets so many minutes go by, and the app look at it."""
        self.now += dt.timedelta(minutes=minutes)
        app.practising.look()


@pytest.fixture
def clock() -> Clock:
    """The clock of the app under test."""
    return Clock()


def homework(path: Path) -> None:
    """Makes a journal with one assignment whose words are the marker."""
    vault = new_vault(path, clock=lambda: NOW)
    vault.assignments.add(TOUCH)
    vault.close()


def opened(path: Path, clock: Clock) -> JournalApp:
    """The app over the journal, which opens by itself."""
    return JournalApp(path, passphrase=PASSPHRASE, clock=clock)


def drawn(app: JournalApp) -> str:
    """Everything on the screen."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def digits(app: JournalApp) -> str:
    """What the face shows."""
    return app.screen.query_one(Digits).value


def state(app: JournalApp) -> str:
    """What is said below the digits."""
    return str(app.screen.query_one(".state", Static).render()).strip()


async def begin(app: JournalApp, pilot: Pilot[Ending], settle: Settle, until: Wait) -> None:
    """Begins a practice of the assignment."""
    await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    record = await app.vault.read(lambda vault: vault.assignments.list()[0])
    await app.push_screen(TimerScreen(record))
    await settle(pilot)
    await pilot.press("enter")
    await settle(pilot)


def kept(path: Path) -> Practice | None:
    """The practice in the journal's file."""
    vault = Vault.open(path, PASSPHRASE)
    record = vault.practice.current()
    vault.close()
    return record.content if record else None


async def test_what_an_assignment_suggests_can_be_changed(
    path: Path, clock: Clock, settle: Settle, until: Wait
) -> None:
    """The set-up begins with the agreed turns; arrows and digits change them, b the bell, Enter begins."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        record = await app.vault.read(lambda vault: vault.assignments.list()[0])
        await app.push_screen(TimerScreen(record))
        await settle(pilot)
        await pilot.press("1", "2", "right", "down", "3", "b", "enter")
        await settle(pilot)
        assert "Turn 1 of 3" in drawn(app) and digits(app) == "13:00" and state(app) == "Bell on"
        await app.action_leave()
    expected = Practice(assignment=record.id, minutes=13, turns=3, bell=True, started=NOW)
    assert kept(path) == expected


async def test_no_word_of_the_homework_is_on_the_face(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """A bystander sees digits and turns, at the start, while it runs, in its dialog and at its end."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await begin(app, pilot, settle, until)
        assert "MARKER" not in drawn(app) and "Turn 1 of 2" in drawn(app)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, HowItEndedScreen))
        assert "MARKER" not in drawn(app)
        await pilot.press("1")
        await settle(pilot)
        assert isinstance(app.screen, TimerScreen) and "MARKER" not in drawn(app)


@pytest.mark.parametrize("bell", [False, True])
async def test_a_turn_ends_with_a_swap(
    path: Path, clock: Clock, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch, bell: bool
) -> None:
    """The swap is said and the next turn runs; the bell rings at each end, and only where it was switched on."""
    homework(path)
    app = opened(path, clock)
    rung: list[str] = []
    monkeypatch.setattr(app, "bell", lambda: rung.append(digits(app)))
    async with app.run_test(size=SMALL) as pilot:
        await begin(app, pilot, settle, until)
        if bell:
            await pilot.press("b")
        clock.turn(app, 9)
        await settle(pilot)
        assert (digits(app), state(app)) == ("01:00", "Bell on" if bell else "")
        clock.turn(app, 1)
        await settle(pilot)
        assert (digits(app), state(app)) == ("10:00", "Swap") and "Turn 2 of 2" in drawn(app)
        clock.turn(app, 1)
        await settle(pilot)
        assert (digits(app), state(app)) == ("09:00", "Bell on" if bell else "")
        clock.turn(app, 100)
        await settle(pilot)
        assert (digits(app), state(app)) == ("00:00", "The practice has ended: 20 minutes.")
        assert len(rung) == (2 if bell else 0)


async def test_pausing_swapping_and_going_on(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """Space rests and goes on, s begins the next turn, and in the last turn there is nothing to swap to."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await begin(app, pilot, settle, until)
        clock.turn(app, 4)
        await pilot.press("space")
        clock.turn(app, 30)
        await settle(pilot)
        assert (digits(app), state(app)) == ("06:00", "Paused")
        await pilot.press("space")
        clock.turn(app, 1)
        await settle(pilot)
        assert digits(app) == "05:00"
        await pilot.press("s")
        await settle(pilot)
        assert (digits(app), state(app)) == ("10:00", "Swap")
        await pilot.press("s")
        await settle(pilot)
        assert app.practising.practice is not None and len(app.practising.practice.swaps) == 1
        assert kept(path) == app.practising.practice


async def test_stopping_early_counts(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """The time runs to the key, not to the answer; Escape goes on instead; the entry says that it was stopped."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await begin(app, pilot, settle, until)
        clock.turn(app, 3)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, HowItEndedScreen))
        await pilot.press("escape")
        clock.turn(app, 4)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, HowItEndedScreen))
        clock.turn(app, 2)
        await pilot.press("3")
        await settle(pilot)
        assert state(app) == "Stopped after 7 minutes.\nStopping early counts."
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await settle(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await settle(pilot)
    vault = Vault.open(path, PASSPHRASE)
    (entry,) = vault.entries.each()
    (assignment,) = vault.assignments.list()
    assert vault.practice.current() is None
    vault.close()
    content = entry.content
    assert (content.outcome, content.minutes, content.assignment) == (Outcome.STOPPED_EARLY, 7, assignment.id)
    assert isinstance(content.details, SensateFocus)
    assert (content.details.ending, content.details.minutes_each_way) == (HowItEnded.STOP_WORD, None)
    assert (content.when.date, content.when.time) == (NOW.date(), dt.time(18, 30))


async def test_it_goes_on_behind_other_screens(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """Escape leaves it running; the bar of every place shows it, and F7 comes back, from a form as well."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await begin(app, pilot, settle, until)
        await pilot.press("escape")
        clock.turn(app, 2.8)
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)
        assert str(app.screen.query_one(PracticeTab).render()) == "07:12  F7"
        await pilot.press("2")
        await settle(pilot)
        assert "07:12  F7" in drawn(app)
        app.write_entry(Kind.REFLECTION)
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await settle(pilot)
        await pilot.press("f7")
        await settle(pilot)
        assert isinstance(app.screen, TimerScreen) and digits(app) == "07:12"
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, EntryFormScreen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, JournalPlace))
        await settle(pilot)
        await pilot.click(PracticeTab)
        await until(pilot, lambda: isinstance(app.screen, TimerScreen))


async def test_a_practice_without_homework_asks_for_a_kind(
    path: Path, clock: Clock, settle: Settle, until: Wait
) -> None:
    """F7 begins one of its own; at its end the kind is asked, and the form has minutes and outcome."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("f7")
        await settle(pilot)
        await pilot.press("enter")
        clock.turn(app, 10)
        await settle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, KindsScreen))
        await pilot.press("4")
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await settle(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    vault = Vault.open(path, PASSPHRASE)
    (entry,) = vault.entries.each()
    vault.close()
    content = entry.content
    assert (content.kind, content.minutes, content.outcome) == (Kind.COMMUNICATION, 10, Outcome.DONE)


async def test_nothing_is_lost_by_not_logging(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """A form that is left comes back to the timer, the draft is gone on with, and later F7 still offers it."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await begin(app, pilot, settle, until)
        clock.turn(app, 25)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await settle(pilot)
        await pilot.press("1", "escape")
        await until(pilot, lambda: isinstance(app.screen, TimerScreen))
        await settle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await settle(pilot)
        assert "Going on with the draft" in drawn(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TimerScreen))
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert "practice to log  F7" in drawn(app)
        await pilot.press("f7")
        await settle(pilot)
        assert state(app) == "The practice has ended: 20 minutes."
    assert kept(path) is not None


async def test_a_draft_saved_from_today_logs_it(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """Whoever goes on with the draft of its entry from Today, and saves that, has logged the practice."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await begin(app, pilot, settle, until)
        clock.turn(app, 25)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await settle(pilot)
        await pilot.press("1", "escape")
        await until(pilot, lambda: isinstance(app.screen, TimerScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await settle(pilot)
        (draft,) = await app.vault.read(lambda vault: vault.drafts.list())
        app.go_on_with(draft)
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await settle(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await settle(pilot)
        assert "practice to log" not in drawn(app)
    assert kept(path) is None


async def test_an_earlier_practice_comes_first(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """The timer of another piece of homework says that a practice waits, and begins nothing over it."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await begin(app, pilot, settle, until)
        clock.turn(app, 25)
        await settle(pilot)
        assert "earlier practice" not in drawn(app)
        await pilot.press("escape")
        record = await app.vault.read(lambda vault: vault.assignments.list()[0])
        await app.push_screen(TimerScreen(record))
        await settle(pilot)
        assert "earlier practice" in drawn(app) and digits(app) == "00:00"


async def test_it_can_go_unlogged_after_a_question(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """d asks first; then nothing of the practice is left, and F7 sets up another one."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await begin(app, pilot, settle, until)
        clock.turn(app, 25)
        await settle(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TimerScreen))
        assert kept(path) is not None
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await settle(pilot)
        assert "F7" not in drawn(app)
        await pilot.press("f7")
        await settle(pilot)
        assert "Practice timer" in drawn(app)
    assert kept(path) is None


async def test_keys_of_one_part_do_nothing_in_another(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """Nothing can be paused, stopped or logged in the set-up, nor put away while it runs; help lists what there is."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("f7")
        await settle(pilot)
        await pilot.press("space", "s", "x", "d")
        await settle(pilot)
        assert isinstance(app.screen, TimerScreen) and app.practising.practice is None
        assert {one.action for one in app.commands_here() if "." not in one.action} == {"begin", "bell", "close"}
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("d", "enter")
        await settle(pilot)
        assert isinstance(app.screen, TimerScreen)
        own = {one.action for one in app.commands_here() if "." not in one.action}
        assert own == {"rest", "stop", "bell", "close"}


async def test_the_words_of_a_pause_and_of_a_short_practice(
    path: Path, clock: Clock, settle: Settle, until: Wait
) -> None:
    """While it rests, Space is named for going on; what lasted less than a minute isn't told as one."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await begin(app, pilot, settle, until)
        assert "space Pause" in drawn(app)
        await pilot.press("space")
        await settle(pilot)
        assert "space Go on" in drawn(app) and "space Pause" not in drawn(app)
        await pilot.press("space")
        await settle(pilot)
        assert "space Pause" in drawn(app)
        await pilot.press("x")
        await settle(pilot)
        await pilot.press("2")
        await settle(pilot)
        assert state(app).startswith("Stopped after less than a minute.")


async def test_a_clock_set_back_does_no_harm(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """The timer stands still until the clock is where it was, and goes on."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await begin(app, pilot, settle, until)
        clock.turn(app, 4)
        await pilot.press("space", "space")
        clock.turn(app, -60)
        await settle(pilot)
        assert digits(app) == "06:00"
        await pilot.press("s")
        clock.turn(app, 61)
        await settle(pilot)
        assert digits(app) == "09:00" and "Turn 2 of 2" in drawn(app)


async def test_the_lock_comes_as_always(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """With the timer in front the app locks after its minutes without a key."""
    homework(path)
    seconds = [0.0]
    app = JournalApp(path, passphrase=PASSPHRASE, clock=clock, seconds=lambda: seconds[0])
    async with app.run_test(size=SMALL) as pilot:
        await begin(app, pilot, settle, until)
        for _ in range(13):
            seconds[0] += 10
            await app._look_at_clock()
        await until(pilot, lambda: not app.vault.is_open)
    assert app.return_value is Ending.LOCKED


@pytest.mark.parametrize(("minutes", "screen"), [(5, TimerScreen), (60, TodayScreen)])
async def test_the_next_start_finds_it(
    path: Path, clock: Clock, until: Wait, settle: Settle, minutes: int, screen: type
) -> None:
    """After quitting, a practice that runs on is in front at the next start; one that has ended waits behind F7."""
    homework(path)
    vault = Vault.open(path, PASSPHRASE)
    vault.practice.begin(begun(Practice(turns=2), NOW))
    vault.close()
    clock.now += dt.timedelta(minutes=minutes)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, screen))
        await settle(pilot)
        assert isinstance(app.screen, screen)
        await pilot.press("f7")
        await settle(pilot)
        assert isinstance(app.screen, TimerScreen)
        assert digits(app) == ("05:00" if minutes == 5 else "00:00")


async def test_a_lock_between_saving_and_closing_neither_doubles_nor_loses_it(
    path: Path, clock: Clock, settle: Settle, until: Wait
) -> None:
    """What the vault has saved is logged, though the form was never closed; the next start doesn't offer it again."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await begin(app, pilot, settle, until)
        clock.turn(app, 25)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await settle(pilot)
        assert isinstance(app.screen, EntryFormScreen) and app.screen._keeper is not None
        waits = kept(path)
        assert waits is not None and waits.draft
        await app.screen._keeper.save()
        await pilot.press("ctrl+l")
        await until(pilot, lambda: not app.vault.is_open)
    carried = app.practising.to_carry()
    assert kept(path) is None
    again = JournalApp(path, passphrase=PASSPHRASE, clock=clock, practice=carried)
    async with again.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(again.screen, TodayScreen))
        await settle(pilot)
        assert again.practising.practice is None and "practice to log" not in drawn(again)
    vault = Vault.open(path, PASSPHRASE)
    assert (vault.entries.count(), vault.drafts.list(), vault.practice.current()) == (1, (), None)
    vault.close()


def put_away(practice: Practice, vault: Vault) -> None:
    """Takes a practice away, as another window does."""
    vault.practice.clear(practice)


async def test_what_another_window_logged(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """It is not kept or logged again here: it goes, with a word on why; so it does where logging begins."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        for key in ("space", "enter"):
            await begin(app, pilot, settle, until)
            practice = kept(path)
            assert practice is not None
            if key == "enter":
                clock.turn(app, 25)
            await app.vault.write(partial(put_away, practice))
            await pilot.press(key)
            await settle(pilot)
            assert app.practising.practice is None and kept(path) is None
            (note,) = app._notifications
            assert "logged or put away in another window" in note.message
            await pilot.press("escape")
            await settle(pilot)
    carried = record_to_document(begun(Practice(turns=2), NOW))
    again = JournalApp(path, passphrase=PASSPHRASE, clock=clock, practice=msgspec.json.encode(carried))
    async with again.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(again.screen, TodayScreen))
        await settle(pilot)
        assert again.practising.practice is None and kept(path) is None


async def test_one_that_waits_is_not_lost_to_one_begun_in_another_window(
    path: Path, clock: Clock, settle: Settle, until: Wait
) -> None:
    """It stays beside the one that begins here, and is there once that was put away."""
    homework(path)
    app = opened(path, clock)
    earlier = begun(Practice(minutes=7), NOW - dt.timedelta(minutes=30))
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await settle(pilot)
        await app.vault.write(lambda vault: vault.practice.begin(earlier))
        await begin(app, pilot, settle, until)
        clock.turn(app, 25)
        await settle(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen) and app.practising.practice is not None)
        await settle(pilot)
        assert app.practising.practice == earlier == kept(path)
        assert "practice to log" in drawn(app)
        await pilot.press("f7")
        await settle(pilot)
        assert "The practice has ended: 7 minutes." in state(app)


async def test_one_that_could_not_be_kept_is_not_lost_at_the_lock(
    path: Path, clock: Clock, settle: Settle, until: Wait
) -> None:
    """Where the journal couldn't be written to when it began, it goes on across the lock, and is kept then."""
    homework(path)
    carried = record_to_document(begun(Practice(turns=2), NOW)) | {"unkept": True}
    app = JournalApp(path, passphrase=PASSPHRASE, clock=clock, practice=msgspec.json.encode(carried))
    assert app.practising.to_carry() == msgspec.json.encode(carried)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TimerScreen))
        await settle(pilot)
        assert kept(path) == app.practising.practice == begun(Practice(turns=2), NOW)


@pytest.mark.usefixtures("short_waits")
async def test_one_that_could_not_be_kept_is_kept_on_leaving(
    path: Path, clock: Clock, settle: Settle, until: Wait
) -> None:
    """What the journal could not take in when the practice began is kept when the app is left, once it can be."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        other = Vault.open(path, PASSPHRASE)
        with other.atomic():
            await begin(app, pilot, settle, until)
            await until(pilot, lambda: bool(app._notifications))
        other.close()
        assert kept(path) is None
        await pilot.press("ctrl+q")
        await until(pilot, lambda: not app.vault.is_open)
    practice = kept(path)
    assert practice is not None and practice.started == NOW and practice.assignment
