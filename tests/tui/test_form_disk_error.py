"""An error of the disk when all of a save is written: nobody can say whether it will stay, so the form doesn't."""

from pathlib import Path

import pytest
from textual.widgets import Static

from journal.errors import NotWritable
from journal.model.entry import Kind
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.vault.connection import Connection
from journal.vault.driver_errors import DISK_ERROR_HINT
from tests.conftest import NOW
from tests.journals import new_vault
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.writing import entries, form_of, paste


async def test_the_words_are_true(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says that it may be saved and to look first; the text stays, and leaving asks before it may be lost."""
    new_vault(path, clock=lambda: NOW).close()
    app = journal_app(path)
    real = Connection.run

    def run(self: Connection, sql: str, values: tuple[object, ...] = ()) -> int:
        changed = real(self, sql, values)
        if sql == "COMMIT":
            raise NotWritable(f"The disk reported an error at {path}.", DISK_ERROR_HINT)
        return changed

    def said() -> str:
        return " ".join(str(note.message) for note in app._notifications)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        monkeypatch.setattr(Connection, "run", run)
        await paste(pilot, "calm")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "look for it before you save it again" in said())
        assert isinstance(app.screen, EntryFormScreen)
        assert str(app.screen._status.render()).startswith("May not be saved: The disk reported an error")
        assert form_of(app).state().content.text == "calm"
        assert [entry.content.text for entry in entries(path)] == ["calm"]
        await paste(pilot, " and more")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        assert "may not be kept as a draft" in str(app.screen.query_one(Static).render())
