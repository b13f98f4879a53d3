"""How written words are compared with the words that are looked for, in the search index and where matches are lit.

A word is a run of letters, digits and their marks. Capitals and accents make no difference. Characters of scripts that
are written without blanks, and pictures such as emoji, are words by themselves: each is found wherever it stands.
"""

import functools
import re
import unicodedata

# These ranges are part of the file format: the index forgets an entry by being told the same words again. They are
# fixed numbers, so that no newer Unicode in Python can change them.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"  # Chinese and Japanese
)
_PICTURES = "\u00a6\u00a9\u00ae\u00b0\u2122\u2190-\u2bff\u3200-\u33ff\U0001f000-\U0001fbff"
_APART = re.compile(f"[{_UNSPACED}{_PICTURES}]")
# Controls of direction, variation selectors and lone surrogates: no part of any word.
_SILENT = re.compile("[\0\u061c\u2066-\u2069\ufe00-\ufe0f\U000e0100-\U000e01ef\ud800-\udfff]")


def spaced(text: str) -> str:
    """The text with blanks around each character that is a word by itself, for the index and for what it is asked."""
    return _APART.sub(r" \g<0> ", _SILENT.sub(" ", text))


def holds_words(text: str) -> bool:
    """Whether there is anything in a text that can be looked for, and not punctuation alone."""
    return any(_piece(char).strip() for char in text)


class Folded:
    """A text without capitals, accents and punctuation, with a blank before and after each word."""

    def __init__(self, text: str) -> None:
        self._source = text
        pieces: list[str] = [" "]
        places: list[int] = [0]
        for place, char in enumerate(text):
            for part in _piece(char):
                pieces.append(part)
                places.append(place)
        pieces.append(" ")
        places.append(len(text))
        self._text = "".join(pieces)
        self._places = places

    def find(self, words: str, *, prefix: bool = False) -> list[tuple[int, int]]:
        """Where these words stand in a row, as (start, end) in the text; with `prefix`, the last may go on."""
        wanted = [re.escape(word) for word in Folded(words)._text.split()]
        if not wanted:
            return []
        pattern = "(?<= )" + " +".join(wanted) + ("[^ ]*" if prefix else "") + "(?= )"
        return [(self._places[m.start()], self._end(m.end() - 1)) for m in re.finditer(pattern, self._text)]

    def _end(self, last: int) -> int:
        end = self._places[last] + 1
        while end < len(self._source) and not _piece(self._source[end]):
            end += 1  # the marks of the last character
        return end


@functools.lru_cache(maxsize=1 << 16)
def _piece(char: str) -> str:
    """What a character adds to a folded text: nothing for a mark, a blank between words, or itself in small letters."""
    if _APART.match(char):
        return f" {char.casefold()} "
    if "\ufe00" <= char <= "\ufe0f":
        return ""
    if _SILENT.match(char):
        return " "
    bare = "".join(part for part in unicodedata.normalize("NFD", char) if not unicodedata.combining(part))
    category = unicodedata.category(char)
    if category[0] in "LN" or category in ("Mn", "Mc", "Co", "So", "Cn"):
        return bare.casefold()
    return " "
