"""What Progress reads of the journal beside what the other figures are made of."""

import datetime as dt

import pytest

from journal.errors import NotFound
from journal.model.entry import Kind, Outcome
from journal.model.rating import Moment, Rating
from journal.vault.statistics import DayCount
from journal.vault.vault import Vault
from tests.making import DAY, made


def day(days: int) -> dt.date:
    """So many days after DAY."""
    return DAY + dt.timedelta(days=days)


@pytest.fixture
def filled(vault: Vault) -> Vault:
    """A journal with four entries, two of them of one assignment."""
    around = (Rating("tension", Moment.BEFORE, 6), Rating("tension", Moment.AFTER, 0))
    for days, kind, outcome, assignment in (
        (0, Kind.SENSATE_FOCUS, Outcome.DONE, "a"),
        (0, Kind.REFLECTION, None, None),
        (3, Kind.SENSATE_FOCUS, Outcome.STOPPED_EARLY, None),
        (9, Kind.COMMUNICATION, Outcome.DONE, "a"),
    ):
        vault.entries.add(made(date=day(days), kind=kind, outcome=outcome, assignment=assignment, ratings=around))
    vault.entries.add(made(date=day(4), ratings=(Rating("comfort", Moment.ONCE, 3),)))
    return vault


def test_ratings_by_moment(filled: Vault) -> None:
    """Each value is under its moment, at the place of its entry, in time order."""
    rated = filled.statistics.rated("tension")
    for place in rated.places:
        ratings = filled.entries.get(filled.statistics.entry_at(place)).content.ratings
        assert {rating.moment: rating.value for rating in ratings} == {
            moment: values[place] for moment, values in rated.values.items()
        }
    assert rated.places == tuple(sorted(rated.places))
    assert [rated.date(place) for place in rated.places] == [day(0), day(0), day(3), day(9)]
    assert all(tuple(values) == rated.places for values in rated.values.values())
    assert list(filled.statistics.rated("comfort").values) == [Moment.ONCE]
    nothing = filled.statistics.rated("closeness")
    assert (nothing.places, nothing.values) == ((), {})


def test_ratings_of_some_entries(filled: Vault) -> None:
    """Days, a kind and an assignment narrow them, also together; both days of a range belong to it."""
    rated = filled.statistics.rated
    date = filled.statistics.rated("tension").date
    assert len(rated("tension", day(3), day(9)).places) == 2
    assert len(rated("tension", last=day(2)).places) == 2
    assert [date(place) for place in rated("tension", kind=Kind.SENSATE_FOCUS).places] == [day(0), day(3)]
    assert [date(place) for place in rated("tension", assignment="a").places] == [day(0), day(9)]
    assert len(rated("tension", kind=Kind.SENSATE_FOCUS, assignment="a").places) == 1
    assert rated("tension", assignment="b").places == ()


def test_from_a_place_to_its_entry(filled: Vault) -> None:
    """A place leads to the entry whose rating it is, as long as the entry is there."""
    place = filled.statistics.rated("tension").places[-1]
    entry = filled.entries.get(filled.statistics.entry_at(place))
    assert entry.content.when.date == day(9)
    filled.entries.move_to_trash(entry.id)
    with pytest.raises(NotFound):
        filled.statistics.entry_at(place)


def test_days_and_outcomes_of_some_entries(filled: Vault) -> None:
    """The days of an assignment, and the outcomes of a kind or an assignment, are those of its entries alone."""
    statistics = filled.statistics
    assert statistics.days(assignment="a") == (
        DayCount(day(0), Kind.SENSATE_FOCUS, 1),
        DayCount(day(9), Kind.COMMUNICATION, 1),
    )
    assert sum(count.entries for count in statistics.days()) == 5
    assert statistics.days(outcomes=(Outcome.DONE, Outcome.PLANNED)) == (
        DayCount(day(0), Kind.SENSATE_FOCUS, 1),
        DayCount(day(9), Kind.COMMUNICATION, 1),
    )
    assert statistics.outcomes(kind=Kind.SENSATE_FOCUS) == {Outcome.DONE: 1, Outcome.STOPPED_EARLY: 1}
    assert statistics.outcomes(assignment="a") == {Outcome.DONE: 2}
    assert statistics.outcomes(day(1), kind=Kind.SENSATE_FOCUS, assignment="a") == {}


def test_the_last_minute_there_is(vault: Vault) -> None:
    """Where the end is open, every entry of the last minute of all is counted, however many it has."""
    for _ in range(2):
        vault.entries.add(made(date=dt.date.max, time=dt.time(23, 59), ratings=(Rating("comfort", Moment.ONCE, 3),)))
    assert vault.statistics.days() == (DayCount(dt.date.max, Kind.REFLECTION, 2),)
    assert len(vault.statistics.rated("comfort").places) == 2
