"""Merging another copy of the journal into this one: nothing is lost, and the order of merging makes no difference.

What two copies make together depends on what they hold alone (join.py and the others say how), so it is the same
whichever takes in which first, and taking the same one in again changes nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from journal.vault.connection import Connection
from journal.vault.merge.drafts import merge_drafts
from journal.vault.merge.items import ENTRY, Item, items
from journal.vault.merge.join import joined
from journal.vault.merge.people import merge_people
from journal.vault.merge.settings import merge_settings, merge_summary_choices
from journal.vault.merge.source import opened_copy
from journal.vault.merge.write import ItemWriter
from journal.vault.rows import as_written
from journal.vault.vault import Vault

Progress = Callable[[int, int], None]  # things looked at, of how many in all

_EVERY = 100  # things between two words on how far it is


@dataclass
class Merged:
    """What another copy brought, in figures. `versions` counts versions of what was here, earlier and present ones."""

    entries: int = 0
    records: int = 0
    versions: int = 0
    trashed: int = 0
    returned: int = 0
    purged: int = 0
    sharing: int = 0
    drafts: int = 0
    people: int = 0
    settings: int = 0
    summary_choices: int = 0
    paused: int = 0

    @property
    def lines(self) -> tuple[str, ...]:
        """What came in, a line for each kind of thing; () where everything was here already."""
        counted = (
            (self.entries, "entry came in", "entries came in"),
            (self.records, "record came in", "records came in: homework, sessions, goals and others"),
            (self.versions, "version was added to what was here", "versions were added to what was here"),
            (self.trashed, "thing went to the trash", "things went to the trash"),
            (self.returned, "thing came back from the trash", "things came back from the trash"),
            (self.purged, "thing was deleted for good", "things were deleted for good"),
            (self.sharing, "choice of what is shared changed", "choices of what is shared changed"),
            (self.drafts, "draft came in", "drafts came in"),
            (self.people, "person was added, changed or removed", "people were added, changed or removed"),
            (self.settings, "setting changed", "settings changed"),
            (self.summary_choices, "choice for the next summary changed", "choices for the next summary changed"),
            (self.paused, "assignment waits for an agreement", "assignments wait for an agreement"),
        )  # fmt: skip
        return tuple(f"{count:,} {one if count == 1 else many}." for count, one, many in counted if count)

    def count(self, before: Item | None, after: Item) -> None:
        """Counts what became of one entry or record."""
        if before is None or not before.versions:
            if after.versions:
                self.entries += after.type == ENTRY
                self.records += after.type != ENTRY
        elif not after.versions:
            self.purged += 1
        else:
            known = {(one.updated, one.number) for one in before.versions}
            new = max(len(after.versions) - len(before.versions), 0)
            self.versions += new or len({(one.updated, one.number) for one in after.versions} - known)
            self.trashed += before.is_live and not after.is_live
            self.returned += after.is_live and not before.is_live
            self.sharing += before.choices != after.choices


def merge(vault: Vault, other: Path, passphrase: str | None = None, *, progress: Progress | None = None) -> Merged:
    """Takes in everything of another copy of this journal, in one step. The other file is left as it is.

    Without a passphrase the other copy has to open with this journal's key; WrongPassphrase is raised where it
    doesn't, and nothing has changed. `opened_copy` says what else is raised.
    """
    ours = vault._connection
    with opened_copy(ours, other, passphrase) as theirs:
        total = _count(ours) + _count(theirs)
        merged = Merged()
        with as_written(), ours.atomic():
            purged: dict[str, str] = dict(theirs.rows("SELECT id, purged FROM purged"))
            for name, instant in ours.rows("SELECT id, purged FROM purged"):
                purged[name] = max(instant, purged.get(name, ""))
            changes = _changes(ours, theirs, purged, progress, total)
            for before, after in changes:
                merged.count(before, after)
            ItemWriter(ours).write(changes)
            merged.settings = merge_settings(ours, theirs)
            merged.people = merge_people(ours, theirs)
            merged.drafts = merge_drafts(ours, theirs, purged)
            latest = max(purged.values(), default="")
            merged.summary_choices = merge_summary_choices(ours, theirs, latest)
            merged.paused = vault.agreements.pause_what_waits()
            if progress is not None:
                progress(total, total)
    return merged


def _changes(
    ours: Connection, theirs: Connection, purged: dict[str, str], progress: Progress | None, total: int
) -> list[tuple[Item | None, Item]]:
    """What has to be written: what is here of it, and what is to be."""
    found = []
    for done, (mine, yours) in enumerate(_pairs(items(ours), items(theirs))):
        if progress is not None and done % _EVERY == 0:
            progress(min(2 * done, total), total)
        after = joined(mine, yours, purged)
        if after != mine:
            found.append((mine, after))
    return found


def _pairs(mine: Iterator[Item], yours: Iterator[Item]) -> Iterator[tuple[Item | None, Item | None]]:
    """Two files' items by their ids, each of which is in order."""
    one, other = next(mine, None), next(yours, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one.id < other.id):
            yield one, None
            one = next(mine, None)
        elif one is None or other.id < one.id:
            yield None, other
            other = next(yours, None)
        else:
            yield one, other
            one, other = next(mine, None), next(yours, None)


def _count(connection: Connection) -> int:
    tables = ("entry", "trash", "record", "purged")
    return sum((connection.row(f"SELECT count(*) FROM {table}") or (0,))[0] for table in tables)
