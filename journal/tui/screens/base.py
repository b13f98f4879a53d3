"""What the screens of the app have in common."""

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.screen import ModalScreen, Screen

from journal.tui.commands import PLACE_COMMANDS, Command

if TYPE_CHECKING:
    from journal.tui.app import JournalApp

R = TypeVar("R")


class JournalScreen(Screen[R]):
    """A full screen. COMMANDS has what it can do; a subclass sets BINDINGS = bindings(COMMANDS) from them."""

    AUTO_FOCUS = ""
    COMMANDS: ClassVar[tuple[Command, ...]] = ()

    @property
    def journal(self) -> "JournalApp":
        """The app, by its own type."""
        return cast("JournalApp", self.app)

    async def keep(self) -> None:
        """Saves what was written and is not saved yet as a draft; called before locking and leaving."""


class DialogScreen(ModalScreen[R]):
    """A dialog over a screen, closed by Escape with nothing chosen."""

    AUTO_FOCUS = "*"
    COMMANDS: ClassVar[tuple[Command, ...]] = ()

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

    COMMANDS = PLACE_COMMANDS

    shown_revision = -1

    def on_screen_resume(self) -> None:
        """Reads again what may have changed while another screen was in front."""
        if self.shown_revision != self.journal.revision:
            self.shown_revision = self.journal.revision
            self.load()

    def load(self) -> None:
        """Starts reading what the place shows; overridden."""
