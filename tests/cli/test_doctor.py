"""The doctor on the command line, and saving what can be read of a damaged journal."""

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from journal.cli.salvaging import told
from journal.vault import schema
from journal.vault.backup.making import create
from journal.vault.connection import Connection
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.page import PAGE_BYTES
from journal.vault.salvage import Salvaged
from journal.vault.salvage.catalogue import catalogue
from journal.vault.vault import Vault
from tests.cli.running import Ended, Talk, run
from tests.conftest import PASSPHRASE
from tests.journals import new_vault
from tests.making import made as entry

OTHER = "another one of several quiet words"


@pytest.fixture
def full(made: Path) -> Path:
    """A journal of many pages."""
    vault = Vault.open(made, PASSPHRASE)
    with vault.atomic():
        for number in range(40):
            vault.entries.add(entry(f"number {number} " * 100, topic="a marked topic"))
    vault.close()
    return made


def doctor(journal: Path, *options: object, passphrase: str | None = PASSPHRASE) -> Ended:
    """`journal doctor`."""
    return run("--file", journal, "doctor", *options, passphrase=passphrase, cwd=journal.parent)


def damage(journal: Path) -> None:
    """Turns a bit of a page in the middle."""
    with journal.open("r+b") as file:
        file.seek(12 * PAGE_BYTES + 40)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 4]))


def test_looking_at_a_journal(full: Path) -> None:
    """Each thing has a line with its level, all that needs it says what to do, and nothing of the journal is said."""
    before = full.read_bytes()
    ended = doctor(full)
    assert ended.code == 0
    assert "good  the file: Every page is as it was written" in ended.text
    assert "good  permissions:" in ended.text
    lines = ended.text.splitlines()
    for number, line in enumerate(lines):
        assert line[:6] in ("good  ", "?     ", "look  ", "BAD   ", "      ")
        if line.startswith(("look", "BAD")):
            assert lines[number + 1].startswith("      -> ")
    assert "marked" not in ended.text + ended.err
    assert full.read_bytes() == before


def test_without_the_passphrase(full: Path) -> None:
    """The file is looked at from outside, and that the rest was left out is said."""
    ended = doctor(full, passphrase=None)
    assert ended.code == 0
    assert "good  permissions:" in ended.text
    assert "?     the file: It was not looked at from inside." in ended.text


def test_as_json(full: Path) -> None:
    """A script gets each finding with its level, what it is about, what was found and what to do."""
    full.chmod(0o644)
    ended = doctor(full, "--json")
    found = {one["about"]: one for one in json.loads(ended.text)}
    assert found["permissions"]["level"] == "bad"
    assert "chmod 600" in found["permissions"]["advice"]
    assert found["the file"] == {
        "level": "good",
        "about": "the file",
        "found": "Every page is as it was written, and its parts fit together.",
        "advice": "",
    }
    assert ended.code == 1


def test_a_damaged_journal(full: Path) -> None:
    """It has an exit code of its own, and the ways to a backup and to salvage."""
    damage(full)
    ended = doctor(full)
    assert ended.code == 13
    assert "BAD   the file: The journal is damaged. 1 page is not as it was written." in ended.text
    assert "journal backup restore" in ended.text and "journal doctor --salvage" in ended.text


def test_a_damaged_start(full: Path) -> None:
    """A journal that no longer opens is told from a wrong passphrase."""
    with full.open("r+b") as file:
        file.seek(100)
        file.write(bytes(50))
    ended = doctor(full)
    assert (ended.code, "BAD   the file:" in ended.text) == (13, True)
    ended = doctor(full, passphrase="another")
    assert (ended.code, "BAD" in ended.text) == (12, False)


def test_a_wrong_passphrase_as_json(full: Path) -> None:
    """What was found from outside is printed all the same."""
    ended = doctor(full, "--json", passphrase="another")
    assert (ended.code, "permissions" in {one["about"] for one in json.loads(ended.text)}) == (12, True)


def test_a_file_of_an_earlier_version(tmp_path: Path) -> None:
    """It is not brought to this one, for nothing is changed; what to do first is said."""
    path = tmp_path / "old.db"
    path.touch(0o600)
    connection = Connection(path, derive_key(PASSPHRASE, bytes(range(16))))
    schema.apply(connection, to=3)
    connection.close()
    before = path.read_bytes()
    ended = doctor(path)
    assert (ended.code, path.read_bytes() == before) == (0, True)
    assert "?     the file: An earlier version of journal made it." in ended.text


