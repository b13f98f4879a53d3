"""A rating on a scale, at one moment."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from journal.model.rating import Scale
from journal.safety.text import safe_line
from journal.tui.widgets.keys import took_key

_CELLS = 2  # each number with the blank before it; a bracket takes the place of a blank
_NUMBERS = 25  # cells of the numbers 0 to 10 with a blank at the end, so that the words of every scale line up


class RatingInput(Widget, can_focus=True):
    """The numbers of a scale on one line. `answer` is the number chosen, or None: to skip it is an answer too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        # Ahead of the widget, so that keys typed right after reach the field that these lead to.
        Binding("up", "app.focus_previous", show=False, priority=True),
        Binding("down,enter", "app.focus_next", show=False, priority=True),
        Binding("backspace,delete", "skip", show=False),
        *(Binding(str(n), f"digit({n})", show=False) for n in range(10)),
    ]
    DEFAULT_CSS = """
    RatingInput {
        height: auto; width: 1fr; pointer: pointer;
    }
    """

    answer: reactive[int | None] = reactive(None, init=False, layout=True)

    @dataclass
    class Changed(Message):
        """Another number was chosen, or none."""

        rating: "RatingInput"
        answer: int | None

        @property
        def control(self) -> "RatingInput":
            """The widget."""
            return self.rating

    def __init__(self, scale: Scale, answer: int | None = None) -> None:
        super().__init__()
        self._scale = scale
        self._typed = ""
        self._skipped = False
        self.set_reactive(RatingInput.answer, answer)

    def watch_answer(self) -> None:
        """Says which number is chosen now."""
        self.post_message(self.Changed(self, self.answer))

    def action_digit(self, digit: int) -> None:
        """Chooses the number that is typed: 1 and then 0 make 10 on a scale that goes so far."""
        typed = f"{self._typed}{digit}"
        if int(typed) > self._scale.highest or (len(typed) > 1 and typed[0] == "0"):
            typed = str(digit)
        if int(typed) <= self._scale.highest:
            self._typed = typed
            self.answer = int(typed)

    def action_move(self, steps: int) -> None:
        """Chooses the next number, or the one before; the first time, the lowest."""
        self._typed = ""
        self.answer = 0 if self.answer is None else max(0, min(self.answer + steps, self._scale.highest))

    def action_skip(self) -> None:
        """Chooses no number."""
        self._typed = ""
        self._skipped = True
        self.answer = None
        self.refresh(layout=True)

    def on_focus(self) -> None:
        """Makes room for the words of both ends."""
        self.refresh(layout=True)

    def on_blur(self) -> None:
        """A digit typed later begins a number anew."""
        self._typed = ""
        self.refresh(layout=True)

    async def on_key(self, event: events.Key) -> None:
        """Acts on a key."""
        await took_key(self, event)

    def on_click(self, event: events.Click) -> None:
        """Chooses the number that was clicked; the chosen one again, none."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y:
            return
        number = min(offset.x // _CELLS, self._scale.highest)
        if offset.x < _CELLS * (self._scale.highest + 1) + 2:
            if number == self.answer:
                self.action_skip()
            else:
                self.answer = number

    def render(self) -> Content:
        """The numbers, the chosen one in brackets, and its words, which go on below where they have no room beside."""
        chosen = self.answer
        numbers = Content("")
        for number in range(self._scale.highest + 1):
            if number == chosen:
                bracketed = Content(f"[{number}]")
                numbers += bracketed.stylize("bold reverse" if self.has_focus else "bold $accent")
            else:
                numbers += f"{number}" if number - 1 == chosen else f" {number}"
        gap = " " * max(1, _NUMBERS - numbers.cell_length)
        words = Content(safe_line(self._words())).stylize("$foreground 65%")
        return numbers + gap + words

    def _words(self) -> str:
        scale = self._scale
        if self.answer is not None:
            return scale.anchor(self.answer) or str(self.answer)
        if self.has_focus:
            return " \u2026 ".join(filter(None, (scale.anchors[0], scale.anchors[-1])))
        return "skipped" if self._skipped else ""
