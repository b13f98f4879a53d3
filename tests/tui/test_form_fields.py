"""The form gives back what it was given, whatever that is, and reads what is typed."""

import datetime as dt
from dataclasses import replace
from typing import ClassVar

import pytest
from hypothesis import given, settings
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Collapsible

from journal.model.dates import When
from journal.model.entry import (
    Communication,
    Education,
    EntryContent,
    Kind,
    Mode,
    Obstacle,
    Outcome,
    ResourceType,
    SensateFocus,
    Sharing,
    blank,
    detail_fields,
)
from journal.model.fields import Input, fields_of
from journal.model.rating import SCALES, Moment, Rating
from journal.model.sensate_focus import RuleSet, Talk
from journal.tui.screens.form.entry import EntryForm
from journal.tui.screens.form.fields import Suggestions
from journal.tui.screens.form.form import FormState
from journal.tui.widgets.line import LineInput
from tests.examples import few
from tests.strategies import contents

TODAY = dt.date(2026, 5, 17)
WHEN = When(TODAY, dt.time(21, 30), "Europe/Helsinki")


class Form(App[None]):
    """One form, without a journal, in which Tab works as it does in the app."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "app.focus_next", priority=True)]

    def __init__(self, content: EntryContent, unread: dict[str, str] | None = None) -> None:
        super().__init__()
        self.today = TODAY
        self.form = EntryForm(
            FormState(content, unread or {}), Suggestions(("Alex", "Robin"), ("evening",)), lambda: self.today
        )

    def compose(self) -> ComposeResult:
        """The form."""
        yield self.form

    def line(self, path: str) -> LineInput:
        """The field for a line."""
        widget = self.form.fields[path].widget
        assert isinstance(widget, LineInput)
        return widget


@settings(max_examples=few(8))
@given(contents())
async def test_an_untouched_form_gives_back_what_it_was_given(content: EntryContent) -> None:
    """Any entry of any kind, hostile text, unknown scales and sharing included, is the same in the form."""
    app = Form(content)
    async with app.run_test(size=(80, 24)):
        assert app.form.state() == FormState(content, {})


@settings(max_examples=few(5))
@given(contents(full=True))
async def test_a_touched_field_changes_no_other(content: EntryContent) -> None:
    """With a letter typed into the topic, everything else is as it was."""
    app = Form(content)
    async with app.run_test(size=(120, 40)) as pilot:
        app.line("topic").focus()
        await pilot.press("end", "x")
        expected = replace(content, topic=content.topic + "x") if app.line("topic").editable else content
        assert app.form.state() == FormState(expected, {})


@pytest.mark.parametrize("kind", list(Kind))
async def test_every_field_of_every_kind_is_asked(kind: Kind) -> None:
    """Nothing that an entry can hold is left out of its form, and nothing is asked twice."""
    app = Form(blank(kind, WHEN))
    async with app.run_test():
        expected = ["date", "time"]
        expected += [spec.name for spec in fields_of(EntryContent)]
        for spec in detail_fields(kind):
            parts = [f".{part.name}" for part in spec.group] if spec.input is Input.GROUP else [""]
            expected += [f"details.{spec.name}{part}" for part in parts]
        expected += [f"rating:{scale.id}:{moment}" for scale in SCALES for moment in scale.moments]
        assert sorted(app.form.fields) == sorted(expected)
        assert len(app.form.query("FieldRow")) == len(expected)


async def test_what_is_filled_in_is_not_folded_away() -> None:
    """Rules and further ratings are folded while they are empty, and open when they hold something."""
    rules = SensateFocus(rules=RuleSet(talk=Talk.SILENT))
    content = EntryContent(when=WHEN, details=rules, ratings=(Rating("usefulness", Moment.ONCE, 0),))
    for given_content, folded in ((blank(Kind.SENSATE_FOCUS, WHEN), True), (content, False)):
        app = Form(given_content)
        async with app.run_test():
            assert [part.collapsed for part in app.form.query(Collapsible)] == [folded, folded]


async def test_ratings_that_are_not_asked_for_stay_in_their_places() -> None:
    """A rating on a scale of another version, or at another moment, survives a change of the others."""
    strange = (Rating("a_scale_of_my_own", Moment.ONCE, 77), Rating("comfort", Moment.BEFORE, 3))
    content = replace(
        blank(Kind.COMMUNICATION, WHEN),
        ratings=(strange[0], Rating("felt_heard", Moment.ONCE, 2), strange[1], Rating("closeness", Moment.ONCE, 9)),
    )
    app = Form(content)
    async with app.run_test(size=(80, 40)) as pilot:
        app.form.fields["rating:felt_heard:once"].widget.focus()
        await pilot.press("4", "tab", "1")
        app.form.fields["rating:closeness:once"].widget.focus()
        await pilot.press("backspace")
        assert app.form.state().content.ratings == (
            strange[0],
            Rating("felt_heard", Moment.ONCE, 4),
            strange[1],
            Rating("difficulty", Moment.ONCE, 1),
        )


async def test_choices_that_are_taken_back_and_given_again_are_no_change() -> None:
    """Only which ones are chosen counts, not the order in which it was done."""
    content = replace(blank(Kind.REFLECTION, WHEN), obstacles=(Obstacle.TIRED, Obstacle.FORGOT))
    app = Form(content)
    async with app.run_test(size=(80, 40)) as pilot:
        app.form.fields["obstacles"].widget.focus()
        await pilot.press("7", "7")
        assert app.form.state().content == content


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("yesterday", dt.date(2026, 5, 16)), ("-3", dt.date(2026, 5, 14)), ("1.5.2026", dt.date(2026, 5, 1)), ("", TODAY)],
)
async def test_dates_in_words(typed: str, meant: dt.date) -> None:
    """What is typed is read, said back as a day, and written out when the field is left; empty is the first date."""
    app = Form(blank(Kind.EDUCATION, WHEN))
    async with app.run_test(size=(80, 40)) as pilot:
        app.line("date").focus()
        await pilot.press("backspace", *typed, "tab")
        await pilot.pause()
        assert app.form.state().content.when == replace(WHEN, date=meant)
        assert app.line("date").answer == meant.isoformat()


@pytest.mark.parametrize(("typed", "then"), [("31.2.2026", "31.2.2026"), ("yesterday", "2026-05-16")])
async def test_a_date_typed_quickly_is_not_overwritten(typed: str, then: str) -> None:
    """Keys that come all at once, Tab among them: the words stay if they can't be read, and are read if they can."""
    app = Form(blank(Kind.EDUCATION, WHEN))
    async with app.run_test(size=(80, 40)) as pilot:
        app.line("date").focus()
        await pilot.press("backspace")
        for char in typed:
            app.post_message(events.Key(char, char))
        app.post_message(events.Key("tab", "\t"))
        await pilot.press("x")
        await pilot.pause()
        assert app.line("date").answer == then
        assert app.line("time").answer == "x"


