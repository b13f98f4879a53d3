"""Characters that no font of this machine has, and what stands on the page in their place."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_JOINER = "\u200d"
_TONES = ("light skin", "medium-light skin", "medium skin", "medium-dark skin", "dark skin")
_REGIONAL = range(0x1F1E6, 0x1F200)
_SKIN_TONES = {chr(0x1F3FB + place): tone for place, tone in enumerate(_TONES)}
_EMOJI = range(0x1F000, 0x1FB00)
_EMOJI_SELECTOR, _TEXT_SELECTOR = chr(0xFE0F), chr(0xFE0E)
_SCRIPT = re.compile(r"(.+?) (?:CAPITAL |SMALL )?(?:LETTER|SYLLABLE|CHARACTER|UNIFIED|VOWEL|DIGIT|HIEROGLYPH|SIGN)\b")
_SILENT = ("Mn", "Me", "Mc", "Cf")  # marks on the character before, and what has no shape


def clusters(text: str) -> Iterator[str]:
    """What is drawn in one place: a character with its marks, emoji joined into one, or the two letters of a flag."""
    cluster = ""
    for char in text:
        if cluster and _belongs(cluster, char):
            cluster += char
        else:
            if cluster:
                yield cluster
            cluster = char
    if cluster:
        yield cluster


@dataclass(frozen=True)
class Undrawn:
    """Characters that can't be drawn: `alone` wherever they stand, `joined` only together with others in one place."""

    alone: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()

    def has(self, cluster: str) -> bool:
        """Whether what is drawn in one place can't be, or not all of it."""
        return any(char in self.alone or (char in self.joined and len(cluster) > 1) for char in cluster)

    def stated(self, text: str) -> tuple[str, int]:
        """The text with words in brackets for what can't be drawn, and how many characters these words stand for."""
        if not any(char in self.alone or char in self.joined for char in text):
            return text, 0
        done, run, blanks, count = "", list[str](), "", 0
        for cluster in clusters(text):
            if self.has(cluster):
                count += 1
                if _is_emoji(cluster):
                    done += _letters(run) + blanks + f"[emoji: {_names(cluster)}]"
                    run, blanks = [], ""
                else:
                    run += [cluster]
                    blanks = ""
            elif cluster == " " and run:
                blanks += cluster  # between two words that both can't be drawn, it is part of what is stated
            else:
                done += _letters(run) + blanks + cluster
                run, blanks = [], ""
        return done + _letters(run) + blanks, count


def _belongs(cluster: str, char: str) -> bool:
    if cluster.endswith(_JOINER) and cluster != _JOINER:
        return unicodedata.category(char) not in ("Zs", "Cc")
    if ord(char) in _REGIONAL:
        return len(cluster) == 1 and ord(cluster) in _REGIONAL
    return unicodedata.category(char) in _SILENT or char in _SKIN_TONES


def _is_emoji(cluster: str) -> bool:
    return any(ord(char) in _EMOJI for char in cluster) or _EMOJI_SELECTOR in cluster


def _letters(run: list[str]) -> str:
    match run:
        case []:
            return ""
        case [one]:
            return f"[character: {_names(one)}]"
        case _:
            scripts = dict.fromkeys(script for cluster in run if (script := _script(cluster[0])))
            return f"[{len(run)} characters{': ' if scripts else ''}{', '.join(scripts)}]"


def _names(cluster: str) -> str:
    if all(ord(char) in _REGIONAL for char in cluster):
        return "flag " + "".join(chr(ord(char) - _REGIONAL.start + ord("A")) for char in cluster)
    shown = [
        char for char in cluster if unicodedata.category(char) != "Cf" and char not in (_EMOJI_SELECTOR, _TEXT_SELECTOR)
    ]
    return ", ".join(_name(char) for char in shown or cluster)


def _name(char: str) -> str:
    return _SKIN_TONES.get(char) or unicodedata.name(char, "").lower() or f"U+{ord(char):04X}"


def _script(char: str) -> str:
    # Unicode names a letter by its script, and says then what it is.
    found = _SCRIPT.match(unicodedata.name(char, ""))
    return found[1] if found and found[1] == "CJK" else found[1].title() if found else ""
