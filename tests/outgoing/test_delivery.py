"""What leaves and its line in the ledger are there together, or neither is."""

import hashlib
import io
import json
import os
import signal
import stat
import tarfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from journal.errors import BadInput, JournalError, JournalInUse, NotWritable
from journal.model.records import Record
from journal.model.shared_copy import Protection, Shared, SharedCopy
from journal.outgoing.age import decrypted
from journal.outgoing.delivery import Folder, ForRecipients, InPlain, WithPassphrase, WithPassword, deliver
from journal.outgoing.files import folder_digest
from journal.transfer.csv import csv_files
from journal.transfer.data import export_json
from journal.transfer.markdown import markdown_files
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.making import made

COPY = SharedCopy(what=Shared.DATA, format="json")
SECRET = "amber kettle by the window"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder to leave for."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def lines(vault: Vault) -> list[SharedCopy]:
    """The ledger."""
    return [one.content for one in vault.shared_copies.list()]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, the hidden ones too."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


Content = Callable[[Vault], Iterable[bytes] | Folder]
CONTENTS: dict[str, Content] = {
    "json": lambda vault: export_json(vault, NOW),
    "csv": lambda vault: Folder("data-csv", csv_files(vault)),
    "md": lambda vault: Folder("data-md", markdown_files(vault)),
}
each_content = pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)


