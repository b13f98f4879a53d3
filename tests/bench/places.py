"""How long each place of the app takes from its key to its drawn screen, over a journal of years."""

import asyncio
import datetime as dt
import random
import time
from dataclasses import replace
from pathlib import Path

from textual.pilot import Pilot

from journal.model.goal import Goal, GoalProgress
from journal.model.homework import Assignment, State
from journal.model.measures import Frequency, Gad7
from journal.model.rating import SCALES, Rating
from journal.model.session import AgendaItem, AgendaKind, TherapySession
from journal.tui.app import Ending, JournalApp
from journal.tui.places import PLACES
from journal.vault.vault import Vault
from tests.bench.corpus import LAST_DAY, corpus
from tests.bench.measuring import shown, table

ENTRIES, ASSIGNMENTS, SESSIONS, ITEMS = 5000, 300, 200, 300
_ROUNDS = 7


def fill(vault: Vault) -> None:
    """Entries of years, most of them of some assignment and rated, and everything else that places show."""
    chance = random.Random(3)
    with vault.atomic():
        ids = []
        for number in range(ASSIGNMENTS):
            on = LAST_DAY - dt.timedelta(days=number * 6)
            state = State.OPEN if number < 12 else chance.choice(list(State))
            homework = Assignment(
                title=f"homework {number}", assigned_on=on, state=state, wanted=3, instructions="Notice."
            )
            ids.append(vault.assignments.add(homework).id)
        for content in corpus(ENTRIES):
            scales = chance.sample(SCALES, 4)
            ratings = tuple(Rating(s.id, m, chance.randrange(s.highest + 1)) for s in scales for m in s.moments)
            vault.entries.add(replace(content, assignment=chance.choice(ids), ratings=ratings))
        for number in range(SESSIONS):
            day = LAST_DAY + dt.timedelta(days=7 - number * 7)
            session = vault.sessions.add(TherapySession(date=day, notes="notes " * 60))
            vault.gad7.add(Gad7(date=day, nervous=chance.choice(list(Frequency))))
        for number in range(ITEMS):
            settled = session.id if number > 20 else ""
            vault.agenda.add(AgendaItem(text=f"item {number}", kind=chance.choice(list(AgendaKind)), session=settled))
        for number in range(5):
            goal = vault.goals.add(Goal(wording=f"goal {number}", baseline=2))
            for step in range(100):
                day = LAST_DAY - dt.timedelta(days=step * 14)
                vault.goal_progress.add(GoalProgress(goal=goal.id, date=day, value=chance.randrange(11)))


def measure(folder: Path, passphrase: str) -> None:
    """Makes the journal, opens each place several times, and prints milliseconds; expects cheap keys."""
    path = folder / "places.db"
    vault = Vault.create(path, passphrase)
    fill(vault)
    vault.close()
    firsts, times = asyncio.run(_open_places(path, passphrase))
    rows = [(place.name, f"{firsts[place.id] * 1000:.0f}", shown(times[place.id])) for place in PLACES]
    head = ("milliseconds of work from key to drawn", "the first time", "after a change")
    table(f"Places over {ENTRIES:,} entries and {ASSIGNMENTS} assignments", head, rows)


async def _open_places(path: Path, passphrase: str) -> tuple[dict[str, float], dict[str, list[float]]]:
    now = dt.datetime.combine(LAST_DAY, dt.time(12), dt.UTC)
    app = JournalApp(path, passphrase=passphrase, clock=lambda: now)
    firsts: dict[str, float] = {}
    times: dict[str, list[float]] = {place.id: [] for place in PLACES}
    async with app.run_test(size=(120, 40)) as pilot:
        while app.current_mode != PLACES[0].id:
            await pilot.pause(0.01)
        for turn in range(_ROUNDS + 1):
            for place in (*PLACES[1:], PLACES[0]):
                app.changed()  # so that the place reads again
                took = await _press(pilot, place.key)
                if turn:
                    times[place.id].append(took)
                else:
                    firsts[place.id] = took
    return firsts, times


async def _press(pilot: Pilot[Ending], key: str) -> float:
    # The program's own time: driving it from here waits for it to be idle, which is no work of its.
    start = time.process_time()
    await pilot.press(key)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return time.process_time() - start
