"""The trash: looking into it, putting back, and deleting for good."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Button

from journal.errors import NotFound
from journal.model.dates import When
from journal.model.entry import EntryContent, Reflection
from journal.model.homework import Assignment, State
from journal.model.records import CONTENTS, Content
from journal.model.sensate_focus import Stage, StageAgreement
from journal.model.shared_copy import SharedCopy
from journal.safety.text import UNSAFE
from journal.tui.app import JournalApp
from journal.tui.places import PLACES
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.journal.place import JournalPlace
from journal.tui.screens.trash import TrashScreen
from journal.tui.widgets.page_view import PageView
from journal.tui.widgets.pick_list import PickList
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.hostile import HOSTILE_TEXTS
from tests.journals import new_vault
from tests.markers import marked_record
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.reading import SIZE, TODAY, Reader, days_ago, fill
from tests.vault.some_records import PAIRS


def reflection(topic: str, days: int = 0) -> EntryContent:
    """A reflection with a topic."""
    return EntryContent(when=days_ago(days), details=Reflection(), topic=topic, text=f"words of {topic}")


def titles(app: JournalApp) -> list[str]:
    """The titles of what is in the trash, as they are listed."""
    return [pick.title for pick in app.screen.query_one(PickList).picks]


def chosen_title(app: JournalApp) -> str | None:
    """The title under the cursor; None where there is nothing."""
    pick = app.screen.query_one(PickList).highlighted
    return pick.title if pick else None


def page(app: JournalApp) -> str:
    """What is in the pane."""
    return app.screen.query_one(PageView).shown_text


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
        topics = {chosen_title(app)}
        await reader.press("down")
        assert topics | {chosen_title(app)} == {"older", "middle"}
        assert f"words of {chosen_title(app)}" in page(app)
        assert reader.said("#said") == "Put here Sun 17 May 2026, 18:30"
        await reader.press("u")
        assert len(titles(app)) == 1
        await reader.press("enter")
        assert titles(app) == []
        assert "The trash is empty" in reader.said("#empty")
        await reader.press("escape")
        assert reader.said("#count") == "3 entries"
        assert [entry.content.topic for entry in await reader.vault()] == ["newest", "middle", "older"]


async def test_deleting_for_good(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """A question says what deleting can't undo and can't promise; only its second answer deletes, history and all."""
    made = fill(path, reflection("one", 2), reflection("two", 1))
    vault = Vault.open(path, PASSPHRASE)
    for entry in made:
        vault.entries.edit(entry.id, reflection(entry.content.topic + " again"))
        vault.entries.move_to_trash(entry.id)
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("t")
        topic, chosen = chosen_title(app), app.screen.query_one(PickList).highlighted
        assert chosen is not None
        for refusal in ("escape", "enter"):
            await reader.press("x")
            assert isinstance(app.screen, ConfirmScreen)
            question = app.export_screenshot().replace("&#160;", " ")
            assert "undone" in question and "backups" in question and "copies" in question
            assert isinstance(app.focused, Button) and app.focused.id == "no"
            await reader.press(refusal)
            assert len(titles(app)) == 2
        await reader.press("x", "tab", "enter")
        assert isinstance(app.screen, TrashScreen)
        assert len(titles(app)) == 1
        assert chosen_title(app) != topic
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
    """A trash of hundreds can be gone through to its end, and the cursor stays near where it was."""
    count = 500
    made = fill(path, *(reflection(f"number {number}", number) for number in range(count)))
    vault = Vault.open(path, PASSPHRASE)
    with vault.atomic():
        for entry in made:
            vault.entries.move_to_trash(entry.id)
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("t", "end")
        assert app.screen.query_one(PickList).cursor == count - 1
        assert f"words of {chosen_title(app)}" in page(app)
        await reader.press("u")
        assert len(titles(app)) == count - 1
        assert app.screen.query_one(PickList).cursor == count - 2


async def test_masked_titles_are_masked_here_too(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """With titles masked, the trash shows none either."""
    fill(path, EntryContent(when=When(TODAY), details=Reflection(), topic="quiet words"))
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("m", "d", "t")
        assert isinstance(app.screen, TrashScreen)
        assert titles(app) == ["·····"] and "quiet words" not in page(app)
        await reader.press("tab")
        assert "quiet words" in page(app)


def remove_one_of_each(path: Path) -> dict[type[Content], str]:
    """A journal in which a record of every type was removed, and an entry; the ids of the records by type."""
    seconds = iter(range(10_000))
    vault = new_vault(path, clock=lambda: NOW.replace(second=next(seconds) % 60))
    ids = {kind: vault.records_of(kind).add(PAIRS[kind][0]).id for kind in CONTENTS}
    for kind, record_id in ids.items():
        vault.records_of(kind).remove(record_id)
    vault.entries.move_to_trash(vault.entries.add(reflection("a walk")).id)
    vault.close()
    return ids


async def test_everything_that_was_removed_is_there(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Entries and records of every type are in one list, the latest first, and each can be read and put back."""
    ids = remove_one_of_each(path)
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("t")
        assert len(titles(app)) == len(CONTENTS) + 1
        assert (titles(app)[0], titles(app)[-1]) == ("a walk", "Back and arms")
        assert app.screen.query_one(PickList).picks[-1].aside == "Homework"
        await reader.press("end")
        assert "Talk: silent" in page(app)
        assert "Saved Sun 17 May 2026" in page(app)
        await reader.press("home", *["u"] * (len(CONTENTS) + 1))
        assert "The trash is empty" in reader.said("#empty")

        def all_there(vault: Vault) -> bool:
            return all(vault.records_of(kind).get(record_id).content for kind, record_id in ids.items())

        assert await app.vault.read(all_there)


