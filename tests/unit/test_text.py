"""Text on its way to a terminal or a page."""

import json
import unicodedata

import pytest

from journal.safety.text import UNSAFE, safe, safe_json, safe_line
from tests.hostile import HOSTILE_TEXTS

# What may steer a terminal or reorder what is read, found by category rather than by the list under test.
_STEERING = frozenset(
    chr(code)
    for code in range(0x110000)
    if (unicodedata.category(chr(code)) in ("Cc", "Cs", "Zl", "Zp") and chr(code) not in "\n\t")
    or unicodedata.bidirectional(chr(code)) in ("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI")
)


def test_nothing_that_steers_gets_through() -> None:
    """Every control, separator, direction override and lone surrogate of Unicode is replaced or left out."""
    assert len(_STEERING) > 2000
    shown = safe("".join(sorted(_STEERING)))
    assert not _STEERING & set(shown)


def test_ordinary_text_stays_as_it_is() -> None:
    """Text of every script, with line ends and tabs, is drawn as it was written."""
    text = "one\ntwo\tthree é ü 日本語 한국어 مرحبا שלום हिन्दी 👩‍🌾❤️ €½"
    assert safe(text) == text


def test_what_was_unsafe_can_be_seen() -> None:
    """An escape sequence is shown as a mark and the rest of its characters, so that nothing is hidden."""
    assert safe("\x1b[31mred\x07\x7f\x9b\u202e") == "\u241b[31mred\u2407\u2421\ufffd\ufffd"


def test_line_ends_of_windows_read_as_line_ends() -> None:
    """CR LF is one line end, and a lone CR, which could overwrite a line, is a mark."""
    assert safe("a\r\nb\rc") == "a\nb\u240dc"


def test_one_line_holds_no_line_end() -> None:
    """Text for one line of a list has neither line ends nor tabs nor rows of blanks."""
    assert safe_line(" a\n\n b\tc \r\n d\u2028e") == "a b c d\ufffde"


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_json_means_the_same_and_steers_nothing(text: str) -> None:
    """JSON made safe reads back as exactly what was written, and holds no unsafe character."""
    encoded = safe_json(json.dumps({"text": text}, ensure_ascii=False, indent=1))
    assert json.loads(encoded) == {"text": text}
    assert not UNSAFE.search(encoded)
