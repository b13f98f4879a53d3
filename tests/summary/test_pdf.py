"""The summary as PDF: sound, tagged, inert, without a trace of what made it, and the same text as was written."""

import dataclasses
import datetime as dt
import io
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pikepdf
import pytest

from journal.model.entry import Kind
from journal.model.sharing import Audience
from journal.safety.text import UNSAFE, safe, safe_line
from journal.summary import Format, render
from journal.summary.page import Fact, Item, Items, Passage, Passages, Plot, Plots, Point, Row, Section, Summary, Table
from journal.summary.pdf import Paper, _choice_of_fonts, _Words, pages, pdf, typeset
from journal.summary.undrawn import Undrawn
from tests.hostile import HOSTILE_TEXTS
from tests.summary.made import PLAIN_WORDS, all_shared, everywhere, marked, page_of, reflection, without_marks
from tests.summary.reading import (
    complaints,
    everything_in,
    lines_as_read,
    places,
    squashed,
    structure,
    text_by_pypdf,
    text_of,
)

DAY = dt.date(2026, 5, 17)
MARGIN = 17 / 25.4 * 72
HEBREW = "זה היה קשה אבל טוב"
ARABIC = "كان ذلك جيدا ثم تحدثنا"
JAPANESE = "今日はゆっくり話した。とても安心した。"
CHINESE = "我们慢慢地谈了谈"
KOREAN = "천천히 이야기했고"
EMOJI = "calm \U0001f33f \U0001f469\u200d\U0001f33e \U0001f1eb\U0001f1ee \u2764\ufe0f \U0001f44d\U0001f3fd"
MARKS = "cafe\u0301 a\u0308\u0323"


def summary_with(*sections: Section, nickname: str = "Sam") -> Summary:
    """A summary of these sections."""
    return Summary(
        nickname=nickname, audience=Audience.THERAPIST, since=DAY, until=DAY, made=DAY, sections=tuple(sections)
    )


def in_every_shape(*texts: str) -> Summary:
    """A summary in which each text stands in a list, a table, a heading, a passage and its fields."""
    facts = (*(Fact(text, (text, "5")) for text in texts), Fact("Notes", ("one\n" + "\n".join(texts),)))
    return summary_with(
        Section("Most important today", Items(tuple(Item(text, "Mon 4 May · Reflection") for text in texts), True)),
        Section("Homework", table_of(*texts)),
        Section("Chosen excerpts", Passages(tuple(Passage("Mon 4 May", text, text) for text in texts))),
        Section("Details chosen", Passages((Passage("Tue 5 May", "", facts=facts),))),
    )


def table_of(*texts: str) -> Table:
    """A table with a row for each text."""
    columns = ("Date", "Practice", "How it went", "Minutes", "Helped or learnt", "In the way")
    cells = ((("Mon 4 May",), (text, "stage 1"), ("done",), ("25",), (text,), ()) for text in texts)
    return Table(columns, tuple(map(Row, cells)))


def full() -> Summary:
    """A summary of an entry of every kind, with every field released."""
    return page_of(*(all_shared(marked(kind)[0]) for kind in Kind))


def strings_of(summary: Summary) -> list[str]:
    """Every line of a summary from its first section on, in reading order."""
    found = []
    for section in summary.sections:
        found.append(section.title)
        match section.body:
            case Table(columns, rows):
                found += [*columns, *(part for row in rows for cell in row.cells for part in cell)]
            case Items(items):
                found += [part for item in items for part in (item.text, item.about) if part]
            case Passages(passages):
                for one in passages:
                    found += [part for part in (one.about, one.title, one.text) if part]
                    found += [part for fact in one.facts for part in (fact.label, *fact.value)]
            case Plots(plots):
                found += [part for plot in plots for part in (plot.title, plot.words)]
    return found


def in_order(strings: list[str], text: str) -> bool:
    """Whether a text has all of these strings one after the other, blanks and line ends aside."""
    whole, place = squashed(text), 0
    for string in map(squashed, strings):
        place = whole.find(string, place)
        if place < 0:
            return False
        place += len(string)
    return True


@pytest.mark.pdf_programs
def test_reading_order(tmp_path: Path) -> None:
    """qpdf finds nothing against a page of everything, and two programs read its text in the order it was put in."""
    summary = full()
    made = render(summary, Format.PDF)
    assert not complaints(made, tmp_path)
    head = ["Session summary", "Sam", "3 to 17 May 2026", summary.note, summary.making]
    for text in (text_of(made), text_by_pypdf(made)):
        assert in_order([*head, *strings_of(summary)], text)


