"""Where the backups of a journal are, which there are, and which of them are kept.

None of this needs the passphrase. A backup is a file of our own naming; every other file in the folder, and every link,
is somebody else's, and is neither listed nor touched.
"""

import contextlib
import datetime as dt
import os
import re
import stat
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from journal.errors import NotWritable
from journal.vault.files import SIDE_FILES, file_errors, make_folder, open_regular, read_salt, synchronise
from journal.vault.key import SALT_BYTES
from journal.vault.unfinished import all_beside, sweep

_INSTANT = "%Y-%m-%d-%H%M%S"
_PATIENCE = 5.0  # seconds until a folder that was chosen is taken to be on a disk that doesn't answer
_COARSE = 2_000_000_000  # nanoseconds; some file systems know no finer times


@dataclass(frozen=True)
class Backup:
    """A backup, or a journal that was `replaced` by one.

    `made` is its instant in UTC, by its name. `stamp` is the time at which the journal that it is a copy of had been
    changed last, in nanoseconds. Its `salt` tells which key opens it: all files with the same salt have the same key.
    """

    place: Path
    made: dt.datetime
    size: int
    stamp: int
    salt: bytes
    replaced: bool = False


@dataclass(frozen=True)
class Seen:
    """The backups in the folders that could be looked into, and what went wrong with another one, or None."""

    backups: tuple[Backup, ...]
    trouble: NotWritable | None = None


def folder_of(path: Path) -> Path:
    """The folder beside a journal in which its backups are."""
    return path.resolve().parent / f"{_stem(path)}-backups"


def folders_of(path: Path, chosen: str) -> tuple[Path, ...]:
    """The same, and before it the one inside the folder that was chosen for them, if one was."""
    beside = folder_of(path)
    inside = _expanded(chosen)
    return (beside,) if inside is None else (inside / beside.name, beside)


def is_there(chosen: str) -> bool:
    """Whether the folder that was chosen for backups is there now, as a disk may not be, or may not answer."""
    inside = _expanded(chosen)
    return inside is not None and _answers(inside)


def folders_there(path: Path, chosen: str) -> tuple[Path, ...]:
    """The folders of backups that can be looked into now; the one that was chosen, only where its disk answers."""
    *inside, beside = folders_of(path, chosen)
    return (*(inside if is_there(chosen) else ()), beside)


def backups_in(folder: Path, path: Path) -> tuple[Backup, ...]:
    """The backups of a journal in a folder, the latest first; () without a folder. Raises NotWritable."""
    name = re.compile(rf"{re.escape(_stem(path))}-(replaced-)?(\d{{4}}-\d\d-\d\d-\d{{6}})\.db", re.ASCII)
    found = []
    with file_errors(folder), contextlib.suppress(FileNotFoundError, NotADirectoryError):
        for place in folder.iterdir():
            if (match := name.fullmatch(place.name)) and (backup := _backup(place, match[2], bool(match[1]))):
                found.append(backup)
    return tuple(sorted(found, key=lambda one: (one.made, one.place.name), reverse=True))


def seen(path: Path, chosen: str = "", salt: bytes = b"") -> Seen:
    """All backups of a journal, and the journals that were replaced by one, where they can be looked for.

    In a folder that was chosen, other journals may have theirs: there it is those alone that open with the key of the
    journal, or with that of this salt.
    """
    beside, salt = folder_of(path), salt or salt_of(path)
    found: list[Backup] = []
    trouble = None
    for folder in folders_there(path, chosen):
        try:
            found += [one for one in backups_in(folder, path) if folder == beside or one.salt == salt]
        except NotWritable as error:
            trouble = trouble or error
    return Seen(tuple(found), trouble)


def backups_of(path: Path, chosen: str = "") -> tuple[Backup, ...]:
    """The same, where all of them can be looked for. Raises NotWritable."""
    there = seen(path, chosen)
    if there.trouble is not None:
        raise there.trouble
    return there.backups


def others_with_old_secret(path: Path, chosen: str = "") -> tuple[Path, ...]:
    """The backups that open with another key than a journal has now, of whichever journal. Raises NotWritable."""
    salt = salt_of(path)
    every = (one for folder in folders_there(path, chosen) for one in backups_in(folder, path))
    return tuple(one.place for one in every if one.salt != salt)


def salts_of(path: Path) -> tuple[bytes, ...]:
    """The salts that the file of a journal may have had: the one that it has, and those of the backups beside it.

    Where one of them has the same, it is not lost, and there is no other. Of several, it is the latest two, as each
    takes a derivation of a key to try. Raises NoJournal and NotWritable.
    """
    salt, kept = read_salt(path), dict[bytes, None]()
    with contextlib.suppress(NotWritable):
        kept = dict.fromkeys(one.salt for one in backups_in(folder_of(path), path) if not one.replaced)
    return (salt,) if salt in kept else (salt, *[one for one in kept if len(one) == SALT_BYTES][:2])


