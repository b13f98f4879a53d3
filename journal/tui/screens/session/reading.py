"""What the place Session shows, read from the vault."""

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
    """Every session, the nearest first on either side of now, and what is open on the agenda.

    `open_count` counts the whole agenda, with flagged entries that it doesn't list. `hard_to_say` is the session whose
    own words on that are to be brought up as well. `names` is for reading entries.
    """

    ahead: tuple[Session, ...] = ()
    past: tuple[Session, ...] = ()
    undated: tuple[Session, ...] = ()
    agenda: tuple[AgendaLine, ...] = ()
    open_count: int = 0
    hard_to_say: Session | None = None
    names: Names = Names()

    def get(self, session_id: str) -> Session | None:
        """The session with this id."""
        return next((one for one in (*self.ahead, *self.past, *self.undated) if one.id == session_id), None)

    def line(self, key: str) -> AgendaLine | None:
        """The line of the agenda with this key."""
        return next((one for one in self.agenda if one.key == key), None)

    def held(self, now: When) -> Session | None:
        """The latest session that has begun by now, which may be later than when this was read."""
        return next((one for one in (*reversed(self.ahead), *self.past) if one.content.has_begun(now)), None)


@dataclass(frozen=True)
class Detail:
    """A session with what belongs to it: what was talked about in it, and what was assigned."""

    session: Session
    talked: tuple[AgendaLine, ...] = ()
    assigned: tuple[Record[Assignment], ...] = ()


def read_sessions(vault: Vault, now: When) -> Sessions:
    """Reads the sessions and the agenda."""
    return Sessions(
        vault.sessions.ahead(now),
        vault.sessions.past(now),
        vault.sessions.undated(),
        vault.agenda.open_items(MOST_FLAGGED),
        vault.agenda.open_count(),
        vault.sessions.hard_to_say(now),
        entry_names(vault),
    )


def read_detail(vault: Vault, session_id: str) -> Detail:
    """Reads a session with what belongs to it. Raises NotFound."""
    return Detail(
        vault.sessions.get(session_id), vault.agenda.talked_about(session_id), vault.assignments.of_session(session_id)
    )
