"""Homework on the command line: what is open, the library behind its gate, assigning and finishing."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from journal.library import library
from journal.model.dates import When
from journal.model.entry import Communication, Kind, Mode, Outcome, SensateFocus
from journal.model.exercise import Exercise, ExerciseMode, Per, Rated, Safety
from journal.model.homework import Adaptation, Assignment, Change, State, prefilled
from journal.model.measures import OwnScale
from journal.model.rating import Moment, Rating
from journal.model.records import Record
from journal.model.sensate_focus import RuleSet, Stage, StageAgreement
from journal.model.session import TherapySession
from journal.safety.text import UNSAFE
from journal.vault.settings import WeekStart
from journal.vault.vault import Vault
from tests.cli.running import Talk, run
from tests.conftest import PASSPHRASE
from tests.hostile import HOSTILE_TEXTS

Start = Callable[..., Talk]
Reopened = Callable[[], Vault]
TODAY = dt.datetime.now().astimezone().date()
YESTERDAY = TODAY - dt.timedelta(days=1)
GATE = "waits until you and your therapist have agreed on it."
GATED = [slug for slug, one in library().exercises.items() if one.gate is not None]
OPEN = [slug for slug, one in library().exercises.items() if one.gate is None]


def begin(talk: Start, path: Path, *arguments: object) -> Talk:
    """Starts a command on a terminal and gives the passphrase."""
    one = talk("--file", path, *arguments)
    one.hear("Passphrase: ")
    one.say(PASSPHRASE)
    return one


def practice(vault: Vault, assignment: Record[Assignment], date: dt.date, outcome: Outcome | None) -> str:
    """Logs an entry of an assignment, and returns its id."""
    content = prefilled(assignment.content, assignment.id, When(date))
    return vault.entries.add(replace(content, outcome=outcome)).id


@pytest.fixture
def some(vault: Vault) -> dict[str, Record[Assignment]]:
    """Two assignments that are open, and one of every other state."""
    given = {
        "older": Assignment(
            title="Back and arms", kind=Kind.SENSATE_FOCUS, wanted=3, per=Per.WEEK, assigned_on=YESTERDAY
        ),
        "newer": Assignment(title="One small request", kind=Kind.COMMUNICATION, assigned_on=TODAY),
        "finished": Assignment(title="Read and note", kind=Kind.EDUCATION, state=State.FINISHED, wanted=2),
        "paused": Assignment(instructions="Walk\nslowly", state=State.PAUSED),
        "dropped": Assignment(title="Left aside", kind=Kind.EXPERIMENTATION, state=State.DROPPED),
    }
    return {name: vault.assignments.add(content) for name, content in given.items()}


def test_list(path: Path, vault: Vault, some: dict[str, Record[Assignment]]) -> None:
    """What is open, the latest first: the end of the id, the state, the progress in words, the kind and the title."""
    for outcome in (Outcome.DONE, Outcome.STOPPED_EARLY, Outcome.CHOSE_NOT_TO):
        practice(vault, some["older"], TODAY, outcome)
    ended = run("--file", path, "homework", "list")
    assert ended.text.splitlines() == [
        f"{some['newer'].id[-8:]}  open  not yet           Communication  One small request",
        f"{some['older'].id[-8:]}  open  2 of 3 this week  Sensate focus  Back and arms",
    ]
    assert (ended.code, ended.err) == (0, "")


def test_list_of_all(path: Path, some: dict[str, Record[Assignment]]) -> None:
    """--all has the rest after it: paused, finished, dropped."""
    rows = run("--file", path, "homework", "list", "--all").text.splitlines()
    order = ("newer", "older", "paused", "finished", "dropped")
    assert [row[:8] for row in rows] == [some[name].id[-8:] for name in order]
    assert [row.split()[1] for row in rows] == ["open", "open", "paused", "finished", "dropped"]
    assert "none in all" in rows[3] and rows[2].endswith("Walk")


def test_week_start(path: Path, vault: Vault, some: dict[str, Record[Assignment]]) -> None:
    """A week begins on the day that was chosen for it."""
    sunday = TODAY - dt.timedelta(days=(TODAY.weekday() + 1) % 7)
    practice(vault, some["older"], sunday, Outcome.DONE)
    counts = {}
    for start in (WeekStart.MONDAY, WeekStart.SUNDAY):
        vault.settings.set(replace(vault.settings.get(), week_start=start))
        listed = run("--file", path, "homework", "list").text
        counts[start] = int(listed.partition(" of 3 this week")[0].rpartition(" ")[2])
    assert counts == {WeekStart.MONDAY: int(TODAY.weekday() == 6), WeekStart.SUNDAY: 1}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("list",), "There is no homework yet. journal homework library"),
        (("list", "--all"), "There is no homework yet."),
    ],
)
def test_none(made: Path, arguments: tuple[str, ...], words: str) -> None:
    """An empty list says what to do next, on standard error; as JSON it is an empty array."""
    ended = run("--file", made, "homework", *arguments)
    assert (ended.code, ended.out) == (0, b"")
    assert ended.err.startswith(words)
    assert run("--file", made, "homework", *arguments, "--json").out == b"[]\n"


def test_none_open(path: Path, vault: Vault) -> None:
    """Where nothing is open, it says how the rest is listed."""
    vault.assignments.add(Assignment(title="Done with", state=State.FINISHED))
    ended = run("--file", path, "homework", "list")
    assert (ended.code, ended.out, ended.err) == (0, b"", "No homework is open. --all shows what was.\n")


def test_list_as_json(path: Path, vault: Vault, some: dict[str, Record[Assignment]]) -> None:
    """--json has every field, the progress, and the entries with day and outcome."""
    entry = practice(vault, some["older"], YESTERDAY, Outcome.TRIED)
    listed = json.loads(run("--file", path, "homework", "list", "--json").out)
    assert [one["id"] for one in listed] == [some["newer"].id, some["older"].id]
    older = listed[1]
    assert set(older) == {"id", "version", "created", "updated", "type", "content", "progress", "entries"}
    assert older["type"] == "assignment"
    assert older["content"] == {
        "title": "Back and arms", "kind": "sensate_focus", "wanted": 3, "per": "week", "state": "open",
        "assigned_on": YESTERDAY.isoformat(),
    }  # fmt: skip
    assert older["entries"] == [{"id": entry, "date": YESTERDAY.isoformat(), "outcome": "tried"}]
    assert older["progress"].endswith("this week")


def test_masked(path: Path, vault: Vault, some: dict[str, Record[Assignment]]) -> None:
    """Where titles are hidden in the app they are hidden here, and it says so; JSON and `show` have them."""
    vault.own_exercises.add(Exercise(title="Private words", kind=Kind.EDUCATION))
    vault.settings.set(replace(vault.settings.get(), masked=True))
    for command in (("homework", "list", "--all"), ("homework", "library"), ("stats",)):
        ended = run("--file", path, *command)
        assert "·····" in ended.text and "Titles are hidden" in ended.err
        for title in ("Left aside", "Walk", "Private words"):
            assert title not in ended.text
        as_json = run("--file", path, *command, "--json")
        assert "·····" not in as_json.text and "Titles are hidden" not in as_json.err
    assert "Back and arms" in run("--file", path, "show", some["older"].id).text


@pytest.mark.parametrize("columns", [72, 80, 120])
def test_width(talk: Start, path: Path, vault: Vault, columns: int, tmp_path: Path) -> None:
    """On a terminal no line is wider than it, whatever the titles are made of."""
    titles = ["中文" * 100, "🌿" * 100, "plain words " * 30, "e\u0301" * 200, "שלום " * 60, "short"]
    for title in titles:
        vault.assignments.add(Assignment(title=title, kind=Kind.EXPERIMENTATION, wanted=99, per=Per.WEEK))
    (tmp_path / "pass").write_text(PASSPHRASE)
    env = {"JOURNAL_PASSPHRASE_COMMAND": f"cat {tmp_path}/pass"}
    for command in (("homework", "list"), ("stats", "--since", "-3"), ("homework", "library")):
        one = talk("--file", path, *command, columns=columns, env=env)
        assert one.end() == 0
        rows = [row for row in one.seen.splitlines() if not row.startswith("Exercises of stages")]  # a sentence
        assert max(map(cell_len, rows)) <= columns
        assert "\x1b" not in one.seen


def test_hostile_titles(path: Path, vault: Vault) -> None:
    """Whatever is in homework, lists, pages and JSON steer no terminal, and a list has a line for each."""
    for text in HOSTILE_TEXTS:
        content = Assignment(title=" ".join(text.split("\n")), instructions=text, why=text, kind=Kind.SENSATE_FOCUS)
        record = vault.assignments.add(replace(content, rules=RuleSet(off_limits=" ".join(text.split()))))
    listed = run("--file", path, "homework", "list")
    assert len(listed.text.split("\n")) == len(HOSTILE_TEXTS) + 1
    for command in (("homework", "list"), ("homework", "list", "--json"), ("show", record.id), ("stats",)):
        ended = run("--file", path, *command)
        assert ended.code == 0 and not UNSAFE.search(ended.text)


def test_library(made: Path) -> None:
    """It lists what the gate allows, a line each, and says in one line what is folded away until an agreement."""
    ended = run("--file", made, "homework", "library")
    assert [row.split()[0] for row in ended.text.splitlines()] == OPEN
    assert "hands-first " in ended.text and "  Sensate focus 0    partnered  Hands first\n" in ended.text
    assert ended.err == (
        "Exercises of stages 2 and 3 are folded away until you record that you and your therapist agreed on this.\n"
    )


def test_library_after_agreements(path: Path, vault: Vault) -> None:
    """After the agreements it lists everything, and says nothing more; after one, what it was about."""
    vault.agreements.add(StageAgreement(stage=Stage.GENITALS_INCLUDED, agreed_on=dt.date(2026, 5, 1)))
    ended = run("--file", path, "homework", "library")
    assert "all-areas-no-aim" in ended.text and "resting-close" not in ended.text
    assert ended.err.startswith("Exercises of stage 3 are folded away")
    vault.agreements.add(StageAgreement(stage=Stage.AGREED_CLOSENESS, agreed_on=dt.date(2026, 5, 2)))
    ended = run("--file", path, "homework", "library")
    assert {row.split()[0] for row in ended.text.splitlines()} == set(library().exercises)
    assert ended.err == ""


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("--kind", "comm"), [slug for slug in OPEN if library().exercises[slug].kind is Kind.COMMUNICATION]),
        (("--mode", "solo", "--kind", "sensate"), ["my-own-touch"]),
        (("--stage", "1"), ["back-and-arms", "wider-touch", "guiding-hand", "after-talk"]),
        (("hand", "swap"), ["hands-first", "guiding-hand"]),
        (("DECLIN harml",), ["saying-and-hearing-no"]),
    ],
)
def test_library_filters(made: Path, arguments: tuple[str, ...], found: list[str]) -> None:
    """Kind, mode, stage and words narrow it down."""
    rows = run("--file", made, "homework", "library", *arguments).text.splitlines()
    listed = [row.split()[0] for row in rows]
    assert listed and set(found) <= set(listed)
    if arguments[0] != "hand":
        assert listed == found


def test_library_finds_nothing(made: Path) -> None:
    """A search without a result says so, and as JSON it is an empty array."""
    ended = run("--file", made, "homework", "library", "zebra")
    assert (ended.code, ended.out) == (0, b"")
    assert ended.err.startswith("No exercise was found.")
    assert run("--file", made, "homework", "library", "zebra", "--json").out == b"[]\n"


@pytest.mark.parametrize("slug", list(library().exercises))
def test_library_shows_one(path: Path, vault: Vault, slug: str) -> None:
    """An id shows all of an exercise: every step, its time, what is worth rating, and its safety notes in full."""
    for stage in (Stage.GENITALS_INCLUDED, Stage.AGREED_CLOSENESS):
        vault.agreements.add(StageAgreement(stage=stage, agreed_on=dt.date(2026, 5, 1)))
    exercise = library().exercises[slug]
    ended = run("--file", path, "homework", "library", slug)
    words = " ".join(ended.text.split())
    assert (ended.code, ended.err) == (0, "")
    for text in (*exercise.step_list, exercise.title, exercise.time, exercise.why, *exercise.easier.splitlines()):
        assert " ".join(text.split()) in words
    for code in exercise.safety:
        assert " ".join(library().safety[code].split()) in words
    assert ", ".join(rated.label for rated in exercise.rate) in words
    assert ("Only where your therapist has set it." in words) == exercise.therapist_only
    assert max(map(len, ended.text.splitlines())) <= 80


def test_library_as_json(made: Path) -> None:
    """--json has every field, with the safety notes in full, for the list and for one."""
    listed = json.loads(run("--file", made, "homework", "library", "--json").out)
    assert [one["id"] for one in listed] == OPEN
    one = json.loads(run("--file", made, "homework", "library", "hands-first", "--json").out)
    assert one == next(each for each in listed if each["id"] == "hands-first")
    assert one["safety"][0] == {"code": "S1", "text": library().safety[Safety.STOPPING]}
    assert (one["own"], one["kind"], one["stages"], one["rate"]) == (
        False, "sensate_focus", ["0"], ["tension", "attention"]
    )  # fmt: skip


def test_own_exercises(path: Path, vault: Vault, reopened: Reopened) -> None:
    """One's own stand beside those of the library, by the end of their id, behind the same gate."""
    mine = vault.own_exercises.add(
        Exercise(
            title="Warm towels [/x] \x1b[31m", kind=Kind.EDUCATION, mode=ExerciseMode.SOLO, steps="Warm one.\nRest."
        )
    )
    gated = vault.own_exercises.add(
        Exercise(title="Mine at two", kind=Kind.SENSATE_FOCUS, stages=(Stage.GENITALS_INCLUDED,))
    )
    listed = run("--file", path, "homework", "library")
    assert f"{mine.id[-8:]} " in listed.text and "Mine at two" not in listed.text
    assert not UNSAFE.search(listed.text)
    shown = run("--file", path, "homework", "library", mine.id[-8:])
    assert shown.text.startswith("Warm towels [/x]") and "2. Rest." in shown.text and not UNSAFE.search(shown.text)
    for command in (("library",), ("assign",)):
        refused = run("--file", path, "homework", *command, gated.id[-8:])
        assert (refused.code, refused.out) == (2, b"") and GATE in refused.err and "Mine" not in refused.err
    assert run("--file", path, "show", gated.id).code == 1
    assert run("--file", path, "homework", "assign", mine.id[-8:]).code == 0
    (assigned,) = reopened().assignments.list()
    assert (assigned.content.exercise, assigned.content.instructions) == (mine.id, "Warm one.\nRest.")


