"""What comes in: the data of another journal, and what other programs wrote."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from journal.cli import output
from journal.cli.interrupts import interruptions
from journal.cli.place import opened, place_of
from journal.errors import BadInput
from journal.safety.text import safe_line
from journal.vault.files import read_salt

if TYPE_CHECKING:
    from journal.transfer.incoming.foreign import Column, Options
    from journal.transfer.incoming.recognising import Format, Read
    from journal.transfer.incoming.taking import Report

_STDIN = "-"
_OTHERWISE = "Without one, the password of the file comes from --password-fd N."


def import_(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file, or a folder of files; - is standard input.")],
    form: Annotated[
        Literal["json", "csv", "jrnl", "dayone", "markdown"] | None,
        typer.Option("--format", help="What it is. Its content and its ending decide if left out."),
    ] = None,
    dry: Annotated[bool, typer.Option("--dry-run", help="Say what would come in, and change nothing.")] = False,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="FIELD=COLUMN",
            help="Of a CSV file: the column that goes to a field, as in when=Date. May be given several times.",
        ),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="The day of what has no date: 2026-05-01, yesterday.")
    ] = None,
    date_format: Annotated[
        str,
        typer.Option("--date-format", metavar="FORMAT", help="How dates are written there, as in: %d/%m/%Y %H:%M"),
    ] = "",
    tag_symbols: Annotated[
        str, typer.Option("--tag-symbols", metavar="SIGNS", help="Of a jrnl file: what its tags begin with.")
    ] = "#@",
    password_fd: Annotated[
        int | None,
        typer.Option(
            "--password-fd",
            min=0,
            max=2**31 - 1,
            metavar="N",
            help="Read the password of an encrypted file from this file descriptor: its first line.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Say what came in as JSON.")] = False,
) -> None:
    """Take in the data of another journal, or what you wrote in another program.

    Data of journal itself comes in without loss. Entries of jrnl, Day One, Markdown and CSV become reflections, all of
    it guarded. What is here already stays as it is. All of it comes in, or nothing.
    """
    from journal.clock import today
    from journal.model.dates import parse_date
    from journal.transfer.incoming.foreign import Options
    from journal.transfer.incoming.whens import Whens

    options = Options(
        date=None if on is None else parse_date(on, today()),
        whens=Whens(date_format),
        tag_symbols=tag_symbols,
        columns=tuple(map(_pair, mapping or ())),
    )
    place = place_of(context)
    read_salt(place.path)
    early = None if file == _STDIN else _read(file, form, options, password_fd, dry=dry)  # before any passphrase
    with opened(place, read_only=dry) as vault:
        found, read = early or _read(file, form, options, password_fd, dry=dry)
        output.say(f"Format: {found.label}." if form else f"Format: {found.label}, recognised.")
        from journal.transfer.data import JournalData
        from journal.transfer.incoming.taking import take_data, take_entries

        with interruptions(), output.counting("Taking in") as progress:
            if isinstance(read, JournalData):
                report = take_data(vault, read, dry=dry, progress=progress)
            else:
                report = take_entries(vault, read, dry=dry, progress=progress)
    _tell(report, found, dry=dry, as_json=as_json)
    if not dry and file != _STDIN:
        output.say("The file is still where it was. Delete it when it is no longer needed, if others could read it.")


def _pair(typed: str) -> tuple[str, str]:
    field, sign, column = typed.partition("=")
    if not sign or not column.strip():
        raise BadInput("The value of --map can't be used.", "Write it as in: --map when=Date --map text=Notes")
    return field.strip().lower(), column


def _read(
    file: str, form: str | None, options: "Options", password_fd: int | None, *, dry: bool
) -> tuple["Format", "Read"]:
    from journal.transfer.incoming.recognising import Format, read, read_folder
    from journal.transfer.incoming.source import read_file, read_stream

    wanted = Format.of(form) if form else None
    path = Path(file)
    try:
        if file != _STDIN and path.is_dir():
            return read_folder(path, wanted, options)
    except (OSError, ValueError):
        raise BadInput("The name of FILE can't be used.", "Name a file, a folder, or - for standard input.") from None
    if file != _STDIN:
        data, name = _opened(read_file(path), path.name, password_fd)
    else:
        data, name = _opened(read_stream(sys.stdin.buffer) if sys.stdin is not None else b"", "", password_fd)
    try:
        return read(data, name, wanted, options)
    except BadInput:
        if dry and (wanted is Format.CSV or (wanted is None and name.lower().endswith((".csv", ".tsv")))):
            _tell_columns_of(data)
        raise


def _opened(data: bytes, name: str, password_fd: int | None) -> tuple[bytes, str]:
    """The file as it was before age encrypted it, with the name it had then; another file as it is."""
    from journal.outgoing.age import decrypted, is_encrypted, wants_passphrase

    if not is_encrypted(data[:200]):
        return data, name
    if not wants_passphrase(data[:200]):
        raise BadInput(
            "The file is encrypted for a key of age.", "Decrypt it: age -d -i KEYFILE FILE | journal import -"
        )
    from journal.cli.passphrase import from_descriptor
    from journal.cli.terminal import ask_secret

    password = (
        ask_secret("Password of the file: ", otherwise=_OTHERWISE)
        if password_fd is None
        else from_descriptor(password_fd, "--password-fd", "passphrase")
    )
    return b"".join(decrypted(data, passphrase=password)), name.removesuffix(".age")


def _tell(report: "Report", form: "Format", *, dry: bool, as_json: bool) -> None:
    if as_json:
        from journal.cli.documents import one

        output.write_bytes([one(_document(report, form, dry=dry))])
    else:
        from journal.cli.rows import table

        for row in table(list(_rows(report))):
            output.write(f"{row}\n")
        if dry:
            _tell_columns(report.columns)
    if report.settings.label:
        output.say(report.settings.label)
    if report.paused:
        output.say(f"Paused, until you record the agreement on its stage: {report.paused} of the homework.")
    if dry:
        output.say("This was a dry run: nothing was changed.")
    elif not report.new:
        output.say("There was nothing new in it.")


def _rows(report: "Report") -> Iterator[tuple[str, str]]:
    from journal.vault.taking import Taken

    for kind, counts in report.counts.items():
        for taken in Taken:
            if number := counts[taken]:
                days = ""
                if taken is Taken.NEW and kind == "entries" and report.first and report.last:
                    days = f", {report.first.isoformat()} to {report.last.isoformat()}"
                yield f"{number:,}", f"{kind.label}{days}" if taken is Taken.NEW else f"{kind.label}: {taken.label}"
    if report.versions:
        yield f"{report.versions:,}", "earlier versions of these"
    for what, number in sorted(report.left_out.items()):
        yield f"{number:,}", f"left out: {what}"


def _document(report: "Report", form: "Format", *, dry: bool) -> dict[str, Any]:
    from journal.vault.taking import Taken

    return {
        "format": form.value,
        "dry_run": dry,
        "counts": {
            kind.value: {taken.value: counts[taken] for taken in Taken} for kind, counts in report.counts.items()
        },
        "earlier_versions": report.versions,
        "first": report.first,
        "last": report.last,
        "left_out": dict(report.left_out),
        "settings": report.settings.value,
        "paused": report.paused,
        "columns": [{"name": column.name, "field": column.field} for column in report.columns],
    }


def _tell_columns_of(data: bytes) -> None:
    from journal.transfer.incoming.source import text_of
    from journal.transfer.incoming.table import columns_of

    _tell_columns(columns_of(text_of(data)))


def _tell_columns(columns: tuple["Column", ...]) -> None:
    for column in columns:
        output.write(f"column {safe_line(column.name)}: {column.field or 'goes nowhere'}\n")
