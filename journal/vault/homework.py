"""Homework in the file: assignments behind the gate of their stage, and the entries that belong to them."""

import datetime as dt
from collections.abc import Callable, Iterable, Set
from dataclasses import replace

from journal.clock import today as local_date
from journal.errors import BadInput
from journal.model.codec import to_json
from journal.model.entry import Outcome
from journal.model.homework import Adaptation, Assignment, Occasion, State, question_of, waits
from journal.model.records import Record
from journal.model.sensate_focus import Stage, StageAgreement, open_stages
from journal.model.session import AgendaItem
from journal.vault.connection import Connection
from journal.vault.position import date_of
from journal.vault.records import Records, contents


class Agreements(Records[StageAgreement]):
    """The stage agreements of a vault. One that is dated ahead was not made yet, so it is not kept.

    Where one is taken back or removed, open homework of its stage is paused with it, unless another one stands.
    """

    def __init__(self, connection: Connection, clock: Callable[[], dt.datetime]) -> None:
        super().__init__(connection, clock, StageAgreement)
        self._homework = Records(connection, clock, Assignment)

    def open_stages(self) -> frozenset[Stage]:
        """The stages whose exercises may be offered."""
        return open_stages(contents(self.list()))

    def edit(
        self, record_id: str, content: StageAgreement, *, from_draft: str = "", over: int | None = None
    ) -> Record[StageAgreement]:
        """Keeps a new version of an agreement."""
        with self._connection.atomic():
            record = super().edit(record_id, content, from_draft=from_draft, over=over)
            self._pause_what_waits()
        return record

    def remove(self, record_id: str) -> None:
        """Puts an agreement in the trash."""
        with self._connection.atomic():
            super().remove(record_id)
            self._pause_what_waits()

    def take_back(self, stage: Stage) -> None:
        """Takes every agreement that stands on a stage back, from today."""
        today = local_date(self._clock())
        with self._connection.atomic():
            for one in self.list():
                if one.content.stage is stage and one.content.withdrawn_on is None:
                    self.edit(one.id, replace(one.content, withdrawn_on=today))

    def pause_what_waits(self) -> int:
        """Pauses the open homework whose stage no agreement stands on, as after data came in, and says how much."""
        with self._connection.atomic():
            return self._pause_what_waits()

    def _pause_what_waits(self) -> int:
        stages, today = self.open_stages(), local_date(self._clock())
        waiting = [
            one for one in self._homework.list() if one.content.state is State.OPEN and waits(one.content, stages)
        ]
        for one in waiting:
            self._homework.edit(one.id, replace(one.content, state=State.PAUSED, state_since=today))
        return len(waiting)

    def _allow(self, content: StageAgreement, before: StageAgreement | None) -> None:
        # A date that is there already stays, whatever day it is where somebody has travelled since.
        dated_anew = before is None or content.agreed_on != before.agreed_on
        if dated_anew and content.agreed_on is not None and content.agreed_on > local_date(self._clock()):
            raise BadInput(
                "An agreement has the day on which you and your therapist made it, so it can't be dated ahead.",
                "Record it once it was made; until then an earlier stage is always there.",
            )


