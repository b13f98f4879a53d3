"""What stands on a summary, and what never does."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from journal.errors import BadInput
from journal.model.entry import (
    Communication,
    Decision,
    Education,
    Ending,
    EntryContent,
    Experimentation,
    Kind,
    LimitsKept,
    Obstacle,
    Outcome,
    Reflection,
    Reply,
    SensateFocus,
    Sharing,
    blank,
)
from journal.model.homework import Intercourse, RuleSet, Stage
from journal.model.rating import Moment, Rating
from journal.model.sharing import Audience, filled
from journal.summary import Format, render
from journal.summary.build import build
from journal.vault.people import Person
from journal.vault.vault import Vault
from tests.summary.made import (
    SINCE,
    UNTIL,
    all_shared,
    day,
    items,
    marked,
    passages,
    rows,
    section,
    shared,
    summary_of,
)


def reflection(number: int, text: str = "", topic: str = "", flagged: bool = False) -> EntryContent:
    """A reflection on a day of May."""
    return EntryContent(when=day(number), details=Reflection(), text=text, topic=topic, flagged=flagged)


def touch(number: int, stage: Stage | None = Stage.NON_SEXUAL, **fields: Any) -> EntryContent:
    """A sensate-focus practice on a day of May, with all of it released."""
    return all_shared(replace(EntryContent(when=day(number), details=SensateFocus(stage=stage)), **fields))


def tension(before: int, highest: int, after: int) -> tuple[Rating, ...]:
    """Three ratings of tension."""
    moments = (Moment.BEFORE, Moment.HIGHEST, Moment.AFTER)
    return tuple(
        Rating("tension", moment, value) for moment, value in zip(moments, (before, highest, after), strict=True)
    )


def test_nothing_shared(vault: Vault) -> None:
    """A period in which nothing was released for the audience gives an empty summary, and a sentence that says so."""
    private = replace(all_shared(reflection(4, "mine")), sharing=Sharing())
    summary = summary_of(vault, private, shared(reflection(5, "joint"), "text", audience=Audience.JOINT))
    assert summary.empty
    for form in Format:
        page = render(summary, form).decode()
        assert "Nothing from this period has been shared for the therapist yet." in page
        assert "mine" not in page and "joint" not in page.lower()


def test_the_two_audiences_are_apart(vault: Vault) -> None:
    """What was released for a joint session isn't in the page for the therapist, and the other way round."""
    content = replace(
        reflection(4, "words of the text", "words of the topic"),
        sharing=Sharing(therapist=frozenset({"text"}), joint=frozenset({"topic"})),
    )
    for_therapist = summary_of(vault, content)
    for_both = build(vault, Audience.JOINT, SINCE, UNTIL, UNTIL)
    assert "words of the text" in repr(for_therapist) and "words of the topic" not in repr(for_therapist)
    assert "words of the topic" in repr(for_both) and "words of the text" not in repr(for_both)


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("kind", Kind)
def test_each_field_alone(vault: Vault, kind: Kind, form: Format) -> None:
    """A field that was released alone is on the page in every format, and no other field of the entry is."""
    content, marks = marked(kind)
    for name, _ in filled(content):
        entry = vault.entries.add(shared(content, name))
        page = render(build(vault, Audience.THERAPIST, SINCE, UNTIL, UNTIL), form).decode()
        found = {other for other, mark in marks.items() if mark in page}
        assert found == {name} & marks.keys(), name
        assert "AssignmentMark" not in page
        vault.entries.move_to_trash(entry.id)


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("kind", Kind)
def test_everything_released_is_on_the_page(vault: Vault, kind: Kind, form: Format) -> None:
    """An entry that was released whole is on the page whole, but for a rehearsal, which never leaves."""
    content, marks = marked(kind)
    page = render(summary_of(vault, all_shared(content)), form).decode()
    assert {name for name, mark in marks.items() if mark not in page} <= {"rehearsal"}


