"""Goals, and how near they felt over time."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, ClassVar

from journal.model.fields import Field, Term


class Ownership(Term):
    """Whose goal it is."""

    OWN = "own", "my own"
    SHARED = "shared", "shared"


class GoalState(Term):
    """Where a goal stands."""

    CURRENT = "current", "current"
    REACHED = "reached", "reached"
    PUT_ASIDE = "put_aside", "put aside"


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A goal. `baseline` is how near it felt at the start: 0 not at all, 10 as wished."""

    type: ClassVar[str] = "goal"

    wording: Annotated[str, Field("The goal", "In words that are yours.", long=True)] = ""
    ownership: Annotated[Ownership | None, Field("Whose goal")] = None
    started_on: Annotated[dt.date | None, Field("Since")] = None
    baseline: Annotated[int | None, Field("At the start, 0 to 10", "0 not at all there, 10 as I wish.", highest=10)] = (
        None
    )
    smallest_sign: Annotated[
        str, Field("Smallest useful sign", "What would show that something moved a little.", long=True)
    ] = ""
    state: Annotated[GoalState | None, Field("It is", "Current where nothing is chosen.")] = None

    @property
    def heading(self) -> str:
        """The few words that stand for it in a list."""
        return next((line.strip() for line in self.wording.splitlines() if line.strip()), "") or "A goal"


@dataclass(frozen=True, kw_only=True)
class GoalProgress:
    """How near a goal felt on a day. `goal` is its id."""

    type: ClassVar[str] = "goal_progress"

    goal: str = ""
    date: Annotated[dt.date | None, Field("Date")] = None
    value: Annotated[int | None, Field("Now, 0 to 10", "0 not at all there, 10 as I wish.", highest=10)] = None
    note: Annotated[str, Field("Note", long=True)] = ""

    @property
    def heading(self) -> str:
        """The few words that stand for it in a list."""
        return "" if self.value is None else str(self.value)
