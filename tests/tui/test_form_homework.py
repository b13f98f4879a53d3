"""The form of an entry that belongs to homework."""

import datetime as dt
import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from journal.library import library
from journal.model.entry import Kind, Outcome, SensateFocus
from journal.model.exercise import Exercise, Rated
from journal.model.homework import Assignment, State, prefilled
from journal.model.records import Record
from journal.model.sensate_focus import RuleSet, Stage, Talk
from journal.tui.app import JournalApp
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.tui.screens.today.place import TodayScreen
from journal.tui.widgets.options import OptionsInput
from journal.vault.settings import Preferences
from tests.conftest import NOW
from tests.journals import new_vault
from tests.tui.conftest import MakeApp, Settle
from tests.tui.writing import drafts, entries, field, form_of, written

FOCUS = Assignment(
    title="Back and arms",
    kind=Kind.SENSATE_FOCUS,
    stage=Stage.NON_SEXUAL,
    rules=RuleSet(talk=Talk.SILENT, turn_length=10),
    assigned_on=NOW.date(),
)


def keep(path: Path, *assignments: Assignment, masked: bool = False) -> list[Record[Assignment]]:
    """Makes a journal with this homework, a minute between any two."""
    minutes = itertools.count()
    vault = new_vault(path, clock=lambda: NOW + dt.timedelta(minutes=next(minutes)))
    with vault.atomic():
        made = [vault.assignments.add(assignment) for assignment in assignments]
        vault.settings.set(Preferences(masked=masked))
    vault.close()
    return made


def choices(app: JournalApp) -> list[str]:
    """The homework that the form offers."""
    options = field(app, "assignment")
    assert isinstance(options, OptionsInput)
    return [choice.label for choice in options._terms]


def rated(app: JournalApp) -> list[str]:
    """The scales that the form asks for, in its order."""
    paths = [path.split(":")[1] for path in form_of(app).fields if path.startswith("rating:")]
    return list(dict.fromkeys(paths))


async def test_logging_homework_begins_with_what_is_known(path: Path, journal_app: MakeApp, settle: Settle) -> None:
    """Title, stage, rules and turns are filled in, the cursor is at how it went, and one choice makes it an entry."""
    (homework,) = keep(path, FOCUS)
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_practice(homework)
        await settle(pilot)
        assert app.focused is field(app, "outcome")
        await pilot.press("2", "ctrl+s")
        await settle(pilot)
    (entry,) = entries(path)
    begun = prefilled(FOCUS, homework.id, entry.content.when)
    assert begun.topic == "Back and arms"
    assert begun.details == SensateFocus(stage=Stage.NON_SEXUAL, rules=FOCUS.rules)
    assert entry.content == replace(begun, outcome=Outcome.TRIED)


async def test_what_homework_filled_in_is_no_entry_by_itself(path: Path, journal_app: MakeApp, settle: Settle) -> None:
    """Saved as it began, the form says that nothing is filled in yet and stays; left, it leaves no draft."""
    (homework,) = keep(path, FOCUS)
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_practice(homework)
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, EntryFormScreen)
        assert "Nothing is filled in yet" in [note.message for note in app._notifications][-1]
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)
    assert not entries(path) and not drafts(path)


