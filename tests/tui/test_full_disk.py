"""The disk fills up while somebody writes: it is said, what was written stays on the screen, and can be saved later."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.model.entry import Kind
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.tui.screens.today.place import TodayScreen
from tests.conftest import NOW
from tests.faults.disk import mounted, room_of
from tests.journals import new_vault
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.writing import entries, form_of, paste

TEXT = "calm breath " * 2999 + "calm"  # more than fits where there is some room

pytestmark = pytest.mark.disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    with mounted(folder, "1m"):
        yield folder


@pytest.mark.parametrize("kilobytes", [0, 16])
async def test_what_was_written_stays(
    disk: Path, journal_app: MakeApp, settle: Settle, until: Wait, kilobytes: int
) -> None:
    """Neither saving nor leaving takes the form away, each says why, and both work once there is room."""
    path = disk / "journal.db"
    new_vault(path, clock=lambda: NOW).close()
    app = journal_app(path)

    def said() -> str:
        return " ".join(str(note.message) for note in app._notifications)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        with room_of(kilobytes, disk):
            await paste(pilot, TEXT)
            await pilot.press("ctrl+s")
            await until(pilot, lambda: "The disk is full." in said())
            assert "Make some room" in said()
            assert form_of(app).state().content.text == TEXT
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
            await pilot.press("enter")  # the first answer is to stay
            await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
            assert form_of(app).state().content.text == TEXT
            assert entries(path) == ()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert [entry.content.text for entry in entries(path)] == [TEXT]
