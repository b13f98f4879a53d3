"""A disk without room for what is done to a journal as a whole: said plainly, nothing is done, nothing is left."""

import shutil
from pathlib import Path

import pytest

from tests.faults.disk import mounted, room_of
from tests.faults.operation import Operation, examine, place
from tests.faults.operations import OPERATIONS
from tests.faults.stepping import stepper

pytestmark = [pytest.mark.disk, pytest.mark.compiler]

_DEGREES = (0, 24, 100, 260, 420, 700)  # kilobytes of room
_ENOUGH = 6000
# Creating and saving have a test of their own, and a save that is tried again says more than once that it was refused.
_WHOLE = [one for one in OPERATIONS.values() if one.name not in ("creating", "saving")]


def _temporaries(folder: Path) -> list[str]:
    """What is unfinished, and what undoes half a save of a journal that isn't there."""
    return [
        file.name for file in folder.rglob("*")
        if ".new-" in file.name
        or (file.name.endswith("-journal") and not file.with_name(file.name.removesuffix("-journal")).exists())
    ]  # fmt: skip


@pytest.mark.parametrize("operation", _WHOLE, ids=lambda one: one.name)
def test_at_several_degrees_of_fullness(tmp_path: Path, operation: Operation) -> None:
    """It is done, or it says that there is no room: then the journal is as before, and nothing lies beside it."""
    beginning, small = tmp_path / "beginning", tmp_path / "disk"
    beginning.mkdir()
    small.mkdir()
    operation.prepare(beginning)
    refused = 0
    with mounted(small, "8m"):
        for kilobytes in (*_DEGREES, _ENOUGH):
            folder = Path(shutil.copytree(beginning, small / "copy"))
            before = examine(Path(shutil.copytree(beginning, tmp_path / "before")), operation)
            shutil.rmtree(tmp_path / "before")
            with room_of(kilobytes, small):
                ended = stepper().run(operation.name, folder)
            assert (ended.code, ended.crash) == (0, "")
            assert not _temporaries(place(folder).parent)
            if ended.refused:
                refused += 1
                (told,) = ended.refused
                assert told["error"] == "NotWritable" and not ended.done
                assert "The disk is full." in told["message"] or "not enough room" in told["message"]
                assert told["hint"].endswith(".")
                assert examine(folder, operation) == before
            else:
                assert examine(folder, operation) == ended.done[-1]
            shutil.rmtree(folder)
        assert refused and not ended.refused
