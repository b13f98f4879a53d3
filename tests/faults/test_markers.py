"""No text is in clear in any file, before, during and after writing."""

import contextlib
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from journal.model.entry import Kind, SharedPassage, Sharing
from journal.model.query import Query, Words
from journal.model.records import CONTENTS, Content
from journal.model.sharing import Audience, passage_fields
from journal.vault.people import Person
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.making import made
from tests.markers import marked, marked_record, marker


class Watch:
    """Looks for markers in every file of some folders, and in every file that this process has open, deleted or not."""

    def __init__(self, folders: Iterable[Path], markers: Iterable[str]) -> None:
        self._folders = tuple(folders)
        self._needles = [needle for word in markers for needle in (word[:12].encode(), word[12:].encode())]
        self._searched: dict[Path, bytes] = {}
        self.hits: set[str] = set()
        self.looks = 0
        self.side_files = 0

    def look(self) -> None:
        """One look at everything there is at this moment."""
        self.looks += 1
        for file in self._files():
            with contextlib.suppress(FileNotFoundError):
                content = file.read_bytes()
                self.side_files += file.name.endswith("-journal") and bool(content)
                if content == self._searched.get(file):  # there is nothing in it that there wasn't before
                    continue
                if any(needle in content for needle in self._needles):
                    self.hits.add(str(file.resolve()))
                self._searched[file] = content

    def _files(self) -> Iterator[Path]:
        for folder in self._folders:
            yield from (file for file in folder.rglob("*") if file.is_file())
        if sys.platform == "linux":
            for opened in Path("/proc/self/fd").iterdir():
                with contextlib.suppress(OSError):
                    if opened.is_file():
                        yield opened

    @contextlib.contextmanager
    def all_the_time(self) -> Iterator[None]:
        """Looks again and again, in a thread, while the block runs."""
        over = threading.Event()

        def watch() -> None:
            while not over.is_set():
                self.look()

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files of this process."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    return folder


def _write_everything(vault: Vault, look: Watch) -> None:
    """Every field of every kind and type through every way of saving, looked at between any two steps."""
    for kind in Kind:
        content, markers = marked(kind)
        draft = vault.drafts.save(content, unread=markers)
        look.look()
        entry = vault.entries.add(content, from_draft=draft.id)
        look.look()
        vault.entries.edit(entry.id, replace(content, text="another text"))
        look.look()
        content = vault.entries.restore(entry.id, 1).content
        passages = tuple(SharedPassage(name, text[3:]) for name, text in passage_fields(content).items())
        vault.entries.share(entry.id, Sharing(therapist_passages=passages, joint_passages=passages))
        look.look()
        vault.releases.share_again(vault.releases.take_back(Audience.JOINT))
        look.look()
        vault.entries.move_to_trash(entry.id)
        look.look()
        vault.entries.put_back(entry.id)
        vault.people.add(Person(markers["people"]))
        look.look()
    for record_kind in CONTENTS:
        _write_record(vault, look, record_kind)
    with vault.atomic():
        for kind in Kind:
            content, markers = marked(kind)
            vault.entries.add(replace(content, text=" ".join(markers.values()) * 500))  # more than memory keeps back
            look.look()
    look.look()


def _write_record(vault: Vault, look: Watch, kind: type[Content]) -> None:
    content, markers = marked_record(kind)
    records = vault.records_of(kind)
    draft = vault.drafts.save(content, unread=markers)
    look.look()
    record = records.add(content, from_draft=draft.id)
    look.look()
    records.edit(record.id, kind())
    look.look()
    records.edit(record.id, content)
    records.remove(record.id)
    look.look()
    vault.record_trash.put_back(record.id)
    look.look()
    gone = records.add(content)
    records.remove(gone.id)
    vault.record_trash.purge(gone.id)
    look.look()


def _read_everything(vault: Vault, look: Watch) -> None:
    """Searches, and a sort of more text than fits a page cache, looked at every few steps of the machine."""
    vault._connection._driver.set_progress_handler(look.look, 50)
    vault._connection.rows("SELECT words, facts FROM entry ORDER BY words || facts || position, facts DESC")
    vault._connection.rows("SELECT DISTINCT words || position FROM entry UNION SELECT words FROM entry_version")
    vault._connection.rows("SELECT content FROM record ORDER BY content || id")
    vault._connection._driver.set_progress_handler(look.look, 1000)
    for kind in CONTENTS:
        for record in vault.records_of(kind).list():
            vault.records_of(kind).history(record.id)
    for word in (*marked(Kind.EDUCATION)[1].values(), "another"):
        list(vault.entries.each(Query(words=(Words(word), Words(word[:4], prefix=True)))))
    vault._connection._driver.set_progress_handler(None, 0)
    look.look()


def _markers() -> list[str]:
    found = [marked(kind)[1] for kind in Kind] + [marked_record(kind)[1] for kind in CONTENTS]
    return [word for markers in found for word in markers.values()]


def test_no_marker_in_any_file(path: Path, tmp_path: Path, temporary: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Markers in every field of every kind and type are in no file, side, temporary or deleted file at any moment."""
    look = Watch((tmp_path, temporary), [*_markers(), PASSPHRASE])
    with look.all_the_time():
        vault = Vault.create(path, PASSPHRASE)
        vault._connection.run("PRAGMA cache_size = 10")  # so that nothing is kept back for want of need
        _write_everything(vault, look)
        _read_everything(vault, look)
        vault.close()
        vault = Vault.open(path, PASSPHRASE)
        for kind in Kind:
            assert vault.entries.count(Query(words=(Words(marked(kind)[1]["topic"]),))) == 2
        vault.close()
    look.look()
    assert look.hits == set()
    assert look.looks > 50
    assert look.side_files > 5
    assert list(temporary.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_the_look_finds_what_is_in_clear(path: Path, tmp_path: Path, temporary: Path) -> None:
    """The same look finds a marker in a temporary file of SQLite, were such files not kept in memory."""
    word = marker("control")
    vault = Vault.create(path, PASSPHRASE)
    with vault.atomic():
        for number in range(40):
            vault.entries.add(made(f"{word} {number} " * 4000))
    vault._connection.run("PRAGMA temp_store = 1")
    vault._connection.run("PRAGMA cache_size = 10")
    look = Watch((tmp_path, temporary), [word])
    vault._connection._driver.set_progress_handler(look.look, 100)
    vault._connection.rows("SELECT words FROM entry ORDER BY words || position DESC")
    vault.close()
    assert look.hits
