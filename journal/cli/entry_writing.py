"""An entry being written on the terminal."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from journal.cli.questions import Question, questions
from journal.cli.writing import Writing
from journal.model.dates import long_date, short_when
from journal.model.entry import EntryContent
from journal.model.sharing import Audience, filled, open_names, with_audience_fields
from journal.vault.vault import Vault


class EntryWriting(Writing[EntryContent]):
    """A new entry; `worth_rating` are scales to ask for beside the usual ones."""

    name = "entry"

    def __init__(self, vault: Vault, content: EntryContent, worth_rating: Iterable[str] = ()) -> None:
        super().__init__(vault, content)
        self._worth_rating = tuple(worth_rating)
        self._scales = vault.scales()

    def head(self) -> str:
        """The kind and the day."""
        when = self.content.when
        return f"{self.content.kind.label}, {short_when(when) if when.time else long_date(when.date)}"

    def questions(self) -> Iterator[Question]:
        """Those of the kind."""
        return questions(self.content.kind, self._scales, self._worth_rating)

    def add(self, draft: str) -> str:
        """Saves the entry."""
        return self.vault.entries.add(self.content, from_draft=draft).id

    def ask_last(self) -> None:
        """Asks what the therapist may see of it."""
        offers: list[tuple[str, frozenset[str]]] = [("nothing", frozenset())]
        labels = dict(filled(self.content, self._scales))
        in_bulk = open_names(self.content)
        if "topic" in labels:
            offers.append(("only the topic label", frozenset({"topic"})))
        if in_bulk - {"topic", "time"}:
            named = ", ".join(label for name, label in labels.items() if name in in_bulk)
            offers.append((f"everything but the guarded fields: {named}", in_bulk))
        if len(offers) == 1:
            return
        self.tell()
        self.tell("What may your therapist see of this, once you export a summary? Enter means nothing.")
        for number, (words, _) in enumerate(offers, start=1):
            self.tell(f"{number} {words}", indent="  ")
        while typed := self.line("> "):
            if typed.isascii() and typed.isdigit() and len(typed) < 3 and 1 <= int(typed) <= len(offers):
                sharing = with_audience_fields(self.content.sharing, Audience.THERAPIST, offers[int(typed) - 1][1])
                self.content = replace(self.content, sharing=sharing)
                self.try_draft()
                return
            self.tell(f"Type a number from 1 to {len(offers)}.")