def test_a_rehearsal_never_leaves(vault: Vault) -> None:
    """A rehearsal draft stays, even where its name is in the set of what was released."""
    content = EntryContent(when=day(4), details=Communication(skill="A request", rehearsal="tried out"))
    assert "tried out" not in repr(summary_of(vault, shared(content, "skill", "rehearsal")))


def test_what_is_in_the_trash_stays_there(vault: Vault) -> None:
    """An entry in the trash isn't on the page."""
    entry = vault.entries.add(shared(reflection(4, "gone"), "text"))
    vault.entries.move_to_trash(entry.id)
    assert build(vault, Audience.THERAPIST, SINCE, UNTIL, UNTIL).empty


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
        build(vault, Audience.THERAPIST, UNTIL, SINCE, UNTIL)


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
    summary = build(vault, Audience.THERAPIST, since, until, UNTIL)
    assert (summary.nickname, summary.period) == ("Sam", period)
    for form in Format:
        page = render(summary, form).decode()
        assert "Sam" in page and period in page and "Alex" not in page
        assert "Selected by the client; not a clinical record." in page


def test_years_are_named_where_there_are_two(vault: Vault) -> None:
    """In a period that spans a new year, each date has its year."""
    vault.entries.add(shared(reflection(4, "words"), "text"))
    summary = build(vault, Audience.THERAPIST, dt.date(2025, 12, 1), UNTIL, UNTIL)
    assert list(passages(summary, "Chosen excerpts")) == ["Mon 4 May 2026 · Reflection"]


def test_most_important(vault: Vault) -> None:
    """The three entries flagged last come first, by topic, with the rest of the flagged ones after them."""
    flagged = [reflection(n, topic=f"topic {n}", flagged=True) for n in (4, 5, 6, 7, 8)]
    summary = summary_of(
        vault,
        *(shared(content, "flagged", "topic") for content in flagged),
        shared(reflection(9, topic="unflagged"), "topic"),
        shared(reflection(10, topic="flag kept back", flagged=True), "topic"),
        shared(reflection(11, topic="topic kept back", flagged=True), "flagged"),
    )
    assert items(summary, "Most important today") == [
        ("", "Mon 11 May · Reflection"),
        ("topic 8", "Fri 8 May · Reflection"),
        ("topic 7", "Thu 7 May · Reflection"),
    ]
    assert [text for text, _ in items(summary, "Also raised")] == ["topic 6", "topic 5", "topic 4"]


def test_most_important_without_a_topic(vault: Vault) -> None:
    """A flagged entry without a topic is named by its first line, if the text was released too."""
    content = reflection(4, "\n\nThe first line.\nThe second.", flagged=True)
    summary = summary_of(vault, shared(content, "flagged", "text"))
    assert items(summary, "Most important today") == [("The first line.", "Mon 4 May · Reflection")]


def test_homework(vault: Vault) -> None:
    """A row for each practice, with what was released of it; what is too long for a row is whole further down."""
    long = "An idea that takes more than a line to tell, " * 4 + "and then it ends."
    education = EntryContent(
        when=day(4),
        details=Education(resource="A leaflet", takeaway="Slower is easier."),
        outcome=Outcome.PARTLY,
        minutes=20,
        obstacles=(Obstacle.TIRED, Obstacle.FORGOT),
    )
    summary = summary_of(
        vault,
        all_shared(education),
        shared(replace(education, when=day(5, dt.time(21, 30))), "outcome", "time"),
        shared(replace(education, when=day(6), details=Education(takeaway=long)), "takeaway"),
        touch(7, outcome=Outcome.NOT_THIS_WEEK, topic="Back and arms"),
    )
    first, second, third, fourth = rows(summary, "Homework")
    assert first == {
        "Date": "Mon 4 May",
        "Practice": "Education · A leaflet",
        "How it went": "partly",
        "Minutes": "20",
        "Helped or learnt": "Slower is easier.",
        "What got in the way": "tired · forgot",
    }
    assert second == {"Date": "Tue 5 May, 21:30", "Practice": "Education", "How it went": "partly"}
    assert third["Helped or learnt"].endswith(" …") and len(third["Helped or learnt"]) < 110
    assert passages(summary, "Details chosen") == {"Wed 6 May · Education": {"Takeaway": long}}
    assert fourth == {
        "Date": "Thu 7 May",
        "Practice": "Sensate focus · stage 1 · Back and arms",
        "How it went": "not this week",
    }


