"""The app: its screens, the lock, and what happens when something goes wrong."""

import asyncio
import datetime as dt
import importlib
import os
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from rich.text import Text
from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.driver import Driver
from textual.screen import Screen

from journal import clock
from journal.errors import JournalError
from journal.model.dates import When
from journal.model.entry import Entry, EntryContent, Kind, Sharing, blank
from journal.model.homework import Assignment, prefilled
from journal.model.records import Content as Records
from journal.model.records import Record
from journal.safety.process import failure
from journal.safety.text import safe, safe_line
from journal.tui.commands import APP_COMMANDS, Command, bindings
from journal.tui.places import PLACES, Place
from journal.tui.screens.base import DialogScreen, JournalScreen
from journal.tui.screens.blank import BlankScreen
from journal.tui.theme import DARK, LIGHT
from journal.tui.vault_thread import VaultThread
from journal.vault.drafts import Draft
from journal.vault.settings import Preferences
from journal.vault.vault import Clock, utc_now

_TICK = 1.0  # seconds between two looks at the clock
_SLEPT = 15.0  # seconds without a look that only a sleeping machine explains


class Ending(Enum):
    """How the app ended."""

    QUIT = "quit"
    LOCKED = "locked"  # to be run again at once, at the unlock screen
    SUSPENDED = "suspended"  # the same, after the shell has continued it


