"""The practice timer as pure rules: turns, pauses, swaps and stops at any instants."""

import datetime as dt
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.model.dates import When
from journal.model.entry import Ending, Kind, Mode, Outcome, Reflection, SensateFocus, blank
from journal.model.homework import Assignment, prefilled
from journal.model.sensate_focus import RuleSet
from journal.model.timer import (
    MOST_MINUTES,
    Face,
    Pause,
    Practice,
    begun,
    face,
    gone_on,
    is_running,
    logged,
    paused,
    planned,
    resumed,
    stopped,
    swapped,
)
from tests.conftest import NOW

OPERATIONS = ("look", "pause", "resume", "swap", "stop")


def after(minutes: float) -> dt.datetime:
    """The instant so many minutes after the practice began."""
    return NOW + dt.timedelta(minutes=minutes)


def running(turns: int = 2, minutes: int = 10) -> Practice:
    """A practice that has just begun."""
    return begun(Practice(turns=turns, minutes=minutes, assignment="homework"), NOW)


@dataclass
class Told:
    """What a person with a stopwatch would write down: seconds practised and rested until the end."""

    practised: float = 0.0
    rested: float = 0.0
    resting: bool = False
    ended: bool = False
    turn_left: list[float] = field(default_factory=list)

    def let_pass(self, seconds: float) -> None:
        """Time goes by."""
        if self.ended:
            return
        if self.resting:
            self.rested += seconds
            return
        while self.turn_left and seconds >= self.turn_left[0]:
            seconds -= self.turn_left[0]
            self.practised += self.turn_left.pop(0)
        if self.turn_left:
            self.turn_left[0] -= seconds
            self.practised += seconds
        self.ended = not self.turn_left


def do(operation: str, practice: Practice, now: dt.datetime, told: Told) -> Practice:
    """Does one thing to the practice, and tells the stopwatch."""
    if operation == "pause":
        told.resting = True
        return paused(practice, now)
    if operation == "resume":
        told.resting = False
        return resumed(practice, now)
    if operation == "swap":
        if len(told.turn_left) > 1:
            del told.turn_left[0]
        return swapped(practice, now)
    if operation == "stop":
        told.ended = True
        return stopped(practice, now, Ending.CHOICE)
    return practice


STEPS = st.lists(st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 3600) | st.just(86400 * 400)), max_size=12)


@given(turns=st.integers(1, 4), minutes=st.integers(1, 60), steps=STEPS)
def test_any_sequence_agrees_with_a_stopwatch(turns: int, minutes: int, steps: list[tuple[str, int]]) -> None:
    """Whatever is pressed whenever: turns go forward, nothing is negative, and all time is practised or rested."""
    practice, now = running(turns, minutes), NOW
    told = Told(turn_left=[minutes * 60.0] * turns)
    before = face(practice, now)
    for operation, seconds in steps:
        now += dt.timedelta(seconds=seconds)
        told.let_pass(seconds)
        if not told.ended:
            practice = do(operation, practice, now, told)
        else:
            assert do(operation, practice, now, replace(told)) == practice
        shown = face(practice, now)
        assert shown.practised.total_seconds() == pytest.approx(told.practised)
        assert shown.over == told.ended == (not is_running(practice, now))
        assert 0 <= shown.remaining <= minutes * 60
        assert before.turn <= shown.turn <= turns
        assert shown.practised >= before.practised
        assert before.over <= shown.over
        if not told.ended:
            assert told.practised + told.rested == (now - NOW).total_seconds()
            assert shown.remaining == told.turn_left[0]
            assert shown.paused == told.resting
            assert shown.turn == turns - len(told.turn_left) + 1
        before = shown


@given(
    steps=st.lists(st.tuples(st.sampled_from(OPERATIONS), st.integers(-7200, 7200)), max_size=12),
    last=st.integers(-(10**9), 10**9),
)
def test_a_clock_set_back_only_holds_it_up(steps: list[tuple[str, int]], last: int) -> None:
    """However the clock jumps, nothing raises, nothing is negative, and what was done stays done."""
    practice, now = running(3), NOW
    for operation, seconds in steps:
        now += dt.timedelta(seconds=seconds)
        practice = do(operation, practice, now, Told())
        turn = face(practice, now).turn
        shown = face(practice, now - dt.timedelta(days=1))
        assert 0 <= shown.remaining <= 600 and dt.timedelta() <= shown.practised <= dt.timedelta(minutes=30)
        assert len(practice.swaps) < shown.turn <= turn
        assert all(one.since <= one.until for one in practice.pauses)
    assert 0 <= face(practice, NOW + dt.timedelta(seconds=last)).remaining <= 600


def test_turns_follow_each_other() -> None:
    """Two turns of ten minutes: the first to its last second, the swap for a while, the second, the end."""
    practice = running()
    assert face(practice, NOW) == Face(1, 2, 600, dt.timedelta())
    assert face(practice, after(9.99)).digits == "00:01"
    swap = face(practice, after(10))
    assert (swap.turn, swap.digits, swap.swap) == (2, "10:00", True)
    assert not face(practice, after(10.5)).swap
    assert face(practice, after(20)) == Face(2, 2, 0, dt.timedelta(minutes=20), over=True)
    assert face(practice, after(1000)) == face(practice, after(20))


