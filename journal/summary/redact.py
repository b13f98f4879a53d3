"""Keeps names out of what leaves: puts an alias or a nickname in their place, and finds the names that remain.

Replacing is sure of itself: only what stands as the name, or as a form of it, is replaced. Finding is not: it looks for
the letters of a name in a row, whatever they are a part of, so that nobody has to trust the replacing alone.
"""

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar, cast

from journal.model.dates import long_date, short_date
from journal.safety.text import safe_line
from journal.summary.name_folding import SEPARATORS, Folded, fold, is_plain, script
from journal.summary.name_forms import PREFIXES, UNSPACED, NameForms, Span
from journal.summary.page import Summary
from journal.vault.people import Person

T = TypeVar("T")

HIDDEN = "…"  # where even the alias would show a name
_BESIDE = 24  # characters around a find that its words may have
_SHOWN = 6  # finds of one sort that are shown
_TELLING = 5  # letters a name has at least, for their standing in a row across words to mean anything
_NOT_DRAWN = "key"  # the field that names a line of a summary for the program
_DATE_WORDS = [
    dict.fromkeys(
        words[place].casefold() for day in days for words in (short_date(day).split(), long_date(day).split())
    )
    for place, days in (
        (0, [dt.date(2024, 1, number) for number in range(1, 8)]),
        (2, [dt.date(2024, number, 1) for number in range(1, 13)]),
    )
]
# A date as the program writes it: its words are nobody's name.
_DATE = re.compile(
    f"(?:(?<![^ .';])(?:{'|'.join(_DATE_WORDS[0])}) )?(?<![0-9])[0-9]{{1,2}} (?:{'|'.join(_DATE_WORDS[1])})(?![a-z])"
)


# The end of what stands before the first word of a sentence.
_BEGINS_SENTENCE = re.compile(r"(?:\A|\n|[.!?…]['\"”’)\]]*\s)\s*['\"“‘(\[]*\Z")


class Where(Enum):
    """How a name that remains stands in a text."""

    WORD = "word"  # as itself or in a form of it; none is left after replacing
    INSIDE = "inside"  # as a part of a longer word
    SPELLED = "spelled"  # taken apart by blanks or punctuation
    ACROSS = "across"  # its letters happen to stand in a row from the middle of one word to the next
    NICKNAME = "nickname"  # not kept out: a nickname without an alias


@dataclass(frozen=True)
class Remaining:
    """A name that is still in a text: whose it is by nickname, how it stands there, where, and the words around it.

    `letters` is how many letters and digits of it were found.
    """

    nickname: str
    where: Where
    words: str
    start: int
    end: int
    letters: int


@dataclass(frozen=True)
class NameWarning:
    """Something to be said before a summary is written.

    `sentence` has none of the person's words in it. `words` are the finds in their own words, safe to draw, for a
    terminal in front of the person and for nothing else. Where `asks` is true, writing waits for a yes.
    """

    sentence: str
    words: tuple[str, ...]
    asks: bool


@dataclass(frozen=True, eq=False)
class _KeptOut:
    """A name that is kept out, and what stands for it."""

    person: Person
    forms: NameForms
    stand_in: str


@dataclass(frozen=True)
class _Place:
    """Where a name that is kept out stands in a text."""

    span: Span
    name: _KeptOut


def stand_in(person: Person) -> str:
    """What stands for somebody in a summary: the alias, or else the nickname."""
    return person.alias if person.alias.strip() else person.nickname


