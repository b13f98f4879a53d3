"""What is in the demo journals, and how they are made into files."""

import datetime as dt
import itertools
import stat
import zoneinfo
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from journal.demo import DEMO_PASSPHRASE, Story, create, load
from journal.model.entry import (
    DETAILS,
    Decision,
    Education,
    Ending,
    EntryContent,
    Experimentation,
    Kind,
    LimitsKept,
    Mode,
    Obstacle,
    Outcome,
    Reply,
    SensateFocus,
    Sensation,
    blank,
    detail_fields,
)
from journal.model.fields import Guard, fields_of
from journal.model.query import parse_query
from journal.model.rating import SCALE, SCALES, Moment
from journal.model.sensate_focus import RuleSet, Stage
from journal.model.sharing import (
    RATING,
    TASK,
    Audience,
    audience_fields,
    filled,
    guard_of,
    released,
    still_shared,
)  # fmt: skip
from journal.vault.vault import Vault

TODAY = dt.date(2026, 5, 17)
ZONE = "Europe/Lisbon"
STORIES = pytest.mark.parametrize("story", list(Story))


def told(story: Story) -> list[EntryContent]:
    """What the entries of a story say."""
    return [content for _, content in load(story, TODAY, ZONE)]


def without_ids(content: EntryContent) -> EntryContent:
    """An entry with one word for the assignment it belongs to and for each own scale, whatever they are known by."""

    def shared(names: frozenset[str]) -> frozenset[str]:
        own = {name for name in names if name.startswith(RATING) and name.removeprefix(RATING) not in SCALE}
        return names - own | ({"rating:own"} if own else set())

    return replace(
        content,
        assignment="homework" if content.assignment else None,
        ratings=tuple(one if one.scale in SCALE else replace(one, scale="own") for one in content.ratings),
        sharing=replace(
            content.sharing, therapist=shared(content.sharing.therapist), joint=shared(content.sharing.joint)
        ),
    )


EVERYTHING = [*told(Story.COUPLE), *told(Story.SOLO)]


def days_ago(content: EntryContent) -> int:
    """How long ago an entry is dated."""
    return (TODAY - content.when.date).days


def test_every_kind_outcome_and_obstacle_is_told() -> None:
    """Both stories have every kind; the couple's has every outcome and every obstacle."""
    for story in Story:
        assert {content.kind for content in told(story)} == set(Kind)
    assert {content.outcome for content in told(Story.COUPLE)} == {None, *Outcome}
    assert {obstacle for content in told(Story.COUPLE) for obstacle in content.obstacles} == set(Obstacle)


def test_every_scale_is_used_within_its_range() -> None:
    """Ratings are on all built-in scales and some of the client's own, at moments and with values that they have."""
    ratings = [rating for content in EVERYTHING for rating in content.ratings]
    assert {rating.scale for rating in ratings} > {scale.id for scale in SCALES}
    assert {rating.moment for rating in ratings} == set(Moment)
    known = [rating for rating in ratings if rating.scale in SCALE]
    assert all(0 <= rating.value <= SCALE[rating.scale].highest for rating in known)
    assert all(rating.moment in SCALE[rating.scale].moments for rating in known)


def test_every_field_of_every_kind_is_filled_somewhere() -> None:
    """No field of a kind, of the common part or of a rule set is without an example."""
    for kind in Kind:
        empty = DETAILS[kind]()
        for spec in detail_fields(kind):
            values = [getattr(c.details, spec.name) for c in EVERYTHING if c.kind is kind]
            assert any(value != getattr(empty, spec.name) for value in values), (kind, spec.name)
    for spec in fields_of(EntryContent):
        values = [getattr(content, spec.name) for content in EVERYTHING]
        assert any(values), spec.name
    rules = [content.details.rules for content in EVERYTHING if isinstance(content.details, SensateFocus)]
    for spec in fields_of(RuleSet):
        assert any(getattr(rule_set, spec.name) for rule_set in rules), spec.name


def test_the_closed_answers_vary() -> None:
    """Stages 0 to 2, each ending, each answer about limits, each decision, reply and mode is in it."""
    practices = [content.details for content in EVERYTHING if isinstance(content.details, SensateFocus)]
    assert {practice.stage for practice in practices} == {None, *Stage} - {Stage.AGREED_CLOSENESS}
    assert {practice.ending for practice in practices} == {None, *Ending}
    assert {practice.limits_kept for practice in practices} == {None, *LimitsKept}
    assert {sensation for practice in practices for sensation in practice.sensations} == set(Sensation)
    assert {c.details.decision for c in EVERYTHING if isinstance(c.details, Experimentation)} == {None, *Decision}
    assert {getattr(c.details, "reply", None) for c in EVERYTHING} == {None, *Reply}
    assert {content.mode for content in EVERYTHING} == {None, *Mode}


