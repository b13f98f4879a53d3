"""Text that may reach a terminal or a page.

Journal text is kept exactly as it was written. Where it is drawn, the characters that steer a terminal or reorder what
is read are shown as marks instead: C0 and C1 controls but newline and tab, bidirectional controls, the separators that
some programs take for line ends, and lone surrogates. The three marks of direction that Hebrew and Arabic keyboards
produce can't do harm beyond their neighbours, and are left out without a mark.
"""

import os
import re
import shlex
from collections.abc import Iterable

_DIRECTION_MARKS = "\u061c\u200e\u200f"
_BIDI = "\u202a-\u202e\u2066-\u2069"
_LINE_ENDS = "\u2028\u2029"

UNSAFE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_DIRECTION_MARKS}{_BIDI}{_LINE_ENDS}\ud800-\udfff]")


def _mark(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] in _DIRECTION_MARKS:
        return ""
    if code < 0x20:
        return chr(0x2400 + code)  # the Control Pictures block: ESC becomes a small "ESC"
    return "\u2421" if code == 0x7F else "\ufffd"


def safe(text: str) -> str:
    """The text with a visible mark for each unsafe character. CR LF reads as a line end."""
    return UNSAFE.sub(_mark, text.replace("\r\n", "\n"))


def safe_line(text: str) -> str:
    """The same on one line: line ends and tabs become blanks."""
    return " ".join(safe(text).split())


def safe_json(encoded: str) -> str:
    """JSON text in which unsafe characters are written as escapes, so that it means the same and steers nothing."""
    return UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", encoded)


def shell_words(words: Iterable[str]) -> str:
    """Words as a shell takes them, without an unsafe character: where there is one, as $'...' with its bytes."""
    return " ".join(
        _in_bytes(word) if re.search(r"[\n\t]", word) or UNSAFE.search(word) else shlex.quote(word) for word in words
    )


def _in_bytes(word: str) -> str:
    plain = (
        chr(byte) if 0x20 <= byte < 0x7F and byte not in b"'\\" else f"\\x{byte:02x}" for byte in os.fsencode(word)
    )
    return f"$'{''.join(plain)}'"