@pytest.mark.parametrize("slug", GATED)
def test_gate(made: Path, reopened: Reopened, slug: str) -> None:
    """What waits for an agreement is refused by every path, with a sentence on how to record one."""
    title = library().exercises[slug].title
    for command in (("library", slug), ("library", slug, "--json"), ("assign", slug), ("assign", slug, "--stage", "0")):
        ended = run("--file", made, "homework", *command)
        assert (ended.code, ended.out) == (2, b"")
        assert GATE in ended.err and "Record the agreement with its date in the app" in ended.err
    for query in (title, slug.replace("-", " ")):
        assert slug not in run("--file", made, "homework", "library", query).text
    listed = run("--file", made, "homework", "library", "--stage", library().exercises[slug].stages[0].value, "--json")
    assert slug not in [one["id"] for one in json.loads(listed.out)]
    assert reopened().assignments.list() == ()


@pytest.mark.parametrize(
    "arguments",
    [("guiding-hand", "--stage", "2"), ("--from-scratch", "sensate", "--stage", "3"), ("after-talk", "--stage", "3")],
)
def test_gate_of_a_stage(made: Path, reopened: Reopened, arguments: tuple[str, ...]) -> None:
    """A stage that was not agreed can't be given to homework that is open to others, or is written from scratch."""
    ended = run("--file", made, "homework", "assign", *arguments, stdin=b"what to do")
    assert (ended.code, ended.out) == (2, b"")
    assert GATE in ended.err
    assert reopened().assignments.list() == ()