def _now_awake_or_asleep() -> float:
    """Seconds that go on while the machine sleeps, where the platform has such a clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.time()


def _open_place(place: Place) -> Screen[None]:
    module, name = place.screen
    screen: Screen[None] = getattr(importlib.import_module(f"journal.tui.screens.{module}"), name)()
    return screen


class JournalApp(App[Ending]):
    """The terminal app over one journal file."""

    TITLE = "journal"
    CSS_PATH = "app.tcss"
    AUTO_FOCUS = ""
    NOTIFICATION_TIMEOUT = 4
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(APP_COMMANDS),
        # Ahead of the widgets, so that keys typed right after a Tab reach the field that it leads to.
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]
    MODES: ClassVar[dict[str, Callable[[], Screen[None]]]] = {  # type: ignore[assignment]
        place.id: partial(_open_place, place) for place in PLACES
    }

    def __init__(
        self,
        path: Path,
        *,
        passphrase: str | None = None,
        demo: bool = False,
        clock: Clock = utc_now,
        seconds: Callable[[], float] = _now_awake_or_asleep,
    ) -> None:
        super().__init__()
        self.path = path
        self.demo = demo
        self.vault = VaultThread(clock)
        self.preferences = Preferences()
        self.revision = 0
        self._passphrase = passphrase
        self._clock = clock
        self._seconds = seconds
        self._last_touch = self._last_look = seconds()
        self._leaving = False
        self._ending = Ending.QUIT
        self._failing = False

    def get_driver_class(self) -> type[Driver]:
        """Our own driver for terminals, except on Windows."""
        if os.name == "nt":
            return super().get_driver_class()
        from journal.tui.driver import TerminalDriver

        return TerminalDriver

    # What screens use

    def today(self) -> dt.date:
        """The date where the person is."""
        return clock.today(self._clock())

    def now(self) -> When:
        """The date, time and zone where the person is, to the minute."""
        return clock.now(self._clock())

    def changed(self) -> None:
        """Says that the journal's content changed, so that places read it again when they are next in front."""
        self.revision += 1

    def say(self, message: str) -> None:
        """Shows a short message."""
        self.clear_notifications()  # one at a time, for each lies over the text
        self.notify(safe_line(message), markup=False)

    def complain(self, error: JournalError) -> None:
        """Shows what went wrong and what to do next."""
        self.notify(safe_line(f"{error.message} {error.hint}"), severity="error", timeout=12, markup=False)

    async def read_entry(self, entry: Entry) -> None:
        """Goes to the Journal with the cursor on this entry."""
        from journal.tui.screens.journal_place import JournalPlace

        await self.switch_mode("journal")
        if isinstance(self.screen, JournalPlace):
            self.screen.show_entry(entry)

    def write_entry(self, kind: Kind) -> None:
        """Opens the form for a new entry of a kind, dated now."""
        self._open_form(blank(kind, self.now()))

    def write_copy(self, content: EntryContent) -> None:
        """Opens the form for a new entry with the content of another, dated now and shared with nobody."""
        self._open_form(replace(content, when=self.now(), sharing=Sharing()))

    def write_practice(self, assignment: Record[Assignment]) -> None:
        """Opens the form for a new entry of an assignment, with what is known already filled in."""
        self._open_form(prefilled(assignment.content, assignment.id, self.now()))

    def edit_entry(self, entry_id: str, content: EntryContent) -> None:
        """Opens the form for an entry; if a draft of an earlier edit is there, the form goes on with it."""
        self._open_form(content, edits=entry_id)

    def write_record(
        self, content: Records, record_id: str = "", then: Callable[[str | None], None] | None = None
    ) -> None:
        """Opens the form for a record: a new one that begins with `content`, or the one with this id.

        `then` is called with the id it was saved under, or None where it was left.
        """
        self._open_form(content, edits=record_id, then=then)

    def go_on_with(self, draft: Draft) -> None:
        """Opens the form on a draft."""
        self._open_form(draft.content, edits=draft.edits, draft=draft)

    def _open_form(
        self,
        content: EntryContent | Records,
        *,
        edits: str = "",
        draft: Draft | None = None,
        then: Callable[[str | None], None] | None = None,
    ) -> None:
        from journal.tui.screens.entry_form import EntryFormScreen
        from journal.tui.screens.record_form import RecordFormScreen

        if isinstance(content, EntryContent):
            self.push_screen(EntryFormScreen(content, edits=edits, draft=draft), then)
        else:
            self.push_screen(RecordFormScreen(content, edits=edits, draft=draft), then)

    # Opening

    def on_mount(self) -> None:
        """Watches signals and the clock, and asks for the passphrase or for the set-up."""
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name
        self._watch_signals()
        self.set_interval(_TICK, self._look_at_clock)
        self._ask_to_open()

    def _ask_to_open(self) -> None:
        from journal.tui.screens.setup import SetupScreen
        from journal.tui.screens.unlock import UnlockScreen

        if self.path.exists() or self.path.is_symlink():
            self.push_screen(UnlockScreen(self._passphrase), self._opened)
        else:
            self.push_screen(SetupScreen(), self._opened)
        self._passphrase = None

    async def _opened(self, done: bool | None) -> None:
        if not done:
            self.exit(Ending.QUIT)
            return
        try:
            self.preferences = await self.vault.read(lambda vault: vault.settings.get())
        except JournalError as error:
            self.complain(error)
        self.touch()
        blanked = isinstance(self.screen, BlankScreen)
        await self.switch_mode("today")
        if blanked:
            await self.push_screen(BlankScreen())

    def copy_to_clipboard(self, text: str) -> None:
        """Keeps what was copied inside the program: the system's clipboard is open to every other one."""
        self._clipboard = text

    # Leaving and locking

    async def action_lock(self) -> None:
        """Keeps drafts, closes the journal, and ends so that the program starts again at the unlock screen."""
        await self.leave(Ending.LOCKED)

    async def action_leave(self) -> None:
        """Keeps drafts and quits."""
        await self.leave(Ending.QUIT)

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
            if asked and self._ending is Ending.QUIT:
                self._leaving = False
                blank.dismiss(None)
                self.complain(error)
                return
        await self.vault.close()
        self.exit(self._ending)

    async def _keep_drafts(self) -> None:
        for screen in reversed(self.screen_stack):
            if isinstance(screen, JournalScreen | DialogScreen):
                await screen.keep()

    def touch(self) -> None:
        """Notes that somebody is there."""
        self._last_touch = self._seconds()

    async def on_event(self, event: events.Event) -> None:
        """Every key and click says that somebody is there."""
        if isinstance(
            event, events.Key | events.MouseDown | events.MouseScrollDown | events.MouseScrollUp | events.Paste
        ):
            self.touch()
        if isinstance(event, events.Key) and event.is_printable:
            screen = self.screen
            if isinstance(screen, JournalScreen) and screen.held_keys is not None:
                screen.held_keys.append(event)
                return
        await super().on_event(event)

    async def release_keys(self, screen: JournalScreen[Any]) -> None:
        """Types the letters that a screen held, ahead of those still to come."""
        held, screen.held_keys = screen.held_keys or [], None
        for event in held:
            await super().on_event(event)

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
                loop.add_signal_handler(getattr(signal, name), self._on_signal, ending)

    def _on_signal(self, ending: Ending) -> None:
        if ending is Ending.SUSPENDED and not self.vault.is_open:
            self.exit(ending)
            return
        self.run_worker(self.leave(ending, asked=False), exclusive=False)

    # Commands

    async def action_go(self, place: str) -> None:
        """Goes to a place."""
        await self.switch_mode(place)

    def action_command_palette(self) -> None:
        """Opens the list of commands, unless it is open below what is in front."""
        if not any(isinstance(screen, CommandPalette) for screen in self.screen_stack):
            super().action_command_palette()

    def action_log(self) -> None:
        """Asks which kind of entry to log."""
        from journal.tui.screens.kinds import KindsScreen

        def chosen(kind: Kind | None) -> None:
            if kind is not None:
                self.write_entry(kind)

        self.push_screen(KindsScreen(), chosen)

    async def action_search(self) -> None:
        """Goes to the Journal and puts the cursor into its search line."""
        await self.switch_mode("journal")
        await self.screen.run_action("focus_search")

    def action_help(self) -> None:
        """Shows the help page for what is in front."""
        from journal.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.commands_here()))

    def action_blank(self) -> None:
        """Blanks the screen, or shows it again."""
        if isinstance(self.screen, BlankScreen):
            self.screen.dismiss(None)
        else:
            self.push_screen(BlankScreen())

    def commands_here(self) -> tuple[Command, ...]:
        """What can be done on the screen in front, its own commands first."""
        screen = self.screen
        # The palette itself is in front when it asks.
        if isinstance(screen, CommandPalette):
            screen = self.screen_stack[-2]
        own = screen.ACTIONS if isinstance(screen, JournalScreen | DialogScreen) else ()
        return (*own, *APP_COMMANDS)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette has: the commands of the screen and the app, and none of Textual's, such as screenshots."""
        shown = {command.help: command for command in reversed(self.commands_here())}
        for command in reversed(shown.values()):
            if command.action != "app.command_palette":
                run = partial(self.run_action, command.action, screen)
                yield SystemCommand(command.help, f"Key: {command.shown_key}", run)

    # Faults

    def _fatal_error(self) -> None:
        # Textual would print the local variables here, which hold journal text.
        self.panic()

    def panic(self, *_renderables: object) -> None:
        """Ends the app after a fault of its own: keeps drafts, and says where the fault was but nothing else."""
        if self._failing:
            return
        self._failing = True
        where = failure(self._exception) if self._exception else "input"
        self._last_task = asyncio.get_running_loop().create_task(self._keep_and_close(where))

    async def _keep_and_close(self, where: str) -> None:
        kept = "What was being written may not be kept."
        try:
            await self._keep_drafts()
            kept = "What was being written is kept as a draft."
        except JournalError as error:
            kept = f"{error.message} {kept}"
        finally:
            self._exit_renderables.append(
                Text(
                    f"journal: error: The program met a fault of its own ({safe(where)}).\n"
                    f"journal: hint: What was saved is safe. {safe(kept)} Start it again."
                )
            )
            await self.vault.close()
            self._close_messages_no_wait()

    def _on_loop_fault(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        # asyncio would log the message of the exception, which may hold journal text.
        if isinstance(error := context.get("exception"), Exception):
            self._exception = self._exception or error
            self.panic()
