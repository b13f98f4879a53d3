"""Everything in a journal leaves as data and can be read back, and what isn't such data is refused."""

import datetime as dt
import json
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from journal.errors import BadInput
from journal.model.dates import When
from journal.model.entry import Communication, EntryContent, Kind, Sharing, blank
from journal.model.goal import Goal
from journal.model.homework import Adaptation, Assignment, Change, adapted
from journal.model.measures import OutsideScore
from journal.model.records import Record
from journal.model.sensate_focus import RuleSet, Talk
from journal.model.session import AgendaItem, TherapySession
from journal.safety.text import UNSAFE
from journal.transfer import reading
from journal.transfer.data import export_json
from journal.transfer.reading import read_json
from journal.vault.people import Person
from journal.vault.records import Records
from journal.vault.settings import Preferences
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.hostile import HOSTILE_TEXTS

WHEN = When(dt.date(2026, 5, 4), dt.time(21, 30), "Europe/Helsinki")
SECRET = "mangrove"


def written(text: str = "plain words") -> EntryContent:
    """An entry with something in it."""
    return EntryContent(
        when=WHEN,
        details=Communication(skill="A small request", rehearsal=text),
        text=text,
        tags=("evening",),
        sharing=Sharing(therapist=frozenset({"text", "tags"})),
    )


def exported(vault: Vault) -> bytes:
    """The whole export."""
    return b"".join(export_json(vault, NOW))


@pytest.fixture
def full(vault: Vault) -> Vault:
    """A journal with entries and records that were edited, trashed and drafted, and with people and settings."""
    vault.people.add(Person("Sam", is_self=True))
    vault.people.add(Person("Alex"))
    vault.settings.set(Preferences(lock_minutes=7, masked=True))
    vault.entries.add(written())
    edited = vault.entries.add(written("first"))
    vault.entries.edit(edited.id, written("second"))
    vault.entries.edit(edited.id, written("third"))
    trashed = vault.entries.add(written("once"))
    vault.entries.edit(trashed.id, written("twice"))
    vault.entries.move_to_trash(trashed.id)
    vault.drafts.save(written("begun"), edits=edited.id, unread={"minutes": "ten or so"})
    vault.drafts.save(blank(Kind.REFLECTION, WHEN))
    session = vault.sessions.add(TherapySession(date=WHEN.date, time=dt.time(17, 0), notes="what stayed"))
    task = Assignment(title="Back and arms", session=session.id, rules=RuleSet(talk=Talk.FREE))
    assignment = vault.assignments.add(task)
    eased = adapted(task, Adaptation(on=WHEN.date, change=Change.EASIER, what="Clothed", why="tired"))
    vault.assignments.edit(assignment.id, eased)
    goal = vault.goals.add(Goal(wording="less pressure", baseline=3))
    vault.goals.edit(goal.id, Goal(wording="less pressure", baseline=2))
    vault.goals.remove(goal.id)
    vault.scores.add(OutsideScore(name="A sheet", number="24"))
    vault.drafts.save(TherapySession(notes="begun"), edits=session.id, unread={"date": "next Tues"})
    return vault


def test_everything_comes_back(full: Vault) -> None:
    """People, settings, entries and records with their history, trash and drafts are read back as they were kept."""
    read = read_json(exported(full))
    assert read.exported == NOW
    assert read.people == full.people.list() and set(read.people) == {Person("Sam", is_self=True), Person("Alex")}
    assert read.settings == Preferences(lock_minutes=7, masked=True)
    assert read.entries == tuple(full.entries.each()) and len(read.entries) == 2
    assert read.trash == full.entries.trash() and len(read.trash) == 1
    kept = {entry.id: full.entries.history(entry.id) for entry in full.entries.each()}
    kept |= {one.entry.id: full.entries.history(one.entry.id) for one in full.entries.trash()}
    assert read.history == {entry_id: earlier for entry_id, earlier in kept.items() if earlier}
    assert sorted(map(len, read.history.values())) == [1, 2]
    assert read.records == (*full.assignments.list(), *full.sessions.list(), *full.scores.list())
    assert len(read.records) == 3
    assert read.record_trash == full.record_trash.list() and len(read.record_trash) == 1
    (assignment,), (removed,) = full.assignments.list(), read.record_trash
    assert read.record_history.keys() == {assignment.id, removed.record.id}
    assert read.record_history[assignment.id] == full.assignments.history(assignment.id)[1:]
    assert [one.content for one in read.record_history[removed.record.id]] == [
        Goal(wording="less pressure", baseline=3)
    ]
    assert read.drafts == full.drafts.list() and len(read.drafts) == 3


def test_an_empty_journal(vault: Vault) -> None:
    """A journal with nothing in it is exported and read back too."""
    read = read_json(exported(vault))
    assert (read.people, read.entries, read.trash, read.history, read.drafts) == ((), (), (), {}, ())
    assert (read.records, read.record_trash, read.record_history) == ((), (), {})
    assert read.settings == Preferences()


