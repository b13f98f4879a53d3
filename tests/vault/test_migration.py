"""A journal of the first version of the file, brought up to date with everything in it."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from journal.model.codec import to_document, to_json
from journal.model.entry import EntryContent, Kind, Outcome
from journal.model.homework import Assignment
from journal.model.query import Query, Words
from journal.model.rating import Moment, Rating
from journal.vault import schema, search
from journal.vault.connection import Connection
from journal.vault.files import read_salt
from journal.vault.key import SALT_BYTES, derive_key
from journal.vault.position import date_of
from journal.vault.rows import COLUMNS
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.making import DAY, made
from tests.markers import marked

HOMEWORK = "0190aaaa-0000-7000-8000-000000000001"
RATINGS = (
    Rating("tension", Moment.BEFORE, 6),
    Rating("tension", Moment.AFTER, 2),
    Rating("attention", Moment.ONCE, 3),
    Rating("a_scale_of_my_own", Moment.ONCE, 70),
)
KEPT = made("calm breath", outcome=Outcome.DONE, ratings=RATINGS, assignment=HOMEWORK, tags=("evening",))
TRASHED = made("in the trash", ratings=(Rating("comfort", Moment.ONCE, 5),), assignment=HOMEWORK)
DRAFTED = made("half a thought", kind=Kind.SENSATE_FOCUS)


def _draft(connection: Connection, name: str, content: EntryContent, edits: str, unread: dict[str, str]) -> None:
    # The form of a draft as the first version wrote it.
    form = {"content": to_document(content), "entry": edits, "unread": unread}
    connection.run("INSERT INTO draft (id, form, updated) VALUES (?, ?, ?)", (name, to_json(form), NOW.isoformat()))


def copy_to_first(present: Connection, first: Connection) -> None:
    """Entries as the first version kept them, each with its words in the index."""
    for table, more in (("entry", ", position"), ("entry_version", ""), ("trash", ", position, deleted")):
        for row in present.rows(f"SELECT {COLUMNS}{more} FROM {table}"):
            first.run(f"INSERT INTO {table} ({COLUMNS}{more}) VALUES ({', '.join('?' * len(row))})", row)
    for position, words, facts in first.rows("SELECT position, words, facts FROM entry"):
        search.index(first, position, msgspec.json.decode(words), msgspec.json.decode(facts))


@pytest.fixture
def first(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file of version 1, with entries of every kind, one of them edited, one in the trash, and two drafts."""
    path.parent.mkdir(mode=0o700)
    path.touch(mode=0o600)
    connection = Connection(path, derive_key(PASSPHRASE, os.urandom(SALT_BYTES)))
    with monkeypatch.context() as then:
        only = schema._migrations()[:1]
        then.setattr(schema, "_migrations", lambda: only)
        schema.apply(connection)
    present = new_vault(path.with_name("present.db"), clock=lambda: NOW)
    kept = present.entries.add(replace(KEPT, text="before", ratings=RATINGS[:1]))
    present.entries.edit(kept.id, KEPT)
    present.entries.move_to_trash(present.entries.add(TRASHED).id)
    for kind in Kind:
        present.entries.add(marked(kind)[0])
    with connection.atomic():
        copy_to_first(present._connection, connection)
        _draft(connection, "new", DRAFTED, "", {"minutes": "1O"})
        _draft(connection, "edit", KEPT, kept.id, {})
    present.close()
    assert connection.row("PRAGMA user_version") == (1,)
    assert not connection.rows("SELECT 1 FROM sqlite_master WHERE name = 'record'")
    connection.close()
    yield path


@pytest.fixture
def migrated(first: Path) -> Iterator[Vault]:
    """The same file, opened by this version."""
    vault = Vault.open(first, PASSPHRASE, clock=lambda: NOW)
    yield vault
    vault.close()


def _kept(vault: Vault) -> str:
    return vault.entries.page(Query(words=(Words("calm"),))).entries[0].id


