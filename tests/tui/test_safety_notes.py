"""Safety notes stand in full wherever it is shown how something is done."""

from dataclasses import replace
from pathlib import Path

import pytest

from journal.library import library
from journal.model.entry import Kind
from journal.model.exercise import Exercise, Safety
from journal.model.homework import Assignment
from journal.model.sensate_focus import Stage
from journal.tui.app import JournalApp
from journal.tui.screens.form.form import SafetyNotes
from journal.tui.screens.form.record import RecordForm
from journal.tui.screens.homework.adapt import AdaptScreen
from journal.vault.vault import Vault
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.homework import NARROW, TODAY, WIDE, Place, agreed, from_library, keep


def in_full(codes: str, words: str) -> bool:
    """Whether the notes of these codes stand in a text, and no others."""
    text = " ".join(words.split())
    return [code.value for code, note in library().safety.items() if " ".join(note.split()) in text] == codes.split()


def on_the_form(app: JournalApp) -> str:
    """The safety notes on the form in front."""
    notes = app.screen.query_one(SafetyNotes)
    return str(notes.render()) if notes.display else ""


def of_every_source(vault: Vault) -> None:
    """Homework from the library, from an exercise of one's own, and from scratch."""
    own = vault.own_exercises.add(Exercise(title="mine", kind=Kind.COMMUNICATION, safety=(Safety.HEALTH,)))
    vault.assignments.add(from_library("agreed-next-step", 1))
    vault.assignments.add(Assignment(title="of mine", exercise=own.id, kind=Kind.COMMUNICATION, instructions="do"))
    vault.assignments.add(Assignment(title="scratch", kind=Kind.SENSATE_FOCUS, instructions="do"))
    vault.assignments.add(Assignment(title="words", kind=Kind.REFLECTION, instructions="do"))


NOTES = {"Agreed next step": "S1 S2 S3 S4 S5", "of mine": "S5 S6", "scratch": "S1 S2 S4 S5", "words": ""}


@pytest.mark.parametrize("waits", [False, True])
async def test_homework(path: Path, journal_app: MakeApp, settle: Settle, until: Wait, *, waits: bool) -> None:
    """On its page, in its form, in the form for a change, and among its versions; also while it waits."""

    def fill(vault: Vault) -> None:
        agreement = vault.agreements.add(agreed(Stage.AGREED_CLOSENESS, 5))
        of_every_source(vault)
        if waits:
            vault.agreements.edit(agreement.id, replace(agreement.content, withdrawn_on=TODAY))

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        for _ in NOTES:
            title, codes = place.here, NOTES[place.here]
            assert in_full(codes, place.page), title
            assert ("Only where your therapist has set it." in place.page) is (title == "Agreed next step")
            await place.press("e")
            assert in_full(codes, on_the_form(app)), title
            await place.press("escape", "v")
            if isinstance(app.screen, AdaptScreen):
                assert in_full(codes, on_the_form(app)), title
                await place.press("escape")
            else:
                assert waits and title == "Agreed next step"
                await place.press("escape")
            await place.press("h")
            assert in_full(codes, place.page), title
            await place.press("escape", "down")


async def test_what_the_therapist_has_to_set_is_marked_in_the_lists(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Among homework and in the library one exercise is therapist only."""

    def fill(vault: Vault) -> None:
        vault.agreements.add(agreed(Stage.AGREED_CLOSENESS, 5))
        of_every_source(vault)

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        marked = [line.strip("› ").split("  ")[0] for line in place.drawn.splitlines() if "therapist only" in line]
        assert marked == ["Agreed next step"]
        await place.press("a")
        assert [pick.title for pick in place.picks.picks if pick.note == "therapist only"] == ["Agreed next step"]


async def test_in_the_trash(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Homework and exercises of one's own keep theirs there."""

    def fill(vault: Vault) -> None:
        for record in (from_library("back-and-arms"), Exercise(title="mine", kind=Kind.EDUCATION, steps="do")):
            table = vault.records_of(type(record))
            table.remove(table.add(record).id)

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "T")
        seen = {}
        for _ in range(2):
            seen[place.here] = place.page
            await place.press("down")
        assert in_full("S1 S2 S4 S5", seen["Back and arms"])
        assert in_full("S7", seen["mine"])


async def test_an_exercise_of_my_own(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Its form shows the notes of the kind as soon as that is chosen, and its page has them with those added."""
    keep(path, lambda vault: None)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "a", "n")
        assert on_the_form(app) == ""
        await place.press("x", "tab", "1")
        assert in_full("S1 S2 S4 S5", on_the_form(app))
        await place.press("4")
        assert in_full("S5", on_the_form(app))
        app.screen.query_one(RecordForm).fields["safety"].widget.focus()
        await place.press("6")
        assert in_full("S5 S6", on_the_form(app))
        await place.press("ctrl+s")
        assert place.here == "x"
        assert in_full("S5 S6", place.page)
