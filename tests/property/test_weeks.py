"""Weeks and what is counted in them, where clocks change, where the person travels, and where an entry is redated."""

import datetime as dt
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from journal import clock
from journal.model.dates import When, week_of
from journal.model.entry import EntryContent, Outcome, Reflection
from journal.model.exercise import Per
from journal.model.homework import Assignment, Occasion, State, progress
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.examples import few
from tests.journals import new_vault
from tests.zones import ZONES, living_in

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
MONDAY, SATURDAY, SUNDAY = 0, 5, 6
WEEKLY = Assignment(wanted=3, per=Per.WEEK)
first_weekdays = st.sampled_from((MONDAY, SATURDAY, SUNDAY))
zones = st.sampled_from(ZONES)


def _changes(zone: str, year: int) -> list[dt.datetime]:
    """The hours of a year, in UTC, after which clocks of a zone show another offset."""
    there, hour = ZoneInfo(zone), dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    found = []
    while hour.year == year:
        if hour.astimezone(there).utcoffset() != (hour + HOUR).astimezone(there).utcoffset():
            found.append(hour)
        hour += HOUR
    return found


# Two years in which the zones change their clocks, and the day that Apia left out.
CHANGES = [(zone, hour) for zone in ZONES for year in (2011, 2026) for hour in _changes(zone, year)]


def _practised_daily(first: dt.date, last: dt.date) -> list[Occasion]:
    days = (last - first).days + 1
    return [Occasion("an entry", first + n * DAY, Outcome.DONE) for n in range(days)]


@given(st.dates(), st.integers(0, 6))
@example(dt.date.min, SUNDAY)
@example(dt.date.max, MONDAY)
def test_a_week_is_seven_days_from_its_first(date: dt.date, first_weekday: int) -> None:
    """Every day is in its week, which begins on the day chosen, and all days of a week have the same one."""
    first, last = week_of(date, first_weekday)
    assert first <= date <= last
    if dt.date.min < first and last < dt.date.max:
        assert (first.weekday(), last - first) == (first_weekday, 6 * DAY)
        assert {week_of(first + n * DAY, first_weekday) for n in range(7)} == {(first, last)}
        assert week_of(last + DAY, first_weekday)[0] == last + DAY
        assert week_of(first - DAY, first_weekday)[1] == first - DAY


def test_there_are_changes_to_look_at() -> None:
    """The zones change their clocks, forwards and back, and Apia left a whole day out."""
    assert len(CHANGES) > 20
    assert len({zone for zone, _ in CHANGES}) > 8
    with living_in("Pacific/Apia"):
        left_out = dt.datetime(2011, 12, 30, 9, 59, tzinfo=dt.UTC)
        assert (clock.today(left_out), clock.today(left_out + HOUR)) == (dt.date(2011, 12, 29), dt.date(2011, 12, 31))


@settings(max_examples=few(12))
@given(st.sampled_from(CHANGES), first_weekdays)
def test_a_change_of_clocks_moves_no_week(change: tuple[str, dt.datetime], first_weekday: int) -> None:
    """Through every hour of the days around a change, the date is the local one, and the count follows it alone."""
    zone, instant = change
    with living_in(zone):
        around = clock.today(instant)
        daily = _practised_daily(around - 20 * DAY, around + 20 * DAY)
        days = set()
        for hours in range(-8 * 24, 8 * 24):
            now = instant + hours * HOUR
            today = clock.today(now)
            assert today == now.astimezone(ZoneInfo(zone)).date()
            first, last = week_of(today, first_weekday)
            assert first.weekday() == first_weekday and first <= today <= last
            assert progress(WEEKLY, daily, today, first_weekday) == f"{(today - first).days + 1} of 3 this week"
            days.add(today)
        assert len(days) >= 16


