"""Taking what was read into a journal, in one step, or only saying what would come in."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

from journal.errors import BadInput
from journal.model.codec import record_to_document, to_document
from journal.model.entry import Entry, EntryContent, check_entry
from journal.model.fields import Term, check_numbers
from journal.model.records import Content, Record
from journal.model.sharing import still_shared
from journal.transfer.data import JournalData
from journal.transfer.incoming.foreign import Column, Gathered
from journal.vault.summary_choices import SavedChoice
from journal.vault.taking import Taken
from journal.vault.vault import Vault

_One = TypeVar("_One", Entry, Record[Content])

_HIGHEST = 1 << 31  # of a number in what comes in; the file of the journal holds no larger ones everywhere


class Settled(Term):
    """What becomes of the settings in a file."""

    TAKEN = "taken", "The settings come in as well."
    SAME = "same", "The settings are the same here."
    LEFT = "left", "The settings stay as they are here."
    NONE = "none", ""


class Kind(Term):
    """What can come in, as it is counted."""

    ENTRIES = "entries", "entries"
    TRASH = "trash", "entries in the trash"
    RECORDS = "records", "homework, sessions, goals and other records"
    RECORD_TRASH = "record_trash", "records in the trash"
    DRAFTS = "drafts", "drafts"
    PEOPLE = "people", "people"
    SUMMARY_CHOICES = "summary_choices", "choices for the next summary"


@dataclass
class Report:
    """What came in, or would: counts by kind, first and last day, and what is left out, by what it is."""

    counts: dict[Kind, Counter[Taken]] = field(default_factory=dict)
    versions: int = 0  # earlier ones, of what is new
    first: dt.date | None = None
    last: dt.date | None = None
    left_out: Counter[str] = field(default_factory=Counter)
    columns: tuple[Column, ...] = ()
    settings: Settled = Settled.NONE
    paused: int = 0  # homework whose stage isn't agreed on here

    def count(self, kind: Kind, taken: Taken) -> None:
        """Counts one."""
        self.counts.setdefault(kind, Counter())[taken] += 1

    def dated(self, date: dt.date) -> None:
        """Notes the day of an entry that is new."""
        self.first = min(self.first or date, date)
        self.last = max(self.last or date, date)

    @property
    def new(self) -> int:
        """How many things come in."""
        return sum(counts[Taken.NEW] for counts in self.counts.values())


Progress = Callable[[int, int], None]


def no_progress(done: int, of: int) -> None:
    """Tells nobody."""


def take_data(vault: Vault, data: JournalData, *, dry: bool, progress: Progress = no_progress) -> Report:
    """Takes everything of another journal in as it is, in one step; where it is dry, nothing is changed.

    What is here already stays as it is. Settings come into a journal that has nothing yet. `progress` is told how many
    things were looked at, of how many. Raises BadInput for what no journal can hold, and what the vault raises; nothing
    has come in then.
    """
    data = _checked(data)
    total = sum(
        map(
            len,
            (data.summary_choices, data.people, data.entries, data.trash, data.records, data.record_trash, data.drafts),
        )
    )
    report = Report()
    taking = _Taking(report, dry, progress, total)
    with vault.snapshot() if dry else vault.atomic():
        was_empty = vault.has_nothing()
        report.settings = _settings(vault, data)
        for person in data.people:
            taking.one(Kind.PEOPLE, vault.people.meets(person), partial(vault.people.take, person))
        for entry in reversed(data.entries):  # newest first in the file, and each comes after those of its minute
            taken, earlier = vault.entries.meets(entry), data.history.get(entry.id, ())
            if taking.one(Kind.ENTRIES, taken, partial(vault.entries.take, entry, earlier)):
                report.dated(entry.content.when.date)
                report.versions += len(earlier)
        for thrown in data.trash:
            taken, earlier = vault.entries.meets(thrown.entry, deleted=thrown.deleted), _of(data.history, thrown.entry)
            take = partial(vault.entries.take, thrown.entry, earlier, deleted=thrown.deleted)
            report.versions += len(earlier) if taking.one(Kind.TRASH, taken, take) else 0
        for record, removed in _records(data):
            records, history = vault.records_of(type(record.content)), _of(data.record_history, record)
            kind = Kind.RECORDS if removed is None else Kind.RECORD_TRASH
            take = partial(records.take, record, history, removed=removed)
            report.versions += len(history) if taking.one(kind, records.meets(record, removed=removed), take) else 0
        for draft in data.drafts:
            taking.one(Kind.DRAFTS, vault.drafts.meets(draft), partial(vault.drafts.take, draft))
        for choice in _choices(data, report):
            taken = vault.summary_choices.meets(choice)
            if taken is Taken.NEW and not was_empty:
                # What isn't here may have been switched off here since.
                report.left_out["choices for a summary, which come into a journal that has nothing yet"] += 1
            else:
                taking.one(Kind.SUMMARY_CHOICES, taken, partial(vault.summary_choices.put_in, choice))
        if not dry:
            if report.settings is Settled.TAKEN:
                vault.settings.set(data.settings)
            report.paused = vault.agreements.pause_what_waits()
    return report


def take_entries(vault: Vault, gathered: Gathered, *, dry: bool, progress: Progress = no_progress) -> Report:
    """Takes the entries of another program in, each with the present instant as its own; the rest is as above."""
    report = Report(left_out=gathered.left_out, columns=gathered.columns)
    now, seen = vault.clock(), set[str]()
    # The order of the source is that within a minute, so that lists have it as it was there.
    arrivals = sorted(gathered.entries, key=lambda one: (one.content.when.date, one.content.when.time or dt.time()))
    with vault.snapshot() if dry else vault.atomic():
        for done, one in enumerate(arrivals):
            progress(done, len(arrivals))
            entry = Entry(id=one.id, version=1, created=now, updated=now, content=one.content)
            taken = Taken.DIFFERENT if one.id in seen else vault.entries.meets_foreign(entry)
            seen.add(one.id)
            report.count(Kind.ENTRIES, taken)
            if taken is Taken.NEW:
                report.dated(one.content.when.date)
                if not dry:
                    vault.entries.take(entry)
    return report


class _Taking:
    """The counting of one import, and what is done with each thing in it."""

    def __init__(self, report: Report, dry: bool, progress: Progress, total: int) -> None:
        self._report, self._dry, self._progress, self._total = report, dry, progress, total
        self._done = 0

    def one(self, kind: Kind, taken: Taken, take: Callable[[], None]) -> bool:
        """Counts a thing, takes it in where it is new, and says whether it is."""
        self._progress(self._done, self._total)
        self._done += 1
        self._report.count(kind, taken)
        if taken is Taken.NEW and not self._dry:
            take()
        return taken is Taken.NEW


def _of(history: dict[str, tuple[_One, ...]], one: _One) -> tuple[_One, ...]:
    return history.get(one.id, ())


def _records(data: JournalData) -> Iterator[tuple[Record[Content], dt.datetime | None]]:
    for record in data.records:
        yield record, None
    for removed in data.record_trash:
        yield removed.record, removed.removed


def _choices(data: JournalData, report: Report) -> Iterator[SavedChoice]:
    """The choices for a summary; other words for its lines only where nothing in the file was deleted for good here.

    They quote what they stand for, which may be just that.
    """
    purged = any(counts[Taken.PURGED] for counts in report.counts.values())
    for one in data.summary_choices:
        if purged and one.choice.wording:
            report.left_out["other words in a summary for what may have been deleted for good here"] += 1
        if not purged or one.choice.shown is not None:
            yield replace(one, choice=replace(one.choice, wording={})) if purged else one


def _settings(vault: Vault, data: JournalData) -> Settled:
    if vault.settings.get() == data.settings:
        return Settled.SAME
    return Settled.TAKEN if vault.has_nothing() else Settled.LEFT


def _checked(data: JournalData) -> JournalData:
    """The data as a journal can hold it. Raises BadInput, with the place, for what none can hold.

    What is shared is the names of fields that hold something: no file can release what is written later.
    """
    ids = [draft.id for draft in data.drafts]
    nicknames = ["".join(c.lower() if c.isascii() else c for c in person.nickname) for person in data.people]
    if len(set(ids)) < len(ids):
        raise BadInput("The file can't be read: an id is in it twice.")
    if len(set(nicknames)) < len(nicknames):
        raise BadInput("The file can't be read: somebody is in it twice.")
    for number, one in enumerate(data.drafts):
        _check_numbers_of(one.content, f"drafts[{number}]")
    return replace(
        data,
        entries=tuple(_entry(one, _of(data.history, one), f"entries[{n}]") for n, one in enumerate(data.entries)),
        trash=tuple(
            replace(one, entry=_entry(one.entry, _of(data.history, one.entry), f"trash[{n}]"))
            for n, one in enumerate(data.trash)
        ),
        history={key: tuple(map(_released, earlier)) for key, earlier in data.history.items()},
        records=tuple(
            _record(one, _of(data.record_history, one), f"records[{n}]") for n, one in enumerate(data.records)
        ),
        record_trash=tuple(
            replace(one, record=_record(one.record, _of(data.record_history, one.record), f"record_trash[{n}]"))
            for n, one in enumerate(data.record_trash)
        ),
    )


def _entry(entry: Entry, earlier: tuple[Entry, ...], place: str) -> Entry:
    _check_versions(entry, earlier, place)
    for one in (entry, *earlier):
        _check(partial(check_entry, one.content), place)
        _check_numbers_of(one.content, place)
    return _released(entry)


def _record(record: Record[Content], earlier: tuple[Record[Content], ...], place: str) -> Record[Content]:
    _check_versions(record, earlier, place)
    if any(one.created != record.created for one in earlier):
        raise BadInput(f"The file can't be read: the versions of {place} weren't created at the same time.")
    for one in (record, *earlier):
        _check(partial(check_numbers, one.content), place)
        _check_numbers_of(one.content, place)
    return record


def _released(entry: Entry) -> Entry:
    return replace(entry, content=replace(entry.content, sharing=still_shared(entry.content.sharing, entry.content)))


def _check_versions(present: Entry | Record[Content], earlier: Sequence[Entry | Record[Content]], place: str) -> None:
    numbers = [present.version, *(one.version for one in earlier)]
    if numbers[0] > _HIGHEST or any(later <= one for later, one in itertools.pairwise(numbers)):
        raise BadInput(f"The file can't be read: the versions of {place} are out of order.")


def _check(check: Callable[[], None], place: str) -> None:
    try:
        check()
    except BadInput as problem:
        raise BadInput(f"The file can't be read at {place}: {problem.message}") from None


def _check_numbers_of(content: EntryContent | Content, place: str) -> None:
    document = to_document(content) if isinstance(content, EntryContent) else record_to_document(content)
    if _has_too_high(document):
        raise BadInput(f"The file can't be read: a number at {place} is too high.")


def _has_too_high(value: Any) -> bool:
    if isinstance(value, dict | list):
        return any(map(_has_too_high, value.values() if isinstance(value, dict) else value))
    return isinstance(value, int) and abs(value) > _HIGHEST
