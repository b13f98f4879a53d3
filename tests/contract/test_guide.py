"""docs/guide.md names keys that are there, in the tables of its sections."""

import importlib
import re
from collections.abc import Iterator

import pytest

from journal.library import library
from journal.tui.commands import APP_COMMANDS, Command
from journal.vault.settings import Preferences
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")

NAMES = {"/": "slash", ",": "comma"}  # as a person writes them, and as they are bound

# The section of the guide, and where its screens are.
SCREENS = {
    "Homework": (("homework.place", "HomeworkPlace"),),
    "The library and the stages": (("homework.library", "LibraryScreen"),),
    "The practice timer": (("timer.timer", "TimerScreen"),),
    "Sessions and the agenda": (("session.place", "SessionPlace"),),
    "Progress": (("progress.place", "ProgressPlace"),),
    "Sharing": (
        ("journal.share", "ShareScreen"),
        ("journal.passages", "PassageScreen"),
        ("shared", "SharedScreen"),
    ),
    "The page for a session": (
        ("summary.screen", "SummaryScreen"),
        ("summary.room", "RoomScreen"),
    ),
    "Backups": (("backups.screen", "BackupsScreen"),),
    "Checking the journal": (("doctor.screen", "DoctorScreen"),),
    "What left": (("ledger.screen", "LedgerScreen"),),
}


def section(title: str) -> str:
    """What the guide says under a heading."""
    return GUIDE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def commands(title: str) -> tuple[Command, ...]:
    """What can be done on the screens that a section is about."""
    modules = ((importlib.import_module(f"journal.tui.screens.{module}"), name) for module, name in SCREENS[title])
    own = (command for module, name in modules for command in getattr(module, name).ACTIONS)
    return (*own, *APP_COMMANDS)


def keys_in(words: str) -> Iterator[str]:
    """The keys that a text names in backticks, as they are bound: `slash` for `/`, `shift+right` for `Shift-right`."""
    for key in re.findall(r"`([^`\s]+)`", words):
        whole = NAMES.get(key, key)
        yield whole.lower().replace("-", "+") if len(whole) > 1 else whole


@pytest.mark.parametrize("title", list(SCREENS))
def test_the_keys_are_there(title: str) -> None:
    """Every key in the tables of a section is one of its screen."""
    rows = [row for row in section(title).splitlines() if row.startswith("| ") and "`" in row]
    named = [key for row in rows for key in keys_in(row)]
    bound = {key for command in commands(title) for key in command.key.split(",")}
    assert len(named) >= 5
    assert not set(named) - bound


@pytest.mark.parametrize("title", list(SCREENS))
def test_what_the_footer_offers_is_explained(title: str) -> None:
    """Every key that a screen has in its footer stands in its section, or is one of the whole app or of any list."""
    told = {*keys_in(section(title)), "enter", "escape", "e"}
    own = [command for command in commands(title) if command.footer and not command.action.startswith("app.")]
    for command in own:
        assert told & set(command.key.split(",")), command.help


def test_counts_and_settings() -> None:
    """The number of exercises is that of the library, and there is a word on each setting."""
    assert f"{len(library().exercises)} exercises" in section("The library and the stages")
    words = section("Settings")
    told = {
        "lock_minutes": "minutes to lock",
        "masked": "hide titles",
        "week_start": "week begins",
        "bell": "the bell",
        "support_contacts": "people you can turn to",
        "backups": "how many days backups are kept",
        "backup_folder": "another folder for backups",
        "words": "words for your body",
    }
    assert told.keys() == Preferences.__dataclass_fields__.keys()
    assert all(word in " ".join(words.split()) for word in told.values())
