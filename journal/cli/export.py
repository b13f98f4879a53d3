"""What leaves the journal: a summary for a session, and everything as data."""

import contextlib
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from journal.cli import output
from journal.cli.interrupts import interruptions
from journal.cli.period import Since, Until, asked
from journal.cli.place import opened, place_of, reading
from journal.cli.terminal import ask, require
from journal.errors import BadInput, JournalError
from journal.model.sharing import Audience
from journal.safety.text import safe

app = typer.Typer(rich_markup_mode=None, help="Write a summary, or everything as data, to a file.")

_STDOUT = "-"
_CONSENT = "Whoever has the file can read it; --plaintext consents to that without being asked."
_WHO = {"therapist": "your therapist", "joint": "a joint session"}
_ENDINGS = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".txt": "txt"}

File = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FILE", help="Where to; - is standard output. A new file here if left out."),
]
Plaintext = Annotated[
    bool, typer.Option("--plaintext", help="Consent to a file that anyone who has it can read, without being asked.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace the file that is there.")]


@app.command()
def summary(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    audience: Annotated[
        Literal["therapist", "joint"],
        typer.Option("--for", help="Whose page it is: it holds what was released for them, and nothing else."),
    ] = "therapist",
    form: Annotated[
        Literal["md", "html", "txt"] | None,
        typer.Option("--format", help="Markdown, a web page or plain text. The ending of FILE decides if left out."),
    ] = None,
    file: File = None,
    plaintext: Plaintext = False,
    force: Force = False,
) -> None:
    """Write the page for a session.

    It holds what you released for your therapist, or for a joint session, and nothing else. Prints the place of the
    file.
    """
    from journal.clock import now as local_now
    from journal.clock import today as local_today

    today = local_today()
    wanted = asked(since, until, today)
    ending = form or _ENDINGS.get(Path(file or "").suffix.lower(), "md")
    target = _target(file, "summary", today, ending, force=force, plaintext=plaintext)
    _refuse_journal(target, place_of(context).path)
    with reading(place_of(context)) as vault:
        from journal.summary import Format, render
        from journal.summary.build import build

        period = wanted.period(vault)
        built = build(vault, Audience.of(audience), period.first, period.last, local_now())
    wanted.say(period)
    if built.empty:
        raise JournalError(
            f"Nothing from this time was released for {_WHO[audience]}, so nothing was written.",
            "Open an entry in journal and press s to choose what may be shared, or name another period.",
        )
    content = render(built, Format.of(ending))
    _leave(target, [content], force=force, plaintext=plaintext)


@app.command()
def data(
    context: typer.Context,
    form: Annotated[Literal["json"], typer.Option("--format", help="The only one so far.")] = "json",
    file: File = None,
    plaintext: Plaintext = False,
    force: Force = False,
) -> None:
    """Write everything, without loss, to read elsewhere or to keep.

    Every entry with its history, the trash and the drafts. Prints the place of the file.
    """
    from journal.clock import today
    from journal.transfer.data import export_json

    target = _target(file, "data", today(), form, force=force, plaintext=plaintext)
    _refuse_journal(target, place_of(context).path)
    with (
        opened(place_of(context), read_only=True) as vault,
        contextlib.closing(export_json(vault, vault.clock())) as pieces,
    ):
        _leave(target, output.with_progress(pieces), force=force, plaintext=plaintext)


def _target(file: str | None, what: str, today: date, ending: str, *, force: bool, plaintext: bool) -> Path | None:
    """Where to write, None for standard output. What stands against it is said before the passphrase is asked for."""
    from journal.outgoing import default_name

    if file == _STDOUT:
        if output.on_terminal() and not plaintext:
            raise BadInput(
                "Standard output is a terminal, and terminals keep what they showed.",
                "Name a file with -o FILE, or add --plaintext to see it here.",
            )
        target = None
    else:
        target = Path(file if file is not None else default_name(what, today, ending))
        try:
            folder = target.is_dir()
        except OSError as error:  # a name that is too long, for one
            reason = (error.strerror or "it can't be used").lower()
            raise BadInput(f"The file of -o can't be used: {reason}.", "Name another one with -o.") from None
        if folder:
            raise BadInput(f"{target} is a folder.", "Name a file inside it.")
        if os.path.lexists(target) and not force:
            raise BadInput(
                f"There is a file at {target} already. It was left as it is.",
                "Name another one with -o, or add --force.",
            )
    if not plaintext:
        require(otherwise=_CONSENT)
    return target


def _refuse_journal(target: Path | None, journal: Path) -> None:
    """Nothing may replace the journal or a file beside it that belongs to it, whatever else may be replaced."""
    if target is None:
        return
    own = [journal, *(journal.with_name(journal.name + ending) for ending in ("-journal", "-wal", "-shm"))]
    if target.resolve() in {place.resolve() for place in own} or (
        target.exists() and journal.exists() and target.samefile(journal)
    ):
        raise BadInput(f"{target} is the journal itself. It was left as it is.", "Name another file with -o.")


def _leave(target: Path | None, pieces: Iterable[bytes], *, force: bool, plaintext: bool) -> None:
    if not plaintext:
        question = "Anyone who has this can read it. Type plain to write it all the same: "
        if ask(question, otherwise=_CONSENT).lower() != "plain":
            raise JournalError("Nothing was written.", "It takes the word plain, or the option --plaintext.")
    if target is None:
        output.write_bytes(pieces)
        return
    from journal.outgoing import write_file

    with interruptions():  # so that no part of a file stays when the program is asked to end
        write_file(target, pieces, replace=force)
    output.write(f"{safe(str(target))}\n")
    output.say("Anyone who has this file can read it. Delete it when it is no longer needed.")
