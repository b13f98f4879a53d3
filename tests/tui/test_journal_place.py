"""The Journal: finding and reading entries, and what can be done with them."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from journal.errors import NotWritable
from journal.model.dates import When
from journal.model.entry import Communication, EntryContent, Kind, Outcome, Reflection, Sharing, blank
from journal.model.query import Query
from journal.safety.text import UNSAFE
from journal.tui.app import JournalApp
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.tui.screens.journal.place import JournalPlace
from journal.tui.screens.journal.reading_place import SearchLine
from journal.tui.screens.today.place import TodayScreen
from journal.tui.widgets.entry_list import PAGE_ROWS, EntryList, Rows
from journal.tui.widgets.entry_view import EntryView
from journal.vault.vault import Vault
from tests.hostile import HOSTILE_TEXTS
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.reading import SIZE, TODAY, Reader, days_ago, fill


def reflections(count: int, text: str = "") -> list[EntryContent]:
    """Reflections of one day after the other, the last of them today's, with their numbers as topics."""
    return [
        EntryContent(when=days_ago(count - 1 - number), details=Reflection(), topic=f"number {number}", text=text)
        for number in range(count)
    ]


async def test_three_pages_by_keys(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """The list shows the newest entry first and goes to the end, back and into the middle; the pane goes along."""
    fill(path, *reflections(150))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        assert reader.said("#count") == "150 entries"
        assert reader.topic == "number 149"
        await reader.press("down", "down")
        assert "number 147" in reader.pane
        await reader.press("end")
        assert reader.topic == "number 0"
        await reader.press("pageup", "pageup", "pageup", "k")
        assert reader.topic == f"number {149 - reader.lines.cursor}"
        assert 40 < reader.lines.cursor < 100
        await reader.press("home")
        assert reader.topic == "number 149"
        reader.lines.move_to(75)
        await settle(pilot)
        assert reader.topic == "number 74"


async def test_an_empty_journal_says_what_to_do_first(app: JournalApp, settle: Settle, until: Wait) -> None:
    """With nothing written, the place says so and which key logs; no key does harm, and the search can be left."""
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        assert "Press n" in reader.said("#empty")
        assert not app.screen.query_one("#both").display
        await reader.press(*"escrhd", "u", "down", "end", "enter")
        assert isinstance(app.screen, JournalPlace)
        await reader.press("slash", *"word", "escape")
        assert app.focused is None
        await reader.press("1")
        assert isinstance(app.screen, TodayScreen)


async def test_live_search(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """What is typed is searched at once, the unfinished word as a beginning; matches are counted, read and lit."""
    contents = reflections(80)
    fill(path, *contents[:78], replace(contents[78], topic="an evening"), replace(contents[79], text="evenings\nbody"))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("slash", *"even")
        assert reader.said("#count") == "2 of 80 entries"
        assert [reader.lines.entry_at(row) is not None for row in (0, 1, 2)] == [True, True, False]
        assert "evenings" in reader.pane
        await reader.press("down", "down")
        assert isinstance(app.focused, EntryList)
        assert reader.topic == "an evening"
        lit = [s.text for s in reader.lines.render_line(1) if s.style and s.style.underline]
        assert lit == ["evening"]
        await reader.press("slash", *"ings")
        assert reader.said("#count") == "1 of 80 entries"


async def test_typing_fast_ends_on_the_last_query(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However fast a query is typed, the last shown is what the whole of it finds, and nothing older comes after."""
    fill(path, *reflections(100, text="slow"), *reflections(3, text="slower"), *reflections(1, text="slowest evening"))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        shown: list[Query] = []
        show = EntryList.show

        def noting(lines: EntryList, total: int, pages: Mapping[int, Rows], **how: Any) -> None:
            shown.append(how["query"])
            show(lines, total, pages, **how)

        monkeypatch.setattr(EntryList, "show", noting)
        await reader.press("slash")
        line = app.screen.query_one(SearchLine)
        for typed in ("s", "sl", "slow", "slowe", "slowest", "slowest e", "slowest evening"):
            line.fill(typed)
            await asyncio.sleep(0)  # faster than any answer
        await settle(pilot)
        assert reader.said("#count") == "1 of 104 entries"
        assert "slowest evening" in reader.pane
        lengths = [sum(len(words.text) for words in query.words) for query in shown]
        assert lengths == sorted(lengths)
        assert len(shown) < 7


async def test_more_matches_than_a_page_are_counted(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Where a search finds more than one page, the list gets its whole length, and the end of it can be gone to."""
    fill(path, *reflections(PAGE_ROWS * 2 + 5, text="evening"), blank(Kind.EDUCATION, When(TODAY)))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("slash", *"evening")
        assert reader.said("#count") == f"{PAGE_ROWS * 2 + 5} of {PAGE_ROWS * 2 + 6} entries"
        await reader.press("down", "end")
        assert reader.topic == "number 0"


async def test_what_a_search_cannot_read_is_said(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A filter that can't be read is said quietly at once, and Enter stays where it is."""
    fill(path, *reflections(3))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("slash", *"kind:foo")
        assert "kind: has a value that isn't known" in reader.said("#said")
        assert reader.said("#count") == "3 entries"
        await reader.press("enter")
        assert "kind: has a value that isn't known" in reader.said("#said")
        assert isinstance(app.focused, Input)
        await reader.press("space", *"num")
        assert "kind: has a value that isn't known" in reader.said("#said")
        assert reader.said("#count") == "3 of 3 entries"
        await reader.press("ctrl+u", *"kind:refl")
        assert reader.said("#said") == ""
        await reader.press("enter")
        assert isinstance(app.focused, EntryList)
        assert reader.said("#count") == "3 of 3 entries"


async def test_enter_takes_the_last_word_as_finished(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """While it is typed a word finds what begins with it; after Enter, only itself."""
    fill(path, *reflections(1, text="slow"), *reflections(1, text="slower"))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("slash", *"slow")
        assert reader.said("#count") == "2 of 2 entries"
        await reader.press("enter")
        assert reader.said("#count") == "1 of 2 entries"


async def test_nothing_found(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A search without a match says how to find more, and Escape clears it and brings the list back."""
    fill(path, *reflections(3))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("slash", *"zzz")
        assert "Nothing found" in reader.said("#empty")
        assert reader.said("#count") == "0 of 3 entries"
        assert reader.lines.highlighted is None
        await reader.press("down", "enter")
        assert isinstance(app.focused, Input)
        await reader.press("escape")
        assert reader.said("#empty") == ""
        assert app.screen.query_one(SearchLine).answer == ""
        assert isinstance(app.focused, EntryList)
        assert reader.topic == "number 2"


async def test_escape_leaves_the_search_line_then_the_search(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """The first Escape goes to what was found; the next clears the search, with the cursor on the same entry."""
    fill(path, *reflections(100))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("slash", *"number 7", "escape")
        assert isinstance(app.focused, EntryList)
        assert reader.said("#count") == "11 of 100 entries"
        await reader.press("down")
        assert reader.topic == "number 78"
        await reader.press("tab")
        assert isinstance(app.focused, EntryView)
        await reader.press("escape")
        assert isinstance(app.focused, EntryList)
        assert reader.said("#count") == "11 of 100 entries"
        await reader.press("escape")
        assert reader.said("#count") == "100 entries"
        assert reader.topic == "number 78"
        assert reader.lines.cursor == 21


async def test_another_place_and_back(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """The search and the cursor are as they were after a visit to another place."""
    fill(path, *reflections(30))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("slash", *"number 1", "escape", "down", "down")
        topic = reader.topic
        await reader.press("1")
        assert isinstance(app.screen, TodayScreen)
        await reader.press("2")
        assert app.screen.query_one(SearchLine).answer == "number 1"
        assert reader.topic == topic


async def test_an_entry_from_today_is_shown(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """An entry chosen elsewhere is under the cursor, and a search that would hide it is cleared."""
    made = fill(path, *reflections(100))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await until(pilot, lambda: app.vault.is_open)
        await settle(pilot)
        await app.read_entry(made[20])
        await settle(pilot)
        assert reader.topic == "number 20"
        await reader.press("slash", *"number 99", "escape")
        await app.read_entry(made[10])
        await settle(pilot)
        assert reader.topic == "number 10"
        assert reader.said("#count") == "100 entries"
        assert isinstance(app.focused, EntryList)


async def test_tab_goes_between_the_list_and_the_pane(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Tab goes to the pane and back, in both directions, and from the search line to the list."""
    fill(path, *reflections(3))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        order: list[str] = []
        for key in ("tab", "tab", "shift+tab", "shift+tab", "slash", "tab"):
            await reader.press(key)
            order.append(type(app.focused).__name__)
        assert order == ["EntryView", "EntryList", "EntryView", "EntryList", "SearchLine", "EntryList"]


async def test_the_pane_scrolls(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A text longer than the pane can be read to its end by keys."""
    fill(path, EntryContent(when=When(TODAY), details=Reflection(), text="\n".join(f"line {n}" for n in range(300))))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("tab", "j", "pagedown", "end")
        view = app.screen.query_one(EntryView)
        seen = [view.render_line(y).text for y in range(view.size.height)]
        assert any("line 299" in line for line in seen)


async def test_edit_and_copy_open_the_form(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter, e and a double click edit the entry; c opens the form on a new one with its content."""
    (entry,) = fill(path, *reflections(1))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        edited: list[tuple[str, EntryContent]] = []
        copied: list[EntryContent] = []
        monkeypatch.setattr(app, "edit_entry", lambda *what: edited.append(what))
        monkeypatch.setattr(app, "write_copy", copied.append)
        await reader.press("enter", "e", "tab", "enter", "c")
        await pilot.click(EntryList, offset=(20, 0), times=2)
        assert edited == [(entry.id, entry.content)] * 4
        assert copied == [entry.content]


async def test_an_edit_in_the_form_comes_back(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """An entry that is edited and saved in the form is shown as it is now when the form closes."""
    fill(path, *reflections(3))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("down", "e")
        await until(pilot, lambda: isinstance(app.screen, EntryFormScreen))
        await app.vault.write(
            lambda vault: vault.entries.edit(
                vault.entries.page().entries[1].id, replace(vault.entries.page().entries[1].content, topic="written")
            )
        )
        app.changed()
        await reader.press("escape")
        await until(pilot, lambda: isinstance(app.screen, JournalPlace))
        await settle(pilot)
        assert reader.topic == "written"


async def test_after_a_save_the_cursor_is_on_the_same_entry(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """When entries came, changed or moved meanwhile, the list is read again with the cursor on its entry."""
    made = fill(path, *reflections(100))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        reader.lines.move_to(70)
        await settle(pilot)
        kept = made[29]
        assert reader.lines.highlighted == kept
        await reader.press("1")

        def write(vault: Vault) -> None:
            vault.entries.add(EntryContent(when=When(TODAY), details=Reflection(), topic="new"))
            vault.entries.edit(kept.id, replace(kept.content, topic="changed"))

        await app.vault.write(write)
        app.changed()
        await reader.press("2")
        assert reader.topic == "changed"
        assert reader.lines.cursor == 71
        assert "changed" in reader.pane
        assert reader.said("#count") == "101 entries"


async def test_trash_and_undo(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """d takes the entry out at once and says how to undo it; u brings the last ones back, one after the other."""
    fill(path, *reflections(5))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("down", "d")
        assert reader.topic == "number 2"
        assert "u puts it back" in reader.notes[-1]
        await reader.press("d")
        assert [entry.content.topic for entry in await reader.vault()] == ["number 4", "number 1", "number 0"]
        assert reader.said("#count") == "3 entries"
        await reader.press("u")
        assert reader.topic == "number 2"
        await reader.press("u")
        assert reader.topic == "number 3"
        assert len(await reader.vault()) == 5
        await reader.press("u")
        assert "nothing to put back" in reader.notes[-1]


async def test_a_key_pressed_twice_trashes_once(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Before the list is read again no key acts on the entry that is gone, so that nothing else goes either."""
    fill(path, *reflections(5))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        assert isinstance(app.screen, JournalPlace)
        app.screen.action_discard()
        app.screen.action_discard()
        await settle(pilot)
        assert len(await reader.vault()) == 4
        assert len(reader.notes) == 1


async def test_trashing_the_last_match_and_the_last_entry(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """When nothing is left to show, keys stay keys: u still puts back, and isn't typed into the search."""
    fill(path, *reflections(2))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("slash", *"number 1", "enter", "d")
        assert "Nothing found" in reader.said("#empty")
        await reader.press("u")
        assert app.screen.query_one(SearchLine).answer == "number 1"
        assert reader.topic == "number 1"
        await reader.press("escape", "d", "d")
        assert "Nothing is written yet" in reader.said("#empty")
        await reader.press("u", "u")
        assert reader.said("#count") == "2 entries"
        assert isinstance(app.focused, EntryList)


async def test_undo_goes_past_what_is_not_in_the_trash_any_more(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """What was put back or deleted for good elsewhere is passed over, and the one before it comes back."""
    made = fill(path, *reflections(3))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("d")
        await reader.press("d")
        await app.vault.write(lambda vault: vault.entries.purge(made[1].id))
        await reader.press("u")
        assert reader.topic == "number 2"
        assert reader.notes[-1] == "Put back."


async def test_raise_with_my_therapist(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """r marks the entry and takes the mark off again; the list, the pane and the journal say so."""
    fill(path, *reflections(3))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("down", "r")
        assert [entry.content.flagged for entry in await reader.vault()] == [False, True, False]
        assert "⚑" in reader.lines.render_line(1).text
        assert "Raise with my therapist" in reader.pane
        await reader.press("r")
        assert not any(entry.content.flagged for entry in await reader.vault())
        assert "Raise with my therapist" not in reader.pane


async def test_masked_titles_are_kept(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """m masks titles in the list and the pane, and they are masked when the journal is opened the next time."""
    fill(path, *reflections(3, text="the words"))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        assert "number" in reader.lines.render_line(0).text
        await reader.press("m")
        assert "number" not in reader.lines.render_line(0).text
        assert "the words" not in reader.pane
        await app.action_leave()
    again = journal_app(path)
    async with again.run_test(size=SIZE) as pilot:
        reader = Reader(again, pilot, settle)
        await reader.open(until)
        assert "number" not in reader.lines.render_line(0).text
        await reader.press("m")
        assert "number" in reader.lines.render_line(0).text


async def test_what_is_shared_is_said_in_one_line(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """The pane says what is shared with whom, and says plainly where nothing is."""
    shared = EntryContent(
        when=When(TODAY),
        details=Communication(reply=None, skill="one request"),
        outcome=Outcome.TRIED,
        minutes=5,
        text="words",
        sharing=Sharing(therapist=frozenset({"outcome", "skill", "text", "mode"}), joint=frozenset({"outcome"})),
    )
    fill(path, shared, replace(shared, when=days_ago(1), sharing=Sharing()))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        assert "→ Shared with my therapist: 3 of 4 fields; with a joint session: How it went" in " ".join(
            reader.pane.split()
        )
        await reader.press("down")
        assert "Private: shared with nobody" in reader.pane


async def test_hostile_text_does_nothing(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Hostile text is listed, read, searched and clicked; nothing runs, and only safe characters are drawn."""
    fill(
        path,
        *(
            EntryContent(
                when=When(TODAY), details=Reflection(prompt=text, mood=text), topic=text, text=text, tags=(text,)
            )
            for text in HOSTILE_TEXTS
        ),
    )
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        for row in range(len(HOSTILE_TEXTS)):
            reader.lines.move_to(row)
            await pilot.pause()
            for strip in app.screen._compositor.render_strips():
                assert not UNSAFE.search(strip.text)
        reader.lines.focus()
        app.screen.query_one(SearchLine).fill("[/foo]")
        await settle(pilot)
        assert reader.lines.total
        await pilot.click("EntryList", offset=(60, 0))
        await pilot.click("EntryView", offset=(4, 0))
        await settle(pilot)
        assert isinstance(app.screen, JournalPlace)
        assert app.is_running


async def test_a_journal_that_cannot_be_written_is_said(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk is full, moving to the trash says so, and the entry is still there to be worked with."""
    fill(path, *reflections(3))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)

        async def full(_job: object) -> None:
            raise NotWritable("The disk is full.", "Make some room, then try again.")

        with monkeypatch.context() as patch:
            patch.setattr(app.vault, "write", full)
            for key in ("d", "r", "m"):
                await reader.press(key)
                assert "The disk is full." in reader.notes[-1]
        assert reader.topic == "number 2"
        await reader.press("d")
        assert len(await reader.vault()) == 2


@pytest.mark.parametrize(("width", "beside"), [(80, False), (99, False), (100, True), (160, True)])
async def test_the_pane_is_beside_the_list_where_there_is_room(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, width: int, beside: bool
) -> None:
    """From 100 columns the pane stands beside the list, otherwise below it; both are always there."""
    fill(path, *reflections(3))
    app = journal_app(path)
    async with app.run_test(size=(width, 24)) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        lines, view = app.screen.query_one(EntryList).region, app.screen.query_one(EntryView).region
        assert (view.x >= lines.right, view.y >= lines.bottom) == (beside, not beside)
        assert min(lines.height, view.height) >= 5


async def test_search_from_another_place(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """The search key leads from Today into the search line."""
    fill(path, *reflections(3))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await until(pilot, lambda: app.vault.is_open)
        await settle(pilot)
        await reader.press("slash", *"number 0")
        assert isinstance(app.screen, JournalPlace)
        assert reader.said("#count") == "1 of 3 entries"
