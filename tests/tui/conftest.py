"""Fixtures for tests of the terminal app: the app over a test's own journal, and waiting until it has come to rest."""

import contextlib
import datetime as dt
import itertools
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

import pytest
from textual.css.model import RuleSet
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from journal.model.session import TherapySession
from journal.model.shared_copy import SharedCopy
from journal.outgoing.delivery import InPlain, deliver
from journal.tui.app import Ending, JournalApp
from journal.tui.stylesheet import OnceParsedStylesheet
from journal.vault.vault import Clock
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.tui import resting

Settle = Callable[[Pilot[Ending]], Awaitable[None]]
Wait = Callable[[Pilot[Any], Callable[[], bool]], Awaitable[None]]


_PARSED: dict[object, list[RuleSet]] = {}


class MakeApp(Protocol):
    """Makes the app over a journal file; it opens by itself, and its clock stands still unless another is given."""

    def __call__(self, path: Path, *, clock: Clock = ...) -> JournalApp: ...


@pytest.fixture(autouse=True)
def messages_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages stay until the next one, so that a slow machine doesn't lose one before a test has looked."""
    monkeypatch.setattr(JournalApp, "NOTIFICATION_TIMEOUT", 3600)


@pytest.fixture(autouse=True)
def keys_wait_no_longer_than_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a key, and in a pause, tests go on as soon as the app has come to rest."""
    resting.use(monkeypatch)


@pytest.fixture(autouse=True)
def styles_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one app has found of its style sheets, the next takes over where it has the same ones and colours."""
    parse = OnceParsedStylesheet._parse_rules

    def parse_once(sheet: OnceParsedStylesheet, *source: Any, **more: Any) -> list[RuleSet]:
        asked = (*source, *more.items(), *sheet._variables.items())
        if asked not in _PARSED:
            _PARSED[asked] = parse(sheet, *source, **more)
        return _PARSED[asked]

    monkeypatch.setattr(OnceParsedStylesheet, "_parse_rules", parse_once)


@pytest.fixture
def journal_app() -> MakeApp:
    """Makes the app over a journal that is there already: `journal_app(path)`."""

    def make(path: Path, *, clock: Clock = lambda: NOW) -> JournalApp:
        return JournalApp(path, passphrase=PASSPHRASE, clock=clock)

    return make


@pytest.fixture
def app(path: Path, journal_app: MakeApp) -> JournalApp:
    """The app over a new, empty journal."""
    new_vault(path, clock=lambda: NOW).close()
    return journal_app(path)


@pytest.fixture
def settle() -> Settle:
    """Waits until everything that was started is done and drawn: `await settle(pilot)`."""

    async def settled(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        while not all(worker.is_finished for worker in pilot.app.workers):
            with contextlib.suppress(WorkerCancelled):  # one that makes room for another has ended too
                await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    return settled


@pytest.fixture
def until() -> Wait:
    """Lets the app run until something holds: `await until(pilot, lambda: ...)`. Ends by itself after many turns."""

    async def reached(pilot: Pilot[Any], holds: Callable[[], bool]) -> None:
        for _ in range(2000):
            if holds():
                return
            await pilot.pause(0.01)
        raise AssertionError("it never came to hold")

    return reached


@pytest.fixture
def copies(path: Path, tmp_path: Path) -> list[Path]:
    """Two plain copies for a session that is over, and one on a disk that isn't there."""
    seconds = itertools.count()
    vault = new_vault(path, clock=lambda: NOW + dt.timedelta(seconds=next(seconds)))
    session = vault.sessions.add(TherapySession(date=NOW.date() - dt.timedelta(days=1)))
    places = [tmp_path / name for name in ("one.md", "two.md")]
    for place in places:
        deliver(vault, place, b"quiet words", InPlain(), SharedCopy(format="md", session=session.id))
    vault.shared_copies.add(SharedCopy(place="/nowhere/three.md", digest="0" * 64, session=session.id))
    vault.close()
    return places
