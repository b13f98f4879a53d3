"""The plain copies that are told of before a journal goes, since only its ledger knows them."""

from collections.abc import Iterable
from functools import partial

from journal.errors import JournalError
from journal.model.records import Record
from journal.model.shared_copy import SharedCopy
from journal.outgoing.lying import State, delete, look_at_all
from journal.tui.app import JournalApp
from journal.tui.aside import aside

_PATIENCE, _LONGER = 4.0, 15.0  # seconds until a place that doesn't answer is given up

Line = Record[SharedCopy]


async def lying(journal: JournalApp) -> tuple[Line, ...]:
    """Those that still lie where they were put, as far as that is known within seconds.

    Raises what the vault raises.
    """
    noted = await journal.vault.read(lambda vault: vault.shared_copies.list())
    plain = {one.id: one for one in noted if one.content.lies_in_plain}
    copies = {copy_id: one.content for copy_id, one in plain.items()}
    states = await aside(partial(look_at_all, copies, _PATIENCE), 2 * _PATIENCE) or {}
    return tuple(one for copy_id, one in plain.items() if states.get(copy_id, State.SILENT).is_there)


async def delete_all(journal: JournalApp, lines: Iterable[Line]) -> list[str]:
    """Deletes those that are as they were written, and returns the places of the others with what stood against it."""
    left = []
    for one in lines:
        try:
            state = await aside(partial(delete, one.content, journal.path), _LONGER) or State.SILENT
        except JournalError as error:
            left.append(error.message)
            continue
        if state is not State.HERE:
            left.append(f"{one.content.place}: {state.value}.")
    return left


def told(lines: Iterable[Line]) -> str:
    """The copies in words, a place on a line; "" where there is none."""
    places = [f"  {one.content.place}" for one in lines]
    return "\n".join(["These plain copies still lie where they were put:", *places]) if places else ""
