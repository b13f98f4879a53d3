"""The library: what may be offered, finding it, assigning it, and exercises of one's own."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from journal.library import library
from journal.model.entry import Kind
from journal.model.exercise import Exercise, ExerciseMode, Safety
from journal.model.homework import Assignment, assignment_of
from journal.model.sensate_focus import Stage
from journal.model.session import TherapySession
from journal.safety.text import UNSAFE
from journal.tui.app import JournalApp
from journal.tui.screens.form.record import RecordForm
from journal.tui.screens.help import HelpScreen
from journal.tui.screens.homework.library import LibraryScreen
from journal.tui.screens.homework.place import HomeworkPlace
from journal.tui.widgets.page_view import PageView
from journal.vault.settings import Preferences
from journal.vault.vault import Vault
from tests.hostile import HOSTILE_TEXTS
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.homework import NARROW, TODAY, WIDE, Place, ago, agreed, keep

TEA = Exercise(title="Tea on the balcony", kind=Kind.COMMUNICATION, mode=ExerciseMode.EITHER, steps="Boil water.\nAsk.")
OPEN_FROM_THE_START = [one.title for one in library().exercises.values() if one.gate is None]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_what_is_not_gated_is_there(app: JournalApp, settle: Settle, until: Wait, size: tuple[int, int]) -> None:
    """Before any agreement the library has every exercise without a gate, by kind, and one quiet line on the others."""
    async with app.run_test(size=size) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "a")
        assert sorted(place.titles) == sorted(OPEN_FROM_THE_START)
        assert place.said("#waiting") == "Stages 2 and 3 are folded away until an agreement is recorded: g does that."
        assert place.said("#count") == f"{len(OPEN_FROM_THE_START)} exercises"
        assert "Sensate focus" in place.drawn
        assert place.here == "Agree our rules"


async def test_an_exercise_is_shown_whole(app: JournalApp, settle: Settle, until: Wait) -> None:
    """Each exercise shows its steps, its safety notes in full, time, ratings, reason and variants."""
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "a")
        by_title = {one.title: one for one in library().exercises.values()}
        for _ in place.titles:
            exercise, words = by_title[place.here], place.words
            texts = [*exercise.step_list, exercise.time, exercise.why]
            texts += [*exercise.easier.splitlines(), *exercise.harder.splitlines()]
            texts += [library().safety[code] for code in exercise.safety]
            texts += [rated.label for rated in exercise.rate]
            for text in texts:
                assert " ".join(text.split()) in words
            await place.press("down")


async def test_the_gate_opens_stage_by_stage(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """An agreement on stage 2 brings its exercises and leaves stage 3 folded away; one on stage 3 brings the rest."""
    keep(path, lambda vault: vault.agreements.add(agreed(Stage.GENITALS_INCLUDED, 1)))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "a")
        assert {"All areas, no aim", "Touching together"} <= set(place.titles)
        assert not {"Resting close", "Agreed next step"} & set(place.titles)
        assert place.said("#waiting").startswith("Stage 3 is folded away")
        await place.press("g", "end", "r", "ctrl+s", "escape")
        assert isinstance(app.screen, LibraryScreen)
        assert len(place.titles) == 36
        assert place.said("#waiting") == ""


async def test_no_filter_and_no_word_finds_what_waits(app: JournalApp, settle: Settle, until: Wait) -> None:
    """Going through every stage, kind and mode, and searching by title, never brings what wasn't agreed."""
    waiting = {one.title for one in library().exercises.values() if one.gate is not None}
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "a")
        for key in ["s", "s", "s", "s", "t", "t", "s", "s", "w", "w", "o", "o"]:
            await place.press(key)
            assert not waiting & set(place.titles)
            assert "Stage: 2" not in place.said("#filters")
            assert "Stage: 3" not in place.said("#filters")
        await place.press("escape", "slash")
        for title in waiting:
            await place.press(*title[:9])
            assert not waiting & set(place.titles)
            await place.press(*["backspace"] * 9)


@pytest.mark.parametrize(
    ("keys", "fits", "words"),
    [
        ("t", lambda one: one.kind is Kind.SENSATE_FOCUS, "Kind: Sensate focus"),
        ("ttt", lambda one: one.kind is Kind.EDUCATION, "Kind: Education"),
        ("ttttt", lambda one: True, "Kind: all"),
        ("w", lambda one: one.mode in (ExerciseMode.SOLO, ExerciseMode.EITHER), "With: solo"),
        ("wwww", lambda one: True, "With: anyone"),
        ("ss", lambda one: Stage.NON_SEXUAL in one.stages, "Stage: 1"),
        ("sss", lambda one: True, "Stage: any"),
        ("tw", lambda one: one.kind is Kind.SENSATE_FOCUS and one.mode is ExerciseMode.SOLO, "With: solo"),
    ],
)
async def test_filters(
    app: JournalApp, settle: Settle, until: Wait, keys: str, fits: Callable[[Exercise], bool], words: str
) -> None:
    """t, w and s go through the kinds, the modes and the open stages, and come back to all of them."""
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "a", *keys)
        offered = [one.title for one in library().exercises.values() if one.gate is None and fits(one)]
        assert sorted(place.titles) == sorted(offered)
        assert words in place.said("#filters")