class Names:
    """The names that some people keep out of what leaves, and what stands in their place."""

    def __init__(self, people: Iterable[Person]) -> None:
        people = tuple(people)
        self._me = next((person for person in people if person.is_self), None)
        self._kept_out: list[_KeptOut] = []
        self._nicknames: list[tuple[Person, NameForms]] = []
        seen = set[tuple[str, ...]]()
        for person in people:
            aliased = bool(person.alias.strip())
            for name in (*person.kept_out, *((person.nickname,) if aliased else ())):
                forms = NameForms(name)
                if forms.keys and forms.keys not in seen:
                    seen.add(forms.keys)
                    self._kept_out.append(_KeptOut(person, forms, stand_in(person)))
            if not aliased:
                self._nicknames.append((person, NameForms(person.nickname)))
        self._dated = any(key in words for name in self._kept_out for key in name.forms.keys for words in _DATE_WORDS)

    @property
    def header(self) -> str:
        """Whose summary it is, as its head may say: the alias of the person, or else the nickname; "" for nobody."""
        return self._hidden(stand_in(self._me)) if self._me else ""

    def replace(self, text: str) -> str:
        """The text with what stands for them in place of the names; the same text where there are none in it.

        No name that is kept out is in it as a word afterwards, even where an alias has it: there, HIDDEN stands.
        """
        if not self._kept_out:
            return text
        folded = fold(text)
        if not (places := self._places(folded)):
            return text
        put = {name: self._hidden(name.stand_in) for name in {place.name for place in places}}
        return self._hidden(_put(folded, [(place.span, put[place.name]) for place in places]))

    def _hidden(self, text: str) -> str:
        folded = fold(text)
        return _put(folded, [(place.span, HIDDEN) for place in self._places(folded)])

    def remaining(self, text: str) -> tuple[Remaining, ...]:
        """Every known name in a text, in their order; of those that are kept out, their letters anywhere."""
        folded = fold(text)
        found = [*self._found(folded), *self._found_nicknames(folded)]
        return tuple(sorted(found, key=lambda one: (one.start, one.end, one.nickname)))

    def is_me(self, nickname: str) -> bool:
        """Whether this is the nickname of the one whose journal it is."""
        return self._me is not None and self._me.nickname == nickname

    def _places(self, folded: Folded) -> list[_Place]:
        """Where names that are kept out stand, none of them over another, in order. The longest goes first."""
        dates = self._dates(folded)
        found = [
            _Place(span, name) for name in self._kept_out for span in name.forms.spans(folded) if not dates[span.start]
        ]
        if any(place.span.inflected for place in found):
            # What looks like a form of one name may be the whole nickname of somebody else.
            others = _marked(folded, (span for span in self._nickname_spans(folded) if not span.inflected))
            found = [one for one in found if not (one.span.inflected and others[one.span.start])]
        taken = bytearray(len(folded.text))
        chosen = []
        for place in sorted(found, key=lambda one: (one.span.start - one.span.stop, one.span.start)):
            start, end = place.span.start, place.span.end
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                chosen.append(place)
        return sorted(chosen, key=lambda one: one.span.start)

    def _dates(self, folded: Folded) -> bytearray:
        marked = bytearray(len(folded.text))
        for date in _DATE.finditer(folded.text) if self._dated else ():
            marked[date.start() : date.end()] = b"\1" * (date.end() - date.start())
        return marked

    def _nickname_spans(self, folded: Folded) -> Iterator[Span]:
        return (span for _, forms in self._nicknames for span in forms.spans(folded))

    def _found(self, folded: Folded) -> Iterator[Remaining]:
        places = self._places(folded)
        words = _marked(folded, (place.span for place in places))
        for place in places:
            yield _remaining(folded, place.name.person, Where.WORD, place.span.start, place.span.end)
        dates = self._dates(folded)
        every = [place for place, char in enumerate(folded.text) if char not in SEPARATORS]
        # Marks and pictures may be put into a name to take it apart, unless it has some of its own.
        plain = [place for place in every if is_plain(folded.text[place])]
        rows = {one: "".join([folded.text[place] for place in places]) for one, places in ((0, every), (1, plain))}
        for name in self._kept_out:
            for key in name.forms.keys:
                is_all_plain = all(map(is_plain, key))
                letters, row = (plain, rows[1]) if is_all_plain else (every, rows[0])
                at = row.find(key) if len(key) > 1 else -1
                while at >= 0:
                    start, end = letters[at], letters[at + len(key) - 1] + 1
                    if not dates[start] and not (words[start] and words[end - 1]):
                        yield _remaining(folded, name.person, _where(folded, start, end), start, end)
                    at = row.find(key, at + 1)

    def _found_nicknames(self, folded: Folded) -> Iterator[Remaining]:
        for person, forms in self._nicknames:
            for span in forms.spans(folded):
                yield _remaining(folded, person, Where.NICKNAME, span.start, span.end)


def _marked(folded: Folded, spans: Iterable[Span]) -> bytearray:
    marked = bytearray(len(folded.text))
    for span in spans:
        marked[span.start : span.end] = b"\1" * (span.end - span.start)
    return marked


def _where(folded: Folded, start: int, end: int) -> Where:
    if not any(char in SEPARATORS for char in folded.text[start:end]):
        return Where.INSIDE
    whole = folded.begins_a_word(start) and folded.ends_a_word(end)
    return Where.SPELLED if whole else Where.ACROSS


def _remaining(folded: Folded, person: Person, where: Where, start: int, end: int) -> Remaining:
    """The find with the whole word that it is in."""
    before, after = folded.letters_before(start, _BESIDE), folded.letters_from(end, _BESIDE)
    first, last = start - len(before), end + len(after)
    words = folded.source[folded.starts[first] : folded.ends[last - 1]]
    letters = sum(char not in SEPARATORS for char in folded.text[start:end])
    return Remaining(person.nickname, where, words, folded.starts[start], folded.ends[end - 1], letters)


