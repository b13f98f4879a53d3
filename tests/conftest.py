"""Fixtures that every test may use: a real vault in a temporary folder, cheap keys, and a clock that stands still."""

import datetime as dt
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from journal.vault.vault import Vault
from tests.cheap import SHORT_WAIT, use_cheap_keys

use_cheap_keys()

# No test is timed: what is generated may take as long as the machine needs.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

# Whoever runs the tests in the background has these ignored, and so would every program that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

ROOT = Path(__file__).parent.parent
PASSPHRASE = "quiet lantern by the harbour"
NOW = dt.datetime(2026, 5, 17, 18, 30, tzinfo=dt.UTC)
PROGRAM = [sys.executable, "-m", "tests.program"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test, so that none meets the journal of whoever runs it."""
    folder = tmp_path / "home"
    folder.mkdir()
    strange = ("JOURNAL_", "TEXTUAL", "XDG_", "COLUMNS", "LINES", "NO_COLOR")
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
    opened = Vault.create(path, PASSPHRASE, clock=lambda: NOW)
    yield opened
    opened.close()
