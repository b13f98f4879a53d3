"""Records: keeping, changing, finding and deleting what isn't an entry, the same for every type."""

import datetime as dt
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given

from journal.errors import BadInput, NotFound, Overtaken
from journal.model.exercise import Exercise
from journal.model.goal import Goal, GoalProgress
from journal.model.homework import Assignment
from journal.model.measures import OutsideScore, OwnScale
from journal.model.rating import SCALES, Moment
from journal.model.records import CONTENTS, Content
from journal.model.sensate_focus import RuleSet
from journal.model.session import AgendaItem, TherapySession
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.records import contents
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.making import made
from tests.markers import marked_record
from tests.strategies import records
from tests.vault.decrypting import pages
from tests.vault.some_records import PAIRS

SECOND = dt.timedelta(seconds=1)
each_type = pytest.mark.parametrize("kind", CONTENTS, ids=lambda kind: kind.type)


class Clock:
    """A clock that goes on by a second whenever it is looked at."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        self.now += SECOND
        return self.now


@pytest.fixture
def ticking(path: Path) -> Vault:
    """An empty journal whose clock goes on."""
    return new_vault(path, clock=Clock())


@each_type
def test_a_record_is_kept(path: Path, vault: Vault, kind: type[Content]) -> None:
    """What was added is there as it was, for this program and for one that opens the file later."""
    first, second = PAIRS[kind]
    kept = vault.records_of(kind)
    one, two = kept.add(first), kept.add(second)
    assert (one.version, one.created, one.updated, one.content) == (1, NOW, NOW, first)
    assert one.id != two.id
    other = Vault.open(path, PASSPHRASE, read_only=True)
    for opened in (vault, other):
        assert opened.records_of(kind).get(one.id) == one
        assert set(opened.records_of(kind).list()) == {one, two}
        assert list(opened.records_of(kind).each()) == list(opened.records_of(kind).list())
    other.close()


@each_type
def test_the_types_are_kept_apart(vault: Vault, kind: type[Content]) -> None:
    """A record is in the list of its own type alone, and its id leads nowhere in the others."""
    record = vault.records_of(kind).add(PAIRS[kind][0])
    for other in CONTENTS:
        if other is not kind:
            others = vault.records_of(other)
            assert others.list() == ()
            for job in (others.get, others.history, others.remove):
                with pytest.raises(NotFound):
                    job(record.id)


@each_type
def test_a_change_keeps_what_was_before(ticking: Vault, kind: type[Content]) -> None:
    """A change is a new version, those before it stay as they were with their instants, and the id is the same."""
    first, second = PAIRS[kind]
    kept = ticking.records_of(kind)
    before = kept.add(first)
    after = kept.edit(before.id, second)
    assert (after.id, after.version, after.content) == (before.id, 2, second)
    assert (after.created, after.updated > before.updated) == (before.created, True)
    again = kept.edit(before.id, first)
    assert kept.history(before.id) == (again, after, before)
    assert kept.list() == (again,)


@each_type
def test_a_change_of_what_has_changed_meanwhile_is_refused(vault: Vault, kind: type[Content]) -> None:
    """A change says which version it was made on; over another one nothing is kept, and its draft stays."""
    first, second = PAIRS[kind]
    kept = vault.records_of(kind)
    record = kept.add(first)
    changed = kept.edit(record.id, second, over=1)
    draft = vault.drafts.save(first, edits=record.id)
    with pytest.raises(Overtaken):
        kept.edit(record.id, first, over=1, from_draft=draft.id)
    assert kept.history(record.id) == (changed, record)
    assert vault.drafts.list() == (draft,)
    assert kept.edit(record.id, second, over=1, from_draft=draft.id) == changed  # what is there already is no change
    assert vault.drafts.list() == ()


@each_type
def test_the_same_again_is_no_change(ticking: Vault, kind: type[Content]) -> None:
    """Saving what is there already makes no version and leaves the instant, and its draft goes all the same."""
    kept = ticking.records_of(kind)
    record = kept.add(PAIRS[kind][0])
    draft = ticking.drafts.save(PAIRS[kind][0], edits=record.id)
    assert kept.edit(record.id, PAIRS[kind][0], from_draft=draft.id) == record
    assert kept.history(record.id) == (record,)
    assert ticking.drafts.list() == ()


def test_lists_are_in_the_order_of_making(ticking: Vault) -> None:
    """Changing a record or putting it back doesn't move it in the list."""
    one, two, three = (ticking.goals.add(Goal(wording=word)) for word in ("one", "two", "three"))
    ticking.goals.edit(one.id, Goal(wording="one, changed"))
    ticking.goals.remove(two.id)
    ticking.record_trash.put_back(two.id)
    assert [record.id for record in ticking.goals.list()] == [one.id, two.id, three.id]
    assert contents(ticking.goals.list()) == tuple(Goal(wording=word) for word in ("one, changed", "two", "three"))


