"""Making an assignment, and what is offered where its stage waits for an agreement."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from textual.app import App

from journal.model.dates import short_date
from journal.model.homework import Assignment, State
from journal.model.records import Record
from journal.model.session import TherapySession
from journal.tui.screens.confirm import ConfirmScreen

_SESSION_WITHIN = dt.timedelta(days=14)


@dataclass(frozen=True)
class From:
    """The session that a new assignment is noted as coming from: its id and its date; "" and None where it is none."""

    session: str = ""
    date: dt.date | None = None

    @property
    def words(self) -> str:
        """What is said of it."""
        return f"Noted as from the session of {short_date(self.date)}." if self.date else ""


def latest_session(sessions: Iterable[Record[TherapySession]], today: dt.date) -> From:
    """The latest session up to today, if it was within the last two weeks: most homework comes from it."""
    dated = [(one.content.date, one.content.time or dt.time(), one.id) for one in sessions if one.content.date]
    date, _, session = max((one for one in dated if one[0] <= today), default=(dt.date.min, dt.time(), ""))
    return From(session, date) if session and today - date <= _SESSION_WITHIN else From()


def assign_again(assignment: Assignment, source: From, today: dt.date) -> Assignment:
    """The same homework as something new, with what it was changed to by now and without the story of it."""
    return replace(
        assignment, assigned_on=today, state=State.OPEN, state_since=today, session=source.session, adaptations=()
    )


def offer_agreements(app: App[Any], why: str) -> None:
    """Says why something waits, and offers to go where an agreement is recorded."""
    from journal.tui.screens.agreements import AgreementsScreen

    def answered(yes: bool | None) -> None:
        if yes:
            app.push_screen(AgreementsScreen())

    app.push_screen(ConfirmScreen(f"{why}\n\nGo to the agreements?", "Agreements", "Not now"), answered)