def test_sensate_focus(vault: Vault) -> None:
    """For each stage: how many practices took place, the ranges of what was rated, and stops; no verdict."""
    attention = (Rating("attention", Moment.ONCE, 2),)
    summary = summary_of(
        vault,
        touch(4, outcome=Outcome.DONE, ratings=(*tension(3, 6, 2), *attention)),
        touch(5, outcome=Outcome.TRIED, ratings=(*tension(5, 8, 2), Rating("attention", Moment.ONCE, 3))),
        touch(6, outcome=Outcome.NOT_THIS_WEEK, ratings=tension(10, 10, 10)),
        touch(7, outcome=Outcome.PLANNED),
        touch(8, Stage.GENITALS_INCLUDED, outcome=Outcome.STOPPED_EARLY, ratings=attention),
        all_shared(
            EntryContent(
                when=day(9), details=SensateFocus(stage=Stage.GENITALS_INCLUDED, ending=Ending.STOP_WORD), minutes=9
            )
        ),
    )
    assert rows(summary, "Sensate focus") == [
        {
            "Stage": "1 non-sexual touch",
            "Practices": "2",
            "Attention": "about half to mostly",
            "Tension before": "3 to 5",
            "Highest tension": "6 to 8",
            "Tension after": "2",
        },
        {"Stage": "2 genitals included", "Practices": "2", "Attention": "about half", "Stopped early": "2"},
    ]
    for form in Format:
        page = render(summary, form).decode().lower()
        assert not any(word in page for word in ("ready", "progress", "improve", "average", "missed", "failed"))


def test_sensate_focus_counts_what_was_released(vault: Vault) -> None:
    """A practice of which other things were released counts neither its stage nor its ratings."""
    whole = touch(4, outcome=Outcome.DONE, ratings=tension(1, 2, 3), topic="Hands first")
    summary = summary_of(
        vault,
        touch(5, outcome=Outcome.DONE, ratings=tension(4, 5, 6)),
        shared(whole, "topic"),
        shared(whole, "outcome", "rating:comfort"),
    )
    by_stage = rows(summary, "Sensate focus")
    assert [row.get("Stage") for row in by_stage] == ["1 non-sexual touch", None]
    assert [row["Practices"] for row in by_stage] == ["1", "1"]
    assert by_stage[0]["Tension before"] == "4" and "Tension before" not in by_stage[1]


def test_a_bare_number_of_practices(vault: Vault) -> None:
    """Practices of which only the outcome was released have no table of facts."""
    summary = summary_of(vault, shared(touch(4, outcome=Outcome.DONE), "outcome"))
    assert [one.title for one in summary.sections] == ["Homework"]


def test_communication(vault: Vault) -> None:
    """What was practised, how it was heard, and the next wording."""
    content = EntryContent(
        when=day(4),
        details=Communication(
            skill="A small request", reply=Reply.LATER, next_wording="Half that speed,\nplease.", words_used="Slower?"
        ),
        topic="Asking for slower",
        ratings=(Rating("felt_heard", Moment.ONCE, 3),),
    )
    summary = summary_of(vault, all_shared(content))
    assert rows(summary, "Communication") == [
        {
            "Date": "Mon 4 May",
            "Practised": "Asking for slower · A small request",
            "Reply": "later",
            "Felt heard": "quite",
            "Next wording": "Half that speed, please.",
        }
    ]
    assert passages(summary, "Details chosen") == {
        "Mon 4 May · Communication · Asking for slower": {"Words I used": "Slower?"}
    }


