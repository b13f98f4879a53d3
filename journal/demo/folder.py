"""The folder a demo is in: private, and gone when the demo is."""

import contextlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from journal.errors import BadInput, NotWritable

_PREFIX = "journal-"
_PROCESS_FILE = "process"  # holds the id of the process the folder belongs to
_LONGEST = 10  # bytes that file may have; the ids of processes stay far below nine digits


@contextlib.contextmanager
def temporary(resume: Path | None = None) -> Iterator[Path]:
    """A private folder among the system's temporary ones, removed with all that is in it when the block ends.

    With `resume`, the folder that this same process had before it executed itself anew, which is how the app locks; the
    new program image removes it when it ends. Folders of demos whose process is gone are removed first. Raises BadInput
    for a folder to resume that isn't one of this process, and leaves it alone; NotWritable where none can be made.
    """
    _sweep()
    folder = _make() if resume is None else _taken_over(resume)
    try:
        yield folder
    finally:
        # What can't be removed now, such as a file still open on Windows, is swept by a later demo.
        shutil.rmtree(folder, ignore_errors=True)


def _place() -> Path:
    return Path(tempfile.gettempdir()).absolute()


def _make() -> Path:
    with contextlib.ExitStack() as undone:
        try:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_place()))
            undone.callback(shutil.rmtree, folder, ignore_errors=True)
            descriptor = os.open(folder / _PROCESS_FILE, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(f"{os.getpid()}\n")
        except OSError as error:
            reason = (error.strerror or "it can't be used").lower()
            raise NotWritable(
                f"No folder for the demo can be made in {_place()}: {reason}.", "Make some room there, or set TMPDIR."
            ) from None
        undone.pop_all()
    return folder


def _taken_over(folder: Path) -> Path:
    # Compared as written, without following links or "..": it was this process that wrote it.
    if folder.parent != _place() or _process_of(folder) != os.getpid():
        raise BadInput("That folder is not one of this demo. It was left as it is.", "Start again with: journal demo")
    return folder


def _sweep() -> None:
    for folder in _place().glob(f"{_PREFIX}*"):
        process = _process_of(folder)
        if process is not None and not _is_running(process):
            shutil.rmtree(folder, ignore_errors=True)


def _process_of(folder: Path) -> int | None:
    """The process that a demo's folder belongs to; None for anything that isn't a demo's folder of this user."""
    if not folder.name.startswith(_PREFIX):
        return None
    note = folder / _PROCESS_FILE
    try:
        status, note_status = folder.lstat(), note.lstat()
        if not (stat.S_ISDIR(status.st_mode) and stat.S_ISREG(note_status.st_mode)):
            return None
        if not (_is_ours(status) and _is_ours(note_status)):
            return None
        with note.open("rb") as file:
            written = file.read(_LONGEST)
    except OSError:
        return None
    digits = written.removesuffix(b"\n")
    return int(digits) if digits.isdigit() and len(written) < _LONGEST else None


def _is_ours(status: os.stat_result) -> bool:
    return sys.platform == "win32" or status.st_uid == os.geteuid()


def _is_running(process: int) -> bool:
    if sys.platform == "win32":
        return True  # asking by signal would end the process there, so nothing is swept
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        # Another user's process has the number by now. A later sweep finds it free again.
        return True
    return True