def test_gate_opens_and_closes(path: Path, vault: Vault) -> None:
    """After the agreement it can be assigned; once that is taken back, no more; stepping back always works."""
    agreement = vault.agreements.add(StageAgreement(stage=Stage.GENITALS_INCLUDED, agreed_on=dt.date(2026, 5, 1)))
    assert run("--file", path, "homework", "assign", "all-areas-no-aim").code == 0
    vault.agreements.edit(agreement.id, replace(agreement.content, withdrawn_on=dt.date(2026, 5, 2)))
    assert run("--file", path, "homework", "assign", "all-areas-no-aim").code == 2
    assert run("--file", path, "homework", "library", "all-areas-no-aim").code == 2
    assert run("--file", path, "homework", "assign", "back-and-arms").code == 0


def test_assign(made: Path, reopened: Reopened) -> None:
    """An exercise is assigned as it is; its id is all that standard output gets."""
    ended = run("--file", made, "homework", "assign", "back-and-arms", stdin=b"never read")
    (assigned,) = reopened().assignments.list()
    exercise = library().exercises["back-and-arms"]
    assert (ended.code, ended.text, ended.err) == (0, f"{assigned.id}\n", "Assigned.\n")
    content = assigned.content
    assert (content.title, content.kind, content.instructions) == (exercise.title, exercise.kind, exercise.steps)
    assert (content.wanted, content.per, content.mode) == (2, Per.WEEK, Mode.PARTNERED)
    assert (content.assigned_on, content.state, content.exercise) == (TODAY, State.OPEN, "back-and-arms")


