"""What counts as a practice of sensate focus and what as a stop: the same wherever it is told."""

import datetime as dt
from dataclasses import replace
from itertools import product

import pytest

from journal.cli.figures import figures
from journal.model.dates import When
from journal.model.entry import (
    Ending,
    EntryContent,
    Kind,
    LimitsKept,
    Outcome,
    Reflection,
    SensateFocus,
    Sharing,
    took_place,
    was_stopped,
)
from journal.model.focus import by_stage, focus_of
from journal.model.homework import Assignment
from journal.model.ranges import Period
from journal.model.rating import Moment, Rating
from journal.model.sensate_focus import Stage
from journal.model.sharing import Audience
from journal.progress.sensate_focus import focus_figures
from journal.summary.build import build
from journal.summary.page import Table
from journal.tui.screens.homework.reading import read_detail
from journal.vault.vault import Vault
from tests.making import DAY

TOMORROW = DAY + dt.timedelta(days=1)


def focus(date: dt.date = DAY, outcome: Outcome | None = None, ending: Ending | None = None) -> EntryContent:
    """A practice at stage 1 with its minutes, of which everything is released."""
    return EntryContent(
        when=When(date),
        details=SensateFocus(stage=Stage.NON_SEXUAL, ending=ending),
        outcome=outcome,
        minutes=10,
        sharing=Sharing(therapist=frozenset({"outcome", "minutes", "stage", "ending"})),
    )


@pytest.mark.parametrize("outcome", [None, *Outcome])
def test_practices(outcome: Outcome | None) -> None:
    """Whatever was tried is a practice, also where it isn't said how it went; what was not, or lies ahead, is none."""
    not_tried = {Outcome.PLANNED, Outcome.CHOSE_NOT_TO, Outcome.NOT_THIS_WEEK, Outcome.CHANGED_WITH_THERAPIST}
    assert took_place(outcome, DAY, DAY) == (outcome not in not_tried)
    assert not took_place(outcome, TOMORROW, DAY)


def test_stops() -> None:
    """A practice was stopped where its outcome says so or the stop word ended it, and only then."""
    stopped = {(outcome, ending) for outcome, ending in product((None, *Outcome), (None, *Ending))
               if was_stopped(outcome, ending)}  # fmt: skip
    assert stopped == {(Outcome.STOPPED_EARLY, ending) for ending in (None, *Ending)} | {
        (outcome, Ending.STOP_WORD) for outcome in (None, *Outcome)
    }


def test_facts_of_an_entry() -> None:
    """The facts of an entry are what it says; an entry of another kind has none."""
    details = SensateFocus(initiated_by=" Alex ", limits_kept=LimitsKept.UNSURE, ending=Ending.CHOICE)
    content = replace(focus(), details=details, ratings=(Rating("tension", Moment.AFTER, 3),))
    found = focus_of(content)
    assert found is not None
    assert (found.date, found.stage, found.minutes, found.limits_kept) == (DAY, None, 10, LimitsKept.UNSURE)
    (at,) = by_stage([found], DAY)
    assert (at.endings, at.limits_kept) == ({Ending.CHOICE: 1}, {LimitsKept.UNSURE: 1})
    assert (at.initiated_by, at.minutes, at.values("tension", Moment.AFTER)) == ({"Alex": 1}, (10, 10), [3])
    assert by_stage([found], DAY - dt.timedelta(days=1)) == ()
    assert by_stage([replace(found, outcome=Outcome.PLANNED)], DAY) == ()
    assert focus_of(EntryContent(when=When(DAY), details=Reflection())) is None


def test_the_same_everywhere(vault: Vault) -> None:
    """Progress, the figures of the command line, a homework's page and the summary count the same practices and stops.

    The journal has a practice of each outcome with each way of ending, today and tomorrow.
    """
    homework = vault.assignments.add(Assignment(title="Back and arms", kind=Kind.SENSATE_FOCUS))
    cases = list(product((None, *Outcome), (None, *Ending)))
    for date, (outcome, ending) in product((DAY, TOMORROW), cases):
        vault.entries.add(replace(focus(date, outcome, ending), assignment=homework.id))
    count = sum(took_place(outcome, DAY, DAY) for outcome, _ in cases)
    stops = sum(took_place(outcome, DAY, DAY) and was_stopped(outcome, ending) for outcome, ending in cases)
    assert 0 < stops < count < len(cases)

    progress = focus_figures(vault.statistics.focus(), DAY)
    ended = progress.table.titles.index("How it ended")
    assert progress.facts[1] == f"{count} practices; {stops} stopped early"
    assert sum(row[ended].startswith("early") for row in progress.table.rows) == stops
    assert len(progress.table.rows) == count
    (stage,) = figures(vault, Period(DAY, TOMORROW, ""), DAY).sensate_focus
    assert (stage.practices, stage.stopped_early) == (count, stops)
    assert read_detail(vault, homework.id, DAY, 0).facts == (f"{count} practices at stage 1; {stops} stopped early",)
    summary = build(vault, Audience.THERAPIST, DAY, TOMORROW, When(DAY))
    (section,) = [one for one in summary.sections if one.title == "Sensate focus"]
    assert isinstance(section.body, Table)
    (row,) = section.body.rows
    told = dict(zip(section.body.columns, row.cells, strict=True))
    assert (told["Practices"], told["Stopped early"]) == ((str(count),), (str(stops),))
