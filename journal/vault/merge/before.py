"""The backup that is made before another copy is taken in, for a merge may also delete for good."""

from journal.errors import JournalError
from journal.vault.backup.making import Closing, create_on_closing
from journal.vault.backup.places import is_current
from journal.vault.files import file_errors
from journal.vault.vault import Vault


def back_up_before(vault: Vault) -> tuple[bool, str]:
    """Makes a backup if there is none of the journal as it is. Whether there is one then, and what there is to tell."""
    told = create_on_closing(vault, Closing.NOW)
    if not told:
        return True, ""
    try:
        with file_errors(vault.path):
            return is_current(vault.path, vault.backups()), told
    except JournalError:
        return False, told