def test_assign_with_facts(made: Path, reopened: Reopened) -> None:
    """Facts that were agreed on take the place of those suggested."""
    options = ("--times", "4", "--per", "all", "--minutes", "15", "--stage", "0", "--on", "2026-05-04")
    assert run("--file", made, "homework", "assign", "back-and-arms", *options).code == 0
    (assigned,) = reopened().assignments.list()
    content = assigned.content
    assert (content.wanted, content.per, content.minutes) == (4, Per.IN_ALL, 15)
    assert (content.stage, content.assigned_on) == (Stage.PREPARATION, dt.date(2026, 5, 4))


def test_assign_from_scratch(made: Path, reopened: Reopened) -> None:
    """Without a terminal, what to do comes from standard input, to the character."""
    text = "Größer als\n\n  erwartet 🌿 שלום"
    ended = run(
        "--file", made, "homework", "assign", "--from-scratch", "exp", "--times", "2", stdin=f"{text}\n".encode()
    )
    (assigned,) = reopened().assignments.list()
    assert (ended.code, ended.text) == (0, f"{assigned.id}\n")
    assert assigned.content == Assignment(
        kind=Kind.EXPERIMENTATION, instructions=text, wanted=2, assigned_on=TODAY, state_since=TODAY
    )


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "words"),
    [
        ((), b"", 2, "It takes either an exercise or --from-scratch KIND."),
        (("hands-first", "--from-scratch", "edu"), b"", 2, "It takes either an exercise or"),
        (("--from-scratch", "walking"), b"text", 2, "There is no such kind."),
        (("--from-scratch", "edu"), b" \n", 2, "There is no text to keep, so nothing was assigned."),
        (("--from-scratch", "edu"), b"\xff", 2, "not valid UTF-8"),
        (("--from-scratch", "edu", "--stage", "1"), b"text", 2, "Only sensate focus has stages."),
        (("body-scan", "--stage", "1"), b"", 2, "Only sensate focus has stages."),
        (("no-such-exercise",), b"", 1, "No exercise has this id."),
        (("hands-first", "--on", "someday"), b"", 2, "That date can't be read."),
        (("hands-first", "--times", "0"), b"", 2, "The value of --times can't be used."),
        (("hands-first", "--times", "9" * 30), b"", 2, "The value of --times can't be used."),
        (("hands-first", "--per", "month"), b"", 2, "The value of --per can't be used."),
        (("hands-first", "--session", "0000"), b"", 1, "No session has an id that ends like this."),
    ],
)
def test_assign_refused(
    made: Path, reopened: Reopened, arguments: tuple[str, ...], stdin: bytes, code: int, words: str
) -> None:
    """What can't be assigned says why, with a hint, and leaves nothing behind."""
    ended = run("--file", made, "homework", "assign", *arguments, stdin=stdin)
    assert (ended.code, ended.out) == (code, b"")
    assert ended.err.startswith("journal: error: ") and words in ended.err
    assert "\njournal: hint: " in ended.err and "walking" not in ended.err
    assert reopened().assignments.list() == ()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_assign_at_the_ends_of_time(made: Path, day: str) -> None:
    """Any date that there is can be chosen."""
    assert run("--file", made, "homework", "assign", "hands-first", "--on", day).code == 0
    assert run("--file", made, "homework", "list").code == 0