@each_type
def test_the_trash(ticking: Vault, kind: type[Content]) -> None:
    """A removed record is in the trash alone, with its history; put back, it is as it was."""
    first, second = PAIRS[kind]
    kept = ticking.records_of(kind)
    kept.add(first)
    record = kept.edit(kept.add(first).id, second)
    history = kept.history(record.id)
    kept.remove(record.id)
    assert record.id not in {one.id for one in kept.list()}
    for job in (kept.get, kept.history, kept.remove, lambda gone: kept.edit(gone, first)):
        with pytest.raises(NotFound):
            job(record.id)
    (removed,) = ticking.record_trash.list()
    assert (removed.record, removed.removed > record.updated) == (record, True)
    assert ticking.record_trash.put_back(record.id) == record
    assert ticking.record_trash.list() == ()
    assert kept.history(record.id) == history


def test_the_trash_has_every_type_the_latest_first(ticking: Vault) -> None:
    """One list has whatever was removed, by the instant at which it was."""
    ids = [ticking.records_of(kind).add(PAIRS[kind][0]).id for kind in CONTENTS]
    for kind, record_id in reversed(list(zip(CONTENTS, ids, strict=True))):
        ticking.records_of(kind).remove(record_id)
    assert [removed.record.id for removed in ticking.record_trash.list()] == ids
    assert [type(removed.record.content) for removed in ticking.record_trash.list()] == list(CONTENTS)


def test_the_trash_knows_what_was_removed_alone(vault: Vault) -> None:
    """What wasn't removed, and an entry, can be neither put back nor purged; what was purged is nowhere."""
    record = vault.goals.add(Goal(wording="calm"))
    entry = vault.entries.add(made("calm"))
    vault.entries.move_to_trash(entry.id)
    for job in (vault.record_trash.put_back, vault.record_trash.purge):
        for gone in (record.id, entry.id, "nowhere", ""):
            with pytest.raises(NotFound):
                job(gone)
    vault.goals.remove(record.id)
    vault.record_trash.purge(record.id)
    for job in (vault.record_trash.put_back, vault.record_trash.purge, vault.goals.get):
        with pytest.raises(NotFound):
            job(record.id)
    assert vault.record_trash.list() == ()


def _clear(path: Path) -> bytes:
    return b"\n".join(pages(path, derive_key(PASSPHRASE, read_salt(path)).secret()))


def _found(path: Path, markers: list[str]) -> set[str]:
    # A text may go on on another page, so either half of a marker stands for it.
    content = _clear(path)
    return {word for word in markers if word[:12].encode() in content or word[12:].encode() in content}


@each_type
def test_nothing_of_a_purged_record_remains(path: Path, vault: Vault, kind: type[Content]) -> None:
    """Texts, history and drafts are overwritten on every page, free ones too; the id is kept, and so are the others."""
    kept = vault.records_of(kind)
    stays, staying = marked_record(kind, "stays")
    first, first_markers = marked_record(kind, "first")
    second, second_markers = marked_record(kind, "second")
    draft, draft_markers = marked_record(kind, "draft")
    typed = "zqxkvjwbpyfmzqxkvjwbpyfm"
    kept.add(stays)
    gone = kept.add(first)
    kept.edit(gone.id, second)
    kept.edit(gone.id, PAIRS[kind][0])
    vault.drafts.save(draft, edits=gone.id, unread={"date": typed})
    other = vault.drafts.save(stays, edits="0190-another")

    markers = [*first_markers.values(), *second_markers.values(), *draft_markers.values(), typed]
    assert _found(path, markers) == set(markers)

    kept.remove(gone.id)
    assert _found(path, markers) == set(markers)
    vault.record_trash.purge(gone.id)
    assert _found(path, markers) == set()
    assert _found(path, list(staying.values())) == set(staying.values())
    assert gone.id.encode() in _clear(path)
    assert vault.drafts.list() == (other,)


@given(records())
def test_a_draft_is_kept_exactly(tmp_path_factory: pytest.TempPathFactory, content: Content) -> None:
    """Every field of every type comes back from a draft as it was written, after opening again too."""
    path = tmp_path_factory.mktemp("draft") / "journal.db"
    vault = new_vault(path, clock=lambda: NOW)
    draft = vault.drafts.save(content, edits="of a record", unread={"date": "2026-0\0\u202e"})
    vault.close()
    vault = Vault.open(path, PASSPHRASE)
    assert vault.drafts.get(draft.id) == draft
    assert vault.drafts.of_edit("of a record") == draft
    assert draft.content == content
    vault.close()


