"""The plain copies that are told of before a journal goes, since only its ledger knows them."""

from collections.abc import Iterable
from functools import partial

from journal.errors import JournalError
from journal.outgoing.ledger import PATIENCE, Line, still_lying, told
from journal.outgoing.lying import State, delete
from journal.tui.app import JournalApp
from journal.tui.aside import aside

__all__ = ["delete_all", "lying", "told"]

_LONGER = 15.0  # seconds until a place that doesn't answer is given up


async def lying(journal: JournalApp) -> tuple[Line, ...]:
    """Those that still lie where they were put, as far as that is known within seconds.

    Raises what the vault raises.
    """
    noted = await journal.vault.read(lambda vault: vault.shared_copies.list())
    return await aside(partial(still_lying, noted), 2 * PATIENCE) or ()


async def delete_all(journal: JournalApp, lines: Iterable[Line]) -> list[str]:
    """Deletes those that are as they were written, and returns the places of the others with what stood against it.

    Each that is deleted is noted as gone at once, for the journal may stay after all. Raises what the vault raises.
    """
    left = []
    for one in lines:
        try:
            state = await aside(partial(delete, one.content, journal.path), _LONGER) or State.SILENT
        except JournalError as error:
            left.append(error.message)
            continue
        if state is State.HERE:
            await _note_gone(journal, one.id)
        else:
            left.append(f"{one.content.place}: {state.value}.")
    return left


async def _note_gone(journal: JournalApp, copy_id: str) -> None:
    today = journal.today()
    await journal.vault.write(lambda vault: vault.shared_copies.note_gone(copy_id, today))
    journal.changed()