def test_structure() -> None:
    """It has a language, headings in order, tables with head cells that say what they head, lists and quotations."""
    made = pdf(full())
    root = structure(made)
    headings = [tag.name for tag in root.walk() if re.fullmatch(r"H\d", tag.name)]
    assert headings[:2] == ["H1", "H2"] and headings.count("H1") == 1 and "H3" in headings
    tables = root.within("Table")
    assert tables
    for table in tables:
        head, body = table.inner
        assert (head.name, body.name) == ("THead", "TBody")
        assert {cell.name for cell in head.inner[0].inner} == {"TH"}
        assert {cell.scope for cell in head.within("TH")} == {"Column"}
        assert {len(row.inner) for row in (*head.inner, *body.inner)} == {len(head.inner[0].inner)}
        assert len(body.within("TD")) == len(body.inner) * len(head.inner[0].inner)
    assert root.within("L") and root.within("LBody") and root.within("BlockQuote")
    with pikepdf.open(io.BytesIO(made)) as file:
        assert str(file.Root.Lang) == "en"
        assert file.Root.MarkInfo.Marked
        assert file.Root.ViewerPreferences.DisplayDocTitle


def test_it_says_nothing_of_what_made_it() -> None:
    """Its metadata are a neutral title, a language and a day, and the same in both places where a PDF has them."""
    made = pdf(full())
    with pikepdf.open(io.BytesIO(made)) as file:
        assert dict(file.docinfo) == {"/Title": "Summary", "/CreationDate": "D:20260517", "/ModDate": "D:20260517"}
        described = ET.fromstring(file.Root.Metadata.read_bytes())
        (block,) = described.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description")
        assert {one.tag.partition("}")[2]: "".join(one.itertext()).strip() for one in block} == {
            "format": "application/pdf",
            "title": "Summary",
            "language": "en",
            "CreateDate": "2026-05-17",
            "ModifyDate": "2026-05-17",
            "part": "1",
        }
        assert block.find("{http://www.aiim.org/pdfua/ns/id/}part") is not None
    assert not re.search(rb"(?i)typst|krilla|pikepdf|qpdf|journal|therapy|/Author|/Producer", everything_in(made))
    assert not re.search(
        rb"/(JavaScript|JS|AA|OpenAction|URI|Launch|EmbeddedFile|Annots|AcroForm)\b", everything_in(made)
    )


@pytest.mark.pdf_programs
def test_small_plots(tmp_path: Path) -> None:
    """Values over time are a picture with a description, and their words are its caption."""
    first = Plot("Tension, highest", 10, (Point(DAY, 7), Point(DAY + dt.timedelta(9), 5)), "7, 5 (17 to 26 May)")
    zero = Plot(f"{HEBREW} *b*", 0, (Point(DAY, 0), Point(DAY, 0), Point(DAY, 3)), "0, 0, 3")
    summary = summary_with(Section("Ratings over time", Plots((first, zero, first))))
    made = typeset(summary, system_fonts=False)
    assert made.pages == 1
    assert not complaints(made.pdf, tmp_path)
    figures = structure(made.pdf).within("Figure")
    assert [squashed(figure.alt) for figure in figures] == [
        squashed(f"A line through the values of {plot.title}, which are in the caption.")
        for plot in (first, zero, first)
    ]
    assert len(structure(made.pdf).within("Caption")) == 3
    text = squashed(text_of(made.pdf))
    assert text.count(squashed("Tension, highest: 7, 5 (17 to 26 May)")) == 2 and text.count("0,0,3") == 1


