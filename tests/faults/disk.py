"""A small disk that fills up, where this machine lets one be mounted."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def mounted(folder: Path, size: str) -> Iterator[Path]:
    """A disk of this size at a folder. Raises OSError where that can't be."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise PermissionError("no disk can be mounted")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # what still has a file open keeps it


def can_mount() -> bool:
    """Whether this machine lets a disk be mounted."""
    if sys.platform != "linux" or os.getuid() != 0:
        return False
    try:
        with tempfile.TemporaryDirectory() as name, mounted(Path(name), "64k"):
            return True
    except OSError:
        return False


@contextlib.contextmanager
def room_of(kilobytes: int, disk: Path) -> Iterator[None]:
    """Nothing more than this fits on the disk."""
    ballast = disk / "ballast"
    state = os.statvfs(disk)
    ballast.write_bytes(bytes(state.f_bavail * state.f_frsize - kilobytes * 1024))
    yield
    ballast.unlink()