def test_assign_from_a_session(path: Path, vault: Vault, reopened: Reopened) -> None:
    """It is noted as from the latest session of two weeks, from the one that is named, or from none."""
    late, early = (
        vault.sessions.add(TherapySession(date=TODAY - dt.timedelta(days=days), time=dt.time(9))) for days in (3, 14)
    )
    vault.sessions.add(TherapySession(date=TODAY + dt.timedelta(days=4)))
    old = vault.sessions.add(TherapySession(date=TODAY - dt.timedelta(days=60)))
    for options, expected in (
        ((), late.id),
        (("--session", old.id[-8:]), old.id),
        (("--session", "none"), ""),
        (("--on", "-4"), early.id),
        (("--on", "-30"), ""),
    ):
        ended = run("--file", path, "homework", "assign", "body-scan", *options)
        assert vault.assignments.get(ended.text.strip()).content.session == expected
        assert ("from the session of" in ended.err) == bool(expected)


def test_assign_asks(talk: Start, made: Path, reopened: Reopened) -> None:
    """On a terminal it asks for what only the person can say; each can be skipped, and all of them."""
    one = begin(talk, made, "homework", "assign", "hands-first")
    one.answer("If I start putting it off, I will", "Put the phone away", "and sit down", ".")
    one.answer("Confidence, 0 to 10", "11", "7")
    one.hear("Assigned.")
    assert one.end() == 0
    two = begin(talk, made, "homework", "assign", "body-scan")
    two.answer("If I start putting it off, I will", "")
    two.answer("Confidence, 0 to 10", "")
    two.hear("Assigned.")
    vault = reopened()
    asked, skipped = (one.content for one in vault.assignments.list())
    assert (asked.if_then, asked.confidence) == ("Put the phone away\nand sit down", 7)
    assert (skipped.if_then, skipped.confidence, skipped.title) == ("", None, "Body scan")
    assert vault.drafts.list() == ()


