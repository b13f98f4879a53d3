"""Saving an entry and leaving the form: by keys alone, and without losing anything on the way."""

import asyncio
import datetime as dt
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets._collapsible import CollapsibleTitle

from journal.library import library
from journal.model.dates import When
from journal.model.entry import DETAILS, EntryContent, Kind, Outcome, blank, detail_fields
from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.homework import Assignment
from journal.model.rating import SCALES, Rating
from journal.tui.app import JournalApp
from journal.tui.screens.blank import BlankScreen
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.tui.screens.form.form import Form
from journal.tui.screens.form.prompts import PromptsScreen
from journal.tui.screens.form.screen import FormScreen
from journal.tui.screens.form.stop_here import StopHereScreen
from journal.tui.screens.today.place import TodayScreen
from journal.tui.widgets.editor import TextEditor
from journal.tui.widgets.line import LineInput
from journal.tui.widgets.options import OptionsInput
from journal.tui.widgets.rating import RatingInput
from journal.vault.entries import Entries
from journal.vault.people import Person
from journal.vault.records import Records
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.journals import new_vault
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.writing import drafts, entries, field, form_of, go_to, look, written

WHEN = When(NOW.date(), dt.time(21, 0), "Europe/Helsinki")

TYPED = {"date": "yesterday", "time": "9pm", "people": "Kim, Lee", "tags": "#quiet, evening"}


def expected(kind: Kind, zone: str) -> EntryContent:
    """The entry that `fill` writes."""

    def value(spec: FieldSpec, given: Any) -> Any:
        match spec.input:
            case Input.LINE:
                return "w x"
            case Input.TEXT:
                return "1\n2"
            case Input.NUMBER:
                return 12
            case Input.YES_NO:
                return True
            case Input.CHOICE:
                return spec.terms[0]
            case Input.CHOICES:
                return spec.terms[:2]
            case Input.NAMES:
                return ("quiet", "evening") if spec.name == "tags" else ("Kim", "Lee")
            case Input.GROUP:
                return replace(given, **{part.name: value(part, None) for part in spec.group})

    empty = DETAILS[kind]()
    details = replace(empty, **{spec.name: value(spec, getattr(empty, spec.name)) for spec in detail_fields(kind)})
    common = {spec.name: value(spec, None) for spec in fields_of(EntryContent)}
    ratings = tuple(Rating(scale.id, moment, 3) for scale in SCALES for moment in scale.moments)
    when = When(NOW.date() - dt.timedelta(days=1), dt.time(21), zone)
    return EntryContent(when=when, details=details, ratings=ratings, **common)


def paths(specs: tuple[FieldSpec, ...], before: str = "") -> list[str]:
    """The paths of fields and of those in their groups, in order."""
    found = []
    for spec in specs:
        found += paths(spec.group, f"{before}{spec.name}.") if spec.input is Input.GROUP else [before + spec.name]
    return found


async def fill(pilot: Pilot[Any], app: JournalApp, last: str) -> list[str]:
    """Goes on with Tab to a field, answering every one and unfolding what is folded, and returns their paths."""
    fields = {field.widget: path for path, field in form_of(app).fields.items()}
    seen = []
    while True:
        match app.focused:
            case CollapsibleTitle():
                await pilot.press("enter")
            case LineInput() as line:
                digits = "12" if line.parent is not None and line.parent.has_class("-short") else "w x"
                await pilot.press(*TYPED.get(fields[line], digits))
            case TextEditor():
                await pilot.press("1", "enter", "2")
            case OptionsInput() as options:
                several = fields[options] in ("obstacles", "details.sensations")
                first = "0" if fields[options] == "details.stage" else "1"  # stages are chosen by their numbers
                await pilot.press(*("12" if several else first))
            case RatingInput():
                await pilot.press("3")
        if app.focused in fields:
            seen.append(fields[app.focused])
        if seen and seen[-1] == last:
            return seen
        await pilot.press("tab")


