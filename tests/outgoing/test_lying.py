"""Copies that left: what is at their place now, and deleting them, and nothing else."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.errors import BadInput, NotWritable
from journal.model.shared_copy import SharedCopy
from journal.outgoing.delivery import Folder, InPlain, deliver
from journal.outgoing.files import folder_digest
from journal.outgoing.lying import State, delete, is_there, look, look_at_all
from journal.vault.vault import Vault

FILES = (("a.csv", (b"one",)), ("more/b.csv", (b"two", b"three")))


@pytest.fixture
def file(vault: Vault, tmp_path: Path) -> SharedCopy:
    """A file that left in plain text."""
    line = deliver(vault, tmp_path / "summary.md", b"quiet words", InPlain(), SharedCopy(format="md"))
    assert line is not None
    return line.content


@pytest.fixture
def folder(vault: Vault, tmp_path: Path) -> SharedCopy:
    """A folder that left in plain text."""
    line = deliver(vault, tmp_path / "data", Folder("data", FILES), InPlain(), SharedCopy(format="csv"))
    assert line is not None
    return line.content


def test_a_file_is_deleted(file: SharedCopy, vault: Vault) -> None:
    """While it is as it was written; the second time it isn't there."""
    assert look(file) is State.HERE and is_there(file)
    assert delete(file, vault.path) is State.HERE
    assert delete(file, vault.path) is look(file) is State.MISSING
    assert not is_there(file)


def test_a_folder_is_deleted_with_what_was_in_it(folder: SharedCopy, vault: Vault) -> None:
    """All of it, and what a desktop left in it neither counts nor goes."""
    place = Path(folder.place)
    (place / "more" / ".DS_Store").write_bytes(b"of a desktop")
    assert look(folder) is State.HERE
    assert delete(folder, vault.path) is State.HERE
    assert [one.name for one in place.rglob("*")] == ["more", ".DS_Store"]
    (place / "more" / ".DS_Store").unlink()
    assert look(folder) is State.OTHER  # an empty folder isn't what was written


def changes(place: Path) -> Iterator[None]:
    """Each of the ways in which a folder is not what was written."""
    first, inner = place / "a.csv", place / "more" / "b.csv"
    was = first.read_bytes()
    first.write_bytes(b"own")
    yield
    first.write_bytes(was)
    (place / "notes.txt").write_bytes(b"mine")
    yield
    (place / "notes.txt").unlink()
    inner.rename(place / "b.csv")
    yield
    (place / "b.csv").rename(inner)
    moved = place.with_name("moved.csv")
    first.rename(moved)
    first.symlink_to(moved)
    yield


def test_a_folder_with_anything_else_is_left(folder: SharedCopy, vault: Vault) -> None:
    """Changed, added to, moved about or with a link in it, nothing of it is deleted."""
    for _ in changes(Path(folder.place)):
        before = sorted(Path(folder.place).rglob("*"))
        assert delete(folder, vault.path) is look(folder) is State.OTHER
        assert sorted(Path(folder.place).rglob("*")) == before


def test_another_thing_in_its_place_is_left(file: SharedCopy, vault: Vault) -> None:
    """Another file, a link to one of the same content, a folder, and something that would never end."""
    place = Path(file.place)
    same = place.with_name("same.md")
    place.rename(same)
    for put in (
        lambda: place.write_bytes(b"other words"),
        lambda: place.symlink_to(same),
        place.mkdir,
        lambda: os.mkfifo(place),
    ):
        put()
        assert delete(file, vault.path) is look(file) is State.OTHER
        assert os.path.lexists(place) and same.read_bytes() == b"quiet words"
        if place.is_dir() and not place.is_symlink():
            place.rmdir()
        else:
            place.unlink()


def test_places_that_cannot_be_reached(file: SharedCopy, tmp_path: Path) -> None:
    """A disk that isn't there is told from a file that isn't; standard output is no file at all."""
    assert look(SharedCopy(place="/nowhere/at/all.md", digest="0" * 64)) is State.OUT_OF_REACH
    assert look(SharedCopy(place=str(tmp_path / "none.md"), digest="0" * 64)) is State.MISSING
    assert look(SharedCopy(place=f"{file.place}/inside.md", digest="0" * 64)) is State.OUT_OF_REACH
    assert look(SharedCopy()) is State.NO_FILE
    assert look(SharedCopy(place=file.place)) is State.UNCOMPARED


def test_lines_that_no_export_wrote(vault: Vault, tmp_path: Path) -> None:
    """A place that no file can have, an empty file and empty folders, as an imported ledger may name them, are left."""
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "folders" / "inner").mkdir(parents=True)
    for place, digest in (
        ("x\0y", "0" * 64),
        (str(tmp_path / "empty"), hashlib.sha256(b"").hexdigest()),
        (str(tmp_path / "folders"), folder_digest(())),
    ):
        copy = SharedCopy(place=place, digest=digest)
        assert look(copy) in (State.UNREADABLE, State.OTHER)
        assert delete(copy, vault.path) is look(copy)
    assert (tmp_path / "empty").is_file() and (tmp_path / "folders" / "inner").is_dir()


def test_the_journal_is_never_deleted(vault: Vault) -> None:
    """Not even where a line of the ledger says that it is a copy."""
    from hashlib import sha256

    digest = sha256(vault.path.read_bytes()).hexdigest()
    with pytest.raises(BadInput, match="is the journal itself"):
        delete(SharedCopy(place=str(vault.path), digest=digest), vault.path)
    folder = vault.path.parent
    whole = folder_digest((file.name, sha256(file.read_bytes()).hexdigest()) for file in folder.iterdir())
    with pytest.raises(BadInput, match="has the journal inside"):
        delete(SharedCopy(place=str(folder), digest=whole), vault.path)
    assert vault.path.exists()


def test_a_file_that_may_not_be_deleted(file: SharedCopy, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal of the system is told in our words."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "unlink", refuse)
    with pytest.raises(NotWritable, match="can't be deleted: permission denied"):
        delete(file, vault.path)


def test_a_place_that_does_not_answer_holds_nobody_up(
    file: SharedCopy, folder: SharedCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are looked at meanwhile, and nothing waits longer than was said."""
    import threading

    never = threading.Event()
    real = os.lstat
    stuck = SharedCopy(place="/stuck/summary.md", digest="0" * 64)

    def lstat(place: os.PathLike[str] | str, **more: int) -> os.stat_result:
        if str(place).startswith("/stuck"):
            never.wait()
        return real(place, **more)

    monkeypatch.setattr("pathlib.Path.lstat", lambda self: lstat(self))
    states = look_at_all({"stuck": stuck, "file": file, "folder": folder}, patience=0.2)
    never.set()
    assert states == {"stuck": State.SILENT, "file": State.HERE, "folder": State.HERE}
