"""What a screen moved to the trash, to be put back by a key."""

from collections.abc import Callable
from functools import partial
from typing import Any

from journal.errors import JournalError, NotFound
from journal.tui.vault_thread import VaultThread
from journal.vault.records import Records
from journal.vault.vault import Vault


class Removed:
    """The records that one screen moved to the trash, the latest last. Methods raise what the vault raises."""

    def __init__(self) -> None:
        self._ids: list[str] = []

    async def remove(self, vault: VaultThread, records: Callable[[Vault], Records[Any]], record_id: str) -> bool:
        """Moves a record to the trash; False where it wasn't there any more, as when a key was pressed twice."""
        try:
            await vault.write(lambda opened: records(opened).remove(record_id))
        except NotFound:
            return False
        self._ids.append(record_id)
        return True

    async def put_back(self, vault: VaultThread) -> str:
        """Puts back what was moved last and is still in the trash, and returns its id; "" where there is nothing."""
        while self._ids:
            record_id = self._ids.pop()
            try:
                await vault.write(partial(_put_back, record_id))
            except NotFound:
                continue  # put back or deleted for good in the trash
            except JournalError:
                self._ids.append(record_id)
                raise
            return record_id
        return ""


def _put_back(record_id: str, vault: Vault) -> None:
    vault.record_trash.put_back(record_id)