# Nothing moves a line of the ledger to the trash.
@pytest.mark.parametrize("kind", [kind for kind in CONTENTS if kind is not SharedCopy], ids=lambda kind: kind.type)
async def test_a_removed_record_can_be_read_whole(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, kind: type[Content]
) -> None:
    """Every answer is on its page, and what stands in its list is safe to draw; masked, neither has a word of it."""
    content, markers = marked_record(kind)
    vault = new_vault(path, clock=lambda: NOW)
    vault.records_of(kind).remove(vault.records_of(kind).add(content).id)
    vault.close()
    ids = {"exercise", "session", "entry", "goal", "assignment", "draft"}  # what links to other things is no text
    shown = {word for name, word in markers.items() if name not in ids and not name.startswith("adaptations")}
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("t")
        text = page(app).replace("\n", "").replace(" ", "")
        assert {word for word in shown if word not in text} == set()
        await reader.press("escape", "m", "t")
        text = page(app).replace("\n", "").replace(" ", "") + "".join(titles(app))
        assert {word for word in markers.values() if word in text} == set()


async def test_a_record_is_deleted_for_good(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """After the question, a record and its versions are nowhere in the journal."""
    vault = new_vault(path, clock=lambda: NOW)
    gone = vault.assignments.add(Assignment(title="one")).id
    vault.assignments.edit(gone, Assignment(title="two"))
    vault.assignments.remove(gone)
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("t", "x")
        assert isinstance(app.screen, ConfirmScreen)
        await reader.press("tab", "enter")
        assert "The trash is empty" in reader.said("#empty")
        assert await app.vault.read(lambda vault: vault.record_trash.list()) == ()


async def test_homework_waits_in_the_trash_for_its_agreement(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait
) -> None:
    """Open homework of a stage that was taken back stays in the trash, and it is said what it waits for."""
    vault = new_vault(path, clock=lambda: NOW)
    agreement = vault.agreements.add(StageAgreement(stage=Stage.GENITALS_INCLUDED, agreed_on=TODAY)).id
    for state in (State.OPEN, State.DROPPED):
        homework = Assignment(title=state.label, stage=Stage.GENITALS_INCLUDED, state=state)
        kept = vault.assignments.add(replace(homework, state=State.OPEN)).id
        vault.assignments.set_state(kept, state)
        vault.assignments.remove(kept)
    vault.agreements.edit(agreement, StageAgreement(stage=Stage.GENITALS_INCLUDED))
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("t")
        for _ in range(2):
            if chosen_title(app) == "dropped":
                await reader.press("u")
            await reader.press("down")
        await reader.press("u")
        assert titles(app) == ["open"]
        assert "Stage 2 waits until you and your therapist have agreed on it." in reader.notes[-1]


async def test_hostile_titles_do_no_harm(path: Path, journal_app: MakeApp, settle: Settle, until: Wait) -> None:
    """Whatever stands in a removed record, one line of the list and its page are drawn safely."""
    vault = new_vault(path, clock=lambda: NOW)
    with vault.atomic():
        for text in HOSTILE_TEXTS:
            vault.assignments.remove(vault.assignments.add(Assignment(title=text, instructions=text)).id)
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=(80, 24)) as pilot:
        reader = Reader(app, pilot, settle)
        await reader.open(until)
        await reader.press("t")
        for _ in HOSTILE_TEXTS:
            drawn = page(app) + "".join(titles(app))
            assert not UNSAFE.search(drawn.replace("\n", ""))
            await reader.press("down")


@pytest.mark.parametrize("place", [place.key for place in PLACES])
async def test_the_trash_opens_from_every_place(app: JournalApp, settle: Settle, until: Wait, place: str) -> None:
    """One key, which the help page names, and the list of commands has it too."""
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.current_mode == "today")
        await settle(pilot)
        await pilot.press(place)
        await settle(pilot)
        assert "Show the trash" in [command.title for command in app.get_system_commands(app.screen)]
        before = app.screen
        await pilot.press("T")
        await settle(pilot)
        assert isinstance(app.screen, TrashScreen)
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen is before
