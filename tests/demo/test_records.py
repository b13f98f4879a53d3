"""What is in the demo journals beside entries: homework, sessions, agendas, goals and measures, and how it belongs."""

import datetime as dt
import itertools
import zoneinfo
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from importlib import resources
from pathlib import Path
from typing import cast

import pytest

from journal.demo import DEMO_PASSPHRASE, Story, create, tables
from journal.library import library
from journal.library.words import OwnWords
from journal.model.dates import When
from journal.model.entry import Education, Entry, Kind, ResourceType, SensateFocus
from journal.model.fields import fields_of
from journal.model.homework import Adaptation, Assignment, Change, State, progress
from journal.model.rating import SCALE
from journal.model.records import CONTENT_OF, CONTENTS, Content
from journal.model.sensate_focus import UNGATED, Stage
from journal.model.session import AgendaKind, Pace, TherapySession
from journal.model.shared_copy import SharedCopy
from journal.model.sharing import Audience
from journal.model.timer import Practice
from journal.summary import Format, render
from journal.summary.build import build
from journal.vault.vault import Vault

TODAY = dt.date(2026, 5, 17)
ZONE = "Europe/Lisbon"
# A timer runs only while somebody practises, and no copy of the demo has left it.
WRITTEN = tuple(kind for kind in CONTENTS if kind not in (Practice, SharedCopy))


@pytest.fixture(scope="module")
def vaults(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Story, Vault]]:
    """The journal of each story, open."""
    opened = {}
    for story in Story:
        path = create(tmp_path_factory.mktemp(story.value), story, TODAY, ZONE)
        opened[story] = Vault.open(path, DEMO_PASSPHRASE, read_only=True)
    yield opened
    for vault in opened.values():
        vault.close()


@pytest.fixture(params=list(Story), ids=lambda story: story.value)
def vault(request: pytest.FixtureRequest, vaults: dict[Story, Vault]) -> Vault:
    """The journal of each story in turn."""
    return vaults[request.param]


@pytest.fixture
def couple(vaults: dict[Story, Vault]) -> Vault:
    """The journal of the couple."""
    return vaults[Story.COUPLE]


def practices(vault: Vault, assignment_id: str) -> list[Entry]:
    """The entries of an assignment, the latest first."""
    return [entry for entry in vault.entries.each() if entry.content.assignment == assignment_id]


def contents(vault: Vault, kind: type[Content]) -> list[Content]:
    """What the records of a type hold."""
    return [one.content for one in vault.records_of(kind).list()]


def everything(vaults: dict[Story, Vault], kind: type[Content]) -> list[Content]:
    """What the records of a type hold, in both stories."""
    return [content for vault in vaults.values() for content in contents(vault, kind)]


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.type)
def test_every_field_is_filled_somewhere(vaults: dict[Story, Vault], kind: type[Content]) -> None:
    """No field of a record of any type is without an example."""
    empty, record = kind(), cast(type, kind)
    for spec in fields(record):
        values = [getattr(content, spec.name) for content in everything(vaults, kind)]
        assert any(value != getattr(empty, spec.name) for value in values), spec.name


def test_numbers_are_within_their_range(vaults: dict[Story, Vault]) -> None:
    """No number in a record is beyond what its field takes, and no rating beyond its own scale."""
    for kind in WRITTEN:
        for content in everything(vaults, kind):
            for spec in fields_of(kind):
                value = getattr(content, spec.name)
                assert not isinstance(value, int) or 0 <= value <= spec.highest, (kind, spec.name)
    for vault in vaults.values():
        scales = vault.scales()
        for entry in vault.entries.each():
            for rating in entry.content.ratings:
                scale = scales.get(rating.scale)
                assert scale is not None and 0 <= rating.value <= scale.highest and rating.moment in scale.moments


def test_what_the_couple_has(couple: Vault) -> None:
    """Homework of all four kinds in every state, past sessions every two weeks and a next one, goals and measures."""
    assignments = [one.content for one in couple.assignments.list()]
    assert {one.kind for one in assignments} == set(Kind) - {Kind.REFLECTION}
    assert {one.state for one in assignments} == set(State)
    assert 3 <= sum(one.state is State.OPEN for one in assignments) <= 6
    assert sum(bool(one.adaptations) for one in assignments) >= 2
    assert sum(not one.exercise for one in assignments) >= 1
    past = [one.content.date for one in couple.sessions.past(When(TODAY))]
    assert len(past) == 9
    assert all(later and earlier and 6 <= (later - earlier).days <= 14 for later, earlier in itertools.pairwise(past))
    (ahead,) = couple.sessions.ahead(When(TODAY))
    assert ahead.content.date and 1 <= (ahead.content.date - TODAY).days <= 7
    assert {one.content.pace for one in couple.sessions.past(When(TODAY))} == set(Pace)
    assert len(couple.goals.list()) == 2
    assert all(
        len([p for p in couple.goal_progress.list() if p.content.goal == goal.id]) >= 5 for goal in couple.goals.list()
    )
    assert len(couple.gad7.list()) == 3 and all(one.content.score is not None for one in couple.gad7.list())
    assert len(couple.scores.list()) == 3 and all(one.content.value is not None for one in couple.scores.list())
    assert len(couple.own_exercises.list()) == len(couple.own_scales.list()) == 1
    assert len(couple.record_trash.list()) == 1


