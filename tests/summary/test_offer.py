"""What a page could hold is offered line by line; what was not released by itself is off until it is switched on."""

import datetime as dt
from dataclasses import replace

import pytest

from journal.model.dates import When
from journal.model.entry import (
    Communication,
    Education,
    EntryContent,
    Experimentation,
    Kind,
    Outcome,
    Reflection,
    ResourceType,
    SensateFocus,
    Sharing,
)
from journal.model.goal import Goal, GoalProgress
from journal.model.homework import Adaptation, Assignment, Change, prefilled
from journal.model.rating import Moment, Rating
from journal.model.sensate_focus import Stage
from journal.model.session import AgendaItem, AgendaKind, Pace, TherapySession
from journal.model.sharing import TASK, Audience, Preset, preset_names, with_audience_fields
from journal.summary.build import Draft, read
from journal.summary.lines import Line, lines
from journal.summary.page import Plots
from journal.vault.summary_choices import LineChoice, Rewording
from journal.vault.vault import Vault
from tests.summary.made import (
    SINCE,
    UNTIL,
    all_shared,
    day,
    items,
    passages,
    reflection,
    rows,
    section,
    shared,
)

ON, OFF = LineChoice(shown=True), LineChoice(shown=False)
NOW = When(UNTIL)


def draft(vault: Vault, audience: Audience = Audience.THERAPIST) -> Draft:
    """The page of 3 to 17 May 2026."""
    return read(vault, audience, SINCE, UNTIL, NOW)


def line(page: Draft, words: str) -> Line:
    """The only line that has these words."""
    (found,) = [one for part in page.offer.sections for one in lines(part) if words in one.words or words in one.about]
    return found


def choose(vault: Vault, words: str, choice: LineChoice, audience: Audience = Audience.THERAPIST) -> None:
    """Chooses about the line with these words."""
    one = line(draft(vault, audience), words)
    vault.summary_choices.set(audience, one.key, replace(choice, seen=one.digest), NOW)


def fill(vault: Vault) -> None:
    """A journal with everything that stands beside entries."""
    vault.sessions.add(TherapySession(date=SINCE, notes="stay with the pauses", pace=Pace.TOO_FAST))
    vault.sessions.add(TherapySession(date=UNTIL + dt.timedelta(days=4), hard_to_say="the fear of it"))
    vault.agenda.add(AgendaItem(text="starting", kind=AgendaKind.TOPIC, top=True, rank=1))
    vault.agenda.add(AgendaItem(text="why touch first", kind=AgendaKind.QUESTION))
    vault.agenda.add(AgendaItem(text="a quiet worry", kind=AgendaKind.HARD_TO_SAY))
    goal = vault.goals.add(Goal(wording="less pressure", baseline=2))
    for number, value in ((4, 3), (16, 5)):
        vault.goal_progress.add(GoalProgress(goal=goal.id, date=dt.date(2026, 5, number), value=value))
    change = Adaptation(on=dt.date(2026, 5, 9), change=Change.EASIER, why="tired by then")
    vault.assignments.add(Assignment(title="Back and arms", adaptations=(change,)))


def test_nothing_beside_entries_is_on_by_itself(vault: Vault) -> None:
    """Agenda, goals, notes, the pace, changes of homework: all are offered, for both readers, and none is on."""
    fill(vault)
    for audience in Audience:
        page = draft(vault, audience)
        assert page.summary.empty
        offered = {one.words for part in page.offer.sections for one in lines(part)}
        assert offered >= {
            "starting", "why touch first", "a quiet worry", "the fear of it", "stay with the pauses", "too fast",
            "now 5 · before 3", "Back and arms: tired by then",
        }  # fmt: skip


def test_a_line_that_is_switched_on_is_on_the_page_of_its_reader(vault: Vault) -> None:
    """It is on the page it was chosen for, and not on the other; switched off it is gone."""
    fill(vault)
    for words in ("starting", "why touch first", "now 5", "too fast", "the fear of it"):
        choose(vault, words, ON)
    page = draft(vault).summary
    assert items(page, "Most important today") == [("starting", "topic")]
    assert items(page, "Questions for the therapist") == [("why touch first", "question")]
    assert rows(page, "Goals, from 0 to 10") == [{"Goal": "less pressure", "Now": "5", "Before": "3"}]
    assert items(page, "What comes next") == [("too fast", "the pace, the session of Sun 3 May 2026")]
    assert items(page, "Also raised") == [("the fear of it", "hard to say aloud")]
    assert draft(vault, Audience.JOINT).summary.empty
    choose(vault, "starting", LineChoice())
    assert "starting" not in repr(draft(vault).summary)


