"""Today: open homework, the next session, drafts and the latest entries, and what a key does with each of them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from journal.errors import NotWritable
from journal.model.dates import When
from journal.model.entry import Communication, EntryContent, Kind, Outcome
from journal.model.exercise import Per
from journal.model.goal import Goal
from journal.model.homework import Assignment, State
from journal.model.measures import OutsideScore
from journal.model.session import AgendaItem, AgendaKind, TherapySession
from journal.safety.text import UNSAFE
from journal.tui.app import Ending, JournalApp
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.form.entry_screen import EntryFormScreen
from journal.tui.screens.form.record_screen import RecordFormScreen
from journal.tui.screens.homework.place import HomeworkPlace
from journal.tui.screens.journal.place import JournalPlace
from journal.tui.screens.kinds import KindsScreen
from journal.tui.screens.session.place import SessionPlace
from journal.tui.screens.today.place import TodayScreen
from journal.vault.settings import Preferences, WeekStart
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.hostile import HOSTILE_TEXTS
from tests.making import made
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.homework import NARROW, WIDE, ago, keep, logged
from tests.tui.sessions import flagged, held, item
from tests.tui.writing import field, form_of, go_to


class Today:
    """Today, as a test looks at it."""

    def __init__(self, app: JournalApp, pilot: Pilot[Ending], settle: Settle) -> None:
        self.app = app
        self._pilot = pilot
        self._settle = settle

    async def open(self, until: Wait) -> None:
        """Unlocks."""
        await until(self._pilot, lambda: isinstance(self.app.screen, TodayScreen))
        await self._settle(self._pilot)

    async def press(self, *keys: str) -> None:
        """Presses keys, and waits until everything has come to rest."""
        await self._pilot.press(*keys)
        await self._settle(self._pilot)

    async def go_to(self, words: str) -> None:
        """Puts the cursor on the first line with these words."""
        place = next(n for n, line in enumerate(self.lines) if words in line and line not in self.titles)
        self.shown.highlighted = place
        await self.press()

    async def resize(self, width: int, height: int) -> None:
        """Gives the terminal another size."""
        await self._pilot.resize_terminal(width, height)
        await self._settle(self._pilot)

    @property
    def shown(self) -> OptionList:
        """The list."""
        return self.app.screen.query_one(OptionList)

    @property
    def lines(self) -> list[str]:
        """Every line, titles included."""
        return [str(option.prompt) for option in self.shown.options]

    @property
    def titles(self) -> list[str]:
        """The titles of the sections."""
        return [str(option.prompt) for option in self.shown.options if option.disabled]

    def section(self, title: str) -> list[str]:
        """The lines of a section."""
        found: list[str] = []
        inside = False
        for option in self.shown.options:
            if option.disabled:
                inside = str(option.prompt).startswith(title)
            elif inside:
                found.append(str(option.prompt))
        return found

    @property
    def here(self) -> str:
        """The line under the cursor."""
        option = self.shown.highlighted_option
        return str(option.prompt) if option else ""

    @property
    def seen(self) -> str:
        """What is on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    @property
    def notes(self) -> list[str]:
        """The messages that are shown, the latest last."""
        return [notification.message for notification in self.app._notifications]


def homework(title: str, days: int = 5, **fields: Any) -> Assignment:
    """An assignment with two steps."""
    steps = fields.pop("instructions", "\nFirst step.\nSecond step.")
    return Assignment(title=title, kind=Kind.COMMUNICATION, instructions=steps, assigned_on=ago(days), **fields)


def practise(vault: Vault, assignment: Assignment, *days: int) -> None:
    """Homework that was tried on these days."""
    kept = vault.assignments.add(assignment)
    for day in days:
        vault.entries.add(logged(kept, day, Outcome.TRIED))


