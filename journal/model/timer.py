"""The practice timer: a practice in turns, and what it is at any instant.

Everything follows from the instants at which something was done, in UTC, and from the present one; nothing is counted,
so nothing drifts. A machine that sleeps during a practice changes nothing: that time is practice unless it was paused,
up to the end that was planned, and the form for the entry shows the minutes, to be corrected. Where the clock is set
back, the timer stands still until the clock is again where it was.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from journal.model.entry import Ending, EntryContent, Mode, Outcome, SensateFocus
from journal.model.homework import Assignment

MOST_MINUTES, MOST_TURNS = 180, 20
_USUAL_MINUTES = 10
_SWAP_SHOWN = dt.timedelta(seconds=20)
_NOTHING = dt.timedelta()
_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Pause:
    """A time in which the practice rested."""

    since: dt.datetime
    until: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Practice:
    """A practice of so many turns of so many minutes; it has not begun where `started` is None.

    `assignment` is the id of the homework it belongs to, or "". `paused_at` is when the pause that lasts began. `swaps`
    has the instants at which a turn was ended before its time. `ending` is how it ended where it was stopped. `draft`
    is the id of the draft it is logged in, decided when that begins: saving that draft takes the practice away.
    """

    type: ClassVar[str] = "practice"

    assignment: str = ""
    minutes: int = _USUAL_MINUTES
    turns: int = 1
    bell: bool = False
    started: dt.datetime | None = None
    paused_at: dt.datetime | None = None
    pauses: tuple[Pause, ...] = ()
    swaps: tuple[dt.datetime, ...] = ()
    stopped_at: dt.datetime | None = None
    ending: Ending | None = None
    draft: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for an instant without a zone."""
        if any(instant.tzinfo is None for instant in _instants(self)):
            raise ValueError("an instant of a practice has no zone")

    @property
    def heading(self) -> str:
        """The word that stands for it in a list."""
        return "Practice"


@dataclass(frozen=True)
class Face:
    """What a timer shows: the turn, from 1, and the whole seconds that remain of it.

    `swap` says that the turn has only just begun after another. `practised` leaves pauses out.
    """

    turn: int
    turns: int
    remaining: int
    practised: dt.timedelta
    swap: bool = False
    paused: bool = False
    over: bool = False

    @property
    def digits(self) -> str:
        """What remains, as minutes and seconds: `07:12`."""
        minutes, seconds = divmod(self.remaining, 60)
        return f"{minutes:02}:{seconds:02}"

    @property
    def in_short(self) -> str:
        """The same in one line, for the edge of a screen."""
        return "practice to log" if self.over else f"{self.digits} paused" if self.paused else self.digits

    @property
    def minutes(self) -> int:
        """The minutes practised, rounded; 0 where it was less than one."""
        return _in_minutes(self.practised)


# Making one, and what can be done with it. Each gives the practice as it is then, unchanged where it makes no sense.


