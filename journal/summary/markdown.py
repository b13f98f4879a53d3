"""A summary as Markdown. What a person wrote is escaped, so that it shows as it was written and marks up nothing."""

import re
from collections.abc import Iterable, Iterator

from journal.safety.text import safe, safe_line
from journal.summary.page import Fact, Items, Parts, Passage, Passages, Plots, Section, Summary, Table

# What means something anywhere in a line of CommonMark, of its tables, or of GitHub's additions to it.
_ANYWHERE = re.compile(r"[\\`*_{}\[\]<>#|~&$@]|(?<=:)/(?=/)|(?<=\bwww)\.", re.IGNORECASE)
# What means something where a line begins: list items, underlines of headings, numbers of lists.
_AT_START = re.compile(r"^([-+=]|\d{1,9}(?=[.)]))")


def markdown(summary: Summary) -> str:
    """The summary as CommonMark with tables; it ends with a line end."""
    who = " · ".join(part for part in (escaped(summary.nickname), summary.period) if part)
    blocks = ["# Session summary", f"{who}\\\n*{summary.note} {summary.making}*"]
    if summary.empty:
        blocks.append(summary.nothing)
    for section in summary.sections:
        blocks += [f"## {section.title}", *_section(section)]
    return "\n\n".join(blocks) + "\n"


def escaped(words: str) -> str:
    """A person's words on one line, with a backslash before whatever would be read as a mark."""
    line = _ANYWHERE.sub(r"\\\g<0>", safe_line(words))
    return _AT_START.sub(lambda start: f"\\{start[0]}" if start[0] in "-+=" else f"{start[0]}\\", line)


def _section(section: Section) -> Iterator[str]:
    match section.body:
        case Table(columns, rows):
            lines = [_row(columns), _row("---" for _ in columns)]
            yield "\n".join([*lines, *(_row(_joined(cell) for cell in row.cells) for row in rows)])
        case Items(items, numbered):
            marks = (f"{number}." if numbered else "-" for number, _ in enumerate(items, 1))
            yield "\n".join(
                f"{mark} {escaped(item.text)} ({item.about})" if item.text else f"{mark} {item.about}"
                for mark, item in zip(marks, items, strict=True)
            )
        case Passages(passages):
            for passage in passages:
                yield from _passage(passage)
        case Plots(plots):
            yield "\n".join(f"- {escaped(plot.title)}: {escaped(plot.words)}" for plot in plots)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _passage(passage: Passage) -> Iterator[str]:
    yield "### " + " · ".join(part for part in (passage.about, escaped(passage.title)) if part)
    if passage.text:
        yield "\n".join(f"> {line}".rstrip() for line in _lines(passage.text))
    if passage.facts:
        yield "\n".join(_fact(fact) for fact in passage.facts)


def _fact(fact: Fact) -> str:
    label = escaped(fact.label)
    if all("\n" not in safe(part).strip() for part in fact.value):
        return f"- {label}: {_joined(fact.value)}"
    inner = (line for part in fact.value for line in _lines(part))
    return "\n".join([f"- {label}:", "", *(f"  {line}".rstrip() for line in inner)])


def _joined(parts: Parts) -> str:
    return " · ".join(escaped(part) for part in parts)


def _lines(words: str) -> Iterator[str]:
    """Text of several lines: each line end of a paragraph as a hard one, and one empty line between paragraphs."""
    paragraphs = re.split(r"\n(?:[^\S\n]*\n)+", safe(words).strip("\n"))
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ""
        *lines, last = [_indented(line) for line in paragraph.split("\n")]
        yield from (line + "\\" for line in lines)
        yield last


def _indented(line: str) -> str:
    # Four blanks would begin a block of code; these are shown and begin nothing.
    blanks = len(line) - len(line.lstrip(" \t"))
    return line[:blanks].replace("\t", "    ").replace(" ", "&nbsp;") + escaped(line)
