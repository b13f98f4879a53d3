"""What the tests of Session have in common."""

import datetime as dt
from pathlib import Path
from typing import Any

from journal.model.entry import Entry, Outcome
from journal.model.session import AgendaItem, AgendaKind, TherapySession
from journal.tui.screens.session.place import SessionPlace
from journal.vault.agenda import AgendaLine
from journal.vault.vault import Vault
from tests.making import made
from tests.tui.conftest import Wait
from tests.tui.homework import Place, ago, keep

QUESTION, TOPIC, HARD = AgendaKind.QUESTION, AgendaKind.TOPIC, AgendaKind.HARD_TO_SAY


class Sessions(Place):
    """The app as a test of Session looks at it."""

    async def open(self, until: Wait, *keys: str) -> None:
        """Unlocks, goes to Session, and presses some keys there."""
        await until(self.pilot, lambda: self.app.vault.is_open)
        await self._settle(self.pilot)
        await self.press("5")
        assert isinstance(self.app.screen, SessionPlace)
        for key in keys:
            await self.press(key)

    async def go_to(self, title: str) -> None:
        """Puts the cursor on the line that has this in its title."""
        place = next(n for n, pick in enumerate(self.picks.picks) if title in pick.title)
        self.picks.move_to(place)
        await self.press()

    async def agenda(self) -> list[str]:
        """What is open, in order; the top three with a star."""
        lines = await self.app.vault.read(lambda vault: vault.agenda.open_items())
        return [("*" if line.top else "") + line.text for line in lines]

    async def talked(self, days_ago: int) -> list[str]:
        """What was talked about in the session so many days ago."""
        lines = await self.app.vault.read(lambda vault: talked(vault, days_ago))
        return [line.text for line in lines]

    @property
    def headings(self) -> list[str]:
        """The headings of the list, without how much more there is."""
        return [row.partition("  (")[0] for row in self.picks._rows if isinstance(row, str) and row]


def talked(vault: Vault, days_ago: int) -> tuple[AgendaLine, ...]:
    """What was talked about in the session so many days ago."""
    (held,) = (one for one in vault.sessions.list() if one.content.date == ago(days_ago))
    return vault.agenda.talked_about(held.id)


def held(vault: Vault, days_ago: int | None, **fields: Any) -> str:
    """A session so many days ago; ahead where that is below nothing, and without a date for None."""
    date = None if days_ago is None else ago(days_ago)
    return vault.sessions.add(TherapySession(date=date, **fields)).id


def item(vault: Vault, text: str, kind: AgendaKind = TOPIC, *, top: bool = False) -> str:
    """Something on the agenda."""
    return vault.agenda.add(AgendaItem(text=text, kind=kind, top=top)).id


def flagged(vault: Vault, topic: str, days_ago: int = 0) -> Entry:
    """An entry to be raised."""
    content = made("notes of it", topic=topic, date=ago(days_ago), flagged=True, outcome=Outcome.TRIED)
    return vault.entries.add(content)


def course(vault: Vault) -> None:
    """Two sessions that were and one ahead, and something of each kind on the agenda."""
    held(vault, 24, notes="The first of them.")
    held(vault, 10, notes="We spoke of pauses.\nMore of it.", time=dt.time(15), attended=("Alex", "Robin"))
    held(vault, -4, time=dt.time(15), attended=("Alex",))
    item(vault, "why touch first", QUESTION)
    item(vault, "beginning")
    item(vault, "the fear of it", HARD)
    flagged(vault, "back and arms", 3)


def make(path: Path) -> None:
    """A journal with a course of therapy in it."""
    keep(path, course)