def busy(vault: Vault) -> None:
    """Something of everything."""
    practise(vault, homework("One small request", 9, wanted=3, per=Per.WEEK), 0, 2, 9)
    practise(vault, homework("Weekly check-in", 3))
    vault.assignments.add(homework("rests", state=State.PAUSED))
    vault.assignments.add(homework("is over", state=State.FINISHED))
    held(vault, -4, time=dt.time(15))
    held(vault, -11)
    held(vault, 10)
    item(vault, "why touch first", AgendaKind.QUESTION)
    flagged(vault, "back and arms", 3)
    vault.entries.add(made(topic="years ago", date=dt.date(2024, 2, 3)))
    vault.entries.add(made(topic="the day after", date=ago(-1), outcome=Outcome.PLANNED))
    vault.drafts.save(made("half a thought"))


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_everything_at_a_glance(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, size: tuple[int, int]
) -> None:
    """The next session, homework, drafts, what is planned and the latest, in this order; nothing is listed twice."""
    keep(path, busy)
    app = journal_app(path)
    async with app.run_test(size=size) as pilot:
        today = Today(app, pilot, settle)
        await today.open(until)
        titles = [title.split("   ")[0] for title in today.titles]
        assert titles == ["Next session", "Homework", "To go on with", "Planned", "Latest"]
        assert today.section("Next session") == ["Thu 21 May 2026, 15:00 · in 4 days · 2 on the agenda"]
        check_in, request = today.section("Homework")
        assert check_in.split("\n")[0].split() == ["Weekly", "check-in", "not", "yet"]
        assert request.split("\n")[0].split() == ["One", "small", "request", "2", "of", "3", "this", "week"]
        assert request.split("\n")[1] == "   First step."
        assert "half a thought" in today.section("To go on with")[0]
        assert "the day after" in today.section("Planned")[0]
        latest = today.section("Latest")
        assert "3 Feb 2024" in latest[-1] and "years ago" in latest[-1]
        assert sum("back and arms" in line for line in today.lines) == 1
        assert "⚑" in next(line for line in latest if "back and arms" in line)
        assert "2026" not in "".join(latest)


