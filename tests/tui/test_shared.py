"""What is shared at present, seen at one place and taken back there."""

from dataclasses import replace
from pathlib import Path

from journal.model.entry import Communication, EntryContent, SharedPassage, Sharing
from journal.tui.screens.journal.share import ShareScreen
from journal.tui.screens.shared import SharedScreen
from journal.tui.widgets.page_view import PageView
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.reading import SIZE, Reader, days_ago, fill

WARM = SharedPassage("text", "warm")
SHARED = Sharing(therapist=frozenset({"topic"}), therapist_passages=(WARM,), joint=frozenset({"topic"}))
TALK = EntryContent(when=days_ago(1), details=Communication(skill="one"), topic="latest", text="It was warm.")


def page(reader: Reader) -> str:
    """What is in the page."""
    return " ".join(reader.app.screen.query_one(PageView).shown_text.split())


async def shared(reader: Reader) -> list[Sharing]:
    """What is shared of each entry by now, the newest first."""
    return [entry.content.sharing for entry in await reader.vault()]


async def test_seeing_and_taking_back(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """One key takes back a passage, a field or an entry from one reader; one shares again what was taken back last."""
    second = replace(TALK, when=days_ago(2), topic="second", sharing=Sharing(therapist=frozenset({"topic", "text"})))
    fill(path, replace(TALK, sharing=SHARED), second, replace(TALK, when=days_ago(3), topic="private"))
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("5", "V")
        assert isinstance(app.screen, SharedScreen)
        assert reader.lines.total == 2
        assert reader.said("#readers").rstrip() == "› My therapist: 2 entries     A joint session: 1 entry"
        assert page(reader).endswith("Topic label latest Notes · a passage warm")
        assert "x takes this entry back" in reader.said("#heading")
        await reader.press("tab", "down")
        assert "x takes this part back" in reader.said("#heading")
        await reader.press("x")
        assert (await shared(reader))[0] == replace(SHARED, therapist_passages=())
        assert page(reader).endswith("Topic label latest")
        await reader.press("u", "escape", "x")
        assert (await shared(reader))[0] == Sharing(joint=frozenset({"topic"}))
        assert reader.topic == "second"
        await reader.press("u", "home", "r")
        assert (await shared(reader))[0] == SHARED
        assert page(reader).endswith("Topic label latest")
        await reader.press("left", "enter")
        assert isinstance(app.screen, ShareScreen)
        await reader.press("x", "enter")
        assert (await shared(reader))[0] == Sharing()
        assert reader.topic == "second"


async def test_taking_everything_back(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """After a question nothing is shared with a reader, however many entries there were; that can be taken back."""
    fill(path, *(replace(TALK, when=days_ago(day), topic=f"number {day}", sharing=SHARED) for day in range(1, 201)))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("m", "V", "end")
        assert reader.topic == "number 200"
        assert "number" not in page(reader)
        await reader.press("X", "enter")
        assert await shared(reader) == [SHARED] * 200
        await reader.press("X", "tab", "enter")
        assert await shared(reader) == [Sharing(joint=SHARED.joint)] * 200
        assert "Nothing is shared with my therapist." in reader.said("#empty")
        await reader.press("x", "X", "enter", "s", "tab", "right")
        assert reader.lines.total == 200
        await reader.press("u")
        assert await shared(reader) == [SHARED] * 200
        assert reader.said("#readers").startswith("› My therapist: 200 entries")
        await reader.press("escape")
        assert not isinstance(app.screen, SharedScreen)