def test_a_folder_with_a_name_of_bytes(full: Path) -> None:
    """What is to be typed names the folder as a shell takes it, and a salvaged file is named byte by byte."""
    place = full.parent / "fol\udcff'der" / "journal.db"
    place.parent.mkdir(mode=0o700)
    full.replace(place)
    place.chmod(0o644)
    assert f"chmod 600 $'{full.parent}/fol\\xff\\x27der/journal.db'" in doctor(place).text
    assert json.loads(doctor(place, "--json").text)
    ended = doctor(place, "--salvage")
    assert Path(os.fsdecode(ended.out.removesuffix(b"\n"))).is_file() and "$'" in ended.err


@pytest.mark.parametrize("options", [("-o", "there"), ("--salvage", "--json"), ("--file-number", "0")])
def test_options_that_do_not_go_together(full: Path, options: tuple[str, ...]) -> None:
    """They are refused, and it is said which."""
    ended = doctor(full, *options)
    assert (ended.code, ended.text, "hint" in ended.err) == (2, "", True)


def test_no_journal(tmp_path: Path) -> None:
    """Without a file there is nothing to look at."""
    assert run("--file", tmp_path / "none", "doctor").code == 10


def test_salvage(full: Path) -> None:
    """What can be read comes into a new file with the same passphrase; what didn't is said, the old one stays."""
    damage(full)
    before = full.read_bytes()
    ended = doctor(full, "--salvage")
    assert ended.code == 0
    new = Path(ended.text.strip())
    assert new.parent == full.parent and new.name.startswith("journal-salvaged-")
    assert "Came over:" in ended.err and "1 could not be read" in ended.err and str(new) in ended.err
    assert "marked" not in ended.text + ended.err
    vault = Vault.open(new, PASSPHRASE)
    assert 25 < vault.entries.count() <= 40
    vault.close()
    assert full.read_bytes() == before
    assert doctor(new).code == 0


def test_salvage_to_a_place(full: Path, tmp_path: Path) -> None:
    """A place that is taken is refused, and a wrong passphrase makes nothing."""
    target = tmp_path / "out" / "saved.db"
    assert doctor(full, "--salvage", "-o", target, passphrase="another").code == 12
    assert not target.exists()
    assert doctor(full, "--salvage", "-o", target).code == 0
    content = target.read_bytes()
    assert doctor(full, "--salvage", "-o", target).code == 2
    assert target.read_bytes() == content


@pytest.fixture
def beheaded(full: Path) -> tuple[Path, tuple[str, ...], str]:
    """A journal whose first page is destroyed with its salt, and the words and the number of its sheet."""
    vault = Vault.open(full, PASSPHRASE)
    sheet = vault.recovery_sheet(PASSPHRASE)
    vault.close()
    with full.open("r+b") as file:
        file.write(bytes(PAGE_BYTES))
    return full, sheet.words, sheet.number


def salvage(journal: Path, words: tuple[str, ...], *options: object) -> Ended:
    """Salvages with the words of a sheet, into a file with another passphrase."""
    reading, writing = os.pipe()
    os.write(writing, f"{OTHER}\n".encode())
    os.close(writing)
    options = ("doctor", "--salvage", "--words-fd", 0, "--new-passphrase-fd", reading, *options)
    return run("--file", journal, *options, stdin=" ".join(words).encode(), passphrase=None, inherited=(reading,))


def test_salvage_with_the_sheet(beheaded: tuple[Path, tuple[str, ...], str]) -> None:
    """No passphrase opens any of it; the words and the number do, and the new file has the new passphrase."""
    journal, words, number = beheaded
    before = journal.read_bytes()
    ended = doctor(journal, "--salvage")
    assert (ended.code, "--words-fd" in ended.err, "--file-number" in ended.err) == (12, True, True)
    ended = salvage(journal, words)
    assert (ended.code, "--file-number" in ended.err) == (12, True)
    assert salvage(journal, words[::-1], "--file-number", number).code == 2
    ended = salvage(journal, words, "--file-number", number)
    assert ended.code == 0
    vault = Vault.open(Path(ended.text.strip()), OTHER)
    assert vault.entries.count() == 40
    vault.close()
    assert journal.read_bytes() == before
    assert not any(word in ended.text + ended.err for word in (*words[:2], number))


