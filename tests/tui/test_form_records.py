"""The forms of records, and scales of one's own in the form of an entry."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Collapsible, Static

from journal.model.dates import When
from journal.model.entry import EntryContent, Kind, blank
from journal.model.exercise import Exercise
from journal.model.fields import Input, fields_of
from journal.model.goal import Goal, GoalProgress
from journal.model.homework import Assignment
from journal.model.measures import Frequency, Gad7, OutsideScore, OwnScale
from journal.model.rating import Moment, Rating, Scales
from journal.model.records import CONTENTS, Content
from journal.model.sensate_focus import RuleSet, Stage, StageAgreement, Talk
from journal.model.session import TherapySession
from journal.model.shared_copy import SharedCopy
from journal.model.timer import Practice
from journal.safety.text import UNSAFE
from journal.tui.app import JournalApp
from journal.tui.screens.form.entry import EntryForm
from journal.tui.screens.form.fields import Suggestions
from journal.tui.screens.form.form import Form, FormState
from journal.tui.screens.form.record import RecordForm
from journal.tui.screens.form.record_screen import RecordFormScreen
from journal.tui.screens.today.place import TodayScreen
from journal.tui.widgets.editor import TextEditor
from journal.tui.widgets.entry_page import wrapped
from journal.tui.widgets.line import LineInput
from journal.tui.widgets.options import OptionsInput
from journal.tui.widgets.rating import RatingInput
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.examples import few
from tests.hostile import HOSTILE_LINES
from tests.strategies import records
from tests.tui.conftest import MakeApp, Settle
from tests.tui.writing import drafts, look

TODAY = NOW.date()
# A practice has its timer, and a copy that left is noted when it leaves: neither has a form.
WRITTEN = tuple(kind for kind in CONTENTS if kind not in (Practice, SharedCopy))
each_type = pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.type)


class Shown(App[None]):
    """One form, without a journal."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "app.focus_next", priority=True)]

    def __init__(self, form: Form[EntryContent] | Form[Content]) -> None:
        super().__init__()
        self.form = form

    def compose(self) -> ComposeResult:
        """The form."""
        yield self.form


def record_form(content: Content, unread: dict[str, str] | None = None) -> RecordForm:
    """The form of a record."""
    return RecordForm(FormState(content, unread or {}), Suggestions(("Alex",)), lambda: TODAY)


@settings(max_examples=few(8))
@given(st.sampled_from(WRITTEN).flatmap(records))
async def test_an_untouched_form_gives_back_what_it_was_given(content: Content) -> None:
    """Any record of any type, hostile text and what no field asks for included, is the same in its form."""
    app = Shown(record_form(content))
    async with app.run_test(size=(80, 24)):
        assert app.form.state() == FormState(content, {})


@each_type
async def test_every_field_is_asked_once(kind: type[Content]) -> None:
    """Each declared field has one row, in its order, and a group has one for each of its parts."""
    record: type = kind
    app = Shown(record_form(kind()))
    async with app.run_test(size=(80, 24)):
        expected = [
            spec.name + part
            for spec in fields_of(record)
            for part in ([f".{one.name}" for one in spec.group] if spec.input is Input.GROUP else [""])
        ]
        assert list(app.form.fields) == expected
        assert len(app.form.query("FieldRow")) == len(expected)


async def test_each_answer_has_its_widget() -> None:
    """Numbers to 10 are a row to press, greater ones and dates are typed, choices are in sight, rules are folded."""
    app = Shown(record_form(Assignment()))
    async with app.run_test(size=(80, 24)):
        made = {path: type(field.widget) for path, field in app.form.fields.items()}
        assert made["confidence"] is RatingInput
        assert [made[path] for path in ("wanted", "minutes", "assigned_on", "title")] == [LineInput] * 4
        assert made["stage"] is made["kind"] is OptionsInput and made["why"] is TextEditor
        (rules,) = app.form.query(Collapsible)
        assert rules.collapsed
    app = Shown(record_form(Assignment(rules=RuleSet(talk=Talk.FREE))))
    async with app.run_test(size=(80, 24)):
        assert not app.form.query_one(Collapsible).collapsed


