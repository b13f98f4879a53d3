"""The summary as plain text: 78 columns, aligned, and harmless to a terminal."""

import pytest
from wcwidth import wcswidth

from journal.model.entry import Education, EntryContent, Outcome, Reflection, SensateFocus
from journal.model.sensate_focus import Stage
from journal.safety.text import UNSAFE, safe
from journal.summary.columns import table, width, wrap
from journal.summary.text import text
from tests.hostile import HOSTILE_TEXTS
from tests.summary.made import all_shared, day, everywhere, page_of


@pytest.mark.parametrize("words", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_text(words: str) -> None:
    """Hostile text stays within 78 columns, steers no terminal, and reads as it was written but for broken lines."""
    page = text(everywhere(words))
    assert not UNSAFE.search(page)
    for line in page.splitlines():
        assert wcswidth(line) <= 78 and width(line) <= 78
        assert line == line.rstrip()
    assert "".join(page.split()).count("".join(safe(words).split())) >= 6


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("plain", 5),
        ("ヤマ中", 6),
        ("한국어", 6),
        ("e\u0301a\u0308\u0323", 2),
        ("\U0001f33f", 2),
        ("\U0001f469\u200d\U0001f33e", 2),
        ("שלום", 4),
        ("ｆｕｌｌ", 8),
        ("\u200bx", 1),
        ("", 0),
    ],
)
def test_width(line: str, columns: int) -> None:
    """Wide characters take two columns, and marks and joiners none, as terminals draw them."""
    assert width(line) == columns == wcswidth(line)


@pytest.mark.parametrize(
    ("words", "columns", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one\n\n  two", 9, ["one", "", "  two"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("ab cdefghijkl m", 6, ["ab cde", "fghijk", "l m"]),
        ("ヤマヤマヤ", 5, ["ヤマ", "ヤマ", "ヤ"]),
        ("aaae\u0301b", 4, ["aaae\u0301", "b"]),
        ("one  two", 20, ["one  two"]),
        ("          deep", 6, ["deep"]),
        ("", 5, [""]),
        ("trailing   ", 8, ["trailing"]),
        ("a\tb", 20, ["a   b"]),
    ],
)
def test_wrap(words: str, columns: int, lines: list[str]) -> None:
    """Lines are broken between words, and inside a word only where it is longer than a line."""
    assert wrap(words, columns) == lines


def test_a_very_long_line() -> None:
    """200 KB without a blank are broken into lines, none of it lost."""
    lines = wrap("w" * 200_000, 74)
    assert "".join(lines) == "w" * 200_000
    assert max(map(len, lines)) == 74


def test_tables_are_aligned() -> None:
    """The columns of a table begin in the same place on every line, whatever stands in the cells."""
    lines = table(["Date", "Name"], [["Mon 4 May", "ヤマ"], ["한국어", "e\u0301"], ["", "x " * 40]], 40)
    assert lines[1] == "─────────  " + "─" * 29
    assert all(wcswidth(line) <= 40 for line in lines)
    assert lines[2] == "Mon 4 May  ヤマ"
    assert lines[3] == "한국어     e\u0301"
    assert lines[4].startswith(" " * 11 + "x x")


def test_a_page() -> None:
    """A small page, as a therapist gets it."""
    practice = EntryContent(
        when=day(4),
        details=SensateFocus(stage=Stage.NON_SEXUAL, came_back="Noticed the warmth of the hand."),
        topic="Hands first",
        outcome=Outcome.TRIED,
        minutes=10,
        flagged=True,
    )
    reading = EntryContent(when=day(6), details=Education(question="Can we stay at this stage?"))
    thought = EntryContent(
        when=day(9), details=Reflection(mood="calm"), text="One thing.\n\nAnother.", tags=("evening",)
    )
    page = text(page_of(*map(all_shared, (practice, reading, thought))))
    assert (
        page.replace("\xa0", " ")
        == """\
Session summary
Sam · 3 to 17 May 2026
Selected by the client; not a clinical record.
Made on 17 May 2026.


MOST IMPORTANT TODAY

1. Hands first (Mon 4 May · Sensate focus)


HOMEWORK

Date       Practice                 How it     Minutes  Helped or learnt
                                    went
─────────  ───────────────────────  ─────────  ───────  ──────────────────────
Mon 4 May  Sensate focus · stage    tried      10       Noticed the warmth of
           1 · Hands first                              the hand.


SENSATE FOCUS

Stage               Practices
──────────────────  ─────────
1 non-sexual touch  1


CHOSEN EXCERPTS

Sat 9 May · Reflection
  One thing.

  Another.


QUESTIONS FOR THE THERAPIST

-  Can we stay at this stage? (Wed 6 May · Education)


DETAILS CHOSEN

Sat 9 May · Reflection
  Mood word  calm
  Tags       evening
"""
    )
