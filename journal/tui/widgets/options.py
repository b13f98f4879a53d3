"""A choice of one or several out of a few answers, all of them in sight."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from journal.tui.widgets.keys import took_key

_GAP = 2  # cells between two options
_BOX = 4  # cells of the box and the blank after it


class Choice(Protocol):
    """Something to choose; two that are equal are one."""

    @property
    def label(self) -> str:
        """How it is shown."""


@dataclass(frozen=True)
class _Place:
    """Where an option is drawn: its row, its first cell and its width."""

    row: int
    x: int
    width: int


class OptionsInput(Widget, can_focus=True):
    """Options that wrap to the width. `answer` has those chosen, in the order they were chosen; none is an answer.

    A digit chooses by place, from 1. Where the options are numbers themselves, such as the answers of a questionnaire
    that are added, it chooses by number, and the numbers stand before the labels.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("up", "move_row(-1)", show=False),
        Binding("down", "move_row(1)", show=False),
        Binding("home", "move(-99)", show=False),
        Binding("end", "move(99)", show=False),
        Binding("space,enter", "choose", show=False),
        Binding("backspace,delete", "clear", show=False),
        *(Binding(str(n), f"choose_digit({n})", show=False) for n in range(10)),
    ]
    DEFAULT_CSS = """
    OptionsInput {
        height: auto; width: 1fr; pointer: pointer;
    }
    """

    answer: reactive[tuple[Any, ...]] = reactive((), init=False)
    cursor: reactive[int] = reactive(0, init=False)

    @dataclass
    class Changed(Message):
        """What is chosen changed."""

        options: "OptionsInput"
        answer: tuple[Any, ...]

        @property
        def control(self) -> "OptionsInput":
            """The widget."""
            return self.options

    def __init__(self, terms: Sequence[Choice], answer: Sequence[Choice] = (), *, several: bool = False) -> None:
        super().__init__()
        self._terms = tuple(terms)
        self._several = several
        numbers = [str(getattr(term, "value", "")) for term in self._terms]
        self._numbered = all(len(number) == 1 and number in "0123456789" for number in numbers)
        self._digits = numbers if self._numbered else [str(place) for place in range(1, len(self._terms) + 1)]
        self._places: tuple[int, list[_Place]] = (-1, [])
        self.set_reactive(OptionsInput.answer, tuple(answer))
        if answer and not several:
            self.set_reactive(OptionsInput.cursor, self._terms.index(answer[0]))

    def watch_answer(self) -> None:
        """Says what is chosen now."""
        self.post_message(self.Changed(self, self.answer))

    def validate_cursor(self, cursor: int) -> int:
        """Keeps the cursor on an option."""
        return max(0, min(cursor, len(self._terms) - 1))

    def action_move(self, options: int) -> None:
        """Moves the cursor by some options."""
        self.cursor += options

    def action_move_row(self, rows: int) -> None:
        """Moves the cursor to the nearest option of another row; beyond the rows, to another field."""
        places = self._laid_out(self.content_size.width)
        here = places[self.cursor]
        near = [n for n, place in enumerate(places) if place.row == here.row + rows]
        if near:
            self.cursor = min(near, key=lambda n: abs(places[n].x - here.x))
        elif rows < 0:
            self.screen.focus_previous()
        else:
            self.screen.focus_next()

    def action_choose(self, option: int | None = None) -> None:
        """Chooses the option under the cursor or the n-th one, or takes it back."""
        if option is not None:
            if option >= len(self._terms):
                return
            self.cursor = option
        term = self._terms[self.cursor]
        if term in self.answer:
            self.answer = tuple(other for other in self.answer if other != term)
        else:
            self.answer = (*self.answer, term) if self._several else (term,)

    def action_choose_digit(self, digit: int) -> None:
        """Chooses the option that this digit stands for, or takes it back."""
        if str(digit) in self._digits:
            self.action_choose(self._digits.index(str(digit)))

    def action_clear(self) -> None:
        """Takes every choice back."""
        self.answer = ()

    async def on_key(self, event: events.Key) -> None:
        """Acts on a key."""
        await took_key(self, event)

    def on_click(self, event: events.Click) -> None:
        """Chooses what was clicked."""
        offset = event.get_content_offset(self)
        if offset is not None:
            for n, place in enumerate(self._laid_out(self.content_size.width)):
                if place.row == offset.y and place.x <= offset.x < place.x + place.width:
                    self.action_choose(n)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the options take at this width."""
        return self._laid_out(width)[-1].row + 1

    def render(self) -> Content:
        """The options with their boxes: ( ) for one choice, [ ] for several."""
        boxes = ("[ ]", "[x]") if self._several else ("( )", "(\u2022)")
        lines: list[list[Content]] = []
        for n, (term, place) in enumerate(zip(self._terms, self._laid_out(self.content_size.width), strict=True)):
            option = Content(f"{boxes[term in self.answer]} {self._label(term)}")
            if term in self.answer:
                option = option.stylize("bold $accent")
            if self.has_focus and n == self.cursor:
                option = option.stylize("reverse")
            if place.row == len(lines):
                lines.append([])
            lines[place.row].append(option)
        return Content("\n").join(Content(" " * _GAP).join(line) for line in lines)

    def _label(self, term: Choice) -> str:
        number = str(getattr(term, "value", ""))
        return f"{number} {term.label}" if self._numbered and not term.label.startswith(number) else term.label

    def _laid_out(self, width: int) -> list[_Place]:
        if self._places[0] != width:
            places: list[_Place] = []
            row = x = 0
            for term in self._terms:
                cells = _BOX + cell_len(self._label(term))
                if x and x + cells > width:
                    row, x = row + 1, 0
                places.append(_Place(row, x, cells))
                x += cells + _GAP
            self._places = (width, places)
        return self._places[1]