async def test_searching_as_one_types(app: JournalApp, settle: Settle, until: Wait) -> None:
    """Title, steps and reason are searched at every key; Esc leaves the line, then clears, then goes back."""
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "a", "slash", *"hand")
        assert {"Hands first", "My own touch", "Guiding hand"} <= set(place.titles)
        assert "Read and note" not in place.titles
        await place.press(*"s begins")
        assert place.titles == ["Hands first"]
        await place.press("escape")
        assert place.picks.has_focus
        await place.press("escape")
        assert len(place.titles) == len(OPEN_FROM_THE_START)
        assert place.here == "Hands first"
        await place.press("slash", *"zzz")
        assert "Nothing here fits" in place.said("#empty")
        await place.press("enter", "down", "escape")
        assert place.said("#empty") == ""
        await place.press("escape")
        assert isinstance(app.screen, HomeworkPlace)


@pytest.mark.parametrize("key", ["a", "enter"])
async def test_assigning(path: Path, journal_app: MakeApp, settle: Settle, until: Wait, key: str) -> None:
    """a and Enter open the form with what the exercise says; saved, it is in Homework with the cursor on it."""
    session = keep(path, lambda vault: vault.sessions.add(TherapySession(date=ago(3))))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "a", "down", key)
        assert place.screen == "RecordFormScreen"
        assert any("from the session of Thu 14 May 2026" in note for note in place.notes)
        await place.press("ctrl+s")
        assert isinstance(app.screen, HomeworkPlace)
        exercise = library().exercises["hands-first"]
        (kept,) = (await place.records()).values()
        assert kept.content == replace(assignment_of(exercise, "hands-first", TODAY), session=session.id)
        assert place.here == "Hands first"
        assert "1. Sit so that both of you are comfortable" in place.words


async def test_assigning_on_a_slow_machine(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """The cursor goes to what was assigned, although the list was read before the library said what that is."""
    first, second = keep(
        path, lambda vault: [vault.assignments.add(Assignment(title=title, assigned_on=TODAY)) for title in "AB"]
    )
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until)
        assert isinstance(app.screen, HomeworkPlace)
        for one in (first, second):
            app.screen._assigned(one.id)
            await settle(pilot)
            assert place.here == one.content.title


async def test_leaving_the_form_comes_back_to_the_library(app: JournalApp, settle: Settle, until: Wait) -> None:
    """Somebody who decides otherwise is back in the library, on the same exercise, and nothing is assigned."""
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "a", "down", "down", "a", "escape")
        assert isinstance(app.screen, LibraryScreen)
        assert place.here == "My own touch"
        assert await place.records() == {}


async def test_only_where_the_therapist_has_set_it(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """An exercise that a therapist has to set says so at its head."""
    keep(path, lambda vault: vault.agreements.add(agreed(Stage.AGREED_CLOSENESS)))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "a", "slash", *"agreed next", "escape")
        assert place.page.splitlines()[2].strip() == "Only where your therapist has set it."


async def test_writing_down_an_exercise_of_ones_own(app: JournalApp, settle: Settle, until: Wait) -> None:
    """w says that there is none yet and n writes one; it stands beside the library's, can be edited and assigned."""
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "w")
        assert "no exercise of your own yet" in place.said("#empty")
        await place.press("n", *"Walk", "ctrl+s")
        assert place.titles == ["Walk"]
        assert place.picks.has_focus
        await place.press("e", *" slowly", "ctrl+s")
        assert place.titles == ["Walk slowly"]
        await place.press("o")
        assert place.here == "Walk slowly"
        assert len(place.titles) == len(OPEN_FROM_THE_START) + 1
        assert "my own" in place.drawn + place.page
        await place.press("a", "ctrl+s")
        assert isinstance(app.screen, HomeworkPlace)
        (own,) = await app.vault.read(lambda vault: vault.own_exercises.list())
        assert (await place.records())["Walk slowly"].content.exercise == own.id


