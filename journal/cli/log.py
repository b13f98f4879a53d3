"""Logging an entry: by answering questions on a terminal, or with the text from standard input."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

import typer

from journal.cli import output
from journal.cli.answers import KINDS, read_kind
from journal.cli.ids import one_of
from journal.cli.place import opened, place_of
from journal.cli.stdin import is_terminal, read_text, saying_unsaved
from journal.errors import BadInput
from journal.model.dates import When, parse_date, parse_time
from journal.model.entry import EntryContent, Kind, blank
from journal.model.homework import Assignment, prefilled, wants_care
from journal.model.records import Record
from journal.vault.vault import Vault

_CARE = (
    "If it helps: raise it with your therapist, take an earlier or an easier exercise, or open the support page in "
    "the app."
)


def log(
    context: typer.Context,
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="KIND",
            help=f"{', '.join(KINDS)}, or the beginning of one. With --homework, that of the homework if left out.",
            autocompletion=lambda: list(KINDS),
        ),
    ] = None,
    homework: Annotated[
        str | None,
        typer.Option("--homework", metavar="ID", help="The homework that it belongs to, as its list prints the id."),
    ] = None,
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
    if kind is None and homework is None:
        raise BadInput("KIND is missing.", "journal log --help says how.")
    chosen = None if kind is None else read_kind(kind)
    when = _when(on, at)
    with opened(place_of(context)) as vault:
        assignment = None if homework is None else one_of(vault.assignments, homework, Assignment)
        content = _begun(assignment, chosen, when)
        if is_terminal():
            entry_id = _by_questions(vault, content, _worth_rating(vault, assignment))
        else:
            entry_id = _from_stdin(vault, content)
        output.write(f"{entry_id}\n")
        output.say("Saved.")
        if wants_care(vault.entries.get(entry_id).content):
            output.say(_CARE)


def _when(on: str | None, at: str | None) -> When:
    from journal import clock

    now = clock.now()
    if on is None and at is None:
        return now
    date = now.date if on is None else parse_date(on, now.date)
    return When(date, None if at is None else parse_time(at), now.zone)


def _begun(assignment: Record[Assignment] | None, kind: Kind | None, when: When) -> EntryContent:
    """The entry to begin with: of the kind that was named, else of that of the homework it belongs to."""
    if assignment is None:
        return blank(kind or Kind.REFLECTION, when)
    return prefilled(assignment.content, assignment.id, when, kind=kind)


def _worth_rating(vault: Vault, assignment: Record[Assignment] | None) -> tuple[str, ...]:
    if assignment is None or not assignment.content.exercise:
        return ()
    from journal.cli.exercises import of_assignment

    exercise = of_assignment(vault, assignment.content)
    return tuple(rated.value for rated in exercise.rate) if exercise else ()


def _by_questions(vault: Vault, content: EntryContent, worth_rating: Iterable[str]) -> str:
    from journal.cli.entry_writing import EntryWriting

    return EntryWriting(vault, content, worth_rating).write()


def _from_stdin(vault: Vault, content: EntryContent) -> str:
    text = read_text()
    if not text.strip():
        raise BadInput(
            "There is no text to keep, so nothing was saved.",
            "Send the text to standard input, as in: journal log reflection < notes.txt",
        )
    with saying_unsaved():
        return vault.entries.add(replace(content, text=text)).id
