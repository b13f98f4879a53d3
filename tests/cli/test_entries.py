"""Listing, finding and showing entries."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from rich.cells import cell_len

from journal.cli import documents
from journal.cli.entries import line
from journal.cli.page import whole
from journal.model.codec import from_whole_document, to_document
from journal.model.dates import When
from journal.model.entry import (
    Communication,
    Entry,
    EntryContent,
    Experimentation,
    Kind,
    Mode,
    Outcome,
    Reflection,
    SensateFocus,
    Sharing,
    blank,
)
from journal.model.homework import Assignment
from journal.model.rating import Moment, Rating
from journal.model.sensate_focus import RuleSet, Stage
from journal.model.sensate_focus import Talk as Talking
from journal.safety.text import UNSAFE
from journal.vault.connection import Connection
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.vault import Vault
from tests.cli.running import Talk, run
from tests.conftest import PASSPHRASE
from tests.hostile import HOSTILE_TEXTS
from tests.strategies import contents

WHEN = When(dt.date(2026, 5, 4), dt.time(21, 30), "Europe/Vienna")


def documents_of(vault: Vault) -> list[dict[str, Any]]:
    """What --json should give for every entry, newest first."""
    return [
        {
            "id": entry.id,
            "version": entry.version,
            "created": entry.created.isoformat().replace("+00:00", "Z"),
            "updated": entry.updated.isoformat().replace("+00:00", "Z"),
            "content": to_document(entry.content),
        }
        for entry in vault.entries.each()
    ]


@pytest.fixture
def some(vault: Vault) -> list[Entry]:
    """Three entries, the newest first."""
    focus = replace(
        blank(Kind.SENSATE_FOCUS, WHEN),
        outcome=Outcome.CHANGED_WITH_THERAPIST,
        flagged=True,
        details=SensateFocus(stage=Stage.NON_SEXUAL),
        tags=("evening",),
    )
    asked = replace(
        blank(Kind.COMMUNICATION, replace(WHEN, date=dt.date(2026, 5, 3), time=None)),
        outcome=Outcome.STOPPED_EARLY,
        topic="Asking for slower",
        text="It was heard.",
        mode=Mode.PARTNERED,
        people=("Alex",),
    )
    thought = replace(blank(Kind.REFLECTION, replace(WHEN, date=dt.date(2026, 5, 1))), text="What helped\nthis week")
    return [vault.entries.add(content) for content in (thought, asked, focus)][::-1]


def test_list(path: Path, some: list[Entry]) -> None:
    """A line for each, newest first: the end of the id, when, the kind, how it went, the flag, and a heading."""
    ended = run("--file", path, "list")
    ids = [entry.id[-8:] for entry in some]
    assert ended.text.splitlines() == [
        f"{ids[0]}  2026-05-04 21:30  Sensate focus    changed        * Stage 1 non-sexual touch",
        f"{ids[1]}  2026-05-03        Communication    stopped early    Asking for slower",
        f"{ids[2]}  2026-05-01 21:30  Reflection                        What helped",
    ]
    assert (ended.code, ended.err) == (0, "")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (("kind:comm",), [1]),
        (("tag:evening",), [0]),
        (("with:alex", "outcome:stopped"), [1]),
        (("flagged:yes",), [0]),
        (("after:2026-05-02", "before:3.5.2026"), [1]),
        (("heard",), [1]),
        (("kind:reflection kind:sensate-focus",), [0, 2]),
        (('"this week"',), [2]),
        (("hel*",), [2]),
        ((), [0, 1, 2]),
    ],
)
@pytest.mark.parametrize("command", ["list", "search"])
def test_query(path: Path, some: list[Entry], command: str, query: tuple[str, ...], found: list[int]) -> None:
    """Both take the grammar of the app, as one argument or as many; `search` takes it from standard input too."""
    if command == "search" and not query:
        return
    expected = [some[place].id[-8:] for place in found]
    assert [row[:8] for row in run("--file", path, command, *query).text.splitlines()] == expected
    if command == "search":
        sent = run("--file", path, command, stdin=f"{' '.join(query)}\n".encode())
        assert [row[:8] for row in sent.text.splitlines()] == expected


def test_search_asks(talk: Callable[..., Talk], path: Path, some: list[Entry]) -> None:
    """On a terminal a query that was left out is asked for, so that it stays out of the shell's history."""
    one = talk("--file", path, "search")
    one.hear("Passphrase: ")
    one.say(PASSPHRASE)
    one.hear("Search for: ")
    one.say("heard")
    one.hear("Asking for slower")
    assert one.end() == 0


