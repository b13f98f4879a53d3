"""What leaves the journal."""

import datetime as dt
import hashlib
import json
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from journal.model.dates import When
from journal.model.entry import Kind, Sharing, blank
from journal.model.session import TherapySession
from journal.safety.text import UNSAFE
from journal.transfer.reading import read_json
from journal.vault.vault import Vault
from tests.cli.running import Talk, run
from tests.conftest import PASSPHRASE
from tests.hostile import HOSTILE_TEXTS

Start = Callable[..., Talk]
TODAY = dt.datetime.now().astimezone().date()
SUMMARY = f"summary-{TODAY.isoformat()}"


@pytest.fixture
def written(vault: Vault, path: Path) -> Path:
    """A journal with one entry for the therapist, one for a joint session, and one for nobody."""
    for topic, days, sharing in (
        ("For the therapist", 2, Sharing(therapist=frozenset({"topic"}))),
        ("For both of us", 3, Sharing(joint=frozenset({"topic"}))),
        ("For nobody", 4, Sharing()),
        ("For the therapist, long ago", 100, Sharing(therapist=frozenset({"topic"}))),
    ):
        when = When(TODAY - dt.timedelta(days=days), dt.time(21, 0), "UTC")
        vault.entries.add(replace(blank(Kind.COMMUNICATION, when), topic=topic, sharing=sharing))
    return path


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder to export into."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("options", "name", "start"),
    [
        ((), f"{SUMMARY}.md", "# "),
        (("--format", "html"), f"{SUMMARY}.html", "<!doctype html>"),
        (("--format", "txt"), f"{SUMMARY}.txt", "Session summary"),
        (("-o", "page.html"), "page.html", "<!doctype html>"),
        (("-o", "page.HTM"), "page.HTM", "<!doctype html>"),
        (("-o", "page.txt"), "page.txt", "Session summary"),
        (("-o", "page"), "page", "# "),
        (("-o", "page.txt", "--format", "md"), "page.txt", "# "),
    ],
)
def test_summary_to_a_file(written: Path, place: Path, options: tuple[str, ...], name: str, start: str) -> None:
    """The file has a neutral name or the one given, is readable by its owner only, and its place is printed."""
    ended = run("--file", written, "export", "summary", "--plaintext", *options, cwd=place)
    assert (ended.code, ended.text) == (0, f"{name}\n")
    assert "Anyone who has this file can read it." in ended.err
    (file,) = place.iterdir()
    assert file.name == name
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text("utf-8")
    assert text.lower().startswith(start.lower())
    assert "For the therapist" in text
    assert "For nobody" not in text and "For both" not in text and "long ago" not in text


def test_joint(written: Path, place: Path) -> None:
    """A joint page has what was released for a joint session, and nothing else."""
    ended = run("--file", written, "export", "summary", "--plaintext", "--for", "joint", "-o", "-", cwd=place)
    assert ended.code == 0
    assert "For both of us" in ended.text and "For the therapist" not in ended.text
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--since", "-3"), True),
        (("--since", "-2", "--until", "-2"), True),
        (("--until", "-3"), False),
        (("--since", "yesterday"), False),
        (("--until", "-90"), True),
        (("--since", "-29", "--until", "-3"), False),
        (("--since", "0001-01-01", "--until", "9999-12-31"), True),
        (("--until", "0001-01-01"), False),
    ],
)
def test_period(written: Path, place: Path, options: tuple[str, ...], found: bool) -> None:
    """Both days belong to the period; where nothing in it was released no file is made, and it says how to release."""
    ended = run("--file", written, "export", "summary", "--plaintext", *options, cwd=place)
    assert ended.code == (0 if found else 1)
    if not found:
        assert ended.out == b""
        assert "was released for your therapist, so nothing was written" in ended.err
        assert "choose what may be shared" in ended.err
    assert len(list(place.iterdir())) == found


