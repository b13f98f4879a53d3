"""The shim between a program and the system, and what it writes down; shim.c says what it does.

It is compiled with the machine's C compiler when it is first asked for, and preloaded into processes of tests.
"""

import atexit
import ctypes
import enum
import functools
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

_SOURCE = Path(__file__).with_name("shim.c")
_HEAD = struct.Struct("<8sQQII")


class How(enum.IntEnum):
    """What becomes of the step that is chosen by its number."""

    RECORD = 0  # nothing
    KILL = 1  # the process is killed before it
    FAIL_ONCE = 2
    FAIL_FOR_GOOD = 3  # like every one after it


@dataclass(frozen=True)
class Step:
    """One change of the folder, by names below it; or a `mark`, whose name is the words that were told."""

    what: str
    file: int  # its number on the disk
    offset: int  # where it was written, or the length it was cut to
    name: str
    other: str  # the name it got
    content: bytes


def compiler() -> str | None:
    """The C compiler, where there is one."""
    return (shutil.which("cc") or shutil.which("gcc")) if sys.platform == "linux" else None


@functools.cache
def built() -> Path:
    """The compiled shim, gone when this process ends."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    command = [compiler() or "cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC"]
    subprocess.run([*command, "-o", str(folder / "shim.so"), str(_SOURCE), "-ldl"], check=True)
    return folder / "shim.so"


def arm(folder: Path, log: Path, how: How, step: int, code: int) -> None:
    """From now on, steps of this process in a folder are counted, and written down in a file elsewhere."""
    descriptor = os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    _library().faults_arm(os.fsencode(folder.resolve()), descriptor, how, ctypes.c_long(step), code)


def disarm() -> int:
    """Ends that, and returns how many steps there were."""
    return int(_library().faults_disarm())


def mark(words: str) -> None:
    """Writes down words where the steps are."""
    _library().faults_mark(words.encode())


@functools.cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(None)  # what was preloaded is in it
    library.faults_disarm.restype = ctypes.c_long
    return library


def steps_of(log: Path) -> list[Step]:
    """Everything that was written down."""
    found, data, place = [], log.read_bytes(), 0
    while place < len(data):
        what, file, offset, first, second = _HEAD.unpack_from(data, place)
        place += _HEAD.size
        name, rest = data[place : place + first].decode(), data[place + first : place + first + second]
        place += first + second
        kind = what.rstrip(b"\0").decode()
        writes = kind == "write"
        found.append(Step(kind, file, offset, name, "" if writes else rest.decode(), rest if writes else b""))
    return found
