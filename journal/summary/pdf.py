"""A summary as PDF: tagged for readers that speak, set on paper of an ordinary size, with nothing in it but the page.

All of it is made in memory. What a person wrote is handed to the typesetter as data and never as markup.
"""

import functools
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import resources
from typing import Any

import pikepdf
import typst

from journal.errors import JournalError
from journal.safety.text import safe, safe_line
from journal.summary.drawing import HEIGHT, WIDTH, drawing
from journal.summary.page import Fact, Item, Items, Parts, Passage, Passages, Plot, Plots, Section, Summary, Table
from journal.summary.undrawn import Undrawn

_NAME = "Summary"  # what a window that shows the file is called
_HEADING = "Session summary"
_LANGUAGE = "en"
_LONG = 40  # characters; a word of more may be wider than the page
_LONG_IN_A_CELL = 4  # or than a column of a table

# The first is part of the typesetter, so that a page looks the same on every machine as far as its letters reach. The
# others are asked for what it doesn't have, and after them whatever there is.
_FONTS = ("Libertinus Serif", "Noto Naskh Arabic")
_JAPANESE = ("Noto Serif CJK JP", "Noto Sans CJK JP", "Hiragino Mincho ProN", "Yu Mincho", "MS Mincho")
_KOREAN = ("Noto Serif CJK KR", "Noto Sans CJK KR", "AppleMyungjo", "Apple SD Gothic Neo", "Malgun Gothic")
_CHINESE = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Songti SC", "PingFang SC", "SimSun", "Microsoft YaHei")
# The same character looks different in these three, and only others beside it say which of them it is.
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7a3]")
_BOXES = re.compile(r"\.?last ?resort|adobe (?:blank|notdef)", re.IGNORECASE)  # they draw any character, as a box

_LOUD, _QUIET = "loud", "quiet"  # how a run of words stands out in its line

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")  # what these are is up to each font
_RIGHT_TO_LEFT = ("R", "AL")
_ISOLATE, _ISOLATE_END = "\u2068", "\u2069"

# The typesetter says of each character that no font has where it stood and which it is, quoted as in Rust.
_NOT_DRAWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_SHORT_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{name}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{day}</xmp:CreateDate>
<xmp:ModifyDate>{day}</xmp:ModifyDate>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


class Paper(StrEnum):
    """Sheets that a page is set for. The value is the typesetter's name of it."""

    A4 = "a4"
    LETTER = "us-letter"


@dataclass(frozen=True)
class Typeset:
    """A summary on paper: the file, its number of pages, and how many characters no font of this machine has."""

    pdf: bytes
    pages: int
    undrawn: int


def pdf(summary: Summary, paper: Paper = Paper.A4) -> bytes:
    """The summary as a PDF that anyone can open."""
    return typeset(summary, paper).pdf


def pages(summary: Summary, paper: Paper = Paper.A4) -> int:
    """How many pages the summary takes."""
    return typeset(summary, paper).pages


def typeset(summary: Summary, paper: Paper = Paper.A4, *, system_fonts: bool = True) -> Typeset:
    """Sets the summary on paper. Characters that can't be drawn are named in words, and the page says how many.

    Without `system_fonts` it uses the fonts that are part of the typesetter and nothing of this machine.
    """
    fonts = _fonts(system_fonts)
    undrawn = Undrawn()
    while True:
        words = _Words(undrawn)
        content = _content(summary, words) | {"paper": paper.value, **_choice_of_fonts(fonts.families(), words)}
        made = _made(fonts, content)
        if isinstance(made, bytes):
            return _neutral(made, summary, words.undrawn)
        undrawn = _more(undrawn, made, fonts, content)


