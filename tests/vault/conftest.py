"""Places that an ordinary user, not root, can get at, and programs that run as one."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import worker

__all__ = ["worker"]

NOBODY = 65534

# Everything is imported and read before root's rights are dropped, since an ordinary user may not read this place.
_AS_ORDINARY_USER = f"""
import os, sys
from pathlib import Path
from journal.errors import JournalError
from journal.model.query import parse_query
from journal.vault import schema
from journal.vault.vault import Vault
from tests.cheap import use_cheap_keys
from tests.conftest import PASSPHRASE
from tests.making import made

use_cheap_keys()
schema.newest()
if os.getuid() == 0:
    os.setgroups([])
    os.setresgid({NOBODY}, {NOBODY}, {NOBODY})
    os.setresuid({NOBODY}, {NOBODY}, {NOBODY})
path = Path(sys.argv[1])
"""


@pytest.fixture
def ordinary_folder() -> Iterator[Path]:
    """A folder that belongs to an ordinary user."""
    with tempfile.TemporaryDirectory(prefix="tests-") as name:
        folder = Path(name)
        if os.getuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        yield folder
        folder.chmod(0o700)


@pytest.fixture
def as_ordinary_user() -> Callable[[str, Path], str]:
    """Runs a program as an ordinary user, with `path` given and the vault imported, and returns what it printed."""

    def run(program: str, path: Path) -> str:
        command = [sys.executable, "-c", _AS_ORDINARY_USER + program, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.stderr == ""
        return done.stdout

    return run
