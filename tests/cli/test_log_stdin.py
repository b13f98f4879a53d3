"""Logging with the text from standard input."""

import array
import datetime as dt
import fcntl
import os
import signal
import subprocess
import termios
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from journal.model.dates import When
from journal.model.entry import Kind, blank
from journal.model.sharing import is_shared
from journal.vault.vault import Vault
from tests.cli.running import run
from tests.conftest import PASSPHRASE, PROGRAM
from tests.hostile import HOSTILE_TEXTS

Reopened = Callable[[], Vault]


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind(made: Path, reopened: Reopened, kind: Kind) -> None:
    """The text becomes an entry of the kind, private and dated now, and its id is all that standard output gets."""
    ended = run("--file", made, "log", kind.value.replace("_", "-"), stdin="Größer als\nerwartet\n".encode())
    assert (ended.code, ended.err) == (0, "Saved.\n")
    (entry,) = reopened().entries.each()
    assert ended.text == f"{entry.id}\n"
    assert entry.content.kind is kind
    assert entry.content.text == "Größer als\nerwartet"
    assert not is_shared(entry.content)
    assert entry.content.when.time is not None
    assert entry.content.when.zone


@pytest.mark.parametrize("typed", ["sens", "exp", "EDU", "sensate_focus", "c", "reflection"])
def test_beginnings(made: Path, reopened: Reopened, typed: str) -> None:
    """The beginning of a kind is enough where it is the only one."""
    assert run("--file", made, "log", typed, stdin=b"text").code == 0
    (entry,) = reopened().entries.each()
    assert entry.content.kind.value.startswith(typed.lower())


@pytest.mark.parametrize(
    ("typed", "words"), [("e", "More than one kind"), ("walk", "no such kind"), ("", "no such kind")]
)
def test_unknown_kind(made: Path, typed: str, words: str) -> None:
    """Anything else is a usage error that lists the kinds, and doesn't repeat what was typed."""
    ended = run("--file", made, "log", typed, stdin=b"text")
    assert (ended.code, ended.out) == (2, b"")
    assert words in ended.err and "Kinds are: sensate-focus, experimentation," in ended.err
    assert "walk" not in ended.err


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_text_is_kept_exactly(made: Path, reopened: Reopened, text: str) -> None:
    """Not a character of it is changed, and one line end after it is dropped."""
    assert run("--file", made, "log", "reflection", stdin=f"{text}\n".encode()).code == 0
    (entry,) = reopened().entries.each()
    assert entry.content.text == text


def test_long_line(made: Path, reopened: Reopened) -> None:
    """200 KB in one line are an ordinary text, and only the last of its line ends is dropped."""
    text = "w🌿 " * 40_000
    assert run("--file", made, "log", "reflection", stdin=f"{text}\n\n".encode()).code == 0
    (entry,) = reopened().entries.each()
    assert entry.content.text == f"{text}\n"


@pytest.mark.parametrize("stdin", [b"", b"\n", b" \n\t\n"])
def test_nothing(made: Path, reopened: Reopened, stdin: bytes) -> None:
    """There is nothing to keep in an empty text."""
    ended = run("--file", made, "log", "reflection", stdin=stdin)
    assert (ended.code, ended.out) == (2, b"")
    assert "no text to keep" in ended.err
    assert reopened().entries.count() == 0


def test_not_utf8(made: Path, reopened: Reopened) -> None:
    """Bytes that are no UTF-8 are refused rather than changed, and not repeated."""
    ended = run("--file", made, "log", "reflection", stdin="secret naïve".encode("latin-1"))
    assert (ended.code, ended.out) == (2, b"")
    assert "not valid UTF-8" in ended.err and "secret" not in ended.err
    assert reopened().entries.count() == 0


@pytest.mark.parametrize(
    ("options", "when"),
    [
        (("--on", "2026-05-04", "--at", "9pm"), When(dt.date(2026, 5, 4), dt.time(21), "Europe/Vienna")),
        (("--on", "4.5.2026"), When(dt.date(2026, 5, 4), None, "Europe/Vienna")),
    ],
)
def test_when(made: Path, reopened: Reopened, options: tuple[str, ...], when: When) -> None:
    """The day and time that were chosen are kept, with the zone that the machine is in."""
    assert run("--file", made, "log", "edu", *options, stdin=b"text", env={"TZ": "Europe/Vienna"}).code == 0
    (entry,) = reopened().entries.each()
    assert entry.content.when == when


@pytest.mark.parametrize(("tz", "zone"), [("America/New_York", "America/New_York"), ("XYZ-5:37", "")])
def test_zone(made: Path, reopened: Reopened, tz: str, zone: str) -> None:
    """The zone has its name where the machine knows one, and else none; nothing is said about it."""
    ended = run("--file", made, "log", "edu", stdin=b"text", env={"TZ": tz})
    assert (ended.code, ended.err) == (0, "Saved.\n")
    (entry,) = reopened().entries.each()
    assert entry.content.when.zone == zone


@pytest.mark.parametrize("options", [("--on", "someday"), ("--at", "late")])
def test_when_unreadable(made: Path, options: tuple[str, str]) -> None:
    """A date or time that can't be read is a usage error, before the passphrase is asked for."""
    ended = run("--file", made, "log", "edu", *options, passphrase=None)
    assert ended.code == 2
    assert "can't be read" in ended.err and options[1] not in ended.err.replace("latest", "")


def test_passphrase_and_text_on_one_descriptor(made: Path, reopened: Reopened) -> None:
    """With --passphrase-fd 0 the first line is the passphrase and the rest is the text."""
    ended = run(
        "--passphrase-fd", 0, "--file", made, "log", "edu", stdin=f"{PASSPHRASE}\ntext".encode(), passphrase=None
    )
    assert ended.code == 0
    (entry,) = reopened().entries.each()
    assert entry.content == replace(blank(Kind.EDUCATION, entry.content.when), text="text")


def test_interrupted(made: Path) -> None:
    """Ctrl-C while it waits for the text ends it quietly."""
    reading, writing = os.pipe()
    os.write(writing, f"{PASSPHRASE}\n".encode())
    with subprocess.Popen(
        [*PROGRAM, "--passphrase-fd", "0", "--file", str(made), "log", "reflection"],
        stdin=reading, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        os.close(reading)
        while unread(writing) and process.poll() is None:
            pass
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    os.close(writing)
    assert (process.returncode, out, err) == (130, b"", b"")


def unread(writing: int) -> bool:
    """Whether a pipe still holds bytes that nobody has read."""
    count = array.array("i", [0])
    fcntl.ioctl(writing, termios.FIONREAD, count)
    return count[0] > 0
