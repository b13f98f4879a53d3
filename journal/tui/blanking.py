"""Hiding what is on the screen: nothing more is drawn from the key on, and the blank screen stays in front."""

from collections.abc import Callable
from typing import Any, cast

from rich.console import RenderableType
from textual import events
from textual.app import App
from textual.screen import Screen
from textual.widget import AwaitMount

from journal.safety.erasing import ERASE
from journal.tui.driver_words import HIDING
from journal.tui.ending import Ending
from journal.tui.screens.blank import BlankScreen


class Blanking(App[Ending]):
    """The part of the app that hides everything at once, whatever else it is doing.

    The driver hides the screen as it reads the key, on its own thread. What the app draws from then on is dropped,
    until it has come to that key: then the blank screen is in front, or the lock is under way.
    """

    is_hidden = False
    is_leaving = False  # and is never shown again, unless it stays after all

    def hide(self) -> None:
        """Erases the terminal, and draws nothing from now on. May be called from any thread."""
        self.is_hidden = True
        if self._driver is not None:
            self._driver.write(ERASE)
            self._driver.flush()

    def show_again(self) -> None:
        """Draws again, all of the screen in front."""
        if self.is_hidden and not self.is_leaving:
            self.is_hidden = False
            if self.screen_stack:
                self.screen.refresh(layout=True)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if self.is_hidden:
            self.post_display_hook()
            return
        super()._display(screen, renderable)
        if self.is_hidden:  # since this began to be drawn
            self.hide()

    async def on_event(self, event: events.Event) -> None:
        """After a key that hides, the app has something else in front, or is leaving."""
        await super().on_event(event)
        if isinstance(event, events.Key) and event.key in HIDING:
            self.show_again()

    # The blank screen

    @property
    def is_blank(self) -> bool:
        """Whether the blank screen is in front."""
        return bool(self.screen_stack) and isinstance(self.screen, BlankScreen)

    def action_blank(self) -> None:
        """Blanks the screen, or shows it again."""
        if isinstance(front := self.screen, BlankScreen):
            front.dismiss(None)
        else:
            self.push_screen(BlankScreen())

    def push_screen(self, screen: Any, *arguments: Any, **more: Any) -> Any:
        """As ever; but what opens by itself while the screen is blank, such as a question, opens beneath."""
        if not self.is_blank or isinstance(screen, BlankScreen):
            return super().push_screen(screen, *arguments, **more)
        return self._beneath(lambda: super(Blanking, self).push_screen(screen, *arguments, **more))

    def switch_mode(self, mode: str) -> AwaitMount:
        """As ever; while the screen is blank it stays so."""
        if not self.is_blank or mode == self.current_mode:
            return super().switch_mode(mode)
        return cast(AwaitMount, self._beneath(lambda: super(Blanking, self).switch_mode(mode)))

    def _beneath(self, open_it: Callable[[], Any]) -> Any:
        blank = self.screen
        opening = open_it()
        blank.dismiss(None)  # it closes when it comes to the front again
        super().push_screen(BlankScreen())
        return opening
