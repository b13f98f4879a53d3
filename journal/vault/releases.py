"""What is released of entries, over many of them: taking it back, and releasing it again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from journal.model.entry import SharedPassage
from journal.model.query import Query
from journal.model.sharing import (
    Audience,
    audience_fields,
    audience_passages,
    with_audience_fields,
    with_audience_passages,
)
from journal.vault.connection import Connection
from journal.vault.entries import Entries


@dataclass(frozen=True)
class TakenBack:
    """What was taken back of one entry for one audience."""

    entry_id: str
    audience: Audience
    names: frozenset[str]
    passages: tuple[SharedPassage, ...]


class Releases:
    """What is released of the entries of a vault; that of one entry is chosen with `Entries.share`."""

    def __init__(self, connection: Connection, entries: Entries) -> None:
        self._connection = connection
        self._entries = entries

    def take_back(
        self, audience: Audience, entry_id: str | None = None, only: str | SharedPassage | None = None
    ) -> tuple[TakenBack, ...]:
        """Takes back what was released for an audience: of one entry or of all, all of it or one field or passage.

        Returns what was taken back, the newest entry first; where nothing was shared, nothing is. An entry that isn't
        there any more has nothing that is shared.
        """
        taken = []
        with self._connection.atomic():
            if entry_id is None:
                ids = [entry.id for entry in self._entries.each(Query(audiences=(audience,)))]
            else:
                ids = [entry_id] if self._is_there(entry_id) else []
            for one in ids:
                before = self._entries.get(one).content.sharing
                gone = TakenBack(one, audience, audience_fields(before, audience), audience_passages(before, audience))
                if only is not None:
                    gone = replace(gone, names=gone.names & {only}, passages=tuple({*gone.passages} & {only}))
                if gone.names or gone.passages:
                    after = with_audience_fields(before, audience, audience_fields(before, audience) - gone.names)
                    kept = {*audience_passages(before, audience)} - {*gone.passages}
                    self._entries.share(one, with_audience_passages(after, audience, kept))
                    taken.append(gone)
        return tuple(taken)

    def share_again(self, taken: Iterable[TakenBack]) -> int:
        """Releases again what was taken back, and returns of how many entries; those that are gone are passed over."""
        shared = 0
        with self._connection.atomic():
            for one in taken:
                if self._is_there(one.entry_id):
                    now = self._entries.get(one.entry_id).content.sharing
                    names = audience_fields(now, one.audience) | one.names
                    after = with_audience_fields(now, one.audience, names)
                    passages = (*audience_passages(now, one.audience), *one.passages)
                    self._entries.share(one.entry_id, with_audience_passages(after, one.audience, passages))
                    shared += 1
        return shared

    def _is_there(self, entry_id: str) -> bool:
        return self._connection.row("SELECT 1 FROM entry WHERE id = ?", (entry_id,)) is not None
