"""The agenda and the sessions of a vault: what is open, the top three, and what was talked about."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from journal.errors import BadInput, NotFound
from journal.model.dates import When
from journal.model.entry import Entry
from journal.model.session import AgendaItem, AgendaKind, Pace, TherapySession
from journal.vault.agenda import AgendaLine
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.journals import new_vault
from tests.making import DAY, made


@pytest.fixture
def vault(path: Path) -> Iterator[Vault]:
    """An empty journal whose clock goes on by a second whenever it is looked at."""
    instants = (NOW + dt.timedelta(seconds=n) for n in range(1_000_000))
    opened = new_vault(path, clock=lambda: next(instants))
    yield opened
    opened.close()


def line(vault: Vault, text: str) -> AgendaLine:
    """The one open line with this text."""
    (found,) = (one for one in vault.agenda.open_items() if one.text == text)
    return found


def texts(vault: Vault) -> list[str]:
    """What is open, in order; the top three with a star. The count has to agree."""
    lines = vault.agenda.open_items()
    assert vault.agenda.open_count() == len(lines)
    return [("*" if one.top else "") + one.text for one in lines]


def add(vault: Vault, text: str, kind: AgendaKind | None = AgendaKind.TOPIC, *, top: bool = False) -> str:
    """Puts an item on the agenda."""
    return vault.agenda.add(AgendaItem(text=text, kind=kind, top=top)).id


def flag(vault: Vault, topic: str, days_ago: int = 0) -> Entry:
    """An entry to be raised."""
    return vault.entries.add(made(topic=topic, date=DAY - dt.timedelta(days=days_ago), flagged=True))


def set_flag(vault: Vault, entry: Entry, flagged: bool) -> None:
    """Flags an entry, or takes the flag off."""
    vault.entries.edit(entry.id, replace(vault.entries.get(entry.id).content, flagged=flagged))


def session(vault: Vault, date: dt.date | None = DAY) -> str:
    """A session."""
    return vault.sessions.add(TherapySession(date=date)).id


def counts(vault: Vault) -> dict[str, int]:
    """How many things were talked about in each session that has some, by its id."""
    found = {one.id: len(vault.agenda.talked_about(one.id)) for one in vault.sessions.list()}
    return {one: count for one, count in found.items() if count}


def test_the_order(vault: Vault) -> None:
    """The top three, then questions, topics, what is hard to say aloud, and flagged entries, the latest first."""
    flag(vault, "older entry", 2)
    flag(vault, "entry")
    vault.entries.add(made(topic="not flagged"))
    add(vault, "hard", AgendaKind.HARD_TO_SAY)
    add(vault, "plain", None)
    add(vault, "topic")
    add(vault, "question", AgendaKind.QUESTION)
    add(vault, "top topic")
    for text in ("top topic", "hard", "older entry"):
        vault.agenda.choose(line(vault, text))
    assert texts(vault) == ["*top topic", "*hard", "*older entry", "question", "plain", "topic", "entry"]


def test_an_empty_agenda(vault: Vault) -> None:
    """Nothing is on the agenda of a new journal."""
    assert texts(vault) == []


def test_what_a_line_tells(vault: Vault) -> None:
    """A line has its kind, and the entry where it is about one; what has no kind is a topic."""
    entry = flag(vault, "entry")
    item = add(vault, "plain", None)
    plain, flagged = vault.agenda.open_items()
    assert plain == AgendaLine(item, "plain", AgendaKind.TOPIC, False)
    assert flagged == AgendaLine("", "entry", None, False, entry)
    assert (plain.key, flagged.key) == (item, entry.id)


def test_at_most_three(vault: Vault) -> None:
    """A fourth is refused, whether it is chosen or saved as one of them; with one taken off there is room."""
    for text in "abcd":
        add(vault, text)
    for text in "abc":
        vault.agenda.choose(line(vault, text))
    before = texts(vault)
    with pytest.raises(BadInput, match="3 are chosen"):
        vault.agenda.choose(line(vault, "d"))
    with pytest.raises(BadInput, match="3 are chosen"):
        add(vault, "e", top=True)
    fourth = line(vault, "d").id
    with pytest.raises(BadInput, match="3 are chosen"):
        vault.agenda.edit(fourth, replace(vault.agenda.get(fourth).content, top=True))
    assert texts(vault) == before == ["*a", "*b", "*c", "d"]
    vault.agenda.leave(line(vault, "b"))
    vault.agenda.choose(line(vault, "d"))
    assert texts(vault) == ["*a", "*c", "*d", "b"]


def test_a_top_item_can_still_be_edited(vault: Vault) -> None:
    """With three chosen, the words of one of them can be changed."""
    ids = [add(vault, text, top=True) for text in "abc"]
    vault.agenda.edit(ids[1], replace(vault.agenda.get(ids[1]).content, text="changed"))
    assert texts(vault) == ["*a", "*changed", "*c"]


def test_choosing_and_leaving_twice_changes_nothing(vault: Vault) -> None:
    """What is among the top three already stays where it is, and what isn't makes no item."""
    flag(vault, "entry")
    vault.agenda.leave(line(vault, "entry"))
    assert vault.agenda.list() == ()
    add(vault, "a", top=True)
    vault.agenda.choose(line(vault, "a"))
    assert len(vault.agenda.history(line(vault, "a").id)) == 1


