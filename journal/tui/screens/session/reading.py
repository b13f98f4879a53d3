"""What the place Session shows, read from the vault."""

import datetime as dt
from dataclasses import dataclass

from journal.model.dates import When
from journal.model.homework import Assignment
from journal.model.records import Record
from journal.model.session import TherapySession
from journal.tui.screens.entry_names import entry_names
from journal.tui.widgets.entry_page import Names
from journal.vault.agenda import AgendaLine
from journal.vault.vault import Vault

MOST_FLAGGED = 300  # flagged entries that the agenda lists; search finds the others

Session = Record[TherapySession]


@dataclass(frozen=True)
class Sessions:
    """Every session, the nearest first on either side of today, and what is open on the agenda.

    `open_count` counts the whole agenda, with flagged entries that it doesn't list. `names` is for reading entries.
    """

    ahead: tuple[Session, ...] = ()
    past: tuple[Session, ...] = ()
    undated: tuple[Session, ...] = ()
    agenda: tuple[AgendaLine, ...] = ()
    open_count: int = 0
    names: Names = Names()

    def get(self, session_id: str) -> Session | None:
        """The session with this id."""
        return next((one for one in (*self.ahead, *self.past, *self.undated) if one.id == session_id), None)

    def line(self, key: str) -> AgendaLine | None:
        """The line of the agenda with this key."""
        return next((one for one in self.agenda if one.key == key), None)

    def held(self, now: When) -> Session | None:
        """The latest session that has begun: one of today from its time on, or the latest one before today."""
        begun = [one for one in self.ahead if has_begun(one.content, now)]
        return begun[-1] if begun else next(iter(self.past), None)


@dataclass(frozen=True)
class Detail:
    """What belongs to a session: what was talked about in it, and what was assigned."""

    talked: tuple[AgendaLine, ...] = ()
    assigned: tuple[Record[Assignment], ...] = ()


def read_sessions(vault: Vault, today: dt.date) -> Sessions:
    """Reads the sessions and the agenda."""
    return Sessions(
        vault.sessions.ahead(today),
        vault.sessions.past(today),
        vault.sessions.undated(),
        vault.agenda.open_items(MOST_FLAGGED),
        vault.agenda.open_count(),
        entry_names(vault),
    )


def read_detail(vault: Vault, session_id: str) -> Detail:
    """Reads what belongs to a session."""
    return Detail(vault.agenda.talked_about(session_id), vault.assignments.of_session(session_id))


def has_begun(session: TherapySession, now: When) -> bool:
    """Whether a session was before today, or today without a time or up to now."""
    if session.date is None or session.date > now.date:
        return False
    return session.date < now.date or session.time is None or now.time is None or session.time <= now.time
