"""What still opens with a passphrase that the journal had before."""

from journal.vault.backup.places import others_with_old_secret
from journal.vault.rotate import STILL_OPEN
from journal.vault.vault import Vault


def still_open(vault: Vault) -> str:
    """How many older backups don't follow the change of a passphrase, in a sentence. Raises NotWritable.

    Nothing may be under way in the journal.
    """
    older = len(others_with_old_secret(vault.path, vault.settings.get().backup_folder))
    if not older:
        return STILL_OPEN
    backups = "1 older backup still opens" if older == 1 else f"{older:,} older backups still open"
    return f"{backups} with the passphrase of before, as do other copies of the file that are older."
