"""Saving what can be read of a damaged journal into a new file."""

import datetime as dt
import shlex
from pathlib import Path

from journal.cli import output
from journal.cli.passphrase import passphrase
from journal.cli.place import Place
from journal.errors import JournalError
from journal.safety.text import safe, safe_line
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.salvage import Salvaged, salvage

# What the tables are, in words: one and many.
_KINDS = {
    "entry": ("entry", "entries"),
    "entry_version": ("earlier version of entries", "earlier versions of entries"),
    "trash": ("entry in the trash", "entries in the trash"),
    "record": ("record of homework, sessions and goals", "records of homework, sessions and goals"),
    "record_version": ("earlier version of records", "earlier versions of records"),
    "draft": ("draft", "drafts"),
    "person": ("nickname", "nicknames"),
    "setting": ("setting", "settings"),
}


def salvage_into(place: Place, file: str | None) -> None:
    """Makes a new journal beside the damaged one, or at a place, with the same passphrase, and says what came over."""
    salt = read_salt(place.path)
    target = Path(file).absolute() if file is not None else _name_beside(place.path)
    secret = passphrase(place.passphrase_fd)
    with output.counting("Reading pages") as count:
        saved = salvage(place.path, derive_key(secret, salt), target, secret, count)
    output.write(f"{safe(str(target))}\n")
    for line in told(saved):
        output.say(line)
    opening = safe_line(shlex.join(["journal", "--file", str(target)]))
    output.say(f"The damaged file was not touched. Open the new one with: {opening}")
    if not any(saved.counts.values()):
        raise JournalError("Nothing could be read.", "Go back to a backup with: journal backup restore")


def told(saved: Salvaged) -> list[str]:
    """What came over and what didn't, in sentences."""
    came = [
        f"{count:,} {_KINDS[table][count != 1]}" for table, count in saved.counts.items() if count and table in _KINDS
    ]
    lines = [f"Came over: {', '.join(came)}."]
    if saved.older:
        lines.append(f"Of {saved.older:,} of them only an earlier version could be read.")
    missing = sum(saved.missing.values())
    if missing:
        lines.append(f"Could not be read: {missing:,}.")
    if saved.missing_days:
        lines.append(f"Entries are missing of: {', '.join(day.isoformat() for day in saved.missing_days)}.")
    if saved.unsure:
        lines.append("More may be missing that nothing tells of.")
    lines.append(f"Of {saved.pages:,} pages, {len(saved.damaged):,} could not be read.")
    if saved.lacking:
        lines.append(f"{saved.lacking:,} more had been in the file and are gone.")
    return lines


def _name_beside(path: Path) -> Path:
    stamp = dt.datetime.now(dt.UTC).strftime("%Y-%m-%d-%H%M%S")
    return path.with_name(f"{path.stem}-salvaged-{stamp}{path.suffix}").absolute()
