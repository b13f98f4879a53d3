"""Choosing what of an entry is shared."""

from dataclasses import replace
from pathlib import Path

from textual.widgets import Static

from journal.model.dates import When
from journal.model.entry import Communication, EntryContent, Experimentation, Mode, Outcome, Reflection, Reply, Sharing
from journal.model.rating import Moment, Rating
from journal.safety.text import UNSAFE
from journal.tui.screens.journal.place import JournalPlace
from journal.tui.screens.journal.share import ShareScreen
from journal.tui.widgets.switch_grid import SwitchGrid
from tests.hostile import HOSTILE_TEXTS
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.reading import SIZE, TODAY, Reader, fill

TALK = EntryContent(
    when=When(TODAY),
    details=Communication(skill="one request", reply=Reply.HEARD, rehearsal="never to leave"),
    outcome=Outcome.TRIED,
    ratings=(Rating("discomfort", Moment.ONCE, 2), Rating("felt_heard", Moment.ONCE, 3)),
    text="the notes",
)
OPEN = frozenset({"outcome", "rating:felt_heard", "skill", "reply", "text"})
GUARDED = frozenset({"rating:discomfort"})


def drawn(reader: Reader) -> list[str]:
    """The lines of the grid."""
    grid = reader.app.screen.query_one(SwitchGrid)
    return [grid.render_line(y).text.rstrip() for y in range(grid.size.height)]


async def shared(reader: Reader) -> Sharing:
    """What is shared of the only entry by now."""
    (entry,) = await reader.vault()
    return entry.content.sharing