@pytest.mark.parametrize(
    "options", [("--since", "today", "--until", "yesterday"), ("--since", "once"), ("--until", "x")]
)
def test_no_period(written: Path, place: Path, options: tuple[str, ...]) -> None:
    """A period that can't be read or ends before it begins is a usage error, before the passphrase is asked for."""
    ended = run("--file", written, "export", "summary", "--plaintext", *options, cwd=place, passphrase=None)
    assert (ended.code, ended.out) == (2, b"")
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    ("sessions", "options", "topics", "words"),
    [
        ((), (), {"For the therapist"}, "no earlier session is noted, so the last 4 weeks"),
        ((1,), (), set(), "since the last session"),
        ((2, 90), (), {"For the therapist"}, "since the last session"),
        ((0, 101), (), {"For the therapist", "For the therapist, long ago"}, "since the last session"),
        ((-7,), (), {"For the therapist"}, "no earlier session is noted, so the last 4 weeks"),
        (
            (120,),
            ("--since", "last-session", "--until", "-50"),
            {"For the therapist, long ago"},
            "since the last session",
        ),
    ],
)
def test_since_the_last_session(
    written: Path,
    vault: Vault,
    sessions: tuple[int, ...],
    options: tuple[str, ...],
    topics: set[str],
    words: str,
) -> None:
    """A summary begins on the day of the last session, else 28 days up to its end; standard error says which it is."""
    for ago in sessions:
        vault.sessions.add(TherapySession(date=TODAY - dt.timedelta(days=ago)))
    ended = run("--file", written, "export", "summary", "--plaintext", "-o", "-", "--format", "txt", *options)
    assert ended.code == (0 if topics else 1)
    long_ago = "For the therapist, long ago"
    found = {long_ago} if long_ago in ended.text else set()
    found |= {"For the therapist"} if "For the therapist" in ended.text.replace(long_ago, "") else set()
    assert found == topics
    assert ended.err.startswith(f"Period: {words}, ")


@pytest.mark.parametrize("what", ["summary", "data"])
@pytest.mark.parametrize("name", ["n" * 300, f"{'n' * 300}/x.md"])
def test_name_that_is_too_long(written: Path, place: Path, what: str, name: str) -> None:
    """A name that no file may have is refused before the passphrase is asked for."""
    ended = run("--file", written, "export", what, "--plaintext", "-o", name, cwd=place, passphrase=None)
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err.startswith("journal: error: The file of -o can't be used: file name too long.\njournal: hint: ")
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("what", ["summary", "data"])
def test_consent_without_a_terminal(written: Path, place: Path, what: str) -> None:
    """Without a terminal to consent on, it takes --plaintext, for a file and for standard output."""
    for options in ((), ("-o", "-"), ("-o", "page.md")):
        ended = run("--file", written, "export", what, *options, cwd=place)
        assert (ended.code, ended.out) == (2, b"")
        assert "--plaintext consents" in ended.err
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(("typed", "code"), [("plain", 0), ("Plain ", 0), ("", 1), ("yes", 1)])
@pytest.mark.parametrize("what", ["summary", "data"])
def test_consent_by_typing(talk: Start, written: Path, place: Path, what: str, typed: str, code: int) -> None:
    """On a terminal the word plain is the consent, and nothing else is."""
    one = talk("--file", written, "export", what, "-o", place / "page.md")
    one.hear("Passphrase: ")
    one.say(PASSPHRASE)
    one.hear("Type plain to write it all the same: ")
    one.say(typed)
    assert one.end() == code
    assert (place / "page.md").exists() == (code == 0)
    if code:
        assert "Nothing was written." in one.seen
        assert list(place.iterdir()) == []


def test_terminal_as_standard_output(talk: Start, written: Path, tmp_path: Path) -> None:
    """A terminal keeps what it showed, so it takes --plaintext to show it there."""
    (tmp_path / "pass").write_text(PASSPHRASE)
    env = {"JOURNAL_PASSPHRASE_COMMAND": f"cat {tmp_path}/pass"}
    one = talk("--file", written, "export", "summary", "-o", "-", env=env)
    one.hear("Standard output is a terminal")
    assert one.end() == 2
    assert "For the therapist" not in one.seen
    one = talk("--file", written, "export", "summary", "-o", "-", "--plaintext", env=env)
    one.hear("For the therapist")
    assert one.end() == 0