@pytest.mark.parametrize("query", ["kind:walking", "after:someday", "flagged:perhaps", "kind:"])
@pytest.mark.parametrize("command", ["list", "search"])
def test_query_that_cant_be_read(path: Path, some: list[Entry], command: str, query: str) -> None:
    """A filter that can't be read is a usage error, before the passphrase is asked for."""
    ended = run("--file", path, command, query, passphrase=None)
    assert (ended.code, ended.out) == (2, b"")
    assert "journal: hint: " in ended.err


def test_passphrase_and_query_on_one_descriptor(path: Path, some: list[Entry]) -> None:
    """With --passphrase-fd 0 the query is what follows the passphrase."""
    sent = f"{PASSPHRASE}\nheard\n".encode()
    ended = run("--passphrase-fd", 0, "--file", path, "search", stdin=sent, passphrase=None)
    assert "Asking for slower" in ended.text


@pytest.mark.parametrize("sent", [b"", b"\n", b"  \n"])
def test_nothing_to_search_for(path: Path, some: list[Entry], sent: bytes) -> None:
    """A search for nothing is a usage error, and lists nothing."""
    ended = run("--file", path, "search", stdin=sent)
    assert (ended.code, ended.out) == (2, b"")


def test_query_that_is_no_text(path: Path, some: list[Entry]) -> None:
    """Bytes that are no UTF-8 are refused."""
    assert run("--file", path, "search", stdin=b"\xff\n").code == 2


def test_limit(path: Path, vault: Vault) -> None:
    """--limit is how many at most, 20 if left out; where there are more, standard error says so."""
    for number in range(23):
        vault.entries.add(replace(blank(Kind.EDUCATION, WHEN), text=f"Entry {number}"))
    ended = run("--file", path, "list")
    assert len(ended.text.splitlines()) == 20
    assert ended.err == "There are more; --limit N shows more than 20.\n"
    ended = run("--file", path, "list", "--limit", 23)
    assert (len(ended.text.splitlines()), ended.err) == (23, "")
    assert len(json.loads(run("--file", path, "list", "--limit", 3, "--json").out)) == 3


def test_many(path: Path, vault: Vault) -> None:
    """A list of many pages is whole and in order."""
    with vault.atomic():
        for number in range(450):
            vault.entries.add(replace(blank(Kind.EDUCATION, WHEN), text=f"Entry {number}"))
    rows = run("--file", path, "list", "--limit", 1000).text.splitlines()
    assert [row.rpartition(" ")[2] for row in rows] == [str(number) for number in reversed(range(450))]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("list",), "There is no entry yet. Write the first with: journal log KIND"),
        (("list", "word"), "Nothing was found. There is no entry yet."),
        (("search", "word"), "Nothing was found. There is no entry yet."),
    ],
)
def test_empty_journal(made: Path, arguments: tuple[str, ...], words: str) -> None:
    """An empty list says what to do next, on standard error, and is no failure."""
    ended = run("--file", made, *arguments)
    assert (ended.code, ended.out) == (0, b"")
    assert ended.err.startswith(words)


def test_nothing_found(path: Path, some: list[Entry]) -> None:
    """A search without a result says so, and as JSON it is an empty array."""
    ended = run("--file", path, "search", "zebra")
    assert (ended.code, ended.out) == (0, b"")
    assert ended.err.startswith("Nothing was found. Try")
    ended = run("--file", path, "search", "zebra", "--json")
    assert (ended.code, ended.out, ended.err) == (0, b"[]\n", "")


