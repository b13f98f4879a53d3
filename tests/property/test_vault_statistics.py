"""Figures from the indexes are those that the entries themselves give, after any changes."""

import datetime as dt
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from journal.model.entry import Entry, EntryContent, Kind, Outcome, SensateFocus
from journal.model.homework import Occasion
from journal.model.rating import Moment, Rating
from journal.vault.connection import Connection
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.position import position_of
from tests.conftest import PASSPHRASE
from tests.examples import few
from tests.journals import new_vault
from tests.making import made
from tests.strategies import contents

DAYS = tuple(dt.date(2026, 3, 27) + dt.timedelta(days=n) for n in range(6))  # around a change of clocks
HOMEWORK = ("0190-one", "0190-two")
days = st.sampled_from(DAYS)
some_ratings = st.lists(
    st.builds(
        Rating,
        scale=st.sampled_from(("tension", "comfort", "own")),
        moment=st.sampled_from(Moment),
        value=st.integers(0, 10),
    ),
    max_size=5,
    unique_by=lambda rating: (rating.scale, rating.moment),
).map(tuple)


@st.composite
def entries(draw: st.DrawFn) -> EntryContent:
    """An entry of a few days, so that several share one, with ratings and homework that others have too."""
    content = made(
        date=draw(days),
        time=draw(st.none() | st.sampled_from((dt.time(0, 0), dt.time(23, 59), dt.time(12, 0)))),
        kind=draw(st.sampled_from(Kind)),
        outcome=draw(st.none() | st.sampled_from(Outcome)),
        minutes=draw(st.none() | st.integers(0, 60)),
        ratings=draw(some_ratings),
        assignment=draw(st.none() | st.sampled_from(HOMEWORK)),
    )
    if content.kind is Kind.SENSATE_FOCUS:
        return replace(content, details=draw(contents(Kind.SENSATE_FOCUS)).details)
    return content


class Changing:
    """A journal whose entries go through anything that can become of one."""

    def __init__(self, folder: str, data: st.DataObject) -> None:
        self.path = Path(folder) / "journal.db"
        self.vault = new_vault(self.path)
        self._data = data

    def change(self, written: list[EntryContent], another: st.SearchStrategy[EntryContent]) -> None:
        """Adds entries, and changes each of them in some way."""
        kept = self.vault.entries
        for content in written:
            entry = kept.add(content)
            match self._data.draw(st.sampled_from(["keep", "edit", "restore", "trash", "put back", "purge", "share"])):
                case "edit":
                    kept.edit(entry.id, self._data.draw(another))
                case "restore":
                    # An edit that changes nothing leaves no earlier version.
                    if kept.edit(entry.id, self._data.draw(another)).version > 1:
                        kept.restore(entry.id, 1)
                case "trash":
                    kept.move_to_trash(entry.id)
                case "put back":
                    kept.move_to_trash(entry.id)
                    kept.put_back(entry.id)
                case "purge":
                    kept.move_to_trash(entry.id)
                    kept.purge(entry.id)
                case "share":
                    kept.share(entry.id, content.sharing)

    @property
    def now_there(self) -> list[Entry]:
        """The entries that are left, in time order."""
        return list(self.vault.entries.each())[::-1]


@settings(max_examples=few(10))
@given(st.lists(contents(), min_size=1, max_size=4), st.data())
def test_the_index_of_ratings_is_that_of_the_entries(written: list[EntryContent], data: st.DataObject) -> None:
    """It holds every rating of every entry at its place, none of those deleted, and nothing once all are."""
    with tempfile.TemporaryDirectory() as folder:
        journal = Changing(folder, data)
        journal.change(written, contents())
        connection = Connection(journal.path, derive_key(PASSPHRASE, read_salt(journal.path)))
        places: dict[str, int] = dict(connection.rows("SELECT id, position FROM entry"))
        expected = [
            (rating.scale, places[entry.id], rating.moment.value, rating.value)
            for entry in journal.now_there
            for rating in entry.content.ratings
        ]
        all_rows = "SELECT scale, position, moment, value FROM entry_rating"
        assert sorted(connection.rows(all_rows)) == sorted(expected)
        for entry in journal.now_there:
            journal.vault.entries.move_to_trash(entry.id)
        assert connection.rows(all_rows) == []
        connection.close()
        journal.vault.close()


@settings(max_examples=few(12))
@given(
    st.lists(entries(), min_size=1, max_size=12),
    st.none() | days,
    st.none() | days,
    st.none() | st.sampled_from(Kind),
    st.sampled_from(("", *HOMEWORK)),
    st.data(),
)
def test_figures_are_those_of_the_entries(
    written: list[EntryContent],
    first: dt.date | None,
    last: dt.date | None,
    kind: Kind | None,
    homework: str,
    data: st.DataObject,
) -> None:
    """Ratings, days, outcomes and practices of any range, kind and homework are what counting the entries gives."""
    with tempfile.TemporaryDirectory() as folder:
        journal = Changing(folder, data)
        journal.change(written, entries())
        there = journal.now_there
        within = [
            entry.content
            for entry in there
            if (first is None or first <= entry.content.when.date) and (last is None or entry.content.when.date <= last)
        ]
        of_homework = [one for one in within if not homework or one.assignment == homework]
        asked = [one for one in of_homework if kind is None or one.kind is kind]
        figures = journal.vault.statistics

        assert figures.scales() == tuple(sorted({rating.scale for entry in there for rating in entry.content.ratings}))
        for scale in ("tension", "comfort", "own", "nothing"):
            rated = figures.rated(scale, first, last, kind=kind, assignment=homework)
            assert rated.places == tuple(sorted(rated.places))
            assert set(rated.places) == {place for values in rated.values.values() for place in values}
            assert all(rated.values.values())
            expected = [
                (position_of(one.when), rating.moment, rating.value)
                for one in asked
                for rating in one.ratings
                if rating.scale == scale
            ]
            minute = 1 << 30  # the entries of a minute have places next to each other
            found = [
                (place // minute * minute, moment, value)
                for moment, values in rated.values.items()
                for place, value in values.items()
            ]
            assert sorted(found) == sorted(expected)

        counts = Counter((one.when.date, one.kind) for one in of_homework)
        counted = figures.days(first, last, assignment=homework)
        assert {(day.date, day.kind): day.entries for day in counted} == counts
        assert [day.date for day in counted] == sorted(day.date for day in counted)

        outcomes = Counter(one.outcome for one in asked if one.outcome)
        assert figures.outcomes(first, last, kind=kind, assignment=homework) == outcomes

        focus = [one for one in of_homework if isinstance(one.details, SensateFocus)]
        assert [
            (one.date, one.outcome, one.minutes, one.stage, one.ending, one.limits_kept, one.initiated_by)
            for one in figures.focus(first, last, assignment=homework)
        ] == [
            (
                one.when.date,
                one.outcome,
                one.minutes,
                one.details.stage,
                one.details.ending,
                one.details.limits_kept,
                one.details.initiated_by,
            )
            for one in focus
            if isinstance(one.details, SensateFocus)
        ]
        assert [one.ratings for one in figures.focus(first, last, assignment=homework)] == [
            tuple((rating.scale, rating.moment, rating.value) for rating in one.ratings) for one in focus
        ]

        assert journal.vault.assignments.occasions() == {
            name: tuple(
                Occasion(entry.id, entry.content.when.date, entry.content.outcome)
                for entry in reversed(there)
                if entry.content.assignment == name
            )
            for name in HOMEWORK
            if any(entry.content.assignment == name for entry in there)
        }
        journal.vault.close()
