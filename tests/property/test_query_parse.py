"""The search grammar on any text that a person, or a cat, may type."""

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.errors import BadInput
from journal.model.folding import holds_words, spaced
from journal.model.query import Query, Words, parse_query
from journal.vault.vault import Vault
from tests.hostile import HOSTILE_LINES
from tests.journals import new_vault
from tests.making import made
from tests.strategies import texts

FILTERS = ["kind:", "tag:", "with:", "outcome:", "flagged:", "shared:", "after:", "before:", "KIND:", "mood:", ":"]
VALUES = [
    "reflection", "e", "stopped", "yes", "no", "therapist", "2026-05-01", "yesterday", "9999-12-31", "0001-01-01",
    "99.99.9999", "-99999", '"two words"', '"', "#", "*", "", "\0", "\ud800", "'", "NEAR(a b)", "AND", "-", "(",
]  # fmt: skip
pieces = st.sampled_from(FILTERS) | st.sampled_from(VALUES) | st.sampled_from(HOSTILE_LINES) | st.text(max_size=5)
typed_texts = st.lists(pieces | st.just(" "), max_size=12).map("".join) | st.text()
days = st.dates() | st.sampled_from([dt.date(1, 1, 1), dt.date(9999, 12, 31)])


@pytest.fixture(scope="module")
def some_vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """A journal with a few entries, to put queries to."""
    vault = new_vault(tmp_path_factory.mktemp("queries") / "journal.db")
    for text in ("calm warm breath", "two words here", "日本語 \U0001f33f", ""):
        vault.entries.add(made(text, tags=("a tag",), people=("Alex",), flagged=not text))
    yield vault
    vault.close()


@given(typed_texts, days)
def test_any_text_is_a_query_or_bad_input(typed: str, today: dt.date) -> None:
    """Nothing but BadInput ever comes of typing, and while typing goes on not even that."""
    try:
        parse_query(typed, today)
    except BadInput as problem:
        assert problem.hint
    parse_query(typed, today, unfinished=True)


@given(typed_texts)
def test_any_query_can_be_asked(some_vault: Vault, typed: str) -> None:
    """Whatever was typed, the journal answers or calls it bad input, and a list and its count agree."""
    query = parse_query(typed, dt.date(2026, 5, 17), unfinished=True)
    try:
        found = list(some_vault.entries.each(query))
    except BadInput:
        assert not typed.isprintable()
        return
    assert some_vault.entries.count(query) == len(found)
    assert some_vault.entries.page(query).entries == tuple(found)


@given(st.lists(texts() | st.text(), max_size=3), texts() | st.text(), st.booleans())
def test_spans_are_in_order_and_within_the_text(sought: list[str], text: str, prefix: bool) -> None:
    """Spans are inside the text, not empty, in order and apart from each other, whatever is looked for."""
    query = Query(words=tuple(Words(words, prefix=prefix) for words in sought))
    end_before = 0
    for start, end in query.spans(text):
        assert end_before <= start < end <= len(text)
        end_before = end


@given(st.text(min_size=1), st.text(), st.text())
def test_a_text_lights_itself(sought: str, before: str, after: str) -> None:
    """What is looked for is lit where it stands between blanks, whatever is around it."""
    text = f"{before} {sought} {after}"
    spans = Query(words=(Words(sought),)).spans(text)
    assert bool(spans) == holds_words(sought)


@given(st.text())
def test_blanks_are_all_that_is_added_for_the_index(text: str) -> None:
    """The text that goes into the index differs in blanks alone, but for characters that are no part of any word."""
    silent = "\0\u061c\u2066\u2067\u2068\u2069"
    kept = [
        char
        for char in text
        if char not in silent
        and not char.isspace()
        and not "\ufe00" <= char <= "\ufe0f"
        and not "\U000e0100" <= char <= "\U000e01ef"
        and not "\ud800" <= char <= "\udfff"
    ]
    assert [char for char in spaced(text) if not char.isspace()] == kept
    assert spaced(spaced(text)).split() == spaced(text).split()
