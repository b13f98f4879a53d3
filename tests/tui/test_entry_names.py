"""What an entry refers to stands in it by its name: scales of one's own, and homework."""

from dataclasses import replace
from pathlib import Path

import pytest

from journal.model.entry import EntryContent, Reflection
from journal.model.homework import Assignment
from journal.model.measures import OwnScale
from journal.model.rating import Moment, Rating
from journal.tui.screens.history import HistoryScreen
from journal.tui.screens.journal.share import ShareScreen
from journal.tui.widgets.page_view import PageView
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.journals import new_vault
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.reading import SIZE, Reader, days_ago

GONE_SCALE = "A scale that isn't here any more"
GONE_HOMEWORK = "Homework that isn't here any more"


@pytest.fixture
def named(path: Path) -> Path:
    """A journal with an entry of homework, rated on a scale of one's own; edited once."""
    vault = new_vault(path, clock=lambda: NOW)
    scale = vault.own_scales.add(OwnScale(name="Ease", highest=5, low_word="stiff", high_word="at ease"))
    homework = vault.assignments.add(Assignment(title="Back and arms"))
    content = EntryContent(when=days_ago(1), details=Reflection(), topic="a walk")
    entry = vault.entries.add(content)
    rated = replace(content, ratings=(Rating(scale.id, Moment.ONCE, 5),), assignment=homework.id)
    vault.entries.edit(entry.id, rated)
    vault.close()
    return path


async def test_the_pane_has_names(named: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """The reading pane shows the homework's title, and a rating with the scale's own name and words."""
    app = journal_app(named)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        assert "Homework: Back and arms" in reader.pane
        assert "Ease" in reader.pane and "5 of 5: at ease" in reader.pane
        assert GONE_SCALE not in reader.pane and GONE_HOMEWORK not in reader.pane


async def test_names_follow_a_change(named: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A new title or name is there when the Journal is next in front, and what was removed is said to be gone."""
    app = journal_app(named)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)

        def change(vault: Vault) -> None:
            (scale,), (homework,) = vault.own_scales.list(), vault.assignments.list()
            vault.own_scales.edit(scale.id, replace(scale.content, name="At ease"))
            vault.assignments.edit(homework.id, Assignment(title="\x1b[31msafe\u202e title\nof two lines"))

        await app.vault.write(change)
        app.changed()
        await reader.press("1", "2")
        assert "safe� title of two lines" in reader.pane and "At ease" in reader.pane
        assert "\x1b" not in reader.pane

        def remove(vault: Vault) -> None:
            vault.own_scales.remove(vault.own_scales.list()[0].id)
            vault.assignments.remove(vault.assignments.list()[0].id)

        await app.vault.write(remove)
        app.changed()
        await reader.press("1", "2")
        assert GONE_HOMEWORK in reader.pane
        assert GONE_SCALE in " ".join(reader.pane.split())


async def test_masked_titles_mask_homework_too(named: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """While titles are masked, the title of the homework isn't there either until the pane is in focus."""
    app = journal_app(named)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("m")
        assert "Back and arms" not in reader.pane
        await reader.press("tab")
        assert "Back and arms" in reader.pane


async def test_the_versions_have_names(named: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """What a version changed is told by the scale's name, and the homework that it went to is marked."""
    app = journal_app(named)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("h")
        assert isinstance(app.screen, HistoryScreen)
        view = app.screen.query_one(PageView)
        assert view.shown_text.startswith("Changed here (▌): Ease; the homework it belongs to.\n")
        marked = [line.text for line in map(view.render_line, range(view.size.height)) if line.text.startswith("▌")]
        assert any("Homework: Back and arms" in line for line in marked)
        assert any("Ease" in line for line in marked)


async def test_the_share_dialog_has_names(named: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A rating on a scale of one's own is offered by its name, guarded, and named in the pane once it is shared."""
    app = journal_app(named)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("s")
        assert isinstance(app.screen, ShareScreen) and app.screen.grid is not None
        rows = {row.label: row for row in app.screen.grid._rows}
        assert (rows["Ease"].note, rows["Ease"].preview) == ("guarded", "5 of 5: at ease")
        app.screen.grid.row = list(rows).index("Ease")
        await reader.press("space", "enter")
        assert "Ease" not in reader.notes[-1]  # no message shows what a person wrote
        assert "Shared with my therapist: Ease" in reader.pane
