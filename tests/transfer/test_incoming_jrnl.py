"""Journals of jrnl, made by the real program: every entry, date, tag and star comes in."""

import base64
import datetime as dt
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest

from journal.errors import BadInput
from journal.model.entry import EntryContent, Kind, Sharing
from journal.transfer.incoming.foreign import MOST_TOPIC, STARRED, Gathered, Options
from journal.transfer.incoming.recognising import Format, read, read_folder
from journal.transfer.incoming.whens import Whens
from tests.hostile import HOSTILE_TEXTS

JRNL = Path(sys.executable).with_name("jrnl")
SECRET = "mangrove"


class Jrnl:
    """The program itself, with a configuration in a folder of its own."""

    def __init__(self, folder: Path, timeformat: str = "%F %r") -> None:
        self.file, self.folder = folder / "journal.txt", folder / "days"
        self.folder.mkdir()
        self.file.touch()
        journals = {"default": str(self.file), "days": f"{self.folder}/"}
        plain: dict[str, Any] = {
            "version": "v4.6", "journals": journals, "timeformat": timeformat, "tagsymbols": "#@", "encrypt": False,
            "default_hour": 9, "default_minute": 0, "editor": "", "highlight": False, "linewrap": 79,
            "indent_character": "|", "template": False,
            "colors": dict.fromkeys(("body", "date", "tags", "title"), "none"),
        }  # fmt: skip
        self.config = folder / "jrnl.yaml"
        self.config.write_text("".join(f"{name}: {json.dumps(value)}\n" for name, value in plain.items()))

    def run(self, *arguments: str, text: str = "") -> str:
        """What the program prints."""
        command = [str(JRNL), "--config-file", str(self.config), *arguments]
        ended = subprocess.run(
            command, input=text, capture_output=True, text=True, check=False, env={**os.environ, "TZ": "UTC"}
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout


@pytest.fixture
def jrnl(tmp_path: Path) -> Jrnl:
    """The program with the configuration that it makes at its first start."""
    return Jrnl(tmp_path)


def taken(data: bytes, name: str = "journal.txt", **options: Any) -> list[EntryContent]:
    """What of a file comes in, which has to be recognised as that of jrnl."""
    form, found = read(data, name, None, Options(**options))
    assert form is Format.JRNL and isinstance(found, Gathered)
    return [one.content for one in found.entries]


def told(entry: dict[str, Any]) -> tuple[Any, ...]:
    """What jrnl says of an entry: its date, its words, its tags and its star."""
    tags = {tag.lstrip("#@") for tag in entry["tags"]} - {""}
    words = f"{entry['title']}\n{entry['body']}".split()
    return entry["date"], entry["time"], words, tags | ({STARRED} if entry["starred"] else set())


def kept(content: EntryContent) -> tuple[Any, ...]:
    """The same of an entry here."""
    assert content.when.time and content.kind is Kind.REFLECTION and content.sharing == Sharing()
    words = f"{content.topic}\n{content.text}".split()
    return content.when.date.isoformat(), f"{content.when.time:%H:%M}", words, set(content.tags)


def test_a_journal_typed_into_jrnl(jrnl: Jrnl) -> None:
    """Entries that were typed into the program come in, short titles as topics and the rest as it was."""
    jrnl.run("2026-05-01 21:30: A quiet evening. We talked, @Alex and #walk.\nAnd more.")
    jrnl.run("*2026-05-02 at 9am: Starred one")
    jrnl.run(text="2026-05-03 14:05: Third\nwith [brackets] inside\n[2026] is no date\n\nlast @home/away")
    entries = taken(jrnl.file.read_bytes())
    assert [kept(one) for one in entries] == [told(one) for one in json.loads(jrnl.run("--export", "json"))["entries"]]
    first, second, third = entries
    assert (first.topic, first.text) == ("A quiet evening. We talked, @Alex and #walk.", "And more.")
    assert (second.topic, second.text, second.tags) == ("Starred one", "", (STARRED,))
    assert third.text == "with [brackets] inside\n[2026] is no date\n\nlast @home/away"
    assert third.tags == ("home/away",)


@pytest.mark.parametrize(
    "timeformat", ["%F %r", "%Y-%m-%d %H:%M", "%Y-%m-%d %I:%M %p", "%d.%m.%Y %H:%M", "%d %B %Y %H:%M"]
)
def test_what_jrnl_says_of_its_file_is_what_comes_in(tmp_path: Path, timeformat: str) -> None:
    """A hundred entries of hostile text, in several forms of dates, come in as jrnl tells them."""
    jrnl, chance = Jrnl(tmp_path, timeformat), random.Random(20260501)
    texts = [
        text
        for text in HOSTILE_TEXTS
        if text.strip() and "\r" not in text and "\x85" not in text and "\x1b" not in text
    ]
    rows = []
    for number in range(100):
        first, rest = (chance.choice(texts).replace("\x00", "") for _ in range(2))
        star = " *" if number % 7 == 0 and "\n" not in first and not first.rstrip().endswith("*") else ""
        tags = "".join(f" @tag{n}" for n in range(number % 3))
        at = f"2026-0{1 + number % 9}-{1 + number % 28:02} {chance.randrange(24):02}:{number % 60:02}"
        rows.append(f"[{at}] T{number} {first.strip()}{star}\n{rest}{tags}\n")
    (tmp_path / "made.txt").write_text("\n".join(rows), encoding="utf-8")
    jrnl.run("--import", "--file", str(tmp_path / "made.txt"))
    said = json.loads(jrnl.run("--export", "json"))
    plain = taken(jrnl.file.read_bytes())
    assert len(plain) == 100
    assert [kept(one) for one in plain] == [told(one) for one in said["entries"]]
    assert all(len(one.topic) <= MOST_TOPIC for one in plain)


def ids(found: Gathered) -> list[str]:
    """The ids that entries get here."""
    return [one.id for one in found.entries]


def test_the_same_entry_has_the_same_id_from_everywhere(jrnl: Jrnl) -> None:
    """From the file, the export and a folder of days an entry is the same; two that are alike are both kept."""
    text = "[2026-05-01 09:30] One @a #b\n\n[2026-05-01 09:30] One @a #b\n\n[2026-05-02 21:05] Two *\nmore\n"
    plain = read(text.encode(), "x", None, Options())[1]
    jrnl.file.write_text(text)
    exported = read(jrnl.run("--export", "json").encode(), "x.json", None, Options())[1]
    for line in ("2026-05-01 09:30: One @a #b", "*2026-05-02 21:05: Two\nmore"):
        jrnl.run("days", text=line)
    days = read_folder(jrnl.folder, None, Options())
    assert days[0] is Format.JRNL
    assert isinstance(plain, Gathered) and isinstance(exported, Gathered)
    assert ids(plain) == ids(exported) and len(set(ids(plain))) == 3
    assert ids(days[1]) == [ids(plain)[0], ids(plain)[2]]


def test_an_encrypted_journal_is_refused_with_advice(jrnl: Jrnl) -> None:
    """What jrnl encrypted, now or in its earlier versions, is known as such, and what to do is said."""
    jrnl.run("2026-05-01 21:30: A quiet evening.")
    talk = pexpect.spawn(str(JRNL), ["--config-file", str(jrnl.config), "--encrypt"], encoding="utf-8", timeout=60)
    for answer in ("lantern", "lantern"):
        talk.expect("assword")
        talk.sendline(answer)
    talk.expect("keychain|keyring|encrypted")
    talk.sendline("n")
    talk.expect(pexpect.EOF)
    talk.close()
    present = jrnl.file.read_bytes()
    assert b"evening" not in present
    second = b"gAAAAAB" + base64.urlsafe_b64encode(bytes(range(200)))
    first = bytes(range(128, 256)) + bytes(range(64))
    for data in (present, second, first):
        for wanted in (None, Format.JRNL):
            with pytest.raises(BadInput, match="encrypted") as caught:
                read(data, "journal.txt", wanted, Options())
            assert "jrnl --export json" in caught.value.hint


def test_dates_as_they_are_configured() -> None:
    """Dates of which the month can't be told take their format; a bracket that holds no date is text."""
    data = b"[01/05/2026 9.30 PM] One\n[see there] more\n"
    with pytest.raises(BadInput, match="format of this can't be told"):
        read(data, "x.txt", None, Options())
    (one,) = taken(data, whens=Whens("%d/%m/%Y %I.%M %p"))
    assert (one.when.date.isoformat(), f"{one.when.time}") == ("2026-05-01", "21:30:00")
    assert one.text == "[see there] more"


def test_other_signs_for_tags() -> None:
    """Tags begin with what was configured for them."""
    (one,) = taken(b"[2026-05-01 09:30] One +calm @not\n", tag_symbols="+")
    assert one.tags == ("calm",)


def test_a_journal_of_jrnl_1() -> None:
    """jrnl 1 wrote dates without brackets."""
    one, two = taken(b"2013-06-09 15:39 Title here.\nBody\n\n2013-06-10 09:00 Second *\n")
    assert (one.topic, one.text, two.tags) == ("Title here.", "Body", (STARRED,))


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_edges_of_a_file(line_end: str) -> None:
    """An entry without words, one with a star alone, a byte-order mark, and a long title, which stays in the text."""
    long = "word " * 20
    rows = ("[2026-05-01 09:30]", "[2026-05-02 09:30] *", f"[2026-05-03 09:30] {long}", "rest", "")
    entries = taken("\ufeff".encode() + line_end.join(rows).encode())
    assert [one.topic for one in entries] == ["", "", ""]
    assert entries[1].tags == (STARRED,)
    assert entries[2].text == f"{long.strip()}\nrest"


def test_text_without_a_date() -> None:
    """Text ahead of the first date is refused with its place, or has the date that is named for it."""
    data = f"{SECRET} ahead\n\n[2026-05-01 09:30] One\n".encode()
    with pytest.raises(BadInput, match=r"^Line 1 has no date") as caught:
        read(data, "x.txt", Format.JRNL, Options())
    assert SECRET not in caught.value.message + caught.value.hint
    _, found = read(data, "x.txt", Format.JRNL, Options(date=dt.date(2026, 4, 1)))
    assert isinstance(found, Gathered)
    assert [(one.content.when.date.isoformat(), one.content.topic) for one in found.entries] == [
        ("2026-04-01", f"{SECRET} ahead"),
        ("2026-05-01", "One"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        {"entries": [{"title": SECRET, "body": "", "date": 5}]},
        {"entries": [{"title": SECRET, "body": "", "date": "2026-05-01", "tags": SECRET}]},
        {"entries": [{"title": SECRET, "body": "", "date": SECRET}]},
    ],
)
def test_an_export_that_is_none(content: dict[str, Any]) -> None:
    """An entry that isn't as jrnl exports it is refused by its number, with nothing of what is there."""
    with pytest.raises(BadInput, match=r"^Entry 1 ") as caught:
        read(json.dumps(content).encode(), "x.json", None, Options())
    assert SECRET not in caught.value.message + caught.value.hint
