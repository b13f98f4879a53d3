"""Lines of lists and tables: measured in cells, and with what the person wrote at their end."""

from collections.abc import Iterable, Iterator, Sequence

from journal.cli import output
from journal.safety.text import safe_line

MASKED = "·····"
_WIDEST = 200  # cells of a line that goes to a file or a program


def width() -> int:
    """How many cells a line may have."""
    return output.columns() or _WIDEST


def title(text: str, *, masked: bool) -> str:
    """What the person wrote, harmless and on one line; a mark in its place where titles are hidden."""
    return MASKED if masked else safe_line(text)


def say_masked(shown_by: str = "journal show ID or ") -> None:
    """Says that titles are hidden, and what shows them."""
    output.say(f"Titles are hidden, as in the app. To read them: {shown_by}--json")


def fitted(row: str, cells: int) -> str:
    """The row, cut with a mark for it where it is wider than so many cells."""
    from rich.cells import cell_len, set_cell_size

    row = row.rstrip()
    return row if cell_len(row) <= cells else set_cell_size(row, cells - 1).rstrip() + "…"


def table(rows: Iterable[Sequence[str]], *, indent: int = 0) -> Iterator[str]:
    """Lines of rows in columns as wide as they need to be; the last one takes what is left."""
    from rich.cells import cell_len, set_cell_size

    lines = list(rows)
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [set_cell_size(cell, wide) for cell, wide in zip(line[:-1], widths, strict=False)]
        yield fitted(" " * indent + "  ".join([*cells, line[-1]]), width())
