"""The gate of stages 2 and 3, under any order of agreements, changes of mind, homework and what becomes of it."""

import datetime as dt
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)

from journal.errors import BadInput
from journal.library import library
from journal.library.shelf import Shelf
from journal.model.codec import record_to_document, to_document, to_json
from journal.model.dates import When
from journal.model.homework import (
    STEPS,
    Adaptation,
    Assignment,
    State,
    adapted,
    assignment_of,
    prefilled,
    shown,
)
from journal.model.sensate_focus import UNGATED, Stage, StageAgreement
from tests.conftest import NOW
from tests.examples import few
from tests.journals import new_vault

TODAY = NOW.date()
MARKER = "zanthoxylum"
GATED = tuple(stage for stage in Stage if stage not in UNGATED)
stages = st.none() | st.sampled_from(Stage)


class Gate(RuleBasedStateMachine):
    """A journal in which anything is tried; the agreements in force are kept beside it, to know what it may do."""

    agreements = Bundle("agreements")
    assignments = Bundle("assignments")

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.vault = new_vault(self.folder / "journal.db", clock=lambda: NOW)
        self.in_force: dict[str, Stage] = {}  # by the id of the agreement

    def teardown(self) -> None:
        self.vault.close()
        shutil.rmtree(self.folder)

    @property
    def open_stages(self) -> set[Stage]:
        return {*UNGATED, *self.in_force.values()}

    def may(self, *gates: Stage | None) -> bool:
        return self.open_stages.issuperset(filter(None, gates))

    # Agreements

    @rule(target=agreements, stage=st.sampled_from(Stage), days_ago=st.integers(0, 400))
    def agree(self, stage: Stage, days_ago: int) -> str:
        agreed_on = TODAY - dt.timedelta(days=days_ago)
        record = self.vault.agreements.add(StageAgreement(stage=stage, agreed_on=agreed_on))
        self.in_force[record.id] = stage
        return record.id

    @rule(stage=st.sampled_from(Stage), days=st.integers(1, 400))
    def agree_ahead(self, stage: Stage, days: int) -> None:
        with pytest.raises(BadInput):
            self.vault.agreements.add(StageAgreement(stage=stage, agreed_on=TODAY + dt.timedelta(days=days)))

    @rule(target=agreements, stage=st.sampled_from(GATED))
    def begin_an_agreement(self, stage: Stage) -> str:
        """Without its date it isn't one yet."""
        return self.vault.agreements.add(StageAgreement(stage=stage)).id

    @rule(agreement=agreements)
    def withdraw(self, agreement: str) -> None:
        content = self.vault.agreements.get(agreement).content
        self.vault.agreements.edit(agreement, replace(content, withdrawn_on=TODAY))
        self.in_force.pop(agreement, None)

    @rule(agreement=agreements)
    def agree_again(self, agreement: str) -> None:
        content = self.vault.agreements.get(agreement).content
        agreed = replace(content, withdrawn_on=None, agreed_on=TODAY)
        self.vault.agreements.edit(agreement, agreed)
        assert agreed.stage is not None
        self.in_force[agreement] = agreed.stage

    @rule(agreement=consumes(agreements))
    def remove_agreement(self, agreement: str) -> None:
        self.vault.agreements.remove(agreement)
        self.in_force.pop(agreement, None)

    # Homework

    @rule(target=assignments, stage=st.none() | st.sampled_from(sorted(UNGATED)), state=st.sampled_from(State))
    def assign_below_the_gate(self, stage: Stage | None, state: State) -> str:
        return self.vault.assignments.add(Assignment(title="x", stage=stage, state=state)).id

    @rule(target=assignments, stage=st.sampled_from(GATED), state=st.sampled_from(State))
    def assign_at_the_gate(self, stage: Stage, state: State) -> str:
        """Refused while the stage is closed; then the two agree on it, and it is kept."""
        assignment = Assignment(title="x", stage=stage, state=state)
        if not self.may(stage):
            before = self.vault.assignments.list()
            with pytest.raises(BadInput, match=f"Stage {stage.value} waits"):
                self.vault.assignments.add(assignment)
            assert self.vault.assignments.list() == before
            agreement = self.agree(stage, 0)
            kept = self.vault.assignments.add(assignment)
            assert self.vault.assignments.get(kept.id).content == assignment
            self.withdraw(agreement)
        else:
            kept = self.vault.assignments.add(assignment)
            assert self.vault.assignments.get(kept.id).content == assignment
        return kept.id

    @rule(target=assignments, place=st.integers(0, 10_000))
    def assign_from_the_library(self, place: int) -> str:
        """Whatever the library offers can be assigned, and it offers nothing that waits."""
        shelf = Shelf(stages=self.vault.assignments.open_stages())
        offered = shelf.find()
        one = offered[place % len(offered)]
        assert self.may(one.exercise.gate)
        return self.vault.assignments.add(assignment_of(one.exercise, one.id, TODAY)).id

    @rule(target=assignments, place=st.integers(0, 10_000), stage=stages)
    def assign_with_another_stage(self, place: int, stage: Stage | None) -> str | MultipleResults[str]:
        """The exercise keeps its gate at whatever stage it is noted; another stage adds its own."""
        id_, exercise = list(library().exercises.items())[place % len(library().exercises)]
        assignment = replace(assignment_of(exercise, id_, TODAY), stage=stage)
        if self.may(stage, exercise.gate):
            return self.vault.assignments.add(assignment).id
        with pytest.raises(BadInput):
            self.vault.assignments.add(assignment)
        return multiple()

    @rule(target=assignments, assignment=assignments)
    def duplicate(self, assignment: str) -> str | MultipleResults[str]:
        """A copy is a new assignment: it comes to be where its stage is open, and is refused where it isn't."""
        content = self.vault.assignments.get(assignment).content
        if self.may(content.stage, content.exercise_gate):
            return self.vault.assignments.add(content).id
        with pytest.raises(BadInput):
            self.vault.assignments.add(content)
        return multiple()

    @rule(assignment=assignments, stage=stages, state=st.sampled_from(State), title=st.sampled_from("abc"))
    def change(self, assignment: str, stage: Stage | None, state: State, title: str) -> None:
        """A change goes to a later stage only where that is open; the state is none of its matters."""
        before = self.vault.assignments.get(assignment).content
        after = replace(before, stage=stage, state=state, title=title)
        further = max([Stage.NON_SEXUAL, *after.gates]) > max([Stage.NON_SEXUAL, *before.gates])
        if further and not self.may(stage, before.exercise_gate):
            with pytest.raises(BadInput):
                self.vault.assignments.edit(assignment, after)
            assert self.vault.assignments.get(assignment).content == before
        else:
            kept = replace(after, state=before.state, state_since=before.state_since)
            assert self.vault.assignments.edit(assignment, after).content == kept

    @rule(assignment=assignments, data=st.data())
    def step_back(self, assignment: str, data: st.DataObject) -> None:
        """To an earlier stage, and to rest, there is always a way."""
        content = self.vault.assignments.get(assignment).content
        state = data.draw(st.sampled_from([State.PAUSED, State.FINISHED, State.DROPPED]))
        rested = self.vault.assignments.set_state(assignment, state).content
        since = content.state_since if content.state is state else TODAY
        assert rested == replace(content, state=state, state_since=since)
        if content.stage is not None:
            earlier = data.draw(st.sampled_from([stage for stage in Stage if stage <= content.stage]))
            back = replace(rested, stage=earlier)
            assert self.vault.assignments.edit(assignment, back).content == back

    @rule(assignment=assignments, data=st.data())
    def adapt(self, assignment: str, data: st.DataObject) -> None:
        """Homework is adapted where its stage is open, and on the way back to an earlier one; else it waits."""
        before = self.vault.assignments.get(assignment)
        back = data.draw(st.sampled_from([before.content.stage, *UNGATED]))
        eased = replace(adapted(before.content, Adaptation(on=TODAY, what="a smaller version")), stage=back)
        if self.may(eased.stage, eased.exercise_gate):
            assert self.vault.assignments.edit(assignment, eased).content == eased
        else:
            with pytest.raises(BadInput):
                self.vault.assignments.edit(assignment, eased)
            assert self.vault.assignments.get(assignment) == before

    @rule(assignment=assignments)
    def log(self, assignment: str) -> None:
        """What was done can always be written down, and what it begins with tells nothing of how it is done."""
        content = replace(self.vault.assignments.get(assignment).content, instructions=MARKER, easier=MARKER)
        entry = prefilled(content, assignment, When(TODAY, None))
        assert MARKER not in to_json(to_document(entry))
        assert self.vault.entries.add(entry).content.assignment == assignment

    @rule(assignment=assignments)
    def read(self, assignment: str) -> None:
        """How homework is done is read where its stage is open and only there; nothing else of it is folded away."""
        told = Assignment(instructions=MARKER, easier=MARKER, harder=MARKER)
        content = self.vault.assignments.get(assignment).content
        content = adapted(content, Adaptation(on=TODAY, what=MARKER, why="tired"))
        content = replace(content, **{name: getattr(told, name) for name in STEPS})
        seen = shown(content, self.vault.assignments.open_stages())
        if self.may(content.stage, content.exercise_gate):
            assert seen == content
        else:
            assert MARKER not in to_json(record_to_document(seen))
            assert (seen.title, seen.why, seen.adaptations[-1].why) == (content.title, content.why, "tired")
            assert MARKER not in replace(content, title="").heading

    @rule(assignment=assignments)
    def take_up_again(self, assignment: str) -> None:
        content = self.vault.assignments.get(assignment).content
        if content.state is State.OPEN or self.may(content.stage, content.exercise_gate):
            assert self.vault.assignments.set_state(assignment, State.OPEN).content.state is State.OPEN
        else:
            with pytest.raises(BadInput):
                self.vault.assignments.set_state(assignment, State.OPEN)
            assert self.vault.assignments.get(assignment).content == content

    @rule(assignment=assignments, place=st.integers(0, 10_000))
    def restore(self, assignment: str, place: int) -> None:
        """A version comes back with its state, unless it would open or go on to what waits."""
        records = self.vault.assignments
        versions = records.history(assignment)
        before, version = versions[0].content, versions[place % len(versions)]
        wanted = version.content
        further = max([Stage.NON_SEXUAL, *wanted.gates]) > max([Stage.NON_SEXUAL, *before.gates])
        taken_up = wanted.state is State.OPEN and before.state is not State.OPEN
        adapts = len(wanted.adaptations) > len(before.adaptations)
        if (further or taken_up or adapts) and not self.may(wanted.stage, wanted.exercise_gate):
            with pytest.raises(BadInput):
                records.restore(assignment, version.version)
            assert records.get(assignment).content == before
        else:
            since = before.state_since if before.state is wanted.state else TODAY
            assert records.restore(assignment, version.version).content == replace(wanted, state_since=since)

    @rule(assignment=assignments)
    def remove_and_put_back(self, assignment: str) -> None:
        """What rests comes back from the trash whatever its stage; what is open waits there for its agreement."""
        record = self.vault.assignments.get(assignment)
        self.vault.assignments.remove(assignment)
        gates = record.content.gates
        if record.content.state is State.OPEN and not self.may(*gates):
            with pytest.raises(BadInput):
                self.vault.record_trash.put_back(assignment)
            for gate in gates:
                self.agree(gate, 0)
        assert self.vault.record_trash.put_back(assignment) == record
        assert self.vault.assignments.get(assignment) == record

    @rule(assignment=consumes(assignments))
    def remove(self, assignment: str) -> None:
        self.vault.assignments.remove(assignment)

    # What always holds

    @invariant()
    def the_open_stages_are_those_agreed_on(self) -> None:
        """Nothing but an agreement in force opens a stage."""
        if hasattr(self, "vault"):
            assert self.vault.assignments.open_stages() == self.open_stages

    @invariant()
    def nothing_is_offered_that_waits(self) -> None:
        """The library shows and finds what is open, all of it, and nothing else."""
        if hasattr(self, "vault"):
            shelf = Shelf(stages=self.vault.assignments.open_stages())
            offered = {one.exercise.gate for one in shelf.find()}
            assert offered == {None, *self.open_stages} - UNGATED
            for stage in GATED:
                assert all(self.may(one.exercise.gate) for one in shelf.find(stage=stage))

    @invariant()
    def what_is_open_has_its_agreement(self) -> None:
        """Taking an agreement back leaves no open homework of its stage behind."""
        if hasattr(self, "vault"):
            contents = [one.content for one in self.vault.assignments.list() if one.content.state is State.OPEN]
            assert all(self.may(one.stage, one.exercise_gate) for one in contents)


TestGate = Gate.TestCase
TestGate.settings = settings(max_examples=few(10), stateful_step_count=30)
