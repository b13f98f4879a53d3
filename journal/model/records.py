"""What a journal holds beside entries: records of several types, all kept, drafted and exported in one way."""

import datetime as dt
from dataclasses import dataclass
from typing import Generic, TypeVar

from journal.model.exercise import Exercise
from journal.model.goal import Goal, GoalProgress
from journal.model.homework import Assignment
from journal.model.measures import Gad7, OutsideScore, OwnScale
from journal.model.sensate_focus import StageAgreement
from journal.model.session import AgendaItem, TherapySession
from journal.model.shared_copy import SharedCopy
from journal.model.timer import Practice

Content = (
    Assignment
    | StageAgreement
    | TherapySession
    | AgendaItem
    | Goal
    | GoalProgress
    | OwnScale
    | OutsideScore
    | Gad7
    | Exercise
    | Practice
    | SharedCopy
)
C = TypeVar("C", bound=Content)
C_co = TypeVar("C_co", bound=Content, covariant=True)

CONTENTS: tuple[type[Content], ...] = (
    Assignment, StageAgreement, TherapySession, AgendaItem, Goal, GoalProgress, OwnScale, OutsideScore, Gad7, Exercise,
    Practice, SharedCopy,
)  # fmt: skip

CONTENT_OF: dict[str, type[Content]] = {content.type: content for content in CONTENTS}


@dataclass(frozen=True, kw_only=True)
class Record(Generic[C_co]):
    """A record as it is kept. `id` is a UUIDv7; `version` counts saves from 1; `created` and `updated` are in UTC."""

    id: str
    version: int
    created: dt.datetime
    updated: dt.datetime
    content: C_co
