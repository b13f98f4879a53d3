"""The versions of an entry or of a record: how each is read, what it changed, and making it the present one again."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from journal.model.dates import short_date, short_when
from journal.model.entry import Entry
from journal.model.homework import Assignment, shown
from journal.model.reading import answers, changed_fields, differing
from journal.model.records import Content, Record
from journal.model.sensate_focus import Stage
from journal.safety.text import safe_line
from journal.tui.screens.entry_names import entry_names
from journal.tui.screens.form.record_screen import name_of
from journal.tui.screens.record_reading import concealed_page, full_answers, record_page
from journal.tui.widgets.entry_page import Block, Names, local_instant, page
from journal.vault.vault import Vault


@dataclass(frozen=True)
class EntryVersion:
    """A version of an entry, the one before it, if there is one, and the names of what they refer to."""

    kept: Entry
    before: Entry | None
    names: Names

    def blocks(self, width: int) -> Iterator[Block]:
        """What it changed, and its page with marks there."""
        changed: frozenset[str] = frozenset()
        if self.before is None:
            yield from _first()
        else:
            content, scales = self.kept.content, self.names.scales
            changed, gone = changed_fields(self.before.content, content, scales)
            labels = [answer.label for answer in answers(content, scales) if answer.name in changed]
            labels += ["the homework it belongs to"] if "assignment" in changed else []
            labels += ["what is shared"] if "sharing" in changed else []
            yield from _said(labels, gone)
        yield from page(self.kept, width, names=self.names, changed=changed)

    def concealed(self) -> Iterator[Block]:
        """What is shown of it while titles are masked."""
        content = self.kept.content
        return concealed_page(content.kind.label, short_when(content.when))

    def restore(self, vault: Vault, present: int) -> int:
        """Makes it the present one, and returns the version it has then: a new one, unless it reads as the present one.

        `present` is the version that was the present one. Raises Overtaken where it isn't any more, and NotFound.
        """
        return vault.entries.restore(self.kept.id, self.kept.version, over=present).version


@dataclass(frozen=True)
class RecordVersion:
    """A version of a record and the one before it, if there is one.

    `sessions` are in words by their ids; `stages` are those that are open, for homework of others is not read in full.
    `safety` are the safety notes in full.
    """

    kept: Record[Content]
    before: Record[Content] | None
    sessions: Mapping[str, str]
    stages: frozenset[Stage]
    safety: tuple[str, ...]

    def blocks(self, width: int) -> Iterator[Block]:
        """What it changed, and its page with marks there."""
        content = self.kept.content
        changed: frozenset[str] = frozenset()
        if self.before is None:
            yield from _first()
        else:
            full = full_answers(content, self.sessions)
            changed, gone = differing(full_answers(self.before.content, self.sessions), full)
            yield from _said([answer.label for answer in full if answer.name in changed], gone)
        read = shown(content, self.stages) if isinstance(content, Assignment) else content
        yield from record_page(read, full_answers(read, self.sessions), changed, self.safety)
        yield Block("")
        yield Block(f"Saved {local_instant(self.kept.updated)} · version {self.kept.version}", "quiet")

    def concealed(self) -> Iterator[Block]:
        """What is shown of it while titles are masked."""
        return concealed_page(name_of(self.kept.content))

    def restore(self, vault: Vault, present: int) -> int:
        """Makes it the present one, and returns the version it has then: a new one, unless it reads as the present one.

        `present` is the version that was the present one. Raises Overtaken where it isn't any more, NotFound, and
        BadInput for what may not be kept now, as homework whose stage waits for an agreement.
        """
        records = vault.records_of(type(self.kept.content))
        return records.restore(self.kept.id, self.kept.version, over=present).version


Version = EntryVersion | RecordVersion


def read_versions(vault: Vault, kind: type[Entry] | type[Content], its_id: str) -> tuple[Version, ...]:
    """Every version of an entry or of a record, the present one first. Raises NotFound."""
    if issubclass(kind, Entry):
        names = entry_names(vault)
        entries = (vault.entries.get(its_id), *vault.entries.history(its_id))
        return tuple(EntryVersion(*both, names) for both in zip(entries, (*entries[1:], None), strict=True))
    records = vault.records_of(kind).history(its_id)
    stages, sessions = vault.assignments.open_stages(), {}
    for one in vault.sessions.list():
        date = one.content.date
        sessions[one.id] = f"the session of {short_date(date)}" if date else "a session without a date"
    shelf = vault.shelf()
    return tuple(
        RecordVersion(one, before, sessions, stages, shelf.safety_notes(one.content))
        for one, before in zip(records, (*records[1:], None), strict=True)
    )


def _first() -> Iterator[Block]:
    yield Block("As it was first saved.", "quiet")
    yield Block("")


def _said(changed: Collection[str], gone: Iterable[str]) -> Iterator[Block]:
    taken_out = "; ".join(gone)  # labels have commas of their own
    parts = [
        f"Changed here (▌): {'; '.join(changed)}." if changed else "",
        f"Taken out: {taken_out}." if taken_out else "",
    ]
    if said := " ".join(filter(None, parts)):
        yield Block(safe_line(said), "quiet")
        yield Block("")
