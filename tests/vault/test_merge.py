"""Merging another copy: what it does to what is there, what is refused, and what a kill leaves."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from journal.errors import (
    BadInput,
    Damaged,
    JournalError,
    JournalInUse,
    NewerVersion,
    NoJournal,
    NotWritable,
    WrongPassphrase,
)
from journal.model.entry import Sharing
from journal.model.query import Query, Words
from journal.vault import raw_copy
from journal.vault.check import check
from journal.vault.merge import source
from journal.vault.merge.conflicts import conflict_copies, remove
from journal.vault.merge.merging import merge
from journal.vault.people import Person
from journal.vault.settings import Preferences
from journal.vault.stopping import Stopped, stoppable
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.copies import Ticking, copied, state
from tests.journals import new_vault
from tests.making import made


@pytest.fixture
def clock() -> Ticking:
    """A clock that goes on."""
    return Ticking()


@pytest.fixture
def pair(path: Path, clock: Ticking) -> Iterator[tuple[Vault, Vault]]:
    """Two copies of a journal with one entry."""
    mine = new_vault(path, clock=clock)
    mine.entries.add(made("calm", topic="ease"))
    yours = copied(mine, "other.db", clock)
    yield mine, yours
    yours.close()
    mine.close()


def _only(vault: Vault) -> str:
    (entry,) = vault.entries.each()
    return entry.id


def test_both_versions_are_in_the_history(pair: tuple[Vault, Vault]) -> None:
    """Of an entry that was changed in both, the later version is present; words of either find what has them."""
    mine, yours = pair
    one = _only(mine)
    mine.entries.edit(one, made("calm here"))
    yours.entries.edit(one, made("calm there"))
    assert merge(mine, yours.path).lines == ("1 version was added to what was here.",)
    assert mine.entries.get(one).content.text == "calm there"
    assert [entry.content.text for entry in mine.entries.history(one)] == ["calm here", "calm"]
    assert mine.entries.count(Query(words=(Words("there"),))) == 1
    assert mine.entries.count(Query(words=(Words("here"),))) == 0
    assert [entry.version for entry in mine.entries.history(one)] == [2, 1]


def test_a_deletion_beats_an_older_edit(pair: tuple[Vault, Vault]) -> None:
    """What was deleted for good stays so, unless it was edited later; that version alone is kept then."""
    mine, yours = pair
    one = _only(mine)
    yours.entries.edit(one, made("before the deletion"))
    mine.entries.move_to_trash(one)
    mine.entries.purge(one)
    assert merge(mine, yours.path).lines == ()
    assert not list(mine.entries.each())
    yours.entries.edit(one, made("after it"))
    assert merge(mine, yours.path).lines == ("1 entry came in.",)
    assert [entry.content.text for entry in mine.entries.each()] == ["after it"]
    assert mine.entries.history(one) == ()
    mine.entries.move_to_trash(one)
    mine.entries.purge(one)
    assert merge(yours, mine.path).purged == 1


def test_the_trash_and_the_way_back(pair: tuple[Vault, Vault]) -> None:
    """The later of being put in the trash, put back and edited decides where an entry is."""
    mine, yours = pair
    one = _only(mine)
    mine.entries.move_to_trash(one)
    assert merge(yours, mine.path).lines == ("1 thing went to the trash.",)
    yours.entries.put_back(one)
    assert merge(mine, yours.path).lines == ("1 thing came back from the trash.",)
    mine.entries.move_to_trash(one)
    yours.entries.edit(one, made("edited later"))
    assert merge(mine, yours.path).returned == 1
    assert mine.entries.get(one).content.text == "edited later"


def test_what_was_taken_back_stays_private(pair: tuple[Vault, Vault]) -> None:
    """The later choice of what is shared holds, whichever copy has the later version."""
    mine, yours = pair
    one = _only(mine)
    yours.entries.share(one, Sharing(therapist=frozenset({"topic"})))
    merge(mine, yours.path)
    assert mine.entries.get(one).content.sharing.therapist == {"topic"}
    mine.entries.share(one, Sharing())
    yours.entries.edit(one, replace(yours.entries.get(one).content, text="calmer"))
    merge(mine, yours.path)
    assert mine.entries.get(one).content.text == "calmer"
    assert mine.entries.get(one).content.sharing == Sharing()
    assert mine.entries.count(Query(shared=True)) == 0


def test_a_draft_that_was_written_on_in_both_is_two(path: Path, clock: Ticking) -> None:
    """Neither text is lost; an older state of the same draft is no draft of its own, nor one that was saved."""
    mine = new_vault(path, clock=clock)
    draft = mine.drafts.save(made("begun"))
    yours = copied(mine, "other.db", clock)
    mine.drafts.save(made("begun, on here"), draft_id=draft.id)
    merge(yours, mine.path)
    assert [one.content for one in yours.drafts.list()] == [made("begun, on here")]
    mine.drafts.save(made("here"), draft_id=draft.id)
    yours.drafts.save(made("there"), draft_id=draft.id)
    assert merge(mine, yours.path).lines == ("1 draft came in.",)
    assert [one.content for one in mine.drafts.list()] == [made("there"), made("here")]
    mine.entries.add(made("there, whole"), from_draft=draft.id)
    assert merge(mine, yours.path).lines == ()
    assert [one.content for one in mine.drafts.list()] == [made("here")]
    yours.close()
    mine.close()


def test_a_draft_that_is_open_while_another_is_merged_leaves_that_alone(path: Path, clock: Ticking) -> None:
    """Who writes on goes on with what was written here, and saves or discards that; the state that came in stays."""
    mine = new_vault(path, clock=clock)
    begun = mine.drafts.save(made("begun"))
    with closing(copied(mine, "other.db", clock)) as yours:
        open_here = mine.drafts.save(made("here"), draft_id=begun.id, over=begun.updated)
        yours.drafts.save(made("there"), draft_id=begun.id, over=begun.updated)
        merge(mine, yours.path)
        mine.drafts.discard(mine.drafts.id_of(begun.id, begun.updated))  # a state that is over is none any more
        on = mine.drafts.save(made("here, on"), draft_id=open_here.id, over=open_here.updated)
        assert [one.content for one in mine.drafts.list()] == [made("here, on"), made("there")]
        on = mine.drafts.save(made("here, and on"), draft_id=on.id, over=on.updated)
        assert merge(mine, yours.path).lines == ()
        assert [one.content for one in mine.drafts.list()] == [made("here, and on"), made("there")]
        merge(yours, mine.path)
        assert yours.drafts.list() == mine.drafts.list()
        again = mine.drafts.save(made("a last word"), draft_id=on.id, over=begun.updated)  # of what is no draft
        assert len(mine.drafts.list()) == 3
        mine.entries.add(made("whole"), from_draft=mine.drafts.id_of(again.id, again.updated))
        assert mine.drafts.list() == yours.drafts.list()
    mine.close()


def test_people_and_settings(pair: tuple[Vault, Vault]) -> None:
    """Names that are kept out are put together, the later alias and setting hold, and who was removed stays so."""
    mine, yours = pair
    mine.people.add(Person("Sam", alias="S.", kept_out=("Jo",)))
    yours.people.add(Person("sam", alias="Partner", kept_out=("Kim",)))
    yours.people.add(Person("Robin", is_self=True))
    mine.settings.set(Preferences(lock_minutes=4, words={"chest": "one"}))
    yours.settings.set(Preferences(lock_minutes=5, words={"genitals": "two"}))
    merge(mine, yours.path)
    assert mine.people.list() == (
        Person("Robin", is_self=True),
        Person("sam", alias="Partner", kept_out=("Jo", "Kim")),
    )
    assert mine.settings.get() == Preferences(lock_minutes=5, words={"chest": "one", "genitals": "two"})
    mine.people.remove("Robin")
    assert merge(mine, yours.path).lines == ()
    assert [row for row in mine._connection.rows("SELECT digest FROM person_removed") if "obin" in row[0]] == []


def test_a_copy_from_before_a_new_schema(first_of_three: Path, clock: Ticking) -> None:
    """Two copies of a file that an earlier version made are brought up to date apart, and known as copies."""
    other = first_of_three.with_name("other.db")
    shutil.copyfile(first_of_three, other)
    mine = Vault.open(first_of_three, PASSPHRASE, clock=clock)
    before = other.read_bytes()
    assert merge(mine, other).lines == ()
    assert other.read_bytes() == before
    mine.close()


@pytest.fixture
def first_of_three(path: Path) -> Path:
    """A file of number 3, with nothing in it."""
    from journal.vault import schema
    from journal.vault.connection import Connection
    from journal.vault.key import SALT_BYTES, derive_key

    path.parent.mkdir(mode=0o700)
    path.touch(mode=0o600)
    connection = Connection(path, derive_key(PASSPHRASE, os.urandom(SALT_BYTES)))
    with pytest.MonkeyPatch.context() as then:
        only = schema._migrations()[:3]
        then.setattr(schema, "_migrations", lambda: only)
        schema.apply(connection)
    connection.close()
    return path


def _foreign(path: Path) -> None:
    path.unlink()
    Vault.create(path, PASSPHRASE).close()


def _damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 3 * 4096])


def _newer(path: Path) -> None:
    vault = Vault.open(path, PASSPHRASE)
    vault._connection.run("PRAGMA user_version = 99")
    vault.close()


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda path: path.unlink(), NoJournal),
        (lambda path: path.write_bytes(b""), NoJournal),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(9000)), NoJournal),
        (lambda path: path.write_bytes(bytes(12288)), WrongPassphrase),
        (_damaged, Damaged),
        (_cut, Damaged),
        (_newer, NewerVersion),
        (_foreign, BadInput),
    ],
    ids=["missing", "empty", "another program's", "no journal", "damaged", "cut off", "newer", "another journal"],
)
def test_what_is_refused(pair: tuple[Vault, Vault], spoil: object, error: type[JournalError]) -> None:
    """A file that can't be taken in is refused with what to do; nothing is changed, and nothing left beside it."""
    mine, yours = pair
    yours.entries.add(made("there"))
    yours.close()
    assert callable(spoil)
    spoil(yours.path)
    before = state(mine)
    with pytest.raises(error) as problem:
        merge(mine, yours.path, PASSPHRASE if error is BadInput else None)
    assert problem.value.hint
    assert state(mine) == before
    assert not [left for left in mine.path.parent.iterdir() if ".new-" in left.name]


