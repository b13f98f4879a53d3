"""What stands on a summary, and what never does."""

import datetime as dt
from dataclasses import replace

import pytest

from journal.errors import BadInput
from journal.model.dates import When
from journal.model.entry import (
    Communication,
    EntryContent,
    Kind,
    Sharing,
)
from journal.model.records import CONTENTS, Content
from journal.model.sharing import TASK, Audience, filled
from journal.summary import Format
from journal.summary.build import build
from journal.vault.people import Person
from journal.vault.vault import Vault
from tests.markers import marked_record
from tests.summary.made import (
    SINCE,
    UNTIL,
    all_shared,
    day,
    marked,
    passages,
    reflection,
    rows,
    shared,
    summary_of,
)
from tests.summary.reading import written

# What takes many pages or a long one; a PDF takes longer to make, and has tests of its own for these.
TEXT_FORMATS = tuple(form for form in Format if form is not Format.PDF)


def test_nothing_shared(vault: Vault) -> None:
    """A period in which nothing was released for the audience gives an empty summary, and a sentence that says so."""
    private = replace(all_shared(reflection(4, "mine")), sharing=Sharing())
    summary = summary_of(vault, private, shared(reflection(5, "joint"), "text", audience=Audience.JOINT))
    assert summary.empty
    for form in Format:
        page = written(summary, form)
        assert "Nothing from this period has been shared for the therapist yet." in page
        assert "mine" not in page and "joint" not in page.lower()


def test_the_two_audiences_are_apart(vault: Vault) -> None:
    """What was released for a joint session isn't in the page for the therapist, and the other way round."""
    content = replace(
        reflection(4, "words of the text", "words of the topic"),
        sharing=Sharing(therapist=frozenset({"text"}), joint=frozenset({"topic"})),
    )
    for_therapist = summary_of(vault, content)
    for_both = build(vault, Audience.JOINT, SINCE, UNTIL, When(UNTIL))
    assert "words of the text" in repr(for_therapist) and "words of the topic" not in repr(for_therapist)
    assert "words of the topic" in repr(for_both) and "words of the text" not in repr(for_both)


@pytest.mark.parametrize("form", TEXT_FORMATS)
@pytest.mark.parametrize("kind", Kind)
def test_each_field_alone(vault: Vault, kind: Kind, form: Format) -> None:
    """A field that was released alone is on the page in every format, and no other field of the entry is."""
    content, marks = marked(kind)
    for name, _ in filled(content):
        entry = vault.entries.add(shared(content, name))
        page = written(build(vault, Audience.THERAPIST, SINCE, UNTIL, When(UNTIL)), form)
        found = {other for other, mark in marks.items() if mark in page}
        assert found == {name} & marks.keys(), name
        assert "AssignmentMark" not in page
        vault.entries.move_to_trash(entry.id)


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("kind", Kind)
def test_everything_released_is_on_the_page(vault: Vault, kind: Kind, form: Format) -> None:
    """An entry that was released whole is on the page whole, but for a rehearsal, which never leaves."""
    content, marks = marked(kind)
    page = written(summary_of(vault, all_shared(content)), form)
    assert {name for name, mark in marks.items() if mark not in page} <= {"rehearsal"}


@pytest.mark.parametrize("audience", Audience)
def test_nothing_of_a_record_is_on_the_page(vault: Vault, audience: Audience) -> None:
    """Words in every field of every record, kept, earlier, trashed or drafted, are on no page, in whatever format."""
    markers: set[str] = set()

    def one(kind: type[Content], seed: str) -> Content:
        content, marks = marked_record(kind, seed)
        markers.update(marks.values())
        return content

    for kind in CONTENTS:
        mine = vault.records_of(kind)
        mine.edit(mine.add(one(kind, "first")).id, one(kind, "second"))
        mine.remove(mine.add(one(kind, "removed")).id)
        vault.drafts.save(one(kind, "drafted"))
    (assignment,) = vault.assignments.list()
    for kind_of_entry in Kind:
        content, _ = marked(kind_of_entry)
        content = replace(content, assignment=assignment.id)
        names = tuple(name for name, _ in filled(content) if name != TASK)
        vault.entries.add(shared(content, *names, audience=audience))
    summary = build(vault, audience, SINCE, UNTIL, When(UNTIL))
    assert len(summary.sections) >= 6 and len(markers) > 4 * len(CONTENTS)
    for form in Format:
        page = written(summary, form)
        assert not {marker for marker in markers if marker in page}
        assert assignment.id not in page


