"""Making a journal: private, whole or not at all, and never in place of something else."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journal.errors import BadInput, JournalError, NotWritable
from journal.vault import schema
from journal.vault import vault as vaults
from journal.vault.connection import Connection
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.making import made


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """A umask, put back afterwards."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.usefixtures("umask")
def test_a_journal_is_private(tmp_path: Path) -> None:
    """Whatever the umask, the file is 0600 and every folder made for it 0700, and nothing else is left beside it."""
    path = tmp_path / "share" / "journal" / "journal.db"
    vault = Vault.create(path, PASSPHRASE)
    vault.entries.add(made("text"))
    assert [_mode(path), _mode(path.parent), _mode(path.parent.parent)] == [0o600, 0o700, 0o700]
    assert _names(path.parent) == ["journal.db"]
    assert path.stat().st_nlink == 1
    vault.close()
    Vault.open(path, PASSPHRASE).close()
    assert _mode(path) == 0o600


@pytest.mark.usefixtures("umask")
def test_a_side_file_is_private(path: Path) -> None:
    """The rollback journal beside the file, while a transaction is under way, is 0600 too."""
    vault = Vault.create(path, PASSPHRASE)
    with vault.atomic():
        vault.entries.add(made("text"))
        assert _names(path.parent) == ["journal.db", "journal.db-journal"]
        assert _mode(path.with_name("journal.db-journal")) == 0o600
    vault.close()


def test_an_existing_folder_keeps_its_mode(tmp_path: Path) -> None:
    """A folder that was there already is used as it is."""
    folder = tmp_path / "there"
    folder.mkdir(mode=0o755)
    Vault.create(folder / "journal.db", PASSPHRASE).close()
    assert _mode(folder) == 0o755


def test_two_journals_with_one_passphrase_have_nothing_in_common(tmp_path: Path) -> None:
    """Each file has a salt of its own, so that equal passphrases don't show."""
    for name in ("one.db", "two.db"):
        Vault.create(tmp_path / name, PASSPHRASE).close()
    one, two = ((tmp_path / name).read_bytes() for name in ("one.db", "two.db"))
    assert one[:16] != two[:16]
    assert one[16:4096] != two[16:4096]
    assert not one.startswith(b"SQLite")


@pytest.mark.parametrize(
    "passphrase", ["'\"; DROP TABLE entry; --", "a\\b\\'c", "nul\0in it", "日本語 🙂", "x'00'", " "]
)
def test_any_passphrase_makes_a_journal(path: Path, passphrase: str) -> None:
    """Quotes, backslashes, NUL and other scripts in a passphrase make a journal that only that passphrase opens."""
    Vault.create(path, passphrase).close()
    Vault.open(path, passphrase).close()
    nearly = {passphrase.strip("\"' \\"), passphrase + "\0", passphrase.split("\0")[0], passphrase[:-1]}
    for other in nearly - {passphrase}:
        with pytest.raises(JournalError) as problem:
            Vault.open(path, other)
        assert problem.value.exit_code == 12


def test_an_empty_passphrase_is_refused(path: Path) -> None:
    """Without a passphrase nothing is made, not even the folder."""
    with pytest.raises(BadInput, match="empty"):
        Vault.create(path, "")
    assert not path.parent.exists()


@pytest.mark.parametrize("content", [b"", b"something", b"SQLite format 3\0"])
def test_a_file_that_is_there_is_left_as_it_is(path: Path, content: bytes) -> None:
    """Nothing is ever made in place of a file, empty or not."""
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(BadInput, match="There is a file at"):
        Vault.create(path, PASSPHRASE)
    assert _contents(path.parent) == {"journal.db": content}


def test_a_journal_that_is_there_is_left_as_it_is(path: Path) -> None:
    """A second creation at the same place leaves the first journal byte for byte as it is."""
    Vault.create(path, PASSPHRASE).close()
    before = _contents(path.parent)
    with pytest.raises(BadInput):
        Vault.create(path, "another passphrase")
    assert _contents(path.parent) == before


def test_a_folder_is_left_as_it_is(path: Path) -> None:
    """A folder where the file should be is refused as such."""
    path.mkdir(parents=True)
    with pytest.raises(BadInput, match="is a folder"):
        Vault.create(path, PASSPHRASE)
    assert _names(path) == []


def test_a_dangling_link_is_not_followed(path: Path, tmp_path: Path) -> None:
    """A symbolic link that leads nowhere is taken for a file that is there, and nothing appears at its end."""
    path.parent.mkdir()
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadInput, match="There is a file at"):
        Vault.create(path, PASSPHRASE)
    assert not (tmp_path / "elsewhere").exists()
    assert path.is_symlink()


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    """A path through a file can't be made, and the file stays."""
    (tmp_path / "file").write_bytes(b"mine")
    for path in (tmp_path / "file" / "journal.db", tmp_path / "file" / "deep" / "journal.db"):
        with pytest.raises(NotWritable) as problem:
            Vault.create(path, PASSPHRASE)
        assert problem.value.exit_code == 15
    assert (tmp_path / "file").read_bytes() == b"mine"


