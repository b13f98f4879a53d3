"""What the person set for this journal; kept inside it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Annotated, get_type_hints

import msgspec

from journal.model.fields import Field, Term
from journal.vault.connection import Connection
from journal.vault.rows import after, as_written, instant

_WORDS, _WORD = "words", "words."  # each word of the person's own is a setting by itself, with its term in the name

LEAST_LOCK_MINUTES, MOST_LOCK_MINUTES = 1, 60
FEWEST_BACKUPS, MOST_BACKUPS = 3, 99


class WeekStart(Term):
    """The day on which a week begins, for everything that counts by the week."""

    MONDAY = "monday", "Monday"
    SATURDAY = "saturday", "Saturday"
    SUNDAY = "sunday", "Sunday"

    @property
    def first_weekday(self) -> int:
        """Its number, from 0 for Monday to 6 for Sunday."""
        return {WeekStart.MONDAY: 0, WeekStart.SATURDAY: 5, WeekStart.SUNDAY: 6}[self]


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """Settings of one journal. `lock_minutes` is how long it stays open without a key; from 1 to 60.

    `backups` is the number of days of which one is kept, from 3 to 99.

    `words` are the person's own for words of the body, by the terms of the library; a term without one is left out.
    """

    lock_minutes: Annotated[
        int,
        Field(
            "Minutes to lock",
            "How long it stays open without a key: 1 to 60.",
            lowest=LEAST_LOCK_MINUTES,
            highest=MOST_LOCK_MINUTES,
        ),
    ] = 2
    masked: Annotated[bool, Field("Hide titles", "Lists show kinds and dates alone; m in the Journal switches it.")] = (
        False
    )
    week_start: Annotated[WeekStart, Field("A week begins on", "For homework that is counted by the week.")] = (
        WeekStart.MONDAY
    )
    bell: Annotated[bool, Field("Bell in practice", "The practice timer rings the terminal's bell at each turn.")] = (
        False
    )
    support_contacts: Annotated[
        str,
        Field(
            "People I can turn to", "Names and numbers; the support page shows them first, once unlocked.", long=True
        ),
    ] = ""
    backups: Annotated[
        int,
        Field(
            "Days with a backup",
            "Backups are kept of so many days, the latest of each: 3 to 99.",
            lowest=FEWEST_BACKUPS,
            highest=MOST_BACKUPS,
        ),
    ] = 7
    backup_folder: Annotated[
        str,
        Field("Folder for backups", "Another folder for them, in full, such as on a second disk; empty: beside it."),
    ] = ""
    words: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ValueError for a number out of its bounds."""
        if not LEAST_LOCK_MINUTES <= self.lock_minutes <= MOST_LOCK_MINUTES:
            raise ValueError("the minutes to lock are out of bounds")
        if not FEWEST_BACKUPS <= self.backups <= MOST_BACKUPS:
            raise ValueError("the number of backups is out of bounds")


class Settings:
    """The settings of a vault; what was never set, or can't be read by this version, has its default."""

    def __init__(self, connection: Connection, clock: Callable[[], dt.datetime]) -> None:
        self._connection = connection
        self._clock = clock

    def get(self) -> Preferences:
        """All settings."""
        rows: dict[str, str] = dict(self._connection.rows("SELECT name, value FROM setting"))
        rows[_WORDS] = _words(rows)
        preferences = Preferences()
        for name, kind in get_type_hints(Preferences).items():
            try:
                preferences = replace(preferences, **{name: msgspec.json.decode(rows[name], type=kind)})
            except (KeyError, msgspec.ValidationError):
                continue
            except msgspec.DecodeError:
                with as_written():  # it is not another version's, and may not be set again as if it were not there
                    raise
            except ValueError:
                continue
        return preferences

    def set(self, preferences: Preferences, over: Preferences | None = None) -> Preferences:
        """Keeps settings, and returns all as they are kept now.

        Given `over`, those that were shown when these were chosen, it keeps what differs from them alone: another
        program that has the journal open may have set the rest meanwhile.
        """
        with self._connection.atomic():
            now = self.get()
            wanted = preferences if over is None else _changed(now, over, preferences)
            for one in fields(Preferences):
                if one.name != _WORDS and getattr(wanted, one.name) != getattr(now, one.name):
                    self._keep(one.name, getattr(wanted, one.name))
            for term in sorted(now.words.keys() | wanted.words.keys()):
                if wanted.words.get(term) != now.words.get(term):
                    self._keep(_WORD + term, wanted.words.get(term))
            return wanted

    def _keep(self, name: str, value: object) -> None:
        keep(self._connection, name, msgspec.json.encode(value).decode("utf-8"), self._clock())


def keep(connection: Connection, name: str, value: str, now: dt.datetime) -> None:
    """Keeps one setting as JSON, with the instant at which it was chosen."""
    row = connection.row("SELECT updated FROM setting WHERE name = ?", (name,))
    before = dt.datetime.fromisoformat(row[0]) if row and row[0] else None
    connection.run(
        "INSERT OR REPLACE INTO setting (name, value, updated) VALUES (?, ?, ?)",
        (name, value, instant(after(now, before))),
    )


def _words(rows: dict[str, str]) -> str:
    """The words of the person's own as one JSON object; one that was taken back is null in the file."""
    own = {
        name.removeprefix(_WORD): msgspec.Raw(value.encode()) for name, value in rows.items() if _is_word(name, value)
    }
    return msgspec.json.encode(own).decode("utf-8")


def _is_word(name: str, value: str) -> bool:
    return name.startswith(_WORD) and value != "null"


def _changed(now: Preferences, over: Preferences, wanted: Preferences) -> Preferences:
    """What there is now with every change from `over` to `wanted`; own words are changed one by one."""
    names = (one.name for one in fields(Preferences) if getattr(wanted, one.name) != getattr(over, one.name))
    changes = {name: getattr(wanted, name) for name in names}
    if "words" in changes:
        changed = {term: word for term, word in wanted.words.items() if over.words.get(term) != word}
        kept = {term: word for term, word in now.words.items() if term in wanted.words or term not in over.words}
        changes["words"] = kept | changed
    return replace(now, **changes)
