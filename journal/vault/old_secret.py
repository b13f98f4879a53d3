"""What still opens with a passphrase that the journal had before, and a backup that doesn't."""

from journal.vault.backup.making import Closing, create_on_closing
from journal.vault.backup.places import others_with_old_secret
from journal.vault.rotate import STILL_OPEN
from journal.vault.vault import Vault


def still_open(vault: Vault) -> str:
    """How many older backups don't follow the change of a passphrase, and where, in a sentence. Raises NotWritable.

    Nothing may be under way in the journal.
    """
    older = others_with_old_secret(vault.path, vault.settings.get().backup_folder)
    if not older:
        return STILL_OPEN
    backups = "1 older backup still opens" if len(older) == 1 else f"{len(older):,} older backups still open"
    where = " and ".join(sorted({str(place.parent) for place in older}))
    return f"{backups} with the passphrase of before, as do other copies of the file that are older: look in {where}."


def backed_up(vault: Vault) -> str:
    """The same, after a backup was made that opens with the new passphrase; or else what hindered that."""
    trouble = create_on_closing(vault, Closing.NOW)
    return " ".join(part for part in (trouble, still_open(vault)) if part)