def test_assign_from_scratch_asks(talk: Start, made: Path, reopened: Reopened) -> None:
    """From scratch it asks for every field that wasn't given, and offers the open stages alone."""
    one = begin(talk, made, "homework", "assign", "--from-scratch", "sens", "--minutes", "10")
    one.answer("Title", "Hands, slowly")
    one.answer("What to do", "Sit down.", ".")
    one.answer("Why it matters", "")
    one.answer("How many times", "2")
    one.answer("Counted", "a week")
    one.answer("With whom", "p")
    one.answer("If I start putting it off", "")
    one.answer("Confidence", "")
    one.hear("Stage")
    offered = one.hear("> ")
    assert "0 preparation   1 non-sexual touch" in offered and "2 genitals" not in offered
    one.say("2")
    one.hear("That is none of these.")
    one.hear("> ")
    one.say("1")
    one.answer("Rules agreed", "y")
    one.answer("Areas off limits", "")
    one.answer("Intercourse", "1")
    one.answer("Talk", ".")
    one.hear("Assigned.")
    (assigned,) = reopened().assignments.list()
    assert assigned.content.stage is Stage.NON_SEXUAL and assigned.content.rules.intercourse is not None
    assert (assigned.content.title, assigned.content.wanted, assigned.content.minutes) == ("Hands, slowly", 2, 10)


def test_assign_interrupted(talk: Start, made: Path, reopened: Reopened) -> None:
    """Ctrl-C keeps what was typed as a draft of homework, and assigns nothing."""
    one = begin(talk, made, "homework", "assign", "hands-first")
    one.answer("If I start putting it off", "A whole line")
    one.hear("> ")
    one.type("and half")
    one.hear("and half")
    one.type("\x03")
    one.hear("kept as a draft. Open journal to go on with it.")
    assert one.end() == 130
    vault = reopened()
    (draft,) = vault.drafts.list()
    assert isinstance(draft.content, Assignment)
    assert (draft.content.if_then, draft.content.title) == ("A whole line\nand half", "Hands first")
    assert vault.assignments.list() == ()


def test_nothing_from_scratch(talk: Start, made: Path, reopened: Reopened) -> None:
    """From scratch with nothing answered, nothing is assigned."""
    one = begin(talk, made, "homework", "assign", "--from-scratch", "edu")
    one.answer("Title", ".")
    one.hear("Nothing was answered, so nothing was saved.")
    assert one.end() == 2
    assert reopened().assignments.list() == ()


@pytest.mark.parametrize(("options", "state"), [((), State.FINISHED), (("--as", "dropped"), State.DROPPED)])
def test_finish(
    path: Path, vault: Vault, some: dict[str, Record[Assignment]], options: tuple[str, ...], state: State
) -> None:
    """It ends, finished or dropped, with the day; its entries stay. A second time changes nothing, and says so."""
    practice(vault, some["older"], TODAY, Outcome.DONE)
    ended = run("--file", path, "homework", "finish", some["older"].id[-8:], *options)
    assert (ended.code, ended.out) == (0, b"")
    assert ended.err == f"It is {state.label}. It can be taken up again in the app.\n"
    record = vault.assignments.get(some["older"].id)
    assert (record.content.state, record.content.state_since) == (state, TODAY)
    assert vault.entries.count() == 1
    again = run("--file", path, "homework", "finish", some["older"].id, *options)
    assert (again.code, again.err) == (0, f"It is {state.label} already.\n")
    assert vault.assignments.get(some["older"].id).version == record.version


def test_finish_beyond_the_gate(path: Path, vault: Vault) -> None:
    """What was assigned at a stage can be finished though the agreement was taken back."""
    agreement = vault.agreements.add(StageAgreement(stage=Stage.GENITALS_INCLUDED, agreed_on=dt.date(2026, 5, 1)))
    one = vault.assignments.add(Assignment(title="Open", stage=Stage.GENITALS_INCLUDED))
    vault.agreements.edit(agreement.id, replace(agreement.content, withdrawn_on=dt.date(2026, 5, 2)))
    assert run("--file", path, "homework", "finish", one.id).code == 0


