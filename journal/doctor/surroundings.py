"""The file from outside: who may read it, where it lies, and what lies around it. Needs no passphrase."""

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from journal.doctor.carried import carried_by
from journal.doctor.finding import Finding, bad, good, look, unknown
from journal.doctor.swap import swap
from journal.errors import JournalError
from journal.outgoing import parts
from journal.safety.process import missing
from journal.safety.text import safe_line, shell_words
from journal.vault.backup.places import backups_in, folder_of
from journal.vault.files import own_files
from journal.vault.merge.conflicts import conflict_copies
from journal.vault.unfinished import leftovers

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_ROOM = 2.2  # times the file: what a change of passphrase takes


def surroundings(path: Path) -> Iterator[Finding]:
    """What is found around a journal, one by one. What can't be looked at is a finding too."""
    file = path.resolve()
    for about, examine in (
        ("permissions", _permissions),
        ("other names", _other_names),
        ("synced folder", _carried),
        ("room on the disk", _room),
        ("leftovers", _leftovers),
        ("backups", _backups_folder),
        ("conflict copies", _conflicts),
    ):
        try:
            yield from examine(file)
        except JournalError as error:
            yield unknown(about, error.message, error.hint)
        except OSError as error:
            reason = (error.strerror or "it can't be used").lower()
            yield unknown(about, f"{_shown(file)} can't be looked at: {reason}.", "Check the path and its permissions.")
    yield swap()
    yield from _protection()


def _shown(place: Path) -> str:
    return safe_line(str(place))


def _quoted(places: Iterable[Path]) -> str:
    return shell_words(map(str, places))


def _permissions(file: Path) -> Iterator[Finding]:
    about = "permissions"
    if os.name != "posix":
        yield unknown(about, "Who may read the file can't be told here.", "Keep it in a folder of your own account.")
        return
    files = [place for place in dict.fromkeys(own_files(file)) if place.exists()]
    open_files = [place for place in files if place.stat().st_mode & _OTHERS]
    others = [place for place in (*files, file.parent) if place.stat().st_uid not in (os.getuid(), 0)]
    folder = file.parent.stat().st_mode
    writable = [
        place for place in file.parent.parents
        if place.stat().st_mode & _OTHERS_WRITE and not place.stat().st_mode & stat.S_ISVTX
    ]  # fmt: skip
    if open_files:
        yield bad(
            about,
            "Other accounts of this machine may read or write the encrypted file.",
            f"Take that away: chmod 600 {_quoted(open_files)}",
        )
    if folder & _OTHERS_WRITE and not folder & stat.S_ISVTX:
        yield bad(
            about,
            "Other accounts of this machine may put another file in the journal's place.",
            f"Take that away: chmod 700 {_quoted([file.parent])}",
        )
    elif folder & _OTHERS:
        yield look(
            about,
            "Other accounts of this machine may see that there is a journal, how large it is and when you write.",
            f"If you share the machine: chmod 700 {_quoted([file.parent])}",
        )
    if others:
        yield bad(
            about,
            "A part of the journal belongs to another account of this machine.",
            f"See whose it is: ls -ld {_quoted(others)}",
        )
    if writable:
        yield look(
            about,
            "Other accounts of this machine may move a folder above the journal away.",
            f"Take that away: chmod go-w {_quoted(writable)}",
        )
    if not (open_files or folder & _OTHERS or others or writable):
        yield good(about, "The file and its folder are yours alone.")


def _other_names(file: Path) -> Iterator[Finding]:
    if file.stat().st_nlink > 1:
        yield look(
            "other names",
            "The file has another name on this disk, which keeps all of it when this one is removed.",
            f"Find it: find / -xdev -samefile {_quoted([file])}",
        )


def _carried(file: Path) -> Iterator[Finding]:
    about = "synced folder"
    if program := carried_by(file.parent):
        yield look(
            about,
            f"The folder seems to be carried elsewhere by {safe_line(program)}, which may copy the file while it is "
            "written.",
            "Let it carry the folder of the backups instead, or close the journal before it runs; copies that two "
            "machines have written in are joined by: journal merge",
        )
    else:
        yield good(about, "Nothing that is known to carry folders elsewhere was seen around the file.")


def _room(file: Path) -> Iterator[Finding]:
    needed, free = file.stat().st_size * _ROOM, shutil.disk_usage(file.parent).free
    if free < needed:
        yield look(
            "room on the disk",
            f"{free / 1e6:,.0f} MB are free. Changing the passphrase would take {needed / 1e6:,.0f} MB.",
            "Make some room, so that drafts, entries and backups go on being saved.",
        )
    else:
        yield good("room on the disk", "There is room for backups and for a change of passphrase.")


def _leftovers(file: Path) -> Iterator[Finding]:
    about = "leftovers"
    left = [*leftovers(file), *leftovers(folder_of(file) / file.name)]
    in_clear = [part for folder in _likely_folders(file) for part in parts.left(folder)]
    if left:
        yield look(
            about,
            "Files that were never finished lie beside the journal or its backups. They are encrypted.",
            "Open the journal, and close it after a change, which removes them.",
        )
    if in_clear:
        yield bad(
            about,
            "An export that was cut off left a part, which may be readable by anybody who finds it.",
            f"Remove it: rm -r {_quoted(in_clear)}",
        )
    if not (left or in_clear):
        yield good(about, "Nothing unfinished was left.")


def _backups_folder(file: Path) -> Iterator[Finding]:
    folder = folder_of(file)
    if os.name != "posix" or not folder.is_dir():
        return
    if folder.stat().st_mode & _OTHERS:
        yield bad(
            "backups",
            "Other accounts of this machine may see the backups, or put others in their place.",
            f"Take that away: chmod 700 {_quoted([folder])}",
        )
    open_files = [one.place for one in backups_in(folder, file) if one.place.stat().st_mode & _OTHERS]
    if open_files:
        yield bad(
            "backups",
            "Other accounts of this machine may read or write the encrypted backups.",
            f"Take that away: chmod 600 {_quoted(open_files)}",
        )


def _conflicts(file: Path) -> Iterator[Finding]:
    copies = conflict_copies(file)
    if copies:
        one = len(copies) == 1
        yield look(
            "conflict copies",
            f"{'A copy' if one else f'{len(copies)} copies'} of the journal that another machine wrote "
            f"{'lies' if one else 'lie'} beside it.",
            f"Take {'it' if one else 'them'} in: journal merge",
        )


def _likely_folders(file: Path) -> tuple[Path, ...]:
    """Where exports go unless another place is named: home, where the program is, and beside the journal."""
    return tuple({place.resolve(): None for place in (file.parent, Path.home(), Path.cwd())})


def _protection() -> Iterator[Finding]:
    about = "memory"
    lacking = missing()
    for sentence in lacking:
        yield look(about, sentence, "Lock the journal when you leave it, and keep other people's programs off here.")
    if not lacking:
        yield good(about, "Other programs can't read what the open journal holds, and a crash leaves no copy of it.")
