"""The ledger on the command line: what left, and deleting what still lies there."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.model.shared_copy import Shared, SharedCopy
from journal.outgoing.delivery import Folder, InPlain, WithPassphrase, deliver
from journal.vault.vault import Vault
from tests.cli.running import Ended, Talk, run
from tests.conftest import PASSPHRASE


@pytest.fixture
def copies(made: Path, tmp_path: Path) -> Path:
    """A folder with two plain exports, a file and a folder, and an encrypted one."""
    folder = tmp_path / "out"
    folder.mkdir()
    files = Folder("csv", (("entries.csv", (b"one",)), ("more/people.csv", (b"two",))))
    plain, age = SharedCopy(what=Shared.DATA, format="json"), WithPassphrase("nine grey stones")
    vault = Vault.open(made, PASSPHRASE)
    deliver(vault, folder / "data.json", b"{}", InPlain(), plain)
    deliver(vault, folder / "csv", files, InPlain(), SharedCopy(what=Shared.DATA, format="csv"))
    deliver(vault, folder / "data.json.age", b"{}", age, plain)
    vault.close()
    return folder


def shared(made: Path, *options: object) -> Ended:
    """`journal shared` with these options, away from a terminal."""
    return run("--file", made, "shared", *options)


def states(made: Path) -> dict[str, str]:
    """What the list says of each place, by the last part of it."""
    listed = json.loads(shared(made, "list", "--json").out)
    return {Path(one["content"]["place"]).name: one["state"] for one in listed}


def test_an_empty_ledger(made: Path) -> None:
    """It says so, and cleaning finds nothing; without a terminal it has to be told what and that it may."""
    listed = shared(made, "list")
    assert (listed.code, listed.out) == (0, b"") and "Nothing has left" in listed.err
    assert json.loads(shared(made, "list", "--json").out) == []
    assert "No plain copy" in shared(made, "clean", "--all", "--yes").err
    for options in (("clean",), ("clean", "--all"), ("clean", "--yes"), ("clean", "abcd1234", "--all", "--yes")):
        ended = shared(made, *options)
        assert ended.code == 2 and "journal: hint: " in ended.err
    assert "No copy has an id" in shared(made, "clean", "abcd1234", "--yes").err


def test_the_list(made: Path, copies: Path) -> None:
    """What, when, how it is kept, whether it is there, and where."""
    lines = shared(made, "list").text.splitlines()
    assert len(lines) == 3
    for line, words in zip(
        lines,
        (("json", "encrypted with age", "data.json.age"), ("csv", "plain text", "csv"), ("plain text", "data.json")),
        strict=True,
    ):
        assert "today" in line and "everything as data" in line and "still there" in line
        assert all(word in line for word in words) and str(copies) in line


def test_cleaning_all(made: Path, copies: Path) -> None:
    """Plain copies are deleted, the encrypted one stays, what can't be promised is said, and the ledger knows."""
    ended = shared(made, "clean", "--all", "--yes")
    assert ended.code == 0
    assert sorted(ended.text.split()) == [str(copies / "csv"), str(copies / "data.json")]
    assert "backups" in ended.err and "SSD" in ended.err and "printer" in ended.err
    assert [one.name for one in copies.iterdir()] == ["data.json.age"]
    assert states(made) == {"data.json": "gone", "csv": "gone", "data.json.age": "here"}


def test_other_files_in_their_place(made: Path, copies: Path) -> None:
    """Changed, replaced by a link or not there, nothing is deleted, and it is said why."""
    (copies / "csv" / "own.txt").write_text("mine")
    (copies / "data.json").rename(copies / "moved.json")
    (copies / "data.json").symlink_to(copies / "moved.json")
    ended = shared(made, "clean", "--all", "--yes")
    assert (ended.code, ended.out) == (0, b"")
    assert ended.err.count("It was left as it is.") == 2 and "Nothing was deleted." in ended.err
    (copies / "data.json").unlink()
    ended = shared(made, "clean", "--all", "--yes")
    assert f"{copies / 'data.json'}: not there. Once you know that it is gone: journal shared clean --gone" in ended.err
    assert (copies / "moved.json").exists() and (copies / "csv" / "own.txt").exists()
    assert states(made) == {"data.json": "missing", "csv": "other", "data.json.age": "here"}


def test_noting_that_they_are_gone(made: Path, copies: Path) -> None:
    """On a disk that isn't there or deleted by hand, that is noted when asked for; what is still there isn't gone."""
    (copies / "data.json").unlink()
    ended = shared(made, "clean", "--gone", "--all", "--yes")
    assert ended.code == 0 and "Without --gone it is deleted" in ended.err
    assert states(made) == {"data.json": "gone", "csv": "here", "data.json.age": "here"}
    copies.rename(copies.with_name("unplugged"))
    assert states(made) == {"data.json": "gone", "csv": "out_of_reach", "data.json.age": "out_of_reach"}
    short = next(line.split()[0] for line in shared(made, "list").text.splitlines() if line.rstrip().endswith("csv"))
    assert "Noted as gone" in shared(made, "clean", "--gone", short, "--yes").err
    assert states(made)["csv"] == "gone"


def test_asking_on_the_terminal(
    made: Path, copies: Path, talk: Callable[..., Talk], reopened: Callable[[], Vault]
) -> None:
    """Each copy is asked for, or all at once; Enter alone deletes nothing."""
    one = talk("--file", made, "shared", "clean")
    one.hear("Passphrase: ")
    one.say(PASSPHRASE)
    one.hear("? [y/N] ")
    one.say()
    one.hear("? [y/N] ")
    one.say("y")
    assert one.end() == 0
    assert (copies / "data.json").exists() and not (copies / "csv").exists()
    again = talk("--file", made, "shared", "clean", "--all")
    again.hear("Passphrase: ")
    again.say(PASSPHRASE)
    again.hear("Delete this file? [y/N] ")
    again.say("no")
    assert again.end() == 1
    assert (copies / "data.json").exists()
    assert len([line for line in reopened().shared_copies.list() if line.content.gone]) == 1


def test_nothing_is_said_before_the_passphrase(made: Path, copies: Path) -> None:
    """A wrong passphrase shows no place and no count."""
    for options in (("list",), ("clean", "--all", "--yes")):
        ended = run("--file", made, "shared", *options, passphrase="another one")
        assert (ended.code, ended.out) == (12, b"") and str(copies) not in ended.err