@pytest.mark.parametrize("what", ["summary", "data"])
def test_never_over_another_file(written: Path, place: Path, what: str) -> None:
    """A file that is there stays, unless --force says otherwise; that is said before the passphrase is asked for."""
    taken = place / "page.txt"
    taken.write_text("something else")
    arguments = ("--file", written, "export", what, "--plaintext", "-o", taken)
    ended = run(*arguments, passphrase=None)
    assert (ended.code, ended.out) == (2, b"")
    assert "It was left as it is." in ended.err and "--force" in ended.err
    assert taken.read_text() == "something else"
    assert run(*arguments, "--force").code == 0
    assert "For the therapist" in taken.read_text("utf-8")
    assert stat.S_IMODE(taken.stat().st_mode) == 0o600
    assert list(place.iterdir()) == [taken]


@pytest.mark.parametrize("options", [(), ("--force",)])
def test_no_file_of_that_name(written: Path, place: Path, options: tuple[str, ...]) -> None:
    """A folder and a place in no folder are refused."""
    for target in (place, place / "nowhere" / "page.md"):
        ended = run("--file", written, "export", "summary", "--plaintext", "-o", target, *options)
        assert (ended.code, ended.out) == (2, b"")
    assert list(place.iterdir()) == []


def test_data(written: Path, place: Path, vault: Vault) -> None:
    """The data file is read back to the same entries."""
    ended = run("--file", written, "export", "data", "--format", "json", "--plaintext", cwd=place)
    assert (ended.code, ended.text) == (0, f"data-{TODAY.isoformat()}.json\n")
    (file,) = place.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read_json(file.read_bytes()).entries == tuple(vault.entries.each())
    sent = run("--file", written, "export", "data", "--plaintext", "-o", "-")
    assert json.loads(sent.out)["entries"] == json.loads(file.read_bytes())["entries"]


def sha256(file: Path) -> str:
    """The digest of a file in hex."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_session_it_is_for(written: Path, place: Path, vault: Vault) -> None:
    """A summary is noted with the session that is to come next."""
    for ahead in (9, 2, -2):
        vault.sessions.add(TherapySession(date=TODAY + dt.timedelta(days=ahead)))
    ended = run("--file", written, "export", "summary", "--since", "-9", "--plaintext", "-o", place / "a")
    assert ended.code == 0
    (line,) = vault.shared_copies.list()
    assert vault.sessions.get(line.content.session).content.date == TODAY + dt.timedelta(days=2)


def test_hostile_text_leaves_in_harmless_form(path: Path, vault: Vault) -> None:
    """Whatever form it leaves in, no character of it steers a terminal."""
    when = When(TODAY, None, "UTC")
    for text in HOSTILE_TEXTS:
        sharing = Sharing(therapist=frozenset({"text", "topic"}))
        vault.entries.add(
            replace(blank(Kind.EDUCATION, when), text=text, topic=text.replace("\n", " "), sharing=sharing)
        )
    for options in (
        ("summary",), ("summary", "--format", "html"), ("summary", "--format", "txt"), ("data",),
        ("data", "--format", "csv"), ("data", "--format", "md"),
    ):  # fmt: skip
        ended = run("--file", path, "export", *options, "--plaintext", "-o", "-")
        assert ended.code == 0
        assert not UNSAFE.search(ended.text.replace("\0", "").replace("\r\n", "\n"))  # those of a tar, and of CSV


def test_progress_is_only_for_terminals(written: Path) -> None:
    """Away from a terminal standard error has nothing but messages."""
    assert run("--file", written, "export", "data", "--plaintext", "-o", "-").err == ""
