"""What was decided about the lines of the next summary; kept until the session it is for is over."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from journal.clock import today as local_date
from journal.model.codec import to_json
from journal.model.dates import When
from journal.model.sharing import Audience
from journal.vault.connection import Connection
from journal.vault.rows import after, as_written, instant
from journal.vault.sessions import Sessions
from journal.vault.taking import Taken

_WITHOUT_SESSIONS = dt.timedelta(days=28)


@dataclass(frozen=True)
class Rewording:
    """Other words for a part of a line; they stand only as long as the part says what they were put in place of."""

    instead_of: str
    words: str


@dataclass(frozen=True)
class LineChoice:
    """What was decided about one line of a summary.

    `shown` is None where it was not switched. `seen` is a digest of what the line said when it was switched on: for a
    line that was not released by itself, the choice holds for these words alone. `wording` has the reworded parts of
    the line by their names.
    """

    shown: bool | None = None
    seen: str = ""
    wording: dict[str, Rewording] = field(default_factory=dict)


@dataclass(frozen=True)
class SavedChoice:
    """A choice as it is kept: for whom, about which line, and after which session ("" for none) it was made."""

    audience: Audience
    line: str
    choice: LineChoice
    following: str
    updated: dt.datetime


class SummaryChoices:
    """The choices of a vault. A choice holds until the next session is over; then it is deleted.

    Where no session was ever noted, it holds for four weeks.
    """

    def __init__(self, connection: Connection, clock: Callable[[], dt.datetime], sessions: Sessions) -> None:
        self._connection = connection
        self._clock = clock
        self._sessions = sessions

    def get(self, audience: Audience, now: When) -> dict[str, LineChoice]:
        """The choices that hold at present, by line."""
        following = self._following(now)
        return {
            one.line: one.choice
            for one in self.list()
            if (one.audience, one.following) == (audience, following) and (following or not _is_old(one, now))
        }

    def set(self, audience: Audience, line: str, choice: LineChoice, now: When) -> None:
        """Keeps a choice; one that says nothing takes back what was. What was for a session that is over is deleted."""
        following = self._following(now)
        with self._connection.atomic():
            self._connection.run("DELETE FROM summary_choice WHERE following <> ?", (following,))
            before = self._connection.row(
                "SELECT updated FROM summary_choice WHERE audience = ? AND line = ?", (audience.value, line)
            )
            if before is not None or choice != LineChoice():
                now_utc = after(self._clock(), dt.datetime.fromisoformat(before[0]) if before else None)
                self.put_in(SavedChoice(audience, line, choice, following, now_utc))

    def meets(self, saved: SavedChoice) -> Taken:
        """What becomes of a choice from another copy of the journal; one about the same line stays as it is."""
        here = next((one for one in self.list() if (one.audience, one.line) == (saved.audience, saved.line)), None)
        if here is None:
            return Taken.NEW
        return Taken.KNOWN if here == saved else Taken.DIFFERENT

    def put_in(self, saved: SavedChoice) -> None:
        """Keeps a choice just as it is, as one that comes from another copy of the journal."""
        with self._connection.atomic():
            self._connection.run(
                "INSERT OR REPLACE INTO summary_choice (audience, line, shown, seen, wording, following, updated) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    saved.audience.value,
                    saved.line,
                    saved.choice.shown,
                    saved.choice.seen,
                    to_json(saved.choice.wording) if saved.choice.wording else None,
                    saved.following,
                    instant(saved.updated),
                ),
            )

    def list(self) -> tuple[SavedChoice, ...]:
        """Every choice that is kept, those of a session that is over too."""
        rows = self._connection.rows(
            "SELECT audience, line, shown, seen, wording, following, updated FROM summary_choice "
            "WHERE shown IS NOT NULL OR wording IS NOT NULL ORDER BY audience, line"
        )
        with as_written():
            return tuple(
                SavedChoice(
                    Audience.of(audience),
                    line,
                    LineChoice(
                        None if shown is None else bool(shown),
                        seen,
                        msgspec.json.decode(wording, type=dict[str, Rewording]) if wording else {},
                    ),
                    following,
                    dt.datetime.fromisoformat(updated),
                )
                for audience, line, shown, seen, wording, following, updated in rows
            )

    def _following(self, now: When) -> str:
        past = self._sessions.past(now)
        return past[0].id if past else ""


def _is_old(saved: SavedChoice, now: When) -> bool:
    return now.date - local_date(saved.updated) > _WITHOUT_SESSIONS
