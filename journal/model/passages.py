"""Passages of a text: where they stand, which words one is made of, and what is shared of an entry in words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from journal.model.entry import EntryContent, SharedPassage
from journal.model.rating import Scales
from journal.model.sharing import Audience, audience_fields, audience_passages, filled, still_shared

_JOINER = "\u200d"
# What belongs to the character before it: variations, tones of skin, and tags.
_MODIFIERS = (range(0xFE00, 0xFE10), range(0x1F3FB, 0x1F400), range(0xE0020, 0xE0080), range(0xE0100, 0xE01F0))
_REGIONAL = range(0x1F1E6, 0x1F200)  # two of them make a flag


def selected(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the words that were selected begin and end: without blanks around them, and with no character cut apart.

    The two are equal where there are no words.
    """
    start, end = min(start, end), max(start, end)
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        while _is_within_character(text, start):
            start -= 1
        while _is_within_character(text, end):
            end += 1
    return start, end


def occurrences(text: str, part: str) -> list[tuple[int, int]]:
    """Where a part stands in a text, as (start, end), in order and without overlaps."""
    return [match.span() for match in re.finditer(re.escape(part), text)] if part else []


def with_selected(
    passages: Iterable[SharedPassage], field: str, text: str, start: int, end: int
) -> tuple[SharedPassage, ...]:
    """The passages with these words of a field's text added.

    Those that overlap become one, so that no words go twice; what is in a longer one already adds nothing.
    """
    start, end = selected(text, start, end)
    if start == end:
        return tuple(passages)
    here = {one for one in passages if one.field == field}
    others = [one for one in passages if one.field != field]
    while touched := _touched(here, text, start, end):
        one, first, last = touched
        here.remove(one)
        start, end = min(start, first), max(end, last)
    words = text[start:end]
    here = {one for one in here if one.text not in words}
    if not any(words in one.text for one in here):
        here.add(SharedPassage(field, words))
    return tuple(sorted((*others, *here)))


def passages_at(passages: Iterable[SharedPassage], field: str, text: str, place: int) -> tuple[SharedPassage, ...]:
    """The passages of a field that a place in its text is in."""
    return tuple(
        one
        for one in passages
        if one.field == field and any(start <= place < end for start, end in occurrences(text, one.text))
    )


def lit_spans(texts: Iterable[str], text: str) -> list[tuple[int, int]]:
    """Where any of these words stand in a text, as (start, end), in order and without overlaps."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(span for part in texts for span in occurrences(text, part)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def shared_of(content: EntryContent, audience: Audience, scales: Scales) -> tuple[list[str], list[str]]:
    """What is shared of an entry for an audience: the labels of its fields, and how many passages of which others.

    A passage of a field that is shared as a whole isn't counted, for it goes with that.
    """
    sharing = still_shared(content.sharing, content)
    names = audience_fields(sharing, audience)
    labels = dict(filled(content, scales))
    counted = Counter(one.field for one in audience_passages(sharing, audience) if one.field not in names)
    return (
        [label for name, label in labels.items() if name in names],
        [f"{_count(counted[name])} of {label}" for name, label in labels.items() if counted[name]],
    )


def in_reading_order(passages: Iterable[SharedPassage], texts: Mapping[str, str]) -> list[SharedPassage]:
    """Passages in the order of the fields' texts, and of where they stand in each."""
    fields = list(texts)
    here = [one for one in passages if one.text in texts.get(one.field, "")]
    return sorted(here, key=lambda one: (fields.index(one.field), texts[one.field].index(one.text), one.text))


def _count(passages: int) -> str:
    return "1 passage" if passages == 1 else f"{passages} passages"


def _touched(
    passages: Iterable[SharedPassage], text: str, start: int, end: int
) -> tuple[SharedPassage, int, int] | None:
    for one in sorted(passages):
        for first, last in occurrences(text, one.text):
            if first < end and start < last:
                return one, first, last
    return None


def _is_within_character(text: str, place: int) -> bool:
    """Whether what stands before and behind a place is drawn as one character, or is one line end."""
    if not 0 < place < len(text):
        return False
    before, behind = text[place - 1], text[place]
    if ord(before) in _REGIONAL and ord(behind) in _REGIONAL:
        first = place
        while first and ord(text[first - 1]) in _REGIONAL:
            first -= 1
        return (place - first) % 2 == 1
    return (
        _JOINER in (before, behind)
        or (before, behind) == ("\r", "\n")
        or unicodedata.category(behind) in ("Mn", "Mc", "Me")
        or any(ord(behind) in modifiers for modifiers in _MODIFIERS)
    )
