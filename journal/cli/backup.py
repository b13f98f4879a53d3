"""Backups: making, listing and verifying them, and restoring the journal from one."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from journal.cli import output
from journal.cli.passphrase import OTHERWISE, given_passphrase
from journal.cli.place import Place, opened, place_of
from journal.cli.rows import table
from journal.cli.terminal import ask, ask_secret, require
from journal.errors import BadInput, JournalError, NoJournal
from journal.safety.text import safe_line
from journal.vault.backup.places import Backup, backups_in, folder_of, folders_of, salt_of
from journal.vault.backup.rehearsing import Rehearsed, rehearse, salt_at
from journal.vault.backup.restoring import Restored
from journal.vault.backup.telling import remark
from journal.vault.vault import utc_now

app = typer.Typer(rich_markup_mode=None, help="Make, list and verify backups of the journal, and restore one.")

_CONSENT = "--yes consents without being asked."

Folder = Annotated[
    Path | None,
    typer.Option(
        "--folder",
        metavar="FOLDER",
        readable=False,
        help="The folder that is set for backups. The one beside the journal if left out.",
    ),
]
File = Annotated[
    str | None,
    typer.Argument(metavar="[FILE]", help="A name that the list prints, or a path. The latest one if left out."),
]


@app.command()
def create(context: typer.Context) -> None:
    """Make a backup now, and verify it. Prints its place.

    Of each of the last days with a backup the latest is kept; the others are removed once the new one was verified.
    """
    from journal.vault.backup.making import create as make

    with opened(place_of(context), backing_up=False) as vault, output.counting("Copying page") as count:
        made = make(vault, count)
    output.write_place(made.place)
    if made.elsewhere:
        output.say(f"journal: warning: {made.elsewhere}")
    output.say("It was opened again and verified." + _removed(made.removed))


@app.command("list")
def list_(
    context: typer.Context,
    folder: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, with every field.")] = False,
) -> None:
    """List the backups, the latest first. It takes no passphrase, and reads nothing in them.

    A line each: name, when it was made, how long ago, and its size.
    """
    from journal.cli.documents import many

    path = place_of(context).path
    backups, salt, now = _found(path, folder), salt_of(path), utc_now()
    if as_json:
        output.write_bytes(many(_document(one, salt) for one in backups))
        return
    rows = (
        (
            one.place.name,
            f"{one.made.astimezone():%Y-%m-%d %H:%M}",
            age(one.made, now),
            f"{one.size / 1e6:.1f} MB",
            remark(one, salt),
        )
        for one in backups
    )
    for row in table(rows) if backups else ():
        output.write(f"{safe_line(row)}\n")
    where = safe_line(str(_folder(path, folder)))
    output.say(f"In {where}" if backups else f"There is no backup in {where}.")


@app.command()
def verify(context: typer.Context, file: File = None, folder: Folder = None) -> None:
    """Verify a backup by a rehearsal: it is opened with its passphrase, checked, and read to its end.

    Nothing is written to it. Prints its place.
    """
    place = place_of(context)
    rehearsed = _rehearsed(place, _chosen(place.path, file, folder))
    output.write_place(rehearsed.place)
    output.say(f"It is whole, and everything in it can be read. {rehearsed.told()}")


@app.command()
def restore(
    context: typer.Context,
    file: File = None,
    folder: Folder = None,
    yes: Annotated[bool, typer.Option("--yes", help="Consent without being asked.")] = False,
) -> None:
    """Put a copy of a backup in the place of the journal, after a rehearsal as by verify.

    The backup stays. The journal that was there is kept beside the backups under a name that says so, and is never
    removed by itself. It may be damaged, or missing. Prints the place of the journal.
    """
    from journal.cli.interrupts import interruptions
    from journal.safety.signals import held
    from journal.vault.backup.restoring import restore as put_back

    place = place_of(context)
    chosen = _chosen(place.path, file, folder)
    if not yes:
        require(otherwise=_CONSENT)
    rehearsed = _rehearsed(place, chosen)
    output.say(f"{safe_line(str(rehearsed.place))} is whole. {rehearsed.told()}")
    if not yes:
        kept = "The journal that is there now is kept beside the backups. " if place.path.exists() else ""
        if ask(f"{kept}Restore this backup? [y/N] ", otherwise=_CONSENT).lower() not in ("y", "yes"):
            raise JournalError("Nothing was restored.", "The journal is as it was.")
    done: list[Restored] = []
    with interruptions():
        try:
            with output.counting("Copying page") as count:
                put_back(place.path, rehearsed, progress=count, done=done.append)
        finally:  # whoever interrupts it hears that it is restored, where it is
            with held():
                for restored in done:
                    _tell(restored)


def _tell(restored: Restored) -> None:
    output.write_place(restored.place)
    output.say("The journal was restored. It opens with the passphrase of the backup.")
    if restored.warning:
        output.say(f"journal: warning: {restored.warning}")
    if restored.replaced is not None:
        output.say(f"The journal that was there is kept: {safe_line(str(restored.replaced))}")


def age(made: dt.datetime, now: dt.datetime) -> str:
    """How long ago a backup was made, in words."""
    from journal.model.session import days_away

    return days_away(made.astimezone().date(), now.astimezone().date())


def _removed(removed: int) -> str:
    if not removed:
        return ""
    return f" {removed} older {'one was' if removed == 1 else 'ones were'} removed."


def _document(backup: Backup, salt: bytes) -> dict[str, object]:
    return {
        "place": str(backup.place),
        "made": backup.made.isoformat(),
        "size": backup.size,
        "replaced": backup.replaced,
        "same_key": backup.salt == salt,
    }


def _folder(path: Path, folder: Path | None) -> Path:
    return folder_of(path) if folder is None else folders_of(path, str(folder))[0]


def _found(path: Path, folder: Path | None) -> tuple[Backup, ...]:
    """The backups in a folder, or in the one that is set inside it."""
    return backups_in(_folder(path, folder), path) or (() if folder is None else backups_in(folder, path))


def _chosen(path: Path, file: str | None, folder: Path | None) -> Path:
    """The backup that is meant. Raises NoJournal where there is none."""
    if file is not None:
        if not file:
            raise BadInput("The name of the backup is empty.", "journal backup list shows them.")
        named = next((one.place for one in _found(path, folder) if one.place.name == file), None)
        return named or Path(file)
    latest = next((one.place for one in _found(path, folder) if not one.replaced), None)
    if latest is None:
        raise NoJournal(
            f"There is no backup in {_folder(path, folder)}.",
            "Name a file, or with --folder the folder that is set for backups.",
        )
    return latest


def _rehearsed(place: Place, backup: Path) -> Rehearsed:
    salt_at(backup)  # what can't be one is said before the passphrase is asked for
    given = given_passphrase(place.passphrase_fd)
    secret = ask_secret("Passphrase of the backup: ", otherwise=OTHERWISE) if given is None else given
    return rehearse(backup, secret, near=place.path.resolve())