def test_moving_among_the_top_three(vault: Vault) -> None:
    """They can be put in another order, not beyond its ends; those of the form come last until then."""
    for text in "abc":
        add(vault, text, top=text == "a")
    for text in "bc":
        vault.agenda.choose(line(vault, text))
    assert texts(vault) == ["*b", "*c", "*a"]
    for text, places, expected in (
        ("a", -1, ["*b", "*a", "*c"]),
        ("a", -1, ["*a", "*b", "*c"]),
        ("a", -1, ["*a", "*b", "*c"]),
        ("a", 1, ["*b", "*a", "*c"]),
        ("c", 1, ["*b", "*a", "*c"]),
    ):
        vault.agenda.move(line(vault, text), places)
        assert texts(vault) == expected
    add(vault, "d")
    vault.agenda.move(line(vault, "d"), -1)
    assert texts(vault) == ["*b", "*a", "*c", "d"]


def test_talked_about(vault: Vault) -> None:
    """What was talked about leaves the agenda and is told of its session; the rest is carried over."""
    add(vault, "a", AgendaKind.QUESTION)
    add(vault, "b")
    flag(vault, "entry")
    flag(vault, "other")
    held = session(vault)
    vault.agenda.settle([line(vault, "b"), line(vault, "entry")], held)
    assert texts(vault) == ["a", "other"]
    assert [one.text for one in vault.agenda.talked_about(held)] == ["b", "entry"]
    assert counts(vault) == {held: 2}
    vault.agenda.reopen(held, vault.agenda.talked_about(held)[1].key)
    assert texts(vault) == ["a", "other", "entry"]
    assert counts(vault) == {held: 1}


def test_one_item_for_an_entry(vault: Vault) -> None:
    """A line that was read before its entry had an item changes that item, so that nothing is there twice."""
    flag(vault, "entry")
    held = session(vault)
    read = line(vault, "entry")
    vault.agenda.choose(read)
    vault.agenda.settle([read], held)
    vault.agenda.settle([read], held)
    assert len(vault.agenda.list()) == 1
    assert counts(vault) == {held: 1}


def test_talked_about_in_another_session(vault: Vault) -> None:
    """The session something was talked about in can be another one."""
    add(vault, "a")
    first, second = session(vault), session(vault)
    vault.agenda.settle([line(vault, "a")], first)
    vault.agenda.settle(vault.agenda.talked_about(first), second)
    assert counts(vault) == {second: 1}
    assert vault.agenda.talked_about(first) == ()


def test_taken_back_with_three_others_chosen(vault: Vault) -> None:
    """A top item that was talked about and is taken back has its place again only where there is room."""
    held = session(vault)
    for text in "ab":
        add(vault, text, top=True)
    vault.agenda.settle(vault.agenda.open_items(), held)
    for text in "cd":
        add(vault, text, top=True)
    for one in vault.agenda.talked_about(held):
        vault.agenda.reopen(held, one.key)
    assert texts(vault) == ["*a", "*c", "*d", "b"]


def test_a_session_that_is_not_there(vault: Vault) -> None:
    """Nothing is noted for a session that was removed meanwhile."""
    add(vault, "a")
    held = session(vault)
    vault.sessions.remove(held)
    with pytest.raises(NotFound):
        vault.agenda.settle([line(vault, "a")], held)
    assert texts(vault) == ["a"]


