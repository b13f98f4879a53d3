"""What a page could hold, line by line, and the page that a choice among these lines makes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from journal.model.sharing import Audience
from journal.summary.lines import Line, Wordings, kept, lines
from journal.summary.page import Items, Section, Summary
from journal.vault.summary_choices import LineChoice

IMPORTANT, ALSO = "Most important today", "Also raised"
EXCERPTS = "Chosen excerpts"
MOST = 3  # of what is most important, and of excerpts
OWN = "own:"  # begins the key of a line that is written for this page alone, and is empty until then

Choices = Mapping[str, LineChoice]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Every line that could be on the page, by section, in the order of the page.

    `off` are the keys of those that are left out until they are switched on: whatever was not released by itself.
    """

    nickname: str
    audience: Audience
    since: dt.date
    until: dt.date
    made: dt.date
    sections: tuple[Section, ...]
    off: frozenset[str]

    def is_on(self, line: Line, choices: Choices) -> bool:
        """Whether a line is on the page. One without words of its own is once it was given some.

        One that was not released by itself was switched on with the words it had: where it says more by now, it is off.
        """
        choice = choices.get(line.key, LineChoice())
        if line.key.startswith(OWN):
            return choice.shown is not False and any(new.words.strip() for new in choice.wording.values())
        if line.key not in self.off:
            return choice.shown is not False
        return bool(choice.shown) and choice.seen == line.digest

    def wording(self, line: Line, choices: Choices) -> dict[str, str]:
        """The parts of a line that were put into other words; only those that still say what was replaced."""
        choice = choices.get(line.key, LineChoice())
        said = {part.name: part.words for part in line.parts}
        return {name: new.words for name, new in choice.wording.items() if said.get(name) == new.instead_of}

    def summary(self, choices: Choices) -> Summary:
        """The page of these choices."""
        every = [line for section in self.sections for line in lines(section)]
        left_out = frozenset(line.key for line in every if not self.is_on(line, choices))
        wordings: Wordings = {line.key: self.wording(line, choices) for line in every}
        found = [
            Section(section.title, body)
            for section in self.sections
            if (body := kept(section.body, left_out, wordings)) is not None
        ]
        return Summary(
            nickname=self.nickname,
            audience=self.audience,
            since=self.since,
            until=self.until,
            made=self.made,
            sections=tuple(_with_three_first(found)),
        )


def _with_three_first(sections: list[Section]) -> list[Section]:
    """The sections with at most three things as the most important ones; the others are raised too."""
    if not sections or sections[0].title != IMPORTANT or not isinstance(sections[0].body, Items):
        return sections
    first, rest = sections[0].body.items[:MOST], sections[0].body.items[MOST:]
    others = sections[1:]
    if rest and others and others[0].title == ALSO and isinstance(others[0].body, Items):
        rest += others[0].body.items
        others = others[1:]
    also = [Section(ALSO, Items(rest))] if rest else []
    return [replace(sections[0], body=Items(first, numbered=True)), *also, *others]