@pytest.mark.pdf_programs
def test_hostile_text(tmp_path: Path) -> None:
    """Hostile text adds no tag, brings no control character, stays within the margins, and reads as it was written."""
    made = typeset(in_every_shape(*HOSTILE_TEXTS), system_fonts=False).pdf
    assert not complaints(made, tmp_path)
    plain = typeset(in_every_shape(*map(without_marks, HOSTILE_TEXTS)), system_fonts=False).pdf
    tags, plain_tags = ([tag.name for tag in structure(one).walk()] for one in (made, plain))
    assert tags == [*plain_tags[:3], "P", *plain_tags[3:]]  # it says as well that there are characters it can't draw
    assert not re.search(rb"/(JavaScript|JS|AA|OpenAction|URI|Launch|EmbeddedFile|Annots)\b", everything_in(made))
    text = text_of(made)
    assert not UNSAFE.search(re.sub("[\f\u202a-\u202e\u2066-\u2069]", "", text))
    whole = squashed(text)
    for words in HOSTILE_TEXTS:
        if safe(words).isascii() and len(words) < 1000:
            assert whole.count(squashed(safe_line(words))) >= 7
    assert whole.count("w") > 7 * 3000  # these are broken, over pages too
    with pikepdf.open(io.BytesIO(made)) as file:
        wide, high = (float(size) for size in file.pages[0].MediaBox[2:])
    for left, top, right, low, word in places(made):
        footer = top > high - MARGIN
        assert left > MARGIN - 1 and right < wide - MARGIN + 1, word[:40]
        assert top > 0 and (low < high - MARGIN + 5 or (footer and re.fullmatch(r"\d+|of", word))), word[:40]


@pytest.mark.pdf_programs
def test_markup_of_the_typesetter() -> None:
    """Its own markup and code are text as any other, wherever they stand."""
    words = '#panic() *b* _i_ $x$ <l> @r = H #{sys.inputs} #read("/etc/passwd") #import "@preview/a:1.0.0" \\u{1} // c'
    whole = squashed(text_of(pdf(everywhere(words))))
    assert whole.count(squashed(words)) >= squashed(text_of(pdf(everywhere(PLAIN_WORDS)))).count(squashed(PLAIN_WORDS))


@pytest.mark.fonts
@pytest.mark.pdf_programs
def test_scripts(tmp_path: Path) -> None:
    """Hebrew, Arabic, Chinese, Japanese, Korean, emoji and marks are drawn, and read as they were written."""
    texts = (HEBREW, ARABIC, JAPANESE, CHINESE, KOREAN, EMOJI, MARKS)
    made = typeset(in_every_shape(*texts))
    assert made.undrawn == 0
    assert not complaints(made.pdf, tmp_path)
    lines = lines_as_read(made.pdf)
    assert not any("[" in line for line in lines)
    for words in texts:
        assert sum(squashed(words) in line for line in lines) >= 2, words


@pytest.mark.pdf_programs
def test_text_from_right_to_left_stands_on_the_right() -> None:
    """A line that begins in Hebrew ends at the right margin, and turns nothing around that stands beside it."""
    body = Passages((Passage("Mon 4 May", "", f"left\n{HEBREW} (3)\n{HEBREW}"),))
    items = Items((Item(HEBREW, "4 May · Reflection"), Item(f"{HEBREW} 12", "Reflection")))
    made = typeset(summary_with(Section("Excerpts", body), Section("Questions", items)), system_fonts=False)
    words = places(made.pdf)
    first = HEBREW.split()[0][::-1]  # Poppler gives where words stand, and in these their letters, from left to right
    on_the_right = [right for _, _, right, _, word in words if word == first and right > 540]
    assert len(on_the_right) == 2
    assert not any(left > 300 for left, _, _, _, word in words if word in ("left", "(4", "Reflection)", "12"))


@pytest.mark.pdf_programs
def test_what_no_font_has_is_said() -> None:
    """With no fonts but those of the typesetter, words stand for emoji and Chinese, and the page says for how many."""
    body = Items((Item(f"{EMOJI} 1\ufe0f\u20e3", "1 May"), Item(CHINESE, "2 May"), Item("\ue000 11", "3 May")))
    made = typeset(summary_with(Section("Questions", body)), system_fonts=False)
    text = squashed(text_of(made.pdf))
    assert made.undrawn == 6 + 8 + 1
    for shown in (
        "calm [emoji: herb] [emoji: woman, ear of rice] [emoji: flag FI] [emoji: heavy black heart]"
        " [emoji: thumbs up sign, medium skin] [emoji: digit one, combining enclosing keycap] (1 May)",
        "[8 characters: CJK] (2 May)",
        "[character: U+E000] 11 (3 May)",
        "15 characters could not be drawn with the fonts of this machine; words in square brackets stand for them.",
    ):
        assert squashed(shown) in text
    one = typeset(summary_with(Section("Questions", Items((Item("\ue000", "3 May"),)))), system_fonts=False)
    assert squashed("1 character could not be drawn") in squashed(text_of(one.pdf))
    assert "could not" not in text_of(pdf(full()))


