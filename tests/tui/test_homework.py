"""The place Homework: the list, the page, and what the keys do with an assignment."""

import sys
import types
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from journal.errors import NotWritable
from journal.library import library
from journal.model.dates import When
from journal.model.entry import EntryContent, Kind, Mode, Outcome, Reflection, SensateFocus
from journal.model.exercise import Exercise, Per, Rated, Safety
from journal.model.homework import Adaptation, Assignment, Change, State
from journal.model.records import Record
from journal.model.sensate_focus import RuleSet, Stage, Talk
from journal.model.session import TherapySession
from journal.safety.text import UNSAFE
from journal.tui.app import JournalApp
from journal.tui.screens.base import JournalScreen
from journal.tui.screens.homework.place import HomeworkPlace
from journal.tui.screens.journal.place import JournalPlace
from journal.tui.widgets.page_view import PageView
from journal.tui.widgets.pick_list import PickList
from journal.vault.settings import Preferences, WeekStart
from journal.vault.vault import Vault
from tests.hostile import HOSTILE_TEXTS
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.homework import NARROW, TODAY, WIDE, Place, ago, agreed, from_library, keep, logged


def three(vault: Vault) -> None:
    """Two that are open and one that is finished, the middle one logged twice this week and once before."""
    vault.assignments.add(from_library("hands-first", 30, state=State.FINISHED, state_since=ago(8)))
    request = vault.assignments.add(from_library("one-small-request", 20, wanted=3))
    vault.assignments.add(from_library("back-and-arms", 5))
    for days, outcome in (
        (9, Outcome.DONE),
        (3, Outcome.TRIED),
        (1, Outcome.STOPPED_EARLY),
        (0, Outcome.NOT_THIS_WEEK),
    ):
        vault.entries.add(logged(request, days, outcome))


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_list_says_how_it_is_going(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, size: tuple[int, int]
) -> None:
    """Open comes first, the latest before the others; beside it stands its progress in plain words, or since when."""
    keep(path, three)
    app = journal_app(path)
    async with app.run_test(size=size) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        assert place.titles == ["Back and arms", "One small request", "Hands first"]
        lines = [line.rstrip() for line in place.drawn.splitlines()]
        assert lines[0].strip() == "Open"
        assert lines[1].startswith("› Back and arms")
        assert lines[1].endswith("0 of 2 this week")
        assert lines[2].endswith("2 of 3 this week")
        assert lines[4].strip() == "Finished"
        assert lines[5].endswith("since Sat 9 May 2026")
        await place.press("down")
        assert "2 of 3 this week" in place.page
        assert "%" not in place.page + place.drawn