def test_it_is_json_that_any_program_reads(full: Vault) -> None:
    """Another JSON parser reads the same, and finds format and version in front."""
    document = json.loads(exported(full))
    assert list(document)[:2] == ["format", "version"]
    assert (document["format"], document["version"]) == ("journal-data", 1)
    assert document["entries"][0]["content"]["when"] == {
        "date": "2026-05-04",
        "time": "21:30:00",
        "zone": "Europe/Helsinki",
    }


def test_an_entry_a_line(full: Vault) -> None:
    """Each entry, record, person, trashed one and draft has a line of its own, so that two exports can be compared."""
    lines = exported(full).decode().splitlines()
    assert sum(line.startswith('{"id":') for line in lines) == 2 + 3 + 3
    assert sum(line.startswith('{"deleted":') for line in lines) == 2
    assert sum(line.startswith('{"nickname":') for line in lines) == 2


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_text(vault: Vault, text: str) -> None:
    """Hostile text comes back character by character, and the file itself steers no terminal."""
    vault.entries.add(replace(written(text), topic=text, tags=(text,), people=(text,)))
    content = exported(vault)
    assert not UNSAFE.search(content.decode())
    assert read_json(content).entries[0].content == replace(written(text), topic=text, tags=(text,), people=(text,))


def test_it_is_as_it_was_at_one_moment(full: Vault) -> None:
    """What is in the file doesn't depend on how slowly it is read, and afterwards the journal can be written again."""
    at_once = exported(full)
    pieces = export_json(full, NOW)
    slowly = next(pieces)
    for piece in pieces:
        slowly += piece
    assert slowly == at_once
    full.entries.add(written("afterwards"))


def test_an_export_that_is_given_up(full: Vault) -> None:
    """When an export is given up half-way, the journal can be written again."""
    pieces = export_json(full, NOW)
    next(pieces)
    pieces.close()
    full.entries.add(written("afterwards"))
    assert len(read_json(exported(full)).entries) == 3


