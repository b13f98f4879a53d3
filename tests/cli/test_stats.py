"""The figures of a period on the command line."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from journal.model.dates import When
from journal.model.entry import (
    Communication,
    Details,
    Education,
    Ending,
    EntryContent,
    LimitsKept,
    Outcome,
    Reflection,
    SensateFocus,
)
from journal.model.goal import Goal, GoalProgress, GoalState
from journal.model.homework import Assignment, State
from journal.model.measures import Frequency, Gad7, OutsideScore, OwnScale
from journal.model.rating import Moment, Rating
from journal.model.sensate_focus import Stage
from journal.model.session import TherapySession
from journal.safety.text import UNSAFE
from journal.vault.vault import Vault
from tests.cli.running import Talk, run
from tests.conftest import PASSPHRASE
from tests.hostile import HOSTILE_LINES

Start = Callable[..., Talk]
TODAY = dt.datetime.now().astimezone().date()
MAY = ("--since", "2026-05-01", "--until", "2026-05-31")


def logged(vault: Vault, day: int, details: Details, *ratings: tuple[str, Moment, int], **common: Any) -> str:
    """Adds an entry of a day of May 2026, and returns its id."""
    given = tuple(Rating(*one) for one in ratings)
    when = When(dt.date(2026, 5, day))
    return vault.entries.add(EntryContent(when=when, details=details, ratings=given, **common)).id


def gad7(day: int, answer: Frequency | None) -> Gad7:
    """A GAD-7 with the same answer throughout."""
    names = ("nervous", "control", "worry", "relaxing", "restless", "irritable", "afraid")
    return Gad7(date=dt.date(2026, 5, day), **dict.fromkeys(names, answer))


@pytest.fixture
def may(vault: Vault) -> dict[str, str]:
    """A month with something of everything, and something outside it; the ids of what figures name."""
    once, before, highest, after = Moment.ONCE, Moment.BEFORE, Moment.HIGHEST, Moment.AFTER
    homework = vault.assignments.add(Assignment(title="Back and arms", wanted=4, assigned_on=dt.date(2026, 5, 1)))
    vault.assignments.add(Assignment(title="Dropped before", state=State.DROPPED, state_since=dt.date(2026, 4, 1)))
    vault.assignments.add(Assignment(title="Dropped in May", state=State.DROPPED, state_since=dt.date(2026, 5, 9)))
    vault.assignments.add(Assignment(title="Assigned later", assigned_on=dt.date(2026, 6, 9)))
    own = vault.own_scales.add(OwnScale(name="Ease", highest=5))
    first = SensateFocus(
        stage=Stage.NON_SEXUAL, initiated_by="me", limits_kept=LimitsKept.YES, ending=Ending.AS_PLANNED
    )
    second = replace(first, initiated_by="Alex", limits_kept=LimitsKept.UNSURE, ending=Ending.STOP_WORD)
    logged(
        vault, 4, first, ("tension", before, 6), ("tension", highest, 7), ("tension", after, 2), ("attention", once, 2),
        outcome=Outcome.DONE, minutes=20, assignment=homework.id,
    )  # fmt: skip
    logged(
        vault, 8, second, ("tension", before, 4), ("tension", after, 3), ("attention", once, 3),
        outcome=Outcome.TRIED, minutes=15, assignment=homework.id,
    )  # fmt: skip
    logged(vault, 9, first, outcome=Outcome.CHOSE_NOT_TO, assignment=homework.id)
    logged(vault, 10, SensateFocus(), outcome=Outcome.STOPPED_EARLY)
    logged(vault, 31, Communication(), (own.id, once, 4))
    logged(vault, 31, Reflection())
    vault.entries.add(EntryContent(when=When(dt.date(2026, 6, 1)), details=Education(), outcome=Outcome.DONE))
    goal = vault.goals.add(Goal(wording="Less pressure\nat night", baseline=3))
    for date, value in ((dt.date(2026, 4, 1), 2), (dt.date(2026, 5, 20), 5), (dt.date(2026, 6, 2), 9)):
        vault.goal_progress.add(GoalProgress(goal=goal.id, date=date, value=value))
    reached = vault.goals.add(Goal(wording="To ask", state=GoalState.REACHED))
    for day, answer in ((2, Frequency.SEVERAL_DAYS), (30, None)):
        vault.gad7.add(gad7(day, answer))
    vault.gad7.add(Gad7(date=dt.date(2026, 6, 1)))
    vault.scores.add(OutsideScore(name="A sheet", date=dt.date(2026, 5, 3), number="24,5"))
    vault.scores.add(OutsideScore(name="Another sheet", date=dt.date(2026, 4, 3), number="1"))
    return {"homework": homework.id, "own": own.id, "goal": goal.id, "reached": reached.id}


def test_stats(path: Path, may: dict[str, str]) -> None:
    """Plain tables of facts: counts, ranges, the latest value; nothing from outside the period, nothing concluded."""
    ended = run("--file", path, "stats", *MAY)
    assert (ended.code, ended.err) == (0, "")
    assert (
        ended.text
        == """\