def test_a_released_line_can_be_left_out_once(vault: Vault) -> None:
    """What is shared of an entry can be left off this page, field by field, while it stays shared."""
    entry = vault.entries.add(all_shared(replace(reflection(5, "", "sleep"), details=Reflection(mood="calm"))))
    vault.entries.add(all_shared(EntryContent(when=day(6), details=Education(question="Why so late?"))))
    choose(vault, "Why so late?", OFF)
    choose(vault, "Mood word", OFF)
    assert draft(vault).summary.empty
    assert vault.entries.get(entry.id).content.sharing == entry.content.sharing


def test_other_words(vault: Vault) -> None:
    """A line says what it was reworded to, part by part; a part that was emptied is gone; the journal has its own."""
    fill(vault)
    talk = Communication(skill="one request", next_wording="Half that speed")
    entry = vault.entries.add(all_shared(EntryContent(when=day(5), details=talk, outcome=Outcome.TRIED)))
    choose(vault, "starting", LineChoice(True, wording={"text": Rewording("starting", "beginning, at all")}))
    wording = {"Next wording": Rewording("Half that speed", "Slower"), "Date": Rewording("Tue 5 May", "")}
    choose(vault, "Half that speed", LineChoice(wording=wording))
    page = draft(vault).summary
    assert items(page, "Most important today") == [("beginning, at all", "topic")]
    assert rows(page, "Communication") == [{"Practised": "one request", "Next wording": "Slower"}]
    assert vault.entries.get(entry.id).content.details == talk


def test_other_words_end_with_the_words_they_stand_for(vault: Vault) -> None:
    """Where the journal says something else by now, the words that were put in its place are gone."""
    entry = vault.entries.add(all_shared(EntryContent(when=day(5), details=Education(question="Why late?"))))
    choose(vault, "Why late?", LineChoice(wording={"text": Rewording("Why late?", "Why at night?")}))
    assert items(draft(vault).summary, "Questions for the therapist")[0][0] == "Why at night?"
    vault.entries.edit(entry.id, replace(entry.content, details=Education(question="Why early?")))
    assert items(draft(vault).summary, "Questions for the therapist")[0][0] == "Why early?"


def test_lines_of_ones_own(vault: Vault) -> None:
    """Anything urgent, and what one wants next, are on the page once they were written."""
    page = draft(vault)
    assert page.summary.empty
    for about, words in (("urgent", "I slept badly"), ("what I want next", "stay here")):
        choose(vault, about, LineChoice(wording={"text": Rewording("", words)}))
    page = draft(vault)
    assert items(page.summary, "Most important today") == [("I slept badly", "urgent")]
    assert items(page.summary, "What comes next") == [("stay here", "what I want next")]
    choose(vault, "urgent", LineChoice(False, wording={"text": Rewording("", "I slept badly")}))
    assert "I slept badly" not in repr(draft(vault).summary)


def test_three_are_the_most_important_ones(vault: Vault) -> None:
    """A fourth thing that is raised stands below them."""
    fill(vault)
    for number in (4, 5, 6):
        vault.entries.add(shared(reflection(number, topic=f"topic {number}", flagged=True), "flagged", "topic"))
    choose(vault, "starting", ON)
    page = draft(vault).summary
    assert [text for text, _ in items(page, "Most important today")] == ["starting", "topic 6", "topic 5"]
    assert [text for text, _ in items(page, "Also raised")] == ["topic 4"]


def test_homework_by_its_title(vault: Vault) -> None:
    """Practices whose homework is shared stand in one row of it: days, outcomes, minutes, what was learnt last."""
    task = vault.assignments.add(Assignment(title="Back and arms"))
    for number, outcome, minutes, learnt in ((4, Outcome.TRIED, 10, "counting"), (6, Outcome.TRIED, 20, "breathing")):
        focus = SensateFocus(stage=Stage.NON_SEXUAL, came_back=learnt)
        content = EntryContent(when=day(number), details=focus, outcome=outcome, minutes=minutes, assignment=task.id)
        vault.entries.add(all_shared(content))
    vault.entries.add(shared(EntryContent(when=day(8), details=SensateFocus(), assignment=task.id), TASK))
    (row,) = rows(draft(vault).summary, "Homework")
    assert row == {
        "Date": "Mon 4 May · Wed 6 May · Fri 8 May",
        "Practice": "Sensate focus · stage 1 · Back and arms",
        "How it went": "tried 2",
        "Minutes": "10 to 20",
        "Helped or learnt": "breathing",
    }
    told = passages(draft(vault).summary, "Details chosen")
    assert told == {"Mon 4 May · Sensate focus": {"How I came back": "counting"}}