async def test_the_most_useful_is_seen_without_scrolling(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """At 80x24 the session, homework with its first steps and the drafts are all in sight, whatever else there is."""

    def fill(vault: Vault) -> None:
        busy(vault)
        for n in range(12):
            vault.assignments.add(homework(f"more {n}", 20 + n))
        for n in range(20):
            vault.entries.add(made(topic=f"entry {n}", date=ago(n)))

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        today = Today(app, pilot, settle)
        await today.open(until)
        assert len(today.section("Homework")) == 4
        assert any("and 10 more: 3 has all of it" in title for title in today.titles)
        for words in ("in 4 days", "Weekly check-in", "First step.", "more 1", "half a thought"):
            assert words in today.seen
        assert all(len(line) <= NARROW[0] for line in today.seen.splitlines())
        await today.resize(*WIDE)
        assert len(today.section("Homework")) == 8
        assert any("and 6 more" in title for title in today.titles)
        await today.resize(*NARROW)
        assert len(today.section("Homework")) == 4


async def test_homework_is_logged_by_a_key(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Enter and l open the form of the homework under the cursor, filled in with what is known; then it counts."""
    keep(path, lambda vault: [vault.assignments.add(homework(title, wanted=2)) for title in "ab"])
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        today = Today(app, pilot, settle)
        await today.open(until)
        for key, title in (("l", "a"), ("enter", "b")):
            await today.go_to(f"{title}  ")
            await today.press(key)
            assert isinstance(app.screen, EntryFormScreen)
            content = form_of(app).content()
            assert (content.topic, content.kind) == (title, Kind.COMMUNICATION)
            await go_to(pilot, field(app, "text"))
            await today.press(*"fine", "ctrl+s")
            assert today.here.split("\n")[0].split() == [title, "1", "of", "2", "in", "all"]


async def test_which_homework_l_logs(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """From elsewhere l logs the only homework that is open, and asks for the cursor where there are several."""

    def fill(vault: Vault) -> None:
        vault.assignments.add(homework("alone"))
        vault.entries.add(made(topic="an entry"))

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        today = Today(app, pilot, settle)
        await today.open(until)
        await today.go_to("an entry")
        await today.press("l")
        assert isinstance(app.screen, EntryFormScreen)
        await today.press("escape")
        await app.vault.write(lambda vault: vault.assignments.add(homework("another")))
        app.changed()
        await today.press("2", "1")
        await today.go_to("an entry")
        await today.press("l")
        assert isinstance(app.screen, TodayScreen)
        assert "Put the cursor on the homework" in today.notes[-1]


@pytest.mark.parametrize(("start", "count"), [(WeekStart.MONDAY, "2 of 3"), (WeekStart.SUNDAY, "1 of 3")])
async def test_this_week_begins_on_the_day_that_was_chosen(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, start: WeekStart, count: str
) -> None:
    """Practices of today, a Sunday, and of the day before are of one week or of two."""

    def fill(vault: Vault) -> None:
        practise(vault, homework("request", wanted=3, per=Per.WEEK), 0, 1)
        vault.settings.set(replace(vault.settings.get(), week_start=start))

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        today = Today(app, pilot, settle)
        await today.open(until)
        assert f"{count} this week" in today.section("Homework")[0]


async def test_another_day(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """After midnight the counts, the days to the session, what is planned and the bar are of the new day."""

    def fill(vault: Vault) -> None:
        practise(vault, homework("request", wanted=3, per=Per.WEEK), 0)
        held(vault, -1)
        vault.entries.add(made(topic="the day after", date=ago(-1)))

    keep(path, fill)
    instants = [NOW]
    app = journal_app(path, clock=lambda: instants[0])
    async with app.run_test(size=NARROW) as pilot:
        today = Today(app, pilot, settle)
        await today.open(until)
        assert "tomorrow" in today.section("Next session")[0]
        assert "1 of 3 this week" in today.section("Homework")[0]
        assert "the day after" in today.section("Planned")[0]
        instants[0] += dt.timedelta(hours=6)
        await today.press("2", "1")
        assert "· today ·" in today.section("Next session")[0]
        assert "0 of 3 this week" in today.section("Homework")[0]
        assert today.section("Planned") == []
        assert "the day after" in today.section("Latest")[0]
        assert "Mon 18 May 2026" in today.seen


async def test_nothing_at_all(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """An empty journal says what to do first, and its keys change nothing."""
    keep(path, lambda vault: None)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        today = Today(app, pilot, settle)
        await today.open(until)
        for words in ("n logs an entry", "3 leads to Homework", "5 leads to Session"):
            assert words in today.seen
        await today.press("l", "d", "enter", "down")
        assert isinstance(app.screen, TodayScreen)
        await today.press("m")
        assert app.preferences.masked


@pytest.mark.parametrize(
    ("job", "row", "place"),
    [
        (lambda vault: vault.entries.add(made("a")), "No session is noted ahead", SessionPlace),
        (lambda vault: vault.entries.add(made("a")), "Enter goes to Homework", HomeworkPlace),
        (lambda vault: held(vault, -1), "n logs an entry", KindsScreen),
        (lambda vault: held(vault, 1), "No session is noted ahead", SessionPlace),
        (
            lambda vault: [item(vault, "a") for _ in range(1000)],
            "1,000 on the agenda, and no session is noted ahead. Enter goes there.",
            SessionPlace,
        ),
        (lambda vault: held(vault, -1), "nothing on the agenda yet", SessionPlace),
        (lambda vault: vault.entries.add(made(topic="unhurried")), "unhurried", JournalPlace),
    ],
)
async def test_where_lines_lead(
    path: Path,
    journal_app: MakeApp,
    settle: Settle,
    until: Wait,
    job: Callable[[Vault], object],
    row: str,
    place: type,
) -> None:
    """What isn't there yet has a line that says what to do, and Enter on it goes there; so do the others."""
    keep(path, job)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        today = Today(app, pilot, settle)
        await today.open(until)
        await today.go_to(row)
        assert row in today.seen
        await today.press("enter")
        assert isinstance(app.screen, place)


async def test_drafts_say_what_they_are(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Each draft has its kind or its name, whether it is new or an edit, and Enter goes on with it."""

    def fill(vault: Vault) -> None:
        entry = vault.entries.add(made("saved"))
        vault.drafts.save(made("edited"), edits=entry.id)
        for content in (
            TherapySession(notes="notes of it"),
            AgendaItem(kind=AgendaKind.HARD_TO_SAY, text="the fear"),
            AgendaItem(text="something"),
            homework("request"),
            Goal(wording="less pressure"),
            OutsideScore(name="score"),
        ):
            vault.drafts.save(content)

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        today = Today(app, pilot, settle)
        await today.open(until)
        drafts = {line.split("  ")[-1].strip(): line for line in today.section("To go on with")}
        for words, name in (
            ("edited", "Reflection"), ("notes of it", "Session"), ("the fear", "Hard to say aloud"),
            ("something", "Agenda"), ("request", "Homework"), ("less pressure", "Goal"), ("score", "Score I was given"),
        ):  # fmt: skip
            assert name in drafts[words]
        assert "edited, 18:30" in drafts["edited"]
        assert "draft, 18:30" in drafts["score"]
        await today.go_to("the fear")
        await today.press("enter")
        assert isinstance(app.screen, RecordFormScreen)
        assert "Hard to say aloud, new" in str(app.screen.query_one(".what", Static).render())
        await today.press("escape")
        await today.go_to("edited, ")
        await today.press("enter")
        assert isinstance(app.screen, EntryFormScreen)


async def test_the_cursor_begins_where_most_people_go_on(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """It is on the first homework, else on the first draft; and it stays on its line when the list is read again."""
    keep(path, lambda vault: (held(vault, -1), vault.drafts.save(made("half a thought"))))
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        today = Today(app, pilot, settle)
        await today.open(until)
        assert "half a thought" in today.here
        await app.vault.write(lambda vault: vault.assignments.add(homework("request")))
        app.changed()
        await today.press("2", "1")
        assert "half a thought" in today.here


async def test_discarding_a_draft(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """d on a draft asks first; no keeps it, yes deletes it for good; elsewhere d only says what it is for."""

    def fill(vault: Vault) -> None:
        vault.drafts.save(made("half a thought"))
        vault.entries.add(made(topic="an entry"))

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        today = Today(app, pilot, settle)
        await today.open(until)
        await today.go_to("an entry")
        await today.press("d")
        assert today.notes[-1] == "Put the cursor on the draft to discard."
        await today.go_to("half a thought")
        await today.press("d")
        assert isinstance(app.screen, ConfirmScreen)
        await today.press("enter")
        assert len(today.section("To go on with")) == 1
        await today.press("d", "tab", "enter")
        assert today.section("To go on with") == []
        assert await app.vault.read(lambda vault: vault.drafts.list()) == ()
        assert await app.vault.read(lambda vault: vault.entries.count()) == 1


async def test_a_draft_that_can_not_be_discarded(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error is said, and the draft is still there."""
    keep(path, lambda vault: vault.drafts.save(made("half a thought")))
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        today = Today(app, pilot, settle)
        await today.open(until)

        async def full(job: object) -> None:
            raise NotWritable("The disk is full.", "Make some room.")

        monkeypatch.setattr(app.vault, "write", full)
        await today.press("d", "tab", "enter")
        assert "The disk is full. Make some room." in today.notes
        assert "half a thought" in today.section("To go on with")[0]


async def test_masked(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """With titles masked neither homework nor its steps, drafts or entries say what they are about."""

    def fill(vault: Vault) -> None:
        busy(vault)
        vault.drafts.save(AgendaItem(text="the fear"))
        vault.settings.set(Preferences(masked=True))

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        today = Today(app, pilot, settle)
        await today.open(until)
        shown = "\n".join(today.lines)
        for secret in (
            "small request",
            "check-in",
            "step",
            "half a",
            "the fear",
            "back and arms",
            "day after",
            "years",
        ):
            assert secret not in shown
        assert "Communication" in shown and "2 of 3 this week" in shown
        await today.press("m")
        assert "One small request" in "\n".join(today.lines)


@pytest.mark.parametrize("size", [NARROW, (40, 20)])
async def test_hostile_and_long_texts(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, size: tuple[int, int]
) -> None:
    """Whatever a title or a step is, nothing unsafe is drawn, no markup acts, and no line is wider than the screen."""

    def fill(vault: Vault) -> None:
        for text in (*HOSTILE_TEXTS, "word " * 2000):
            vault.assignments.add(homework(text, instructions=text))
            vault.drafts.save(made(text))
            vault.drafts.save(AgendaItem(text=text))
            vault.entries.add(EntryContent(when=When(ago(1)), details=Communication(skill=text), text=text))

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=size) as pilot:
        today = Today(app, pilot, settle)
        await today.open(until)
        assert not UNSAFE.search("".join(today.lines).replace("\n", ""))
        await today.press("end", "home")
        assert all(cell_len(line) <= size[0] for line in today.seen.splitlines())
