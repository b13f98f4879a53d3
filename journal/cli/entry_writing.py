"""An entry being written on the terminal."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from journal.cli.questions import Question, questions
from journal.cli.writing import Writing
from journal.model.dates import long_date, short_when
from journal.model.entry import EntryContent
from journal.model.sharing import Audience, Preset, filled, preset_names, with_audience_fields
from journal.vault.vault import Vault

_OFFERS = {
    Preset.TOPIC: "only the topic label",
    Preset.FACTS: "only the facts",
    Preset.UNGUARDED: "everything but the guarded fields",
}


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
        labels = dict(filled(self.content, self._scales))
        offers: list[tuple[str, frozenset[str]]] = [("nothing", frozenset())]
        for preset, words in _OFFERS.items():
            names = preset_names(self.content, preset)
            said = names if preset is Preset.TOPIC else names - {"topic", "time"}  # these alone are no answer to share
            if said and names not in [chosen for _, chosen in offers]:
                named = "" if preset is Preset.TOPIC else f": {', '.join(labels[n] for n in labels if n in names)}"
                offers.append((words + named, names))
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
