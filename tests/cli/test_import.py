"""What comes in by the command line."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.outgoing.age import encrypted_with
from journal.transfer.data import export_json
from journal.vault.vault import Vault
from tests.cli.running import Ended, Talk, run
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.making import made as written

Start = Callable[..., Talk]
SECRET = "mangrove"
JRNL = f"[2026-05-01 09:30 PM] {SECRET}, a quiet evening *\nWe talked. @calm\n\n[2026-05-02 08:00 AM] A walk\n".encode()
LEFT = "The file is still where it was. Delete it when it is no longer needed, if others could read it.\n"


def brought(made: Path, *arguments: object, stdin: bytes = b"") -> Ended:
    """An import into the journal."""
    return run("--file", made, "import", *arguments, stdin=stdin)


def listed(made: Path) -> list[str]:
    """The topics or texts in the journal, newest first."""
    entries = json.loads(run("--file", made, "list", "--json").out)
    return [entry["content"].get("topic") or entry["content"].get("text", "") for entry in entries]


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    """A file of jrnl."""
    path = tmp_path / "diary.txt"
    path.write_bytes(JRNL)
    return path


def test_a_file_of_another_program(made: Path, diary: Path) -> None:
    """A dry run says what would come in and changes nothing; then it comes in, and a second time it is known."""
    before = hashlib.sha256(made.read_bytes()).hexdigest()
    would = brought(made, diary, "--dry-run")
    assert (would.code, would.text) == (0, "2  entries, 2026-05-01 to 2026-05-02\n")
    assert would.err == "Format: jrnl, recognised.\nThis was a dry run: nothing was changed.\n"
    assert hashlib.sha256(made.read_bytes()).hexdigest() == before
    ended = brought(made, diary)
    assert (ended.code, ended.text, ended.err) == (0, would.text, f"Format: jrnl, recognised.\n{LEFT}")
    assert listed(made) == ["A walk", f"{SECRET}, a quiet evening"]
    again = brought(made, diary, "--format", "jrnl")
    assert (again.code, again.text) == (0, "2  entries: here already\n")
    assert again.err == f"Format: jrnl.\nThere was nothing new in it.\n{LEFT}"


def test_json_of_what_came_in(made: Path, diary: Path) -> None:
    """--json has every count, for programs."""
    said = json.loads(brought(made, diary, "--json").out)
    assert said == {
        "format": "jrnl", "dry_run": False, "counts": {"entries": {"new": 2, "known": 0, "different": 0, "purged": 0}},
        "earlier_versions": 0, "first": "2026-05-01", "last": "2026-05-02", "left_out": {}, "settings": "none",
        "paused": 0, "columns": [],
    }  # fmt: skip


def test_standard_input(made: Path) -> None:
    """- is standard input, also behind the passphrase on the same descriptor."""
    ended = brought(made, "-", stdin=JRNL)
    assert (ended.code, ended.text) == (0, "2  entries, 2026-05-01 to 2026-05-02\n")
    assert LEFT not in ended.err
    both = PASSPHRASE.encode() + b"\n" + JRNL
    ended = run("--file", made, "--passphrase-fd", "0", "import", "-", stdin=both, passphrase=None)
    assert (ended.code, ended.text) == (0, "2  entries: here already\n")


def test_a_table(made: Path, tmp_path: Path) -> None:
    """The dry run of a table shows its columns and where they go, also where the mapping doesn't fit."""
    table = tmp_path / "diary.csv"
    table.write_text(f"Wann,Was,Wetter\x1b[31m\n01/05/2026 21:30,{SECRET},rain\n")
    lost = brought(made, table, "--dry-run")
    assert lost.code == 2 and "No column is known to hold the date" in lost.err and SECRET not in lost.err
    assert lost.text == "column Wann: goes nowhere\ncolumn Was: goes nowhere\ncolumn Wetter␛[31m: goes nowhere\n"
    fits = ("--map", "when=Wann", "--map", "text=was", "--date-format", "%d/%m/%Y %H:%M")
    would = brought(made, table, "--dry-run", *fits)
    assert would.text == (
        "1  entries, 2026-05-01 to 2026-05-01\n1  left out: cells of columns that go nowhere\n"
        "column Wann: when\ncolumn Was: text\ncolumn Wetter␛[31m: goes nowhere\n"
    )
    assert brought(made, table, *fits).code == 0
    assert listed(made) == [SECRET]