async def test_a_draft_of_homework_goes_on(path: Path, journal_app: MakeApp, settle: Settle) -> None:
    """Opened again it is as it was written; with what was written taken out again, nothing is left to save."""
    (homework,) = keep(path, FOCUS)
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_practice(homework)
        await settle(pilot)
        await pilot.press("2", "escape")
        await settle(pilot)
        assert [content.outcome for content in written(path)] == [Outcome.TRIED]
        app.go_on_with(drafts(path)[0])
        await settle(pilot)
        assert form_of(app).state().content.assignment == homework.id
        app.screen.set_focus(field(app, "outcome"))
        await pilot.press("backspace", "ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, EntryFormScreen)
        await pilot.press("escape")
        await settle(pilot)
    assert not entries(path) and not drafts(path)


async def test_a_copy_of_what_was_practised_can_be_saved(path: Path, journal_app: MakeApp, settle: Settle) -> None:
    """A copy of an entry of homework is an entry as it stands."""
    (homework,) = keep(path, FOCUS)
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_copy(replace(prefilled(FOCUS, homework.id, app.now()), outcome=Outcome.DONE))
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert [(entry.content.assignment, entry.content.outcome) for entry in entries(path)] == [
        (homework.id, Outcome.DONE)
    ]


async def test_homework_is_chosen_by_its_title(path: Path, journal_app: MakeApp, settle: Settle) -> None:
    """An entry that was begun alone can be put to what is open; what rests isn't offered, but for its own."""
    _, resting = keep(path, FOCUS, Assignment(title="Hands first", state=State.PAUSED))
    app = journal_app(path)
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.SENSATE_FOCUS)
        await settle(pilot)
        assert choices(app) == ["Back and arms"]
        assert app.focused is field(app, "outcome")
        await pilot.press("escape")
        await settle(pilot)
        app.write_practice(resting)
        await settle(pilot)
        assert choices(app) == ["Back and arms", "Hands first"]
        assert form_of(app).state().content.assignment == resting.id


async def test_removed_homework_is_said_to_be_gone(path: Path, journal_app: MakeApp, settle: Settle) -> None:
    """An entry of homework that was removed keeps it, and can be taken off it."""
    (homework,) = keep(path, FOCUS)
    app = journal_app(path)
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        await app.vault.write(lambda vault: vault.assignments.remove(homework.id))
        app.write_practice(homework)
        await settle(pilot)
        assert choices(app) == ["homework that isn't here any more"]
        app.screen.set_focus(field(app, "assignment"))
        await pilot.press("backspace")
        assert form_of(app).state().content.assignment is None


async def test_much_homework_is_no_wall(path: Path, journal_app: MakeApp, settle: Settle) -> None:
    """Of hundreds that are open the latest are offered, and the one that the entry belongs to."""
    first, *_ = keep(path, *(Assignment(title=f"number {number}") for number in range(300)))
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_practice(first)
        await settle(pilot)
        assert choices(app) == ["number 0", *(f"number {number}" for number in range(288, 300))]


async def test_masked_titles_are_not_offered(path: Path, journal_app: MakeApp, settle: Settle) -> None:
    """While titles are masked, homework is told by its kind and its day."""
    keep(path, FOCUS, Assignment(title="kjzq"), masked=True)
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.SENSATE_FOCUS)
        await settle(pilot)
        assert choices(app) == ["Sensate focus, Sun 17 May 2026", "Homework"]


@pytest.mark.parametrize("own", [False, True])
async def test_the_exercise_says_what_is_worth_rating(
    path: Path, journal_app: MakeApp, settle: Settle, own: bool
) -> None:
    """What an exercise of the library or of one's own asks to be rated comes first; every other scale is there too."""
    (exercise_id, exercise), *_ = (
        (name, one)
        for name, one in library().exercises.items()
        if one.gate is None and one.kind and "usefulness" in [rate.value for rate in one.rate]
    )
    vault = new_vault(path, clock=lambda: NOW)
    if own:
        exercise = Exercise(title="Mine", kind=Kind.SENSATE_FOCUS, rate=(Rated.USEFULNESS, Rated.CONFIDENCE))
        exercise_id = vault.own_exercises.add(exercise).id
    kind = exercise.kind or Kind.REFLECTION
    homework = vault.assignments.add(Assignment(title="x", kind=kind, exercise=exercise_id))
    everything = sorted(scale.id for scale in vault.scales())
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_practice(homework)
        await settle(pilot)
        asked = [rate.value for rate in exercise.rate]
        assert rated(app)[: len(asked)] == asked
        assert sorted(rated(app)) == everything
