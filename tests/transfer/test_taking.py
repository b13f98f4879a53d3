"""Taking in where something is already: what is here stays, what was deleted for good stays away, and it is said."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from journal.errors import BadInput
from journal.model.dates import When
from journal.model.entry import Kind, Sharing
from journal.model.goal import Goal
from journal.model.homework import Assignment, State
from journal.model.sensate_focus import RuleSet, Stage, StageAgreement
from journal.model.sharing import Audience
from journal.transfer.data import export_json
from journal.transfer.incoming.foreign import Gathered, Options
from journal.transfer.incoming.taking import Report, Settled, take_data, take_entries
from journal.transfer.reading import read_json
from journal.vault.people import Person
from journal.vault.settings import Preferences
from journal.vault.summary_choices import LineChoice, Rewording
from journal.vault.taking import Taken
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.journals import new_vault
from tests.making import DAY, made

NEW, KNOWN, DIFFERENT, PURGED = Taken
LATER = NOW + dt.timedelta(days=1)


def exported(vault: Vault) -> bytes:
    """Everything in a journal."""
    return b"".join(export_json(vault, NOW))


def into(target: Vault, source: Vault, *, dry: bool = False) -> Report:
    """What comes of taking one journal into another."""
    return take_data(target, read_json(exported(source)), dry=dry)


def counts(report: Report) -> dict[str, dict[Taken, int]]:
    """The counts by the name of what was counted."""
    return {kind.value: dict(found) for kind, found in report.counts.items()}


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Vault]:
    """Another journal with some of everything."""
    vault = new_vault(tmp_path / "source.db", clock=lambda: NOW)
    vault.people.add(Person("Sam", is_self=True))
    vault.people.add(Person("Alex", alias="A.", kept_out=("Alexandra",)))
    vault.settings.set(Preferences(lock_minutes=7))
    edited = vault.entries.add(made("first", topic="x"))
    vault.entries.edit(edited.id, made("second", topic="x"))
    vault.entries.add(made("plain"))
    vault.entries.move_to_trash(vault.entries.add(made("thrown away")).id)
    goal = vault.goals.add(Goal(wording="less pressure"))
    vault.goals.edit(goal.id, Goal(wording="less hurry"))
    vault.goals.remove(vault.goals.add(Goal(wording="another")).id)
    vault.drafts.save(made("begun"), edits=edited.id)
    vault.summary_choices.set(
        Audience.THERAPIST, "line", LineChoice(False, wording={"a": Rewording("b", "c")}), When(DAY)
    )
    yield vault
    vault.close()


def test_into_a_journal_that_was_just_made(vault: Vault, source: Vault) -> None:
    """Settings come too, even where the first start has asked for a nickname; whose journal it is stays."""
    vault.people.add(Person("Robin", is_self=True))
    report = into(vault, source)
    assert report.settings is Settled.TAKEN and vault.settings.get() == Preferences(lock_minutes=7)
    assert vault.people.list() == (
        Person("Robin", is_self=True),
        Person("Sam"),
        Person("Alex", False, "A.", ("Alexandra",)),
    )
    assert counts(report) == {
        "people": {NEW: 2}, "entries": {NEW: 2}, "trash": {NEW: 1}, "records": {NEW: 1}, "record_trash": {NEW: 1},
        "drafts": {NEW: 1}, "summary_choices": {NEW: 1},
    }  # fmt: skip
    assert (report.versions, report.first, report.last) == (2, DAY, DAY)
    assert [entry.created for entry in vault.entries.each()] == [entry.created for entry in source.entries.each()]


def test_what_is_here_stays(vault: Vault, source: Vault) -> None:
    """The same version is known; another one, whichever is the later, is counted and left; settings stay."""
    into(vault, source)
    vault.settings.set(Preferences(lock_minutes=9))
    plain, edited = source.entries.each()
    vault.entries.edit(plain.id, made("changed here"))
    source.entries.edit(edited.id, made("changed there"))
    source.entries.share(edited.id, Sharing(joint=frozenset({"text"})))
    vault.entries.put_back(source.entries.trash()[0].entry.id)
    source.goals.remove(source.goals.list()[0].id)
    vault.people.add(Person("alex"))
    (draft,) = source.drafts.list()
    source.drafts.save(made("begun and more"), draft_id=draft.id, edits=edited.id)
    before = exported(vault)
    report = into(vault, source)
    assert exported(vault) == before
    assert (report.new, report.settings) == (0, Settled.LEFT)
    assert counts(report) == {
        "people": {KNOWN: 1, DIFFERENT: 1}, "entries": {DIFFERENT: 2}, "trash": {DIFFERENT: 1},
        "record_trash": {KNOWN: 1, DIFFERENT: 1}, "drafts": {DIFFERENT: 1}, "summary_choices": {KNOWN: 1},
    }  # fmt: skip


def test_what_was_deleted_for_good_stays_away(vault: Vault, source: Vault) -> None:
    """Neither entries nor records, nor drafts of them, nor words that may quote them are brought back."""
    into(vault, source)
    ids = [entry.id for entry in source.entries.each()]
    for one in ids:
        vault.entries.move_to_trash(one)
        vault.entries.purge(one)
    goal = source.goals.list()[0].id
    vault.goals.remove(goal)
    vault.record_trash.purge(goal)
    for would in (into(vault, source, dry=True), into(vault, source)):
        assert would.new == 0
        assert counts(would)["entries"] == {PURGED: 2}
        assert (counts(would)["records"], counts(would)["drafts"]) == ({PURGED: 1}, {PURGED: 1})
        assert [number for what, number in would.left_out.items() if "other words" in what] == [1]
    assert vault.entries.count() == 0 and vault.drafts.list() == ()
    assert [one.choice.wording for one in vault.summary_choices.list()] == [{}]


def test_a_dry_run_changes_nothing(vault: Vault, source: Vault) -> None:
    """A dry run says the same as the import and leaves the file as it was, byte for byte."""
    vault.entries.add(made("here"))
    file = read_json(exported(source))
    before = vault.path.read_bytes()
    would = take_data(vault, file, dry=True)
    assert vault.path.read_bytes() == before
    assert take_data(vault, file, dry=False) == would


def test_an_id_that_is_another_thing_here(vault: Vault, source: Vault) -> None:
    """An id that a record has there and an entry has here is left alone."""
    here = vault.entries.add(made("here"))
    file = json.loads(exported(source))
    file["records"][0]["id"] = here.id
    report = take_data(vault, read_json(json.dumps(file)), dry=False)
    assert counts(report)["records"] == {DIFFERENT: 1}


def test_entries_come_after_those_of_their_minute(vault: Vault, source: Vault) -> None:
    """What is here comes before what comes in, within a minute; and the index finds what came in."""
    vault.entries.add(made("here"))
    into(vault, source)
    assert [entry.content.text for entry in vault.entries.each()] == ["plain", "second", "here"]
    assert vault.entries.put_back(source.entries.trash()[0].entry.id).content.text == "thrown away"
    assert next(vault.entries.each()).content.text == "thrown away"
    vault.entries.add(made("later"))
    assert next(vault.entries.each()).content.text == "later"


def test_homework_whose_stage_is_not_agreed_here_is_paused(vault: Vault, source: Vault) -> None:
    """An agreement that was taken back here isn't undone by data that has it, nor is homework open because of it."""
    source.agreements.add(StageAgreement(stage=Stage.GENITALS_INCLUDED, agreed_on=DAY))
    into(vault, source)
    vault.agreements.take_back(Stage.GENITALS_INCLUDED)
    task = Assignment(title="x", kind=Kind.SENSATE_FOCUS, rules=RuleSet(), stage=Stage.GENITALS_INCLUDED)
    source.assignments.add(task)
    report = into(vault, source)
    assert report.paused == 1
    assert [one.content.state for one in vault.assignments.list()] == [State.PAUSED]