def _made(fonts: typst.Fonts, content: dict[str, Any]) -> bytes | frozenset[str]:
    """The page, or the characters on it that could not be drawn."""
    try:
        made, _ = typst.compile_with_warnings(
            _template(),
            format="pdf",
            font_paths=fonts,
            sys_inputs={"data": json.dumps(content)},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        # Its message quotes what the person wrote, so that nothing of it goes on from here but single characters.
        found = frozenset(_not_drawn(error.diagnostic))
    else:
        assert isinstance(made, bytes), "a PDF is one file"
        return made
    if not found:
        raise _not_set()
    return found


def _not_set() -> JournalError:
    return JournalError("The page couldn't be set as PDF.", "Write it as a web page: that prints on paper too.")


def _more(undrawn: Undrawn, found: frozenset[str], fonts: typst.Fonts, content: dict[str, Any]) -> Undrawn:
    """What can't be drawn, with what was found now.

    Of a character in several parts, such as a digit in a keycap, all parts are found where no font has the whole. So
    each is tried by itself first; and each can be found three times at most, so that this comes to an end.
    """
    new = found - undrawn.alone
    if not new:
        raise _not_set()
    tried = _made(
        fonts, content | {"sections": [], "who": _line(), "notes": [_line((one, _LOUD)) for one in sorted(new)]}
    )
    if isinstance(tried, frozenset) and tried & new:
        return Undrawn(undrawn.alone | (tried & new), undrawn.joined)
    if new - undrawn.joined:
        return Undrawn(undrawn.alone, undrawn.joined | new)
    return Undrawn(undrawn.alone | found, undrawn.joined)


class _Words:
    """Makes text fit to be drawn: harmless, with words for what no font has, and every part with its own direction."""

    def __init__(self, undrawn: Undrawn) -> None:
        self._undrawn = undrawn
        self.undrawn = 0
        self.kana = self.hangul = False

    def joined(self, *parts: str) -> str:
        """Parts side by side, none of which turns around what stands beside it."""
        return "\xa0· ".join(_isolated(drawn) for part in parts if (drawn := self._drawn(safe_line(part))))

    def lines(self, text: str) -> list[dict[str, Any]]:
        """Text of several lines, each with a direction of its own and as deep as it was indented."""
        return [self._line(line) for line in safe(text).strip("\n").expandtabs(4).split("\n")]

    def _line(self, text: str) -> dict[str, Any]:
        shown = self._drawn(text.rstrip())
        body = shown.lstrip(" ")
        indent = "\xa0" * (len(shown) - len(body))
        return _line((indent + body, _LOUD), rtl=_begins_right_to_left(body))

    def _drawn(self, text: str) -> str:
        self.kana = self.kana or bool(_KANA.search(text))
        self.hangul = self.hangul or bool(_HANGUL.search(text))
        private = _PRIVATE.findall(text)
        undrawn = replace(self._undrawn, alone=self._undrawn.alone.union(private)) if private else self._undrawn
        shown, count = undrawn.stated(text)
        self.undrawn += count
        return shown


def _line(*runs: tuple[str, str], rtl: bool = False, longest: int = _LONG) -> dict[str, Any]:
    """A line as the template takes it, and whether it has a word that may need to be broken."""
    shown = [run for run in runs if run[0]]
    words = "".join(words for words, _ in shown).split(" ")
    return {"runs": shown, "rtl": rtl, "long": any(len(word) > longest for word in words)}


def _content(summary: Summary, words: _Words) -> dict[str, Any]:
    who = words.joined(summary.nickname, summary.period)
    sections = [_section(section, words) for section in summary.sections]
    notes = [f"{summary.note} {summary.making}"]
    if words.undrawn:
        notes.append(_of_undrawn(words.undrawn))
    made = summary.made
    return {
        "name": _NAME,
        "lang": _LANGUAGE,
        "made": {"year": made.year, "month": made.month, "day": made.day},
        "title": _line((_HEADING, _LOUD)),
        "who": _line((who, _LOUD)),
        "notes": [_line((note, _QUIET)) for note in notes],
        "nothing": _line((summary.nothing if summary.empty else "", _LOUD)),
        "sections": sections,
    }


def _of_undrawn(count: int) -> str:
    what = "1 character" if count == 1 else f"{count} characters"
    return f"{what} could not be drawn with the fonts of this machine; words in square brackets stand for them."


def _section(section: Section, words: _Words) -> dict[str, Any]:
    title = {"title": _line((words.joined(section.title), _LOUD))}
    match section.body:
        case Table(columns, rows):
            return title | {
                "shape": "table",
                "columns": [_cell(words, (column,), _QUIET) for column in columns],
                "rows": [[_cell(words, cell) for cell in row.cells] for row in rows],
            }
        case Items(items, numbered):
            return title | {"shape": "items", "numbered": numbered, "items": [_item(item, words) for item in items]}
        case Passages(passages):
            return title | {"shape": "passages", "passages": [_passage(passage, words) for passage in passages]}
        case Plots(plots):
            return title | {"shape": "plots", "plots": [_plot(plot, words) for plot in plots]}


def _cell(words: _Words, parts: Parts, weight: str = _LOUD) -> dict[str, Any]:
    return _line((words.joined(*parts), weight), longest=_LONG_IN_A_CELL)


def _item(item: Item, words: _Words) -> dict[str, Any]:
    text, about = words.joined(item.text), words.joined(item.about)
    return _line((text, _LOUD), (f" ({about})", _QUIET)) if text else _line((about, _QUIET))


def _passage(passage: Passage, words: _Words) -> dict[str, Any]:
    about, title = words.joined(passage.about), words.joined(passage.title)
    return {
        "title": _line((about, _QUIET), ("\xa0· " if about and title else "", _QUIET), (title, _LOUD)),
        "text": words.lines(passage.text) if passage.text else [],
        "facts": list(_facts(passage.facts, words)),
    }


def _plot(plot: Plot, words: _Words) -> dict[str, Any]:
    title = words.joined(plot.title)
    return {
        "line": _line((f"{title}: ", _QUIET), (words.joined(plot.words), _LOUD)),
        "says": f"A line through the values of {title}, which are in the caption.",
        "wide": WIDTH,
        "high": HEIGHT,
        "points": drawing(plot).points,
    }


def _facts(facts: Iterable[Fact], words: _Words) -> Iterator[dict[str, Any]]:
    """The facts one after the other in a line, as far as none has several lines of its own, which follow it."""
    runs: list[tuple[str, str]] = []
    for fact in facts:
        runs += [(" · ", _QUIET)] * bool(runs) + [(f"{words.joined(fact.label)}: ", _QUIET)]
        if any("\n" in safe(part).strip() for part in fact.value):
            yield {"line": _line(*runs), "lines": [line for part in fact.value for line in words.lines(part)]}
            runs = []
        else:
            runs.append((words.joined(*fact.value), _LOUD))
    if runs:
        yield {"line": _line(*runs), "lines": []}


def _isolated(text: str) -> str:
    # Only where it is needed: some programs that copy text from a page show these marks.
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text):
        return f"{_ISOLATE}{text}{_ISOLATE_END}"
    return text


