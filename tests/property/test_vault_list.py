"""The list of entries under any order of changes, held against a plain model of it in Python."""

import datetime as dt
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from journal.errors import NotFound
from journal.model.dates import When
from journal.model.entry import DETAILS, EntryContent, Kind, Outcome, Sharing
from journal.model.query import Query, Words
from journal.model.sharing import Audience, still_shared
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.examples import few
from tests.journals import new_vault

DAYS = [dt.date(2026, 5, 4), dt.date(2026, 5, 5), dt.date(1, 1, 1), dt.date(9999, 12, 31)]
TIMES = [None, dt.time(0, 0), dt.time(23, 59)]
VOCABULARY = ["calm", "calmer", "warm", "breath", "pause", "slow"]
TAGS, PEOPLE = ["evening", "home", "Évora"], ["Alex", "Sam"]

contents = st.builds(
    lambda day, time, kind, text, **rest: EntryContent(
        when=When(day, time), details=DETAILS[kind](), text=" ".join(text), **rest
    ),
    st.sampled_from(DAYS),
    st.sampled_from(TIMES),
    st.sampled_from(Kind),
    st.lists(st.sampled_from(VOCABULARY), max_size=4),
    outcome=st.none() | st.sampled_from(list(Outcome)[:3]),
    tags=st.lists(st.sampled_from(TAGS), max_size=2, unique=True).map(tuple),
    people=st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True).map(tuple),
    flagged=st.booleans(),
    sharing=st.sampled_from([Sharing(), Sharing(therapist=frozenset({"text"})), Sharing(joint=frozenset({"text"}))]),
)