def test_another_journal_is_named_as_a_shell_takes_it(path: Path, clock: Ticking) -> None:
    """The command that is told can be typed as it stands."""
    foreign = path.with_name("it's.db")
    Vault.create(foreign, PASSPHRASE).close()
    with closing(new_vault(path, clock=clock)) as mine, pytest.raises(BadInput) as refused:
        merge(mine, foreign, PASSPHRASE)
    assert f"--file {shlex.quote(str(foreign))} export" in refused.value.hint


@pytest.mark.parametrize("ending", ["-journal", "-wal"])
def test_a_pipe_beside_the_copy_is_refused_at_once(pair: tuple[Vault, Vault], ending: str) -> None:
    """It is named, and nobody waits for what comes out of it."""
    pipe = pair[1].path.with_name(pair[1].path.name + ending)
    os.mkfifo(pipe)
    with pytest.raises(NotWritable, match=re.escape(f"{pipe} is not a file")):
        merge(pair[0], pair[1].path)


def test_what_need_not_be_copied_to_be_refused_is_not(
    pair: tuple[Vault, Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another key, and pages that no journal has, are told by a look at the file."""
    mine, yours = pair
    foreign = mine.path.with_name("foreign.db")
    Vault.create(foreign, PASSPHRASE).close()
    os.truncate(yours.path, 1 << 30)
    monkeypatch.setattr(source, "copy_raw", None)
    for other, passphrase, error in (
        (foreign, None, WrongPassphrase),
        (foreign, "wrong", WrongPassphrase),
        (yours.path, None, Damaged),
    ):
        with pytest.raises(error):
            merge(mine, other, passphrase)


def test_the_copying_ends_where_it_is_to_stop_or_has_no_room(
    pair: tuple[Vault, Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever closes the journal need not wait for all of a large file, and a disk is not filled up first."""
    mine, yours = pair
    copied_so_far: list[int] = []

    def stopped() -> bool:
        copied_so_far.extend(one.stat().st_size for one in mine.path.parent.glob(".*.new-*"))
        return bool(copied_so_far)

    with stoppable(stopped), pytest.raises(Stopped):
        merge(mine, yours.path)
    assert copied_so_far == [0]
    monkeypatch.setattr(shutil, "disk_usage", lambda place: shutil._ntuple_diskusage(1, 1, 0))
    with pytest.raises(NotWritable, match="not enough room"):
        merge(mine, yours.path)
    assert not list(mine.path.parent.glob(".*.new-*"))


def test_what_is_made_through_a_link_is_beside_the_file_itself(
    pair: tuple[Vault, Vault], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """There it is swept where the merge was ended."""
    folder = tmp_path / "links"
    folder.mkdir()
    (link := folder / "diary.db").symlink_to(pair[0].path)
    made_at: list[Path] = []
    monkeypatch.setattr(source, "check", lambda connection: made_at.append(connection.path))
    with closing(Vault.open(link, PASSPHRASE)) as mine:
        merge(mine, pair[1].path)
    assert [one.parent for one in made_at] == [pair[0].path.parent.resolve()]


def test_the_journal_itself_is_refused(pair: tuple[Vault, Vault]) -> None:
    """It is no copy, by whatever name it is called."""
    link = pair[0].path.with_name("link.db")
    link.symlink_to(pair[0].path)
    with pytest.raises(BadInput):
        merge(pair[0], link)


def test_a_copy_that_is_being_written_is_refused(pair: tuple[Vault, Vault], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that changes each time it is read is not taken in by half."""
    mine, yours = pair
    copy = raw_copy.copy_raw

    def and_changes(original: Path, place: Path) -> None:
        copy(original, place)
        yours.entries.add(made("meanwhile"))

    monkeypatch.setattr(source, "copy_raw", and_changes)
    with pytest.raises(JournalInUse):
        merge(mine, yours.path)


def test_a_half_done_save_of_the_copy_is_undone(pair: tuple[Vault, Vault]) -> None:
    """The file that undoes it is taken along, and neither it nor the copy is touched."""
    mine, yours = pair
    run = yours._connection.run
    run("PRAGMA cache_size = 5")
    run("BEGIN IMMEDIATE")
    for number in range(100):
        run("INSERT INTO setting (name, value) VALUES (?, ?)", (str(number), '"never saved"' * 500))
    taken = yours.path.with_name("taken.db")
    for ending in ("", "-journal"):
        shutil.copyfile(yours.path.with_name(yours.path.name + ending), taken.with_name(taken.name + ending))
    run("ROLLBACK")
    assert merge(mine, taken).lines == ()
    assert taken.with_name("taken.db-journal").stat().st_size > 0


def test_another_passphrase(path: Path, clock: Ticking) -> None:
    """Without one, a copy that our key doesn't open is refused; so is a wrong one."""
    mine = new_vault(path, clock=clock)
    other = path.with_name("other.db")
    Vault.create(other, "another passphrase").close()
    for passphrase in (None, PASSPHRASE):
        with pytest.raises(WrongPassphrase):
            merge(mine, other, passphrase)
    with pytest.raises(BadInput):
        merge(mine, other, "another passphrase")
    mine.close()


_KILLED = """
import os, sys
from pathlib import Path
from tests.cheap import use_cheap_keys
from tests.conftest import PASSPHRASE
from journal.vault.merge import merging
from journal.vault.vault import Vault

use_cheap_keys()
vault = Vault.open(Path(sys.argv[1]), PASSPHRASE)
steps = int(sys.argv[3])
run = vault._connection.run
def counted(sql, values=()):
    global steps
    steps -= 1
    if steps < 0:
        os.kill(os.getpid(), 9)
    return run(sql, values)
vault._connection.run = counted
vault._connection.run("PRAGMA cache_size = 5")
merging.merge(vault, Path(sys.argv[2]))
print("merged")
"""


@pytest.mark.parametrize("steps", [2, 9, 20, 10000])
def test_a_kill_leaves_the_journal_as_before_or_after(pair: tuple[Vault, Vault], clock: Ticking, steps: int) -> None:
    """Whenever it comes, all of the copy is in the journal or nothing, and the next opening sweeps what was left."""
    mine, yours = pair
    for number in range(12):
        yours.entries.add(made(f"there {number} " + "word " * 400))
    whole = copied(mine, "whole.db", clock)
    merge(whole, yours.path)
    before, after = state(mine), state(whole)
    whole.close()
    mine.close()
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(mine.path), str(yours.path), str(steps)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == (0 if steps == 10000 else -9), done.stderr
    again = Vault.open(mine.path, PASSPHRASE, clock=clock)
    check(again._connection)
    assert state(again) == (after if done.stdout else before)
    assert not [left for left in mine.path.parent.iterdir() if ".new-" in left.name]
    merge(again, yours.path)
    assert state(again) == after
    again.close()


def test_conflict_copies_are_found_by_their_names(path: Path) -> None:
    """Names as several programs give them, and no others; one that was written to since is not removed."""
    path.parent.mkdir()
    names = [
        "journal.sync-conflict-20260518-090000-ABCDEFG.db",
        "journal (conflicted copy 2026-05-18).db",
        "journal (Sam's conflicted copy 2026-05-18).db",
        "journal.Conflict.db",
    ]
    others = [
        "journal.db",
        "journal.db-journal",
        "notes (conflict).txt",
        "journal-backups",
        "journal2.db",
        ".journal.db.new-1",
    ]
    for number, name in enumerate([*names, *others]):
        (path.parent / name).write_bytes(b"x")
        os.utime(path.parent / name, (number, number))
    (path.parent / "journal (conflict).db").mkdir()
    found = conflict_copies(path)
    assert [copy.path.name for copy in found] == names
    found[0].path.write_bytes(b"xy")
    with pytest.raises(BadInput):
        remove(found[0])
    remove(found[1])
    assert [copy.path.name for copy in conflict_copies(path)] == [*names[2:], names[0]]
    assert conflict_copies(path / "nowhere" / "journal.db") == ()
