"""Words for characters that can't be drawn."""

import pytest

from journal.summary.undrawn import Undrawn, clusters


@pytest.mark.parametrize(
    "parts",
    [
        ["a", "b"],
        ["e\u0301", "a\u0308\u0323"],
        ["\U0001f469\u200d\U0001f33e", "\U0001f1eb\U0001f1ee", "\U0001f1eb"],
        ["\u2764\ufe0f", "1\ufe0f\u20e3", "\U0001f44d\U0001f3fd"],
        ["\u200d", "a"],
        ["a\u200d", " ", "b"],
        ["\u0301"],
        [],
    ],
)
def test_what_is_drawn_in_one_place(parts: list[str]) -> None:
    """Marks, joined emoji, flags, keycaps and skin tones stay with what they belong to."""
    assert list(clusters("".join(parts))) == parts


@pytest.mark.parametrize(
    ("text", "shown", "count"),
    [
        ("plain words", "plain words", 0),
        ("calm \U0001f33f now", "calm [emoji: herb] now", 1),
        ("\U0001f469\u200d\U0001f33e", "[emoji: woman, ear of rice]", 1),
        ("\U0001f44d\U0001f3fd\U0001f1eb\U0001f1ee", "[emoji: thumbs up sign, medium skin][emoji: flag FI]", 2),
        ("a \u241b b", "a [character: symbol for escape] b", 1),
        ("e\u0489", "[character: latin small letter e, combining cyrillic millions sign]", 1),
        ("\ue000", "[character: U+E000]", 1),
        ("今日は ヤマ。 (2)", "[6 characters: CJK, Hiragana, Katakana] (2)", 6),
        ("नमस्ते x", "[4 characters: Devanagari] x", 4),
        ("\U000107ff\U000107fe", "[2 characters]", 2),
    ],
)
def test_words_in_brackets(text: str, shown: str, count: int) -> None:
    """Emoji and single characters are named, longer text is counted by its scripts, and the rest stays as it is."""
    undrawn = Undrawn(alone=frozenset(char for char in text if char > "\u02ff" and char != "\u200d"))
    assert undrawn.stated(text) == (shown, count)


def test_a_part_that_can_be_drawn_by_itself() -> None:
    """What can't be drawn together with others is still drawn where it stands alone."""
    undrawn = Undrawn(joined=frozenset("1\u20e3"))
    assert undrawn.stated("11 1\u20e3") == ("11 [character: digit one, combining enclosing keycap]", 1)
