"""The versions of records: homework, sessions, the agenda, measures and agreements."""

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from journal.model.exercise import Exercise
from journal.model.goal import Goal
from journal.model.homework import Adaptation, Assignment, Change, State, adapted
from journal.model.sensate_focus import RuleSet, Stage, StageAgreement
from journal.model.session import AgendaItem, TherapySession
from journal.safety.text import UNSAFE
from journal.tui.commands import HISTORY
from journal.tui.screens.history import HistoryScreen
from journal.tui.screens.homework.agreements import AgreementsScreen
from journal.tui.screens.homework.place import HomeworkPlace
from journal.tui.screens.progress.place import ProgressPlace
from journal.tui.screens.session.place import SessionPlace
from journal.tui.widgets.page_view import PageView
from journal.vault.settings import Preferences
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.hostile import HOSTILE_TEXTS
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.homework import NARROW, TODAY, WIDE, Place, ago, agreed, keep
from tests.tui.progress import Viewer
from tests.tui.sessions import Sessions, flagged

TWO = Stage.GENITALS_INCLUDED
WALK = Assignment(title="A walk", instructions="an hour", assigned_on=ago(9), minutes=60)
EASIER = Adaptation(on=ago(2), change=Change.EASIER, what="ten minutes", why="tired", ask=True)


def changed(path: Path, job: Callable[[Vault], object], *, days: int = 1) -> None:
    """Changes a journal some days after it was made."""
    instant = NOW + dt.timedelta(days=days)
    vault = Vault.open(path, PASSPHRASE, clock=partial(lambda now: now, instant))
    job(vault)
    vault.close()


def marked(place: Place) -> list[str]:
    """The lines of the page in sight that are marked as changed."""
    view = place.app.screen.query_one(PageView)
    lines = [view.render_line(y).text for y in range(view.size.height)]
    return [line.strip("▌ ") for line in lines if line.startswith("▌")]


def drawn(place: Place) -> str:
    """Everything on the screen."""
    return "\n".join(strip.text for strip in place.app.screen._compositor.render_strips())


@pytest.fixture
def walk(path: Path) -> Path:
    """A journal with homework that was made easier, with a question to the therapist, and finished after that."""
    walk = keep(path, lambda vault: vault.assignments.add(WALK))
    easier = adapted(replace(WALK, minutes=None), EASIER)
    changed(path, lambda vault: vault.assignments.edit(walk.id, easier))
    changed(path, lambda vault: vault.assignments.set_state(walk.id, State.FINISHED), days=2)
    return path


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_versions_of_homework(
    walk: Path, journal_app: MakeApp, settle: Settle, until: Wait, size: tuple[int, int]
) -> None:
    """Each version is read in full with marks at what it changed, its state and how it was adapted among it."""
    app = journal_app(walk)
    async with app.run_test(size=size) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "h")
        assert isinstance(app.screen, HistoryScreen)
        assert "Versions · Homework" in drawn(place)
        assert place.words.startswith("Changed here (▌): State. A walk")
        assert marked(place) == ["State        finished on Tue 19 May 2026"]
        await place.press("down")
        assert place.words.startswith("Changed here (▌): What to do; Changed on Fri 15 May 2026. Taken out: Minutes.")
        assert "Ask my therapist about it: yes" in place.words
        assert {"What to do", "ten minutes", "What changes: easier"} <= set(marked(place))
        await place.press("down")
        assert place.words.startswith("As it was first saved. A walk")
        assert "an hour" in place.words
        assert marked(place) == []
        await place.press("escape")
        assert isinstance(app.screen, HomeworkPlace)


async def test_restoring_homework(walk: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """r makes a version the present one as a new one, and a question that was put is not put a second time."""
    app = journal_app(walk)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "h", "r")
        assert place.notes[-1] == "This is the present version."
        await place.press("end", "r")
        assert place.notes[-1] == "Version 1 is the present one again."
        (walk_now,) = (await place.records()).values()
        assert (walk_now.version, walk_now.content) == (4, replace(WALK, state_since=TODAY))
        await place.press("down", "down", "r")
        (walk_now,) = (await place.records()).values()
        assert (walk_now.version, walk_now.content.instructions) == (5, "ten minutes")
        assert walk_now.content.state_since == TODAY
        assert len(await app.vault.read(lambda vault: vault.agenda.list())) == 1
        history = await app.vault.read(lambda vault: vault.assignments.history(walk_now.id))
        assert [one.content.state for one in history] == [
            State.OPEN,
            State.OPEN,
            State.FINISHED,
            State.OPEN,
            State.OPEN,
        ]
        await place.press("down", "r", "escape")
        assert "an hour" in place.page