@pytest.mark.parametrize("what", ["entries", "records"])
def test_memory_is_flat(vault: Vault, what: str) -> None:
    """An export of 4 MB never holds more than a fraction of it in memory."""
    with vault.atomic():
        for _ in range(1000):
            if what == "entries":
                vault.entries.add(written("word " * 400))
            else:
                vault.agenda.add(AgendaItem(text="word " * 900))
    tracemalloc.start()
    size = sum(map(len, export_json(vault, NOW)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 4_000_000
    assert peak < size / 4


def test_settings_that_came_later(full: Vault) -> None:
    """A file without a setting that was added since is read, with that setting's default."""
    file = json.loads(exported(full))
    del file["settings"]["masked"]
    assert read_json(json.dumps(file)).settings == Preferences(lock_minutes=7)


def test_history_is_asked_for_only_where_there_is_some(full: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """The export of an entry or a record that was never edited costs no further query."""
    asked: list[str] = []
    history, earlier = full.entries.history, Records.earlier

    def counted(entry_id: str) -> Any:
        asked.append(entry_id)
        return history(entry_id)

    def counted_earlier(records: Records[Any], present: Record[Any]) -> Any:
        asked.append(present.id)
        return earlier(records, present)

    monkeypatch.setattr(full.entries, "history", counted)
    monkeypatch.setattr(Records, "earlier", counted_earlier)
    exported(full)
    assert len(asked) == 4


Alter = Callable[[dict[str, Any]], object]


def _nested(levels: int) -> Any:
    return [_nested(levels - 1)] if levels else SECRET


CHANGES: dict[str, tuple[Alter, str]] = {
    "another format": (lambda file: file.update(format="something-else"), "not a file of journal data"),
    "a newer version": (lambda file: file.update(version=2), "newer version"),
    "version nought": (lambda file: file.update(version=0), "at version"),
    "no entries": (lambda file: file.pop("entries"), "outermost level"),
    "an unknown list": (lambda file: file.update(mangrove=[]), "outermost level"),
    "an unknown setting": (lambda file: file["settings"].update(mangrove=1), "at settings"),
    "a setting out of its range": (lambda file: file["settings"].update(lock_minutes=0), "at settings"),
    "a setting of another type": (lambda file: file["settings"].update(masked=SECRET), "at settings"),
    "an unknown field of a person": (lambda file: file["people"][0].update(mangrove=1), r"at people\[0\]"),
    "an unknown field of an entry": (lambda file: file["entries"][1].update(mangrove=1), r"at entries\[1\]"),
    "an id that is none": (lambda file: file["entries"][0].update(id=SECRET), r"at entries\[0\]\.id"),
    "an id twice": (lambda file: file["trash"][0].update(id=file["entries"][0]["id"]), "twice"),
    "an instant without a zone": (
        lambda file: file["entries"][0].update(created="2026-05-17T18:30:00"),
        r"at entries\[0\]\.created",
    ),
    "an instant before all time": (
        lambda file: file["entries"][0].update(created="0001-01-01T00:00:00+14:00"),
        r"at entries\[0\]",
    ),
    "an instant after all time": (
        lambda file: file["entries"][0].update(updated="9999-12-31T23:59:59Z"),
        r"at entries\[0\]",
    ),
    "an unknown field of the content": (
        lambda file: file["entries"][0]["content"].update(mangrove=SECRET),
        r"at entries\[0\]: .* doesn't know",
    ),
    "an unknown field of the details": (
        lambda file: file["entries"][0]["content"]["details"].update(mangrove=SECRET),
        r"at entries\[0\]: .* doesn't know",
    ),
    "an unknown kind": (lambda file: file["entries"][0]["content"].update(kind=SECRET), r"at entries\[0\]"),
    "an unknown answer": (lambda file: file["entries"][0]["content"].update(outcome=SECRET), r"at entries\[0\]"),
    "a number as text": (lambda file: file["entries"][0]["content"].update(text=5), r"at entries\[0\]"),
    "content that is no object": (lambda file: file["entries"][0].update(content=[SECRET]), r"at entries\[0\]"),
    "an earlier version with a fault": (
        lambda file: file["entries"][0]["history"][0]["content"].update(mangrove=1),
        r"at entries\[0\]\.history",
    ),
    "a trashed entry with a fault": (
        lambda file: file["trash"][0]["content"].update(mangrove=1),
        r"at trash\[0\]",
    ),
    "a draft with a fault": (lambda file: file["drafts"][0]["content"].update(mangrove=1), r"at drafts\[0\]"),
    "an unknown type of record": (lambda file: file["records"][0].update(type=SECRET), r"at records\[0\]"),
    "an unknown field of a record": (lambda file: file["records"][1].update(mangrove=1), r"at records\[1\]"),
    "an id that a record has as well": (lambda file: file["records"][0].update(id=file["entries"][0]["id"]), "twice"),
    "a record with a field of another type": (
        lambda file: file["records"][0]["content"].update(notes=SECRET),
        r"at records\[0\]: .* doesn't know",
    ),
    "an adaptation with an unknown field": (
        lambda file: file["records"][0]["content"]["adaptations"][0].update(mangrove=1),
        r"at records\[0\]: .* doesn't know",
    ),
    "a record with an unknown answer": (
        lambda file: file["records"][0]["content"]["rules"].update(talk=SECRET),
        r"at records\[0\]: .* at \$\.rules\.talk",
    ),
    "a record nested too deep": (
        lambda file: file["records"][0]["content"].update(mangrove=_nested(20)),
        r"records\[0\] is nested too deep",
    ),
    "an earlier version of a record with a fault": (
        lambda file: file["records"][0]["history"][0]["content"].update(mangrove=1),
        r"at records\[0\]\.history",
    ),
    "a trashed record with a fault": (
        lambda file: file["record_trash"][0].update(deleted=SECRET),
        r"at record_trash\[0\]\.deleted",
    ),
    "a draft of an unknown type": (lambda file: file["drafts"][0].update(type=SECRET), r"at drafts\[0\]"),
    "content nested too deep": (
        lambda file: file["entries"][0]["content"].update(mangrove=_nested(20)),
        r"entries\[0\] is nested too deep",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_refused(full: Vault, change: str) -> None:
    """A file with something unknown or unexpected is refused with its place, and with nothing of what is there."""
    file = json.loads(exported(full))
    alter, expected = CHANGES[change]
    alter(file)
    with pytest.raises(BadInput, match=expected) as caught:
        read_json(json.dumps(file))
    assert SECRET not in caught.value.message + caught.value.hint


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"mangrove",
        b"[]",
        b"{}",
        b'"journal-data"',
        b"\xff\xfe\x00",
        b"\xef\xbb\xbf{}",
        b"[" * 100_000,
        b'{"format":' * 100_000,
        '{"format": "journal-data", "version": 1, "mangrove` - at `$.mangrove": 1}',
        '{"format": "journal-data", "version": 1, "settings": "\udc80"}',
    ],
    ids=range(11),
)
def test_what_is_no_such_file(content: bytes | str) -> None:
    """What isn't JSON, isn't an object, has bytes that are no text, or is nested without end is refused in words."""
    with pytest.raises(BadInput) as caught:
        read_json(content)
    assert SECRET not in caught.value.message


def test_a_file_cut_short(full: Vault) -> None:
    """A file that breaks off anywhere is refused."""
    content = exported(full)
    for end in range(0, len(content) - 2, 97):
        with pytest.raises(BadInput):
            read_json(content[:end])


@pytest.mark.parametrize("limit", ["MOST_BYTES", "MOST_BYTES_OF_CONTENT"])
def test_a_file_that_is_too_large(full: Vault, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    """A file, or the content of an entry or a record, that is larger than allowed is refused."""
    content = exported(full)
    monkeypatch.setattr(reading, limit, 100)
    with pytest.raises(BadInput, match=r"too (large|much)"):
        read_json(content)


def test_a_record_that_is_too_large(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit for what one item holds is that of records too."""
    vault.scores.add(OutsideScore(note="n" * 200))
    content = exported(vault)
    monkeypatch.setattr(reading, "MOST_BYTES_OF_CONTENT", 100)
    with pytest.raises(BadInput, match=r"too much in records\[0\]"):
        read_json(content)
