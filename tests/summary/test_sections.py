"""The sections of a summary, each with what was released and nothing made up."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

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
    Reply,
    SensateFocus,
    blank,
)
from journal.model.measures import OwnScale
from journal.model.rating import Moment, Rating
from journal.model.sensate_focus import Intercourse, RuleSet, Stage
from journal.summary import Format, render
from journal.vault.vault import Vault
from tests.summary.made import (
    all_shared,
    day,
    items,
    marked,
    passages,
    reflection,
    rows,
    section,
    shared,
    summary_of,
)
from tests.summary.reading import written


def touch(number: int, stage: Stage | None = Stage.NON_SEXUAL, **fields: Any) -> EntryContent:
    """A sensate-focus practice on a day of May, with all of it released."""
    return all_shared(replace(EntryContent(when=day(number), details=SensateFocus(stage=stage)), **fields))


def tension(before: int, highest: int, after: int) -> tuple[Rating, ...]:
    """Three ratings of tension."""
    moments = (Moment.BEFORE, Moment.HIGHEST, Moment.AFTER)
    return tuple(
        Rating("tension", moment, value) for moment, value in zip(moments, (before, highest, after), strict=True)
    )


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
        "In the way": "tired · forgot",
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
        page = written(summary, form).lower()
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
    """The three latest texts are excerpts; an earlier one is left out until it is switched on."""
    summary = summary_of(
        vault, *(shared(reflection(n, f"text {n}", f"topic {n}"), "text", "topic") for n in (4, 5, 6, 7))
    )
    assert [one["text"] for one in passages(summary, "Chosen excerpts").values()] == ["text 5", "text 6", "text 7"]
    assert "text 4" not in repr(summary)


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
            "A scale that isn't here any more": "77",
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


def test_own_scales(vault: Vault) -> None:
    """Ratings on the person's own scales stand under the name of the scale, with what its ends mean."""
    rest = vault.own_scales.add(OwnScale(name="Rest", highest=5, low_word="worn out", high_word="rested"))
    slept = vault.own_scales.add(OwnScale(name="Slept", highest=1, low_word="badly", high_word="well"))
    plain = vault.own_scales.add(OwnScale(moments=(Moment.BEFORE, Moment.AFTER)))
    ratings = (
        Rating(rest.id, Moment.ONCE, 4),
        Rating(slept.id, Moment.ONCE, 1),
        Rating(plain.id, Moment.BEFORE, 2),
        Rating(plain.id, Moment.AFTER, 0),
    )
    summary = summary_of(vault, all_shared(replace(reflection(4), ratings=ratings)))
    assert passages(summary, "Details chosen") == {
        "Mon 4 May · Reflection": {
            "Rest, 0 (worn out) to 5 (rested)": "4",
            "Slept, 0 (badly) to 1 (well)": "1",
            "A scale, 0 (lowest) to 10 (highest)": "before 2 · after 0",
        }
    }


def test_own_scales_are_shown_only_with_what_was_released(vault: Vault) -> None:
    """Neither the name of an own scale nor its ends are on a page without a released rating on it."""
    rest = vault.own_scales.add(OwnScale(name="Rest", low_word="worn out", high_word="rested"))
    rated = replace(reflection(4, "text"), ratings=(Rating(rest.id, Moment.ONCE, 4), Rating("comfort", Moment.ONCE, 5)))
    page = render(summary_of(vault, shared(rated, "text", "rating:comfort")), Format.TEXT).decode()
    assert "Comfort" in page
    assert not any(word in page for word in ("Rest", "worn out", "rested"))


def test_only_the_time(vault: Vault) -> None:
    """An entry of which only the time was released stands there with its date and time."""
    summary = summary_of(vault, shared(replace(reflection(4, "mine"), when=day(4, dt.time(7, 5))), "time"))
    assert items(summary, "Topics") == [("", "Mon 4 May, 07:05 · Reflection")]


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
