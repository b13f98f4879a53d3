"""A recovery sheet as a person reads it off a screen, and as it is looked for where it may not be."""

import re

from tests.e2e.needles import Needles


def read_from(text: str) -> tuple[tuple[str, ...], str]:
    """The words and the file number that stand on a screen."""
    found = dict(re.findall(r"(\d+)\. ([a-z]+)", text))
    number = re.search(r"File number: ([0-9a-f ]+)", text)
    assert len(found) == 24 and number, text
    return tuple(found[str(place)] for place in range(1, 25)), number[1].strip()


def look_for(needles: Needles, words: tuple[str, ...], key: bytes) -> None:
    """From now on any three words in a row, and the key, are looked for as well."""
    needles.also(key)
    for place in range(22):
        needles.also(" ".join(words[place : place + 3]).encode())
