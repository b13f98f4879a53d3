"""What happens when the program meets a fault of its own."""

import asyncio
from typing import Any

from rich.text import Text
from textual import events

from journal.errors import JournalError
from journal.safety.process import failure
from journal.safety.text import safe
from journal.tui.blanking import Blanking
from journal.tui.screens.base import DialogScreen, JournalScreen
from journal.tui.vault_thread import VaultThread


class Faults(Blanking):
    """The part of the app that keeps what was being written when it has to end, and says nothing of it."""

    vault: VaultThread
    exit_code = 0  # of the process: 1 after a fault, 128 and its number after a signal
    _failing = False

    async def on_event(self, event: events.Event) -> None:
        """Keys and clicks that come when the screens have gone already are for nobody."""
        if not isinstance(event, events.InputEvent) or self.screen_stack:
            await super().on_event(event)

    async def _close_all(self) -> None:
        # Textual cancels the workers of a widget when all that is in it has gone; they would meet that on their way.
        self.workers.cancel_all()
        await super()._close_all()

    async def _keep_drafts(self) -> None:
        """Keeps what is written on any screen. What can't be kept on one keeps nothing else from it; then it raises."""
        refused: JournalError | None = None
        for stack in list(self._screen_stacks.values()):
            for screen in reversed(stack):
                if isinstance(screen, JournalScreen | DialogScreen):
                    try:
                        await screen.keep()
                    except JournalError as error:
                        refused = refused or error
        if refused is not None:
            raise refused

    def _fatal_error(self) -> None:
        # Textual would print the local variables here, which hold journal text.
        self.panic()

    def panic(self, *_renderables: object) -> None:
        """Ends the app after a fault of its own: keeps drafts, and says where the fault was but nothing else."""
        if self._failing:
            return
        self._failing = self.is_leaving = True
        self.exit_code = 1
        self.hide()
        where = failure(self._exception) if self._exception else "input"
        self._last_task = asyncio.get_running_loop().create_task(self._keep_and_close(where))

    async def _keep_and_close(self, where: str) -> None:
        kept = "What was being written may not be kept."
        try:
            await self._keep_drafts()
            kept = "What was being written is kept as a draft."
        except JournalError as error:
            kept = f"{error.message} {kept}"
        finally:
            self._exit_renderables.append(
                Text(
                    f"journal: error: The program met a fault of its own ({safe(where)}).\n"
                    f"journal: hint: What was saved is safe. {safe(kept)} Start it again."
                )
            )
            await self.vault.close()
            self._close_messages_no_wait()

    def _on_loop_fault(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        # asyncio would log the message of the exception, which may hold journal text.
        if isinstance(error := context.get("exception"), Exception):
            self._exception = self._exception or error
            self.panic()