async def test_keys_that_come_at_once_reach_their_fields() -> None:
    """Digits and words typed ahead, with the keys that go from field to field among them, land where they belong."""
    app = Form(blank(Kind.EDUCATION, WHEN))
    async with app.run_test(size=(80, 40)) as pilot:
        app.form.fields["rating:usefulness:once"].widget.focus()
        await pilot.pause()
        for key in ("4", "down", "1", "up", "3", "enter", "2"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert [rating.value for rating in app.form.state().content.ratings] == [3, 2]
        app.line("details.resource").focus()
        await pilot.pause()
        for key in ("a", "enter", "1", "tab", "b"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert app.form.state().content.details == Education(resource="a", resource_type=ResourceType.BOOK, portion="b")


async def test_midnight_changes_no_date_that_was_typed() -> None:
    """Yesterday is the day before it was typed, whenever the form is saved."""
    app = Form(blank(Kind.EDUCATION, WHEN))
    async with app.run_test(size=(80, 40)) as pilot:
        app.line("date").focus()
        await pilot.press(*"yesterday")
        app.today = TODAY + dt.timedelta(days=1)
        assert app.form.state().content.when.date == dt.date(2026, 5, 16)


@pytest.mark.parametrize(
    ("path", "typed", "said"),
    [
        ("date", "31.2.2026", "can't be read"),
        ("time", "half nine", "can't be read"),
        ("minutes", "lots", "a whole number from 0 to 1440"),
        ("minutes", "1441", "a whole number from 0 to 1440"),
    ],
)
async def test_what_cant_be_read_is_kept_and_said(path: str, typed: str, said: str) -> None:
    """The words stay where they are, the value is as before, a sentence says so, and it goes when it is mended."""
    content = replace(blank(Kind.EDUCATION, WHEN), minutes=20)
    app = Form(content)
    async with app.run_test(size=(80, 40)) as pilot:
        app.line(path).focus()
        await pilot.press("backspace", *typed, "tab")
        await pilot.pause()
        row = app.form.fields[path].row
        assert app.form.state() == FormState(content, {path: typed})
        assert row.has_class("-problem") and said in str(row.query_one(".problem").render())
        app.line(path).focus()
        await pilot.press("backspace", "1", "tab")
        await pilot.pause()
        assert app.form.state().unread == ({"date": "1"} if path == "date" else {})
        assert row.has_class("-problem") is (path == "date")


async def test_unread_text_of_a_draft_is_shown_again() -> None:
    """Half a date from a draft is in its field, marked, over the date as it was."""
    content = blank(Kind.EDUCATION, WHEN)
    app = Form(content, {"date": "nxt monday", "minutes": "x"})
    async with app.run_test(size=(80, 40)):
        assert app.line("date").answer == "nxt monday" and app.line("minutes").answer == "x"
        assert app.form.state() == FormState(content, {"date": "nxt monday", "minutes": "x"})
        assert app.form.fields["date"].row.has_class("-problem")


async def test_a_text_that_cant_be_edited_says_so_and_stays() -> None:
    """Text with characters that the form needs for itself can be read, and the rest can be changed."""
    content = replace(blank(Kind.COMMUNICATION, WHEN), text="\U0010ff00 private", topic="\U0010ffff")
    app = Form(content)
    async with app.run_test(size=(80, 40)) as pilot:
        assert app.form.fields["text"].row.has_class("-problem")
        assert app.form.fields["topic"].row.has_class("-problem")
        app.form.fields["text"].widget.focus()
        await pilot.press("x")
        app.form.fields["mode"].widget.focus()
        await pilot.press("1")
        assert app.form.state().content == replace(content, mode=Mode.SOLO)


async def test_what_is_not_on_the_form_survives() -> None:
    """The zone, the homework it belongs to and what was shared stay as they were."""
    content = replace(
        blank(Kind.COMMUNICATION, WHEN), assignment="an-id", sharing=Sharing(therapist=frozenset({"outcome", "time"}))
    )
    app = Form(content)
    async with app.run_test(size=(80, 40)) as pilot:
        app.form.fields["outcome"].widget.focus()
        await pilot.press("3")
        assert app.form.state().content == replace(content, outcome=Outcome.PARTLY)


async def test_names_and_tags_are_split_at_commas() -> None:
    """Blanks around them and a leading # don't count, and known ones are completed."""
    app = Form(blank(Kind.COMMUNICATION, WHEN))
    async with app.run_test(size=(80, 40)) as pilot:
        app.line("people").focus()
        await pilot.press(*"Kim, Ale")
        await pilot.pause()
        await pilot.press("right")
        app.line("tags").focus()
        await pilot.press(*"#quiet ,, eve")
        await pilot.pause()
        await pilot.press("right")
        state = app.form.state()
        assert state.content.people == ("Kim", "Alex")
        assert state.content.tags == ("quiet", "evening")


async def test_f3_goes_from_part_to_part() -> None:
    """It goes to the first field of each part in turn, and round again."""
    app = Form(replace(blank(Kind.COMMUNICATION, WHEN), details=Communication(skill="asking")))
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.focus_first()
        reached = []
        for _ in range(5):
            app.form.focus_next_section()  # as quick as a key that is held down
            reached += [path for path, one in app.form.fields.items() if one.widget is app.focused]
        await pilot.pause()
        assert reached == ["rating:felt_heard:once", "details.skill", "text", "topic", "date"]