@pytest.mark.parametrize("columns", [72, 80, 120])
def test_width(talk: Callable[..., Talk], path: Path, vault: Vault, columns: int, tmp_path: Path) -> None:
    """On a terminal no line is wider than it, counted in cells, and no colour is used."""
    headings = ["中文" * 100, "🌿" * 100, "plain words " * 30, "e\u0301" * 200, "short"]
    for heading in headings:
        vault.entries.add(replace(blank(Kind.EXPERIMENTATION, WHEN), details=Experimentation(what=heading)))
    (tmp_path / "pass").write_text(PASSPHRASE)
    env = {"JOURNAL_PASSPHRASE_COMMAND": f"cat {tmp_path}/pass"}
    one = talk("--file", path, "list", columns=columns, env=env)
    assert one.end() == 0
    rows = one.seen.splitlines()
    assert len(rows) == len(headings)
    assert all(cell_len(row) <= columns for row in rows)
    assert "\x1b" not in one.seen
    assert rows[0].endswith("short") and rows[-1].endswith("…")


@given(contents())
def test_any_entry_is_one_harmless_line(content: EntryContent) -> None:
    """Whatever is in an entry, its line is one line, harmless, and no wider than asked for."""
    now = dt.datetime(2026, 5, 17, tzinfo=dt.UTC)
    shown = line(Entry(id="0" * 36, version=1, created=now, updated=now, content=content), 80)
    assert not UNSAFE.search(shown) and "\n" not in shown and "\t" not in shown
    assert cell_len(shown) <= 80


@given(contents())
def test_any_entry_is_a_harmless_page(content: EntryContent) -> None:
    """Whatever is in an entry, the page that shows it steers no terminal, and its JSON is exact."""
    now = dt.datetime(2026, 5, 17, tzinfo=dt.UTC)
    entry = Entry(id="0" * 36, version=1, created=now, updated=now, content=content)
    assert not UNSAFE.search(whole(entry))
    written = documents.one(documents.entry_document(entry))
    assert not UNSAFE.search(written.decode())
    assert from_whole_document(msgspec.json.decode(written)["content"]) == content


def test_show(path: Path, vault: Vault) -> None:
    """Every filled field in reading order with its label, texts in full, and what is shared of them."""
    entry = vault.entries.add(
        EntryContent(
            when=WHEN,
            mode=Mode.PARTNERED,
            people=("Alex",),
            outcome=Outcome.STOPPED_EARLY,
            topic="Stopping",
            text="First line.\n\n  An indented one.",
            tags=("evening",),
            flagged=True,
            ratings=(Rating("tension", Moment.BEFORE, 3), Rating("tension", Moment.AFTER, 2)),
            details=SensateFocus(
                stage=Stage.NON_SEXUAL,
                rules=RuleSet(talk=Talking.SILENT, stop_signal="amber"),
                came_back="By breathing.",
            ),
            sharing=Sharing(therapist=frozenset({"topic", "outcome"})),
        )
    )
    for typed in (entry.id, entry.id[-8:], entry.id[-4:], entry.id.upper()):
        ended = run("--file", path, "show", typed)
        assert (ended.code, ended.err) == (0, "")
        assert (
            ended.text
            == f"""\
Sensate focus
When: Mon 4 May 2026, 21:30
With whom: partnered
People: Alex
How it went: stopped early
Topic label: Stopping
Tension: before 3, after 2 (0 calm, 10 the most I can imagine)
Stage: 1 non-sexual touch

How I came back
By breathing.

Rules in force
Talk: silent
Stop word and gesture: amber

Notes
First line.

  An indented one.

Tags: evening
Raise with my therapist: yes

Shared with my therapist: How it went, Topic label
Shared with a joint session: nothing
Id: {entry.id}
Version: 1
"""
        )


def test_masked(path: Path, vault: Vault, some: list[Entry]) -> None:
    """Where titles are hidden in the app, lists hide them and say so; JSON and `show` have what was written."""
    vault.settings.set(replace(vault.settings.get(), masked=True))
    for command in (("list",), ("search", "heard")):
        ended = run("--file", path, *command)
        assert "·····" in ended.text and "Asking for slower" not in ended.text
        assert ended.err == "Titles are hidden, as in the app. To read them: journal show ID or --json\n"
        ended = run("--file", path, *command, "--json")
        assert ended.err == "" and "Asking for slower" in ended.text
    assert "Asking for slower" in run("--file", path, "show", some[1].id).text
    assert run("--file", path, "search", "zebra").err.startswith("Nothing was found.")


