"""The search index and the labels, under any text and any order of changes."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from journal.model.entry import EntryContent
from journal.model.folding import holds_words
from journal.model.query import Query, Words
from journal.model.sharing import Audience, audience_fields, audience_passages
from journal.vault.connection import Connection
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.rows import split
from journal.vault.search import index
from tests.conftest import PASSPHRASE
from tests.examples import few
from tests.journals import new_vault
from tests.making import made
from tests.strategies import contents, texts

Instances = list[tuple[str, int, int]]


def _instances(connection: Connection) -> Instances:
    """Every word in the index with its entry's place and its own place in the entry."""
    connection.run("CREATE VIRTUAL TABLE IF NOT EXISTS temp.seen USING fts5vocab(main, entry_search, instance)")
    return connection.rows("SELECT term, doc, offset FROM temp.seen ORDER BY term, doc, offset")


def _labels(connection: Connection) -> set[tuple[str, str, int]]:
    return set(connection.rows("SELECT name, value, position FROM entry_label"))


def _expected_labels(content: EntryContent, position: int) -> set[tuple[str, str, int]]:
    labels = {("kind", content.kind.value)}
    if content.outcome:
        labels.add(("outcome", content.outcome.value))
    if content.flagged:
        labels.add(("flagged", "yes"))
    if content.assignment:
        labels.add(("assignment", content.assignment))
    labels |= {("tag", tag) for tag in content.tags} | {("with", name) for name in content.people}
    for audience in Audience:
        if audience_fields(content.sharing, audience) or audience_passages(content.sharing, audience):
            labels.add(("shared", audience.value))
    return {(name, value, position) for name, value in labels}


def _fields(content: EntryContent) -> list[str]:
    words, _ = split(content)
    return [*words.values(), *content.tags, *content.people]


@settings(max_examples=few(10))
@given(st.lists(contents(), min_size=1, max_size=4), st.data())
def test_the_index_is_always_that_of_the_entries(written: list[EntryContent], data: st.DataObject) -> None:
    """After any changes the index holds what a new index of the same entries holds, and the labels are the entries'."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        vault = new_vault(path)
        for content in written:
            entry = vault.entries.add(content)
            match data.draw(st.sampled_from(["keep", "edit", "trash", "put back", "purge"])):
                case "edit":
                    vault.entries.edit(entry.id, data.draw(contents()))
                case "trash":
                    vault.entries.move_to_trash(entry.id)
                case "put back":
                    vault.entries.move_to_trash(entry.id)
                    vault.entries.put_back(entry.id)
                case "purge":
                    vault.entries.move_to_trash(entry.id)
                    vault.entries.purge(entry.id)
        connection = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
        found, labels = _instances(connection), _labels(connection)
        places: dict[str, int] = dict(connection.rows("SELECT id, position FROM entry"))
        kept = [(places[entry.id], entry) for entry in vault.entries.each()]

        with connection.atomic():
            connection.run("DROP TABLE temp.seen")
            (sql,) = connection.row("SELECT sql FROM sqlite_master WHERE name = 'entry_search'") or ("",)
            connection.run("DROP TABLE entry_search")
            connection.run(sql)
            for position, entry in kept:
                index(connection, position, *split(entry.content))
        assert found == _instances(connection)
        assert labels == {label for position, entry in kept for label in _expected_labels(entry.content, position)}

        for _, entry in kept:
            vault.entries.move_to_trash(entry.id)
        assert _instances(connection) == []
        assert _labels(connection) == set()
        connection.close()
        vault.close()


@settings(max_examples=few(15))
@given(contents(), contents())
def test_every_field_finds_its_entry(content: EntryContent, other: EntryContent) -> None:
    """Each text, tag and nickname finds its entry as a phrase, its first word does too, and both are lit in it."""
    with tempfile.TemporaryDirectory() as folder:
        vault = new_vault(Path(folder) / "journal.db")
        entry = vault.entries.add(content)
        vault.entries.add(other)
        for text in _fields(content):
            for sought in (text, *text.split()[:3]):
                if holds_words(sought):
                    query = Query(words=(Words(sought, phrase=True),))
                    assert entry.id in [found.id for found in vault.entries.each(query)]
                    assert query.spans(text)
        vault.close()


@settings(max_examples=few(15))
@given(st.lists(texts().filter(holds_words), min_size=1, max_size=5), st.data())
def test_what_is_found_is_lit(written: list[str], data: st.DataObject) -> None:
    """Whatever a search for a piece of some text finds, in other capitals too, it lights, so that one sees why."""
    with tempfile.TemporaryDirectory() as folder:
        vault = new_vault(Path(folder) / "journal.db")
        for text in written:
            vault.entries.add(made(text))
        for text in written:
            start = data.draw(st.integers(0, len(text) - 1))
            piece = text[start : data.draw(st.integers(start + 1, len(text)))]
            sought = data.draw(st.sampled_from([piece, piece.upper(), piece.lower(), piece.title()]))
            if holds_words(sought):
                query = Query(words=(Words(sought, prefix=data.draw(st.booleans())),))
                for entry in vault.entries.each(query):
                    assert query.spans(entry.content.text)
        vault.close()