def test_data_of_another_journal(made: Path, tmp_path: Path) -> None:
    """Everything of another journal comes in, and the export is the same afterwards."""
    source = new_vault(tmp_path / "source.db", clock=lambda: NOW)
    for text in ("one", "two"):
        source.entries.add(written(text))
    source.drafts.save(written("begun"))
    content = b"".join(export_json(source, NOW))
    source.close()
    (tmp_path / "data.json").write_bytes(content)
    ended = brought(made, tmp_path / "data.json")
    assert (ended.code, ended.text) == (0, "2  entries, 2026-05-04 to 2026-05-04\n1  drafts\n")
    assert ended.err == f"Format: journal's own JSON, recognised.\nThe settings are the same here.\n{LEFT}"
    vault = Vault.open(made, PASSPHRASE)
    assert b"".join(export_json(vault, NOW)) == content
    vault.close()


def test_an_encrypted_file(made: Path, tmp_path: Path, talk: Start) -> None:
    """A file of age is opened with its password: from a descriptor, or asked for before that of the journal."""
    path = tmp_path / "diary.txt.age"
    path.write_bytes(b"".join(encrypted_with([JRNL], "file password")))
    (tmp_path / "pass").write_text(PASSPHRASE)
    env = {"JOURNAL_PASSPHRASE_COMMAND": f"cat {tmp_path}/pass"}
    for password, code in (("file password", 0), ("another", 12)):
        one = talk("--file", made, "import", path, env=env)
        one.hear("Password of the file: ")
        one.say(password)
        assert one.end() == code
        assert "file password" not in one.seen
    ended = run("--file", made, "import", path, "--password-fd", "0", stdin=b"file password\n")
    assert (ended.code, ended.text) == (0, "2  entries: here already\n")
    assert run("--file", made, "import", path).code == 2  # nowhere to ask


@pytest.mark.parametrize(
    ("name", "content", "options", "message"),
    [
        ("x.txt", f"{SECRET}\n".encode(), (), "format of this can't be told"),
        ("x.md", f"{SECRET}\n".encode(), (), "has no date"),
        ("x.json", f'{{"{SECRET}": 1}}'.encode(), (), "none of the formats"),
        ("x.zip", b"PK\x03\x04", (), "ZIP archive"),
        ("x.txt", b"gAAAAA" + b"x" * 100, (), "encrypted by jrnl"),
        ("x.csv", f"date,text\n{SECRET},x".encode(), (), "Line 2 has a date"),
        ("x.csv", b"date,text\n", ("--map", SECRET), "value of --map"),
        ("x.csv", b"date,text\n", ("--map", f"text={SECRET}"), "--map text= names a column"),
        ("x.txt", JRNL, ("--date", SECRET), "date can't be read"),
        ("x.txt", JRNL, ("--date-format", "%"), "--date-format can't be used"),
        ("x.txt", JRNL, ("--format", SECRET), "--format can't be used"),
        ("x" * 300, None, (), "can't be used"),
        ("nothing.txt", None, (), "can't be read"),
    ],
)
def test_what_is_refused(
    made: Path, tmp_path: Path, name: str, content: bytes | None, options: tuple[str, ...], message: str
) -> None:
    """What can't be read is said before the passphrase is asked for, with a hint and without what is there."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    before = made.read_bytes()
    ended = run("--file", made, "import", tmp_path / name, *options, passphrase=None)
    assert (ended.code, ended.out) == (2, b"")
    assert message in ended.err and SECRET not in ended.err
    assert ended.err.count("journal: ") == 2
    assert made.read_bytes() == before


def test_a_folder_and_a_pipe(made: Path, tmp_path: Path) -> None:
    """A folder of Markdown comes in; a pipe is refused at once."""
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "2026-05-01.md").write_text("one")
    (notes / "x.jpg").touch()
    assert brought(made, notes).text == "1  entries, 2026-05-01 to 2026-05-01\n1  left out: other files\n"
    assert brought(made, notes, "--format", "csv").code == 2
    os.mkfifo(tmp_path / "pipe")
    assert "not an ordinary file" in brought(made, tmp_path / "pipe").err