def test_a_plot_of_what_was_released(vault: Vault) -> None:
    """Ratings that were shared can be drawn, and only those; a single one can't."""
    for number, value in ((4, 7), (6, 5), (9, 4)):
        content = replace(reflection(number), ratings=(Rating("tension", Moment.HIGHEST, value),))
        vault.entries.add(shared(content, *(() if number == 6 else ("rating:tension",))))
    vault.entries.add(shared(replace(reflection(9), ratings=(Rating("comfort", Moment.ONCE, 3),)), "rating:comfort"))
    assert not any(part.title == "Ratings" for part in draft(vault).summary.sections)
    choose(vault, "7, 4", ON)
    body = section(draft(vault).summary, "Ratings").body
    assert isinstance(body, Plots)
    (plot,) = body.plots
    assert [point.value for point in plot.points] == [7, 4]
    assert (plot.title, plot.words) == ("Tension, highest", "7, 4 (4 May to 9 May)")


def test_a_question_for_a_clinician(vault: Vault) -> None:
    """It stands apart where it was released that it is for a clinician, and with the other questions where not."""
    asked = EntryContent(when=day(5), details=Education(question="Which cream?", resource_type=ResourceType.CLINICIAN))
    entry = vault.entries.add(all_shared(asked))
    assert items(draft(vault).summary, "Questions on health or medicine")[0][0] == "Which cream?"
    vault.entries.share(entry.id, shared(asked, "question").sharing)
    assert items(draft(vault).summary, "Questions for the therapist")[0][0] == "Which cream?"


@pytest.mark.parametrize("count", [3, 5])
def test_the_latest_three_texts_are_the_excerpts(vault: Vault, count: int) -> None:
    """Another one is on the page when it is switched on."""
    for number in range(4, 4 + count):
        vault.entries.add(shared(reflection(number, f"text {number}"), "text"))
    told = passages(draft(vault).summary, "Chosen excerpts").values()
    assert [one["text"] for one in told] == [f"text {number}" for number in range(1 + count, 4 + count)]


def test_a_line_that_says_more_by_now_is_off(vault: Vault) -> None:
    """What was switched on are the words that were seen: notes that grew, and another change of homework, stay off."""
    fill(vault)
    for words in ("stay with the pauses", "tired by then", "starting", "now 5"):
        choose(vault, words, ON)
    assert len([one for part in draft(vault).summary.sections for one in lines(part)]) == 4
    (held,) = (one for one in vault.sessions.list() if one.content.notes)
    vault.sessions.edit(held.id, replace(held.content, notes="stay with the pauses\nand a secret"))
    (topic,) = (one for one in vault.agenda.list() if one.content.text == "starting")
    vault.agenda.edit(topic.id, replace(topic.content, text="starting, and a secret"))
    (task,) = vault.assignments.list()
    (change,) = task.content.adaptations
    vault.assignments.edit(task.id, replace(task.content, adaptations=(replace(change, why="a secret"),)))
    (goal,) = vault.goals.list()
    vault.goal_progress.add(GoalProgress(goal=goal.id, date=UNTIL, value=6))
    page = draft(vault).summary
    assert "secret" not in repr(page)
    assert rows(page, "Goals, from 0 to 10") == [{"Goal": "less pressure", "Now": "6", "Before": "5"}]


def test_the_title_of_an_experiment_is_guarded(vault: Vault) -> None:
    """Logged as another kind, where titles are not guarded, it is neither in the topic nor on the page."""
    task = vault.assignments.add(Assignment(title="the secret aid", kind=Kind.EXPERIMENTATION))
    content = prefilled(task.content, task.id, day(5), kind=Kind.COMMUNICATION)
    assert "secret" not in repr(content)
    content = replace(content, outcome=Outcome.TRIED)
    for preset in Preset:
        sharing = with_audience_fields(Sharing(), Audience.THERAPIST, preset_names(content, preset))
        vault.entries.add(replace(content, sharing=sharing))
    assert "secret" not in repr(draft(vault).summary)
    own = EntryContent(when=day(5), details=Experimentation(), assignment=task.id)
    vault.entries.add(shared(own, TASK))
    assert "the secret aid" in repr(draft(vault).summary)


def test_homework_without_a_title_has_none(vault: Vault) -> None:
    """What is to be done in it doesn't stand in for its title on a page."""
    task = vault.assignments.add(Assignment(instructions="secret steps", kind=Kind.EDUCATION))
    content = EntryContent(when=day(5), details=Education(), assignment=task.id, outcome=Outcome.DONE)
    vault.entries.add(all_shared(content))
    assert "secret" not in repr(draft(vault).summary)