def test_what_the_solo_client_has(vaults: dict[Story, Vault]) -> None:
    """A smaller set of the same, without an agreement, so that the later stages are folded away."""
    solo = vaults[Story.SOLO]
    for kind in WRITTEN:
        assert bool(contents(solo, kind)) is (kind.type != "agreement"), kind.type
    assert solo.assignments.open_stages() == UNGATED
    assert {one.content.kind for one in solo.assignments.list()} == set(Kind) - {Kind.REFLECTION}


def test_the_stages_that_are_open(couple: Vault) -> None:
    """Stage 2 was agreed about fifty days ago, and nothing of it practised or set before; stage 3 was taken back."""
    assert couple.assignments.open_stages() == UNGATED | {Stage.GENITALS_INCLUDED}
    agreed = {one.content.stage: one.content for one in couple.agreements.list()}
    assert set(agreed) == set(Stage) - UNGATED and agreed[Stage.AGREED_CLOSENESS].withdrawn_on
    agreed_on = agreed[Stage.GENITALS_INCLUDED].agreed_on
    assert agreed_on is not None and 45 <= (TODAY - agreed_on).days <= 60
    for one in couple.assignments.list():
        assert not one.content.gates or (one.content.assigned_on or dt.date.min) >= agreed_on
    for entry in couple.entries.each():
        details = entry.content.details
        if isinstance(details, SensateFocus) and details.stage not in (None, *UNGATED):
            assert entry.content.when.date >= agreed_on


def test_nothing_points_nowhere(vault: Vault) -> None:
    """Every id that a record or an entry names is that of a record, an entry, or an exercise of the library."""
    ids = {kind: {one.id for one in vault.records_of(kind).list()} for kind in CONTENTS}
    entry_ids = {entry.id for entry in vault.entries.each()}
    sessions, assignments = ids[TherapySession], ids[Assignment]
    for one in vault.assignments.list():
        assert one.content.session in sessions
        assert one.content.exercise in {"", *library().exercises, *ids[CONTENT_OF["exercise"]]}
    for item in vault.agenda.list():
        assert item.content.session in {"", *sessions} and item.content.entry in {"", *entry_ids}
        assert bool(item.content.entry) is not bool(item.content.text)
    assert {one.content.goal for one in vault.goal_progress.list()} == ids[CONTENT_OF["goal"]]
    for entry in vault.entries.each():
        assert entry.content.assignment in {None, *assignments}
        assert all(rating.scale in {*SCALE, *ids[CONTENT_OF["scale"]]} for rating in entry.content.ratings)
    for draft in vault.drafts.list():
        assert getattr(draft.content, "assignment", None) in {None, *assignments}


def test_homework_fits_its_exercise_and_its_entries(vault: Vault) -> None:
    """An assignment has the kind and a stage of its exercise; its entries are of its kind and not before it was set."""
    exercises = dict(library().exercises) | {one.id: one.content for one in vault.own_exercises.list()}
    for one in vault.assignments.list():
        homework = one.content
        exercise = exercises.get(homework.exercise)
        assert exercise is None or exercise.kind is homework.kind
        assert exercise is None or homework.exercise_gate is exercise.gate
        assert (
            exercise is None or homework.stage is None or homework.stage in exercise.stages or one.content.adaptations
        )
        session = vault.sessions.get(homework.session).content
        assert homework.assigned_on == session.date
        found = practices(vault, one.id)
        assert found, homework.title
        for entry in found:
            assert entry.content.kind is homework.kind, homework.title
            assert homework.assigned_on and entry.content.when.date >= homework.assigned_on, homework.title
            if homework.state in (State.FINISHED, State.DROPPED):
                assert homework.state_since and entry.content.when.date <= homework.state_since, homework.title
            if isinstance(entry.content.details, SensateFocus) and entry.content.details.stage and homework.stage:
                assert entry.content.details.stage == homework.stage


def test_the_last_adaptation_is_what_is_done_now(vault: Vault) -> None:
    """Each change begins from the instructions that the one before it left, and has its reason."""
    for one in vault.assignments.list():
        changes = one.content.adaptations
        assert all(change.why and change.instructions and change.change for change in changes)
        assert [change.what for change in changes] == [
            *(later.instructions for later in changes[1:]),
            *([one.content.instructions] if changes else []),
        ]
        assert list(changes) == sorted(changes, key=lambda change: change.on)