def surplus(backups: Iterable[Backup], generations: int, now: dt.datetime) -> tuple[Backup, ...]:
    """Those that are not kept: all but the latest of each of the last days, in UTC, on which there is one.

    What was replaced is kept whatever its age. So is what has an instant that is still to come: a clock went back.
    """
    past = sorted((one for one in backups if not one.replaced and one.made <= now), key=lambda one: one.made)
    latest = {one.made.date(): one for one in past}
    kept = sorted(latest.values(), key=lambda one: one.made)[-generations:]
    return tuple(one for one in past if one not in kept)


def is_current(path: Path, backups: Iterable[Backup]) -> bool:
    """Whether one of these is a copy of the journal as it is now. Raises OSError."""
    changed, salt = path.stat().st_mtime_ns, salt_of(path)
    for one in backups:
        late = changed - one.stamp
        if one.salt == salt and (late == 0 or (one.stamp % _COARSE == 0 and 0 < late < _COARSE)):
            return True
    return False


def salt_of(path: Path) -> bytes:
    """The first bytes of a file, which are the salt of a journal; less where they can't be read."""
    try:
        with open_regular(path.resolve()) as file:
            return file.read(SALT_BYTES)
    except OSError:
        return b""


def name_of(path: Path, instant: dt.datetime, *, replaced: bool = False) -> str:
    """What a backup of a journal is called."""
    what = "-replaced" if replaced else ""
    return f"{_stem(path)}{what}-{instant.astimezone(dt.UTC).strftime(_INSTANT)}.db"


def make_private(folder: Path) -> None:
    """Makes a folder for backups, and makes one that is there private. Raises OSError."""
    make_folder(folder)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        with contextlib.suppress(PermissionError):  # a disk that knows no owners
            folder.chmod(0o700)


def sweep_backups(path: Path) -> None:
    """Removes what a backup or a restore that was ended has left among the backups beside a journal. Raises nothing.

    No restore may be under way.
    """
    file, folder = path.resolve(), folder_of(path)
    sweep(folder / file.name)
    with contextlib.suppress(OSError):
        forget_second_names(file, folder)


def forget_second_names(file: Path, folder: Path) -> None:
    """Takes from the journal the name that it got among the backups before another was to replace it. Raises OSError.

    A restore that was ended just before that left it, or a side file without a file.
    """
    mine = rf"{re.escape(_stem(file))}-replaced-\d{{4}}-\d\d-\d\d-\d{{6}}\.db"
    for place in folder.iterdir() if folder.is_dir() else ():
        if re.fullmatch(mine, place.name) and not place.is_symlink() and place.samefile(file):
            place.unlink()
        for ending in SIDE_FILES:
            main = place.with_name(place.name.removesuffix(ending))
            if place != main and re.fullmatch(mine, main.name) and not os.path.lexists(main):
                place.unlink()


def remove_all(backups: Iterable[Backup], folders: Iterable[Path], name: str) -> None:
    """Removes backups, what was half made for a journal of this name in their folders, and those that are empty then.

    Raises NotWritable; what was removed by then is gone.
    """
    for one in backups:
        discard(one)
    for folder in folders:
        with file_errors(folder):
            for left in all_beside(folder / name) if folder.is_dir() else ():
                left.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                folder.rmdir()
                synchronise(folder.parent)


def discard(backup: Backup) -> None:
    """Removes one. Raises NotWritable."""
    with file_errors(backup.place):
        for ending in (*SIDE_FILES, ""):
            backup.place.with_name(backup.place.name + ending).unlink(missing_ok=True)


def _backup(place: Path, instant: str, replaced: bool) -> Backup | None:
    try:
        made = dt.datetime.strptime(instant, _INSTANT).replace(tzinfo=dt.UTC)
        found = place.lstat()
        if not stat.S_ISREG(found.st_mode):
            return None
    except (ValueError, FileNotFoundError):
        return None
    return Backup(place, made, found.st_size, found.st_mtime_ns, salt_of(place), replaced)


def _stem(path: Path) -> str:
    return path.resolve().name.removesuffix(".db")


_silent: dict[Path, threading.Thread] = {}  # folders that didn't answer, and who still waits for that


def _answers(folder: Path) -> bool:
    """Whether a folder is there, and says so in time. One that doesn't is not asked again before it has."""
    if folder in _silent and _silent[folder].is_alive():
        return False
    found: list[bool] = []

    def ask() -> None:
        with contextlib.suppress(OSError):
            found.append(folder.is_dir())

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_PATIENCE)
    if asking.is_alive():
        _silent[folder] = asking
    return found == [True]


def _expanded(chosen: str) -> Path | None:
    if not chosen.strip():
        return None
    try:
        return Path(chosen.strip()).expanduser().absolute()
    except RuntimeError:  # the home of a user that isn't there
        return None
