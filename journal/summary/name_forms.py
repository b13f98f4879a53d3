"""The forms in which a name may stand in a text, and where it stands in them.

Capitals, accents, invisible characters and the width of letters make no difference, nor what joins the parts of a name.
Endings and prefixes are known by script: what a language puts around a name belongs to it, and what only begins like
the name is another word. Letters of another script that look alike (a Cyrillic a in a Latin name) are not recognised.
"""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BLANK, DOT, APOSTROPHE, OTHER = " ", ".", "'", ";"
SEPARATORS = frozenset((BLANK, DOT, APOSTROPHE, OTHER))
_BETWEEN = "[ .';]"

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
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})

_SCRIPT_OF = {"IDEOGRAPHIC": "CJK", "KATAKANA-HIRAGANA": "KATAKANA", "VERTICAL": "CJK"}
_MARK, _DIGIT, _SYMBOL = "MARK", "DIGIT", "SYMBOL"
UNSPACED = frozenset({"CJK", "HIRAGANA", "BOPOMOFO", "THAI", "LAO", "KHMER", "MYANMAR", _SYMBOL})
_STEMMED = frozenset({"CYRILLIC", "GREEK"})


def _endings(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Finnish in the folded form, with the vowel that a name with a consonant at its end takes first; Turkish where no
# apostrophe was written; Polish, Czech, Croatian and their neighbours.
_LATIN_ENDINGS = _endings(
    "n an in on en a ta tta na ssa sta lla lta lle ksi ia ina issa ista illa ilta ille iksi iin "
    "nin un nun i yi u yu e ye ya da de dan den le la "
    "y ie em om ou ovi owi"
)
_CYRILLIC_ENDINGS = _endings(
    "а я о е ы и у ю ь ои еи ою ею ом ем ам ям ами ями ах ях ов ев ова ева ину ин ина ино ины инои ии ия ию ием иеи "
    "ые ых ым ыми ого ему ому им их ими ая ую ови еви і є єм єю"
) | {""}
_GREEK_ENDINGS = _endings("α ασ η ησ ο οσ ου ω ε εσ ων ουσ οι ι ιο ιου") | {""}
_ADJECTIVES = ("скии", "цкии", "ская", "цкая")
_STEM_END = {"CYRILLIC": frozenset("аяоеиыуюьіє"), "GREEK": frozenset("αηοω")}
_GREEK_LAST = ("οσ", "ησ", "ασ", "ου")
_PARTICLES = re.compile(
    "(?:씨|님|이)?(?:이|가|은|는|을|를|의|에|에게|에게서|한테|한테서|께|께서|와|과|랑|이랑|하고|도|만|아|야|로|으로|부터|까지|처럼|보다|네|들)?"
)
PREFIXES = {
    "HEBREW": re.compile("[והלבכמש]{1,3}"),
    "ARABIC": re.compile("[وف]?[بلك]?(?:ال|ل)?"),
}
# What may follow a short name in Hiragana; anything else goes on with another word.
_AFTER_KANA = (
    "さん",
    "ちゃん",
    "くん",
    "さま",
    "は",
    "が",
    "を",
    "に",
    "と",
    "も",
    "の",
    "で",
    "へ",
    "や",
    "か",
    "よ",
    "ね",
)
_LONGEST_ENDING = 8


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
        return following not in (_MARK, self._script_before(place))

    def is_capital(self, place: int) -> bool:
        """Whether a capital stands here in the text."""
        shown = unicodedata.normalize("NFKC", self.source[self.starts[place]])
        return shown[:1].isupper() or shown[:1].istitle()

    def letters_before(self, place: int, most: int) -> str:
        """The letters up to this place that are of the script that begins here, and one more than `most` at most."""
        first, kinds = place, (script(self.text[place]), _MARK)
        while first > 0 and place - first <= most and script(self.text[first - 1]) in kinds:
            first -= 1
        return self.text[first:place]

    def letters_from(self, place: int, most: int) -> str:
        """The letters from this place on that are of the script before it, and one more than `most` at most."""
        last, kinds = place, (self._script_before(place), _MARK)
        while last < len(self.text) and last - place <= most and script(self.text[last]) in kinds:
            last += 1
        return self.text[place:last]

    def _script_before(self, place: int) -> str:
        place -= 1
        while place > 0 and script(self.text[place]) == _MARK:
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
        return _MARK
    if category[0] == "N":
        return _DIGIT
    if category[0] != "L":
        return _SYMBOL
    name = unicodedata.name(char, "").partition(" ")[0]
    return _SCRIPT_OF.get(name, name)


@functools.lru_cache(maxsize=1 << 12)
def is_plain(char: str) -> bool:
    """Whether a folded character is a letter or a digit, rather than a mark upon one or a picture."""
    return unicodedata.category(char)[0] in "LN"


@dataclass(frozen=True)
class Span:
    """Where a name stands, as places in the folded text: the name, where its ending ends, and whether it has one.

    `tail` is what of the ending can be put behind another name.
    """

    start: int
    stop: int
    end: int
    inflected: bool
    tail: str = ""


class NameForms:
    """The forms of one name. A name without a letter, a digit or a picture has none, and is never found."""

    def __init__(self, name: str) -> None:
        spelled = unicodedata.normalize("NFC", name).casefold().translate(_SPELLED_OUT)
        folded = dict.fromkeys(fold(one).text.strip("".join(SEPARATORS)) for one in (name, spelled))
        self._forms = [_Form(one) for one in folded if one]

    @property
    def keys(self) -> tuple[str, ...]:
        """The letters by which the name is recognised in the middle of other letters."""
        return tuple(dict.fromkeys(form.key for form in self._forms))

    def spans(self, folded: Folded) -> Iterator[Span]:
        """Every place where the name stands, in no order; they may overlap."""
        return itertools.chain.from_iterable(form.spans(folded) for form in self._forms)


class _Form:
    """One spelling of a name."""

    def __init__(self, name: str) -> None:
        words = [word for word in re.split(f"({_BETWEEN}+)", name) if word]
        self._script = _script_of(words[-1], -1)
        self._first_script = _script_of(words[0], 0)
        stem, self._own_ending = _stem(words[-1])
        parts = [re.escape(_stem(word)[0]) + "[^ .';]{0,3}" if _is_stemmed(word) else re.escape(word) for word in words]
        parts[1::2] = [_joint(between) for between in words[1::2]]
        parts[-1] = re.escape(stem)
        self._pattern = re.compile("".join(parts))
        letters = [char for char in name if char not in SEPARATORS]
        self._letters = sum(script(char) != _MARK for char in letters)
        whole = "".join(letters)
        stemmed = whole.removesuffix(self._own_ending) if self._own_ending else whole
        self.key = stemmed if len(stemmed) >= 3 else whole
        self._sibilant = whole.endswith(("s", "x", "z", "ch", "sh"))

    def spans(self, folded: Folded) -> Iterator[Span]:
        place = 0
        while found := self._pattern.search(folded.text, place):
            place = found.start() + 1
            if self._may_begin(folded, found.start()) and (span := self._ended(folded, *found.span())):
                yield span

    def _may_begin(self, folded: Folded, start: int) -> bool:
        kind = self._first_script
        if script(folded.text[start]) == _MARK:
            return False
        if folded.begins_a_word(start):
            return True
        if kind in UNSPACED:
            return kind == _SYMBOL or self._letters >= (3 if kind == "HIRAGANA" else 2)
        prefix = PREFIXES.get(kind)
        return prefix is not None and self._letters >= 3 and bool(prefix.fullmatch(folded.letters_before(start, 3)))

    def _ended(self, folded: Folded, start: int, stop: int) -> Span | None:
        if stop < len(folded.text) and script(folded.text[stop]) == _MARK:
            return None
        if self._own_ending or self._script in _STEMMED:
            return self._stem_ended(folded, start, stop)
        if folded.ends_a_word(stop):
            return Span(start, stop, stop, inflected=False)
        if self._script in UNSPACED:
            return Span(start, stop, stop, inflected=False) if self._goes_on(folded.text, stop) else None
        ending = folded.letters_from(stop, _LONGEST_ENDING)
        if self._script == "HANGUL":
            goes = self._letters >= 2 and _PARTICLES.fullmatch(ending)
            return Span(start, stop, stop, inflected=True) if goes else None
        if self._script != "LATIN" or self._letters < 3 or not folded.is_capital(start):
            return None
        if ending == "s" or (ending == "es" and self._sibilant):
            return Span(start, stop, stop + len(ending), inflected=True, tail="s")
        if self._letters >= 4 and ending in _LATIN_ENDINGS:
            return Span(start, stop, stop + len(ending), inflected=True)
        return None

    def _stem_ended(self, folded: Folded, start: int, stop: int) -> Span | None:
        ending = folded.letters_from(stop, _LONGEST_ENDING)
        end = stop + len(ending)
        if ending == self._own_ending:
            return Span(start, end, end, inflected=False)
        known = _GREEK_ENDINGS if self._script == "GREEK" else _CYRILLIC_ENDINGS
        if ending in known and self._letters >= 3 and folded.is_capital(start):
            return Span(start, stop, end, inflected=True)
        return None

    def _goes_on(self, text: str, stop: int) -> bool:
        if self._script == _SYMBOL:
            return True
        if self._script == "HIRAGANA" and self._letters < 3:
            return text.startswith(_AFTER_KANA, stop)
        return self._letters >= 2


def _script_of(word: str, place: int) -> str:
    kinds = [kind for kind in map(script, word) if kind != _MARK]
    return kinds[place] if kinds else _MARK


def _is_stemmed(word: str) -> bool:
    return _script_of(word, -1) in _STEMMED


def _joint(between: str) -> str:
    """What may stand between two parts of a name: blanks, line ends and hyphens, a dot, an apostrophe, nothing."""
    return " *+[.';]{0,2}+ *+" if between.strip(BLANK) else "(?: ++|[.']?)"


def _stem(word: str) -> tuple[str, str]:
    """What of the last word of a name stays the same in its cases, and the ending that the name itself has."""
    kind = _script_of(word, -1)
    cut = 0
    if kind == "CYRILLIC":
        cut = 2 if word.endswith(_ADJECTIVES) else int(word[-1] in _STEM_END[kind])
    elif kind == "GREEK":
        cut = 2 if word.endswith(_GREEK_LAST) else int(word[-1] in _STEM_END[kind])
    if len(word) - cut < 2:
        cut = 0
    return word[: len(word) - cut], word[len(word) - cut :]
