"""The lock: when it comes, and how the app ends so that nothing of the journal stays."""

import asyncio
import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.screen import Screen

from journal.errors import JournalError
from journal.safety.text import safe
from journal.tui.backing_up import back_up
from journal.tui.ending import Ending
from journal.tui.faults import Faults
from journal.tui.practising import Practising
from journal.tui.screens.base import DialogScreen, JournalScreen
from journal.vault.settings import Preferences

_TICK = 0.25  # seconds between two looks at the clock
_ASLEEP = 2.0  # seconds that one clock counts and the other doesn't
_SLEPT = 15.0  # seconds without a look that only a sleeping machine explains, where there is one clock alone

_ENDINGS = {
    "SIGTERM": Ending.QUIT,
    "SIGHUP": Ending.QUIT,
    "SIGINT": Ending.QUIT,
    "SIGQUIT": Ending.QUIT,
    "SIGTSTP": Ending.SUSPENDED,
    "SIGCONT": Ending.LOCKED,  # after a stop that no program is told of
}

_HANG_UP = 1  # the number of SIGHUP, also where there is none


def now_awake_or_asleep() -> float:
    """Seconds that go on while the machine sleeps, where the platform has such a clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.time()


class Lock(Faults):
    """The part of the app that locks after the set minutes without a key, after sleep, on signals, and when asked.

    `seconds` is the clock. A second one, which stands still while the machine sleeps, tells sleep from a busy machine.
    """

    preferences: Preferences
    practising: Practising
    demo: bool

    def __init__(self, seconds: Callable[[], float] = now_awake_or_asleep) -> None:
        super().__init__()
        self._seconds = seconds
        self._seconds_awake = time.monotonic if seconds is now_awake_or_asleep else seconds
        self._last_touch = self._last_look = seconds()
        self._last_look_awake = self._seconds_awake()
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
        """Every key and click says that somebody is there, unless the lock should have come before it."""
        if isinstance(event, events.InputEvent):
            await self._look_at_clock()
            if self.is_leaving:
                return
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
        if self._is_time_to_lock():
            await self.leave(Ending.LOCKED, asked=False)
        self._last_look, self._last_look_awake = self._seconds(), self._seconds_awake()

    def _is_time_to_lock(self) -> bool:
        now = self._seconds()
        idle = now - self._last_touch >= self.preferences.lock_minutes * 60
        return not self.is_leaving and self._holds_something() and (idle or self._has_slept())

    def _has_slept(self) -> bool:
        passed = self._seconds() - self._last_look
        return passed > _SLEPT or passed - (self._seconds_awake() - self._last_look_awake) > _ASLEEP

    def _holds_something(self) -> bool:
        """Whether there is anything to be locked: the journal, or a secret that was typed to open it."""
        screens = (screen for stack in self._screen_stacks.values() for screen in stack)
        return self.vault.is_open or any(
            isinstance(screen, JournalScreen | DialogScreen) and screen.holds_secret for screen in screens
        )

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        # What would be drawn first after the machine has slept, whatever it is, is the lock.
        if not self.is_hidden and self._is_time_to_lock():
            self.hide()
            self.run_worker(self.leave(Ending.LOCKED, asked=False))
        super()._display(screen, renderable)

    def _watch_signals(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_debug(False)  # it would say what it runs, and with what
        loop.set_exception_handler(self._on_loop_fault)
        for name, ending in _ENDINGS.items():
            if hasattr(signal, name) and not self.is_headless:
                number = getattr(signal, name)
                loop.add_signal_handler(number, self._on_signal, number, ending)
                signal.signal(number, self._draw_no_more)  # at once; the loop is told all the same

    def _draw_no_more(self, number: int, frame: FrameType | None) -> None:
        self.is_hidden = True

    def _on_signal(self, number: int, ending: Ending) -> None:
        if ending is Ending.QUIT:
            self.exit_code = self.exit_code or 128 + number
        if ending is Ending.SUSPENDED and not self._holds_something():
            self.exit(ending)
            return
        self.run_worker(self.leave(ending, asked=False), exclusive=False)

    def hang_up(self) -> None:
        """Ends the app as when its terminal says that it was closed."""
        self._on_signal(_HANG_UP, Ending.QUIT)

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
        self.is_leaving = True
        self.hide()
        await self.vault.close()
        self.exit(Ending.QUIT, message=Text(safe(words), no_wrap=True, overflow="ignore"))

    async def leave(self, ending: Ending, *, asked: bool = True) -> None:
        """Ends the app in order: the screen erased, drafts into the file, the journal closed, then the screen left.

        Nothing holds up the lock or a signal. Somebody who asked to quit is told when a draft can't be kept, and stays.
        """
        if self.is_leaving:
            # A request to end outweighs a lock that is under way.
            self._ending = Ending.QUIT if ending is Ending.QUIT else self._ending
            return
        if ending is not Ending.QUIT and not self._holds_something():
            self.show_again()
            return
        self.is_leaving, self._ending = True, ending
        self.hide()
        await self.vault.hurry()
        try:
            await self.vault.follow()  # a file that was replaced takes no drafts; what has replaced it does
            await self._keep_drafts()
        except JournalError as error:
            if asked and self._ending is Ending.QUIT and not self.exit_code:
                self.is_leaving = False
                self.vault.stay()
                self.show_again()
                self.complain(error)
                return
        await self.practising.catch_up()
        # Here drafts are kept, the screen shows nothing, and the journal is still open.
        self.untold = "" if self.demo else await back_up(self.vault, self._ending, lambda: bool(self.exit_code))
        await self.vault.close()
        told = Text(safe(self.untold), no_wrap=True, overflow="ignore") if self.untold else None
        self.exit(self._ending, message=told if self._ending is Ending.QUIT else None)