Alter = Callable[[dict[str, Any]], object]

CHANGES: dict[str, tuple[Alter, str]] = {
    "versions out of order": (lambda file: file["entries"][1]["history"][0].update(version=2), "versions of entries"),
    "a version of a record": (lambda file: file["records"][0]["history"][0].update(version=9), "versions of records"),
    "a version without end": (lambda file: file["entries"][0].update(version=2**70), "versions of entries"),
    "history of a first version": (lambda file: file["entries"][1].update(version=1), "versions of entries"),
    "another creation": (
        lambda file: file["records"][0]["history"][0].update(created="2020-01-01T00:00:00Z"),
        "weren't created at the same time",
    ),
    "too many minutes": (lambda file: file["entries"][0]["content"].update(minutes=9999), r"at entries\[0\]: Minutes"),
    "a rating without end": (
        lambda file: file["entries"][0]["content"].update(
            ratings=[{"scale": "own", "moment": "once", "value": 2**70}]
        ),
        r"a number at entries\[0\] is too high",
    ),
    "a number of a draft without end": (
        lambda file: file["drafts"][0]["content"].update(minutes=2**70),
        r"a number at drafts\[0\] is too high",
    ),
    "a goal beyond ten": (lambda file: file["records"][0]["content"].update(baseline=11), r"at records\[0\]"),
    "a draft twice": (lambda file: file["drafts"].append(file["drafts"][0]), "an id is in it twice"),
    "somebody twice": (lambda file: file["people"].append(file["people"][0] | {"nickname": "SAM"}), "somebody"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_no_journal_can_hold(vault: Vault, source: Vault, change: str) -> None:
    """Data that was changed by hand to what no journal holds is refused by its place, and nothing comes in."""
    alter, message = CHANGES[change]
    file = json.loads(exported(source))
    alter(file)
    before = exported(vault)
    with pytest.raises(BadInput, match=message):
        take_data(vault, read_json(json.dumps(file)), dry=False)
    assert exported(vault) == before


def test_no_file_releases_what_is_written_later(vault: Vault, source: Vault) -> None:
    """Names of fields that hold nothing, or that may never leave, aren't shared by data that says so."""
    file = json.loads(exported(source))
    # The plain entry has no topic yet.
    file["entries"][0]["content"]["sharing"] = {"therapist": ["mood", "rehearsal", "text", "topic"]}
    take_data(vault, read_json(json.dumps(file)), dry=False)
    entry = vault.entries.get(file["entries"][0]["id"])
    assert entry.content.sharing == Sharing(therapist=frozenset({"text"}))
    edited = vault.entries.edit(entry.id, replace(entry.content, topic="later"))
    assert edited.content.sharing == Sharing(therapist=frozenset({"text"}))


def test_an_error_halfway_leaves_nothing(vault: Vault, source: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong while things come in, none of them is there afterwards."""
    before = exported(vault)

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(vault.drafts, "take", broken)
    with pytest.raises(RuntimeError):
        into(vault, source)
    assert exported(vault) == before


def foreign(*texts: str, form: str = "jrnl", name: str = "") -> Gathered:
    """Entries of another program."""
    found = Gathered(form, Options(date=DAY))
    for text in texts:
        found.add("Line 1", When(DAY, dt.time(9, 30)), text, tags=("calm",), name=name)
    return found


def test_entries_of_another_program(vault: Vault) -> None:
    """They are reflections made now, in the order they had; a second time they are known, changed here or not."""
    report = take_entries(vault, foreign("one", "two", "one"), dry=False)
    assert counts(report) == {"entries": {NEW: 3}}
    entries = list(vault.entries.each())
    assert [entry.content.text for entry in entries] == ["one", "two", "one"]
    assert {(entry.version, entry.created, entry.updated) for entry in entries} == {(1, NOW, NOW)}
    vault.entries.edit(entries[0].id, replace(entries[0].content, text="changed", flagged=True))
    vault.entries.share(entries[1].id, Sharing(therapist=frozenset({"text"})))
    vault.entries.move_to_trash(entries[2].id)
    assert counts(take_entries(vault, foreign("one", "two", "one"), dry=False)) == {"entries": {KNOWN: 3}}
    vault.entries.purge(entries[2].id)
    assert counts(take_entries(vault, foreign("one", "two", "one"), dry=False)) == {"entries": {KNOWN: 2, PURGED: 1}}
    assert counts(take_entries(vault, foreign("one", form="csv"), dry=False)) == {"entries": {NEW: 1}}


def test_an_entry_that_was_changed_in_the_other_program(vault: Vault) -> None:
    """An entry known by a name of its own stays as it is here, and it is said that there is another version."""
    take_entries(vault, foreign("one", name="A"), dry=False)
    assert counts(take_entries(vault, foreign("two", name="A"), dry=False)) == {"entries": {DIFFERENT: 1}}
    assert [entry.content.text for entry in vault.entries.each()] == ["one"]


def test_progress_is_told(vault: Vault, source: Vault) -> None:
    """Whoever wants to hear how far it is, is told of each thing."""
    told: list[tuple[int, int]] = []
    take_data(vault, read_json(exported(source)), dry=True, progress=lambda *how: told.append(how))
    assert told == [(done, 9) for done in range(9)]
