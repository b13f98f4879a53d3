"""The lock: when it comes, and how the app ends so that nothing of the journal stays."""

import asyncio
import signal
import time
from collections.abc import Callable

from rich.text import Text
from textual import events

from journal.errors import JournalError
from journal.safety.text import safe
from journal.tui.backing_up import back_up
from journal.tui.ending import Ending
from journal.tui.faults import Faults
from journal.tui.practising import Practising
from journal.tui.screens.blank import BlankScreen
from journal.vault.settings import Preferences

_TICK = 1.0  # seconds between two looks at the clock
_SLEPT = 15.0  # seconds without a look that only a sleeping machine explains


def now_awake_or_asleep() -> float:
    """Seconds that go on while the machine sleeps, where the platform has such a clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.time()


class Lock(Faults):
    """The part of the app that locks after the set minutes without a key, after sleep, on signals, and when asked."""

    preferences: Preferences
    practising: Practising
    demo: bool

    def __init__(self, seconds: Callable[[], float] = now_awake_or_asleep) -> None:
        super().__init__()
        self._seconds = seconds
        self._last_touch = self._last_look = seconds()
        self._leaving = False
        self._ending = Ending.QUIT
        self.untold = ""  # of the backup that closing makes; "" where nothing is to be told

    def complain(self, error: JournalError) -> None:
        """Shows what went wrong and what to do next; overridden."""
        raise NotImplementedError

    # When

    def touch(self) -> None:
        """Notes that somebody is there."""
        self._last_touch = self._seconds()

    async def on_event(self, event: events.Event) -> None:
        """Every key and click says that somebody is there."""
        if isinstance(
            event, events.Key | events.MouseDown | events.MouseScrollDown | events.MouseScrollUp | events.Paste
        ):
            self.touch()
        await super().on_event(event)

    def watch_for_leaving(self) -> None:
        """Begins to look at the clock and to listen to signals."""
        self._watch_signals()
        self.set_interval(_TICK, self._look_at_clock)

    async def _look_at_clock(self) -> None:
        now = self._seconds()
        slept = now - self._last_look > _SLEPT
        self._last_look = now
        if self.vault.is_open and (slept or now - self._last_touch >= self.preferences.lock_minutes * 60):
            await self.leave(Ending.LOCKED)

    def _watch_signals(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._on_loop_fault)
        for name, ending in (
            ("SIGTERM", Ending.QUIT), ("SIGHUP", Ending.QUIT), ("SIGINT", Ending.QUIT), ("SIGTSTP", Ending.SUSPENDED),
        ):  # fmt: skip
            if hasattr(signal, name) and not self.is_headless:
                number = getattr(signal, name)
                loop.add_signal_handler(number, self._on_signal, number, ending)

    def _on_signal(self, number: int, ending: Ending) -> None:
        if ending is Ending.QUIT:
            self.exit_code = self.exit_code or 128 + number
        if ending is Ending.SUSPENDED and not self.vault.is_open:
            self.exit(ending)
            return
        self.run_worker(self.leave(ending, asked=False), exclusive=False)

    # How

    async def action_lock(self) -> None:
        """Keeps drafts, closes the journal, and ends so that the program starts again at the unlock screen."""
        await self.leave(Ending.LOCKED)

    async def action_leave(self) -> None:
        """Keeps drafts and quits."""
        await self.leave(Ending.QUIT)

    async def keep_drafts(self) -> None:
        """Keeps what is written on any screen and not saved yet. Raises what the vault raises."""
        await self._keep_drafts()

    async def end_for_good(self, words: str) -> None:
        """Ends the app once its journal is no longer there; the words are left on the terminal."""
        self._leaving = True
        await self.vault.close()
        self.exit(Ending.QUIT, message=Text(safe(words), no_wrap=True, overflow="ignore"))

    async def leave(self, ending: Ending, *, asked: bool = True) -> None:
        """Ends the app in order: drafts into the file, the journal closed, then the screen left.

        Nothing holds up the lock or a signal. Somebody who asked to quit is told when a draft can't be kept, and stays.
        """
        if self._leaving:
            # A request to end outweighs a lock that is under way.
            self._ending = Ending.QUIT if ending is Ending.QUIT else self._ending
            return
        if ending is not Ending.QUIT and not self.vault.is_open:
            return
        self._leaving, self._ending = True, ending
        blank = BlankScreen()
        await self.push_screen(blank)
        if self._driver is not None:
            self._driver.write("\x1b[2J")  # some terminals keep the alternate screen as it was when it was left
            self._driver.flush()
        try:
            await self._keep_drafts()
        except JournalError as error:
            if asked and self._ending is Ending.QUIT and not self.exit_code:
                self._leaving = False
                blank.dismiss(None)
                self.complain(error)
                return
        await self.practising.catch_up()
        self.untold = "" if self.demo else await back_up(self.vault, self._ending, lambda: bool(self.exit_code))
        await self.vault.close()
        told = Text(safe(self.untold), no_wrap=True, overflow="ignore") if self.untold else None
        self.exit(self._ending, message=told if self._ending is Ending.QUIT else None)
