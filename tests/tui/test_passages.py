"""Sharing words of a text: the selection is exactly what is stored, and the dialog and the Journal keep to it."""

from dataclasses import replace
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import Static
from textual.widgets.text_area import Selection

from journal.model.dates import When
from journal.model.entry import Communication, EntryContent, Reflection, SharedPassage, Sharing
from journal.model.homework import Assignment
from journal.safety.text import UNSAFE
from journal.tui.screens.journal.passages import PassageScreen, TextsScreen
from journal.tui.screens.journal.place import JournalPlace
from journal.tui.screens.journal.share import ShareScreen
from journal.tui.widgets.passage_text import PassageText
from journal.tui.widgets.switch_grid import SwitchGrid
from tests.conftest import NOW
from tests.hostile import HOSTILE_TEXTS
from tests.journals import new_vault
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.reading import SIZE, TODAY, Reader, fill

NOTES = "\U0001f469\u200d\U0001f33e warm \u05e9\u05dc\u05d5\u05dd\x1b[31m. Slow.\r\nWe laughed."
PRIVATE = "\U0010ff05 of another program"
TALK = EntryContent(when=When(TODAY), details=Communication(skill="one", rehearsal="never to leave"), text=NOTES)


def passages(*texts: str, field: str = "text") -> tuple[SharedPassage, ...]:
    """Passages of a field."""
    return tuple(sorted(SharedPassage(field, text) for text in texts))


async def shared(reader: Reader) -> Sharing:
    """What is shared of the newest entry by now."""
    return (await reader.vault())[0].content.sharing


def rows(reader: Reader) -> list[str]:
    """The rows of the grid."""
    grid = reader.app.screen.query_one(SwitchGrid)
    return [line for y in range(1, grid.size.height) if (line := grid.render_line(y).text.rstrip())]


class Texts(App[None]):
    """Many texts at once."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        self.all = [PassageText(text) for text in texts]

    def compose(self) -> ComposeResult:
        """The texts."""
        yield from self.all


async def test_any_selection_is_the_stored_text() -> None:
    """Whatever a text holds, a place in the widget is the right place in it, long lines and CR LF included."""
    texts = [*HOSTILE_TEXTS, NOTES, PRIVATE, "word " * 900, "a\r\nb\r\n\r\nc", ""]
    app = Texts(texts)
    async with app.run_test(size=(60, 20)):
        for text, widget in zip(texts, app.all, strict=True):
            lines = text.replace("\r\n", "\n") if "\n" not in text.replace("\r\n", "") else text
            end = widget.document.end
            places = [(row, column) for row in range(end[0] + 1) for column in range(len(widget.document[row]) + 1)]
            ends = []
            for place in places[:: max(1, len(places) // 50)]:
                widget.selection = Selection(place, (0, 0))
                ends.append(widget.chosen[1])
                assert widget.chosen[0] == 0
                before = text[: ends[-1]].replace("\r\n", "\n") if lines != text else text[: ends[-1]]
                if widget.editable:
                    assert widget.document.get_text_range((0, 0), place).count("\n") >= before.count("\n")
            assert ends == sorted(ends)
            widget.selection = Selection((0, 0), end)
            assert widget.chosen == (0, len(text))
            widget.light([text[2:7], text])
            assert not UNSAFE.search("".join(segment.text for segment in widget.render_line(0)))


async def test_from_the_reading_pane(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Words are selected by keys and shared with each reader alone; nothing is written before it is saved."""
    fill(path, TALK)
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("m", "tab", "p")
        assert isinstance(app.screen, PassageScreen)
        await reader.press("t")
        assert "Select some words first" in reader.notes[-1]
        await reader.press("ctrl+shift+right", "shift+right", "enter")  # ends within no character
        assert "Say for whom" in reader.notes[-1]
        await reader.press("t", "escape")
        assert await shared(reader) == Sharing()
        await reader.press("p", "down", "shift+down", "shift+home", "shift+right", "shift+right", "j")
        assert "a joint session: 1 passage, this too" in reader.said("#shared")
        await reader.press("ctrl+home", *["shift+right"] * 3, "t", *["right"] * 3, *["shift+right"] * 2, "t", "enter")
        assert isinstance(app.screen, JournalPlace)
        assert await shared(reader) == Sharing(
            therapist_passages=passages("\U0001f469\u200d\U0001f33e", "ar"), joint_passages=passages("We")
        )
        assert "my therapist: 2 passages of Notes; with a joint session: 1 passage of Notes" in " ".join(
            reader.pane.split()
        )
        assert "→" in reader.lines.render_line(0).text
        await reader.press("p", "ctrl+shift+a", "t", "ctrl+home", "j", "ctrl+c", "ctrl+s")
        assert await shared(reader) == Sharing(therapist_passages=passages(NOTES), joint_passages=passages("We"))
        await reader.press("p", "t", "enter")
        assert (await shared(reader)).therapist_passages == ()


