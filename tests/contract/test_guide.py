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

# The section of the guide, and where its screen is.
SCREENS = {
    "Homework": ("homework", "HomeworkPlace"),
    "The library and the stages": ("library_screen", "LibraryScreen"),
    "The practice timer": ("timer", "TimerScreen"),
    "Sessions and the agenda": ("session", "SessionPlace"),
    "Progress": ("progress", "ProgressPlace"),
}


def section(title: str) -> str:
    """What the guide says under a heading."""
    return GUIDE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def commands(title: str) -> tuple[Command, ...]:
    """What can be done on the screen that a section is about."""
    module, name = SCREENS[title]
    screen = getattr(importlib.import_module(f"journal.tui.screens.{module}"), name)
    return (*screen.ACTIONS, *APP_COMMANDS)


def keys_in(row: str) -> Iterator[str]:
    """The keys that a row of a table names: single letters and names in backticks, in whichever cell they stand."""
    yield from re.findall(r"`([^`\s]+)`", row)


@pytest.mark.parametrize("title", list(SCREENS))
def test_the_keys_are_there(title: str) -> None:
    """Every key in the tables of a section is one of its screen."""
    rows = [row for row in section(title).splitlines() if row.startswith("| ") and "`" in row]
    named = [key for row in rows for key in keys_in(row)]
    names = {"/": "slash", ",": "comma"}
    bound = {key for command in commands(title) for key in command.key.split(",")}
    assert len(named) >= 5
    assert not {key for key in named if names.get(key, key) not in bound}


@pytest.mark.parametrize("title", list(SCREENS))
def test_what_the_footer_offers_is_explained(title: str) -> None:
    """Every key that a screen has in its footer stands in its section, or is one of the whole app or of any list."""
    told = set(re.findall(r"`([^`\s]+)`", section(title))) | {"enter", "escape", "e"}
    own = [command for command in commands(title) if command.footer and not command.action.startswith("app.")]
    names = {"slash": "/"}
    for command in own:
        keys = {names.get(key, key) for key in command.key.split(",")}
        assert keys & told, command.help


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
        "words": "words for your body",
    }
    assert told.keys() == Preferences.__dataclass_fields__.keys()
    assert all(word in " ".join(words.split()) for word in told.values())
