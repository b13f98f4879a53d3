"""Saving what can be read of a damaged journal into a new file."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from journal.cli import output
from journal.cli.passphrase import all_of_descriptor, passphrase
from journal.cli.place import Place
from journal.cli.secrets_new import new_passphrase, require_a_way
from journal.cli.secrets_sheet import NUMBER_GIVEN, typed_number, typed_words
from journal.cli.terminal import has_terminal, tell
from journal.errors import WrongPassphrase
from journal.safety.text import shell_words
from journal.vault.backup.places import salts_of
from journal.vault.files import file_errors, refuse_taken
from journal.vault.key import Key, derive_key
from journal.vault.page import examine
from journal.vault.recovery import NumberNeeded, key_of, salt_of
from journal.vault.salvage import Salvaged, salvage

# What the tables are, in words: one and many.
_KINDS = {
    "entry": ("entry", "entries"),
    "entry_version": ("earlier version of an entry", "earlier versions of entries"),
    "trash": ("entry in the trash", "entries in the trash"),
    "record": ("record of homework, sessions or goals", "records of homework, sessions and goals"),
    "record_version": ("earlier version of a record", "earlier versions of records"),
    "draft": ("draft", "drafts"),
    "person": ("nickname", "nicknames"),
    "setting": ("setting", "settings"),
    "summary_choice": ("choice for the next summary", "choices for the next summary"),
    "sharing_choice": ("choice of what is shared", "choices of what is shared"),
    "purged": ("note of what was deleted for good", "notes of what was deleted for good"),
    "standing": ("note of what went to the trash or came back", "notes of what went to the trash or came back"),
    "draft_past": ("note of a draft that is done with", "notes of drafts that are done with"),
    "person_removed": ("note of a nickname that was removed", "notes of nicknames that were removed"),
    "journal": ("mark of which journal it is", "marks of which journal it is"),
}
_SHEET = "--words-fd N gives the words of a recovery sheet, and --file-number NUMBER its number."
_OTHERWISE = "Without one, the words come from --words-fd N, and the new passphrase from --new-passphrase-fd N."


@dataclass(frozen=True)
class Ways:
    """What was said of how the damaged file is opened: the sheet, and the passphrase of the new file."""

    words_fd: int | None = None
    file_number: str | None = None
    new_passphrase_fd: int | None = None


def salvage_into(place: Place, file: str | None, ways: Ways) -> None:
    """Makes a new journal beside the damaged one, or at a place, and says what came over.

    It has the same passphrase, or a new one where it takes the recovery sheet to open the damaged one.
    """
    salts = salts_of(place.path) if ways.file_number is None else (salt_of(ways.file_number),)
    target = Path(file).absolute() if file is not None else _name_beside(place.path)
    with file_errors(target):
        refuse_taken(target)
    if ways.words_fd is not None:
        require_a_way(ways.new_passphrase_fd)
        words = all_of_descriptor(ways.words_fd, "--words-fd", "sheet")
        saved = _with_sheet(place, target, words, salts, ways)
    else:
        secret = passphrase(place.passphrase_fd)
        try:
            key = _opening(place.path, partial(derive_key, secret), salts) or derive_key(secret, salts[0])
            saved = _saved(place, key, target, secret)
        except WrongPassphrase as problem:
            if not has_terminal():
                raise WrongPassphrase(problem.message, f"{problem.hint} {_SHEET}") from None
            tell(f"{problem.message} {problem.hint} Ctrl-C leaves it.", otherwise=_OTHERWISE)
            saved = _with_sheet(place, target, typed_words(), salts, ways)
    output.write_place(target)
    for line in told(saved):
        output.say(line)
    opening = shell_words(["journal", "--file", str(target)])
    output.say(f"The damaged file was not touched. Open the new one with: {opening}")


def _with_sheet(place: Place, target: Path, words: str, salts: tuple[bytes, ...], ways: Ways) -> Salvaged:
    key = _key(place.path, words, salts, ways)
    secret = new_passphrase(ways.new_passphrase_fd)
    try:
        return _saved(place, key, target, secret)
    except WrongPassphrase:
        raise WrongPassphrase(
            "This sheet opens no part of this file.",
            "It is of another journal, or of before the passphrase was last changed, which made it void.",
        ) from None


def _key(path: Path, words: str, salts: tuple[bytes, ...], ways: Ways) -> Key:
    """The key on a sheet, with a salt that the file may have had, or else with that of the number."""
    if ways.file_number is not None:
        return key_of(words, salts[0])
    if found := _opening(path, partial(key_of, words), salts):
        return found
    needed = NumberNeeded("The words alone open no part of this file.", "The file number on the sheet may do it.")
    if ways.words_fd is not None:
        raise NumberNeeded(needed.message, f"{needed.hint} {NUMBER_GIVEN}")
    tell(f"{needed.message} {needed.hint}", otherwise=NUMBER_GIVEN)
    return key_of(words, salt_of(typed_number()))


def _opening(path: Path, key_with: Callable[[bytes], Key], salts: tuple[bytes, ...]) -> Key | None:
    """The key with the first of these salts that opens a part of the file."""
    with file_errors(path):
        return next((key for salt in salts if examine(path, key := key_with(salt)).opens), None)


def _saved(place: Place, key: Key, target: Path, secret: str) -> Salvaged:
    with output.counting("Reading pages") as count:
        return salvage(place.path, key, target, secret, count)


def told(saved: Salvaged) -> list[str]:
    """What came over and what didn't, in sentences."""
    lines = [f"Came over: {_listed(saved.counts) or 'nothing'}."]
    if saved.older:
        lines.append(
            "Of 1 of them only an earlier version could be read."
            if saved.older == 1
            else f"Of {saved.older:,} of them only earlier versions could be read."
        )
    if missing := _listed(saved.missing):
        lines.append(f"Known to be missing: {missing}.")
    if saved.missing_days:
        lines.append(f"Entries are missing of: {', '.join(day.isoformat() for day in saved.missing_days)}.")
    if unsure := [_KINDS[table][1] for table in saved.unsure if table in _KINDS]:
        lines.append(f"More may be missing that nothing tells of: {', '.join(unsure)}.")
    pages = "1 page" if saved.pages == 1 else f"{saved.pages:,} pages"
    lines.append(f"Of {pages}, {len(saved.damaged):,} could not be read.")
    if saved.lacking:
        lines.append(
            "1 more had been in the file and is gone."
            if saved.lacking == 1
            else f"{saved.lacking:,} more had been in the file and are gone."
        )
    if saved.unplaced:
        lines.append(
            "Of 1 page that could be read, nothing tells what is on it."
            if saved.unplaced == 1
            else f"Of {saved.unplaced:,} pages that could be read, nothing tells what is on them."
        )
    return lines


def _listed(counts: dict[str, int]) -> str:
    """How many of each kind, in words."""
    named = [(table, counts[table]) for table in _KINDS if counts.get(table)]
    return ", ".join(f"{count:,} {_KINDS[table][count != 1]}" for table, count in named)


def _name_beside(path: Path) -> Path:
    stamp = dt.datetime.now(dt.UTC).strftime("%Y-%m-%d-%H%M%S")
    return path.with_name(f"{path.stem}-salvaged-{stamp}{path.suffix}").absolute()
