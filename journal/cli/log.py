"""Logging an entry: by answering questions on a terminal, or with the text from standard input."""

import sys
from dataclasses import replace
from typing import Annotated

import typer

from journal.cli import output
from journal.cli.answers import read_kind
from journal.cli.interrupts import Interrupted
from journal.cli.place import opened, place_of
from journal.errors import BadInput, JournalError
from journal.model.dates import When, parse_date, parse_time
from journal.model.entry import EntryContent, Kind, blank
from journal.vault.vault import Vault

_KINDS = [kind.value.replace("_", "-") for kind in Kind]


def log(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=f"{', '.join(_KINDS)}, or the beginning of one.",
            autocompletion=lambda: _KINDS,
        ),
    ],
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DATE", help="The day it was: 2026-05-01, yesterday, -3, friday. Today if left out."
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="TIME", help="The time it was: 21:30 or 9pm. Now if both are left out."),
    ] = None,
) -> None:
    """Log an entry.

    On a terminal it asks question by question, and every one can be skipped. Otherwise the text comes from standard
    input. Prints the id of the new entry; nothing of it is shared.
    """
    content = blank(read_kind(kind), _when(on, at))
    place = place_of(context)
    with opened(place) as vault:
        if sys.stdin is not None and sys.stdin.isatty():
            entry_id = _by_questions(vault, content)
        else:
            entry_id = _from_stdin(vault, content)
        output.write(f"{entry_id}\n")
        output.say("Saved.")


def _when(on: str | None, at: str | None) -> When:
    from journal import clock

    now = clock.now()
    if on is None and at is None:
        return now
    date = now.date if on is None else parse_date(on, now.date)
    return When(date, None if at is None else parse_time(at), now.zone)


def _by_questions(vault: Vault, content: EntryContent) -> str:
    from journal.cli.terminal import conversation
    from journal.cli.writing import Writing

    with conversation() as talk:
        writing = Writing(vault, content, talk)
        try:
            writing.ask_all()
            return writing.save().id
        except Interrupted:
            output.say(writing.keep())
            raise


def _from_stdin(vault: Vault, content: EntryContent) -> str:
    text = _read_stdin()
    whole = replace(content, text=text)
    try:
        return vault.entries.add(whole).id
    except JournalError as error:
        raise type(error)(f"{error.message} The text was not saved.", error.hint) from None


def _read_stdin() -> str:
    hint = "Send the text to standard input, as in: journal log reflection < notes.txt"
    try:
        text = sys.stdin.buffer.read().decode("utf-8") if sys.stdin is not None else ""
    except UnicodeDecodeError:
        raise BadInput("The text is not valid UTF-8, so nothing was saved.", "Save it as UTF-8 first.") from None
    if not text.strip():
        raise BadInput("There is no text to keep, so nothing was saved.", hint)
    return text.removesuffix("\n")
