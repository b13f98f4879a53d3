"""What to look for, and the small grammar it is typed in.

    kind:communication tag:evening after:2026-05-01 before:2026-06-01 with:Alex outcome:stopped flagged:yes shared:no
    words "exact words" pref*

Different filters narrow each other; the same filter twice widens (`kind:education kind:reflection` finds both). All words
have to be found. A word with a colon that is no filter is a word.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import TypeVar

from journal.errors import BadInput
from journal.model.dates import parse_date
from journal.model.entry import Kind, Outcome
from journal.model.fields import Term
from journal.model.sharing import Audience

_TOKEN = re.compile(r'(?:(?P<key>[A-Za-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))')
_FILTERS = ("kind", "tag", "with", "outcome", "flagged", "shared", "after", "before")
_YES, _NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")
# Scripts that are written without blanks between words, so that a word can stand anywhere inside a run of letters.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)

T = TypeVar("T", bound=Term)


@dataclass(frozen=True)
class Words:
    """One thing to find in the text: a word, the beginning of a word, or words in this order."""

    text: str
    prefix: bool = False
    phrase: bool = False

    @property
    def anywhere(self) -> bool:
        """Whether it has to be looked for inside runs of letters too."""
        return bool(_UNSPACED.search(self.text))


@dataclass(frozen=True, kw_only=True)
class Query:
    """What to look for. An empty query finds every entry. `after` and `before` include their own day."""

    words: tuple[Words, ...] = ()
    kinds: tuple[Kind, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    tags: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    flagged: bool | None = None
    shared: bool | None = None
    audiences: tuple[Audience, ...] = ()
    after: dt.date | None = None
    before: dt.date | None = None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the words of this query stand in a text, as (start, end), in order and without overlaps."""
        folded, origin = _fold(text)
        found: list[tuple[int, int]] = []
        for words in self.words:
            parts = [re.escape(part) for part in re.findall(r"\w+|[^\w\s]", _fold(words.text)[0])]
            if not parts:
                continue
            pattern = r"\W*".join(parts)
            if not words.anywhere:
                pattern = (r"(?<!\w)" if words.text[:1].isalnum() else "") + pattern
                if words.prefix:
                    pattern += r"\w*"
                elif words.text[-1:].isalnum():
                    pattern += r"(?!\w)"
            found += [
                (origin[m.start()], origin[m.end() - 1] + 1)
                for m in re.finditer(pattern, folded)
                if m.end() > m.start()
            ]
        merged: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged


def parse_query(typed: str, today: dt.date, *, unfinished: bool = False) -> Query:
    """The query that was typed. Raises BadInput for a filter whose value isn't known.

    With `unfinished`, as while it is being typed, a last word without a blank after it may go on, and a filter whose
    value isn't there yet or can't be read yet is left out.
    """
    words: list[Words] = []
    values: dict[str, list[str]] = {name: [] for name in _FILTERS}
    last_end = len(typed)
    for match in _TOKEN.finditer(typed):
        key, quoted, bare = (match["key"] or "").lower(), match["quoted"], match["bare"]
        value = bare if quoted is None else quoted
        being_typed = unfinished and match.end() == last_end
        if key in _FILTERS:
            if value:
                values[key].append(value)
        elif quoted is not None and not key:
            if value.strip():
                words.append(Words(value.strip(), phrase=True))
        else:
            text = match[0]
            starred = text.endswith("*")
            text = text.rstrip("*")
            if text:
                words.append(Words(text, prefix=starred or being_typed))
    # A filter with nothing after its colon matches no token as a filter: it reads as a word that ends in a colon.
    dangling = {f"{name}:" for name in _FILTERS}
    if not unfinished and any(word.text.lower() in dangling for word in words):
        raise BadInput("A filter has nothing after its colon.", "Write for example: kind:reflection")
    words = [word for word in words if word.text.lower() not in dangling and any(_is_indexed(c) for c in word.text)]
    read = _Reader(values, today, unfinished)
    audiences, shared = read.shared()
    return Query(
        words=tuple(words),
        kinds=read.terms("kind", Kind),
        outcomes=read.terms("outcome", Outcome),
        tags=tuple(tag.lstrip("#") for tag in values["tag"]),
        people=tuple(values["with"]),
        flagged=read.yes_no("flagged"),
        shared=shared,
        audiences=audiences,
        after=max(read.dates("after"), default=None),
        before=min(read.dates("before"), default=None),
    )


@dataclass(frozen=True)
class _Reader:
    """Reads the values of filters; while typing goes on, leaves out those that can't be read yet."""

    values: dict[str, list[str]]
    today: dt.date
    unfinished: bool

    def terms(self, name: str, terms: type[T]) -> tuple[T, ...]:
        found: list[T] = []
        for value in self.values[name]:
            typed = value.lower().replace(" ", "_").replace("-", "_")
            meant = [term for term in terms if term.value.startswith(typed)]
            if not meant and not self.unfinished:
                known = ", ".join(term.value.replace("_", "-") for term in terms)
                raise BadInput(f"{name}: has a value that isn't known.", f"Known are: {known}.")
            found += meant
        return tuple(found)

    def dates(self, name: str) -> list[dt.date]:
        found = []
        for value in self.values[name]:
            try:
                found.append(parse_date(value, self.today))
            except BadInput as problem:
                if not self.unfinished:
                    raise BadInput(f"The date after {name}: can't be read.", problem.hint) from None
        return found

    def yes_no(self, name: str) -> bool | None:
        answer = None
        for value in self.values[name]:
            if value.lower() in _YES + _NO:
                answer = value.lower() in _YES
            elif not self.unfinished:
                raise BadInput(f"{name}: takes yes or no.", f"Write {name}:yes or {name}:no.")
        return answer

    def shared(self) -> tuple[tuple[Audience, ...], bool | None]:
        answers = [value.lower() for value in self.values["shared"]]
        audiences = tuple(audience for audience in Audience if audience.value in answers)
        plain = [answer for answer in answers if answer not in {audience.value for audience in Audience}]
        if not plain:
            return audiences, None
        return audiences, _Reader({"shared": plain}, self.today, self.unfinished).yes_no("shared")


def _is_indexed(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) in ("So", "Mn", "Mc", "Co")


def _fold(text: str) -> tuple[str, list[int]]:
    """The text without capitals and accents, and for each of its characters the place it came from."""
    folded: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        for part in unicodedata.normalize("NFKD", char).casefold():
            if not unicodedata.combining(part):
                folded.append(part)
                origin.append(place)
    return "".join(folded), origin