async def test_a_week_begins_on_the_day_that_was_chosen(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """The clock of the tests stands on a Sunday: with weeks that begin on it, what was done before is of last week."""

    def on_sunday(vault: Vault) -> None:
        three(vault)
        vault.settings.set(Preferences(week_start=WeekStart.SUNDAY))

    keep(path, on_sunday)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        assert "0 of 3 this week" in place.drawn


async def test_states_follow_each_other_in_the_list(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Open, paused, finished and dropped stand under a heading each, whatever order they were made in."""

    def of_each(vault: Vault) -> None:
        for state in reversed(State):
            vault.assignments.add(Assignment(title=f"a {state.label} one", state=state))

    keep(path, of_each)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        lines = [line.strip("› ").rstrip() for line in place.drawn.splitlines() if line.strip()]
        assert [line.split("   ")[0] for line in lines] == [
            "Open", "a open one", "Paused", "a paused one", "Finished", "a finished one", "Dropped", "a dropped one",
        ]  # fmt: skip


async def test_the_page_has_everything(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Every field that was filled in can be read, with the safety notes in full and each change with its reason."""
    change = Adaptation(
        on=ago(2), change=Change.EASIER, what="clothed", why="it was cold", ask=True, instructions="old"
    )

    def full(vault: Vault) -> None:
        session = vault.sessions.add(TherapySession(date=ago(5)))
        one = vault.assignments.add(
            from_library(
                "back-and-arms",
                5,
                instructions="in my words",
                why="it matters",
                wanted=3,
                minutes=20,
                if_then="sit down",
                confidence=6,
                rules=RuleSet(off_limits="the back", talk=Talk.SILENT),
                easier="shorter",
                harder="longer",
                session=session.id,
                adaptations=(change,),
            )
        )
        vault.entries.add(logged(one, 3, Outcome.DONE, attention=3, comfort=5, tension=6))
        vault.entries.add(logged(one, 1, Outcome.TRIED, attention=3, comfort=7, tension=4))

    keep(path, full)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        for words in (
            "Back and arms Sensate focus · open 2 of 3 this week",
            "2 practices at stage 1; attention mostly; comfort 5 to 7; highest tension 4 to 6",
            "What to do in my words",
            "If I start putting it off, I will sit down",
            "Why it matters it matters",
            "How often 3 a week",
            "Minutes 20",
            "With whom partnered",
            "Stage 1 non-sexual touch",
            "Confidence 6 of 10",
            "Worth rating tension, attention on sensation, comfort",
            "Assigned on Tue 12 May 2026",
            "From the session of Tue 12 May 2026",
            "Areas off limits: the back Talk: silent",
            "Easier · shorter",
            "Harder · longer",
            "Changed on Fri 15 May 2026, easier To clothed Why it was cold Ask my therapist yes Before old",
            "Raise it with my therapist: the entry of Sat 16 May 2026 Sat 16 May 2026 tried Thu 14 May 2026 done",
        ):
            assert words in place.words
        notes = library().safety
        for code in library().exercises["back-and-arms"].safety:
            assert " ".join(notes[code].split()) in place.words


async def test_the_steps_of_an_exercise_are_numbered(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Homework that still says what its exercise says has numbered steps, and own exercises bring their notes along."""

    def own(vault: Vault) -> None:
        tea = vault.own_exercises.add(
            Exercise(
                title="tea",
                kind=Kind.COMMUNICATION,
                steps="boil\npour",
                safety=(Safety.FREEDOM,),
                rate=(Rated.COMFORT,),
            )
        )
        vault.assignments.add(Assignment(title="tea", instructions="boil\npour", exercise=tea.id))

    keep(path, own)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        assert "What to do 1. boil 2. pour Safety · Only if you can speak" in place.words


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_an_entry_of_it_is_one_key_away(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, size: tuple[int, int]
) -> None:
    """Enter goes into the page, Down to what was done, and Enter there to the entry in the Journal."""

    def two(vault: Vault) -> None:
        one = vault.assignments.add(Assignment(title="short", kind=Kind.EDUCATION))
        vault.entries.add(replace(logged(one, 4, Outcome.DONE), topic="the earlier"))
        vault.entries.add(replace(logged(one, 2, Outcome.DONE), topic="the later"))

    keep(path, two)
    app = journal_app(path)
    async with app.run_test(size=size) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "enter", "down", "down", "down", "enter")
        assert isinstance(app.screen, JournalPlace)
        entry = app.screen.lines.highlighted
        assert entry is not None
        assert entry.content.topic == "the earlier"


async def test_reading_on_a_narrow_screen(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Where it is narrow the page has the whole screen while one reads it; Esc and Tab bring the list back."""
    keep(path, three)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        page = app.screen.query_one(PageView)
        height = page.size.height
        for there, back in (("enter", "escape"), ("tab", "tab"), ("tab", "shift+tab")):
            await place.press(there)
            assert page.has_focus
            assert page.size.height > height + 5
            assert not place.picks.display
            await place.press(back)
            assert place.picks.has_focus
            assert page.size.height == height


async def test_a_long_page_is_read_to_its_end(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A page longer than the screen goes on with Down, line by line, and stays where it was when it is read again."""
    steps = "\n".join(f"step {n}" for n in range(200))
    keep(path, lambda vault: vault.assignments.add(Assignment(title="long", instructions=steps)))
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "enter")
        page = app.screen.query_one(PageView)
        await place.press(*["down"] * 12, "j", "k")
        assert page.scroll_offset.y == 12
        await place.press("end")
        assert "step 199" in "".join(page.render_line(y).text for y in range(page.size.height))


async def test_logging_is_prefilled_and_linked(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """l opens the form with what is known; the saved entry belongs to the homework, which counts and shows it."""
    rules = RuleSet(turn_length=10, talk=Talk.SILENT)
    keep(path, lambda vault: vault.assignments.add(from_library("back-and-arms", rules=rules)))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "l")
        assert place.screen == "EntryFormScreen"
        await place.press("4", "ctrl+s")
        (entry,) = await app.vault.read(lambda vault: tuple(vault.entries.each()))
        (one,) = await app.vault.read(lambda vault: vault.assignments.list())
        assert entry.content.assignment == one.id
        assert entry.content.outcome is Outcome.DONE
        assert entry.content.mode is Mode.PARTNERED
        assert entry.content.details == SensateFocus(stage=Stage.NON_SEXUAL, rules=rules)
        assert isinstance(app.screen, HomeworkPlace)
        assert "1 of 2 this week" in place.drawn
        assert "Sun 17 May 2026 done" in place.words
        await place.press("2")
        assert isinstance(app.screen, JournalPlace)
        assert "Back and arms" in app.screen.pane.shown_text


@pytest.mark.parametrize(
    ("key", "state", "said"),
    [("p", State.PAUSED, "Paused"), ("f", State.FINISHED, "Finished"), ("x", State.DROPPED, "Dropped")],
)
async def test_pausing_finishing_and_dropping(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, key: str, state: State, said: str
) -> None:
    """One key changes the state in one step with today's date, the cursor goes along, and o opens it again."""
    keep(path, three)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "down", key)
        assert place.here == "One small request"
        assert said in place.notes[-1]
        record = (await place.records())["One small request"]
        assert (record.content.state, record.content.state_since, record.version) == (state, TODAY, 2)
        await place.press(key)
        assert "already" in place.notes[-1]
        await place.press("o")
        record = (await place.records())["One small request"]
        assert (record.content.state, record.content.state_since, record.version) == (State.OPEN, TODAY, 3)
        assert place.here == "One small request"


async def test_editing(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """e opens the form on the assignment; what is saved there is shown, with the cursor where it was."""
    keep(path, three)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "down", "e")
        assert place.screen == "RecordFormScreen"
        await place.press(*" today", "ctrl+s")
        assert place.here == "One small request today"


@pytest.mark.parametrize(("days", "session_kept"), [(14, True), (15, False), (-1, False)])
async def test_from_scratch(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, days: int, session_kept: bool
) -> None:
    """s opens an empty form dated today. A session of the last two weeks is noted as where it comes from, and said."""

    def with_session(vault: Vault) -> str:
        vault.sessions.add(TherapySession(date=ago(40)))
        return vault.sessions.add(TherapySession(date=ago(days))).id

    session = keep(path, with_session)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "s")
        assert place.screen == "RecordFormScreen"
        assert any("from the session of" in note for note in place.notes) is session_kept
        await place.press(*"walk", "ctrl+s")
        assert (await place.records())["walk"].content == Assignment(
            title="walk", assigned_on=TODAY, state_since=TODAY, session=session if session_kept else ""
        )
        assert place.here == "walk"


async def test_assigning_again(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """c opens the form on the same homework as something new: open, from today, without what was changed before."""
    change = Adaptation(on=ago(9), what="shorter")
    done = from_library(
        "one-small-request", 30, state=State.FINISHED, instructions="shorter", session="gone", adaptations=(change,)
    )
    keep(path, lambda vault: vault.assignments.add(done))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "c", *["backspace"] * 7, *"again", "ctrl+s")
        records = await place.records()
        assert records["One small request"].content == done
        assert records["One small again"].content == replace(
            done,
            title="One small again",
            state=State.OPEN,
            assigned_on=TODAY,
            state_since=TODAY,
            session="",
            adaptations=(),
        )
        assert place.here == "One small again"


async def test_trash_and_undo(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """d takes the assignment out at once and leaves its entries; u brings the last ones back, one after the other."""
    keep(path, three)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "down", "d")
        assert place.titles == ["Back and arms", "Hands first"]
        assert "u puts it back" in place.notes[-1]
        assert len(await app.vault.read(lambda vault: tuple(vault.entries.each()))) == 4
        await place.press("d")
        assert place.titles == ["Back and arms"]
        await place.press("u")
        assert place.here == "Hands first"
        await place.press("u")
        assert place.here == "One small request"
        assert "2 of 3 this week" in place.page
        await place.press("u")
        assert "nothing to put back" in place.notes[-1]


async def test_one_key_twice_removes_one(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A key that comes again before the list is read again takes nothing else out."""
    keep(path, three)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        assert isinstance(app.screen, HomeworkPlace)
        app.screen.action_discard()
        app.screen.action_discard()
        await settle(pilot)
        assert len(await place.records()) == 2
        await place.press("u", "u")
        assert len(await place.records()) == 3


async def test_the_timer_gets_the_assignment(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """t opens the timer on the assignment under the cursor, and on none where there is none."""
    given: list[Record[Assignment] | None] = []

    class TimerScreen(JournalScreen[None]):
        def __init__(self, assignment: Record[Assignment] | None) -> None:
            super().__init__()
            given.append(assignment)

    module: Any = types.ModuleType("timer")
    module.TimerScreen = TimerScreen
    monkeypatch.setitem(sys.modules, "journal.tui.screens.timer.timer", module)
    keep(path, three)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "down", "t")
        assert isinstance(app.screen, TimerScreen)
        assert [one.content.title for one in given if one] == ["One small request"]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_no_homework_yet(
    app: JournalApp, settle: Settle, until: Wait, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nothing assigned, the place says what to do first; no key that needs an assignment does harm."""
    async with app.run_test(size=size) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        assert "a opens the library" in place.said("#empty")
        assert not app.screen.query_one("#both").display
        await place.press(*"levpfxocdurb", "enter", "tab", "down", "escape")
        assert isinstance(app.screen, HomeworkPlace)
        assert app.focused is None
        await place.press("a")
        assert place.screen == "LibraryScreen"


async def test_the_last_one_goes_and_comes_back(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """When the only assignment is removed the place says what to do first; u brings the list back into focus."""
    keep(path, lambda vault: vault.assignments.add(Assignment(title="only")))
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "enter", "d")
        assert "No homework" in place.said("#empty")
        await place.press("u")
        assert place.said("#empty") == ""
        assert app.focused is place.picks
        assert place.picks.display


async def test_masked_titles(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """While titles are masked neither the list nor the page has a word that was written, until one goes into it."""

    def masked(vault: Vault) -> None:
        vault.assignments.add(
            Assignment(title="secret", instructions="hidden", kind=Kind.EDUCATION, wanted=2, per=Per.WEEK)
        )
        vault.settings.set(Preferences(masked=True))

    keep(path, masked)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        seen = place.drawn + place.page
        assert "secret" not in seen
        assert "hidden" not in seen
        assert "Education" in place.page
        assert "0 of 2 this week" in seen
        await place.press("tab")
        assert "hidden" in place.page
        await place.press("tab")
        assert "hidden" not in place.page


async def test_hostile_texts_are_drawn_safely(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Whatever is written in an assignment, no control character is drawn, no markup acts, and nothing breaks."""

    def hostile(vault: Vault) -> None:
        for text in HOSTILE_TEXTS:
            change = Adaptation(on=TODAY, what=text, why=text, instructions=text)
            vault.assignments.add(
                Assignment(
                    title=text,
                    instructions=text,
                    why=text,
                    if_then=text,
                    easier=text,
                    harder=text,
                    adaptations=(change,),
                    kind=Kind.SENSATE_FOCUS,
                    rules=RuleSet(off_limits=text),
                )
            )

    keep(path, hostile)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        page = app.screen.query_one(PageView)
        for _ in HOSTILE_TEXTS:
            lines = [*place.page.split("\n"), *place.drawn.split("\n")]
            lines += [page.render_line(y).text for y in range(page.size.height)]
            assert not any(UNSAFE.search(line) for line in lines)
            await place.press("down")
        assert isinstance(app.screen, HomeworkPlace)


async def test_a_vault_that_can_not_be_written_to_is_said(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a change can't be saved the reason is shown, nothing changes, and the place stays usable."""
    keep(path, three)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "down")
        before = await place.states()

        async def full(job: object) -> None:
            raise NotWritable("The disk is full.", "Make some room.")

        monkeypatch.setattr(app.vault, "write", full)
        for key in "pdr":
            await place.press(key)
        assert all(note == "The disk is full. Make some room." for note in place.notes)
        monkeypatch.undo()
        assert await place.states() == before
        await place.press("p")
        assert await place.states() == before | {"One small request": State.PAUSED}


async def test_a_click_moves_and_a_second_one_reads(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """The mouse does what the keys do: a click moves the cursor, a second one goes into the page."""
    keep(path, three)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        await pilot.click(PickList, offset=(10, 2))
        await settle(pilot)
        assert place.here == "One small request"
        await pilot.click(PickList, offset=(10, 1), times=2)
        await settle(pilot)
        assert place.here == "Back and arms"
        assert isinstance(app.focused, PageView)


async def test_an_entry_elsewhere_changes_what_is_shown(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """A back-dated entry moves the counts when the place is next in front."""
    keep(path, three)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "1")

        def move(vault: Vault) -> None:
            entry = next(entry for entry in vault.entries.each() if entry.content.outcome is Outcome.TRIED)
            vault.entries.edit(entry.id, replace(entry.content, when=When(ago(14))))

        await app.vault.write(move)
        app.changed()
        await place.press("3")
        assert "1 of 3 this week" in place.drawn


async def test_agreements_come_and_go(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Homework of a stage that was agreed on is there; after it was taken back it can still be paused and read."""

    def second(vault: Vault) -> None:
        vault.agreements.add(agreed(Stage.GENITALS_INCLUDED, 5))
        vault.assignments.add(from_library("all-areas-no-aim", 4))

    keep(path, second)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "g", "down", "down", "w", "escape")
        assert place.here == "All areas, no aim"
        assert "Only if you can speak" in place.words
        await place.press("p")
        assert list((await place.states()).values()) == [State.PAUSED]


async def test_from_an_entry_to_its_homework_and_back(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Enter on an entry of the page opens it in the Journal, and o there goes to its homework; without one, nowhere."""

    def fill(vault: Vault) -> None:
        one = vault.assignments.add(Assignment(title="one", kind=Kind.EDUCATION, assigned_on=ago(9)))
        vault.assignments.add(Assignment(title="two", assigned_on=ago(1)))
        vault.entries.add(logged(one, 3, Outcome.DONE))
        vault.entries.add(EntryContent(when=When(TODAY), details=Reflection(), topic="alone"))

    keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "2")
        assert isinstance(app.screen, JournalPlace)
        assert not any(command.action == "homework" for command in app.commands_here())
        await place.press("o")
        assert isinstance(app.screen, JournalPlace)
        await place.press("down", "o")
        assert isinstance(app.screen, HomeworkPlace)
        assert place.here == "one"
        assert "Entries" in place.page
        await place.press("enter", "down", "down", "enter")
        assert isinstance(app.screen, JournalPlace)
        assert app.screen.lines.highlighted is not None
        assert app.screen.lines.highlighted.content.assignment
        assert any(command.action == "homework" for command in app.commands_here())


async def test_what_another_program_changed(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A page is read whole when it is shown, whatever the list knew; homework that is gone leaves the list."""

    def fill(vault: Vault) -> list[str]:
        exercises = ("hands-first", "body-scan", "one-small-request")
        return [vault.assignments.add(from_library(one, days)).id for days, one in enumerate(exercises)]

    _, second, third = keep(path, fill)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)

        def change(vault: Vault) -> None:
            content = vault.assignments.get(second).content
            vault.assignments.edit(second, replace(content, instructions="Written elsewhere."))
            vault.assignments.remove(third)

        await app.vault.write(change)
        await place.press("down")
        assert "Written elsewhere." in place.page
        await place.press("down")
        assert place.titles == ["Hands first", "Body scan"]