def test_with_its_session_gone_it_is_open_again(vault: Vault) -> None:
    """What was talked about in a session that was removed is on the agenda again, and not when that is put back."""
    add(vault, "a")
    flag(vault, "entry")
    held = session(vault)
    vault.agenda.settle(vault.agenda.open_items(), held)
    assert texts(vault) == []
    vault.sessions.remove(held)
    assert texts(vault) == ["a", "entry"]
    assert counts(vault) == {}
    vault.record_trash.put_back(held)
    assert texts(vault) == []


def test_an_entry_that_is_flagged_no_more(vault: Vault) -> None:
    """Without its flag, in the trash and purged, an entry is off the agenda and out of the top three."""
    unflagged, trashed, purged = (flag(vault, topic) for topic in ("unflagged", "trashed", "purged"))
    for one in vault.agenda.open_items():
        vault.agenda.choose(one)
    set_flag(vault, unflagged, False)
    for entry in (trashed, purged):
        vault.entries.move_to_trash(entry.id)
    vault.entries.purge(purged.id)
    assert texts(vault) == []
    for text in "abc":
        add(vault, text)
        vault.agenda.choose(line(vault, text))
    set_flag(vault, unflagged, True)
    vault.entries.put_back(trashed.id)
    assert [one for one in texts(vault) if one.startswith("*")] == ["*a", "*b", "*c"]
    assert set(texts(vault)) == {"*a", "*b", "*c", "unflagged", "trashed"}


def test_back_with_its_place(vault: Vault) -> None:
    """An entry that comes back while there is room is among the top three again."""
    entry = flag(vault, "entry")
    vault.agenda.choose(line(vault, "entry"))
    vault.entries.move_to_trash(entry.id)
    assert texts(vault) == []
    vault.entries.put_back(entry.id)
    assert texts(vault) == ["*entry"]


def test_what_was_said_of_an_entry_that_is_gone(vault: Vault) -> None:
    """A session tells of entries that are still there, flagged or not, and of none that isn't."""
    entry, gone = flag(vault, "entry"), flag(vault, "gone")
    held = session(vault)
    vault.agenda.settle(vault.agenda.open_items(), held)
    set_flag(vault, entry, False)
    vault.entries.move_to_trash(gone.id)
    assert [one.text for one in vault.agenda.talked_about(held)] == ["entry"]
    assert counts(vault) == {held: 1}
    vault.entries.purge(gone.id)
    assert [one.text for one in vault.agenda.talked_about(held)] == ["entry"]


def test_flagged_anew_after_it_was_talked_about(vault: Vault) -> None:
    """An edit leaves an entry off the agenda after it was talked about; a new flag puts it there again."""
    entry = flag(vault, "entry")
    first, second = session(vault), session(vault)
    vault.agenda.settle([line(vault, "entry")], first)
    vault.entries.edit(entry.id, replace(vault.entries.get(entry.id).content, text="more"))
    assert texts(vault) == []
    set_flag(vault, entry, False)
    assert texts(vault) == []
    set_flag(vault, entry, True)
    assert texts(vault) == ["entry"]
    vault.agenda.choose(line(vault, "entry"))
    assert texts(vault) == ["*entry"]
    vault.agenda.settle([line(vault, "entry")], second)
    assert texts(vault) == []
    assert counts(vault) == {first: 1, second: 1}


def test_a_flag_of_before_is_no_new_one(vault: Vault) -> None:
    """An entry whose flag was taken off and set again before it was talked about stays off the agenda after it."""
    entry = flag(vault, "entry")
    set_flag(vault, entry, False)
    set_flag(vault, entry, True)
    vault.agenda.settle([line(vault, "entry")], session(vault))
    assert texts(vault) == []


def test_removed_and_put_back(vault: Vault) -> None:
    """A removed item is off the agenda; put back, it has its place among the top three only if that is still free."""
    ids = [add(vault, text, top=True) for text in "abc"]
    vault.agenda.remove(ids[0])
    assert texts(vault) == ["*b", "*c"]
    vault.record_trash.put_back(ids[0])
    assert texts(vault) == ["*a", "*b", "*c"]
    vault.agenda.remove(ids[0])
    add(vault, "d", top=True)
    vault.record_trash.put_back(ids[0])
    assert texts(vault) == ["*b", "*c", "*d", "a"]
    with pytest.raises(NotFound):
        vault.record_trash.put_back("no such id")