@pytest.mark.parametrize("kind", list(Kind))
async def test_each_kind_is_filled_in_and_saved_by_keys_alone(
    kind: Kind, app: JournalApp, path: Path, settle: Settle
) -> None:
    """Every field of one kind and what the others have of their own, with Tab, digits and letters; then Ctrl-S."""
    whole = kind is Kind.REFLECTION
    own = paths(detail_fields(kind), "details.")
    ratings = [f"rating:{scale.id}:{moment}" for scale in SCALES for moment in scale.moments]
    every = ["date", "time", *paths(fields_of(EntryContent)), *own, *ratings]
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(kind)
        await settle(pilot)
        assert sorted(form_of(app).fields) == sorted(every)
        if whole:
            while app.focused is not field(app, "date"):
                await pilot.press("shift+tab")
            assert sorted(await fill(pilot, app, "flagged")) == sorted(every)
        else:
            await go_to(pilot, field(app, own[0]))
            assert await fill(pilot, app, own[-1]) == own
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)
        wanted = expected(kind, app.now().zone)
        if not whole:
            wanted = replace(blank(kind, app.now()), details=wanted.details)
    (entry,) = entries(path)
    assert replace(entry.content, ratings=()) == replace(wanted, ratings=())
    assert set(entry.content.ratings) == set(wanted.ratings)
    assert not drafts(path)


async def test_saved_is_said_when_it_is_and_today_shows_it(app: JournalApp, path: Path, settle: Settle) -> None:
    """An entry with only a rating is a whole entry."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        before = app.revision
        app.write_entry(Kind.EDUCATION)
        await settle(pilot)
        await go_to(pilot, field(app, "rating:usefulness:once"))
        await pilot.press("4", "ctrl+s")
        await settle(pilot)
        assert [note.message for note in app._notifications] == ["Saved."]
        assert app.revision > before
    assert [rating.value for rating in entries(path)[0].content.ratings] == [4]


async def test_ctrl_s_twice_saves_once(app: JournalApp, path: Path, settle: Settle) -> None:
    """A second key on the way to the file makes no second entry."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        for key, char in (("x", "x"), ("ctrl+s", None), ("ctrl+s", None), ("ctrl+s", None)):
            app.post_message(events.Key(key, char))
        await settle(pilot)
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)
    assert [entry.content.text for entry in entries(path)] == ["x"]


async def test_what_is_typed_while_it_is_saved_is_saved_too(
    app: JournalApp, path: Path, settle: Settle, until: Wait
) -> None:
    """The file is slow; keys after Ctrl-S are in the entry, which is one."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        free = threading.Event()
        busy = asyncio.ensure_future(app.vault.read(lambda _: free.wait(30)))
        await pilot.press(*"one", "ctrl+s", *" two")
        free.set()
        await busy
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert [entry.content.text for entry in entries(path)] == ["one two"]
    assert not drafts(path)


async def test_a_form_saved_behind_the_blank_screen_closes_when_it_is_shown(
    app: JournalApp, path: Path, settle: Settle, until: Wait
) -> None:
    """F8 comes while the file is slow: the blank screen stays, and under it is Today."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        free = threading.Event()
        busy = asyncio.ensure_future(app.vault.read(lambda _: free.wait(30)))
        await pilot.press("x", "ctrl+s", "f8")
        free.set()
        await busy
        await until(pilot, lambda: len(entries(path)) == 1)
        await settle(pilot)
        assert isinstance(app.screen, BlankScreen)
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


@pytest.mark.parametrize("second", ["f9", "enter"])
async def test_two_keys_record_a_stop(second: str, app: JournalApp, path: Path, settle: Settle, until: Wait) -> None:
    """F9 and one more: stopped early, to raise with the therapist, saved with what was there, nothing else asked."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.SENSATE_FOCUS)
        await settle(pilot)
        await pilot.press("4", "f9")
        await until(pilot, lambda: isinstance(app.screen, StopHereScreen))
        await pilot.press(second)
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        wanted = replace(blank(Kind.SENSATE_FOCUS, app.now()), outcome=Outcome.STOPPED_EARLY, flagged=True)
    assert [entry.content for entry in entries(path)] == [wanted]
    assert not drafts(path)


async def test_a_stop_keeps_what_cant_be_read(app: JournalApp, path: Path, settle: Settle, until: Wait) -> None:
    """Half a time doesn't hold the stop up; its words go below the text."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        await pilot.press(*"enough")
        await go_to(pilot, field(app, "time"))
        await pilot.press(*"half nine", "f9")
        await until(pilot, lambda: isinstance(app.screen, StopHereScreen))
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert [entry.content.text for entry in entries(path)] == ["enough\n\nhalf nine"]


