"""What is said of the backups of a journal before it goes."""

import glob
from pathlib import Path

from journal.vault.backup.places import Backup, folders_of, is_there, others_with_old_secret
from journal.vault.key import SALT_BYTES
from journal.vault.merge.conflicts import conflict_copies
from journal.vault.vault import Vault


def told(vault: Vault) -> str:
    """Which backups go with a journal, and which copies stay, a sentence on a line; "" where there are none.

    Those with another key are of before the passphrase was changed, or of another journal that was called the same.
    No transaction may be under way. Raises NotWritable.
    """
    mine = [one.place for one in vault.backups() if one.salt == vault.key.salt]
    chosen = vault.settings.get().backup_folder
    others = others_with_old_secret(vault.path, chosen)
    said = []
    if mine:
        goes = "It goes" if len(mine) == 1 else "They go"
        said.append(f"The journal has {_counted(mine)}, in {_folders(mine)}. {goes} with it.")
    if others:
        stays = (
            "It stays: remove it by hand if it is" if len(others) == 1 else "They stay: remove them by hand if they are"
        )
        more = _counted(others).replace("backup", "more backup" if mine else "backup")
        said.append(
            f"{more}, in {_folders(others)}, {'opens' if len(others) == 1 else 'open'} with another key. "
            f"{stays} of this journal."
        )
    if chosen.strip() and not is_there(chosen):
        folder = folders_of(vault.path, chosen)[0].parent
        said.append(f"The folder for backups, {folder}, can't be looked into now: what is in it stays.")
    beside = [copy.path.name for copy in conflict_copies(vault.path)] + _salvaged(vault.path)
    if beside:
        said.append(f"Other copies of the journal lie beside it, and stay: {', '.join(sorted(beside))}.")
    return "\n".join(said)


def remark(backup: Backup, salt: bytes) -> str:
    """What is said of a backup beside its age and size; `salt` is that of the journal."""
    if backup.replaced:
        return "the journal that a backup replaced"
    if len(backup.salt) < SALT_BYTES:
        return "can't be read"
    return "another key" if salt and backup.salt != salt else ""


def _salvaged(path: Path) -> list[str]:
    file = path.resolve()
    return [place.name for place in file.parent.glob(f"{glob.escape(file.stem)}-salvaged-*")]


def _counted(places: list[Path] | tuple[Path, ...]) -> str:
    return "1 backup" if len(places) == 1 else f"{len(places)} backups"


def _folders(places: list[Path] | tuple[Path, ...]) -> str:
    return " and ".join(sorted({str(place.parent) for place in places}))
