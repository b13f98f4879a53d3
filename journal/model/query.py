"""What to look for, and the small grammar it is typed in.

    kind:communication tag:evening after:2026-05-01 before:2026-06-01 with:Alex outcome:stopped flagged:yes shared:no
    homework:"back and arms" words "exact words" pref*

Different filters narrow each other; the same filter twice widens (`kind:education kind:reflection` finds both), but for
dates, of which the narrower counts. All words have to be found. A word with a colon that is no filter is a word.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import TypeVar

from journal.errors import BadInput
from journal.model.dates import parse_date
from journal.model.entry import Kind, Outcome
from journal.model.fields import Term
from journal.model.folding import Folded, holds_words
from journal.model.sharing import Audience

_TOKEN = re.compile(r'(?:(?P<key>[A-Za-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))')
_FILTERS = ("kind", "tag", "with", "homework", "outcome", "flagged", "shared", "after", "before")
MOST_TOKENS = 200
_YES, _NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")
T = TypeVar("T", bound=Term)


@dataclass(frozen=True)
class Words:
    """One thing to find in the text: a word, the beginning of a word, or words in this order."""

    text: str
    prefix: bool = False
    phrase: bool = False


@dataclass(frozen=True, kw_only=True)
class Query:
    """What to look for. An empty query finds every entry. `after` and `before` include their own day.

    `homework` has beginnings of titles, or ends of ids, as they were typed.
    """

    words: tuple[Words, ...] = ()
    kinds: tuple[Kind, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    tags: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    homework: tuple[str, ...] = ()
    flagged: bool | None = None
    shared: bool | None = None
    audiences: tuple[Audience, ...] = ()
    after: dt.date | None = None
    before: dt.date | None = None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the words of this query stand in a text, as (start, end), in order and without overlaps."""
        folded = Folded(text)
        found = [span for words in self.words for span in folded.find(words.text, prefix=words.prefix)]
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
    tokens = list(_TOKEN.finditer(typed))
    if len(tokens) > MOST_TOKENS and not unfinished:
        raise BadInput("That is too much to look for at once.", f"{MOST_TOKENS} words and filters are the most.")
    for match in tokens[:MOST_TOKENS]:
        key, quoted, bare = (match["key"] or "").lower(), match["quoted"], match["bare"] or ""
        value = bare if quoted is None else quoted
        being_typed = unfinished and match.end() == len(typed)
        if not key and bare.endswith(":") and bare[:-1].lower() in _FILTERS:
            key, value = bare[:-1].lower(), ""
        if key in _FILTERS:
            if value.strip():
                values[key].append(value.strip())
            elif not unfinished:
                raise BadInput("A filter has nothing after its colon.", "Write for example: kind:reflection")
        elif quoted is not None and not key:
            words.append(Words(value.strip(), prefix=being_typed and not match[0].endswith('"'), phrase=True))
        else:
            text = match[0].rstrip("*")
            words.append(Words(text, prefix=being_typed or match[0].endswith("*")))
    words = [word for word in words if holds_words(word.text)]
    read = _Reader(values, today, unfinished)
    audiences, shared = read.shared()
    return Query(
        words=tuple(words),
        kinds=read.terms("kind", Kind),
        outcomes=read.terms("outcome", Outcome),
        tags=tuple(tag.lstrip("#") for tag in values["tag"]),
        people=tuple(values["with"]),
        homework=tuple(values["homework"]),
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
        answers: set[bool] = set()
        for value in self.values[name]:
            if value.lower() in _YES + _NO:
                answers.add(value.lower() in _YES)
            elif not self.unfinished:
                raise BadInput(f"{name}: takes yes or no.", f"Write {name}:yes or {name}:no.")
        return answers.pop() if len(answers) == 1 else None

    def shared(self) -> tuple[tuple[Audience, ...], bool | None]:
        answers = [value.lower() for value in self.values["shared"]]
        audiences = tuple(audience for audience in Audience if audience.value in answers)
        plain = [answer for answer in answers if answer not in {audience.value for audience in Audience}]
        if not plain:
            return audiences, None
        return audiences, _Reader({"shared": plain}, self.today, self.unfinished).yes_no("shared")
