"""The app: its screens, what they use of it, and its commands."""

import datetime as dt
import importlib
import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.actions import parse
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.driver import Driver
from textual.notifications import SeverityLevel
from textual.screen import Screen

from journal import clock
from journal.errors import JournalError
from journal.model.dates import When
from journal.model.entry import Kind
from journal.safety.text import safe_line
from journal.tui.backing_up import NOT_BACKED_UP, lag_of
from journal.tui.commands import APP_COMMANDS, PALETTE_COMMANDS, Command, bindings
from journal.tui.ending import Ending
from journal.tui.forms import Forms
from journal.tui.lock import Lock, now_awake_or_asleep
from journal.tui.opening import Opening
from journal.tui.places import PLACES, Place
from journal.tui.practising import Practising
from journal.tui.screens.base import DialogScreen, JournalScreen
from journal.tui.stylesheet import OnceParsedStylesheet
from journal.tui.theme import DARK, LIGHT
from journal.tui.vault_thread import VaultThread
from journal.vault.settings import Preferences
from journal.vault.vault import Clock, utc_now

__all__ = ["Ending", "JournalApp"]


def _open_place(place: Place) -> Screen[None]:
    module = importlib.import_module(f"journal.tui.screens.{place.id}.place")
    screen: Screen[None] = getattr(module, place.screen)()
    return screen


def _applies(command: Command, screen: Screen[Any]) -> bool:
    _, action, parameters = parse(command.action)
    return screen.check_action(action, parameters) is not False


_OPENS = frozenset(
    {
        "help",
        "support",
        "timer",
        "command_palette",
        "settings",
        "people",
        "go",
        "log",
        "search",
        "trash",
        "ledger",
        "merge",
        "end_of_therapy",
        "passphrase",
        "recovery_sheet",
        "backups",
        "doctor",
        "shared",
    }
)
# Keys that belong to what is typed, beside letters.
_TYPED = frozenset({"tab", "shift+tab", "enter", "backspace", "up", "down", "left", "right"})


class JournalApp(Opening, Forms, Lock):
    """The terminal app over one journal file."""

    TITLE = "journal"
    CSS_PATH = "app.tcss"
    AUTO_FOCUS = ""
    NOTIFICATION_TIMEOUT = 4
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(APP_COMMANDS),
        Binding("question_mark", "app.help", show=False),  # wherever it isn't typed into something
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
        seconds: Callable[[], float] = now_awake_or_asleep,
        practice: bytes = b"",
        not_backed_up: bool = False,
    ) -> None:
        super().__init__(seconds)
        self.stylesheet = OnceParsedStylesheet(variables=self.get_css_variables())
        self.path = path
        self.demo = demo
        self.vault = VaultThread(clock)
        self.preferences = Preferences()
        self.revision = 0
        self.practising = Practising(self, clock)
        self.practising.carry_on(practice)
        self._passphrase = passphrase
        self._clock = clock
        self._not_backed_up = not_backed_up

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
        self._tell(message)

    def complain(self, error: JournalError) -> None:
        """Shows what went wrong and what to do next."""
        self._tell(f"{error.message} {error.hint}", severity="error", timeout=12)

    def _tell(self, message: str, *, severity: SeverityLevel = "information", timeout: float | None = None) -> None:
        self.clear_notifications()  # one at a time, for each lies over the text
        self.notify(safe_line(message), severity=severity, timeout=timeout, markup=False)

    # Opening

    def on_mount(self) -> None:
        """Watches signals and the clock, and asks for the passphrase or for the set-up."""
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name
        self.watch_for_leaving()
        self.practising.watch()
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
        await self.practising.find()
        self.touch()
        await self.switch_mode("today")
        if self.practising.practice is not None and not self.practising.waits:
            await self._show_timer()
        await self._tell_of_backups()

    async def _tell_of_backups(self) -> None:
        """Says that no backup could be made the last time, or for long."""
        if self.demo:
            return
        if self._not_backed_up:
            self._tell(NOT_BACKED_UP, severity="warning", timeout=12)
            return
        words = await self.vault.by_itself(lag_of)
        if words:
            self._tell(words, severity="warning", timeout=12)

    def copy_to_clipboard(self, text: str) -> None:
        """Keeps what was copied inside the program: the system's clipboard is open to every other one."""
        self._clipboard = text

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """What is typed before a screen can take it waits for it: letters, and the keys between two fields."""
        if isinstance(event, events.Key) and (event.is_printable or event.key in _TYPED) and self.screen_stack:
            screen = self.screen
            if isinstance(screen, JournalScreen) and screen.held_keys is not None:
                self.touch()
                screen.held_keys.append(event)
                return
        await super().on_event(event)

    async def release_keys(self, screen: JournalScreen[Any]) -> None:
        """Types the keys that a screen held, ahead of those still to come."""
        held, screen.held_keys = screen.held_keys or [], None
        for event in held:
            await super().on_event(event)

    # Commands

    async def action_go(self, place: str) -> None:
        """Goes to a place."""
        await self.switch_mode(place)

    def action_command_palette(self) -> None:
        """Opens the list of commands, unless it is open below what is in front."""
        from journal.tui.screens.palette import Palette

        if not any(isinstance(screen, CommandPalette) for screen in self.screen_stack):
            self.push_screen(Palette(id="--command-palette"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Over a screen that is closed to it, such as the blank one, nothing opens."""
        front = self.screen if self.screen_stack else None
        closed = isinstance(front, JournalScreen | DialogScreen) and front.IS_CLOSED
        return False if closed and action in _OPENS else super().check_action(action, parameters)

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

    def action_support(self) -> None:
        """Opens the support page over whatever is in front, or closes it."""
        from journal.tui.screens.support import SupportScreen

        if isinstance(self.screen, SupportScreen):
            self.screen.dismiss(None)
        else:
            self.push_screen(SupportScreen())

    async def action_timer(self) -> None:
        """Goes to the practice timer, once the journal is open."""
        from journal.tui.screens.timer.timer import TimerScreen

        if self.vault.is_open and not any(isinstance(screen, TimerScreen) for screen in self.screen_stack):
            await self._show_timer()

    async def _show_timer(self) -> None:
        from journal.tui.screens.timer.timer import TimerScreen

        await self.push_screen(TimerScreen())

    def commands_here(self) -> tuple[Command, ...]:
        """What can be done on the screen in front, its own commands first."""
        screen = self.screen
        # The palette itself is in front when it asks.
        if isinstance(screen, CommandPalette):
            screen = self.screen_stack[-2]
        own = screen.ACTIONS if isinstance(screen, JournalScreen | DialogScreen) else ()
        return (*(command for command in own if _applies(command, screen)), *APP_COMMANDS)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette has: the commands of the screen and the app, and none of Textual's, such as screenshots."""
        more = PALETTE_COMMANDS if self.vault.is_open else ()
        shown = {command.help: command for command in reversed((*self.commands_here(), *more))}
        for command in reversed(shown.values()):
            if command.action != "app.command_palette":
                run = partial(self.run_action, command.action, screen)
                yield SystemCommand(command.help, f"Key: {command.shown_key}" if command.key else "Only here", run)
