"""The backup that is made when the app closes the journal, and what is said of it."""

from collections.abc import Callable

from journal.tui.ending import Ending
from journal.tui.vault_thread import VaultThread
from journal.vault.vault import Vault

NOT_BACKED_UP = "No backup could be made when the journal was closed. F10, then F5, makes one and says why it can't."


async def back_up(vault: VaultThread, ending: Ending, stopped: Callable[[], bool]) -> str:
    """Makes a backup of a journal that is about to be closed, if it is time for one; returns what there is to tell.

    None is made where a signal or the shell has the program end or stop at once.
    """
    from journal.vault.backup.making import Closing, create_on_closing

    closing = {Ending.QUIT: Closing.QUIT, Ending.LOCKED: Closing.LOCK}.get(ending)
    if closing is None or stopped() or not vault.is_open:
        return ""
    return await vault.by_itself(lambda one: create_on_closing(one, closing, stopped))


def lag_of(vault: Vault) -> str:
    """What there is to tell of changes that have been in no backup for long, or ""."""
    from journal.vault.backup.making import lag

    try:
        changed = vault.path.stat().st_mtime
    except OSError:
        return ""
    return lag(vault.path, vault.settings.get().backup_folder, changed)