def chosen(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Mostly nothing, else one or two of these, or one that nothing has."""
    return st.just(()) | st.lists(st.sampled_from([*values, "nothing-has-this"]), max_size=2, unique=True).map(tuple)


words = st.builds(
    lambda text, prefix: Words(text, prefix=prefix),
    st.sampled_from([*VOCABULARY, "cal", "calm calm", "slow pause", "evening", "Alex", "absent"]),
    st.booleans(),
)
queries = st.just(Query()) | st.builds(
    Query,
    words=st.lists(words, max_size=2).map(tuple),
    kinds=st.lists(st.sampled_from(Kind), max_size=2, unique=True).map(tuple),
    outcomes=st.lists(st.sampled_from(list(Outcome)[:4]), max_size=2, unique=True).map(tuple),
    tags=chosen(TAGS),
    people=chosen(PEOPLE),
    flagged=st.sampled_from([None, None, True, False]),
    shared=st.sampled_from([None, None, True, False]),
    audiences=st.lists(st.sampled_from(Audience), max_size=2, unique=True).map(tuple),
    after=st.none() | st.sampled_from(DAYS),
    before=st.none() | st.sampled_from(DAYS),
)


def _has_words(content: EntryContent, wanted: Words) -> bool:
    sought = wanted.text.lower().split()
    for text in (content.text, *content.tags, *content.people):
        found = text.lower().split()
        for start in range(len(found) - len(sought) + 1):
            *firsts, last = found[start : start + len(sought)]
            if firsts == sought[:-1] and (last == sought[-1] or (wanted.prefix and last.startswith(sought[-1]))):
                return True
    return False


def _finds(query: Query, content: EntryContent) -> bool:
    shared_with = {a for a in Audience if getattr(content.sharing, a.value)}
    return (
        all(_has_words(content, each) for each in query.words)
        and (not query.kinds or content.kind in query.kinds)
        and (not query.outcomes or content.outcome in query.outcomes)
        and (not query.tags or bool(set(query.tags) & set(content.tags)))
        and (not query.people or bool(set(query.people) & set(content.people)))
        and query.flagged in (None, content.flagged)
        and query.shared in (None, bool(shared_with))
        and (not query.audiences or bool(set(query.audiences) & shared_with))
        and (query.after is None or content.when.date >= query.after)
        and (query.before is None or content.when.date <= query.before)
    )


@dataclass
class Kept:
    """An entry as the model has it; `turn` is its place within its minute."""

    content: EntryContent
    turn: int
    versions: list[EntryContent]


def _minute(content: EntryContent) -> tuple[dt.date, dt.time]:
    return content.when.date, content.when.time or dt.time()


class ListOfEntries(RuleBasedStateMachine):
    """Every change is made to the vault and to a dict, and both have to tell the same."""

    ids = Bundle("ids")

    @initialize()
    def create(self) -> None:
        """An empty journal and an empty model."""
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "journal.db"
        self.vault = new_vault(self.path, clock=lambda: NOW)
        self.kept: dict[str, Kept] = {}
        self.trashed: dict[str, Kept] = {}

    def teardown(self) -> None:
        """Both checks of the file are clean at the end."""
        self.vault.close()
        vault = Vault.open(self.path, PASSPHRASE)
        assert vault._connection.rows("PRAGMA integrity_check") == [("ok",)]
        assert vault._connection.rows("PRAGMA cipher_integrity_check") == []
        vault.close()
        self.folder.cleanup()

    def _turn(self, content: EntryContent) -> int:
        same = [one.turn for one in self.kept.values() if _minute(one.content) == _minute(content)]
        return max(same) + 1 if same else 0

    def _listed(self, query: Query = Query()) -> list[str]:
        newest_first = sorted(
            self.kept, key=lambda i: (*_minute(self.kept[i].content), self.kept[i].turn), reverse=True
        )
        return [i for i in newest_first if _finds(query, self.kept[i].content)]

    @rule(target=ids, content=contents)
    def add(self, content: EntryContent) -> str:
        """A new entry comes after the others of its minute."""
        turn = self._turn(content)
        content = replace(content, sharing=still_shared(content.sharing, content))
        entry = self.vault.entries.add(content)
        assert (entry.version, entry.created, entry.updated, entry.content) == (1, NOW, NOW, content)
        self.kept[entry.id] = Kept(content, turn, [])
        return entry.id

    @rule(i=ids, content=contents, redated=st.booleans())
    def edit(self, i: str, content: EntryContent, redated: bool) -> None:
        """An edit keeps the version before it, and the entry's turn as long as its minute is the same."""
        if i in self.kept and not redated:
            content = replace(content, when=self.kept[i].content.when)
        if i not in self.kept:
            with pytest.raises(NotFound):
                self.vault.entries.edit(i, content)
            return
        one = self.kept[i]
        entry = self.vault.entries.edit(i, content)
        content = replace(content, sharing=still_shared(one.content.sharing, content))
        self._edited(i, content)
        assert entry == self.vault.entries.get(i)
        assert (entry.version, entry.content) == (len(one.versions) + 1, content)

    @rule(i=ids, data=st.data())
    def restore(self, i: str, data: st.DataObject) -> None:
        """A restored version becomes a new one, and none is lost."""
        if i not in self.kept or not self.kept[i].versions:
            with pytest.raises(NotFound):
                self.vault.entries.restore(i, 1)
            return
        number = data.draw(st.integers(1, len(self.kept[i].versions)))
        earlier = self.kept[i].versions[number - 1]
        earlier = replace(earlier, sharing=still_shared(self.kept[i].content.sharing, earlier))
        assert self.vault.entries.restore(i, number).content == earlier
        self._edited(i, earlier)

    @rule(i=ids, content=contents)
    def share(self, i: str, content: EntryContent) -> None:
        """A choice of what may leave changes that and nothing else, and makes no version."""
        if i not in self.kept:
            with pytest.raises(NotFound):
                self.vault.entries.share(i, content.sharing)
            return
        one = self.kept[i]
        one.content = replace(one.content, sharing=still_shared(content.sharing, one.content))
        entry = self.vault.entries.share(i, content.sharing)
        assert (entry.version, entry.content) == (len(one.versions) + 1, one.content)

    def _edited(self, i: str, content: EntryContent) -> None:
        one = self.kept[i]
        if content == one.content:
            return
        one.versions.append(one.content)
        if _minute(content) != _minute(one.content):
            one.turn = self._turn(content)
        one.content = content

    @rule(i=ids)
    def move_to_trash(self, i: str) -> None:
        """An entry in the trash is in no list."""
        if i not in self.kept:
            with pytest.raises(NotFound):
                self.vault.entries.move_to_trash(i)
            return
        self.vault.entries.move_to_trash(i)
        self.trashed[i] = self.kept.pop(i)

    @rule(i=ids)
    def put_back(self, i: str) -> None:
        """An entry that is put back has its old turn, unless another has taken it."""
        if i not in self.trashed:
            with pytest.raises(NotFound):
                self.vault.entries.put_back(i)
            return
        one = self.trashed.pop(i)
        if any(one.turn == k.turn and _minute(one.content) == _minute(k.content) for k in self.kept.values()):
            one.turn = self._turn(one.content)
        self.kept[i] = one
        entry = self.vault.entries.put_back(i)
        assert (entry.version, entry.content) == (len(one.versions) + 1, one.content)

    @rule(i=ids)
    def purge(self, i: str) -> None:
        """A purged entry is gone with all of its versions."""
        if i not in self.trashed:
            with pytest.raises(NotFound):
                self.vault.entries.purge(i)
            return
        self.vault.entries.purge(i)
        del self.trashed[i]
        assert self.vault.entries.history(i) == ()

    @rule(content=contents)
    def undone(self, content: EntryContent) -> None:
        """Changes in a block that is left by an error leave no trace."""
        with pytest.raises(KeyError), self.vault.atomic():
            self.vault.entries.add(content)
            for i in self._listed()[:2]:
                self.vault.entries.move_to_trash(i)
            raise KeyError

    @rule()
    def open_again(self) -> None:
        """Everything is as it was after closing and opening."""
        self.vault.close()
        self.vault = Vault.open(self.path, PASSPHRASE, clock=lambda: NOW)

    @rule(query=queries, limit=st.integers(1, 4), offset=st.integers(-1, 12))
    def look(self, query: Query, limit: int, offset: int) -> None:
        """A list read at once, forwards, backwards, from the middle and counted is one and the same list."""
        listed = self._listed(query)
        entries = self.vault.entries
        assert [entry.id for entry in entries.each(query)] == listed
        assert entries.count(query) == len(listed)

        forwards, page = [], entries.page(query, limit=limit)
        assert page.before is None
        while True:
            forwards += [entry.id for entry in page.entries]
            assert len(page.entries) == limit or page.after is None
            if page.after is None:
                break
            last, page = page, entries.page(query, after=page.after, limit=limit)
            assert page.before is not None
            assert entries.page(query, before=page.before, limit=limit).entries == last.entries
        assert forwards == listed

        from_here = entries.page_at(query, offset, limit)
        start = max(0, offset)
        assert [entry.id for entry in from_here.entries] == listed[start : start + limit]
        if from_here.entries:
            assert (from_here.before is None) == (start == 0)
            assert (from_here.after is None) == (start + limit >= len(listed))

    @invariant()
    def the_same(self) -> None:
        """The whole list, the trash, every history and the tags agree with the model."""
        entries = self.vault.entries
        assert [(e.id, e.content) for e in entries.each()] == [(i, self.kept[i].content) for i in self._listed()]
        assert {t.entry.id: t.entry.content for t in entries.trash()} == {i: k.content for i, k in self.trashed.items()}
        for i, one in (self.kept | self.trashed).items():
            assert [e.content for e in entries.history(i)] == one.versions[::-1]
            assert [e.version for e in entries.history(i)] == list(range(len(one.versions), 0, -1))
        tags = {tag for one in self.kept.values() for tag in one.content.tags}
        assert entries.tags() == tuple(sorted(tags, key=str.casefold))


ListOfEntries.TestCase.settings = settings(max_examples=few(10), stateful_step_count=30)
TestListOfEntries = ListOfEntries.TestCase