def _begins_right_to_left(text: str) -> bool:
    strong = (found for char in text if (found := unicodedata.bidirectional(char)) in ("L", *_RIGHT_TO_LEFT))
    return next(strong, "L") in _RIGHT_TO_LEFT


def _choice_of_fonts(families: Iterable[str], words: _Words) -> dict[str, Any]:
    there = set(families)
    cjk = _JAPANESE if words.kana else _KOREAN if words.hangul else _CHINESE
    first = [name for name in (*_FONTS, *cjk) if name in there]
    if not any(_BOXES.fullmatch(name) for name in there):
        return {"fonts": first, "fallback": True}  # whatever else is there is looked at too
    return {"fonts": [*first, *sorted(name for name in there if not _BOXES.fullmatch(name))], "fallback": False}


def _not_drawn(said: str) -> Iterator[str]:
    """The characters that the typesetter had no font for."""
    for found in _NOT_DRAWN.findall(said):
        yield from _ESCAPED.sub(
            lambda one: chr(int(one[1], 16)) if one[1] else _SHORT_ESCAPES.get(one[2], one[2]), found
        )


def _neutral(made: bytes, summary: Summary, undrawn: int) -> Typeset:
    """The file with nothing in it about what made it, and about when no more than the day."""
    day = summary.made
    with pikepdf.open(io.BytesIO(made)) as file:
        file.trailer.Info = file.make_indirect(
            pikepdf.Dictionary(
                Title=_NAME, CreationDate=pikepdf.String(f"D:{day:%Y%m%d}"), ModDate=pikepdf.String(f"D:{day:%Y%m%d}")
            )
        )
        xmp = _XMP.format(name=_NAME, language=_LANGUAGE, day=day.isoformat())
        file.Root.Metadata = file.make_stream(xmp.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        return Typeset(_written(file), len(file.pages), undrawn)


def _written(file: pikepdf.Pdf) -> bytes:
    done = io.BytesIO()
    file.save(
        done, static_id=True
    )  # else a part of its identifier is made from the time, and the same page another file
    return done.getvalue()


@functools.cache
def _fonts(system_fonts: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=system_fonts)


@functools.cache
def _template() -> bytes:
    return resources.files("journal.summary").joinpath("page.typ").read_bytes()
