"""A text to be read, in which words are selected."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import ClassVar

from rich.text import Text
from textual.widgets.text_area import Location

from journal.model.passages import lit_spans
from journal.tui.widgets.editor import TextEditor
from journal.tui.widgets.stand_ins import SOFT_BREAK


class PassageText(TextEditor):
    """A text that can't be changed. `chosen` is where the selection begins and ends in it, by characters as stored.

    TextArea.SelectionChanged says that another part is selected. Some words can be lit.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"passage-text--lit"}
    DEFAULT_CSS = """
    PassageText {
        height: 1fr; max-height: 100%;
        &>.passage-text--lit { color: $accent; text-style: bold underline; }
    }
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.read_only = True
        # Places are counted with LF for every line end, as the editor has them.
        self._plain = text.replace("\r\n", "\n") if self._crlf else text
        lengths = (self._length(row) for row in range(self.document.line_count))
        self._starts = list(accumulate(lengths, initial=0))
        self._lit: list[tuple[int, int]] = []
        self._lit_ends: list[int] = []

    @property
    def chosen(self) -> tuple[int, int]:
        """Where the selection begins and ends in the text; both are the cursor's place where nothing is selected."""
        start, end = (self._stored(place) for place in sorted(self.selection))
        return start, end

    def light(self, parts: Iterable[str]) -> None:
        """Lights these words wherever they stand in the text."""
        self._lit = lit_spans((part.replace("\r\n", "\n") if self._crlf else part for part in parts), self._plain)
        self._lit_ends = [end for _, end in self._lit]
        self.notify_style_update()  # the lines that were drawn are drawn anew
        self.refresh()

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn, with the lit words in it."""
        line = super().get_line(line_index)
        first = self._starts[line_index]
        nearby = self._lit[bisect_right(self._lit_ends, first) : bisect_left(self._lit, (first + len(line),))]
        if nearby:
            style = self.get_component_rich_style("passage-text--lit", partial=True)
            for start, end in nearby:
                line.stylize(style, max(0, start - first), max(0, end - first))
        return line

    def _length(self, row: int) -> int:
        """How many characters of the text a row and its end are."""
        line = self.document.get_line(row)
        return len(line) - 1 if line.endswith(SOFT_BREAK) else len(line) + 1

    def _stored(self, place: Location) -> int:
        row, column = place
        last = self._starts[row + 1] - (not self.document.get_line(row).endswith(SOFT_BREAK))
        plain = min(self._starts[row] + column, last)
        return plain + self._plain.count("\n", 0, plain) if self._crlf else plain