async def test_restoring_what_reads_alike(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A version that reads as the present one makes no new one, and this is said."""
    walk = keep(path, lambda vault: vault.assignments.add(WALK))
    changed(path, lambda vault: vault.assignments.edit(walk.id, replace(WALK, title="B")))
    changed(path, lambda vault: vault.assignments.edit(walk.id, WALK), days=2)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "h", "end", "r")
        assert place.notes[-1] == "It reads as the present version does."
        assert (await place.records())["A walk"].version == 3


async def test_restoring_keeps_the_gate(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Homework whose stage waits can't come back by its history, nor be read in full there; an agreement is offered."""
    touch = Assignment(title="Touch", instructions="all areas", stage=TWO)

    def fill(vault: Vault) -> str:
        agreement = vault.agreements.add(agreed(TWO, 5))
        task = vault.assignments.add(touch).id
        vault.assignments.edit(task, replace(touch, stage=Stage.NON_SEXUAL, instructions="back and arms"))
        vault.agreements.edit(agreement.id, replace(agreement.content, withdrawn_on=TODAY))
        return task

    task = keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "h")
        assert "back and arms" in place.words
        await place.press("end")
        assert "Touch" in place.words
        assert "all areas" not in place.words
        await place.press("r")
        assert place.screen == "ConfirmScreen"
        history = await app.vault.read(lambda vault: vault.assignments.history(task))
        assert [one.content.stage for one in history] == [Stage.NON_SEXUAL, TWO]
        await place.press("escape")
        assert isinstance(app.screen, HistoryScreen)


async def test_what_was_saved_elsewhere_is_not_lost(
    walk: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """A version isn't restored over one that was saved since they were read: this is said, and it is shown then."""
    app = journal_app(walk)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "h", "end")
        (one,) = (await place.records()).values()
        later = replace(one.content, why="for the air")
        await asyncio.to_thread(changed, walk, lambda vault: vault.assignments.edit(one.id, later), days=3)
        await place.press("r")
        assert "changed and saved elsewhere" in place.notes[-1]
        (kept,) = (await place.records()).values()
        assert (kept.version, kept.content) == (4, later)
        assert "for the air" in place.words


async def test_titles_are_masked(walk: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """While titles are masked, nothing of a version is drawn until Tab goes into its page."""
    changed(walk, lambda vault: vault.settings.set(Preferences(masked=True)))
    app = journal_app(walk)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "h")
        for _ in range(3):
            assert "Titles are masked" in drawn(place)
            assert not any(words in drawn(place) for words in ("A walk", "an hour", "ten minutes", "Changed here"))
            await place.press("down")
        await place.press("tab")
        assert "A walk" in drawn(place)
        await place.press("shift+tab")
        assert "A walk" not in drawn(place)


