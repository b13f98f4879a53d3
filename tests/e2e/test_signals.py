"""What asks the program to end or to stop, on several screens of a real terminal: nothing to read, nothing lost."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.e2e.terminal import Terminal
from tests.e2e.test_leaving import unlock, written

__all__ = ["unlock", "written"]

Open = Callable[..., Terminal]
MARKER, TYPED, BEFORE = "heron on the weir", "half a thought", "kestrel over the field"
ENDS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
STOPS = (signal.SIGTSTP, signal.SIGSTOP)

# Each screen by the keys that lead there from an unsaved form, and words on it.
SCREENS = {
    "the form": ((), TYPED),
    "the palette": (("ctrl+p",), "Search for commands"),
    "the people": (("f4",), "People"),
    "the timer": (("f7",), "Minutes each turn"),
    "the settings": (("f10",), "Minutes to lock"),
    "the blank screen": (("f8",), ""),
}
CASES = [
    *((number, "the form") for number in (*ENDS, *STOPS)),
    *zip(
        (signal.SIGTERM, signal.SIGTSTP, signal.SIGHUP, signal.SIGTSTP, signal.SIGINT), list(SCREENS)[1:], strict=True
    ),
]


def drafts_of(path: Path) -> str:
    """What is kept as drafts."""
    vault = Vault.open(path, PASSPHRASE)
    kept = repr([draft.content for draft in vault.drafts.list()])
    vault.close()
    return kept


def nothing_is_left(window: Terminal) -> None:
    """Neither on the screen, nor beneath it, nor on a terminal that has only one, in what scrolled off least of all."""
    for seen in (window.text, window.beneath, window.left_behind):
        for words in (MARKER, TYPED, BEFORE):
            assert words not in seen


@pytest.mark.parametrize(("number", "where"), CASES, ids=lambda value: getattr(value, "name", value))
def test_a_signal(written: Path, terminal: Open, number: signal.Signals, where: str) -> None:
    """The screen is cleared, the journal closed or locked, what was typed kept, and nothing drawn in between."""
    window = terminal("--file", written, program="tests.e2e.probing", env={"TESTS_BEFORE": BEFORE})
    unlock(window)
    assert BEFORE in window.beneath
    window.press("n")
    window.until_text("What would you like to log?")
    window.press("5")
    window.until_text("How it went")
    window.type(TYPED)
    window.until_text(TYPED)
    keys, words = SCREENS[where]
    window.press(*keys)
    window.until(lambda: words in window.text and (bool(words) or not window.text.strip()), where)
    window.signal(number)
    if number in ENDS:
        assert window.until_end() == 128 + number
        assert window.echoes
        assert b"\x1b[?1049l" in window.stream and b"\x1b[?25h" in window.stream
    else:
        window.until(window.stopped, "the program to stop")
        if number is signal.SIGTSTP:
            nothing_is_left(window)
        seen = len(window.stream)
        window.signal(signal.SIGCONT)
        window.until_text("Passphrase")
        assert MARKER.encode() not in window.stream[seen:] and TYPED.encode() not in window.stream[seen:]
    nothing_is_left(window)
    assert TYPED in drafts_of(written)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGTSTP])
def test_a_signal_before_the_passphrase(written: Path, terminal: Open, number: signal.Signals) -> None:
    """With the passphrase half typed the program ends or stops as well, and after a stop the line is empty."""
    window = terminal("--file", written)
    window.until_text("Passphrase")
    window.type("quiet")
    window.until_text("•••••")
    window.signal(number)
    if number is signal.SIGTERM:
        assert window.until_end() == 128 + number
    else:
        window.until(window.stopped, "the program to stop")
        window.signal(signal.SIGCONT)
        window.until_text("Passphrase")
        assert "•" not in window.text


def test_quitting_leaves_the_terminal_as_it_was(written: Path, terminal: Open) -> None:
    """Whoever quits finds what was there before; nothing of the journal is on the one screen of a simple terminal."""
    window = terminal("--file", written, program="tests.e2e.probing", env={"TESTS_BEFORE": BEFORE})
    unlock(window)
    window.press("ctrl+q")
    assert window.until_end() == 0
    assert BEFORE in window.beneath
    assert MARKER not in window.left_behind


def test_a_fault_leaves_no_text_on_a_simple_terminal(written: Path, terminal: Open) -> None:
    """The same after a fault of the program."""
    window = terminal("--file", written, program="tests.e2e.faulty")
    unlock(window)
    window.press("f1")
    assert window.until_end() == 1
    assert MARKER not in window.left_behind and "fault of its own" in window.left_behind