@STORIES
def test_the_dates_spread_over_four_months_up_to_yesterday(story: Story) -> None:
    """The first entry is about 120 days old, the last is of yesterday, and no two weeks go by without one."""
    past = sorted({days_ago(c) for c in told(story) if c.outcome is not Outcome.PLANNED}, reverse=True)
    assert 115 <= past[0] <= 120
    assert past[-1] == 1
    assert all(earlier - later <= 14 for earlier, later in itertools.pairwise(past))


@STORIES
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Europe/Lisbon", "Pacific/Pago_Pago"])
def test_nothing_was_written_in_the_future(story: Story, zone: str) -> None:
    """Only what is planned is dated ahead, at most twice; every instant of writing is before today began there."""
    entries = load(story, TODAY, zone)
    ahead = [content for _, content in entries if content.when.date >= TODAY]
    assert 1 <= len(ahead) <= 2
    assert {content.outcome for content in ahead} == {Outcome.PLANNED}
    midnight = dt.datetime.combine(TODAY, dt.time(), tzinfo=zoneinfo.ZoneInfo(zone))
    instants = [created for created, _ in entries]
    assert all(created.tzinfo is dt.UTC and created < midnight for created in instants)
    assert instants == sorted(instants)


@STORIES
def test_an_entry_is_written_soon_after_its_time(story: Story) -> None:
    """What has a time of its own and is past was written later that day, in the zone it is dated in."""
    for created, content in load(story, TODAY, ZONE):
        assert content.when.zone == ZONE
        if content.when.time and content.when.date < TODAY:
            there = created.astimezone(zoneinfo.ZoneInfo(ZONE))
            assert there.date() == content.when.date
            assert there.time() > content.when.time


def test_without_a_known_zone_instants_are_those_of_utc() -> None:
    """A machine that can't say its zone gets the same demo, dated without a zone."""
    created, content = load(Story.COUPLE, TODAY, "")[0]
    assert content.when.zone == ""
    assert created == dt.datetime.combine(content.when.date, dt.time(21, 48), tzinfo=dt.UTC)


def test_one_week_is_not_this_week_with_its_reasons() -> None:
    """Seven days in a row have nothing but "not this week", each with an obstacle and a few words."""
    week = [content for content in told(Story.COUPLE) if 74 <= days_ago(content) <= 80]
    assert {days_ago(content) for content in week} == set(range(74, 81))
    assert {content.outcome for content in week} == {Outcome.NOT_THIS_WEEK}
    assert all(content.obstacles and content.text for content in week)


def test_an_early_stop_is_followed_up() -> None:
    """After the stop word, an entry of the next day speaks of it, and no later practice goes beyond stage 1."""
    couple = told(Story.COUPLE)
    (stop,) = [c for c in couple if isinstance(c.details, SensateFocus) and c.details.ending is Ending.STOP_WORD]
    assert stop.outcome is Outcome.STOPPED_EARLY
    assert stop.flagged
    later = [content for content in couple if content.when.date > stop.when.date]
    assert later[0].kind is Kind.COMMUNICATION
    assert days_ago(stop) - days_ago(later[0]) == 1
    assert {c.details.stage for c in later if isinstance(c.details, SensateFocus)} == {Stage.NON_SEXUAL}


def test_entries_differ_in_length() -> None:
    """There are long reflections, single lines, and whole entries that are only a rating."""
    lengths = [len(content.text.split()) for content in EVERYTHING]
    long = [content for content in EVERYTHING if 250 <= len(content.text.split()) <= 600]
    assert len(long) >= 8
    assert {content.kind for content in long} == {Kind.REFLECTION}
    assert all(content.text.count("\n\n") >= 4 for content in long)
    assert max(lengths) <= 600
    assert sum(1 for length in lengths if 0 < length <= 15) >= 5
    only_rated = [
        c
        for c in EVERYTHING
        if c == EntryContent(when=c.when, details=blank(c.kind, c.when).details, ratings=c.ratings)
    ]
    assert len(only_rated) >= 3


def test_tension_does_not_simply_fall() -> None:
    """The highest tension of the couple's practices goes up about as often as it goes down."""
    highest = [
        rating.value
        for content in told(Story.COUPLE)
        if content.kind is Kind.SENSATE_FOCUS
        for rating in content.ratings
        if (rating.scale, rating.moment) == ("tension", Moment.HIGHEST)
    ]
    steps = Counter((later > earlier) - (later < earlier) for earlier, later in itertools.pairwise(highest))
    assert min(steps[1], steps[-1]) >= len(highest) // 3


