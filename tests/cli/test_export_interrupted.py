"""An export that is ended halfway leaves no part, no line of itself, and what was there as it was."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.vault.vault import Vault
from tests.cli.running import PATIENCE, Ended, run
from tests.conftest import PASSPHRASE
from tests.making import made as entry

# The real program, which gets a signal as soon as the first piece, or the first file, of the export has been taken.
_HALFWAY = """
import os, sys
from collections.abc import Callable, Iterator
from pathlib import Path
from journal.__main__ import main
from journal.outgoing import parts
from journal.transfer import csv, data, markdown
from tests.cheap import use_cheap_keys

def halfway(whole: Callable[..., Iterator[object]]) -> Callable[..., Iterator[object]]:
    def with_a_signal(*asked: object) -> Iterator[object]:
        pieces = whole(*asked)
        yield next(pieces)
        there = [file for file in Path(os.environ["FOLDER"]).iterdir() if file.name.endswith(".part")]
        sys.stderr.write(f"parts: {len(there)}\\n")
        sys.stderr.flush()
        os.kill(os.getpid(), int(os.environ["NUMBER"]))
        yield from pieces
    return with_a_signal

data.export_json = halfway(data.export_json)
csv.csv_files = halfway(csv.csv_files)
markdown.markdown_files = halfway(markdown.markdown_files)
if os.environ["NAMED"]:
    parts._nameless = lambda folder: None
use_cheap_keys()
main()
"""
_KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
ENDS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
WAYS = (
    ("json", "--plaintext"), ("json", "--recipient", _KEY), ("csv", "--plaintext"), ("csv", "--recipient", _KEY),
    ("md", "--plaintext"),
)  # fmt: skip


def until(holds: Callable[[], bool]) -> None:
    """Waits for what another process does."""
    given_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < given_up, "it never came to hold"
        os.sched_yield()


@pytest.fixture
def written(path: Path) -> Path:
    """A journal with two entries, closed."""
    vault = Vault.create(path, PASSPHRASE)
    for text in ("one", "two"):
        vault.entries.add(entry(text))
    vault.close()
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to export into."""
    made = tmp_path / "out"
    made.mkdir()
    return made


def interrupted(journal: Path, number: int, target: Path, *options: str, named: str = "") -> Ended:
    """An export to a file or folder that gets this signal halfway."""
    return run(
        "--file", journal, "export", "data", "--format", *options, "-o", target,
        program=[sys.executable, "-c", _HALFWAY],
        env={"FOLDER": str(target.parent), "NUMBER": str(number), "NAMED": named},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("way", "number"), [*((WAYS[0], number) for number in ENDS), *((way, signal.SIGTERM) for way in WAYS[1:])]
)
def test_no_part_stays(written: Path, folder: Path, way: tuple[str, ...], number: signal.Signals) -> None:
    """The part that was there goes, nothing appears, the journal is as it was; the code says which signal it was."""
    before = written.read_bytes()
    ended = interrupted(written, number, folder / "data", *way)
    assert f"parts: {0 if way[0] == 'json' or '--recipient' in way else 1}" in ended.err
    assert (ended.code, ended.out) == (128 + number, b"")
    assert list(folder.iterdir()) == []
    assert written.read_bytes() == before
    assert "Traceback" not in ended.err and PASSPHRASE not in ended.err


@pytest.mark.parametrize("number", ENDS)
def test_what_was_to_be_replaced_is_still_there(written: Path, folder: Path, number: signal.Signals) -> None:
    """With --force the earlier export is whole until the new one is."""
    target = folder / "data.json"
    target.write_bytes(b"as it was")
    ended = interrupted(written, number, target, "json", "--plaintext", "--force")
    assert "parts: " in ended.err and ended.code == 128 + number
    assert [(file.name, file.read_bytes()) for file in folder.iterdir()] == [("data.json", b"as it was")]


@pytest.mark.parametrize("named", ["", "yes"])
@pytest.mark.parametrize("way", WAYS)
def test_a_kill_leaves_nothing(written: Path, folder: Path, way: tuple[str, ...], named: str) -> None:
    """Of a file or a folder, whether the file system has files without a name or not; then the export can be made."""
    before = written.read_bytes()
    ended = interrupted(written, signal.SIGKILL, folder / "data", *way, named=named)
    assert ended.code == -signal.SIGKILL
    is_named = named or way in (("csv", "--plaintext"), ("md", "--plaintext"))
    assert f"parts: {1 if is_named else 0}" in ended.err
    until(lambda: not list(folder.iterdir()))
    assert written.read_bytes() == before
    assert run("--file", written, "export", "data", "--format", *way, "-o", folder / "data").code == 0
    assert [file.name for file in folder.iterdir()] == ["data"]


def test_the_same_export_ends_well_without_a_signal(written: Path, folder: Path) -> None:
    """The program of these tests exports like the real one where the signal is 0, which is none."""
    for way in WAYS:
        assert interrupted(written, 0, folder / "-".join(way)[:20], *way).code == 0
    assert len(list(folder.iterdir())) == len(WAYS)
    assert not list(folder.glob(".journal-*"))
