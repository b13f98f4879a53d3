"""Words that are looked for everywhere, in every form in which they could be written somewhere."""

import base64
import json
import re
import urllib.parse
from collections.abc import Iterator

from tests.markers import marker

# Each marker begins and ends with one of these, so that looking for two words finds all of them.
_ENDS = ("quölkzvi", "wyxräjon")


class Needles:
    """Markers by the names of what they were typed into, in the order in which they were asked for."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self._secrets: list[bytes] = []

    def new(self, name: str) -> str:
        """A word that nothing else has, for a field of this name."""
        place = f"{name} {len(self.words)}"
        self.words[place] = self.unkept(place)
        return self.words[place]

    @staticmethod
    def unkept(name: str) -> str:
        """A word that no journal keeps: of a passphrase, or of what is deleted."""
        return f"{_ENDS[0]}{marker(name)[:10]}{_ENDS[1]}"

    def also(self, secret: bytes) -> None:
        """Looks for something else as well: words of a recovery sheet, or a key."""
        self._secrets += [secret, secret.hex().encode(), secret.hex().upper().encode(), base64.b64encode(secret)[:-4]]

    def found_in(self, content: bytes) -> list[bytes]:
        """Every form of a marker, or of a half of one, and of what else is looked for, that stands in these bytes."""
        return found_in(content) + [secret for secret in self._secrets if secret in content]

    def missing(self, content: str) -> list[str]:
        """The names of those that a text has nowhere."""
        return [name for name, word in self.words.items() if word not in content]


def forms(word: str) -> Iterator[bytes]:
    """A word as it could stand in a file: in each encoding, and in each of its encodings as text again."""
    for encoding in ("utf-8", "latin-1", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        encoded = word.encode(encoding)
        yield encoded
        yield encoded.hex().encode()
        yield encoded.hex().upper().encode()
        for before in range(3):  # what stands before it decides which of three ways it is written in base64
            whole = base64.b64encode(bytes(before) + encoded)
            yield whole[-(-before * 8 // 6) : len(whole) - 4]
    yield json.dumps(word)[1:-1].encode()
    yield urllib.parse.quote(word).encode()
    yield re.sub("[^ -~]", lambda found: f"&#{ord(found[0])};", word).encode()
    yield repr(word.encode())[2:-1].encode()  # as Python shows bytes


_LOOKED_FOR = tuple(dict.fromkeys(form for end in _ENDS for form in forms(end)))


def found_in(content: bytes) -> list[bytes]:
    """Every form of a marker, or of a half of one, that stands in these bytes."""
    return [form for form in _LOOKED_FOR if form in content]
