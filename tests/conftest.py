"""What every test may use: a real vault in a temporary folder, cheap keys, a clock that stands still.

And what some need of the machine: where it isn't there, those tests are left out, and that is said.
"""

import datetime as dt
import gc
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journal.safety.process import TELLING
from journal.vault.vault import Vault
from tests import examples
from tests.cheap import SHORT_WAIT, use_cheap_keys
from tests.journals import PASSPHRASE, new_vault

__all__ = ["NOW", "PASSPHRASE", "PROGRAM", "ROOT"]

_FIGURES = "figures"
_MEMORY, _ENOUGH = Path("/dev/shm"), 4 * 2**30  # bytes

use_cheap_keys()

# Tests make tens of thousands of small files, for which memory is the quicker disk.
if _MEMORY.is_dir() and "PYTEST_DEBUG_TEMPROOT" not in os.environ and shutil.disk_usage(_MEMORY).free > _ENOUGH:
    os.environ["PYTEST_DEBUG_TEMPROOT"] = tempfile.tempdir = str(_MEMORY)

# Looking for garbage among all that was imported takes a fifth of the time of the terminal app's tests.
gc.set_threshold(50_000, 20, 50)

examples.register()

# Whoever runs the tests in the background has these ignored, and so would every program that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

ROOT = Path(__file__).parent.parent
NOW = dt.datetime(2026, 5, 17, 18, 30, tzinfo=dt.UTC)
PROGRAM = [sys.executable, "-m", "tests.program"]


def _age() -> str:
    return "" if shutil.which("age") else "age is not on PATH"


def _browser() -> str:
    from tests.summary import chromium

    return "" if chromium.find() else f"none of {', '.join(chromium.NAMES)} is on PATH"


def _audit() -> str:
    from tests.summary import audit

    script = audit.SCRIPT.relative_to(audit.ROOT)
    return _browser() or ("" if audit.SCRIPT.is_file() else f"no {script}: npm install --prefix .tools axe-core")


def _pdf_programs() -> str:
    from tests.summary import reading

    there = all(shutil.which(name) for name in reading.PROGRAMS)
    return "" if there else f"not all of {', '.join(reading.PROGRAMS)} are on PATH"


def _compiler() -> str:
    from tests.faults import shim

    return "" if shim.compiler() else "there is no C compiler here, or this is not Linux"


def _disk() -> str:
    from tests.faults import disk

    return "" if disk.can_mount() else "no disk can be mounted here, which takes Linux and root"


def _fonts() -> str:
    from tests.summary import reading

    return "" if reading.has_fonts() else f"not all of {', '.join(reading.FONTS)} are installed"


def _syncthing() -> str:
    return "" if shutil.which("syncthing") else "syncthing is not on PATH"


def _restic() -> str:
    return "" if shutil.which("restic") else "restic is not on PATH"


def _memory() -> str:
    from tests.e2e import memory

    return "" if memory.can_look() else "the memory of another process can't be read, which takes Linux and root"


def _strace() -> str:
    if not shutil.which("strace"):
        return "strace is not on PATH"
    tried = subprocess.run(["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=none", "true"], capture_output=True)
    return "" if tried.returncode == 0 else "strace may not trace programs here"


# Each marker of what a test needs of the machine, with what says what of it is missing, or "".
NEEDED: dict[str, Callable[[], str]] = {
    "age": _age,
    "audit": _audit,
    "browser": _browser,
    "compiler": _compiler,
    "disk": _disk,
    "fonts": _fonts,
    "memory": _memory,
    "pdf_programs": _pdf_programs,
    "restic": _restic,
    "syncthing": _syncthing,
    "strace": _strace,
}


def pytest_collection_finish() -> None:
    """What was imported stays, so it needs no looking at again."""
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselects the tests that need what this machine doesn't have."""
    for marker, missing in NEEDED.items():
        needing = [item for item in items if item.get_closest_marker(marker)]
        if needing and (without := missing()):
            count = f"{len(needing)} {'test is' if len(needing) == 1 else 'tests are'}"
            warnings.warn(pytest.PytestWarning(f"{count} left out: {without}"), stacklevel=1)
            config.hook.pytest_deselected(items=needing)
            items[:] = [item for item in items if item not in needing]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints what was measured."""
    reports = terminalreporter.stats.get("passed", [])
    measured = [f"{what}" for report in reports for name, what in report.user_properties if name == _FIGURES]
    if measured:
        terminalreporter.section("figures")
        for line in sorted(measured):
            terminalreporter.line(line)


@pytest.fixture
def figures(record_property: Callable[[str, object], None], request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Takes what was measured, in one sentence; after long tests it is printed."""

    def measured(sentence: str) -> None:
        if request.node.get_closest_marker("long"):
            record_property(_FIGURES, sentence)

    return measured


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test, so that none meets the journal of whoever runs it."""
    folder = tmp_path / "home"
    folder.mkdir()
    strange = ("JOURNAL_", "TEXTUAL", "XDG_", "COLUMNS", "LINES", "NO_COLOR", *TELLING)
    for name in [name for name in os.environ if name.startswith(strange)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("TZ", "UTC")
    return folder


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that another program holds is given up soon in this process."""
    monkeypatch.setattr("journal.vault.connection._WAIT_SECONDS", SHORT_WAIT)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test's journal is or will be."""
    return tmp_path / "vault" / "journal.db"


@pytest.fixture
def vault(path: Path) -> Iterator[Vault]:
    """An empty journal, open."""
    opened = new_vault(path, clock=lambda: NOW)
    yield opened
    opened.close()