async def test_nothing_is_shared_by_default(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Every filled field has two switches, all off; what may never leave isn't there; the dialog warns of a partner."""
    fill(path, TALK)
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("s")
        assert isinstance(app.screen, ShareScreen)
        rows = [line for line in drawn(reader) if "[" in line]
        assert [line.strip("› ").split("  ")[0] for line in rows] == [
            "How it went", "Discomfort or pain", "Felt heard", "Skill", "Reply", "Notes",
        ]  # fmt: skip
        assert all(line.count("[ ]") == 2 for line in rows)
        assert ["guarded" in line for line in rows] == [False, True, False, False, False, False]
        assert "never to leave" not in "".join(drawn(reader))
        said = " ".join(str(line.render()) for line in app.screen.query(Static))
        assert "In a joint session a partner is in the room." in said
        await reader.press("enter")
        assert isinstance(app.screen, JournalPlace)
        assert await shared(reader) == Sharing()


async def test_switching_field_by_field(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Space switches the field under the cursor for one reader, guarded ones too; Enter saves exactly that."""
    fill(path, TALK)
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("s", "space", "down", "space", "right", "down", "space", "space", "down", "space", "enter")
        assert await shared(reader) == Sharing(
            therapist=frozenset({"outcome", "rating:discomfort"}), joint=frozenset({"skill"})
        )
        assert "Shared with my therapist: How it went, Discomfort or pain; with a joint session: Skill" in " ".join(
            reader.pane.split()
        )
        assert "→" in reader.lines.render_line(0).text
        assert [entry.version for entry in await reader.vault()] == [1]


async def test_bulk_keys_leave_guarded_fields_alone(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """a switches on everything open in the cursor's column and no guarded field; 0 switches off both."""
    fill(path, TALK)
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("s", "a", "enter")
        assert await shared(reader) == Sharing(therapist=OPEN)
        await reader.press("s", "down", "space", "x", "a", "right", "a", "enter")
        assert await shared(reader) == Sharing(therapist=OPEN, joint=OPEN)
        await reader.press("s", "down", "space", "a", "enter")
        assert await shared(reader) == Sharing(therapist=OPEN | GUARDED, joint=OPEN)
        await reader.press("s", "x", "ctrl+s")
        assert await shared(reader) == Sharing()


async def test_escape_changes_nothing(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Escape and the button for it leave the choice as it was."""
    fill(path, replace(TALK, sharing=Sharing(joint=frozenset({"text"}))))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("s", "a", "escape")
        await reader.press("s", "a")
        await pilot.click("#back")
        await settle(pilot)
        assert isinstance(app.screen, JournalPlace)
        assert await shared(reader) == Sharing(joint=frozenset({"text"}))


async def test_by_mouse(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A click on a switch switches it, a click beside one doesn't, and a button saves."""
    fill(path, TALK)
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("s")
        first = drawn(reader)[1]
        boxes = [place for place, char in enumerate(first) if char == "["]
        await pilot.click(SwitchGrid, offset=(boxes[0] + 1, 1))
        await pilot.click(SwitchGrid, offset=(boxes[1] + 1, 6))
        await pilot.click(SwitchGrid, offset=(5, 3))
        await pilot.click(SwitchGrid, offset=(boxes[1] + 1, 0))
        await pilot.click("#save")
        await settle(pilot)
        assert await shared(reader) == Sharing(therapist=frozenset({"outcome"}), joint=frozenset({"text"}))


async def test_a_reflection_is_guarded_as_a_whole(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """In a reflection no bulk key switches anything on, and the screen says why."""
    fill(path, EntryContent(when=When(TODAY), details=Reflection(mood="calm"), outcome=Outcome.DONE, text="words"))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("s", "a", "right", "a")
        assert "guarded" in reader.notes[-1]
        assert not any("[x]" in line for line in drawn(reader))
        await reader.press("enter")
        assert await shared(reader) == Sharing()


async def test_an_entry_with_nothing_to_share(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Where nothing is filled in that could leave, the dialog says so and can be closed."""
    fill(path, EntryContent(when=When(TODAY), details=Communication(rehearsal="only this")))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("s", "a", "0")
        assert not app.screen.query(SwitchGrid)
        await reader.press("enter")
        assert isinstance(app.screen, JournalPlace)
        assert await shared(reader) == Sharing()


async def test_what_is_not_on_the_screen_is_not_shared(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """A field that was released and holds nothing any more isn't released again unseen when it is filled later."""
    fill(path, replace(TALK, sharing=Sharing(therapist=frozenset({"minutes", "text"}))))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("s", "enter")
        assert await shared(reader) == Sharing(therapist=frozenset({"text"}))


async def test_more_rows_than_the_screen_has(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """On a small screen the grid scrolls below its heading, the cursor stays in sight, and the buttons do too."""
    ratings = tuple(Rating(scale, Moment.ONCE, 1) for scale in ("comfort", "closeness", "attention", "difficulty"))
    details = Experimentation(what="a", agreed_limits="b", prediction="c", what_happened="d")
    fill(path, replace(TALK, details=details, ratings=ratings, minutes=5, topic="e", tags=("f",), flagged=True))
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("s")
        assert app.screen.query_one("#save").region.bottom <= 24
        for key, label in (("end", "Raise with my therapist"), ("home", "How it went"), ("pagedown", "Raise with")):
            await reader.press(key)
            lines = drawn(reader)
            assert "Therapist" in lines[0]
            assert next(line for line in lines if line.startswith("›")).startswith(f"› {label}")


async def test_masked_and_hostile_previews(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """The few words shown of each field are safe, and masked where titles are."""
    per_entry = 6
    packed = [HOSTILE_TEXTS[start : start + per_entry] for start in range(0, len(HOSTILE_TEXTS), per_entry)]
    contents = []
    for what, limits, prediction, happened, topic, text in (pack for pack in packed if len(pack) == per_entry):
        details = Experimentation(what=what, agreed_limits=limits, prediction=prediction, what_happened=happened)
        contents.append(EntryContent(when=When(TODAY), details=details, mode=Mode.SOLO, topic=topic, text=text))
    fill(path, *contents)
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        for _ in contents:
            await reader.press("s")
            assert "solo" in "".join(drawn(reader))
            for strip in app.screen._compositor.render_strips():
                assert not UNSAFE.search(strip.text)
            await reader.press("escape", "down")
        await reader.press("m", "s")
        assert "solo" not in "".join(drawn(reader))
