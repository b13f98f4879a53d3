"""Text inside an editor: exactly what was written, though the terminal must not see some of it.

Textual's editors take eight separators for line ends, and pass control characters on to the terminal. Therefore a field
holds each unsafe character as a stand-in, a character of a block at the end of the last private-use plane, draws a mark
for it, and gives the character itself back when the text is read. Very long lines are held in pieces: an editor wraps a
line anew at every key, which takes long for one of 200,000 characters.
"""

import re
import unicodedata

from journal.safety.text import UNSAFE

_BLOCK = 0x10FF00
SOFT_BREAK = "\U0010fff0"  # before a line end that isn't in the text
LONG = 1000  # characters in a piece of a long line

_UNSAFE = [char for char in map(chr, range(0x2100)) if UNSAFE.fullmatch(char)]
_TO_STAND_IN = {ord(char): _BLOCK + n for n, char in enumerate([*_UNSAFE, "\t", "\n"])}
_FROM_STAND_IN = {stand_in: char for char, stand_in in _TO_STAND_IN.items()} | {ord(SOFT_BREAK): None}
_IN_LINES = {char: stand_in for char, stand_in in _TO_STAND_IN.items() if chr(char) not in "\t\n"}
_IN_BLOCK = re.compile("[\U0010ff00-\U0010ffff\ud800-\udfff]")
_HELD = re.compile("[\U0010ff00-\U0010ffff]")


def _mark_of(char: int) -> str:
    if char < 0x20:
        return chr(0x2400 + char)  # the Control Pictures block: ESC becomes a small "ESC"
    return "\u2421" if char == 0x7F else "\u25cc"  # a dotted circle, for what has no picture of its own


_MARKS = {stand_in: _mark_of(char) for char, stand_in in _TO_STAND_IN.items()} | {ord(SOFT_BREAK): "\u2192"}


def can_hold(text: str) -> bool:
    """Whether a text can be edited and come back exactly: it can't if it has characters of the block in it already."""
    return _IN_BLOCK.search(text) is None


def hold_line(text: str) -> str:
    """A text as a field of one line holds it; it has as many characters as before."""
    return _IN_BLOCK.sub("\ufffd", text).translate(_TO_STAND_IN)


def hold_lines(text: str) -> str:
    """A text as an editor of several lines holds it: the only line ends are LF, and no line is very long."""
    held = _IN_BLOCK.sub("\ufffd", text).translate(_IN_LINES)
    if len(held) <= LONG:
        return held
    return "\n".join(f"{SOFT_BREAK}\n".join(_pieces(line)) for line in held.split("\n"))


def release(held: str) -> str:
    """The text that is held."""
    return held.replace(f"{SOFT_BREAK}\n", "").translate(_FROM_STAND_IN)


def shown(held: str) -> str:
    """What to draw for a held text: a visible mark for each stand-in, and as many characters as before."""
    return held.translate(_MARKS)


def marks(held: str) -> list[int]:
    """Where in a held text the stand-ins are."""
    return [match.start() for match in _HELD.finditer(held)]


def is_writing(character: str | None) -> bool:
    """Whether a typed character belongs in a text. Textual takes only printable ones, which leaves out the joiners of
    emoji and of Persian, the blanks of other languages, and whatever is newer than Python's tables.
    """
    return character is not None and len(character) == 1 and unicodedata.category(character) not in ("Cc", "Cs")


def _pieces(line: str) -> list[str]:
    pieces = []
    start = 0
    while len(line) - start > LONG:
        end = line.rfind(" ", start + LONG // 2, start + LONG) + 1 or _between_characters(line, start + LONG)
        pieces.append(line[start:end])
        start = end
    return [*pieces, line[start:]]


def _between_characters(line: str, place: int) -> int:
    # Not within what is drawn as one character: before a mark that combines, or beside a joiner.
    for earlier in range(place, place - 50, -1):
        if not unicodedata.combining(line[earlier]) and "\u200d" not in line[earlier - 1 : earlier + 1]:
            return earlier
    return place
