"""Agreements on stages, and the gate on every way to homework of a stage."""

from dataclasses import replace
from pathlib import Path

import pytest

from journal.model.entry import Outcome
from journal.model.homework import Assignment, State
from journal.model.sensate_focus import Stage, StageAgreement
from journal.tui.app import JournalApp
from journal.tui.screens.homework.agreements import AgreementsScreen
from journal.tui.screens.homework.place import HomeworkPlace
from journal.vault.settings import Preferences
from journal.vault.vault import Vault
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.homework import NARROW, TODAY, WIDE, Place, ago, agreed, from_library, keep, logged

GENITALS = Stage.GENITALS_INCLUDED


async def agreements(place: Place) -> list[StageAgreement]:
    """What is recorded by now."""
    return [one.content for one in await place.app.vault.read(lambda vault: vault.agreements.list())]


def notes(place: Place) -> list[str]:
    """What stands beside each stage."""
    return [pick.note for pick in place.picks.picks]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_recording_and_taking_back(app: JournalApp, settle: Settle, until: Wait, size: tuple[int, int]) -> None:
    """The four stages with what is agreed; r records with today's date, w takes back at once, r records anew."""
    async with app.run_test(size=size) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "g")
        assert isinstance(app.screen, AgreementsScreen)
        assert notes(place) == ["always there", "always there", "not agreed", "not agreed"]
        assert all(f"Stage {stage.label}" in place.drawn for stage in Stage)
        await place.press("down", "down", "r")
        assert place.screen == "RecordFormScreen"
        await place.press("ctrl+s")
        assert await agreements(place) == [StageAgreement(stage=GENITALS, agreed_on=TODAY)]
        assert place.here == "Stage 2 genitals included"
        assert notes(place)[2:] == ["since Sun 17 May 2026", "not agreed"]
        await place.press("r")
        assert "recorded already" in place.notes[-1]
        await place.press("w")
        assert isinstance(app.screen, AgreementsScreen)
        assert notes(place)[2] == "not agreed"
        assert await agreements(place) == [StageAgreement(stage=GENITALS, agreed_on=TODAY, withdrawn_on=TODAY)]
        assert "Agreed on Sun 17 May 2026, taken back on Sun 17 May 2026" in place.words
        await place.press("w")
        assert "Nothing is agreed" in place.notes[-1]
        await place.press("enter", "ctrl+s")
        assert notes(place)[2] == "since Sun 17 May 2026"
        await place.press("escape")
        assert isinstance(app.screen, HomeworkPlace)


async def test_the_first_stages_need_none(app: JournalApp, settle: Settle, until: Wait) -> None:
    """Stages 0 and 1 are always there: no key records, edits or takes back anything on them."""
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "g")
        for key in ("r", "e", "w", "down", "enter", "e", "w"):
            await place.press(key)
            assert isinstance(app.screen, AgreementsScreen)
            assert key == "down" or "needs no agreement" in place.notes[-1]
        assert await agreements(place) == []


async def test_taking_back_takes_all_of_a_stage_and_nothing_else(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Several agreements on a stage go together; those on another stay, and so does what was taken back before."""
    earlier = StageAgreement(stage=GENITALS, agreed_on=ago(90), withdrawn_on=ago(60))

    def several(vault: Vault) -> None:
        for one in (earlier, agreed(GENITALS, 9), agreed(GENITALS, 3), agreed(Stage.AGREED_CLOSENESS, 2)):
            vault.agreements.add(one)

    keep(path, several)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "g", "down", "down")
        assert notes(place)[2:] == ["since Fri 8 May 2026", "since Fri 15 May 2026"]
        await place.press("w")
        assert notes(place)[2:] == ["not agreed", "since Fri 15 May 2026"]
        assert sorted(str(one.withdrawn_on) for one in await agreements(place)) == [
            str(ago(60)), str(TODAY), str(TODAY), "None",
        ]  # fmt: skip


async def test_a_day_to_come_is_refused(app: JournalApp, settle: Settle, until: Wait) -> None:
    """An agreement can't be dated ahead: the form says why and stays, the library stays as it is."""
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "g", "down", "down", "r", "tab", *"tomorrow", "ctrl+s")
        assert place.screen == "RecordFormScreen"
        assert any("can't be dated ahead" in note for note in place.notes)
        await place.press("escape", "escape", "a")
        assert "All areas, no aim" not in place.titles


async def test_editing_an_agreement(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """e edits the agreement that stands; where none was recorded it says how to record one."""
    keep(path, lambda vault: vault.agreements.add(agreed(GENITALS, 9)))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "g", "down", "down", "e", "tab", "tab", *"only on weekends", "ctrl+s")
        assert [one.note for one in await agreements(place)] == ["only on weekends"]
        assert "only on weekends" in place.page
        await place.press("down", "e")
        assert "Nothing is recorded" in place.notes[-1]
        await place.press("up", "tab")
        assert not place.picks.has_focus
        await place.press("escape")
        assert place.picks.has_focus