def test_a_practice_that_has_not_begun_shows_its_whole_turn() -> None:
    """Before it begins nothing runs, and nothing can be done to it."""
    practice = Practice(minutes=7, turns=2)
    assert face(practice, NOW) == Face(1, 2, 420, dt.timedelta())
    assert not is_running(practice, NOW)
    assert paused(practice, NOW) == swapped(practice, NOW) == stopped(practice, NOW, Ending.CHOICE) == practice


def test_a_pause_stands_still() -> None:
    """A pause of any length takes nothing from the turn."""
    practice = paused(running(), after(4))
    assert face(practice, after(500)).digits == "06:00" and face(practice, after(500)).paused
    practice = resumed(practice, after(500))
    assert face(practice, after(502)).digits == "04:00"
    assert practice.pauses == (Pause(since=after(4), until=after(500)),)


def test_a_swap_before_its_time_gives_the_next_turn_all_of_its_own() -> None:
    """The next turn is as long as it was to be; in the last turn there is nothing to swap to."""
    practice = swapped(running(), after(4))
    assert face(practice, after(4)).turn == 2 and face(practice, after(4)).digits == "10:00"
    assert face(practice, after(14)).over
    assert swapped(practice, after(6)) == practice


def test_a_machine_that_slept_goes_on_where_the_clock_is() -> None:
    """Time asleep is practice, up to the planned end."""
    assert face(running(), after(13)).digits == "07:00"
    assert face(running(), after(600)).minutes == 20


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (1, 0), (59, 0), (60, 1), (89, 1), (90, 2), (599, 10)])
def test_minutes_are_rounded(seconds: int, minutes: int) -> None:
    """To the nearest minute, and never to none where there was something."""
    assert face(stopped(running(), after(seconds / 60), Ending.CHOICE), after(30)).minutes == minutes


@pytest.mark.parametrize(
    ("assignment", "minutes", "turns"),
    [
        (Assignment(mode=Mode.PARTNERED, rules=RuleSet(turn_length=15)), 15, 2),
        (Assignment(mode=Mode.PARTNERED, minutes=30), 15, 2),
        (Assignment(mode=Mode.PARTNERED, minutes=1), 1, 2),
        (Assignment(mode=Mode.PARTNERED), 10, 1),
        (Assignment(mode=Mode.SOLO, minutes=12, rules=RuleSet(turn_length=5)), 12, 1),
        (Assignment(minutes=1440), MOST_MINUTES, 1),
        (None, 10, 1),
    ],
)
def test_what_an_assignment_suggests(assignment: Assignment | None, minutes: int, turns: int) -> None:
    """Two turns for partners whose minutes are known, and one for everybody else."""
    practice = planned(assignment, "homework")
    assert (practice.minutes, practice.turns, practice.started) == (minutes, turns, None)


WHEN = When(NOW.date(), dt.time(18, 30))
TOUCH = prefilled(Assignment(kind=Kind.SENSATE_FOCUS, rules=RuleSet(turn_length=15)), "homework", WHEN)


def test_an_entry_gets_what_the_timer_knows() -> None:
    """A practice that went to its end is done, with its minutes in all and each way."""
    content = logged(TOUCH, running(), after(30))
    assert (content.minutes, content.outcome, content.assignment) == (20, Outcome.DONE, "homework")
    assert isinstance(content.details, SensateFocus)
    assert (content.details.minutes_each_way, content.details.ending) == (10, Ending.AS_PLANNED)


@pytest.mark.parametrize("ending", [Ending.CHOICE, Ending.STOP_WORD, Ending.INTERRUPTION])
def test_stopping_early_is_logged_as_what_it_is(ending: Ending) -> None:
    """Its minutes count; how long each turn was isn't said, for they differ."""
    content = logged(TOUCH, stopped(running(), after(7.2), ending), after(30))
    assert (content.minutes, content.outcome) == (7, Outcome.STOPPED_EARLY)
    assert isinstance(content.details, SensateFocus)
    assert (content.details.minutes_each_way, content.details.ending) == (None, ending)


def test_stopping_as_planned_is_done() -> None:
    """Who says that it ended as planned has done it, whatever the timer was set to."""
    content = logged(TOUCH, stopped(swapped(running(), after(5)), after(11), Ending.AS_PLANNED), after(30))
    assert (content.minutes, content.outcome) == (11, Outcome.DONE)
    assert isinstance(content.details, SensateFocus) and content.details.minutes_each_way == 6


def test_other_kinds_get_minutes_and_outcome() -> None:
    """Only sensate focus asks how a practice ended."""
    content = logged(blank(Kind.REFLECTION, WHEN), running(1), after(10))
    assert content == replace(blank(Kind.REFLECTION, WHEN), minutes=10, outcome=Outcome.DONE, details=Reflection())


def test_going_on_from_the_lock() -> None:
    """What was done at the lock is taken over; the journal alone knows the homework, and an end that it has stays."""
    kept = running()
    carried = replace(swapped(kept, after(3)), assignment="")
    assert gone_on(kept, carried) == swapped(kept, after(3))
    over = stopped(kept, after(2), Ending.CHOICE)
    assert gone_on(over, carried) == over
    assert gone_on(kept, begun(Practice(), after(1))) == kept


def test_an_instant_without_a_zone_is_refused() -> None:
    """A file that was made elsewhere can't bring in an instant that means nothing."""
    with pytest.raises(ValueError, match="zone"):
        Practice(started=dt.datetime(2026, 5, 17))