async def test_hostile_versions(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Whatever versions of a record hold, only safe characters are drawn."""

    def fill(vault: Vault) -> None:
        task = vault.assignments.add(WALK)
        for text in HOSTILE_TEXTS:
            change = Adaptation(on=TODAY, what=text, why=text)
            rules = RuleSet(off_limits=text)
            hostile = replace(WALK, title=text, instructions=text, rules=rules, session=text, adaptations=(change,))
            vault.assignments.edit(task.id, hostile)

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "h")
        for _ in HOSTILE_TEXTS:
            await place.press("down")
            assert not UNSAFE.search(drawn(place).replace("\n", ""))


async def test_history_in_session(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """H shows the versions of a session, of an item of the agenda and of an entry on it; h stays what it was."""

    def fill(vault: Vault) -> None:
        session = vault.sessions.add(TherapySession(date=ago(3), notes="first notes"))
        vault.sessions.edit(session.id, replace(session.content, notes="more notes"))
        item = vault.agenda.add(AgendaItem(text="first words"))
        vault.agenda.edit(item.id, AgendaItem(text="later words", session=session.id))
        vault.agenda.edit(item.id, AgendaItem(text="later words"))
        entry = flagged(vault, "back and arms")
        vault.entries.edit(entry.id, replace(entry.content, text="edited"))

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Sessions(app, pilot, settle)
        await place.open(until)
        await place.go_to("more notes")
        await place.press("H")
        assert "Versions · Session" in drawn(place)
        await place.press("down")
        assert "first notes" in place.words
        await place.press("r", "escape")
        assert isinstance(app.screen, SessionPlace)
        assert any("first notes" in title for title in place.titles)
        await place.go_to("later words")
        await place.press("H")
        assert place.words.startswith("Taken out: Talked about in.")
        await place.press("down")
        assert "Talked about in the session of Thu 14 May 2026" in place.words
        await place.press("down", "r", "escape")
        assert "first words" in await place.agenda()
        await place.go_to("back and arms")
        await place.press("H")
        assert "Versions · Entry" in drawn(place)
        assert place.words.startswith("Changed here (▌): Notes.")
        await place.press("escape", "h")
        assert place.screen == "RecordFormScreen"


async def test_history_of_an_exercise(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """h shows the versions of an exercise of one's own; those of the library stay as they are."""
    mine = keep(path, lambda vault: vault.own_exercises.add(Exercise(title="My own", steps="one")))
    changed(path, lambda vault: vault.own_exercises.edit(mine.id, Exercise(title="My own", steps="two")))
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "a", "h")
        assert "belongs to the library" in place.notes[-1]
        await place.press("o", "h")
        assert place.words.startswith("Changed here (▌): Steps. My own")
        await place.press("end", "r", "escape")
        kept = await app.vault.read(lambda vault: vault.own_exercises.get(mine.id))
        assert (kept.version, kept.content) == (3, mine.content)


async def test_history_in_progress(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """h shows the versions of the record under the cursor, and is there only where there is one."""
    goal = keep(path, lambda vault: vault.goals.add(Goal(wording="Less pressure", baseline=2)))
    changed(path, lambda vault: vault.goals.edit(goal.id, replace(goal.content, baseline=3)))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "S", "h")
        assert isinstance(app.screen, ProgressPlace)
        assert HISTORY not in app.commands_here()
        await viewer.press("G")
        assert HISTORY in app.commands_here()
        await viewer.press("h")
        assert "Versions · Goal" in viewer.text
        assert "Changed here (▌): At the start, 0 to 10." in viewer.text
        await viewer.press("end", "r")
        assert viewer.notes[-1] == "Version 1 is the present one again."
        kept = await app.vault.read(lambda vault: vault.goals.get(goal.id))
        assert (kept.version, kept.content) == (3, goal.content)


async def test_history_of_an_agreement(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """h shows the versions of the agreement on a stage, and restoring one leaves a single agreement."""

    def fill(vault: Vault) -> None:
        agreement = vault.agreements.add(agreed(TWO, 5))
        vault.agreements.edit(agreement.id, replace(agreement.content, withdrawn_on=ago(1)))

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "g", "h")
        assert "needs no agreement" in place.notes[-1]
        await place.press("down", "down", "down", "h")
        assert "Nothing is recorded" in place.notes[-1]
        await place.press("up", "h")
        assert place.words.startswith("Changed here (▌): Taken back on.")
        await place.press("end", "r", "escape")
        assert isinstance(app.screen, AgreementsScreen)
        kept = await app.vault.read(lambda vault: vault.agreements.list())
        assert [one.content for one in kept] == [StageAgreement(stage=TWO, agreed_on=ago(5))]


@pytest.mark.parametrize("width", [1, 2, 3])
async def test_a_terminal_without_room(
    walk: Path, journal_app: MakeApp, settle: Settle, until: Wait, width: int
) -> None:
    """A window that is dragged almost shut ends nothing; opened again, everything is there."""
    app = journal_app(walk)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "h")
        await pilot.resize_terminal(width, 5)
        await settle(pilot)
        await pilot.resize_terminal(*WIDE)
        await settle(pilot)
        assert "Versions · Homework" in drawn(place)