def test_an_unwritable_folder(ordinary_folder: Path, as_ordinary_user: Callable[[str, Path], str]) -> None:
    """In a folder that may not be written to nothing is made, and the error says where and why."""
    ordinary_folder.chmod(0o500)
    printed = as_ordinary_user(
        """
for place in (path / "journal.db", path / "deep" / "journal.db"):
    try:
        Vault.create(place, PASSPHRASE)
    except JournalError as error:
        print(error.exit_code, error.message == f"{place} can't be used: permission denied.")
""",
        ordinary_folder,
    )
    assert printed == "15 True\n15 True\n"
    assert _names(ordinary_folder) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, NotWritable("The disk is full.")])
@pytest.mark.parametrize("step", ["derive_key", "schema", "put_in_place"])
def test_a_creation_cut_short_leaves_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    """Interrupted at any step, a creation leaves no file behind, whole or in part, and can be tried again."""

    def interrupt(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        if step == "schema":

            def half_a_schema(connection: Connection) -> None:
                with connection.atomic():
                    connection.run("CREATE TABLE half (a)")
                    raise error

            patch.setattr(schema, "apply", half_a_schema)
        else:
            patch.setattr(vaults, step, interrupt)
        with pytest.raises(error if isinstance(error, type) else NotWritable):
            Vault.create(path, PASSPHRASE)
    assert _names(path.parent) == []
    Vault.create(path, PASSPHRASE).close()


def test_a_file_that_appears_meanwhile_is_not_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that another program put there while the journal was being made stays, and the new one goes."""
    apply = schema.apply

    def apply_slowly(connection: Connection) -> None:
        apply(connection)
        path.write_bytes(b"somebody else's")

    monkeypatch.setattr(schema, "apply", apply_slowly)
    with pytest.raises(BadInput, match="There is a file at"):
        Vault.create(path, PASSPHRASE)
    assert _contents(path.parent) == {"journal.db": b"somebody else's"}


@pytest.mark.parametrize("taken", [False, True])
def test_without_hard_links(path: Path, monkeypatch: pytest.MonkeyPatch, taken: bool) -> None:
    """On a file system without hard links a journal is made too, and a file that is there stays."""

    def no_links(source: Path, target: Path) -> None:
        if taken:
            target.write_bytes(b"somebody else's")
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    if taken:
        with pytest.raises(BadInput):
            Vault.create(path, PASSPHRASE)
        assert _contents(path.parent) == {"journal.db": b"somebody else's"}
    else:
        Vault.create(path, PASSPHRASE).close()
        Vault.open(path, PASSPHRASE).close()
        assert _names(path.parent) == ["journal.db"]


def test_nothing_is_at_the_place_before_it_is_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a journal is being made there is none to open, and a second creation is not in its way."""
    apply = schema.apply
    seen = []

    def look_first(connection: Connection) -> None:
        seen.append(path.exists())
        with pytest.raises(JournalError) as problem:
            Vault.open(path, PASSPHRASE)
        seen.append(problem.value.exit_code == 10)
        apply(connection)

    monkeypatch.setattr(schema, "apply", look_first)
    Vault.create(path, PASSPHRASE).close()
    assert seen[:2] == [False, True]


def test_leftovers_are_swept(path: Path) -> None:
    """What a killed creation left goes at the next creation, and a second name of the journal at the next opening."""
    path.parent.mkdir()
    left, side_file, other = (
        path.parent / name for name in (".journal.db.new-aa", ".journal.db.new-aa-journal", "mine")
    )
    for file in (left, side_file, other):
        file.write_bytes(b"cut short")
    Vault.create(path, PASSPHRASE).close()
    assert _names(path.parent) == ["journal.db", "mine"]

    os.link(path, path.with_name(".journal.db.new-cccc"))
    vault = Vault.open(path, PASSPHRASE)
    assert _names(path.parent) == ["journal.db", "mine"]
    vault.entries.add(made("still there"))
    vault.close()


@pytest.mark.parametrize(
    "name", ["j[1].db", "with space.db", "per%20cent?.db", "#hash.db", "ü日.db", "-dash.db", "a'b.db"]
)
def test_any_name_of_a_file(tmp_path: Path, name: str) -> None:
    """Characters that mean something to a URI, a shell or a pattern are ordinary in a file's name."""
    path = tmp_path / "vault" / name
    Vault.create(path, PASSPHRASE).close()
    vault = Vault.open(path, PASSPHRASE)
    vault.entries.add(made("text"))
    vault.close()
    assert _names(path.parent) == [name]


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    """A name that the file system refuses is an error of ours."""
    with pytest.raises(NotWritable):
        Vault.create(tmp_path / ("n" * 300), PASSPHRASE)
    with pytest.raises(JournalError):
        Vault.open(tmp_path / ("n" * 300), PASSPHRASE)
