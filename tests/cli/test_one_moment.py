"""Commands that read: what they say is of one moment, and is written when others may save again."""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.main import get_command

from journal.cli import output
from journal.cli.app import app
from journal.errors import JournalInUse
from journal.model.dates import When
from journal.model.entry import Kind, blank
from journal.model.homework import Assignment
from journal.model.session import AgendaItem, TherapySession
from journal.vault.entries import Entries
from journal.vault.records import Records
from journal.vault.settings import Settings
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE

TODAY = dt.datetime.now().astimezone().date()


@pytest.fixture
def ids(vault: Vault) -> dict[str, str]:
    """Something of everything that is listed and shown."""
    session = vault.sessions.add(TherapySession(date=TODAY - dt.timedelta(days=3)))
    homework = vault.assignments.add(Assignment(title="Back and arms", session=session.id, wanted=3))
    entry = vault.entries.add(blank(Kind.SENSATE_FOCUS, When(TODAY)))
    item = vault.agenda.add(AgendaItem(text="A question"))
    return {"session": session.id, "homework": homework.id, "entry": entry.id, "item": item.id}


@pytest.mark.parametrize(
    "command",
    [
        "homework list", "homework list --json", "homework library --json", "homework library hands-first",
        "session list", "session list --json", "session agenda", "session agenda --json", "stats", "stats --json",
        "show {homework}", "show {homework} --json", "show {session}", "show {session} --json", "show {entry}",
        "show {item}",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("short_waits")
def test_read_at_one_moment(
    path: Path,
    vault: Vault,
    ids: dict[str, str],
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Another program that saves between two of the reads is kept out, and let in when what was read is written."""
    words = command.format(**ids).split()
    say(path, words)
    unchanged = capfd.readouterr()
    saved: list[bool] = []

    def saves(act: Callable[..., object], *, first: bool) -> Callable[..., object]:
        def acting(*values: object, **named: object) -> object:
            if first and not any(saved):
                saved.append(save(vault))
            found = act(*values, **named)
            if not first and not any(saved):
                saved.append(save(vault))
            return found

        return acting

    for table, name in ((Records, "list"), (Records, "get"), (Settings, "get"), (Entries, "find")):
        monkeypatch.setattr(table, name, saves(getattr(table, name), first=False))
    for name in ("write", "write_bytes"):
        monkeypatch.setattr(output, name, saves(getattr(output, name), first=True))
    say(path, words)
    assert saved[-1] and not any(saved[:-1]) and len(saved) > 1
    assert capfd.readouterr() == unchanged


def say(path: Path, words: list[str]) -> None:
    """Runs a command in this process; what it says is on standard output."""
    reading, writing = os.pipe()
    os.write(writing, f"{PASSPHRASE}\n".encode())
    os.close(writing)
    get_command(app).main(
        ["--passphrase-fd", str(reading), "--file", str(path), *words], prog_name="journal", standalone_mode=False
    )
    output.flush()


def save(vault: Vault) -> bool:
    """Adds homework to a journal that may be in use; whether that went through."""
    try:
        vault.assignments.add(Assignment(title="Meanwhile"))
    except JournalInUse:
        return False
    return True
