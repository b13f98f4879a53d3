"""Plain text in a fixed number of columns: how wide it is, where it is broken, and how tables fit."""

import math
import unicodedata
from collections.abc import Iterator, Sequence

_JOINER = "\u200d"  # joins emoji into one picture
_GAP = "  "
_WORD = 14  # a column of a table is not made narrower than a word of this length while others can be
_LEAST = 3  # what any column needs, as the space beside it
_DATE = 11  # nor is the first one, which has the date


def width(text: str) -> int:
    """The columns of a terminal that a line of text takes."""
    return sum(columns for _, columns in _clusters(text))


def wrap(text: str, columns: int) -> list[str]:
    """The lines of a text, none wider than `columns`, which is at least 2. Line ends and indents are kept."""
    return [part for line in text.split("\n") for part in _wrap_line(line.expandtabs(4).rstrip(), columns)]


def table(head: Sequence[str], rows: Sequence[Sequence[str]], columns: int) -> list[str]:
    """The lines of a table that is no wider than `columns`; cells take several lines where they have to."""
    widths = _fit([[row[place] for row in (head, *rows)] for place in range(len(head))], columns - _gaps(head))
    rule = _GAP.join("\u2500" * size for size in widths)
    return [*_row(head, widths), rule, *(line for row in rows for line in _row(row, widths))]


def weight(lengths: Sequence[int]) -> float:
    """How much of a table a column needs, from the lengths of its cells: the root of their mean square, and a little.

    One long cell in a column of empty ones counts, but doesn't take the room that every line of another column needs.
    """
    return _LEAST + math.sqrt(sum(length**2 for length in lengths) / len(lengths))


def _clusters(text: str) -> Iterator[tuple[str, int]]:
    """What is drawn in one place, with its columns: a character and the marks on it, or emoji joined into one."""
    cluster, columns = "", 0
    for char in text:
        added = _columns(char)
        if cluster and (added == 0 or cluster.endswith(_JOINER)):
            cluster += char
        else:
            if cluster:
                yield cluster, columns
            cluster, columns = char, added
    if cluster:
        yield cluster, columns


def _columns(char: str) -> int:
    if char < "\u0300":
        return 0 if char == "\xad" else 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def _wrap_line(line: str, columns: int) -> Iterator[str]:
    body = line.lstrip(" ")
    done = " " * min(len(line) - len(body), columns // 2)
    taken, begun = len(done), False
    for word in body.split(" "):
        size = width(word)
        if begun and taken + 1 + size <= columns:
            done, taken = f"{done} {word}", taken + 1 + size
        elif not begun and taken + size <= columns:
            done, taken, begun = done + word, taken + size, True
        elif size <= columns:
            if begun:
                yield done
            done, taken, begun = word, size, True
        else:
            # Too long for any line, as is text without blanks between its words: it fills this one and goes on.
            if begun and taken + 3 <= columns:
                done, taken = done + " ", taken + 1
            elif begun:
                yield done
                done, taken = "", 0
            *full, (done, taken) = _broken(word, done, taken, columns)
            yield from (part for part, _ in full)
            begun = True
    yield done


def _broken(word: str, start: str, taken: int, columns: int) -> Iterator[tuple[str, int]]:
    parts = [start]
    for cluster, size in _clusters(word):
        if taken + size > columns:
            yield "".join(parts), taken
            parts, taken = [], 0
        parts.append(cluster)
        taken += size
    yield "".join(parts), taken


def _gaps(head: Sequence[str]) -> int:
    return len(_GAP) * (len(head) - 1)


def _fit(cells: Sequence[Sequence[str]], columns: int) -> list[int]:
    """The width of each column of a table, from its cells; together they take at most `columns`."""
    natural = [min(columns, max(width(cell) for cell in column)) for column in cells]
    if sum(natural) <= columns:
        return natural
    floors = [min(_WORD, max(width(word) for cell in column for word in cell.split() or [""])) for column in cells]
    floors[0] = min(natural[0], _DATE)
    widths = floors if sum(floors) <= columns else [2] * len(cells)
    weights = [weight([width(cell) for cell in column]) for column in cells]
    while sum(widths) < columns:
        room = [place for place, size in enumerate(widths) if size < natural[place]]
        neediest = max(room, key=lambda place: weights[place] / widths[place])
        widths[neediest] += 1
    return widths


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [wrap(cell, size) for cell, size in zip(cells, widths, strict=True)]
    tallest = max(len(lines) for lines in wrapped)
    drawn = []
    for number in range(tallest):
        parts = [lines[number] if number < len(lines) else "" for lines in wrapped]
        padded = (part + " " * (size - width(part)) for part, size in zip(parts, widths, strict=True))
        drawn.append(_GAP.join(padded).rstrip())
    return drawn