def test_show_tells_kinds_apart(path: Path, vault: Vault, some: list[Entry]) -> None:
    """An id that ends like that of an entry and that of homework shows neither, and more of it shows the one."""
    ending = some[0].id[-4:]
    homework = vault.assignments.add(Assignment(title="Alike"))
    connection = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
    alike = homework.id[:-4] + ending
    connection.run("UPDATE record SET id = ? WHERE id = ?", (alike, homework.id))
    connection.close()
    ended = run("--file", path, "show", ending)
    assert (ended.code, ended.out) == (1, b"")
    assert "More than one thing has an id that ends like this." in ended.err and "Give more of it." in ended.err
    assert "Title: Alike" in run("--file", path, "show", alike[-12:]).text
    assert run("--file", path, "show", some[0].id[-12:]).text.startswith("Sensate focus")


def test_rehearsal_is_shown_and_never_shared(path: Path, vault: Vault) -> None:
    """What may never leave can be read here like everything else."""
    content = EntryContent(when=WHEN, details=Communication(rehearsal="Words to try out"))
    entry = vault.entries.add(content)
    assert "Words to try out" in run("--file", path, "show", entry.id).text


@pytest.mark.parametrize("typed", ["00000000", "zz", "abc", "", "%", "0" * 36])
def test_no_such_entry(path: Path, some: list[Entry], typed: str) -> None:
    """An id that nothing has, or too short a part of one, is an error with a hint."""
    ended = run("--file", path, "show", typed)
    assert (ended.code, ended.out) == (1, b"")
    assert "journal: hint: journal list shows" in ended.err


def test_json_is_exact(path: Path, vault: Vault) -> None:
    """--json gives the documents as they are kept, whatever is in them, in harmless form."""
    for text in HOSTILE_TEXTS:
        content = replace(
            blank(Kind.REFLECTION, WHEN), text=text, topic=text.replace("\n", " "), details=Reflection(prompt=text)
        )
        vault.entries.add(content)
    expected = documents_of(vault)
    for command in (("list", "--limit", 1000), ("search", "kind:reflection", "--limit", 1000)):
        ended = run("--file", path, *command, "--json")
        assert (ended.code, ended.err) == (0, "")
        assert json.loads(ended.out) == expected
        assert not UNSAFE.search(ended.text)
    for document in expected[::9]:
        ended = run("--file", path, "show", document["id"][-8:], "--json")
        assert json.loads(ended.out) == document
        assert not UNSAFE.search(ended.text)


def test_hostile_text_is_harmless_everywhere(path: Path, vault: Vault) -> None:
    """In lists and pages no character of the text steers the terminal."""
    for text in HOSTILE_TEXTS:
        vault.entries.add(replace(blank(Kind.COMMUNICATION, WHEN), text=text, details=Communication(skill=text)))
    listed = run("--file", path, "list", "--limit", 1000).text
    assert len(listed.splitlines()) == len(HOSTILE_TEXTS)
    assert not UNSAFE.search(listed)
    everything = vault.entries.add(replace(blank(Kind.COMMUNICATION, WHEN), text="\n".join(HOSTILE_TEXTS)))
    shown = run("--file", path, "show", everything.id).text
    assert not UNSAFE.search(shown) and "[@click=app.quit]x[/]" in shown


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "en_US.ISO-8859-1"])
def test_any_locale(path: Path, vault: Vault, locale: str) -> None:
    """Lists and JSON come out whole in every locale."""
    vault.entries.add(replace(blank(Kind.EDUCATION, WHEN), topic="Nähe 中文 🌿"))
    env = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert run("--file", path, "list", env=env).code == 0
    assert json.loads(run("--file", path, "list", "--json", env=env).out)[0]["content"]["topic"] == "Nähe 中文 🌿"