@each_type
def test_saving_takes_the_draft_along(vault: Vault, kind: type[Content]) -> None:
    """A record and the end of its draft are one step, for a new record and for a change."""
    first, second = PAIRS[kind]
    other = vault.drafts.save(second)
    draft = vault.drafts.save(first)
    record = vault.records_of(kind).add(first, from_draft=draft.id)
    assert vault.drafts.list() == (other,)
    draft = vault.drafts.save(second, edits=record.id)
    vault.records_of(kind).edit(record.id, second, from_draft=draft.id)
    assert vault.drafts.list() == (other,)


@each_type
def test_a_draft_survives_a_save_that_was_undone(vault: Vault, kind: type[Content]) -> None:
    """Where a record can't be saved, its draft is still there, and there is neither a record nor a version."""
    first, second = PAIRS[kind]
    kept = vault.records_of(kind)
    draft = vault.drafts.save(first)
    with pytest.raises(KeyError), vault.atomic():
        kept.add(first, from_draft=draft.id)
        raise KeyError
    with pytest.raises(NotFound):
        kept.edit("nowhere", first, from_draft=draft.id)
    assert kept.list() == ()
    record = kept.add(first)
    with pytest.raises(KeyError), vault.atomic():
        kept.edit(record.id, second, from_draft=draft.id)
        raise KeyError
    assert kept.history(record.id) == (record,)
    assert vault.drafts.list() == (draft,)


def test_a_broken_character_is_refused(vault: Vault) -> None:
    """Half a character can't be kept; the message doesn't repeat the text, and nothing is saved."""
    with pytest.raises(BadInput) as problem:
        vault.goals.add(Goal(wording="kjzq \ud800"))
    assert "kjzq" not in str(problem.value)
    assert vault.goals.list() == ()


def test_records_are_no_entries(vault: Vault) -> None:
    """Records are in no list or count of entries, and an entry is in no list of records."""
    for kind in CONTENTS:
        vault.records_of(kind).add(PAIRS[kind][0])
    assert vault.entries.count() == 0
    vault.entries.add(made("calm"))
    assert sum(len(vault.records_of(kind).list()) for kind in CONTENTS) == len(CONTENTS)


def test_own_scales_are_scales(vault: Vault) -> None:
    """A scale of one's own is offered after those of the program, under its id, and goes when it is removed."""
    assert list(vault.scales()) == list(SCALES)
    record = vault.own_scales.add(OwnScale(name="Ease", highest=5, moments=(Moment.BEFORE, Moment.AFTER)))
    scale = vault.scales().get(record.id)
    assert scale is not None
    assert (scale.name, scale.highest, scale.moments) == ("Ease", 5, (Moment.BEFORE, Moment.AFTER))
    assert list(vault.scales()) == [*SCALES, scale]
    vault.own_scales.remove(record.id)
    assert vault.scales().get(record.id) is None
    assert vault.scales().name(record.id) == "A scale that isn't here any more"


def test_another_program_sees_a_change(path: Path, vault: Vault) -> None:
    """Two programs that have the journal open see each other's records at once."""
    other = Vault.open(path, PASSPHRASE)
    record = vault.sessions.add(TherapySession(notes="one"))
    other.sessions.edit(record.id, TherapySession(notes="two"))
    assert vault.sessions.get(record.id).content.notes == "two"
    other.sessions.remove(record.id)
    with pytest.raises(NotFound):
        vault.sessions.edit(record.id, TherapySession(notes="three"))
    other.close()


def test_headings_are_never_empty_lines() -> None:
    """What stands for a record in a list is one line with something in it, but for a progress without a number."""
    full = (
        Assignment(instructions="\n\n first line\nsecond"),
        AgendaItem(text="\n\nfirst line"),
        TherapySession(notes="\n first line"),
        Goal(wording="first line\n"),
    )
    assert [one.heading for one in full] == ["first line"] * 4
    for kind in CONTENTS:
        heading = kind().heading
        assert "\n" not in heading and (heading or kind.type == "goal_progress")
    assert OutsideScore(name="A sheet").heading == "A sheet"


@pytest.mark.parametrize(
    "beyond",
    [
        Assignment(confidence=11),
        Assignment(wanted=0),
        Assignment(rules=RuleSet(turn_length=-1)),
        GoalProgress(value=9999),
        OwnScale(highest=0),
        Exercise(minutes=1441),
    ],
)
def test_numbers_have_their_limits(vault: Vault, beyond: Content) -> None:
    """A number outside the limits of its field is refused with what can be written, wherever it comes from."""
    records = vault.records_of(type(beyond))
    kept = records.add(type(beyond)())
    for save in (partial(records.add, beyond), partial(records.edit, kept.id, beyond)):
        with pytest.raises(BadInput) as problem:
            save()
        assert "Write a whole number from" in problem.value.hint
    assert records.list() == (kept,)
