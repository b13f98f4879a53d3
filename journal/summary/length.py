"""How long a page is, and which of its sections take the most room."""

from dataclasses import dataclass

from journal.errors import BadInput
from journal.summary.page import Summary
from journal.summary.text import section_text

MOST_PAGES = 2
_NAMED = 3  # of the longest sections


@dataclass(frozen=True)
class Length:
    """How many sheets of paper a page takes, and its sections with their lines of text, the longest first."""

    pages: int
    sections: tuple[tuple[str, int], ...]

    @property
    def is_too_long(self) -> bool:
        """Whether it takes more sheets than a summary may."""
        return self.pages > MOST_PAGES

    @property
    def in_words(self) -> str:
        """`1 page`, `2 pages`."""
        return "1 page" if self.pages == 1 else f"{self.pages} pages"

    @property
    def to_cut(self) -> str:
        """What to look at first where it is too long: the longest sections."""
        longest = [f"{title} ({lines} lines)" for title, lines in self.sections[:_NAMED]]
        return f"The longest parts: {', '.join(longest)}."

    def refuse_too_long(self) -> None:
        """Raises BadInput where it is too long."""
        if self.is_too_long:
            raise BadInput(
                f"The page is too long: it takes {self.in_words}, and {MOST_PAGES} are the most. Nothing was written.",
                f"Leave out what can wait: in journal, v in Session switches lines off. {self.to_cut}",
            )


def length(summary: Summary, *, letter: bool = False) -> Length:
    """The length of a page on A4, or on US Letter."""
    from journal.summary.pdf import Paper, pages

    found = [(section.title, len(section_text(section)) + 1) for section in summary.sections]
    return Length(pages(summary, Paper.LETTER if letter else Paper.A4), tuple(sorted(found, key=lambda one: -one[1])))