def test_entries_with_history_and_trash_are_as_they_were(migrated: Vault) -> None:
    """Every field of every kind, the version before and what lies in the trash come through, to be found again."""
    kept = migrated.entries.get(_kept(migrated))
    assert (kept.content, kept.version, kept.created) == (KEPT, 2, NOW)
    assert [entry.content.text for entry in migrated.entries.history(kept.id)] == ["before"]
    assert {entry.content for entry in migrated.entries.each()} == {KEPT, *(marked(kind)[0] for kind in Kind)}
    (trashed,) = migrated.entries.trash()
    assert migrated.entries.put_back(trashed.entry.id).content == TRASHED


def test_ratings_can_be_plotted(migrated: Vault) -> None:
    """The ratings of entries that were there already are in the index of ratings; those in the trash are not."""
    shown = {scale: migrated.statistics.rated(scale) for scale in migrated.statistics.scales()}
    for kind in Kind:
        shown.pop(marked(kind)[1]["scale"])
    (place,) = shown["tension"].places
    assert date_of(place) == DAY
    assert {scale: ratings.values for scale, ratings in shown.items()} == {
        "tension": {Moment.AFTER: {place: 2}, Moment.BEFORE: {place: 6}},
        "attention": {Moment.ONCE: {place: 3}},
        "a_scale_of_my_own": {Moment.ONCE: {place: 70}},
    }


def test_homework_finds_its_entries(migrated: Vault) -> None:
    """An entry that named an assignment is one of its occasions, and one in the trash is again once it is put back."""
    (occasion,) = migrated.assignments.occasions()[HOMEWORK]
    assert (occasion.entry, occasion.date, occasion.outcome) == (_kept(migrated), DAY, Outcome.DONE)
    (trashed,) = migrated.entries.trash()
    migrated.entries.put_back(trashed.entry.id)
    assert len(migrated.assignments.occasions()[HOMEWORK]) == 2


def test_drafts_go_on(migrated: Vault) -> None:
    """Drafts of new entries and of edits are there, with what could not be read, and go when they are saved."""
    drafts = {draft.id: draft for draft in migrated.drafts.list()}
    assert (drafts["new"].content, drafts["new"].edits, drafts["new"].unread) == (DRAFTED, "", {"minutes": "1O"})
    assert migrated.drafts.of_edit(_kept(migrated)) == drafts["edit"]
    migrated.entries.edit(_kept(migrated), replace(KEPT, text="after"), from_draft="edit")
    migrated.entries.add(DRAFTED, from_draft="new")
    assert migrated.drafts.list() == ()


def test_the_index_of_ratings_goes_on(migrated: Vault) -> None:
    """Editing and deleting an entry from before changes what is plotted, as for any other entry."""
    kept = _kept(migrated)
    migrated.entries.edit(kept, replace(KEPT, ratings=(Rating("tension", Moment.BEFORE, 1),)))
    assert [list(values.values()) for values in migrated.statistics.rated("tension").values.values()] == [[1]]
    migrated.entries.move_to_trash(kept)
    assert migrated.statistics.rated("tension").places == ()
    assert HOMEWORK not in migrated.assignments.occasions()


def test_records_can_be_kept(migrated: Vault) -> None:
    """Homework is kept in the file like in a new one, which has the same schema to the letter."""
    record = migrated.assignments.add(Assignment(title="Back and arms"))
    assert migrated.assignments.get(record.id) == record
    new = migrated.path.with_name("new.db")
    Vault.create(new, PASSPHRASE).close()
    assert _schema(new) == _schema(migrated.path)


def test_a_purge_leaves_no_rating(first: Path) -> None:
    """An entry from before that is deleted for good takes its ratings and its homework along."""
    vault = Vault.open(first, PASSPHRASE)
    kept = _kept(vault)
    vault.entries.move_to_trash(kept)
    vault.entries.purge(kept)
    assert HOMEWORK not in vault.assignments.occasions()
    assert "attention" not in vault.statistics.scales()
    vault.close()


def _schema(path: Path) -> list[tuple[str, str]]:
    connection = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
    found = connection.rows("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    connection.close()
    return [(name, sql) for name, sql in found]