def test_a_rehearsal_never_leaves(vault: Vault) -> None:
    """A rehearsal draft stays, even where its name is in the set of what was released."""
    content = EntryContent(when=day(4), details=Communication(skill="A request", rehearsal="tried out"))
    assert "tried out" not in repr(summary_of(vault, shared(content, "skill", "rehearsal")))


@pytest.mark.parametrize("form", TEXT_FORMATS)
def test_a_very_long_line(vault: Vault, form: Format) -> None:
    """200 KB without a blank, in many places of the page, come out whole in every format."""
    line = "w" * 200_000
    content = EntryContent(
        when=day(4), details=Communication(skill=line, words_used=line, next_wording=line), text=line, topic=line
    )
    page = written(summary_of(vault, all_shared(content)), form)
    assert "".join(page.split()).count(line) >= 4


def test_what_is_in_the_trash_stays_there(vault: Vault) -> None:
    """An entry in the trash isn't on the page."""
    entry = vault.entries.add(shared(reflection(4, "gone"), "text"))
    vault.entries.move_to_trash(entry.id)
    assert build(vault, Audience.THERAPIST, SINCE, UNTIL, When(UNTIL)).empty


def test_a_topic_alone(vault: Vault) -> None:
    """Where only the topic label was released, the page has it with date and kind, once, and nothing else."""
    summary = summary_of(vault, shared(marked(Kind.COMMUNICATION)[0], "topic"))
    assert rows(summary, "Homework") == [{"Date": "Mon 4 May", "Practice": "Communication · TopicMark"}]
    assert len(summary.sections) == 1


def test_the_period(vault: Vault) -> None:
    """The first and the last day belong to the period, the days around it don't, and it is told from its start."""
    days = (2, 17, 10, 3, 18)
    summary = summary_of(vault, *(shared(reflection(n, f"day {n}"), "text") for n in days))
    assert [one["text"] for one in passages(summary, "Chosen excerpts").values()] == ["day 3", "day 10", "day 17"]


def test_a_period_that_ends_before_it_begins(vault: Vault) -> None:
    """Such a period is refused."""
    with pytest.raises(BadInput):
        build(vault, Audience.THERAPIST, UNTIL, SINCE, When(UNTIL))


@pytest.mark.parametrize(
    ("since", "until", "period"),
    [
        (dt.date(2026, 5, 3), dt.date(2026, 5, 17), "3 to 17 May 2026"),
        (dt.date(2026, 4, 19), dt.date(2026, 5, 17), "19 April to 17 May 2026"),
        (dt.date(2025, 12, 20), dt.date(2026, 1, 3), "20 December 2025 to 3 January 2026"),
        (dt.date(2025, 5, 3), dt.date(2026, 5, 17), "3 May 2025 to 17 May 2026"),
        (dt.date(2026, 5, 17), dt.date(2026, 5, 17), "17 May 2026"),
    ],
)
def test_the_header(vault: Vault, since: dt.date, until: dt.date, period: str) -> None:
    """The header has the nickname, the period in words, and what the page is."""
    vault.people.add(Person("Sam", is_self=True))
    vault.people.add(Person("Alex"))
    summary = build(vault, Audience.THERAPIST, since, until, When(UNTIL))
    assert (summary.nickname, summary.period) == ("Sam", period)
    for form in Format:
        page = written(summary, form)
        assert "Sam" in page and period in page and "Alex" not in page
        assert "Selected by the client; not a clinical record." in page


def test_years_are_named_where_there_are_two(vault: Vault) -> None:
    """In a period that spans a new year, each date has its year."""
    vault.entries.add(shared(reflection(4, "words"), "text"))
    summary = build(vault, Audience.THERAPIST, dt.date(2025, 12, 1), UNTIL, When(UNTIL))
    assert list(passages(summary, "Chosen excerpts")) == ["Mon 4 May 2026 · Reflection"]
