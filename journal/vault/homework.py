"""Homework in the file: assignments behind the gate of their stage, and the entries that belong to them."""

import datetime as dt
from collections.abc import Callable

from journal.errors import BadInput
from journal.model.entry import Outcome
from journal.model.homework import Assignment, Occasion, State
from journal.model.records import Record
from journal.model.sensate_focus import Stage, StageAgreement, open_stages
from journal.vault.connection import Connection
from journal.vault.position import date_of
from journal.vault.records import Records, contents


class Assignments(Records[Assignment]):
    """The assignments of a vault. None is kept at a stage that was not agreed; what is there already can be changed."""

    def __init__(self, connection: Connection, clock: Callable[[], dt.datetime]) -> None:
        super().__init__(connection, clock, Assignment)
        self._agreements: Records[StageAgreement] = Records(connection, clock, StageAgreement)

    def open_stages(self) -> frozenset[Stage]:
        """The stages whose exercises may be offered."""
        return open_stages(contents(self._agreements.list()))

    def occasions(self) -> dict[str, tuple[Occasion, ...]]:
        """The entries of every assignment that has some, by the id of the assignment, the latest first."""
        rows = self._connection.rows(
            """
            SELECT label.value, entry.id, entry.position, entry.facts ->> 'outcome'
            FROM entry_label AS label
            JOIN entry ON entry.position = label.position
            WHERE label.name = 'assignment'
            ORDER BY label.value, label.position DESC
            """
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
        if before is not None and not _goes_further(content, before):
            return
        if content.gate is not None and content.gate not in self.open_stages():
            raise BadInput(
                f"Stage {content.gate.value} waits until you and your therapist have agreed on it.",
                "Record the agreement with its date first; an earlier stage is always there.",
            )


def _goes_further(content: Assignment, before: Assignment) -> bool:
    """Whether a change goes to a later stage or takes a task up again; staying, resting and stepping back may."""
    later = content.stage is not None and (before.stage is None or content.stage > before.stage)
    return later or (content.state is State.OPEN and before.state is not State.OPEN)
