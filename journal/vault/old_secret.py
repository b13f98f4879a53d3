"""What still opens with a passphrase that the journal had before, and a backup that doesn't."""

from journal.errors import JournalError
from journal.vault.backup.making import Closing, create_on_closing
from journal.vault.backup.places import seen
from journal.vault.rotate import STILL_OPEN
from journal.vault.vault import Vault


def still_open(vault: Vault, before: bytes) -> str:
    """How many backups open with the key that the journal had before a change, and where, in a sentence.

    `before` is the salt of that key. Nothing may be under way in the journal. Raises nothing of what can go wrong.
    """
    try:
        there = seen(vault.path, vault.settings.get().backup_folder, before)
    except JournalError:
        return STILL_OPEN
    older = [one.place for one in there.backups if one.salt == before]
    if not older:
        return STILL_OPEN
    backups = "1 older backup still opens" if len(older) == 1 else f"{len(older):,} older backups still open"
    where = " and ".join(sorted({str(place.parent) for place in older}))
    return f"{backups} with the passphrase of before, as do other copies of the file that are older: look in {where}."


def backed_up(vault: Vault, before: bytes) -> str:
    """The same, after a backup was made that opens with the new passphrase; or else what hindered that."""
    trouble = create_on_closing(vault, Closing.NOW)
    return " ".join(part for part in (trouble, still_open(vault, before)) if part)
