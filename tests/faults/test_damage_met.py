"""A damaged page in the middle of a journal, met while it is used: it is said, and nothing good is written over."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from journal.errors import Damaged, NotWritable
from journal.model.query import Query, Words
from journal.vault.vault import Vault
from tests.cli.running import run
from tests.conftest import NOW, PASSPHRASE
from tests.faults.damage import flip, original, write, zero
from tests.making import made
from tests.vault.decrypting import PAGE

HINT = "journal doctor --salvage"
Spoil = Callable[[bytearray, int], None]


def _flip(content: bytearray, number: int) -> None:
    flip(content, number, random.Random(number))


def _damage(path: Path, name: str, kind: str, spoil: Spoil = _flip) -> set[int]:
    """Damages all pages of a kind of one tree, and says which these are."""
    before = original()
    content = bytearray(before.content)
    lost = set(before.kinds[name, kind])
    for number in lost:
        spoil(content, number)
    write(content, path)
    return lost


READS: dict[str, tuple[str, str, Callable[[Vault], object]]] = {
    "a list": ("entry", "leaf", lambda vault: vault.entries.page()),
    "every entry": ("entry", "overflow", lambda vault: list(vault.entries.each())),
    "a search": ("entry_search_data", "leaf", lambda vault: vault.entries.page(Query(words=(Words("alex"),)))),
    "the trash": ("trash", "overflow", lambda vault: vault.entries.trash()),
    "records": ("record", "leaf", lambda vault: vault.goals.list()),
    "long records": ("record", "overflow", lambda vault: vault.assignments.list()),
    "drafts": ("draft", "overflow", lambda vault: vault.drafts.list()),
    "people": ("person", "leaf", lambda vault: vault.people.list()),
    "choices": ("summary_choice", "leaf", lambda vault: vault.summary_choices.list()),
    "settings": ("setting", "leaf", lambda vault: vault.settings.get()),
}


@pytest.mark.parametrize("spoil", [_flip, zero], ids=["flipped", "zeroed"])
@pytest.mark.parametrize("kind", READS)
def test_reading_says_that_it_is_damaged(kind: str, spoil: Spoil, path: Path) -> None:
    """Whatever meets a damaged page says so, with what to do; what lies elsewhere is read and written on."""
    name, pages, read = READS[kind]
    _damage(path, name, pages, spoil)
    content = path.read_bytes()
    vault = Vault.open(path, PASSPHRASE, clock=lambda: NOW)
    for _ in range(2):
        with pytest.raises(Damaged) as problem:
            read(vault)
        assert HINT in problem.value.hint
        assert "q" not in problem.value.message.replace(str(path), "")  # no mark of a text
    assert path.read_bytes() == content
    for one, _, other in READS.values():
        if one != name and "entry" not in (name, one):
            other(vault)
    vault.close()


SAVES = {
    "the search index": ("entry_search_data", "leaf"),
    "the index of the entries": ("sqlite_autoindex_entry_1", "leaf"),
    "the labels": ("entry_label", "leaf"),
}


@pytest.mark.parametrize("kind", SAVES)
def test_a_save_that_meets_it_changes_nothing(kind: str, path: Path) -> None:
    """A save that needs a damaged page is refused as a whole, and the draft of it can be kept."""
    _damage(path, *SAVES[kind])
    content = path.read_bytes()
    vault = Vault.open(path, PASSPHRASE, clock=lambda: NOW)
    with pytest.raises(Damaged):
        vault.entries.add(made("new"))
    assert path.read_bytes() == content
    draft = vault.drafts.save(made("new"))
    assert draft in vault.drafts.list()
    with vault.atomic():
        vault.drafts.discard(draft.id)
    vault.close()


def test_saving_elsewhere_leaves_the_damaged_pages(path: Path) -> None:
    """What is saved beside damaged pages is there, and these stay byte for byte what they were, to be rescued."""
    lost = _damage(path, "entry", "overflow")
    content = path.read_bytes()
    vault = Vault.open(path, PASSPHRASE, clock=lambda: NOW)
    with pytest.raises(Damaged):
        list(vault.entries.each())
    added = vault.entries.add(made("new"))
    assert vault.entries.get(added.id) == added
    vault.close()
    after = path.read_bytes()
    for number in lost:
        assert after[(number - 1) * PAGE : number * PAGE] == content[(number - 1) * PAGE : number * PAGE]


def test_the_connection_made_anew_is_of_the_same_file(path: Path) -> None:
    """After damage a file is opened again by itself: not another one of its name, and only for reading as before."""
    _damage(path, "draft", "leaf")
    vault = Vault.open(path, PASSPHRASE, read_only=True)
    for _ in range(2):
        with pytest.raises(Damaged):
            vault.drafts.list()
        assert vault.people.list()
        with pytest.raises(NotWritable):
            vault.entries.add(made("new"))
    other = path.with_name("other.db")
    write(original().content, other)
    other.replace(path)
    with pytest.raises(NotWritable) as problem:
        vault.drafts.list()
    assert "moved or replaced" in problem.value.message
    vault.close()


def test_a_block_that_meets_it_is_undone(path: Path) -> None:
    """Nothing of a block stays in which damage was met, and the next one is as any other."""
    _damage(path, "person", "leaf")
    content = path.read_bytes()
    vault = Vault.open(path, PASSPHRASE, clock=lambda: NOW)
    with pytest.raises(Damaged), vault.atomic():
        vault.entries.add(made("half"))
        vault.people.list()
    assert path.read_bytes() == content
    with vault.atomic():
        kept = vault.entries.add(made("whole"))
        changed = vault.entries.edit(kept.id, replace(kept.content, text="changed"))
    assert vault.entries.get(kept.id) == changed
    vault.close()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (("entry", "leaf"), ("list",)),
        (("entry", "overflow"), ("export", "data", "--plaintext", "--format", "json", "-o", "-")),
        (("entry_search_data", "leaf"), ("search", "alex")),
        (("entry_search_data", "leaf"), ("log", "reflection")),
        (("record", "leaf"), ("homework", "list")),
    ],
)
def test_the_command_line(kind: tuple[str, str], words: tuple[str, ...], path: Path) -> None:
    """A command that meets it ends with the code for damage and two sentences, and leaves the file as it is."""
    _damage(path, *kind)
    content = path.read_bytes()
    done = run("--file", path, *words, stdin=b"a text of mine")
    assert done.code == Damaged.exit_code, done.err
    assert HINT in done.err
    assert "Traceback" not in done.err and "a text of mine" not in done.err
    assert path.read_bytes() == content