@pytest.mark.parametrize("typed", ["00000000", "zz", "abc", "0", "", "%", "0" * 36])
def test_no_such_homework(path: Path, some: dict[str, Record[Assignment]], typed: str) -> None:
    """An id that nothing has, or too short a part of one, is an error with a hint, and finishes nothing."""
    for command in (("homework", "finish", typed), ("log", "--homework", typed)):
        ended = run("--file", path, *command, stdin=b"text")
        assert (ended.code, ended.out) == (1, b"")
        assert "No homework has an id that ends like this." in ended.err
        assert "journal: hint: journal homework list --all shows the ids." in ended.err


def test_show(path: Path, vault: Vault) -> None:
    """`show` has all of an assignment: fields, state, progress, safety notes in full, changes, and what was done."""
    session = vault.sessions.add(TherapySession(date=dt.date(2026, 5, 1)))
    one = vault.assignments.add(
        Assignment(
            title="Hands first", kind=Kind.SENSATE_FOCUS, instructions="Slowly.", wanted=2, exercise="hands-first",
            session=session.id, state=State.PAUSED, state_since=dt.date(2026, 5, 9),
            adaptations=(Adaptation(on=dt.date(2026, 5, 8), change=Change.EASIER, why="Tired.", instructions="Fast."),),
        )
    )  # fmt: skip
    entry = practice(vault, one, dt.date(2026, 5, 4), Outcome.PARTLY)
    ended = run("--file", path, "show", one.id[-8:])
    assert (ended.code, ended.err) == (0, "")
    rows = ended.text.splitlines()
    for row in (
        "Homework", "Title: Hands first", "What to do", "Slowly.", "State: paused since Sat 9 May 2026",
        "So far: 1 in all", f"From the session: Fri 1 May 2026 ({session.id})",
        "Changed on Fri 8 May 2026, easier",
        "Why: Tired.", "Before: Fast.", f"{entry[-8:]}  2026-05-04  partly", f"Id: {one.id}",
    ):  # fmt: skip
        assert row in rows
    words = " ".join(ended.text.split())
    for code in library().exercises["hands-first"].safety:
        assert " ".join(library().safety[code].split()) in words
    document = json.loads(run("--file", path, "show", one.id, "--json").out)
    assert (document["type"], document["id"], document["content"]["title"]) == ("assignment", one.id, "Hands first")


def test_what_waits_is_folded_away(path: Path, vault: Vault) -> None:
    """After the agreement was taken back no command tells how it is done, each says why, and it can still be logged."""
    agreement = vault.agreements.add(StageAgreement(stage=Stage.GENITALS_INCLUDED, agreed_on=dt.date(2026, 5, 1)))
    steps = "zanthoxylum"
    change = Adaptation(on=dt.date(2026, 5, 1), what=steps, instructions=steps)
    one = vault.assignments.add(
        Assignment(
            title="Open",
            kind=Kind.SENSATE_FOCUS,
            stage=Stage.GENITALS_INCLUDED,
            exercise="touching-together",
            instructions=steps,
            easier=steps,
            adaptations=(change,),
        )
    )
    assert steps in run("--file", path, "show", one.id).text
    vault.agreements.edit(agreement.id, replace(agreement.content, withdrawn_on=dt.date(2026, 5, 2)))
    shown = run("--file", path, "show", one.id)
    assert shown.code == 0 and steps not in shown.text and "Title: Open" in shown.text
    assert "What to do is folded away. Stage 2 waits" in shown.text
    words = " ".join(shown.text.split())
    for code in library().exercises["touching-together"].safety:
        assert " ".join(library().safety[code].split()) in words
    for command in (("show", one.id, "--json"), ("homework", "list", "--all", "--json")):
        ended = run("--file", path, *command)
        assert ended.code == 0 and steps not in ended.text and '"title":"Open"' in ended.text
        assert "What to do is left out" in ended.err
    assert run("--file", path, "log", "--homework", one.id, stdin=b"it was before that").code == 0