@STORIES
def test_only_filled_fields_are_released_and_most_entries_are_private(story: Story) -> None:
    """Every released name is a filled field that may leave; fewer for a joint session; most entries release nothing."""
    contents = told(story)
    for content in contents:
        names = {name for name, _ in filled(content)}
        for audience in Audience:
            chosen = audience_fields(content.sharing, audience)
            assert chosen <= names, (content.when, chosen - names)
            assert all(guard_of(content.kind, name) is not Guard.NEVER for name in chosen)
        assert content.sharing.joint <= content.sharing.therapist
        assert still_shared(content.sharing, content) == content.sharing, content.when
    shared = [content for content in contents if content.sharing.therapist]
    assert any(content.sharing.therapist_passages for content in contents)
    assert any(TASK in content.sharing.therapist for content in contents)
    assert 0.3 <= len(shared) / len(contents) < 0.6
    assert sum(1 for c in contents if c.sharing.joint) <= len(shared) * 2 / 3


def test_the_last_four_weeks_make_a_session_summary() -> None:
    """What Sam released since then has something for each part of the page, and at most three excerpts."""
    recent = [content for content in told(Story.COUPLE) if 0 < days_ago(content) <= 28]
    shown = [part for part in (released(content, Audience.THERAPIST) for content in recent) if part]
    assert 1 <= sum(1 for part in shown if part.flagged and part.topic) <= 3
    assert 2 <= sum(1 for part in shown if part.text) <= 3
    assert all(len(part.text) <= 240 for part in shown)
    focus = [part for part in shown if isinstance(part.details, SensateFocus) and part.details.stage]
    assert len([part for part in focus if part.ratings and part.minutes]) >= 5
    assert {part.outcome for part in focus} >= {Outcome.STOPPED_EARLY, Outcome.CHANGED_WITH_THERAPIST, Outcome.DONE}
    spoken = [part for part in shown if part.kind is Kind.COMMUNICATION]
    assert len([part for part in spoken if part.topic and part.ratings and getattr(part.details, "reply", None)]) >= 2
    assert any(getattr(part.details, "next_wording", "") for part in spoken)
    assert any(isinstance(part.details, Education) and part.details.question for part in shown)
    assert any(rating.scale == "discomfort" for part in shown for rating in part.ratings)
    assert [content for content in recent if released(content, Audience.JOINT)]


@STORIES
def test_the_file_holds_the_whole_story(tmp_path: Path, story: Story) -> None:
    """It opens with the demo's passphrase and has every entry, people, a draft, trash and history."""
    path = create(tmp_path, story, TODAY, ZONE)
    assert path == tmp_path / "journal.db"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    vault = Vault.open(path, DEMO_PASSPHRASE, read_only=True)
    try:
        kept = list(vault.entries.each())
        assert {(entry.created, without_ids(entry.content)) for entry in kept} == {
            (created, without_ids(content)) for created, content in load(story, TODAY, ZONE)
        }
        assert vault.people.me() == {Story.COUPLE: "Sam", Story.SOLO: "Noor"}[story]
        assert len(vault.people.list()) == {Story.COUPLE: 2, Story.SOLO: 1}[story]
        assert [one.alias for one in vault.people.list() if one.kept_out and not one.is_self] == (
            ["my partner"] if story is Story.COUPLE else []
        )
        assert len(vault.drafts.list()) == len(vault.entries.trash()) == 1
        edited = [entry for entry in kept if entry.version > 1]
        assert 2 <= len(edited) <= 3
        midnight = dt.datetime.combine(TODAY, dt.time(), tzinfo=zoneinfo.ZoneInfo(ZONE))
        for entry in edited:
            (before,) = vault.entries.history(entry.id)
            assert before.content != entry.content
            assert before.updated < entry.updated < midnight
        assert vault.drafts.list()[0].updated < midnight
        assert vault.entries.trash()[0].deleted < midnight
    finally:
        vault.close()


def test_the_story_can_be_searched(tmp_path: Path) -> None:
    """Words with accents and in another script, tags and people find their entries."""
    vault = Vault.open(create(tmp_path, Story.COUPLE, TODAY, ZONE), DEMO_PASSPHRASE)
    try:
        for typed in ("ines", "σιγά", "tag:stop", "with:alex flagged:yes", "kind:reflection lampshade", "shared:joint"):
            assert vault.entries.count(parse_query(typed, TODAY)) >= 1, typed
    finally:
        vault.close()


@STORIES
def test_the_file_shows_nothing_of_the_story(tmp_path: Path, story: Story) -> None:
    """No topic, tag, nickname or long word of any text is in the bytes of the file, nor anything beside the file."""
    path = create(tmp_path, story, TODAY, ZONE)
    assert [file.name for file in path.parent.iterdir() if file.name != "home"] == ["journal.db"]
    stored = path.read_bytes().lower()
    words = {word for content in told(story) for word in f"{content.topic} {content.text}".split() if len(word) >= 7}
    words |= {tag for content in told(story) for tag in content.tags if len(tag) >= 6}
    assert len(words) > 150
    for word in words:
        assert word.lower().encode("utf-8") not in stored
        assert word.lower().encode("utf-16-le") not in stored
