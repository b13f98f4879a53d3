"""Putting a backup in the place of a journal; what was there is kept beside the backups."""

import datetime as dt
import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from journal.errors import BadInput
from journal.safety.signals import held
from journal.vault.backup.places import folder_of, forget_second_names, make_private, name_of
from journal.vault.backup.rehearsing import Rehearsed, opened
from journal.vault.copying import Progress, write_copy
from journal.vault.files import SIDE_FILES, file_errors, is_confirmed, make_folder, put_in_place, synchronise
from journal.vault.presence import Presence
from journal.vault.raw_copy import copy_raw
from journal.vault.salvage.undoing import undo_into
from journal.vault.unfinished import sweep, unfinished
from journal.vault.vault import Vault, utc_now

_UNCONFIRMED = (
    "The backup was restored, but the disk reported an error right after. Keep the backup until the journal has opened "
    "after a restart of the machine, and check the disk."
)
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS, errno.EXDEV)


@dataclass(frozen=True)
class Restored:
    """Where the journal is that was restored, and where the one is that it replaced, if there was one.

    `warning` is what there is to tell of a disk that did not confirm it, or "".
    """

    place: Path
    replaced: Path | None
    warning: str = ""


def restore(
    path: Path,
    backup: Rehearsed,
    *,
    now: dt.datetime | None = None,
    progress: Progress | None = None,
    done: Callable[[Restored], object] = lambda _: None,
) -> Restored:
    """Puts a copy of a backup that was rehearsed in the place of a journal, which may be damaged or missing.

    It opens with the passphrase of the backup. Whatever happens on the way, the old journal is in its place or the new
    one is, and `done` is called once the new one is, before any signal can end the program. Raises JournalInUse where
    another program has a journal of that folder open, Damaged, BadInput and NotWritable.
    """
    file = path.resolve()
    if file.is_dir():
        raise BadInput(f"{path} is a folder.", "Name the file of the journal with --file.")
    with file_errors(file):
        make_folder(file.parent)
    presence = Presence(file)
    try:
        with presence.alone():
            return _restore(file, backup, now or utc_now(), progress, done)
    finally:
        presence.end()


def restore_over(vault: Vault, backup: Rehearsed, progress: Progress | None = None) -> Restored:
    """The same in the place of a journal that is open here, which has to be closed then: it is no longer in its place.

    Where anything is raised, it is, and stays open.
    """
    with vault.alone():
        return _restore(vault.path.resolve(), backup, vault.clock(), progress)


def _restore(
    file: Path,
    backup: Rehearsed,
    now: dt.datetime,
    progress: Progress | None,
    done: Callable[[Restored], object] = lambda _: None,
) -> Restored:
    with file_errors(file):
        sweep(file)
        with unfinished(file) as temporary:
            with opened(backup.place, backup.key, near=file) as connection:
                write_copy(connection, temporary, backup.key, progress)
            # As of then, so that the journal is known to be in this backup, and not taken for changed since.
            changed = backup.place.stat().st_mtime_ns
            os.utime(temporary, ns=(changed, changed))
            with held():
                replaced = _keep(file, now) if os.path.lexists(file) else None
                _end_save(file)
                temporary.replace(file)
                restored = Restored(file, replaced, "" if is_confirmed(file.parent) else _UNCONFIRMED)
                done(restored)
        return restored


def _end_save(file: Path) -> None:
    """Takes away what a save that was cut short left beside the old journal, which is never to be taken for the new's.

    The journal is what it was before that save from then on, as its next opening would have made it.
    """
    undo = _beside(file, "-journal")
    if undo.is_file() and file.is_file():
        with _copy(file, file) as mended:
            with undo.open("rb") as kept, mended.open("r+b") as copy:
                undo_into(copy, kept)
                copy.flush()
                os.fsync(copy.fileno())
            mended.replace(file)  # undoing the same once more, where this is ended now, makes no difference
        synchronise(file.parent)
    for ending in SIDE_FILES:
        _beside(file, ending).unlink(missing_ok=True)
    synchronise(file.parent)


def _keep(file: Path, now: dt.datetime) -> Path:
    """Gives the old journal, and what is beside it, a name among the backups too. Raises NotWritable."""
    folder = folder_of(file)
    with file_errors(folder):
        return _keep_in(folder, file, now)


def _keep_in(folder: Path, file: Path, now: dt.datetime) -> Path:
    make_private(folder)
    forget_second_names(file, folder)
    instant = now
    while os.path.lexists(place := folder / name_of(file, instant, replaced=True)):
        instant += dt.timedelta(seconds=1)
    beside = [ending for ending in SIDE_FILES if _beside(file, ending).is_file()]
    if beside:
        # A save was cut short: opening it would write to a file that has two names, so this is another file.
        for ending in beside:
            with _copy(_beside(file, ending), folder / file.name) as copy:
                put_in_place(copy, _beside(place, ending))
        try:
            with _copy(file, folder / file.name) as copy:
                put_in_place(copy, place)
        except BaseException:
            for ending in beside:
                with suppress(OSError):  # opening the journal sweeps it then
                    _beside(place, ending).unlink(missing_ok=True)
            raise
        return place
    try:
        os.link(file, place)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        with _copy(file, folder / file.name) as copy:
            put_in_place(copy, place)
    synchronise(folder)
    return place


@contextmanager
def _copy(source: Path, base: Path) -> Iterator[Path]:
    with unfinished(base) as copy:
        copy_raw(source.resolve(), copy, durable=True)
        shutil.copystat(source, copy)
        copy.chmod(0o600)
        yield copy


def _beside(place: Path, ending: str) -> Path:
    return place.with_name(place.name + ending)
