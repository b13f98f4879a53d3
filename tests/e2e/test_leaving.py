"""Locking and leaving in a real terminal: nothing stays on the screen, and nothing written is lost."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.model.dates import When
from journal.model.entry import EntryContent, Reflection
from journal.tui.driver import _Keys
from journal.vault.backup.places import folder_of
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.e2e.terminal import Terminal
from tests.journals import new_vault

Open = Callable[..., Terminal]
MARKER = "heron on the weir"


@pytest.fixture
def written(path: Path) -> Path:
    """A journal with one entry whose topic is the marker."""
    vault = new_vault(path)
    vault.entries.add(EntryContent(when=When(NOW.date()), details=Reflection(), topic=MARKER))
    vault.close()
    return path


def unlock(window: Terminal) -> None:
    """Types the passphrase and waits for Today."""
    window.until_text("Passphrase")
    window.type(PASSPHRASE)
    window.press("enter")
    window.until_text(MARKER)


def write_a_reflection(window: Terminal, words: str) -> None:
    """Opens the form for a reflection and types into its first line of text, without saving."""
    window.press("n")
    window.until_text("What would you like to log?")
    window.press("5")
    window.until_text("How it went")
    window.type(words)


def drafts_of(path: Path) -> list[EntryContent]:
    """What is kept as drafts of entries."""
    vault = Vault.open(path, PASSPHRASE)
    drafts = [draft.content for draft in vault.drafts.list()]
    vault.close()
    return [content for content in drafts if isinstance(content, EntryContent)]


def test_the_lock_starts_the_program_afresh(written: Path, terminal: Open) -> None:
    """Ctrl-L leads to the unlock screen of a fresh program in the same process, without a word of the entry on it."""
    window = terminal("--file", written)
    unlock(window)
    before = Path(f"/proc/{window.pid}/stat").read_text().split()[21]
    window.press("ctrl+l")
    window.until_gone(MARKER)
    window.until_text("Passphrase")
    assert Path(f"/proc/{window.pid}/stat").read_text().split()[21] == before
    assert MARKER not in window.text
    unlock(window)
    window.press("ctrl+q")
    assert window.until_end() == 0
    assert MARKER not in window.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_end_it_in_order(written: Path, terminal: Open, number: signal.Signals) -> None:
    """A signal restores and clears the screen, and closes the journal with what was being written kept as a draft."""
    window = terminal("--file", written)
    unlock(window)
    window.signal(number)
    assert window.until_end() == 128 + number
    assert MARKER not in window.text
    assert b"\x1b[?1049l" in window.stream
    assert b"\x1b[?25h" in window.stream


def test_a_fault_ends_it_with_1(written: Path, terminal: Open) -> None:
    """After a fault of its own the program ends with 1, and says which kind and where, and nothing of what it held."""
    window = terminal("--file", written, program="tests.e2e.faulty")
    unlock(window)
    window.press("f1")
    assert window.until_end() == 1
    said = window.stream.rpartition(b"\x1b[?1049l")[2]
    assert b"ValueError at" in said
    assert MARKER.encode() not in said and MARKER not in window.text
    assert window.echoes


def test_stopping_locks_first(written: Path, terminal: Open) -> None:
    """SIGTSTP, as Ctrl-Z in a shell sends it, locks; when it is continued, the unlock screen is all that is drawn."""
    window = terminal("--file", written)
    unlock(window)
    window.signal(signal.SIGTSTP)
    window.until(lambda: window.stopped(), "the program to stop")
    assert MARKER not in window.text
    seen = len(window.stream)
    window.signal(signal.SIGCONT)
    window.until_text("Passphrase")
    assert MARKER.encode() not in window.stream[seen:]


def test_a_closed_terminal_ends_it_and_keeps_the_draft(written: Path, terminal: Open) -> None:
    """When the terminal's window is closed, the program ends, and what was typed is there as a draft."""
    window = terminal("--file", written)
    unlock(window)
    write_a_reflection(window, "half a thought")
    window.until_text("half a thought")
    window.hang_up()
    assert window.until_end() == 128 + signal.SIGHUP
    assert any("half a thought" in repr(content) for content in drafts_of(written))


def test_a_terminal_that_is_gone_without_a_signal(written: Path, terminal: Open) -> None:
    """Where no signal says so, the program ends all the same, and what was typed is there as a draft."""
    ended = written.parent / "ended"
    window = terminal("--file", written, program="tests.e2e.orphan", env={"TESTS_ENDED": str(ended)})
    unlock(window)
    write_a_reflection(window, "half a thought")
    window.until_text("half a thought")
    window.signal(signal.SIGKILL)  # to the process that a signal would come to
    window.hang_up()
    window.until(ended.exists, "the end of the program")
    assert int(ended.read_text()) == 128 + signal.SIGHUP
    assert any("half a thought" in repr(content) for content in drafts_of(written))


def test_the_end_of_the_input() -> None:
    """It is an error to the thread that reads, which would ask for more for ever; a byte that is no text is none."""
    keys = _Keys()
    assert keys.decode(b"a\xffb\xc3") + keys.decode(b"\xa9") == "a\ufffdb\xe9"
    with pytest.raises(EOFError):
        keys.decode(b"")
    assert keys.decode(b"", final=True) == ""


def test_a_killed_program_leaves_the_draft(written: Path, terminal: Open) -> None:
    """kill -9 after the draft was kept loses nothing of it."""
    window = terminal("--file", written)
    unlock(window)
    write_a_reflection(window, "half a thought")
    window.until_text("Draft kept")
    window.signal(signal.SIGKILL)
    assert window.until_end() == -signal.SIGKILL
    assert any("half a thought" in repr(content) for content in drafts_of(written))


def test_nothing_is_said_to_the_terminal_behind_the_screen(written: Path, terminal: Open) -> None:
    """No window title, clipboard or link ever reaches the terminal, and nothing private is in argv or environ."""
    window = terminal("--file", written, env={"TEXTUAL_LOG": str(written.parent / "log"), "TEXTUAL": "devtools,debug"})
    unlock(window)
    command = Path(f"/proc/{window.pid}/cmdline").read_bytes() + Path(f"/proc/{window.pid}/environ").read_bytes()
    window.press("ctrl+q")
    window.until_end()
    for forbidden in (b"\x1b]0;", b"\x1b]1;", b"\x1b]2;", b"\x1b]52", b"\x1b]8"):
        assert forbidden not in window.stream
    assert PASSPHRASE.encode() not in command and MARKER.encode() not in command
    assert set(written.parent.iterdir()) == {written, folder_of(written)}


def test_what_is_typed_into_the_lock_is_not_shown(written: Path, terminal: Open) -> None:
    """Words that somebody goes on typing while the program locks and starts afresh never reach the screen."""
    window = terminal("--file", written)
    unlock(window)
    write_a_reflection(window, "half a thought")
    window.until_text("half a thought")
    window.press("ctrl+l")
    typed = 0

    def typing() -> bool:
        nonlocal typed
        typed += 1
        window.type("kestrel ")
        return "•••" in window.text

    window.until(typing, "the unlock screen")
    assert b"kestrel" not in window.stream


def test_the_terminal_shows_what_is_typed_again_afterwards(written: Path, terminal: Open) -> None:
    """After a lock and quitting, the terminal echoes as it did before."""
    window = terminal("--file", written)
    unlock(window)
    window.press("ctrl+l")
    window.until_gone(MARKER)
    window.until_text("Passphrase")
    window.press("escape")
    assert window.until_end() == 0
    assert window.echoes
