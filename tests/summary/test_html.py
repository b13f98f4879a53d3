"""The summary as a web page: whole in itself, inert, and the same text as was written."""

import base64
import hashlib
import itertools
import re
from html.parser import HTMLParser

import pytest

from journal.model.entry import Kind
from journal.safety.text import UNSAFE, safe, safe_line
from journal.summary.html import html
from tests.hostile import HOSTILE_TEXTS
from tests.summary.made import PLAIN_WORDS, all_shared, everywhere, marked, page_of, without_marks

ATTRIBUTES = {
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "id",
    "class",
    "dir",
    "scope",
    "aria-labelledby",
    "width",
    # Of the small plots, made of numbers alone.
    "viewbox",
    "height",
    "aria-hidden",
    "focusable",
    "points",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
}


class Page(HTMLParser):
    """The tags, the attributes and the text of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.meta: dict[str, str] = {}
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        values = dict(attrs)
        if tag == "meta":
            self.meta[values.get("http-equiv") or values.get("name") or "charset"] = values.get("content") or ""

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("words", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_text(words: str) -> None:
    """Hostile text adds no tag and no attribute, brings no control character, and reads as it was written."""
    source = html(everywhere(words))
    page = Page(source)
    assert not UNSAFE.search(source)
    assert page.tags == Page(html(everywhere(without_marks(words)))).tags
    assert page.attributes <= ATTRIBUTES
    assert " ".join(page.text.split()).count(safe_line(words)) >= html(everywhere(PLAIN_WORDS)).count(PLAIN_WORDS)
    assert safe(words).strip("\n") in page.text


def test_it_allows_nothing() -> None:
    """Its own policy forbids everything but its one style, which it names by its hash."""
    source = html(page_of(*(all_shared(marked(kind)[0]) for kind in Kind)))
    page = Page(source)
    style = re.findall(r"<style>(.*?)</style>", source, re.DOTALL)
    assert len(style) == 1
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    assert page.meta["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"url\(|@import|//", style[0])
    assert not {"script", "link", "img", "a", "iframe", "object", "form"} & set(page.tags)


def test_it_can_be_read_aloud() -> None:
    """It has a language, one title, headings in order, head cells with a scope, and sections named by their heading."""
    source = html(page_of(*(all_shared(marked(kind)[0]) for kind in Kind)))
    page = Page(source)
    assert '<html lang="en">' in source
    assert page.tags.count("title") == page.tags.count("h1") == page.tags.count("main") == 1
    headings = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h\d", tag)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(headings))
    assert source.count("<th") == source.count('<th scope="col"') + source.count("<thead")
    labelled = re.findall(r'<section aria-labelledby="([^"]+)">\n<h2 id="([^"]+)">', source)
    assert len(labelled) == page.tags.count("section") and all(one == other for one, other in labelled)


def test_its_title_is_neutral() -> None:
    """The title of the window, which a browser keeps in its history, names neither the person nor what was written."""
    source = html(page_of(all_shared(marked(Kind.REFLECTION)[0])))
    assert "<title>Session summary</title>" in source