@each_type
async def test_no_label_is_cut(app: JournalApp, settle: Settle, kind: type[Content]) -> None:
    """Every label has as many lines as its words need, however long it is and however wide the terminal."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_record(kind())
        await settle(pilot)
        for part in app.screen.query(Collapsible):
            part.collapsed = False
        widths = set()
        for size in ((80, 24), (120, 40)):
            await pilot.resize_terminal(*size)
            labels = [row.query_one(".label", Static) for row in app.screen.query("FieldRow")]
            assert labels
            for label in labels:
                lines = list(wrapped(str(label.render()), label.content_size.width))
                assert label.content_size.height >= len(lines), str(label.render())
            widths.add(app.screen.query_one(RecordForm).size.width)
        assert len(widths) == 2


async def test_a_questionnaire_looks_like_one(app: JournalApp, settle: Settle) -> None:
    """The questions of GAD-7 stand above their answers, and each is answered by the number that is added."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_record(Gad7(date=TODAY))
        await settle(pilot)
        form = app.screen.query_one(RecordForm)
        form.fields["nervous"].widget.focus()
        for digit in "0123012":
            await pilot.press(digit, "tab")
        content = form.state().content
        assert isinstance(content, Gad7)
        assert content.answers == tuple(Frequency.of(digit) for digit in "0123012")
        assert content.score == 9
        for path in ("nervous", "relaxing", "impact"):
            row = form.fields[path].row
            assert row.query_one(".label").region.bottom <= row.field.region.y


async def test_a_date_of_a_record() -> None:
    """A date may be empty, is read in words, and what can't be read stays where it is."""
    app = Shown(record_form(TherapySession(date=TODAY, time=dt.time(17, 0))))
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.fields["date"].widget.focus()
        await pilot.press("backspace", *"+7", "tab")
        assert app.form.state().content == TherapySession(date=TODAY + dt.timedelta(days=7), time=dt.time(17, 0))
        assert app.form.fields["date"].widget.answer == "2026-05-24"
        app.form.fields["date"].widget.focus()
        await pilot.press("backspace", *"soon", "tab")
        assert app.form.state().unread == {"date": "soon"}
        app.form.fields["date"].widget.focus()
        await pilot.press("backspace", "tab")
        await pilot.press("backspace")
        assert app.form.state() == FormState(TherapySession(), {})


SAYS_SOMETHING = (
    TherapySession(date=TODAY),
    GoalProgress(goal="0190-goal", date=TODAY, value=0),
    GoalProgress(goal="0190-goal", note="x"),
    Gad7(date=TODAY, nervous=Frequency.NOT_AT_ALL),
    OutsideScore(date=TODAY, number="0"),
    Assignment(title="x"),
    Assignment(rules=RuleSet(talk=Talk.SILENT)),
    StageAgreement(stage=Stage.GENITALS_INCLUDED),
    Goal(baseline=0),
    Exercise(steps="x"),
    OwnScale(name="Ease"),
)
SAYS_NOTHING = (
    TherapySession(),
    GoalProgress(goal="0190-goal", date=TODAY),
    Gad7(date=TODAY),
    OutsideScore(date=TODAY),
    Assignment(assigned_on=TODAY, state_since=TODAY, session="0190-session"),
    StageAgreement(agreed_on=TODAY),
    Goal(started_on=TODAY),
    Exercise(),
    OwnScale(),
)


@pytest.mark.parametrize("content", SAYS_SOMETHING, ids=repr)
async def test_a_little_is_enough(app: JournalApp, path: Path, settle: Settle, content: Content) -> None:
    """A record with one answer in it is saved as it stands; 0 is an answer, and for a session its day is one."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_record(content)
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)
    assert [one.content for one in look(path, lambda vault: vault.records_of(type(content)).list())] == [content]
    assert not drafts(path)


@pytest.mark.parametrize("content", SAYS_NOTHING, ids=repr)
async def test_a_day_alone_is_nothing(app: JournalApp, path: Path, settle: Settle, content: Content) -> None:
    """A form in which no more than the day stands says what is enough, and leaves neither record nor draft."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_record(content)
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, RecordFormScreen)
        assert "Nothing is filled in yet" in [note.message for note in app._notifications][-1]
        await pilot.press("escape")
        await settle(pilot)
    assert not look(path, lambda vault: vault.records_of(type(content)).list()) and not drafts(path)


