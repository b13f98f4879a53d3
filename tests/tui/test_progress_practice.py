"""Progress, the sections made of entries: ratings, pairs, weeks, the calendar and sensate focus."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from journal.model.dates import short_date
from journal.progress.figures import Plot
from journal.tui.screens.journal.place import JournalPlace
from journal.tui.widgets.entry_list import EntryList
from journal.tui.widgets.section_bar import SectionBar
from journal.vault.settings import WeekStart
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.journals import new_vault
from tests.making import made
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.progress import LARGE, SMALL, TODAY, Viewer, ago, around, fill, practice, rows


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_ratings(path: Path, journal_app: MakeApp, settle: Settle, until: Wait, size: tuple[int, int]) -> None:
    """Ratings of the last three months are drawn with a mark for each moment and a legend, and said in a sentence."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=size) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until)
        assert "Tension (0 calm, 10 the most I can imagine)" in viewer.said("#head")
        assert "the last 3 months, Tue 17 Feb to Sun 17 May 2026" in viewer.said("#head")
        assert viewer.said("#facts") == "3 entries: before 5 to 8, highest 6 to 9, after 3 to 6"
        assert {mark.sign for mark in viewer.plot.drawing.marks} == {"○", "▲", "●", "*"}
        assert "○ before  ▲ highest  ● after  * several at once" in viewer.said("#legend")
        for sign, count in (("▲", 3), ("●", 2), ("○", 2), ("*", 1)):
            plotted = viewer.text.partition("several at once")[2]
            assert plotted.count(sign) == count, sign
        assert viewer.fits()


async def test_the_table_has_the_figures_of_the_plot(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """One key swaps plot and table; both have the same figures, and the table can be walked through."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until)
        plot = viewer.place.page.figures.plot
        assert isinstance(plot, Plot) and not viewer.table.display
        await viewer.press("t")
        assert viewer.table.display and viewer.table.has_focus and not viewer.plot.display
        assert rows(viewer.table) == [
            ("Thu 14 May 2026", "5", "6", "5"),
            ("Wed 22 Apr 2026", "6", "8", "3"),
            ("Wed 18 Mar 2026", "8", "9", "6"),
        ]
        drawn = sorted(value for series in plot.series for value in series.values)
        assert drawn == sorted(int(cell) for row in rows(viewer.table) for cell in row[1:])
        assert "› Thu 14 May 2026       5        6      5" in viewer.text
        await viewer.press("down", "down", "down")
        assert viewer.table.cursor == 2
        await viewer.press("t")
        assert viewer.plot.display and not viewer.table.display


async def test_from_a_rating_to_its_entry(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Enter on a row of the table goes to the entry that it is of; coming back, the cursor is still there."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "t", "down", "enter")
        assert isinstance(app.screen, JournalPlace)
        assert app.screen.lines.highlighted is not None
        assert app.screen.lines.highlighted.content.when.date == ago(25)
        assert viewer.notes[-1] == "4 goes back to Progress."
        await viewer.press("4")
        assert viewer.table.cursor == 1


async def test_a_first_visit_to_the_journal_has_everything(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Who comes to the Journal from a table, without having been there, reads the homework's title and the count."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=LARGE) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "F", "t", "down", "enter")
        assert isinstance(app.screen, JournalPlace)
        await until(pilot, lambda: "1 of 5 entries" in viewer.text)
        assert "Back and arms" in viewer.text, viewer.text
        assert "isn't here any more" not in viewer.text


async def test_ranges(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Each range has its days, its words and its figures."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until)
        for keys, words, entries in (
            (("up", "up"), "since the last session, Sunday 3 May 2026", 1),
            (("down",), "the last 4 weeks, Mon 20 Apr to Sun 17 May 2026", 2),
            (("down", "down"), "all days", 3),
        ):
            await viewer.press("r", *keys, "enter")
            assert words in viewer.said("#head").replace("\n", " ")
            assert viewer.said("#facts").startswith(f"{entries} entr")
        await viewer.press("r", "escape")
        assert "all days" in viewer.said("#head")


async def test_since_a_session_that_never_was(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Without a session the range since the last one is four weeks, and says so; nothing runs off the screen."""
    vault = new_vault(path)
    vault.entries.add(practice(20, *around(3, 4, 2)))
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "r", "home", "enter")
        said = viewer.said("#head")
        assert "no earlier session is noted, so the last 4 weeks, Mon 20 Apr to Sun 17 May 2026" in said
        assert "Sun 17 May 2026" in viewer.text.partition("[Ratings]")[2]