def test_log_for_homework(path: Path, vault: Vault, some: dict[str, Record[Assignment]]) -> None:
    """An entry that is logged for homework links to it and begins with what is known; the kind may be left out."""
    ended = run("--file", path, "log", "--homework", some["newer"].id[-8:], stdin=b"It was heard.")
    assert (ended.code, ended.err) == (0, "Saved.\n")
    content = vault.entries.get(ended.text.strip()).content
    assert content.assignment == some["newer"].id
    assert (content.topic, content.details) == ("One small request", Communication(skill="One small request"))
    other = run("--file", path, "log", "reflection", "--homework", some["newer"].id, stdin=b"Thoughts.")
    content = vault.entries.get(other.text.strip()).content
    assert (content.kind, content.assignment) == (Kind.REFLECTION, some["newer"].id)
    assert "2 so far" in run("--file", path, "homework", "list").text
    shown = run("--file", path, "show", other.text.strip()).text
    assert f"Homework: One small request ({some['newer'].id})" in shown.splitlines()


def test_entry_of_homework_that_is_gone(path: Path, vault: Vault, some: dict[str, Record[Assignment]]) -> None:
    """An entry of homework that is in the trash shows its id alone."""
    entry = practice(vault, some["newer"], TODAY, None)
    vault.assignments.remove(some["newer"].id)
    assert f"Homework: ({some['newer'].id})" in run("--file", path, "show", entry).text.splitlines()


def test_log_asks_what_the_homework_says(talk: Start, path: Path, vault: Vault) -> None:
    """On a terminal what is known is shown and kept by Enter; it asks what the exercise rates, and one's own scales."""
    vault.own_exercises.add(Exercise(title="Mine", kind=Kind.EDUCATION, rate=(Rated.CONFIDENCE, Rated.USEFULNESS)))
    (mine,) = vault.own_exercises.list()
    scale = vault.own_scales.add(OwnScale(name="Ease [/x]", highest=5, moments=(Moment.BEFORE,)))
    assignment = vault.assignments.add(Assignment(title="Mine", kind=Kind.EDUCATION, mode=Mode.SOLO, exercise=mine.id))
    one = begin(talk, path, "log", "--homework", assignment.id)
    one.hear("With whom")
    assert "Now: solo" in one.hear("> ")
    one.say()
    for label in ("People", "How it went", "Minutes in all", "What got in the way", "Topic label", "Notes", "Tags"):
        one.answer(f"\n{label}", "")
    for label in ("Raise with my therapist", "Resource", "Type", "Portion", "Takeaway", "What I believed"):
        one.answer(f"\n{label}", "")
    for label in ("What I believe now", "Question", "Usefulness", "Difficulty"):
        one.answer(f"\n{label}", "")
    one.answer("\nConfidence", "8")
    one.answer("\nMy own scales", "y")
    one.answer("\nEase [/x], before", "4")
    one.answer("What may your therapist see", "")
    one.hear("Saved.")
    assert one.end() == 0
    (entry,) = vault.entries.each()
    assert (entry.content.mode, entry.content.assignment) == (Mode.SOLO, assignment.id)
    assert entry.content.ratings == (
        Rating("confidence", Moment.ONCE, 8), Rating(scale.id, Moment.BEFORE, 4)
    )  # fmt: skip
    assert "Ease [/x]: before 4 (0 lowest, 5 highest)" in run("--file", path, "show", entry.id).text.splitlines()


def test_what_is_offered_after_a_stop(talk: Start, made: Path) -> None:
    """After a stop it offers quietly what may help, once, and suggests nothing further."""
    one = begin(talk, made, "log", "sensate")
    one.answer("With whom", "")
    one.answer("People", "")
    one.answer("How it went", "stopped early")
    one.answer("Minutes in all", ".")
    one.hear("Saved.")
    one.hear(
        "If it helps: raise it with your therapist, take an earlier or an easier exercise, or open the support page"
    )
    assert one.end() == 0
    two = begin(talk, made, "log", "sensate")
    two.answer("With whom", "")
    two.answer("People", "")
    two.answer("How it went", "done")
    two.answer("Minutes in all", ".")
    two.hear("Saved.")
    assert two.end() == 0
    assert "If it helps" not in two.seen


def test_prefilled_focus(path: Path, vault: Vault) -> None:
    """An entry of sensate-focus homework begins with its stage and its rules."""
    rules = RuleSet(turn_length=10, stop_signal="amber")
    one = vault.assignments.add(Assignment(title="Hands", kind=Kind.SENSATE_FOCUS, stage=Stage.NON_SEXUAL, rules=rules))
    ended = run("--file", path, "log", "--homework", one.id, "--on", "yesterday", stdin=b"Warm.")
    content = vault.entries.get(ended.text.strip()).content
    assert content.details == SensateFocus(stage=Stage.NON_SEXUAL, rules=rules)
    assert (content.text, content.when.date) == ("Warm.", YESTERDAY)