def test_only_the_latest_flagged(vault: Vault) -> None:
    """With a bound, the latest flagged entries are told of, and those among the top three however old they are."""
    for days in range(5):
        flag(vault, f"{days} days ago", days)
    vault.agenda.choose(line(vault, "4 days ago"))
    assert [one.text for one in vault.agenda.open_items(most_flagged=2)] == ["4 days ago", "0 days ago", "1 days ago"]
    assert vault.agenda.open_count() == 5


def at(time: str, days: int = 0) -> When:
    """A time of the day, or of one some days later."""
    return When(DAY + dt.timedelta(days=days), dt.time.fromisoformat(time))


def test_ahead_and_past(vault: Vault) -> None:
    """The nearest is first on both sides of now; some have no date."""
    days = [dt.timedelta(days=n) for n in (-8, -1, 0, 3, 10)]
    for day in days[::-1]:
        session(vault, DAY + day)
    late = vault.sessions.add(TherapySession(date=DAY, time=dt.time(18))).id
    undated = session(vault, None)
    ahead, past = vault.sessions.ahead(at("12:00")), vault.sessions.past(at("12:00"))
    assert [one.content.date for one in ahead] == [DAY, DAY, DAY + days[3], DAY + days[4]]
    assert ahead[1].id == late
    assert [one.content.date for one in past] == [DAY + days[1], DAY + days[0]]
    assert [one.id for one in vault.sessions.undated()] == [undated]


@pytest.mark.parametrize(
    ("content", "now", "past", "begun"),
    [
        (TherapySession(date=DAY, time=dt.time(15)), at("14:59"), False, False),
        (TherapySession(date=DAY, time=dt.time(15)), at("15:00"), True, True),
        (TherapySession(date=DAY, time=dt.time(15)), When(DAY), True, True),
        (TherapySession(date=DAY, time=dt.time(15), notes="It began earlier."), at("14:00"), True, True),
        (TherapySession(date=DAY, time=dt.time(15), notes=" \n", hard_to_say="Before it"), at("14:00"), False, False),
        (TherapySession(date=DAY), at("23:59"), False, True),
        (TherapySession(date=DAY), When(DAY), False, True),
        (TherapySession(date=DAY, pace=Pace.TOO_FAST), at("09:00"), True, True),
        (TherapySession(date=DAY, notes="Ahead of it"), at("23:59", -1), False, False),
        (TherapySession(date=DAY, time=dt.time(23)), at("00:00", 1), True, True),
        (TherapySession(notes="Without a date"), at("12:00"), False, False),
    ],
)
def test_which_side_of_now(vault: Vault, content: TherapySession, now: When, past: bool, begun: bool) -> None:
    """One of today is past once its time has come or it was written up; without a time it may have been."""
    kept = vault.sessions.add(content)
    assert (content.is_past(now), content.has_begun(now)) == (past, begun)
    assert vault.sessions.past(now) == ((kept,) if past else ())
    assert vault.sessions.ahead(now) == ((kept,) if content.date and not past else ())
    assert vault.sessions.recent(now) == (kept if begun else None)


def test_the_session_that_homework_comes_from(vault: Vault) -> None:
    """The latest that has begun within two weeks; of one day, the later one; none that is older, ahead or undated."""
    session(vault, DAY - dt.timedelta(days=15))
    session(vault, DAY + dt.timedelta(days=1))
    session(vault, None)
    assert vault.sessions.recent(at("12:00")) is None
    oldest = session(vault, DAY - dt.timedelta(days=14))
    assert (found := vault.sessions.recent(at("12:00"))) and found.id == oldest
    late = vault.sessions.add(TherapySession(date=DAY, time=dt.time(15))).id
    early = vault.sessions.add(TherapySession(date=DAY, time=dt.time(9))).id
    for now, expected in ((at("08:00"), oldest), (at("14:00"), early), (at("15:00"), late), (When(DAY), late)):
        assert (found := vault.sessions.recent(now)) and found.id == expected


def test_the_last_session_before_a_day(vault: Vault) -> None:
    """What a period that leads up to a day begins with; one of that day itself is what it leads up to."""
    assert vault.sessions.last_before(DAY) is None
    for days in (-30, -2, 0, 4):
        session(vault, DAY + dt.timedelta(days=days))
    session(vault, None)
    assert vault.sessions.last_before(DAY) == DAY - dt.timedelta(days=2)
