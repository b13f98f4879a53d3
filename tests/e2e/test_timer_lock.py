"""A practice across a lock in a real terminal: its face goes on at the unlock screen, and nothing private with it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from journal.model.entry import Ending, Kind, Mode, Outcome, SensateFocus
from journal.model.homework import Assignment
from journal.model.sensate_focus import RuleSet
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.e2e.terminal import Terminal
from tests.journals import new_vault

Open = Callable[..., Terminal]
MARKER = "heron on the weir"


@pytest.fixture
def assigned(path: Path) -> Path:
    """A journal with one assignment whose title is the marker."""
    vault = new_vault(path)
    rules = RuleSet(turn_length=15)
    vault.assignments.add(Assignment(title=MARKER, kind=Kind.SENSATE_FOCUS, mode=Mode.PARTNERED, rules=rules))
    vault.close()
    return path


def unlock(window: Terminal) -> None:
    """Types the passphrase."""
    window.until_text("Passphrase")
    window.type(PASSPHRASE)
    window.press("enter")


def test_a_practice_goes_on_at_the_lock(assigned: Path, terminal: Open) -> None:
    """Begun, locked, paused and swapped at the lock, unlocked, stopped and logged: how it ended is there."""
    window = terminal("--file", assigned)
    unlock(window)
    window.until_text(MARKER)
    window.press("3")
    window.until_text("[3 Homework]")
    window.until_text(MARKER)
    window.press("t")
    window.until_text("Minutes each turn")
    window.press("enter")
    window.until_text("Turn 1 of 2")
    assert MARKER not in window.text
    seen = len(window.stream)

    window.press("ctrl+l")
    window.until_text("Unlock")
    window.until_text("Turn 1 of 2")
    window.press("space")
    window.until_text("Paused")
    window.press("space", "s")
    window.until_text("Turn 2 of 2")
    assert MARKER.encode() not in window.stream[seen:]
    process = Path(f"/proc/{window.pid}")
    begun_with = process.joinpath("cmdline").read_bytes() + process.joinpath("environ").read_bytes()
    assert b"--practice-fd" in begun_with and b"started" not in begun_with and b"turns" not in begun_with

    window.press("enter")
    unlock(window)
    window.until_text("esc Back")
    window.until_text("Turn 2 of 2")
    assert MARKER.encode() not in window.stream[seen:]
    window.press("x")
    window.until_text("How did it end?")
    window.press("2")
    window.until_text("Stopped after less than a minute.")
    window.press("enter")
    window.until_text("(•) stopped early")
    window.press("ctrl+s")
    window.until_text("[1 Today]")
    window.press("ctrl+q")
    assert window.until_end() == 0

    vault = Vault.open(assigned, PASSPHRASE)
    (entry,) = vault.entries.each()
    assert vault.practice.current() is None
    vault.close()
    content = entry.content
    assert (content.minutes, content.outcome) == (None, Outcome.STOPPED_EARLY)
    assert isinstance(content.details, SensateFocus) and content.details.ending is Ending.CHOICE


def test_quitting_leaves_the_practice(assigned: Path, terminal: Open) -> None:
    """Whoever quits during a practice finds it at the next start, at rest as it was left."""
    window = terminal("--file", assigned)
    unlock(window)
    window.until_text(MARKER)
    window.press("f7")
    window.until_text("Minutes each turn")
    window.press("right", "enter")
    window.until_text("space Pause")
    window.press("space")
    window.until_text("Paused")
    window.press("escape")
    window.until_text("paused  F7")
    window.press("ctrl+q")
    assert window.until_end() == 0
    again = terminal("--file", assigned)
    unlock(again)
    again.until_text("Paused")