async def test_the_dialog_keeps_passages(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A save of the grid keeps them, each can be switched off, and they go along with their whole text."""
    before = Sharing(therapist_passages=passages("warm", "laughed"), joint_passages=passages("warm"))
    vault = new_vault(path, clock=lambda: NOW)
    homework = vault.assignments.add(Assignment(title="A small request")).id
    vault.entries.add(replace(TALK, assignment=homework, topic="label", sharing=before))
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("s", "enter")
        assert await shared(reader) == before
        await reader.press("s")
        assert "A small request" in rows(reader)[0]
        assert ["“" in row for row in rows(reader)] == [False, False, False, False, True, True]
        await reader.press("end", "space", "home", "space", "enter")
        assert await shared(reader) == replace(
            before, therapist=frozenset({"assignment"}), therapist_passages=passages("warm")
        )
        await reader.press("s", "end", "up", "space", "down", "space")
        assert rows(reader)[-1].count("(x)") == 1
        assert "whole of Notes" in reader.notes[-1]
        await reader.press("p", "t")
        assert isinstance(app.screen, PassageScreen)
        assert "All of Notes" in reader.notes[-1]
        await reader.press("ctrl+end", *["shift+left"] * 8, "j", "enter")
        assert isinstance(app.screen, ShareScreen)
        assert (await shared(reader)).joint_passages == passages("warm")
        await reader.press("enter")
        assert await shared(reader) == Sharing(
            therapist=frozenset({"assignment", "text"}),
            therapist_passages=passages("warm"),
            joint_passages=passages("warm", "laughed."),
        )


async def test_presets(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Each chooses in the column of the cursor; the topic and the facts are all that is on then."""
    fill(path, replace(TALK, topic="label", minutes=5, sharing=Sharing(therapist_passages=passages("warm"))))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("s", "a", "right", "1", "enter")
        assert await shared(reader) == Sharing(
            therapist=frozenset({"topic", "minutes", "skill", "text"}),
            joint=frozenset({"topic"}),
            therapist_passages=passages("warm"),
        )
        await reader.press("s", "2", "right", "0")
        presets = app.screen.query_one("#presets", Static)
        assert str(presets.render()).startswith("Joint session: 0 nothing")
        await reader.press("enter")
        assert await shared(reader) == Sharing(therapist=frozenset({"topic", "minutes"}))


async def test_which_text(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """With several texts one is chosen first, never the one that may not leave; without any, a word says so."""
    texts = replace(TALK, details=Communication(wanted_to_ask="a", words_used="b", rehearsal="c"))
    fill(path, EntryContent(when=When(TODAY), details=Reflection(mood="calm")), texts)
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        entries = await reader.vault()
        if entries[0].content != texts:
            await reader.press("p")
            assert "no long text" in reader.notes[-1]
            await reader.press("down")
        await reader.press("p")
        assert isinstance(app.screen, TextsScreen)
        drawn = "".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "Rehearsal" not in drawn
        await reader.press("end", "enter")
        assert isinstance(app.screen, PassageScreen)
