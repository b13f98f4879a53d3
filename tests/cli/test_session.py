"""Sessions and the agenda on the command line."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from journal.model.dates import When, short_date
from journal.model.entry import Kind, blank
from journal.model.homework import Assignment
from journal.model.session import AgendaItem, AgendaKind, Pace, TherapySession
from journal.safety.text import UNSAFE
from journal.vault.vault import Vault
from tests.cli.running import Talk, run
from tests.conftest import PASSPHRASE
from tests.hostile import HOSTILE_TEXTS

Start = Callable[..., Talk]
Reopened = Callable[[], Vault]
TODAY = dt.datetime.now().astimezone().date()


def day(ahead: int) -> dt.date:
    """So many days from today."""
    return TODAY + dt.timedelta(days=ahead)


def begin(talk: Start, path: Path, *arguments: object) -> Talk:
    """Starts a command on a terminal and gives the passphrase."""
    one = talk("--file", path, *arguments)
    one.hear("Passphrase: ")
    one.say(PASSPHRASE)
    return one


@pytest.mark.parametrize(
    ("options", "stdin", "expected"),
    [
        (("--on", "-3", "--at", "3pm"), "Größe\n 🌿 שלום\n", (day(-3), dt.time(15), "Größe\n 🌿 שלום")),
        (("--on", "-3"), "", (day(-3), None, "")),
        ((), "What stayed", (TODAY, None, "What stayed")),
        (("--on", "+7", "--at", "9:30"), "", (day(7), dt.time(9, 30), "")),
    ],
)
def test_add(
    made: Path, reopened: Reopened, options: tuple[str, ...], stdin: str, expected: tuple[dt.date, dt.time | None, str]
) -> None:
    """A session is added with its day, time and notes; its id is all that standard output gets."""
    ended = run("--file", made, "session", "add", *options, stdin=stdin.encode())
    (session,) = reopened().sessions.list()
    said = short_date(expected[0]) + (f", {expected[1]:%H:%M}" if expected[1] else "")
    assert (ended.code, ended.text, ended.err) == (0, f"{session.id}\n", f"Saved: {said}.\n")
    assert session.content == TherapySession(date=expected[0], time=expected[1], notes=expected[2])


def test_one_to_come_reads_no_notes(made: Path, reopened: Reopened) -> None:
    """A session that is still to come has no notes yet, so nothing is read for it."""
    assert run("--file", made, "session", "add", "--on", "tomorrow", stdin=b"text").code == 0
    (session,) = reopened().sessions.list()
    assert session.content.notes == ""


@pytest.mark.parametrize(
    ("options", "stdin", "words"),
    [
        (("--on", "someday"), b"", "That date can't be read."),
        (("--at", "late"), b"", "That time can't be read."),
        ((), b"\xff", "The text is not valid UTF-8"),
    ],
)
def test_add_refused(made: Path, reopened: Reopened, options: tuple[str, ...], stdin: bytes, words: str) -> None:
    """What can't be read is a usage error, and nothing is added."""
    ended = run("--file", made, "session", "add", *options, stdin=stdin)
    assert (ended.code, ended.out) == (2, b"")
    assert words in ended.err and "\njournal: hint: " in ended.err
    assert reopened().sessions.list() == ()


def test_add_asks(talk: Start, made: Path, reopened: Reopened) -> None:
    """On a terminal it asks who attended and the like; what was said is asked for only once it was."""
    one = begin(talk, made, "session", "add", "--on", "yesterday")
    one.answer("Time", "late", "3pm")
    one.answer("Who attended", "Alex, Dr Weber")
    one.answer("Hard to say aloud", "")
    one.answer("Notes", "Said a lot", ".")
    one.answer("The pace was", "2")
    one.hear("Saved: ")
    assert one.end() == 0
    two = begin(talk, made, "session", "add", "--on", "+7", "--at", "15:00")
    two.answer("Who attended", "")
    two.answer("Hard to say aloud", "Something", ".")
    two.hear("Saved: ")
    assert two.end() == 0
    past, coming = (one.content for one in reopened().sessions.list())
    assert past == TherapySession(
        date=day(-1), time=dt.time(15), attended=("Alex", "Dr Weber"), notes="Said a lot", pace=Pace.ABOUT_RIGHT
    )
    assert coming == TherapySession(date=day(7), time=dt.time(15), hard_to_say="Something")