def test_fonts_that_draw_boxes() -> None:
    """A font that has a box for every character is not used, and neither is the search that would come upon it."""
    words = _Words(Undrawn())
    assert _choice_of_fonts(["Libertinus Serif", "Z"], words) == {"fonts": ["Libertinus Serif"], "fallback": True}
    choice = _choice_of_fonts(["LastResort", "Z", "Libertinus Serif", ".LastResort", "A"], words)
    assert choice == {"fonts": ["Libertinus Serif", "A", "Libertinus Serif", "Z"], "fallback": False}
    there = ["Noto Serif CJK SC", "Noto Serif CJK JP", "Noto Serif CJK KR"]
    for text, family in ((CHINESE, there[0]), (JAPANESE, there[1]), (KOREAN, there[2])):
        words = _Words(Undrawn())
        words.joined(text)
        assert _choice_of_fonts(there, words)["fonts"] == [family]


@pytest.mark.pdf_programs
def test_several_pages() -> None:
    """Long text goes on for as many pages as it takes, each with its number, at the size it always has."""
    text = "\n\n".join(f"Paragraph {number}. " + "Some words that go on for a while. " * 12 for number in range(60))
    summary = page_of(all_shared(reflection(4, text)))
    made = typeset(summary)
    assert made.pages == pages(summary) == len(text_by_pypdf(made.pdf).split(f" of {made.pages}")) - 1 > 4
    assert in_order([f"Paragraph {number}." for number in range(60)], text_of(made.pdf))
    rows = table_of(*(f"practice {number}" for number in range(80)))
    made = typeset(summary_with(Section("Homework", rows)))
    assert text_of(made.pdf).count("Helped or learnt") == made.pages > 1
    assert len(structure(made.pdf).within("TH")) == 6
    assert pages(full()) >= 1


@pytest.mark.pdf_programs
def test_an_empty_page(tmp_path: Path) -> None:
    """A summary without anything says so, on one page without a number."""
    summary = summary_with(nickname="")
    made = typeset(summary)
    assert made.pages == 1
    assert not complaints(made.pdf, tmp_path)
    said = ["Session summary", "17 May 2026", summary.note, summary.making, summary.nothing]
    assert squashed(text_of(made.pdf)) == squashed("".join(said))


def test_paper() -> None:
    """It is set for A4, and for Letter where that is asked for."""
    for paper, size in ((Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))):
        with pikepdf.open(io.BytesIO(pdf(full(), paper))) as file:
            assert {tuple(round(float(edge)) for edge in page.MediaBox) for page in file.pages} == {(0, 0, *size)}


CODE = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
import tempfile
try:
    with tempfile.TemporaryFile() as file:
        file.write(b"x")
        file.flush()
except OSError:
    from tests.summary.test_pdf import full
    from journal.summary.pdf import pdf
    from journal.outgoing.pdf_password import encrypt
    sys.stdout.buffer.write(encrypt(pdf(full()), "two taps"))
"""


def test_nothing_is_written_to_any_file(tmp_path: Path) -> None:
    """It is made and encrypted in a process that can't write one byte to a file, and leaves none behind."""
    place = tmp_path / "place"
    place.mkdir()
    surroundings = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(place))
    run = subprocess.run(
        [sys.executable, "-B", "-c", CODE],
        env=surroundings,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=True,
    )
    assert run.stdout.startswith(b"%PDF-") and not run.stderr
    assert not list(place.iterdir())


def test_two_times_the_same() -> None:
    """The same summary is the same file byte for byte, and one that differs in a word is another."""
    summary = full()
    assert pdf(summary) == pdf(summary) != pdf(dataclasses.replace(summary, nickname="Kim"))


def test_a_very_long_line() -> None:
    """4 KB without a blank, in many places of the page, come out whole."""
    line = "wi" * 2_000
    summary = summary_with(
        Section("Homework", table_of(line)), Section("Details chosen", Passages((Passage("4 May", line, line),)))
    )
    whole = re.sub(r"\d+of\d+", "", squashed(text_by_pypdf(pdf(summary))))
    assert whole.count("w") >= 4 * 2_000
    assert line in whole
