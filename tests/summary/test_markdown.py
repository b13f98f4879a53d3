"""The summary as Markdown: what a person wrote shows as it was written and marks up nothing."""

import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from journal.model.entry import EntryContent, Reflection
from journal.safety.text import UNSAFE, safe_line
from journal.summary.markdown import escaped, markdown
from tests.hostile import HOSTILE_TEXTS
from tests.summary.made import PLAIN_WORDS, all_shared, day, everywhere, page_of, without_marks

OWN_TAGS = {
    "h1",
    "h2",
    "h3",
    "p",
    "ul",
    "ol",
    "li",
    "em",
    "blockquote",
    "br",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


class Page(HTMLParser):
    """The tags and the text of rendered Markdown."""

    def __init__(self, source: str, preset: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(MarkdownIt(preset).enable("table").render(source))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not attrs or tag in ("td", "th")

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("preset", ["commonmark", "gfm-like"])
@pytest.mark.parametrize("words", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_text(words: str, preset: str) -> None:
    """Hostile text changes neither headings, lists, tables nor links, and reads as it was written."""
    source = markdown(everywhere(words))
    page = Page(source, preset)
    assert not UNSAFE.search(source)
    assert set(page.tags) <= OWN_TAGS
    assert page.tags == Page(markdown(everywhere(without_marks(words))), preset).tags
    assert " ".join(page.text.split()).count(safe_line(words)) >= markdown(everywhere(PLAIN_WORDS)).count(PLAIN_WORDS)


def test_lines_of_a_text() -> None:
    """Line ends, empty lines and indents of a text are kept."""
    text = "one\n  two\nthree\n\n\n    four\nfive"
    source = markdown(page_of(all_shared(EntryContent(when=day(4), details=Reflection(), text=text))))
    assert "> one\\\n> &nbsp;&nbsp;two\\\n> three\n>\n> &nbsp;&nbsp;&nbsp;&nbsp;four\\\n> five\n" in source


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a plain sentence, with (brackets) - and 3.5 things!", "a plain sentence, with (brackets) - and 3.5 things!"),
        ("- item", r"\- item"),
        ("12. item", r"12\. item"),
        ("2026. A year", r"2026\. A year"),
        ("===", r"\==="),
        ("a*b_c", r"a\*b\_c"),
        ("a|b", r"a\|b"),
        ("http://example.invalid www.example.invalid", r"http:\//example.invalid www\.example.invalid"),
        ("two\nlines", "two lines"),
    ],
)
def test_escapes_are_few(words: str, expected: str) -> None:
    """A backslash stands only before what would be read as a mark, so that the source reads well too."""
    assert escaped(words) == expected


def test_tables_are_whole() -> None:
    """Each row of a table has as many cells as its head, whatever is in them."""
    for words in HOSTILE_TEXTS:
        tables = re.findall(r"(?:^\|.*\|\n)+", markdown(everywhere(words)), re.MULTILINE)
        assert len(tables) == 2
        for table in tables:
            assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1
