"""What isn't a journal, or can't be opened: its own message and exit code, and not one byte changed."""

import ctypes
import hashlib
import shlex
import shutil
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.core import TyperGroup

from journal.vault.connection import Connection
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.vault import Vault
from tests.cli.running import run
from tests.conftest import PASSPHRASE
from tests.contract.test_command_line import commands

OTHER = "OTHER"  # stands for another file like the one at the journal's place
# Every command that opens the journal, with the ways it is given here.
OPENING: dict[str, tuple[tuple[str, ...], ...]] = {
    "list": ((),),
    "search": (("word",),),
    "show": (("12345678",),),
    "log": (("reflection",), ("--homework", "12345678")),
    "homework list": ((),),
    "homework library": ((), ("hands-first",)),
    "homework assign": (("hands-first",), ("--from-scratch", "education")),
    "homework finish": (("12345678",),),
    "session add": ((),),
    "session list": ((),),
    "session agenda": ((), ("--add", "topic")),
    "stats": ((),),
    "export summary": (("--plaintext", "-o", "-"),),
    "export data": (("--plaintext", "-o", "-"),),
    "import": (("-",),),
    "merge": ((OTHER,),),
    "shared list": ((),),
    "shared clean": (("--all", "--yes"),),
    "passphrase change": (("--new-passphrase-fd", "99"),),
    "backup create": ((),),
    "seal": (("--password-fd", "99", "-o", "sealed.age", "--yes"),),
    "destroy": (("--yes",),),
    "doctor": ((),),
}
# The others, and what they say without the journal: making one, what is only for a terminal, and what is for when there
# is none or no passphrase.
OTHERS: dict[str, tuple[int, str, tuple[str, ...]]] = {
    "init": (2, "It was left as it is.", ()),
    "recovery create": (2, "There is no terminal", ()),
    "recovery use": (2, "There is no terminal", ()),
    "backup list": (0, "There is no backup in", ()),
    "backup verify": (10, "There is no backup in", ()),
    "backup restore": (10, "There is no backup in", ("--yes",)),
    "demo": (0, "", ()),  # it has one of its own
}
COMMANDS = tuple((*name.split(), *words) for name, ways in OPENING.items() for words in ways)
TEXT = b"a marker of the text"


