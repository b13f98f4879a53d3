"""Changing a task: easier, harder or different, with its reason."""

from dataclasses import replace
from pathlib import Path

from journal.model.homework import Adaptation, Assignment, Change
from journal.model.records import Record
from journal.model.session import AgendaItem, AgendaKind
from journal.tui.app import JournalApp
from journal.tui.screens.homework.adapt import AdaptForm, AdaptScreen
from journal.tui.screens.homework.place import HomeworkPlace
from journal.tui.widgets.editor import TextEditor
from journal.tui.widgets.lines import Lines
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.homework import NARROW, TODAY, WIDE, Place, ago, from_library, keep

WALK = Assignment(title="walk", instructions="an hour", easier="a quarter of an hour", harder="two hours")


async def opened(path: Path, app: JournalApp, place: Place, until: Wait) -> None:
    """Opens the form on the walk."""
    await place.open(until, "v")
    assert isinstance(app.screen, AdaptScreen)


def write(app: JournalApp, field: str, text: str) -> None:
    """Writes a text into a field of the form in front."""
    editor = app.screen.query_one(AdaptForm).fields[field].widget
    assert isinstance(editor, TextEditor)
    editor.write(text)


def what(app: JournalApp) -> str:
    """What stands as the new instructions."""
    answer = app.screen.query_one(AdaptForm).fields["what"].widget.answer
    assert isinstance(answer, str)
    return answer


async def record(place: Place) -> Record[Assignment]:
    """The walk as it is kept."""
    return (await place.records())["walk"]