async def test_escape_from_the_stop_goes_back(app: JournalApp, path: Path, settle: Settle, until: Wait) -> None:
    """Nothing is recorded, and the form is as it was."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.SENSATE_FOCUS)
        await settle(pilot)
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(app.screen, StopHereScreen))
        await pilot.press("escape")
        await settle(pilot)
        assert form_of(app).state().content == blank(Kind.SENSATE_FOCUS, app.now())
    assert not entries(path)


async def test_escape_with_nothing_written_leaves_nothing(app: JournalApp, path: Path, settle: Settle) -> None:
    """No entry, no draft, and no word about one."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.COMMUNICATION)
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen) and not len(app._notifications)
    assert not entries(path) and not drafts(path)


async def test_escape_keeps_what_was_written_as_a_draft(app: JournalApp, path: Path, settle: Settle) -> None:
    """It is in the file at once, the app says so, and Today has it."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        for key in "x":
            app.post_message(events.Key(key, key))
        app.post_message(events.Key("escape", None))
        await settle(pilot)
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)
        assert ["draft" in note.message for note in app._notifications] == [True]
        assert len(app.screen.shown.drafts) == 1
    assert not entries(path) and [content.text for content in written(path)] == ["x"]


async def test_discarding_deletes_this_draft_only(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Ctrl-D asks first; No changes nothing, Yes deletes the draft for good and leaves others alone."""
    vault = new_vault(path, clock=lambda: NOW)
    other = vault.drafts.save(replace(blank(Kind.EDUCATION, WHEN), text="another"))
    mine = vault.drafts.save(replace(blank(Kind.REFLECTION, WHEN), text="this one"))
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.go_on_with(mine)
        await settle(pilot)
        await pilot.press("ctrl+d")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        assert len(drafts(path)) == 2
        await pilot.press("ctrl+d")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert [draft.id for draft in drafts(path)] == [other.id]
    assert not entries(path)


