"""Text held in a form comes back exactly, and nothing that steers a terminal is drawn."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from journal.safety.text import UNSAFE
from journal.tui.widgets import stand_ins
from tests.hostile import HOSTILE_TEXTS
from tests.strategies import lines, texts

EDITABLE = texts().filter(stand_ins.can_hold)
SPLIT_BY_PYTHON = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\r"


@given(EDITABLE)
@example("a\r\nb\rc\n")
@example(SPLIT_BY_PYTHON)
def test_a_text_comes_back_exactly_from_an_editor(text: str) -> None:
    """What an editor holds has only LF for line ends, nothing unsafe, and releases the very text."""
    held = stand_ins.hold_lines(text)
    assert stand_ins.release(held) == text
    assert held.splitlines() == held.split("\n")[: len(held.splitlines())]
    assert not UNSAFE.search(held)


@given(lines().filter(stand_ins.can_hold) | EDITABLE)
def test_a_text_comes_back_exactly_from_a_line(text: str) -> None:
    """What a line holds is one line without tabs, of as many characters, and releases the very text."""
    held = stand_ins.hold_line(text)
    assert stand_ins.release(held) == text
    assert len(held) == len(text)
    assert not UNSAFE.search(held) and "\n" not in held and "\t" not in held


@given(EDITABLE)
def test_what_is_drawn_is_safe_and_as_long(text: str) -> None:
    """Marks take the place of stand-ins one for one, and each takes one cell."""
    held = stand_ins.hold_lines(text)
    drawn = stand_ins.shown(held)
    assert len(drawn) == len(held)
    assert not UNSAFE.search(drawn)
    places = stand_ins.marks(held)
    assert all(drawn[place] != held[place] and cell_len(drawn[place]) == 1 for place in places)
    assert [n for n, (one, other) in enumerate(zip(held, drawn, strict=True)) if one != other] == places


@pytest.mark.parametrize("line", ["w" * 200_000, "word " * 40_000, "e\u0301" * 50_000, "\U0001f469\u200d" * 40_000])
def test_a_very_long_line_is_held_in_pieces(line: str) -> None:
    """No piece is longer than the limit, none parts what is drawn as one character, and the line comes back whole."""
    held = stand_ins.hold_lines(f"before\n{line}\nafter")
    pieces = held.split("\n")
    assert all(len(piece) <= stand_ins.LONG + 1 for piece in pieces)
    assert not any(piece.startswith(("\u0301", "\u200d")) for piece in pieces)
    assert stand_ins.release(held) == f"before\n{line}\nafter"


@given(st.sampled_from(["\U0010ff00", "\U0010fff0", "\U0010ffff", "\ud800", "\udfff"]), EDITABLE)
def test_a_text_with_characters_of_the_block_cant_be_held(char: str, text: str) -> None:
    """Such a text is told apart; the same characters in what is pasted become the replacement character."""
    assert not stand_ins.can_hold(text + char)
    assert stand_ins.release(stand_ins.hold_lines(text + char)) == text + "\ufffd"


def test_the_hostile_corpus_can_be_held() -> None:
    """Every hostile text of the corpus is one that the form lets people edit."""
    assert all(stand_ins.can_hold(text) for text in HOSTILE_TEXTS)


@pytest.mark.parametrize("char", ["a", "\u200d", "\u00a0", "\u3000", "\u200f", "\U0001fae9", "\ue000", "\u0301"])
def test_joiners_and_foreign_blanks_are_writing(char: str) -> None:
    """What keyboards of other languages and emoji pickers send is taken, printable or not."""
    assert stand_ins.is_writing(char)


@pytest.mark.parametrize("char", [None, "\x1b", "\t", "\x85", "\x00", "ab"])
def test_controls_are_no_writing(char: str | None) -> None:
    """Keys without a character, and control characters, write nothing."""
    assert not stand_ins.is_writing(char)
