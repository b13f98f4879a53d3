"""Where the points of a small plot stand, in the units of its picture. Every format that draws draws this."""

from dataclasses import dataclass

from journal.summary.page import Plot

WIDTH, HEIGHT = 300, 60
_MARGIN = 6  # room for the mark of a point at the edge


@dataclass(frozen=True)
class Drawing:
    """A picture of `WIDTH` by `HEIGHT`, its origin at the upper left; points in the order of their days."""

    points: tuple[tuple[float, float], ...]

    @property
    def path(self) -> str:
        """The points as those of a polyline of SVG."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


def drawing(plot: Plot) -> Drawing:
    """The picture of a plot: days in proportion across, 0 at the foot and the highest value at the top."""
    first, last = plot.points[0].day, plot.points[-1].day
    days = max(1, (last - first).days)
    highest = max(plot.highest, 1, *(point.value for point in plot.points))
    across, up = WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN
    return Drawing(
        tuple(
            (
                round(_MARGIN + across * (point.day - first).days / days, 1),
                round(_MARGIN + up * (1 - point.value / highest), 1),
            )
            for point in plot.points
        )
    )
