"""A plot drawn in cells, by plotext. Only Progress imports this module, so that nothing else waits for the library."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import RenderResult
from textual.message import Message
from textual_plotext import PlotextPlot

from journal.progress.drawing import LEVEL, Drawing, Mark, drawn, label_width
from journal.progress.figures import Plot, Stack

_AXIS = 1  # the cell of an axis
_LABELS = 1  # the row of the labels below
_COLOURS = ("$primary", "$accent", "$secondary", "$foreground", "$foreground 65%")  # of the series, in their order


def series_colour(number: int) -> str:
    """The colour of a series, as a legend names it; with more series than colours they begin again."""
    return _COLOURS[number % len(_COLOURS)]


class PlotView(PlotextPlot):
    """A plot that fills the widget. `drawing` is what is drawn, in the cells there are.

    Every series has a mark of its own, so that colour only repeats what the marks say; a legend in words belongs beside
    it. No text of the person is in a plot: the library makes codes for a terminal of what it is given.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "plot--line",
        "plot--several",
        *(f"plot--series-{number}" for number in range(len(_COLOURS))),
    }
    DEFAULT_CSS = """
    PlotView {
        height: 1fr; color: $foreground 65%;
        & > .plot--line { color: $foreground 45%; }
        & > .plot--several { color: $foreground; }
        & > .plot--series-0 { color: $primary; }
        & > .plot--series-1 { color: $accent; }
        & > .plot--series-2 { color: $secondary; }
        & > .plot--series-3 { color: $foreground; }
        & > .plot--series-4 { color: $foreground 65%; }
    }
    """

    @dataclass
    class Drawn(Message):
        """It was drawn anew."""

        plot: "PlotView"
        drawing: Drawing

    def __init__(self) -> None:
        super().__init__()
        self.theme = "textual-clear"  # nothing has a colour but what is given one here
        self.drawing = Drawing()
        self._shown: Plot | Stack | None = None

    def show(self, plot: Plot | Stack | None) -> None:
        """Draws another plot, or none."""
        self._shown = plot
        self._draw()

    def render(self) -> RenderResult:
        """The plot at the top of the widget; the rows that it has no use for are empty below it."""
        found = super().render()
        spare = self.size.height - _AXIS - _LABELS - self.drawing.rows
        if isinstance(found, Text) and self.drawing.rows and spare > 0:
            return Text("\n").join(found.split("\n")[spare:])
        return found

    def on_resize(self) -> None:
        """Draws it anew in the cells there are now."""
        self._draw()

    def notify_style_update(self) -> None:
        """Draws it anew in the colours of another theme."""
        super().notify_style_update()
        if self.is_mounted:
            self._draw()

    def _draw(self) -> None:
        self.plt.clear_figure()
        self.drawing = Drawing()
        rows = self.size.height - _AXIS - _LABELS
        if self._shown is not None and rows > 0:
            columns = self.size.width - label_width(self._shown, rows) - _AXIS
            if columns > 0:
                self.drawing = drawn(self._shown, columns, rows)
                self._put(self.drawing, columns, rows)
                self.post_message(self.Drawn(self, self.drawing))
        self.refresh()

    def _put(self, drawing: Drawing, columns: int, rows: int) -> None:
        # With as many numbers on an axis as it has cells, each number is a cell.
        self.plt.xlim(0, max(1, columns - 1))
        self.plt.ylim(0, max(1, rows - 1))
        self.plt.xaxes(True, False)
        self.plt.yaxes(True, False)
        self.plt.xticks([place for place, _ in drawing.across], [label for _, label in drawing.across])
        self.plt.yticks([place for place, _ in drawing.upward], [label for _, label in drawing.upward])
        if drawing.level is not None:
            self._marks(((column, drawing.level) for column in range(columns)), LEVEL, "plot--line")
        for sign in sorted({line.sign for line in drawing.lines}):
            lines = [line for line in drawing.lines if line.sign == sign]
            self._marks(
                ((line.column, row) for line in lines for row in range(line.low, line.high + 1)), sign, "plot--line"
            )
        for sign, series in sorted({(mark.sign, mark.series) for mark in drawing.marks}):
            name = "plot--several" if series < 0 else f"plot--series-{series % len(_COLOURS)}"
            self._marks(_cells(drawing.marks, sign, series), sign, name)

    def _marks(self, cells: Iterable[tuple[int, int]], sign: str, name: str) -> None:
        places = list(cells)
        if places:
            across, upward = ([place[axis] for place in places] for axis in (0, 1))
            colour = self.get_component_styles(name).color
            shade = (self.background_colors[1] + colour).rgb
            self.plt.scatter(across, upward, marker=sign, color=shade)


def _cells(marks: Iterable[Mark], sign: str, series: int) -> Iterable[tuple[int, int]]:
    return ((mark.column, mark.row) for mark in marks if (mark.sign, mark.series) == (sign, series))
