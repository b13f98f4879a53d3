"""What the tests of the form share: opening it, and reading the file as another program would."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from textual import events
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from journal.model.entry import Entry, EntryContent
from journal.tui.app import JournalApp
from journal.tui.screens.form.entry import EntryForm
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.vault.drafts import Draft
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.making import written_in

T = TypeVar("T")


def look(path: Path, job: Callable[[Vault], T]) -> T:
    """Reads the file through a handle of its own, as another process would."""
    vault = Vault.open(path, PASSPHRASE)
    try:
        return job(vault)
    finally:
        vault.close()


def entries(path: Path) -> tuple[Entry, ...]:
    """Every entry in the file, newest first."""
    return look(path, lambda vault: tuple(vault.entries.each()))


def drafts(path: Path) -> tuple[Draft, ...]:
    """Every draft in the file, the latest first."""
    return look(path, lambda vault: vault.drafts.list())


def written(path: Path) -> list[EntryContent]:
    """What the drafts in the file hold, the latest first; all of them have to be of entries."""
    return [written_in(draft) for draft in drafts(path)]


def screen_of(app: JournalApp) -> EntryFormScreen:
    """The form's screen, which has to be in front."""
    assert isinstance(app.screen, EntryFormScreen)
    return app.screen


def form_of(app: JournalApp) -> EntryForm:
    """The form in front."""
    return screen_of(app).query_one(EntryForm)


def field(app: JournalApp, path: str) -> Widget:
    """The widget of one field of the form in front."""
    return form_of(app).fields[path].widget


def status(app: JournalApp) -> str:
    """What the form says about keeping."""
    return str(screen_of(app).query_one("#status", Static).content)


async def go_to(pilot: Pilot[Any], widget: Widget) -> None:
    """Puts the cursor into a field."""
    widget.focus()
    await pilot.pause()


async def paste(pilot: Pilot[Any], text: str) -> None:
    """Pastes a text into what is in focus, as a terminal does."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()
