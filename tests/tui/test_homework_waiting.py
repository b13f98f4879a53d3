"""Homework whose agreement was taken back: how it is done is folded away, and what happened can still be written."""

from dataclasses import replace
from pathlib import Path

import pytest

from journal.model.entry import Outcome
from journal.model.homework import Adaptation, Assignment, State, adapted
from journal.model.records import Record
from journal.model.sensate_focus import Stage
from journal.model.timer import Practice, begun
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.tui.screens.form.record import RecordForm
from journal.tui.screens.form.record_screen import RecordFormScreen
from journal.tui.screens.homework.adapt import AdaptScreen
from journal.tui.screens.homework.agreements import AgreementsScreen
from journal.tui.screens.homework.place import HomeworkPlace
from journal.tui.screens.timer.timer import TimerScreen
from journal.tui.screens.trash import TrashScreen
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.homework import TODAY, WIDE, Place, ago, agreed, from_library, keep

GENITALS = Stage.GENITALS_INCLUDED
MARKER = "zanthoxylum"
WAITS = "Stage 2 waits until you and your therapist have agreed on it."


def waiting(vault: Vault) -> Record[Assignment]:
    """Homework of stage 2 whose words are the marker, and whose agreement was taken back."""
    agreement = vault.agreements.add(agreed(GENITALS, 20))
    homework = replace(from_library("all-areas-no-aim", 9), instructions=MARKER, easier=MARKER, harder=MARKER)
    kept = vault.assignments.add(adapted(homework, Adaptation(on=ago(3), what=MARKER, why="too tired")))
    vault.agreements.edit(agreement.id, replace(agreement.content, withdrawn_on=ago(1)))
    return kept


async def test_the_page_folds_it_away(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """The page says why and leads to the agreements; once it is agreed again, everything is there as before."""
    keep(path, waiting)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        assert WAITS in place.words and MARKER not in place.page and "Safety" in place.page
        assert place.here == "All areas, no aim" and "too tired" in place.page
        await place.press("g")
        assert isinstance(app.screen, AgreementsScreen)
        await place.press("down", "down", "r", "ctrl+s", "escape")
        assert MARKER in place.page and WAITS not in place.words


@pytest.mark.parametrize("key", ["t", "v"])
async def test_timer_and_adapting_wait(path: Path, journal_app: MakeApp, settle: Settle, until: Wait, key: str) -> None:
    """Neither is there for it, which is said with where to go; once it is agreed, both are."""
    keep(path, waiting)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, key)
        assert place.screen == "ConfirmScreen"
        await place.press("tab", "enter")
        assert isinstance(app.screen, AgreementsScreen)
        await place.press("down", "down", "r", "ctrl+s", "escape", key)
        assert isinstance(app.screen, TimerScreen | AdaptScreen)


async def test_a_practice_under_way_is_still_shown_and_logged(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """A practice that began before the agreement was taken back goes on, and t shows it."""

    def running(vault: Vault) -> None:
        homework = waiting(vault)
        vault.practice.begin(begun(Practice(assignment=homework.id, minutes=5), NOW))

    keep(path, running)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await until(pilot, lambda: app.vault.is_open)
        await settle(pilot)
        app.practising.practice = replace(app.practising.practice or Practice(), stopped_at=NOW)
        await place.press("escape", "3", "t")
        assert isinstance(app.screen, TimerScreen)
        await place.press("enter")
        assert isinstance(app.screen, EntryFormScreen)
        await place.press("ctrl+s")
        (entry,) = await app.vault.read(lambda vault: list(vault.entries.each()))
        assert entry.content.assignment


async def test_what_was_done_is_logged(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """l opens the form, without a word on how it is done, and the entry is kept."""
    homework = keep(path, waiting)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "l")
        assert isinstance(app.screen, EntryFormScreen)
        await place.press("2", "ctrl+s")
        (entry,) = await app.vault.read(lambda vault: list(vault.entries.each()))
        assert (entry.content.assignment, entry.content.outcome) == (homework.id, Outcome.TRIED)
        assert await place.states() == {"All areas, no aim": State.PAUSED}


async def test_a_draft_folds_it_away_and_loses_nothing(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """A draft from before opens without how it is done, says why, and is saved with all of it, paused as it is."""

    def drafted(vault: Vault) -> Record[Assignment]:
        homework = waiting(vault)
        vault.drafts.save(replace(homework.content, why="a draft"), edits=homework.id)
        return homework

    before = keep(path, drafted)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "e")
        assert isinstance(app.screen, RecordFormScreen)
        form = app.screen.query_one(RecordForm)
        assert WAITS in form.suggestions.intro and {"instructions", "easier", "harder"}.isdisjoint(form.fields)
        assert form.fields["why"].value == "a draft"
        await place.press("ctrl+s")
        (after,) = (await place.records()).values()
        assert after.content == replace(before.content, state=State.PAUSED, state_since=TODAY, why="a draft")


async def test_a_draft_of_an_adaptation_waits(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """It isn't opened, which is said, and it is still there; once it is agreed, it is gone on with."""

    def drafted(vault: Vault) -> None:
        homework = waiting(vault)
        vault.drafts.save(adapted(homework.content, Adaptation(on=TODAY, what="slower")), edits=homework.id)

    keep(path, drafted)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await until(pilot, lambda: app.vault.is_open)
        await settle(pilot)
        (draft,) = await app.vault.read(lambda vault: vault.drafts.list())
        app.go_on_with(draft)
        await settle(pilot)
        assert place.screen == "ConfirmScreen"
        await place.press("escape")
        assert await app.vault.read(lambda vault: vault.drafts.list()) == (draft,)
        await app.vault.write(lambda vault: vault.agreements.add(agreed(GENITALS)))
        app.go_on_with(draft)
        await settle(pilot)
        assert isinstance(app.screen, AdaptScreen)


async def test_the_trash_folds_it_away(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Homework that waits tells no more in the trash than elsewhere."""

    def removed(vault: Vault) -> None:
        vault.assignments.remove(waiting(vault).id)

    keep(path, removed)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        await app.push_screen(TrashScreen())
        await settle(pilot)
        assert "All areas, no aim" in place.page and MARKER not in place.page
        await place.press("escape")
        assert isinstance(app.screen, HomeworkPlace)
