"""Progress, the sections that can be added to: goals, scores, GAD-7 and own scales."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from journal.model.goal import Goal, GoalProgress
from journal.model.measures import Gad7, OutsideScore, OwnScale
from journal.tui.app import Ending
from journal.tui.screens.form.record_screen import RecordFormScreen
from journal.tui.screens.record_reading import RecordScreen
from journal.tui.widgets.options import OptionsInput
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.journals import new_vault
from tests.making import made
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.progress import LARGE, SMALL, TODAY, Viewer, ago, fill, once, rows
from tests.tui.writing import look


async def save(viewer: Viewer, pilot: Pilot[Ending], until: Wait) -> None:
    """Saves the form in front, and waits until Progress is there again."""
    await viewer.press("ctrl+s")
    await until(pilot, lambda: not isinstance(viewer.app.screen, RecordFormScreen))
    await viewer.press()


async def form(viewer: Viewer, pilot: Pilot[Ending], until: Wait, *keys: str) -> RecordFormScreen:
    """Presses keys that open a form, and waits for it."""
    await viewer.press(*keys)
    await until(pilot, lambda: isinstance(viewer.app.screen, RecordFormScreen))
    assert isinstance(viewer.app.screen, RecordFormScreen)
    await until(pilot, lambda: viewer.app.focused is not None)
    return viewer.app.screen


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_goals(path: Path, journal_app: MakeApp, settle: Settle, until: Wait, size: tuple[int, int]) -> None:
    """Each goal stands in a list; the one under the cursor is drawn over time above the line of its start."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=size) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "G")
        assert rows(viewer.records) == [("6", "2", "", "Less pressure"), ("", "", "", "A slow evening")]
        assert "My own · since Sat 28 Mar 2026 · all days" in viewer.said("#head")
        assert viewer.said("#facts") == "Smallest useful sign: Warmth first"
        assert viewer.said("#legend").strip() == "● how near it felt  ╌ at the start: 2"
        assert viewer.text.count("●") == 3 and viewer.text.count("╌") > 20
        assert viewer.fits()
        await viewer.press("down")
        assert "Nothing is noted for this goal in these days." in viewer.said("#empty")
        assert not viewer.plot.display
        await viewer.press("up", "t")
        assert rows(viewer.table) == [("Tue 12 May 2026", "6", "note of 5"), ("Tue 7 Apr 2026", "3", "note of 40")]