Entries: 6
  4  Sensate focus
  1  Communication
  1  Reflection
How it went
  1  tried
  1  done
  1  stopped early
  1  chose not to
Homework
  state    progress       entries  title
  open     2 of 4 in all  3        Back and arms
  dropped  none in all    0        Dropped in May
Ratings
  count  range   latest  on          moment   scale
  2      4 to 6  4       2026-05-08  before   Tension, 0 to 10
  1      7       7       2026-05-04  highest  Tension, 0 to 10
  2      2 to 3  3       2026-05-08  after    Tension, 0 to 10
  2      2 to 3  3       2026-05-08  overall  Attention on sensation, 0 to 4
  1      4       4       2026-05-31  overall  Ease, 0 to 5
Sensate focus, stage 1 non-sexual touch
  2                     practices
  15 to 20              minutes
  4 to 6                Tension, 0 to 10, before
  7                     Tension, 0 to 10, highest
  2 to 3                Tension, 0 to 10, after
  about half to mostly  Attention on sensation, 0 to 4
  1                     stopped early
  1                     ended as planned
  1                     ended stop word
  1                     agreed limits kept: yes
  1                     agreed limits kept: unsure
  1                     initiated by Alex
  1                     initiated by me
Sensate focus, without a stage
  1  practice
  1  stopped early
Goals, 0 to 10
  latest  on          at the start  it is    goal
  5       2026-05-20  3             current  Less pressure
                                    reached  To ask
GAD-7
  2026-05-02  7 of 21
  2026-05-30  not complete
Scores I was given
  2026-05-03  24,5 A sheet
"""
    )


def test_as_json(path: Path, may: dict[str, str]) -> None:
    """--json has the same figures by the names that are stored, with ids."""
    found = json.loads(run("--file", path, "stats", *MAY, "--json").out)
    assert set(found) == {
        "since", "until", "entries", "kinds", "outcomes", "homework", "ratings", "sensate_focus", "goals", "gad7",
        "scores",
    }  # fmt: skip
    assert (found["since"], found["until"], found["entries"]) == ("2026-05-01", "2026-05-31", 6)
    assert found["kinds"] == {"sensate_focus": 4, "communication": 1, "reflection": 1}
    assert found["outcomes"] == {"tried": 1, "done": 1, "stopped_early": 1, "chose_not_to": 1}
    assert found["homework"][0] == {
        "id": may["homework"], "title": "Back and arms", "kind": None, "state": "open", "progress": "2 of 4 in all",
        "entries": 3,
    }  # fmt: skip
    assert found["ratings"][0] == {
        "scale": "tension", "name": "Tension", "of": 10, "moment": "before", "count": 2, "lowest": 4, "highest": 6,
        "latest": 4, "latest_on": "2026-05-08",
    }  # fmt: skip
    assert (found["ratings"][-1]["scale"], found["ratings"][-1]["name"]) == (may["own"], "Ease")
    stage = found["sensate_focus"][0]
    assert (stage["stage"], stage["practices"], stage["minutes"], stage["stopped_early"]) == ("1", 2, [15, 20], 1)
    assert (stage["endings"], stage["limits_kept"]) == ({"as_planned": 1, "stop_word": 1}, {"yes": 1, "unsure": 1})
    assert (stage["initiated_by"], found["sensate_focus"][1]["stage"]) == ({"Alex": 1, "me": 1}, None)
    assert found["goals"][0] == {
        "id": may["goal"], "goal": "Less pressure", "state": "current", "baseline": 3, "latest": 5,
        "latest_on": "2026-05-20",
    }  # fmt: skip
    assert [(one["date"], one["score"]) for one in found["gad7"]] == [("2026-05-02", 7), ("2026-05-30", None)]
    assert [(one["name"], one["number"]) for one in found["scores"]] == [("A sheet", "24,5")]


def test_empty(made: Path) -> None:
    """Where there is nothing, it says so on standard error; as JSON the figures are there, and are nothing."""
    ended = run("--file", made, "stats")
    assert (ended.code, ended.out) == (0, b"")
    assert ended.err.startswith("Period: ") and "There is nothing from this time." in ended.err
    found = json.loads(run("--file", made, "stats", "--json").out)
    assert found["entries"] == 0 and found["homework"] == [] and found["kinds"] == {}


@pytest.mark.parametrize(
    ("sessions", "options", "first", "words"),
    [
        ((3, 9), (), 3, "since the last session"),
        ((3, 9), ("--since", "last-session"), 3, "since the last session"),
        ((3, 9), ("--since", "Last-Session", "--until", "-3"), 9, "since the last session"),
        ((0, 9), (), 9, "since the last session"),
        ((-5,), (), 27, "no earlier session is noted, so the last 4 weeks"),
        ((), (), 27, "no earlier session is noted, so the last 4 weeks"),
        ((), ("--until", "-10"), 37, "no earlier session is noted, so the last 4 weeks"),
    ],
)
def test_period(
    path: Path, vault: Vault, sessions: tuple[int, ...], options: tuple[str, ...], first: int, words: str
) -> None:
    """It begins on the day of the last session before its last day, else with the four weeks up to it, and says so."""
    for ago in sessions:
        vault.sessions.add(TherapySession(date=TODAY - dt.timedelta(days=ago)))
    vault.sessions.add(TherapySession())
    ended = run("--file", path, "stats", "--json", *options)
    assert json.loads(ended.out)["since"] == (TODAY - dt.timedelta(days=first)).isoformat()
    assert ended.err.startswith(f"Period: {words}, ") and ended.err.endswith(".\n")
    assert ended.err.count("\n") == 1


def test_a_period_that_was_named(path: Path, vault: Vault) -> None:
    """A day that was named needs no explanation."""
    vault.sessions.add(TherapySession(date=TODAY))
    ended = run("--file", path, "stats", "--json", "--since", "-5", "--until", "-5")
    found = json.loads(ended.out)
    assert found["since"] == found["until"] == (TODAY - dt.timedelta(days=5)).isoformat()
    assert ended.err == ""


@pytest.mark.parametrize("command", [("stats",), ("export", "summary", "--plaintext", "-o", "-")])
def test_no_session(made: Path, command: tuple[str, ...]) -> None:
    """The last session of a journal that has none is an error that says what to do."""
    ended = run("--file", made, *command, "--since", "last-session")
    assert (ended.code, ended.out) == (1, b"")
    assert "There is no session before that day." in ended.err
    assert "journal: hint: Add it with: journal session add" in ended.err


@pytest.mark.parametrize(
    "options",
    [("--since", "once"), ("--until", "x"), ("--since", "today", "--until", "yesterday"), ("--until", "last-session")],
)
def test_no_period(made: Path, options: tuple[str, ...]) -> None:
    """What can't be read or ends before it begins is a usage error, before the passphrase is asked for."""
    ended = run("--file", made, "stats", *options, passphrase=None)
    assert (ended.code, ended.out) == (2, b"")
    assert "\njournal: hint: " in ended.err