async def test_an_own_exercise_goes_to_the_trash_and_comes_back(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """d removes an own exercise and u puts it back; those of the library stay, and can't be edited."""
    keep(path, lambda vault: vault.own_exercises.add(TEA))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "w", "d")
        assert "no exercise of your own yet" in place.said("#empty")
        await place.press("u")
        assert place.here == "Tea on the balcony"
        await place.press("u")
        assert "nothing to put back" in place.notes[-1]
        await place.press("o", "home")
        for key in "de":
            await place.press(key)
            assert "belongs to the library" in place.notes[-1]
        assert isinstance(app.screen, LibraryScreen)


async def test_an_own_exercise_of_a_later_stage_is_folded_away_too(
    app: JournalApp, settle: Settle, until: Wait
) -> None:
    """An own exercise of stage 2 is kept, and shown once its stage is agreed; the screen says so."""
    later = Exercise(title="later", kind=Kind.SENSATE_FOCUS, stages=(Stage.GENITALS_INCLUDED,))
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "w")
        assert isinstance(app.screen, LibraryScreen)
        kept = await app.vault.write(lambda vault: vault.own_exercises.add(later))
        app.screen._kept(kept.id)
        app.screen.load()
        await settle(pilot)
        assert place.titles == []
        assert "folded away until its stage is agreed" in place.notes[-1]
        await app.vault.write(lambda vault: vault.agreements.add(agreed(Stage.GENITALS_INCLUDED)))
        app.screen.load()
        await settle(pilot)
        assert place.titles == ["later"]


async def test_masked_titles_of_ones_own(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """While titles are masked, what the person wrote is hidden until one goes into the page."""

    def masked(vault: Vault) -> None:
        vault.own_exercises.add(TEA)
        vault.settings.set(Preferences(masked=True))

    keep(path, masked)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "w")
        assert "Tea" not in place.drawn + place.page
        assert "Boil" not in place.page
        await place.press("tab")
        assert "Boil water." in place.page


async def test_hostile_exercises_are_drawn_safely(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Whatever an own exercise holds, no control character is drawn and no markup acts; so with what is searched."""

    def hostile(vault: Vault) -> None:
        for text in HOSTILE_TEXTS:
            vault.own_exercises.add(
                Exercise(title=text, steps=text, time=text, why=text, easier=text, harder=text, safety=tuple(Safety))
            )

    keep(path, hostile)
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "w")
        page = app.screen.query_one(PageView)
        for _ in HOSTILE_TEXTS:
            lines = [*place.page.split("\n"), *place.drawn.split("\n")]
            lines += [page.render_line(y).text for y in range(page.size.height)]
            assert not any(UNSAFE.search(line) for line in lines)
            await place.press("down")
        assert isinstance(app.screen, LibraryScreen)
        for text in HOSTILE_TEXTS:
            app.screen.search_line.fill(text)
            await settle(pilot)


async def test_a_question_mark_is_help_or_a_word(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """On the list it shows the keys of the library; in the search line it is typed."""
    keep(path, lambda vault: None)
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "a", "question_mark")
        assert isinstance(app.screen, HelpScreen)
        await place.press("question_mark", "slash", "question_mark")
        assert isinstance(app.screen, LibraryScreen)
        assert app.screen.search_line.answer == "?"


async def test_assigned_while_the_agreement_was_taken_back(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """A form that was opened before an agreement was taken back can't be saved past it, and offers another."""
    agreement = keep(path, lambda vault: vault.agreements.add(agreed(Stage.GENITALS_INCLUDED, 1)))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "a", "slash", *"all areas", "escape", "a")
        taken = replace(agreement.content, withdrawn_on=TODAY)
        await app.vault.write(lambda vault: vault.agreements.edit(agreement.id, taken))
        await place.press("ctrl+s")
        assert not any("Stage 2 waits" in note for note in place.notes)
        assert "".join(strip.text for strip in app.screen._compositor.render_strips()).count("Stage 2 waits") == 1
        assert await place.records() == {}
        await place.press("tab", "enter")
        assert place.screen == "AgreementsScreen"
        await place.press("down", "down", "r", "ctrl+s", "escape", "ctrl+s")
        assert isinstance(app.screen, HomeworkPlace)
        assert list(await place.records()) == ["All areas, no aim"]


async def test_a_later_stage_chosen_in_a_form_is_refused(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Moving homework to stage 3 in its form waits for an agreement as well; what was written stays as a draft."""
    keep(path, lambda vault: vault.assignments.add(Assignment(title="touch", stage=Stage.NON_SEXUAL)))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "e")
        app.screen.query_one(RecordForm).fields["stage"].widget.focus()
        await place.press("3", "ctrl+s")
        assert place.screen == "ConfirmScreen"
        await place.press("escape", "escape")
        assert (await place.records())["touch"].content.stage is Stage.NON_SEXUAL
        (draft,) = await app.vault.read(lambda vault: vault.drafts.list())
        assert isinstance(draft.content, Assignment)
        assert draft.content.stage is Stage.AGREED_CLOSENESS
