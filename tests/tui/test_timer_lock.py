"""A practice that runs on at the unlock screen, from what the program before the lock handed over."""

import datetime as dt
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from journal.model.entry import Ending as HowItEnded
from journal.model.timer import Practice, begun, paused, swapped
from journal.tui.app import JournalApp
from journal.tui.screens.timer.ending import HowItEndedScreen
from journal.tui.screens.timer.timer import TimerScreen
from journal.tui.screens.today.place import TodayScreen
from journal.tui.screens.unlock import UnlockScreen
from journal.tui.widgets.practice_face import PracticeFace
from tests.conftest import NOW, PASSPHRASE
from tests.tui.conftest import Settle, Wait
from tests.tui.test_timer import SMALL, Clock, begin, digits, drawn, homework, kept, opened, state


async def handed_over(path: Path, clock: Clock, settle: Settle, until: Wait) -> bytes:
    """Begins a practice of two turns, locks after four minutes, and returns what goes along."""
    homework(path)
    app = opened(path, clock)
    async with app.run_test(size=SMALL) as pilot:
        await begin(app, pilot, settle, until)
        clock.turn(app, 4)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: not app.vault.is_open)
    return app.practising.to_carry()


@pytest.fixture
def clock() -> Clock:
    """The clock of the apps under test."""
    return Clock()


async def test_only_instants_and_numbers_go_along(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """Neither the id nor any word of the homework leaves the locked program."""
    carried = await handed_over(path, clock, settle, until)
    assert carried == b'{"minutes":10,"turns":2,"started":"2026-05-17T18:30:00Z"}'


async def test_the_face_runs_at_the_lock(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """The unlock screen shows the face and takes its keys; what was done there is in the journal after unlocking."""
    carried = await handed_over(path, clock, settle, until)
    before = kept(path)
    assert before is not None
    app = JournalApp(path, clock=clock, practice=carried)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, UnlockScreen)
        assert digits(app) == "06:00" and "Passphrase" not in drawn(app)
        await pilot.press("space")
        clock.turn(app, 2)
        await settle(pilot)
        assert (digits(app), state(app)) == ("06:00", "Paused")
        await pilot.press("space", "s")
        await settle(pilot)
        assert (digits(app), state(app)) == ("10:00", "Swap")
        await pilot.press("enter", *"wrong s x b", "enter")
        await until(pilot, lambda: "does not open" in drawn(app))
        await settle(pilot)
        await pilot.press(*"x s", "escape")
        await settle(pilot)
        assert "does not open" not in drawn(app) and "Passphrase" not in drawn(app) and digits(app) == "10:00"
        await pilot.press("enter", *PASSPHRASE, "enter")
        await until(pilot, lambda: isinstance(app.screen, TimerScreen))
        await settle(pilot)
        assert digits(app) == "10:00" and "Turn 2 of 2" in drawn(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    after = kept(path)
    assert after is not None and after.assignment == before.assignment
    assert [pause.until - pause.since for pause in after.pauses] == [dt.timedelta(minutes=2)] and len(after.swaps) == 1


async def test_stopping_at_the_lock(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """x asks how it ended at the lock too; then the passphrase is asked for, and the timer offers to log it."""
    carried = await handed_over(path, clock, settle, until)
    app = JournalApp(path, clock=clock, practice=carried)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, HowItEndedScreen))
        await pilot.press("4")
        await settle(pilot)
        assert state(app) == "The practice has ended." and isinstance(app.focused, Input)
        await pilot.press(*PASSPHRASE, "enter")
        await until(pilot, lambda: isinstance(app.screen, TimerScreen))
        await settle(pilot)
        assert state(app) == "Stopped after 4 minutes.\nStopping early counts."
    after = kept(path)
    assert after is not None and after.ending is HowItEnded.INTERRUPTION


async def test_the_bell_rings_at_the_lock(
    path: Path, clock: Clock, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A turn that ends behind the lock rings if the bell is on, and its end brings back the line for the passphrase."""
    carried = await handed_over(path, clock, settle, until)
    app = JournalApp(path, clock=clock, practice=carried)
    rung: list[str] = []
    monkeypatch.setattr(app, "bell", lambda: rung.append(digits(app)))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("b")
        clock.turn(app, 6)
        clock.turn(app, 10)
        await settle(pilot)
        assert len(rung) == 2 and isinstance(app.focused, Input)


async def test_without_a_pipe_the_journal_still_has_it(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """Where nothing could be handed over, the passphrase is asked for as always, and the timer is there after it."""
    await handed_over(path, clock, settle, until)
    app = JournalApp(path, clock=clock)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert not app.screen.query_one(PracticeFace).display
        await pilot.press(*PASSPHRASE, "enter")
        await until(pilot, lambda: isinstance(app.screen, TimerScreen))
        assert digits(app) == "06:00"


@pytest.mark.parametrize("carried", [b"", b"{", b"[1]", b'{"turns": "two"}', b'{"started": "2026-05-17T18:30:00"}'])
async def test_what_can_not_be_read_is_no_practice(path: Path, clock: Clock, settle: Settle, carried: bytes) -> None:
    """Bytes that are no practice leave the unlock screen as it always is."""
    homework(path)
    app = JournalApp(path, clock=clock, practice=carried)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert app.practising.practice is None and "Passphrase" in drawn(app) and isinstance(app.focused, Input)


async def test_a_passphrase_right_after_enter(path: Path, clock: Clock, settle: Settle, until: Wait) -> None:
    """Typed faster than the app reads, as on a busy machine, every letter is the passphrase's, and none the timer's."""
    carried = await handed_over(path, clock, settle, until)
    app = JournalApp(path, clock=clock, practice=carried)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        practice = app.practising.practice
        app.post_message(events.Key("enter", "\r"))
        for letter in f"xsb {PASSPHRASE}":
            app.post_message(events.Key("space" if letter == " " else letter, letter))
        await pilot.pause()
        await settle(pilot)
        assert isinstance(app.focused, Input) and app.focused.value == f"xsb {PASSPHRASE}"
        assert app.practising.practice == practice and isinstance(app.screen, UnlockScreen)


def test_a_practice_left_to_be_logged_later_stays_behind(path: Path, clock: Clock) -> None:
    """An ended practice that was put off shows nothing at the next unlock screen."""
    homework(path)
    app = opened(path, clock)
    practice = swapped(paused(begun(Practice(), NOW), NOW), NOW)
    app.practising.practice = practice
    assert app.practising.to_carry()
    app.practising.waits = True
    assert app.practising.to_carry() == b""
