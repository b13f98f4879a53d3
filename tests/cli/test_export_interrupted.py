"""An export that is asked to end halfway leaves no part of a file, and what was there as it was."""

import signal
import sys
from pathlib import Path

import pytest

from tests.cli.running import Ended, run
from tests.conftest import PASSPHRASE

# The real program, which gets a signal as soon as the first piece of the export has been written.
_HALFWAY = """
import os, sys
from collections.abc import Iterator
from pathlib import Path
from journal.__main__ import main
from journal.transfer import data
from tests.cheap import use_cheap_keys

whole = data.export_json

def halfway(*asked: object) -> Iterator[bytes]:
    pieces = whole(*asked)
    yield next(pieces)
    folder = Path(os.environ["FOLDER"])
    parts = [file for file in folder.iterdir() if file.name.endswith(".part") and file.stat().st_size]
    sys.stderr.write(f"parts: {len(parts)}\\n")
    sys.stderr.flush()
    os.kill(os.getpid(), int(os.environ["NUMBER"]))
    yield from pieces

data.export_json = halfway
use_cheap_keys()
main()
"""


def interrupted(made: Path, number: signal.Signals, target: Path, *options: str) -> Ended:
    """An export to a file that gets this signal halfway."""
    return run(
        "--file", made, "export", "data", "--plaintext", *options, "-o", target,
        program=[sys.executable, "-c", _HALFWAY],
        env={"FOLDER": str(target.parent), "NUMBER": str(int(number))},
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_no_part_of_a_file_stays(made: Path, tmp_path: Path, number: signal.Signals) -> None:
    """The part that was there goes, no file appears, the journal is as it was; the code says which signal it was."""
    folder = tmp_path / "out"
    folder.mkdir()
    before = made.read_bytes()
    ended = interrupted(made, number, folder / "data.json")
    assert "parts: 1" in ended.err
    assert (ended.code, ended.out) == (128 + number, b"")
    assert list(folder.iterdir()) == []
    assert made.read_bytes() == before
    assert "Traceback" not in ended.err and PASSPHRASE not in ended.err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_what_was_to_be_replaced_is_still_there(made: Path, tmp_path: Path, number: signal.Signals) -> None:
    """With --force the earlier export is whole until the new one is."""
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "data.json"
    target.write_bytes(b"as it was")
    ended = interrupted(made, number, target, "--force")
    assert "parts: 1" in ended.err and ended.code == 128 + number
    assert [(file.name, file.read_bytes()) for file in folder.iterdir()] == [("data.json", b"as it was")]


def test_the_same_export_ends_well_without_a_signal(made: Path, tmp_path: Path) -> None:
    """The program of these tests exports like the real one where the signal is 0, which is none."""
    ended = run(
        "--file", made, "export", "data", "--plaintext", "-o", tmp_path / "data.json",
        program=[sys.executable, "-c", _HALFWAY],
        env={"FOLDER": str(tmp_path), "NUMBER": "0"},
    )  # fmt: skip
    assert ended.code == 0
    assert (tmp_path / "data.json").read_bytes().startswith(b"{")
    assert not list(tmp_path.glob(".journal-*"))