async def test_two_dates(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Two dates are typed by keys alone; one that can't be read is said, and pointed at; either may be left open."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "r", "end", "enter")
        await viewer.type("1.4.2026")
        await viewer.press("enter")
        await viewer.type("never")
        assert "That date can't be read." in viewer.text
        await viewer.press("enter", "enter")
        assert app.focused is not None and app.focused.id == "last"
        await viewer.type("2026-05-01")  # what can't be read was selected, so this takes its place
        assert "Wed 1 Apr to Fri 1 May 2026" in viewer.text
        await viewer.press("enter", "enter")
        assert "Wed 1 Apr to Fri 1 May 2026" in viewer.said("#head")
        assert viewer.said("#facts").startswith("1 entry")
        await viewer.press("r", "enter")
        assert "2026-04-01" in viewer.text  # to be changed, not typed anew
        await viewer.press("ctrl+u", "backspace", "enter", "enter", "enter")
        assert "up to Fri 1 May 2026" in viewer.said("#head")
        assert viewer.said("#facts").startswith("2 entries")


async def test_choosing_a_scale(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """The scales that were rated on come first; one with words has them beside the plot."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until)
        assert [name for _, name in viewer.place.page.choices][:4] == [
            "Tension", "Comfort", "Attention on sensation", "Felt heard",
        ]  # fmt: skip
        assert viewer.place.page.choices[-1][1] == "Warmth"
        await viewer.press("s", "down", "down", "enter")
        assert "Attention on sensation" in viewer.said("#head")
        assert viewer.said("#facts") == "1 entry: mostly"
        assert "3 mostly" in viewer.text
        await viewer.press("s", "end", "enter")
        assert "Warmth (0 none, 20 all through)" in viewer.said("#head")
        assert "No ratings on this scale in these days." in viewer.said("#empty")
        assert not viewer.plot.display


async def test_filtering(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Entries of one kind or one homework can be looked at alone, in every section that they are in."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "f", "end", "enter")
        assert "Homework: Back and arms" in viewer.said("#head")
        assert viewer.said("#facts").startswith("2 entries")
        await viewer.press("W")
        assert "Homework: Back and arms" in viewer.said("#head")
        assert viewer.said("#facts") == "2 entries\nHow it went: done 2"
        await viewer.press("f", "home", "down", "enter")
        assert "Sensate focus only" in viewer.said("#head")
        assert viewer.said("#facts") == "3 entries\nHow it went: done 3"
        await viewer.press("f", "home", "enter")
        assert viewer.said("#facts") == "5 entries\nHow it went: done 3, chose not to 1, not said 1"


async def test_before_and_after(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Pairs stand side by side joined by lines, with no word on which is better; the table has them too."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "B")
        assert viewer.said("#facts") == "3 entries with both: before 5 to 8, after 3 to 6"
        assert len(viewer.plot.drawing.lines) == 2  # the third pair has equal values
        assert "○ before  ● after  * several at once" in viewer.said("#legend")
        assert [name for _, name in viewer.place.page.choices] == ["Tension"]
        await viewer.press("t")
        assert [row[1:] for row in rows(viewer.table)] == [("5", "5"), ("6", "3"), ("8", "6")]


async def test_weeks(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Letters stand for entries by week; Enter on a week of the table searches the Journal for its entries."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "W")
        assert "S sensate focus  C communication  R reflection" in viewer.said("#legend")
        assert sorted(mark.sign for mark in viewer.plot.drawing.marks) == ["C", "R", "S", "S", "S"]
        await viewer.press("t")
        assert rows(viewer.table)[0] == ("11 May 2026", "1", "", "1", "2")
        await viewer.press("enter")
        assert isinstance(app.screen, JournalPlace)
        assert app.screen.search_line.answer == "after:2026-05-11 before:2026-05-17"
        assert viewer.notes[-1] == "4 goes back to Progress."
        await until(pilot, lambda: app.screen.query_one(EntryList).total == 2)


@pytest.mark.parametrize("only", ["all", "kind", "homework"])
async def test_a_week_finds_the_entries_it_counts(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, only: str
) -> None:
    """Enter on a week finds as many entries as it counts: narrowed as the table is, and from the first day shown."""
    fill(path)
    vault = Vault.open(path, PASSPHRASE)
    homework = vault.assignments.list()[0].id
    vault.entries.add(practice(4))  # in a week that begins before the days that are shown
    vault.entries.add(practice(6))
    vault.close()
    app = journal_app(path)
    keys, narrowed, count = {
        "all": (("home", "enter"), "", 3),
        "kind": (("home", "down", "enter"), "kind:sensate-focus ", 2),
        "homework": (("end", "enter"), f"homework:{homework[-8:]} ", 1),
    }[only]
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "W", "f", *keys, "r", "end", "enter")
        await viewer.type(ago(4).isoformat())
        await viewer.press("enter", "enter", "enter", "t")
        assert rows(viewer.table)[-1][-1] == str(count)
        await viewer.press("end", "enter")
        assert isinstance(app.screen, JournalPlace)
        assert app.screen.search_line.answer == f"{narrowed}after:2026-05-13 before:2026-05-17"
        await until(pilot, lambda: app.screen.query_one(EntryList).total == count)


async def test_the_calendar(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Days with entries have letters; arrows move across the months, and Enter shows the entries of a day."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "C")
        assert viewer.grid.has_focus and viewer.grid.day == TODAY
        assert "May 2026" in viewer.said("#head")
        assert "[17] today" in viewer.text and "Sr" in viewer.text
        assert "S sensate focus  C communication  R reflection" in viewer.said("#legend")
        assert "Small letters: planned, or not this time." in viewer.said("#legend")
        await viewer.press("left", "left", "left")
        assert viewer.said("#day") == "Thursday 14 May 2026: sensate focus 1, reflection 1 (planned, or not this time)"
        await viewer.press("up", "up")
        assert viewer.said("#day") == "Thursday 30 April 2026"
        assert "April 2026" in viewer.said("#head")
        await viewer.press("enter")
        assert viewer.place.section.id == "calendar"  # nothing to show
        await viewer.press("pageup")
        assert "March 2026" in viewer.said("#head")
        await viewer.press("pagedown", "pagedown")
        assert "May 2026" in viewer.said("#head") and viewer.grid.day == dt.date(2026, 5, 1)
        await viewer.press("home")
        assert viewer.grid.day == TODAY
        await viewer.press("t")
        assert rows(viewer.table) == [
            ("Thu 7 May 2026", "communication 1"),
            ("Thu 14 May 2026", "sensate focus 1, reflection 1 (planned, or not this time)"),
        ]
        await viewer.press("t", "left", "left", "left", "enter")
        assert isinstance(app.screen, JournalPlace)
        await until(pilot, lambda: app.screen.query_one(EntryList).total == 2)


async def test_weeks_begin_where_it_was_chosen(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """The calendar and the weeks begin on the day that was chosen."""
    fill(path)
    vault = Vault.open(path, PASSPHRASE)
    vault.settings.set(replace(vault.settings.get(), week_start=WeekStart.SUNDAY))
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "C")
        assert "Sun       Mon       Tue       Wed       Thu       Fri       Sat" in viewer.text
        await viewer.press("W", "t")
        assert rows(viewer.table)[0][0] == "10 May 2026"


async def test_sensate_focus(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """The facts of each stage stand in sentences, and every practice in a table; Enter goes to those of a day."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=LARGE) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "F")
        assert "Stage 1 non-sexual touch" in viewer.text
        facts = "3 practices; attention mostly; comfort 4 to 5; tension before 5 to 8, highest 6 to 9, after 3 to 6"
        assert facts in viewer.text
        assert "20 to 30 minutes; started by Alex; ended as planned 3" in viewer.text
        await viewer.press("t")
        assert rows(viewer.table)[1] == (
            "Wed 22 Apr 2026", "1", "6/8/3", "", "5", "30", "as planned", "", "Alex",
        )  # fmt: skip
        await viewer.press("enter")
        assert isinstance(app.screen, JournalPlace)
        assert app.screen.search_line.answer == "kind:sensate-focus after:2026-05-14 before:2026-05-14"
        await until(pilot, lambda: app.screen.query_one(EntryList).total == 1)


@pytest.mark.parametrize("size", [(50, 20), SMALL])
async def test_a_wide_table_on_a_narrow_screen(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, size: tuple[int, int]
) -> None:
    """Where a table is wider than the screen, Shift with an arrow shows the rest of it; the first column stays."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=size) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "F")
        if size == SMALL:
            await viewer.press("t")
        assert "Started by" not in viewer.text and "Stage" in viewer.text
        assert re.search(r" → *\n", viewer.text) and "shift+→ More" in viewer.text
        await viewer.press(*["shift+right"] * 8)
        assert "Started by" in viewer.text and "Alex" in viewer.text
        assert "  Date" in viewer.text and "› Thu 14 May 2026" in viewer.text and "Stage" not in viewer.text
        assert not re.search(r" → *\n", viewer.text)
        await viewer.press(*["shift+left"] * 8)
        assert "Stage" in viewer.text


async def test_getting_around(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Tab, arrows, a letter or a click lead to a section; the names wrap around at both ends."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until)
        assert "[Ratings]" in viewer.text
        for key, section in (
            ("right", "pairs"), ("tab", "weeks"), ("tab", "calendar"), ("tab", "focus"), ("right", "goals"),
            ("right", "scores"), ("tab", "gad7"), ("tab", "scales"), ("tab", "ratings"), ("shift+tab", "scales"),
            ("left", "gad7"), ("R", "ratings"), ("B", "pairs"), ("W", "weeks"), ("C", "calendar"), ("F", "focus"),
            ("G", "goals"), ("S", "scores"), ("7", "gad7"), ("O", "scales"),
        ):  # fmt: skip
            await viewer.press(key)
            assert viewer.place.section.id == section
            assert f"[{viewer.place.section.name}]" in viewer.text
        await pilot.click(SectionBar, offset=(14, 0))
        await settle(pilot)
        assert viewer.place.section.id == "pairs"


async def test_what_changed_meanwhile(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Coming back to Progress after something was logged, it is there."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until)
        await viewer.press("1")
        await app.vault.write(lambda vault: vault.entries.add(practice(1, *around(1, 2, 0))))
        app.changed()
        await viewer.press("4")
        assert viewer.said("#facts").startswith("4 entries: before 1 to 8")


async def test_many_years(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A thousand ratings over years are thinned in the plot, which says so, and all of them are in the table."""
    vault = new_vault(path)
    with vault.atomic():
        for days in range(1000):
            vault.entries.add(practice(days * 3, *around(days % 11, 10, 0)))
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "r", "down", "enter")
        assert viewer.said("#facts").startswith("1,000 entries")
        assert "marks at the middle values" in viewer.said("#legend")
        await viewer.press("t", "end")
        assert len(rows(viewer.table)) == 1000 and viewer.table.cursor == 999
        assert f"› {short_date(ago(2997))}" in viewer.text


async def test_one_point(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A single rating is drawn, alone in its range and alone in all."""
    vault = new_vault(path)
    vault.entries.add(made(date=ago(1), ratings=around(4, 4, 4)[:1]))
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until)
        assert len(viewer.plot.drawing.marks) == 1
        await viewer.press("r", "down", "enter")
        assert viewer.said("#facts") == "1 entry: before 4"
        assert [label for _, label in viewer.plot.drawing.across] == ["16 May"]
        await viewer.press("B")
        assert "No entry in these days has this rating both before and after." in viewer.said("#empty")


async def test_with_the_mouse(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A click moves the cursor to a day or a row, and a second one goes to the entries behind it."""
    fill(path)
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        viewer = Viewer(app, pilot, settle)
        await viewer.open(until, "C")
        lines = viewer.text.split("\n")
        row = next(number for number, line in enumerate(lines) if "Sr" in line)
        await pilot.click(offset=(lines[row].index("Sr"), row))
        await settle(pilot)
        assert viewer.grid.day == ago(3)
        await viewer.press("R", "t")
        await pilot.click(viewer.table, offset=(5, 2))
        await settle(pilot)
        assert viewer.table.cursor == 1
        await pilot.click(viewer.table, offset=(5, 3), times=2)
        await until(pilot, lambda: isinstance(app.screen, JournalPlace))
        await settle(pilot)
        assert isinstance(app.screen, JournalPlace) and app.screen.lines.highlighted
        assert app.screen.lines.highlighted.content.when.date == ago(60)