async def test_from_no_goal_to_progress(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A first goal is added by keys alone, how near it feels is noted, and both are there at once."""
    new_vault(path).close()
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "G")
        assert "No goal is written down yet." in viewer.said("#empty")
        await form(viewer, pilot, until, "a")
        await viewer.type("Ease")
        await save(viewer, pilot, until)
        assert rows(viewer.records) == [("", "", "", "Ease")]
        screen = await form(viewer, pilot, until, "p")
        assert isinstance(screen._content, GoalProgress)
        await viewer.press("7")
        await save(viewer, pilot, until)
        assert rows(viewer.records) == [("7", "", "", "Ease")]
        assert len(viewer.plot.drawing.marks) == 1
    (goal,) = look(path, lambda vault: vault.goals.list())
    (progress,) = look(path, lambda vault: vault.goal_progress.list())
    assert (goal.content.wording, goal.content.started_on) == ("Ease", TODAY)
    assert (progress.content.goal, progress.content.date, progress.content.value) == (goal.id, TODAY, 7)


async def test_what_was_added_is_under_the_cursor(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """A note after a new goal is about that goal, which the form names unless names are masked."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "G")
        await form(viewer, pilot, until, "a")
        await viewer.type("Ease")
        await save(viewer, pilot, until)
        assert rows(viewer.records)[viewer.records.cursor][-1] == "Ease"
        await form(viewer, pilot, until, "p")
        assert "Ease" in viewer.text
        await viewer.press("9")
        await save(viewer, pilot, until)
        assert rows(viewer.records)[viewer.records.cursor] == ("9", "", "", "Ease")
        await viewer.press("m")
        await form(viewer, pilot, until, "p")
        assert "Ease" not in viewer.text
    goals = {goal.id: goal.content.wording for goal in look(path, lambda vault: vault.goals.list())}
    progress = look(path, lambda vault: vault.goal_progress.list())
    assert [goals[one.content.goal] for one in progress if one.content.value == 9] == ["Ease"]


async def test_editing_and_removing_goals(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A goal is edited and moved to the trash, and put back with its progress; so is one note of its progress."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "G")
        screen = await form(viewer, pilot, until, "e")
        assert isinstance(screen._content, Goal)
        await viewer.press("end", "!")
        await save(viewer, pilot, until)
        assert rows(viewer.records)[0][-1] == "Less pressure!"
        await viewer.press("d")
        assert [row[-1] for row in rows(viewer.records)] == ["A slow evening"]
        assert viewer.notes == ["Moved to the trash. u puts it back."]
        await viewer.press("u")
        assert rows(viewer.records)[0] == ("6", "2", "", "Less pressure!")
        await viewer.press("home", "t", "d")
        assert rows(viewer.table) == [("Tue 7 Apr 2026", "3", "note of 40")]
        assert rows(viewer.records)[0][0] == "3"
        await viewer.press("u")
        assert len(rows(viewer.table)) == 2
        await viewer.press("u")
        assert viewer.notes == ["There is nothing to put back here."]
        screen = await form(viewer, pilot, until, "e")
        assert isinstance(screen._content, GoalProgress)


async def test_between_goals_and_their_progress(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Up from the first row of the table leads to the goals, and Down from the last goal into its table."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=(50, 14)) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "G")
        assert viewer.table.has_focus
        await viewer.press("up")
        assert viewer.records.has_focus and viewer.records.cursor == 0
        await viewer.press("up")
        assert viewer.records.has_focus
        screen = await form(viewer, pilot, until, "e")
        assert isinstance(screen._content, Goal)
        await viewer.press("escape")
        assert viewer.records.has_focus
        await viewer.press("down", "up", "down", "down")
        assert viewer.records.cursor == 1 and not viewer.table.display
        await viewer.press("up", "down", "up", "up", "G")
        assert viewer.table.has_focus


async def test_scores(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Scores stand by name, those of the name under the cursor are drawn, and a new one begins with that name."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "S")
        assert rows(viewer.records) == [
            ("Tue 12 May 2026", "20", "A sheet"),
            ("Tue 7 Apr 2026", "24", "A sheet"),
            ("Sat 9 May 2026", "7", "Sleep"),
        ]
        assert len(viewer.plot.drawing.marks) == 2
        await viewer.press("down", "down")
        assert "Sleep · all days" in viewer.said("#head")
        assert len(viewer.plot.drawing.marks) == 1
        screen = await form(viewer, pilot, until, "a")
        assert screen._content == OutsideScore(name="Sleep", date=TODAY)
        await viewer.press("tab", "tab", "8")
        await save(viewer, pilot, until)
        assert rows(viewer.records)[viewer.records.cursor] == ("Sun 17 May 2026", "8", "Sleep")
        await viewer.press("t")
        assert viewer.records.has_focus and not viewer.plot.display
        await viewer.press("t", "home", "d")
        assert len(rows(viewer.records)) == 3
        await viewer.press("u")
        assert len(rows(viewer.records)) == 4


async def test_gad7(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Each result has its date and its score; Enter shows every answer, and how the score is made stands there."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "7")
        assert rows(viewer.records) == [("Wed 13 May 2026", "7 of 21"), ("Sat 28 Mar 2026", "14 of 21")]
        assert "Seven answers are added: not at all 0, several days 1, more than half the days 2" in (
            viewer.said("#facts").replace("\n", " ")
        )
        assert len(viewer.plot.drawing.marks) == 2
        await viewer.press("down", "enter")
        assert isinstance(app.screen, RecordScreen)
        assert "Feeling nervous, anxious or on edge" in viewer.text
        assert "More than half the days: 2" in viewer.text
        await viewer.press("end")
        assert "The seven numbers added" in viewer.text and "14 of 21" in viewer.text
        await viewer.press("escape")
        assert viewer.records.cursor == 1
        await viewer.press("enter")
        screen = await form(viewer, pilot, until, "e")
        assert isinstance(screen._content, Gad7)


async def test_filling_in_gad7(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """GAD-7 is filled in by keys; left unfinished, it says that the score needs all seven; finished, it has its sum."""
    new_vault(path).close()
    app = journal_app(path)
    async with app.run_test(size=LARGE) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "7")
        assert "It isn't filled in yet." in viewer.said("#empty")
        screen = await form(viewer, pilot, until, "a")
        for question in screen.query(OptionsInput):
            question.focus()
            await viewer.press("2")  # more than half the days, or very difficult
        screen.query(OptionsInput)[6].focus()
        await viewer.press("backspace")
        await save(viewer, pilot, until)
        assert rows(viewer.records) == [("Sun 17 May 2026", "6 of 7 answered; the score needs all seven")]
        assert "No score in these days." in viewer.said("#empty")
        screen = await form(viewer, pilot, until, "e")
        screen.query(OptionsInput)[6].focus()
        await viewer.press("3")
        await save(viewer, pilot, until)
        assert rows(viewer.records) == [("Sun 17 May 2026", "15 of 21")]
        assert len(viewer.plot.drawing.marks) == 1
        await viewer.press("d")
        assert "It isn't filled in yet." in viewer.said("#empty")
        await viewer.press("u")
        assert rows(viewer.records) == [("Sun 17 May 2026", "15 of 21")]


async def test_own_scales(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """An own scale is listed, edited and added; what is rated on it is drawn in Ratings under its new name."""
    fill(path)
    scale = look(path, lambda vault: vault.own_scales.list()[0].id)
    vault = Vault.open(path, PASSPHRASE)
    vault.entries.add(made(date=ago(2), ratings=once(scale, 17)))
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "O")
        assert rows(viewer.records) == [("0 to 20", "overall", "Warmth", "0 none, 20 all through")]
        await form(viewer, pilot, until, "e")
        await viewer.press("end", "!")
        await save(viewer, pilot, until)
        screen = await form(viewer, pilot, until, "a")
        assert screen._content == OwnScale()
        await viewer.type("Calm")
        await save(viewer, pilot, until)
        assert [row[2] for row in rows(viewer.records)] == ["Warmth!", "Calm"]
        await viewer.press("R")
        names = [name for _, name in viewer.place.page.choices]
        await viewer.press("s", *["down"] * names.index("Warmth!"), "enter")
        assert "Warmth! (0 none, 20 all through)" in viewer.said("#head")
        assert viewer.said("#facts") == "1 entry: 17"


async def test_measures_have_a_range_of_their_own(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Measures begin with all days; choosing days for them leaves those of the entries as they are."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "7", "r", "home", "down", "enter")
        assert "The last 4 weeks" in viewer.said("#head")
        assert len(viewer.plot.drawing.marks) == 1
        assert len(rows(viewer.records)) == 2
        await viewer.press("R")
        assert "the last 3 months" in viewer.said("#head")
        await viewer.press("G")
        assert "the last 4 weeks" in viewer.said("#head")


async def test_what_is_gone_meanwhile(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A record that was removed elsewhere can't be read or edited; a word says so, and nothing breaks."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "S")
        key = str(viewer.records.key)
        await app.vault.write(lambda vault: vault.scores.remove(key))
        for pressed in ("enter", "e"):
            await viewer.press(pressed)
            assert viewer.notes == ["This isn't in the journal any more."]
        await viewer.press("d")
        assert viewer.place.section.id == "scores"
