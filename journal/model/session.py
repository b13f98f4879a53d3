"""Therapy sessions and what is to be brought up in them."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, ClassVar

from journal.model.dates import When
from journal.model.fields import Field, Guard, Term


class Pace(Term):
    """How fast therapy goes, for the person."""

    TOO_FAST = "too_fast", "too fast"
    ABOUT_RIGHT = "about_right", "about right"
    TOO_SLOW = "too_slow", "too slow"


@dataclass(frozen=True, kw_only=True)
class TherapySession:
    """A session, past or to come. What was assigned in it are the assignments that name its id."""

    type: ClassVar[str] = "session"

    date: Annotated[dt.date | None, Field("Date")] = None
    time: Annotated[dt.time | None, Field("Time")] = None
    attended: Annotated[tuple[str, ...], Field("Who attended", "Nicknames, with commas between.")] = ()
    hard_to_say: Annotated[
        str,
        Field("Hard to say aloud", "To have it written down; it is never shared in bulk.", Guard.GUARDED, long=True),
    ] = ""
    notes: Annotated[str, Field("Notes", "What was said, what stayed with you.", long=True)] = ""
    pace: Annotated[Pace | None, Field("The pace was", "So that the next session can be slower or faster.")] = None

    @property
    def heading(self) -> str:
        """The few words that stand for it in a list."""
        return next((line.strip() for line in self.notes.splitlines() if line.strip()), "") or "Session"

    @property
    def is_written_up(self) -> bool:
        """Whether something was noted after it."""
        return bool(self.notes.strip() or self.pace)

    def is_past(self, now: When) -> bool:
        """Whether it was: before today; or today, once its time has come or it was written up.

        Where `now` has no time, it is the end of that day.
        """
        if self.date is None or self.date != now.date:
            return self.date is not None and self.date < now.date
        has_come = self.time is not None and (now.time is None or self.time <= now.time)
        return self.is_written_up or has_come

    def has_begun(self, now: When) -> bool:
        """Whether it may have been by now: it is past, or it is one of today without a time."""
        return self.is_past(now) or (self.date == now.date and self.time is None)


class AgendaKind(Term):
    """What an item of the agenda is."""

    TOPIC = "topic", "topic"
    QUESTION = "question", "question"
    HARD_TO_SAY = "hard_to_say", "hard to say aloud"


MOST_TOP_ITEMS = 3


@dataclass(frozen=True, kw_only=True)
class AgendaItem:
    """Something to bring up. `entry` is the id of the entry it is about, which then speaks for it, or "".

    It is open until it was talked about: then `session` is the id of that session. A flagged entry is on the agenda
    without an item of its own; it gets one when it is put among the top three or was talked about. `rank` orders the
    top three; 0 comes last.
    """

    type: ClassVar[str] = "agenda_item"

    text: Annotated[str, Field("What to bring up", long=True)] = ""
    kind: Annotated[AgendaKind | None, Field("It is a")] = None
    top: Annotated[bool, Field("One of the top three")] = False
    rank: int = 0
    entry: str = ""
    session: str = ""

    @property
    def heading(self) -> str:
        """The few words that stand for it in a list."""
        return next((line.strip() for line in self.text.splitlines() if line.strip()), "") or "An item"


def days_away(date: dt.date, today: dt.date) -> str:
    """How far a day is in words: `today`, `tomorrow`, `in 4 days`, `yesterday`, `3 days ago`."""
    days = (date - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return near.get(days) or (f"in {days:,} days" if days > 0 else f"{-days:,} days ago")
