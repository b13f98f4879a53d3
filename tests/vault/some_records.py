"""Two different contents for each type of record, invented, for tests that go through all of them."""

import datetime as dt

from journal.model.entry import Ending, Kind
from journal.model.exercise import Exercise
from journal.model.goal import Goal, GoalProgress
from journal.model.homework import Adaptation, Assignment, Change
from journal.model.measures import Frequency, Gad7, OutsideScore, OwnScale
from journal.model.records import CONTENTS, Content
from journal.model.sensate_focus import RuleSet, Stage, StageAgreement, Talk
from journal.model.session import AgendaItem, AgendaKind, Pace, TherapySession
from journal.model.shared_copy import Shared, SharedCopy
from journal.model.sharing import Audience
from journal.model.timer import Pause, Practice
from tests.conftest import NOW
from tests.making import DAY

PAIRS: dict[type[Content], tuple[Content, Content]] = {
    Assignment: (
        Assignment(title="Back and arms", kind=Kind.SENSATE_FOCUS, rules=RuleSet(talk=Talk.SILENT), assigned_on=DAY),
        Assignment(
            title="Back and arms, clothed",
            adaptations=(Adaptation(on=DAY, change=Change.EASIER, why="tired", instructions="as before"),),
        ),
    ),
    StageAgreement: (
        StageAgreement(stage=Stage.GENITALS_INCLUDED, agreed_on=DAY),
        StageAgreement(stage=Stage.GENITALS_INCLUDED, agreed_on=DAY, withdrawn_on=DAY, note="for a while"),
    ),
    TherapySession: (
        TherapySession(date=DAY, time=dt.time(17, 30), attended=("Alex",)),
        TherapySession(date=DAY, notes="what stayed", pace=Pace.ABOUT_RIGHT),
    ),
    AgendaItem: (AgendaItem(text="stay at this stage?", kind=AgendaKind.QUESTION), AgendaItem(text="slower", top=True)),
    Goal: (Goal(wording="less pressure", baseline=0), Goal(wording="less pressure", baseline=3)),
    GoalProgress: (GoalProgress(goal="0190-goal", date=DAY, value=0), GoalProgress(goal="0190-goal", value=4)),
    OwnScale: (OwnScale(name="Ease", highest=5), OwnScale(name="Ease", highest=5, low_word="none")),
    OutsideScore: (OutsideScore(name="A sheet", number="24"), OutsideScore(name="A sheet", number="22,5")),
    Gad7: (Gad7(date=DAY, nervous=Frequency.NOT_AT_ALL), Gad7(date=DAY, nervous=Frequency.SEVERAL_DAYS)),
    Exercise: (Exercise(title="Walk", steps="Go out.\nCome back."), Exercise(title="Walk", minutes=10)),
    Practice: (
        Practice(turns=2, started=NOW),
        Practice(turns=2, started=NOW, pauses=(Pause(since=NOW, until=NOW),), stopped_at=NOW, ending=Ending.STOP_WORD),
    ),
    SharedCopy: (
        SharedCopy(what=Shared.SUMMARY, audience=Audience.JOINT, format="md", place="/invented/summary.md"),
        SharedCopy(what=Shared.SUMMARY, audience=Audience.JOINT, format="md", place="/invented/summary.md", gone=DAY),
    ),
}
assert set(PAIRS) == set(CONTENTS)