def planned(assignment: Assignment | None = None, assignment_id: str = "") -> Practice:
    """The practice that an assignment suggests: two turns where it is partnered and its minutes are known, else one."""
    if assignment is None:
        return Practice()
    minutes, turns = assignment.minutes or _USUAL_MINUTES, 1
    if assignment.mode is Mode.PARTNERED and (assignment.rules.turn_length or assignment.minutes):
        minutes, turns = assignment.rules.turn_length or max(1, minutes // 2), 2
    return Practice(assignment=assignment_id, minutes=min(minutes, MOST_MINUTES), turns=turns)


def begun(practice: Practice, now: dt.datetime) -> Practice:
    """The practice with its first turn running."""
    return replace(practice, started=now) if practice.started is None else practice


def paused(practice: Practice, now: dt.datetime) -> Practice:
    """The practice at rest."""
    if not is_running(practice, now) or practice.paused_at:
        return practice
    return replace(practice, paused_at=_known(practice, now))


def resumed(practice: Practice, now: dt.datetime) -> Practice:
    """The practice going on after a pause."""
    if practice.paused_at is None or practice.stopped_at:
        return practice
    pause = Pause(since=practice.paused_at, until=_known(practice, now))
    return replace(practice, paused_at=None, pauses=(*practice.pauses, pause))


def swapped(practice: Practice, now: dt.datetime) -> Practice:
    """The practice in its next turn."""
    if not is_running(practice, now) or face(practice, now).turn >= practice.turns:
        return practice
    return replace(practice, swaps=(*practice.swaps, _known(practice, now)))


def stopped(practice: Practice, now: dt.datetime, ending: Ending) -> Practice:
    """The practice at its end, before the planned one."""
    return replace(practice, stopped_at=_known(practice, now), ending=ending) if is_running(practice, now) else practice


def is_running(practice: Practice, now: dt.datetime) -> bool:
    """Whether it has begun and not ended; a pause doesn't end it."""
    return practice.started is not None and not face(practice, now).over


def face(practice: Practice, now: dt.datetime) -> Face:
    """What the timer shows at an instant."""
    done = _practised(practice, _known(practice, now))
    turns = list(enumerate(_turns(practice), 1))
    turn, (begin, end) = next((one for one in turns if done < one[1][1]), turns[-1])
    over = practice.stopped_at is not None or done >= end
    return Face(
        turn=turn,
        turns=_count(practice),
        remaining=0 if over else -((done - end) // dt.timedelta(seconds=1)),
        practised=min(done, end),
        swap=turn > 1 and not over and done - begin < _SWAP_SHOWN,
        paused=practice.paused_at is not None and not over,
        over=over,
    )


def logged(content: EntryContent, practice: Practice, now: dt.datetime) -> EntryContent:
    """The entry with what an ended practice knows: its minutes, how it ended, and whether it was done or stopped."""
    last = face(practice, now)
    ending = practice.ending or Ending.AS_PLANNED
    as_planned = ending is Ending.AS_PLANNED
    details = content.details
    if isinstance(details, SensateFocus):
        # Where it was stopped, the turns were not of one length.
        each = _in_minutes(last.practised / last.turns) if as_planned and last.turn == last.turns > 1 else 0
        details = replace(details, minutes_each_way=each or None, ending=ending)
    return replace(
        content,
        details=details,
        minutes=last.minutes or None,
        outcome=Outcome.DONE if as_planned else Outcome.STOPPED_EARLY,
    )


def gone_on(kept: Practice, carried: Practice) -> Practice:
    """A practice as it went on while the journal was locked: what was carried along, with what only the journal has."""
    if kept.started != carried.started or kept.stopped_at:
        return kept
    return replace(carried, assignment=kept.assignment, draft=kept.draft)


def _count(practice: Practice) -> int:
    return max(1, min(practice.turns, MOST_TURNS))


def _in_minutes(time: dt.timedelta) -> int:
    return int(time / _MINUTE + 0.5) if time >= _MINUTE else 0


def _instants(practice: Practice) -> Iterator[dt.datetime]:
    for instant in (practice.started, practice.paused_at, practice.stopped_at, *practice.swaps):
        if instant is not None:
            yield instant
    for pause in practice.pauses:
        yield from (pause.since, pause.until)


def _known(practice: Practice, now: dt.datetime) -> dt.datetime:
    """The present instant as the practice takes it: not before anything that was done, and not after it was stopped."""
    return practice.stopped_at or max([now, *_instants(practice)])


def _practised(practice: Practice, at: dt.datetime) -> dt.timedelta:
    if practice.started is None:
        return _NOTHING
    rests = [(pause.since, pause.until) for pause in practice.pauses]
    if practice.paused_at is not None:
        rests.append((practice.paused_at, at))
    rested = sum((max(min(until, at) - since, _NOTHING) for since, until in rests), _NOTHING)
    return max(at - practice.started - rested, _NOTHING)


def _turns(practice: Practice) -> Iterator[tuple[dt.timedelta, dt.timedelta]]:
    """Where each turn begins and ends, in time practised."""
    length = dt.timedelta(minutes=max(1, min(practice.minutes, MOST_MINUTES)))
    swaps = [_practised(practice, instant) for instant in practice.swaps]
    begin = _NOTHING
    for left in reversed(range(_count(practice))):
        early = left and swaps and begin <= swaps[0] < begin + length
        end = swaps.pop(0) if early else begin + length
        yield begin, end
        begin = end