@each_content
def test_a_line_of_what_left(vault: Vault, place: Path, content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line has the absolute place, the digest of the file or folder, and no protection; it is returned."""
    monkeypatch.chdir(place)
    vault.entries.add(made("calm"))
    line = deliver(vault, Path("a"), content(vault), InPlain(), COPY)
    assert line is not None and vault.shared_copies.get(line.id) == line
    file = place / "a"
    files = ((name, hashlib.sha256(one).hexdigest()) for name, one in sorted(contents(file).items()))
    digest = folder_digest(files) if file.is_dir() else hashlib.sha256(file.read_bytes()).hexdigest()
    assert line.content == SharedCopy(what=Shared.DATA, format="json", place=str(file), digest=digest)
    assert any(b"calm" in one for one in contents(place).values())
    assert stat.S_IMODE(file.stat().st_mode) == (0o700 if file.is_dir() else 0o600)


@each_content
def test_encrypted_it_is_one_file(vault: Vault, place: Path, content: Content) -> None:
    """Behind a passphrase or for a key it is one file, the ledger says so, and in it is what would have left plain."""
    from pyrage import x25519

    key = x25519.Identity.generate()
    vault.entries.add(made("calm"))
    plain: list[bytes] = []
    deliver(vault, plain.extend, content(vault), InPlain(), COPY)
    for lock, keys in (
        (WithPassphrase(SECRET), {"passphrase": SECRET}),
        (ForRecipients((str(key.to_public()),)), {"identity": str(key)}),
    ):
        assert SECRET not in repr(lock)
        target = place / lock.__class__.__name__
        line = deliver(vault, target, content(vault), lock, COPY)
        assert line is not None and line.content.protection is Protection.AGE
        assert line.content.digest == hashlib.sha256(target.read_bytes()).hexdigest()
        opened = b"".join(decrypted(target.read_bytes(), **keys))
        assert without_lines(opened) == without_lines(b"".join(plain))
    assert len(contents(place)) == 2


def without_lines(exported: bytes) -> object:
    """What was exported but the lines of the ledger, which become more."""
    if exported.startswith(b"{"):
        whole = json.loads(exported)
        whole["records"] = [one for one in whole["records"] if one["type"] != SharedCopy.type]
        return whole
    with tarfile.open(fileobj=io.BytesIO(exported)) as tar:
        return [
            (one.name, file.read()) for one in tar if "shared_copy" not in one.name and (file := tar.extractfile(one))
        ]


def test_a_pdf_behind_a_password(vault: Vault, place: Path) -> None:
    """It opens with the password alone, the ledger says so whatever it was told, and no secret is ever shown."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made)
    line = deliver(vault, place / "a.pdf", made.getvalue(), WithPassword(SECRET), COPY)
    assert line is not None and line.content.protection is Protection.PASSWORD
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(place / "a.pdf")
    with pikepdf.open(place / "a.pdf", password=SECRET) as pdf:
        assert len(pdf.pages) == 1
    line = deliver(vault, place / "b.pdf", made.getvalue(), InPlain(), line.content)
    assert line is not None and line.content.protection is Protection.NONE
    with pytest.raises(BadInput, match="longer than a PDF can have"):
        deliver(vault, place / "c.pdf", made.getvalue(), WithPassword("x" * 128), COPY)
    assert not (place / "c.pdf").exists() and len(lines(vault)) == 2
    assert SECRET not in repr((WithPassword(SECRET), WithPassphrase(SECRET)))


def test_to_a_sink(vault: Vault) -> None:
    """What goes to standard output is noted when all has left, and not where the reader goes away."""
    sent: list[bytes] = []
    line = deliver(vault, sent.extend, export_json(vault, NOW), InPlain(), COPY)
    assert line is not None and (line.content.place, line.content.digest) == ("-", "")
    assert sent[0].startswith(b"{")

    def gone(pieces: Iterable[bytes]) -> None:
        next(iter(pieces))
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        deliver(vault, gone, export_json(vault, NOW), InPlain(), COPY)
    assert len(lines(vault)) == 1
    vault.entries.add(made("the snapshot of what was not taken is over"))


def test_a_tar_by_its_name(vault: Vault, place: Path) -> None:
    """A folder is a tar where the target is called one."""
    deliver(vault, place / "a.tar", Folder("data-csv", csv_files(vault)), InPlain(), COPY)
    with tarfile.open(place / "a.tar") as tar:
        assert "data-csv/goal.csv" in tar.getnames()


def test_pieces_are_told(vault: Vault, place: Path) -> None:
    """Whoever waits can be told how much was written, of a file and of a folder."""
    told: list[int] = []
    deliver(vault, place / "a", [b"one", b"three"], InPlain(), COPY, written=told.append)
    deliver(vault, place / "b", Folder("b", [("c", [b"seven"])]), InPlain(), COPY, written=told.append)
    assert told == [3, 5, 5]


def refused(vault: Vault, target: Path, content: Iterable[bytes] | Folder, *, over: bool = False) -> JournalError:
    """The error with which a delivery is refused, which leaves everything as it was."""
    before, ledger = contents(target.parent), lines(vault)
    with pytest.raises(JournalError) as caught:
        deliver(vault, target, content, InPlain(), COPY, replace_file=over)
    assert (contents(target.parent), lines(vault)) == (before, ledger)
    assert not [one for one in target.parent.iterdir() if one.name.startswith(".journal-")]
    return caught.value


@each_content
def test_refused_there_is_neither(vault: Vault, place: Path, content: Content) -> None:
    """A taken place, a place in no folder and content that breaks off leave no file and no line."""
    (place / "taken").write_bytes(b"old")
    assert isinstance(refused(vault, place / "taken", content(vault)), BadInput)
    with pytest.raises(BadInput):
        deliver(vault, place / "nowhere" / "a", content(vault), InPlain(), COPY)

    def broken() -> Iterator[bytes]:
        yield b"one"
        raise BadInput("Something in the journal can't be read.")

    assert isinstance(refused(vault, place / "a", broken()), BadInput)
    assert isinstance(refused(vault, place / "a", Folder("a", [("b", broken())])), BadInput)


def test_inside_a_step_nothing_leaves(vault: Vault, place: Path) -> None:
    """Where the line would be committed later, or never, the file isn't written."""
    for step in (vault.atomic, vault.alone, vault.snapshot):
        with step(), pytest.raises(RuntimeError):
            deliver(vault, place / "a", b"new", InPlain(), COPY)
    assert contents(place) == {} and lines(vault) == []


@pytest.mark.parametrize("side", ["", "-journal", "-wal", "-shm", "-WAL"])
def test_the_journal_and_what_belongs_beside_it_is_no_place(vault: Vault, tmp_path: Path, side: str) -> None:
    """By any way to it, and whether it is there or not."""
    before = vault.path.read_bytes()
    (tmp_path / "link").symlink_to(vault.path.parent)
    name = vault.path.name + side
    for target in (vault.path.with_name(name), vault.path.parent / "." / name, tmp_path / "link" / name):
        for content in ([b"new"], Folder("a", [("b", [b"new"])])):
            with pytest.raises(BadInput, match="is the journal itself"):
                deliver(vault, target, content, InPlain(), COPY, replace_file=True)
    with pytest.raises(BadInput, match="no path can have"):
        deliver(vault, tmp_path / "a\0b", b"new", InPlain(), COPY)
    assert vault.path.read_bytes() == before and lines(vault) == []
    assert list(vault.path.parent.glob("*-*")) == []


@each_content
def test_a_place_that_is_taken_meanwhile(vault: Vault, place: Path, content: Content) -> None:
    """What appears under the name while all is ready stays, and the line that waited is not kept."""
    add = vault.shared_copies.add

    def take_then_add(copy: SharedCopy, **how: str) -> Record[SharedCopy]:
        (place / "a").write_bytes(b"of another program")
        return add(copy, **how)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vault.shared_copies, "add", take_then_add)
        with pytest.raises(BadInput, match="It was left as it is"):
            deliver(vault, place / "a", content(vault), InPlain(), COPY)
    assert contents(place) == {"a": b"of another program"}
    assert lines(vault) == []


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("what", ["new", "replaced", "folder"])
def test_what_is_in_place_is_taken_back(
    vault: Vault, place: Path, what: str, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the line can't be committed after all, what was put in place goes, and what it replaced is back."""
    if not links:

        def no_links(*_: object, **__: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr("journal.outgoing.parts._nameless", lambda folder: None)
        monkeypatch.setattr(os, "link", no_links)
    if what == "replaced":
        (place / "a").write_bytes(b"old")
    run = vault._connection.run
    seen: list[bool] = []

    def busy_at_the_end(sql: str, *values: Any) -> int:
        if sql == "COMMIT":
            seen.append((place / "a").exists())
            raise JournalInUse("Another program is using it.", "Wait.")
        return run(sql, *values)

    monkeypatch.setattr(vault._connection, "run", busy_at_the_end)
    content = Folder("a", [("b", [b"new"])]) if what == "folder" else [b"new"]
    error = refused(vault, place / "a", content, over=what == "replaced")
    assert isinstance(error, JournalInUse) and seen == [True]


def test_a_journal_that_cannot_be_written_to(path: Path, place: Path, vault: Vault) -> None:
    """From a journal that is only read, or that has no room for a line, everything leaves, without a line."""
    vault.entries.add(made("calm"))
    (pages,) = vault._connection.row("PRAGMA page_count") or (0,)
    vault._connection.run(f"PRAGMA max_page_count = {pages}")
    # A line is short, so it takes a few until there is no room for one more.
    number = 0
    while deliver(vault, place / str(number), export_json(vault, NOW), InPlain(), COPY) is not None:
        number += 1
        assert number < 200
    assert len(contents(place)) == number + 1
    assert len(lines(vault)) == number
    vault.close()
    before = path.read_bytes()
    reading = Vault.open(path, PASSPHRASE, read_only=True)
    for name, content in CONTENTS.items():
        assert deliver(reading, place / name, content(reading), InPlain(), COPY) is None
        assert deliver(reading, list[bytes]().extend, content(reading), InPlain(), COPY) is None
        assert (place / name).exists()
    reading.close()
    assert path.read_bytes() == before


@each_content
@pytest.mark.parametrize("step", ["write", "link"])
def test_a_disk_that_refuses(
    vault: Vault, place: Path, content: Content, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the disk refuses at the target, it is an error, and there is no line."""
    vault.entries.add(made("calm"))

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    name = "rename" if step == "link" and content is not CONTENTS["json"] else step
    with monkeypatch.context() as patched:
        patched.setattr(os, name, refuse)
        with pytest.raises(NotWritable, match="The disk is full"):
            deliver(vault, place / "a", content(vault), InPlain(), COPY)
    assert contents(place) == {} and lines(vault) == []


def test_nothing_comes_between_the_file_and_its_line(
    vault: Vault, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request to end that comes when the file is in its place waits until the line is there too."""
    seen: list[tuple[bool, int]] = []
    monkeypatch.setattr(os, "fsync", lambda _: None)
    before = signal.signal(signal.SIGTERM, lambda *_: seen.append(((place / "a").exists(), len(lines(vault)))))
    link = os.link

    def link_then_end(source: Path, target: Path) -> None:
        link(source, target)
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("journal.outgoing.parts._nameless", lambda folder: None)
    monkeypatch.setattr(os, "link", link_then_end)
    try:
        deliver(vault, place / "a", [b"new"], InPlain(), COPY)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert seen == [(True, 1)]