@pytest.mark.parametrize(
    "options",
    [
        ("--until", "0001-01-01"), ("--since", "0001-01-01"), ("--since", "0001-01-01", "--until", "9999-12-31"),
        ("--since", "9999-12-31", "--until", "9999-12-31"), ("--since", "-99999"), ("--until", "+99999"),
    ],
)  # fmt: skip
def test_the_ends_of_time(path: Path, may: dict[str, str], options: tuple[str, ...]) -> None:
    """Any period that there is can be asked for, of the figures and of a summary."""
    ended = run("--file", path, "stats", *options)
    assert ended.code == 0 and "error" not in ended.err
    ended = run("--file", path, "export", "summary", "--plaintext", "-o", "-", *options)
    assert ended.code == 1 and "was released for your therapist" in ended.err


def test_masked(path: Path, vault: Vault, may: dict[str, str]) -> None:
    """Where titles are hidden in the app, no words of the person's stand in the tables."""
    vault.settings.set(replace(vault.settings.get(), masked=True))
    ended = run("--file", path, "stats", *MAY)
    for words in ("Back and arms", "Less pressure", "Ease", "A sheet", "Alex"):
        assert words not in ended.text
    assert "Tension, 0 to 10" in ended.text and "·····" in ended.text
    assert ended.err == "Titles are hidden, as in the app. To read them: --json\n"


def test_scale_that_is_gone(path: Path, vault: Vault, may: dict[str, str]) -> None:
    """Ratings on a scale that was removed are counted without its name."""
    vault.own_scales.remove(may["own"])
    ended = run("--file", path, "stats", *MAY)
    assert "A scale that isn't here any more" in ended.text and may["own"] not in ended.text


def test_hostile_words(talk: Start, path: Path, vault: Vault, tmp_path: Path) -> None:
    """Whatever the names are, the tables steer no terminal, keep a line for each, and fit 80 columns."""
    day = dt.date(2026, 5, 4)
    for words in (*HOSTILE_LINES, "中文" * 100, "שלום " * 60, "🌿" * 100):
        vault.assignments.add(Assignment(title=words, assigned_on=day))
        vault.goals.add(Goal(wording=words))
        vault.scores.add(OutsideScore(name=words, number=words, date=day))
        scale = vault.own_scales.add(OwnScale(name=words, low_word=words, high_word=words, highest=1))
        logged(vault, 4, SensateFocus(initiated_by=words), (scale.id, Moment.ONCE, 1))
    ended = run("--file", path, "stats", *MAY)
    assert ended.code == 0 and not UNSAFE.search(ended.text)
    assert not UNSAFE.search(run("--file", path, "stats", *MAY, "--json").text)
    (tmp_path / "pass").write_text(PASSPHRASE)
    one = talk("--file", path, "stats", *MAY, columns=80, env={"JOURNAL_PASSPHRASE_COMMAND": f"cat {tmp_path}/pass"})
    assert one.end() == 0
    assert max(map(cell_len, one.seen.splitlines())) <= 80
    assert len(one.seen.splitlines()) == len(ended.text.splitlines())
