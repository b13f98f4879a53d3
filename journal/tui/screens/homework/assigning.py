"""Making an assignment, and what is offered where its stage waits for an agreement."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from textual.app import App

from journal.model.dates import short_date
from journal.model.homework import Assignment, State
from journal.model.records import Record
from journal.model.session import TherapySession
from journal.tui.screens.confirm import ConfirmScreen


@dataclass(frozen=True)
class From:
    """The session that a new assignment is noted as coming from: its id and its date; "" and None where it is none."""

    session: str = ""
    date: dt.date | None = None

    @classmethod
    def of(cls, session: Record[TherapySession] | None) -> "From":
        """That of a session, if there is one."""
        return cls(session.id, session.content.date) if session else cls()

    @property
    def words(self) -> str:
        """What is said of it."""
        return f"Noted as from the session of {short_date(self.date)}." if self.date else ""


def assign_again(assignment: Assignment, source: From, today: dt.date) -> Assignment:
    """The same homework as something new, with what it was changed to by now and without the story of it."""
    return replace(
        assignment, assigned_on=today, state=State.OPEN, state_since=today, session=source.session, adaptations=()
    )


def offer_agreements(app: App[Any], why: str) -> None:
    """Says why something waits, and offers to go where an agreement is recorded."""
    from journal.tui.screens.homework.agreements import AgreementsScreen

    def answered(yes: bool | None) -> None:
        if yes:
            app.push_screen(AgreementsScreen())

    app.push_screen(ConfirmScreen(f"{why}\n\nGo to the agreements?", "Agreements", "Not now"), answered)