def test_add_with_nothing_answered(talk: Start, made: Path, reopened: Reopened) -> None:
    """The day alone is enough."""
    one = begin(talk, made, "session", "add", "--on", "+7")
    one.answer("Time", ".")
    one.hear("Saved: ")
    assert one.end() == 0
    assert reopened().sessions.list()[0].content == TherapySession(date=day(7))


def test_add_interrupted(talk: Start, made: Path, reopened: Reopened) -> None:
    """Ctrl-C keeps what was typed as a draft of a session."""
    one = begin(talk, made, "session", "add")
    one.answer("Time", "3pm")
    one.hear("> ")
    one.type("Alex")
    one.hear("Alex")
    one.type("\x03")
    one.hear("kept as a draft.")
    assert one.end() == 130
    vault = reopened()
    (draft,) = vault.drafts.list()
    assert draft.content == TherapySession(date=TODAY, time=dt.time(15), attended=("Alex",))
    assert vault.sessions.list() == ()


@pytest.fixture
def sessions(vault: Vault) -> dict[str, str]:
    """The ids of four sessions: one long ago, one lately, one of today, and one to come."""
    given = {
        "old": TherapySession(date=day(-30), notes="First words\nand more", attended=("Alex", "Dr Weber")),
        "late": TherapySession(date=day(-3), time=dt.time(9)),
        "today": TherapySession(date=TODAY),
        "next": TherapySession(date=day(7), hard_to_say="What is hard"),
    }
    return {name: vault.sessions.add(content).id for name, content in given.items()}


def test_list(path: Path, sessions: dict[str, str]) -> None:
    """The latest first: the end of the id, when, whether it is to come, who attended, and the first words."""
    ended = run("--file", path, "session", "list")
    assert ended.text.splitlines() == [
        f"{sessions['next'][-8:]}  {day(7)}        to come",
        f"{sessions['today'][-8:]}  {TODAY}        to come",
        f"{sessions['late'][-8:]}  {day(-3)} 09:00",
        f"{sessions['old'][-8:]}  {day(-30)}                 Alex, Dr Weber: First words",
    ]
    assert (ended.code, ended.err) == (0, "")


def test_one_of_today_that_was(path: Path, vault: Vault) -> None:
    """Once it was written up, it isn't to come any more, and the agenda is that of the one after it."""
    later = vault.sessions.add(TherapySession(date=day(7), time=dt.time(15)))
    held = vault.sessions.add(TherapySession(date=TODAY, notes="We stay at this stage."))
    assert run("--file", path, "session", "list").text.splitlines() == [
        f"{later.id[-8:]}  {day(7)} 15:00  to come",
        f"{held.id[-8:]}  {TODAY}                 We stay at this stage.",
    ]
    head = run("--file", path, "session", "agenda").text.splitlines()[0]
    assert head == f"Next session: {short_date(day(7))}, 15:00"


def test_list_as_json(path: Path, sessions: dict[str, str]) -> None:
    """--json has every field."""
    listed = json.loads(run("--file", path, "session", "list", "--json").out)
    assert [one["id"] for one in listed] == [sessions[name] for name in ("next", "today", "late", "old")]
    assert set(listed[0]) == {"id", "version", "created", "updated", "type", "content"}
    assert listed[3]["content"] == {
        "date": day(-30).isoformat(), "notes": "First words\nand more", "attended": ["Alex", "Dr Weber"]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("command", "words"), [("list", "There is no session yet."), ("agenda", "Nothing is on the agenda yet.")]
)
def test_none(made: Path, command: str, words: str) -> None:
    """Where there is nothing, it says what to do next, on standard error."""
    ended = run("--file", made, "session", command)
    assert (ended.code, ended.out) == (0, b"")
    assert ended.err.startswith(words)


def test_none_as_json(made: Path) -> None:
    """As JSON, nothing is an empty array, and an agenda without anything."""
    assert run("--file", made, "session", "list", "--json").out == b"[]\n"
    assert json.loads(run("--file", made, "session", "agenda", "--json").out) == {"session": None, "items": []}


