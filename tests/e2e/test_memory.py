"""What is in the memory of the locked program: no text, no passphrase and no key."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.model.dates import When
from journal.model.entry import EntryContent, Reflection
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.e2e.memory import encodings, found
from tests.e2e.terminal import Terminal
from tests.journals import new_vault
from tests.markers import marker

Open = Callable[..., Terminal]

NEW = "nine grey stones under the pier"

pytestmark = pytest.mark.memory

# Python holds a text in one, two or four bytes for each letter, as its widest one needs.
NARROW, WIDE, WIDEST, TAG, TYPED = (marker(name) for name in ("narrow", "wide", "widest", "tag", "typed"))


@pytest.fixture
def written(path: Path) -> Path:
    """A journal in which every marker but the typed one stands."""
    vault = new_vault(path)
    content = EntryContent(
        when=When(NOW.date()), details=Reflection(), topic=NARROW, text=f"{WIDE} 安静\n\n{WIDEST} 😀", tags=(TAG,)
    )
    vault.entries.add(content)
    vault.close()
    return path


@pytest.fixture
def needles(written: Path) -> dict[str, bytes]:
    """What must not be there."""
    return encodings((NARROW, WIDE, WIDEST, TAG, TYPED, PASSPHRASE)) | key_of(written, PASSPHRASE)


def key_of(path: Path, passphrase: str) -> dict[str, bytes]:
    """The key of a journal as it is now, in every form."""
    key = derive_key(passphrase, read_salt(path)).secret()
    return {
        f"the key of {passphrase}": key,
        f"the key of {passphrase} in hex": key.hex().encode(),
        f"the key of {passphrase} in capital hex": key.hex().upper().encode(),
    }


def unlock(window: Terminal, passphrase: str = PASSPHRASE) -> None:
    """Types the passphrase."""
    window.until_text("Passphrase")
    window.type(passphrase)
    window.press("enter")
    window.until_text(NARROW)


def read_and_write(window: Terminal) -> None:
    """Reads the entry, looks for it, and types into a form without saving."""
    window.press("2")
    window.until_text("[2 Journal]")
    window.until_text(WIDEST)
    window.press("/")
    window.type(WIDE)
    window.until_text("1 of 1 entr")
    window.press("escape")
    window.until_gone("To the list")
    window.press("1")
    window.until_text("[1 Today]")
    window.press("n")
    window.until_text("What would you like to log?")
    window.press("5")
    window.until_text("How it went")
    window.type(TYPED)
    window.until_text("Draft kept")


def turn(clock: Path, seconds: int, awake: int) -> None:
    """So many seconds have gone by, and so many of them while the machine was awake."""
    new = clock.with_suffix(".new")
    new.write_text(f"{seconds} {awake}")
    new.replace(clock)


def lock_by_key(window: Terminal, clock: Path) -> None:
    """Ctrl-L."""
    window.press("ctrl+l")


def wait(window: Terminal, clock: Path) -> None:
    """Two minutes in which nobody touches a key."""
    begun, gone_by = window.text, 0

    def passed() -> bool:
        nonlocal gone_by
        gone_by += 1
        turn(clock, gone_by, gone_by)
        return window.text != begun

    window.until(passed, "another screen")


def stop(window: Terminal, clock: Path) -> None:
    """SIGTSTP."""
    window.signal(signal.SIGTSTP)
    window.until(window.stopped, "the program to stop")


def sleep(window: Terminal, clock: Path) -> None:
    """The machine sleeps for five seconds."""
    turn(clock, 5, 0)


def test_the_looking_finds_a_key(needles: dict[str, bytes]) -> None:
    """A key, a passphrase and a text that a process holds, in whatever form, are found in it."""
    holding = "import sys; held = bytes.fromhex(sys.stdin.readline()); print(flush=True); sys.stdin.buffer.read()"
    with subprocess.Popen([sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as one:
        assert one.stdin is not None and one.stdout is not None
        one.stdin.write(b"".join(needles.values()).hex().encode() + b"\n")
        one.stdin.flush()
        one.stdout.readline()
        assert found(one.pid, needles) == set(needles)
        one.kill()


@pytest.mark.parametrize("lock", [lock_by_key, wait, stop, sleep])
def test_nothing_is_left(
    written: Path,
    needles: dict[str, bytes],
    terminal: Open,
    tmp_path: Path,
    lock: Callable[[Terminal, Path], None],
) -> None:
    """Before the lock the texts are found, so the looking finds what is there; after it, neither they nor the key."""
    clock = tmp_path / "clock"
    window = terminal("--file", written, program="tests.e2e.probing", env={"TESTS_CLOCK": str(clock)})
    unlock(window)
    read_and_write(window)
    before = found(window.pid, needles)
    texts = (f"{NARROW} in utf-8", f"{WIDE} in utf-16-le", f"{WIDEST} in utf-32-le", f"{TAG} in utf-8")
    assert {*texts, f"{TYPED} in utf-8"} <= before
    pid = window.pid
    lock(window, clock)
    if window.stopped():
        assert found(pid, needles) == set()
        window.signal(signal.SIGCONT)
    window.until_text("Passphrase")
    assert window.pid == pid
    assert found(pid, needles) == set()
    # A backup is made on locking, of which nothing is left either; a shell that stops the program isn't kept waiting.
    assert bool([*written.parent.glob("journal-backups/*.db")]) is (lock is not stop)


def fill(window: Terminal, first: str, *lines: str) -> None:
    """Types into lines, as soon as the first takes keys, which then shows as `first`; Enter at the end."""

    def typing() -> bool:
        window.type("x")
        return first in window.text

    window.until(typing, "a line that takes keys")
    window.press("ctrl+u")
    window.type("\t".join(lines))
    window.press("enter")


def change(window: Terminal) -> None:
    """Changes the passphrase, from the settings."""
    unlock(window)
    window.press("f10")
    window.until_text("Minutes to lock")
    window.press("f2")
    window.until_text("The present passphrase")
    fill(window, "•", PASSPHRASE, NEW, NEW)
    window.until_text("The passphrase is changed")


def recover(window: Terminal, words: tuple[str, ...]) -> None:
    """Opens the journal with its sheet, and sets a new passphrase."""
    window.until_text("Passphrase")
    window.press("f3")
    window.until_text("Words 1 to 6")
    fill(window, "Words 1 to 6     x", *(" ".join(words[line : line + 6]) for line in range(0, len(words), 6)))
    window.until_text("Now set a new passphrase")
    window.type(f"{NEW}\t{NEW}\r")  # the line is in focus before this is said
    window.until_text("Make a new recovery sheet now?")
    window.press("escape")
    window.until_text(NARROW)


@pytest.mark.parametrize("sheet", [False, pytest.param(True, marks=pytest.mark.long)])
def test_nothing_is_left_of_what_was_changed(written: Path, terminal: Open, sheet: bool) -> None:
    """After the passphrase was changed, with the present one or the sheet: neither of them, no key and no words."""
    old = key_of(written, PASSPHRASE)
    vault = Vault.open(written, PASSPHRASE)
    words = vault.recovery_sheet(PASSPHRASE).words
    vault.close()
    window = terminal("--file", written)
    if sheet:
        recover(window, words)
    else:
        change(window)
    typed = encodings([NEW, *([] if sheet else [PASSPHRASE]), " ".join(words[:2]), " ".join(words[12:14])])
    needles = typed | old | key_of(written, NEW) | encodings([NARROW, WIDE])
    assert {f"{NARROW} in utf-8", f"the key of {NEW}"} <= found(window.pid, needles)
    window.press("ctrl+l")
    window.until_gone(NARROW)
    window.until_text("Forgotten?")
    assert found(window.pid, needles | encodings([PASSPHRASE])) == set()
    unlock(window, NEW)


def test_a_passphrase_that_was_typed_and_left_is_taken_away(written: Path, terminal: Open, tmp_path: Path) -> None:
    """Whoever typed the passphrase and was called away before Enter finds an empty line, and so does everybody else."""
    clock = tmp_path / "clock"
    window = terminal("--file", written, program="tests.e2e.probing", env={"TESTS_CLOCK": str(clock)})
    window.until_text("Passphrase")
    window.type(PASSPHRASE)
    window.until_text("•" * len(PASSPHRASE))
    assert found(window.pid, encodings([PASSPHRASE]))
    wait(window, clock)
    window.until_text("Passphrase")
    assert found(window.pid, encodings([PASSPHRASE])) == set()
