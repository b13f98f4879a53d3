"""What the screens of the app have in common."""

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events, on, work
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Input

from journal.errors import JournalError
from journal.model.dates import short_date
from journal.model.timer import Face
from journal.tui.commands import PLACE_COMMANDS, Command
from journal.tui.screens.closing import ClosesOnce
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.place_bar import PlaceBar, PlaceTab
from journal.vault.settings import Preferences
from journal.vault.vault import Vault

if TYPE_CHECKING:
    from journal.tui.app import JournalApp

R = TypeVar("R")
T = TypeVar("T")

_LOOK_EVERY = 20.0  # seconds between two looks at the date; a day may end while a place is in front


class _OverTheVault(ClosesOnce[R]):
    """What a full screen and a dialog have in common."""

    ACTIONS: ClassVar[tuple[Command, ...]] = ()
    IS_CLOSED: ClassVar[bool] = False  # whether nothing opens over it by a key or a command of the app
    holds_secret = False  # whether a secret is or was in it that the lock takes away, also where no journal is open

    @on(Input.Changed)
    def _note_secret(self, event: Input.Changed) -> None:
        self.holds_secret = self.holds_secret or (event.input.password and bool(event.value))

    @property
    def journal(self) -> "JournalApp":
        """The app, by its own type."""
        return cast("JournalApp", self.app)

    async def read(self, job: Callable[[Vault], T]) -> T:
        """Reads from the vault. Who reads for a screen that was closed meanwhile is cancelled, and draws nothing."""
        found = await self.journal.vault.read(job)
        if not (self.display and self.is_attached):  # its widgets go before its workers are cancelled
            raise asyncio.CancelledError
        return found

    async def keep(self) -> None:
        """Saves what was written and is not saved yet as a draft; called before locking and leaving."""


class JournalScreen(_OverTheVault[R]):
    """A full screen. ACTIONS has what it can do; a subclass sets BINDINGS = bindings(ACTIONS) from them."""

    AUTO_FOCUS = ""

    # Letters pressed before the screen can take them, for a screen that reads before it is there; None to hold none.
    held_keys: list[events.Key] | None = None


class DialogScreen(ModalScreen[R], _OverTheVault[R]):
    """A dialog over a screen, closed by Escape with nothing chosen."""

    AUTO_FOCUS = "*"

    def action_close(self) -> None:
        """Closes the dialog with nothing chosen."""
        self.dismiss(None)


class PlaceScreen(JournalScreen[None]):
    """One of the places that number keys go to. `load` reads what it shows, whenever the journal changed."""

    ACTIONS: ClassVar[tuple[Command, ...]] = PLACE_COMMANDS
    PLACE: ClassVar[str] = ""

    shown_revision = -1
    shown_day = dt.date.min

    def compose(self) -> ComposeResult:
        """The bar of places, what the place has to show, and the keys."""
        yield PlaceBar(self.PLACE, short_date(self.journal.today()))
        yield from self.compose_place()
        yield KeyLine()

    def compose_place(self) -> ComposeResult:
        """What the place has to show; overridden."""
        yield from ()

    @on(PlaceTab.Chosen)
    async def _go(self, message: PlaceTab.Chosen) -> None:
        await self.journal.action_go(message.place)

    def on_mount(self) -> None:
        """Looks at the date now and then, and follows a practice under the timer."""
        self.set_interval(_LOOK_EVERY, self.look_again)
        self.journal.practising.shown.subscribe(self, self._show_practice)
        self._show_practice(self.journal.practising.face())

    def on_screen_resume(self) -> None:
        """Reads again what may have changed while another screen was in front."""
        self.look_again()

    def look_again(self) -> None:
        """Reads again if the place is in front and the journal has changed, or what is shown has become old."""
        shown = self.journal.revision, self.journal.today()
        if self.is_active and (shown != (self.shown_revision, self.shown_day) or self.is_old):
            self.shown_revision, self.shown_day = shown
            self.query_one(PlaceBar).show_note(short_date(self.shown_day))
            self.load()

    @property
    def is_old(self) -> bool:
        """Whether time made what is shown untrue within its day; overridden."""
        return False

    def action_mask(self) -> None:
        """Masks titles, or shows them again, now and whenever the journal is opened."""
        shown = self.journal.preferences
        self.journal.preferences = replace(shown, masked=not shown.masked)
        self.journal.changed()  # the other places show titles too
        self.look_again()
        self._keep_preferences(shown)

    @work(group="write")
    async def _keep_preferences(self, shown: Preferences) -> None:
        preferences = self.journal.preferences
        try:
            await self.journal.vault.write(lambda vault: vault.settings.set(preferences, over=shown))
        except JournalError as error:
            self.journal.complain(error)

    def _show_practice(self, face: Face | None) -> None:
        self.query_one(PlaceBar).show_practice(f"{face.in_short}  F7" if face else "")

    def load(self) -> None:
        """Starts reading what the place shows; overridden."""