@pytest.fixture
def agenda(vault: Vault, sessions: dict[str, str]) -> dict[str, str]:
    """The ids of what is on the agenda, and of an item and a flagged entry that were talked about."""
    found = {}
    for name, item in {
        "topic": AgendaItem(text="Our rules", kind=AgendaKind.TOPIC),
        "question": AgendaItem(text="Can we stay\nat this stage?", kind=AgendaKind.QUESTION),
        "hard": AgendaItem(text="The worry", kind=AgendaKind.HARD_TO_SAY),
        "top": AgendaItem(text="Putting off", kind=AgendaKind.TOPIC, top=True),
        "done": AgendaItem(text="Talked about", kind=AgendaKind.TOPIC, session=sessions["late"]),
    }.items():
        found[name] = vault.agenda.add(item).id
    for name, topic in (("flagged", "A stop"), ("told", "An old stop")):
        content = replace(blank(Kind.SENSATE_FOCUS, When(day(-5))), topic=topic, flagged=True)
        found[name] = vault.entries.add(content).id
    told = next(line for line in vault.agenda.open_items() if line.key == found["told"])
    vault.agenda.settle([told], sessions["late"])
    return found


def test_agenda(path: Path, agenda: dict[str, str], sessions: dict[str, str]) -> None:
    """The top three first, then questions, topics, what is hard to say, and flagged entries not talked about yet."""
    ended = run("--file", path, "session", "agenda")
    head, *rows = ended.text.splitlines()
    assert head == f"Next session: {short_date(TODAY)}"
    assert rows == [
        f"{agenda['top'][-8:]}  top  topic              Putting off",
        f"{agenda['question'][-8:]}       question           Can we stay at this stage?",
        f"{agenda['topic'][-8:]}       topic              Our rules",
        f"{agenda['hard'][-8:]}       hard to say aloud  The worry",
        f"{agenda['flagged'][-8:]}       flagged entry      A stop",
    ]
    assert (ended.code, ended.err) == (0, "")


def test_agenda_of_the_next_session(path: Path, vault: Vault) -> None:
    """What is hard to say aloud in the next session itself stands on its agenda."""
    session = vault.sessions.add(TherapySession(date=day(2), hard_to_say="What is hard"))
    rows = run("--file", path, "session", "agenda").text.splitlines()
    assert rows[1] == f"{session.id[-8:]}    hard to say aloud  What is hard"
    assert "What is hard" in run("--file", path, "show", session.id[-8:]).text


def test_agenda_as_json(path: Path, agenda: dict[str, str], sessions: dict[str, str]) -> None:
    """--json has the next session, and every line with its text in full and its entry."""
    found = json.loads(run("--file", path, "session", "agenda", "--json").out)
    assert found["session"]["id"] == sessions["today"]
    assert [one["id"] for one in found["items"]] == [agenda[n] for n in ("top", "question", "topic", "hard")] + [None]
    assert found["items"][1] == {
        "id": agenda["question"], "kind": "question", "top": False, "text": "Can we stay\nat this stage?", "entry": None
    }  # fmt: skip
    last = found["items"][-1]
    assert (last["kind"], last["entry"]["id"]) == ("flagged_entry", agenda["flagged"])


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("question", AgendaKind.QUESTION), ("topic", AgendaKind.TOPIC), ("hard-to-say", AgendaKind.HARD_TO_SAY)],
)
def test_agenda_add(made: Path, reopened: Reopened, kind: str, expected: AgendaKind) -> None:
    """The text of a new item comes on standard input, to the character; its id is printed."""
    ended = run("--file", made, "session", "agenda", "--add", kind, stdin="Größe?\n\n  🌿\n".encode())
    (item,) = reopened().agenda.list()
    assert (ended.code, ended.text, ended.err) == (0, f"{item.id}\n", "Saved.\n")
    assert item.content == AgendaItem(text="Größe?\n\n  🌿", kind=expected)


def test_agenda_add_asks(talk: Start, made: Path, reopened: Reopened) -> None:
    """On a terminal the text is asked for, and nothing answered adds nothing."""
    one = begin(talk, made, "session", "agenda", "--add", "question")
    one.answer("What to bring up", "Can we stay?", ".")
    one.hear("Saved.")
    assert one.end() == 0
    two = begin(talk, made, "session", "agenda", "--add", "topic")
    two.answer("What to bring up", "")
    two.hear("Nothing was answered, so nothing was saved.")
    assert two.end() == 2
    (item,) = reopened().agenda.list()
    assert item.content.text == "Can we stay?"