def test_excerpts(vault: Vault) -> None:
    """The three latest texts are excerpts; an earlier one stands with the details, since it was chosen too."""
    summary = summary_of(
        vault, *(shared(reflection(n, f"text {n}", f"topic {n}"), "text", "topic") for n in (4, 5, 6, 7))
    )
    assert [one["text"] for one in passages(summary, "Chosen excerpts").values()] == ["text 5", "text 6", "text 7"]
    assert passages(summary, "Details chosen") == {"Mon 4 May · Reflection · topic 4": {"Notes": "text 4"}}


def test_questions(vault: Vault) -> None:
    """Questions for the therapist, in order."""
    asked = [EntryContent(when=day(n), details=Education(question=f"Why {n}?")) for n in (4, 5)]
    summary = summary_of(vault, *map(all_shared, asked))
    assert items(summary, "Questions for the therapist") == [
        ("Why 4?", "Mon 4 May · Education"),
        ("Why 5?", "Tue 5 May · Education"),
    ]


def test_details(vault: Vault) -> None:
    """What no section tells is told line by line with its label: answers, names, ratings, rules."""
    experiment = EntryContent(
        when=day(4),
        details=Experimentation(prediction="Awkward.", what_happened="Less so.", decision=Decision.ADAPT),
        people=("Alex", "Robin"),
        tags=("evening",),
        ratings=(
            *tension(0, 7, 2),
            Rating("usefulness", Moment.ONCE, 4),
            Rating("comfort", Moment.ONCE, 0),
            Rating("a scale of mine", Moment.ONCE, 77),
        ),
    )
    rules = SensateFocus(
        rules=RuleSet(off_limits="neck", intercourse=Intercourse.NOT_THE_AIM, turn_length=0),
        limits_kept=LimitsKept.UNSURE,
        minutes_each_way=0,
    )
    summary = summary_of(vault, all_shared(experiment), all_shared(EntryContent(when=day(5), details=rules)))
    assert passages(summary, "Details chosen") == {
        "Mon 4 May · Experimentation": {
            "People": "Alex · Robin",
            "Tension, 0 to 10": "before 0 · highest 7 · after 2",
            "Usefulness": "very",
            "Comfort, 0 to 10": "0",
            "a scale of mine": "77",
            "Prediction": "Awkward.",
            "What happened": "Less so.",
            "Keep, adapt or leave": "adapt",
            "Tags": "evening",
        },
        "Tue 5 May · Sensate focus": {
            "Minutes each way": "0",
            "Agreed limits kept": "unsure",
            "Rules in force": "areas off limits: neck · intercourse: not the aim · minutes per turn: 0",
        },
    }


def test_only_the_time(vault: Vault) -> None:
    """An entry of which only the time was released stands there with its date and time."""
    summary = summary_of(vault, shared(replace(reflection(4, "mine"), when=day(4, dt.time(7, 5))), "time"))
    assert passages(summary, "Details chosen") == {"Mon 4 May, 07:05 · Reflection": {}}


def test_the_order_of_sections(vault: Vault) -> None:
    """Sections come in the order a session goes through them."""
    contents = [all_shared(marked(kind)[0]) for kind in Kind]
    summary = summary_of(vault, *contents, touch(10, outcome=Outcome.DONE, ratings=tension(3, 6, 2)))
    assert [one.title for one in summary.sections] == [
        "Most important today",
        "Also raised",
        "Homework",
        "Sensate focus",
        "Communication",
        "Chosen excerpts",
        "Questions for the therapist",
        "Details chosen",
    ]
    assert section(summary, "Homework").body != section(summary, "Communication").body


@pytest.mark.parametrize("blank_text", [" ", "\n\t\n", "\u200f", "\r\n"])
def test_nothing_to_be_seen(vault: Vault, blank_text: str) -> None:
    """A field that was released with nothing to be seen in it makes no empty line."""
    content = replace(
        blank(Kind.EDUCATION, day(4)), text=blank_text, tags=(blank_text,), details=Education(question=blank_text)
    )
    assert summary_of(vault, all_shared(content)).empty