async def test_masked_notes(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """While titles are masked, what was written on an agreement is hidden until one goes into the page."""

    def masked(vault: Vault) -> None:
        vault.agreements.add(replace(agreed(GENITALS, 9), note="hidden words"))
        vault.settings.set(Preferences(masked=True))

    keep(path, masked)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "g", "down", "down")
        assert "hidden" not in place.page
        await place.press("tab")
        assert "hidden words" in place.page


def closed(state: State) -> Assignment:
    """Homework of stage 2 in a state."""
    return from_library("all-areas-no-aim", 9, state=state)


def taken_back(vault: Vault, state: State) -> None:
    """Homework of stage 2 whose agreement was taken back."""
    agreement = vault.agreements.add(agreed(GENITALS, 20))
    vault.assignments.add(closed(state))
    vault.agreements.edit(agreement.id, replace(agreement.content, withdrawn_on=ago(1)))


@pytest.mark.parametrize("state", [State.PAUSED, State.FINISHED, State.DROPPED])
async def test_opening_again_waits_for_the_agreement(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, state: State
) -> None:
    """o on homework of a stage that isn't agreed changes nothing, says why, and leads to where it is recorded."""
    keep(path, lambda vault: taken_back(vault, state))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "o")
        assert place.screen == "ConfirmScreen"
        assert list((await place.states()).values()) == [state]
        await place.press("escape")
        assert isinstance(app.screen, HomeworkPlace)
        await place.press("o", "tab", "enter")
        assert isinstance(app.screen, AgreementsScreen)
        await place.press("down", "down", "r", "ctrl+s", "escape", "o")
        assert list((await place.states()).values()) == [State.OPEN]


async def test_assigning_again_waits_for_the_agreement(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """c on homework of a stage that isn't agreed opens no form; once it is agreed, it does."""
    keep(path, lambda vault: taken_back(vault, State.FINISHED))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "c")
        assert place.screen == "ConfirmScreen"
        await place.press("escape")
        await app.vault.write(lambda vault: vault.agreements.add(agreed(GENITALS)))
        await place.press("c")
        assert place.screen == "RecordFormScreen"


async def test_putting_back_waits_for_the_agreement(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """u doesn't bring open homework of a stage back from the trash past its gate; once it is agreed, it does."""
    agreement = keep(path, lambda vault: vault.agreements.add(agreed(GENITALS, 20)))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        await app.vault.write(lambda vault: vault.assignments.add(closed(State.OPEN)))
        app.changed()
        await place.press("1", "3", "d")
        taken = replace(agreement.content, withdrawn_on=TODAY)
        await app.vault.write(lambda vault: vault.agreements.edit(agreement.id, taken))
        await place.press("u")
        assert place.screen == "ConfirmScreen"
        await place.press("escape")
        assert await place.records() == {}
        await app.vault.write(lambda vault: vault.agreements.add(agreed(GENITALS)))
        await place.press("u")
        assert place.titles == ["All areas, no aim"]


@pytest.mark.parametrize("own", [True, False])
async def test_stepping_back_always_works(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, own: bool
) -> None:
    """Homework of a stage that isn't agreed any more can be moved to an earlier one, paused and dropped.

    What the person wrote goes on there; an exercise of the later stage stays folded away at whatever stage it is noted.
    """

    def begin(vault: Vault) -> None:
        taken_back(vault, State.OPEN)
        if own:
            (homework,) = vault.assignments.list()
            vault.assignments.edit(homework.id, replace(homework.content, exercise="", exercise_gate=None))

    keep(path, begin)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "e")
        from journal.tui.screens.form.record import RecordForm

        app.screen.query_one(RecordForm).fields["stage"].widget.focus()
        await place.press("1", "ctrl+s")
        assert isinstance(app.screen, HomeworkPlace)
        (record,) = (await place.records()).values()
        assert record.content.stage is Stage.NON_SEXUAL
        await place.press("x", "o")
        assert place.screen == ("HomeworkPlace" if own else "ConfirmScreen")
        assert list((await place.states()).values()) == [State.OPEN if own else State.DROPPED]


@pytest.mark.parametrize("masked", [False, True])
async def test_the_facts_of_a_stage(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, *, masked: bool
) -> None:
    """Each stage says what was done at it, as facts; while titles are masked, only once the page is in focus."""

    def fill(vault: Vault) -> None:
        one = vault.assignments.add(from_library("back-and-arms", 9))
        for days, comfort in ((5, 4), (3, 6)):
            vault.entries.add(logged(one, days, Outcome.DONE, comfort=comfort))
        vault.entries.add(logged(one, 2, Outcome.NOT_THIS_WEEK))
        vault.entries.add(logged(one, -2, Outcome.PLANNED))
        vault.settings.set(Preferences(masked=masked))

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "g")
        assert "What was done" not in place.page
        await place.press("down")
        facts = "What was done 2 practices at stage 1; comfort 4 to 6"
        assert (facts in place.words) is not masked
        await place.press("tab")
        assert facts in place.words
        assert "something to talk about in therapy" in place.words
