"""Entries of other programs, as they are gathered from their files: each becomes a reflection, all of it guarded."""

import datetime as dt
import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from journal.errors import BadInput
from journal.model.dates import When
from journal.model.entry import EntryContent, Reflection
from journal.model.names import tidy_names
from journal.safety.text import UNSAFE
from journal.transfer.incoming.whens import Whens
from journal.transfer.reading import MOST_ITEMS

STARRED = "starred"  # the tag that stands for a star
MOST_TEXT = 1 << 21  # characters of one entry; its JSON has to stay within what an export may have of one
MOST_TOPIC = 60  # characters of a title that becomes the topic; a longer one stays in the text

_HEADING = re.compile(r"#{1,6}[ \t]+(\S.*)")
_LONGEST_HEADING = 1000
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, kw_only=True)
class Options:
    """How files of other programs are read.

    `date` is for what has none. `columns` are those of a table by the field that each goes to.
    """

    date: dt.date | None = None
    whens: Whens = Whens()
    tag_symbols: str = "#@"
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Arrival:
    """An entry of another program, with the id that it always gets here."""

    id: str
    content: EntryContent


@dataclass(frozen=True)
class Column:
    """A column of a table: its name there, and the field it goes to, or ""."""

    name: str
    field: str


@dataclass
class Gathered:
    """The entries of a file or a folder, what of it is left out, by what that is, and the columns of a table."""

    format: str
    options: Options
    entries: list[Arrival] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    columns: tuple[Column, ...] = ()
    _alike: Counter[str] = field(default_factory=Counter)

    def add(
        self,
        place: str,
        when: When | None,
        text: str,
        *,
        title: str = "",
        tags: Iterable[str] = (),
        starred: bool = False,
        people: Iterable[str] = (),
        prompt: str = "",
        mood: str = "",
        minutes: int | None = None,
        name: str = "",
        own_id: str = "",
    ) -> None:
        """Adds an entry. Raises BadInput, with its place, where it has no date and none was named, or is too large.

        A title that is short becomes the topic, another one the first line of the text. `name` is what the entry is
        known by there, whatever is in it; without one it is known by what is in it. `own_id` is the id of an entry that
        was written here, and left in a form that isn't lossless.
        """
        if len(self.entries) == MOST_ITEMS:
            raise BadInput("There are too many entries.", f"Up to {MOST_ITEMS} can be taken in at a time.")
        if when is None and self.options.date is not None:
            when = When(self.options.date)
        if when is None:
            raise BadInput(f"{place} has no date that can be read.", "--date DATE is for what has none.")
        tags = tidy_names((*tags, *((STARRED,) if starred else ())))
        people = tidy_names(people)
        if sum(map(len, (text, title, prompt, mood, *tags, *people))) > MOST_TEXT:
            raise BadInput(f"{place} has too much in it.", f"An entry may have up to {MOST_TEXT:,} characters.")
        topic = title.strip()
        if len(topic) > MOST_TOPIC or UNSAFE.search(topic) or "\n" in topic or "\t" in topic:
            topic, text = "", f"{title}\n{text}" if text else title
        content = EntryContent(
            when=when,
            details=Reflection(prompt=prompt, mood=mood),
            topic=topic,
            text=text,
            tags=tags,
            people=people,
            minutes=minutes,
        )
        kept = own_id if _ID.fullmatch(own_id) else self._id(content, name)
        self.entries.append(Arrival(kept, content))

    def _id(self, content: EntryContent, name: str) -> str:
        # The same from the same source, so that it is known when it comes again; two that are alike are both kept.
        known = name or "\0".join(
            (
                content.when.date.isoformat(), f"{content.when.time or ''}", content.topic, content.text,
                *content.people, "", *sorted(content.tags),
            )
        )  # fmt: skip
        self._alike[known_by := hashlib.sha256(f"{self.format}\0{known}".encode()).hexdigest()] += 1
        return _uuid(f"{known_by} {self._alike[known_by]}")

    def leave_out(self, what: str, count: int = 1) -> None:
        """Counts what has no place here."""
        if count:
            self.left_out[what] += count


def heading_in(line: str) -> str:
    """The words of a line that is a heading in Markdown, or ""."""
    found = _HEADING.fullmatch(line.rstrip()) if line.startswith("#") and len(line) <= _LONGEST_HEADING else None
    words = found[1] if found else ""
    closed = words.rstrip("#")
    return closed.rstrip() if closed[-1:].isspace() else words


def heading_of(text: str) -> tuple[str, str]:
    """The heading that a text in Markdown begins with, and what follows it; "" and the text where it has none."""
    first, _, rest = text.lstrip("\n").partition("\n")
    title = _ESCAPE.sub(r"\1", heading_in(first))
    if not title or len(title) > MOST_TOPIC or UNSAFE.search(title):
        return "", text
    return title, rest.lstrip("\n")


def _uuid(known_by: str) -> str:
    """A UUIDv8 (RFC 9562, 5.8) that follows from what something is known by."""
    value = int.from_bytes(hashlib.sha256(known_by.encode()).digest()[:16], "big")
    value = value & ~(0xF << 76) | 0x8 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))
