"""Saving, finding, editing and deleting entries."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given

from journal.errors import BadInput, JournalError, NotFound
from journal.model.entry import EntryContent, Kind
from journal.model.query import Query, Words
from journal.model.rating import Moment, Rating
from journal.vault.position import position_of
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.hostile import HOSTILE_TEXTS
from tests.journals import new_vault
from tests.making import DAY, made
from tests.markers import marked
from tests.strategies import contents

MINUTE = dt.time(21, 30)


@pytest.fixture
def second(path: Path, vault: Vault) -> Iterator[Vault]:
    """The same journal, open a second time."""
    opened = Vault.open(vault.path, PASSPHRASE, clock=lambda: NOW)
    yield opened
    opened.close()


def _texts(vault: Vault, query: Query = Query()) -> list[str]:
    return [entry.content.text for entry in vault.entries.each(query)]


@pytest.fixture(scope="module")
def any_vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """One journal for every generated entry."""
    vault = new_vault(tmp_path_factory.mktemp("any") / "journal.db")
    yield vault
    vault.close()


@given(contents())
def test_every_entry_is_kept_exactly(any_vault: Vault, content: EntryContent) -> None:
    """Every field of every kind comes back as it was written, hostile text included."""
    entry = any_vault.entries.add(content)
    assert any_vault.entries.get(entry.id) == entry
    assert entry.content == content


@pytest.mark.parametrize("kind", Kind)
def test_an_entry_with_nothing_in_it_is_whole(vault: Vault, kind: Kind) -> None:
    """Every field can be skipped."""
    entry = vault.entries.add(made(kind=kind))
    assert _texts(vault) == [""]
    assert vault.entries.get(entry.id).content == made(kind=kind)


def test_newest_first(vault: Vault) -> None:
    """Entries are in the order of their chosen date and time, whenever they were written; without a time, midnight."""
    for text, date, time in [
        ("far future", dt.date(9999, 12, 31), dt.time(23, 59)),
        ("no time", DAY, None),
        ("evening", DAY, MINUTE),
        ("first of all", dt.date(1, 1, 1), None),
        ("morning", DAY, dt.time(7, 0)),
        ("day before", DAY - dt.timedelta(days=1), dt.time(23, 59)),
        ("evening too", DAY, MINUTE),
        ("midnight", DAY, dt.time(0, 0)),
    ]:
        vault.entries.add(made(text, date=date, time=time))
    assert _texts(vault) == [
        "far future", "evening too", "evening", "morning", "midnight", "no time", "day before", "first of all",
    ]  # fmt: skip


def test_positions_fit_the_file() -> None:
    """The places of the first and the last minute of all are whole numbers that SQLite can hold."""
    first = position_of(made(date=dt.date(1, 1, 1)).when)
    last = position_of(made(date=dt.date(9999, 12, 31), time=dt.time(23, 59)).when)
    assert 0 < first < last < last + (1 << 30) < 1 << 63


def test_an_edit_keeps_what_was_before(vault: Vault) -> None:
    """Each edit is a new version, earlier ones stay, and the same content again is no edit."""
    entry = vault.entries.add(made("one"))
    assert vault.entries.edit(entry.id, made("one")) == entry
    for text in ("two", "three"):
        vault.entries.edit(entry.id, made(text))
    now = vault.entries.get(entry.id)
    assert (now.version, now.content.text) == (3, "three")
    assert [(e.version, e.content.text) for e in vault.entries.history(entry.id)] == [(2, "two"), (1, "one")]
    assert vault.entries.history(entry.id)[1] == entry


def test_a_restored_version_is_a_new_one(vault: Vault) -> None:
    """Restoring loses no version, and restores the date and the kind with the text."""
    entry = vault.entries.add(made("one", kind=Kind.EDUCATION, date=DAY, own={"takeaway": "an idea"}))
    vault.entries.edit(entry.id, made("two", date=dt.date(2026, 1, 1)))
    restored = vault.entries.restore(entry.id, 1)
    assert (restored.version, restored.content) == (3, entry.content)
    assert [e.version for e in vault.entries.history(entry.id)] == [2, 1]
    for version in (0, 3, 4, 10**30):
        with pytest.raises(NotFound, match="no such version"):
            vault.entries.restore(entry.id, version)


def test_instants(path: Path) -> None:
    """The instants of creation and change are in UTC, whatever zone the clock tells them in."""
    clock = [NOW]
    vault = new_vault(path, clock=lambda: clock[0])
    entry = vault.entries.add(made("one"))
    clock[0] = dt.datetime(2026, 5, 18, 1, 0, 0, 5, tzinfo=dt.timezone(dt.timedelta(hours=-10)))
    vault.entries.edit(entry.id, made("two"))
    kept = vault.entries.get(entry.id)
    assert (kept.created, kept.updated) == (NOW, clock[0])
    assert (kept.created.utcoffset(), kept.updated.utcoffset()) == (dt.timedelta(0), dt.timedelta(0))
    vault.entries.move_to_trash(entry.id)
    assert vault.entries.trash()[0].deleted == clock[0]
    vault.close()


def test_an_edit_in_the_same_minute_keeps_its_place(vault: Vault) -> None:
    """Correcting a word moves an entry past no other of its day."""
    ids = [vault.entries.add(made(text)).id for text in ("first", "second", "third")]
    vault.entries.edit(ids[1], made("second, corrected"))
    assert _texts(vault) == ["third", "second, corrected", "first"]
    vault.entries.edit(ids[0], made("first", time=MINUTE))
    assert _texts(vault) == ["first", "third", "second, corrected"]


def test_undo_of_deleting_brings_an_entry_back_to_its_place(vault: Vault) -> None:
    """An entry that is put back is between the same two as before, unless its place was taken."""
    ids = [vault.entries.add(made(text)).id for text in ("first", "second", "third")]
    vault.entries.move_to_trash(ids[1])
    assert _texts(vault) == ["third", "first"]
    vault.entries.put_back(ids[1])
    assert _texts(vault) == ["third", "second", "first"]
    vault.entries.move_to_trash(ids[2])
    vault.entries.add(made("fourth"))
    vault.entries.put_back(ids[2])
    assert _texts(vault) == ["third", "fourth", "second", "first"]


def test_trash_keeps_everything(vault: Vault) -> None:
    """An entry comes out of the trash as it went in, with its versions, and is in no list meanwhile."""
    content, _ = marked(Kind.SENSATE_FOCUS)
    entry = vault.entries.add(made("before"))
    entry = vault.entries.edit(entry.id, content)
    vault.entries.move_to_trash(entry.id)
    assert (vault.entries.count(), vault.entries.tags()) == (0, ())
    assert [one.entry for one in vault.entries.trash()] == [entry]
    for job in (vault.entries.get, vault.entries.move_to_trash):
        with pytest.raises(NotFound):
            job(entry.id)
    with pytest.raises(NotFound):
        vault.entries.edit(entry.id, content)
    assert len(vault.entries.history(entry.id)) == 1
    assert vault.entries.put_back(entry.id) == entry
    assert vault.entries.get(entry.id) == entry
    assert len(vault.entries.history(entry.id)) == 1


def test_the_trash_has_the_latest_first(path: Path) -> None:
    """What was deleted last is first in the trash."""
    clock = [NOW]
    vault = new_vault(path, clock=lambda: clock[0])
    for text in ("one", "two", "three"):
        clock[0] += dt.timedelta(microseconds=1)
        vault.entries.move_to_trash(vault.entries.add(made(text)).id)
    assert [one.entry.content.text for one in vault.entries.trash()] == ["three", "two", "one"]
    vault.close()


def test_find_by_the_end_of_an_id(vault: Vault) -> None:
    """An entry is found by its id or by its end, in any capitals; one that fits several finds none."""
    entry = vault.entries.add(made("calm"))
    for typed in (entry.id, entry.id.upper(), f" {entry.id[-8:]} ", entry.id[-4:], entry.id[-13:]):
        assert vault.entries.find(typed) == entry
    with pytest.raises(NotFound, match="No entry has"):
        vault.entries.find("0" * 8 if entry.id[-8:] != "0" * 8 else "1" * 8)
    for typed in ("", "%", "____", "%%%%", "abc", "zzzz", "'; --", entry.id[-3:], "x" * 36, "-" * 4, "\ud800abc"):
        with pytest.raises(NotFound):
            vault.entries.find(typed)


def test_find_refuses_to_guess(vault: Vault) -> None:
    """Where several ids end alike, none is chosen."""
    endings: dict[str, int] = {}
    while max(endings.values(), default=0) < 2:
        with vault.atomic():
            for _ in range(200):
                ending = vault.entries.add(made()).id[-4:]
                endings[ending] = endings.get(ending, 0) + 1
    double = next(ending for ending, number in endings.items() if number == 2)
    with pytest.raises(NotFound, match="Several entries have"):
        vault.entries.find(double)


def test_tags_in_use(vault: Vault) -> None:
    """Tags of every script are listed once each, in the order of their letters, and only while an entry has them."""
    for tags in (
        ("zeit", "Évora", "evening"),
        ("Abend", "evening"),
        ("夜", "öl", "#"),
        ("Ärger", "a b", "a,b", "'\"%"),
    ):
        entry = vault.entries.add(made(tags=tags))
    listed = vault.entries.tags()
    assert set(listed) == {"zeit", "Évora", "evening", "Abend", "夜", "öl", "#", "Ärger", "a b", "a,b", "'\"%"}
    assert list(listed) == sorted(listed, key=str.casefold)
    vault.entries.edit(entry.id, made())
    assert "Ärger" not in vault.entries.tags()


def test_a_broken_character_is_refused_before_anything_is_saved(vault: Vault) -> None:
    """Text that no file can hold is refused without being quoted, wherever it stands, and nothing changes."""
    entry = vault.entries.add(made("whole"))
    broken = "kjzq\ud800"
    for content in (
        made(broken),
        made(tags=(broken,)),
        made(zone=broken),
        made(own={"mood": broken}),
        made(ratings=(Rating(broken, Moment.ONCE, 1),)),
    ):
        for save in (vault.entries.add, partial(vault.entries.edit, entry.id), vault.drafts.save):
            with pytest.raises(BadInput) as problem:
                save(content)
            assert "kjzq" not in repr(problem.value)
    assert _texts(vault) == ["whole"]
    assert vault.drafts.list() == ()


LONG = {
    "one line of 200 KB": "w" * 200_000,
    "one line of words": "calm breath " * 17_000,
    "five megabytes": "słowo i oddech\n" * 330_000,
    "a line without a blank": "日本" * 150_000,
}


@pytest.mark.parametrize("name", LONG)
def test_very_long_text(path: Path, vault: Vault, name: str) -> None:
    """A very long text is kept exactly, found, edited, deleted and put back, and the file is sound afterwards."""
    content = made(LONG[name] + " endword", tags=("kept",))
    entry = vault.entries.add(content)
    vault.close()
    vault = Vault.open(path, PASSPHRASE)
    assert vault.entries.get(entry.id).content == content
    beginning = Words(LONG[name][:50].split()[0], prefix=True)
    for query in (Query(words=(beginning,)), _words("endword"), _words("kept")):
        assert vault.entries.count(query) == 1
    vault.entries.edit(entry.id, made("short"))
    assert vault.entries.count(_words("endword")) == 0
    vault.entries.restore(entry.id, 1)
    vault.entries.move_to_trash(entry.id)
    assert vault.entries.count(_words("endword")) == 0
    vault.entries.put_back(entry.id)
    assert vault.entries.count(_words("endword")) == 1
    assert vault._connection.rows("PRAGMA integrity_check") == [("ok",)]
    vault.close()


def _words(text: str) -> Query:
    return Query(words=(Words(text),))


@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, "\0", "calm\0warm", "\0" * 1000, "\ufeff", "\ue000", "\U0010ffff"])
def test_hostile_text_in_every_field(vault: Vault, text: str) -> None:
    """Hostile text in any field is kept exactly, and its entry is edited, deleted and found by its other words."""
    own = {"skill": text, "wanted_to_ask": text, "words_used": text, "rehearsal": text}
    content = made(
        text + " otherword", kind=Kind.COMMUNICATION, own=own, topic=text, tags=(text, "kept"), people=(text,), zone="z"
    )
    entry = vault.entries.add(content)
    assert vault.entries.get(entry.id).content == content
    for query in (_words("otherword"), Query(tags=("kept",)), Query(tags=(text,)), Query(people=(text,))):
        assert vault.entries.count(query) == 1
    changed = replace(content, text="another")
    vault.entries.edit(entry.id, changed)
    assert vault.entries.count(_words("otherword")) == 0
    assert vault.entries.history(entry.id)[0].content == content
    vault.entries.move_to_trash(entry.id)
    assert vault.entries.trash()[0].entry.content == changed
    assert vault._connection.rows("SELECT * FROM entry_label") == []
    vault.entries.purge(entry.id)
    assert vault._connection.rows("PRAGMA integrity_check") == [("ok",)]


def test_each_while_writing(vault: Vault) -> None:
    """Changes made while a list is read disturb neither: what was there is seen once, and every change is kept."""
    dates = [DAY - dt.timedelta(days=number) for number in range(60)]
    for date in dates:
        vault.entries.add(made("calm", date=date))
    seen = []
    for number, entry in enumerate(vault.entries.each()):
        seen.append(entry.content.when.date)
        if number % 10 == 0:
            vault.entries.edit(entry.id, made("edited", date=entry.content.when.date))
        if number % 10 == 1:
            vault.entries.add(made("new", date=DAY + dt.timedelta(days=1)))
        if number % 10 == 2:
            vault.entries.move_to_trash(entry.id)
        if number == 33:
            with pytest.raises(KeyError), vault.atomic():
                vault.entries.add(made("undone"))
                raise KeyError
    assert seen == dates
    texts = _texts(vault)
    assert (texts.count("edited"), texts.count("new"), texts.count("calm")) == (6, 6, 48)
    assert "undone" not in texts


def test_a_list_left_half_way_is_in_nobodys_way(vault: Vault, second: Vault) -> None:
    """A list that is not read to its end stops no other program from saving once it is let go."""
    for number in range(5):
        vault.entries.add(made(str(number)))
    entries = vault.entries.each()
    next(entries)
    del entries
    second.entries.add(made("saved"))
    assert "saved" in _texts(vault)


def test_two_programs_edit_one_entry(vault: Vault, second: Vault) -> None:
    """Edits of one entry from two programs are both kept, the later as the present one."""
    entry = vault.entries.add(made("one"))
    assert second.entries.get(entry.id) == entry
    vault.entries.edit(entry.id, made("from the first"))
    second.entries.edit(entry.id, made("from the second"))
    assert vault.entries.get(entry.id).content.text == "from the second"
    assert [e.content.text for e in vault.entries.history(entry.id)] == ["from the first", "one"]


def test_one_program_deletes_what_another_edits(vault: Vault, second: Vault) -> None:
    """An edit of an entry that was deleted meanwhile is refused, and what was deleted is kept in the trash."""
    entry = vault.entries.add(made("one"))
    vault.entries.move_to_trash(entry.id)
    with pytest.raises(NotFound):
        second.entries.edit(entry.id, made("two"))
    assert [one.entry for one in second.entries.trash()] == [entry]


def test_everything_in_a_block_or_nothing(vault: Vault) -> None:
    """Several changes in one block are undone together, the search index included."""
    kept = vault.entries.add(made("kept"))
    with pytest.raises(KeyError), vault.atomic():
        vault.entries.add(made("undone"))
        vault.entries.edit(kept.id, made("undone"))
        vault.entries.move_to_trash(kept.id)
        vault.drafts.save(made("undone"))
        raise KeyError
    assert _texts(vault) == ["kept"]
    assert vault.entries.count(_words("undone")) == 0
    assert vault.entries.count(_words("kept")) == 1
    assert (vault.entries.trash(), vault.drafts.list(), vault.entries.history(kept.id)) == ((), (), ())


def test_an_entry_is_replaced_and_never_updated(vault: Vault) -> None:
    """The file itself refuses an update of an entry, since the index could not follow it."""
    vault.entries.add(made("calm"))
    with pytest.raises(JournalError, match="SQLITE_CONSTRAINT"):
        vault._connection.run("UPDATE entry SET words = '{}'")
    assert _texts(vault) == ["calm"]


@pytest.mark.parametrize(
    "beyond",
    [
        made("x", minutes=1441),
        made("x", minutes=-1),
        made("x", ratings=(Rating("tension", Moment.BEFORE, 11),)),
        made("x", ratings=(Rating("attention", Moment.ONCE, -1),)),
    ],
)
def test_numbers_have_their_limits(vault: Vault, beyond: EntryContent) -> None:
    """A number outside its field, and a rating outside a scale of the program, is refused; nothing is changed."""
    kept = vault.entries.add(made("y"))
    for save in (partial(vault.entries.add, beyond), partial(vault.entries.edit, kept.id, beyond)):
        with pytest.raises(BadInput):
            save()
    assert list(vault.entries.each()) == [kept]