@pytest.mark.parametrize(
    ("options", "stdin", "words"),
    [
        (("--add", "question"), b" \n", "There is no text to keep, so nothing was added."),
        (("--add", "question"), b"\xff", "The text is not valid UTF-8"),
        (("--add", "marker"), b"text", "The value of --add can't be used."),
        (("--add", "topic", "--json"), b"text", "--json doesn't go with --add."),
    ],
)
def test_agenda_add_refused(made: Path, reopened: Reopened, options: tuple[str, ...], stdin: bytes, words: str) -> None:
    """What can't be added says why, with a hint, and nothing is added."""
    ended = run("--file", made, "session", "agenda", *options, stdin=stdin)
    assert (ended.code, ended.out) == (2, b"")
    assert words in ended.err and "\njournal: hint: " in ended.err and "marker" not in ended.err
    assert reopened().agenda.list() == ()


def test_show(path: Path, vault: Vault, agenda: dict[str, str], sessions: dict[str, str]) -> None:
    """`show` has a session in full, with what was talked about and assigned in it, and an item of the agenda."""
    vault.assignments.add(Assignment(title="Hands first", session=sessions["late"]))
    rows = run("--file", path, "show", sessions["late"][-8:]).text.splitlines()
    for row in (
        "Session",
        "Time: 09:00",
        "Talked about",
        "- Talked about",
        "- An old stop",
        "Assigned",
        "- Hands first",
    ):
        assert row in rows
    rows = run("--file", path, "show", agenda["question"][-8:]).text.splitlines()
    for row in ("Agenda", "Can we stay", "at this stage?", "It is a: question", f"Id: {agenda['question']}"):
        assert row in rows
    document = json.loads(run("--file", path, "show", sessions["old"], "--json").out)
    assert (document["type"], document["content"]["attended"]) == ("session", ["Alex", "Dr Weber"])


def test_masked(path: Path, vault: Vault, agenda: dict[str, str]) -> None:
    """Where titles are hidden in the app, neither list shows what was written; JSON and `show` do."""
    vault.settings.set(replace(vault.settings.get(), masked=True))
    for command in ("list", "agenda"):
        ended = run("--file", path, "session", command)
        assert "·····" in ended.text and "Titles are hidden" in ended.err
        for words in ("Alex", "First", "Putting off", "A stop", "Our rules"):
            assert words not in ended.text
    assert "Putting off" in run("--file", path, "session", "agenda", "--json").text
    assert "Putting off" in run("--file", path, "show", agenda["top"]).text


def test_hostile_text(path: Path, vault: Vault) -> None:
    """Whatever is in sessions and on the agenda, it has a line each and steers no terminal."""
    for text in HOSTILE_TEXTS:
        line = " ".join(text.split()) or "x"
        session = vault.sessions.add(TherapySession(date=day(-1), notes=text, attended=(line,), hard_to_say=text))
        item = vault.agenda.add(AgendaItem(text=text, kind=AgendaKind.QUESTION))
    for command in (("session", "list"), ("session", "agenda")):
        ended = run("--file", path, *command)
        assert len(ended.text.split("\n")) == len(HOSTILE_TEXTS) + 1
        assert not UNSAFE.search(ended.text)
        assert not UNSAFE.search(run("--file", path, *command, "--json").text)
    for shown in (session, item):
        assert not UNSAFE.search(run("--file", path, "show", shown.id).text)


def test_width(talk: Start, path: Path, vault: Vault, tmp_path: Path) -> None:
    """On a terminal no line is wider than it, whatever the text is made of."""
    for text in ("中文" * 100, "🌿" * 100, "plain words " * 30, "שלום " * 60):
        vault.sessions.add(TherapySession(date=day(-1), notes=text, attended=(text,)))
        vault.agenda.add(AgendaItem(text=text, kind=AgendaKind.HARD_TO_SAY))
    (tmp_path / "pass").write_text(PASSPHRASE)
    for command in ("list", "agenda"):
        one = talk(
            "--file", path, "session", command, columns=80, env={"JOURNAL_PASSPHRASE_COMMAND": f"cat {tmp_path}/pass"}
        )
        assert one.end() == 0
        rows = one.seen.splitlines()
        assert len(rows) == 4 and max(map(cell_len, rows)) <= 80 and rows[0].endswith("…")


@pytest.mark.parametrize("when", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_time(made: Path, when: str) -> None:
    """Any date that there is can be chosen and listed."""
    assert run("--file", made, "session", "add", "--on", when).code == 0
    assert when in run("--file", made, "session", "list").text
    assert run("--file", made, "session", "agenda").code == 0
