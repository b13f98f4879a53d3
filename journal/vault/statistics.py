"""Figures over many entries, read from the indexes of labels and ratings rather than from the entries."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from journal.model.entry import Ending, Kind, LimitsKept, Outcome
from journal.model.fields import Term
from journal.model.rating import Moment
from journal.model.sensate_focus import Stage
from journal.vault.connection import Connection
from journal.vault.position import DAY, TIES, date_of, day_of

T = TypeVar("T", bound=Term)


@dataclass(frozen=True)
class RatingPoint:
    """One rating with its day. `place` orders ratings of one day; ratings of one entry have the same."""

    date: dt.date
    place: int
    moment: Moment
    value: int


@dataclass(frozen=True)
class DayCount:
    """How many entries of a kind a day has."""

    date: dt.date
    kind: Kind
    entries: int


@dataclass(frozen=True)
class Focus:
    """The facts of one sensate-focus practice, as far as they are shown over time."""

    date: dt.date
    stage: Stage | None
    outcome: Outcome | None
    minutes: int | None
    initiated_by: str
    ending: Ending | None
    limits_kept: LimitsKept | None
    ratings: tuple[tuple[str, Moment, int], ...]


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

    def ratings(
        self,
        scale: str,
        first: dt.date | None = None,
        last: dt.date | None = None,
        *,
        kind: Kind | None = None,
        assignment: str = "",
    ) -> tuple[RatingPoint, ...]:
        """The ratings on a scale in time order, of one kind or one assignment where that is asked."""
        values: dict[str, str | int] = {"scale": scale} | _range(first, last)
        only = ""
        for name, value in (("kind", kind), ("assignment", assignment)):
            if value:
                values[name] = str(value)
                only += (
                    f" AND EXISTS (SELECT 1 FROM entry_label AS l WHERE l.name = '{name}' AND l.value = :{name}"
                    " AND l.position = r.position)"
                )
        rows = self._connection.rows(
            "SELECT r.position, r.moment, r.value FROM entry_rating AS r "
            f"WHERE r.scale = :scale AND r.position BETWEEN :low AND :high{only} ORDER BY r.position",
            values,
        )
        moments = {moment.value: moment for moment in Moment}
        return tuple(RatingPoint(date_of(place), place, moments[moment], value) for place, moment, value in rows)

    def days(self, first: dt.date | None = None, last: dt.date | None = None) -> tuple[DayCount, ...]:
        """How many entries of each kind there are on each day that has any, in time order."""
        rows = self._connection.rows(
            "SELECT position / :day AS day, value, count(*) FROM entry_label "
            "WHERE name = 'kind' AND position BETWEEN :low AND :high GROUP BY day, value ORDER BY day, value",
            {"day": DAY} | _range(first, last),
        )
        kinds = {kind.value: kind for kind in Kind}
        return tuple(DayCount(dt.date.fromordinal(day), kinds[kind], count) for day, kind, count in rows)

    def outcomes(self, first: dt.date | None = None, last: dt.date | None = None) -> dict[Outcome, int]:
        """How many entries have each outcome; those that none has are left out."""
        rows = self._connection.rows(
            "SELECT value, count(*) FROM entry_label "
            "WHERE name = 'outcome' AND position BETWEEN :low AND :high GROUP BY value",
            _range(first, last),
        )
        counts: dict[str, int] = dict(rows)
        return {outcome: counts[outcome.value] for outcome in Outcome if outcome.value in counts}

    def focus(self, first: dt.date | None = None, last: dt.date | None = None) -> tuple[Focus, ...]:
        """The sensate-focus practices in time order."""
        rows = self._connection.rows(
            """
            SELECT
                entry.position,
                entry.facts ->> '$.details.stage',
                entry.facts ->> '$.outcome',
                entry.facts ->> '$.minutes',
                entry.words ->> '$."details.initiated_by"',
                entry.facts ->> '$.details.ending',
                entry.facts ->> '$.details.limits_kept',
                entry.facts -> '$.ratings'
            FROM entry_label AS label
            JOIN entry ON entry.position = label.position
            WHERE label.name = 'kind' AND label.value = 'sensate_focus' AND label.position BETWEEN :low AND :high
            ORDER BY label.position
            """,
            _range(first, last),
        )
        return tuple(
            Focus(
                date=date_of(position),
                stage=_term(Stage, stage),
                outcome=_term(Outcome, outcome),
                minutes=minutes,
                initiated_by=initiated_by or "",
                ending=_term(Ending, ending),
                limits_kept=_term(LimitsKept, limits_kept),
                ratings=tuple(
                    (one["scale"], Moment.of(one["moment"]), one["value"])
                    for one in msgspec.json.decode(ratings or "[]")
                ),
            )
            for position, stage, outcome, minutes, initiated_by, ending, limits_kept, ratings in rows
        )


def _term(terms: type[T], value: str | None) -> T | None:
    return terms.of(value) if value else None


def _range(first: dt.date | None, last: dt.date | None) -> dict[str, int]:
    low = 0 if first is None else day_of(first)
    high = day_of(dt.date.max) + DAY - TIES if last is None else day_of(last) + DAY - 1
    return {"low": low, "high": high}
