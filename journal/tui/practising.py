"""The practice under the timer while the app runs: what can be done with it, on whatever screen it is shown."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from textual.signal import Signal

from journal.errors import BadInput, JournalError, NotFound
from journal.model import timer
from journal.model.codec import record_from_document, record_to_document
from journal.model.entry import Ending
from journal.model.timer import Face, Practice
from journal.vault.drafts import Draft

if TYPE_CHECKING:
    from journal.tui.app import JournalApp
    from journal.vault.vault import Vault

_UNKEPT = "unkept"  # beside a practice that the journal could not keep before the lock
_TICK = 0.25  # seconds between two looks at the practice, so that no second is left out


class Practising:
    """The practice of the app, if there is one, kept in the journal while that is open.

    `shown` says that something to be seen of it changed. `waits` is set when an ended practice was left to be logged
    another time.
    """

    def __init__(self, app: "JournalApp", now: Callable[[], dt.datetime]) -> None:
        self._app = app
        self.now = now
        self.practice: Practice | None = None
        self.waits = False
        self._kept: dt.datetime | None = None  # when the practice began that has been in the journal
        self._behind = False  # whether the journal could not keep what was done last
        self.shown: Signal[Face | None] = Signal(app, "practice")
        self._face: Face | None = None

    def watch(self) -> None:
        """Begins to look at the clock for it."""
        self._app.set_interval(_TICK, self.look)

    def look(self) -> None:
        """Shows what the clock made of it, and rings the bell at the end of a turn if that is on."""
        before, self._face = self._face, self.face()
        now = self._face
        if (
            before
            and now
            and (now.turn > before.turn or now.over > before.over)
            and self.practice
            and self.practice.bell
        ):
            self._app.bell()
        if _seen(before) != _seen(now):
            self._show()

    def face(self) -> Face | None:
        """What is to be shown of it now; None where there is none."""
        return timer.face(self.practice, self.now()) if self.practice else None

    def is_of(self, draft: Draft) -> bool:
        """Whether a draft is the one in which the practice is logged."""
        return self.practice is not None and draft.id == self.practice.draft

    # What can be done with it

    def begin(self, practice: Practice) -> None:
        """Begins one."""
        self.waits, self._kept = False, None
        self._change(timer.begun(practice, self.now()))

    def rest_or_go_on(self) -> None:
        """Pauses it, or goes on after a pause."""
        if self.practice:
            act = timer.resumed if self.practice.paused_at else timer.paused
            self._change(act(self.practice, self.now()))

    def swap(self) -> None:
        """Ends the turn before its time."""
        if self.practice:
            self._change(timer.swapped(self.practice, self.now()))

    def stop(self, ending: Ending, at: dt.datetime) -> None:
        """Ends it before its time; `at` may have gone by a little while somebody chose the ending."""
        if self.practice:
            self._change(timer.stopped(self.practice, at, ending))

    def switch_bell(self) -> None:
        """Switches the bell of this practice on or off."""
        if self.practice:
            self._change(replace(self.practice, bell=not self.practice.bell))

    def forget(self) -> None:
        """Lets go of it once it is logged, which took it out of the journal; another may wait there."""
        self._let_go()
        self._app.run_worker(self._find_another(), group="practice")

    def clear(self) -> None:
        """Takes it away, to go unlogged."""
        practice = self.practice
        self._let_go()
        if practice is not None:
            self._app.run_worker(self._clear(practice), group="practice")

    def _let_go(self) -> None:
        self.practice = self._face = None
        self._behind = False
        self._show()

    def _change(self, changed: Practice) -> None:
        if changed != self.practice:
            self.practice = changed
            self._face = self.face()  # what a person does rings no bell
            self._show()
            self._app.run_worker(self._keep(changed), group="practice")

    def _show(self) -> None:
        self.shown.publish(self._face)

    async def _keep(self, practice: Practice) -> None:
        if not self._app.vault.is_open:
            return
        try:
            await self._app.vault.write(partial(self._keep_or_begin, practice))
            self._kept, self._behind = practice.started, False
        except NotFound as error:
            if self.practice is not None and self.practice.started == practice.started:
                self.forget()
            self._app.complain(error)
        except JournalError as error:
            self._behind = True
            self._app.complain(error)

    async def catch_up(self) -> None:
        """Keeps what the journal could not keep when it was done, as on a disk that was full then."""
        if self.practice is not None and self._behind:
            await self._keep(self.practice)

    def _keep_or_begin(self, practice: Practice, vault: "Vault") -> None:
        try:
            vault.practice.keep(practice)
        except NotFound:
            if self._kept == practice.started:
                raise
            vault.practice.begin(practice)

    async def _clear(self, practice: Practice) -> None:
        try:
            await self._app.vault.write(lambda vault: vault.practice.clear(practice))
            await self._find_another()
        except JournalError as error:
            self._app.complain(error)

    async def _find_another(self) -> None:
        try:
            record = await self._app.vault.read(lambda vault: vault.practice.current())
        except JournalError as error:
            self._app.complain(error)
            return
        if record is not None and self.practice is None:
            self._kept = record.content.started
            self._take(record.content)
            self.waits = self._face is not None and self._face.over

    def _take(self, practice: Practice | None) -> None:
        self.practice = practice
        self._face = self.face()
        self._show()

    # Across the lock

    async def find(self) -> None:
        """Reads it from the journal, which has just been opened; what was done with it at the lock is kept there."""
        carried = self.practice
        try:
            record = await self._app.vault.read(
                lambda vault: vault.practice.current(carried.started if carried else None)
            )
        except JournalError as error:
            self._app.complain(error)
            return
        kept = record.content if record else None
        # What was in the journal before the lock and isn't now was logged or put away in another window.
        unkept = carried if carried and self._kept != carried.started else None
        self._take(timer.gone_on(kept, carried) if kept and carried else kept or unkept)
        if carried is None or self.practice is None or self.practice.started != carried.started:
            self.waits = self._face is not None and self._face.over
        if self.practice is not None and self.practice != kept:
            await self._keep(self.practice)
        elif kept is not None:
            self._kept = kept.started

    def to_carry(self) -> bytes:
        """What the program that starts afresh after a lock has to know of it: instants and numbers alone.

        Nothing, where it has ended and its logging began: that may have been saved by now, and only the journal knows.
        """
        if self.practice is None or self.waits or self.practice.draft:
            return b""
        document = record_to_document(replace(self.practice, assignment=""))
        if self._kept != self.practice.started:
            document[_UNKEPT] = True
        return msgspec.json.encode(document)

    def carry_on(self, carried: bytes) -> None:
        """Takes over what was carried across a lock; where that can't be read, only the journal has the practice."""
        if not carried:
            return
        try:
            document = msgspec.json.decode(carried)
            unkept = isinstance(document, dict) and document.pop(_UNKEPT, False)
            practice = record_from_document(Practice, document)
        except (BadInput, msgspec.DecodeError):
            return
        if practice.started is not None:
            self.practice = practice
            self._kept = None if unkept else practice.started
            self._face = self.face()


def _seen(face: Face | None) -> Face | None:
    return replace(face, practised=dt.timedelta()) if face else None
