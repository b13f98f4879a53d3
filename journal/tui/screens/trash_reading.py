"""What is in the trash, whatever its kind: how it is listed, read, put back and deleted for good."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from journal.model.dates import short_when
from journal.model.entry import Entry, heading
from journal.model.exercise import Exercise, offered
from journal.model.homework import Assignment, shown
from journal.model.reading import record_answers
from journal.model.records import Content, Record
from journal.model.sensate_focus import Stage
from journal.safety.text import safe_line
from journal.tui.screens.entry_names import entry_names
from journal.tui.screens.form.record_screen import name_of
from journal.tui.screens.record_reading import concealed_page, record_page
from journal.tui.widgets.entry_line import MASKED, line_date
from journal.tui.widgets.entry_page import Block, Names, concealed, local_instant, page
from journal.tui.widgets.pick_list import Pick
from journal.vault.vault import Vault

_LONGEST_TITLE = 400  # characters looked at, so that a title of any length costs the same


@dataclass(frozen=True)
class Trashed:
    """An entry or a record in the trash, the instant in UTC it was put there, and the safety notes that go with it."""

    what: Entry | Record[Content]
    removed: dt.datetime
    safety: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its id."""
        return self.what.id

    def pick(self, year: int, *, masked: bool) -> Pick:
        """Its line in the list: what it was, which kind of thing, and the day it was put here.

        `year` is the one that needs no saying.
        """
        if isinstance(self.what, Entry):
            content = self.what.content
            words, name = heading(content) or short_when(content.when), content.kind.label
        else:
            name = name_of(self.what.content)
            words = self.what.content.heading or name
        words = MASKED if masked else safe_line(words[:_LONGEST_TITLE])
        return Pick(self.id, words, name, line_date(self.removed.astimezone().date(), year))

    def blocks(self, width: int, names: Names, *, masked: bool) -> Iterator[Block]:
        """Its page, or no more than which kind of thing it is while titles are masked."""
        if isinstance(self.what, Entry):
            yield from concealed(self.what) if masked else page(self.what, width, names=names)
            return
        content = self.what.content
        if masked:
            yield from concealed_page(name_of(content))
            return
        yield from record_page(content, record_answers(content), safety=self.safety)
        saved = f"Saved {local_instant(self.what.updated)} · version {self.what.version}"
        yield from (Block(""), Block(saved, "quiet"))

    def put_back(self, vault: Vault) -> None:
        """Takes it out of the trash. Raises NotFound, and BadInput where it has to wait."""
        if isinstance(self.what, Entry):
            vault.entries.put_back(self.id)
        else:
            vault.record_trash.put_back(self.id)

    def purge(self, vault: Vault) -> None:
        """Deletes it for good. Raises NotFound."""
        if isinstance(self.what, Entry):
            vault.entries.purge(self.id)
        else:
            vault.record_trash.purge(self.id)


def read_trash(vault: Vault) -> tuple[tuple[Trashed, ...], Names]:
    """Everything in the trash, the latest first, and the names of what it refers to."""
    found = [Trashed(one.entry, one.deleted) for one in vault.entries.trash()]
    stages, shelf = vault.assignments.open_stages(), vault.shelf()
    found += [
        Trashed(_as_shown(one.record, stages), one.removed, shelf.safety_notes(one.record.content))
        for one in vault.record_trash.list()
    ]
    return tuple(sorted(found, key=lambda one: (one.removed, one.id), reverse=True)), entry_names(vault)


def _as_shown(record: Record[Content], stages: frozenset[Stage]) -> Record[Content]:
    """A record as it is read; what waits for an agreement is without what tells how it is done."""
    content = record.content
    if isinstance(content, Assignment):
        return replace(record, content=shown(content, stages))
    if isinstance(content, Exercise) and not offered([content], stages):
        return replace(record, content=replace(content, steps="", easier="", harder=""))
    return record
