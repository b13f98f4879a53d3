"""How a screen closes when others may lie over it."""

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

R = TypeVar("R")


class ClosesOnce(Screen[R]):
    """A screen that is dismissed once, with the first result, and only from the front.

    Textual takes away whatever is in front: another screen that opened meanwhile, the blank one above all.
    """

    _result: tuple[R | None] | None = None

    @property
    def is_closing(self) -> bool:
        """Whether it was dismissed."""
        return self._result is not None

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Closes the screen with a result; if another lies over it, when that has gone."""
        if self._result is None:
            self._result = (result,)
            if self.is_active:
                return super().dismiss(result)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Closes the screen if it was dismissed under another; a subclass's own handler is called too."""
        if self._result is not None and self.is_active:
            super().dismiss(*self._result)
