"""A summary as plain text of 78 columns, for a terminal, a message or a sheet of paper."""

from collections.abc import Iterator

from journal.safety.text import safe, safe_line
from journal.summary.columns import table, width, wrap
from journal.summary.page import Items, Parts, Passage, Passages, Plots, Section, Summary, Table

COLUMNS = 78
_INDENT = "  "
_LABEL = 28  # columns of the widest label that stands beside what it labels


def text(summary: Summary) -> str:
    """The summary, its lines broken at 78 columns; it ends with a line end."""
    lines = ["Session summary"]
    lines += wrap(" · ".join(part for part in (safe_line(summary.nickname), summary.period) if part), COLUMNS)
    lines += [*wrap(summary.note, COLUMNS), summary.making]
    if summary.empty:
        lines += ["", *wrap(summary.nothing, COLUMNS)]
    for section in summary.sections:
        lines += ["", "", section.title.upper(), "", *_section(section)]
    return "".join(line.rstrip() + "\n" for line in lines)


def _section(section: Section) -> Iterator[str]:
    match section.body:
        case Table(columns, rows):
            yield from table(columns, [[_joined(cell) for cell in row.cells] for row in rows], COLUMNS)
        case Items(items, numbered):
            for number, item in enumerate(items, 1):
                mark = f"{number}. " if numbered else "-  "
                about = f"({item.about})" if item.text else item.about
                yield from _hanging(mark, f"{safe_line(item.text)} {about}".strip())
        case Passages(passages):
            for number, passage in enumerate(passages):
                if number:
                    yield ""
                yield from _passage(passage)
        case Plots(plots):
            for plot in plots:
                yield from _hanging("-  ", f"{safe_line(plot.title)}: {safe_line(plot.words)}")


def _passage(passage: Passage) -> Iterator[str]:
    yield from wrap(" · ".join(part for part in (passage.about, safe_line(passage.title)) if part), COLUMNS)
    if passage.text:
        yield from _indented(passage.text)
    labels = [safe_line(fact.label) for fact in passage.facts]
    beside = max((width(label) for label in labels if width(label) <= _LABEL), default=0)
    for label, fact in zip(labels, passage.facts, strict=True):
        if any("\n" in safe(part).strip() for part in fact.value) or width(label) > _LABEL:
            yield from wrap(_INDENT + label, COLUMNS)
            yield from (_INDENT + line for part in fact.value for line in _indented(part))
        else:
            yield from _hanging(f"{_INDENT}{label}{' ' * (beside - width(label))}  ", _joined(fact.value))


def _joined(parts: Parts) -> str:
    return "\xa0· ".join(safe_line(part) for part in parts)  # no line begins with the dot


def _indented(words: str) -> Iterator[str]:
    for line in wrap(safe(words).strip("\n"), COLUMNS - 2 * len(_INDENT)):
        yield _INDENT + line


def _hanging(mark: str, words: str) -> Iterator[str]:
    first, *rest = wrap(words, COLUMNS - width(mark))
    yield mark + first
    yield from (" " * width(mark) + line for line in rest)