async def test_easier(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Choosing easier writes the easier variant; saved, it is what is to be done, and what was before is kept."""
    keep(path, lambda vault: vault.assignments.add(WALK))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await opened(path, app, place, until)
        await place.press("1")
        assert what(app) == "a quarter of an hour"
        write(app, "why", "my knee")
        await place.press("ctrl+s")
        assert isinstance(app.screen, HomeworkPlace)
        kept = await record(place)
        assert kept.version == 2
        assert kept.content.instructions == "a quarter of an hour"
        assert kept.content.adaptations == (
            Adaptation(
                on=TODAY, change=Change.EASIER, what="a quarter of an hour", why="my knee", instructions="an hour"
            ),
        )
        assert "Changed on Sun 17 May 2026, easier Why my knee Before an hour" in place.words
        assert await app.vault.read(lambda vault: vault.agenda.list()) == ()


async def test_one_of_several_variants_is_taken(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Where there are several, they are offered in a list and one of them is written; the page says it once."""
    several = replace(WALK, easier="half an hour\n[b]sitting[/b]\nat the window")
    keep(path, lambda vault: vault.assignments.add(several))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await opened(path, app, place, until)
        choice = app.screen.query_one(Lines)
        assert not choice.display
        await place.press("1")
        assert what(app) == ""
        assert [str(option.prompt) for option in choice.options] == several.easier.splitlines()
        await place.press("tab", "down", "enter")
        assert what(app) == "[b]sitting[/b]"
        await place.press("shift+tab", "up", "enter")
        assert what(app) == "half an hour"
        await place.press("ctrl+s")
        assert (await record(place)).content.instructions == "half an hour"
        assert place.page.count("half an hour") == 1
        assert "at the window" in place.page


async def test_the_variant_follows_the_choice_until_something_is_written(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Harder takes the place of easier, different takes it out; what the person wrote is left alone."""
    keep(path, lambda vault: vault.assignments.add(WALK))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await opened(path, app, place, until)
        found = []
        for key in "1231":
            await place.press(key)
            found.append(what(app))
        assert found == ["a quarter of an hour", "two hours", "", "a quarter of an hour"]
        write(app, "what", ", slowly")
        await place.press("2")
        assert what(app) == "a quarter of an hour, slowly"


async def test_asking_my_therapist(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Asking puts a question on the agenda together with the change, and nothing of the draft stays."""
    keep(path, lambda vault: vault.assignments.add(WALK))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await opened(path, app, place, until)
        await place.press("1")
        write(app, "why", "my knee")
        app.screen.query_one(AdaptForm).fields["ask"].widget.focus()
        await place.press("space", "ctrl+s")
        assert isinstance(app.screen, HomeworkPlace)
        (item,) = await app.vault.read(lambda vault: vault.agenda.list())
        assert item.content == AgendaItem(
            text=(
                "I made this homework easier: walk. What do you think?\n"
                "How it goes now: a quarter of an hour\n"
                "Why: my knee"
            ),
            kind=AgendaKind.QUESTION,
        )
        assert (await record(place)).content.adaptations[0].ask
        assert "on the agenda" in place.notes[-1]
        assert await app.vault.read(lambda vault: vault.drafts.list()) == ()


async def test_nothing_said_changes_nothing(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A form without an answer isn't saved and leaves no draft."""
    keep(path, lambda vault: vault.assignments.add(WALK))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await opened(path, app, place, until)
        await place.press("ctrl+s")
        assert isinstance(app.screen, AdaptScreen)
        assert "Nothing is changed yet" in place.notes[-1]
        await place.press("escape")
        assert isinstance(app.screen, HomeworkPlace)
        assert (await record(place)).version == 1
        assert await app.vault.read(lambda vault: vault.drafts.list()) == ()


async def test_a_reason_alone_is_enough(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """With no new wording the instructions stay, and the reason is kept."""
    keep(path, lambda vault: vault.assignments.add(WALK))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await opened(path, app, place, until)
        write(app, "why", "not sure yet")
        await place.press("ctrl+s")
        kept = (await record(place)).content
        assert kept.instructions == "an hour"
        assert [change.why for change in kept.adaptations] == ["not sure yet"]


async def test_a_blank_says_nothing(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """New instructions of nothing but a blank don't wipe what there is to do."""
    keep(path, lambda vault: vault.assignments.add(WALK))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await opened(path, app, place, until)
        write(app, "what", " \n ")
        write(app, "why", " ")
        await place.press("ctrl+s")
        assert isinstance(app.screen, AdaptScreen)
        app.screen.query_one(AdaptForm).fields["change"].widget.focus()
        await place.press("3", "ctrl+s")
        assert isinstance(app.screen, HomeworkPlace)
        content = (await record(place)).content
        assert content.instructions == WALK.instructions
        assert [(one.what, one.why) for one in content.adaptations] == [("", "")]


async def test_left_and_gone_on_with(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """What was written stays as a draft when the form is left, and v goes on with it: one change comes of it."""
    before = Adaptation(on=ago(9), what="an hour", instructions="a day")
    keep(
        path,
        lambda vault: vault.assignments.add(Assignment(title="walk", instructions="an hour", adaptations=(before,))),
    )
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await opened(path, app, place, until)
        write(app, "what", "ten minutes")
        await place.press("escape")
        assert (await record(place)).version == 1
        await place.press("v")
        assert what(app) == "ten minutes"
        write(app, "why", "rain")
        await place.press("ctrl+s")
        kept = (await record(place)).content
        assert kept.instructions == "ten minutes"
        assert kept.adaptations == (
            before,
            Adaptation(on=TODAY, what="ten minutes", why="rain", instructions="an hour"),
        )
        assert await app.vault.read(lambda vault: vault.drafts.list()) == ()


async def test_locking_keeps_what_was_written(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """The lock keeps the change that was being written as a draft of the homework."""
    keep(path, lambda vault: vault.assignments.add(WALK))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await opened(path, app, place, until)
        write(app, "what", "ten minutes")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: not app.vault.is_open)
    again = journal_app(path)
    async with again.run_test(size=WIDE) as pilot:
        place = Place(again, pilot, settle)
        await opened(path, again, place, until)
        assert what(again) == "ten minutes"


async def test_removed_meanwhile(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Where the homework went to the trash meanwhile, the change can be saved as something new, with its question."""
    one = keep(path, lambda vault: vault.assignments.add(WALK))
    app = journal_app(path)
    async with app.run_test(size=WIDE) as pilot:
        place = Place(app, pilot, settle)
        await opened(path, app, place, until)
        write(app, "what", "ten minutes")
        app.screen.query_one(AdaptForm).fields["ask"].widget.focus()
        await place.press("space")
        await app.vault.write(lambda vault: vault.assignments.remove(one.id))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: place.screen == "ConfirmScreen")
        await place.press("tab", "enter")
        assert isinstance(app.screen, HomeworkPlace)
        assert (await record(place)).content.instructions == "ten minutes"
        assert len(await app.vault.read(lambda vault: vault.agenda.list())) == 1


async def test_what_is_asked_is_in_sight(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """However long the task and its safety notes are, the first question is on the screen, and so are the variants."""
    keep(path, lambda vault: vault.assignments.add(from_library("back-and-arms", 9)))
    app = journal_app(path)
    async with app.run_test(size=NARROW) as pilot:
        place = Place(app, pilot, settle)
        await place.open(until, "v")
        form = app.screen.query_one(AdaptForm)
        assert form.region.contains_region(form.fields["change"].widget.region)
        await place.press("1")
        assert form.region.contains_region(form.query_one(Lines).region)