def test_salvage_with_the_passphrase_and_the_number(beheaded: tuple[Path, tuple[str, ...], str]) -> None:
    """The number stands in for the start of the file where the passphrase is known."""
    journal, _, number = beheaded
    ended = doctor(journal, "--salvage", "--file-number", number)
    assert ended.code == 0
    assert "Came over: 40 entries" in ended.err
    Vault.open(Path(ended.text.strip()), PASSPHRASE).close()


def test_salvage_with_the_passphrase_and_a_backup(full: Path) -> None:
    """A backup beside it has the salt that the file lost, so what is newer than it can be had without a sheet."""
    vault = Vault.open(full, PASSPHRASE)
    create(vault)
    vault.entries.add(entry("newer than the backup"))
    words = vault.recovery_sheet(PASSPHRASE).words
    vault.close()
    with full.open("r+b") as file:
        file.write(bytes(16))
    ended = doctor(full, "--salvage", passphrase="another")
    assert (ended.code, "opens no part" in ended.err) == (12, True)
    assert "Came over: 41 entries" in doctor(full, "--salvage").err
    assert "Came over: 41 entries" in salvage(full, words, "-o", full.with_name("two.db")).err


def test_salvage_with_the_sheet_of_another(full: Path, tmp_path: Path) -> None:
    """It opens nothing, and nothing is left."""
    vault = new_vault(tmp_path / "other.db")
    vault.change_passphrase(PASSPHRASE, OTHER)
    sheet = vault.recovery_sheet(OTHER)
    vault.close()
    before = sorted(full.parent.iterdir())
    ended = salvage(full, sheet.words, "--file-number", sheet.number)
    assert (ended.code, "opens no part" in ended.err) == (12, True)
    assert sorted(full.parent.iterdir()) == before


def test_salvage_on_a_terminal(beheaded: tuple[Path, tuple[str, ...], str]) -> None:
    """The sheet is asked for once the passphrase has opened nothing."""
    journal, words, number = beheaded
    talk = Talk("--file", journal, "doctor", "--salvage", "-o", journal.with_name("new.db"))
    for question, answer in (
        ("Passphrase: ", PASSPHRASE),
        ("Word 1 and on", " ".join(words)),
        ("File number", number),
        ("New passphrase", OTHER),
        ("Again", OTHER),
    ):
        talk.hear(question)
        talk.say(answer)
    assert talk.end() == 0
    talk.close()
    Vault.open(journal.with_name("new.db"), OTHER).close()


def test_what_is_told(full: Path) -> None:
    """One of a kind and many of it, of every table that holds anything of its own, and what is missing."""
    connection = Connection(full, derive_key(PASSPHRASE, read_salt(full)))
    tables = [name for name, table in catalogue(connection).tables.items() if not table.derived]
    connection.close()
    one, many = dict.fromkeys(tables, 1), dict.fromkeys(tables, 2000)
    given = Salvaged(
        counts=one, older=1, missing={"entry": 1}, missing_days=(), unsure=("entry",),
        pages=1, damaged=(1,), lacking=1, unplaced=1,
    )  # fmt: skip
    came, *rest = told(given)
    assert len(re.findall(r"\b1 ", came)) == len(tables) and "1 entry," in came and "1 draft," in came
    assert rest == [
        "Of 1 of them only an earlier version could be read.",
        "Known to be missing: 1 entry.",
        "More may be missing that nothing tells of: entries.",
        "Of 1 page, 1 could not be read.",
        "1 more had been in the file and is gone.",
        "Of 1 page that could be read, nothing tells what is on it.",
    ]
    came, *rest = told(
        replace(given, counts=many, older=2, pages=2000, lacking=2, unplaced=2, missing={}, unsure=(), damaged=())
    )
    assert came.count("2,000 ") == len(tables) and "2,000 entries," in came
    assert rest == [
        "Of 2 of them only earlier versions could be read.",
        "Of 2,000 pages, 0 could not be read.",
        "2 more had been in the file and are gone.",
        "Of 2 pages that could be read, nothing tells what is on them.",
    ]


def test_on_a_terminal(full: Path) -> None:
    """The passphrase is asked for after what needs none; Enter alone leaves the inside out."""
    talk = Talk("--file", full, "doctor")
    talk.hear("to look inside")
    assert "permissions" in talk.seen
    talk.say()
    talk.hear("not looked at from inside")
    assert talk.end() == 0
    talk.close()
