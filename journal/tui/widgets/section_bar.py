"""The line that names the sections of a place, and which one is in front."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class SectionBar(Widget):
    """The names of sections on one line; a click chooses one. If they don't all fit, the chosen one stays in sight."""

    DEFAULT_CSS = """
    SectionBar { height: 1; padding: 0 1; color: $text-muted; pointer: pointer; }
    """

    chosen: reactive[int] = reactive(0)

    @dataclass
    class Chosen(Message):
        """A section was clicked."""

        bar: "SectionBar"
        number: int

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = tuple(names)

    def on_click(self, event: events.Click) -> None:
        """Says which section was clicked."""
        offset = event.get_content_offset(self)
        if offset is not None:
            for number, (start, end) in self._places().items():
                if start <= offset.x < end:
                    self.post_message(self.Chosen(self, number))

    def render(self) -> Content:
        """The names; the chosen one stands in brackets too, for screens without colour."""
        words = {number: Content(f" {self._names[number]} ") for number in self._places()}
        words[self.chosen] = Content.styled(f"[{self._names[self.chosen]}]", "bold $accent")
        return Content("").join(words.values())

    def _places(self) -> dict[int, tuple[int, int]]:
        """From and to which cell the names are that there is room for: the chosen one, and as many as fit around it."""
        width = self.content_size.width
        first = last = self.chosen
        used = self._cells(self.chosen)
        while True:
            before = first > 0 and used + self._cells(first - 1) <= width
            behind = last < len(self._names) - 1 and used + self._cells(last + 1) <= width
            if behind:
                last += 1
                used += self._cells(last)
            elif before:
                first -= 1
                used += self._cells(first)
            else:
                break
        places, start = {}, 0
        for number in range(first, last + 1):
            places[number] = (start, start + self._cells(number))
            start += self._cells(number)
        return places

    def _cells(self, number: int) -> int:
        return len(self._names[number]) + 2