async def test_an_entry_that_is_gone_can_be_saved_as_new(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """It went to the trash elsewhere while it was edited: nothing is lost, and the person decides."""
    content = replace(blank(Kind.REFLECTION, WHEN), text="as saved")
    vault = new_vault(path, clock=lambda: NOW)
    gone = vault.entries.add(content).id
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.edit_entry(gone, content)
        await settle(pilot)
        await pilot.press("x")
        await until(pilot, lambda: len(drafts(path)) == 1)
        look(path, lambda vault: vault.entries.move_to_trash(gone))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        assert [content.text for content in written(path)] == ["as savedx"]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    (entry,) = entries(path)
    assert entry.id != gone and entry.content.text == "as savedx"
    assert not drafts(path)


@pytest.mark.parametrize("is_entry", [True, False], ids=["an entry", "a record"])
async def test_what_was_saved_elsewhere_meanwhile_is_not_overwritten_unasked(
    is_entry: bool, path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """The form asks first and stays; where the answer is yes, the other version is in the history."""

    def kept(vault: Vault) -> Entries | Records[Assignment]:
        return vault.entries if is_entry else vault.assignments

    first: Any = replace(blank(Kind.REFLECTION, WHEN), text="first") if is_entry else Assignment(title="first")
    other = replace(first, flagged=True) if is_entry else replace(first, why="elsewhere")
    vault = new_vault(path, clock=lambda: NOW)
    saved = kept(vault).add(first).id
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        (app.edit_entry if is_entry else app.write_record)(*((saved, first) if is_entry else (first, saved)))
        await settle(pilot)
        await pilot.press("x")
        look(path, lambda vault: kept(vault).edit(saved, other))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await settle(pilot)
        mine = app.screen.query_one(Form).state().content
        assert look(path, lambda vault: kept(vault).get(saved)).content == other
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert mine != first
    assert look(path, lambda vault: kept(vault).get(saved)).content == mine
    assert other in [version.content for version in look(path, lambda vault: kept(vault).history(saved))]
    assert not drafts(path)


async def test_the_draft_of_an_entry_that_is_gone_opens_and_stays(
    path: Path, journal_app: MakeApp, settle: Settle
) -> None:
    """Going on with it and leaving again loses nothing."""
    content = replace(blank(Kind.REFLECTION, WHEN), text="changed")
    vault = new_vault(path, clock=lambda: NOW)
    draft = vault.drafts.save(content, edits="0190-gone")
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.go_on_with(draft)
        await settle(pilot)
        assert form_of(app).state().content == content
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)
    assert [kept.content for kept in drafts(path)] == [content]


async def test_a_copy_is_a_new_entry(app: JournalApp, path: Path, settle: Settle) -> None:
    """Unchanged it leaves no draft; saved it is an entry dated now."""
    content = replace(blank(Kind.REFLECTION, WHEN), text="the same again")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_copy(content)
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert not drafts(path)
        app.write_copy(content)
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        wanted = replace(content, when=app.now())
    assert [entry.content for entry in entries(path)] == [wanted]


async def test_a_prompt_goes_where_it_is_answered(app: JournalApp, settle: Settle, until: Wait) -> None:
    """In a reflection into its prompt; a second one, and those of other kinds, above the cursor in the notes."""
    first, second = library().prompt_groups[0].prompts[:2]
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        await pilot.press(*"so")
        for keys in (["enter"], ["down", "enter"]):
            await pilot.press("f2")
            await until(pilot, lambda: isinstance(app.screen, PromptsScreen) and app.focused is not None)
            await pilot.press("home", *keys)
            await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await pilot.press("!")
        content = form_of(app).state().content
        assert content.text == f"{second}\nso!"
        assert content == replace(content, details=DETAILS[Kind.REFLECTION](prompt=first))  # type: ignore[call-arg]


async def test_a_scaffold_goes_to_the_cursor(app: JournalApp, settle: Settle, until: Wait) -> None:
    """It is written in the long field one is in, and its first blank is filled by typing."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.COMMUNICATION)
        await settle(pilot)
        await go_to(pilot, field(app, "details.wanted_to_ask"))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, PromptsScreen) and app.focused is not None)
        await pilot.press("end", *["up"] * 9, "enter")
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await pilot.press(*"this")
        assert field(app, "details.wanted_to_ask") is app.focused
        widget = field(app, "details.wanted_to_ask")
        assert isinstance(widget, TextEditor) and widget.answer == "I'd like to try this. It's fine to say no."


async def test_arrows_go_through_the_groups_of_prompts(app: JournalApp, settle: Settle, until: Wait) -> None:
    """Right goes to the first of each group and round again, Left back."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.COMMUNICATION)
        await settle(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, PromptsScreen) and app.focused is not None)
        await pilot.press("home", *["right"] * 10, "left", "enter")
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        assert form_of(app).state().content.text == library().prompt_groups[1].prompts[0] + "\n"


async def test_known_people_and_tags_are_offered(path: Path, journal_app: MakeApp, settle: Settle) -> None:
    """Nicknames from the set-up and tags of other entries complete what is typed."""
    vault = new_vault(path, clock=lambda: NOW)
    vault.people.add(Person("Robin"))
    vault.entries.add(replace(blank(Kind.REFLECTION, WHEN), tags=("evening",)))
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.COMMUNICATION)
        await settle(pilot)
        for name, begun in (("people", "Ro"), ("tags", "eve")):
            await go_to(pilot, field(app, name))
            await pilot.press(*begun)
            await settle(pilot)
            await pilot.press("right")
        content = form_of(app).state().content
        assert (content.people, content.tags) == (("Robin",), ("evening",))