def test_each_kind_of_change_and_of_source(vaults: dict[Story, Vault]) -> None:
    """Tasks were made easier, harder and different, in both stories with a question; every kind of source was used."""
    changes: list[Adaptation] = []
    sources = set()
    for vault in vaults.values():
        made = [change for one in vault.assignments.list() for change in one.content.adaptations]
        changes += made
        sources |= {
            entry.content.details.resource_type
            for entry in vault.entries.each()
            if isinstance(entry.content.details, Education)
        }
        assert any(change.ask for change in made)
    assert {change.change for change in changes} == set(Change)
    assert sources >= set(ResourceType)


def test_what_they_set(vaults: dict[Story, Vault]) -> None:
    """There is somebody to turn to in each journal, and Sam has words of the body that the exercises are written in."""
    kept = {story: vault.settings.get() for story, vault in vaults.items()}
    assert all(one.support_contacts for one in kept.values())
    words = kept[Story.COUPLE].words
    assert words and set(words) <= set(library().words)
    shown = OwnWords(words).in_exercise("all-areas-no-aim", library().exercises["all-areas-no-aim"])
    assert any(word in shown.steps for word in words.values())


def test_progress_in_words(couple: Vault) -> None:
    """What the place Homework says of the open tasks is not the same for all of them."""
    occasions = couple.assignments.occasions()
    said = {
        progress(one.content, occasions.get(one.id, ()), TODAY, 0)
        for one in couple.assignments.list()
        if one.content.state is State.OPEN
    }
    assert len(said) >= 3


def test_the_agenda(couple: Vault) -> None:
    """Three at the top, questions, something hard to say, and what was talked about in five sessions."""
    lines = couple.agenda.open_items()
    assert [line.top for line in lines[:4]] == [True, True, True, False]
    assert {line.kind for line in lines} == {None, *AgendaKind}
    assert couple.agenda.open_count() == len(lines)
    talked = {session.id: couple.agenda.talked_about(session.id) for session in couple.sessions.list()}
    assert sum(bool(lines) for lines in talked.values()) == 5
    assert {line.kind for lines in talked.values() for line in lines} == {None, *AgendaKind}
    flagged = [entry for entry in couple.entries.each() if entry.content.flagged]
    assert len(flagged) == 3 and sum(line.entry is not None for line in lines) == 1


def test_ratings_do_not_simply_improve(couple: Vault) -> None:
    """Goals, scores and worry go up and down, as they do."""
    series: list[list[float]] = [[one.content.score or 0 for one in couple.gad7.list()]]
    series += [[one.content.value or 0 for one in couple.scores.list()]]
    for goal in couple.goals.list():
        points = [one.content for one in couple.goal_progress.list() if one.content.goal == goal.id]
        series.append([point.value or 0 for point in points])
    for values in series:
        steps = Counter((later > earlier) - (later < earlier) for earlier, later in itertools.pairwise(values))
        assert steps[1] and steps[-1], values


def test_history_and_nothing_from_the_future(vault: Vault) -> None:
    """Some records were changed, each after it was made; every instant is before today began where the demo is."""
    midnight = dt.datetime.combine(TODAY, dt.time(), tzinfo=zoneinfo.ZoneInfo(ZONE))
    changed = 0
    for kind in WRITTEN:
        for one in vault.records_of(kind).list():
            versions = vault.records_of(kind).history(one.id)
            assert all(later.updated > earlier.updated for later, earlier in itertools.pairwise(versions))
            assert len({version.content for version in versions}) == len(versions)
            assert one.created <= one.updated < midnight
            changed += one.version > 1
    assert changed >= 8
    assert all(removed.record.created < removed.removed < midnight for removed in vault.record_trash.list())


def test_sessions_come_before_what_was_written_of_them(vault: Vault) -> None:
    """What was talked about was put on the agenda before the session and settled on its day."""
    for item in vault.agenda.list():
        if item.content.session:
            session = vault.sessions.get(item.content.session).content.date
            assert session is not None and item.created.date() < session == item.updated.date()


def test_own_scales_are_on_the_summary(couple: Vault) -> None:
    """The page for the therapist has ratings on Sam's own scale by its name, and no title of homework by itself."""
    page = render(
        build(couple, Audience.THERAPIST, TODAY - dt.timedelta(days=28), TODAY, When(TODAY)), Format.TEXT
    ).decode()
    (scale,) = couple.own_scales.list()
    assert scale.content.name in page and scale.id not in page
    assert "isn't here any more" not in page


def test_an_unknown_table_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A slip of the pen in the name of a table is not passed over."""
    (tmp_path / "couple.toml").write_text('me = { nickname = "Sam" }\n[[sesion]]\ndate = 3\n', encoding="utf-8")
    monkeypatch.setattr(resources, "files", lambda _: tmp_path)
    with pytest.raises(ValueError, match=r"couple\.toml: .* sesion"):
        tables.read("couple")
