"""The whole way in a real terminal, by keys alone: set-up, an entry of each kind, quit, unlock, search, read."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.model.entry import Kind, Outcome
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.e2e.terminal import Terminal

Open = Callable[..., Terminal]


def set_up(window: Terminal) -> None:
    """Goes through the set-up with a nickname and a partner's."""
    window.until_text("Passphrase")
    window.type(PASSPHRASE)
    window.press("tab")
    window.type(PASSPHRASE)
    window.press("tab")
    window.type("Sam")
    window.press("tab")
    window.type("Alex")
    window.press("ctrl+s")
    window.until_text("Nothing is written yet.")


def log(window: Terminal, number: int, kind: Kind) -> None:
    """Writes an entry of one kind: done, a topic, and a text that holds a word of its own."""
    window.press("n")
    window.until_text("What would you like to log?")
    window.press(str(number))
    window.until_text(f"{kind.label}, new entry")
    if kind is Kind.REFLECTION:
        window.until_text("Tab goes on.")
    else:
        window.until_text("Space or a digit chooses")
        window.press("4")  # done
        window.until_text("(•) done")
        window.press("f3", "f3", "f3")
        window.until_text("Tab goes on.")
    window.type(f"word{number} — ünïcödé 安静 😀 [/foo]")
    window.press("ctrl+s")
    window.until_text("[1 Today]")
    window.until_text(f"word{number}")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), pytest.param(120, 40, marks=pytest.mark.long)])
def test_the_whole_way_by_keys_alone(path: Path, terminal: Open, columns: int, rows: int) -> None:
    """A person creates a journal, logs each of the five kinds, quits, unlocks, searches and reads."""
    window = terminal("--file", path, columns=columns, rows=rows)
    set_up(window)
    for number, kind in enumerate(Kind, 1):
        log(window, number, kind)
    window.press("ctrl+q")
    assert window.until_end() == 0

    again = terminal("--file", path, columns=columns, rows=rows)
    again.until_text("Passphrase")
    again.type(PASSPHRASE)
    again.press("enter")
    again.until_text("[1 Today]")
    again.press("/")
    again.until_text("[2 Journal]")
    again.until_text("5 entries")
    again.type("kind:communication word4")
    again.until_text("1 of 5 entries")
    again.until_text("word4 — ünïcödé")
    again.press("ctrl+q")
    assert again.until_end() == 0

    vault = Vault.open(path, PASSPHRASE)
    entries = {entry.content.kind: entry.content for entry in vault.entries.each()}
    assert set(entries) == set(Kind)
    assert all("ünïcödé 安静 😀 [/foo]" in repr(content) for content in entries.values())
    assert all(content.outcome is Outcome.DONE for kind, content in entries.items() if kind is not Kind.REFLECTION)
    vault.close()


def test_without_colour_everything_is_still_marked(path: Path, terminal: Open) -> None:
    """With NO_COLOR no colour is sent to the terminal, and where one is stays marked by characters."""
    window = terminal("--file", path, env={"NO_COLOR": "1"})
    set_up(window)
    window.press("2")
    window.until_text("[2 Journal]")
    window.press("ctrl+q")
    window.until_end()
    colours = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", window.stream)
    assert all(red == green == blue for red, green, blue in colours)
