"""Figures over many entries, found by the indexes of labels and ratings: no entry is read whole."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import msgspec

from journal.errors import NotFound
from journal.model.entry import Ending, Kind, LimitsKept, Outcome
from journal.model.fields import Term
from journal.model.focus import Focus
from journal.model.rating import Moment
from journal.model.sensate_focus import Stage
from journal.vault.connection import Connection
from journal.vault.position import DAY, date_of, day_of
from journal.vault.rows import as_written

T = TypeVar("T", bound=Term)


@dataclass(frozen=True)
class Ratings:
    """The ratings on one scale: for each moment that has some, the value by the place of its entry.

    `places` are those of every entry with such a rating, in time order. What a place is made of, only the vault knows.
    """

    places: tuple[int, ...]
    values: dict[Moment, dict[int, int]]

    @staticmethod
    def date(place: int) -> dt.date:
        """The day of the entry at a place."""
        return date_of(place)


@dataclass(frozen=True)
class DayCount:
    """How many entries of a kind a day has."""

    date: dt.date
    kind: Kind
    entries: int


class Statistics:
    """The figures of a vault. `first` and `last` are days that belong to the range; None leaves that side open."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def scales(self) -> tuple[str, ...]:
        """The ids of the scales that some rating is on."""
        rows = self._connection.rows(
            """
            WITH RECURSIVE found (scale) AS (
                SELECT min(scale) FROM entry_rating
                UNION ALL
                SELECT (SELECT min(scale) FROM entry_rating WHERE scale > found.scale)
                FROM found WHERE found.scale IS NOT NULL
            )
            SELECT scale FROM found WHERE scale IS NOT NULL
            """
        )
        return tuple(scale for (scale,) in rows)

    def rated(
        self,
        scale: str,
        first: dt.date | None = None,
        last: dt.date | None = None,
        *,
        kind: Kind | None = None,
        assignment: str = "",
    ) -> Ratings:
        """The ratings on a scale in time order, of one kind or one assignment where that is asked.

        Their shape holds 100,000 entries at little cost.
        """
        only, own = _only("r", kind=kind, assignment=assignment)
        # A number for the moment: to fetch its name 300,000 times takes as long as all the rest.
        numbers = " ".join(f"WHEN '{moment.value}' THEN {number}" for number, moment in enumerate(Moment))
        rows = self._connection.each(
            f"SELECT r.position, r.value, CASE r.moment {numbers} END FROM entry_rating AS r "
            f"WHERE r.scale = :scale AND r.position BETWEEN :low AND :high{only} ORDER BY r.position",
            {"scale": scale} | own | _range(first, last),
        )
        found: list[dict[int, int]] = [{} for _ in Moment]
        places: dict[int, None] = {}  # in the order of the rows
        for place, value, number in rows:
            found[number][place] = value
            places[place] = None
        return Ratings(tuple(places), {moment: values for moment, values in zip(Moment, found, strict=True) if values})

    def entry_at(self, place: int) -> str:
        """The id of the entry at a place. Raises NotFound."""
        row = self._connection.row("SELECT id FROM entry WHERE position = ?", (place,))
        if row is None:
            raise NotFound("That entry isn't there any more.")
        return str(row[0])

    def days(
        self,
        first: dt.date | None = None,
        last: dt.date | None = None,
        *,
        assignment: str = "",
        outcomes: Collection[Outcome] = (),
    ) -> tuple[DayCount, ...]:
        """How many entries of each kind there are on each day that has any, in time order.

        Those of one assignment, or with one of some outcomes, where that is asked.
        """
        only, own = _only("k", assignment=assignment, outcomes=outcomes)
        counts: Counter[tuple[int, str]] = Counter()
        for kind in Kind:
            # Counted here: SQLite would sort them first, which takes several times as long.
            rows = self._connection.rows(
                "SELECT k.position / :day FROM entry_label AS k WHERE k.name = 'kind' AND k.value = :of "
                f"AND k.position BETWEEN :low AND :high{only}",
                {"day": DAY, "of": kind.value} | own | _range(first, last),
            )
            counts.update((day, kind.value) for (day,) in rows)
        kinds = _by_value(Kind)
        return tuple(DayCount(dt.date.fromordinal(day), kinds[kind], n) for (day, kind), n in sorted(counts.items()))

    def outcomes(
        self,
        first: dt.date | None = None,
        last: dt.date | None = None,
        *,
        kind: Kind | None = None,
        assignment: str = "",
    ) -> dict[Outcome, int]:
        """How many entries have each outcome; those that none has are left out."""
        only, own = _only("o", kind=kind, assignment=assignment)
        rows = self._connection.rows(
            "SELECT o.value, count(*) FROM entry_label AS o "
            f"WHERE o.name = 'outcome' AND o.position BETWEEN :low AND :high{only} GROUP BY o.value",
            own | _range(first, last),
        )
        counts: dict[str, int] = dict(rows)
        return {outcome: counts[outcome.value] for outcome in Outcome if outcome.value in counts}

    def focus(
        self, first: dt.date | None = None, last: dt.date | None = None, *, assignment: str = ""
    ) -> tuple[Focus, ...]:
        """The sensate-focus practices in time order, of one assignment where that is asked."""
        only, own = _only("entry", assignment=assignment)
        # The documents are read here: to have SQLite look into them takes ten times as long.
        rows = self._connection.each(
            f"""
            SELECT entry.position, entry.facts, entry.words
            FROM entry_label AS label
            JOIN entry ON entry.position = label.position
            WHERE label.name = 'kind' AND label.value = 'sensate_focus' AND label.position BETWEEN :low AND :high{only}
            ORDER BY label.position
            """,
            own | _range(first, last),
        )
        with as_written():
            return tuple(_focus(place, _FACTS.decode(facts), _WORDS.decode(words)) for place, facts, words in rows)