def fingerprint(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Names, modes, times of change and contents of a folder and everything in it."""
    found = {}
    for file in [folder, *sorted(folder.rglob("*"))]:
        content, there = file.read_bytes() if file.is_file() else b"", file.lstat()
        found[str(file)] = (stat.S_IMODE(there.st_mode), there.st_mtime_ns, hashlib.sha256(content).hexdigest())
    return found


def nothing(path: Path) -> None:
    path.parent.mkdir()


def a_folder(path: Path) -> None:
    path.mkdir(parents=True)


def empty(path: Path) -> None:
    path.parent.mkdir()
    path.touch()


def foreign(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (x)")
    other.close()


def short(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not much")


def another_passphrase(path: Path) -> None:
    Vault.create(path, "a different one altogether").close()


def newer(path: Path) -> None:
    Vault.create(path, PASSPHRASE).close()
    connection = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
    connection.run("PRAGMA user_version = 9999")
    connection.close()


REFUSALS: dict[Callable[[Path], None], tuple[int, str]] = {
    nothing: (10, "There is no journal at"),
    a_folder: (10, "is a folder, not a journal"),
    empty: (10, "is empty"),
    foreign: (10, "a database of another program"),
    short: (10, "too short"),
    another_passphrase: (12, "does not open this journal"),
    newer: (14, "a newer version"),
}
# All commands open a journal in one way: each meets two of what can be there, and two meet all.
CASES = [
    *((make, command) for make in (nothing, another_passphrase) for command in COMMANDS),
    *((make, command) for make in REFUSALS for command in (("list",), ("log", "reflection"))
      if make not in (nothing, another_passphrase)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("make", "command"), CASES, ids=lambda value: " ".join(value) if isinstance(value, tuple) else value.__name__
)
def test_refused(path: Path, make: Callable[[Path], None], command: tuple[str, ...]) -> None:
    """Each says what it is on standard error, with a hint, and leaves the folder as it was."""
    code, words = REFUSALS[make]
    make(path)
    other = path.parent.parent / "other.db"
    if path.is_file():
        shutil.copy2(path, other)
    before = fingerprint(path.parent)
    given = [str(other) if word == OTHER else word for word in command]
    ended = run("--file", path, *given, stdin=TEXT)
    assert ended.code == code
    assert ended.out == b"" or command == ("doctor",)  # what it says of the surroundings needs no passphrase
    assert ended.err.startswith("journal: error: ") and words in ended.err
    assert "\njournal: hint: " in ended.err
    assert ended.err.count("\n") == 2
    assert fingerprint(path.parent) == before
    for secret in (PASSPHRASE, TEXT.decode()):
        assert secret not in ended.err


def test_a_hint_names_the_file(tmp_path: Path) -> None:
    """A command that a hint gives would be about another journal without the file that was named for this one."""
    path = tmp_path / "it's there.db"
    words = f"Create one with: journal init. After the word journal, type: {shlex.join(['--file', str(path)])}\n"
    assert run("--file", path, "list").err.endswith(words)
    ended = run("list", env={"JOURNAL_FILE": str(path)})
    assert ended.err.endswith("Create one with: journal init\n")


def test_every_command_is_here() -> None:
    """A command that is new has to be in one of the tables."""
    leaves = {name.removeprefix("journal ") for name, command in commands() if not isinstance(command, TyperGroup)}
    assert leaves == OPENING.keys() | OTHERS.keys()


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("make", [a_folder, foreign, newer])
def test_the_other_commands(path: Path, make: Callable[[Path], None], name: str) -> None:
    """What is there is left as it is by them too."""
    code, words, given = OTHERS[name]
    make(path)
    before = fingerprint(path.parent)
    ended = run("--file", path, *name.split(), *given)
    assert ended.code == code and words in ended.err
    assert fingerprint(path.parent) == before


def test_missing_folder_is_not_made(path: Path) -> None:
    """Reading a journal that isn't there makes no folder for it."""
    assert run("--file", path, "list").code == 10
    assert not path.parent.exists()


def without_privileges() -> None:
    """Takes root's right to write anywhere from a process that is about to start; harmless for anybody else."""
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


# What would write to the journal or beside it; each meets one of the two, and the first of them both.
_WRITING = (
    ("file", "log reflection"),
    ("folder", "log reflection"),
    ("file", "homework assign hands-first"),
    ("folder", "session add"),
    ("file", "session agenda --add topic"),
    ("folder", "import -"),
    ("file", "shared clean --all --yes"),
    ("folder", "merge OTHER"),
    ("folder", "backup create"),
    ("folder", "passphrase change --new-passphrase-fd 99"),
    ("folder", "destroy --yes"),
)


@pytest.mark.parametrize(("what", "command"), _WRITING)
def test_read_only(made: Path, what: str, command: str) -> None:
    """A journal that can't be written to can still be read; logging says so before anything is lost in it."""
    place = made if what == "file" else made.parent
    other = Path(shutil.copy2(made, made.parent.parent / "other.db"))
    mode = stat.S_IMODE(place.stat().st_mode)
    place.chmod(mode & ~0o222)
    try:
        before = fingerprint(made.parent)
        given = [str(other) if word == OTHER else word for word in command.split()]
        ended = run("--file", made, *given, stdin=TEXT, before=without_privileges)
        assert (ended.code, ended.out) == (15, b"")
        assert f"{place} can't be written to" in ended.err and "\njournal: hint: " in ended.err
        if command.startswith("log"):
            assert run("--file", made, "list", before=without_privileges).code == 0
        assert fingerprint(made.parent) == before
    finally:
        place.chmod(mode)


def test_unreadable(made: Path) -> None:
    """A file that may not be read says so, with no passphrase asked for."""
    mode = stat.S_IMODE(made.stat().st_mode)
    made.chmod(0)
    try:
        ended = run("--file", made, "list", passphrase=None, before=without_privileges)
        assert "permission denied" in ended.err
        assert (ended.code, ended.out) == (15, b"")
    finally:
        made.chmod(mode)


def test_asked_only_when_there_is_something_to_open(path: Path) -> None:
    """What can't be a journal is said before the passphrase is fetched."""
    touched = path.parent.parent / "touched"
    ended = run("--file", path, "list", passphrase=None, env={"JOURNAL_PASSPHRASE_COMMAND": f"touch {touched}"})
    assert ended.code == 10
    assert not touched.exists()


def test_in_use(made: Path) -> None:
    """A journal that another program holds says so after the whole wait, and that the text was not saved."""
    holder = Vault.open(made, PASSPHRASE)
    with holder.atomic():
        holder.drafts.discard("nothing")
        ended = run("--file", made, "log", "reflection", stdin=TEXT)
    holder.close()
    assert (ended.code, ended.out) == (11, b"")
    assert "Another program is using" in ended.err and "The text was not saved." in ended.err


def test_environment_names_the_file(made: Path) -> None:
    """JOURNAL_FILE is used where --file is not given, and --file comes before it."""
    assert run("list", env={"JOURNAL_FILE": str(made)}).code == 0
    assert run("--file", made, "list", env={"JOURNAL_FILE": str(made.parent / "other.db")}).code == 0
    assert run("list", env={"JOURNAL_FILE": str(made.parent / "other.db")}).code == 10


def test_default_place(home: Path) -> None:
    """Without either, the journal is in the platform's folder for application data."""
    ended = run("init")
    assert ended.code == 0
    assert Path(ended.text.strip()).is_relative_to(home)
    assert run("list").code == 0