@settings(max_examples=few(12))
@given(
    st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 12, 31), timezones=st.just(dt.UTC)),
    zones,
    zones,
    first_weekdays,
)
def test_a_journey_moves_no_entry(instant: dt.datetime, home: str, away: str, first_weekday: int) -> None:
    """An entry keeps the date, the time and the zone of where it was written; only which day today is may change."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        with living_in(home):
            vault = new_vault(path, clock=lambda: instant)
            when = clock.now(instant)
            assert (when.date, when.time) == (clock.today(instant), _minute(instant.astimezone(ZoneInfo(home))))
            homework = vault.assignments.add(WEEKLY).id
            vault.entries.add(EntryContent(when=when, details=Reflection(), assignment=homework))
            vault.close()
        with living_in(away):
            vault = Vault.open(path, PASSPHRASE, clock=lambda: instant)
            (entry,) = vault.entries.each()
            assert entry.content.when == when
            vault.entries.edit(entry.id, EntryContent(when=when, details=Reflection(mood="x"), assignment=homework))
            (occasion,) = vault.assignments.occasions()[homework]
            assert occasion.date == when.date
            today = clock.today(instant)
            first, last = week_of(today, first_weekday)
            counted = first <= when.date <= last and when.date <= today
            assert progress(WEEKLY, (occasion,), today, first_weekday) == f"{int(counted)} of 3 this week"
            vault.close()


def _minute(moment: dt.datetime) -> dt.time:
    return moment.time().replace(second=0, microsecond=0)


offsets = st.integers(-16, 9)


@settings(max_examples=few(10))
@given(
    today=st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    written=st.lists(st.tuples(offsets, st.none() | st.sampled_from(Outcome)), min_size=1, max_size=8),
    redated=offsets,
    first_weekday=first_weekdays,
    data=st.data(),
)
def test_redating_an_entry_moves_the_counts(
    today: dt.date,
    written: list[tuple[int, Outcome | None]],
    redated: int,
    first_weekday: int,
    data: st.DataObject,
) -> None:
    """After a change of date, of the outcome or of the homework, the count is that of the entries as they are now."""
    not_practised = {Outcome.PLANNED, Outcome.CHOSE_NOT_TO, Outcome.NOT_THIS_WEEK, Outcome.CHANGED_WITH_THERAPIST}
    with tempfile.TemporaryDirectory() as folder:
        vault = new_vault(Path(folder) / "journal.db")
        homework, other = vault.assignments.add(WEEKLY).id, vault.assignments.add(WEEKLY).id

        def content(days: int, outcome: Outcome | None, assignment: str) -> EntryContent:
            when = When(today + days * DAY)
            return EntryContent(when=when, details=Reflection(), outcome=outcome, assignment=assignment)

        def check() -> None:
            first = today.toordinal() - (today.weekday() - first_weekday) % 7
            counted = sum(
                entry.content.assignment == homework
                and entry.content.outcome not in not_practised
                and first <= entry.content.when.date.toordinal() <= today.toordinal()
                for entry in vault.entries.each()
            )
            occasions = vault.assignments.occasions().get(homework, ())
            assert progress(WEEKLY, occasions, today, first_weekday) == f"{counted} of 3 this week"

        made = [vault.entries.add(content(days, outcome, homework)).id for days, outcome in written]
        check()
        chosen = data.draw(st.sampled_from(made))
        vault.entries.edit(chosen, content(redated, None, homework))
        check()
        vault.entries.edit(chosen, content(redated, Outcome.CHOSE_NOT_TO, homework))
        check()
        vault.entries.edit(chosen, content(redated, Outcome.STOPPED_EARLY, other))
        check()
        vault.entries.move_to_trash(chosen)
        check()
        vault.entries.put_back(chosen)
        vault.entries.restore(chosen, 1)
        check()
        vault.close()


@pytest.mark.parametrize(
    ("assignment", "words"),
    [
        (Assignment(), "3 so far"),
        (Assignment(per=Per.WEEK), "2 this week"),
        (Assignment(wanted=5, per=Per.WEEK), "2 of 5 this week"),
        (Assignment(wanted=5, per=Per.IN_ALL), "3 of 5 in all"),
        (Assignment(wanted=5), "3 of 5 in all"),
        (Assignment(wanted=5, per=Per.WEEK, state=State.FINISHED), "3 in all"),
        (Assignment(wanted=5, state=State.DROPPED), "3 in all"),
        (Assignment(state=State.PAUSED), "3 in all"),
    ],
)
def test_progress_in_words(assignment: Assignment, words: str) -> None:
    """What is counted follows from what was agreed; a stop counts, what was only planned doesn't, and no day ahead."""
    today = dt.date(2026, 5, 17)
    occasions = [
        Occasion("ahead", today + DAY, Outcome.DONE),
        Occasion("today", today, None),
        Occasion("planned", today, Outcome.PLANNED),
        Occasion("stopped", today - 6 * DAY, Outcome.STOPPED_EARLY),
        Occasion("week before", today - 7 * DAY, Outcome.TRIED),
    ]
    assert progress(assignment, occasions, today, MONDAY) == words
    assert progress(Assignment(), occasions[:1], today, MONDAY) == "not yet"
    assert progress(Assignment(state=State.PAUSED), occasions[:1], today, MONDAY) == "none in all"