def _put(folded: Folded, put: list[tuple[Span, str]]) -> str:
    """The text with words in place of spans, which are in order."""
    source, done, pieces = folded.source, 0, list[str]()
    for span, words in put:
        start, end = folded.starts[span.start], folded.ends[span.end - 1]
        if start < done:  # both are of one character, which is gone
            continue
        if folded.is_capital(span.start) and _BEGINS_SENTENCE.search(source, max(0, start - _BESIDE), start):
            words = words[:1].upper() + words[1:]
        pieces += (source[done:start], " " * _needs_blank(folded, span.start - 1, words, 0), words)
        if words != HIDDEN:
            pieces.append(span.tail)
        pieces.append(" " * _needs_blank(folded, span.end, words, -1))
        done = end
    return "".join((*pieces, source[done:]))


def _needs_blank(folded: Folded, place: int, words: str, edge: int) -> bool:
    """Whether what stands beside words that are put in would run into them."""
    beside = script(folded.text[place]) if 0 <= place < len(folded.text) else ""
    own = _edges(words)[edge]
    if not beside or not own or UNSPACED & {beside, own}:
        return False
    if edge == 0:  # a prefix belongs to the word after it
        return not (beside == own and beside in PREFIXES)
    return beside != "HANGUL"  # which has particles there


@functools.lru_cache(maxsize=1 << 10)
def _edges(words: str) -> tuple[str, str]:
    kinds = [script(char) for char in fold(words).text] or [""]
    return kinds[0], kinds[-1]


# Summaries


def redacted(summary: Summary, names: Names) -> Summary:
    """The summary with the names replaced in every text that it has, the nickname at its head included."""
    shown = names.header if summary.nickname and names.is_me(summary.nickname) else names.replace(summary.nickname)
    return replace(_mapped(summary, names), nickname=shown)


def remaining_in(summary: Summary, names: Names) -> tuple[Remaining, ...]:
    """The names that remain in a summary, text by text in the order of the page. Places are those in each text."""
    return tuple(found for text in texts_in(summary) for found in names.remaining(text))


def texts_in(value: object) -> Iterator[str]:
    """Every text in a value of dataclasses and tuples that may be drawn, in order."""
    if isinstance(value, Enum):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts_in(part)
    elif is_dataclass(value):
        for one in fields(value):
            if one.name != _NOT_DRAWN:
                yield from texts_in(getattr(value, one.name))


def _mapped(value: T, names: Names) -> T:
    made: object = value
    if isinstance(value, Enum):
        pass
    elif isinstance(value, str):
        made = names.replace(value)
    elif isinstance(value, tuple):
        made = tuple(_mapped(part, names) for part in value)
    elif is_dataclass(value) and not isinstance(value, type):
        drawn = [one.name for one in fields(value) if one.name != _NOT_DRAWN]
        made = replace(value, **{name: _mapped(getattr(value, name), names) for name in drawn})
    return cast(T, made)


# What is said before a summary is written


def warnings(summary: Summary, names: Names) -> tuple[NameWarning, ...]:
    """What to say of the names that remain in a summary, before it is written; what asks for a yes comes first.

    The summary is the one that is going to be written, with its names replaced by `redacted`.
    """
    found = remaining_in(summary, names)
    said = []
    for where in Where:
        words = list(
            dict.fromkeys(
                safe_line(one.words)
                for one in found
                if one.where is where and (where is not Where.ACROSS or one.letters >= _TELLING)
            )
        )
        if words:
            said.append(NameWarning(_SENTENCES[where], _some(words), where in _ASKS))
    return tuple(said)


QUESTION = "Names that you keep out may still be readable. Write it all the same?"
_ASKS = frozenset({Where.WORD, Where.INSIDE, Where.SPELLED})
_SENTENCES = {
    Where.WORD: "A name that you keep out still stands in it:",
    Where.INSIDE: "A name that you keep out is a part of these words:",
    Where.SPELLED: "A name that you keep out can be read in these words taken together:",
    Where.ACROSS: "The letters of a name that you keep out stand in a row here, across words:",
    Where.NICKNAME: "These nicknames stand in it, as they have no alias:",
}


def _some(words: list[str]) -> tuple[str, ...]:
    more = len(words) - _SHOWN
    return (*words[:_SHOWN], f"and {more} more") if more > 1 else tuple(words)
