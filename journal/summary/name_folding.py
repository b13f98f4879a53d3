"""Text in plain small letters, as names are looked for in it, and which part of the text each letter stands for.

Capitals, accents, invisible characters and the width of letters make no difference.
"""

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

BLANK, DOT, APOSTROPHE, OTHER = " ", ".", "'", ";"
SEPARATORS = frozenset((BLANK, DOT, APOSTROPHE, OTHER))

_APOSTROPHES = "'\u2019\u2018\u201b\u02bc\u02bb\u02b9`\u00b4\u2032\uff07\u05f3"
_DOTS = ".\u00b7\u2024\u2027\u30fb\uff65\uff0e"
# What has no width, though some of it counts as a letter; formats such as the soft hyphen are known by their category.
_INVISIBLE = re.compile(
    r"[\u034f\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# Marks that are often left out. Those that are vowels, as in Thai and Devanagari, make another word.
_ACCENT = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]"
)
_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]+")
# Letters that no decomposition reaches, and those that a word's end or a habit of spelling changes.
_PLAIN = str.maketrans(
    {
        "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe",
        "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ٱ": "ا",
    }
)  # fmt: skip

_SCRIPT_OF = {"IDEOGRAPHIC": "CJK", "KATAKANA-HIRAGANA": "KATAKANA", "VERTICAL": "CJK"}
MARK, DIGIT, SYMBOL = "MARK", "DIGIT", "SYMBOL"


@dataclass(frozen=True)
class Folded:
    """A text in plain small letters, and which part of the text each of them stands for.

    What isn't a letter, a digit or a picture is one of SEPARATORS.
    """

    source: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def begins_a_word(self, place: int) -> bool:
        """Whether no letter of the same script stands before this place."""
        return place == 0 or script(self.text[place]) != self._script_before(place)

    def ends_a_word(self, place: int) -> bool:
        """Whether no letter of the same script, and no mark of the last one, stands at this place."""
        if place == len(self.text):
            return True
        following = script(self.text[place])
        return following not in (MARK, self._script_before(place))

    def is_capital(self, place: int) -> bool:
        """Whether a capital stands here in the text."""
        shown = unicodedata.normalize("NFKC", self.source[self.starts[place]])
        return shown[:1].isupper() or shown[:1].istitle()

    def letters_before(self, place: int, most: int) -> str:
        """The letters up to this place that are of the script that begins here, and one more than `most` at most."""
        first, kinds = place, (script(self.text[place]), MARK)
        while first > 0 and place - first <= most and script(self.text[first - 1]) in kinds:
            first -= 1
        return self.text[first:place]

    def letters_from(self, place: int, most: int) -> str:
        """The letters from this place on that are of the script before it, and one more than `most` at most."""
        last, kinds = place, (self._script_before(place), MARK)
        while last < len(self.text) and last - place <= most and script(self.text[last]) in kinds:
            last += 1
        return self.text[place:last]

    def _script_before(self, place: int) -> str:
        place -= 1
        while place > 0 and script(self.text[place]) == MARK:
            place -= 1
        return script(self.text[place])


def fold(text: str) -> Folded:
    """The folded text."""
    if text.isascii():
        return Folded(text, text.lower().translate(_ASCII), range(len(text)), range(1, len(text) + 1))
    pieces = list(map(_piece, text))
    if not _JAMO.search(text) and "" not in pieces and len(plain := "".join(pieces)) == len(text):
        return Folded(text, plain, range(len(text)), range(1, len(text) + 1))
    pieces = []
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    for run in _JAMO.finditer(text):
        _fold_part(text[place : run.start()], place, pieces, starts, ends)
        place = run.start()
        for char in unicodedata.normalize("NFC", run[0]):
            size = len(unicodedata.normalize("NFD", char)) if len(char) == 1 else 1
            pieces.append(char)
            starts.append(place)
            ends.append(min(place + size, run.end()))
            place += size
        place = run.end()
    _fold_part(text[place:], place, pieces, starts, ends)
    return Folded(text, "".join(pieces), starts, ends)


def _fold_part(part: str, place: int, pieces: list[str], starts: list[int], ends: list[int]) -> None:
    for char in part:
        piece = _piece(char)
        if piece:
            for one in piece:
                pieces.append(one)
                starts.append(place)
                ends.append(place + 1)
        elif ends and ends[-1] == place and unicodedata.combining(char):
            ends[-1] = place + 1  # the accent goes with its letter
        place += 1


@functools.lru_cache(maxsize=1 << 16)
def _piece(char: str) -> str:
    if char in _APOSTROPHES:
        return APOSTROPHE
    if char in _DOTS:
        return DOT
    category = unicodedata.category(char)
    if category == "Cf" or _INVISIBLE.match(char):
        return ""
    if char.isspace() or category in ("Zs", "Pd", "Pc"):
        return BLANK
    if "가" <= char <= "힣":
        return char
    parts = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", char).casefold())
    return "".join(_plain(part) for part in parts if not _ACCENT.match(part))


def _plain(part: str) -> str:
    category = unicodedata.category(part)
    if category[0] in "PC" and category not in ("Co", "Cn"):
        return OTHER
    return BLANK if category[0] == "Z" else part.translate(_PLAIN)


_ASCII = {code: _piece(chr(code)) for code in range(128)}


@functools.lru_cache(maxsize=1 << 16)
def script(char: str) -> str:
    """The script of a folded letter, or what else it is; "" for what stands between words."""
    if char in SEPARATORS:
        return ""
    category = unicodedata.category(char)
    if category[0] == "M":
        return MARK
    if category[0] == "N":
        return DIGIT
    if category[0] != "L":
        return SYMBOL
    name = unicodedata.name(char, "").partition(" ")[0]
    return _SCRIPT_OF.get(name, name)


@functools.lru_cache(maxsize=1 << 12)
def is_plain(char: str) -> bool:
    """Whether a folded character is a letter or a digit, rather than a mark upon one or a picture."""
    return unicodedata.category(char)[0] in "LN"
