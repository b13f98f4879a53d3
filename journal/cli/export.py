"""What leaves the journal: a summary for a session, and everything as data."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from journal.cli.leaving import (
    Encrypt,
    File,
    Force,
    PasswordFd,
    Plaintext,
    Recipient,
    Wishes,
    ending_of,
    folder_name,
    leave,
    lock_of,
    way,
)
from journal.cli.period import Since, Until, asked
from journal.cli.place import opened_to_note, place_of
from journal.cli.terminal import ask, tell
from journal.errors import BadInput, JournalError
from journal.model.sharing import Audience

if TYPE_CHECKING:
    from journal.summary.page import Summary
    from journal.summary.redact import NameWarning

app = typer.Typer(rich_markup_mode=None, help="Write a summary, or everything as data, to a file.")

_WHO = {"therapist": "your therapist", "joint": "a joint session"}
_NAMES = "A name that is kept out may still be readable in it. --keep-names writes it all the same."
_ENDINGS = {"md": "md", "markdown": "md", "html": "html", "htm": "html", "txt": "txt", "pdf": "pdf"}


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
        Literal["md", "html", "pdf", "txt"] | None,
        typer.Option(
            "--format", help="Markdown, a web page, PDF or plain text. The ending of FILE decides if left out."
        ),
    ] = None,
    paper: Annotated[
        Literal["a4", "letter"] | None, typer.Option("--paper", help="The paper of a PDF; A4 if left out.")
    ] = None,
    encrypt: Encrypt = None,
    recipient: Recipient = None,
    password_fd: PasswordFd = None,
    file: File = None,
    plaintext: Plaintext = False,
    force: Force = False,
    keep_names: Annotated[
        bool, typer.Option("--keep-names", help="Write it even where names that you keep out may still be readable.")
    ] = False,
) -> None:
    """Write the page for a session.

    It holds what you released for your therapist, or for a joint session, and what you switched on for it in journal,
    and nothing else. Prints the place of the file, and notes in the journal that it was made.
    """
    from journal.clock import now as local_now
    from journal.clock import today as local_today

    today = local_today()
    wanted = asked(since, until, today)
    named = ending_of(file)
    if form is None and named and named not in _ENDINGS:
        raise BadInput(
            "The ending of the file is none that a summary can have.",
            "End it in .md, .html, .pdf or .txt, or say what it is to be with --format.",
        )
    ending = form or _ENDINGS.get(named, "md")
    wishes = Wishes(
        file=file,
        plaintext=plaintext,
        force=force,
        encrypt=encrypt,
        recipients=tuple(recipient or ()),
        password_fd=password_fd,
    )
    if paper and ending != "pdf":
        raise BadInput(
            "--paper is for PDF.", "Leave it out: the other formats go by the paper that they are printed on."
        )
    how = way(wishes, "summary", ending, today, place_of(context).path)
    with opened_to_note(place_of(context)) as vault:
        from journal.summary.build import read
        from journal.summary.length import length
        from journal.summary.redact import warnings
        from journal.summary.shared import shared_summary

        now = local_now()
        with vault.snapshot():
            period = wanted.period(vault)
            draft = read(vault, Audience.of(audience), period.first, period.last, now)
        built = draft.summary
        wanted.say(period)
        if built.empty:
            raise JournalError(
                f"Nothing from this time was released for {_WHO[audience]}, so nothing was written.",
                "Open an entry in journal and press s to choose what may be shared, or name another period.",
            )
        length(built, letter=paper == "letter").refuse_too_long()
        _agree_to_names(warnings(built, draft.names), agreed=keep_names)
        content, lock = _rendered(built, ending, paper), lock_of(how)
        leave(vault, how, lock, content, shared_summary(vault, built, ending, now))


def _agree_to_names(found: "tuple[NameWarning, ...]", *, agreed: bool) -> None:
    """Says which names may still be readable, on the terminal alone, and asks whether to go on. Raises JournalError."""
    if agreed or not any(warning.asks for warning in found):
        return
    for warning in found:
        tell(f"{warning.sentence} {', '.join(warning.words)}", otherwise=_NAMES)
    if ask("Type yes to write it all the same: ", otherwise=_NAMES).lower() != "yes":
        raise JournalError(
            "Nothing was written.", "In journal, v in Session shows the page, and puts lines into other words."
        )


def _rendered(built: "Summary", ending: str, paper: str | None) -> bytes:
    from journal.summary import Format, render

    if paper != "letter":
        return render(built, Format.of(ending))
    from journal.summary.pdf import Paper, pdf

    return pdf(built, Paper.LETTER)


@app.command()
def data(
    context: typer.Context,
    form: Annotated[
        Literal["json", "csv", "md"],
        typer.Option("--format", help="JSON has all of it, without loss; CSV and Markdown are for reading elsewhere."),
    ] = "json",
    encrypt: Encrypt = None,
    recipient: Recipient = None,
    password_fd: PasswordFd = None,
    file: File = None,
    plaintext: Plaintext = False,
    force: Force = False,
) -> None:
    """Write everything, to keep or to read elsewhere.

    As JSON it is without loss: every entry with its history, the trash and the drafts. CSV and Markdown have what is
    there at present, as a folder of files, or as one tar where they are encrypted or go to standard output. Prints the
    place of it, and notes in the journal that it was made.
    """
    from journal.clock import today as local_today

    today = local_today()
    wishes = Wishes(
        file=file,
        plaintext=plaintext,
        force=force,
        encrypt=encrypt,
        recipients=tuple(recipient or ()),
        password_fd=password_fd,
    )
    how = way(wishes, "data", form, today, place_of(context).path, several=form != "json")
    with opened_to_note(place_of(context)) as vault:
        from journal.model.shared_copy import Shared, SharedCopy
        from journal.outgoing.delivery import Folder

        lock = lock_of(how)
        name = folder_name("data", form, today)
        copy = SharedCopy(what=Shared.DATA, format=form)
        match form:
            case "json":
                from journal.transfer.data import export_json

                leave(vault, how, lock, export_json(vault, vault.clock()), copy)
            case "csv":
                from journal.transfer.csv import csv_files

                leave(vault, how, lock, Folder(name, csv_files(vault)), copy)
            case "md":
                from journal.transfer.markdown import markdown_files

                leave(vault, how, lock, Folder(name, markdown_files(vault)), copy)
