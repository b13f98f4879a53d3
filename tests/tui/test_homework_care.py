"""After a stop, pain, or limits that were not kept: what is offered, quietly, and what is never suggested."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from journal.model.dates import short_date
from journal.model.entry import Ending, Kind, LimitsKept, Outcome, SensateFocus
from journal.model.homework import Assignment
from journal.model.rating import Moment, Rating
from journal.model.sensate_focus import Stage
from journal.tui.app import JournalApp
from journal.tui.screens.homework.library import LibraryScreen
from journal.tui.screens.homework.place import HomeworkPlace
from journal.vault.vault import Vault
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.homework import WIDE, Place, ago, agreed, from_library, keep, logged

OFFER = "If it helps r Raise it with my therapist: the entry of {} b Look at an earlier exercise F6 The support page"


def practised(vault: Vault, stage: Stage, days: int = 1, **changes: Any) -> str:
    """Homework at a stage with one practice; every stage is agreed on. Returns the id of the entry."""
    for gated in (Stage.GENITALS_INCLUDED, Stage.AGREED_CLOSENESS):
        vault.agreements.add(agreed(gated, 30))
    one = vault.assignments.add(replace(from_library("back-and-arms", 20), stage=stage))
    return vault.entries.add(replace(logged(one, days, Outcome.DONE), **changes)).id


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": Outcome.STOPPED_EARLY},
        {"ratings": (Rating("discomfort", Moment.ONCE, 4),)},
        {"details": SensateFocus(ending=Ending.STOP_WORD)},
        {"details": SensateFocus(limits_kept=LimitsKept.NO)},
    ],
)
async def test_it_is_offered_quietly(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, changes: dict[str, Any]
) -> None:
    """Where the latest entry tells of it, the page offers three things, and nothing is said aloud."""
    keep(path, lambda vault: practised(vault, Stage.NON_SEXUAL, **changes))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        assert OFFER.format(short_date(ago(1))) in place.words
        assert place.notes == []


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"ratings": (Rating("discomfort", Moment.ONCE, 3),)},
        {"details": SensateFocus(limits_kept=LimitsKept.UNSURE)},
        {"outcome": Outcome.CHOSE_NOT_TO},
    ],
)
async def test_it_is_offered_only_then(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, changes: dict[str, Any]
) -> None:
    """Any other entry brings no offer."""
    keep(path, lambda vault: practised(vault, Stage.NON_SEXUAL, **changes))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        assert "1 practice at stage" in place.words or "Not yet" in place.words or "this week" in place.words
        assert "If it helps" not in place.page


async def test_the_latest_counts_and_not_what_is_planned(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """A plan after a stop leaves the offer there, today's or tomorrow's; another practice takes it away."""

    def planned(vault: Vault) -> str:
        practised(vault, Stage.NON_SEXUAL, 3, outcome=Outcome.STOPPED_EARLY)
        (one,) = vault.assignments.list()
        for days in (0, -1):
            vault.entries.add(logged(one, days, Outcome.PLANNED))
        return one.id

    keep(path, planned)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        assert OFFER.format(short_date(ago(3))) in place.words
        (one,) = await app.vault.read(lambda vault: vault.assignments.list())
        await app.vault.write(lambda vault: vault.entries.add(logged(one, 1, Outcome.TRIED)))
        app.changed()
        await place.press("1", "3")
        assert "If it helps" not in place.page


@pytest.mark.parametrize("by", ["key", "line"])
async def test_raising_it(path: Path, journal_app: MakeApp, settle: Settle, until: Wait, by: str) -> None:
    """r, or Enter on the line, marks the entry for the session, once and for all; the page says so then."""
    keep(path, lambda vault: practised(vault, Stage.NON_SEXUAL, outcome=Outcome.STOPPED_EARLY))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        for _ in range(2):
            await place.press(*(["r"] if by == "key" else ["enter", "down", "enter", "escape"]))
            (entry,) = await app.vault.read(lambda vault: tuple(vault.entries.each()))
            assert entry.content.flagged
            assert entry.version == 2
        assert f"r It is noted to raise with my therapist: the entry of {short_date(ago(1))}" in place.words


async def test_raising_without_an_offer(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """r marks the latest entry of any homework, not one that is ahead; where nothing was logged it says so."""

    def several(vault: Vault) -> None:
        vault.assignments.add(Assignment(title="nothing yet", assigned_on=ago(9)))
        one = vault.assignments.add(Assignment(title="done", kind=Kind.EDUCATION, assigned_on=ago(1)))
        for days in (-1, 1, 2):
            vault.entries.add(logged(one, days, Outcome.DONE))

    keep(path, several)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "r")
        entries = await app.vault.read(lambda vault: tuple(vault.entries.each()))
        assert [entry.content.flagged for entry in entries] == [False, True, False]
        raised = f"the entry of {short_date(ago(1))}"
        assert raised.lower() in place.notes[-1].lower()
        assert f"It is noted to raise with my therapist: {raised}" in place.words
        await place.press("r")
        assert "noted already" in place.notes[-1]
        assert await app.vault.read(lambda vault: tuple(vault.entries.each())) == entries
        assert any(command.action == "raise_it" for command in app.commands_here())
        await place.press("down")
        assert not any(command.action == "raise_it" for command in app.commands_here())


@pytest.mark.parametrize(("stage", "by"), [*((stage, "key") for stage in Stage), (Stage.GENITALS_INCLUDED, "line")])
async def test_an_earlier_exercise(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, stage: Stage, by: str
) -> None:
    """The library opens on sensate focus below the stage of the practice, and no filter brings a later one into it."""
    keep(path, lambda vault: practised(vault, stage, outcome=Outcome.STOPPED_EARLY))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        await place.press(*(["b"] if by == "key" else ["enter", "down", "down", "enter"]))
        assert isinstance(app.screen, LibraryScreen)
        highest = str(max(0, int(stage) - 1))
        assert place.titles[0] == "Agree our rules"
        assert f"up to {highest}" in place.said("#filters")
        for key in ("", *"tttttt", *"ssssss", *"wwww", *"oo"):
            await place.press(*key)
            for pick in place.picks.picks:
                listed = app.screen._found[pick.id]
                assert min(listed.exercise.stages, default="0") <= highest
        await place.press("escape", "escape")
        assert isinstance(app.screen, HomeworkPlace)


async def test_no_later_stage_is_named_after_it(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Neither the page nor the earlier exercises have a word on stages that come after the one practised."""
    keep(path, lambda vault: practised(vault, Stage.NON_SEXUAL, outcome=Outcome.STOPPED_EARLY))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        seen = [place.page, place.drawn]
        await place.press("b")
        seen += [place.drawn, place.said("#waiting"), place.said("#filters")]
        for _ in place.picks.picks:
            seen.append(place.page)
            await place.press("down")
        assert not any(
            f"stage {later}" in words.lower() or f"stages {later}" in words.lower() for words in seen for later in "23"
        )


async def test_other_kinds_offer_something_easier(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Where there are no stages, the page offers to make the task easier, where an easier variant is known."""

    def stopped(vault: Vault) -> None:
        one = vault.assignments.add(from_library("small-steps-ladder", 9))
        vault.entries.add(logged(one, 1, Outcome.STOPPED_EARLY))

    keep(path, stopped)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        assert (
            f"r Raise it with my therapist: the entry of {short_date(ago(1))} v Make it easier F6 The support page"
            in place.words
        )
        await place.press("b")
        assert "No stage is noted here" in place.notes[-1]
        await place.press("enter", "down", "down", "enter")
        assert place.screen == "AdaptScreen"


async def test_the_support_page(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line of the support page does what its key does."""
    keep(path, lambda vault: practised(vault, Stage.NON_SEXUAL, outcome=Outcome.STOPPED_EARLY))
    opened: list[str] = []
    monkeypatch.setattr(JournalApp, "action_support", lambda app: opened.append("support"), raising=False)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "enter", "down", "down", "down", "enter")
        assert opened == ["support"]
