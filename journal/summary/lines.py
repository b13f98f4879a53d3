"""The lines of a section: what can be switched, one by one, and put into other words, part by part."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from journal.safety.text import safe_line
from journal.summary.page import Body, Fact, Item, Items, Parts, Passage, Passages, Plots, Row, Section, Table

_JOINT = " · "
_BREAK = "\n\n"  # between the parts of a field that has long texts


@dataclass(frozen=True)
class Part:
    """A part of a line that can be reworded: its name in the choices, what it is called, and what it says."""

    name: str
    label: str
    words: str


GOAL = "goal:"  # begins the key of a line whose numbers may change under the same choice


@dataclass(frozen=True)
class Line:
    """A line of a page by its key. `words` tell it on one line, safe to draw; `about` is what it belongs to, or ""."""

    key: str
    about: str
    words: str
    parts: tuple[Part, ...]

    @property
    def digest(self) -> str:
        """What tells whether it says the same as before; of a goal, its wording alone."""
        told = self.parts[:1] if self.key.startswith(GOAL) else self.parts
        words = "\0".join(part.words for part in told)
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def lines(section: Section) -> Iterator[Line]:
    """Every line of a section, in the order in which it is read."""
    match section.body:
        case Table(columns, rows):
            for row in rows:
                cells = [(column, _JOINT.join(cell)) for column, cell in zip(columns, row.cells, strict=True) if cell]
                about = cells[0][1] if cells and cells[0][0] == columns[0] and len(cells) > 1 else ""
                told = (_told(column, words) for column, words in cells if not (about and column == columns[0]))
                yield Line(row.key, safe_line(about), _one_line(told), tuple(Part(c, c, words) for c, words in cells))
        case Items(items):
            for item in items:
                part = Part("text", item.about, item.text)
                yield Line(item.key, safe_line(item.about), safe_line(item.text), (part,))
        case Passages(passages):
            for passage in passages:
                yield from _of_passage(passage)
        case Plots(plots):
            for plot in plots:
                yield Line(plot.key, safe_line(plot.title), safe_line(plot.words), ())


def _told(column: str, words: str) -> str:
    return f"{column.lower()} {words}" if words[:1].isdigit() else words  # a number alone says nothing


def _of_passage(passage: Passage) -> Iterator[Line]:
    about = _one_line(part for part in (passage.about, passage.title) if part)
    if passage.text:
        title = (Part("title", "Title", passage.title),) if passage.title else ()
        text = Part("text", "Text", passage.text)
        yield Line(passage.key, about, safe_line(passage.text), (*title, text))
    for fact in passage.facts:
        words = _value(fact)
        yield Line(fact.key, about, _one_line((f"{fact.label}: {words}",)), (Part("value", fact.label, words),))


def _value(fact: Fact) -> str:
    several = any("\n" in part.strip() for part in fact.value)
    return (_BREAK if several else _JOINT).join(fact.value)


def _one_line(words: Iterator[str] | tuple[str, ...]) -> str:
    return _JOINT.join(safe_line(part) for part in words)


Wordings = Mapping[str, Mapping[str, str]]  # by the key of a line, what its parts say instead, by their names


def kept(body: Body, left_out: frozenset[str], wordings: Wordings) -> Body | None:
    """What a page has of a section: without some of its lines, the rest in these words. None where nothing is left."""
    match body:
        case Table(columns, rows):
            return _table(columns, [_reworded_row(columns, row, wordings) for row in rows if row.key not in left_out])
        case Items(items, numbered):
            told = tuple(_reworded_item(item, wordings) for item in items if item.key not in left_out)
            return Items(told, numbered) if told else None
        case Passages(passages):
            found = [_kept_passage(passage, left_out, wordings) for passage in passages]
            return Passages(tuple(filter(None, found))) if any(found) else None
        case Plots(plots):
            drawn = tuple(plot for plot in plots if plot.key not in left_out)
            return Plots(drawn) if drawn else None


def _table(columns: tuple[str, ...], rows: list[Row]) -> Table | None:
    shown = [row for row in rows if any(row.cells)]
    places = [place for place in range(len(columns)) if any(row.cells[place] for row in shown)]
    if not places:
        return None
    return Table(
        tuple(columns[place] for place in places),
        tuple(replace(row, cells=tuple(row.cells[place] for place in places)) for row in shown),
    )


def _reworded_row(columns: tuple[str, ...], row: Row, wordings: Wordings) -> Row:
    instead = wordings.get(row.key, {})
    return replace(
        row,
        cells=tuple(
            _parts(instead[column]) if column in instead else cell
            for column, cell in zip(columns, row.cells, strict=True)
        ),
    )


def _reworded_item(item: Item, wordings: Wordings) -> Item:
    return replace(item, text=wordings.get(item.key, {}).get("text", item.text))


def _kept_passage(passage: Passage, left_out: frozenset[str], wordings: Wordings) -> Passage | None:
    facts = []
    for fact in passage.facts:
        value = fact.value
        if "value" in (instead := wordings.get(fact.key, {})):
            value = _parts(instead["value"])
        if fact.key not in left_out and value:
            facts.append(replace(fact, value=value))
    if passage.key in left_out and not facts:
        return None
    instead = wordings.get(passage.key, {})
    own = passage.key not in left_out
    text = instead.get("text", passage.text) if own else ""
    title = instead.get("title", passage.title)
    if not facts and not text.strip():
        return None
    return replace(passage, title=title, text=text, facts=tuple(facts))


def _parts(words: str) -> Parts:
    return (words,) if safe_line(words) else ()
