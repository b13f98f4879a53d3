"""The period that a command is about: since the last session where nothing else is said."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

import typer

from journal.cli import output
from journal.errors import BadInput, NotFound
from journal.model.dates import parse_date
from journal.model.ranges import Period, between, since_session
from journal.vault.vault import Vault

_LAST_SESSION = "last-session"

Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="last-session|DATE",
        help="The first day. If left out, the day of the last session, or four weeks up to the last day.",
        autocompletion=lambda: [_LAST_SESSION],
    ),
]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day. Today if left out.")]


@dataclass(frozen=True)
class Asked:
    """What was asked for, as far as it is known while the journal is still locked; `first` is None until then."""

    first: dt.date | None
    last: dt.date
    needs_session: bool

    def period(self, vault: Vault) -> Period:
        """The period itself. Raises NotFound where there is no session."""
        if self.first is not None:
            return Period(self.first, self.last, between(self.first, self.last))
        session = vault.sessions.last_before(self.last)
        if session is None and self.needs_session:
            raise NotFound(
                "There is no session before that day.",
                "Add it with: journal session add --on DATE. Or name a day: --since DATE",
            )
        return since_session(session, self.last)

    def say(self, period: Period) -> None:
        """Says which period it is, where no date said so."""
        if self.first is None:
            output.say(f"Period: {period.words}.")


def asked(since: str | None, until: str | None, today: dt.date) -> Asked:
    """What the two options ask for. Raises BadInput for a day that can't be read, and for an end before the start."""
    last = today if until is None else parse_date(until, today)
    named = since is not None and since.strip().lower() == _LAST_SESSION
    first = None if since is None or named else parse_date(since, today)
    if first is not None and first > last:
        raise BadInput("The period ends before it begins.", "Name a --since that is not after --until.")
    return Asked(first, last, needs_session=named)