class _RatingFacts(msgspec.Struct, frozen=True):
    scale: str
    moment: str
    value: int


class _OwnFacts(msgspec.Struct, frozen=True):
    stage: str | None = None
    ending: str | None = None
    limits_kept: str | None = None


class _Facts(msgspec.Struct, frozen=True):
    outcome: str | None = None
    minutes: int | None = None
    ratings: tuple[_RatingFacts, ...] = ()
    details: _OwnFacts = _OwnFacts()


class _Words(msgspec.Struct, frozen=True):
    initiated_by: str = msgspec.field(default="", name="details.initiated_by")


_FACTS = msgspec.json.Decoder(_Facts)
_WORDS = msgspec.json.Decoder(_Words)


def _focus(position: int, facts: _Facts, words: _Words) -> Focus:
    return Focus(
        date=date_of(position),
        stage=_term(Stage, facts.details.stage),
        outcome=_term(Outcome, facts.outcome),
        minutes=facts.minutes,
        initiated_by=words.initiated_by,
        ending=_term(Ending, facts.details.ending),
        limits_kept=_term(LimitsKept, facts.details.limits_kept),
        ratings=tuple((one.scale, _by_value(Moment)[one.moment], one.value) for one in facts.ratings),
    )


def _only(
    alias: str, *, kind: Kind | None = None, assignment: str = "", outcomes: Collection[Outcome] = ()
) -> tuple[str, dict[str, str | int]]:
    """What narrows rows to some entries, as SQL that goes on a WHERE, and its values."""
    wanted: dict[str, Collection[str]] = {
        "kind": [kind] if kind else [],
        "assignment": [assignment] if assignment else [],
        "outcome": outcomes,
    }
    given: dict[str, str | int] = {}
    sql = ""
    for name, values in wanted.items():
        own = {f"{name}{number}": str(value) for number, value in enumerate(values)}
        if own:
            given |= own
            sql += (
                f" AND EXISTS (SELECT 1 FROM entry_label AS l WHERE l.name = '{name}'"
                f" AND l.value IN ({', '.join(f':{one}' for one in own)}) AND l.position = {alias}.position)"
            )
    return sql, given


def _term(terms: type[T], value: str | None) -> T | None:
    return _by_value(terms)[value] if value else None


@cache
def _by_value(terms: type[T]) -> dict[str, T]:
    # Term.of tries one term after the other, which tells where there are many rows.
    return {term.value: term for term in terms}


def _range(first: dt.date | None, last: dt.date | None) -> dict[str, int]:
    low = 0 if first is None else day_of(first)
    return {"low": low, "high": day_of(last or dt.date.max) + DAY - 1}
