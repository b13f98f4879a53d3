"""A small number that is set by arrows, by digits or by clicks."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from journal.tui.widgets.keys import took_key


class Stepper(Widget, can_focus=True):
    """A whole number from 1 to `most`: left and right take one off and add one, digits are typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,minus", "step(-1)", show=False),
        Binding("right,plus", "step(1)", show=False),
        Binding("up", "app.focus_previous", show=False, priority=True),
        Binding("down", "app.focus_next", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Stepper { width: 10; height: 1; text-align: center; background: $panel; }
    Stepper:focus { background: $primary 25%; text-style: bold; }
    """

    value: reactive[int] = reactive(0, init=False)

    @dataclass
    class Changed(Message):
        """The number changed."""

        stepper: "Stepper"
        value: int

        @property
        def control(self) -> "Stepper":
            """The widget."""
            return self.stepper

    def __init__(self, value: int, most: int) -> None:
        super().__init__()
        self._most = most
        self._typed = ""
        self.set_reactive(Stepper.value, self._within(value))

    def render(self) -> Content:
        """The number between two arrows."""
        left = "<" if self.value > 1 else " "
        right = ">" if self.value < self._most else " "
        return Content(f"{left} {self.value:>3}  {right}")

    def action_step(self, by: int) -> None:
        """Adds to the number, within its bounds."""
        self._typed = ""
        self.value = self._within(self.value + by)

    async def on_key(self, event: events.Key) -> None:
        """Takes digits: the first begins a new number."""
        if await took_key(self, event):
            return
        if event.character and event.character.isdecimal() and event.character.isascii():
            event.stop()
            self._typed = (self._typed + event.character)[-len(str(self._most)) :]
            self.value = self._within(int(self._typed))

    def on_click(self, event: events.Click) -> None:
        """The left half takes one off, the right half adds one."""
        self.action_step(-1 if event.x < self.size.width // 2 else 1)

    def on_blur(self) -> None:
        """A digit typed later begins a new number."""
        self._typed = ""

    def watch_value(self, value: int) -> None:
        """Says that it changed."""
        self.post_message(self.Changed(self, value))

    def _within(self, value: int) -> int:
        return min(max(value, 1), self._most)