async def test_a_record_is_drafted_and_gone_on_with(app: JournalApp, path: Path, settle: Settle) -> None:
    """What was written of a record is a draft, which Today leads back to; saved, it is a record and no draft."""
    ended: list[str | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_record(Goal(started_on=TODAY))
        await settle(pilot)
        await pilot.press(*"less", "escape")
        await settle(pilot)
        (draft,) = drafts(path)
        assert draft.content == Goal(wording="less", started_on=TODAY)
        app.go_on_with(draft)
        await settle(pilot)
        await pilot.press("end", *" fear", "ctrl+s")
        await settle(pilot)
        (goal,) = look(path, lambda vault: vault.goals.list())
        assert goal.content == Goal(wording="less fear", started_on=TODAY)
        assert not drafts(path)
        app.write_record(goal.content, goal.id, ended.append)
        await settle(pilot)
        await pilot.press("end", *" again", "ctrl+s")
        await settle(pilot)
    history = look(path, lambda vault: vault.goals.history(goal.id))
    assert [version.content.wording for version in history] == ["less fear again", "less fear"]
    assert ended == [goal.id]


async def test_an_agreement_dated_ahead_is_not_saved(app: JournalApp, path: Path, settle: Settle) -> None:
    """The form stays with what was typed, and says why."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_record(StageAgreement(stage=Stage.GENITALS_INCLUDED))
        await settle(pilot)
        app.screen.query_one(RecordForm).fields["agreed_on"].widget.focus()
        await pilot.press(*"+1", "ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, RecordFormScreen)
        assert "can't be dated ahead" in [note.message for note in app._notifications][-1]
    assert not look(path, lambda vault: vault.agreements.list())


# Scales of one's own


def entry_form(*scales: OwnScale, ratings: tuple[Rating, ...] = (), unread: dict[str, str] | None = None) -> EntryForm:
    """The form of a reflection in a journal with these scales, whose ids are own0, own1 ..."""
    own = Scales(one.scale(f"own{number}") for number, one in enumerate(scales))
    content = replace(blank(Kind.REFLECTION, When(TODAY)), ratings=ratings)
    return EntryForm(FormState(content, unread or {}), Suggestions(scales=own), lambda: TODAY)


async def test_an_own_scale_is_rated_like_any_other() -> None:
    """A short one is a row of numbers, at each of its moments, among the further ratings, which are folded away."""
    app = Shown(entry_form(OwnScale(name="Ease", highest=5, moments=(Moment.BEFORE, Moment.AFTER))))
    async with app.run_test(size=(80, 24)) as pilot:
        paths = [path for path in app.form.fields if path.startswith("rating:own0")]
        assert paths == ["rating:own0:before", "rating:own0:after"]
        assert app.form.query_one(Collapsible).collapsed
        app.form.query_one(Collapsible).collapsed = False
        await pilot.pause()
        app.form.fields[paths[1]].widget.focus()
        await pilot.press("5")
        content = app.form.state().content
        assert isinstance(content, EntryContent)
        assert content.ratings == (Rating("own0", Moment.AFTER, 5),)


async def test_a_long_own_scale_is_typed() -> None:
    """Of a hundred numbers none is in a row: one is typed, and what is too high is said and kept in the draft."""
    app = Shown(entry_form(OwnScale(name="Ease", highest=100), ratings=(Rating("own0", Moment.ONCE, 70),)))
    path = "rating:own0:once"
    async with app.run_test(size=(80, 40)) as pilot:
        field = app.form.fields[path]
        assert isinstance(field.widget, LineInput) and field.widget.answer == "70"
        assert "0 lowest, 100 highest" in "".join(str(line.render()) for line in field.row.query(Static))
        field.widget.focus()
        await pilot.press("backspace", *"85", "tab")
        content = app.form.state().content
        assert isinstance(content, EntryContent) and content.ratings == (Rating("own0", Moment.ONCE, 85),)
        field.widget.focus()
        await pilot.press("backspace", *"101", "tab")
        assert app.form.state().unread == {path: "101"}
    app = Shown(entry_form(OwnScale(name="Ease", highest=100), unread={path: "101"}))
    async with app.run_test(size=(80, 40)):
        assert app.form.fields[path].widget.answer == "101"


@pytest.mark.parametrize("highest", [5, 100])
async def test_words_of_an_own_scale_are_drawn_safely(highest: int) -> None:
    """Whatever a scale is called, its row shows all of its name and no control character."""
    names = [*HOSTILE_LINES, "a name of a scale that is much longer than the place at the left of a row"]
    scales = [OwnScale(name=name, highest=highest, low_word=name, high_word=name) for name in names]
    app = Shown(entry_form(*scales, ratings=(Rating("own0", Moment.ONCE, 0),)))
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        for number in range(len(scales)):
            row = app.form.fields[f"rating:own{number}:once"].row
            row.field.focus()
            drawn = [str(line.render()) for line in row.query(Static)] + [str(row.field.render())]
            assert not any(UNSAFE.search(text) for text in drawn)
        label = app.form.fields[f"rating:own{len(scales) - 1}:once"].row.query_one(".label", Static)
        assert label.size.width >= len(names[-1]) or label.size.height > 1


async def test_the_app_offers_own_scales(path: Path, journal_app: MakeApp, settle: Settle, app: JournalApp) -> None:
    """A scale that was made is in the next form that is opened."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_record(OwnScale())
        await settle(pilot)
        await pilot.press(*"Ease", "ctrl+s")
        await settle(pilot)
        (scale,) = look(path, lambda vault: vault.own_scales.list())
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        assert f"rating:{scale.id}:once" in app.screen.query_one(EntryForm).fields


@pytest.mark.parametrize(
    ("content", "key", "answered"),
    [
        (Gad7(date=TODAY), "1", Gad7(date=TODAY, nervous=Frequency.SEVERAL_DAYS)),
        (GoalProgress(goal="0190-goal", date=TODAY), "4", GoalProgress(goal="0190-goal", date=TODAY, value=4)),
    ],
    ids=["gad7", "goal_progress"],
)
async def test_the_day_that_stands_there_is_passed_over(
    app: JournalApp, settle: Settle, content: Content, key: str, answered: Content
) -> None:
    """The first digit answers the first question; the day is one key back."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_record(content)
        await settle(pilot)
        form = app.screen.query_one(RecordForm)
        await pilot.press(key)
        assert form.state().content == answered
        await pilot.press("shift+tab")
        assert app.focused is form.fields["date"].widget


async def test_without_a_day_the_day_comes_first(app: JournalApp, settle: Settle) -> None:
    """Where no day stands there yet, the form begins with it."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_record(Gad7())
        await settle(pilot)
        assert app.focused is app.screen.query_one(RecordForm).fields["date"].widget


@pytest.mark.parametrize("typed", ["0", "101", "many"])
async def test_a_scale_that_ends_nowhere_is_refused(app: JournalApp, path: Path, settle: Settle, typed: str) -> None:
    """A highest number that can't be one is named, and nothing is saved; the form has said what there may be."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_record(OwnScale())
        await settle(pilot)
        row = app.screen.query_one(RecordForm).fields["highest"].row
        assert "left empty, it is 10" in str(row.query_one(".why", Static).render())
        await pilot.press(*"Ease", "tab", *typed, "ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, RecordFormScreen)
        assert "from 1 to 100" in str(row.query_one(".problem", Static).render())
    assert not look(path, lambda vault: vault.own_scales.list())


@pytest.mark.parametrize(("typed", "kept"), [("24", "24"), ("3,5", "3,5"), ("24 of 40", ""), ("high", "")])
async def test_a_score_is_a_number(app: JournalApp, path: Path, settle: Settle, typed: str, kept: str) -> None:
    """A score is kept as it was typed; one that isn't a number is named with what to do, and stays in the draft."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_record(OutsideScore(name="Scale A"))
        await settle(pilot)
        line = app.screen.query_one(RecordForm).fields["number"]
        assert isinstance(line.widget, LineInput)
        line.widget.fill(typed)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen if kept else RecordFormScreen)
        if not kept:
            assert "words fit in the note" in str(line.row.query_one(".problem", Static).render())
    assert [one.content.number for one in look(path, lambda vault: vault.scores.list())] == ([kept] if kept else [])


async def test_homework_says_which_session_it_comes_from(
    path: Path, journal_app: MakeApp, settle: Settle, app: JournalApp
) -> None:
    """The session of homework is chosen among the latest, and can be taken off; one to come isn't offered."""

    def fill(vault: Vault) -> str:
        days = (TODAY - dt.timedelta(days=7 * n) for n in range(-1, 9))
        _, _, _, second, *_, last = (vault.sessions.add(TherapySession(date=day)).id for day in days)
        for session in (last, "gone"):
            vault.assignments.add(Assignment(title=session, session=session))
        return second

    second = look(path, fill)
    one, other = look(path, lambda vault: vault.assignments.list())
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for homework, offered, keys in ((one, 7, "2"), (other, 7, "backspace")):
            app.write_record(homework.content, homework.id)
            await settle(pilot)
            field = app.screen.query_one(RecordForm).fields["session"]
            assert isinstance(field.widget, OptionsInput)
            assert len(field.widget._terms) == offered
            field.widget.focus()
            await pilot.press(keys, "ctrl+s")
            await settle(pilot)
    kept = look(path, lambda vault: [one.content.session for one in vault.assignments.list()])
    assert kept == [second, ""]
