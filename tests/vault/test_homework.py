"""Homework in the file: its entries, its sessions, and the gate of its stage (see also tests/property/test_gate.py)."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from journal.errors import BadInput
from journal.model.dates import When
from journal.model.entry import EntryContent, Outcome, Reflection, SensateFocus
from journal.model.homework import Adaptation, Assignment, Change, Occasion, State, adapted, shown
from journal.model.sensate_focus import Stage, StageAgreement
from journal.model.session import TherapySession
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.journals import new_vault
from tests.making import DAY, made
from tests.zones import living_in

TODAY = NOW.date()
ONE_DAY = dt.timedelta(days=1)
TWO, THREE = Stage.GENITALS_INCLUDED, Stage.AGREED_CLOSENESS


def agreed(vault: Vault, stage: Stage = TWO, on: dt.date = TODAY) -> str:
    """Records an agreement and returns its id."""
    return vault.agreements.add(StageAgreement(stage=stage, agreed_on=on)).id


def test_entries_of_homework(vault: Vault) -> None:
    """Every assignment has its own entries with their days and outcomes, the latest first; those without have none."""
    homework, other = (vault.assignments.add(Assignment(title=title)).id for title in ("one", "two"))
    first = vault.entries.add(made("x", date=DAY, outcome=Outcome.TRIED, assignment=homework)).id
    later = vault.entries.add(made("x", date=DAY + ONE_DAY, assignment=homework)).id
    same_day = vault.entries.add(made("x", date=DAY, time=dt.time(21), outcome=Outcome.DONE, assignment=homework)).id
    vault.entries.add(made("x", date=DAY))
    assert vault.assignments.occasions() == {
        homework: (
            Occasion(later, DAY + ONE_DAY, None),
            Occasion(same_day, DAY, Outcome.DONE),
            Occasion(first, DAY, Outcome.TRIED),
        )
    }
    vault.entries.edit(first, made("x", date=DAY, assignment=other))
    assert [one.entry for one in vault.assignments.occasions()[other]] == [first]


def test_entries_outlive_their_homework(vault: Vault) -> None:
    """Removed homework takes no entry along, and finds its entries again when it is put back."""
    homework = vault.assignments.add(Assignment(title="one")).id
    entry = vault.entries.add(made("x", assignment=homework))
    vault.assignments.remove(homework)
    assert vault.entries.get(entry.id) == entry
    vault.record_trash.put_back(homework)
    assert [one.entry for one in vault.assignments.occasions()[homework]] == [entry.id]
    vault.assignments.remove(homework)
    vault.record_trash.purge(homework)
    assert vault.entries.get(entry.id) == entry


def test_what_a_session_assigned(vault: Vault) -> None:
    """The homework of a session is what names it."""
    session, other = (vault.sessions.add(TherapySession(date=DAY)).id for _ in range(2))
    one = vault.assignments.add(Assignment(title="one", session=session))
    vault.assignments.add(Assignment(title="two", session=other))
    vault.assignments.add(Assignment(title="three"))
    four = vault.assignments.add(Assignment(title="four", session=session))
    assert {found.id: found for found in vault.assignments.of_session(session)} == {one.id: one, four.id: four}
    assert vault.assignments.of_session("nowhere") == ()


@pytest.mark.parametrize("stage", [TWO, THREE])
def test_the_gate(vault: Vault, stage: Stage) -> None:
    """Homework of a later stage is refused before its agreement, with what to do, and kept after it."""
    assignment = Assignment(title="kjzq", stage=stage)
    draft = vault.drafts.save(assignment)
    with pytest.raises(BadInput) as problem:
        vault.assignments.add(assignment, from_draft=draft.id)
    assert problem.value.message == (
        f"Stage {stage.value} waits until you and your therapist have agreed on it. An earlier stage is always there."
    )
    assert "kjzq" not in problem.value.message + problem.value.hint
    assert vault.assignments.list() == () and vault.drafts.list() == (draft,)
    agreed(vault, stage)
    assert vault.assignments.add(assignment).content == assignment


@pytest.mark.parametrize("stage", [None, Stage.PREPARATION, Stage.NON_SEXUAL])
def test_what_needs_no_agreement(vault: Vault, stage: Stage | None) -> None:
    """The first stages, and homework without a stage, are always kept, changed and taken up again."""
    record = vault.assignments.add(Assignment(stage=stage, state=State.FINISHED))
    assert vault.assignments.edit(record.id, Assignment(stage=stage, title="x")).version == 2
    assert vault.assignments.set_state(record.id, State.OPEN).content.state is State.OPEN


def test_a_form_has_no_say_in_the_state(vault: Vault) -> None:
    """What is saved over homework that was finished meanwhile changes its words, and leaves it finished."""
    record = vault.assignments.add(Assignment(title="x"))
    finished = vault.assignments.set_state(record.id, State.FINISHED)
    assert finished.content == Assignment(title="x", state=State.FINISHED, state_since=TODAY)
    assert vault.assignments.set_state(record.id, State.FINISHED) == finished
    saved = vault.assignments.edit(record.id, replace(record.content, title="y"))
    assert saved.content == replace(finished.content, title="y")
    assert vault.assignments.restore(record.id, 1).content == replace(record.content, state_since=TODAY)


def test_an_agreement_opens_its_own_stage(vault: Vault) -> None:
    """What was agreed on one stage says nothing of another."""
    agreed(vault, THREE)
    assert vault.assignments.open_stages() == {Stage.PREPARATION, Stage.NON_SEXUAL, THREE}
    with pytest.raises(BadInput):
        vault.assignments.add(Assignment(stage=TWO))


@pytest.mark.parametrize("way", ["withdrawn", "removed", "undated"])
def test_an_agreement_that_is_none_any_more(vault: Vault, way: str) -> None:
    """Taken back, removed or without its date it opens nothing; open homework of its stage rests."""
    agreement = agreed(vault)
    homework = vault.assignments.add(Assignment(stage=TWO))
    content = vault.agreements.get(agreement).content
    match way:
        case "withdrawn":
            vault.agreements.edit(agreement, replace(content, withdrawn_on=TODAY))
        case "removed":
            vault.agreements.remove(agreement)
        case "undated":
            vault.agreements.edit(agreement, replace(content, agreed_on=None))
    assert TWO not in vault.assignments.open_stages()
    with pytest.raises(BadInput):
        vault.assignments.add(Assignment(stage=TWO))
    resting = vault.assignments.get(homework.id).content
    assert resting == replace(homework.content, state=State.PAUSED, state_since=TODAY)
    renamed = vault.assignments.edit(homework.id, replace(resting, title="another"))
    with pytest.raises(BadInput):
        vault.assignments.set_state(homework.id, State.OPEN)
    vault.assignments.edit(homework.id, replace(renamed.content, stage=Stage.NON_SEXUAL))
    assert vault.assignments.set_state(homework.id, State.OPEN).content.state is State.OPEN


def test_an_exercise_keeps_its_gate_at_another_stage(vault: Vault) -> None:
    """An exercise of stage 2 can be noted at stage 1, and is folded away all the same once stage 2 is taken back."""
    agreed(vault)
    homework = vault.assignments.add(Assignment(stage=TWO, exercise="all-areas-no-aim", exercise_gate=TWO))
    vault.agreements.take_back(TWO)
    back = vault.assignments.edit(homework.id, replace(homework.content, stage=Stage.NON_SEXUAL))
    assert back.content.stage is Stage.NON_SEXUAL and back.content.state is State.PAUSED
    assert shown(replace(back.content, instructions="x"), vault.assignments.open_stages()).instructions == ""
    for refused in (back.content, replace(back.content, state=State.OPEN, stage=None)):
        with pytest.raises(BadInput):
            vault.assignments.add(refused)
    with pytest.raises(BadInput):
        vault.assignments.set_state(homework.id, State.OPEN)


def test_the_trash_is_no_way_past_the_gate(vault: Vault) -> None:
    """Open homework stays in the trash while its stage waits; what rests comes back, and all does once it is agreed."""
    agreement = agreed(vault)
    open_, resting = (
        vault.assignments.add(Assignment(stage=TWO, state=state)).id for state in (State.OPEN, State.FINISHED)
    )
    for record_id in (open_, resting):
        vault.assignments.remove(record_id)
    vault.agreements.remove(agreement)
    vault.record_trash.put_back(resting)
    with pytest.raises(BadInput):
        vault.record_trash.put_back(open_)
    assert {removed.record.id for removed in vault.record_trash.list()} == {agreement, open_}
    vault.record_trash.put_back(agreement)
    assert vault.record_trash.put_back(open_) == vault.assignments.get(open_)


def test_what_was_practised_is_never_refused(vault: Vault) -> None:
    """The gate is on homework: an entry tells what happened at any stage."""
    for stage in Stage:
        vault.entries.add(EntryContent(when=When(DAY), details=SensateFocus(stage=stage)))
    assert vault.entries.count() == 4


def test_no_agreement_is_dated_ahead(vault: Vault) -> None:
    """An agreement has the day it was made on: today or before. Of one dated ahead only the draft is kept."""
    ahead = StageAgreement(stage=TWO, agreed_on=TODAY + ONE_DAY)
    draft = vault.drafts.save(ahead)
    with pytest.raises(BadInput, match="can't be dated ahead"):
        vault.agreements.add(ahead, from_draft=draft.id)
    agreement = agreed(vault)
    with pytest.raises(BadInput, match="can't be dated ahead"):
        vault.agreements.edit(agreement, ahead)
    assert vault.agreements.get(agreement).version == 1
    assert vault.drafts.list() == (draft,)
    assert agreed(vault, THREE, dt.date(2020, 1, 1))


def test_the_day_of_an_agreement_is_that_of_the_person(path: Path) -> None:
    """Today is the local date; an agreement made east of here is no less one, and can be changed here."""
    late = dt.datetime(2026, 5, 17, 23, 30, tzinfo=dt.UTC)
    vault = new_vault(path, clock=lambda: late)
    tomorrow = dt.date(2026, 5, 18)
    with living_in("Asia/Kolkata"):
        agreement = agreed(vault, TWO, tomorrow)
    with living_in("America/New_York"):
        with pytest.raises(BadInput):
            agreed(vault, THREE, tomorrow)
        assert TWO in vault.assignments.open_stages()
        content = vault.agreements.get(agreement).content
        assert vault.agreements.edit(agreement, replace(content, note="more")).content.agreed_on == tomorrow
    vault.close()


def test_reflections_need_no_homework(vault: Vault) -> None:
    """An entry that belongs to no homework is no occasion of any."""
    vault.entries.add(EntryContent(when=When(DAY), details=Reflection(mood="calm")))
    assert vault.assignments.occasions() == {}


@pytest.mark.parametrize("new", [True, False])
def test_a_change_to_ask_about(vault: Vault, new: bool) -> None:
    """It puts one question on the agenda with it, whatever form saved it, and a later change of the rest puts none."""
    homework = Assignment(title="walk", instructions="an hour")
    change = Adaptation(on=TODAY, change=Change.EASIER, what="ten minutes", why="tired", ask=True)
    if new:
        record = vault.assignments.add(adapted(homework, change))
    else:
        record = vault.assignments.edit(vault.assignments.add(homework).id, adapted(homework, change))
    assert [line.text for line in vault.agenda.open_items()] == [
        "I made this homework easier: walk. What do you think?\nHow it goes now: ten minutes\nWhy: tired"
    ]
    vault.assignments.edit(record.id, replace(record.content, title="stroll"))
    quiet = replace(change, ask=False)
    vault.assignments.edit(record.id, adapted(record.content, quiet))
    assert len(vault.agenda.open_items()) == 1


def test_a_version_that_comes_back_asks_nothing_again(vault: Vault) -> None:
    """A change to ask the therapist about is asked about once, however often its version is left and restored."""
    homework = Assignment(title="walk", instructions="an hour")
    change = Adaptation(on=TODAY, change=Change.EASIER, what="ten minutes", ask=True)
    easier = adapted(homework, change)
    record = vault.assignments.edit(vault.assignments.add(homework).id, easier)
    vault.assignments.edit(record.id, homework)
    vault.assignments.edit(record.id, easier)
    assert len(vault.agenda.list()) == 1
    vault.assignments.edit(record.id, homework)
    vault.assignments.edit(record.id, adapted(homework, replace(change, what="on the spot")))
    assert len(vault.agenda.list()) == 2
