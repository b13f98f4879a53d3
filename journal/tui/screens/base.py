"""What the screens of the app have in common."""

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer

from journal.model.dates import long_date
from journal.tui.commands import PLACE_COMMANDS, Command
from journal.tui.widgets.place_bar import PlaceBar, PlaceTab

if TYPE_CHECKING:
    from journal.tui.app import JournalApp

R = TypeVar("R")


class JournalScreen(Screen[R]):
    """A full screen. ACTIONS has what it can do; a subclass sets BINDINGS = bindings(ACTIONS) from them."""

    AUTO_FOCUS = ""
    ACTIONS: ClassVar[tuple[Command, ...]] = ()

    # Letters pressed before the screen can take them, for a screen that reads before it is there; None to hold none.
    held_keys: list[events.Key] | None = None

    @property
    def journal(self) -> "JournalApp":
        """The app, by its own type."""
        return cast("JournalApp", self.app)

    async def keep(self) -> None:
        """Saves what was written and is not saved yet as a draft; called before locking and leaving."""


class DialogScreen(ModalScreen[R]):
    """A dialog over a screen, closed by Escape with nothing chosen."""

    AUTO_FOCUS = "*"
    ACTIONS: ClassVar[tuple[Command, ...]] = ()

    @property
    def journal(self) -> "JournalApp":
        """The app, by its own type."""
        return cast("JournalApp", self.app)

    async def keep(self) -> None:
        """Saves what was written and is not saved yet as a draft; called before locking and leaving."""

    def action_close(self) -> None:
        """Closes the dialog with nothing chosen."""
        self.dismiss(None)


class PlaceScreen(JournalScreen[None]):
    """One of the places that number keys go to. `load` reads what it shows, whenever the journal changed."""

    ACTIONS: ClassVar[tuple[Command, ...]] = PLACE_COMMANDS
    PLACE: ClassVar[str] = ""

    shown_revision = -1

    def compose(self) -> ComposeResult:
        """The bar of places, what the place has to show, and the keys."""
        yield PlaceBar(self.PLACE, long_date(self.journal.today()))
        yield from self.compose_place()
        yield Footer(show_command_palette=False)

    def compose_place(self) -> ComposeResult:
        """What the place has to show; overridden."""
        yield from ()

    @on(PlaceTab.Chosen)
    async def _go(self, message: PlaceTab.Chosen) -> None:
        await self.journal.action_go(message.place)

    def on_screen_resume(self) -> None:
        """Reads again what may have changed while another screen was in front."""
        if self.shown_revision != self.journal.revision:
            self.shown_revision = self.journal.revision
            self.load()

    def load(self) -> None:
        """Starts reading what the place shows; overridden."""
