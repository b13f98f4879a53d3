"""A summary as plain text of 78 columns, for a terminal, a message or a sheet of paper."""

from collections.abc import Iterator

from journal.safety.text import safe, safe_line
from journal.summary.columns import table, width, wrap
from journal.summary.page import Items, Parts, Passage, Passages, Plots, Section, Summary, Table

COLUMNS = 78
_INDENT = "  "
_LABEL = 28  # columns of the widest label that stands beside what it labels


def text(summary: Summary, columns: int = COLUMNS) -> str:
    """The summary, its lines broken at 78 columns or as many as are given; it ends with a line end."""
    lines = ["Session summary"]
    lines += wrap(" · ".join(part for part in (safe_line(summary.nickname), summary.period) if part), columns)
    lines += [*wrap(summary.note, columns), summary.making]
    if summary.empty:
        lines += ["", *wrap(summary.nothing, columns)]
    for section in summary.sections:
        lines += ["", "", section.title.upper(), "", *_section(section, columns)]
    return "".join(line.rstrip() + "\n" for line in lines)


def section_text(section: Section, columns: int = COLUMNS) -> tuple[str, ...]:
    """The lines of one section, without its title."""
    return tuple(_section(section, columns))


def _section(section: Section, columns: int) -> Iterator[str]:
    match section.body:
        case Table(titles, rows):
            yield from table(titles, [[_joined(cell) for cell in row.cells] for row in rows], columns)
        case Items(items, numbered):
            for number, item in enumerate(items, 1):
                mark = f"{number}. " if numbered else "-  "
                about = f"({item.about})" if item.text else item.about
                yield from _hanging(mark, f"{safe_line(item.text)} {about}".strip(), columns)
        case Passages(passages):
            for number, passage in enumerate(passages):
                if number:
                    yield ""
                yield from _passage(passage, columns)
        case Plots(plots):
            for plot in plots:
                yield from _hanging("-  ", f"{safe_line(plot.title)}: {safe_line(plot.words)}", columns)


def _passage(passage: Passage, columns: int) -> Iterator[str]:
    yield from wrap(" · ".join(part for part in (passage.about, safe_line(passage.title)) if part), columns)
    if passage.text:
        yield from _indented(passage.text, columns)
    labels = [safe_line(fact.label) for fact in passage.facts]
    beside = max((width(label) for label in labels if width(label) <= _LABEL), default=0)
    for label, fact in zip(labels, passage.facts, strict=True):
        if any("\n" in safe(part).strip() for part in fact.value) or width(label) > _LABEL:
            yield from wrap(_INDENT + label, columns)
            yield from (_INDENT + line for part in fact.value for line in _indented(part, columns))
        else:
            yield from _hanging(f"{_INDENT}{label}{' ' * (beside - width(label))}  ", _joined(fact.value), columns)


def _joined(parts: Parts) -> str:
    return "\xa0· ".join(safe_line(part) for part in parts)  # no line begins with the dot


def _indented(words: str, columns: int) -> Iterator[str]:
    for line in wrap(safe(words).strip("\n"), columns - 2 * len(_INDENT)):
        yield _INDENT + line


def _hanging(mark: str, words: str, columns: int) -> Iterator[str]:
    first, *rest = wrap(words, columns - width(mark))
    yield mark + first
    yield from (" " * width(mark) + line for line in rest)
