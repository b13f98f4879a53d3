"""The forms in which a name may stand in a text, and where it stands in them.

They are looked for in a folded text (see name_folding.py). What joins the parts of a name makes no difference either.
Endings and prefixes are known by script: what a language puts around a name belongs to it, and what only begins like
the name is another word. Letters of another script that look alike (a Cyrillic a in a Latin name) are not recognised.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from journal.summary.name_folding import BLANK, MARK, SEPARATORS, SYMBOL, Folded, fold, script

_BETWEEN = "[ .';]"
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})

UNSPACED = frozenset({"CJK", "HIRAGANA", "BOPOMOFO", "THAI", "LAO", "KHMER", "MYANMAR", SYMBOL})
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
        self._letters = sum(script(char) != MARK for char in letters)
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
        if script(folded.text[start]) == MARK:
            return False
        if folded.begins_a_word(start):
            return True
        if kind in UNSPACED:
            return kind == SYMBOL or self._letters >= (3 if kind == "HIRAGANA" else 2)
        prefix = PREFIXES.get(kind)
        return prefix is not None and self._letters >= 3 and bool(prefix.fullmatch(folded.letters_before(start, 3)))

    def _ended(self, folded: Folded, start: int, stop: int) -> Span | None:
        if stop < len(folded.text) and script(folded.text[stop]) == MARK:
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
        if self._script == SYMBOL:
            return True
        if self._script == "HIRAGANA" and self._letters < 3:
            return text.startswith(_AFTER_KANA, stop)
        return self._letters >= 2


def _script_of(word: str, place: int) -> str:
    kinds = [kind for kind in map(script, word) if kind != MARK]
    return kinds[place] if kinds else MARK


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
