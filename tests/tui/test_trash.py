"""The trash: looking into it, putting back, and deleting for good."""

from pathlib import Path

from textual.widgets import Button

from journal.errors import NotFound
from journal.model.dates import When
from journal.model.entry import EntryContent, Reflection
from journal.tui.app import JournalApp
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.journal_place import JournalPlace
from journal.tui.screens.trash import TrashScreen
from journal.tui.widgets.entry_list import PAGE_ROWS
from journal.vault.vault import Vault
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.reading import SIZE, TODAY, Reader, days_ago, fill


def reflection(topic: str, days: int = 0) -> EntryContent:
    """A reflection with a topic."""
    return EntryContent(when=days_ago(days), details=Reflection(), topic=topic, text=f"words of {topic}")


async def test_an_empty_trash(app: JournalApp, settle: Settle, until: Wait) -> None:
    """An empty trash says so, no key does harm, and Escape goes back."""
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("t")
        assert isinstance(app.screen, TrashScreen)
        assert "The trash is empty" in reader.said("#empty")
        await reader.press("u", "x", "enter", "down")
        assert isinstance(app.screen, TrashScreen)
        await reader.press("escape")
        assert isinstance(app.screen, JournalPlace)


async def test_looking_and_putting_back(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """What was trashed is listed with the instant it was put there, can be read, and goes back to its place."""
    fill(path, reflection("older", 3), reflection("middle", 2), reflection("newest", 1))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("down", "d", "d", "t")
        topics = {reader.topic}
        await reader.press("down")
        assert topics | {reader.topic} == {"older", "middle"}
        assert f"words of {reader.topic}" in reader.pane
        assert reader.said("#said") == "Put here Sun 17 May 2026, 18:30"
        await reader.press("u")
        assert reader.lines.total == 1
        left = reader.topic
        await reader.press("enter")
        assert left != reader.topic
        assert "The trash is empty" in reader.said("#empty")
        await reader.press("escape")
        assert reader.said("#count") == "3 entries"
        assert [entry.content.topic for entry in await reader.vault()] == ["newest", "middle", "older"]


async def test_deleting_for_good(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A question says what deleting can't undo and can't promise; only its second answer deletes, history and all."""
    made = fill(path, reflection("one", 2), reflection("two", 1))
    vault = Vault.open(path, "quiet lantern by the harbour")
    for entry in made:
        vault.entries.edit(entry.id, reflection(entry.content.topic + " again"))
        vault.entries.move_to_trash(entry.id)
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("t")
        topic, chosen = reader.topic, reader.lines.highlighted
        assert chosen is not None
        for refusal in ("escape", "enter"):
            await reader.press("x")
            assert isinstance(app.screen, ConfirmScreen)
            question = app.export_screenshot().replace("&#160;", " ")
            assert "undone" in question and "backups" in question and "copies" in question
            assert isinstance(app.focused, Button) and app.focused.id == "no"
            await reader.press(refusal)
            assert reader.lines.total == 2
        await reader.press("x", "tab", "enter")
        assert isinstance(app.screen, TrashScreen)
        assert reader.lines.total == 1
        assert reader.topic != topic
        assert reader.notes[-1] == "Deleted for good."
        left = await app.vault.read(lambda vault: vault.entries.trash())
        assert chosen.id not in [trashed.entry.id for trashed in left]
        assert await app.vault.read(lambda vault: vault.entries.history(chosen.id)) == ()
        await reader.press("delete", "tab", "enter")
        assert "The trash is empty" in reader.said("#empty")


async def test_what_is_gone_meanwhile_is_said(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Putting back what another program has deleted for good says that it isn't there."""
    (entry,) = fill(path, reflection("one"))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("d", "t")
        await app.vault.write(lambda vault: vault.entries.purge(entry.id))
        await reader.press("u")
        assert NotFound("There is no such entry in the trash.").message in reader.notes[-1]


async def test_a_full_trash(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A trash of several pages can be gone through to its end."""
    count = PAGE_ROWS * 2 + 10
    made = fill(path, *(reflection(f"number {number}", number) for number in range(count)))
    vault = Vault.open(path, "quiet lantern by the harbour")
    with vault.atomic():
        for entry in made:
            vault.entries.move_to_trash(entry.id)
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("t", "end")
        assert reader.lines.cursor == count - 1
        assert reader.topic
        await reader.press("u")
        assert reader.lines.total == count - 1
        assert reader.lines.cursor == count - 2


async def test_masked_titles_are_masked_here_too(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """With titles masked, the trash shows none either."""
    fill(path, EntryContent(when=When(TODAY), details=Reflection(), topic="quiet words"))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("m", "d", "t")
        assert isinstance(app.screen, TrashScreen)
        assert "quiet words" not in reader.lines.render_line(0).text + reader.pane