class Assignments(Records[Assignment]):
    """The assignments of a vault. None is kept at a stage that was not agreed.

    What is there already can be corrected, rested and moved to an earlier stage, but not adapted or taken up again.
    """

    def __init__(self, connection: Connection, clock: Callable[[], dt.datetime]) -> None:
        super().__init__(connection, clock, Assignment)
        self._agreements = Agreements(connection, clock)
        self._agenda = Records(connection, clock, AgendaItem)

    def open_stages(self) -> frozenset[Stage]:
        """The stages whose exercises may be offered."""
        return self._agreements.open_stages()

    def in_order(self) -> tuple[Record[Assignment], ...]:
        """Those that aren't in the trash: what is open first, then paused, finished and dropped, each the latest first.

        The latest is by the day it was assigned, or where it rests, by the day since when.
        """
        states = list(State)
        latest_first = sorted(self.list(), key=_latest, reverse=True)
        return tuple(sorted(latest_first, key=lambda one: states.index(one.content.state)))

    def add(self, content: Assignment, *, from_draft: str = "") -> Record[Assignment]:
        """Keeps a new assignment; a change in it that the therapist is to be asked about goes on the agenda with it."""
        with self._connection.atomic():
            record = super().add(content, from_draft=from_draft)
            self._ask_about(content, set())
        return record

    def edit(
        self, record_id: str, content: Assignment, *, from_draft: str = "", over: int | None = None
    ) -> Record[Assignment]:
        """Keeps a new version; a change in it that the therapist is to be asked about goes on the agenda with it.

        The state stays as it is: `set_state` changes it.
        """
        with self._connection.atomic():
            now = self.get(record_id).content
            content = replace(content, state=now.state, state_since=now.state_since)
            return self._change(record_id, content, from_draft=from_draft, over=over)

    def set_state(self, record_id: str, state: State, *, over: int | None = None) -> Record[Assignment]:
        """Says where an assignment stands from today on. Raises BadInput for one to open whose stage waits."""
        with self._connection.atomic():
            now = self.get(record_id)
            if state is now.content.state:
                return now
            content = replace(now.content, state=state, state_since=local_date(self._clock()))
            return self._change(record_id, content, over=over)

    def restore(self, record_id: str, version: int, *, over: int | None = None) -> Record[Assignment]:
        """Makes an earlier version the present one, with the state it had then, from today on where that is another."""
        with self._connection.atomic():
            now, content = self.get(record_id).content, self._version(record_id, version)
            since = now.state_since if now.state is content.state else local_date(self._clock())
            return self._change(record_id, replace(content, state_since=since), over=over)

    def _change(
        self, record_id: str, content: Assignment, *, from_draft: str = "", over: int | None = None
    ) -> Record[Assignment]:
        with self._connection.atomic():
            asks = any(change.ask for change in content.adaptations)
            versions = self.history(record_id) if asks else ()
            known = {change for one in versions for change in one.content.adaptations}
            record = super().edit(record_id, content, from_draft=from_draft, over=over)
            self._ask_about(content, known)
        return record

    def _ask_about(self, content: Assignment, known: Set[Adaptation]) -> None:
        # A version that comes back brings changes that were asked about when they were made.
        for change in content.adaptations:
            if change.ask and change not in known:
                self._agenda.add(question_of(content, change))

    def occasions(self, of: Iterable[str] | None = None) -> dict[str, tuple[Occasion, ...]]:
        """The entries of assignments that have some, by the id of the assignment, the latest first.

        Those of every assignment, or only those `of` the assignments with these ids.
        """
        only = "" if of is None else "AND label.value IN (SELECT value FROM json_each(?))"
        rows = self._connection.rows(
            f"""
            SELECT label.value, entry.id, entry.position, entry.facts ->> 'outcome'
            FROM entry_label AS label
            JOIN entry ON entry.position = label.position
            WHERE label.name = 'assignment' {only}
            ORDER BY label.value, label.position DESC
            """,
            () if of is None else (to_json(list(of)),),
        )
        found: dict[str, list[Occasion]] = {}
        for assignment, entry, position, outcome in rows:
            one = Occasion(entry, date_of(position), Outcome.of(outcome) if outcome else None)
            found.setdefault(assignment, []).append(one)
        return {assignment: tuple(occasions) for assignment, occasions in found.items()}

    def of_session(self, session_id: str) -> tuple[Record[Assignment], ...]:
        """What was assigned in a session."""
        return tuple(one for one in self.list() if one.content.session == session_id)

    def _allow(self, content: Assignment, before: Assignment | None) -> None:
        if before is None or _goes_further(content, before):
            self._ask_at_gate(content)

    def _allow_back(self, content: Assignment) -> Assignment:
        if content.state is State.OPEN:
            self._ask_at_gate(content)
        return content

    def _ask_at_gate(self, content: Assignment) -> None:
        if content.gates and (why := waits(content, self.open_stages())):
            raise BadInput(why, "Record the agreement with its date first.")


def _latest(assignment: Record[Assignment]) -> tuple[dt.date, str]:
    content = assignment.content
    rested = content.state_since if content.state is not State.OPEN else None
    return rested or content.assigned_on or local_date(assignment.created), assignment.id


def _goes_further(content: Assignment, before: Assignment) -> bool:
    """Whether a change goes to a later stage, adapts a task or takes it up again; resting and stepping back may be."""
    later = content.gates[-1:] > before.gates[-1:]
    adapted = len(content.adaptations) > len(before.adaptations)
    return later or adapted or (content.state is State.OPEN and before.state is not State.OPEN)
